/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * match_plan.h - which of many good pairs to propose, so that nobody is asked too often and
 * everybody gets something: a greedy b-matching with a price on load.
 *
 * First everybody who has a pair at all gets one, those with the fewest choices first; where a
 * partner is full, somebody else's pair with them is given up if they have another, or moved to
 * another partner (along a chain of such moves if need be). Then pairs are taken by score - price x
 * (load of both) / cap until nobody has room or wants more. Of equal ones whoever waited longer
 * comes first, then the lower numbers.
 */
#ifndef ENGINE_MATCH_MATCH_PLAN_H
#define ENGINE_MATCH_MATCH_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Open introductions a person has at most, unless they chose another number. */
#define MATCH_PLAN_CAP 10

struct match_plan_member {
    uint32_t cap;  /* open introductions at most: the person's own setting, else MATCH_PLAN_CAP */
    uint32_t open; /* those they have already */
    double waited; /* since they were last proposed, in any unit */
    uint32_t load; /* set: `open` and what was chosen */
};

struct match_plan_pair {
    uint32_t a, b; /* places in the table of members; each pair stands once */
    double score;
    bool chosen; /* set */
};

struct match_plan_report {
    size_t with_choice; /* members who are in some pair */
    size_t served;      /* those of them with a pair that was chosen */
    uint32_t most_load;
    double gini; /* of the loads of those with a choice: 0 all alike, near 1 all on one */
};

/* `wanted`: how many pairs a member is to get where there are that many (the rest of their room is
 * left for those who have fewer choices). `price` is in log odds for a full load. */
void match_plan(struct match_plan_member *members, size_t n_members, struct match_plan_pair *pairs,
                size_t n_pairs, uint32_t wanted, double price, struct match_plan_report *ret);

#endif
