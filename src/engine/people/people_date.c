/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * people_date.c - dates as tables write them.
 */
#include "engine/people/people.h"
#include "engine/when/when.h"

/* Years of two digits up to this one are of this century. */
#define CENTURY_PIVOT 40

static bool number_take(str *s, int *ret, size_t *ret_digits)
{
    size_t n = 0;
    int number = 0;
    while (n < s->n && n < 5 && s->p[n] >= '0' && s->p[n] <= '9')
        number = 10 * number + (s->p[n++] - '0');
    *s = str_sub(*s, n, s->n);
    *ret = number;
    *ret_digits = n;
    return n > 0;
}

static bool letter_take(str *s, const char *any)
{
    for (; *any != '\0'; any++)
        if (s->n > 0 && s->p[0] == *any) {
            *s = str_sub(*s, 1, s->n);
            return true;
        }
    return false;
}

static void blanks_skip(str *s)
{
    while (letter_take(s, " ,"))
        ;
}

/* "Mar", "März", "December": by its first three letters, German and English. */
static bool month_take(str *s, int *ret)
{
    static const char *const names[][3] = {
        { "jan", "jän", NULL }, { "feb", NULL },        { "mar", "mär", "mrz" },
        { "apr", NULL },        { "may", "mai", NULL }, { "jun", NULL },
        { "jul", NULL },        { "aug", NULL },        { "sep", NULL },
        { "oct", "okt", NULL }, { "nov", NULL },        { "dec", "dez", NULL },
    };
    for (int month = 0; month < 12; month++)
        for (size_t i = 0; i < 3 && names[month][i] != NULL; i++) {
            str name = str_of(names[month][i]);
            if (!str_eq_nocase(str_sub(*s, 0, name.n), name))
                continue;
            size_t n = name.n;
            while (n < s->n && (((s->p[n] | 32) >= 'a' && (s->p[n] | 32) <= 'z') || s->p[n] == '.'))
                n++;
            *s = str_sub(*s, n, s->n);
            *ret = month + 1;
            return true;
        }
    return false;
}

static int year_whole(int year, size_t digits)
{
    return digits > 2 ? year : year <= CENTURY_PIVOT ? 2000 + year : 1900 + year;
}

/* A year of two or four digits. */
static bool year_take(str *s, int *ret)
{
    size_t digits;
    int year;
    if (!number_take(s, &year, &digits) || digits == 3)
        return false;
    *ret = year_whole(year, digits);
    return true;
}

/* "Mar 12, 2019", behind the month. */
static bool american_take(str *s, struct card_date *ret)
{
    size_t digits;
    blanks_skip(s);
    if (!number_take(s, &ret->day, &digits))
        return false;
    blanks_skip(s);
    return year_take(s, &ret->year);
}

/* "-01-31", behind the year. */
static bool iso_take(str *s, struct card_date *ret)
{
    size_t digits;
    return letter_take(s, "-./") && number_take(s, &ret->month, &digits) && letter_take(s, "-./") &&
           number_take(s, &ret->day, &digits);
}

/* " Mar 2019", ". März 2019", "-Mar-2019", behind the day. */
static bool worded_take(str *s, struct card_date *ret)
{
    (void)letter_take(s, ".-");
    blanks_skip(s);
    if (!month_take(s, &ret->month))
        return false;
    (void)letter_take(s, "-");
    blanks_skip(s);
    return year_take(s, &ret->year);
}

/* ".1.1972", "/31/1972", behind a number that is day or month. */
static bool signed_take(str *s, bool day_first, int first, struct card_date *ret)
{
    size_t digits;
    int second;
    bool dots = s->p[0] == '.';
    if (!letter_take(s, "./-") || !number_take(s, &second, &digits) || !letter_take(s, "./-") ||
        !year_take(s, &ret->year))
        return false;
    bool day = dots || first > 12 || (day_first && second <= 12);
    ret->day = day ? first : second;
    ret->month = day ? second : first;
    return true;
}

static bool date_take(str *s, bool day_first, struct card_date *ret)
{
    struct card_date d = { 0 };
    int first;
    size_t digits;
    bool read;
    blanks_skip(s);
    if (month_take(s, &d.month)) {
        read = american_take(s, &d);
    } else if (!number_take(s, &first, &digits) || s->n < 2) {
        return false;
    } else if (digits == 4) {
        d.year = first;
        read = iso_take(s, &d);
    } else if (s->p[1] >= '0' && s->p[1] <= '9') {
        read = signed_take(s, day_first, first, &d);
    } else {
        d.day = first;
        read = worded_take(s, &d);
    }
    if (!read || d.month == 0 || d.day == 0 || !card_date_exists(d))
        return false;
    *ret = d;
    return true;
}

bool people_date(str text, bool day_first, struct card_date *ret)
{
    text = str_trim(text);
    if (card_date_parse(text, 0, ret) && ret->month != 0)
        return true;
    struct card_date d;
    if (!date_take(&text, day_first, &d) || (text.n > 0 && text.p[0] != ' ' && text.p[0] != 'T'))
        return false;
    *ret = d;
    return true;
}

/* "3:14 PM", "14:22:10 UTC": seconds of the day. */
static bool clock_take(str *s, int *ret)
{
    int hour, minute, second = 0;
    size_t digits;
    if (!number_take(s, &hour, &digits) || !letter_take(s, ":") ||
        !number_take(s, &minute, &digits))
        return false;
    if (letter_take(s, ":") && !number_take(s, &second, &digits))
        return false;
    if (str_starts(*s, S("\xe2\x80\xaf"))) /* a narrow blank */
        *s = str_sub(*s, 3, s->n);
    blanks_skip(s);
    bool pm = str_eq_nocase(str_sub(*s, 0, 2), S("PM")),
         am = str_eq_nocase(str_sub(*s, 0, 2), S("AM"));
    if ((pm || am) && hour >= 1 && hour <= 12)
        hour = hour % 12 + (pm ? 12 : 0);
    *ret = 3600 * hour + 60 * minute + second;
    return hour < 24 && minute < 60 && second <= 60;
}

bool people_time(str text, bool day_first, int64_t *ret_ms)
{
    struct card_date d;
    int second = 0;
    bool has_offset;
    text = str_trim(text);
    if (when_rfc3339_parse(text, ret_ms, &has_offset))
        return true;
    if (!date_take(&text, day_first, &d))
        return false;
    (void)letter_take(&text, "T");
    blanks_skip(&text);
    if (text.n > 0 && !clock_take(&text, &second))
        return false;
    int64_t day = when_date_number((struct when_date){ d.year, d.month, d.day });
    *ret_ms = (day * 86400 + second) * 1000;
    return true;
}
