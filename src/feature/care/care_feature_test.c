/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_feature_test.c - Today and its reasons, aims, the brief; whose it is; what is told and
 * erased.
 */
#include "base/clock.h"
#include "base/json_text.h"
#include "feature/book/book_test_help.h"
#include "feature/care/care_aim_store.h"
#include "feature/care/care_rules.h"
#include "feature/mail/mail.h"

extern const struct migration_list care_migrations;
extern const struct migration_list encounters_migrations;

static int set_up(void **state)
{
    static const struct migration_list *more[3];
    more[0] = mail.migrations;
    more[1] = &encounters_migrations;
    more[2] = &care_migrations;
    *state = book_test_help_open(more, 3);
    return 0;
}

static int tear_down(void **state)
{
    book_test_help_close(*state);
    return 0;
}

static void every_query_can_be_prepared(void **state)
{
    struct book_test_help *f = *state;
    size_t n = 0, aims = 0;
    for (; care_store_queries[n] != NULL; n++)
        OK(store_query_check(f->s, f->arena, care_store_queries[n]));
    for (; care_aim_store_queries[aims] != NULL; aims++)
        OK(store_query_check(f->s, f->arena, care_aim_store_queries[aims]));
    assert_int_equal(n, 34);
    assert_int_equal(aims, 13);
}

/* ---- help ------------------------------------------------------------------------------------ */

static struct care_today today_of(struct book_test_help *f, account_id owner)
{
    struct care_today t = { 0 };
    OK(care_today(f->s, f->arena, owner, LANG_EN, S("Europe/Berlin"), &t));
    return t;
}

static struct care_today today(struct book_test_help *f)
{
    return today_of(f, f->me);
}

/* An encounter so many days ago. */
static void met(struct book_test_help *f, person_id who, int days, const char *heard)
{
    struct when_date day = when_date_add((struct when_date){ 2012, 7, 10 }, -days);
    encounter_id id = { 0 };
    bool new = false;
    const struct encounter e = { .kind = S("call"),
                                 .day = when_date_text(f->arena, day),
                                 .heard = str_of(heard) };
    OK(encounters_add(f->s, f->arena, f->me, &e, &who, 1, LANG_EN, &id, &new));
}

static void promise(struct book_test_help *f, person_id who, const char *side, const char *text,
                    const char *due)
{
    promise_id id = { 0 };
    const struct promise p = {
        .person = who, .side = str_of(side), .text = str_of(text), .due = str_of(due)
    };
    OK(encounters_promise_add(f->s, f->arena, f->me, &p, LANG_EN, &id));
}

static void datum(struct book_test_help *f, person_id who, const char *kind, const char *value)
{
    fact_id id = { 0 };
    const struct datum d = { .kind = str_of(kind), .value = str_of(value) };
    OK(book_datum_add(f->s, f->arena, f->me, who, &d, LANG_EN, &id));
}

#define SAYS(text, part) assert_true(str_contains((text), S(part)))

/* ---- Today ----------------------------------------------------------------------------------- */

static void an_empty_book_says_so(void **state)
{
    struct book_test_help *f = *state;
    struct care_today t = today(f);
    assert_int_equal(t.n, 0);
    assert_true(t.nobody);
    SAME(t.title, "Today, Tuesday: nothing waits");
    (void)book_test_help_person(f, f->me, "Anna");
    assert_false(today(f).nobody);
}

static void by_rhythm_after_it_is_over(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    met(f, anna, 29, "");
    OK(book_person_closeness(f->s, f->arena, f->me, anna, CLOSENESS_WELL_KNOWN));
    assert_int_equal(today(f).n, 0);
    clock_set(BOOK_TEST_NOW_MS + BOOK_TEST_DAY_MS);
    struct care_today t = today(f);
    assert_int_equal(t.n, 1);
    assert_int_equal(t.entry[0].why, CARE_WHY_DUE);
    SAME(t.entry[0].name, "Anna Schmidt");
    SAME(t.entry[0].how, "call");
    SAME(t.entry[0].kind, "call");
    SAYS(t.entry[0].text, "rhythm by closeness: monthly");
    SAME(t.title, "Today, Wednesday: one thing, about 15 minutes");
    /* A word spoken today, and nobody waits. */
    met(f, anna, -1, "");
    assert_int_equal(today(f).n, 0);
}

