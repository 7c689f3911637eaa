/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_test.c - lines become encounters; people's pulse follows; questions wait; whose it is.
 */
#include "base/clock.h"
#include "feature/book/book_merge.h"
#include "feature/book/book_part.h"
#include "feature/book/book_test_help.h"
#include "feature/encounters/encounters_log.h"
#include "feature/encounters/encounters_promise_store.h"
#include "feature/encounters/encounters_rules.h"
#include "feature/encounters/encounters_store.h"

extern const struct migration_list encounters_migrations;

static int set_up(void **state)
{
    static const struct migration_list *const more[] = { &encounters_migrations };
    *state = book_test_help_open(more, 1);
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
    size_t n = 0;
    for (; encounters_store_queries[n] != NULL; n++)
        OK(store_query_check(f->s, f->arena, encounters_store_queries[n]));
    assert_int_equal(n, 35);
    for (n = 0; encounters_promise_store_queries[n] != NULL; n++)
        OK(store_query_check(f->s, f->arena, encounters_promise_store_queries[n]));
    assert_int_equal(n, 9);
}

static struct encounters_logged logged(struct book_test_help *f, const char *line)
{
    struct encounters_logged done = { 0 };
    OK(encounters_log(f->s, f->arena, f->me,
                      &(struct encounters_order){ .line = str_of(line), .lang = LANG_EN }, &done));
    return done;
}

static struct encounter got(struct book_test_help *f, encounter_id id)
{
    struct encounter e = { 0 };
    OK(encounters_get(f->s, f->arena, f->me, id, &e));
    return e;
}

static struct person person(struct book_test_help *f, person_id id)
{
    struct person p = { 0 };
    OK(book_person_get(f->s, f->arena, f->me, id, &p));
    return p;
}

/* ---- lines ----------------------------------------------------------------------------------- */

static void a_line_becomes_an_encounter(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    struct encounters_logged done =
        logged(f, "call \"Anna Schmidt\" 20m heard \"seeks a tax adviser in Hamburg\" promised "
                  "\"send the study by Friday\" perhaps");
    struct encounters_items items = { 0 };
    struct promise_list promises = { 0 };
    assert_int_equal(done.outcome, LOG_STORED);
    struct encounter e = got(f, done.id);
    SAME(e.kind, "call");
    SAME(e.day, "2012-07-10");
    SAME(e.heard, "seeks a tax adviser in Hamburg");
    SAME(e.rest, "perhaps");
    assert_int_equal(e.minutes, 20);
    OK(encounters_store_items(f->s, f->arena, f->me, done.id, 0, &items));
    assert_int_equal(items.n, 1);
    SAME(items.item[0].side, "seeks");
    SAME(items.item[0].text, "a tax adviser in Hamburg");
    SAME(items.item[0].state, "proposed");
    OK(encounters_promises(f->s, f->arena, f->me, anna, &promises));
    assert_int_equal(promises.n, 1);
    SAME(promises.item[0].side, "mine");
    SAME(promises.item[0].text, "send the study");
    SAME(promises.item[0].due, "2012-07-13");
    struct book_hits hits = { 0 };
    OK(book_search(f->s, f->arena, f->me, S("encounter"), S("hamburg"), 10, &hits));
    assert_int_equal(hits.n, 1);
    OK(book_search(f->s, f->arena, f->other, S("encounter"), S("hamburg"), 10, &hits));
    assert_int_equal(hits.n, 0);
}

static void a_repeat_stores_once(void **state)
{
    struct book_test_help *f = *state;
    (void)book_test_help_person(f, f->me, "Anna Schmidt");
    struct encounters_order order = { .line = S("Anruf Anna 5m"), .key = S("key-of-a-form-01") };
    struct encounters_logged one = { 0 }, two = { 0 };
    OK(encounters_log(f->s, f->arena, f->me, &order, &one));
    OK(encounters_log(f->s, f->arena, f->me, &order, &two));
    assert_int_equal(one.outcome, LOG_STORED);
    assert_int_equal(two.outcome, LOG_REPEATED);
    assert_int_equal(one.id.v, two.id.v);
    /* The other account's key is its own. */
    (void)book_test_help_person(f, f->other, "Anna Schmidt");
    OK(encounters_log(f->s, f->arena, f->other, &order, &two));
    assert_int_equal(two.outcome, LOG_STORED);
    assert_int_not_equal(one.id.v, two.id.v);
}

