/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_ics_test.c - the calendar, read back with libical and looked at line by line.
 */
#include "feature/weeks/weeks_ics.h"

#include <libical/ical.h>
#include <string.h>

#include "base/utf8.h"
#include "feature/weeks/weeks_test_help.h"

static str calendar_of(struct store_rig *f, const struct programme *p)
{
    struct week w = { 0 };
    str text = { 0 };
    OK(weeks_store_week(f->s, f->arena, WEEKS_PUBLISHED, weeks_test_help_import(f, p).slug, &w));
    OK(weeks_ics(f->s, f->arena, &w, S("https://house.example"), &text));
    return text;
}

static icalcomponent *parsed(arena *a, str text)
{
    icalcomponent *c = icalparser_parse_string(str_c(a, text));
    assert_non_null(c);
    assert_int_equal(icalcomponent_isa(c), ICAL_VCALENDAR_COMPONENT);
    assert_int_equal(icalcomponent_count_errors(c), 0);
    return c;
}

/* The event of the talk whose address ends with `slug`. */
static icalcomponent *event_of(icalcomponent *c, const char *slug)
{
    icalcomponent *e = icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
    for (; e != NULL; e = icalcomponent_get_next_component(c, ICAL_VEVENT_COMPONENT)) {
        icalproperty *url = icalcomponent_get_first_property(e, ICAL_URL_PROPERTY);
        assert_non_null(url);
        if (str_ends(str_of(icalproperty_get_url(url)), str_of(slug)))
            return e;
    }
    fail_msg("no event for %s", slug);
    return NULL;
}

static void every_talk_is_an_event(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    str text = calendar_of(f, &p);
    icalcomponent *c = parsed(f->arena, text);
    assert_int_equal(icalcomponent_count_components(c, ICAL_VEVENT_COMPONENT), 3);
    assert_int_equal(icalcomponent_count_components(c, ICAL_VTIMEZONE_COMPONENT), 1);
    icalcomponent *e = event_of(c, "/talks/ueber-groesse-naehe");
    assert_string_equal(icalcomponent_get_uid(e), "11111111-1111-4111-8111-111111111111");
    assert_string_equal(icalcomponent_get_summary(e), "Über Größe & Nähe");
    assert_string_equal(icalcomponent_get_location(e), "Garten");
    assert_int_equal(icalcomponent_get_status(e), ICAL_STATUS_CONFIRMED);
    assert_int_equal(icalcomponent_get_sequence(e), 0);
    assert_non_null(strstr(icalcomponent_get_description(e), "Ada Beispiel, Bert <Muster>"));
    icalcomponent_free(c);
}

static void a_local_time_names_its_zone(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    str text = calendar_of(f, &p);
    assert_true(str_contains(text, S("DTSTART;TZID=Europe/Berlin:20261024T100000\r\n")));
    assert_true(str_contains(text, S("DTSTART;TZID=Europe/Berlin:20261025T140000\r\n")));
    assert_true(str_contains(text, S("\r\nTZID:Europe/Berlin\r\n")));
    assert_true(str_contains(text, S("\r\nDURATION:PT90M\r\n")));
    assert_false(str_contains(text, S("freeassociation")));
}

static void what_is_cancelled_says_so_with_the_next_sequence(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    weeks_test_help_import(f, &p);
    p.n_talks = 2;
    icalcomponent *c = parsed(f->arena, calendar_of(f, &p));
    icalcomponent *e = event_of(c, "/talks/nachher");
    assert_int_equal(icalcomponent_get_status(e), ICAL_STATUS_CANCELLED);
    assert_int_equal(icalcomponent_get_sequence(e), 1);
    icalcomponent_free(c);
}

/* No line is longer than 75 octets, none is cut in a character, and unfolding gives the text again.
 */
static void lines_are_folded_between_characters(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    struct programme_talk *in_file = weeks_test_help_talks(&p);
    str long_title =
        S("ääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääää€€€€€€€€€€€"
          "𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞");
    in_file[2].title = long_title;
    str text = calendar_of(f, &p), rest = text, line = { 0 };
    while (str_next(&rest, '\n', &line)) {
        if (rest.p == NULL)
            break;
        assert_true(str_ends(line, S("\r")));
        assert_true(line.n - 1 <= 75);
        assert_true(utf8_valid(line));
    }
    icalcomponent *c = parsed(f->arena, text);
    bool found = false;
    icalcomponent *e = icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
    for (; e != NULL; e = icalcomponent_get_next_component(c, ICAL_VEVENT_COMPONENT))
        found = found || str_eq(str_of(icalcomponent_get_summary(e)), long_title);
    assert_true(found);
    icalcomponent_free(c);
}

static void hostile_text_stays_text(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    struct programme_talk *in_file = weeks_test_help_talks(&p);
    const char *evil = "a;b,c\\d\nEND:VEVENT\r\nBEGIN:VALARM\x01";
    in_file[2].title = str_of(evil);
    in_file[2].place = S("x\r\nSTATUS:CANCELLED");
    icalcomponent *c = parsed(f->arena, calendar_of(f, &p));
    assert_int_equal(icalcomponent_count_components(c, ICAL_VEVENT_COMPONENT), 3);
    icalcomponent *e = event_of(c, "/talks/a-b-c-d-end-vevent-begin-valarm");
    assert_string_equal(icalcomponent_get_summary(e), "a;b,c\\d\nEND:VEVENT\nBEGIN:VALARM");
    assert_int_equal(icalcomponent_get_status(e), ICAL_STATUS_CONFIRMED);
    icalcomponent_free(c);
}

/* A programme may have 100,000 talks, and the arena of a request ends the program at 256 MiB. */
static void a_talk_costs_little_more_than_its_lines(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    struct programme_talk *many = NEW_ARRAY(f->arena, struct programme_talk, 300);
    for (size_t i = 0; i < 300; i++) {
        many[i] = p.talks[0];
        many[i].guid = (str){ 0 };
        many[i].source_id = str_format(f->arena, "%zu", i);
        many[i].title = str_format(f->arena, "Talk %zu", i);
    }
    p.talks = many;
    p.n_talks = 300;
    struct week w = { 0 };
    struct talks talks = { 0 };
    str text = { 0 };
    OK(weeks_store_week(f->s, f->arena, WEEKS_PUBLISHED, weeks_test_help_import(f, &p).slug, &w));
    size_t start = arena_used(f->arena);
    OK(weeks_store_talks_full(f->s, f->arena, WEEKS_PUBLISHED, w.id, &talks));
    size_t rows = arena_used(f->arena) - start;
    start = arena_used(f->arena);
    OK(weeks_ics(f->s, f->arena, &w, S("https://house.example"), &text));
    assert_int_equal(talks.n, 300);
    assert_true(arena_used(f->arena) - start < rows + 4 * text.n);
}

#define T(test) cmocka_unit_test_setup_teardown(test, weeks_test_help_open, weeks_test_help_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(every_talk_is_an_event),
        T(a_local_time_names_its_zone),
        T(what_is_cancelled_says_so_with_the_next_sequence),
        T(lines_are_folded_between_characters),
        T(hostile_text_stays_text),
        T(a_talk_costs_little_more_than_its_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
