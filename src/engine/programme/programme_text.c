/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_text.c - reads an invitation line by line. A line says something about the day or about
 * the talk that is open; a second time, a second topic begins the next talk, so that the order in
 * which people write does not matter. What says neither is told as not understood.
 */
#include "engine/programme/programme_text.h"

#include <string.h>

#include "base/buf.h"
#include "base/check.h"
#include "base/utf8.h"
#include "base/words.h"
#include "engine/programme/programme_text_names.h"
#include "engine/programme/programme_text_parts.h"

#define TOPIC_MAX 300  /* bytes: longer ones are no topic over several lines */
#define LINES_MAX 8000 /* of a whole invitation */

static struct programme_text_talk *current(struct programme_text_reader *r)
{
    return r->open ? &r->talks[r->n_talks - 1] : NULL;
}

static struct programme_text_talk *talk_new(struct programme_text_reader *r)
{
    arena_grow(r->a, (void **)&r->talks, &r->cap, r->n_talks + 1, sizeof(*r->talks));
    r->talks[r->n_talks++] =
        (struct programme_text_talk){ .day = r->day, .line = r->at, .time = { -1, -1 } };
    r->open = r->started = true;
    return current(r);
}

/* The open talk, or a new one where it has already what comes. */
static struct programme_text_talk *talk_for(struct programme_text_reader *r, bool taken)
{
    return r->open && !taken ? current(r) : talk_new(r);
}

static str joined(struct programme_text_reader *r, str a, str b, str between)
{
    str both[] = { a, b };
    return str_empty(a) ? b : str_join(r->a, both, 2, between);
}

/* ---- what a line says ------------------------------------------------------------------------ */

static void zone_say(struct programme_text_reader *r, str zone)
{
    if (str_empty(zone))
        return;
    if (str_empty(r->zone))
        r->zone = zone;
    else if (!str_eq(when_zone_guess(r->a, zone), when_zone_guess(r->a, r->zone)))
        programme_draft_remark(
            r->d, WORDS_MARK("{n} times name another time zone, which was not taken: {first}"),
            zone);
}

static void time_say(struct programme_text_reader *r, const struct programme_text_head *h)
{
    struct programme_text_talk *t = current(r);
    t = talk_for(r, t != NULL && t->has_time);
    t->has_time = true;
    t->time = h->time;
    if (h->minutes > 0)
        t->minutes = h->minutes;
    r->last = TEXT_TIME;
}

static void topic_say(struct programme_text_reader *r, str topic, bool loose)
{
    struct programme_text_talk *t = current(r);
    t = talk_for(r, t != NULL && t->has_topic);
    t->has_topic = true;
    t->topic = topic;
    t->loose = loose;
    r->last = TEXT_TOPIC;
}

static void speaker_say(struct programme_text_reader *r, str names)
{
    struct programme_text_talk *t = current(r);
    bool complete = t != NULL && t->has_time && t->has_topic && !str_empty(t->speakers);
    t = talk_for(r, complete && r->last != TEXT_SPEAKER);
    t->speakers = joined(r, t->speakers, names, S(", "));
    r->last = TEXT_SPEAKER;
}

/* A date may be a part of the open talk, or begin a day. */
static void day_say(struct programme_text_reader *r, const struct programme_text_head *h,
                    bool labelled)
{
    struct programme_text_talk *t = current(r);
    bool belongs = t != NULL && h->nth == 0 &&
                   ((t->has_topic && !t->has_time) || (labelled && t->has_time && !t->has_topic));
    struct programme_text_day day = { .date = h->date, .nth = h->nth };
    struct programme_text_day *before = r->days.n > 0 ? &r->days.item[r->days.n - 1] : NULL;
    /* "Erster Tag", and its date on the next line. */
    if (before != NULL && r->last == TEXT_DAY && (before->nth == 0) != (day.nth == 0) &&
        (before->date.month == 0) != (day.date.month == 0)) {
        if (day.nth > 0)
            before->nth = day.nth;
        else
            before->date = day.date;
        return;
    }
    arena_grow(r->a, (void **)&r->days.item, &r->days.cap, r->days.n + 1, sizeof(day));
    r->days.item[r->days.n] = day;
    r->day = r->days.n++;
    r->started = true;
    if (belongs) {
        t->day = r->day;
        return;
    }
    r->open = false;
    r->last = TEXT_DAY;
}

static void span_say(struct programme_text_reader *r, const struct programme_text_head *h)
{
    if (r->days.has_span || (r->days.has_anchor && !h->has_span))
        return;
    r->days.from = h->date;
    r->days.has_anchor = true;
    r->days.has_span = h->has_span;
    if (h->has_span)
        r->days.to = h->to;
}

