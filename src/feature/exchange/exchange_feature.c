/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange_feature.c - what going in and out plugs in.
 */
#include "feature/book/book_part.h"
#include "feature/exchange/exchange_cli.h"
#include "feature/exchange/exchange_store.h"

#define TIDY_MS (10 * 60 * 1000)

extern const struct migration_list exchange_migrations;

static const struct book_part part = {
    .name = "exchange",
    .erase = exchange_store_erase,
    .empty = exchange_store_empty,
};

static const struct job jobs[] = { { "imports", TIDY_MS, exchange_tidy }, { 0 } };

const struct feature exchange = {
    .name = "exchange",
    .verbs = exchange_cli_verbs,
    .bare_verbs = exchange_cli_bare_verbs,
    .queries = exchange_store_queries,
    .migrations = &exchange_migrations,
    .jobs = jobs,
    .book = &part,
};
