/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_section.c - encounters and promises on a person's page, and all of them.
 */
#include <inttypes.h>

#include "encounter.html.h"
#include "feature/encounters/encounters_web.h"
#include "log.html.h"

#define LINES 20

/* Where the next older ones are; empty where there are none. */
static str older_of(arena *a, const struct person *p, const struct encounter_list *all)
{
    if (all->n < LINES)
        return S("");
    const struct encounter *last = &all->item[all->n - 1];
    return str_format(a, "/book/people/%" PRId64 "/encounters?before=%" PRId64 "&id=%" PRId64,
                      p->id.v, last->time_ms, last->id.v);
}

const err *encounters_web_section(req *r, const struct person *p)
{
    account_id owner = book_owner(r);
    struct encounter_list all = { 0 };
    struct enc_lines lines = { 0 };
    struct promise_list promises = { 0 };
    struct enc_promises made = { 0 };
    TRY(encounters_of(r->store, r->arena, owner, p->id, INT64_MAX, (encounter_id){ 0 }, LINES,
                      &all));
    TRY(encounters_promises(r->store, r->arena, owner, p->id, &promises));
    TRY(encounters_view_lines(r, &all, p->id, &lines));
    TRY(encounters_view_promises(r, &promises, &made));
    struct enc_form f = encounters_view_form(r, p->id, S(""));
    const struct words_value name = { "name", p->called.name };
    f.label = words_fill(r->arena, words(r->out.lang, "What did you hear from {name}?"), &name, 1);
    f.hint = words(r->out.lang, "For example: 20m heard new job, promised list by Friday");
    f.script = asset_path("line.js");
    encounter_section(&r->out, f, lines, made,
                      str_format(r->arena, "/book/log?person=%" PRId64 "&kind=call", p->id.v),
                      older_of(r->arena, p, &all));
    return NULL;
}

/* GET /book/people/:id/encounters; ?before= and ?id= of the last one seen. */
const err *encounters_web_of(req *r)
{
    account_id owner = book_owner(r);
    struct person p = { 0 };
    struct encounter_list all = { 0 };
    struct enc_lines lines = { 0 };
    int64_t id = 0, before = INT64_MAX, last = 0;
    TRY(book_page_id(r, "id", &id));
    TRY(book_person_get(r->store, r->arena, owner, (person_id){ id }, &p));
    if (!str_to_int64(req_query(r, "before"), &before) || !str_to_int64(req_query(r, "id"), &last))
        before = INT64_MAX;
    TRY(encounters_of(r->store, r->arena, owner, p.id, before, (encounter_id){ last }, LINES,
                      &all));
    TRY(encounters_view_lines(r, &all, p.id, &lines));
    TRY(book_page_begin(r, &(struct book_page){ .title = p.called.name, .kind = "log-page" }));
    encounter_list(&r->out, p.called.name, book_person_path(r->arena, p.id), lines,
                   older_of(r->arena, &p, &all));
    return book_page_end(r);
}

void encounters_line(req *r)
{
    struct enc_form f = encounters_view_form(r, (person_id){ 0 }, S(""));
    f.script = asset_path("line.js");
    log_form(&r->out, f);
}
