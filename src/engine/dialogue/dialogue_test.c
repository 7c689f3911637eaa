/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * dialogue_test.c - the test against sums of binomial coefficients, and what is said when.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/dialogue/dialogue.h"

static void assert_near(double got, double want)
{
    assert_true(fabs(got - want) < 1e-9);
}

static void test_chances(void **state)
{
    (void)state;
    assert_near(dialogue_chance(0, 0), 1);
    assert_near(dialogue_chance(3, 3), 1);
    assert_near(dialogue_chance(0, 5), 2.0 / 32);
    assert_near(dialogue_chance(6, 0), 2.0 / 64);
    assert_near(dialogue_chance(1, 6), 2.0 * (1 + 7) / 128);
    assert_near(dialogue_chance(8, 2), 2.0 * (1 + 10 + 45) / 1024);
    assert_near(dialogue_chance(5, 4), 1);
}

static void test_every_split_against_a_sum(void **state)
{
    (void)state;
    for (int n = 1; n <= 40; n++) {
        double of_n = 1;
        double below = 0;
        for (int k = 0; 2 * k < n; k++) {
            below += of_n;
            of_n = of_n * (n - k) / (k + 1);
            double want = 2 * below / pow(2, n);
            assert_near(dialogue_chance(k, n - k), want < 1 ? want : 1);
            assert_near(dialogue_chance(n - k, k), want < 1 ? want : 1);
        }
    }
}

static void test_what_is_said(void **state)
{
    (void)state;
    assert_int_equal(dialogue_side_of(5, 0), DIALOGUE_TOO_FEW);
    assert_int_equal(dialogue_side_of(6, 0), DIALOGUE_MINE);
    assert_int_equal(dialogue_side_of(0, 6), DIALOGUE_THEIRS);
    assert_int_equal(dialogue_side_of(6, 1), DIALOGUE_EVEN);
    assert_int_equal(dialogue_side_of(8, 1), DIALOGUE_MINE);
    assert_int_equal(dialogue_side_of(15, 15), DIALOGUE_EVEN);
    assert_int_equal(dialogue_side_of(1000, 1100), DIALOGUE_THEIRS);
    assert_int_equal(dialogue_side_of(1000, 1050), DIALOGUE_EVEN);
    assert_int_equal(dialogue_side_of(INT32_MAX, 1), DIALOGUE_MINE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chances),
        cmocka_unit_test(test_every_split_against_a_sum),
        cmocka_unit_test(test_what_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
