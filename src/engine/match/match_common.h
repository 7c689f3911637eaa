/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * match_common.h - the common acquaintances of two members, in ascending order:
 *
 *     struct match_common c;
 *     for (struct match_walk w = match_common_walk(g, a, b); match_common_next(&w, &c);)
 *
 * Rows of like length are merged; else the shorter is gone through and the longer leapt along.
 */
#ifndef ENGINE_MATCH_MATCH_COMMON_H
#define ENGINE_MATCH_MATCH_COMMON_H

#include "engine/match/match_graph.h"

struct match_common {
    uint32_t z;
    const struct match_tie *to_a, *to_b; /* in the row of a, in the row of b */
};

struct match_walk {
    const struct match_tie *x, *x_end, *y, *y_end; /* x is the shorter row */
    bool swapped, merge;
};

struct match_walk match_common_walk(const match_graph *g, uint32_t a, uint32_t b);
/* False after the last. */
bool match_common_next(struct match_walk *w, struct match_common *ret);

#endif
