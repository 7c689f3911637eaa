/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_test_help.h - a store with one empty room in it, for the tests of this folder.
 */
#ifndef FEATURE_ROOMS_ROOMS_TEST_HELP_H
#define FEATURE_ROOMS_ROOMS_TEST_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "feature/rooms/rooms.h"

/* Fails the test with the error's text. */
#define OK(call) rooms_test_help_ok((call), __FILE__, __LINE__)
#define KIND(call, wanted) rooms_test_help_kind((call), (wanted), __FILE__, __LINE__)
void rooms_test_help_ok(const err *e, const char *file, int line);
void rooms_test_help_kind(const err *e, enum err_kind wanted, const char *file, int line);

struct rooms_test_help {
    arena *arena;
    char folder[64];
    store_pool *pool;
    store *s;
    room_id room; /* "a", at "/talks/a", in Europe/Berlin */
};

/* For cmocka's set-up and tear-down; the state is a struct rooms_test_help. */
int rooms_test_help_open(void **state);
int rooms_test_help_close(void **state);

/* Says `text` in the room, under a key of its own. */
int64_t rooms_test_help_say(struct rooms_test_help *f, const char *name, const char *text);

#endif
