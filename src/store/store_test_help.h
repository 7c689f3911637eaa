/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_test_help.h - a store in a folder of its own, for the tests of this floor.
 */
#ifndef STORE_STORE_TEST_HELP_H
#define STORE_STORE_TEST_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "store/store_sqlite.h"

/* Fails the test with the error's text. */
#define OK(call) store_test_help_ok((call), __FILE__, __LINE__)
#define KIND(call, wanted) store_test_help_kind((call), (wanted), __FILE__, __LINE__)
void store_test_help_ok(const err *e, const char *file, int line);
void store_test_help_kind(const err *e, enum err_kind wanted, const char *file, int line);

/* A new empty folder; gone with store_test_help_remove. */
const char *store_test_help_folder(arena *a);
void store_test_help_remove(const char *folder);

/* The schema of the tests: one table `note (id, thread, number, text)`. */
extern const struct migration_list store_test_help_schema;
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
