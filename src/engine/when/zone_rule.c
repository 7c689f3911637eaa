/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * zone_rule.c - POSIX time zone rules: parsed, and asked for a year's two changes (see
 * zone_rule.h).
 */
#include "engine/when/zone_rule.h"

#include "engine/when/when.h"

#define DAY_S 86400

/* "<+0530>" or at least three letters, without the brackets. */
static bool name_take(str *s, str *ret)
{
    size_t n = 0;
    if (str_starts(*s, S("<"))) {
        n = str_find(*s, S(">"));
        if (n == s->n || n < 2)
            return false;
        *ret = str_sub(*s, 1, n - 1);
        *s = str_sub(*s, n + 1, s->n);
        return true;
    }
    while (n < s->n && ((s->p[n] | 32) >= 'a' && (s->p[n] | 32) <= 'z'))
        n++;
    *ret = str_sub(*s, 0, n);
    *s = str_sub(*s, n, s->n);
    return n >= 3;
}

static bool char_take(str *s, char c)
{
    if (s->n == 0 || s->p[0] != c)
        return false;
    *s = str_sub(*s, 1, s->n);
    return true;
}

static bool number_take(str *s, int max, int *ret)
{
    size_t n = 0;
    int v = 0;
    while (n < s->n && n < 4 && s->p[n] >= '0' && s->p[n] <= '9')
        v = v * 10 + (s->p[n++] - '0');
    *s = str_sub(*s, n, s->n);
    *ret = v;
    return n > 0 && v <= max;
}

/* "[+-]hh[:mm[:ss]]" in seconds. */
static bool time_take(str *s, int max_hours, int32_t *ret)
{
    int h = 0, m = 0, sec = 0;
    bool minus = char_take(s, '-');
    if (!minus)
        (void)char_take(s, '+');
    if (!number_take(s, max_hours, &h))
        return false;
    if (char_take(s, ':') && !number_take(s, 59, &m))
        return false;
    if (char_take(s, ':') && !number_take(s, 59, &sec))
        return false;
    *ret = (h * 3600 + m * 60 + sec) * (minus ? -1 : 1);
    return true;
}

static bool day_take(str *s, struct zone_rule_day *ret)
{
    *ret = (struct zone_rule_day){ .kind = '0', .second = 2 * 3600 };
    if (char_take(s, 'M')) {
        ret->kind = 'M';
        if (!number_take(s, 12, &ret->month) || !char_take(s, '.') ||
            !number_take(s, 5, &ret->week) || !char_take(s, '.') || !number_take(s, 6, &ret->day) ||
            ret->month < 1 || ret->week < 1)
            return false;
    } else {
        if (char_take(s, 'J'))
            ret->kind = 'J';
        if (!number_take(s, 365, &ret->day) || (ret->kind == 'J' && ret->day < 1))
            return false;
    }
    return !char_take(s, '/') || time_take(s, 167, &ret->second);
}

bool zone_rule_parse(str text, struct zone_rule *ret)
{
    struct zone_rule r = { 0 };
    /* POSIX counts west of UTC. */
    if (!name_take(&text, &r.standard_name) || !time_take(&text, 24, &r.standard_s))
        return false;
    r.standard_s = -r.standard_s;
    if (!str_empty(text)) {
        r.has_dst = true;
        r.dst_s = r.standard_s + 3600;
        if (!name_take(&text, &r.dst_name))
            return false;
        if (!str_starts(text, S(","))) {
            if (!time_take(&text, 24, &r.dst_s))
                return false;
            r.dst_s = -r.dst_s;
        }
        if (!char_take(&text, ',') || !day_take(&text, &r.start) || !char_take(&text, ',') ||
            !day_take(&text, &r.end) || !str_empty(text))
            return false;
    }
    *ret = r;
    return true;
}

/* Days since 1970 of the rule's day in a year. */
static int64_t day_number(const struct zone_rule_day *d, int year)
{
    int64_t new_year = when_date_number((struct when_date){ year, 1, 1 });
    if (d->kind == '0')
        return new_year + d->day;
    if (d->kind == 'J') {
        int64_t march = when_date_number((struct when_date){ year, 3, 1 });
        bool leap = march - new_year == 60;
        return new_year + d->day - 1 + (leap && d->day >= 60);
    }
    struct when_date first = { year, d->month, 1 };
    int sunday_based = (when_weekday(first) + 1) % 7;
    int64_t number =
        when_date_number(first) + (d->day - sunday_based + 7) % 7 + INT64_C(7) * (d->week - 1);
    /* Week 5 is the last one, which may be the fourth. */
    return when_date_of_number(number).month == d->month ? number : number - 7;
}

static struct zone_change standard(const struct zone_rule *r, int64_t at_s)
{
    return (struct zone_change){ at_s, r->standard_s, false, r->standard_name };
}

/* The changes of the year of `at_s` and its neighbours, in their order: a rule's hours may reach
 * into the next year, and the south begins its year in summer. */
static void changes_around(const struct zone_rule *r, int64_t at_s, struct zone_change ret[6])
{
    int64_t days = at_s / DAY_S - (at_s % DAY_S < 0);
    int year = when_date_of_number(days).year - 1;
    for (size_t i = 0; i < 6; i += 2, year++) {
        int64_t start = day_number(&r->start, year) * DAY_S + r->start.second - r->standard_s;
        int64_t end = day_number(&r->end, year) * DAY_S + r->end.second - r->dst_s;
        size_t first = start < end ? 0 : 1;
        ret[i + first] = (struct zone_change){ start, r->dst_s, true, r->dst_name };
        ret[i + 1 - first] = standard(r, end);
    }
}

struct zone_change zone_rule_at(const struct zone_rule *rule, int64_t at_s)
{
    if (!rule->has_dst)
        return standard(rule, INT64_MIN);
    struct zone_change c[6];
    changes_around(rule, at_s, c);
    size_t i = 5;
    while (i > 0 && c[i].at_s > at_s)
        i--;
    return c[i];
}

bool zone_rule_next(const struct zone_rule *rule, int64_t at_s, struct zone_change *ret)
{
    if (!rule->has_dst)
        return false;
    struct zone_change c[6];
    changes_around(rule, at_s, c);
    for (size_t i = 0; i < 6; i++) {
        if (c[i].at_s > at_s) {
            *ret = c[i];
            return true;
        }
    }
    return false;
}
