/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * match_score.h - what speaks for and against making two people known to each other: a sum of terms
 * in log odds, each of which is a sentence.
 *
 * With w the strengths of ties, W a member's strength in all, d the number of their ties, and k =
 * 2^-age for a tie last used `age` half-lives ago, over all common acquaintances z of a and b:
 *
 *   shared   S0 = sum sqrt(w_az w_zb) / W_z           resource allocation (Zhou, Lu, Zhang 2009),
 * weighted recent   S1 = the same, each times min(k_az, k_zb)^2 circle   S2 = the same as S1, each
 * times sqrt(d_z (1 + i_z) / (1 + e_z)), with i_z the ties of z to other common acquaintances and
 * e_z those to neither (the CH2-L2 of Muscoloni, Michieli and Cannistraci 2020, its root); dense
 * books only ways     S3 = S2 + 0.1 sum over u, v of sqrt(w_au) k_au w_uv k_uv sqrt(w_vb) k_vb /
 * (W_u W_v), the ways over two people; dense books only
 *
 * and L(S) = ln(1 + S / 0.001), the amounts are: shared L(S0); recent L(S1) - L(S0), never above 0;
 * circle L(S2) - L(S1); ways L(S3) - L(S2); each times a weight that is 1. Then:
 *
 *   active   2^-age of whoever of the two was seen less lately; less 4 where they are not active
 *   weaker   ln(1 + W / usual W) of whoever is tied less strongly
 *   newer    ln(1 + tenure in half-lives) of whoever came later
 *   busy     ln(1 + d) of whoever knows more people
 *   closure  ln((2 + common) / 12) where above 0: they will meet anyway
 *   need     what each seeks and the other offers, as one number the caller gives (text_index.h)
 *   topic    how well what they do goes together, likewise
 *   event    a shared event behind them, or ahead
 *
 * each times its weight. introductions.md tells where the weights come from, and of what follows
 * from `plain` (only shared and need), `dense` and `timed` in match_graph.h. Every amount is
 * rounded to a millionth and the score is their sum, so that what is printed adds up. Sums run over
 * members in ascending order: the same on every machine and any number of threads.
 */
#ifndef ENGINE_MATCH_MATCH_SCORE_H
#define ENGINE_MATCH_MATCH_SCORE_H

#include "engine/match/match_graph.h"

enum match_term {
    MATCH_SHARED,
    MATCH_RECENT,
    MATCH_CIRCLE,
    MATCH_WAYS,
    MATCH_ACTIVE,
    MATCH_WEAKER,
    MATCH_NEWER,
    MATCH_BUSY,
    MATCH_CLOSURE,
    MATCH_NEED,
    MATCH_TOPIC,
    MATCH_EVENT,
    MATCH_TERMS
};

/* Taken off where one of the two was not seen inside the window. */
#define MATCH_GATE 4.0

struct match_weights {
    double term[MATCH_TERMS]; /* those of shared, recent, circle and ways are one and the same */
    double event_ahead;       /* term[MATCH_EVENT] is for one that is over */
};
extern const struct match_weights match_weights_default;

/* What the caller knows of a pair besides ties; all 0 where nothing is. */
struct match_extra {
    double need;  /* 0-1: 1 where each offers what the other seeks, half of that for one side */
    double topic; /* 0-1: 0 for strangers to each other's work and for twins in it */
    bool event_past, event_ahead;
};

struct match_reason {
    double score; /* the sum of the amounts */
    double amount[MATCH_TERMS];
    uint32_t common;   /* how many common acquaintances */
    uint32_t best[2];  /* those with the greatest shares, greatest first; as many as there are */
    double share[2];   /* of S1 */
    uint32_t latest;   /* of the common, the one in touch with both most recently */
    double latest_age; /* in half-lives; the older of the two ties */
    uint32_t less_active, weaker, newer, busier; /* each is a or b */
};

/* What a member brings to the terms that look at one of the two (active, weaker, newer, busy), in
 * millionths; of a pair, each is the lesser or the greater of both. What a gate takes off is not in
 * it. */
struct match_part {
    int32_t active, weaker, newer, busy;
};
struct match_part match_score_part(const match_graph *g, const struct match_weights *weights,
                                   uint32_t member);
/* The four together. */
int64_t match_score_both(const struct match_weights *weights, const struct match_part *x,
                         const struct match_part *y);

/* Room to count in, for one thread and one graph. */
typedef struct match_score match_score;
match_score *match_score_new(const match_graph *g, const struct match_weights *weights);
/* NULL is allowed. */
void match_score_free(match_score *s);

/* Sets `a` for the calls that follow. */
void match_score_from(match_score *s, uint32_t a);
/* The pair of `a` and b. `extra` may be NULL. */
void match_score_pair(match_score *s, uint32_t b, const struct match_extra *extra,
                      struct match_reason *ret);

/* The score alone, of two active members and without extras, in a book that is not dense; `own` and
 * `other` are the parts of `a` and b. What match_score_pair gives, in a fraction of the time. */
double match_score_quick(const match_score *s, uint32_t b, const struct match_part *own,
                         const struct match_part *other);

/* L, for those who bound what a pair can reach, and the share that has this L. */
double match_score_level(double share);
double match_score_share(double level);

#endif
