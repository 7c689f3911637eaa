/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_feature.c - what rooms plug into the house.
 */
#include "feature/rooms/rooms.h"
#include "feature/rooms/rooms_cli.h"
#include "feature/rooms/rooms_duty.h"
#include "feature/rooms/rooms_live.h"
#include "feature/rooms/rooms_store.h"
#include "feature/rooms/rooms_web.h"

extern const struct migration_list rooms_migrations;

static const struct job jobs[] = {
    { "rooms", 1000, rooms_live_tick },
    { "reports", 3600 * 1000, rooms_duty_forget },
    { 0 },
};

const struct feature rooms = {
    .name = "rooms",
    .routes = rooms_web_routes,
    .verbs = rooms_cli_verbs,
    .queries = rooms_store_queries,
    .migrations = &rooms_migrations,
    .jobs = jobs,
    .start = rooms_live_start,
    .stop = rooms_live_stop,
    .store_changed = rooms_live_changed,
    .metrics = rooms_live_metrics,
};
