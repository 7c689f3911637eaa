/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_draft.c - from what the readers found to talks: instants, days, clean texts, remarks.
 */
#include "engine/programme/programme_draft.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/id.h"
#include "base/utf8.h"
#include "base/words.h"
#include "engine/markdown/markdown.h"

#define MINUTE_MS INT64_C(60000)
#define DAY_MIN INT64_C(1440)
#define LINE_MAX_POINTS ((size_t)500)
#define REMARK_MAX_POINTS 80
#define URL_MAX ((size_t)2048)
/* A talk's text is cut here; four times what is shown as Markdown. */
#define TEXT_MAX ((size_t)256 << 10)
/* What is assumed where nothing is stated. */
#define DURATION_MIN 60
#define DURATION_MAX_MIN (7 * DAY_MIN)

void programme_draft_remark(struct programme_draft *d, const char *kind, str first)
{
    for (size_t i = 0; i < d->n_remarks; i++) {
        if (strcmp(d->remarks[i].kind, kind) == 0) {
            d->remarks[i].count++;
            return;
        }
    }
    arena_grow(d->a, (void **)&d->remarks, &d->cap_remarks, d->n_remarks + 1, sizeof(*d->remarks));
    str line = utf8_cut(utf8_line(d->scratch, str_sub(first, 0, URL_MAX)), REMARK_MAX_POINTS);
    d->remarks[d->n_remarks++] = (struct programme_remark){ kind, 1, str_copy(d->a, line) };
}

str programme_draft_line(struct programme_draft *d, str text)
{
    if (str_empty(text))
        return (str){ 0 };
    SCRATCH(s);
    str line = utf8_line(s, str_sub(text, 0, 8 * LINE_MAX_POINTS));
    /* "R&amp;amp;D" was escaped once too often; tags in a title are what it speaks of. */
    if (str_contains(line, S("&")) && !str_contains(line, S("<")) && markdown_looks_html(line))
        line = utf8_line(s, markdown_from_html(s, line));
    line = utf8_cut(line, LINE_MAX_POINTS);
    if (str_empty(line))
        return (str){ 0 };
    return str_copy(d->a, line);
}

str programme_draft_url(struct programme_draft *d, str url)
{
    url = str_trim(url);
    bool web = str_eq_nocase(str_sub(url, 0, 7), S("http://")) ||
               str_eq_nocase(str_sub(url, 0, 8), S("https://"));
    if (!web || url.n > URL_MAX || !utf8_valid(url))
        return (str){ 0 };
    for (size_t i = 0; i < url.n; i++)
        if ((unsigned char)url.p[i] <= ' ' || url.p[i] == 0x7f)
            return (str){ 0 };
    return str_copy(d->a, url);
}

void programme_draft_zone(struct programme_draft *d, str named)
{
    named = str_trim(named);
    if (str_empty(named)) {
        programme_draft_remark(d, WORDS_MARK("No time zone is named; {first} was taken"),
                               d->p.zone);
        return;
    }
    str zone = when_zone_known(named) ? named : when_zone_guess(d->scratch, named);
    if (str_empty(zone)) {
        programme_draft_remark(
            d, WORDS_MARK("The time zone of the file is not known: {first}; the house's was taken"),
            named);
        return;
    }
    if (!str_eq(zone, named)) {
        str both[] = { named, zone };
        programme_draft_remark(d, WORDS_MARK("The time zone was read freely: {first}"),
                               str_join(d->scratch, both, 2, S(" = ")));
    }
    d->p.zone = str_copy(d->a, zone);
    d->p.zone_assumed = false;
}

/* Takes digits and, if it stands there, the separator after them. */
static bool number_take(str *s, char separator, int64_t *ret, bool *ret_more)
{
    size_t n = 0;
    while (n < s->n && n < 6 && s->p[n] >= '0' && s->p[n] <= '9')
        n++;
    if (!str_to_int64(str_sub(*s, 0, n), ret))
        return false;
    *ret_more = n < s->n && s->p[n] == separator;
    *s = str_sub(*s, n + *ret_more, s->n);
    return true;
}

