/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_text_test.c - invitations (programme_text_cases.h) and what is understood of each; what
 * is refused, kept, told.
 */
#include "engine/programme/programme_text.h"

#include <string.h>

#include "base/words.h"
#include "engine/programme/programme_test.h"
#include "engine/programme/programme_text_cases.h"

#define NOW_MS INT64_C(1341136800000)

static void note_talk(buf *b, arena *a, const struct programme *p, const struct programme_talk *t)
{
    struct when_local l = when_local_of(t->start_ms, p->zone);
    str names = programme_text_names(a, t->persons, t->n_persons);
    buf_printf(b, "%02d-%02d %02d:%02d+%d %.*s / %.*s", l.date.month, l.date.day, l.hour, l.minute,
               t->duration_min, STR_ARG(t->title), STR_ARG(names));
    if (!str_empty(t->place))
        buf_printf(b, " @%.*s", STR_ARG(t->place));
    if (!str_empty(t->text))
        buf_printf(b, " {%.*s}", STR_ARG(t->text));
    buf_char(b, '\n');
}

static str noted(arena *a, const char *text)
{
    struct programme p = { 0 };
    struct programme_report r = { 0 };
    buf b;
    const err *e = programme_text_read(a, str_of(text), S(BERLIN), NOW_MS, &p, &r);
    if (e != NULL)
        fail_msg("%s: %s", text, str_c(a, err_text(a, e)));
    buf_on_arena(&b, a, 1 << 20);
    buf_printf(&b, "%.*s\n", STR_ARG(p.title));
    if (!p.zone_assumed)
        buf_printf(&b, "zone %.*s\n", STR_ARG(p.zone));
    for (size_t i = 0; i < p.n_talks; i++)
        note_talk(&b, a, &p, &p.talks[i]);
    for (size_t i = 0; i < r.n; i++) {
        const struct words_value values[] = { { "n", str_format(a, "%zu", r.remarks[i].count) },
                                              { "first", r.remarks[i].first } };
        /* Most texts name no zone, which has a test of its own. */
        if (!str_starts(str_of(r.remarks[i].kind), S("No time zone is named")))
            buf_printf(&b, "! %.*s\n",
                       STR_ARG(words_fill(a, str_of(r.remarks[i].kind), values, 2)));
    }
    for (size_t i = 0; i < r.n_lines; i++)
        if (!r.lines[i].understood)
            buf_printf(&b, "? %.*s\n", STR_ARG(r.lines[i].text));
    return buf_str(&b);
}

static void invitations_are_understood(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(invitations); i++) {
        arena *a = arena_new(ARENA_LIMIT);
        const char *got = str_c(a, noted(a, invitations[i].text));
        if (strcmp(got, invitations[i].understood) != 0)
            fail_msg("%s: understood as\n%s", invitations[i].name, got);
        arena_free(a);
    }
}

static struct programme text_ok(arena *a, str text)
{
    struct programme p = { 0 };
    const err *e = programme_text_read(a, text, S(BERLIN), NOW_MS, &p, &report);
    if (e != NULL)
        fail_msg("%s", str_c(a, err_text(a, e)));
    assert_int_equal(p.format, PROGRAMME_TEXT);
    return p;
}

static void what_is_no_invitation_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = { "",
                                         " \n\n",
                                         "hello",
                                         "Wir treffen uns um 10 Uhr am Brunnen.",
                                         "Thema: ohne Zeit\nReferent: Anna Schmidt",
                                         "10:00 Uhr\n11:00 Uhr",
                                         "9.7.2012\n10.7.2012",
                                         "root:x:0:0:root:/root:/bin/sh",
                                         "10:00\x01 Uhr: Steuerzeichen (Anna Schmidt)" };
    SCRATCH(a);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct programme p = { 0 };
        const err *e = programme_text_read(a, str_of(texts[i]), S(BERLIN), NOW_MS, &p, &report);
        if (e == NULL || e->kind != ERR_INVALID) {
            fail_msg("taken: %s", texts[i]);
            return;
        }
        assert_true(str_starts(e->msg, S("no invitation")));
        assert_int_equal(p.n_talks, 0);
        (void)refusal_of(a, str_of(texts[i]));
    }
    str nul = { "10:00 Uhr: A\0B\n", 15 };
    assert_non_null(
        programme_text_read(a, nul, S(BERLIN), NOW_MS, &(struct programme){ 0 }, &report));
    str large = repeated(a, "9.7.2012\n10 Uhr: A\n", "x\n", PROGRAMME_TEXT_MAX, "");
    assert_non_null(
        programme_text_read(a, large, S(BERLIN), NOW_MS, &(struct programme){ 0 }, &report));
}

static void lines_of_a_refused_text_are_told_too(void **state)
{
    (void)state;
    SCRATCH(a);
    struct programme p = { 0 };
    assert_non_null(
        programme_text_read(a, S("Abend\nThema: A\nunklar"), S(BERLIN), NOW_MS, &p, &report));
    assert_int_equal(report.n_lines, 3);
    TEXT("unklar", report.lines[2].text);
}

static void the_welcome_is_kept(void **state)
{
    (void)state;
    SCRATCH(a);
    struct programme p = text_ok(a, S("Woche der Netze\n\nLiebe Gäste,\nwillkommen!\n\nKommen Sie "
                                      "gern.\n\n9.7.2012\n10 Uhr: A (Anna Schmidt)\nGruß\n"));
    TEXT("Woche der Netze", p.title);
    TEXT("Liebe Gäste,\nwillkommen!\n\nKommen Sie gern.", p.text);
    assert_int_equal(report.n_lines, 10);
    for (size_t i = 0; i < report.n_lines; i++)
        assert_int_equal(report.lines[i].number, i + 1);
    assert_true(report.lines[2].understood);
    assert_false(report.lines[9].understood);
}

