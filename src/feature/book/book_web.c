/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_web.c - the book's routes, and the page that says who opened it.
 */
#include "feature/book/book_web.h"

#include "base/clock.h"
#include "book.html.h"
#include "engine/when/when.h"
#include "feature/book/book_person_store.h"
#include "feature/book/book_view.h"
#include "feature/house/house.h"

#define OPENINGS 200

/* GET /book/opened */
static const err *opened_get(req *r)
{
    struct book_openings all = { 0 };
    struct book_view v = { 0 };
    TRY(book_view_of(r, &v));
    TRY(book_person_store_openings(r->store, r->arena, book_owner(r), OPENINGS, &all));
    struct book_opened_line *lines = NEW_ARRAY(r->arena, struct book_opened_line, all.n);
    for (size_t i = 0; i < all.n; i++)
        lines[i] = (struct book_opened_line){
            .when = when_near(r->arena, all.item[i].time_ms, clock_now_ms(), v.zone, r->out.lang),
            .what = all.item[i].what,
        };
    TRY(book_page_begin(
        r, &(struct book_page){ .title = words(r->out.lang, "Who opened your book") }));
    book_opened_page(&r->out, (struct book_opened_lines){ lines, all.n });
    return book_page_end(r);
}

#define FORM (MEMBER | SAME_ORIGIN)

const struct route book_web_routes[] = {
    { "GET", "/book/people", book_list_get, MEMBER },
    { "GET", "/book/people/new", book_list_new_get, MEMBER },
    { "POST", "/book/people/new", book_list_new_post, FORM },
    { "GET", "/book/people/:id", book_person_page_get, MEMBER },
    { "POST", "/book/people/:id/items", book_person_items_post, FORM },
    { "POST", "/book/people/:id/item", book_person_item_post, FORM },
    { "POST", "/book/people/:id/notes", book_person_notes_post, FORM },
    { "POST", "/book/people/:id/rest", book_person_rest_post, FORM },
    { "POST", "/book/people/:id/remove", book_person_remove_post, FORM },
    { "POST", "/book/people/:id/undo", book_person_undo_post, FORM },
    { "GET", "/book/people/:id/edit", book_edit_get, MEMBER },
    { "POST", "/book/people/:id/name", book_edit_name_post, FORM },
    { "POST", "/book/people/:id/closeness", book_edit_closeness_post, FORM },
    { "POST", "/book/people/:id/met", book_edit_met_post, FORM },
    { "POST", "/book/people/:id/data", book_edit_data_post, FORM },
    { "POST", "/book/people/:id/postal", book_edit_postal_post, FORM },
    { "POST", "/book/people/:id/roles", book_edit_roles_post, FORM },
    { "POST", "/book/people/:id/ties", book_edit_ties_post, FORM },
    { "POST", "/book/people/:id/letter", book_edit_letter_post, FORM },
    { "GET", "/book/people/:id/merge", book_merge_get, MEMBER },
    { "POST", "/book/people/:id/merge", book_merge_post, FORM },
    { "GET", "/book/alike", book_merge_alike_get, MEMBER },
    { "POST", "/book/alike/apart", book_merge_apart_post, FORM },
    { "POST", "/book/merges/:id/undo", book_merge_undo_post, FORM },
    { "GET", "/book/organisations/:id", book_organisation_page_get, MEMBER },
    { "POST", "/book/organisations/:id", book_organisation_page_post, FORM },
    { "GET", "/book/opened", opened_get, MEMBER },
    { 0 },
};
