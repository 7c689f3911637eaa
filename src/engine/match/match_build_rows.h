/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * match_build_rows.h - sorts gathered ties and turns them into rows, in the memory they stand in.
 */
#ifndef ENGINE_MATCH_MATCH_BUILD_ROWS_H
#define ENGINE_MATCH_MATCH_BUILD_ROWS_H

#include "engine/match/match_build.h"

/* A tie while it is gathered: as big as its two directions later. */
struct match_record {
    uint32_t a, b;
    uint16_t strength;
    uint16_t time_high; /* the upper 48 bits of match_time_key() */
    uint32_t time_low;
};
_Static_assert(sizeof(struct match_record) == 2 * sizeof(struct match_tie), "made in place");

/* A time as 48 bits that sort as the times do; the lowest 16 of a double's bits are dropped. */
uint64_t match_build_rows_key(double time);
double match_build_rows_time(uint64_t key);

static inline uint64_t match_record_key(const struct match_record *r)
{
    return (uint64_t)r->time_high << 32 | r->time_low;
}

static inline struct match_record match_record_at(const unsigned char *memory, size_t i)
{
    struct match_record r;
    memcpy(&r, memory + i * sizeof r, sizeof r);
    return r;
}

static inline void match_record_put(unsigned char *memory, size_t i, const struct match_record *r)
{
    memcpy(memory + i * sizeof *r, r, sizeof *r);
}

/* Fills slots, rows and ties of `g`, whose n, now and half_life are set, from `count` records in
 * `memory`, which becomes the slots. The records' a and b are members' numbers. */
void match_build_rows(match_graph *g, unsigned char *memory, size_t count,
                      struct match_twins *ret_twins);

#endif
