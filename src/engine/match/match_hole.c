/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/match/match_hole.h"

#include "engine/match/match_common.h"

static double strongest(const match_graph *g, uint32_t member)
{
    uint32_t n;
    const struct match_tie *row = match_graph_row(g, member, &n);
    double most = 0;
    for (uint32_t i = 0; i < n; i++) {
        double strength = (double)match_strength(row[i].strength);
        most = strength > most ? strength : most;
    }
    return most;
}

struct match_hole match_hole_of(const match_graph *g, uint32_t member)
{
    struct match_hole hole = { .known = g->members[member].strength > 0 };
    double total = g->members[member].strength;
    uint32_t n;
    const struct match_tie *row = match_graph_row(g, member, &n);
    for (uint32_t i = 0; i < n && hole.known; i++) {
        double own = (double)match_strength(row[i].strength) / total;
        double most = strongest(g, row[i].to), through = 0, doubled = 0;
        struct match_common c;
        for (struct match_walk w = match_common_walk(g, member, row[i].to);
             match_common_next(&w, &c);) {
            double to_q = (double)match_strength(c.to_a->strength) / total;
            double between = (double)match_strength(c.to_b->strength);
            double total_q = g->members[c.z].strength;
            through += total_q > 0 ? to_q * between / total_q : 0;
            doubled += most > 0 ? to_q * between / most : 0;
        }
        hole.constraint += (own + through) * (own + through);
        hole.effective_size += 1 - doubled;
    }
    return hole;
}