static void after_a_long_silence_a_visit_or_a_long_call(void **state)
{
    struct book_test_help *f = *state;
    person_id ben = book_test_help_person(f, f->me, "Ben");
    met(f, ben, 270, "");
    met(f, ben, 277, "");
    met(f, ben, 284, "");
    struct care_today t = today(f);
    assert_int_equal(t.n, 1);
    SAME(t.entry[0].how, "visit or long call");
    SAYS(t.entry[0].text, "before that weekly");
    assert_int_equal(t.entry[0].minutes, 45);
}

static void promises_of_both_sides(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    person_id ben = book_test_help_person(f, f->me, "Ben");
    promise(f, anna, "mine", "the study", "2012-07-13");
    promise(f, anna, "mine", "much later", "2012-08-13");
    promise(f, ben, "theirs", "the list", "2012-07-09");
    promise(f, ben, "theirs", "not yet over", "2012-07-10");
    struct care_today t = today(f);
    assert_int_equal(t.n, 2);
    assert_int_equal(t.entry[0].why, CARE_WHY_PROMISE);
    SAYS(t.entry[0].text, "you promised: the study, by Fri 13 Jul");
    assert_false(str_contains(t.entry[0].text, S("much later")));
    assert_int_equal(t.entry[1].why, CARE_WHY_THEIRS);
    SAYS(t.entry[1].text, "promised to you: the list, due yesterday");
    assert_false(str_contains(t.entry[1].text, S("not yet over")));
}

static void birthdays_near_also_without_a_year(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    person_id ben = book_test_help_person(f, f->me, "Ben");
    person_id cem = book_test_help_person(f, f->me, "Cem");
    datum(f, anna, "birthday", "1962-07-11");
    datum(f, ben, "birthday", "--07-16");
    datum(f, cem, "birthday", "--07-17");
    struct care_today t = today(f);
    assert_int_equal(t.n, 2);
    SAME(t.entry[0].text, "birthday tomorrow: 50 years");
    SAME(t.entry[1].text, "birthday Mon 16 Jul");
}

static void the_29th_of_february_is_the_last_day_of_the_month(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    datum(f, anna, "birthday", "--02-29");
    clock_set(when_day_start((struct when_date){ 2013, 2, 27 }, S("Europe/Berlin")));
    assert_int_equal(today(f).n, 1);
    SAME(today(f).entry[0].text, "birthday tomorrow");
    clock_set(when_day_start((struct when_date){ 2013, 3, 1 }, S("Europe/Berlin")));
    assert_int_equal(today(f).n, 0);
    clock_set(when_day_start((struct when_date){ 2016, 2, 28 }, S("Europe/Berlin")));
    SAME(today(f).entry[0].text, "birthday tomorrow");
}

static void role(struct book_test_help *f, person_id who, const char *at, const char *to)
{
    struct person_role given = { .title = S("head"), .to_on = str_of(to) };
    fact_id id = { 0 };
    OK(book_organisation(f->s, f->arena, f->me, str_of(at), &given.organisation));
    OK(book_role_add(f->s, f->arena, f->me, who, &given, LANG_EN, &id));
}

static void a_role_that_ended_until_somebody_calls(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    met(f, anna, 100, "");
    role(f, anna, "Example Ltd", "2012-06-30");
    role(f, book_test_help_person(f, f->me, "Ben"), "Long Ago", "2011-06-30");
    struct care_today t = today(f);
    assert_int_equal(t.n, 1);
    assert_int_equal(t.entry[0].why, CARE_WHY_CHANGE);
    SAYS(t.entry[0].text, "no longer at Example Ltd: the cards are dealt anew");
    met(f, anna, 1, "");
    assert_int_equal(today(f).n, 0);
}

static void one_person_one_line_with_all_reasons(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    promise(f, anna, "mine", "the study", "2012-07-10");
    datum(f, anna, "birthday", "--07-10");
    struct care_today t = today(f);
    assert_int_equal(t.n, 1);
    assert_int_equal(t.entry[0].why, CARE_WHY_PROMISE);
    SAME(t.entry[0].text, "you promised: the study, due today; birthday today");
}

