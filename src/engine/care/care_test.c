/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_test.c - rhythms, silences, sleeping ties, and the hours they ask for.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/attr.h"
#include "engine/care/care.h"

#define TODAY 20000

static void test_usual_gap(void **state)
{
    (void)state;
    assert_int_equal(care_usual_gap(NULL, 0), 0);
    assert_int_equal(care_usual_gap((int64_t[]){ 7 }, 1), 0);
    assert_int_equal(care_usual_gap((int64_t[]){ 7, 7, 7 }, 3), 0);
    assert_int_equal(care_usual_gap((int64_t[]){ 0, 10 }, 2), 10);
    assert_int_equal(care_usual_gap((int64_t[]){ 0, 10, 11 }, 3), 6); /* of 10 and 1, up */
    assert_int_equal(care_usual_gap((int64_t[]){ 11, 0, 10, 10, 111 }, 5), 10);
    /* Only the newest eight: the long gaps of old days do not count. */
    int64_t days[] = { 0, 1000, 2000, 3000, 3007, 3014, 3021, 3028, 3035, 3042, 3049 };
    assert_int_equal(care_usual_gap(days, COUNT_OF(days)), 7);
}

static void test_usual_gap_takes_any_order(void **state)
{
    (void)state;
    int64_t up[] = { 1, 5, 6, 20, 33, 34, 60, 61, 90, 91, 120 };
    int64_t down[COUNT_OF(up)];
    for (size_t i = 0; i < COUNT_OF(up); i++)
        down[i] = up[COUNT_OF(up) - 1 - i];
    assert_int_equal(care_usual_gap(up, COUNT_OF(up)), care_usual_gap(down, COUNT_OF(down)));
}

static void test_rhythm(void **state)
{
    (void)state;
    assert_int_equal(care_rhythm(&(struct care_tie){ 0 }), 0);
    assert_int_equal(care_rhythm(&(struct care_tie){ .gap_days = 12 }), 12);
    assert_int_equal(care_rhythm(&(struct care_tie){ .closeness = CARE_CLOSE }), 7);
    assert_int_equal(care_rhythm(&(struct care_tie){ .closeness = CARE_WELL_KNOWN }), 30);
    assert_int_equal(care_rhythm(&(struct care_tie){ .closeness = CARE_KNOWN }), 180);
    assert_int_equal(care_rhythm(&(struct care_tie){ .closeness = CARE_SLIGHT }), 365);
    /* A tie that keeps its own time is left to it; the owner's own word wins. */
    struct care_tie slow = { .closeness = CARE_CLOSE, .gap_days = 20 };
    assert_int_equal(care_rhythm(&slow), 30);
    slow.rhythm_days = 10;
    assert_int_equal(care_rhythm(&slow), 10);
    assert_int_equal(
        care_rhythm(&(struct care_tie){ .closeness = CARE_CLOSE, .gap_days = INT32_MAX }),
        INT32_MAX);
}

static void test_due_and_fading(void **state)
{
    (void)state;
    struct care_tie tie = { .rhythm_days = 30, .gap_days = 10, .count = 9 };
    tie.last_day = TODAY - 29;
    assert_int_equal(care_state_of(&tie, TODAY), CARE_IN_RHYTHM);
    tie.last_day = TODAY - 30;
    assert_int_equal(care_due_day(&tie, TODAY), TODAY);
    assert_int_equal(care_state_of(&tie, TODAY), CARE_DUE);
    tie.last_day = TODAY - 80;
    assert_int_equal(care_state_of(&tie, TODAY), CARE_DUE);
    assert_int_equal(care_propose(&tie, TODAY), CARE_ANY_WAY);
    tie.last_day = TODAY - 81;
    assert_int_equal(care_state_of(&tie, TODAY), CARE_FADING);
    assert_int_equal(care_propose(&tie, TODAY), CARE_VISIT_OR_LONG_CALL);
    /* An encounter resets it. */
    tie.last_day = TODAY;
    assert_int_equal(care_state_of(&tie, TODAY), CARE_IN_RHYTHM);
}

