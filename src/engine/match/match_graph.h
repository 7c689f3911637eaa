/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * match_graph.h - who knows whom, how well and since when: a graph of ties in compact rows.
 *
 * Members are numbered 0 .. n-1 by the bytewise order of their ids, so that nothing depends on the
 * order in which ties came. A tie has no direction; it stands in the rows of both members, 8 bytes
 * each, and every row is sorted by the number of the other member. Built by match_build.h, changed
 * by match_change.h; everybody else only reads, from any number of threads.
 *
 * Strength is kept as a number with ten significant bits (whole numbers to 1024 are exact), the age
 * of a tie's last use in steps of 1/512 of a half-life, up to 60 half-lives. Time is in the unit of
 * whoever gave the ties.
 */
#ifndef ENGINE_MATCH_MATCH_GRAPH_H
#define ENGINE_MATCH_MATCH_GRAPH_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/str.h"

/* One direction of a tie. */
struct match_tie {
    uint32_t to;
    uint16_t strength; /* match_strength() decodes it */
    uint16_t age;      /* since its last use, in 1/512 half-lives */
};

/* Where a member's ties stand in `slots`; there is room for more than `count`. */
struct match_row {
    uint32_t start, count, room;
};

struct match_member {
    float strength; /* of all ties together */
    float age;      /* since the last use of any tie, in half-lives */
    float tenure;   /* since the first tie, in half-lives */
};

typedef struct match_graph {
    uint32_t n;    /* members */
    uint64_t ties; /* each counted once */
    struct match_tie *slots;
    size_t n_slots, cap_slots;
    struct match_row *rows;
    struct match_member *members;
    char *names; /* all ids one after the other */
    uint32_t *name_ends;
    double now, half_life, window; /* in the unit of the ties */
    bool timed;                    /* false: all times are equal, the terms of time are off */
    bool dense;                    /* match_score.h says what depends on it */
    bool plain;            /* small, or of one day: only common acquaintances and need count */
    double usual_strength; /* the median of all members' strengths; never 0 */
    float fade[512];       /* 2^-(i/512) */
} match_graph;

/* NULL is allowed. */
void match_graph_free(match_graph *g);

/* The id of a member, borrowed from the graph. */
str match_graph_name(const match_graph *g, uint32_t member);
/* False where nobody bears this id. */
bool match_graph_find(const match_graph *g, str name, uint32_t *ret);

static inline const struct match_tie *match_graph_row(const match_graph *g, uint32_t member,
                                                      uint32_t *ret_count)
{
    *ret_count = g->rows[member].count;
    return g->slots + g->rows[member].start;
}

/* The tie between two members, or NULL. */
const struct match_tie *match_graph_tie(const match_graph *g, uint32_t a, uint32_t b);

/* Seen inside the window: somebody to whom an introduction can be proposed. Without times all are.
 */
static inline bool match_graph_active(const match_graph *g, uint32_t member)
{
    return !g->timed || g->members[member].age * (float)g->half_life <= (float)g->window;
}

/* The greatest age that is kept, in steps: 60 half-lives. */
#define MATCH_AGE_MAX (60 * 512)

/* Seven bits of exponent, nine of mantissa; 0 is 0. What is out of range becomes the nearest. */
static inline float match_strength(uint16_t code)
{
    uint32_t bits = code == 0 ? 0 : ((uint32_t)code + (64U << 9)) << 14;
    float strength;
    memcpy(&strength, &bits, sizeof strength);
    return strength;
}
uint16_t match_strength_code(double strength);

/* 2^-age: 1 for a tie used now, one half after a half-life. */
static inline float match_recency(const match_graph *g, uint32_t age)
{
    uint32_t bits;
    float recency = g->fade[age & 511];
    memcpy(&bits, &recency, sizeof bits);
    bits -= (age >> 9) << 23;
    memcpy(&recency, &bits, sizeof recency);
    return recency;
}

/* The age to keep of a tie that was last used at `last`. */
uint16_t match_graph_age(const match_graph *g, double last);

/* Sets what is known of a member from its row (after ties changed). */
void match_graph_sum(match_graph *g, uint32_t member);

#endif
