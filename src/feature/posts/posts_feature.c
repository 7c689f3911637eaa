/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts_feature.c - what the posts plug in.
 */
#include "feature/posts/posts.h"
#include "feature/posts/posts_rules.h"
#include "feature/posts/posts_web.h"

extern const struct migration_list posts_migrations;

const struct feature posts = {
    .name = "posts",
    .routes = posts_web_routes,
    .queries = posts_store_queries,
    .migrations = &posts_migrations,
    .menu = posts_web_menu,
    .demo = posts_demo,
};
