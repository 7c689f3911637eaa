/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * when_test.c - zones against known offsets and against the C library, days against their
 * arithmetic, words against LOOK, VTIMEZONE against libical.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <libical/ical.h>
#include <pthread.h>

#include "engine/when/when.h"
#include "engine/when/zone.h"

#define TEXT(expected, s)                                                                          \
    do {                                                                                           \
        str got_ = (s);                                                                            \
        assert_string_equal(str_c(a, got_), expected);                                             \
    } while (0)

static int64_t at(const char *rfc3339)
{
    int64_t ms = 0;
    bool has_offset;
    assert_true(when_rfc3339_parse(str_of(rfc3339), &ms, &has_offset));
    return ms;
}

static struct when_date day(const char *text)
{
    struct when_date d = { 0 };
    assert_true(when_date_parse(str_of(text), &d));
    return d;
}

/* Taken from zdump of the IANA data; every line is an edge of somebody's clock. */
static const struct {
    const char *zone, *utc;
    int offset_s;
} known[] = {
    { "Europe/Berlin", "2012-03-25T00:59:59Z", 3600 },
    { "Europe/Berlin", "2012-03-25T01:00:00Z", 7200 },
    { "Europe/Berlin", "2012-10-28T00:59:59Z", 7200 },
    { "Europe/Berlin", "2012-10-28T01:00:00Z", 3600 },
    { "Europe/Berlin", "2026-03-29T01:00:00Z", 7200 },
    { "Europe/Berlin", "2026-10-25T01:00:00Z", 3600 },
    { "Europe/Berlin", "2060-07-01T00:00:00Z", 7200 },
    { "America/New_York", "2026-03-08T06:59:59Z", -18000 },
    { "America/New_York", "2026-03-08T07:00:00Z", -14400 },
    { "America/New_York", "2026-11-01T06:00:00Z", -18000 },
    { "Asia/Kolkata", "2026-07-01T00:00:00Z", 19800 },
    { "Asia/Kathmandu", "1985-12-31T18:29:59Z", 19800 },
    { "Asia/Kathmandu", "2012-07-09T00:00:00Z", 20700 },
    { "Australia/Lord_Howe", "2026-04-04T14:59:59Z", 39600 },
    { "Australia/Lord_Howe", "2026-04-04T15:00:00Z", 37800 },
    { "Australia/Lord_Howe", "2045-01-15T00:00:00Z", 39600 },
    { "Pacific/Apia", "2011-12-30T09:59:59Z", -36000 },
    { "Pacific/Apia", "2011-12-30T10:00:00Z", 50400 },
    { "Africa/Casablanca", "2012-07-15T12:00:00Z", 3600 },
    { "Africa/Casablanca", "2012-07-25T12:00:00Z", 0 },
    { "America/Sao_Paulo", "2014-02-16T01:59:59Z", -7200 },
    { "America/Sao_Paulo", "2014-02-16T02:00:00Z", -10800 },
    { "America/Sao_Paulo", "2026-01-15T00:00:00Z", -10800 },
    { "Europe/Dublin", "2012-07-01T00:00:00Z", 3600 },
    { "Europe/Dublin", "2012-12-01T00:00:00Z", 0 },
    { "Asia/Tehran", "2012-07-01T00:00:00Z", 16200 },
    { "Asia/Tehran", "2026-07-01T00:00:00Z", 12600 },
    { "UTC", "2026-07-01T00:00:00Z", 0 },
};

static void offsets_are_known(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        struct when_local l = when_local_of(at(known[i].utc), str_of(known[i].zone));
        if (l.offset_s != known[i].offset_s)
            fail_msg("%s %s: %d", known[i].zone, known[i].utc, l.offset_s);
    }
}

static const char *const ten[] = { "Europe/Berlin",     "America/New_York",    "Asia/Kolkata",
                                   "Asia/Kathmandu",    "Australia/Lord_Howe", "Pacific/Apia",
                                   "Africa/Casablanca", "America/Sao_Paulo",   "Europe/Dublin",
                                   "Asia/Tehran" };

