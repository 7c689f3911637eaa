/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * when_ical.c - a zone as iCalendar's VTIMEZONE: one observance for each change of the years asked
 * for, so that a reader needs no rules.
 */
#include "base/buf.h"
#include "engine/when/when.h"
#include "engine/when/zone.h"

/* Two a year for 200 years fit. */
#define VTIMEZONE_MAX ((size_t)128 << 10)

static int64_t seconds_of_year(int64_t instant_ms, str zone, int years)
{
    int year = when_local_of(instant_ms, zone).date.year + years;
    return when_day_start((struct when_date){ year, 1, 1 }, zone) / 1000;
}

/* "+0100"; RFC 5545 section 3.3.14 takes seconds where there are any. */
static void offset_add(buf *b, const char *name, int32_t offset_s)
{
    int size = offset_s < 0 ? -offset_s : offset_s;
    buf_printf(b, "%s:%c%02d%02d", name, offset_s < 0 ? '-' : '+', size / 3600, size / 60 % 60);
    if (size % 60 != 0)
        buf_printf(b, "%02d", size % 60);
    buf_add(b, S("\r\n"));
}

/* DTSTART is the local time at the change as the old offset has it. */
static void observance_add(buf *b, const struct zone_change *c, int32_t from_s)
{
    int64_t local = (c->at_s == INT64_MIN ? 0 : c->at_s + from_s);
    struct when_local l = when_local_of(local * 1000, S("UTC"));
    const char *kind = c->dst ? "DAYLIGHT" : "STANDARD";
    buf_printf(b, "BEGIN:%s\r\nDTSTART:%04d%02d%02dT%02d%02d%02d\r\n", kind, l.date.year,
               l.date.month, l.date.day, l.hour, l.minute, l.second);
    offset_add(b, "TZOFFSETFROM", from_s);
    offset_add(b, "TZOFFSETTO", c->offset_s);
    if (!str_empty(c->abbreviation))
        buf_printf(b, "TZNAME:%.*s\r\n", STR_ARG(c->abbreviation));
    buf_printf(b, "END:%s\r\n", kind);
}

static bool is_utc(str zone)
{
    static const str utc[] = { S_INIT("UTC"),          S_INIT("UCT"),     S_INIT("Zulu"),
                               S_INIT("Universal"),    S_INIT("GMT"),     S_INIT("Etc/UTC"),
                               S_INIT("Etc/UCT"),      S_INIT("Etc/GMT"), S_INIT("Etc/Zulu"),
                               S_INIT("Etc/Universal") };
    for (size_t i = 0; i < COUNT_OF(utc); i++)
        if (str_eq(zone, utc[i]))
            return true;
    return false;
}

str when_vtimezone(arena *a, str zone, int64_t from_ms, int64_t to_ms)
{
    const struct zone *z = zone_get(zone);
    if (z == NULL || is_utc(zone))
        return S("");
    int64_t end_s = seconds_of_year(to_ms, zone, 1);
    struct zone_change now = zone_at(z, seconds_of_year(from_ms, zone, 0)), next;
    buf b;
    buf_on_arena(&b, a, VTIMEZONE_MAX);
    buf_printf(&b, "BEGIN:VTIMEZONE\r\nTZID:%.*s\r\n", STR_ARG(zone));
    /* What holds on New Year: its own begin may lie long ago, its offset before no longer matters.
     */
    observance_add(&b, &now, now.offset_s);
    for (int64_t at_s = seconds_of_year(from_ms, zone, 0);
         zone_next(z, at_s, &next) && next.at_s < end_s; at_s = next.at_s) {
        if (next.offset_s != now.offset_s || next.dst != now.dst)
            observance_add(&b, &next, now.offset_s);
        now = next;
    }
    buf_add(&b, S("END:VTIMEZONE\r\n"));
    return buf_str(&b);
}
