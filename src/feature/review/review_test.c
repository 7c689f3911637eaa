/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * review_test.c - the answers stand on what was written down, say no more than the numbers allow,
 * and only the owner gets them.
 */
#include "base/clock.h"
#include "feature/book/book_test_help.h"
#include "feature/encounters/encounters.h"
#include "feature/review/review_store.h"
#include "feature/review/review_view.h"

extern const struct migration_list encounters_migrations;
extern const struct migration_list review_migrations;

#define TODAY S("2012-07-10")

static int set_up(void **state)
{
    static const struct migration_list *const more[] = { &encounters_migrations,
                                                         &review_migrations };
    *state = book_test_help_open(more, 2);
    return 0;
}

static int tear_down(void **state)
{
    book_test_help_close(*state);
    return 0;
}

static void met(struct book_test_help *f, person_id who, const char *day, struct encounter e)
{
    encounter_id id = { 0 };
    bool is_new = false;
    e.day = str_of(day);
    if (e.kind.p == NULL)
        e.kind = S("call");
    OK(encounters_add(f->s, f->arena, f->me, &e, &who, 1, LANG_EN, &id, &is_new));
    assert_true(is_new);
}

static struct review_answers answers(struct book_test_help *f, account_id owner)
{
    struct review_answers r = { 0 };
    OK(review_of(f->s, f->arena, owner, TODAY, &r));
    return r;
}

static void every_query_can_be_prepared(void **state)
{
    struct book_test_help *f = *state;
    size_t n = 0;
    for (; review_store_queries[n] != NULL; n++)
        OK(store_query_check(f->s, f->arena, review_store_queries[n]));
    assert_int_equal(n, 13);
}

static void an_empty_book_claims_nothing(void **state)
{
    struct book_test_help *f = *state;
    struct review_answers r = answers(f, f->me);
    assert_int_equal(r.good.n, 0);
    assert_int_equal(r.before.n, 0);
    assert_int_equal(r.months.n, REVIEW_MONTHS);
    SAME(r.months.item[0].month, "2010-08");
    SAME(r.months.item[REVIEW_MONTHS - 1].month, "2012-07");
    assert_int_equal(r.whole.began, DIALOGUE_TOO_FEW);
    assert_int_equal(r.collected.n, 0);
    struct review_view v = { 0 };
    OK(review_view_of(f->s, f->arena, f->me, LANG_DE, TODAY, &v));
    assert_true(v.nothing);
    assert_true(v.starts.empty);
    assert_true(review_view_text(f->arena, LANG_DE, &v).n > 0);
}

static void the_newest_good_thing_and_what_led_there(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    person_id ben = book_test_help_person(f, f->me, "Ben Beispiel");
    OK(book_person_met(f->s, f->arena, f->me, anna, S("at the summer meeting"), S("2011"),
                       (person_id){ 0 }));
    met(f, anna, "2011-06-01", (struct encounter){ .heard = S("seeks rooms") });
    met(f, ben, "2012-01-01", (struct encounter){ .received = S("an old address") });
    met(f, anna, "2012-05-01", (struct encounter){ .received = S("a new client") });
    met(f, anna, "2012-06-01", (struct encounter){ .heard = S("later than that") });

    struct review_answers r = answers(f, f->me);
    assert_int_equal(r.good.n, 2);
    SAME(r.good.item[0].what, "a new client");
    SAME(r.good.item[0].who, "Anna Schmidt");
    SAME(r.good.item[1].what, "an old address");
    SAME(r.met_how, "at the summer meeting");
    assert_int_equal(r.before.n, 2); /* not what came after it */
    SAME(r.before.item[0].what, "seeks rooms");
    SAME(r.before.item[0].day, "2011-06-01");
    SAME(r.before.item[1].day, "2012-05-01");
}

