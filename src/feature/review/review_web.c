/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * review_web.c - /book/review: the four answers, those merely collected, the owner's own roles.
 */
#include "feature/review/review_web.h"

#include <inttypes.h>

#include "feature/book/book_part.h"
#include "feature/house/house.h"
#include "feature/review/review_view.h"
#include "review.html.h"

#define COLLECTED_PAGE 100
#define ROLES_PATH S("/book/review/roles")

/* GET /book/review */
static const err *review_get(req *r)
{
    struct review_view v = { 0 };
    str today = { 0 };
    TRY(book_today(r->store, r->arena, &today));
    TRY(review_view_of(r->store, r->arena, book_owner(r), r->out.lang, today, &v));
    TRY(book_page_begin(
        r, &(struct book_page){ .title = words(r->out.lang, "Review"), .kind = "review" }));
    review_page(&r->out, v);
    return book_page_end(r);
}

/* GET /book/review/collected?after=NAME&id=ID */
static const err *collected_get(req *r)
{
    struct review_names names = { 0 };
    int64_t id = 0;
    str after = req_query(r, "after"), next = S("");
    if (!str_to_int64(req_query(r, "id"), &id) || after.p == NULL)
        after = S("");
    TRY(review_collected(r->store, r->arena, book_owner(r), after, id, COLLECTED_PAGE, &names));
    if (names.more) {
        const struct review_name *last = &names.item[names.n - 1];
        next = str_format(r->arena, "/book/review/collected?after=%.*s&id=%" PRId64,
                          STR_ARG(house_query_value(r->arena, last->who)), last->person);
    }
    TRY(book_page_begin(r, &(struct book_page){ .title = words(r->out.lang, "Merely collected") }));
    review_collected_page(&r->out, review_view_people(r->arena, r->out.lang, names), next);
    return book_page_end(r);
}

/* ---- own roles ------------------------------------------------------------------------------- */

static const err *roles_page(req *r, struct review_role_form form, struct book_page frame)
{
    struct review_role_views roles = { 0 };
    TRY(review_view_roles(r->store, r->arena, book_owner(r), r->out.lang, &roles));
    form.token = req_form_token(r);
    frame.title = words(r->out.lang, "Your roles");
    TRY(book_page_begin(r, &frame));
    review_roles_page(&r->out, roles, form);
    return book_page_end(r);
}

/* GET /book/review/roles; ?gone=ID after one was taken back, with the way back. */
static const err *roles_get(req *r)
{
    struct book_page frame = { 0 };
    int64_t gone = 0;
    if (str_to_int64(req_query(r, "gone"), &gone))
        frame = (struct book_page){
            .note = words(r->out.lang, "Taken back."),
            .undo_path = S("/book/review/roles/restore"),
            .undo_what = S("role"),
            .undo_id = str_format(r->arena, "%" PRId64, gone),
        };
    return roles_page(r, (struct review_role_form){ 0 }, frame);
}

static str field(const req *r, const char *name)
{
    str value = req_field(r, name);
    return value.p == NULL ? S("") : value;
}

/* POST /book/review/roles */
static const err *roles_post(req *r)
{
    const struct own_role role = { .organisation = field(r, "organisation"),
                                   .title = field(r, "title"),
                                   .from_on = field(r, "from_on"),
                                   .to_on = field(r, "to_on") };
    int64_t id = 0;
    const err *e = review_role_add(r->store, r->arena, book_owner(r), &role, r->out.lang, &id);
    if (e == NULL)
        return req_redirect(r, ROLES_PATH);
    if (e->kind != ERR_INVALID || e->n_fields == 0)
        return e;
    req_status(r, 422);
    return roles_page(r,
                      (struct review_role_form){ .organisation = role.organisation,
                                                 .title = role.title,
                                                 .from_on = role.from_on,
                                                 .to_on = role.to_on,
                                                 .fault_field = e->fields[0].field,
                                                 .fault = e->fields[0].message },
                      (struct book_page){ 0 });
}

static const err *move_role(req *r, bool undo, str path)
{
    int64_t id = 0;
    if (!str_to_int64(field(r, "id"), &id))
        FAIL(r->arena, ERR_MISSING, "no such role");
    TRY(review_role_remove(r->store, r->arena, book_owner(r), id, undo));
    return req_redirect(r, undo ? path
                                : str_format(r->arena, "%.*s?gone=%" PRId64, STR_ARG(path), id));
}

/* POST /book/review/roles/remove, …/restore */
static const err *remove_post(req *r)
{
    return move_role(r, false, ROLES_PATH);
}

static const err *restore_post(req *r)
{
    return move_role(r, true, ROLES_PATH);
}

const struct route review_web_routes[] = {
    { "GET", "/book/review", review_get, MEMBER },
    { "GET", "/book/review/collected", collected_get, MEMBER },
    { "GET", "/book/review/roles", roles_get, MEMBER },
    { "POST", "/book/review/roles", roles_post, MEMBER | SAME_ORIGIN },
    { "POST", "/book/review/roles/remove", remove_post, MEMBER | SAME_ORIGIN },
    { "POST", "/book/review/roles/restore", restore_post, MEMBER | SAME_ORIGIN },
    { 0 }
};
