/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house_feature.c - what the house plugs in.
 */
#include "feature/house/house.h"
#include "feature/house/house_frame.h"
#include "feature/house/house_store.h"
#include "feature/house/house_web.h"

extern const struct migration_list house_migrations;

static const err *start(const struct house_parts *parts, store *s, arena *a)
{
    (void)parts;
    return house_open_load(s, a);
}

const struct feature house = {
    .name = "house",
    .routes = house_web_routes,
    .queries = house_store_queries,
    .migrations = &house_migrations,
    .start = start,
    .store_changed = house_open_changed,
};