/* In a child, for TZ belongs to the whole process. Every 7 hours and a bit from 1960 to 2150; 0 =
 * alike. */
static int differs_from_libc(const char *zone)
{
    setenv("TZ", zone, 1);
    tzset();
    for (int64_t s = -315619200; s < 5680281600; s += 25261) {
        struct tm tm;
        time_t t = (time_t)s;
        if (localtime_r(&t, &tm) == NULL)
            return 1;
        struct when_local l = when_local_of(s * 1000, str_of(zone));
        if (l.offset_s != tm.tm_gmtoff || l.date.year != tm.tm_year + 1900 ||
            l.date.month != tm.tm_mon + 1 || l.date.day != tm.tm_mday || l.hour != tm.tm_hour ||
            l.minute != tm.tm_min || l.second != tm.tm_sec ||
            when_weekday(l.date) != (tm.tm_wday + 6) % 7) {
            fprintf(stderr, "%s at %lld: %d, C library %ld\n", zone, (long long)s, l.offset_s,
                    tm.tm_gmtoff);
            return 1;
        }
    }
    return 0;
}

static void offsets_are_those_of_the_c_library(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ten); i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0)
            _exit(differs_from_libc(ten[i]));
        int status = -1;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(status, 0);
    }
}

static void every_zone_of_the_system_is_read(void **state)
{
    (void)state;
    const str *names;
    size_t n = zone_names(&names);
    assert_true(n > 400);
    for (size_t i = 0; i < n; i++)
        if (!when_zone_known(names[i]))
            fail_msg("%.*s", STR_ARG(names[i]));
}

static void foreign_names_are_no_zones(void **state)
{
    (void)state;
    static const char *const bad[] = { "",
                                       "Europe",
                                       "Europe/",
                                       "/Europe/Berlin",
                                       "../zoneinfo/UTC",
                                       "Europe/../UTC",
                                       "europe/berlin",
                                       "right/UTC",
                                       "posix/UTC",
                                       "posixrules",
                                       "tzdata.zi",
                                       "localtime",
                                       "Europe/Berlin\n",
                                       "leapseconds",
                                       "Europe//Berlin2" };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(when_zone_known(str_of(bad[i])));
    assert_false(when_zone_known((str){ "UTC\0x", 5 }));
    assert_false(when_zone_known((str){ 0 }));
}

static void broken_zone_files_are_refused(void **state)
{
    (void)state;
    SCRATCH(a);
    static char bytes[8192];
    FILE *f = fopen("/usr/share/zoneinfo/Europe/Dublin", "re");
    assert_non_null(f);
    size_t n = fread(bytes, 1, sizeof(bytes), f);
    fclose(f);
    assert_non_null(zone_parse(a, S("x"), (str){ bytes, n }));
    for (size_t cut = 0; cut < n; cut++)
        assert_null(zone_parse(a, S("x"), (str){ bytes, cut }));
    /* Any single byte may be wrong: an answer, not a crash. */
    for (size_t i = 0; i < n; i++) {
        char right = bytes[i];
        bytes[i] = (char)0xff;
        const struct zone *z = zone_parse(a, S("x"), (str){ bytes, n });
        if (z != NULL)
            assert_true(zone_at(z, 0).offset_s < 26 * 3600);
        bytes[i] = right;
    }
}

