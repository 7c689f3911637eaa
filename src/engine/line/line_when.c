/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * line_when.c - days, times and minutes, seen from the day of writing. What is written as a date or
 * a clock time is read as in invitations (programme_text_scan.h).
 */
#include "engine/line/line_when.h"

#include <string.h>

#include "engine/programme/programme_text_scan.h"

/* A day and month without a year lie at most this far ahead, else they were last year's. */
#define AHEAD_DAYS 60

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t taken(str before, str after)
{
    return before.n - after.n;
}

/* ---- numbers and durations ------------------------------------------------------------------- */

/* "3", "drei", "a": up to 99. */
static bool count_take(str *s, int *ret)
{
    static const char *const words[][6] = {
        { "einem", "einer", "ein", "a", "one", NULL },
        { "zwei", "two", NULL },
        { "drei", "three", NULL },
        { "vier", "four", NULL },
        { "fünf", "five", NULL },
        { "sechs", "six", NULL },
    };
    size_t n = 0;
    int v = 0;
    for (; n < s->n && n < 2 && is_digit(s->p[n]); n++)
        v = v * 10 + (s->p[n] - '0');
    if (n > 0 && v > 0 && programme_text_scan_word_length(str_sub(*s, n, s->n)) == 0) {
        *s = str_sub(*s, n, s->n);
        *ret = v;
        return true;
    }
    for (int i = 0; i < (int)COUNT_OF(words); i++) {
        if (!programme_text_scan_one_of(s, words[i]))
            continue;
        *ret = i + 1;
        return true;
    }
    return false;
}

struct spoken {
    const char *text;
    int minutes;
};

/* "20m", "20'", "1h30", "1h 30m": what people type who log time. */
static size_t short_minutes(str s, int *ret)
{
    int v[2] = { 0, 0 };
    size_t i = 0, start;
    bool hours = false;
    for (; i < s.n && i < 4 && is_digit(s.p[i]); i++)
        v[0] = v[0] * 10 + (s.p[i] - '0');
    if (i == 0 || i >= s.n)
        return 0;
    if (s.p[i] == 'h' || s.p[i] == 'H') {
        hours = true;
        i++;
        start = i < s.n && s.p[i] == ' ' ? i + 1 : i;
        size_t j = start;
        for (; j < s.n && j < start + 2 && is_digit(s.p[j]); j++)
            v[1] = v[1] * 10 + (s.p[j] - '0');
        bool unit = j > start && j < s.n && (s.p[j] == 'm' || s.p[j] == 'M');
        if (j == start || v[1] > 59 || (start > i && !unit) || v[0] > 12)
            return 0;
        i = j + unit;
    } else if (s.p[i] == 'm' || s.p[i] == 'M' || s.p[i] == '\'') {
        i++;
    } else {
        return 0;
    }
    int total = hours ? v[0] * 60 + v[1] : v[0];
    if (programme_text_scan_word_length(str_sub(s, i, s.n)) > 0 || total < 1 || total > 1440)
        return 0;
    *ret = total;
    return i;
}

size_t line_when_minutes(str s, int *ret)
{
    static const struct spoken spoken[] = {
        { "eine halbe Stunde", 30 },  { "halbe Stunde", 30 },       { "half an hour", 30 },
        { "eine Viertelstunde", 15 }, { "Viertelstunde", 15 },      { "dreiviertel Stunde", 45 },
        { "Dreiviertelstunde", 45 },  { "anderthalb Stunden", 90 }, { "eine Stunde", 60 },
        { "zwei Stunden", 120 },      { "drei Stunden", 180 },      { "an hour", 60 },
        { "one hour", 60 },           { "two hours", 120 },         { "three hours", 180 },
    };
    for (size_t i = 0; i < COUNT_OF(spoken); i++) {
        const char *const words[] = { spoken[i].text, NULL };
        str rest = s;
        if (!programme_text_scan_one_of(&rest, words))
            continue;
        *ret = spoken[i].minutes;
        return taken(s, rest);
    }
    size_t n = short_minutes(s, ret);
    if (n > 0)
        return n;
    str rest = s;
    return programme_text_scan_minutes(&rest, ret) ? taken(s, rest) : 0;
}

/* ---- days ------------------------------------------------------------------------------------ */

static bool exists(struct when_date d)
{
    return when_date_cmp(when_date_of_number(when_date_number(d)), d) == 0;
}

