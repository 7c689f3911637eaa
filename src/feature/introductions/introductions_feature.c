/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_feature.c - what the introductions plug in.
 */
#include "feature/book/book_part.h"
#include "feature/introductions/introductions_cli.h"
#include "feature/introductions/introductions_keep.h"
#include "feature/introductions/introductions_steps.h"
#include "feature/introductions/introductions_store.h"
#include "feature/introductions/introductions_web.h"

extern const struct migration_list introductions_migrations;

static const struct book_link links[] = {
    { "/introductions", WORDS_MARK("Introductions"), 30 },
    { 0 },
};

static const struct book_part part = {
    .name = "introductions",
    .links = links,
    .section = introductions_web_section,
    .dossier = introductions_keep_dossier,
    .erase = introductions_keep_erase,
    .archive = introductions_keep_archive,
    .empty = introductions_keep_empty,
};

static const struct job jobs[] = {
    { "introductions", 10 * 1000, introductions_steps_work },
    { 0 },
};

static const err *start(const struct house_parts *parts, store *s, arena *a)
{
    (void)parts;
    (void)s;
    (void)a;
    care_reasons_add(introductions_care_reasons);
    return NULL;
}

static const query *const *const more_queries[] = { introductions_people_store_queries, NULL };

const struct feature introductions = {
    .name = "introductions",
    .routes = introductions_web_routes,
    .verbs = introductions_cli_verbs,
    .queries = introductions_store_queries,
    .more_queries = more_queries,
    .migrations = &introductions_migrations,
    .jobs = jobs,
    .start = start,
    .book = &part,
};
