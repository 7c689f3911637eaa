/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_edit_test.c - drafts that nobody sees, versions, two writers at once, copies over a change
 * of clocks, and imports of what was edited.
 */
#include "feature/weeks/weeks_test_help.h"

#include <string.h>

#include "base/clock.h"
#include "feature/rooms/rooms.h"
#include "feature/weeks/weeks_edit_make.h"
#include "feature/weeks/weeks_edit_store.h"
#include "feature/weeks/weeks_edit_write.h"
#include "feature/weeks/weeks_ics.h"

static const struct weeks_author ada = { S_INIT("Ada"), S_INIT("host") };
static const struct weeks_author ben = { S_INIT("Ben"), S_INIT("speaker") };

#define TALK "ueber-groesse-naehe"

static struct week the_week(struct store_rig *f)
{
    struct week w = { 0 };
    struct programme p = weeks_test_help_programme(f->arena);
    str slug = weeks_test_help_import(f, &p).slug;
    OK(weeks_store_week(f->s, f->arena, WEEKS_DRAFTS_TOO, slug, &w));
    return w;
}

static struct weeks_paper paper_of(struct store_rig *f, const char *talk)
{
    struct weeks_paper p = { 0 };
    OK(weeks_edit_load(f->s, f->arena, WEEKS_KIND_TALK, weeks_test_help_talk(f, talk).id, &p));
    return p;
}

static struct weeks_saving save(struct store_rig *f, const struct weeks_paper *form,
                                const struct weeks_author *author)
{
    struct weeks_saving saving = { 0 };
    OK(weeks_edit_save(f->s, f->arena, LANG_EN, form, author, &saving));
    return saving;
}

/* Changes one field of the talk as it stands. */
static struct weeks_saving change(struct store_rig *f, const char *talk, size_t field,
                                  const char *value)
{
    struct weeks_paper p = paper_of(f, talk);
    p.value[field] = str_of(value);
    return save(f, &p, &ada);
}

static struct weeks_version_list versions(struct store_rig *f, const char *talk)
{
    struct weeks_version_list all = { 0 };
    OK(weeks_edit_store_versions(f->s, f->arena, WEEKS_KIND_TALK, weeks_test_help_talk(f, talk).id,
                                 &all));
    return all;
}

/* ---- drafts ---------------------------------------------------------------------------------- */

static void hidden(struct store_rig *f, const struct week *w, const char *talk)
{
    struct talk t = { 0 };
    struct talks all = { 0 };
    struct room room = { 0 };
    str feed = { 0 };
    KIND(weeks_store_talk(f->s, f->arena, WEEKS_PUBLISHED, str_of(talk), &t), ERR_MISSING);
    OK(weeks_store_talk(f->s, f->arena, WEEKS_DRAFTS_TOO, str_of(talk), &t));
    KIND(rooms_find(f->s, f->arena, str_of(talk), &room), ERR_MISSING);
    OK(weeks_store_talks(f->s, f->arena, WEEKS_PUBLISHED, w->id, &all));
    for (size_t i = 0; i < all.n && w->published; i++)
        assert_false(str_eq(all.item[i].slug, str_of(talk)));
    OK(weeks_ics(f->s, f->arena, w, S("https://example.org"), &feed));
    assert_int_equal(str_contains(feed, str_of(talk)), !w->published);
}

static void a_draft_talk_is_nowhere(void **state)
{
    struct store_rig *f = *state;
    struct week w = the_week(f);
    struct speaker who = { 0 };
    struct talks talks = { 0 };
    int64_t id = weeks_test_help_talk(f, TALK).id;
    OK(weeks_edit_make_talk_public(f->s, f->arena, id, false));
    hidden(f, &w, TALK);
    OK(weeks_store_talks_on(f->s, f->arena, WEEKS_PUBLISHED, w.id, S("2026-10-24"), &talks));
    assert_int_equal(talks.n, 1);
    OK(weeks_store_talks_full(f->s, f->arena, WEEKS_PUBLISHED, w.id, &talks));
    assert_int_equal(talks.n, 2);
    /* One speaker has another talk, the other one was in the draft only. */
    OK(weeks_store_speaker(f->s, f->arena, WEEKS_PUBLISHED, S("ada-beispiel"), &who));
    OK(weeks_store_talks_by(f->s, f->arena, WEEKS_PUBLISHED, &who, &talks));
    assert_int_equal(talks.n, 1);
    KIND(weeks_store_speaker(f->s, f->arena, WEEKS_PUBLISHED, S("bert-muster"), &who), ERR_MISSING);
    OK(weeks_store_speaker(f->s, f->arena, WEEKS_DRAFTS_TOO, S("bert-muster"), &who));
    OK(weeks_edit_make_talk_public(f->s, f->arena, id, true));
    OK(weeks_store_speaker(f->s, f->arena, WEEKS_PUBLISHED, S("bert-muster"), &who));
}

