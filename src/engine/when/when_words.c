/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * when_words.c - days and times in words: names of days, months and zones from ICU, read once a
 * language, their order here (LOOK: "Di 10. Juli, 14 Uhr").
 */
#include "engine/when/when.h"

#include <inttypes.h>
#include <pthread.h>

#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

#include "base/buf.h"
#include "base/check.h"
#include "engine/when/zone.h"

#define NAME_SIZE 40

/* Weekdays from Monday. */
struct names {
    char weekday[7][NAME_SIZE], weekday_short[7][NAME_SIZE];
    char month[12][NAME_SIZE], month_short[12][NAME_SIZE];
};

static struct names names[LANG_COUNT];
static pthread_once_t names_once = PTHREAD_ONCE_INIT;

static const char *locale_of(enum lang lang)
{
    return lang == LANG_DE ? "de" : "en";
}

static void symbol(const UDateFormat *format, UDateFormatSymbolType type, int32_t i,
                   char to[NAME_SIZE])
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[NAME_SIZE];
    int32_t n = udat_getSymbols(format, type, i, wide, NAME_SIZE, &status);
    int32_t written = 0;
    u_strToUTF8(to, NAME_SIZE, &written, wide, n, &status);
    /* Without its own data ICU is broken, and with it the machine. */
    ASSERT(U_SUCCESS(status) && written < NAME_SIZE);
}

static void names_read(enum lang lang)
{
    UErrorCode status = U_ZERO_ERROR;
    UDateFormat *format =
        udat_open(UDAT_FULL, UDAT_FULL, locale_of(lang), u"UTC", -1, NULL, 0, &status);
    ASSERT(U_SUCCESS(status));
    for (int i = 0; i < 7; i++) {
        int sunday_based = (i + 1) % 7 + 1; /* ICU counts from 1 = Sunday */
        symbol(format, UDAT_STANDALONE_WEEKDAYS, sunday_based, names[lang].weekday[i]);
        symbol(format, UDAT_STANDALONE_SHORT_WEEKDAYS, sunday_based, names[lang].weekday_short[i]);
    }
    for (int i = 0; i < 12; i++) {
        symbol(format, UDAT_MONTHS, i, names[lang].month[i]);
        symbol(format, UDAT_STANDALONE_SHORT_MONTHS, i, names[lang].month_short[i]);
    }
    udat_close(format);
}

static void names_read_all(void)
{
    for (int lang = 0; lang < LANG_COUNT; lang++)
        names_read((enum lang)lang);
}

static const struct names *names_of(enum lang lang)
{
    pthread_once(&names_once, names_read_all);
    return &names[lang];
}

str when_clock(arena *a, int64_t instant_ms, str zone, enum lang lang)
{
    (void)lang; /* both say it alike */
    struct when_local l = when_local_of(instant_ms, zone);
    return str_format(a, "%02d:%02d", l.hour, l.minute);
}

str when_day_long(arena *a, struct when_date date, enum lang lang)
{
    const struct names *n = names_of(lang);
    return str_format(a, lang == LANG_DE ? "%s, %d. %s %d" : "%s, %d %s %d",
                      n->weekday[when_weekday(date)], date.day, n->month[date.month - 1],
                      date.year);
}

str when_day_short(arena *a, struct when_date date, enum lang lang)
{
    const struct names *n = names_of(lang);
    const char *weekday = n->weekday_short[when_weekday(date)];
    if (lang == LANG_DE)
        return str_format(a, "%s %d.%d.", weekday, date.day, date.month);
    return str_format(a, "%s %d %s", weekday, date.day, n->month_short[date.month - 1]);
}

static str month_and_year(arena *a, struct when_date date, enum lang lang)
{
    return str_format(a, "%s %d", names_of(lang)->month[date.month - 1], date.year);
}

static str day_and_month(arena *a, struct when_date date, enum lang lang)
{
    return str_format(a, lang == LANG_DE ? "%d. %s" : "%d %s", date.day,
                      names_of(lang)->month[date.month - 1]);
}

str when_day_known(arena *a, str text, enum lang lang)
{
    struct when_date date = { 0 };
    if (when_date_parse(text, &date)) {
        str day = day_and_month(a, date, lang);
        return str_format(a, "%.*s %d", STR_ARG(day), date.year);
    }
    if (text.n == 7 && when_date_parse(str_format(a, "%.*s-01", STR_ARG(text)), &date))
        return month_and_year(a, date, lang);
    /* A year that has a 29th of February stands for the one that is not known. */
    if (str_starts(text, S("--")) &&
        when_date_parse(str_format(a, "2000-%.*s", STR_ARG(str_sub(text, 2, text.n))), &date))
        return day_and_month(a, date, lang);
    return text;
}

#define MONTHS_FROM_DAYS 70
#define MONTH_DAYS 30.44
#define YEARS_FROM_DAYS 730
#define YEAR_DAYS 365.25

