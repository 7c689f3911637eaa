/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_view.c - rows of the store in the reader's words. No SQL, no markup.
 */
#include "weeks_view.h"

#include "base/clock.h"
#include "engine/markdown/markdown.h"
#include "feature/house/house.h"
#include "feature/weeks/weeks_rules.h"

struct weeks_view weeks_view_of(const req *r, const struct week *week)
{
    struct weeks_view v = { r->arena, r->out.lang, week, { 0 }, clock_now_ms() };
    house_reader_zone(r, &v.reader_zone);
    return v;
}

static str span(const struct weeks_view *v, int64_t from_ms, int64_t to_ms, str zone)
{
    str from = when_clock(v->arena, from_ms, zone, v->lang);
    if (to_ms <= from_ms)
        return from;
    str to = when_clock(v->arena, to_ms, zone, v->lang);
    return str_format(v->arena, "%.*s–%.*s", STR_ARG(from), STR_ARG(to));
}

/* Where another zone's clock shows the same, nothing is said. */
static bool zones_differ(const struct weeks_view *v, int64_t instant_ms)
{
    return !str_empty(v->reader_zone) && when_local_of(instant_ms, v->week->zone).offset_s !=
                                             when_local_of(instant_ms, v->reader_zone).offset_s;
}

str weeks_view_reader_zone(const struct weeks_view *v, int64_t instant_ms)
{
    if (!zones_differ(v, instant_ms))
        return S("");
    return when_zone_words(v->arena, instant_ms, v->reader_zone, v->lang);
}

static str elsewhere(const struct weeks_view *v, const struct talk *t)
{
    if (!zones_differ(v, t->start_ms))
        return S("");
    struct when_local here = when_local_of(t->start_ms, v->week->zone);
    struct when_local there = when_local_of(t->start_ms, v->reader_zone);
    str clock = span(v, t->start_ms, weeks_store_end_ms(t), v->reader_zone);
    if (when_date_cmp(here.date, there.date) == 0)
        return clock;
    return str_format(v->arena, "%.*s, %.*s",
                      STR_ARG(when_day_short(v->arena, there.date, v->lang)), STR_ARG(clock));
}

/* A talk at one in the night belongs to the evening before, but not in the calendar. */
static str after_midnight(const struct weeks_view *v, const struct talk *t)
{
    struct when_date day = { 0 };
    struct when_local start = when_local_of(t->start_ms, v->week->zone);
    if (!when_date_parse(t->day, &day) || when_date_cmp(start.date, day) <= 0)
        return S("");
    return when_day_long(v->arena, start.date, v->lang);
}

str weeks_view_speakers(arena *a, const struct talk *t)
{
    str *names = NEW_ARRAY(a, str, t->speakers.n);
    for (size_t i = 0; i < t->speakers.n; i++)
        names[i] = t->speakers.item[i].name;
    return str_join(a, names, t->speakers.n, S(", "));
}

/* Only what is a plain tag ("de", "en-GB") may become a lang attribute. */
static str language_tag(const struct weeks_view *v, str language)
{
    if (language.n < 2 || language.n > 12 || str_starts(language, lang_tag(v->lang)))
        return S("");
    for (size_t i = 0; i < language.n; i++) {
        char c = language.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c == '-' && i >= 2)))
            return S("");
    }
    return language;
}

struct talk_line weeks_view_line(const struct weeks_view *v, const struct talk *t)
{
    bool cancelled = weeks_store_cancelled(t);
    return (struct talk_line){
        .slug = t->slug,
        .title = t->title,
        .track = t->track,
        .place = t->place,
        .speakers = weeks_view_speakers(v->arena, t),
        .n_speakers = t->speakers.n,
        .lang = language_tag(v, t->language),
        .clock = span(v, t->start_ms, weeks_store_end_ms(t), v->week->zone),
        .datetime = when_rfc3339(v->arena, t->start_ms, v->week->zone),
        .elsewhere = elsewhere(v, t),
        .after_midnight = after_midnight(v, t),
        .cancelled = cancelled,
        .draft = !t->published,
        .running = weeks_rules_running(t, v->now_ms),
        .over = !cancelled && weeks_store_end_ms(t) <= v->now_ms,
    };
}

struct talk_lines weeks_view_lines(const struct weeks_view *v, const struct talk *talks, size_t n)
{
    struct talk_line *lines = NEW_ARRAY(v->arena, struct talk_line, n);
    for (size_t i = 0; i < n; i++)
        lines[i] = weeks_view_line(v, &talks[i]);
    return (struct talk_lines){ lines, n };
}

/* "today 14:00" only where a word says it: the date stands beside it anyway. */
static str near_words(const struct weeks_view *v, const struct talk *t)
{
    struct when_local start = when_local_of(t->start_ms, v->week->zone);
    struct when_local now = when_local_of(v->now_ms, v->week->zone);
    int64_t days = when_date_number(start.date) - when_date_number(now.date);
    if (days < -1 || days > 1)
        return S("");
    return when_near(v->arena, t->start_ms, v->now_ms, v->week->zone, v->lang);
}

struct talk_full weeks_view_full(const struct weeks_view *v, const struct talk *t, int heading)
{
    return (struct talk_full){
        .line = weeks_view_line(v, t),
        .subtitle = t->subtitle,
        .type = t->type,
        .language = t->language,
        .url = t->url,
        .day = weeks_view_day_name(v, t->day),
        .near = near_words(v, t),
        .zone = when_zone_words(v->arena, t->start_ms, v->week->zone, v->lang),
        .reader_zone = weeks_view_reader_zone(v, t->start_ms),
        .day_path = weeks_view_day_path(v, t->day),
        .week_path = str_format(v->arena, "/weeks/%.*s", STR_ARG(v->week->slug)),
        .week_title = v->week->title,
        .text = markdown_html(v->arena, t->text, heading),
    };
}

str weeks_view_day_path(const struct weeks_view *v, str date)
{
    return str_format(v->arena, "/weeks/%.*s/%.*s", STR_ARG(v->week->slug), STR_ARG(date));
}

str weeks_view_day_name(const struct weeks_view *v, str date)
{
    struct when_date day = { 0 };
    return when_date_parse(date, &day) ? when_day_long(v->arena, day, v->lang) : date;
}

struct day_links weeks_view_days(const struct weeks_view *v, const struct days *days, str current,
                                 str path)
{
    struct day_link *links = NEW_ARRAY(v->arena, struct day_link, days->n);
    str today = when_date_text(v->arena, when_local_of(v->now_ms, v->week->zone).date);
    for (size_t i = 0; i < days->n; i++) {
        str date = days->item[i].date;
        struct when_date day = { 0 };
        links[i] = (struct day_link){
            .date = date,
            .path = weeks_view_day_path(v, date),
            .name = when_date_parse(date, &day) ? when_day_short(v->arena, day, v->lang) : date,
            .name_long = weeks_view_day_name(v, date),
            .today = str_eq(date, today),
            .current = str_eq(date, current),
        };
        links[i].here = str_eq(links[i].path, path);
    }
    return (struct day_links){ links, days->n };
}
