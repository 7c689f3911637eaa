/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_merge_web.c - people who may be one: the list, both side by side, together, apart again.
 */
#include <inttypes.h>

#include "base/utf8.h"
#include "engine/text/text_fold.h"
#include "feature/book/book_merge_view.h"
#include "feature/book/book_web.h"
#include "merge.html.h"

#define PAIRS_SHOWN 50

static str id_text(arena *a, person_id id)
{
    return str_format(a, "%" PRId64, id.v);
}

/* ---- the list -------------------------------------------------------------------------------- */

/* GET /book/alike */
const err *book_merge_alike_get(req *r)
{
    struct book_alikes all = { 0 };
    struct book_page frame = { .title = words(r->out.lang, "Twice in the book?") };
    TRY(book_alike_all(r->store, r->arena, book_owner(r), PAIRS_SHOWN, &all));
    struct alike_line *lines = NEW_ARRAY(r->arena, struct alike_line, all.n);
    for (size_t i = 0; i < all.n; i++) {
        const struct book_alike *pair = &all.item[i];
        struct person one = { 0 }, other = { 0 };
        TRY(book_person_get(r->store, r->arena, book_owner(r), pair->a, &one));
        TRY(book_person_get(r->store, r->arena, book_owner(r), pair->b, &other));
        lines[i] = (struct alike_line){
            .path = str_format(r->arena, "/book/people/%" PRId64 "/merge?with=%%23%" PRId64,
                               one.id.v, other.id.v),
            .one = one.called.name,
            .other = other.called.name,
            .one_id = id_text(r->arena, one.id),
            .other_id = id_text(r->arena, other.id),
            .why = book_alike_words(r->arena, r->out.lang, pair->why),
        };
    }
    book_web_note(r, S(""), &frame);
    TRY(book_page_begin(r, &frame));
    alike_page(&r->out,
               (struct alike_view){ .pairs = { lines, all.n }, .token = req_form_token(r) });
    return book_page_end(r);
}

static const err *id_field(req *r, const char *name, person_id *ret)
{
    if (!str_to_int64(req_field(r, name), &ret->v))
        FAIL(r->arena, ERR_INVALID, "no person is named by \"%s\"", name);
    return NULL;
}

/* POST /book/alike/apart */
const err *book_merge_apart_post(req *r)
{
    person_id one = { 0 }, other = { 0 };
    TRY(id_field(r, "one", &one));
    TRY(id_field(r, "other", &other));
    TRY(book_alike_apart(r->store, r->arena, book_owner(r), one, other));
    return req_redirect(r, S("/book/alike?done=apart"));
}

/* ---- side by side ---------------------------------------------------------------------------- */

struct facts {
    struct merge_fact *item;
    size_t n, cap;
};

static void add_lines(arena *a, struct facts *to, struct fact_lines lines)
{
    for (size_t i = 0; i < lines.n; i++) {
        arena_grow(a, (void **)&to->item, &to->cap, to->n + 1, sizeof *to->item);
        to->item[to->n++] = (struct merge_fact){ lines.item[i].label, lines.item[i].text, false };
    }
}

static const err *side_of(req *r, const struct person *p, struct merge_side *ret)
{
    struct person_view v = { 0 };
    struct facts all = { 0 };
    TRY(book_person_view(r, p, &v));
    const struct fact_lines lists[] = { v.reach,        v.postals, v.days,  v.languages,
                                        v.address_form, v.tags,    v.roles, v.seeks,
                                        v.offers,       v.ties,    v.notes };
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        add_lines(r->arena, &all, lists[i]);
    *ret = (struct merge_side){ .id = id_text(r->arena, p->id),
                                .path = v.path,
                                .name = v.whole_name,
                                .last = v.last,
                                .facts = { all.item, all.n } };
    return NULL;
}

/* What both have is marked on both sides, however it is written. */
static void mark_both(arena *a, struct merge_facts *one, const struct merge_facts *other)
{
    for (size_t i = 0; i < one->n; i++)
        for (size_t k = 0; k < other->n; k++)
            if (str_eq(text_fold(a, one->item[i].text), text_fold(a, other->item[k].text)))
                one->item[i].both = true;
}