/* ---- lines without a label ------------------------------------------------------------------- */

static bool is_lower(str s)
{
    unsigned char c = s.n > 0 ? (unsigned char)s.p[0] : 0;
    return (c >= 'a' && c <= 'z') || (c == 0xc3 && s.n > 1 && (unsigned char)s.p[1] >= 0x9f);
}

/* "Programm am Montag, 9. Juli:" begins a day, also within the welcome. */
static bool day_in_line(struct programme_text_reader *r, str s, const struct programme_text_head *h,
                        bool last)
{
    static const char *const begins[] = { "Programm", "Program",  "Programme", "Ablauf",
                                          "Agenda",   "Schedule", NULL };
    str rest = s;
    if (!last || !h->has_date || s.n > 120 || is_lower(s))
        return false;
    return r->started || str_ends(s, S(":")) || programme_text_scan_one_of(&rest, begins);
}

static void welcome_add(struct programme_text_reader *r, str s)
{
    bool gap = r->blank && r->welcome.n > 0;
    buf_add(&r->welcome, gap ? S("\n\n") : r->welcome.n > 0 ? S("\n") : S(""));
    buf_add(&r->welcome, s);
}

static bool prose_say(struct programme_text_reader *r, str s)
{
    struct programme_text_head h;
    size_t at;
    bool last, first = !r->has_first;
    r->has_first = true;
    if (programme_text_head_find(s, &h, &at, &last)) {
        static const char *const until[] = { "bis", "by", "until", NULL };
        str before = str_trim(str_sub(s, 0, at));
        size_t word = before.n;
        while (word > 0 && before.p[word - 1] != ' ')
            word--;
        str lead = str_sub(before, word, before.n);
        if (!first && day_in_line(r, s, &h, last)) {
            day_say(r, &h, false);
            return true;
        }
        if (h.has_span || !programme_text_scan_one_of(&lead, until))
            span_say(r, &h);
    }
    welcome_add(r, s);
    return true;
}

/* "mit Anna Schmidt", "by Anna Schmidt" on a line of its own. */
static bool led_name(str s, str *ret)
{
    static const char *const lead[] = { "mit", "von", "with", "by", "Es spricht", NULL };
    str rest = s;
    bool led = programme_text_scan_one_of(&rest, lead);
    rest = str_trim(rest);
    *ret = rest;
    return led && programme_text_names_likely(rest);
}

static bool ends_open(str s)
{
    static const str open[] = { S_INIT(","), S_INIT(" und"), S_INIT(" and"), S_INIT("&") };
    for (size_t i = 0; i < COUNT_OF(open); i++)
        if (str_ends(s, open[i]))
            return true;
    return false;
}

static bool begins_open(str s)
{
    static const char *const open[] = { "und", "and", "sowie", NULL };
    return str_starts(s, S("&")) || programme_text_scan_one_of(&s, open);
}

/* The line behind a topic: more of it, or who speaks. */
static bool after_topic(struct programme_text_reader *r, struct programme_text_talk *t, str s)
{
    str name = s, topic;
    bool guessed;
    bool likely = str_empty(t->speakers) && t->loose && programme_text_names_likely(s);
    if (str_empty(t->topic)) {
        t->topic = s;
        return true;
    }
    if (r->blank || (t->loose && t->has_time && s.p[0] >= '0' && s.p[0] <= '9'))
        return false;
    if (likely || (str_empty(t->speakers) && led_name(s, &name))) {
        if (likely)
            programme_draft_remark(
                r->d, WORDS_MARK("{n} names have no label and were taken as speakers: {first}"), s);
        speaker_say(r, name);
        return true;
    }
    if (t->topic.n + s.n > TOPIC_MAX ||
        (str_empty(t->speakers) &&
         programme_text_head_split(t->topic, false, &topic, &name, &guessed)))
        return false;
    t->topic = joined(r, t->topic, s, S(" "));
    return true;
}

static bool plain_say(struct programme_text_reader *r, str s)
{
    struct programme_text_talk *t = current(r);
    struct programme_text_head h;
    size_t at;
    bool last;
    if (!r->started)
        return prose_say(r, s);
    if (programme_text_head_find(s, &h, &at, &last) && day_in_line(r, s, &h, last)) {
        day_say(r, &h, false);
        return true;
    }
    if (t == NULL)
        return false;
    if (t->has_time && !t->has_topic && r->last == TEXT_TIME && s.n <= TOPIC_MAX && !is_lower(s)) {
        topic_say(r, s, true);
        return true;
    }
    if (r->last == TEXT_TOPIC)
        return after_topic(r, t, s);
    bool more = str_empty(t->speakers) || ends_open(t->speakers) || begins_open(s);
    if (r->last == TEXT_SPEAKER && (!r->blank || str_empty(t->speakers)) && more) {
        t->speakers = joined(r, t->speakers, s, S(" "));
        return true;
    }
    if (r->last == TEXT_ABOUT && (!r->blank || str_empty(t->about))) {
        t->about = joined(r, t->about, s, S("\n"));
        return true;
    }
    return false;
}

