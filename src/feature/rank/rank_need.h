/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rank_need.h - what members seek and offer, from two tables, and what that says of a pair: the
 * only place where ranking meets engine/text.
 */
#ifndef FEATURE_RANK_RANK_NEED_H
#define FEATURE_RANK_RANK_NEED_H

#include "feature/feature.h"
#include "feature/rank/rank_reason.h"

typedef struct rank_need rank_need;

/* Reads the tables of what is sought and offered (header `id text`, one item a line, packed or
 * plain; either may be absent). Freed with the arena of `c`. Lines that cannot be taken, also of
 * people of whom no tie is known, are treated as those of ties are. */
MUST const err *rank_need_read(cli *c, const match_graph *g, str seeks, str offers, bool lenient,
                               rank_need **ret);

/* Fills need and topic of a pair, and the words that met (borrowed). `need` may be NULL: nothing is
 * known. */
void rank_need_pair(const rank_need *need, arena *a, uint32_t x, uint32_t y,
                    struct match_extra *ret, struct rank_reason_words *ret_words);

#endif
