/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_list_web.c - /book/people: search, those last in touch, filters; and somebody new.
 */
#include <inttypes.h>

#include "base/utf8.h"
#include "engine/text/text_fold.h"
#include "feature/book/book_person_store.h"
#include "feature/book/book_view.h"
#include "feature/book/book_web.h"
#include "feature/house/house.h"
#include "people.html.h"

#define A_PAGE 30
#define BY_NAME 12
#define FOUND 30
#define FOUND_ROWS 60
#define QUERY_CHARACTERS 200
#define TEXT_CHARACTERS 200
#define TAGS_SHOWN 40

/* ---- what was found -------------------------------------------------------------------------- */

static const struct book_part *part_for(str kind)
{
    const struct book_part *const *parts = book_parts();
    for (size_t i = 0; parts[i] != NULL; i++)
        for (size_t n = 0; parts[i]->found_kinds != NULL && parts[i]->found_kinds[n] != NULL; n++)
            if (str_eq(kind, str_of(parts[i]->found_kinds[n])))
                return parts[i];
    return NULL;
}

/* A hit of the book's own: somebody of whom the words are known. */
static const err *known_of(req *r, const struct person *p, struct found_line *ret)
{
    str apart = { 0 };
    TRY(book_person_apart(r->store, r->arena, book_owner(r), p->id, &apart));
    *ret = (struct found_line){ .path = book_person_path(r->arena, p->id),
                                .name = p->called.name,
                                .what = words(r->out.lang, "known of them"),
                                .text = apart };
    return NULL;
}

static const err *heard(req *r, const struct book_hit *hit, struct found_line *ret, bool *ret_shown)
{
    const struct book_part *part = part_for(hit->kind);
    struct book_found found = { 0 };
    struct person p = { 0 };
    if (part == NULL || part->found == NULL)
        return NULL;
    const err *e = part->found(r, hit, &found);
    if (e != NULL && e->kind == ERR_MISSING)
        return NULL;
    TRY(e);
    if (hit->person.v != 0)
        TRY(book_person_get(r->store, r->arena, book_owner(r), hit->person, &p));
    *ret = (struct found_line){ .path = found.path,
                                .name = hit->person.v != 0 ? p.called.name : found.what,
                                .what = hit->person.v != 0 ? found.what : S(""),
                                .text = utf8_cut(found.text, TEXT_CHARACTERS) };
    *ret_shown = true;
    return NULL;
}

static bool named(const struct person_list *people, person_id id)
{
    for (size_t i = 0; i < people->n; i++)
        if (people->item[i].id.v == id.v)
            return true;
    return false;
}

static const err *found_of(req *r, const struct book_hits *hits, const struct person_list *by_name,
                           struct found_lines *ret)
{
    struct found_line *lines = NEW_ARRAY(r->arena, struct found_line, FOUND);
    size_t n = 0;
    for (size_t i = 0; i < hits->n && n < FOUND; i++) {
        const struct book_hit *hit = &hits->item[i];
        struct person p = { 0 };
        bool shown = false;
        if (str_eq(hit->kind, S("name")))
            continue;
        if (!str_eq(hit->kind, S("person"))) {
            TRY(heard(r, hit, &lines[n], &shown));
        } else if (!named(by_name, hit->person)) {
            TRY(book_person_get(r->store, r->arena, book_owner(r), hit->person, &p));
            TRY(known_of(r, &p, &lines[n]));
            shown = true;
        }
        n += shown;
    }
    *ret = (struct found_lines){ lines, n };
    return NULL;
}

static const err *people_by_name(req *r, str typed, struct person_list *ret)
{
    struct book_hits hits = { 0 };
    struct person *people = NEW_ARRAY(r->arena, struct person, BY_NAME);
    struct person_list list = { people, 0 };
    TRY(book_search(r->store, r->arena, book_owner(r), S("name"), typed, 2 * BY_NAME, &hits));
    for (size_t i = 0; i < hits.n && list.n < BY_NAME; i++) {
        TRY(book_person_get(r->store, r->arena, book_owner(r), (person_id){ hits.item[i].ref },
                            &people[list.n]));
        if (!named(&list, people[list.n].id))
            list.n++;
    }
    *ret = list;
    return NULL;
}