static void local_times_become_instants(void **state)
{
    (void)state;
    SCRATCH(a);
    static const struct {
        const char *local, *zone, *utc;
    } t[] = {
        { "2012-07-09T10:00:00Z", "Europe/Berlin", "2012-07-09T08:00:00+00:00" },
        /* twice there: the first */
        { "2012-10-28T02:30:00Z", "Europe/Berlin", "2012-10-28T00:30:00+00:00" },
        /* never there: forward by the gap, 03:30 */
        { "2012-03-25T02:30:00Z", "Europe/Berlin", "2012-03-25T01:30:00+00:00" },
        { "2026-03-08T02:30:00Z", "America/New_York", "2026-03-08T07:30:00+00:00" },
        { "2026-11-01T01:30:00Z", "America/New_York", "2026-11-01T05:30:00+00:00" },
        { "2026-10-04T02:15:00Z", "Australia/Lord_Howe", "2026-10-03T15:45:00+00:00" },
        { "2026-04-05T01:45:00Z", "Australia/Lord_Howe", "2026-04-04T14:45:00+00:00" },
        /* a whole day that Samoa left out */
        { "2011-12-30T12:00:00Z", "Pacific/Apia", "2011-12-30T22:00:00+00:00" },
        /* midnight that is not there */
        { "2013-10-20T00:00:00Z", "America/Sao_Paulo", "2013-10-20T03:00:00+00:00" },
    };
    for (size_t i = 0; i < COUNT_OF(t); i++) {
        struct when_local l = when_local_of(at(t[i].local), S("UTC"));
        TEXT(t[i].utc, when_rfc3339(a, when_instant(l, str_of(t[i].zone)), S("UTC")));
    }
    TEXT("2013-10-20T01:00:00-02:00",
         when_rfc3339(a, when_day_start(day("2013-10-20"), S("America/Sao_Paulo")),
                      S("America/Sao_Paulo")));
}

static void instants_come_back_from_local_time(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ten); i++) {
        str zone = str_of(ten[i]);
        for (int64_t s = 0; s < 4102444800; s += 40009) {
            struct when_local l = when_local_of(s * 1000, zone);
            int64_t back = when_instant(l, zone);
            /* The later of a doubled hour comes back as the first. */
            if (back != s * 1000) {
                struct when_local first = when_local_of(back, zone);
                assert_true(back < s * 1000);
                assert_int_equal(when_date_cmp(first.date, l.date), 0);
                assert_int_equal(first.hour * 60 + first.minute, l.hour * 60 + l.minute);
            }
        }
    }
}

static void days_are_counted(void **state)
{
    (void)state;
    assert_int_equal(when_date_number(day("1970-01-01")), 0);
    assert_int_equal(when_date_number(day("2000-03-01")), 11017);
    struct when_date before = when_date_of_number(-800000);
    for (int64_t n = -799999; n < 800000; n++) {
        struct when_date d = when_date_of_number(n);
        if (when_date_number(d) != n || when_date_cmp(before, d) >= 0)
            fail_msg("day %lld", (long long)n);
        before = d;
    }
    assert_int_equal(when_weekday(day("2012-07-09")), 0);
    assert_int_equal(when_weekday(day("2026-11-22")), 6);
    assert_int_equal(when_weekday(day("1969-12-31")), 2);
    assert_int_equal(when_date_cmp(when_date_add(day("2012-02-28"), 2), day("2012-03-01")), 0);
    assert_int_equal(when_date_cmp(when_date_add(day("2012-01-01"), -1), day("2011-12-31")), 0);
}

static void only_real_days_are_taken(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",           "2012-02-30", "2013-02-29", "1900-02-29",  "2012-13-01",
        "2012-00-01", "2012-01-00", "2012-1-01",  "2012-01-01 ", " 2012-01-01",
        "12-01-01",   "2012/01/01", "+012-01-01"
    };
    struct when_date d = { 1, 2, 3 };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(when_date_parse(str_of(bad[i]), &d));
    assert_int_equal(d.day, 3);
    assert_true(when_date_parse(S("2000-02-29"), &d));
    assert_true(when_date_parse(S("0000-02-29"), &d));
}

