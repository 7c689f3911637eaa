/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_test_help.h - a store with one empty room in it, for the tests of this folder.
 */
#ifndef FEATURE_ROOMS_ROOMS_TEST_HELP_H
#define FEATURE_ROOMS_ROOMS_TEST_HELP_H

#include "feature/rooms/rooms.h"
#include "store/store_rig.h"

struct rooms_test_help {
    struct store_rig *rig;
    arena *arena; /* the rig's, as the two that follow */
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
