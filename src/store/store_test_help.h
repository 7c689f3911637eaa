/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_test_help.h - a store in a folder of its own, for the tests of this floor.
 */
#ifndef STORE_STORE_TEST_HELP_H
#define STORE_STORE_TEST_HELP_H

#include "store/store_rig.h"
#include "store/store_sqlite.h"

/* The schema of the tests: one table `note (id, thread, number, text)`. */
extern const struct migration_list store_test_help_schema;
/* For cmocka's set-up; the state is a struct store_rig. */
int store_test_help_set_up(void **state);
store_pool *store_test_help_open(arena *a, const char *folder);

/* One row in a transaction of its own. */
MUST const err *store_test_help_add(store *s, arena *a, int64_t thread, int64_t number);
MUST const err *store_test_help_count(store *s, arena *a, int64_t *ret);

struct store_test_help_note {
    int64_t id, thread, number;
    str text;
};
extern const query store_test_help_insert; /* thread, number, text */
extern const query store_test_help_all;    /* by id */

/* A transaction that is known to work, and the store is sound. */
void store_test_help_sound(store_pool *pool, store *s);

#endif
