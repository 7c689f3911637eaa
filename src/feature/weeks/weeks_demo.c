/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_demo.c - the demonstration week: packed texts become a programme, which comes in the way
 * every other one does; then people say what they said.
 */
#include <stdlib.h>

#include "base/check.h"
#include "base/id.h"
#include "feature/house/house.h"
#include "feature/rooms/rooms.h"
#include "feature/weeks/weeks.h"
#include "feature/weeks/weeks_demo_files.h"
#include "feature/weeks/weeks_demo_leave.h"
#include "feature/weeks/weeks_store.h"

#define DEMO_ZONE S("Europe/Berlin")
#define DEMO_DAYS 5
#define MINUTE_MS ((int64_t)60 * 1000)

/* A talk with what follows its text. */
struct demo_talk {
    struct programme_talk talk;
    const char *const *conversation; /* lines, ended by NULL */
};

/* A file being read: its head, then its text. */
struct demo_file {
    arena *a;
    struct when_date first_day;
    struct demo_talk *talk;
    struct when_local start;
    struct programme_person *persons;
    struct programme_link *links;
    size_t persons_cap, links_cap;
};

/* The files are our own: what cannot be read in them is our fault. */
static int64_t number(str text)
{
    int64_t n = 0;
    ASSERT(str_to_int64(text, &n));
    return n;
}

/* "a | b": both trimmed. */
static void halves(str value, str *ret_left, str *ret_right)
{
    str left = { 0 }, right = { 0 };
    str_cut(value, '|', &left, &right);
    *ret_left = str_trim(left);
    *ret_right = str_trim(right);
}

static void read_person(struct demo_file *f, str value)
{
    struct programme_talk *t = &f->talk->talk;
    arena_grow(f->a, (void **)&f->persons, &f->persons_cap, t->n_persons + 1, sizeof *f->persons);
    halves(value, &f->persons[t->n_persons].name, &f->persons[t->n_persons].biography);
    t->persons = f->persons;
    t->n_persons++;
}

static void read_link(struct demo_file *f, str value)
{
    struct programme_talk *t = &f->talk->talk;
    arena_grow(f->a, (void **)&f->links, &f->links_cap, t->n_links + 1, sizeof *f->links);
    halves(value, &f->links[t->n_links].url, &f->links[t->n_links].title);
    t->links = f->links;
    t->n_links++;
}

static void read_start(struct demo_file *f, str value)
{
    str hour = { 0 }, minute = { 0 };
    ASSERT(str_cut(value, ':', &hour, &minute));
    f->start.hour = (int)number(hour);
    f->start.minute = (int)number(minute);
}

static void read_head_line(struct demo_file *f, str name, str value)
{
    struct programme_talk *t = &f->talk->talk;
    if (str_eq(name, S("title")))
        t->title = value;
    else if (str_eq(name, S("subtitle")))
        t->subtitle = value;
    else if (str_eq(name, S("speaker")))
        read_person(f, value);
    else if (str_eq(name, S("link")))
        read_link(f, value);
    else if (str_eq(name, S("track")))
        t->track = value;
    else if (str_eq(name, S("lang")))
        t->language = value;
    else if (str_eq(name, S("day")))
        t->day = when_date_add(f->first_day, (int)number(value) - 1);
    else if (str_eq(name, S("minutes")))
        t->duration_min = (int)number(value);
    else if (str_eq(name, S("start")))
        read_start(f, value);
    else
        UNREACHABLE();
}

/* Reads up to the line "---"; where the text begins. */
static const char *const *read_head(struct demo_file *f, const char *const *line)
{
    for (; !str_eq(str_of(*line), S("---")); line++) {
        str name = { 0 }, value = { 0 };
        ASSERT(*line != NULL && str_cut(str_of(*line), ':', &name, &value));
        read_head_line(f, str_trim(name), str_trim(value));
    }
    return line + 1;
}

/* The lines up to the conversation or the end; `line` is moved behind them. */
static str read_text(arena *a, const char *const **line)
{
    buf b = { 0 };
    buf_on_arena(&b, a, (size_t)1 << 20);
    for (; **line != NULL; (*line)++) {
        if (str_eq(str_of(**line), S("## ~conversation"))) {
            (*line)++;
            break;
        }
        buf_add(&b, str_of(**line));
        buf_char(&b, '\n');
    }
    return str_trim(buf_str(&b));
}

