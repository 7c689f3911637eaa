/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_text_scan.c - words, dashes, dates. Times of day are in programme_text_time.c.
 */
#include "engine/programme/programme_text_scan.h"

#include <string.h>

/* Other numbers of four digits are no years. */
#define YEAR_MIN 1900
#define YEAR_MAX 2199

static const char *const weekdays[7][6] = {
    { "Montag", "Monday", "Mon", "Mo" },      { "Dienstag", "Tuesday", "Tues", "Tue", "Di" },
    { "Mittwoch", "Wednesday", "Wed", "Mi" }, { "Donnerstag", "Thursday", "Thurs", "Thu", "Do" },
    { "Freitag", "Friday", "Fri", "Fr" },     { "Samstag", "Sonnabend", "Saturday", "Sat", "Sa" },
    { "Sonntag", "Sunday", "Sun", "So" },
};

static const char *const months[12][7] = {
    { "Januar", "Jänner", "January", "Jan" },
    { "Februar", "Feber", "February", "Feb" },
    { "März", "Maerz", "March", "Mär", "Mrz", "Mar" },
    { "April", "Apr" },
    { "Mai", "May" },
    { "Juni", "June", "Jun" },
    { "Juli", "July", "Jul" },
    { "August", "Aug" },
    { "September", "Sept", "Sep" },
    { "Oktober", "October", "Okt", "Oct" },
    { "November", "Nov" },
    { "Dezember", "December", "Dez", "Dec" },
};

