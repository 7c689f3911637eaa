/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * match_hole.h - how much a member stands between others: constraint and effective size (Burt 1992,
 * Structural Holes; effective size as in Borgatti 1997 where all ties are equally strong).
 *
 * With p_ij = w_ij / W_i:
 *   constraint      sum over acquaintances j of (p_ij + sum over q of p_iq p_qj)^2
 *   effective size  sum over j of (1 - sum over q of p_iq w_jq / the strongest tie of j)
 * where q are common acquaintances of i and j. A low constraint, or a size near the number of
 * acquaintances, means that those who know i do not know each other. Constraint can be above 1.
 */
#ifndef ENGINE_MATCH_MATCH_HOLE_H
#define ENGINE_MATCH_MATCH_HOLE_H

#include "engine/match/match_graph.h"

struct match_hole {
    bool known; /* false for who has no tie, or none with any strength */
    double constraint;
    double effective_size;
};

struct match_hole match_hole_of(const match_graph *g, uint32_t member);

#endif