static struct demo_talk read_talk(arena *a, struct when_date first_day, const char *const *line,
                                  int file)
{
    struct demo_talk ret = { .talk = { .language = S("de") } };
    struct demo_file f = { .a = a, .first_day = first_day, .talk = &ret };
    line = read_head(&f, line);
    ret.talk.text = read_text(a, &line);
    ret.talk.guid = id_uuid_of(a, str_format(a, "netzarbeit demonstration %d", file));
    f.start.date = ret.talk.day;
    ret.talk.start_ms = when_instant(f.start, DEMO_ZONE);
    ret.conversation = line;
    return ret;
}

/* The week's own file has a head of the same form, of which only title and subtitle are used. */
static void read_week(arena *a, struct programme *p, str *ret_welcome)
{
    const char *const *line = weeks_demo_files[0];
    struct demo_talk head = { 0 };
    struct demo_file f = { .a = a, .talk = &head };
    line = read_head(&f, line);
    p->title = head.talk.title;
    p->subtitle = head.talk.subtitle;
    *ret_welcome = read_text(a, &line);
}

static const struct when_date *demo_days(arena *a, struct when_date first)
{
    struct when_date *days = NEW_ARRAY(a, struct when_date, DEMO_DAYS);
    for (int i = 0; i < DEMO_DAYS; i++)
        days[i] = when_date_add(first, i);
    return days;
}

static str with_line_breaks(arena *a, str text)
{
    buf b = { 0 };
    buf_on_arena(&b, a, (size_t)1 << 16);
    for (size_t at = str_find(text, S("\\n")); at < text.n; at = str_find(text, S("\\n"))) {
        buf_add(&b, str_sub(text, 0, at));
        buf_char(&b, '\n');
        text = str_sub(text, at + 2, text.n);
    }
    buf_add(&b, text);
    return buf_str(&b);
}

/* "Name | +12 | text"; not said yet where that lies ahead of us. */
static const err *say_line(store *s, arena *a, const struct stored_talk *t, str line,
                           int64_t now_ms)
{
    str name = { 0 }, rest = { 0 }, minute = { 0 }, text = { 0 };
    halves(line, &name, &rest);
    halves(rest, &minute, &text);
    if (str_starts(minute, S("+")))
        minute = str_sub(minute, 1, minute.n);
    int64_t time_ms = t->start_ms + number(minute) * MINUTE_MS;
    if (time_ms > now_ms)
        return NULL;
    struct say say = { .name = name, .text = with_line_breaks(a, text), .key = id_token(a) };
    return rooms_say_at(s, a, (room_id){ t->room }, &say, time_ms);
}

static const err *say_conversation(store *s, arena *a, const struct stored_talk *t,
                                   const char *const *line, int64_t now_ms)
{
    for (; *line != NULL; line++)
        if (!str_empty(str_trim(str_of(*line))))
            TRY(say_line(s, a, t, str_of(*line), now_ms));
    return NULL;
}

static const err *say_all(store *s, arena *a, int64_t week, const struct demo_talk *talks, size_t n,
                          int64_t now_ms)
{
    struct stored_talks stored = { 0 };
    TRY(weeks_store_known_talks(s, a, week, &stored));
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < stored.n; k++)
            if (str_eq(stored.item[k].guid, talks[i].talk.guid))
                TRY(say_conversation(s, a, &stored.item[k], talks[i].conversation, now_ms));
    return NULL;
}

/* The talks of a programme stand in order of their start. */
static int by_start(const void *a, const void *b)
{
    const struct demo_talk *x = a, *y = b;
    return (x->talk.start_ms > y->talk.start_ms) - (x->talk.start_ms < y->talk.start_ms);
}

static struct demo_talk *read_talks(arena *a, struct programme *p)
{
    size_t n = 0;
    while (weeks_demo_files[n + 1] != NULL)
        n++;
    struct demo_talk *talks = NEW_ARRAY(a, struct demo_talk, n);
    struct programme_talk *plain = NEW_ARRAY(a, struct programme_talk, n);
    for (size_t i = 0; i < n; i++)
        talks[i] = read_talk(a, p->days[0], weeks_demo_files[i + 1], (int)i + 1);
    qsort(talks, n, sizeof *talks, by_start);
    for (size_t i = 0; i < n; i++)
        plain[i] = talks[i].talk;
    p->talks = plain;
    p->n_talks = n;
    return talks;
}