static void a_kept_promise_is_good(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    promise_id theirs = { 0 }, mine = { 0 };
    struct promise p = { .person = anna, .side = S("theirs"), .text = S("send the study") };
    OK(encounters_promise_add(f->s, f->arena, f->me, &p, LANG_EN, &theirs));
    p.side = S("mine");
    OK(encounters_promise_add(f->s, f->arena, f->me, &p, LANG_EN, &mine));
    assert_int_equal(answers(f, f->me).good.n, 0);
    OK(encounters_promise_step(f->s, f->arena, f->me, theirs, PROMISE_KEPT));
    OK(encounters_promise_step(f->s, f->arena, f->me, mine, PROMISE_KEPT));
    struct review_answers r = answers(f, f->me);
    assert_int_equal(r.good.n, 1);
    SAME(r.good.item[0].kind, "kept");
    SAME(r.good.item[0].day, "2012-07-10");
}

static void unevenness_is_said_only_where_the_numbers_allow(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    person_id ben = book_test_help_person(f, f->me, "Ben Beispiel");
    person_id cem = book_test_help_person(f, f->me, "Cem Beispiel");
    for (int i = 1; i <= 6; i++) {
        const char *day = str_c(f->arena, str_format(f->arena, "2012-0%d-03", i));
        met(f, anna, day,
            (struct encounter){ .started_by = S("me"), .spoke = S("they"), .minutes = 60 });
        met(f, ben, day, (struct encounter){ .started_by = i % 2 ? S("me") : S("they") });
        if (i < 6) /* five are too few */
            met(f, cem, day, (struct encounter){ .started_by = S("me") });
    }
    struct review_answers r = answers(f, f->me);
    assert_int_equal(r.lopsided.n, 1);
    SAME(r.lopsided.item[0].who, "Anna Schmidt");
    assert_int_equal(r.lopsided.item[0].began, DIALOGUE_MINE);
    assert_int_equal(r.lopsided.item[0].spoke, DIALOGUE_THEIRS);
    assert_int_equal(r.lopsided.item[0].minutes, 360);
    assert_int_equal(r.whole.encounters, 17);
    int64_t mine = 0, theirs = 0;
    for (size_t i = 0; i < r.months.n; i++) {
        mine += r.months.item[i].mine;
        theirs += r.months.item[i].theirs;
    }
    assert_int_equal(mine, 14);
    assert_int_equal(theirs, 3);

    struct review_view v = { 0 };
    OK(review_view_of(f->s, f->arena, f->me, LANG_EN, TODAY, &v));
    SAME(v.lopsided.item[0].text, "You began 6 of 6 times. Mostly the other spoke more. You gave "
                                  "about 6 hours; what came back was not written down.");
    /* Bars stay inside their picture. */
    for (size_t i = 0; i < v.starts.bars.n; i++) {
        const struct review_bar *b = &v.starts.bars.item[i];
        assert_true(b->upper_y >= 0 && b->lower_y + b->lower_height == 160);
        assert_true(b->x + b->width <= 600);
    }
    /* Who rests is left in peace. */
    OK(book_person_rest(f->s, f->arena, f->me, anna, true));
    assert_int_equal(answers(f, f->me).lopsided.n, 0);
}

static int64_t role(struct book_test_help *f, const char *at, const char *from, const char *to)
{
    const struct own_role r = {
        .organisation = str_of(at), .title = S(""), .from_on = str_of(from), .to_on = str_of(to)
    };
    int64_t id = 0;
    OK(review_role_add(f->s, f->arena, f->me, &r, LANG_EN, &id));
    return id;
}