static void rfc3339_is_read(void **state)
{
    (void)state;
    SCRATCH(a);
    static const char *const alike[] = { "2012-07-09T10:00:00+02:00", "2012-07-09 10:00+02:00",
                                         "2012-07-09T08:00Z",         "2012-07-09t08:00:00.000z",
                                         "2012-07-09T10:00:00+0200",  "2012-07-09T02:30:00.0-05:30",
                                         "2012-07-09T07:59:60Z" };
    for (size_t i = 0; i < COUNT_OF(alike); i++)
        assert_int_equal(at(alike[i]), INT64_C(1341820800000));
    assert_int_equal(at("2012-07-09T08:00:00.2567Z"), INT64_C(1341820800256));
    int64_t ms = 7;
    bool has = true;
    assert_true(when_rfc3339_parse(S("2012-07-09T08:00"), &ms, &has));
    assert_false(has);
    assert_int_equal(ms, INT64_C(1341820800000));
    static const char *const bad[] = { "2012-07-09",
                                       "2012-07-09T",
                                       "2012-07-09T24:00Z",
                                       "2012-07-09T8:00Z",
                                       "2012-07-09T08:60Z",
                                       "2012-07-09T08:00:61Z",
                                       "2012-07-09T08:00:00.Z",
                                       "2012-07-09T08:00+",
                                       "2012-07-09T08:00+2",
                                       "2012-07-09T08:00+24:00",
                                       "2012-07-09T08:00Zx",
                                       "2012-02-30T08:00Z",
                                       "2012-07-09_08:00Z" };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(when_rfc3339_parse(str_of(bad[i]), &ms, &has));
    TEXT("2012-07-09T10:00:00+02:00", when_rfc3339(a, at("2012-07-09T08:00Z"), S("Europe/Berlin")));
    TEXT("2026-01-01T05:45:00+05:45",
         when_rfc3339(a, at("2026-01-01T00:00Z"), S("Asia/Kathmandu")));
    TEXT("2025-12-31T19:00:00-05:00",
         when_rfc3339(a, at("2026-01-01T00:00Z"), S("America/New_York")));
    /* Berlin before 1893: +0:53:28, shown in whole minutes, the same instant. */
    str old = when_rfc3339(a, at("1850-01-01T00:00:00Z"), S("Europe/Berlin"));
    TEXT("1850-01-01T00:53:00+00:53", old);
    assert_int_equal(at(str_c(a, old)), at("1850-01-01T00:00:00Z"));
}

static void days_have_words(void **state)
{
    (void)state;
    SCRATCH(a);
    TEXT("Montag, 9. Juli 2012", when_day_long(a, day("2012-07-09"), LANG_DE));
    TEXT("Monday, 9 July 2012", when_day_long(a, day("2012-07-09"), LANG_EN));
    TEXT("Mo 9.7.", when_day_short(a, day("2012-07-09"), LANG_DE));
    TEXT("Mon 9 Jul", when_day_short(a, day("2012-07-09"), LANG_EN));
    TEXT("9. Juli 2012", when_day_known(a, S("2012-07-09"), LANG_DE));
    TEXT("July 2012", when_day_known(a, S("2012-07"), LANG_EN));
    TEXT("2012", when_day_known(a, S("2012"), LANG_DE));
    TEXT("29. Februar", when_day_known(a, S("--02-29"), LANG_DE));
    TEXT("--02-30", when_day_known(a, S("--02-30"), LANG_DE));
    TEXT("", when_day_known(a, S(""), LANG_DE));
    TEXT("heute", when_ago(a, day("2012-07-09"), day("2012-07-09"), LANG_DE));
    TEXT("today", when_ago(a, day("2012-07-10"), day("2012-07-09"), LANG_EN));
    TEXT("gestern", when_ago(a, day("2012-07-08"), day("2012-07-09"), LANG_DE));
    TEXT("vor 12 Tagen", when_ago(a, day("2012-06-27"), day("2012-07-09"), LANG_DE));
    TEXT("vor 2 Monaten", when_ago(a, day("2012-04-30"), day("2012-07-09"), LANG_DE));
    TEXT("23 months ago", when_ago(a, day("2010-07-11"), day("2012-07-09"), LANG_EN));
    TEXT("vor 2 Jahren", when_ago(a, day("2010-07-09"), day("2012-07-09"), LANG_DE));
    TEXT("So 1.3.", when_day_short(a, day("2026-03-01"), LANG_DE));
    TEXT("Sonntag, 1. März 2026", when_day_long(a, day("2026-03-01"), LANG_DE));
    TEXT("Thu 17 Sep", when_day_short(a, day("2026-09-17"), LANG_EN));
    TEXT("09:05", when_clock(a, at("2012-07-09T09:05:00+02:00"), S("Europe/Berlin"), LANG_DE));
}

