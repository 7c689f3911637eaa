/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_cli.c - accounts from the command line. A link begins with the address under which
 * `serve` was last told that the house is reached.
 */
#include "feature/accounts/accounts_cli.h"

#include "base/json_text.h"
#include "feature/accounts/accounts.h"
#include "feature/accounts/accounts_links.h"
#include "feature/house/house.h"

static const err *account_add(cli *c)
{
    str name = { 0 }, role = { 0 };
    TRY(cli_option(c, "--name", &name));
    TRY(cli_option(c, "--role", &role));
    TRY(cli_arguments(c, 1, 1, "account add EMAIL --name NAME --role host|member"));
    if (name.p == NULL || role.p == NULL)
        FAIL(c->arena, ERR_USAGE, "account add needs --name and --role");
    int64_t id = 0;
    return accounts_add(c->store, c->arena, c->args[0], name, role, &id);
}

static const err *account_link(cli *c)
{
    TRY(cli_arguments(c, 1, 1, "account link EMAIL"));
    struct account one = { 0 };
    str token = { 0 }, url = { 0 };
    TRY(accounts_find(c->store, c->arena, c->args[0], &one));
    TRY(house_setting(c->store, c->arena, "url", &url));
    TRY(accounts_link(c->store, c->arena, one.id, &token));
    return cli_print(c, str_format(c->arena, "%.*s/sign-in/%.*s\n", STR_ARG(url), STR_ARG(token)));
}

/* A number of an option, or `otherwise` where it was not given. */
static const err *number_option(cli *c, const char *name, int64_t otherwise, int64_t *ret)
{
    str text = { 0 };
    TRY(cli_option(c, name, &text));
    *ret = otherwise;
    if (text.p != NULL && !str_to_int64(text, ret))
        FAIL(c->arena, ERR_USAGE, "%s takes a number, not %.*s", name, STR_ARG(text));
    return NULL;
}

static const err *account_invite(cli *c)
{
    str name = { 0 }, token = { 0 }, url = { 0 };
    int64_t days = 0, uses = 0, id = 0;
    TRY(cli_option(c, "--name", &name));
    TRY(number_option(c, "--days", 14, &days));
    TRY(number_option(c, "--uses", 1, &uses));
    TRY(cli_arguments(c, 0, 0, "account invite --name NAME [--days D] [--uses N]"));
    if (name.p == NULL)
        FAIL(c->arena, ERR_USAGE, "account invite needs --name: whom it is for");
    TRY(house_setting(c->store, c->arena, "url", &url));
    TRY(accounts_link_make(c->store, c->arena, S("member"), 0, name, days, uses, &token, &id));
    return cli_print(c, str_format(c->arena, "%.*s/join/%.*s\n", STR_ARG(url), STR_ARG(token)));
}

static const err *list_as_json(cli *c, struct account_list list)
{
    json_t *all = json_text_on(c->arena, json_array());
    for (size_t i = 0; i < list.n; i++) {
        const struct account *one = &list.item[i];
        json_array_append_new(all, json_pack("{s:s%, s:s%, s:s%}", "email", one->email.p,
                                             one->email.n, "name", one->name.p, one->name.n, "role",
                                             one->role.p, one->role.n));
    }
    str text = json_text_dump(c->arena, all, JSON_INDENT(2));
    return cli_print(c, str_format(c->arena, "%.*s\n", STR_ARG(text)));
}

static const err *account_list(cli *c)
{
    struct account_list list = { 0 };
    TRY(cli_arguments(c, 0, 0, "account list"));
    TRY(accounts_list(c->store, c->arena, &list));
    if (c->json)
        return list_as_json(c, list);
    for (size_t i = 0; i < list.n; i++) {
        const struct account *one = &list.item[i];
        TRY(cli_print(c, str_format(c->arena, "%.*s\t%.*s\t%.*s\n", STR_ARG(one->email),
                                    STR_ARG(one->role), STR_ARG(one->name))));
    }
    return NULL;
}

const struct verb accounts_verbs[] = {
    { "account add", "EMAIL --name NAME --role host|member", "add an account", account_add },
    { "account link", "EMAIL", "print a sign-in link, good once, for 24 hours", account_link },
    { "account invite", "--name NAME [--days D] [--uses N]",
      "print an invitation: who opens it becomes a member", account_invite },
    { "account list", "", "list the accounts", account_list },
    { 0 }
};
