/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_rig.h - an open store in a folder of its own, and what was expected of a call: for the
 * tests of this floor and of all floors above it.
 */
#ifndef STORE_STORE_RIG_H
#define STORE_STORE_RIG_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "store/store.h"

/* Fails the test, with the error's text / where it is not of this kind / with both texts. */
#define OK(call) store_rig_ok((call), __FILE__, __LINE__)
#define KIND(call, wanted) store_rig_kind((call), (wanted), __FILE__, __LINE__)
#define SAME(text, wanted) store_rig_same((text), (wanted), __FILE__, __LINE__)
void store_rig_ok(const err *e, const char *file, int line);
void store_rig_kind(const err *e, enum err_kind wanted, const char *file, int line);
void store_rig_same(str text, const char *wanted, const char *file, int line);

/* A new empty folder; gone with all that is in it after store_rig_remove. */
const char *store_rig_folder(arena *a);
void store_rig_remove(const char *folder);

struct store_rig {
    arena *arena;
    const char *folder;
    store_pool *pool;
    store *s;
};

struct store_rig *store_rig_open(const struct migration_list *lists, size_t n);
/* The same, but the store is there already: `dump` is its SQL, as sqlite3 prints it with .dump,
 * with application_id and user_version. */
struct store_rig *store_rig_open_dump(str dump, const struct migration_list *lists, size_t n);
/* Opens what is in the rig's folder once more, as another program that knows these migrations. */
void store_rig_again(struct store_rig *r, const struct migration_list *lists, size_t n);
void store_rig_close(struct store_rig *r);
/* For cmocka's tear-down, where the state is a rig. */
int store_rig_tear_down(void **state);

#endif
