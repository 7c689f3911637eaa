/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_cli.c - room transcript ROOM [--format txt|json|html], and what the host does with a
 * message
 */
#include "feature/rooms/rooms_cli.h"

#include "feature/house/house.h"
#include "feature/rooms/rooms.h"
#include "feature/rooms/rooms_duty.h"
#include "feature/rooms/rooms_view.h"

#define USAGE "ROOM [--format txt|json|html]"
#define MESSAGE_USAGE "ROOM NUMBER"
#define HIDE_USAGE MESSAGE_USAGE " --reason TEXT"

const err *rooms_cli_lang(cli *c, enum lang *ret)
{
    str tag = { 0 };
    TRY(house_setting(c->store, c->arena, "lang", &tag));
    if (!lang_from_tag(tag, ret))
        *ret = LANG_EN;
    return NULL;
}

static const err *transcript(cli *c)
{
    str format = { 0 }, text = { 0 };
    const char *type = NULL;
    struct room room = { 0 };
    enum lang lang = LANG_EN;
    TRY(cli_option(c, "--format", &format));
    TRY(cli_arguments(c, 1, 1, USAGE));
    if (format.p == NULL)
        format = c->json ? S("json") : S("txt");
    TRY(rooms_find(c->store, c->arena, c->args[0], &room));
    TRY(rooms_cli_lang(c, &lang));
    TRY(rooms_view_transcript(c->store, c->arena, &room, lang, format, &type, &text));
    return cli_print(c, text);
}

static const err *duty(cli *c, enum rooms_duty what, str reason, const char *usage)
{
    struct room room = { 0 };
    enum lang lang = LANG_EN;
    int64_t seq = 0;
    TRY(cli_arguments(c, 2, 2, usage));
    if (!str_to_int64(c->args[1], &seq))
        FAIL(c->arena, ERR_USAGE, "a message has a number, as the transcript shows it");
    TRY(rooms_find(c->store, c->arena, c->args[0], &room));
    TRY(rooms_cli_lang(c, &lang));
    return rooms_duty_do(c->store, c->arena, lang, (room_id){ room.id }, seq, what, reason);
}

static const err *hide(cli *c)
{
    str reason = { 0 };
    TRY(cli_option(c, "--reason", &reason));
    if (str_empty(reason))
        FAIL(c->arena, ERR_USAGE, "--reason says why, for everybody to read");
    return duty(c, ROOMS_HIDE, reason, HIDE_USAGE);
}

static const err *restore(cli *c)
{
    return duty(c, ROOMS_RESTORE, S(""), MESSAGE_USAGE);
}

static const err *erase(cli *c)
{
    return duty(c, ROOMS_ERASE, S(""), MESSAGE_USAGE);
}

static const err *answered(cli *c)
{
    return duty(c, ROOMS_ANSWERED, S(""), MESSAGE_USAGE);
}

const struct verb rooms_cli_verbs[] = {
    { "room transcript", USAGE, "print what was said in a conversation", transcript },
    { "room hide", HIDE_USAGE, "hide a message, with a reason for everybody to read", hide },
    { "room restore", MESSAGE_USAGE, "show a hidden message again", restore },
    { "room erase", MESSAGE_USAGE, "erase a message for good; there is no way back", erase },
    { "room answered", MESSAGE_USAGE, "mark a question as answered", answered },
    { "room reports", ROOMS_REPORT_CLI_LIST_USAGE,
      "list what readers reported and nobody decided yet", rooms_report_cli_list },
    { "room decide", ROOMS_REPORT_CLI_DECIDE_USAGE,
      "decide a report, with the reason for who reported it", rooms_report_cli_decide },
    { 0 },
};
