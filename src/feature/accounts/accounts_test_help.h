/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_test_help.h - a store with the tables of accounts, and a clock that stands still.
 */
#ifndef FEATURE_ACCOUNTS_ACCOUNTS_TEST_HELP_H
#define FEATURE_ACCOUNTS_ACCOUNTS_TEST_HELP_H

#include <stdint.h>

#include "store/store_rig.h"

#define START_MS 1341820800000 /* 2012-07-09 10:00 in Berlin */
#define MINUTE_MS ((int64_t)60 * 1000)
#define DAY_MS ((int64_t)24 * 60 * MINUTE_MS)

int accounts_test_help_set_up(void **state);
int accounts_test_help_tear_down(void **state);
#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, accounts_test_help_set_up, accounts_test_help_tear_down)

/* The account of ada@example.org, a host. */
int64_t accounts_test_help_host(struct store_rig *f);

#endif