static void who_stays_when_a_role_ends(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    person_id ben = book_test_help_person(f, f->me, "Ben Beispiel");
    person_id cem = book_test_help_person(f, f->me, "Cem Beispiel");
    (void)book_test_help_person(f, f->me, "Dora Beispiel");
    met(f, anna, "2009-05-01", (struct encounter){ 0 });
    met(f, anna, "2011-05-01", (struct encounter){ 0 });
    met(f, ben, "2009-12-31", (struct encounter){ 0 }); /* in the last year, as the role says */
    met(f, cem, "2011-06-01", (struct encounter){ 0 });
    int64_t past = role(f, "Muster GmbH", "2008", "2009");
    (void)role(f, "Beispiel e. V.", "2010-01", "");

    struct review_answers r = answers(f, f->me);
    assert_int_equal(r.ties.n, 2);
    assert_true(r.ties.item[0].present);
    assert_int_equal(r.ties.item[0].hang.n, 1);
    SAME(r.ties.item[0].hang.item[0].who, "Cem Beispiel");
    assert_false(r.ties.item[1].present);
    assert_int_equal(r.ties.item[1].stay.n, 1);
    SAME(r.ties.item[1].stay.item[0].who, "Anna Schmidt");
    assert_int_equal(r.ties.item[1].went.n, 1);
    SAME(r.ties.item[1].went.item[0].who, "Ben Beispiel");
    assert_int_equal(r.collected.n, 1);
    SAME(r.collected.item[0].who, "Dora Beispiel");

    OK(review_role_remove(f->s, f->arena, f->me, past, false));
    assert_int_equal(answers(f, f->me).ties.n, 1);
    OK(review_role_remove(f->s, f->arena, f->me, past, true));
    assert_int_equal(answers(f, f->me).ties.n, 2);
    KIND(review_role_remove(f->s, f->arena, f->other, past, false), ERR_MISSING);
}

static void what_is_no_role_is_refused(void **state)
{
    struct book_test_help *f = *state;
    const struct own_role bad[] = {
        { .organisation = S(" "), .from_on = S("2010"), .to_on = S("") },
        { .organisation = S("A"), .from_on = S(""), .to_on = S("") },
        { .organisation = S("A"), .from_on = S("2010-02-30"), .to_on = S("") },
        { .organisation = S("A"), .from_on = S("2010"), .to_on = S("2009") },
        { .organisation = S("A"), .from_on = S("2010"), .to_on = S("soon") },
    };
    int64_t id = 0;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        KIND(review_role_add(f->s, f->arena, f->me, &bad[i], LANG_DE, &id), ERR_INVALID);
}

static void asleep_and_collected_are_bounded(void **state)
{
    struct book_test_help *f = *state;
    for (int i = 0; i < REVIEW_SHOWN + 5; i++) {
        person_id old =
            book_test_help_person(f, f->me, str_c(f->arena, str_format(f->arena, "Old %02d", i)));
        met(f, old, "2008-01-01", (struct encounter){ 0 });
        (void)book_test_help_person(f, f->me, str_c(f->arena, str_format(f->arena, "New %02d", i)));
    }
    struct review_answers r = answers(f, f->me);
    assert_int_equal(r.asleep.n, REVIEW_SHOWN);
    assert_true(r.asleep.more);
    SAME(r.asleep.item[0].day, "2008-01-01");
    assert_int_equal(r.collected.n, REVIEW_SHOWN);
    assert_true(r.collected.more);
    const struct review_name *last = &r.collected.item[REVIEW_SHOWN - 1];
    struct review_names rest = { 0 };
    OK(review_collected(f->s, f->arena, f->me, last->who, last->person, 100, &rest));
    assert_int_equal(rest.n, 5);
    assert_false(rest.more);
    SAME(rest.item[0].who, "New 20");
}

static void another_account_sees_nothing(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    met(f, anna, "2012-05-01", (struct encounter){ .received = S("a new client") });
    (void)role(f, "Muster GmbH", "2008", "");
    (void)book_test_help_person(f, f->me, "Dora Beispiel");
    struct review_answers r = answers(f, f->other);
    assert_int_equal(r.good.n + r.ties.n + r.asleep.n + r.collected.n + r.lopsided.n, 0);
    assert_int_equal(r.whole.encounters + r.layer[0] + r.layer[1] + r.layer[2] + r.layer[3], 0);
    struct review_view v = { 0 };
    OK(review_view_of(f->s, f->arena, f->other, LANG_EN, TODAY, &v));
    str text = review_view_text(f->arena, LANG_EN, &v);
    assert_false(str_contains(text, S("Anna")) || str_contains(text, S("Dora")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_query_can_be_prepared, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_empty_book_claims_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_newest_good_thing_and_what_led_there, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_kept_promise_is_good, set_up, tear_down),
        cmocka_unit_test_setup_teardown(unevenness_is_said_only_where_the_numbers_allow, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(who_stays_when_a_role_ends, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_role_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(asleep_and_collected_are_bounded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_account_sees_nothing, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
