/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_feature.c - what care plugs in.
 */
#include "feature/care/care_aim_store.h"
#include "feature/care/care_cli.h"
#include "feature/care/care_web.h"

extern const struct migration_list care_migrations;

/* Rhythms and reminders are led to from Today: they are set once. */
static const struct book_link links[] = {
    { "/book", WORDS_MARK("Today"), 0 },
    { "/book/aims", WORDS_MARK("Aims"), 30 },
    { "/book/visits", WORDS_MARK("Visits"), 60 },
    { 0 },
};

static const struct book_part part = {
    .name = "care",
    .links = links,
    .section = care_web_section,
    .dossier = care_keep_dossier,
    .erase = care_keep_erase,
    .archive = care_keep_archive,
    .empty = care_keep_empty,
};

/* Often enough for "at seven". */
static const struct job jobs[] = {
    { "today by mail", 60 * 1000, care_mail_work },
    { 0 },
};

static const query *const *const more_queries[] = { care_aim_store_queries, NULL };

const struct feature care = {
    .name = "care",
    .routes = care_web_routes,
    .verbs = care_cli_verbs,
    .queries = care_store_queries,
    .more_queries = more_queries,
    .migrations = &care_migrations,
    .jobs = jobs,
    .book = &part,
};
