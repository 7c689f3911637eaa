/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * match_change.c - a row that has no room left moves to the end of the slots, with some to spare.
 */
#include "engine/match/match_change.h"

#include <stdlib.h>

#include "base/check.h"

/* The place of `to` in the row, or where it would stand. */
static uint32_t place_of(const match_graph *g, uint32_t member, uint32_t to, bool *ret_there)
{
    uint32_t n, low = 0;
    const struct match_tie *row = match_graph_row(g, member, &n);
    uint32_t high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (row[middle].to < to)
            low = middle + 1;
        else
            high = middle;
    }
    *ret_there = low < n && row[low].to == to;
    return low;
}

static void make_room(match_graph *g, uint32_t member)
{
    struct match_row *row = &g->rows[member];
    uint32_t room = row->count + row->count / 4 + 4;
    if (g->n_slots + room > g->cap_slots) {
        g->cap_slots = g->n_slots + room + g->n_slots / 16;
        ASSERT(g->cap_slots < UINT32_MAX);
        g->slots = realloc(g->slots, g->cap_slots * sizeof *g->slots);
        ASSERT(g->slots != NULL);
    }
    memcpy(g->slots + g->n_slots, g->slots + row->start, row->count * sizeof *g->slots);
    row->start = (uint32_t)g->n_slots;
    row->room = room;
    g->n_slots += room;
}

/* True if the row had no such tie. */
static bool row_set(match_graph *g, uint32_t member, struct match_tie tie)
{
    bool there;
    uint32_t at = place_of(g, member, tie.to, &there);
    if (!there) {
        if (g->rows[member].count == g->rows[member].room)
            make_room(g, member);
        struct match_tie *place = g->slots + g->rows[member].start + at;
        memmove(place + 1, place, (g->rows[member].count - at) * sizeof *place);
        g->rows[member].count++;
    }
    g->slots[g->rows[member].start + at] = tie;
    match_graph_sum(g, member);
    return !there;
}

static bool row_remove(match_graph *g, uint32_t member, uint32_t to)
{
    bool there;
    uint32_t at = place_of(g, member, to, &there);
    if (!there)
        return false;
    struct match_tie *place = g->slots + g->rows[member].start + at;
    g->rows[member].count--;
    memmove(place, place + 1, (g->rows[member].count - at) * sizeof *place);
    match_graph_sum(g, member);
    return true;
}

static void keep_tenure(match_graph *g, uint32_t member, double first)
{
    double tenure = g->timed ? (g->now - first) / g->half_life : 0;
    if (tenure > (double)g->members[member].tenure)
        g->members[member].tenure = (float)tenure;
}

void match_change_tie(match_graph *g, uint32_t a, uint32_t b, double strength, double first,
                      double last)
{
    ASSERT(a < g->n && b < g->n && a != b);
    struct match_tie tie = { .strength = match_strength_code(strength),
                             .age = match_graph_age(g, last) };
    tie.to = b;
    bool made = row_set(g, a, tie);
    tie.to = a;
    row_set(g, b, tie);
    g->ties += made;
    keep_tenure(g, a, first);
    keep_tenure(g, b, first);
}

bool match_change_end(match_graph *g, uint32_t a, uint32_t b)
{
    if (!row_remove(g, a, b))
        return false;
    row_remove(g, b, a);
    g->ties--;
    return true;
}

struct match_members match_change_touched(const match_graph *g, arena *a, uint32_t x, uint32_t y)
{
    uint32_t n_x, n_y, i = 0, k = 0;
    const struct match_tie *row_x = match_graph_row(g, x, &n_x);
    const struct match_tie *row_y = match_graph_row(g, y, &n_y);
    uint32_t *all = NEW_ARRAY(a, uint32_t, (size_t)n_x + n_y + 2);
    size_t n = 0;
    uint32_t own[2] = { x < y ? x : y, x < y ? y : x };
    size_t next = 0;
    while (i < n_x || k < n_y || next < 2) {
        uint32_t least = next < 2 ? own[next] : UINT32_MAX;
        least = i < n_x && row_x[i].to < least ? row_x[i].to : least;
        least = k < n_y && row_y[k].to < least ? row_y[k].to : least;
        all[n++] = least;
        i += i < n_x && row_x[i].to == least;
        k += k < n_y && row_y[k].to == least;
        next += next < 2 && own[next] == least;
    }
    return (struct match_members){ all, n };
}