static void test_nobody_is_due_without_a_rhythm(void **state)
{
    (void)state;
    struct care_tie once = { .count = 1, .last_day = 0 };
    assert_int_equal(care_state_of(&once, TODAY), CARE_NO_RHYTHM);
    assert_int_equal(care_propose(&once, TODAY), CARE_VISIT_OR_LONG_CALL);
    struct care_tie never = { .closeness = CARE_KNOWN };
    assert_int_equal(care_state_of(&never, TODAY), CARE_DUE);
    assert_int_equal(care_propose(&never, TODAY), CARE_ANY_WAY);
    assert_false(care_dormant(&never, TODAY));
}

static void test_a_yearly_tie_is_not_silent_for_long(void **state)
{
    (void)state;
    struct care_tie yearly = { .closeness = CARE_SLIGHT, .count = 2, .last_day = TODAY - 400 };
    assert_int_equal(care_propose(&yearly, TODAY), CARE_ANY_WAY);
    yearly.last_day = TODAY - 731;
    assert_int_equal(care_propose(&yearly, TODAY), CARE_VISIT_OR_LONG_CALL);
}

static struct care_sleeper sleeper(int64_t person, bool trusted, int shared, int count, int years)
{
    return (struct care_sleeper){
        .person = person,
        .tie = { .count = count, .last_day = TODAY - (int64_t)years * 366 },
        .trusted = trusted,
        .shared = shared,
    };
}

static void test_sleeping_ties(void **state)
{
    (void)state;
    struct care_sleeper list[] = {
        sleeper(1, true, 3, 2, 5), sleeper(2, true, 0, 9, 4), sleeper(3, false, 0, 1, 9),
        sleeper(4, true, 0, 2, 3), sleeper(5, true, 0, 2, 6), sleeper(6, true, 0, 1, 1),
    };
    /* 6 is awake. The best first, then each week the next, and round again. */
    const int64_t order[] = { 5, 4, 2, 1, 3 };
    for (int64_t week = 0; week < 10; week++) {
        size_t at = care_pick_dormant(list, COUNT_OF(list), TODAY, week);
        assert_true(at < COUNT_OF(list));
        assert_int_equal(list[at].person, order[week % 5]);
    }
    assert_int_equal(list[care_pick_dormant(list, COUNT_OF(list), TODAY, -1)].person, 3);
    assert_int_equal(care_pick_dormant(list + 5, 1, TODAY, 0), 1);
    assert_int_equal(care_pick_dormant(NULL, 0, TODAY, 0), 0);
}

static void test_only_the_best_eight_take_turns(void **state)
{
    (void)state;
    struct care_sleeper list[40];
    for (int i = 0; i < 40; i++)
        list[i] = sleeper(i, true, 40 - i, 1, 4);
    for (int64_t week = 0; week < 40; week++) {
        size_t at = care_pick_dormant(list, COUNT_OF(list), TODAY, week);
        assert_int_equal(list[at].person, 39 - week % 8);
    }
}

static void test_load(void **state)
{
    (void)state;
    struct care_load load = { 0 };
    care_load_add(&load, &(struct care_tie){ .closeness = CARE_CLOSE }, 30);
    care_load_add(&load, &(struct care_tie){ .rhythm_days = 14 }, 60);
    care_load_add(&load, &(struct care_tie){ 0 }, 600);
    assert_int_equal(load.people, 2);
    assert_true(load.minutes_a_week > 59.99 && load.minutes_a_week < 60.01);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_usual_gap),
        cmocka_unit_test(test_usual_gap_takes_any_order),
        cmocka_unit_test(test_rhythm),
        cmocka_unit_test(test_due_and_fading),
        cmocka_unit_test(test_nobody_is_due_without_a_rhythm),
        cmocka_unit_test(test_a_yearly_tie_is_not_silent_for_long),
        cmocka_unit_test(test_sleeping_ties),
        cmocka_unit_test(test_only_the_best_eight_take_turns),
        cmocka_unit_test(test_load),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