static void near_times_have_words(void **state)
{
    (void)state;
    SCRATCH(a);
    static const struct {
        const char *then, *de, *en;
    } t[] = {
        { "2012-07-10T14:00:00+02:00", "heute 14 Uhr", "today 14:00" },
        { "2012-07-10T14:30:00+02:00", "heute 14:30 Uhr", "today 14:30" },
        { "2012-07-10T00:00:00+02:00", "heute 0 Uhr", "today 00:00" },
        { "2012-07-11T10:30:00+02:00", "morgen 10:30 Uhr", "tomorrow 10:30" },
        { "2012-07-09T18:00:00+02:00", "gestern 18 Uhr", "yesterday 18:00" },
        { "2012-07-12T14:00:00+02:00", "Do 12. Juli, 14 Uhr", "Thu 12 July, 14:00" },
        { "2013-01-02T09:05:00+01:00", "Mi 2. Januar 2013, 9:05 Uhr", "Wed 2 January 2013, 09:05" },
    };
    for (size_t i = 0; i < COUNT_OF(t); i++) {
        int64_t now = at("2012-07-10T12:00:00+02:00");
        TEXT(t[i].de, when_near(a, at(t[i].then), now, S("Europe/Berlin"), LANG_DE));
        TEXT(t[i].en, when_near(a, at(t[i].then), now, S("Europe/Berlin"), LANG_EN));
    }
    /* "Today" is the reader's: the same instant is tomorrow in Auckland. */
    TEXT("tomorrow 00:00",
         when_near(a, at("2012-07-10T14:00:00+02:00"), at("2012-07-10T10:00:00+02:00"),
                   S("Pacific/Auckland"), LANG_EN));
}

static void zones_have_words(void **state)
{
    (void)state;
    SCRATCH(a);
    int64_t july = at("2026-07-09T00:00Z"), december = at("2026-12-09T00:00Z");
    TEXT("Mitteleuropäische Sommerzeit (UTC+2)",
         when_zone_words(a, july, S("Europe/Berlin"), LANG_DE));
    TEXT("Mitteleuropäische Normalzeit (UTC+1)",
         when_zone_words(a, december, S("Europe/Berlin"), LANG_DE));
    TEXT("Eastern Daylight Time (UTC-4)", when_zone_words(a, july, S("America/New_York"), LANG_EN));
    TEXT("India Standard Time (UTC+5:30)", when_zone_words(a, july, S("Asia/Kolkata"), LANG_EN));
    TEXT("UTC-1", when_zone_words(a, july, S("Etc/GMT+1"), LANG_EN));
    assert_true(str_ends(when_zone_words(a, july, S("UTC"), LANG_DE), S("(UTC)")));
    TEXT("UTC", when_offset_text(a, 0));
    TEXT("UTC-9:30", when_offset_text(a, -34200));
}

static void zones_are_guessed(void **state)
{
    (void)state;
    SCRATCH(a);
    static const char *const t[][2] = {
        { "Berlin", "Europe/Berlin" },
        { " europe/berlin ", "Europe/Berlin" },
        { "Europe/Berlin", "Europe/Berlin" },
        { "new york", "America/New_York" },
        { "CET", "Europe/Berlin" },
        { "cest", "Europe/Berlin" },
        { "W. Europe Standard Time", "Europe/Berlin" },
        { "Eastern Standard Time", "America/New_York" },
        { "GMT+1", "Etc/GMT-1" },
        { "UTC-03:00", "Etc/GMT+3" },
        { "+02", "Etc/GMT-2" },
        { "UTC+0", "UTC" },
        { "utc", "UTC" },
        { "/example.org/20050126_1/Europe/Berlin", "Europe/Berlin" },
        { "(UTC+01:00) Amsterdam, Berlin, Bern", "Europe/Amsterdam" },
        { "(UTC+01:00) Nowhere, Elsewhere", "Etc/GMT-1" },
        { "Asia/Calcutta", "Asia/Calcutta" },
    };
    for (size_t i = 0; i < COUNT_OF(t); i++)
        TEXT(t[i][1], when_zone_guess(a, str_of(t[i][0])));
    static const char *const none[] = { "",       "Atlantis", "GMT+15", "+5:30",
                                        "Europe", "/",        "()",     "(,,,)" };
    for (size_t i = 0; i < COUNT_OF(none); i++)
        assert_null(when_zone_guess(a, str_of(none[i])).p);
}

