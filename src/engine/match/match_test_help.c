/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/match/match_test_help.h"

#include <stdio.h>

const struct match_times match_test_times = { 0 };

match_graph *match_test_graph(const struct match_test_tie *ties, size_t n,
                              const struct match_times *times)
{
    struct match_twins twins;
    match_build *b = match_build_new(times);
    for (size_t i = 0; i < n; i++) {
        char names[2][16];
        snprintf(names[0], sizeof names[0], "%03d", ties[i].a);
        snprintf(names[1], sizeof names[1], "%03d", ties[i].b);
        struct match_entry e = { .a = str_of(names[0]),
                                 .b = str_of(names[1]),
                                 .strength = ties[i].strength,
                                 .first = ties[i].first,
                                 .last = ties[i].last,
                                 .count = 1 };
        assert_int_equal(match_build_check(b, &e), MATCH_FINE);
        match_build_add(b, &e);
    }
    match_graph *g = match_build_finish(b, &twins);
    assert_int_equal(twins.count, 0);
    return g;
}

uint32_t match_test_chance(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

static bool tied(const struct match_test_tie *ties, size_t n, int a, int b)
{
    for (size_t i = 0; i < n; i++)
        if ((ties[i].a == a && ties[i].b == b) || (ties[i].a == b && ties[i].b == a))
            return true;
    return false;
}

size_t match_test_ties(uint32_t seed, int members, int each, struct match_test_tie *ties)
{
    size_t n = 0;
    for (int i = 0; i < members * each; i++) {
        /* The lower numbers know more people. */
        int a = (int)(match_test_chance(&seed) % (uint32_t)members);
        int b = (int)(match_test_chance(&seed) % ((uint32_t)a + 1));
        double first = match_test_chance(&seed) % 50;
        double last = first + match_test_chance(&seed) % 50;
        double strength = (1 + match_test_chance(&seed) % 40) / 4.0;
        if (a != b && !tied(ties, n, a, b))
            ties[n++] = (struct match_test_tie){ a, b, strength, first, last };
    }
    return n;
}
