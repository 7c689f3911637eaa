/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * check_test.c - the report of a fault says what, where, by whom, doing what.
 */
#include "base/check.h"

#include <pthread.h>
#include <string.h>

#include "base/base_test.h"

static void fault(void *arg)
{
    if (arg != NULL)
        check_doing(arg);
    int rooms = 3;
    ASSERT(rooms == 3);
    ASSERT(rooms == 4);
}

static void end_of_the_world(void *arg)
{
    (void)arg;
    UNREACHABLE();
}

static void test_report_names_everything(void **state)
{
    (void)state;
    char doing[] = "GET /talks/a";
    base_test_aborts(fault, NULL, "rooms == 4");
    base_test_aborts(fault, NULL, "check_test.c:");
    base_test_aborts(fault, NULL, "in fault");
    base_test_aborts(fault, NULL, "nothing named");
    base_test_aborts(fault, doing, "doing: GET /talks/a\n");
    base_test_aborts(fault, NULL, "base_test"); /* the calls that led here */
    base_test_aborts(end_of_the_world, NULL, "unreachable");
}

static void test_doing_is_cut_and_masked(void **state)
{
    (void)state;
    char forged[] = "GET /\nfault: none";
    char longer[201];
    char shown[256] = "doing: ";
    memset(longer, 'x', sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = '\0';
    memset(shown + 7, 'x', 127);
    shown[7 + 127] = '\n';
    base_test_aborts(fault, forged, "doing: GET /?fault: none\n");
    base_test_aborts(fault, longer, shown);
}

static void *name_another(void *arg)
{
    (void)arg;
    check_doing("another thread");
    return NULL;
}

static void fault_beside_a_thread(void *arg)
{
    pthread_t other;
    check_doing(arg);
    if (pthread_create(&other, NULL, name_another, NULL) == 0)
        pthread_join(other, NULL);
    UNREACHABLE();
}

static void test_doing_is_the_threads_own(void **state)
{
    (void)state;
    char doing[] = "this thread";
    base_test_aborts(fault_beside_a_thread, doing, "doing: this thread\n");
}

int check_test(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_report_names_everything),
        cmocka_unit_test(test_doing_is_cut_and_masked),
        cmocka_unit_test(test_doing_is_the_threads_own),
    };
    return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
