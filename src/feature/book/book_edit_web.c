/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_edit_web.c - the forms in which everything about a person is written down. Each saves by
 * itself; one that is refused comes back with what was typed.
 */
#include "edit.html.h"
#include "feature/book/book_person_view.h"
#include "feature/book/book_web.h"

/* ---- the page -------------------------------------------------------------------------------- */

static const err *show(req *r, const struct person *p, const struct book_attempt *attempt)
{
    struct person_view v = { .attempt = attempt };
    struct book_page frame = { .title = words(r->out.lang, "Change and add"), .kind = "edit-page" };
    TRY(book_person_view(r, p, &v));
    book_web_note(r, v.path, &frame);
    if (attempt != NULL)
        req_status(r, 422);
    TRY(book_page_begin(r, &frame));
    edit_page(&r->out, v);
    return book_page_end(r);
}

/* GET /book/people/:id/edit */
const err *book_edit_get(req *r)
{
    struct person p = { 0 };
    TRY(book_web_person(r, &p));
    return show(r, &p, NULL);
}

const err *book_edit_done(req *r, const struct person *p, const char *form, const err *e)
{
    str path = book_person_path(r->arena, p->id);
    if (e == NULL)
        return req_redirect(r,
                            str_format(r->arena, "%.*s/edit?done=saved#%s", STR_ARG(path), form));
    if (e->n_fields == 0)
        return e;
    return show(r, p, &(struct book_attempt){ .form = str_of(form), .why = e, .r = r });
}

static const err *wrong(req *r, const char *field, str message)
{
    return err_form(r->arena, HERE, &(struct err_field){ str_of(field), message }, 1);
}

/* ---- name, closeness, how they met ----------------------------------------------------------- */

/* POST /book/people/:id/name */
const err *book_edit_name_post(req *r)
{
    struct person p = { 0 };
    const struct person_name given = {
        .name = req_field(r, "name"),
        .given = req_field(r, "given"),
        .family = req_field(r, "family"),
        .additional = req_field(r, "additional"),
        .prefix = req_field(r, "prefix"),
        .suffix = req_field(r, "suffix"),
        .nickname = req_field(r, "nickname"),
    };
    struct person_name clean = { 0 };
    TRY(book_web_person(r, &p));
    const err *e = book_person_name_check(r->arena, r->out.lang, &given, &clean);
    if (e == NULL) {
        clean.sort = p.called.sort;
        e = book_person_rename(r->store, r->arena, book_owner(r), p.id, &clean);
    }
    return book_edit_done(r, &p, "name", e);
}

static const err *set_closeness(req *r, const struct person *p)
{
    int64_t closeness = 0, days = 0;
    str rhythm = str_trim(req_field(r, "rhythm"));
    if (!str_to_int64(req_field(r, "closeness"), &closeness) || closeness < 0 ||
        closeness >= CLOSENESS_COUNT)
        FAIL(r->arena, ERR_INVALID, "no such closeness");
    if (!str_empty(rhythm) && (!str_to_int64(rhythm, &days) || days < 1 || days > 3650))
        return wrong(r, "rhythm",
                     words(r->out.lang, "Please write a number of days from 1 to 3650."));
    TX(t, r->store, r->arena);
    TRY(book_person_closeness(r->store, r->arena, book_owner(r), p->id,
                              (enum book_closeness)closeness));
    TRY(book_person_rhythm(r->store, r->arena, book_owner(r), p->id, days));
    return tx_commit(&t);
}

/* POST /book/people/:id/closeness */
const err *book_edit_closeness_post(req *r)
{
    struct person p = { 0 };
    TRY(book_web_person(r, &p));
    return book_edit_done(r, &p, "closeness", set_closeness(r, &p));
}

/* Who is meant by the field "other", or what is to be said of it. */
static const err *other_of(req *r, person_id *ret)
{
    struct person_list people = { 0 };
    str name = req_field(r, "other"), list = { 0 };
    TRY(book_people_named(r->store, r->arena, book_owner(r), name, &people));
    if (people.n == 0)
        return wrong(r, "other", words(r->out.lang, "Nobody in your book is called so."));
    if (people.n > 1) {
        TRY(book_people_told_apart(r->store, r->arena, book_owner(r), &people, &list));
        struct words_value who = { "who", list };
        return wrong(r, "other",
                     words_fill(r->arena,
                                words(r->out.lang, "Several may be meant; please write the number "
                                                   "instead of the name: {who}"),
                                &who, 1));
    }
    *ret = people.item[0].id;
    return NULL;
}

static const err *set_met(req *r, const struct person *p)
{
    person_id through = { 0 };
    const err *e = str_empty(str_trim(req_field(r, "other"))) ? NULL : other_of(r, &through);
    if (e != NULL)
        return e;
    e = book_person_met(r->store, r->arena, book_owner(r), p->id, req_field(r, "how"),
                        str_trim(req_field(r, "met_on")), through);
    if (e == NULL || e->n_fields == 0)
        return e;
    return wrong(
        r, "met_on",
        words(r->out.lang, "Please write a year, a month or a day: 2012, 2012-07 or 2012-07-09."));
}

