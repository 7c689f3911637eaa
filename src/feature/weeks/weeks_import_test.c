/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_import_test.c - a programme that comes in, comes again, changes, fails in the middle.
 */
#include "base/clock.h"
#include "base/id.h"
#include "feature/rooms/rooms.h"
#include "feature/weeks/weeks_test_help.h"

static void counts(struct weeks_import_result r, size_t added, size_t changed, size_t unchanged,
                   size_t cancelled)
{
    assert_int_equal(r.added, added);
    assert_int_equal(r.changed, changed);
    assert_int_equal(r.unchanged, unchanged);
    assert_int_equal(r.cancelled, cancelled);
}

static void every_query_is_what_it_says(void **state)
{
    struct store_rig *f = *state;
    for (size_t i = 0; weeks_store_queries[i] != NULL; i++)
        OK(store_query_check(f->s, f->arena, weeks_store_queries[i]));
}

static void the_first_time_everything_is_new(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    struct weeks_import_result done = weeks_test_help_import(f, &p);
    counts(done, 3, 0, 0, 0);
    assert_true(done.new_week);
    SAME(done.slug, "tage-der-nachbarschaft");
    struct talk t = weeks_test_help_talk(f, "ueber-groesse-naehe");
    SAME(t.uid, "11111111-1111-4111-8111-111111111111");
    SAME(t.day, "2026-10-24");
    assert_int_equal(t.sequence, 0);
    assert_int_equal(t.speakers.n, 2);
    SAME(t.speakers.item[0].slug, "ada-beispiel");
    struct room room = { 0 };
    OK(rooms_find(f->s, f->arena, t.slug, &room));
    assert_int_equal(room.id, t.room);
    SAME(room.path, "/talks/ueber-groesse-naehe");
    struct talk night = weeks_test_help_talk(f, "in-der-doppelten-stunde");
    SAME(night.day, "2026-10-24");
    assert_true(id_is_uuid(night.uid));
}

static void the_same_again_changes_nothing(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    weeks_test_help_import(f, &p);
    int64_t rows = weeks_test_help_rows(f->s, f->arena);
    struct talk before = weeks_test_help_talk(f, "nachher");
    clock_set(clock_now_ms() + 60000);
    struct weeks_import_result done = weeks_test_help_import(f, &p);
    counts(done, 0, 0, 3, 0);
    assert_false(done.new_week);
    assert_int_equal(weeks_test_help_rows(f->s, f->arena), rows);
    struct talk after = weeks_test_help_talk(f, "nachher");
    assert_int_equal(after.modified_ms, before.modified_ms);
    assert_int_equal(after.sequence, 0);
}

static void what_changed_gets_the_next_sequence(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    struct programme_talk *in_file = weeks_test_help_talks(&p);
    weeks_test_help_import(f, &p);
    in_file[0].title = S("Ganz anders");
    in_file[0].n_persons = 1;
    clock_set(clock_now_ms() + 60000);
    counts(weeks_test_help_import(f, &p), 0, 1, 2, 0);
    struct talk t = weeks_test_help_talk(f, "ueber-groesse-naehe"); /* a slug never changes */
    SAME(t.title, "Ganz anders");
    assert_int_equal(t.sequence, 1);
    assert_int_equal(t.modified_ms, clock_now_ms());
    assert_int_equal(t.speakers.n, 1);
    struct room room = { 0 };
    OK(rooms_find(f->s, f->arena, t.slug, &room));
    SAME(room.title, "Ganz anders");
}

static void a_talk_is_found_by_id_and_by_place_and_time(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    struct programme_talk *in_file = weeks_test_help_talks(&p);
    weeks_test_help_import(f, &p);
    /* By the source's id, though everything else is new; by title, start and place without any id.
     */
    in_file[1].title = S("Umbenannt");
    in_file[1].start_ms += 3600000;
    in_file[2].text = S("Neu");
    counts(weeks_test_help_import(f, &p), 0, 2, 1, 0);
    SAME(weeks_test_help_talk(f, "in-der-doppelten-stunde").title, "Umbenannt");
    SAME(weeks_test_help_talk(f, "nachher").text, "Neu");
}

static void a_guid_wins_over_an_id(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    weeks_test_help_import(f, &p);
    struct programme_talk *talks = weeks_test_help_talks(&p);
    talks[0].source_id = S("2"); /* now both carry the id of the second */
    struct talk before = weeks_test_help_talk(f, "in-der-doppelten-stunde");
    counts(weeks_test_help_import(f, &p), 0, 1, 2, 0);
    struct talk after = weeks_test_help_talk(f, "in-der-doppelten-stunde");
    assert_int_equal(after.id, before.id);
    SAME(after.title, "In der doppelten Stunde");
}