/* A date as it was written, with the year that is meant: the last one, or the next. */
static bool year_find(const struct programme_text_date *d, struct when_date from, bool coming,
                      struct when_date *ret)
{
    struct when_date day = { d->year, d->month, d->day };
    if (d->year != 0) {
        *ret = day;
        return exists(day);
    }
    /* The 29th of February may be some years away. */
    int first = coming ? from.year : from.year + 1;
    for (int i = 0; i < 9; i++) {
        day.year = coming ? first + i : first - i;
        if (!exists(day))
            continue;
        int cmp = when_date_cmp(day, coming ? from : when_date_add(from, AHEAD_DAYS));
        if (coming ? cmp >= 0 : cmp <= 0) {
            *ret = day;
            return true;
        }
    }
    return false;
}

/* "31.13.", "0.5.": written as a day, but there is none. */
static size_t impossible_day(str s)
{
    size_t i = 0;
    for (int part = 0; part < 2; part++) {
        size_t from = i;
        while (i < s.n && i - from < 2 && is_digit(s.p[i]))
            i++;
        if (i == from || i == s.n || s.p[i] != '.')
            return 0;
        i++;
    }
    return i;
}

/* `rest` stands behind the date. "Mo" and its like are words, so alone they need more (`sure`). */
static bool written_day(str *s, struct when_date from, bool coming, bool sure, bool strictly,
                        struct line_moment *ret)
{
    struct programme_text_date d = { .weekday = -1 };
    str rest = *s;
    if (!programme_text_scan_date(&rest, &d)) {
        size_t n = impossible_day(*s);
        *s = str_sub(*s, n, s->n);
        ret->no_such = n > 0;
        return n > 0;
    }
    if (d.month == 0) {
        if (!sure && taken(*s, rest) <= 5)
            return false;
        int back = (when_weekday(from) - d.weekday + 7) % 7;
        if (coming)
            back = back == 0 ? -7 : back - 7;
        else if (strictly && back == 0)
            back = 7;
        ret->day = when_date_add(from, -back);
        ret->has_day = true;
    } else {
        ret->has_day = year_find(&d, from, coming, &ret->day);
        ret->no_such = !ret->has_day;
    }
    *s = rest;
    return true;
}

/* "vor 3 Tagen", "3 days ago", "vor einer Woche". */
static bool ago_take(str *s, int *ret_days)
{
    static const char *const before[] = { "vor", NULL };
    static const char *const ago[] = { "ago", NULL };
    static const char *const days[] = { "Tagen", "Tag", "days", "day", NULL };
    static const char *const weeks[] = { "Wochen", "Woche", "weeks", "week", NULL };
    str rest = *s;
    int n;
    bool german = programme_text_scan_one_of(&rest, before);
    programme_text_scan_blanks(&rest);
    if (!count_take(&rest, &n))
        return false;
    programme_text_scan_blanks(&rest);
    bool in_days = programme_text_scan_one_of(&rest, days);
    if (!in_days && !programme_text_scan_one_of(&rest, weeks))
        return false;
    str end = rest;
    programme_text_scan_blanks(&rest);
    if (!german && !programme_text_scan_one_of(&rest, ago))
        return false;
    *s = german ? end : rest;
    *ret_days = in_days ? n : n * 7;
    return true;
}

struct spoken_day {
    const char *text;
    int days;
};

static bool spoken_take(str *s, const struct spoken_day *table, size_t count, int *ret)
{
    for (size_t i = 0; i < count; i++) {
        const char *const words[] = { table[i].text, NULL };
        if (!programme_text_scan_one_of(s, words))
            continue;
        *ret = table[i].days;
        return true;
    }
    return false;
}

static bool day_take(str *s, struct when_date today, struct line_moment *ret)
{
    static const struct spoken_day near[] = {
        { "heute", 0 },
        { "today", 0 },
        { "eben", 0 },
        { "gerade eben", 0 },
        { "just now", 0 },
        { "gestern", -1 },
        { "yesterday", -1 },
        { "vorgestern", -2 },
        { "the day before yesterday", -2 },
        { "day before yesterday", -2 },
        { "morgen", 1 },
        { "tomorrow", 1 },
        { "übermorgen", 2 },
        { "uebermorgen", 2 },
    };
    static const char *const on[] = { "am", "on", "den", "vom", NULL };
    static const char *const last[] = {
        "letzten", "letzter", "letzte", "vergangenen", "last", NULL
    };
    static const char *const next[] = { "nächsten", "kommenden", "next", NULL };
    int days;
    if (spoken_take(s, near, COUNT_OF(near), &days) ||
        (ago_take(s, &days) && (days = -days, true))) {
        ret->day = when_date_add(today, days);
        ret->has_day = true;
        return true;
    }
    str rest = *s;
    bool sure = programme_text_scan_one_of(&rest, on);
    programme_text_scan_blanks(&rest);
    bool strictly = programme_text_scan_one_of(&rest, last);
    bool coming = !strictly && programme_text_scan_one_of(&rest, next);
    programme_text_scan_blanks(&rest);
    if (!written_day(&rest, today, coming, sure || strictly || coming, strictly, ret))
        return false;
    *s = rest;
    return true;
}

