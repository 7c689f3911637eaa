/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_ten_web.c - ten people, ten minutes: after an import, one at a time those last in
 * touch.
 *
 * What is written here is what the owner knows, not an encounter: seeks and offers stand at once,
 * the rest is a note.
 */
#include <inttypes.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "engine/line/line.h"
#include "engine/when/when.h"
#include "feature/encounters/encounters_rules.h"
#include "feature/encounters/encounters_web.h"
#include "meeting.html.h"

#define TEN 10

static const err *begin(req *r, str note)
{
    return book_page_begin(
        r, &(struct book_page){ .title = words(r->out.lang, "Ten people, ten minutes"),
                                .kind = "log-page",
                                .note = note });
}

static const err *show(req *r, const struct person *p, int64_t number, str note, str wrong)
{
    str zone = { 0 };
    struct enc_ten t = { .name = p->called.name,
                         .path = book_person_path(r->arena, p->id),
                         .last = S(""),
                         .wrong = wrong,
                         .person = p->id.v,
                         .number = number,
                         .token = req_form_token(r) };
    TRY(encounters_view_zone(r, &zone));
    /* The day alone: noon stands for a day without a time. */
    struct when_date last = when_local_of(p->pulse.last_ms, zone).date;
    const struct words_value when = { "when", when_day_long(r->arena, last, r->out.lang) };
    if (p->pulse.last_ms > 0)
        t.last = words_fill(r->arena, words(r->out.lang, "last in touch: {when}"), &when, 1);
    TRY(begin(r, note));
    ten_page(&r->out, t);
    return book_page_end(r);
}

/* Numbers of an address or form: 0 where there is none. */
static int64_t number_of(str text)
{
    int64_t v = 0;
    return str_to_int64(text, &v) && v > 0 ? v : 0;
}

/* GET /book/ten; ?after= the person before, ?n= how many there were, ?kept=1 of the last one. */
const err *encounters_web_ten_get(req *r)
{
    account_id owner = book_owner(r);
    struct person before = { 0 }, next = { 0 };
    int64_t n = number_of(req_query(r, "n")), after = number_of(req_query(r, "after"));
    int64_t ms = INT64_MAX;
    person_id id = { 0 };
    str note = S("");
    if (after > 0) {
        TRY(book_person_get(r->store, r->arena, owner, (person_id){ after }, &before));
        ms = before.pulse.last_ms;
    }
    if (str_eq(req_query(r, "kept"), S("1"))) {
        const struct words_value name = { "name", before.called.name };
        note = words_fill(r->arena, words(r->out.lang, "Kept with {name}."), &name, 1);
    }
    if (n < TEN)
        TRY(encounters_store_ten(r->store, r->arena, owner, ms, before.id, &id));
    if (id.v == 0) {
        TRY(begin(r, note));
        ten_end(&r->out, n > 0);
        return book_page_end(r);
    }
    TRY(book_person_get(r->store, r->arena, owner, id, &next));
    return show(r, &next, n + 1, note, S(""));
}

static const err *keep_items(req *r, const struct person *p, const struct line *l)
{
    for (size_t i = 0; i < l->n_items; i++) {
        struct item item = { .side = l->items[i].offers ? S("offers") : S("seeks"),
                             .text = utf8_cut(l->items[i].text, BOOK_ITEM_MAX),
                             .state = S("stands"),
                             .from = { .name = S("mine") } };
        fact_id id = { 0 };
        TRY(book_item_add(r->store, r->arena, book_owner(r), p->id, &item, r->out.lang, &id));
    }
    return NULL;
}

/* Items stand; a line with anything else in it is a note as well, in its own words. */
static const err *keep(req *r, const struct person *p, str typed)
{
    struct line l = { 0 };
    fact_id id = { 0 };
    str zone = { 0 };
    TRY(encounters_rules_zone(r->store, r->arena, &zone));
    struct line_world world = { .today = when_local_of(clock_now_ms(), zone).date,
                                .no_strangers = true };
    line_read(r->arena, utf8_cut(typed, ENCOUNTERS_LINE_MAX), &world, &l);
    bool more = l.n_items == 0 || !str_empty(l.rest) || !str_empty(l.heard) ||
                !str_empty(l.given) || !str_empty(l.received) || l.n_promises > 0;
    TX(t, r->store, r->arena);
    TRY(keep_items(r, p, &l));
    if (more)
        TRY(book_note_add(r->store, r->arena, book_owner(r), p->id, l.text, false, r->out.lang,
                          &id));
    return tx_commit(&t);
}

/* POST /book/ten */
const err *encounters_web_ten_post(req *r)
{
    struct person p = { 0 };
    int64_t id = number_of(req_field(r, "person")), n = number_of(req_field(r, "n"));
    str line = utf8_line(r->arena, req_field(r, "line")), todo = req_field(r, "do");
    if (str_eq(todo, S("stop")))
        return req_redirect(r, S("/book/people"));
    TRY(book_person_get(r->store, r->arena, book_owner(r), (person_id){ id }, &p));
    bool skip = str_eq(todo, S("skip"));
    if (!skip && str_empty(line)) {
        req_status(r, 422);
        return show(r, &p, n, S(""), words(r->out.lang, "Please write a line, or skip."));
    }
    if (!skip)
        TRY(keep(r, &p, line));
    return req_redirect(r, str_format(r->arena, "/book/ten?after=%" PRId64 "&n=%" PRId64 "%s",
                                      p.id.v, n, skip ? "" : "&kept=1"));
}
