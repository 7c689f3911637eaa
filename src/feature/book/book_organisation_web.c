/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_organisation_web.c - an organisation: who was there when, and who was there together.
 */
#include <inttypes.h>

#include "base/utf8.h"
#include "feature/book/book_merge_view.h"
#include "feature/book/book_web.h"
#include "merge.html.h"

#define OVERLAPS_MAX 200
#define NOTE_CHARACTERS 2000

static const err *fill_roles(req *r, const struct book_view *v, const struct person_roles *roles,
                             struct person *people, struct organisation_view *ret)
{
    struct fact_line *lines = NEW_ARRAY(r->arena, struct fact_line, roles->n);
    for (size_t i = 0; i < roles->n; i++) {
        const struct person_role *o = &roles->item[i];
        TRY(book_person_get(r->store, r->arena, book_owner(r), o->person, &people[i]));
        str name = people[i].called.name;
        lines[i] = (struct fact_line){
            .label = book_view_span(v, o),
            .text = str_empty(o->title) ? name
                                        : str_join(r->arena, (str[]){ name, o->title }, 2, S(", ")),
            .href = book_person_path(r->arena, people[i].id),
            .source = book_view_source(v, &o->from),
        };
    }
    ret->roles = (struct fact_lines){ lines, roles->n };
    return NULL;
}

static const err *is_tied(req *r, person_id one, person_id other, bool *ret)
{
    struct tie_list ties = { 0 };
    TRY(book_ties(r->store, r->arena, book_owner(r), one, &ties));
    for (size_t i = 0; i < ties.n; i++)
        *ret = *ret || ties.item[i].b.v == other.v;
    return NULL;
}

static const err *fill_overlaps(req *r, const struct person_roles *roles,
                                const struct person *people, struct organisation_view *ret)
{
    struct overlap_line *lines = NEW_ARRAY(r->arena, struct overlap_line, OVERLAPS_MAX);
    size_t n = 0;
    for (size_t i = 0; i < roles->n; i++)
        for (size_t k = i + 1; k < roles->n && n < OVERLAPS_MAX; k++) {
            if (people[i].id.v == people[k].id.v ||
                !book_roles_overlap(&roles->item[i], &roles->item[k]))
                continue;
            lines[n] = (struct overlap_line){
                .one = people[i].called.name,
                .one_path = book_person_path(r->arena, people[i].id),
                .other = people[k].called.name,
                .other_path = book_person_path(r->arena, people[k].id),
            };
            TRY(is_tied(r, people[i].id, people[k].id, &lines[n].tied));
            n++;
        }
    ret->overlaps = (struct overlap_lines){ lines, n };
    return NULL;
}

static str link_of(arena *a, str url)
{
    if (str_empty(url) || str_starts(url, S("https://")) || str_starts(url, S("http://")))
        return url;
    return str_format(a, "https://%.*s", STR_ARG(url));
}

static const err *asked(req *r, struct organisation *ret)
{
    organisation_id id = { 0 };
    TRY(book_page_id(r, "id", &id.v));
    return book_organisation_get(r->store, r->arena, book_owner(r), id, ret);
}

static const err *show(req *r, const struct organisation *o, str wrong)
{
    struct organisation_view v = { .organisation = *o, .wrong = wrong, .token = req_form_token(r) };
    struct book_view view = { 0 };
    struct person_roles roles = { 0 };
    struct book_page frame = { .title = o->name };
    TRY(book_view_of(r, &view));
    TRY(book_roles_at(r->store, r->arena, book_owner(r), o->id, &roles));
    struct person *people = NEW_ARRAY(r->arena, struct person, roles.n);
    TRY(fill_roles(r, &view, &roles, people, &v));
    TRY(fill_overlaps(r, &roles, people, &v));
    v.path = str_format(r->arena, "/book/organisations/%" PRId64, o->id.v);
    v.url = link_of(r->arena, o->url);
    book_web_note(r, v.path, &frame);
    TRY(book_page_begin(r, &frame));
    organisation_page(&r->out, v);
    return book_page_end(r);
}

/* GET /book/organisations/:id */
const err *book_organisation_page_get(req *r)
{
    struct organisation o = { 0 };
    TRY(asked(r, &o));
    return show(r, &o, S(""));
}

/* POST /book/organisations/:id */
const err *book_organisation_page_post(req *r)
{
    struct organisation o = { 0 };
    TRY(asked(r, &o));
    o.name = req_field(r, "name");
    o.url = utf8_cut(utf8_line(r->arena, req_field(r, "url")), 500);
    o.note = utf8_cut(utf8_text(r->arena, req_field(r, "note")), NOTE_CHARACTERS);
    const err *e = book_organisation_change(r->store, r->arena, book_owner(r), &o, r->out.lang);
    if (e != NULL && e->n_fields > 0) {
        req_status(r, 422);
        return show(r, &o, e->fields[0].message);
    }
    TRY(e);
    return req_redirect(r,
                        str_format(r->arena, "/book/organisations/%" PRId64 "?done=saved", o.id.v));
}
