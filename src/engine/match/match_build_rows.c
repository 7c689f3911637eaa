/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * match_build_rows.c - from records to rows without a second copy of either.
 *
 * Records are sorted by their lower member in place (each is carried to the bucket it belongs to),
 * within a bucket by the other. Then they are written as half rows (each tie at its lower member)
 * over their own beginning, moved apart from the last row to the first, and the other directions
 * are filled in, which come in ascending order by themselves.
 */
#include "engine/match/match_build_rows.h"

#include <stdlib.h>

#include "base/check.h"

uint64_t match_build_rows_key(double time)
{
    uint64_t bits;
    time += 0.0; /* there is one zero only */
    memcpy(&bits, &time, sizeof bits);
    bits = bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
    return bits >> 16;
}

double match_build_rows_time(uint64_t key)
{
    uint64_t bits = key << 16;
    double time;
    bits = bits >> 63 ? bits & ~((uint64_t)1 << 63) : ~(bits | 0xffff);
    memcpy(&time, &bits, sizeof time);
    return time;
}

/* By the other member; of the same two the one used last, then the strongest, comes first. */
static int record_order(const void *x, const void *y)
{
    struct match_record a, b;
    memcpy(&a, x, sizeof a);
    memcpy(&b, y, sizeof b);
    if (a.b != b.b)
        return a.b < b.b ? -1 : 1;
    if (match_record_key(&a) != match_record_key(&b))
        return match_record_key(&a) > match_record_key(&b) ? -1 : 1;
    return (a.strength < b.strength) - (a.strength > b.strength);
}

/* For the many short buckets. */
static void insertion_sort(unsigned char *memory, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct match_record moved = match_record_at(memory, i);
        size_t k = i;
        for (; k > 0; k--) {
            struct match_record before = match_record_at(memory, k - 1);
            if (record_order(&before, &moved) <= 0)
                break;
            match_record_put(memory, k, &before);
        }
        match_record_put(memory, k, &moved);
    }
}

/* `ends` are where the buckets end; as a bucket fills, `next` tells its first unsettled place. */
static void carry_home(unsigned char *memory, uint32_t n, const uint32_t *ends, uint32_t *next)
{
    for (uint32_t bucket = 0; bucket < n; bucket++) {
        while (next[bucket] < ends[bucket]) {
            struct match_record r = match_record_at(memory, next[bucket]);
            while (r.a != bucket) {
                struct match_record other = match_record_at(memory, next[r.a]);
                match_record_put(memory, next[r.a]++, &r);
                r = other;
            }
            match_record_put(memory, next[bucket]++, &r);
        }
    }
}

static void sort_records(unsigned char *memory, size_t count, uint32_t n)
{
    uint32_t *ends = calloc((size_t)n + 1, sizeof *ends);
    uint32_t *next = calloc((size_t)n + 1, sizeof *next);
    ASSERT(ends != NULL && next != NULL);
    for (size_t i = 0; i < count; i++)
        ends[match_record_at(memory, i).a]++;
    for (uint32_t m = 0, sum = 0; m < n; m++) {
        next[m] = sum;
        sum += ends[m];
        ends[m] = sum;
    }
    carry_home(memory, n, ends, next);
    for (uint32_t m = 0, start = 0; m < n; start = ends[m++]) {
        unsigned char *bucket = memory + (size_t)start * sizeof(struct match_record);
        if (ends[m] - start <= 32)
            insertion_sort(bucket, ends[m] - start);
        else
            qsort(bucket, ends[m] - start, sizeof(struct match_record), record_order);
    }
    free(ends);
    free(next);
}

static void note_twin(const match_graph *g, uint32_t a, uint32_t b, struct match_twins *twins)
{
    if (twins->count < MATCH_TWINS_KEPT)
        twins->named[twins->count] =
            (struct match_twin){ match_graph_name(g, a), match_graph_name(g, b) };
    twins->count++;
}

/* Half rows at the beginning of the memory; rows[m].room is how many of them are m's, rows[m].count
 * how many directions m will have. */
static size_t write_half(match_graph *g, size_t count, struct match_twins *twins)
{
    unsigned char *memory = (unsigned char *)g->slots;
    struct match_record before = { UINT32_MAX, UINT32_MAX, 0, 0, 0 };
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct match_record r = match_record_at(memory, i);
        if (r.a == before.a && r.b == before.b) {
            note_twin(g, r.a, r.b, twins);
            continue;
        }
        struct match_tie tie = { r.b, r.strength,
                                 match_graph_age(g, match_build_rows_time(match_record_key(&r))) };
        memcpy(memory + kept++ * sizeof tie, &tie, sizeof tie);
        g->rows[r.a].room++;
        g->rows[r.a].count++;
        g->rows[r.b].count++;
        before = r;
    }
    return kept;
}

/* From the last row to the first: the half row goes to the end of where the whole row will stand.
 */
static void move_apart(match_graph *g, size_t kept)
{
    uint32_t end = (uint32_t)(2 * kept), half_end = (uint32_t)kept;
    for (uint32_t m = g->n; m-- > 0;) {
        struct match_row *row = &g->rows[m];
        half_end -= row->room;
        memmove(g->slots + end - row->room, g->slots + half_end,
                row->room * sizeof(struct match_tie));
        end -= row->count;
        row->start = end;
    }
}

/* Members ascending, so the lower part of every row comes to be in ascending order. */
static void fill_lower(match_graph *g)
{
    uint32_t *filled = calloc((size_t)g->n + 1, sizeof *filled);
    ASSERT(filled != NULL);
    for (uint32_t m = 0; m < g->n; m++) {
        const struct match_row *row = &g->rows[m];
        for (uint32_t i = row->count - row->room; i < row->count; i++) {
            struct match_tie tie = g->slots[row->start + i];
            uint32_t to = tie.to;
            tie.to = m;
            g->slots[g->rows[to].start + filled[to]++] = tie;
        }
    }
    free(filled);
    for (uint32_t m = 0; m < g->n; m++)
        g->rows[m].room = g->rows[m].count;
}

void match_build_rows(match_graph *g, unsigned char *memory, size_t count,
                      struct match_twins *ret_twins)
{
    memset(ret_twins, 0, sizeof *ret_twins);
    sort_records(memory, count, g->n);
    g->rows = calloc((size_t)g->n + 1, sizeof *g->rows);
    ASSERT(g->rows != NULL);
    g->slots = (struct match_tie *)(void *)memory;
    size_t kept = write_half(g, count, ret_twins);
    move_apart(g, kept);
    fill_lower(g);
    g->ties = kept;
    g->n_slots = 2 * kept;
    g->cap_slots = 2 * count;
}
