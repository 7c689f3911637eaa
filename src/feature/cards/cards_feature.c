/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cards_feature.c - what the cards plug in.
 */
#include "feature/book/book_part.h"
#include "feature/cards/cards_rules.h"
#include "feature/cards/cards_store.h"
#include "feature/cards/cards_web.h"

extern const struct migration_list cards_migrations;

static const struct book_link links[] = {
    { "/book/cards", WORDS_MARK("Cards"), 60 },
    { 0 },
};

static const struct book_part part = {
    .name = "cards",
    .links = links,
    .section = cards_web_section,
    .waiting = cards_web_waiting,
    .dossier = cards_keep_dossier,
    .erase = cards_keep_erase,
    .archive = cards_keep_archive,
    .empty = cards_keep_empty,
};

static const struct job jobs[] = {
    { "cards", 3600 * 1000, cards_keep_expire },
    { 0 },
};

const struct feature cards = {
    .name = "cards",
    .routes = cards_web_routes,
    .queries = cards_store_queries,
    .migrations = &cards_migrations,
    .jobs = jobs,
    .start = cards_offer_start,
    .book = &part,
};