/* POST /book/people/:id/met */
const err *book_edit_met_post(req *r)
{
    struct person p = { 0 };
    TRY(book_web_person(r, &p));
    return book_edit_done(r, &p, "met", set_met(r, &p));
}

/* ---- facts ----------------------------------------------------------------------------------- */

/* POST /book/people/:id/data */
const err *book_edit_data_post(req *r)
{
    struct person p = { 0 };
    fact_id id = { 0 };
    const struct datum given = { .kind = req_field(r, "kind"),
                                 .label = req_field(r, "label"),
                                 .value = req_field(r, "value"),
                                 .from = book_web_source(r) };
    TRY(book_web_person(r, &p));
    return book_edit_done(
        r, &p, "data",
        book_datum_add(r->store, r->arena, book_owner(r), p.id, &given, r->out.lang, &id));
}

/* POST /book/people/:id/postal */
const err *book_edit_postal_post(req *r)
{
    struct person p = { 0 };
    fact_id id = { 0 };
    const struct postal given = { .label = req_field(r, "label"),
                                  .street = req_field(r, "street"),
                                  .code = req_field(r, "code"),
                                  .town = req_field(r, "town"),
                                  .country = req_field(r, "country"),
                                  .from = book_web_source(r) };
    TRY(book_web_person(r, &p));
    return book_edit_done(
        r, &p, "postal",
        book_postal_add(r->store, r->arena, book_owner(r), p.id, &given, r->out.lang, &id));
}

static const err *add_role(req *r, const struct person *p)
{
    struct person_role given = { .title = req_field(r, "title"),
                                 .from_on = req_field(r, "from_on"),
                                 .to_on = req_field(r, "to_on"),
                                 .from = book_web_source(r) };
    fact_id id = { 0 };
    if (str_empty(str_trim(req_field(r, "organisation"))))
        return wrong(r, "organisation", words(r->out.lang, "Please give the organisation a name."));
    TX(t, r->store, r->arena);
    TRY(book_organisation(r->store, r->arena, book_owner(r), req_field(r, "organisation"),
                          &given.organisation));
    TRY(book_role_add(r->store, r->arena, book_owner(r), p->id, &given, r->out.lang, &id));
    return tx_commit(&t);
}

/* POST /book/people/:id/roles */
const err *book_edit_roles_post(req *r)
{
    struct person p = { 0 };
    TRY(book_web_person(r, &p));
    return book_edit_done(r, &p, "roles", add_role(r, &p));
}

static const err *add_tie(req *r, const struct person *p)
{
    struct tie given = { .a = p->id,
                         .kind = req_field(r, "kind"),
                         .since = req_field(r, "since"),
                         .from = book_web_source(r) };
    fact_id id = { 0 };
    TRY(other_of(r, &given.b));
    return book_tie_add(r->store, r->arena, book_owner(r), &given, r->out.lang, &id);
}

/* POST /book/people/:id/ties */
const err *book_edit_ties_post(req *r)
{
    struct person p = { 0 };
    TRY(book_web_person(r, &p));
    const err *e = add_tie(r, &p);
    if (e == NULL && str_eq(req_field(r, "back"), S("person")))
        return req_redirect(r, str_format(r->arena, "%.*s?done=added#ties",
                                          STR_ARG(book_person_path(r->arena, p.id))));
    return book_edit_done(r, &p, "ties", e);
}

/* ---- around a letter ------------------------------------------------------------------------- */

/* An empty field takes the owner's words back: what is made of the rest stands again. */
static const err *set_words(req *r, const struct person *p, const char *label, str value)
{
    const struct datum given = { .kind = S("greeting_letter"),
                                 .label = str_of(label),
                                 .value = value };
    struct datum_list data = { 0 };
    fact_id id = { 0 };
    if (!str_empty(str_trim(value)))
        return book_datum_add(r->store, r->arena, book_owner(r), p->id, &given, r->out.lang, &id);
    TRY(book_data(r->store, r->arena, book_owner(r), p->id, &data));
    for (size_t i = 0; i < data.n; i++)
        if (str_eq(data.item[i].kind, given.kind) && str_eq(data.item[i].label, given.label))
            TRY(book_fact_remove(r->store, r->arena, book_owner(r), FACT_DATUM, data.item[i].id,
                                 NULL));
    return NULL;
}

static const err *set_letter(req *r, const struct person *p)
{
    TX(t, r->store, r->arena);
    TRY(set_words(r, p, "", req_field(r, "opening")));
    TRY(set_words(r, p, "close", req_field(r, "closing")));
    return tx_commit(&t);
}

/* POST /book/people/:id/letter */
const err *book_edit_letter_post(req *r)
{
    struct person p = { 0 };
    TRY(book_web_person(r, &p));
    return book_edit_done(r, &p, "letter", set_letter(r, &p));
}