/* ---- times ----------------------------------------------------------------------------------- */

/* "25:00", "14:75", "26 Uhr": written as a time, but there is none. */
static size_t impossible_time(str s)
{
    static const char *const clock[] = { "Uhr", NULL };
    int v[2] = { 0, 0 };
    size_t i = 0;
    for (; i < s.n && i < 2 && is_digit(s.p[i]); i++)
        v[0] = v[0] * 10 + (s.p[i] - '0');
    if (i == 0)
        return 0;
    if (i + 2 < s.n && s.p[i] == ':' && is_digit(s.p[i + 1]) && is_digit(s.p[i + 2])) {
        v[1] = (s.p[i + 1] - '0') * 10 + (s.p[i + 2] - '0');
        i += 3;
        if (programme_text_scan_word_length(str_sub(s, i, s.n)) > 0)
            return 0;
        return v[0] > 24 || v[1] > 59 || (v[0] == 24 && v[1] > 0) ? i : 0;
    }
    str rest = str_sub(s, i, s.n);
    programme_text_scan_blanks(&rest);
    return v[0] > 24 && programme_text_scan_one_of(&rest, clock) ? taken(s, rest) : 0;
}

static bool time_take(str *s, struct line_moment *ret)
{
    static const char *const at[] = { "um", "at", "gegen", "around", "von", "ab", NULL };
    static const struct spoken_day parts[] = {
        { "früh", 8 * 60 },       { "frueh", 8 * 60 },       { "morgen früh", 8 * 60 },
        { "Vormittag", 10 * 60 }, { "vormittags", 10 * 60 }, { "this morning", 10 * 60 },
        { "morning", 10 * 60 },   { "Mittag", 12 * 60 },     { "mittags", 12 * 60 },
        { "noon", 12 * 60 },      { "Nachmittag", 15 * 60 }, { "nachmittags", 15 * 60 },
        { "afternoon", 15 * 60 }, { "Abend", 19 * 60 },      { "abends", 19 * 60 },
        { "evening", 19 * 60 },   { "tonight", 20 * 60 },
    };
    struct programme_text_time t;
    str rest = *s;
    bool told = programme_text_scan_one_of(&rest, at);
    programme_text_scan_blanks(&rest);
    size_t n = impossible_time(rest);
    if (n > 0) {
        *s = str_sub(rest, n, rest.n);
        ret->no_such = true;
        return true;
    }
    /* "1h30" is how long, "14h30" is when. */
    int minutes;
    if (!told && short_minutes(rest, &minutes) > 0)
        return false;
    if (programme_text_scan_time(&rest, told, &t)) {
        ret->at = t.start;
        if (t.end >= 0)
            ret->minutes = (t.end - t.start + 1440) % 1440;
        *s = rest;
        return true;
    }
    return spoken_take(s, parts, COUNT_OF(parts), &ret->at);
}

/* "gestern morgen": behind a day it is a time, alone it is a day. */
static bool morning_take(str *s, struct line_moment *ret)
{
    static const struct spoken_day morning[] = { { "morgen", 8 * 60 } };
    return spoken_take(s, morning, 1, &ret->at);
}

size_t line_when_past(str s, struct when_date today, struct line_moment *ret)
{
    struct line_moment m = { .at = -1 };
    str rest = s;
    bool day = day_take(&rest, today, &m);
    str end = rest;
    if (day) {
        (void)(str_starts(rest, S(",")) && (rest = str_sub(rest, 1, rest.n), true));
        programme_text_scan_blanks(&rest);
    }
    bool time = !m.no_such && (time_take(&rest, &m) || (day && morning_take(&rest, &m)));
    if (!time)
        rest = end;
    if (!day && !time)
        return 0;
    *ret = m;
    return taken(s, rest);
}

/* ---- days to come ---------------------------------------------------------------------------- */

static int days_in_month(struct when_date d)
{
    int n = 28;
    while (n < 31 && exists((struct when_date){ d.year, d.month, n + 1 }))
        n++;
    return n;
}