static void what_is_missing_is_cancelled_and_can_come_back(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    weeks_test_help_import(f, &p);
    p.n_talks = 2;
    counts(weeks_test_help_import(f, &p), 0, 0, 2, 1);
    struct talk t = weeks_test_help_talk(f, "nachher");
    SAME(t.state, "cancelled");
    assert_int_equal(t.sequence, 1);
    counts(weeks_test_help_import(f, &p), 0, 0, 2, 0); /* once is enough */
    assert_int_equal(weeks_test_help_talk(f, "nachher").sequence, 1);
    p.n_talks = 3;
    counts(weeks_test_help_import(f, &p), 0, 1, 2, 0);
    t = weeks_test_help_talk(f, "nachher");
    SAME(t.state, "planned");
    assert_int_equal(t.sequence, 2);
}

static void a_broken_talk_leaves_everything_as_it_was(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    struct programme_talk *in_file = weeks_test_help_talks(&p);
    struct weeks_import_result done = { 0 };
    in_file[2].title = S("");
    KIND(weeks_import(f->s, f->arena, &p, (str){ 0 }, &done), ERR_INVALID);
    assert_int_equal(weeks_test_help_rows(f->s, f->arena), 0);
    p.n_talks = 0;
    KIND(weeks_import(f->s, f->arena, &p, (str){ 0 }, &done), ERR_INVALID);
}

/* Every insert of an import fails once: each time nothing stays, and the next import is whole. */
static void a_failure_anywhere_leaves_nothing(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    int64_t faults = 0;
    for (;; faults++) {
        struct weeks_import_result done = { 0 };
        OK(weeks_test_help_fail_at(f->s, f->arena, faults));
        const err *e = weeks_import(f->s, f->arena, &p, (str){ 0 }, &done);
        OK(weeks_test_help_fail_at(f->s, f->arena, -1));
        if (e == NULL)
            break;
        assert_int_equal(weeks_test_help_rows(f->s, f->arena), 0);
    }
    assert_true(faults > 15);
    counts(weeks_test_help_import(f, &p), 0, 0, 3, 0);
}

/* The same for an update: a talk that was changed already is as it was before. */
static void a_failure_in_an_update_leaves_the_old(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    struct programme_talk *in_file = weeks_test_help_talks(&p);
    weeks_test_help_import(f, &p);
    int64_t rows = weeks_test_help_rows(f->s, f->arena), faults = 0;
    in_file[0].title = S("Anders");
    in_file[2].guid = S("22222222-2222-4222-8222-222222222222");
    in_file[2].title = S("Ein ganz neuer");
    for (;; faults++) {
        struct weeks_import_result done = { 0 };
        OK(weeks_test_help_fail_at(f->s, f->arena, faults));
        const err *e = weeks_import(f->s, f->arena, &p, (str){ 0 }, &done);
        OK(weeks_test_help_fail_at(f->s, f->arena, -1));
        if (e == NULL)
            break;
        struct talk t = weeks_test_help_talk(f, "ueber-groesse-naehe");
        SAME(t.title, "Über Größe & Nähe");
        assert_int_equal(t.sequence, 0);
        assert_int_equal(t.speakers.n, 2);
        SAME(weeks_test_help_talk(f, "nachher").state, "planned");
        assert_int_equal(weeks_test_help_rows(f->s, f->arena), rows);
    }
    assert_true(faults > 4);
    SAME(weeks_test_help_talk(f, "nachher").state, "cancelled");
    SAME(weeks_test_help_talk(f, "ein-ganz-neuer").state, "planned");
}

static void two_talks_with_one_guid_stay_two(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    struct programme_talk *talks = weeks_test_help_talks(&p);
    talks[1].guid = talks[0].guid;
    talks[2].guid = talks[0].guid;
    talks[2].title = talks[0].title; /* the slug, too, is taken */
    counts(weeks_test_help_import(f, &p), 3, 0, 0, 0);
    struct talk second = weeks_test_help_talk(f, "ueber-groesse-naehe-2");
    assert_false(str_eq(second.uid, talks[0].guid));
    counts(weeks_test_help_import(f, &p), 0, 0, 3, 0);
}

static void slugs_are_given_once_in_the_house(void **state)
{
    struct store_rig *f = *state;
    str slug = { 0 };
    struct tx t = { 0 };
    OK(tx_begin_(&t, f->s, f->arena));
    OK(weeks_store_take_slug(f->s, f->arena, S("netz"), &slug));
    SAME(slug, "netz");
    OK(weeks_store_take_slug(f->s, f->arena, S("netz-2"), &slug));
    SAME(slug, "netz-2");
    OK(weeks_store_take_slug(f->s, f->arena, S("netz"), &slug));
    SAME(slug, "netz-3");
    OK(weeks_store_take_slug(f->s, f->arena, S("netz-2"), &slug));
    SAME(slug, "netz-2-2");
    OK(weeks_store_take_slug(f->s, f->arena, S("netz"), &slug));
    SAME(slug, "netz-4");
    OK(tx_commit(&t));
}

