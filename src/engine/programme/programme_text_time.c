/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_text_time.c - times of day, durations and zones as people write them; declared in
 * programme_text_scan.h.
 */
#include <string.h>

#include "engine/programme/programme_text_scan.h"

enum half { HALF_UNSAID, HALF_AM, HALF_PM };

/* One clock time as written. */
struct clock_time {
    int hour, minute;
    char separator; /* ':', '.', or '\0' without minutes */
    bool word;      /* "Uhr", "h", "a.m." stands behind it */
    enum half half;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool two_digits(str s, int *ret)
{
    if (s.n < 2 || !is_digit(s.p[0]) || !is_digit(s.p[1]) || (s.n > 2 && is_digit(s.p[2])))
        return false;
    *ret = (s.p[0] - '0') * 10 + (s.p[1] - '0');
    return true;
}

/* "Uhr", "h", "a.m."; the blanks before it. "10 Uhr 30" and "14h30" have their minutes behind it.
 */
static void word_take(str *s, struct clock_time *t)
{
    static const char *const clock[] = { "Uhr", "h", "o'clock", "o\u2019clock", NULL };
    static const char *const am[] = { "a.m.", "a.m", "am", NULL };
    static const char *const pm[] = { "p.m.", "p.m", "pm", NULL };
    str rest = *s;
    programme_text_scan_blanks(&rest);
    if (programme_text_scan_one_of(&rest, am))
        t->half = HALF_AM;
    else if (programme_text_scan_one_of(&rest, pm))
        t->half = HALF_PM;
    else if (!programme_text_scan_one_of(&rest, clock)) {
        if (t->separator != '\0' || rest.n < 3 || (rest.p[0] | 32) != 'h' ||
            !two_digits(str_sub(rest, 1, rest.n), &t->minute))
            return;
        rest = str_sub(rest, 3, rest.n);
    }
    t->word = true;
    *s = rest;
    programme_text_scan_blanks(&rest);
    if (t->separator == '\0' && t->half == HALF_UNSAID && two_digits(rest, &t->minute) &&
        (rest.n == 2 || strchr(".:", rest.p[2]) == NULL))
        *s = str_sub(rest, 2, rest.n);
}

static bool clock_take(str *s, struct clock_time *ret)
{
    struct clock_time t = { 0 };
    str rest = *s;
    size_t n = 0;
    for (; n < rest.n && n < 2 && is_digit(rest.p[n]); n++)
        t.hour = t.hour * 10 + (rest.p[n] - '0');
    rest = str_sub(rest, n, rest.n);
    if (n == 0 || (rest.n > 0 && is_digit(rest.p[0])))
        return false;
    if (rest.n > 0 && (rest.p[0] == ':' || rest.p[0] == '.') &&
        two_digits(str_sub(rest, 1, rest.n), &t.minute)) {
        t.separator = rest.p[0];
        rest = str_sub(rest, 3, rest.n);
    }
    word_take(&rest, &t);
    bool twelve = t.half != HALF_UNSAID;
    if (t.minute > 59 || t.hour > (twelve ? 12 : 24) || (twelve && t.hour == 0) ||
        (t.hour == 24 && t.minute > 0))
        return false;
    *s = rest;
    *ret = t;
    return true;
}

static int minutes_of(const struct clock_time *t)
{
    int hour = t->hour % 24;
    if (t->half == HALF_AM)
        hour %= 12;
    else if (t->half == HALF_PM)
        hour = hour % 12 + 12;
    return hour * 60 + t->minute;
}

/* "10-11 a.m.", "11-1 p.m.": the half of the day is said once. */
static void half_share(struct clock_time *start, const struct clock_time *end)
{
    if (start->half != HALF_UNSAID || end->half == HALF_UNSAID || start->hour > 12 ||
        start->hour == 0)
        return;
    start->half = end->half;
    if (minutes_of(start) >= minutes_of(end))
        start->half = end->half == HALF_PM ? HALF_AM : HALF_PM;
}

/* A number alone is no time; "10.30" could be the beginning of a date. */
static bool is_time(const struct clock_time *t, str behind)
{
    if (t->word || t->separator == ':')
        return true;
    return t->separator == '.' && !str_starts(behind, S("."));
}

static const char *const until[] = { "bis", "to", "until", "till", NULL };

/* The end behind a start, where there is one: it may be what shows that both are times. */
static bool end_take(str *s, const struct clock_time *start, bool told, struct clock_time *ret)
{
    str rest = *s;
    if (!programme_text_scan_until(&rest, until) || !clock_take(&rest, ret))
        return false;
    bool both_dotted = start->separator == '.' && ret->separator == '.';
    if (!told && !is_time(start, *s) && !ret->word && ret->separator != ':')
        return false;
    if (!told && !start->word && !ret->word && !both_dotted && ret->separator != ':')
        return false;
    if (str_starts(rest, S(".")) && rest.n > 1 && is_digit(rest.p[1]))
        return false;
    *s = rest;
    return true;
}

bool programme_text_scan_time(str *s, bool told, struct programme_text_time *ret)
{
    struct clock_time start, end;
    str rest = *s;
    if (!clock_take(&rest, &start))
        return false;
    bool range = end_take(&rest, &start, told, &end);
    if (!range && !start.word && start.separator != ':' &&
        !(told && (start.separator == '\0' || is_time(&start, rest))))
        return false;
    if (!range && told && start.separator == '\0' && !start.word && str_starts(rest, S(".")))
        return false;
    if (range)
        half_share(&start, &end);
    *ret = (struct programme_text_time){ minutes_of(&start), range ? minutes_of(&end) : -1 };
    *s = rest;
    return true;
}

static bool is_name_sign(char c)
{
    return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '/' || c == '_' || c == '-';
}

bool programme_text_scan_zone(str *s, str *ret)
{
    static const char *const names[] = { "MESZ", "MEZ", "CEST", "CET", "WEST", "WET", "EEST", "EET",
                                         "BST",  "EDT", "EST",  "CDT", "CST",  "MDT", "MST",  "PDT",
                                         "PST",  "IST", "JST",  "UTC", "GMT",  NULL };
    static const char *const continents[] = { "Europe/",  "America/",   "Asia/",    "Africa/",
                                              "Pacific/", "Australia/", "Atlantic/" };
    str rest = *s;
    bool bracket = rest.n > 0 && rest.p[0] == '(';
    rest = str_sub(rest, bracket, rest.n);
    str front = rest;
    /* In capitals only: "est" and "west" are words. */
    size_t n = programme_text_scan_word_length(rest);
    bool capitals = n > 0 && rest.p[0] >= 'A' && rest.p[0] <= 'Z' && rest.p[n - 1] < 'a';
    if (capitals && programme_text_scan_one_of(&rest, names)) {
        if (rest.n >= 2 && (rest.p[0] == '+' || rest.p[0] == '-') && is_digit(rest.p[1])) {
            rest = str_sub(rest, 2, rest.n);
            while (rest.n > 0 && (is_digit(rest.p[0]) || (rest.p[0] == ':' && rest.n > 1)))
                rest = str_sub(rest, 1, rest.n);
        }
    } else {
        for (size_t i = 0; i < COUNT_OF(continents) && rest.p == front.p; i++)
            if (str_starts(rest, str_of(continents[i])))
                while (rest.n > 0 && is_name_sign(rest.p[0]))
                    rest = str_sub(rest, 1, rest.n);
    }
    if (rest.p == front.p)
        return false;
    *ret = (str){ front.p, front.n - rest.n };
    *s = str_sub(rest, bracket && str_starts(rest, S(")")), rest.n);
    return true;
}

bool programme_text_scan_minutes(str *s, int *ret)
{
    static const char *const minutes[] = { "Minuten", "Minute", "minutes", "mins", "min", NULL };
    static const char *const hours[] = { "Stunden", "Stunde", "hours", "hour", "Std", "h", NULL };
    str rest = *s;
    int whole = 0, half = 0;
    size_t n = 0;
    for (; n < rest.n && n < 3 && is_digit(rest.p[n]); n++)
        whole = whole * 10 + (rest.p[n] - '0');
    rest = str_sub(rest, n, rest.n);
    if (n == 0)
        return false;
    /* Each of them has two bytes. */
    if (str_starts(rest, S(",5")) || str_starts(rest, S(".5")) || str_starts(rest, S("\u00bd"))) {
        half = 30;
        rest = str_sub(rest, 2, rest.n);
    }
    programme_text_scan_blanks(&rest);
    bool in_minutes = half == 0 && programme_text_scan_one_of(&rest, minutes);
    if (!in_minutes && !programme_text_scan_one_of(&rest, hours))
        return false;
    int total = in_minutes ? whole : whole * 60 + half;
    if (total < 1 || total > 24 * 60)
        return false;
    *s = str_sub(rest, str_starts(rest, S(".")), rest.n);
    *ret = total;
    return true;
}