static const err *fill_found(req *r, const struct book_view *v, struct people_view *view)
{
    struct person_list people = { 0 };
    struct book_hits hits = { 0 };
    TRY(people_by_name(r, view->query, &people));
    TRY(book_view_people(r, v, &people, &view->people));
    TRY(book_search(r->store, r->arena, book_owner(r), S(""), view->query, FOUND_ROWS, &hits));
    return found_of(r, &hits, &people, &view->found);
}

/* ---- by last contact ------------------------------------------------------------------------- */

/* ?before=MS.ID, the last one of the former page; what is none is the first page. */
static bool before_of(const req *r, struct person *ret)
{
    str ms = { 0 }, id = { 0 };
    return str_cut(req_query(r, "before"), '.', &ms, &id) &&
           str_to_int64(ms, &ret->pulse.last_ms) && str_to_int64(id, &ret->id.v);
}

static const err *fill_recent(req *r, const struct book_view *v, struct people_view *view)
{
    struct person before = { 0 };
    struct person_list people = { 0 };
    bool further = before_of(r, &before);
    if (view->tag.n > 0 || view->town.n > 0)
        TRY(book_people_where(r->store, r->arena, book_owner(r), view->tag, view->town,
                              BOOK_CANDIDATES, &people));
    else
        TRY(book_people_recent(r->store, r->arena, book_owner(r), further ? &before : NULL,
                               A_PAGE + 1, &people));
    view->first = people.n == 0 && !further && view->tag.n == 0 && view->town.n == 0;
    if (people.n == A_PAGE + 1 && view->tag.n == 0 && view->town.n == 0) {
        const struct person *last = &people.item[A_PAGE - 1];
        view->more = str_format(r->arena, "/book/people?before=%" PRId64 ".%" PRId64,
                                last->pulse.last_ms, last->id.v);
        people.n = A_PAGE;
    }
    return book_view_people(r, v, &people, &view->people);
}

static const err *fill_tags(req *r, struct people_view *view)
{
    struct datum_list tags = { 0 };
    TRY(book_tags(r->store, r->arena, book_owner(r), &tags));
    size_t n = tags.n < TAGS_SHOWN ? tags.n : TAGS_SHOWN;
    struct tag_link *links = NEW_ARRAY(r->arena, struct tag_link, n);
    for (size_t i = 0; i < n; i++)
        links[i] = (struct tag_link){
            .path = str_format(r->arena, "/book/people?tag=%.*s",
                               STR_ARG(house_query_value(r->arena, tags.item[i].fold))),
            .name = tags.item[i].value,
            .here = str_eq(tags.item[i].fold, book_datum_fold(r->arena, S("tag"), view->tag)),
        };
    view->tags = (struct tag_links){ links, n };
    return NULL;
}

/* GET /book/people?q=&tag=&town=&before=; with part=1 what stands between search and filters. */
const err *book_list_get(req *r)
{
    struct book_view v = { 0 };
    struct people_view view = {
        .query = utf8_cut(utf8_line(r->arena, req_query(r, "q")), QUERY_CHARACTERS),
        .tag = utf8_cut(utf8_line(r->arena, req_query(r, "tag")), QUERY_CHARACTERS),
        .town = utf8_cut(utf8_line(r->arena, req_query(r, "town")), QUERY_CHARACTERS),
        .script = asset_path("people.js"),
    };
    TRY(book_view_of(r, &v));
    TRY(view.query.n > 0 ? fill_found(r, &v, &view) : fill_recent(r, &v, &view));
    if (str_eq(req_query(r, "part"), S("1"))) {
        req_set_header(r, "Cache-Control", S("private, no-store"));
        people_found(&r->out, view);
        return NULL;
    }
    TRY(fill_tags(r, &view));
    TRY(book_page_begin(r, &(struct book_page){ .title = words(r->out.lang, "People") }));
    people_page(&r->out, view);
    return book_page_end(r);
}