static void a_draft_week_hides_all_that_is_in_it(void **state)
{
    struct store_rig *f = *state;
    struct week w = the_week(f), seen = { 0 };
    struct week_list all = { 0 };
    struct speaker who = { 0 };
    struct room room = { 0 };
    OK(weeks_edit_make_public(f->s, f->arena, w.id, false, false));
    OK(weeks_store_week_by_id(f->s, f->arena, w.id, &w));
    hidden(f, &w, TALK);
    KIND(weeks_store_week(f->s, f->arena, WEEKS_PUBLISHED, w.slug, &seen), ERR_MISSING);
    KIND(weeks_store_speaker(f->s, f->arena, WEEKS_PUBLISHED, S("ada-beispiel"), &who),
         ERR_MISSING);
    OK(weeks_store_all(f->s, f->arena, WEEKS_PUBLISHED, &all));
    assert_int_equal(all.n, 0);
    /* Talks that were published come back with their week, and their rooms. */
    OK(weeks_edit_make_public(f->s, f->arena, w.id, true, false));
    OK(rooms_find(f->s, f->arena, S(TALK), &room));
    SAME(room.path, "/talks/" TALK);
    struct talk t = { 0 };
    OK(weeks_store_talk(f->s, f->arena, WEEKS_PUBLISHED, S(TALK), &t));
}

static void what_an_import_brings_is_published(void **state)
{
    struct store_rig *f = *state;
    struct week w = the_week(f);
    assert_true(w.published);
    assert_true(weeks_test_help_talk(f, TALK).published);
    assert_int_equal(versions(f, TALK).n, 0);
}

/* ---- versions -------------------------------------------------------------------------------- */

static void each_saved_change_keeps_what_stood_before(void **state)
{
    struct store_rig *f = *state;
    the_week(f);
    assert_int_equal(change(f, TALK, TALK_TITLE, "Zwei").outcome, WEEKS_SAVED);
    assert_int_equal(change(f, TALK, TALK_TEXT, "Neuer Text").outcome, WEEKS_SAVED);
    assert_int_equal(change(f, TALK, TALK_TEXT, "Neuer Text").outcome, WEEKS_SAVED);
    struct weeks_version_list all = versions(f, TALK);
    assert_int_equal(all.n, 3); /* the same once more is no change */
    SAME(all.item[0].who, "Ada");
    SAME(all.item[2].via, "first");
    struct weeks_saving back = { 0 };
    int64_t id = weeks_test_help_talk(f, TALK).id;
    OK(weeks_edit_restore(f->s, f->arena, LANG_EN, WEEKS_KIND_TALK, id, 1, &ada, &back));
    assert_int_equal(back.outcome, WEEKS_SAVED);
    struct weeks_paper p = paper_of(f, TALK);
    SAME(p.value[TALK_TITLE], "Über Größe & Nähe");
    SAME(p.value[TALK_TEXT], "Wie **nah** ist nah genug?");
    SAME(p.value[TALK_SPEAKERS], "Ada Beispiel\nBert <Muster>");
    assert_int_equal(versions(f, TALK).n, 4);
    KIND(weeks_edit_restore(f->s, f->arena, LANG_EN, WEEKS_KIND_TALK, id, 9, &ada, &back),
         ERR_MISSING);
}