const err *weeks_demo(store *s, arena *a, int64_t now_ms)
{
    struct week_list there = { 0 };
    struct week week = { 0 };
    struct weeks_import_result done = { 0 };
    str welcome = { 0 };
    struct programme p = { .format = PROGRAMME_JSON, .zone = DEMO_ZONE, .n_days = DEMO_DAYS };
    TX(t, s, a);
    TRY(weeks_store_all(s, a, WEEKS_DRAFTS_TOO, &there));
    if (there.n > 0)
        FAIL(a, ERR_CONFLICT,
             "there is a week in the store already; the demonstration needs an empty one");
    p.days = demo_days(a, when_date_add(when_local_of(now_ms, DEMO_ZONE).date, -1));
    read_week(a, &p, &welcome);
    struct demo_talk *talks = read_talks(a, &p);
    TRY(weeks_import(s, a, &p, WEEKS_DEMO_SLUG, &done));
    TRY(weeks_store_week(s, a, WEEKS_DRAFTS_TOO, done.slug, &week));
    TRY(weeks_store_set_text(s, a, week.id, welcome));
    TRY(say_all(s, a, week.id, talks, p.n_talks, now_ms));
    TRY(house_set(s, a, "demo", S("1")));
    return tx_commit(&t);
}

/* ---- moving ---------------------------------------------------------------------------------- */

/* The same local time on another day, so that a change to summer time on the way does not show. */
static const err *move_talk(store *s, arena *a, const struct stored_talk *t, int by_days,
                            int64_t now_ms)
{
    struct when_date day = { 0 };
    struct when_local local = when_local_of(t->start_ms, DEMO_ZONE);
    if (!when_date_parse(t->day, &day))
        FAIL(a, ERR_BROKEN, "a talk's day is no date");
    local.date = when_date_add(local.date, by_days);
    int64_t start_ms = when_instant(local, DEMO_ZONE);
    TRY(weeks_store_move_talk(s, a, t->id, when_date_text(a, when_date_add(day, by_days)), start_ms,
                              now_ms));
    return rooms_shift(s, a, (room_id){ t->room }, start_ms - t->start_ms);
}

static const err *move_days(store *s, arena *a, int64_t week, struct when_date first)
{
    struct days old = { 0 };
    TRY(weeks_store_days(s, a, week, &old));
    for (size_t i = 0; i < old.n; i++)
        TRY(weeks_store_drop_day(s, a, week, old.item[i].date));
    for (int i = 0; i < DEMO_DAYS; i++)
        TRY(weeks_store_add_day(s, a, week, when_date_text(a, when_date_add(first, i))));
    return weeks_store_set_span(s, a, week);
}

const err *weeks_demo_move(store *s, arena *a, int64_t now_ms)
{
    struct week week = { 0 };
    struct stored_talks talks = { 0 };
    struct when_date old = { 0 };
    str demo = { 0 };
    TX(t, s, a);
    TRY(house_setting(s, a, "demo", &demo));
    if (!str_eq(demo, S("1")))
        FAIL(a, ERR_MISSING, "there is no demonstration week in the store");
    TRY(weeks_store_week(s, a, WEEKS_DRAFTS_TOO, WEEKS_DEMO_SLUG, &week));
    TRY(weeks_store_known_talks(s, a, week.id, &talks));
    if (!when_date_parse(week.start_date, &old))
        FAIL(a, ERR_BROKEN, "the week's start is no date");
    struct when_date first = when_date_add(when_local_of(now_ms, DEMO_ZONE).date, -1);
    int by_days = (int)(when_date_number(first) - when_date_number(old));
    if (by_days == 0)
        return tx_commit(&t);
    for (size_t i = 0; i < talks.n; i++)
        TRY(move_talk(s, a, &talks.item[i], by_days, now_ms));
    TRY(move_days(s, a, week.id, first));
    return tx_commit(&t);
}
