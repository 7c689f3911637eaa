/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * clock_test.c - standing still, running on from elsewhere, and back.
 */
#include "base/clock.h"

#include <time.h>

#include "base/base_test.h"

/* Generous: a loaded machine may sleep between two lines of a test. */
#define ABOUT_MS 60000

static int64_t system_ms(void)
{
    return (int64_t)time(NULL) * 1000;
}

static void nap(void)
{
    nanosleep(&(struct timespec){ .tv_nsec = 3000000 }, NULL);
}

static void test_real_time(void **state)
{
    (void)state;
    assert_in_range(clock_now_ms(), system_ms() - 2000, system_ms() + ABOUT_MS);
}

static void test_standing_still(void **state)
{
    (void)state;
    clock_set(-5);
    nap();
    assert_int_equal(clock_now_ms(), -5);
    clock_set(1234567890123);
    assert_int_equal(clock_now_ms(), 1234567890123);
    clock_real();
    assert_in_range(clock_now_ms(), system_ms() - 2000, system_ms() + ABOUT_MS);
}

static void test_running_from(void **state)
{
    (void)state;
    clock_run_from(1000000);
    nap();
    int64_t now = clock_now_ms();
    assert_in_range(now, 1000002, 1000000 + ABOUT_MS);
    nap();
    assert_true(clock_now_ms() > now);
    clock_set(7);
    assert_int_equal(clock_now_ms(), 7);
    clock_run_from(2000000);
    assert_in_range(clock_now_ms(), 2000000, 2000000 + ABOUT_MS);
    clock_real();
    assert_in_range(clock_now_ms(), system_ms() - 2000, system_ms() + ABOUT_MS);
}

static void test_mono_is_not_ours_to_set(void **state)
{
    (void)state;
    int64_t before = clock_mono_ns();
    clock_set(0);
    nap();
    assert_true(clock_mono_ns() - before >= 3000000);
    assert_true(clock_mono_ns() - before < (int64_t)ABOUT_MS * 1000000);
    clock_real();
}

int clock_test(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_real_time),
        cmocka_unit_test(test_standing_still),
        cmocka_unit_test(test_running_from),
        cmocka_unit_test(test_mono_is_not_ours_to_set),
    };
    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
