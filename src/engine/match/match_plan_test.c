/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * match_plan_test.c - nobody too often, everybody something.
 */
#include "engine/match/match_plan.h"
#include "engine/match/match_test_help.h"

/* Whoever has much is not given all. */
static void test_cap(void **state)
{
    (void)state;
    struct match_plan_member members[40] = { 0 };
    struct match_plan_pair pairs[39] = { 0 };
    struct match_plan_report r;
    for (uint32_t i = 0; i < 40; i++)
        members[i].cap = MATCH_PLAN_CAP;
    members[0].open = 3;
    for (uint32_t i = 1; i < 40; i++)
        pairs[i - 1] = (struct match_plan_pair){ 0, i, i, false };
    match_plan(members, 40, pairs, 39, 5, 1, &r);
    assert_int_equal(members[0].load, 10);
    assert_int_equal(r.most_load, 10);
    assert_int_equal(r.with_choice, 40);
    assert_int_equal(r.served, 8); /* seven others, and the one in the middle */
    assert_true(r.gini > 0.5);
}

/* 0-2 and 1-2 could both be; with room for one at 2, who has another choice takes it. */
static void test_moves(void **state)
{
    (void)state;
    struct match_plan_member members[6];
    for (int i = 0; i < 6; i++)
        members[i] = (struct match_plan_member){ .cap = 1 };
    struct match_plan_pair pairs[] = {
        { 0, 3, 9, false }, { 1, 3, 8, false }, { 1, 4, 1, false },
        { 2, 4, 7, false }, { 2, 5, 1, false },
    };
    struct match_plan_report r;
    match_plan(members, 6, pairs, 5, 1, 0, &r);
    assert_int_equal(r.served, 6);
    assert_true(pairs[0].chosen && pairs[2].chosen && pairs[4].chosen);
    assert_int_equal(r.most_load, 1);
    assert_true(fabs(r.gini) < 1e-9);
}

/* The price leads away from who has much already; waiting decides between equals. */
static void test_price(void **state)
{
    (void)state;
    struct match_plan_member members[4] = {
        { .cap = 4 }, { .cap = 4, .open = 3 }, { .cap = 4 }, { .cap = 4, .waited = 2 }
    };
    struct match_plan_pair pairs[] = { { 0, 1, 5, false },
                                       { 0, 2, 4.9, false },
                                       { 0, 3, 4.9, false } };
    struct match_plan_report r;
    match_plan(members, 4, pairs, 1, 1, 1, &r);
    assert_true(pairs[0].chosen); /* the only one there is */
    for (int i = 0; i < 4; i++)
        members[i].cap = i == 0 ? 1 : 4;
    match_plan(members, 4, pairs + 1, 2, 1, 1, &r);
    assert_true(pairs[2].chosen && !pairs[1].chosen);
}

/* On anything: no cap is passed, and where everybody can have one, everybody has. */
static void test_any(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed < 60; seed++) {
        struct match_test_tie ties[50 * 4];
        struct match_plan_pair pairs[200];
        struct match_plan_member members[50] = { 0 };
        struct match_plan_report r;
        size_t n = match_test_ties(seed, 50, 4, ties);
        uint32_t choices[50] = { 0 }, load[50] = { 0 };
        for (size_t i = 0; i < n; i++) {
            pairs[i] = (struct match_plan_pair){ (uint32_t)ties[i].a, (uint32_t)ties[i].b,
                                                 ties[i].strength, false };
            choices[ties[i].a]++;
            choices[ties[i].b]++;
        }
        for (int m = 0; m < 50; m++)
            members[m].cap = 1 + (uint32_t)m % 5;
        match_plan(members, 50, pairs, n, 3, 0.5, &r);
        for (size_t i = 0; i < n; i++) {
            load[pairs[i].a] += pairs[i].chosen;
            load[pairs[i].b] += pairs[i].chosen;
            /* Nobody is left with nothing beside somebody with room. */
            assert_true(pairs[i].chosen || members[pairs[i].a].load > 0 ||
                        members[pairs[i].b].load > 0);
        }
        for (int m = 0; m < 50; m++) {
            assert_int_equal(load[m], members[m].load);
            assert_true(load[m] <= members[m].cap);
        }
    }
}

int match_plan_test_run(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cap),
        cmocka_unit_test(test_moves),
        cmocka_unit_test(test_price),
        cmocka_unit_test(test_any),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
