/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_ics_test.c - iCalendar: times, zones, repetitions, and what is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "engine/programme/programme_test.h"

static void icalendar_is_read(void **state)
{
    (void)state;
    SCRATCH(a);
    struct programme p = read_ok(
        a,
        ICS("X-WR-CALNAME:Woche\\, zwei\r\nX-WR-TIMEZONE:Europe/Berlin\r\n" EVENT(
            "UID:a@example.org\r\nDTSTART;TZID=America/"
            "New_York:20120709T100000\r\nDURATION:PT1H30M\r\n"
            "SUMMARY:Ein Titel\\, der ge\r\n faltet ist\r\nDESCRIPTION:eins\\n\\nzwei \\; drei\r\n"
            "LOCATION:Netz\r\nCATEGORIES:Thema\r\nURL:https://example.org/a\r\n"
            "ORGANIZER;CN=Erna Beispiel:mailto:erna@example.org\r\nSTATUS:CANCELLED\r\n"
            "X-ALT-DESC;FMTTYPE=text/html:<p>nein</p>\r\n")
                EVENT("UID:29AECFD7-2E44-4F49-AB86-29B5E0877325\r\nDTSTART:20120709T080000Z\r\n"
                      "DTEND:20120709T090000Z\r\nSUMMARY:b\r\n")
                    EVENT("DTSTART:20120709T110000\r\nDTEND:20120709T120000\r\nSUMMARY:c\r\n")
                        EVENT("UID:d\r\nDTSTART;VALUE=DATE:20120710\r\nSUMMARY:d\r\n")
                            EVENT("UID:e\r\nSUMMARY:ohne Beginn\r\n")));
    assert_int_equal(p.format, PROGRAMME_ICS);
    TEXT("Woche, zwei", p.title);
    assert_false(p.zone_assumed);
    assert_int_equal(p.n_talks, 4);
    TEXT("b", p.talks[0].title);
    TEXT("29aecfd7-2e44-4f49-ab86-29b5e0877325", p.talks[0].guid);
    assert_string_equal(start_of(a, p, 0), "2012-07-09T10:00:00+02:00");
    assert_string_equal(start_of(a, p, 1), "2012-07-09T11:00:00+02:00");
    const struct programme_talk *t = &p.talks[2];
    assert_string_equal(start_of(a, p, 2), "2012-07-09T16:00:00+02:00");
    TEXT("Ein Titel, der gefaltet ist", t->title);
    TEXT("eins\n\nzwei ; drei", t->text);
    TEXT("a@example.org", t->source_id);
    assert_null(t->guid.p);
    TEXT("Thema", t->track);
    TEXT("https://example.org/a", t->url);
    TEXT("Erna Beispiel", t->persons[0].name);
    assert_int_equal(t->duration_min, 90);
    assert_true(t->cancelled);
    assert_string_equal(start_of(a, p, 3), "2012-07-10T00:00:00+02:00");
    assert_int_equal(p.talks[3].duration_min, 1440);
    assert_int_equal(remarked("no guid", "c"), 1);
    assert_int_equal(remarked("whole days", "d"), 1);
    assert_int_equal(remarked("no start", "ohne Beginn"), 1);
}

