/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * match_change.h - a tie is made, used again, or ends: the graph follows at once.
 *
 * What a change of the tie a-b touches, and nothing else: the pairs of which a or b is one (the
 * rows of the two), and the pairs among the acquaintances of a, or among those of b, whose shares
 * of a's and b's strength become others. Ages stay counted from the graph's `now` (a tie used after
 * it has age 0), and `usual_strength`, `dense` and `plain` stay as they were built; build the graph
 * anew once in a while (nightly), and when a member comes whom it does not know.
 */
#ifndef ENGINE_MATCH_MATCH_CHANGE_H
#define ENGINE_MATCH_MATCH_CHANGE_H

#include "base/arena.h"
#include "engine/match/match_graph.h"

/* The tie of a and b as it is from now on, made if there is none. a and b differ; strength is 0 or
 * above. */
void match_change_tie(match_graph *g, uint32_t a, uint32_t b, double strength, double first,
                      double last);
/* The tie of a and b ends; false where there is none. */
bool match_change_end(match_graph *g, uint32_t a, uint32_t b);

/* The members of whom some pair is touched by a change of a-b, ascending: a, b and the
 * acquaintances of both. Ask before a tie ends, after it is made. */
struct match_members {
    uint32_t *member;
    size_t n;
};
struct match_members match_change_touched(const match_graph *g, arena *a, uint32_t x, uint32_t y);

#endif