static void never_more_than_nine(void **state)
{
    struct book_test_help *f = *state;
    for (int i = 0; i < 40; i++) {
        person_id p =
            book_test_help_person(f, f->me, str_c(f->arena, str_format(f->arena, "Person %d", i)));
        promise(f, p, i % 2 == 0 ? "mine" : "theirs", "something", "2012-07-01");
        OK(book_person_rhythm(f->s, f->arena, f->me, p, 7));
    }
    struct care_today t = today(f);
    assert_int_equal(t.n, CARE_TODAY_MAX);
    SAYS(t.title, "nine things, about ");
}

static void who_rests_never_appears(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    promise(f, anna, "mine", "the study", "2012-07-10");
    datum(f, anna, "birthday", "--07-10");
    met(f, anna, 2000, "");
    role(f, anna, "Example Ltd", "2012-07-01");
    OK(book_person_rhythm(f->s, f->arena, f->me, anna, 7));
    assert_int_equal(today(f).n, 1);
    OK(book_person_rest(f->s, f->arena, f->me, anna, true));
    assert_int_equal(today(f).n, 0);
    OK(book_person_rest(f->s, f->arena, f->me, anna, false));
    assert_int_equal(today(f).n, 1);
}

static void what_is_put_off_comes_back(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    promise(f, anna, "mine", "the study", "2012-07-10");
    OK(care_snooze(f->s, f->arena, f->me, anna, 0, 7));
    assert_int_equal(today(f).n, 0);
    OK(care_snooze_end(f->s, f->arena, f->me, anna, 0));
    assert_int_equal(today(f).n, 1);
    OK(care_snooze(f->s, f->arena, f->me, anna, 0, 1));
    clock_set(BOOK_TEST_NOW_MS + BOOK_TEST_DAY_MS);
    assert_int_equal(today(f).n, 1);
    KIND(care_snooze(f->s, f->arena, f->me, anna, 0, 0), ERR_INVALID);
    KIND(care_snooze(f->s, f->arena, f->me, anna, 0, 3651), ERR_INVALID);
}

static void one_sleeping_tie_a_week(void **state)
{
    struct book_test_help *f = *state;
    person_id dora = book_test_help_person(f, f->me, "Dora");
    person_id emil = book_test_help_person(f, f->me, "Emil");
    met(f, dora, 1500, "seeks a room");
    met(f, emil, 1600, "");
    struct care_today t = today(f);
    assert_int_equal(t.n, 1);
    assert_int_equal(t.entry[0].why, CARE_WHY_FIND);
    int64_t first = t.entry[0].person.v;
    if (first == dora.v)
        SAYS(t.entry[0].help, "I still remember: seeks a room");
    /* The same all week; called, nobody takes their place before the next. */
    clock_set(BOOK_TEST_NOW_MS + 4 * BOOK_TEST_DAY_MS);
    assert_int_equal(today(f).entry[0].person.v, first);
    met(f, (person_id){ first }, -4, "");
    assert_int_equal(today(f).n, 0);
    clock_set(BOOK_TEST_NOW_MS + 7 * BOOK_TEST_DAY_MS);
    t = today(f);
    assert_int_equal(t.n, 1);
    assert_int_not_equal(t.entry[0].person.v, first);
}

static const err *awaited(const struct care_asking *ask, struct care_reasons *into)
{
    struct person_list all = { 0 };
    TRY(book_people_recent(ask->store, ask->arena, ask->owner, NULL, 1, &all));
    if (all.n > 0)
        care_reason_put(ask, into,
                        &(struct care_reason){ .why = CARE_WHY_ANSWER,
                                               .person = all.item[0].id,
                                               .how = S("answer"),
                                               .text = S("introduction: yes?") });
    return NULL;
}

static void other_features_have_reasons(void **state)
{
    struct book_test_help *f = *state;
    (void)book_test_help_person(f, f->me, "Cem");
    care_reasons_add(awaited);
    struct care_today t = today(f);
    assert_int_equal(t.n, 1);
    assert_int_equal(t.entry[0].why, CARE_WHY_ANSWER);
    SAME(t.entry[0].how, "answer");
}