str when_ago(arena *a, struct when_date then, struct when_date now, enum lang lang)
{
    int64_t days = when_date_number(now) - when_date_number(then), n = days;
    str text = { 0 };
    if (days <= 0)
        return words(lang, "today");
    if (days == 1)
        return words(lang, "yesterday");
    if (days < MONTHS_FROM_DAYS) {
        text = words_n(lang, "one day ago", "{n} days ago", n);
    } else if (days < YEARS_FROM_DAYS) {
        n = (int64_t)((double)days / MONTH_DAYS);
        text = words_n(lang, "one month ago", "{n} months ago", n);
    } else {
        n = (int64_t)((double)days / YEAR_DAYS);
        text = words_n(lang, "one year ago", "{n} years ago", n);
    }
    struct words_value value = { "n", str_format(a, "%" PRId64, n) };
    return words_fill(a, text, &value, 1);
}

/* "14 Uhr", "14:30 Uhr"; "14:00". */
static str spoken_time(arena *a, struct when_local l, enum lang lang)
{
    if (lang != LANG_DE)
        return str_format(a, "%02d:%02d", l.hour, l.minute);
    if (l.minute == 0)
        return str_format(a, "%d Uhr", l.hour);
    return str_format(a, "%d:%02d Uhr", l.hour, l.minute);
}

/* "Di 10. Juli", "Tue 10 July 2012". */
static str spoken_day(arena *a, struct when_date date, bool with_year, enum lang lang)
{
    const struct names *n = names_of(lang);
    buf b;
    buf_on_arena(&b, a, 200);
    buf_printf(&b, lang == LANG_DE ? "%s %d. %s" : "%s %d %s", n->weekday_short[when_weekday(date)],
               date.day, n->month[date.month - 1]);
    if (with_year)
        buf_printf(&b, " %d", date.year);
    return buf_str(&b);
}

str when_near(arena *a, int64_t instant_ms, int64_t now_ms, str zone, enum lang lang)
{
    struct when_local then = when_local_of(instant_ms, zone);
    struct when_local now = when_local_of(now_ms, zone);
    str time = spoken_time(a, then, lang);
    struct words_value value = { "time", time };
    int64_t days = when_date_number(then.date) - when_date_number(now.date);
    const char *msgid = NULL;
    if (days == 0)
        msgid = WORDS_MARK("today {time}");
    else if (days == 1)
        msgid = WORDS_MARK("tomorrow {time}");
    else if (days == -1)
        msgid = WORDS_MARK("yesterday {time}");
    if (msgid != NULL)
        return words_fill(a, words(lang, msgid), &value, 1);
    str day = spoken_day(a, then.date, then.date.year != now.date.year, lang);
    return str_format(a, "%.*s, %.*s", STR_ARG(day), STR_ARG(time));
}

/* ICU's name of the zone at the instant. Absent where ICU's old data have another offset than the
 * system's, for then the name may be wrong, and where ICU has no name but only an offset. */
static str icu_name(arena *a, int64_t instant_ms, str zone, int offset_s, enum lang lang)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar id[80], wide[120];
    char text[240];
    int32_t n = 0;
    u_strFromUTF8(id, COUNT_OF(id), &n, zone.p, (int32_t)zone.n, &status);
    UCalendar *calendar = ucal_open(id, n, locale_of(lang), UCAL_GREGORIAN, &status);
    ucal_setMillis(calendar, (UDate)instant_ms, &status);
    if (U_FAILURE(status)) {
        ucal_close(calendar);
        return (str){ 0 };
    }
    int32_t dst_ms = ucal_get(calendar, UCAL_DST_OFFSET, &status);
    int32_t icu_ms = ucal_get(calendar, UCAL_ZONE_OFFSET, &status) + dst_ms;
    int32_t length = ucal_getTimeZoneDisplayName(calendar, dst_ms != 0 ? UCAL_DST : UCAL_STANDARD,
                                                 locale_of(lang), wide, COUNT_OF(wide), &status);
    ucal_close(calendar);
    u_strToUTF8(text, sizeof(text), &n, wide, length, &status);
    str name = str_copy(a, (str){ text, U_SUCCESS(status) ? (size_t)n : 0 });
    if (U_FAILURE(status) || icu_ms != offset_s * 1000 || str_starts(name, S("GMT")))
        return (str){ 0 };
    return name;
}

/* "New York" of "America/New_York"; absent for Etc/GMT+1 and its like. */
static str city_of(arena *a, str zone)
{
    str head, city = zone, rest = zone;
    if (str_starts(zone, S("Etc/")) || !str_contains(zone, S("/")))
        return (str){ 0 };
    while (str_cut(rest, '/', &head, &rest))
        city = rest;
    buf b;
    buf_on_arena(&b, a, 80);
    for (size_t i = 0; i < city.n; i++)
        buf_add(&b, city.p[i] == '_' ? S(" ") : str_sub(city, i, 1));
    return buf_str(&b);
}

str when_zone_words(arena *a, int64_t instant_ms, str zone, enum lang lang)
{
    struct when_local l = when_local_of(instant_ms, zone);
    str offset = when_offset_text(a, l.offset_s);
    str name = icu_name(a, instant_ms, zone, l.offset_s, lang);
    if (str_empty(name))
        name = city_of(a, zone);
    if (str_empty(name))
        return offset;
    return str_format(a, "%.*s (%.*s)", STR_ARG(name), STR_ARG(offset));
}