static void a_version_that_no_longer_fits_is_told_and_not_stored(void **state)
{
    struct store_rig *f = *state;
    struct week w = the_week(f);
    struct weeks_paper week = { 0 };
    struct weeks_saving back = { 0 };
    int64_t id = weeks_test_help_talk(f, "nachher").id;
    assert_int_equal(change(f, "nachher", TALK_DAY, "2026-10-24").outcome, WEEKS_SAVED);
    OK(weeks_edit_load(f->s, f->arena, WEEKS_KIND_WEEK, w.id, &week));
    week.value[WEEK_LAST] = S("2026-10-24");
    assert_int_equal(save(f, &week, &ada).outcome, WEEKS_SAVED);
    OK(weeks_edit_restore(f->s, f->arena, LANG_EN, WEEKS_KIND_TALK, id, 1, &ada, &back));
    assert_int_equal(back.outcome, WEEKS_FAULTY);
    assert_true(back.faults.of[TALK_DAY].n > 0);
    SAME(paper_of(f, "nachher").value[TALK_DAY], "2026-10-24");
}

/* ---- two at once ----------------------------------------------------------------------------- */

static void the_second_is_told_and_keeps_their_words(void **state)
{
    struct store_rig *f = *state;
    the_week(f);
    struct weeks_paper mine = paper_of(f, TALK), theirs = mine;
    theirs.value[TALK_TEXT] = S("von Ben");
    theirs.value[TALK_PLACE] = S("Saal");
    assert_int_equal(save(f, &theirs, &ben).outcome, WEEKS_SAVED);
    mine.value[TALK_TEXT] = S("von Ada");
    struct weeks_saving told = save(f, &mine, &ada);
    assert_int_equal(told.outcome, WEEKS_CONFLICT);
    SAME(told.last.who, "Ben");
    SAME(told.theirs.value[TALK_TEXT], "von Ben");
    SAME(told.paper.value[TALK_TEXT], "von Ada");
    SAME(told.paper.value[TALK_PLACE], "Saal"); /* Ada had not touched it */
    SAME(paper_of(f, TALK).value[TALK_TEXT], "von Ben");
    assert_int_equal(versions(f, TALK).n, 2);
    assert_int_equal(save(f, &told.paper, &ada).outcome, WEEKS_SAVED);
    SAME(paper_of(f, TALK).value[TALK_TEXT], "von Ada");
    assert_int_equal(versions(f, TALK).n, 3);
    /* The same form sent twice. */
    assert_int_equal(save(f, &told.paper, &ada).outcome, WEEKS_SAVED);
    assert_int_equal(versions(f, TALK).n, 3);
    mine.version = 77;
    struct weeks_saving never = { 0 };
    KIND(weeks_edit_save(f->s, f->arena, LANG_EN, &mine, &ada, &never), ERR_INVALID);
}

static void a_field_that_was_not_asked_stays(void **state)
{
    struct store_rig *f = *state;
    the_week(f);
    struct weeks_paper now = paper_of(f, TALK);
    struct weeks_paper words = { .kind = WEEKS_KIND_TALK, .id = now.id, .version = now.version };
    words.value[TALK_TEXT] = S("Nur der Text");
    assert_int_equal(save(f, &words, &ben).outcome, WEEKS_SAVED);
    struct weeks_paper after = paper_of(f, TALK);
    SAME(after.value[TALK_TEXT], "Nur der Text");
    now.value[TALK_TEXT] = after.value[TALK_TEXT];
    assert_true(weeks_versions_same(&now, &after));
}

/* ---- what a form cannot say ------------------------------------------------------------------ */

static void saving_words_moves_no_talk(void **state)
{
    struct store_rig *f = *state;
    the_week(f);
    /* The first 2:30 of the night that has two: a form cannot name it, and must not move it. */
    struct talk before = weeks_test_help_talk(f, "in-der-doppelten-stunde");
    change(f, "in-der-doppelten-stunde", TALK_SUBTITLE, "zweimal halb drei");
    struct talk after = weeks_test_help_talk(f, "in-der-doppelten-stunde");
    assert_int_equal(after.start_ms, before.start_ms);
    assert_int_equal(after.sequence, before.sequence);
    change(f, "in-der-doppelten-stunde", TALK_START, "04:00");
    after = weeks_test_help_talk(f, "in-der-doppelten-stunde");
    assert_int_equal(after.start_ms, weeks_test_help_at("2026-10-25T04:00:00+01:00"));
    assert_int_equal(after.sequence, before.sequence + 1);
    change(f, "in-der-doppelten-stunde", TALK_START, "05:00");
    after = weeks_test_help_talk(f, "in-der-doppelten-stunde");
    assert_int_equal(after.start_ms, weeks_test_help_at("2026-10-24T05:00:00+02:00"));
}