static void two_of_one_name_are_asked_for(void **state)
{
    struct book_test_help *f = *state;
    struct encounters_waitings waiting = { 0 };
    (void)book_test_help_person(f, f->me, "Anna Schmidt");
    person_id lang = book_test_help_person(f, f->me, "Anna Lang");
    struct encounters_logged done = logged(f, "Anruf Anna 20m"), next = { 0 };
    assert_int_equal(done.outcome, LOG_WHO);
    assert_int_equal(done.candidates.n, 2);
    SAME(done.name, "Anna");
    OK(encounters_store_waitings(f->s, f->arena, f->me, &waiting));
    assert_int_equal(waiting.n, 1);
    KIND(encounters_log_person(f->s, f->arena, f->other, done.waiting, lang, LANG_EN, &next),
         ERR_MISSING);
    OK(encounters_log_person(f->s, f->arena, f->me, done.waiting, lang, LANG_EN, &next));
    assert_int_equal(next.outcome, LOG_STORED);
    SAME(got(f, next.id).line, "Anruf Anna 20m");
    assert_int_equal(person(f, lang).pulse.count, 1);
    OK(encounters_store_waitings(f->s, f->arena, f->me, &waiting));
    assert_int_equal(waiting.n, 0);
}

static void somebody_new_is_made_with_one_answer(void **state)
{
    struct book_test_help *f = *state;
    (void)book_test_help_person(f, f->me, "Anna Schmidt");
    struct encounters_logged done = logged(f, "Anruf Anna Weber und „Ben Neu“ 20m"), next = { 0 };
    assert_int_equal(done.outcome, LOG_WHO);
    SAME(done.name, "Anna Weber");
    assert_int_equal(done.candidates.n, 1);
    OK(encounters_log_new(f->s, f->arena, f->me, done.waiting, S(""), LANG_EN, &next));
    assert_int_equal(next.outcome, LOG_WHO);
    SAME(next.name, "Ben Neu");
    OK(encounters_log_new(f->s, f->arena, f->me, done.waiting, S("Benjamin Neu"), LANG_EN, &next));
    assert_int_equal(next.outcome, LOG_STORED);
    struct person_list people = { 0 };
    OK(encounters_people(f->s, f->arena, f->me, next.id, &people));
    assert_int_equal(people.n, 2);
    SAME(people.item[0].called.name, "Anna Weber");
    SAME(people.item[1].called.name, "Benjamin Neu");
}

static void a_line_about_nobody_waits(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    struct encounters_logged done = logged(f, "20m sucht Büro"), next = { 0 };
    assert_int_equal(done.outcome, LOG_NOBODY);
    OK(encounters_log_person(f->s, f->arena, f->me, done.waiting, anna, LANG_EN, &next));
    assert_int_equal(next.outcome, LOG_STORED);
}

static void what_lies_ahead_is_no_encounter(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt"), about = { 0 };
    struct encounters_logged done = logged(f, "Besuch Anna morgen 10 Uhr"), next = { 0 };
    struct promise_list promises = { 0 };
    assert_int_equal(done.outcome, LOG_AHEAD);
    assert_int_equal(person(f, anna).pulse.count, 0);
    OK(encounters_log_promise(f->s, f->arena, f->me, done.waiting, LANG_EN, &about));
    assert_int_equal(about.v, anna.v);
    OK(encounters_promises(f->s, f->arena, f->me, anna, &promises));
    assert_int_equal(promises.n, 1);
    SAME(promises.item[0].due, "2012-07-11");
    done = logged(f, "Besuch Anna 20.7. sucht Raum");
    assert_int_equal(done.outcome, LOG_AHEAD);
    OK(encounters_log_day(f->s, f->arena, f->me, done.waiting, S("2012-06-20"), LANG_EN, &next));
    assert_int_equal(next.outcome, LOG_STORED);
    SAME(got(f, next.id).day, "2012-06-20");
    assert_int_equal(logged(f, "Anruf Anna heute 22 Uhr").outcome, LOG_AHEAD);
}

