/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_cli.c - `week import`, `week export`.
 */
#include "weeks_cli.h"

#include "base/json_text.h"
#include "base/utf8.h"
#include "base/words.h"
#include "engine/programme/programme_text.h"
#include "engine/when/when.h"
#include "feature/house/house.h"
#include "feature/weeks/weeks.h"
#include "feature/weeks/weeks_ics.h"
#include "os/file.h"

/* The language of the terminal, as far as the house speaks it; English else. */
static enum lang terminal_lang(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        str value = str_of(getenv(names[i]));
        if (!str_empty(value))
            return str_starts(value, S("de")) ? LANG_DE : LANG_EN;
    }
    return LANG_EN;
}

/* ---- week import ----------------------------------------------------------------------------- */

/* What is asked of an import on its command line. */
struct import_order {
    str file, zone, slug;
    bool dry_run;
};

static const err *read_order(cli *c, struct import_order *ret)
{
    struct import_order order = { 0 };
    TRY(cli_option(c, "--zone", &order.zone));
    TRY(cli_option(c, "--slug", &order.slug));
    order.dry_run = cli_flag(c, "--dry-run");
    TRY(cli_arguments(c, 1, 1, "FILE|- [--zone Z] [--slug S] [--dry-run]"));
    order.file = c->args[0];
    if (str_empty(order.zone))
        TRY(house_setting(c->store, c->arena, "zone", &order.zone));
    str zone = when_zone_guess(c->arena, order.zone);
    if (str_empty(zone))
        FAIL(c->arena, ERR_USAGE, "unknown time zone \"%.*s\"", STR_ARG(order.zone));
    order.zone = zone;
    *ret = order;
    return NULL;
}

static str remark_text(arena *a, enum lang lang, const struct programme_remark *r)
{
    const struct words_value values[] = { { "n", str_format(a, "%zu", r->count) },
                                          { "first", r->first } };
    return words_fill(a, words(lang, r->kind), values, COUNT_OF(values));
}

static const err *print_json(cli *c, const struct weeks_import_result *done,
                             const struct programme *p, const struct programme_report *report,
                             bool duties)
{
    json_t *remarks = json_array();
    for (size_t i = 0; i < report->n; i++) {
        json_t *remark = json_object();
        json_object_set_new(remark, "count", json_integer((json_int_t)report->remarks[i].count));
        json_object_set_new(remark, "text",
                            json_text(remark_text(c->arena, LANG_EN, &report->remarks[i])));
        json_array_append_new(remarks, remark);
    }
    json_t *all = json_pack("{s:o, s:b, s:b, s:o, s:I, s:I, s:I, s:I, s:I, s:o}", "slug",
                            json_text(done->slug), "new", done->new_week, "duties", duties, "zone",
                            json_text(p->zone), "added", (json_int_t)done->added, "changed",
                            (json_int_t)done->changed, "unchanged", (json_int_t)done->unchanged,
                            "cancelled", (json_int_t)done->cancelled, "overwritten",
                            (json_int_t)done->overwritten, "remarks", remarks);
    str text = json_text_dump(c->arena, json_text_on(c->arena, all), JSON_COMPACT);
    return cli_print(c, str_format(c->arena, "%.*s\n", STR_ARG(text)));
}

/* A letter has more in it than its programme: every line that was not understood is told. */
static void say_lines(cli *c, enum lang lang, const struct programme_report *report)
{
    const char *line = WORDS_MARK("Line {n} was not understood: {text}");
    for (size_t i = 0; i < report->n_lines; i++) {
        const struct programme_line *l = &report->lines[i];
        const struct words_value values[] = { { "n", str_format(c->arena, "%zu", l->number) },
                                              { "text", utf8_cut(str_trim(l->text), 80) } };
        if (!l->understood)
            cli_say(c, "- %.*s",
                    STR_ARG(words_fill(c->arena, words(lang, line), values, COUNT_OF(values))));
    }
}

/* An invitation is guessed at, so its reader is shown what came of it, as on the page for pasting.
 */
static void say_understood(cli *c, enum lang lang, const struct programme *p)
{
    const struct words_value values[] = { { "title", p->title }, { "zone", p->zone } };
    str head = words_fill(c->arena, words(lang, "Understood: {title} ({zone})"), values, 2);
    cli_say(c, "%.*s", STR_ARG(head));
    for (size_t i = 0; i < p->n_talks; i++) {
        const struct programme_talk *t = &p->talks[i];
        str who = programme_text_names(c->arena, t->persons, t->n_persons);
        str clock = when_clock(c->arena, t->start_ms, p->zone, lang);
        str until =
            when_clock(c->arena, t->start_ms + t->duration_min * INT64_C(60000), p->zone, lang);
        if (i == 0 || when_date_cmp(t->day, p->talks[i - 1].day) != 0)
            cli_say(c, "  %.*s", STR_ARG(when_day_long(c->arena, t->day, lang)));
        cli_say(c, "    %.*s – %.*s  %.*s%s%.*s", STR_ARG(clock), STR_ARG(until), STR_ARG(t->title),
                str_empty(who) ? "" : " / ", STR_ARG(who));
    }
}