/* ---- aims ------------------------------------------------------------------------------------ */

static aim_id aim(struct book_test_help *f, const char *title, person_id behalf)
{
    aim_id id = { 0 };
    const struct aim given = { .title = str_of(title), .on_behalf_of = behalf };
    OK(care_aims_add(f->s, f->arena, f->me, &given, LANG_EN, &id));
    return id;
}

static void a_step_of_an_aim_comes_up(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    aim_id rooms = aim(f, "Rooms for the workshop", (person_id){ 0 });
    int64_t step = 0;
    aim_id of = { 0 };
    struct aim_step given = {
        .aim = rooms, .person = anna, .text = S("ask"), .due = S("2012-07-10")
    };
    OK(care_aims_step_add(f->s, f->arena, f->me, &given, LANG_EN, &step));
    struct care_today t = today(f);
    assert_int_equal(t.n, 1);
    assert_int_equal(t.entry[0].why, CARE_WHY_STEP);
    SAME(t.entry[0].text, "for “Rooms for the workshop”: ask, due today");
    OK(care_aims_step_set(f->s, f->arena, f->me, step, AIM_STEP_DONE, &of));
    assert_int_equal(of.v, rooms.v);
    assert_int_equal(today(f).n, 0);
    OK(care_aims_step_set(f->s, f->arena, f->me, step, AIM_STEP_OPEN, &of));
    assert_int_equal(today(f).n, 1);
    OK(care_aims_state(f->s, f->arena, f->me, rooms, S("reached")));
    assert_int_equal(today(f).n, 0);
}

static void an_aim_is_made_changed_taken_back(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    struct aim got = { 0 };
    struct aim_list of = { 0 };
    struct aim_people people = { 0 };
    aim_id id = aim(f, "  Rooms ", anna);
    OK(care_aims_get(f->s, f->arena, f->me, id, &got));
    SAME(got.title, "Rooms");
    SAME(got.behalf_name, "Anna");
    OK(care_aims_person_add(f->s, f->arena, f->me, id, anna));
    OK(care_aims_person_add(f->s, f->arena, f->me, id, anna));
    OK(care_aims_people(f->s, f->arena, f->me, id, &people));
    assert_int_equal(people.n, 1);
    OK(care_aims_of(f->s, f->arena, f->me, anna, &of));
    assert_int_equal(of.n, 1);
    OK(care_aims_remove(f->s, f->arena, f->me, id, true));
    OK(care_aims_list(f->s, f->arena, f->me, &of));
    assert_int_equal(of.n, 0);
    OK(care_aims_remove(f->s, f->arena, f->me, id, false));
    OK(care_aims_list(f->s, f->arena, f->me, &of));
    assert_int_equal(of.n, 1);
    aim_id none = { 0 };
    const struct aim empty = { .title = S(" \n ") };
    KIND(care_aims_add(f->s, f->arena, f->me, &empty, LANG_EN, &none), ERR_INVALID);
    KIND(care_aims_state(f->s, f->arena, f->me, id, S("won")), ERR_INVALID);
}

/* ---- the brief ------------------------------------------------------------------------------- */

static struct care_brief brief(struct book_test_help *f, person_id who)
{
    struct care_asking ask = { 0 };
    struct care_brief b = { 0 };
    OK(care_rules_asking(f->s, f->arena, f->me, LANG_EN, S("Europe/Berlin"), &ask));
    OK(care_brief(&ask, who, &b));
    return b;
}

static void a_brief_of_somebody_unknown_asks_the_first_questions(void **state)
{
    struct book_test_help *f = *state;
    struct care_brief b = brief(f, book_test_help_person(f, f->me, "Anna Schmidt"));
    assert_int_equal(b.questions.n, 2);
    SAME(b.questions.item[0].text, "What does Anna Schmidt gladly help with?");
    SAME(b.questions.item[1].text, "What is Anna Schmidt looking for at present?");
}

static void item(struct book_test_help *f, person_id who, const char *side, const char *text,
                 const char *expires)
{
    fact_id id = { 0 };
    const struct item i = { .side = str_of(side),
                            .text = str_of(text),
                            .state = S("stands"),
                            .from = { .dated = S("2012-05-03"), .expires = str_of(expires) } };
    OK(book_item_add(f->s, f->arena, f->me, who, &i, LANG_EN, &id));
}

