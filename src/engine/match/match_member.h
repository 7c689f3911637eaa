/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * match_member.h - for one member of a community, the others whom they should know: the best of all
 * who share an acquaintance with them, by match_score.h without an introducer.
 *
 * The result is exact; what makes it quick is what need not be looked at. Common acquaintances are
 * gone through from the one who can add most (few ties, much strength) to those who can add least
 * (who know everybody). All other terms are bounded by the member's own part in them, so as soon as
 * what is left could lift nobody new over the last of the best so far, it is left. Those who may
 * still be among the best are scored in whole.
 */
#ifndef ENGINE_MATCH_MATCH_MEMBER_H
#define ENGINE_MATCH_MATCH_MEMBER_H

#include "engine/match/match_score.h"

struct match_partner {
    uint32_t member;
    double score;
};

/* What all threads share; made once for a graph that does not change meanwhile. */
typedef struct match_bounds match_bounds;
match_bounds *match_bounds_new(const match_graph *g, const struct match_weights *weights);
/* NULL is allowed. */
void match_bounds_free(match_bounds *b);

/* After a tie of this member was changed. */
void match_bounds_refresh(match_bounds *b, uint32_t member);

/* Room to count in, for one thread. */
typedef struct match_member_work match_member_work;
match_member_work *match_member_new(const match_bounds *b);
/* NULL is allowed. */
void match_member_free(match_member_work *w);

/* The at most `top` best partners of a member, of those who score `least` or more (-INFINITY:
 * whatever they score): active, not tied to them, with a common acquaintance; best first, of equal
 * ones the lower number. None for a member who is not active. Returns how many stand in `ret`,
 * which has room for `top`. Who wants the best pairs of a whole book passes the worst of the best
 * so far as `least`. */
size_t match_member_top(match_member_work *w, uint32_t member, size_t top, double least,
                        struct match_partner *ret);

#endif