/* What is taken in is published; the house decides who sees it (house_open). */
static void say_unseen(cli *c, enum lang lang)
{
    cli_say(c, "%.*s",
            STR_ARG(words(lang, "Imprint and privacy are not written yet: on a public address only "
                                "those who are signed in see this week until they are.")));
}

/* The report is for a person: on stderr, in the terminal's language. */
static void say_report(cli *c, const struct import_order *order,
                       const struct weeks_import_result *done,
                       const struct programme_report *report)
{
    enum lang lang = terminal_lang();
    const struct words_value values[] = {
        { "slug", done->slug },
        { "added", str_format(c->arena, "%zu", done->added) },
        { "changed", str_format(c->arena, "%zu", done->changed) },
        { "unchanged", str_format(c->arena, "%zu", done->unchanged) },
        { "cancelled", str_format(c->arena, "%zu", done->cancelled) },
    };
    const char *line = WORDS_MARK("{slug}: {added} talks added, {changed} changed, "
                                  "{unchanged} unchanged, {cancelled} cancelled");
    cli_say(c, "%.*s", STR_ARG(words_fill(c->arena, words(lang, line), values, COUNT_OF(values))));
    if (done->overwritten > 0) {
        const struct words_value n = { "n", str_format(c->arena, "%zu", done->overwritten) };
        str many =
            words_n(lang, "One talk that was edited here was overwritten; its version is kept.",
                    "{n} talks that were edited here were overwritten; their versions are "
                    "kept.",
                    (int64_t)done->overwritten);
        cli_say(c, "%.*s", STR_ARG(words_fill(c->arena, many, &n, 1)));
    }
    for (size_t i = 0; i < report->n; i++)
        cli_say(c, "- %.*s", STR_ARG(remark_text(c->arena, lang, &report->remarks[i])));
    say_lines(c, lang, report);
    if (order->dry_run)
        cli_say(c, "%.*s", STR_ARG(words(lang, "Nothing was stored: this was a dry run.")));
}

/* A dry run does everything, and then leaves without committing. */
static const err *import_into_store(cli *c, const struct import_order *order,
                                    const struct programme *p, struct weeks_import_result *ret)
{
    TX(t, c->store, c->arena);
    TRY(weeks_import(c->store, c->arena, p, order->slug, ret));
    return order->dry_run ? NULL : tx_commit(&t);
}

static const err *week_import(cli *c)
{
    struct import_order order = { 0 };
    struct programme p = { 0 };
    struct programme_report report = { 0 };
    struct weeks_import_result done = { 0 };
    str text = { 0 };
    bool duties = false;
    TRY(read_order(c, &order));
    TRY(file_read(c->arena, order.file, PROGRAMME_MAX, &text));
    TRY(programme_read(c->arena, text, order.zone, &p, &report));
    TRY(import_into_store(c, &order, &p, &done));
    TRY(house_duties(c->store, c->arena, &duties));
    if (p.format == PROGRAMME_TEXT)
        say_understood(c, terminal_lang(), &p);
    say_report(c, &order, &done, &report);
    if (!duties)
        say_unseen(c, terminal_lang());
    return c->json ? print_json(c, &done, &p, &report, duties) : NULL;
}

/* ---- week export ----------------------------------------------------------------------------- */

static const err *week_export(cli *c)
{
    struct week week = { 0 };
    str format = { 0 }, base_url = { 0 }, text = { 0 };
    TRY(cli_option(c, "--format", &format));
    TRY(cli_arguments(c, 1, 1, "SLUG --format ics"));
    if (!str_eq(format, S("ics")))
        FAIL(c->arena, ERR_USAGE, "a week is exported with --format ics");
    TRY(weeks_store_week(c->store, c->arena, WEEKS_PUBLISHED, c->args[0], &week));
    TRY(house_setting(c->store, c->arena, "url", &base_url));
    TRY(weeks_ics(c->store, c->arena, &week, base_url, &text));
    return cli_print(c, text);
}

const struct verb weeks_cli_verbs[] = {
    { "week import", "FILE|- [--zone Z] [--slug S] [--dry-run]",
      "takes in a programme: schedule.xml, schedule.json, iCalendar, or the text of an invitation",
      week_import },
    { "week export", "SLUG --format ics", "prints a week as a calendar", week_export },
    { 0 }
};