static const char *const nths[10][7] = {
    { "erster", "erste", "ersten", "first", "eins", "one" },
    { "zweiter", "zweite", "zweiten", "second", "zwei", "two" },
    { "dritter", "dritte", "dritten", "third", "drei", "three" },
    { "vierter", "vierte", "vierten", "fourth", "vier", "four" },
    { "fünfter", "fünfte", "fünften", "fifth", "fünf", "five" },
    { "sechster", "sechste", "sechsten", "sixth", "sechs", "six" },
    { "siebter", "siebte", "siebten", "seventh", "sieben", "seven" },
    { "achter", "achte", "achten", "eighth", "acht", "eight" },
    { "neunter", "neunte", "neunten", "ninth", "neun", "nine" },
    { "zehnter", "zehnte", "zehnten", "tenth", "zehn", "ten" },
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes of the letter or digit in front; signs of U+0080-00BF and U+2000-2FFF are none. */
static size_t letter_length(str s)
{
    unsigned char c = s.n > 0 ? (unsigned char)s.p[0] : 0;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
        return 1;
    if (c < 0xc3 || c == 0xe2)
        return 0;
    return c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

size_t programme_text_scan_word_length(str s)
{
    size_t n = 0;
    for (size_t more; (more = letter_length(str_sub(s, n, s.n))) > 0;)
        n += more;
    return n < s.n ? n : s.n;
}

/* "A" and "a", and the second bytes of "Ä" and "ä": c3 84 and c3 a4. */
static int folded(str s, size_t i)
{
    unsigned char c = (unsigned char)s.p[i];
    if (c >= 'A' && c <= 'Z')
        return c + 32;
    if (i > 0 && (unsigned char)s.p[i - 1] == 0xc3 && c >= 0x80 && c <= 0x9e)
        return c + 32;
    return c;
}

bool programme_text_scan_same(str a, const char *b)
{
    str other = str_of(b);
    if (a.n != other.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (folded(a, i) != folded(other, i))
            return false;
    return true;
}

bool programme_text_scan_one_of(str *s, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        str front = str_sub(*s, 0, strlen(words[i]));
        if (!programme_text_scan_same(front, words[i]) ||
            letter_length(str_sub(*s, front.n, s->n)) > 0)
            continue;
        *s = str_sub(*s, front.n, s->n);
        return true;
    }
    return false;
}

void programme_text_scan_blanks(str *s)
{
    while (s->n > 0 && (s->p[0] == ' ' || s->p[0] == '\t'))
        *s = str_sub(*s, 1, s->n);
}

static bool sign_take(str *s, const char *sign)
{
    if (!str_starts(*s, str_of(sign)))
        return false;
    *s = str_sub(*s, strlen(sign), s->n);
    return true;
}

bool programme_text_scan_dash(str *s)
{
    /* U+2010 to U+2015, U+2212, U+FE58, U+FE63, U+FF0D. */
    static const char *const dashes[] = { "--",     "-",      "\u2010", "\u2011",
                                          "\u2012", "\u2013", "\u2014", "\u2015",
                                          "\u2212", "\ufe58", "\ufe63", "\uff0d" };
    str rest = *s;
    programme_text_scan_blanks(&rest);
    for (size_t i = 0; i < COUNT_OF(dashes); i++) {
        if (!sign_take(&rest, dashes[i]))
            continue;
        programme_text_scan_blanks(&rest);
        *s = rest;
        return true;
    }
    return false;
}

/* Up to `most` digits that end there. */
static bool number_take(str *s, size_t most, int *ret)
{
    size_t n = 0;
    int v = 0;
    for (; n < s->n && n < most && is_digit(s->p[n]); n++)
        v = v * 10 + (s->p[n] - '0');
    if (n == 0 || (n < s->n && is_digit(s->p[n])))
        return false;
    *s = str_sub(*s, n, s->n);
    *ret = v;
    return true;
}

/* ---- dates ----------------------------------------------------------------------------------- */

static bool month_take(str *s, int *ret)
{
    for (int i = 0; i < 12; i++) {
        if (!programme_text_scan_one_of(s, months[i]))
            continue;
        (void)sign_take(s, ".");
        *ret = i + 1;
        return true;
    }
    return false;
}

/* A short one is a word of its own too ("So geht es"): then a date or a sign must follow. */
static bool weekday_take(str *s, int *ret)
{
    str rest = *s;
    for (int i = 0; i < 7; i++) {
        if (!programme_text_scan_one_of(&rest, weekdays[i]))
            continue;
        if (s->n - rest.n <= 5 && rest.n > 0 && strchr(".,:", rest.p[0]) == NULL &&
            !is_digit(str_trim(rest).n > 0 ? str_trim(rest).p[0] : ' '))
            return false;
        *s = rest;
        *ret = i;
        return true;
    }
    return false;
}

/* " 2012", ", 2012", ".12" straight behind the month. */
static void year_take(str *s, bool short_too, int *ret)
{
    int year;
    str rest = *s;
    if (short_too && rest.n >= 2 && is_digit(rest.p[0]) && number_take(&rest, 2, &year) &&
        s->n - rest.n == 2 && (rest.n == 0 || rest.p[0] != ':')) {
        *ret = 2000 + year;
        *s = rest;
        return;
    }
    rest = *s;
    programme_text_scan_blanks(&rest);
    (void)sign_take(&rest, ",");
    programme_text_scan_blanks(&rest);
    if (number_take(&rest, 4, &year) && year >= YEAR_MIN && year <= YEAR_MAX) {
        *ret = year;
        *s = rest;
    }
}

/* The 30th of February is a date too, one that does not exist: it is told later. */
static bool plausible(const struct programme_text_date *d)
{
    return d->month >= 1 && d->month <= 12 && d->day >= 1 && d->day <= 31;
}

/* "2012-07-09" */
static bool iso_take(str *s, struct programme_text_date *d)
{
    str rest = *s;
    return number_take(&rest, 4, &d->year) && s->n - rest.n == 4 && d->year >= YEAR_MIN &&
           d->year <= YEAR_MAX && programme_text_scan_dash(&rest) &&
           number_take(&rest, 2, &d->month) && programme_text_scan_dash(&rest) &&
           number_take(&rest, 2, &d->day) && plausible(d) && (*s = rest, true);
}

/* "9.7.2012", "9. 7. 2012", "09.07.12", "9.7." */
static bool dotted_take(str *s, struct programme_text_date *d)
{
    str rest = *s;
    if (!number_take(&rest, 2, &d->day) || !sign_take(&rest, "."))
        return false;
    programme_text_scan_blanks(&rest);
    if (!number_take(&rest, 2, &d->month) || !sign_take(&rest, ".") || !plausible(d))
        return false;
    year_take(&rest, true, &d->year);
    *s = rest;
    return true;
}

/* "9/7/2012": day and month, unless that cannot be. */
static bool slashed_take(str *s, struct programme_text_date *d)
{
    str rest = *s;
    if (!number_take(&rest, 2, &d->day) || !sign_take(&rest, "/") ||
        !number_take(&rest, 2, &d->month) || !sign_take(&rest, "/") ||
        !number_take(&rest, 4, &d->year))
        return false;
    if (d->year < 100)
        d->year += 2000;
    d->slashes = d->day <= 12 && d->month <= 12 && d->day != d->month;
    if (d->month > 12) {
        int day = d->month;
        d->month = d->day;
        d->day = day;
    }
    if (!plausible(d) || d->year < YEAR_MIN || d->year > YEAR_MAX)
        return false;
    *s = rest;
    return true;
}

/* The number of a day: "9", "9.", "9th", "9th of". */
static bool day_take(str *s, int *ret)
{
    static const char *const endings[] = { "st", "nd", "rd", "th", NULL };
    static const char *const of[] = { "of", NULL };
    str rest = *s;
    if (!number_take(&rest, 2, ret))
        return false;
    if (!sign_take(&rest, "."))
        (void)programme_text_scan_one_of(&rest, endings);
    *s = rest;
    programme_text_scan_blanks(&rest);
    if (programme_text_scan_one_of(&rest, of))
        *s = rest;
    return true;
}

/* "9. Juli 2012", "9th of July" */
static bool day_month_take(str *s, struct programme_text_date *d)
{
    str rest = *s;
    if (!day_take(&rest, &d->day))
        return false;
    programme_text_scan_blanks(&rest);
    if (!month_take(&rest, &d->month) || !plausible(d))
        return false;
    year_take(&rest, false, &d->year);
    *s = rest;
    return true;
}

/* "July 9, 2012" */
static bool month_day_take(str *s, struct programme_text_date *d)
{
    str rest = *s;
    if (!month_take(&rest, &d->month))
        return false;
    programme_text_scan_blanks(&rest);
    if (!day_take(&rest, &d->day) || !plausible(d) || str_starts(rest, S(":")))
        return false;
    year_take(&rest, false, &d->year);
    *s = rest;
    return true;
}

static bool calendar_take(str *s, struct programme_text_date *ret)
{
    static bool (*const forms[])(str *, struct programme_text_date *) = {
        iso_take, dotted_take, slashed_take, day_month_take, month_day_take
    };
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        struct programme_text_date d = { .weekday = -1 };
        if (!forms[i](s, &d))
            continue;
        *ret = d;
        return true;
    }
    return false;
}

bool programme_text_scan_date(str *s, struct programme_text_date *ret)
{
    static const char *const between[] = { "den", "dem", "the", "on", NULL };
    struct programme_text_date d = { .weekday = -1 };
    int weekday = -1;
    str rest = *s;
    if (!weekday_take(&rest, &weekday)) {
        return calendar_take(s, ret);
    }
    str alone = rest;
    while (sign_take(&rest, ".") || sign_take(&rest, ",") || sign_take(&rest, " "))
        continue;
    if (programme_text_scan_one_of(&rest, between))
        programme_text_scan_blanks(&rest);
    if (!calendar_take(&rest, &d))
        rest = alone;
    d.weekday = weekday;
    *s = rest;
    *ret = d;
    return true;
}

static const char *const until_date[] = {
    "bis zum", "bis", "to the", "to", "until", "through", NULL
};

bool programme_text_scan_until(str *s, const char *const *until)
{
    str rest = *s;
    if (programme_text_scan_dash(s))
        return true;
    programme_text_scan_blanks(&rest);
    if (!programme_text_scan_one_of(&rest, until))
        return false;
    programme_text_scan_blanks(&rest);
    *s = rest;
    return true;
}

/* What the first day of a span leaves to the last: "9.-13. Juli", "9.7.-13.7.2012". */
static void span_fill(struct programme_text_date *from, const struct programme_text_date *to)
{
    if (from->month == 0)
        from->month = to->month;
    if (from->year == 0 && to->year != 0)
        from->year = to->year - (from->month > to->month);
}

/* "July 9-13, 2012" */
static bool month_span_take(str *s, struct programme_text_date *from,
                            struct programme_text_date *to)
{
    str rest = *s;
    if (!month_take(&rest, &from->month))
        return false;
    programme_text_scan_blanks(&rest);
    if (!day_take(&rest, &from->day) || !programme_text_scan_until(&rest, until_date) ||
        !day_take(&rest, &to->day))
        return false;
    to->month = from->month;
    year_take(&rest, false, &to->year);
    if (!plausible(from) || !plausible(to) || str_starts(rest, S(":")))
        return false;
    *s = rest;
    return true;
}

bool programme_text_scan_span(str *s, struct programme_text_date *ret_from,
                              struct programme_text_date *ret_to)
{
    struct programme_text_date from = { .weekday = -1 }, to = { .weekday = -1 };
    str rest = *s;
    if (!month_span_take(&rest, &from, &to)) {
        if (!programme_text_scan_date(&rest, &from) && !day_take(&rest, &from.day))
            return false;
        if (!programme_text_scan_until(&rest, until_date) ||
            !programme_text_scan_date(&rest, &to) || to.month == 0)
            return false;
    }
    span_fill(&from, &to);
    if (!plausible(&from))
        return false;
    *ret_from = from;
    *ret_to = to;
    *s = rest;
    return true;
}

/* ---- the n-th day ---------------------------------------------------------------------------- */

static bool nth_take(str *s, int *ret)
{
    for (int i = 0; i < 10; i++) {
        if (!programme_text_scan_one_of(s, nths[i]))
            continue;
        *ret = i + 1;
        return true;
    }
    return day_take(s, ret) && *ret >= 1 && *ret <= 60;
}

bool programme_text_scan_nth_day(str *s, int *ret)
{
    static const char *const articles[] = { "der", "the", NULL };
    static const char *const day[] = { "Tag", "Day", "Veranstaltungstag", NULL };
    str rest = *s;
    int n;
    if (programme_text_scan_one_of(&rest, articles))
        programme_text_scan_blanks(&rest);
    str front = rest;
    bool fits = nth_take(&rest, &n);
    programme_text_scan_blanks(&rest);
    fits = fits && programme_text_scan_one_of(&rest, day);
    if (!fits) {
        rest = front;
        fits = programme_text_scan_one_of(&rest, day);
        programme_text_scan_blanks(&rest);
        fits = fits && nth_take(&rest, &n);
    }
    if (!fits)
        return false;
    *s = rest;
    *ret = n;
    return true;
}
