/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_feature.c - what the book plugs in.
 */
#include "feature/book/book_cli.h"
#include "feature/book/book_erase_store.h"
#include "feature/book/book_fact_store.h"
#include "feature/book/book_keep.h"
#include "feature/book/book_keep_store.h"
#include "feature/book/book_merge_store.h"
#include "feature/book/book_person_store.h"
#include "feature/book/book_search_store.h"
#include "feature/book/book_take_store.h"
#include "feature/book/book_view.h"
#include "feature/book/book_web.h"

extern const struct migration_list book_migrations;

static const struct book_link links[] = {
    { "/book/people", WORDS_MARK("People"), 20 },
    { "/book/alike", WORDS_MARK("Twice in the book?"), 80 },
    { "/book/opened", WORDS_MARK("Who opened your book"), 90 },
    { 0 },
};

static const struct book_part part = {
    .name = "book",
    .links = links,
    .dossier = book_keep_dossier,
    .erase = book_keep_erase,
    .archive_rows = book_keep_rows,
    .empty = book_keep_empty,
};

static const query *const *const more_queries[] = {
    book_fact_store_queries,
    book_merge_store_queries,
    book_search_store_queries,
    book_keep_store_queries,
    book_erase_store_queries,
    book_take_store_queries,
    NULL,
};

const struct feature book = {
    .name = "book",
    .routes = book_web_routes,
    .verbs = book_verbs,
    .queries = book_person_store_queries,
    .more_queries = more_queries,
    .migrations = &book_migrations,
    .menu = book_view_menu,
    .book = &part,
};