/* A time with what follows on its line; a sentence with a time in front is none. */
static bool time_line(struct programme_text_reader *r, const struct programme_text_head *h,
                      str rest)
{
    str topic, speaker;
    bool guessed;
    if (is_lower(rest) && (!programme_text_head_split(rest, true, &topic, &speaker, &guessed) ||
                           str_empty(speaker) || guessed))
        return false;
    if (h->has_date || h->nth > 0)
        day_say(r, h, false);
    zone_say(r, h->zone);
    time_say(r, h);
    if (!str_empty(rest))
        topic_say(r, rest, true);
    return true;
}

static bool head_say(struct programme_text_reader *r, str s, bool *ret_understood)
{
    str rest = s;
    struct programme_text_head h = programme_text_head_take(&rest, false);
    if (!h.any)
        return false;
    if (h.has_time) {
        *ret_understood = true;
        return time_line(r, &h, rest);
    }
    bool capital = !str_empty(rest) && !is_lower(rest);
    bool dated = h.date.month > 0 || h.nth > 0;
    if (!str_empty(rest) && !(h.parted && capital) && !(dated && capital && r->started))
        return false;
    if (h.has_span && !r->started)
        span_say(r, &h);
    else
        day_say(r, &h, false);
    *ret_understood = str_empty(rest);
    return true;
}

/* ---- lines with a label ---------------------------------------------------------------------- */

static bool when_say(struct programme_text_reader *r, str value)
{
    struct programme_text_head h = programme_text_head_take(&value, true);
    if (h.has_span && !h.has_time && !r->started)
        span_say(r, &h);
    else if (h.has_date || h.has_span || h.nth > 0)
        day_say(r, &h, true);
    if (h.has_time)
        time_say(r, &h);
    zone_say(r, h.zone);
    return h.any && str_empty(value);
}

static bool end_say(struct programme_text_reader *r, str value)
{
    struct programme_text_talk *t = current(r);
    struct programme_text_head h = programme_text_head_take(&value, true);
    if (t == NULL || !t->has_time || !h.has_time)
        return false;
    t->time.end = h.time.start;
    return str_empty(value);
}

static bool duration_say(struct programme_text_reader *r, str value)
{
    struct programme_text_talk *t = current(r);
    int minutes;
    if (t == NULL || !programme_text_scan_minutes(&value, &minutes))
        return false;
    t->minutes = minutes;
    return str_empty(str_trim(value));
}

static bool title_say(struct programme_text_reader *r, str value)
{
    if (r->started || str_empty(value) || !str_empty(r->title))
        return false;
    r->title = value;
    return prose_say(r, value);
}

static bool about_say(struct programme_text_reader *r, str value)
{
    struct programme_text_talk *t = current(r);
    if (t == NULL)
        return false;
    t->about = joined(r, t->about, value, S("\n"));
    r->last = TEXT_ABOUT;
    return true;
}

static bool place_say(struct programme_text_reader *r, str value)
{
    struct programme_text_talk *t = current(r);
    if (t != NULL && str_empty(t->place))
        t->place = value;
    else if (!r->started && str_empty(r->d->p.place))
        r->d->p.place = programme_draft_line(r->d, value);
    else
        return false;
    return true;
}

static bool zone_label_say(struct programme_text_reader *r, str value)
{
    zone_say(r, value);
    return !str_empty(value);
}

static bool field_say(struct programme_text_reader *r, enum programme_text_field field, str value)
{
    switch (field) {
    case TEXT_TIME:
    case TEXT_DATE:
        return when_say(r, value);
    case TEXT_END:
        return end_say(r, value);
    case TEXT_DURATION:
        return duration_say(r, value);
    case TEXT_SUBJECT:
        if (!r->started)
            return title_say(r, value);
        topic_say(r, value, false);
        return true;
    case TEXT_TOPIC:
        topic_say(r, value, false);
        return true;
    case TEXT_SPEAKER:
        speaker_say(r, value);
        return true;
    case TEXT_PLACE:
        return place_say(r, value);
    case TEXT_ZONE:
        return zone_label_say(r, value);
    case TEXT_ABOUT:
        return about_say(r, value);
    case TEXT_TITLE:
        return title_say(r, value);
    case TEXT_DAY:
    case TEXT_NONE:
        return false;
    }
    UNREACHABLE();
}