static void a_week_has_all_its_days(void **state)
{
    (void)state;
    SCRATCH(a);
    struct programme p =
        text_ok(a, S("Eventwoche\nvom 28. Juni bis zum 2. Juli 2013\n\nZweiter Tag\n10 Uhr: A\n"));
    assert_int_equal(p.n_days, 5);
    TEXT("2013-06-28", when_date_text(a, p.days[0]));
    TEXT("2013-07-02", when_date_text(a, p.days[4]));
    assert_string_equal(day_of(a, p, 0), "2013-06-29");
}

static void what_is_not_utf8_is_read_as_windows_1252(void **state)
{
    (void)state;
    SCRATCH(a);
    struct programme p = text_ok(
        a,
        S("M\xe4rz\n9.7.2012\n10:00 \x96 11:00 Uhr: \x84Gr\xfc\xdf\x65\x93 (J\xf6rg M\xfcller)\n"));
    TEXT("März", p.title);
    TEXT("Grüße", p.talks[0].title);
    TEXT("Jörg Müller", p.talks[0].persons[0].name);
    assert_int_equal(p.talks[0].duration_min, 60);
}

static void a_zone_that_is_not_named_is_assumed(void **state)
{
    (void)state;
    SCRATCH(a);
    struct programme p = text_ok(a, S("9.7.2012\n10 Uhr: A (Anna Schmidt)"));
    assert_true(p.zone_assumed);
    assert_int_equal(remarked("No time zone is named", BERLIN), 1);
    p = text_ok(a, S("9.7.2012\n10 Uhr UTC: A (Anna Schmidt)"));
    TEXT("UTC", p.zone);
    assert_int_equal(remarked("No time zone is named", NULL), 0);
    assert_string_equal(start_of(a, p, 0), "2012-07-09T10:00:00+00:00");
}

static void programme_read_tries_the_text_last(void **state)
{
    (void)state;
    SCRATCH(a);
    struct programme p = read_ok(a, "Abend\n9.7.2012\n10 Uhr: A (Anna Schmidt)\nwas ist das\n");
    assert_int_equal(p.format, PROGRAMME_TEXT);
    assert_int_equal(report.n_lines, 4);
    /* What begins like one of the files is never taken as a text. */
    (void)refusal_of(a, S("<p>9.7.2012\n10 Uhr: A (Anna Schmidt)</p>"));
    (void)refusal_of(a, S("{ 9.7.2012\n10 Uhr: A (Anna Schmidt) }"));
}

static void persons_are_told_apart(void **state)
{
    (void)state;
    /* What is typed, and what it comes to, names with their notes. */
    static const char *const lists[][2] = {
        { "Anna Schmidt", "Anna Schmidt" },
        { "Anna, Ben und Cem", "Anna, Ben, Cem" },
        { "Dr. Anna Schmidt & Ben Klein / Cem Öz", "Dr. Anna Schmidt, Ben Klein, Cem Öz" },
        { "Anna Schmidt, Hamburg", "Anna Schmidt (Hamburg)" },
        { "Anna Schmidt, Institut für Forschung und Lehre",
          "Anna Schmidt (Institut für Forschung und Lehre)" },
        { "Anna Schmidt (A, B), Ben Klein (C und D)", "Anna Schmidt (A, B), Ben Klein (C und D)" },
        { "Anna Schmidt aus Hamburg und Ben Klein", "Anna Schmidt (aus Hamburg und Ben Klein)" },
        { "Ludwig van Beethoven, Johanna von der Heide",
          "Ludwig van Beethoven, Johanna von der Heide" },
        { "N.N.", "" },
        { " , ; (), ", "" },
        { "mysterious_guest42", "mysterious_guest42" },
    };
    SCRATCH(a);
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        struct programme_person *persons = NULL;
        size_t n = programme_text_persons(a, str_of(lists[i][0]), &persons);
        assert_string_equal(str_c(a, programme_text_names(a, persons, n)), lists[i][1]);
    }
}

static void fields_of_a_form_are_read(void **state)
{
    (void)state;
    static const char *const days[] = { "2012-07-09", "9.7.2012", " Montag, 9. Juli 2012 " };
    static const char *const clocks[] = { "14:30", "14.30", "2:30 pm", "14h30", " 14:30 Uhr" };
    static const char *const wrong[] = { "",      "9.7.",  "30.2.2012", "Montag", "9.7.2012 x",
                                         "10-11", "25:00", "x",         "10:99" };
    struct when_date day;
    int minutes;
    SCRATCH(a);
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        assert_true(programme_text_day(str_of(days[i]), &day));
        TEXT("2012-07-09", when_date_text(a, day));
    }
    for (size_t i = 0; i < COUNT_OF(clocks); i++) {
        assert_true(programme_text_clock(str_of(clocks[i]), &minutes));
        assert_int_equal(minutes, 14 * 60 + 30);
    }
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_false(programme_text_day(str_of(wrong[i]), &day));
        assert_false(programme_text_clock(str_of(wrong[i]), &minutes));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(invitations_are_understood),
        cmocka_unit_test(what_is_no_invitation_is_refused),
        cmocka_unit_test(lines_of_a_refused_text_are_told_too),
        cmocka_unit_test(the_welcome_is_kept),
        cmocka_unit_test(a_week_has_all_its_days),
        cmocka_unit_test(what_is_not_utf8_is_read_as_windows_1252),
        cmocka_unit_test(a_zone_that_is_not_named_is_assumed),
        cmocka_unit_test(programme_read_tries_the_text_last),
        cmocka_unit_test(persons_are_told_apart),
        cmocka_unit_test(fields_of_a_form_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