static void recurring_events_become_several(void **state)
{
    (void)state;
    SCRATCH(a);
    struct programme p = read_ok(
        a,
        ICS(EVENT(
            "UID:r\r\nDTSTART;TZID=Europe/Berlin:20121026T100000\r\nDURATION:PT1H\r\nSUMMARY:r\r\n"
            "RRULE:FREQ=DAILY;COUNT=5\r\nEXDATE;TZID=Europe/Berlin:20121027T100000\r\n")
                EVENT("UID:r\r\nRECURRENCE-ID;TZID=Europe/Berlin:20121029T100000\r\n"
                      "DTSTART;TZID=Europe/"
                      "Berlin:20121029T150000\r\nDURATION:PT2H\r\nSUMMARY:verlegt\r\n")));
    assert_int_equal(p.n_talks, 4);
    TEXT(BERLIN, p.zone);
    /* Ten o'clock stays ten o'clock over the change of the clocks. */
    assert_string_equal(start_of(a, p, 0), "2012-10-26T10:00:00+02:00");
    assert_string_equal(start_of(a, p, 1), "2012-10-28T10:00:00+01:00");
    assert_string_equal(start_of(a, p, 2), "2012-10-29T15:00:00+01:00");
    TEXT("verlegt", p.talks[2].title);
    TEXT("r/1351501200", p.talks[2].source_id); /* 2012-10-29 10:00 +01:00, where the rule had it */
    assert_string_equal(start_of(a, p, 3), "2012-10-30T10:00:00+01:00");
    p = read_ok(a,
                ICS(EVENT("UID:w\r\nDTSTART:20120709T100000Z\r\nSUMMARY:w\r\nRRULE:FREQ=WEEKLY\r\n")
                        EVENT("UID:s\r\nDTSTART:20120709T100000Z\r\nSUMMARY:s\r\n"
                              "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\r\n")));
    assert_int_equal(p.n_talks, 101);
    assert_int_equal(remarked("repeat often", "w"), 1);
    assert_int_equal(remarked("not followed", "s"), 1);
    /* Searching for what does not exist is given up, and the file is read nevertheless. */
    p = read_ok(a, str_c(a, repeated(a, "BEGIN:VCALENDAR\n",
                                     EVENT("DTSTART:20120709T100000Z\r\nSUMMARY:x\r\n"
                                           "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\r\n"),
                                     300, "END:VCALENDAR\n")));
    assert_int_equal(p.n_talks, 300);
    assert_int_equal(remarked("not followed", "x"), 300);
}

static void foreign_zones_of_icalendar_are_followed(void **state)
{
    (void)state;
    SCRATCH(a);
    struct programme p = read_ok(
        a,
        ICS("BEGIN:VTIMEZONE\r\nTZID:Eigene Zeit\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
            "TZOFFSETFROM:+0330\r\nTZOFFSETTO:+0330\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n" EVENT(
                "UID:a\r\nDTSTART;TZID=W. Europe Standard Time:20120709T100000\r\nSUMMARY:a\r\n")
                EVENT("UID:b\r\nDTSTART;TZID=Eigene Zeit:20120709T120000\r\nSUMMARY:b\r\n")
                    EVENT("UID:c\r\nDTSTART;TZID=Atlantis:20120709T130000\r\nSUMMARY:c\r\n")));
    TEXT(BERLIN, p.zone);
    assert_string_equal(start_of(a, p, 0), "2012-07-09T10:00:00+02:00");
    assert_string_equal(start_of(a, p, 1), "2012-07-09T10:30:00+02:00");
    assert_string_equal(start_of(a, p, 2), "2012-07-09T13:00:00+02:00");
    assert_int_equal(remarked("zone that is not known", "Atlantis"), 1);
    assert_int_equal(remarked("read freely", "W. Europe Standard Time = Europe/Berlin"), 1);
}

static void bad_icalendar_is_refused(void **state)
{
    (void)state;
    SCRATCH(a);
    assert_non_null(strstr(refusal_of(a, S(ICS(""))), "without any talk"));
    assert_non_null(
        strstr(refusal_of(a, repeated(a, "BEGIN:VCALENDAR\n", "BEGIN:VEVENT\n", 100000, "")),
               "deeper than 64"));
    (void)refusal_of(a, S("BEGIN:VCALENDAR"));
    assert_non_null(
        strstr(refusal_of(a, S(ICS("END:VEVENT\r\n") "END:VCALENDAR\r\n")), "without its BEGIN"));
    (void)refusal_of(a, S(ICS(EVENT("UID:a\r\nDTSTART:morgen\r\nSUMMARY:a\r\n"))));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(icalendar_is_read),
        cmocka_unit_test(recurring_events_become_several),
        cmocka_unit_test(foreign_zones_of_icalendar_are_followed),
        cmocka_unit_test(bad_icalendar_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
