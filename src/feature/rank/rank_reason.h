/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rank_reason.h - the terms of a pair as sentences in the reader's language.
 */
#ifndef FEATURE_RANK_RANK_REASON_H
#define FEATURE_RANK_RANK_REASON_H

#include "base/words.h"
#include "engine/match/match_score.h"

/* What is known of the pair besides the reason itself. */
struct rank_reason_words {
    str a, b;                /* their names */
    str sought_a, offered_b; /* the words that met: what a seeks, what b offers; or absent */
    str sought_b, offered_a;
};

/* The sentence for one term, without its amount; absent where the term says nothing of this pair.
 */
str rank_reason_sentence(arena *a, enum lang lang, const match_graph *g, enum match_term term,
                         const struct match_reason *r, const struct rank_reason_words *words);

/* All of them in one line, each with its amount: "both know 17 and 4 (+2.310000); …". The amounts
 * add up to the score. */
str rank_reason_line(arena *a, enum lang lang, const match_graph *g, const struct match_reason *r,
                     const struct rank_reason_words *words);

#endif
