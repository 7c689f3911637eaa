/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * when_guess.c - the IANA zone that a foreign file or a person means.
 */
#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "base/buf.h"
#include "engine/when/when.h"
#include "engine/when/zone.h"

/* Abbreviations, where most people who write them live. */
static const struct {
    str text, zone;
} abbreviations[] = {
    { S_INIT("CET"), S_INIT("Europe/Berlin") },
    { S_INIT("CEST"), S_INIT("Europe/Berlin") },
    { S_INIT("MEZ"), S_INIT("Europe/Berlin") },
    { S_INIT("MESZ"), S_INIT("Europe/Berlin") },
    { S_INIT("WET"), S_INIT("Europe/Lisbon") },
    { S_INIT("WEST"), S_INIT("Europe/Lisbon") },
    { S_INIT("EET"), S_INIT("Europe/Athens") },
    { S_INIT("EEST"), S_INIT("Europe/Athens") },
    { S_INIT("BST"), S_INIT("Europe/London") },
    { S_INIT("MSK"), S_INIT("Europe/Moscow") },
    { S_INIT("EST"), S_INIT("America/New_York") },
    { S_INIT("EDT"), S_INIT("America/New_York") },
    { S_INIT("CST"), S_INIT("America/Chicago") },
    { S_INIT("CDT"), S_INIT("America/Chicago") },
    { S_INIT("MST"), S_INIT("America/Denver") },
    { S_INIT("MDT"), S_INIT("America/Denver") },
    { S_INIT("PST"), S_INIT("America/Los_Angeles") },
    { S_INIT("PDT"), S_INIT("America/Los_Angeles") },
    { S_INIT("IST"), S_INIT("Asia/Kolkata") },
    { S_INIT("JST"), S_INIT("Asia/Tokyo") },
    { S_INIT("AEST"), S_INIT("Australia/Sydney") },
    { S_INIT("AEDT"), S_INIT("Australia/Sydney") },
    { S_INIT("GMT"), S_INIT("UTC") },
    { S_INIT("UTC"), S_INIT("UTC") },
    { S_INIT("Z"), S_INIT("UTC") },
};

static str by_abbreviation(str text)
{
    for (size_t i = 0; i < COUNT_OF(abbreviations); i++)
        if (str_eq_nocase(text, abbreviations[i].text))
            return abbreviations[i].zone;
    return (str){ 0 };
}

/* "GMT+1", "UTC-03:00", "+02": IANA counts these the other way round, and whole hours only. */
static str by_offset(arena *a, str text)
{
    if (str_eq_nocase(str_sub(text, 0, 3), S("GMT")) ||
        str_eq_nocase(str_sub(text, 0, 3), S("UTC")))
        text = str_sub(text, 3, text.n);
    if (text.n < 2 || text.n > 6 || (text.p[0] != '+' && text.p[0] != '-'))
        return (str){ 0 };
    bool minus = text.p[0] == '-';
    text = str_sub(text, 1, text.n);
    if (text.n == 4 && str_ends(text, S("00")))
        text.n = 2;
    else if (str_ends(text, S(":00")))
        text.n -= 3;
    int64_t hours;
    if (!str_to_int64(text, &hours) || hours < 0 || hours > (minus ? 12 : 14))
        return (str){ 0 };
    if (hours == 0)
        return S("UTC");
    return str_format(a, "Etc/GMT%c%d", minus ? '+' : '-', (int)hours);
}

static str last_part(str name)
{
    str head, rest = name;
    while (str_cut(name, '/', &head, &rest))
        name = rest;
    return name;
}

/* A whole name, or else the city of one; zones come before links. */
static str by_name(str text)
{
    const str *names;
    size_t n = zone_names(&names);
    for (size_t i = 0; i < n; i++)
        if (str_eq_nocase(names[i], text))
            return names[i];
    for (size_t i = 0; i < n; i++)
        if (!str_starts(names[i], S("Etc/")) && str_eq_nocase(last_part(names[i]), text))
            return names[i];
    return (str){ 0 };
}

static str by_windows_name(arena *a, str text)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[80], id[80];
    char name[80];
    int32_t n = 0;
    u_strFromUTF8(wide, COUNT_OF(wide), &n, text.p, (int32_t)text.n, &status);
    int32_t length = ucal_getTimeZoneIDForWindowsID(wide, n, NULL, id, COUNT_OF(id), &status);
    u_strToUTF8(name, sizeof(name), &n, id, length, &status);
    return U_SUCCESS(status) ? str_copy(a, (str){ name, (size_t)n }) : (str){ 0 };
}

static str with_underscores(arena *a, str text)
{
    buf b;
    buf_on_arena(&b, a, 200);
    for (size_t i = 0; i < text.n; i++)
        buf_add(&b, text.p[i] == ' ' ? S("_") : str_sub(text, i, 1));
    return buf_str(&b);
}

static str guess_whole(arena *a, str text)
{
    text = str_trim(text);
    if (text.n == 0 || text.n > 64)
        return (str){ 0 };
    str zone = by_abbreviation(text);
    if (str_empty(zone))
        zone = by_offset(a, text);
    if (str_empty(zone))
        zone = by_name(with_underscores(a, text));
    if (str_empty(zone))
        zone = by_windows_name(a, text);
    return when_zone_known(zone) ? zone : (str){ 0 };
}

/* "(UTC+01:00) Amsterdam, Berlin, Bern": the first city that is known. */
static str guess_display(arena *a, str text)
{
    str head, city, cities = { 0 };
    if (!str_starts(text, S("(")) || !str_cut(text, ')', &head, &cities))
        return (str){ 0 };
    while (str_next(&cities, ',', &city)) {
        str zone = guess_whole(a, city);
        if (!str_empty(zone))
            return zone;
    }
    return guess_whole(a, str_sub(head, 1, head.n));
}

str when_zone_guess(arena *a, str text)
{
    text = str_trim(text);
    if (text.n > 200)
        return (str){ 0 };
    str zone = guess_whole(a, text);
    if (str_empty(zone))
        zone = guess_display(a, text);
    /* Calendars put their maker before the name: "/example.org/20050126_1/Europe/Berlin". */
    str head, rest = text;
    while (str_empty(zone) && str_cut(rest, '/', &head, &rest))
        zone = guess_whole(a, rest);
    return zone;
}