static const err *why_of(req *r, const struct person *one, const struct person *other, str *ret)
{
    struct book_alikes all = { 0 };
    TRY(book_alike_of(r->store, r->arena, book_owner(r), one->id, &all));
    for (size_t i = 0; i < all.n; i++)
        if (all.item[i].a.v == other->id.v || all.item[i].b.v == other->id.v)
            *ret = book_alike_words(r->arena, r->out.lang, all.item[i].why);
    return NULL;
}

static const err *fill_both(req *r, const struct person *one, const struct person *other,
                            struct merge_view *v)
{
    v->chosen = true;
    TRY(side_of(r, one, &v->one));
    TRY(side_of(r, other, &v->other));
    mark_both(r->arena, &v->one.facts, &v->other.facts);
    mark_both(r->arena, &v->other.facts, &v->one.facts);
    return why_of(r, one, other, &v->why);
}

/* Who is meant by ?with=; else what is to be said beside the field. */
static const err *fill_other(req *r, const struct person *one, struct merge_view *v)
{
    struct person_list people = { 0 };
    str which = { 0 };
    v->typed = utf8_line(r->arena, req_query(r, "with"));
    if (str_empty(v->typed))
        return NULL;
    TRY(book_people_named(r->store, r->arena, book_owner(r), v->typed, &people));
    if (people.n == 0) {
        v->wrong = words(r->out.lang, "Nobody in your book is called so.");
    } else if (people.n > 1) {
        TRY(book_people_told_apart(r->store, r->arena, book_owner(r), &people, &which));
        struct words_value who = { "who", which };
        v->wrong = words_fill(r->arena,
                              words(r->out.lang, "Several may be meant; please write the number "
                                                 "instead of the name: {who}"),
                              &who, 1);
    } else if (people.item[0].id.v == one->id.v) {
        v->wrong = words(r->out.lang, "This is the same person.");
    } else {
        return fill_both(r, one, &people.item[0], v);
    }
    return NULL;
}

/* GET /book/people/:id/merge?with= */
const err *book_merge_get(req *r)
{
    struct person p = { 0 };
    struct merge_view v = { .token = req_form_token(r) };
    TRY(book_web_person(r, &p));
    v.path = book_person_path(r->arena, p.id);
    v.name = p.called.name;
    TRY(fill_other(r, &p, &v));
    TRY(book_page_begin(r, &(struct book_page){ .title = words(r->out.lang, "The same person?") }));
    merge_page(&r->out, v);
    return book_page_end(r);
}

/* POST /book/people/:id/merge - `keep` is the one of the two whose name stands at the top. */
const err *book_merge_post(req *r)
{
    struct person p = { 0 }, other = { 0 };
    person_id with = { 0 }, keep = { 0 };
    str why = { 0 };
    TRY(book_web_person(r, &p));
    TRY(id_field(r, "with", &with));
    TRY(id_field(r, "keep", &keep));
    TRY(book_person_get(r->store, r->arena, book_owner(r), with, &other));
    TRY(why_of(r, &p, &other, &why));
    person_id into = keep.v == other.id.v ? other.id : p.id;
    TRY(book_merge(r->store, r->arena, book_owner(r), into, into.v == p.id.v ? other.id : p.id, why,
                   NULL));
    return req_redirect(
        r, str_format(r->arena, "%.*s?done=merged", STR_ARG(book_person_path(r->arena, into))));
}

/* POST /book/merges/:id/undo */
const err *book_merge_undo_post(req *r)
{
    merge_id id = { 0 };
    person_id into = { 0 }, from = { 0 };
    TRY(book_page_id(r, "id", &id.v));
    TRY(book_merge_undo(r->store, r->arena, book_owner(r), id, &into, &from));
    return req_redirect(
        r, str_format(r->arena, "%.*s?done=parted", STR_ARG(book_person_path(r->arena, into))));
}
