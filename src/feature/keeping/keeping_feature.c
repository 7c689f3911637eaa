/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keeping_feature.c - what the privacy of a book plugs in.
 */
#include "feature/keeping/keeping_cli.h"
#include "feature/keeping/keeping_rules.h"
#include "feature/keeping/keeping_web.h"

extern const struct migration_list keeping_migrations;

static const struct book_link links[] = {
    { "/book/yearly", WORDS_MARK("Yearly look"), 82 },
    { "/book/privacy", WORDS_MARK("Whose data, whose rights"), 95 },
    { 0 },
};

static const struct book_part part = {
    .name = "keeping",
    .links = links,
    .section = keeping_web_section,
    .erase = keeping_rules_erase,
    .archive_rows = keeping_rules_rows,
    .empty = keeping_rules_empty,
};

const struct feature keeping = {
    .name = "keeping",
    .routes = keeping_web_routes,
    .verbs = keeping_verbs,
    .queries = keeping_store_queries,
    .migrations = &keeping_migrations,
    .book = &part,
};
