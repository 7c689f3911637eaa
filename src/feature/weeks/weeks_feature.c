/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_feature.c - what the weeks plug in.
 */
#include "feature/weeks/weeks.h"
#include "feature/weeks/weeks_cli.h"
#include "feature/weeks/weeks_store.h"
#include "feature/weeks/weeks_web.h"

extern const struct migration_list weeks_migrations;

const struct feature weeks = {
    .name = "weeks",
    .routes = weeks_web_routes,
    .verbs = weeks_cli_verbs,
    .queries = weeks_store_queries,
    .migrations = &weeks_migrations,
    .menu = weeks_web_menu,
    .start = weeks_speaking_start,
    .demo = weeks_demo,
    .demo_move = weeks_demo_move,
};
