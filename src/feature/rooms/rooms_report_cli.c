/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_report_cli.c - room reports [--all], room decide NUMBER hide|erase|leave --reason TEXT: the
 * list of reports and the host's word on one, as the page /host/reports has them.
 */
#include <inttypes.h>

#include "base/json_text.h"
#include "engine/when/when.h"
#include "feature/rooms/rooms_cli.h"
#include "feature/rooms/rooms_duty.h"
#include "feature/rooms/rooms_view.h"

/* A report with what it is about. */
struct reported {
    const struct rooms_report *report;
    struct room room;
    struct message message;
    struct rooms_item item;
    enum lang lang;
};

static const err *look(cli *c, enum lang lang, const struct rooms_report *report,
                       struct reported *ret)
{
    struct reported one = { .report = report, .lang = lang };
    room_id id = { report->room };
    TRY(rooms_get(c->store, c->arena, id, &one.room));
    TRY(rooms_store_message(c->store, c->arena, id, report->message, &one.message));
    one.item = rooms_view_item(c->arena, &one.room, &one.message, lang);
    *ret = one;
    return NULL;
}

/* Words of one report, indented under its head; nothing for what is empty. */
static str line(cli *c, const char *label, str text)
{
    str piece = { 0 }, all = S("");
    if (str_empty(text))
        return S("");
    while (str_next(&text, '\n', &piece))
        all = str_format(c->arena, "%.*s%s%.*s", STR_ARG(all), all.n > 0 ? "\n      " : "",
                         STR_ARG(piece));
    return str_format(c->arena, "  %s: %.*s\n", label, STR_ARG(all));
}

static const err *print_text(cli *c, const struct reported *one)
{
    const struct rooms_report *r = one->report;
    enum lang lang = one->lang;
    const struct words_value n = { "n", str_format(c->arena, "%" PRId64, r->id) };
    str said = one->item.shown ? one->message.text : one->item.gone;
    if (!str_empty(one->item.name))
        said = str_format(c->arena, "%.*s: %.*s", STR_ARG(one->item.name), STR_ARG(said));
    str title = words_fill(c->arena, words(lang, "Report {n}"), &n, 1);
    str lines[] = {
        str_format(c->arena, "%.*s, %.*s, %.*s %" PRId64 "\n", STR_ARG(title),
                   STR_ARG(when_rfc3339(c->arena, r->time_ms, one->room.zone)),
                   STR_ARG(one->room.slug), r->message),
        line(c, str_c(c->arena, words(lang, "Message")), said),
        line(c, str_c(c->arena, words(lang, "Reported because")), r->reason),
        line(c, str_c(c->arena, words(lang, "To be reached")), r->contact),
        line(c, str_c(c->arena, words(lang, "Decision")), r->decision),
        line(c, str_c(c->arena, words(lang, "Why")), r->answer),
    };
    return cli_print(c, str_join(c->arena, lines, COUNT_OF(lines), S("")));
}

static json_t *time_json(cli *c, int64_t time_ms, str zone)
{
    return time_ms == 0 ? json_null() : json_text(when_rfc3339(c->arena, time_ms, zone));
}

static json_t *json_of(cli *c, const struct reported *one)
{
    const struct rooms_report *r = one->report;
    json_t *all =
        json_pack("{s:I, s:I}", "number", (json_int_t)r->id, "message", (json_int_t)r->message);
    json_object_set_new(all, "time", time_json(c, r->time_ms, one->room.zone));
    json_object_set_new(all, "room", json_text(one->room.slug));
    json_object_set_new(all, "state", json_text(one->message.state));
    json_object_set_new(all, "name", json_text(one->item.name));
    json_object_set_new(all, "text", json_text(one->item.shown ? one->message.text : S("")));
    json_object_set_new(all, "reason", json_text(r->reason));
    json_object_set_new(all, "contact", json_text(r->contact));
    json_object_set_new(all, "decision", json_text(r->decision));
    json_object_set_new(all, "answer", json_text(r->answer));
    json_object_set_new(all, "decided", time_json(c, r->decided_ms, one->room.zone));
    return all;
}

static const err *print_json(cli *c, const json_t *value)
{
    str text = json_text_dump(c->arena, value, JSON_COMPACT);
    return cli_print(c, str_format(c->arena, "%.*s\n", STR_ARG(text)));
}

const err *rooms_report_cli_list(cli *c)
{
    struct rooms_reports all = { 0 };
    enum lang lang = LANG_EN;
    bool decided_too = cli_flag(c, "--all");
    size_t shown = 0;
    json_t *list = json_text_on(c->arena, json_array());
    TRY(cli_arguments(c, 0, 0, ROOMS_REPORT_CLI_LIST_USAGE));
    TRY(rooms_cli_lang(c, &lang));
    TRY(rooms_store_reports(c->store, c->arena, &all));
    for (size_t i = 0; i < all.n; i++) {
        struct reported one = { 0 };
        if (all.item[i].decided_ms > 0 && !decided_too)
            continue;
        TRY(look(c, lang, &all.item[i], &one));
        shown++;
        if (c->json)
            json_array_append_new(list, json_of(c, &one));
        else
            TRY(print_text(c, &one));
    }
    if (c->json)
        return print_json(c, list);
    if (shown == 0)
        cli_say(c, "%.*s", STR_ARG(words(lang, "No report waits for a decision.")));
    return NULL;
}

const err *rooms_report_cli_decide(cli *c)
{
    struct rooms_report report = { 0 };
    struct reported one = { 0 };
    enum lang lang = LANG_EN;
    str reason = { 0 };
    int64_t number = 0;
    TRY(cli_option(c, "--reason", &reason));
    TRY(cli_arguments(c, 2, 2, ROOMS_REPORT_CLI_DECIDE_USAGE));
    if (!str_to_int64(c->args[0], &number))
        FAIL(c->arena, ERR_USAGE, "a report has a number, as \"room reports\" shows it");
    if (str_empty(reason))
        FAIL(c->arena, ERR_USAGE, "--reason says why, to who reported it");
    TRY(rooms_cli_lang(c, &lang));
    TRY(rooms_duty_decide(c->store, c->arena, lang, number, c->args[1], reason));
    TRY(rooms_store_report(c->store, c->arena, number, &report));
    TRY(look(c, lang, &report, &one));
    return c->json ? print_json(c, json_text_on(c->arena, json_of(c, &one))) : print_text(c, &one);
}
