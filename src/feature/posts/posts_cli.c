/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts_cli.c - post erase SLUG --sure
 */
#include "feature/posts/posts_cli.h"

#include "feature/posts/posts_rules.h"

#define ERASE_USAGE "SLUG --sure"

static const err *erase(cli *c)
{
    struct post p = { 0 };
    bool sure = cli_flag(c, "--sure");
    TRY(cli_arguments(c, 1, 1, ERASE_USAGE));
    if (!sure)
        FAIL(c->arena, ERR_USAGE, "there is no way back; --sure says that you know");
    TRY(posts_store_get(c->store, c->arena, c->args[0], &p));
    return posts_erase(c->store, c->arena, p.id);
}

const struct verb posts_cli_verbs[] = {
    { "post erase", ERASE_USAGE, "erase a post with its conversation for good", erase },
    { 0 },
};