/* "10:30", "1:00:00": minutes, -1 where it is none. */
static int64_t clock_minutes(str s)
{
    int64_t hours, minutes, seconds = 0;
    bool more;
    if (!number_take(&s, ':', &hours, &more) || !more || !number_take(&s, ':', &minutes, &more) ||
        minutes > 59)
        return -1;
    if (more && (!number_take(&s, ':', &seconds, &more) || more || seconds > 59))
        return -1;
    return str_empty(s) ? hours * 60 + minutes : -1;
}

/* RFC 3339 appendix A and ISO 8601: "PT1H30M", "P1D", "P1W"; -1 where it is none. */
static int64_t iso_minutes(str s)
{
    bool time = false, any = false;
    int64_t total_s = 0;
    for (s = str_sub(s, 1, s.n); !str_empty(s); s = str_sub(s, 1, s.n)) {
        int64_t n;
        bool more;
        if (!time && s.p[0] == 'T') {
            time = true;
            continue;
        }
        if (!number_take(&s, '\0', &n, &more) || str_empty(s))
            return -1;
        any = true;
        if (time && strchr("HMS", s.p[0]) != NULL)
            total_s += n * (s.p[0] == 'H' ? 3600 : s.p[0] == 'M' ? 60 : 1);
        else if (!time && strchr("WD", s.p[0]) != NULL)
            total_s += n * (s.p[0] == 'W' ? 7 : 1) * 86400;
        else
            return -1;
    }
    return any ? total_s / 60 : -1;
}

int programme_draft_minutes(str duration)
{
    int64_t minutes = -1;
    duration = str_trim(duration);
    if (str_starts(duration, S("P")))
        minutes = iso_minutes(duration);
    else if (str_contains(duration, S(":")))
        minutes = clock_minutes(duration);
    else if (!str_to_int64(duration, &minutes))
        minutes = -1;
    return minutes > 0 && minutes <= DURATION_MAX_MIN ? (int)minutes : 0;
}

void programme_draft_day_change(struct programme_draft *d, str text)
{
    int64_t minutes = clock_minutes(str_trim(text));
    if (minutes >= 0 && minutes < DAY_MIN)
        d->day_change_min = (int)minutes;
}

/* The instant of an RFC 3339 text; without offset it is local time in the programme's zone. */
static bool instant_of(struct programme_draft *d, str text, int64_t *ret_ms, bool *ret_has_offset)
{
    int64_t ms;
    if (!when_rfc3339_parse(str_trim(text), &ms, ret_has_offset))
        return false;
    if (!*ret_has_offset)
        ms = when_instant(when_local_of(ms, S("UTC")), d->p.zone);
    *ret_ms = ms;
    return true;
}

/* False where there are too many. */
static bool item_count(struct programme_draft *d)
{
    d->n_items++;
    return !programme_draft_too_many(d);
}

bool programme_draft_day(struct programme_draft *d, str date, str start, str end,
                         struct programme_draft_day *ret)
{
    struct programme_draft_day day = { 0 };
    bool has_offset;
    bool has_range = instant_of(d, start, &day.start_ms, &has_offset) &&
                     instant_of(d, end, &day.end_ms, &has_offset) && day.start_ms < day.end_ms;
    /* "2012-07-09", and what begins so; else the day of its begin. */
    if (!when_date_parse(str_sub(str_trim(date), 0, 10), &day.date) &&
        !when_date_parse(str_sub(str_trim(start), 0, 10), &day.date))
        return false;
    if (!item_count(d))
        return false;
    if (!has_range)
        day.start_ms = day.end_ms = 0;
    arena_grow(d->scratch, (void **)&d->days, &d->cap_days, d->n_days + 1, sizeof(*d->days));
    d->days[d->n_days++] = day;
    *ret = day;
    return true;
}

void programme_draft_person(struct programme_draft *d, struct programme_draft_event *e, str id,
                            str name, str biography)
{
    if (!item_count(d))
        return;
    struct programme_person p = { .source_id = programme_draft_line(d, id),
                                  .name = programme_draft_line(d, name) };
    if (str_empty(p.name)) {
        programme_draft_remark(
            d, WORDS_MARK("{n} persons have no name and were left out (first: {first})"),
            str_empty(e->title) ? id : e->title);
        return;
    }
    if (!str_empty(biography)) {
        SCRATCH(s);
        str text = str_sub(biography, 0, TEXT_MAX);
        text = markdown_looks_html(text) ? markdown_from_html(s, text) : utf8_text(s, text);
        p.biography = str_copy(d->a, text);
    }
    arena_grow(d->a, (void **)&e->persons, &e->cap_persons, e->n_persons + 1, sizeof(p));
    e->persons[e->n_persons++] = p;
}

