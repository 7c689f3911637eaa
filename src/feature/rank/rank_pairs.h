/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rank_pairs.h - for each introducer, the pairs of acquaintances who should know each other.
 */
#ifndef FEATURE_RANK_RANK_PAIRS_H
#define FEATURE_RANK_RANK_PAIRS_H

#include "engine/match/match_score.h"
#include "feature/feature.h"
#include "feature/rank/rank_need.h"

struct rank_pairs_order {
    str introducer;  /* only this one; absent: everybody */
    rank_need *need; /* what is sought and offered; NULL: nothing is known */
    size_t top;      /* so many pairs an introducer, of active people; 0: all pairs, of anybody */
};

/* Prints `introducer a b score reason`, best first, introducers by id. ERR_MISSING where nobody
 * bears the introducer's id. */
MUST const err *rank_pairs(cli *c, const match_graph *g, const struct rank_pairs_order *order);

#endif
