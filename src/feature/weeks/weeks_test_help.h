/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_test_help.h - an empty house and an invented programme, for the tests of this folder.
 */
#ifndef FEATURE_WEEKS_WEEKS_TEST_HELP_H
#define FEATURE_WEEKS_WEEKS_TEST_HELP_H

#include "feature/weeks/weeks.h"
#include "feature/weeks/weeks_store.h"
#include "store/store_rig.h"

/* For cmocka's set-up and tear-down; the state is a struct store_rig. The clock stands. */
int weeks_test_help_open(void **state);
int weeks_test_help_close(void **state);

/* The insert `n` from now on (0 = the next) fails, into whichever table of rooms and weeks; -1:
 * none. */
MUST const err *weeks_test_help_fail_at(store *s, arena *a, int64_t n);
/* All rows of all tables of the weeks and rooms. */
int64_t weeks_test_help_rows(store *s, arena *a);

/* Three talks on two days in Europe/Berlin, the second after midnight; talks may be changed. */
struct programme weeks_test_help_programme(arena *a);
struct programme_talk *weeks_test_help_talks(const struct programme *p);
int64_t weeks_test_help_at(const char *rfc3339);

struct weeks_import_result weeks_test_help_import(struct store_rig *f, const struct programme *p);
struct talk weeks_test_help_talk(struct store_rig *f, const char *slug);

#endif