static void another_zone_keeps_the_hours(void **state)
{
    struct store_rig *f = *state;
    struct week w = the_week(f);
    struct weeks_paper p = { 0 };
    OK(weeks_edit_load(f->s, f->arena, WEEKS_KIND_WEEK, w.id, &p));
    p.value[WEEK_ZONE] = S("Lisbon");
    assert_int_equal(save(f, &p, &ada).outcome, WEEKS_SAVED);
    struct talk t = weeks_test_help_talk(f, TALK);
    assert_int_equal(t.start_ms, weeks_test_help_at("2026-10-24T10:00:00+01:00"));
    assert_int_equal(t.sequence, 1);
    SAME(paper_of(f, TALK).value[TALK_START], "10:00");
}

static void a_new_name_is_found_by_the_search(void **state)
{
    struct store_rig *f = *state;
    the_week(f);
    struct speaker who = { 0 };
    struct weeks_paper p = { 0 };
    OK(weeks_store_speaker(f->s, f->arena, WEEKS_PUBLISHED, S("ada-beispiel"), &who));
    OK(weeks_edit_load(f->s, f->arena, WEEKS_KIND_SPEAKER, who.id, &p));
    p.value[SPEAKER_NAME] = S("Ada Umbenannt");
    assert_int_equal(save(f, &p, &ada).outcome, WEEKS_SAVED);
    assert_true(str_contains(weeks_test_help_talk(f, TALK).search, S("umbenannt")));
    assert_false(str_contains(weeks_test_help_talk(f, TALK).search, S("ada beispiel")));
    OK(weeks_store_speaker(f->s, f->arena, WEEKS_PUBLISHED, S("ada-beispiel"), &who));
    SAME(who.name, "Ada Umbenannt");
}

/* ---- making ---------------------------------------------------------------------------------- */

static void what_is_made_is_a_draft(void **state)
{
    struct store_rig *f = *state;
    struct weeks_paper form = { .kind = WEEKS_KIND_WEEK,
                                .value = { [WEEK_TITLE] = S("New"),
                                           [WEEK_FIRST] = S("2026-10-24"),
                                           [WEEK_LAST] = S("2026-10-26"),
                                           [WEEK_ZONE] = S("Europe/Berlin") } };
    struct weeks_paper talk = { .kind = WEEKS_KIND_TALK,
                                .value = { [TALK_TITLE] = S("Edit"),
                                           [TALK_SPEAKERS] = S("Ada\n\n Ada \nBen"),
                                           [TALK_DAY] = S("2026-10-25"),
                                           [TALK_START] = S("9:30"),
                                           [TALK_MINUTES] = S("45") } };
    struct weeks_saving saving = { 0 };
    struct week w = { 0 };
    struct days days = { 0 };
    str slug = { 0 };
    OK(weeks_edit_make_week(f->s, f->arena, LANG_EN, &form, &saving, &slug));
    SAME(slug, "week-new"); /* "new" is a word of routes */
    OK(weeks_store_week(f->s, f->arena, WEEKS_DRAFTS_TOO, slug, &w));
    assert_false(w.published);
    OK(weeks_store_days(f->s, f->arena, w.id, &days));
    assert_int_equal(days.n, 3);
    OK(weeks_edit_make_talk(f->s, f->arena, LANG_EN, &w, &talk, &saving, &slug));
    SAME(slug, "talk-edit");
    struct talk made = weeks_test_help_talk(f, "talk-edit");
    assert_false(made.published);
    assert_int_equal(made.speakers.n, 2);
    assert_int_equal(made.start_ms, weeks_test_help_at("2026-10-25T09:30:00+01:00"));
    talk.value[TALK_DAY] = S("2026-10-27");
    OK(weeks_edit_make_talk(f->s, f->arena, LANG_EN, &w, &talk, &saving, &slug));
    assert_int_equal(saving.outcome, WEEKS_FAULTY);
}