/* "Von: 10 Uhr": the word before it may mean something else. */
static enum programme_text_field really(enum programme_text_field field, str value)
{
    struct programme_text_time time;
    if (field == TEXT_SPEAKER && programme_text_scan_time(&value, false, &time))
        return TEXT_TIME;
    return field;
}

static bool segment_say(struct programme_text_reader *r, str s)
{
    enum programme_text_field field;
    bool understood = false;
    str value = s;
    if (str_empty(s))
        return true;
    if (programme_text_label_take(&value, &field))
        return field_say(r, really(field, value), value);
    if (head_say(r, s, &understood))
        return understood;
    understood = plain_say(r, s);
    if (!understood)
        r->last = TEXT_NONE; /* what follows belongs to it rather than to the talk */
    return understood;
}

/* ---- lines ----------------------------------------------------------------------------------- */

static bool row_say(struct programme_text_reader *r, str line)
{
    bool understood = true;
    str cell;
    line = str_sub(line, str_starts(line, S("|")), line.n);
    for (size_t i = 0; programme_text_label_cell(&line, &cell); i++)
        if (!str_empty(cell))
            understood &= i < r->n_columns && field_say(r, r->columns[i], cell);
    r->last = TEXT_NONE;
    return understood;
}

static bool line_say(struct programme_text_reader *r, str line)
{
    bool understood = true;
    str segment;
    bool row = str_contains(line, S("|")) || str_contains(line, S("\t"));
    if (programme_text_lines_rule(line))
        return true;
    size_t columns = programme_text_label_columns(line, r->columns, PROGRAMME_TEXT_COLUMNS);
    if (columns > 0) {
        r->n_columns = columns;
        return true;
    }
    if (r->n_columns > 0 && row)
        return row_say(r, line);
    if (row)
        line = str_trim(str_sub(line, str_starts(line, S("|")),
                                line.n - str_ends(line, S("|")) - str_starts(line, S("|"))));
    while (programme_text_label_next(&line, &segment))
        understood &= segment_say(r, segment);
    return understood;
}

static void lines_read(struct programme_text_reader *r)
{
    for (r->at = 0; r->at < r->n; r->at++) {
        str subject = { 0 };
        size_t mail = programme_text_lines_mail(r->bare + r->at, r->n - r->at, &subject);
        if (mail > 0) {
            for (size_t i = 0; i < mail; i++)
                r->lines[r->at + i].understood = true;
            r->subject = str_empty(r->subject) ? subject : r->subject;
            r->at += mail - 1;
            continue;
        }
        bool blank = str_empty(r->bare[r->at]);
        r->lines[r->at].understood = blank || line_say(r, r->bare[r->at]);
        r->blank = blank;
    }
}

/* ---- the whole ------------------------------------------------------------------------------ */

static const err *lines_make(struct programme_text_reader *r, str text)
{
    size_t cap = 1;
    for (size_t i = 0; i < text.n; i++)
        cap += text.p[i] == '\n';
    if (cap > LINES_MAX)
        FAIL(r->d->a, ERR_INVALID, "no invitation: more than %d lines", LINES_MAX);
    r->lines = NEW_ARRAY(r->d->a, struct programme_line, cap);
    r->bare = NEW_ARRAY(r->a, str, cap);
    str line;
    while (str_next(&text, '\n', &line)) {
        r->bare[r->n] = programme_text_lines_bare(r->a, line);
        r->lines[r->n].number = r->n + 1;
        r->lines[r->n++].text = str_copy(r->d->a, line);
    }
    return NULL;
}

const err *programme_text_read(arena *a, str text, str zone, int64_t now_ms, struct programme *ret,
                               struct programme_report *ret_report)
{
    SCRATCH(scratch);
    struct programme_draft d = {
        .a = a,
        .scratch = scratch,
        .p = { .format = PROGRAMME_TEXT, .zone = str_copy(a, zone), .zone_assumed = true }
    };
    struct programme_text_reader r = {
        .d = &d, .a = scratch, .now_ms = now_ms, .day = PROGRAMME_TEXT_NO_DAY
    };
    str clean;
    ASSERT(when_zone_known(zone));
    if (text.n > PROGRAMME_TEXT_MAX)
        FAIL(a, ERR_INVALID, "no invitation: larger than %zu KB", PROGRAMME_TEXT_MAX >> 10);
    if (!programme_text_lines_clean(scratch, text, &clean))
        FAIL(a, ERR_INVALID, "no invitation: not a text");
    TRY(lines_make(&r, clean));
    buf_on_arena(&r.welcome, scratch, 2 * PROGRAMME_TEXT_MAX);
    lines_read(&r);
    const err *e = programme_text_finish(&r, ret, ret_report);
    ret_report->lines = r.lines;
    ret_report->n_lines = r.n;
    return e;
}