static void a_brief_says_what_is_known(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    person_id ben = book_test_help_person(f, f->me, "Ben");
    fact_id id = { 0 };
    met(f, anna, 12, "moves to Hamburg");
    promise(f, anna, "mine", "the study", "2012-07-13");
    promise(f, anna, "theirs", "the list", "");
    item(f, anna, "seeks", "a tax adviser", "2012-06-01");
    item(f, anna, "offers", "rooms", "");
    role(f, anna, "Example Ltd", "2012-07-01");
    const struct tie tie = { .a = anna, .b = ben, .kind = S("sister") };
    OK(book_tie_add(f->s, f->arena, f->me, &tie, LANG_EN, &id));
    struct care_brief b = brief(f, anna);
    SAME(b.encounters.item[0].text, "moves to Hamburg");
    SAME(b.mine.item[0].text, "the study");
    SAME(b.theirs.item[0].text, "the list");
    SAME(b.seeks.item[0].label, "perhaps no longer");
    SAME(b.offers.item[0].text, "rooms");
    SAME(b.known.item[0].text, "Ben");
    SAME(b.changes.item[0].text, "head, Example Ltd");
    SAME(b.questions.item[0].text, "How far is it: the list?");
    SAME(b.questions.item[1].text, "Is this still sought: a tax adviser?");
    assert_false(b.sensitive);
}

static void a_sensitive_note_is_only_hinted_at(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    fact_id id = { 0 };
    OK(book_note_add(f->s, f->arena, f->me, anna, S("plain words"), false, LANG_EN, &id));
    OK(book_note_add(f->s, f->arena, f->me, anna, S("secret words"), true, LANG_EN, &id));
    struct care_brief b = brief(f, anna);
    assert_true(b.sensitive);
    assert_int_equal(b.notes.n, 1);
    SAME(b.notes.item[0].text, "plain words");
}

static void today_in_german(void **state)
{
    struct book_test_help *f = *state;
    struct care_today t = { 0 };
    person_id anna = book_test_help_person(f, f->me, "Anna");
    promise(f, anna, "mine", "die Studie", "2012-07-13");
    OK(care_today(f->s, f->arena, f->me, LANG_DE, S("Europe/Berlin"), &t));
    SAME(t.title, "Heute, Dienstag: ein Ding, etwa 15 Minuten");
    SAME(t.entry[0].text, "Sie haben versprochen: die Studie, bis Fr 13.7.");
    SAME(t.entry[0].how, "Anruf");
}

/* ---- whose it is, merging, erasing ----------------------------------------------------------- */

static void another_account_gets_nothing(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    aim_id id = aim(f, "Rooms", (person_id){ 0 });
    struct aim_step step = { .aim = id, .text = S("ask"), .due = S("2012-07-10") };
    int64_t step_id = 0;
    aim_id of = { 0 };
    struct aim got = { 0 };
    struct aim_list aims = { 0 };
    struct care_asking ask = { 0 };
    struct care_brief b = { 0 };
    OK(care_aims_step_add(f->s, f->arena, f->me, &step, LANG_EN, &step_id));
    promise(f, anna, "mine", "the study", "2012-07-10");
    assert_int_equal(today(f).n, 2);
    assert_int_equal(today_of(f, f->other).n, 0);
    KIND(care_aims_get(f->s, f->arena, f->other, id, &got), ERR_MISSING);
    KIND(care_aims_remove(f->s, f->arena, f->other, id, true), ERR_MISSING);
    KIND(care_aims_step_add(f->s, f->arena, f->other, &step, LANG_EN, &step_id), ERR_MISSING);
    KIND(care_aims_step_set(f->s, f->arena, f->other, step_id, AIM_STEP_DONE, &of), ERR_MISSING);
    KIND(care_snooze(f->s, f->arena, f->other, anna, 0, 7), ERR_MISSING);
    KIND(care_snooze(f->s, f->arena, f->other, (person_id){ 0 }, step_id, 7), ERR_MISSING);
    KIND(care_aims_of(f->s, f->arena, f->other, anna, &aims), ERR_MISSING);
    OK(care_rules_asking(f->s, f->arena, f->other, LANG_EN, S(""), &ask));
    KIND(care_brief(&ask, anna, &b), ERR_MISSING);
    assert_int_equal(today(f).n, 2);
}