void programme_draft_link(struct programme_draft *d, struct programme_draft_event *e, str url,
                          str title)
{
    if (str_empty(str_trim(url)) || !item_count(d))
        return;
    struct programme_link link = { programme_draft_url(d, url), programme_draft_line(d, title) };
    if (str_empty(link.url)) {
        programme_draft_remark(
            d, WORDS_MARK("{n} links are no web address and were left out (first: {first})"), url);
        return;
    }
    if (str_empty(link.title))
        link.title = link.url;
    arena_grow(d->a, (void **)&e->links, &e->cap_links, e->n_links + 1, sizeof(link));
    e->links[e->n_links++] = link;
}

/* What to call a talk in a remark. */
static str label(const struct programme_draft_event *e)
{
    if (!str_empty(str_trim(e->title)))
        return e->title;
    return str_empty(e->id) ? e->guid : e->id;
}

/* The offset that is written in the text must be one the zone has then. */
static void offset_check(struct programme_draft *d, const struct programme_draft_event *e, str text,
                         int64_t instant_ms)
{
    int64_t local_ms;
    bool has_offset;
    text = str_trim(text);
    str time = str_sub(text, 11, 8);
    time.n = time.n == 8 && time.p[5] == ':' ? 8 : 5;
    str local = { text.p, 11 + time.n };
    if (!when_rfc3339_parse(local, &local_ms, &has_offset))
        return;
    /* Fractions and leap seconds are less than a minute. */
    int64_t stated_min = (local_ms - instant_ms) / MINUTE_MS;
    if (stated_min != when_local_of(instant_ms, d->p.zone).offset_s / 60)
        programme_draft_remark(
            d,
            WORDS_MARK(
                "{n} talks state an offset that the time zone does not have then (first: {first})"),
            label(e));
}

/* "10:30" of a day; before the day's change it is the next morning. */
static bool clock_instant(struct programme_draft *d, const struct programme_draft_event *e,
                          str text, int64_t *ret_ms)
{
    int64_t minutes = clock_minutes(str_trim(text));
    if (!e->has_day || minutes < 0 || minutes >= 2 * DAY_MIN)
        return false;
    struct when_date date = e->day.date;
    if (minutes < d->day_change_min || minutes >= DAY_MIN)
        date = when_date_add(date, 1);
    minutes %= DAY_MIN;
    struct when_local l = { .date = date, .hour = (int)minutes / 60, .minute = (int)minutes % 60 };
    *ret_ms = when_instant(l, d->p.zone);
    return true;
}

static bool start_of(struct programme_draft *d, const struct programme_draft_event *e,
                     int64_t *ret_ms)
{
    bool has_offset;
    const str full[] = { e->date, e->start };
    for (size_t i = 0; i < COUNT_OF(full); i++) {
        if (!instant_of(d, full[i], ret_ms, &has_offset))
            continue;
        if (has_offset)
            offset_check(d, e, full[i], *ret_ms);
        return true;
    }
    return clock_instant(d, e, e->start, ret_ms);
}

static int duration_of(struct programme_draft *d, const struct programme_draft_event *e,
                       int64_t start_ms)
{
    int64_t end_ms = 0;
    bool has_offset;
    int minutes = programme_draft_minutes(e->duration);
    if (minutes > 0)
        return minutes;
    if (instant_of(d, e->end, &end_ms, &has_offset) || clock_instant(d, e, e->end, &end_ms)) {
        int64_t between = (end_ms - start_ms) / MINUTE_MS;
        if (between > 0 && between <= DURATION_MAX_MIN)
            return (int)between;
    }
    programme_draft_remark(
        d, WORDS_MARK("{n} talks have no duration; an hour was taken (first: {first})"), label(e));
    return DURATION_MIN;
}

static struct when_date eve_or_day(struct when_local l, int change_min)
{
    return l.hour * 60 + l.minute < change_min ? when_date_add(l.date, -1) : l.date;
}

