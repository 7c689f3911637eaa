/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_cli.c - `introduce A B` drafts an introduction; `introductions` says what waits.
 * Nothing is sent from the command line: the words want a last look.
 */
#include "feature/introductions/introductions_cli.h"

#include <inttypes.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/json_text.h"
#include "engine/when/when.h"
#include "feature/house/house.h"
#include "feature/introductions/introductions_keep.h"
#include "feature/introductions/introductions_view.h"

#define TEXT_BYTES ((size_t)4 << 20)

static const char *const wait_names[WAITS] = {
    [WAIT_OWNER] = "you",
    [WAIT_ANSWER] = "an answer",
    [WAIT_TIME] = "time",
    [WAIT_NOBODY] = "nobody",
};

static const err *print_json(cli *c, json_t *value)
{
    str text = json_text_dump(c->arena, json_text_on(c->arena, value), JSON_COMPACT);
    return cli_print(c, str_format(c->arena, "%.*s\n", STR_ARG(text)));
}

/* The words of a refused field: what the person at the terminal needs. */
static const err *plainly(cli *c, const err *e)
{
    if (e != NULL && e->n_fields > 0)
        FAIL(c->arena, e->kind, "%.*s", STR_ARG(e->fields[0].message));
    return e;
}

static const err *address_of(cli *c, introduction_id id, str *ret)
{
    str url = { 0 };
    TRY(house_setting(c->store, c->arena, "url", &url));
    str path = introductions_view_path(c->arena, id);
    *ret = str_join(c->arena, (str[]){ url, path }, 2, S(""));
    return NULL;
}

/* ---- introduce ------------------------------------------------------------------------------- */

static const err *introduce_run(cli *c)
{
    account_id owner = { 0 };
    struct person a = { 0 }, b = { 0 };
    struct introduction_draft d = { 0 };
    introduction_id id = { 0 };
    struct introduction i = { 0 };
    str address = { 0 };
    json_t *one = NULL;
    TRY(cli_option(c, "--why", &d.why));
    TRY(cli_option(c, "--fee", &d.fee));
    TRY(cli_option(c, "--key", &d.key));
    d.stays = cli_flag(c, "--stay");
    d.in_turn = !cli_flag(c, "--together");
    TRY(cli_arguments(c, 2, 2, "introduce A B [--why TEXT] [--fee TEXT] [--together] [--stay]"));
    TRY(book_cli_account(c, "introduce", &owner));
    TRY(book_person_named(c->store, c->arena, owner, c->args[0], &a));
    TRY(book_person_named(c->store, c->arena, owner, c->args[1], &b));
    d.a = a.id;
    d.b = b.id;
    TRY(plainly(c, introductions_draft(c->store, c->arena, owner, LANG_EN, &d, &id)));
    TRY(introductions_get(c->store, c->arena, owner, id, &i));
    TRY(address_of(c, id, &address));
    if (c->json) {
        TRY(introductions_keep_json(c->store, c->arena, owner, &i, &one));
        json_object_set_new(one, "url", json_text(address));
        return print_json(c, one);
    }
    return cli_print(c, str_format(c->arena,
                                   "drafted as %" PRId64 ": %.*s and %.*s\nnobody is asked yet; "
                                   "write to them at %.*s\n",
                                   id.v, STR_ARG(i.side[0].name), STR_ARG(i.side[1].name),
                                   STR_ARG(address)));
}

/* ---- introductions --------------------------------------------------------------------------- */

static const err *list_json(cli *c, account_id owner, const struct introduction_list *all)
{
    json_t *list = json_array();
    for (size_t i = 0; i < all->n; i++) {
        json_t *one = NULL;
        TRY(introductions_keep_json(c->store, c->arena, owner, &all->item[i], &one));
        enum introduction_wait wait = introductions_waits(&all->item[i], clock_now_ms());
        json_object_set_new(one, "waits_for", json_text(str_of(wait_names[wait])));
        json_array_append_new(list, one);
    }
    return print_json(c, list);
}

static const err *list_text(cli *c, const struct introduction_list *all)
{
    struct intro_reader v = { .arena = c->arena, .lang = LANG_EN };
    buf b;
    buf_on_arena(&b, c->arena, TEXT_BYTES);
    TRY(house_setting(c->store, c->arena, "zone", &v.zone));
    if (!when_zone_known(v.zone))
        v.zone = S("UTC");
    for (int wait = 0; wait < WAITS; wait++)
        for (size_t i = 0; i < all->n; i++) {
            const struct introduction *one = &all->item[i];
            if ((int)introductions_waits(one, clock_now_ms()) != wait)
                continue;
            buf_printf(&b, "%" PRId64 "\twaits for %s\t%.*s\t%.*s\n", one->id.v, wait_names[wait],
                       STR_ARG(introductions_view_names(c->arena, LANG_EN, one)),
                       STR_ARG(introductions_view_state(&v, one)));
        }
    if (all->n == 0)
        cli_say(c, "no introduction yet; draft one with: introduce A B");
    return cli_print(c, buf_str(&b));
}

static const err *list_run(cli *c)
{
    account_id owner = { 0 };
    struct introduction_list all = { 0 };
    TRY(cli_arguments(c, 0, 0, "introductions [--json]"));
    TRY(book_cli_account(c, "introductions", &owner));
    TRY(introductions_all(c->store, c->arena, owner, &all));
    return c->json ? list_json(c, owner, &all) : list_text(c, &all);
}

const struct verb introductions_cli_verbs[] = {
    { "introduce", "A B [--why TEXT] [--fee TEXT] [--together] [--stay] [--json]",
      "draft an introduction of two people", introduce_run },
    { "introductions", "[--json]", "what waits for whom", list_run },
    { 0 },
};