static void vtimezone_is_what_libical_reads(void **state)
{
    (void)state;
    SCRATCH(a);
    for (size_t i = 0; i < COUNT_OF(ten); i++) {
        int64_t from = at("2014-01-10T00:00Z"), to = at("2016-05-01T00:00Z");
        str text = when_vtimezone(a, str_of(ten[i]), from, to);
        assert_true(str_ends(text, S("END:VTIMEZONE\r\n")));
        icalcomponent *c = icalparser_parse_string(str_c(a, text));
        assert_non_null(c);
        assert_int_equal(icalcomponent_isa(c), ICAL_VTIMEZONE_COMPONENT);
        assert_int_equal(icalcomponent_count_errors(c), 0);
        icaltimezone *z = icaltimezone_new();
        assert_int_equal(icaltimezone_set_component(z, c), 1);
        assert_string_equal(icaltimezone_get_tzid(z), ten[i]);
        for (int64_t ms = at("2014-01-02T00:00Z"); ms < at("2016-12-30T00:00Z"); ms += 21600000) {
            struct icaltimetype t = icaltime_from_timet_with_zone((time_t)(ms / 1000), 0,
                                                                  icaltimezone_get_utc_timezone());
            int dst;
            int offset = icaltimezone_get_utc_offset_of_utc_time(z, &t, &dst);
            if (offset != when_local_of(ms, str_of(ten[i])).offset_s)
                fail_msg("%s at %lld: %d", ten[i], (long long)ms, offset);
        }
        icaltimezone_free(z, 1);
    }
    TEXT("", when_vtimezone(a, S("UTC"), 0, 0));
    str berlin =
        when_vtimezone(a, S("Europe/Berlin"), at("2012-07-09T00:00Z"), at("2012-07-13T00:00Z"));
    TEXT("BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n"
         "BEGIN:STANDARD\r\nDTSTART:20111030T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\n"
         "TZNAME:CET\r\nEND:STANDARD\r\n"
         "BEGIN:DAYLIGHT\r\nDTSTART:20120325T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
         "TZNAME:CEST\r\nEND:DAYLIGHT\r\n"
         "BEGIN:STANDARD\r\nDTSTART:20121028T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
         "TZNAME:CET\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n",
         berlin);
}

static void *many_zones(void *arg)
{
    int64_t *sum = arg;
    const str *names;
    SCRATCH(a);
    size_t n = zone_names(&names);
    for (size_t i = 0; i < n; i++)
        *sum += when_local_of(INT64_C(1341820800000), names[i]).offset_s +
                (int64_t)when_day_long(a, when_date_of_number((int64_t)i), LANG_DE).n;
    return NULL;
}

static void threads_get_the_same(void **state)
{
    (void)state;
    pthread_t threads[4];
    int64_t sums[4] = { 0 };
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, many_zones, &sums[i]), 0);
    for (size_t i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 1; i < 4; i++)
        assert_int_equal(sums[i], sums[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_get_the_same), /* first, while nothing is read yet */
        cmocka_unit_test(offsets_are_known),
        cmocka_unit_test(offsets_are_those_of_the_c_library),
        cmocka_unit_test(every_zone_of_the_system_is_read),
        cmocka_unit_test(foreign_names_are_no_zones),
        cmocka_unit_test(broken_zone_files_are_refused),
        cmocka_unit_test(local_times_become_instants),
        cmocka_unit_test(instants_come_back_from_local_time),
        cmocka_unit_test(days_are_counted),
        cmocka_unit_test(only_real_days_are_taken),
        cmocka_unit_test(rfc3339_is_read),
        cmocka_unit_test(days_have_words),
        cmocka_unit_test(near_times_have_words),
        cmocka_unit_test(zones_have_words),
        cmocka_unit_test(zones_are_guessed),
        cmocka_unit_test(vtimezone_is_what_libical_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