static void a_day_that_does_not_exist_is_kept(void **state)
{
    struct book_test_help *f = *state;
    (void)book_test_help_person(f, f->me, "Anna Schmidt");
    struct encounters_logged done = logged(f, "Anruf Anna 30.2. 20m");
    assert_int_equal(done.outcome, LOG_STORED);
    SAME(got(f, done.id).day, "2012-07-10");
    SAME(got(f, done.id).rest, "30.2.");
}

static void a_line_about_a_person_needs_no_name(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    struct encounters_logged done = { 0 };
    OK(encounters_log(f->s, f->arena, f->me,
                      &(struct encounters_order){
                          .line = S("Neue Stelle, sucht Büro"), .person = anna, .kind = S("call") },
                      &done));
    assert_int_equal(done.outcome, LOG_STORED);
    SAME(got(f, done.id).rest, "Neue Stelle");
    SAME(got(f, done.id).kind, "call");
}

static void a_line_can_be_too_long_or_empty(void **state)
{
    struct book_test_help *f = *state;
    struct encounters_logged done = { 0 };
    buf b;
    buf_on_arena(&b, f->arena, 10000);
    while (b.n < 2001)
        buf_char(&b, 'x');
    KIND(encounters_log(f->s, f->arena, f->me, &(struct encounters_order){ .line = buf_str(&b) },
                        &done),
         ERR_INVALID);
    KIND(encounters_log(f->s, f->arena, f->me, &(struct encounters_order){ .line = S(" ") }, &done),
         ERR_INVALID);
}

/* ---- pulse ----------------------------------------------------------------------------------- */

static encounter_id on_day(struct book_test_help *f, person_id who, const char *day)
{
    encounter_id id = { 0 };
    bool is_new = false;
    struct encounter e = { .kind = S("visit"), .day = str_of(day), .started_by = S("they") };
    OK(encounters_add(f->s, f->arena, f->me, &e, &who, 1, LANG_EN, &id, &is_new));
    assert_true(is_new);
    return id;
}

static void the_pulse_follows_every_change(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    (void)on_day(f, anna, "2012-05-01");
    (void)on_day(f, anna, "2012-05-11");
    encounter_id last = on_day(f, anna, "2012-06-10");
    struct book_pulse p = person(f, anna).pulse;
    assert_int_equal(p.count, 3);
    assert_int_equal(p.gap_days, 20);
    SAME(p.last_kind, "visit");
    SAME(p.last_by, "they");
    OK(encounters_remove(f->s, f->arena, f->me, last));
    p = person(f, anna).pulse;
    assert_int_equal(p.count, 2);
    assert_int_equal(p.gap_days, 10);
    OK(encounters_restore(f->s, f->arena, f->me, last));
    assert_int_equal(person(f, anna).pulse.count, 3);
    person_id ben = book_test_help_person(f, f->me, "Ben Klein");
    struct encounter e = got(f, last);
    OK(encounters_change(f->s, f->arena, f->me, last, &e, &ben, 1, LANG_EN));
    assert_int_equal(person(f, anna).pulse.count, 2);
    assert_int_equal(person(f, ben).pulse.count, 1);
}

/* Two who became one have one pulse, and each their own again, also after a change between. */
static void a_merge_and_its_undo_keep_the_pulse(void **state)
{
    struct book_test_help *f = *state;
    static const struct book_part *parts[2];
    parts[0] = encounters.book;
    book_parts_set(parts);
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    person_id twin = book_test_help_person(f, f->me, "Annie Schmidt");
    merge_id merge = { 0 };
    person_id parted = { 0 };
    (void)on_day(f, anna, "2012-05-01");
    encounter_id hers = on_day(f, twin, "2012-05-11");
    OK(book_merge(f->s, f->arena, f->me, anna, twin, S(""), &merge));
    struct book_pulse p = person(f, anna).pulse;
    assert_int_equal(p.count, 2);
    assert_int_equal(p.gap_days, 10);
    struct encounter e = got(f, hers);
    e.minutes = 5;
    OK(encounters_change(f->s, f->arena, f->me, hers, &e, &anna, 1, LANG_EN));
    OK(book_merge_undo(f->s, f->arena, f->me, merge, &parted, &parted));
    assert_int_equal(person(f, anna).pulse.count, 1);
    assert_int_equal(person(f, twin).pulse.count, 1);
    parts[0] = NULL;
}