/* The programme's day: the one it is listed under, if the talk is that day's or of the night after
 * it. */
static struct when_date day_of(struct programme_draft *d, const struct programme_draft_event *e,
                               int64_t start_ms)
{
    struct when_local l = when_local_of(start_ms, d->p.zone);
    if (!e->has_day) {
        for (size_t i = 0; i < d->n_days; i++)
            if (start_ms >= d->days[i].start_ms && start_ms < d->days[i].end_ms)
                return d->days[i].date;
        return eve_or_day(l, d->day_change_min);
    }
    int64_t days = when_date_number(l.date) - when_date_number(e->day.date);
    if (days == 0 || (days == 1 && l.hour < 12))
        return e->day.date;
    programme_draft_remark(
        d, WORDS_MARK("{n} talks are listed under another day than their date (first: {first})"),
        label(e));
    return eve_or_day(l, d->day_change_min);
}

static str clean_text(arena *a, str text)
{
    text = str_sub(text, 0, TEXT_MAX);
    return markdown_looks_html(text) ? markdown_from_html(a, text) : utf8_text(a, text);
}

/* Abstract and description in one; programmes often repeat one in the other. */
static str text_of(struct programme_draft *d, const struct programme_draft_event *e)
{
    SCRATCH(s);
    if (e->abstract.n > TEXT_MAX || e->description.n > TEXT_MAX)
        programme_draft_remark(
            d, WORDS_MARK("{n} texts are too long and were cut (first: {first})"), label(e));
    str both[] = { clean_text(s, e->abstract), clean_text(s, e->description) };
    if (str_starts(both[1], both[0]))
        return str_copy(d->a, both[1]);
    if (str_starts(both[0], both[1]))
        return str_copy(d->a, both[0]);
    return str_join(d->a, both, 2, S("\n\n"));
}

static void ids_set(struct programme_draft *d, const struct programme_draft_event *e,
                    struct programme_talk *t)
{
    str guid = str_trim(e->guid);
    t->source_id = programme_draft_line(d, e->id);
    if (id_is_uuid(guid)) {
        t->guid = str_lower(d->a, guid);
        return;
    }
    if (str_empty(guid)) {
        if (d->p.format == PROGRAMME_TEXT)
            return;
        /* iCalendar knows no guid; its UID will do. */
        if (d->p.format == PROGRAMME_ICS && !str_empty(t->source_id))
            return;
        programme_draft_remark(d, WORDS_MARK("{n} talks have no guid (first: {first})"), label(e));
        return;
    }
    programme_draft_remark(
        d,
        WORDS_MARK("{n} guids are no UUID and were kept as the source's own id (first: {first})"),
        guid);
    t->source_id = programme_draft_line(d, guid);
}

void programme_draft_add(struct programme_draft *d, const struct programme_draft_event *e)
{
    struct programme_talk t = { .start_ms = e->start_ms, .duration_min = e->duration_min };
    if (!item_count(d))
        return;
    if (!e->has_instant) {
        if (!start_of(d, e, &t.start_ms)) {
            programme_draft_remark(
                d, WORDS_MARK("{n} talks have no start and were left out (first: {first})"),
                label(e));
            return;
        }
        t.duration_min = duration_of(d, e, t.start_ms);
    }
    ids_set(d, e, &t);
    t.title = programme_draft_line(d, e->title);
    if (str_empty(t.title)) {
        programme_draft_remark(d, WORDS_MARK("{n} talks have no title (first: {first})"), label(e));
        t.title = S("(without title)");
    }
    t.subtitle = programme_draft_line(d, e->subtitle);
    t.track = programme_draft_line(d, e->track);
    t.type = programme_draft_line(d, e->type);
    t.place = programme_draft_line(d, e->place);
    t.language = programme_draft_line(d, e->language);
    t.text = text_of(d, e);
    t.url = programme_draft_url(d, e->url);
    t.day = day_of(d, e, t.start_ms);
    t.cancelled = e->cancelled;
    t.persons = e->persons;
    t.n_persons = e->n_persons;
    t.links = e->links;
    t.n_links = e->n_links;
    arena_grow(d->a, (void **)&d->talks, &d->cap_talks, d->n_talks + 1, sizeof(t));
    d->talks[d->n_talks++] = t;
}
