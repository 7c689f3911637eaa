/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * review_feature.c - what the review plugs in.
 */
#include "base/json_text.h"
#include "feature/book/book_part.h"
#include "feature/review/review_cli.h"
#include "feature/review/review_store.h"
#include "feature/review/review_web.h"

extern const struct migration_list review_migrations;

static const struct book_link links[] = { { "/book/review", WORDS_MARK("Review"), 80 }, { 0 } };

static const err *archive(store *s, arena *a, account_id owner, json_t *into)
{
    struct own_roles roles = { 0 };
    TRY(review_roles(s, a, owner, &roles));
    json_t *all = json_array();
    json_object_set_new(into, "own_roles", all);
    for (size_t i = 0; i < roles.n; i++) {
        const struct own_role *role = &roles.item[i];
        json_array_append_new(
            all, json_pack("{s:o, s:o, s:o, s:o}", "organisation", json_text(role->organisation),
                           "title", json_text(role->title), "from_on", json_text(role->from_on),
                           "to_on", json_text(role->to_on)));
    }
    return NULL;
}

static const struct book_part part = {
    .name = "review",
    .links = links,
    .archive = archive,
    .empty = review_store_empty,
};

const struct feature review = {
    .name = "review",
    .routes = review_web_routes,
    .verbs = review_cli_verbs,
    .queries = review_store_queries,
    .migrations = &review_migrations,
    .book = &part,
};
