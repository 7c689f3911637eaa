/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_person_web.c - a person's page, and what is done on it.
 */
#include "feature/book/book_person_view.h"
#include "feature/book/book_web.h"
#include "person.html.h"

/* ---- finding them ---------------------------------------------------------------------------- */

const err *book_web_person(req *r, struct person *ret)
{
    int64_t id = 0;
    TRY(book_page_id(r, "id", &id));
    return book_person_get(r->store, r->arena, book_owner(r), (person_id){ id }, ret);
}

/* ---- the page -------------------------------------------------------------------------------- */

/* What was done, as the address tells it after a redirect. */
static const struct {
    const char *done, *said;
} notes[] = {
    { "saved", WORDS_MARK("Saved.") },
    { "added", WORDS_MARK("Written down.") },
    { "rest", WORDS_MARK("Rests from now on.") },
    { "wake", WORDS_MARK("No longer rests.") },
    { "merged", WORDS_MARK("Brought together. Nothing was lost: it can be undone below.") },
    { "parted", WORDS_MARK("Parted again, each as before.") },
    { "apart", WORDS_MARK("Noted: these are two people.") },
};

void book_web_note(req *r, str path, struct book_page *p)
{
    str done = req_query(r, "done"), removed = req_query(r, "removed"), id = req_query(r, "fact");
    enum book_fact kind = FACT_DATUM;
    int64_t number = 0;
    if (!str_eq(r->method, S("GET")))
        return;
    for (size_t i = 0; i < COUNT_OF(notes); i++)
        if (str_eq(done, str_of(notes[i].done)))
            p->note = words(r->out.lang, notes[i].said);
    if (!book_fact_of(removed, &kind) || !str_to_int64(id, &number))
        return;
    p->note = words(r->out.lang, "Taken back.");
    p->undo_path = str_join(r->arena, (str[]){ path, S("/undo") }, 2, S(""));
    p->undo_what = book_fact_name(kind);
    p->undo_id = id;
}

static const err *show(req *r, const struct person *p, const struct book_attempt *attempt)
{
    struct person_view v = { .attempt = attempt };
    struct book_page frame = { .title = p->called.name, .kind = "person-page" };
    TRY(book_person_view(r, p, &v));
    book_web_note(r, v.path, &frame);
    if (attempt != NULL)
        req_status(r, 422);
    TRY(book_page_begin(r, &frame));
    person_head(&r->out, v);
    for (const struct book_part *const *part = book_parts(); *part != NULL; part++)
        if ((*part)->section != NULL)
            TRY((*part)->section(r, p));
    person_rest(&r->out, v);
    return book_page_end(r);
}

/* GET /book/people/:id - one who was merged leads to the whole person. */
const err *book_person_page_get(req *r)
{
    struct person p = { 0 };
    int64_t id = 0;
    TRY(book_page_id(r, "id", &id));
    TRY(book_web_person(r, &p));
    if (p.id.v != id)
        return req_redirect(r, book_person_path(r->arena, p.id));
    return show(r, &p, NULL);
}

static const err *back(req *r, const struct person *p, const char *behind)
{
    str path = book_person_path(r->arena, p->id);
    return req_redirect(r, str_format(r->arena, "%.*s%s", STR_ARG(path), behind));
}

/* Refused: the page again, with what was typed. */
static const err *refused(req *r, const struct person *p, const char *form, const err *e)
{
    if (e->n_fields == 0)
        return e;
    return show(r, p, &(struct book_attempt){ .form = str_of(form), .why = e, .r = r });
}

/* ---- what is done on it ---------------------------------------------------------------------- */

struct book_source book_web_source(const req *r)
{
    static const char *const allowed[] = { "mine", "own word", "public" };
    struct book_source from = { .dated = req_field(r, "dated"),
                                .expires = req_field(r, "expires") };
    for (size_t i = 0; i < COUNT_OF(allowed); i++)
        if (str_eq(req_field(r, "source"), str_of(allowed[i])))
            from.name = str_of(allowed[i]);
    return from;
}

/* POST /book/people/:id/items */
const err *book_person_items_post(req *r)
{
    struct person p = { 0 };
    struct item given = { .side = req_field(r, "side"),
                          .text = req_field(r, "text"),
                          .from = book_web_source(r) };
    fact_id id = { 0 };
    TRY(book_web_person(r, &p));
    const err *e = book_item_add(r->store, r->arena, book_owner(r), p.id, &given, r->out.lang, &id);
    return e != NULL ? refused(r, &p, "items", e) : back(r, &p, "?done=added#items");
}

/* POST /book/people/:id/item - confirmed, no longer so, so again. */
const err *book_person_item_post(req *r)
{
    struct person p = { 0 };
    fact_id id = { 0 };
    TRY(book_web_person(r, &p));
    if (!str_to_int64(req_field(r, "id"), &id.v))
        FAIL(r->arena, ERR_INVALID, "no id of an item");
    TRY(book_item_state(r->store, r->arena, book_owner(r), id, req_field(r, "state"), NULL));
    return back(r, &p, "?done=saved#items");
}

/* POST /book/people/:id/notes */
const err *book_person_notes_post(req *r)
{
    struct person p = { 0 };
    fact_id id = { 0 };
    bool sensitive = str_eq(req_field(r, "sensitive"), S("1"));
    TRY(book_web_person(r, &p));
    const err *e = book_note_add(r->store, r->arena, book_owner(r), p.id, req_field(r, "text"),
                                 sensitive, r->out.lang, &id);
    return e != NULL ? refused(r, &p, "notes", e) : back(r, &p, "?done=added#notes");
}

/* POST /book/people/:id/rest */
const err *book_person_rest_post(req *r)
{
    struct person p = { 0 };
    bool rests = str_eq(req_field(r, "do"), S("rest"));
    TRY(book_web_person(r, &p));
    TRY(book_person_rest(r->store, r->arena, book_owner(r), p.id, rests));
    return back(r, &p, rests ? "?done=rest" : "?done=wake");
}

/* ---- taking back ----------------------------------------------------------------------------- */

static const err *fact_of(req *r, enum book_fact *ret_kind, fact_id *ret_id)
{
    if (!book_fact_of(req_field(r, "what"), ret_kind) ||
        !str_to_int64(req_field(r, "id"), &ret_id->v))
        FAIL(r->arena, ERR_INVALID, "no fact is named");
    return NULL;
}

/* POST /book/people/:id/remove */
const err *book_person_remove_post(req *r)
{
    struct person p = { 0 };
    enum book_fact kind = FACT_DATUM;
    fact_id id = { 0 };
    TRY(book_web_person(r, &p));
    TRY(fact_of(r, &kind, &id));
    TRY(book_fact_remove(r->store, r->arena, book_owner(r), kind, id, NULL));
    str behind =
        str_format(r->arena, "?removed=%.*s&fact=%d", STR_ARG(book_fact_name(kind)), (int)id.v);
    return back(r, &p, str_c(r->arena, behind));
}

/* POST /book/people/:id/undo */
const err *book_person_undo_post(req *r)
{
    struct person p = { 0 };
    enum book_fact kind = FACT_DATUM;
    fact_id id = { 0 };
    TRY(book_web_person(r, &p));
    TRY(fact_of(r, &kind, &id));
    TRY(book_fact_restore(r->store, r->arena, book_owner(r), kind, id, NULL));
    return back(r, &p, "?done=saved");
}