/* ---- somebody new ---------------------------------------------------------------------------- */

static const err *show_new(req *r, struct person_form f)
{
    f.token = req_form_token(r);
    TRY(book_page_begin(r, &(struct book_page){ .title = words(r->out.lang, "Add somebody") }));
    person_new_page(&r->out, f);
    return book_page_end(r);
}

/* GET /book/people/new */
const err *book_list_new_get(req *r)
{
    return show_new(
        r, (struct person_form){ .called.name = utf8_line(r->arena, req_query(r, "name")) });
}

static const err *add_first(req *r, person_id id, const char *kind, str value)
{
    fact_id fact = { 0 };
    if (str_empty(value))
        return NULL;
    const err *e =
        book_datum_add(r->store, r->arena, book_owner(r), id,
                       &(struct datum){ .kind = str_of(kind), .value = value }, r->out.lang, &fact);
    if (e == NULL || e->n_fields == 0)
        return e;
    return err_form(r->arena, HERE, &(struct err_field){ str_of(kind), e->fields[0].message }, 1);
}

static const err *add_person(req *r, const struct person_form *f, person_id *ret)
{
    TX(t, r->store, r->arena);
    TRY(book_person_add(r->store, r->arena, book_owner(r), &f->called, S(""),
                        (struct book_source){ 0 }, ret));
    TRY(add_first(r, *ret, "phone", f->phone));
    TRY(add_first(r, *ret, "email", f->email));
    if (!str_empty(f->met_how))
        TRY(book_person_met(r->store, r->arena, book_owner(r), *ret, f->met_how, S(""),
                            (person_id){ 0 }));
    return tx_commit(&t);
}

static str *fault_place(struct person_form *f, str field)
{
    if (str_eq(field, S("phone")))
        return &f->phone_wrong;
    return str_eq(field, S("email")) ? &f->email_wrong : &f->wrong;
}

/* What cannot be taken comes back with everything typed. */
static const err *show_wrong(req *r, struct person_form *f, const err *e)
{
    if (e->n_fields == 0)
        return e;
    *fault_place(f, e->fields[0].field) = e->fields[0].message;
    req_status(r, 422);
    return show_new(r, *f);
}

/* Who bears the name already: shown once, before a second one is added. */
static const err *same_name(req *r, struct person_form *f)
{
    struct book_view v = { 0 };
    struct person_list same = { 0 };
    str key = text_name_key(r->arena, f->called.name);
    if (str_empty(key) || !str_empty(req_field(r, "sure")))
        return NULL;
    TRY(book_view_of(r, &v));
    TRY(book_person_store_by_key(r->store, r->arena, book_owner(r), key, &same));
    return book_view_people(r, &v, &same, &f->same);
}

/* POST /book/people/new */
const err *book_list_new_post(req *r)
{
    struct person_form f = { .called = { .name = req_field(r, "name") },
                             .phone = utf8_line(r->arena, req_field(r, "phone")),
                             .email = utf8_line(r->arena, req_field(r, "email")),
                             .met_how = utf8_line(r->arena, req_field(r, "met_how")) };
    person_id id = { 0 };
    const err *e = book_person_name_check(r->arena, r->out.lang, &f.called, &f.called);
    if (e != NULL)
        return show_wrong(r, &f, e);
    TRY(same_name(r, &f));
    if (f.same.n > 0) {
        req_status(r, 409);
        return show_new(r, f);
    }
    e = add_person(r, &f, &id);
    return e != NULL ? show_wrong(r, &f, e) : req_redirect(r, book_person_path(r->arena, id));
}
