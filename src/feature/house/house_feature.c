/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house_feature.c - what the house plugs in.
 */
#include "feature/house/house.h"
#include "feature/house/house_store.h"
#include "feature/house/house_web.h"

extern const struct migration_list house_migrations;

const struct feature house = {
    .name = "house",
    .routes = house_web_routes,
    .queries = house_store_queries,
    .migrations = &house_migrations,
};
