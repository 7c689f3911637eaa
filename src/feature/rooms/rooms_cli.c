/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_cli.c - room transcript ROOM [--format txt|json|html]
 */
#include "feature/rooms/rooms_cli.h"

#include "feature/house/house.h"
#include "feature/rooms/rooms.h"
#include "feature/rooms/rooms_view.h"

#define USAGE "ROOM [--format txt|json|html]"

static const err *transcript(cli *c)
{
    str format = { 0 }, tag = { 0 }, text = { 0 };
    const char *type = NULL;
    struct room room = { 0 };
    enum lang lang = LANG_EN;
    TRY(cli_option(c, "--format", &format));
    TRY(cli_arguments(c, 1, 1, USAGE));
    if (format.p == NULL)
        format = c->json ? S("json") : S("txt");
    TRY(rooms_find(c->store, c->arena, c->args[0], &room));
    TRY(house_setting(c->store, c->arena, "lang", &tag));
    if (!lang_from_tag(tag, &lang))
        lang = LANG_EN;
    TRY(rooms_view_transcript(c->store, c->arena, &room, lang, format, &type, &text));
    return cli_print(c, text);
}

const struct verb rooms_cli_verbs[] = {
    { "room transcript", USAGE, "print what was said in a conversation", transcript },
    { 0 },
};