static void a_copy_begins_on_the_nearest_same_weekday(void **state)
{
    (void)state;
    SCRATCH(a);
    static const struct {
        const char *wanted, *first;
    } cases[] = {
        { "2027-10-23", "2027-10-23" }, { "2027-10-24", "2027-10-23" },
        { "2027-10-26", "2027-10-23" }, { "2027-10-27", "2027-10-30" },
        { "2027-10-22", "2027-10-23" }, { "2027-10-20", "2027-10-23" },
        { "2028-02-29", "2028-02-26" }, { "2027-01-01", "2027-01-02" },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct when_date day = { 0 };
        assert_true(when_date_parse(str_of(cases[i].wanted), &day));
        SAME(when_date_text(a, weeks_edit_make_copy_day(S("2026-10-24"), day)), cases[i].first);
    }
}

static void a_copy_keeps_hours_over_the_change_of_clocks(void **state)
{
    struct store_rig *f = *state;
    struct week w = the_week(f), copy = { 0 };
    struct talks talks = { 0 };
    struct talk_links links = { 0 };
    str slug = { 0 };
    OK(weeks_edit_make_cancelled(f->s, f->arena, weeks_test_help_talk(f, "nachher").id, true));
    OK(weeks_edit_make_copy(f->s, f->arena, &w, (struct when_date){ 2027, 7, 3 }, &slug));
    OK(weeks_store_week(f->s, f->arena, WEEKS_DRAFTS_TOO, slug, &copy));
    SAME(copy.title, "Tage der Nachbarschaft 2027");
    SAME(copy.start_date, "2027-07-03");
    SAME(copy.end_date, "2027-07-04");
    assert_false(copy.published);
    OK(weeks_store_talks(f->s, f->arena, WEEKS_PUBLISHED, copy.id, &talks));
    assert_int_equal(talks.n, 0);
    OK(weeks_store_talks_full(f->s, f->arena, WEEKS_DRAFTS_TOO, copy.id, &talks));
    assert_int_equal(talks.n, 2); /* the cancelled one stays behind */
    SAME(talks.item[0].slug, "ueber-groesse-naehe-2");
    assert_int_equal(talks.item[0].start_ms, weeks_test_help_at("2027-07-03T10:00:00+02:00"));
    SAME(talks.item[0].text, "Wie **nah** ist nah genug?");
    assert_int_equal(talks.item[0].speakers.n, 2);
    /* After midnight, and still the eve's. */
    SAME(talks.item[1].day, "2027-07-03");
    assert_int_equal(talks.item[1].start_ms, weeks_test_help_at("2027-07-04T02:30:00+02:00"));
    OK(weeks_store_links(f->s, f->arena, talks.item[0].id, &links));
    assert_int_equal(links.n, 1);
    struct speaker who = { 0 };
    OK(weeks_store_speaker(f->s, f->arena, WEEKS_DRAFTS_TOO, S("ada-beispiel-2"), &who));
    SAME(who.biography, "Sie wohnt hier.");
    /* The old programme, taken in again, still finds its own week. */
    struct programme p = weeks_test_help_programme(f->arena);
    SAME(weeks_test_help_import(f, &p).slug, "tage-der-nachbarschaft");
}

static void a_copy_into_the_hour_that_is_not_moves_it_on(void **state)
{
    struct store_rig *f = *state;
    struct week w = the_week(f);
    struct talk t = { 0 };
    str slug = { 0 };
    /* Saturday, 27 March 2027: in the night the clocks go from 2 to 3. */
    OK(weeks_edit_make_copy(f->s, f->arena, &w, (struct when_date){ 2027, 3, 27 }, &slug));
    t = weeks_test_help_talk(f, "in-der-doppelten-stunde-2");
    assert_int_equal(t.start_ms, weeks_test_help_at("2027-03-28T03:30:00+02:00"));
    SAME(t.day, "2027-03-27");
}

/* ---- importing again ------------------------------------------------------------------------- */

