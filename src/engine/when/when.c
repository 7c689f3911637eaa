/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * when.c - instants, local times and calendar days: arithmetic and the forms of RFC 3339. Words are
 * in when_words.c, guesses in when_guess.c, VTIMEZONE in when_ical.c.
 */
#include "engine/when/when.h"

#include "base/buf.h"
#include "base/check.h"
#include "engine/when/zone.h"

#define DAY_S ((int64_t)86400)

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

static const struct zone *known(str zone)
{
    const struct zone *z = zone_get(zone);
    ASSERT(z != NULL);
    return z;
}

bool when_zone_known(str zone)
{
    return zone_get(zone) != NULL;
}

int when_date_cmp(struct when_date a, struct when_date b)
{
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return (a.day > b.day) - (a.day < b.day);
}

/* Both ways by Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms": the year begins in
 * March, so that the leap day is its last; 400 years have 146097 days. */
int64_t when_date_number(struct when_date date)
{
    int64_t year = (int64_t)date.year - (date.month <= 2);
    int64_t era = floor_div(year, 400);
    int64_t year_of_era = year - era * 400;
    int64_t month = (date.month + 9) % 12;
    int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

struct when_date when_date_of_number(int64_t number)
{
    int64_t n = number + 719468;
    int64_t era = floor_div(n, 146097);
    int64_t day_of_era = n - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t m = (5 * day_of_year + 2) / 153;
    int month = (int)(m < 10 ? m + 3 : m - 9);
    return (struct when_date){ .year = (int)(year_of_era + era * 400 + (month <= 2)),
                               .month = month,
                               .day = (int)(day_of_year - (153 * m + 2) / 5 + 1) };
}

struct when_date when_date_add(struct when_date date, int days)
{
    return when_date_of_number(when_date_number(date) + days);
}

int when_weekday(struct when_date date)
{
    /* 1970-01-01 was a Thursday. */
    int64_t n = when_date_number(date) + 3;
    return (int)(n - floor_div(n, 7) * 7);
}

static struct when_local local_with_offset(int64_t at_s, int32_t offset_s)
{
    int64_t local = at_s + offset_s;
    int64_t days = floor_div(local, DAY_S);
    int second = (int)(local - days * DAY_S);
    return (struct when_local){ .date = when_date_of_number(days),
                                .hour = second / 3600,
                                .minute = second / 60 % 60,
                                .second = second % 60,
                                .offset_s = offset_s };
}

struct when_local when_local_of(int64_t instant_ms, str zone)
{
    int64_t at_s = floor_div(instant_ms, 1000);
    return local_with_offset(at_s, zone_at(known(zone), at_s).offset_s);
}

/* The local time read as if it were UTC. */
static int64_t local_seconds(struct when_local l)
{
    return when_date_number(l.date) * DAY_S + l.hour * INT64_C(3600) + l.minute * INT64_C(60) +
           l.second;
}

int64_t when_instant(struct when_local local, str zone)
{
    const struct zone *z = known(zone);
    int64_t wanted = local_seconds(local);
    /* The offsets a day before and after: no two changes lie that close. */
    int64_t before = wanted - zone_at(z, wanted - DAY_S).offset_s;
    int64_t after = wanted - zone_at(z, wanted + DAY_S).offset_s;
    bool before_fits = before + zone_at(z, before).offset_s == wanted;
    bool after_fits = after + zone_at(z, after).offset_s == wanted;
    /* Where neither fits, the time does not exist; the old offset moves it on by the gap. */
    if (after_fits && (!before_fits || after < before))
        return after * 1000;
    return before * 1000;
}

int64_t when_day_start(struct when_date date, str zone)
{
    return when_instant((struct when_local){ .date = date }, zone);
}

str when_date_text(arena *a, struct when_date date)
{
    return str_format(a, "%04d-%02d-%02d", date.year, date.month, date.day);
}

/* Exactly `n` digits. */
static bool digits_take(str *s, size_t n, int *ret)
{
    int v = 0;
    if (s->n < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (s->p[i] < '0' || s->p[i] > '9')
            return false;
        v = v * 10 + (s->p[i] - '0');
    }
    *s = str_sub(*s, n, s->n);
    *ret = v;
    return true;
}

static bool char_take(str *s, char c)
{
    if (s->n == 0 || s->p[0] != c)
        return false;
    *s = str_sub(*s, 1, s->n);
    return true;
}

static bool date_take(str *s, struct when_date *ret)
{
    struct when_date d;
    if (!digits_take(s, 4, &d.year) || !char_take(s, '-') || !digits_take(s, 2, &d.month) ||
        !char_take(s, '-') || !digits_take(s, 2, &d.day) || d.month < 1 || d.month > 12 ||
        d.day < 1)
        return false;
    /* A day that does not exist comes back as another. */
    if (when_date_cmp(d, when_date_of_number(when_date_number(d))) != 0)
        return false;
    *ret = d;
    return true;
}

bool when_date_parse(str text, struct when_date *ret)
{
    struct when_date d;
    if (!date_take(&text, &d) || !str_empty(text))
        return false;
    *ret = d;
    return true;
}

/* "10:00", "10:00:00", "10:00:00.25"; a leap second counts into the next minute. */
static bool time_take(str *s, int64_t *ret_ms)
{
    int hour, minute, second = 0;
    if (!digits_take(s, 2, &hour) || !char_take(s, ':') || !digits_take(s, 2, &minute))
        return false;
    bool has_second = char_take(s, ':');
    if ((has_second && !digits_take(s, 2, &second)) || hour > 23 || minute > 59 || second > 60)
        return false;
    int64_t ms = (hour * 3600 + minute * 60 + second) * (int64_t)1000;
    if (has_second && char_take(s, '.')) {
        int digit, weight = 100;
        if (s->n == 0 || s->p[0] < '0' || s->p[0] > '9')
            return false;
        for (; digits_take(s, 1, &digit); weight /= 10)
            ms += (int64_t)digit * weight;
    }
    *ret_ms = ms;
    return true;
}

/* "Z", "+02:00"; also "+0200", which pentabarf wrote. Nothing: no offset. */
static bool offset_take(str *s, int64_t *ret_ms, bool *ret_has)
{
    *ret_ms = 0;
    *ret_has = !str_empty(*s);
    if (str_empty(*s) || char_take(s, 'Z') || char_take(s, 'z'))
        return true;
    int hour, minute;
    bool minus = char_take(s, '-');
    if (!minus && !char_take(s, '+'))
        return false;
    if (!digits_take(s, 2, &hour))
        return false;
    (void)char_take(s, ':');
    if (!digits_take(s, 2, &minute) || hour > 23 || minute > 59)
        return false;
    *ret_ms = (hour * 60 + minute) * (int64_t)60000 * (minus ? -1 : 1);
    return true;
}

bool when_rfc3339_parse(str text, int64_t *ret_ms, bool *ret_has_offset)
{
    struct when_date date;
    int64_t time_ms, offset_ms;
    bool has_offset;
    if (!date_take(&text, &date))
        return false;
    if (!char_take(&text, 'T') && !char_take(&text, 't') && !char_take(&text, ' '))
        return false;
    if (!time_take(&text, &time_ms) || !offset_take(&text, &offset_ms, &has_offset) ||
        !str_empty(text))
        return false;
    *ret_ms = when_date_number(date) * DAY_S * 1000 + time_ms - offset_ms;
    *ret_has_offset = has_offset;
    return true;
}

str when_rfc3339(arena *a, int64_t instant_ms, str zone)
{
    int64_t at_s = floor_div(instant_ms, 1000);
    /* Offsets before standard time have seconds, which the form cannot say: the instant stays
     * right. */
    int offset_min = zone_at(known(zone), at_s).offset_s / 60;
    struct when_local l = local_with_offset(at_s, offset_min * 60);
    int size = offset_min < 0 ? -offset_min : offset_min;
    return str_format(a, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", l.date.year, l.date.month,
                      l.date.day, l.hour, l.minute, l.second, offset_min < 0 ? '-' : '+', size / 60,
                      size % 60);
}

str when_offset_text(arena *a, int offset_s)
{
    int size = (offset_s < 0 ? -offset_s : offset_s) / 60;
    if (size == 0)
        return S("UTC");
    buf b;
    buf_on_arena(&b, a, 16);
    buf_printf(&b, "UTC%c%d", offset_s < 0 ? '-' : '+', size / 60);
    if (size % 60 != 0)
        buf_printf(&b, ":%02d", size % 60);
    return buf_str(&b);
}
