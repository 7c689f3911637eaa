/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * match_test_help.h - graphs for tests: from a short table, or by chance from a seed.
 */
#ifndef ENGINE_MATCH_MATCH_TEST_HELP_H
#define ENGINE_MATCH_MATCH_TEST_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/match/match_build.h"

struct match_test_tie {
    int a, b;
    double strength, first, last;
};

/* Ids are the numbers with three digits, so members are numbered as here as long as each has a tie.
 */
match_graph *match_test_graph(const struct match_test_tie *ties, size_t n,
                              const struct match_times *times);

/* The next of a sequence of numbers that look like chance. */
uint32_t match_test_chance(uint32_t *seed);
/* A graph of at most `members` by chance, about `each` ties a member; fills `ties`, which has room
 * for members * each, without twins. Returns how many. */
size_t match_test_ties(uint32_t seed, int members, int each, struct match_test_tie *ties);

extern const struct match_times match_test_times; /* nothing is told */

int match_graph_test_run(void);
int match_plan_test_run(void);
int match_read_test_run(void);

#endif