static void an_import_leaves_edited_words_until_the_source_changes(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    the_week(f);
    change(f, TALK, TALK_TITLE, "Von Hand");
    change(f, "nachher", TALK_PLACE, "Von Hand");
    struct weeks_import_result done = weeks_test_help_import(f, &p);
    assert_int_equal(done.changed + done.overwritten, 0);
    SAME(weeks_test_help_talk(f, TALK).title, "Von Hand");
    weeks_test_help_talks(&p)[0].title = S("Von der Quelle");
    done = weeks_test_help_import(f, &p);
    assert_int_equal(done.changed, 1);
    assert_int_equal(done.overwritten, 1);
    SAME(weeks_test_help_talk(f, TALK).title, "Von der Quelle");
    struct weeks_version_list all = versions(f, TALK);
    SAME(all.item[0].via, "import");
    SAME(weeks_versions_paper(f->arena, WEEKS_KIND_TALK, 1, &all.item[1]).value[TALK_TITLE],
         "Von Hand");
    /* Written by an import last: nothing of anybody's is overwritten. */
    weeks_test_help_talks(&p)[0].title = S("Noch einmal");
    done = weeks_test_help_import(f, &p);
    assert_int_equal(done.overwritten, 0);
}

static void an_import_touches_neither_drafts_nor_what_is_ours(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    struct week w = the_week(f);
    struct weeks_paper talk = { .kind = WEEKS_KIND_TALK,
                                .value = { [TALK_TITLE] = S("Eigenes"),
                                           [TALK_DAY] = S("2026-10-25"),
                                           [TALK_START] = S("9:30"),
                                           [TALK_MINUTES] = S("45") } };
    struct weeks_saving saving = { 0 };
    struct room room = { 0 };
    str slug = { 0 };
    OK(weeks_edit_make_talk(f->s, f->arena, LANG_EN, &w, &talk, &saving, &slug));
    OK(weeks_edit_make_public(f->s, f->arena, w.id, false, false));
    weeks_test_help_talks(&p)[0].title = S("Von der Quelle");
    assert_int_equal(weeks_test_help_import(f, &p).cancelled, 0);
    SAME(weeks_test_help_talk(f, "eigenes").state, "planned");
    OK(weeks_store_week_by_id(f->s, f->arena, w.id, &w));
    assert_false(w.published);
    KIND(rooms_find(f->s, f->arena, S(TALK), &room), ERR_MISSING);
}

/* ---- all or nothing -------------------------------------------------------------------------- */

static void a_copy_that_fails_leaves_nothing(void **state)
{
    struct store_rig *f = *state;
    struct week w = the_week(f);
    int64_t rows = weeks_test_help_rows(f->s, f->arena);
    str slug = { 0 };
    for (int64_t n = 0;; n++) {
        OK(weeks_test_help_fail_at(f->s, f->arena, n));
        const err *e =
            weeks_edit_make_copy(f->s, f->arena, &w, (struct when_date){ 2027, 7, 3 }, &slug);
        if (e == NULL) {
            assert_true(n > 10);
            break;
        }
        assert_int_equal(weeks_test_help_rows(f->s, f->arena), rows);
    }
    assert_true(weeks_test_help_rows(f->s, f->arena) > rows);
}

#define T(test) cmocka_unit_test_setup_teardown(test, weeks_test_help_open, weeks_test_help_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_draft_talk_is_nowhere),
        T(a_draft_week_hides_all_that_is_in_it),
        T(what_an_import_brings_is_published),
        T(each_saved_change_keeps_what_stood_before),
        T(a_version_that_no_longer_fits_is_told_and_not_stored),
        T(the_second_is_told_and_keeps_their_words),
        T(a_field_that_was_not_asked_stays),
        T(saving_words_moves_no_talk),
        T(another_zone_keeps_the_hours),
        T(a_new_name_is_found_by_the_search),
        T(what_is_made_is_a_draft),
        cmocka_unit_test(a_copy_begins_on_the_nearest_same_weekday),
        T(a_copy_keeps_hours_over_the_change_of_clocks),
        T(a_copy_into_the_hour_that_is_not_moves_it_on),
        T(an_import_leaves_edited_words_until_the_source_changes),
        T(an_import_touches_neither_drafts_nor_what_is_ours),
        T(a_copy_that_fails_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
