/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_test.c - slugs, the rules of weeks and days, times in the reader's words, the demonstration
 * week.
 */
#include "base/clock.h"
#include "feature/house/house.h"
#include "feature/rooms/rooms.h"
#include "feature/weeks/weeks_index.h"
#include "feature/weeks/weeks_rules.h"
#include "feature/weeks/weeks_slug.h"
#include "feature/weeks/weeks_test_help.h"
#include "feature/weeks/weeks_view.h"

/* ---- names ----------------------------------------------------------------------------------- */

static void slugs_are_written_with_plain_letters(void **state)
{
    (void)state;
    SCRATCH(a);
    static const char *const cases[][2] = {
        { "Über Größe", "ueber-groesse" },
        { "  What's new?  In C++ & Rust ", "whats-new-in-c-rust" },
        { "Привет, мир", "privet-mir" },
        { "Ēlija Øster", "elija-oster" },
        { "🎉 !!!", "" },
        { "", "" },
        { "--a--", "a" },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        SAME(weeks_slug(a, str_of(cases[i][0])), cases[i][1]);
    str slug =
        weeks_slug(a, S("Ein sehr langer Titel, der kein Ende nehmen will und noch weiter geht"));
    SAME(slug, "ein-sehr-langer-titel-der-kein-ende-nehmen-will-und-noch");
    slug = weeks_slug(
        a, S("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
    assert_int_equal(slug.n, WEEKS_SLUG_MAX);
}

static void what_is_a_slug_is_known(void **state)
{
    (void)state;
    static const char *const good[] = { "a", "2012", "a-b", "ueber-groesse" };
    static const char *const bad[] = { "", "-a", "a-", "a--b", "A", "ä", "a.b", "a/b", "a b" };
    for (size_t i = 0; i < COUNT_OF(good); i++)
        assert_true(weeks_slug_ok(str_of(good[i])));
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(weeks_slug_ok(str_of(bad[i])));
    assert_true(weeks_slug_reserved(S("new")));
    assert_false(weeks_slug_reserved(S("news")));
}

/* Whatever the bytes, a slug is one, or empty. */
static void any_bytes_give_a_slug_or_nothing(void **state)
{
    (void)state;
    uint64_t seed = 2012;
    for (int round = 0; round < 2000; round++) {
        SCRATCH(a);
        char bytes[120];
        size_t n = (size_t)round % sizeof bytes;
        for (size_t i = 0; i < n; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            bytes[i] = (char)(seed >> 56);
        }
        str slug = weeks_slug(a, (str){ bytes, n });
        assert_true(str_empty(slug) || weeks_slug_ok(slug));
    }
}

static void a_word_is_found_in_each_of_its_spellings(void **state)
{
    (void)state;
    SCRATCH(a);
    str text = weeks_slug_search_text(a, S("Über Größe"));
    static const char *const found[] = { "über", "Uber", "ueber", "GRÖSSE", "größe", "grosse" };
    for (size_t i = 0; i < COUNT_OF(found); i++)
        assert_true(str_contains(text, weeks_slug_search_word(a, str_of(found[i]))));
    assert_false(str_contains(text, weeks_slug_search_word(a, S("unter"))));
}

static void the_index_keeps_the_order_of_equal_keys(void **state)
{
    (void)state;
    SCRATCH(a);
    weeks_index index = weeks_index_new(a, 0);
    bool taken[300] = { false };
    for (size_t i = 0; i < COUNT_OF(taken); i++)
        weeks_index_add(&index, str_format(a, "key %zu", i % 100), i);
    weeks_index_add(&index, S(""), 7);
    for (size_t i = 0; i < COUNT_OF(taken); i++) {
        size_t at = weeks_index_find(&index, str_format(a, "key %zu", i % 100), taken);
        assert_int_equal(at, i);
        taken[at] = true;
    }
    assert_int_equal(weeks_index_find(&index, S("key 1"), taken), WEEKS_INDEX_NONE);
    assert_int_equal(weeks_index_find(&index, S("key 1"), NULL), 1);
    assert_int_equal(weeks_index_find(&index, S(""), NULL), WEEKS_INDEX_NONE);
    assert_int_equal(weeks_index_find(&index, S("other"), NULL), WEEKS_INDEX_NONE);
}

/* ---- which week, day and talk ---------------------------------------------------------------- */

static struct week week_from(const char *slug, const char *start, const char *end)
{
    return (struct week){ .slug = str_of(slug),
                          .published = true,
                          .zone = S("Europe/Berlin"),
                          .start_date = str_of(start),
                          .end_date = str_of(end) };
}

static void the_current_week_is_the_one_that_is_on(void **state)
{
    (void)state;
    SCRATCH(a);
    const struct week list[] = { week_from("late", "2012-09-01", "2012-09-05"),
                                 week_from("next", "2012-08-01", "2012-08-05"),
                                 week_from("now", "2012-07-09", "2012-07-13"),
                                 week_from("old", "2012-05-01", "2012-05-05"),
                                 week_from("older", "2011-05-01", "2011-05-05") };
    static const struct {
        const char *now, *slug;
    } cases[] = {
        { "2012-07-09T00:00:00+02:00", "now" },   { "2012-07-13T23:59:00+02:00", "now" },
        { "2012-07-14T01:00:00+02:00", "now" }, /* its last night */
        { "2012-07-14T06:00:00+02:00", "next" },  { "2012-07-08T23:59:00+02:00", "now" },
        { "2012-09-05T12:00:00+02:00", "late" },  { "2013-01-01T12:00:00+01:00", "late" },
        { "2010-01-01T12:00:00+01:00", "older" },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct week *w = weeks_rules_current(a, &(struct week_list){ list, COUNT_OF(list) },
                                                   weeks_test_help_at(cases[i].now));
        assert_non_null(w);
        SAME(w->slug, cases[i].slug);
    }
    assert_null(weeks_rules_current(a, &(struct week_list){ 0 }, 0));
}

static void the_eve_goes_on_after_midnight(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    struct week w = { 0 };
    struct days days = { 0 };
    struct talks talks = { 0 };
    OK(weeks_store_week(f->s, f->arena, WEEKS_PUBLISHED, weeks_test_help_import(f, &p).slug, &w));
    OK(weeks_store_days(f->s, f->arena, w.id, &days));
    OK(weeks_store_talks(f->s, f->arena, WEEKS_PUBLISHED, w.id, &talks));
    static const struct {
        const char *now, *day;
    } cases[] = {
        { "2026-10-01T12:00:00+02:00", "2026-10-24" },
        { "2026-10-24T12:00:00+02:00", "2026-10-24" },
        { "2026-10-25T02:59:00+02:00", "2026-10-24" },
        { "2026-10-25T02:59:00+01:00", "2026-10-24" }, /* the second 2:59 of that night: still on */
        { "2026-10-25T03:30:00+01:00", "2026-10-25" },
        { "2026-11-25T12:00:00+01:00", "2026-10-25" },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        SAME(weeks_rules_day(f->arena, &w, &days, &talks, weeks_test_help_at(cases[i].now)),
             cases[i].day);
}

static void the_day_opens_with_what_runs_or_comes_next(void **state)
{
    (void)state;
    struct talk list[] = {
        { .start_ms = 0, .duration_min = 60, .state = S("cancelled") },
        { .start_ms = 0, .duration_min = 60, .state = S("planned") },
        { .start_ms = 7200000, .duration_min = 60, .state = S("planned") },
    };
    struct talks talks = { list, COUNT_OF(list) };
    assert_int_equal(weeks_rules_open(&talks, -1000), 1);
    assert_int_equal(weeks_rules_open(&talks, 0), 1);
    assert_int_equal(weeks_rules_open(&talks, 3599999), 1);
    assert_int_equal(weeks_rules_open(&talks, 3600000), 2);  /* over: the next */
    assert_int_equal(weeks_rules_open(&talks, 99999999), 1); /* all over: from the beginning */
    talks.n = 1;
    assert_int_equal(weeks_rules_open(&talks, 0), 0); /* a cancelled one rather than none */
    talks.n = 0;
    assert_int_equal(weeks_rules_open(&talks, 0), WEEKS_RULES_NONE);
}

static size_t found(struct store_rig *f, const struct talks *all, struct weeks_filter filter)
{
    return weeks_rules_filter(f->arena, all, &filter).n;
}

static void search_narrows_by_all_that_is_asked(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    struct week w = { 0 };
    struct talks all = { 0 };
    OK(weeks_store_week(f->s, f->arena, WEEKS_PUBLISHED, weeks_test_help_import(f, &p).slug, &w));
    OK(weeks_store_talks(f->s, f->arena, WEEKS_PUBLISHED, w.id, &all));
    assert_int_equal(found(f, &all, (struct weeks_filter){ .q = S("") }), 3);
    assert_int_equal(found(f, &all, (struct weeks_filter){ .q = S("uber") }), 1);
    assert_int_equal(found(f, &all, (struct weeks_filter){ .q = S("ADA") }), 2);
    assert_int_equal(found(f, &all, (struct weeks_filter){ .q = S("ada  stunde") }), 1);
    assert_int_equal(found(f, &all, (struct weeks_filter){ .q = S("ada nirgends") }), 0);
    assert_int_equal(found(f, &all, (struct weeks_filter){ .place = S("Garten") }), 2);
    assert_int_equal(found(f, &all, (struct weeks_filter){ .track = S("Land") }), 1);
    assert_int_equal(found(f, &all, (struct weeks_filter){ .q = S("ada"), .day = S("2026-10-25") }),
                     0);
}

static void a_day_of_a_long_week_costs_what_stands_on_it(void **state)
{
    struct store_rig *f = *state;
    struct talks all = { NEW_ARRAY(f->arena, struct talk, 4000), 4000 };
    struct weeks_filter day = { .day = S("2026-10-25") };
    all.item[3000].day = day.day;
    size_t used = arena_used(f->arena);
    assert_int_equal(found(f, &all, day), 1);
    assert_true(arena_used(f->arena) - used < 16 * sizeof(struct talk));
}

static void a_week_without_any_speaker_is_one(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    struct week w = { 0 };
    struct talks all = { 0 };
    for (size_t i = 0; i < p.n_talks; i++)
        weeks_test_help_talks(&p)[i].n_persons = 0;
    OK(weeks_store_week(f->s, f->arena, WEEKS_PUBLISHED, weeks_test_help_import(f, &p).slug, &w));
    OK(weeks_store_talks(f->s, f->arena, WEEKS_PUBLISHED, w.id, &all));
    assert_int_equal(all.n, 3);
    assert_int_equal(all.item[0].speakers.n, 0);
}

/* ---- times in the reader's words ------------------------------------------------------------- */

static struct weeks_view view(arena *a, const struct week *w, str zone)
{
    return (struct weeks_view){ a, LANG_DE, w, zone,
                                weeks_test_help_at("2026-10-24T09:00:00+02:00") };
}

static void another_zone_stands_beside_only_where_it_differs(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    struct week w = { 0 };
    OK(weeks_store_week(f->s, f->arena, WEEKS_PUBLISHED, weeks_test_help_import(f, &p).slug, &w));
    struct talk day = weeks_test_help_talk(f, "ueber-groesse-naehe");
    struct talk night = weeks_test_help_talk(f, "in-der-doppelten-stunde");
    struct talk after = weeks_test_help_talk(f, "nachher");
    struct weeks_view none = view(f->arena, &w, (str){ 0 });
    struct weeks_view paris = view(f->arena, &w, S("Europe/Paris"));
    struct weeks_view york = view(f->arena, &w, S("America/New_York"));
    SAME(weeks_view_line(&none, &day).clock, "10:00–11:00");
    SAME(weeks_view_line(&none, &day).elsewhere, "");
    SAME(weeks_view_line(&paris, &day).elsewhere, "");
    SAME(weeks_view_line(&york, &day).elsewhere, "04:00–05:00");
    /* The night before, by six hours; after Europe's change of clocks only five. */
    SAME(weeks_view_line(&york, &night).elsewhere, "Sa 24.10., 20:30–22:00");
    SAME(weeks_view_line(&york, &after).elsewhere, "09:00–10:30");
}

static void after_midnight_is_told(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    struct week w = { 0 };
    OK(weeks_store_week(f->s, f->arena, WEEKS_PUBLISHED, weeks_test_help_import(f, &p).slug, &w));
    struct weeks_view v = view(f->arena, &w, (str){ 0 });
    struct talk night = weeks_test_help_talk(f, "in-der-doppelten-stunde");
    struct talk day = weeks_test_help_talk(f, "ueber-groesse-naehe");
    SAME(weeks_view_line(&v, &night).after_midnight, "Sonntag, 25. Oktober 2026");
    SAME(weeks_view_line(&v, &night).datetime, "2026-10-25T02:30:00+02:00");
    /* 2:30 and ninety minutes is 3:00, for the clocks go back. */
    SAME(weeks_view_line(&v, &night).clock, "02:30–03:00");
    SAME(weeks_view_line(&v, &day).after_midnight, "");
    struct talk_full full = weeks_view_full(&v, &day, 2);
    SAME(full.near, "heute 10 Uhr");
    SAME(full.day, "Samstag, 24. Oktober 2026");
    SAME(weeks_view_full(&v, &night, 2).day, "Samstag, 24. Oktober 2026");
}

/* ---- the demonstration week ------------------------------------------------------------------ */

static void the_demonstration_has_today_as_its_second_day(void **state)
{
    struct store_rig *f = *state;
    struct week_list all = { 0 };
    struct days days = { 0 };
    str demo = { 0 };
    int64_t now = weeks_test_help_at("2012-07-10T14:20:00+02:00");
    OK(weeks_demo(f->s, f->arena, now));
    OK(weeks_store_all(f->s, f->arena, WEEKS_PUBLISHED, &all));
    assert_int_equal(all.n, 1);
    SAME(all.item[0].start_date, "2012-07-09");
    SAME(all.item[0].end_date, "2012-07-13");
    assert_true(all.item[0].text.n > 0);
    OK(weeks_store_days(f->s, f->arena, all.item[0].id, &days));
    assert_int_equal(days.n, 5);
    OK(house_setting(f->s, f->arena, "demo", &demo));
    SAME(demo, "1");
    KIND(weeks_demo(f->s, f->arena, now), ERR_CONFLICT);
}

static struct message first_message(struct store_rig *f, const struct talk *t)
{
    struct messages said = { 0 };
    OK(rooms_after(f->s, f->arena, (room_id){ t->room }, 0, 1, &said));
    assert_int_equal(said.n, 1);
    return said.item[0];
}

static void the_demonstration_moves_as_a_whole(void **state)
{
    struct store_rig *f = *state;
    struct week_list all = { 0 };
    struct talks before = { 0 }, after = { 0 };
    KIND(weeks_demo_move(f->s, f->arena, 0), ERR_MISSING);
    OK(weeks_demo(f->s, f->arena, weeks_test_help_at("2026-10-20T12:00:00+02:00")));
    OK(weeks_store_all(f->s, f->arena, WEEKS_PUBLISHED, &all));
    OK(weeks_store_talks(f->s, f->arena, WEEKS_PUBLISHED, all.item[0].id, &before));
    struct message said = first_message(f, &before.item[0]);
    /* Over the change of clocks: the talk keeps its local time, the message its distance to it. */
    OK(weeks_demo_move(f->s, f->arena, weeks_test_help_at("2026-10-27T12:00:00+01:00")));
    OK(weeks_store_all(f->s, f->arena, WEEKS_PUBLISHED, &all));
    SAME(all.item[0].start_date, "2026-10-26");
    SAME(all.item[0].end_date, "2026-10-30");
    OK(weeks_store_talks(f->s, f->arena, WEEKS_PUBLISHED, all.item[0].id, &after));
    SAME(after.item[0].day, "2026-10-26");
    int64_t moved = after.item[0].start_ms - before.item[0].start_ms;
    assert_int_equal(moved, ((int64_t)7 * 24 + 1) * 3600 * 1000);
    assert_int_equal(first_message(f, &after.item[0]).time_ms - said.time_ms, moved);
    assert_int_equal(after.item[0].sequence, before.item[0].sequence + 1);
    OK(weeks_demo_move(f->s, f->arena, weeks_test_help_at("2026-10-27T18:00:00+01:00")));
    OK(weeks_store_talks(f->s, f->arena, WEEKS_PUBLISHED, all.item[0].id, &before));
    assert_int_equal(before.item[0].sequence, after.item[0].sequence); /* there already */
}

#define T(test) cmocka_unit_test_setup_teardown(test, weeks_test_help_open, weeks_test_help_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slugs_are_written_with_plain_letters),
        cmocka_unit_test(what_is_a_slug_is_known),
        cmocka_unit_test(any_bytes_give_a_slug_or_nothing),
        cmocka_unit_test(a_word_is_found_in_each_of_its_spellings),
        cmocka_unit_test(the_index_keeps_the_order_of_equal_keys),
        cmocka_unit_test(the_current_week_is_the_one_that_is_on),
        T(the_eve_goes_on_after_midnight),
        cmocka_unit_test(the_day_opens_with_what_runs_or_comes_next),
        T(search_narrows_by_all_that_is_asked),
        T(a_day_of_a_long_week_costs_what_stands_on_it),
        T(a_week_without_any_speaker_is_one),
        T(another_zone_stands_beside_only_where_it_differs),
        T(after_midnight_is_told),
        T(the_demonstration_has_today_as_its_second_day),
        T(the_demonstration_moves_as_a_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