static void told_and_erased(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    person_id ben = book_test_help_person(f, f->me, "Ben");
    aim_id id = aim(f, "Rooms", anna);
    int64_t step_id = 0;
    struct aim_steps left = { 0 };
    struct aim_people people = { 0 };
    struct aim_step step = { .aim = id, .person = anna, .text = S("ask Anna") };
    OK(care_aims_step_add(f->s, f->arena, f->me, &step, LANG_EN, &step_id));
    step = (struct aim_step){ .aim = id, .person = ben, .text = S("ask Ben") };
    OK(care_aims_step_add(f->s, f->arena, f->me, &step, LANG_EN, &step_id));
    OK(care_aims_person_add(f->s, f->arena, f->me, id, anna));
    OK(care_snooze(f->s, f->arena, f->me, anna, 0, 7));
    json_t *told = json_text_on(f->arena, json_object());
    OK(care_keep_dossier(f->s, f->arena, f->me, anna, told));
    str text = json_text_dump(f->arena, told, JSON_COMPACT);
    SAYS(text, "ask Anna");
    SAYS(text, "2012-07-17");
    assert_false(str_contains(text, S("ask Ben")));
    OK(care_keep_erase(f->s, f->arena, f->me, anna));
    OK(care_aims_steps(f->s, f->arena, f->me, id, &left));
    assert_int_equal(left.n, 1);
    OK(care_aims_people(f->s, f->arena, f->me, id, &people));
    assert_int_equal(people.n, 0);
    told = json_text_on(f->arena, json_object());
    OK(care_keep_dossier(f->s, f->arena, f->me, anna, told));
    SAME(json_text_dump(f->arena, told, JSON_COMPACT), "{\"aims\":[]}");
}

static void taken_along_and_emptied(void **state)
{
    struct book_test_help *f = *state;
    struct aim_list aims = { 0 };
    (void)aim(f, "Rooms", (person_id){ 0 });
    OK(care_store_hours_set(f->s, f->arena, f->me, 180));
    OK(care_store_mail_set(f->s, f->arena, f->me, 7, S("de"), S("")));
    json_t *all = json_text_on(f->arena, json_object());
    OK(care_keep_archive(f->s, f->arena, f->me, all));
    str text = json_text_dump(f->arena, all, JSON_COMPACT);
    SAYS(text, "\"title\":\"Rooms\"");
    SAYS(text, "\"minutes_a_week\":180");
    SAYS(text, "\"mail_at_hour\":7");
    OK(care_keep_empty(f->s, f->arena, f->other));
    OK(care_aims_list(f->s, f->arena, f->me, &aims));
    assert_int_equal(aims.n, 1);
    OK(care_keep_empty(f->s, f->arena, f->me));
    OK(care_aims_list(f->s, f->arena, f->me, &aims));
    assert_int_equal(aims.n, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_query_can_be_prepared),
        TEST(an_empty_book_says_so),
        TEST(by_rhythm_after_it_is_over),
        TEST(after_a_long_silence_a_visit_or_a_long_call),
        TEST(promises_of_both_sides),
        TEST(birthdays_near_also_without_a_year),
        TEST(the_29th_of_february_is_the_last_day_of_the_month),
        TEST(a_role_that_ended_until_somebody_calls),
        TEST(one_person_one_line_with_all_reasons),
        TEST(never_more_than_nine),
        TEST(who_rests_never_appears),
        TEST(what_is_put_off_comes_back),
        TEST(one_sleeping_tie_a_week),
        TEST(a_step_of_an_aim_comes_up),
        TEST(an_aim_is_made_changed_taken_back),
        TEST(a_brief_of_somebody_unknown_asks_the_first_questions),
        TEST(a_brief_says_what_is_known),
        TEST(a_sensitive_note_is_only_hinted_at),
        TEST(today_in_german),
        TEST(another_account_gets_nothing),
        TEST(told_and_erased),
        TEST(taken_along_and_emptied),
        /* Last: its source stays. */
        TEST(other_features_have_reasons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
