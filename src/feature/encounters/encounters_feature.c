/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_feature.c - what the encounters plug in.
 */
#include "feature/book/book_part.h"
#include "feature/encounters/encounters_archive_store.h"
#include "feature/encounters/encounters_cli.h"
#include "feature/encounters/encounters_promise_store.h"
#include "feature/encounters/encounters_rules.h"
#include "feature/encounters/encounters_store.h"
#include "feature/encounters/encounters_web.h"

extern const struct migration_list encounters_migrations;

static const struct book_link links[] = {
    { "/book/log", WORDS_MARK("Write a line"), 10 },
    { "/book/meeting", WORDS_MARK("After a meeting"), 40 },
    { "/book/ten", WORDS_MARK("Ten people, ten minutes"), 50 },
    { 0 },
};

static const struct book_part part = {
    .name = "encounters",
    .links = links,
    .section = encounters_web_section,
    .dossier = encounters_rules_dossier,
    .erase = encounters_rules_erase,
    .whole_changed = encounters_rules_pulse,
    .archive_rows = encounters_rules_archive,
    .empty = encounters_rules_empty,
};

static const query *const *const more_queries[] = { encounters_promise_store_queries,
                                                    encounters_archive_store_queries, NULL };

const struct feature encounters = {
    .name = "encounters",
    .routes = encounters_web_routes,
    .verbs = encounters_cli_verbs,
    .queries = encounters_store_queries,
    .more_queries = more_queries,
    .migrations = &encounters_migrations,
    .book = &part,
};
