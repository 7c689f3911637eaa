/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_test_help.h - a store with the tables of accounts in a folder of its own, and a clock
 * that stands still.
 */
#ifndef FEATURE_ACCOUNTS_ACCOUNTS_TEST_HELP_H
#define FEATURE_ACCOUNTS_ACCOUNTS_TEST_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include "store/store.h"

#define START_MS 1341820800000 /* 2012-07-09 10:00 in Berlin */
#define MINUTE_MS ((int64_t)60 * 1000)
#define DAY_MS ((int64_t)24 * 60 * MINUTE_MS)

struct fixture {
    arena *a;
    char folder[64];
    store_pool *pool;
    store *s;
};

int accounts_test_help_set_up(void **state);
int accounts_test_help_tear_down(void **state);
#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, accounts_test_help_set_up, accounts_test_help_tear_down)

/* The test fails with the error's text unless there is none. */
void accounts_test_help_ok(arena *a, const err *e);
#define OK(call) accounts_test_help_ok(f->a, (call))

/* The account of ada@example.org, a host. */
int64_t accounts_test_help_host(struct fixture *f);

#endif
