/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card_date.c - see card_date.h; RFC 6350 section 4.3.1, ISO 8601 of 3.0, and what telephones send.
 */
#include "engine/card/card_date.h"

#include "base/attr.h"

#define YEAR_OF_NOBODY 1604

/* Exactly `n` digits off the front of `s`. */
static bool digits_take(str *s, size_t n, int *ret)
{
    int number = 0;
    if (s->n < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (s->p[i] < '0' || s->p[i] > '9')
            return false;
        number = 10 * number + (s->p[i] - '0');
    }
    *ret = number;
    *s = str_sub(*s, n, s->n);
    return true;
}

static bool take(str *s, str what)
{
    if (!str_starts(*s, what))
        return false;
    *s = str_sub(*s, what.n, s->n);
    return true;
}

bool card_date_exists(struct card_date d)
{
    static const int days[] = { 31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (d.year < 0 || d.year > 9999 || d.month < 0 || d.month > 12 || d.day < 0)
        return false;
    bool common = d.year % 4 != 0 || (d.year % 100 == 0 && d.year % 400 != 0);
    if (d.month == 2 && d.day == 29 && d.year != 0 && common)
        return false;
    return d.day <= days[d.month];
}

static bool without_year(str s, struct card_date *ret)
{
    if (take(&s, S("-")))
        return digits_take(&s, 2, &ret->day) && s.n == 0;
    if (!digits_take(&s, 2, &ret->month))
        return false;
    (void)take(&s, S("-"));
    return s.n == 0 || (digits_take(&s, 2, &ret->day) && s.n == 0);
}

static bool with_year(str s, struct card_date *ret)
{
    if (!digits_take(&s, 4, &ret->year))
        return false;
    if (s.n == 0)
        return true;
    bool dashed = take(&s, S("-"));
    if (!digits_take(&s, 2, &ret->month))
        return false;
    if (s.n == 0)
        return dashed;
    return take(&s, S("-")) == dashed && digits_take(&s, 2, &ret->day) && s.n == 0;
}

bool card_date_parse(str text, int omitted, struct card_date *ret)
{
    struct card_date d = { 0 };
    text = str_trim(text);
    size_t end = 0;
    while (end < text.n && text.p[end] != 'T' && text.p[end] != ' ')
        end++;
    text = str_sub(text, 0, end);
    bool read = take(&text, S("--")) ? without_year(text, &d) : with_year(text, &d);
    if (!read || (d.year == 0 && d.month == 0 && d.day == 0))
        return false;
    if (d.year != 0 && (d.year == omitted || d.year == YEAR_OF_NOBODY))
        d.year = 0;
    if (!card_date_exists(d) || (d.year != 0 && d.month == 0 && d.day != 0))
        return false;
    if (d.year == 0 && d.month == 0 && d.day == 0)
        return false;
    *ret = d;
    return true;
}

str card_date_text(arena *a, struct card_date d)
{
    if (d.year == 0 && d.month == 0)
        return d.day == 0 ? S("") : str_format(a, "---%02d", d.day);
    if (d.year == 0)
        return d.day == 0 ? str_format(a, "--%02d", d.month)
                          : str_format(a, "--%02d%02d", d.month, d.day);
    if (d.month == 0)
        return str_format(a, "%04d", d.year);
    return d.day == 0 ? str_format(a, "%04d-%02d", d.year, d.month)
                      : str_format(a, "%04d%02d%02d", d.year, d.month, d.day);
}

str card_date_dashed(arena *a, struct card_date d)
{
    return str_format(a, "%04d-%02d-%02d", d.year == 0 ? YEAR_OF_NOBODY : d.year, d.month, d.day);
}