static void removing_takes_what_was_said_with_it(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    struct encounters_logged done = logged(f, "Anruf Anna sucht Raum, versprochen Liste");
    struct promise_list promises = { 0 };
    struct item_list items = { 0 };
    OK(encounters_remove(f->s, f->arena, f->me, done.id));
    OK(encounters_promises(f->s, f->arena, f->me, anna, &promises));
    OK(book_items(f->s, f->arena, f->me, anna, &items));
    assert_int_equal(promises.n + items.n, 0);
    OK(encounters_restore(f->s, f->arena, f->me, done.id));
    OK(encounters_promises(f->s, f->arena, f->me, anna, &promises));
    OK(book_items(f->s, f->arena, f->me, anna, &items));
    assert_int_equal(promises.n, 1);
    assert_int_equal(items.n, 1);
}

static void what_cannot_be_is_refused(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    encounter_id id = { 0 };
    bool is_new = false;
    const struct encounter wrong[] = {
        { .kind = S("dance") },
        { .kind = S("call"), .day = S("2012-02-30") },
        { .kind = S("call"), .day = S("2012-07-11") },
        { .kind = S("call"), .minutes = 1441 },
        { .kind = S("call"), .started_by = S("nobody") },
        { .kind = S("call"), .key = S("short") },
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        KIND(encounters_add(f->s, f->arena, f->me, &wrong[i], &anna, 1, LANG_EN, &id, &is_new),
             ERR_INVALID);
    KIND(encounters_add(f->s, f->arena, f->me, &(struct encounter){ .kind = S("call") }, NULL, 0,
                        LANG_EN, &id, &is_new),
         ERR_INVALID);
    /* Somebody of another book is nobody. */
    KIND(encounters_add(f->s, f->arena, f->other, &(struct encounter){ .kind = S("call") }, &anna,
                        1, LANG_EN, &id, &is_new),
         ERR_MISSING);
}

/* ---- promises -------------------------------------------------------------------------------- */

static void promises_are_kept_or_dropped(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    struct promise p = {
        .person = anna, .side = S("theirs"), .text = S("the list"), .due = S("2012-07-12")
    };
    struct promise_list list = { 0 };
    promise_id id = { 0 };
    OK(encounters_promise_add(f->s, f->arena, f->me, &p, LANG_EN, &id));
    OK(encounters_promises_due(f->s, f->arena, f->me, S("2012-07-12"), 10, &list));
    assert_int_equal(list.n, 1);
    OK(encounters_promises_due(f->s, f->arena, f->me, S("2012-07-11"), 10, &list));
    assert_int_equal(list.n, 0);
    OK(encounters_promise_step(f->s, f->arena, f->me, id, PROMISE_KEPT));
    OK(encounters_promises_due(f->s, f->arena, f->me, S("2012-07-12"), 10, &list));
    assert_int_equal(list.n, 0);
    OK(encounters_promise_step(f->s, f->arena, f->me, id, PROMISE_OPEN));
    OK(encounters_promise_change(f->s, f->arena, f->me, id, S("the long list"), S(""),
                                 (person_id){ 0 }, LANG_EN));
    OK(encounters_promises(f->s, f->arena, f->me, anna, &list));
    SAME(list.item[0].text, "the long list");
    KIND(encounters_promise_step(f->s, f->arena, f->other, id, PROMISE_KEPT), ERR_MISSING);
    KIND(encounters_promise_change(f->s, f->arena, f->me, id, S("x"), S("2012-02-30"),
                                   (person_id){ 0 }, LANG_EN),
         ERR_INVALID);
}

/* ---- whose it is ----------------------------------------------------------------------------- */

static void another_account_gets_nothing(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    struct encounters_logged done = logged(f, "Anruf Anna versprochen Liste bis Freitag");
    struct encounter e = { 0 };
    struct encounter_list list = { 0 };
    struct promise_list promises = { 0 };
    struct person_list people = { 0 };
    KIND(encounters_get(f->s, f->arena, f->other, done.id, &e), ERR_MISSING);
    KIND(encounters_remove(f->s, f->arena, f->other, done.id), ERR_MISSING);
    KIND(encounters_restore(f->s, f->arena, f->other, done.id), ERR_MISSING);
    OK(encounters_of(f->s, f->arena, f->other, anna, INT64_MAX, (encounter_id){ 0 }, 10, &list));
    assert_int_equal(list.n, 0);
    OK(encounters_recent(f->s, f->arena, f->other, 10, &list));
    assert_int_equal(list.n, 0);
    OK(encounters_promises(f->s, f->arena, f->other, anna, &promises));
    assert_int_equal(promises.n, 0);
    OK(encounters_people(f->s, f->arena, f->other, done.id, &people));
    assert_int_equal(people.n, 0);
}

static const err *erased(struct book_test_help *f, person_id who)
{
    TX(t, f->s, f->arena);
    TRY(encounters_rules_erase(f->s, f->arena, f->me, who));
    return tx_commit(&t);
}

static void erasing_leaves_what_is_others(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    person_id ben = book_test_help_person(f, f->me, "Ben Klein");
    struct encounters_logged alone = logged(f, "Anruf Anna gehört Umzug");
    struct encounters_logged both = logged(f, "Treffen Anna und Ben gehört Neubau");
    struct encounter e = { 0 };
    struct book_hits hits = { 0 };
    OK(erased(f, anna));
    KIND(encounters_get(f->s, f->arena, f->me, alone.id, &e), ERR_MISSING);
    OK(encounters_get(f->s, f->arena, f->me, both.id, &e));
    SAME(e.line, "");
    SAME(e.heard, "Neubau");
    OK(book_search(f->s, f->arena, f->me, S("encounter"), S("Umzug"), 10, &hits));
    assert_int_equal(hits.n, 0);
    OK(book_search(f->s, f->arena, f->me, S("encounter"), S("Neubau"), 10, &hits));
    assert_int_equal(hits.n, 1);
    assert_int_equal(hits.item[0].person.v, ben.v);
}

static void ten_are_those_of_whom_nothing_is_known(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    person_id ben = book_test_help_person(f, f->me, "Ben Klein");
    person_id cem = book_test_help_person(f, f->me, "Cem Öz"), next = { 0 };
    (void)logged(f, "Anruf Anna sucht Raum");
    (void)logged(f, "Anruf Ben");
    OK(encounters_store_ten(f->s, f->arena, f->me, INT64_MAX, (person_id){ 0 }, &next));
    assert_int_equal(next.v, ben.v);
    OK(encounters_store_ten(f->s, f->arena, f->me, person(f, ben).pulse.last_ms, ben, &next));
    assert_int_equal(next.v, cem.v);
    OK(encounters_store_ten(f->s, f->arena, f->me, 0, cem, &next));
    assert_int_equal(next.v, 0);
    (void)anna;
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
int main(void)
{
    const struct CMUnitTest tests[] = {
        T(every_query_can_be_prepared),
        T(a_line_becomes_an_encounter),
        T(a_repeat_stores_once),
        T(two_of_one_name_are_asked_for),
        T(somebody_new_is_made_with_one_answer),
        T(a_line_about_nobody_waits),
        T(what_lies_ahead_is_no_encounter),
        T(a_day_that_does_not_exist_is_kept),
        T(a_line_about_a_person_needs_no_name),
        T(a_line_can_be_too_long_or_empty),
        T(the_pulse_follows_every_change),
        T(a_merge_and_its_undo_keep_the_pulse),
        T(removing_takes_what_was_said_with_it),
        T(what_cannot_be_is_refused),
        T(promises_are_kept_or_dropped),
        T(another_account_gets_nothing),
        T(erasing_leaves_what_is_others),
        T(ten_are_those_of_whom_nothing_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