/* Ends of weeks are Fridays, for promises are made among people who work. */
static bool end_take(str *s, struct when_date from, struct when_date *ret)
{
    static const char *const week[] = { "Ende der Woche",      "end of the week", "end of week",
                                        "the end of the week", "Wochenende",      NULL };
    static const char *const month[] = { "Ende des Monats",      "Monatsende",
                                         "end of the month",     "end of month",
                                         "the end of the month", NULL };
    static const char *const next_week[] = { "nächste Woche", "naechste Woche", "nächster Woche",
                                             "next week", NULL };
    static const char *const next_month[] = { "nächsten Monat", "next month", NULL };
    int to_friday = (4 - when_weekday(from) + 7) % 7;
    if (programme_text_scan_one_of(s, week)) {
        *ret = when_date_add(from, to_friday);
    } else if (programme_text_scan_one_of(s, next_week)) {
        *ret = when_date_add(from, 7 - when_weekday(from) + 4);
    } else if (programme_text_scan_one_of(s, month)) {
        *ret = (struct when_date){ from.year, from.month, days_in_month(from) };
    } else if (programme_text_scan_one_of(s, next_month)) {
        struct when_date d = { from.year + from.month / 12, from.month % 12 + 1, 1 };
        *ret = (struct when_date){ d.year, d.month, days_in_month(d) };
    } else {
        return false;
    }
    return true;
}

/* "in 2 Wochen", "in three days". */
static bool span_take(str *s, int *ret_days)
{
    static const char *const in[] = { "in", "innerhalb von", "within", NULL };
    static const char *const days[] = { "Tagen", "Tag", "days", "day", NULL };
    static const char *const weeks[] = { "Wochen", "Woche", "weeks", "week", NULL };
    static const char *const months[] = { "Monaten", "Monat", "months", "month", NULL };
    str rest = *s;
    int n;
    if (!programme_text_scan_one_of(&rest, in))
        return false;
    programme_text_scan_blanks(&rest);
    if (!count_take(&rest, &n))
        return false;
    programme_text_scan_blanks(&rest);
    if (programme_text_scan_one_of(&rest, days))
        *ret_days = n;
    else if (programme_text_scan_one_of(&rest, weeks))
        *ret_days = 7 * n;
    else if (programme_text_scan_one_of(&rest, months))
        *ret_days = 30 * n;
    else
        return false;
    *s = rest;
    return true;
}

/* What is a day to come by its own words. */
static size_t plain_coming(str s, struct when_date from, struct line_moment *ret)
{
    static const struct spoken_day near[] = {
        { "heute", 0 },       { "today", 0 },
        { "tonight", 0 },     { "morgen", 1 },
        { "tomorrow", 1 },    { "übermorgen", 2 },
        { "uebermorgen", 2 }, { "the day after tomorrow", 2 },
    };
    int days;
    str rest = s;
    if (spoken_take(&rest, near, COUNT_OF(near), &days) || span_take(&rest, &days))
        ret->day = when_date_add(from, days);
    else if (!end_take(&rest, from, &ret->day))
        return 0;
    ret->has_day = true;
    return taken(s, rest);
}

size_t line_when_coming(str s, struct when_date from, struct line_moment *ret)
{
    static const char *const next[] = { "nächsten", "nächster", "kommenden", "next",
                                        "dem",      "den",      NULL };
    struct line_moment m = { .at = -1 };
    size_t n = plain_coming(s, from, &m);
    if (n == 0) {
        str rest = s;
        (void)programme_text_scan_one_of(&rest, next);
        programme_text_scan_blanks(&rest);
        if (!written_day(&rest, from, true, true, false, &m))
            return 0;
        n = taken(s, rest);
    }
    *ret = m;
    return n;
}

size_t line_when_due(str s, struct when_date from, struct line_moment *ret)
{
    static const char *const limits[] = { "bis spätestens",
                                          "spätestens bis zum",
                                          "spätestens am",
                                          "bis zum",
                                          "bis zur",
                                          "bis",
                                          "by the",
                                          "by",
                                          "until",
                                          "till",
                                          "am",
                                          "on",
                                          "before",
                                          "vor dem",
                                          NULL };
    struct line_moment m = { .at = -1 };
    str rest = s;
    if (programme_text_scan_one_of(&rest, limits)) {
        programme_text_scan_blanks(&rest);
        size_t n = line_when_coming(rest, from, ret);
        return n > 0 ? taken(s, rest) + n : 0;
    }
    size_t n = plain_coming(s, from, &m);
    if (n > 0)
        *ret = m;
    return n;
}
