/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts_feature.c - what the posts plug in.
 */
#include "feature/posts/posts.h"
#include "feature/posts/posts_cli.h"
#include "feature/posts/posts_rules.h"
#include "feature/posts/posts_web.h"
#include "feature/weeks/weeks_demo_leave.h"

extern const struct migration_list posts_migrations;

static const err *start(const struct house_parts *parts, store *s, arena *a)
{
    (void)parts;
    (void)s;
    (void)a;
    weeks_demo_leave_add(posts_demo_leave);
    return NULL;
}

const struct feature posts = {
    .name = "posts",
    .routes = posts_web_routes,
    .verbs = posts_cli_verbs,
    .queries = posts_store_queries,
    .migrations = &posts_migrations,
    .menu = posts_web_menu,
    .start = start,
    .demo = posts_demo,
};