static void a_week_is_found_by_its_slug(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    struct weeks_import_result done = { 0 };
    OK(weeks_import(f->s, f->arena, &p, S("nachbarn"), &done));
    SAME(done.slug, "nachbarn");
    p.title = S("Neuer Name");
    OK(weeks_import(f->s, f->arena, &p, S("nachbarn"), &done));
    assert_false(done.new_week);
    struct week w = { 0 };
    OK(weeks_store_week(f->s, f->arena, WEEKS_PUBLISHED, S("nachbarn"), &w));
    SAME(w.title, "Neuer Name");
    SAME(w.start_date, "2026-10-24");
    SAME(w.end_date, "2026-10-25");
    KIND(weeks_import(f->s, f->arena, &p, S("Nicht so"), &done), ERR_USAGE);
    KIND(weeks_import(f->s, f->arena, &p, S("nachher"), &done), ERR_CONFLICT);
}

static void a_week_is_found_by_acronym_else_by_title(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    weeks_test_help_import(f, &p);
    p.acronym = S("tdn26"); /* new in the file: the title still says which week it is */
    assert_false(weeks_test_help_import(f, &p).new_week);
    p.title = S("Tage der Nachbarn");
    assert_false(weeks_test_help_import(f, &p).new_week);
    p.acronym = S("tdn27"); /* next year's, under the same title */
    struct weeks_import_result next = weeks_test_help_import(f, &p);
    assert_true(next.new_week);
    SAME(next.slug, "tdn27");
    counts(next, 3, 0, 0, 0);
}

static void days_follow_the_programme(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    const struct when_date three[] = { { 2026, 10, 23 }, { 2026, 10, 24 }, { 2026, 10, 25 } };
    struct weeks_import_result done = weeks_test_help_import(f, &p);
    struct week w = { 0 };
    struct days days = { 0 };
    OK(weeks_store_week(f->s, f->arena, WEEKS_PUBLISHED, done.slug, &w));
    p.days = three;
    p.n_days = 3;
    weeks_test_help_import(f, &p);
    OK(weeks_store_days(f->s, f->arena, w.id, &days));
    assert_int_equal(days.n, 3);
    p.days = three + 2;
    p.n_days = 1;
    weeks_test_help_import(f, &p);
    OK(weeks_store_days(f->s, f->arena, w.id, &days));
    assert_int_equal(days.n, 2); /* the 24th has talks and stays */
    SAME(days.item[0].date, "2026-10-24");
}

static void a_speaker_is_one_person_in_a_week(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    struct programme_talk *in_file = weeks_test_help_talks(&p);
    struct programme_person persons[] = {
        { S("7"), S("Ada Umbenannt"), S("Sie ist umgezogen.") },
        { S("8"), S("Bert <Muster>"), S("") },
        { S("7"), S("Ada Umbenannt"), S("") },
    };
    struct speaker ada = { 0 };
    struct talks talks = { 0 };
    weeks_test_help_import(f, &p);
    in_file[0].persons = persons; /* and she stands there twice */
    in_file[0].n_persons = 3;
    weeks_test_help_import(f, &p);
    OK(weeks_store_speaker(f->s, f->arena, WEEKS_PUBLISHED, S("ada-beispiel"), &ada));
    SAME(ada.name, "Ada Umbenannt");
    SAME(ada.biography, "Sie ist umgezogen.");
    OK(weeks_store_talks_by(f->s, f->arena, WEEKS_PUBLISHED, &ada, &talks));
    assert_int_equal(talks.n, 2);
    assert_int_equal(talks.item[0].speakers.n, 2);
    KIND(weeks_store_speaker(f->s, f->arena, WEEKS_PUBLISHED, S("ada-umbenannt"), &ada),
         ERR_MISSING);
}

#define T(test) cmocka_unit_test_setup_teardown(test, weeks_test_help_open, weeks_test_help_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(every_query_is_what_it_says),
        T(the_first_time_everything_is_new),
        T(the_same_again_changes_nothing),
        T(what_changed_gets_the_next_sequence),
        T(a_talk_is_found_by_id_and_by_place_and_time),
        T(a_guid_wins_over_an_id),
        T(what_is_missing_is_cancelled_and_can_come_back),
        T(a_broken_talk_leaves_everything_as_it_was),
        T(a_failure_anywhere_leaves_nothing),
        T(a_failure_in_an_update_leaves_the_old),
        T(two_talks_with_one_guid_stay_two),
        T(slugs_are_given_once_in_the_house),
        T(a_week_is_found_by_its_slug),
        T(a_week_is_found_by_acronym_else_by_title),
        T(days_follow_the_programme),
        T(a_speaker_is_one_person_in_a_week),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
