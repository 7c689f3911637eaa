/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/match/match_graph.h"

#include <stdlib.h>

void match_graph_free(match_graph *g)
{
    if (g == NULL)
        return;
    free(g->slots);
    free(g->rows);
    free(g->members);
    free(g->names);
    free(g->name_ends);
    free(g);
}

str match_graph_name(const match_graph *g, uint32_t member)
{
    uint32_t start = member == 0 ? 0 : g->name_ends[member - 1];
    return (str){ g->names + start, g->name_ends[member] - start };
}

bool match_graph_find(const match_graph *g, str name, uint32_t *ret)
{
    uint32_t low = 0, high = g->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = str_cmp(match_graph_name(g, middle), name);
        if (order == 0) {
            *ret = middle;
            return true;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

const struct match_tie *match_graph_tie(const match_graph *g, uint32_t a, uint32_t b)
{
    uint32_t low = 0, high;
    const struct match_tie *row = match_graph_row(g, a, &high);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (row[middle].to == b)
            return &row[middle];
        if (row[middle].to < b)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

uint16_t match_strength_code(double strength)
{
    if (!(strength > 0))
        return 0;
    float single = strength > 1e19 ? 1e19F : strength < 1e-18 ? 1e-18F : (float)strength;
    uint32_t bits;
    memcpy(&bits, &single, sizeof bits);
    bits = (bits + (1U << 13)) >> 14; /* to the nearest of nine bits */
    return (uint16_t)(bits - (64U << 9));
}

uint16_t match_graph_age(const match_graph *g, double last)
{
    double steps = g->timed ? (g->now - last) / g->half_life * 512 + 0.5 : 0;
    if (!(steps > 0))
        return 0;
    return steps >= (double)MATCH_AGE_MAX ? MATCH_AGE_MAX : (uint16_t)steps;
}

void match_graph_sum(match_graph *g, uint32_t member)
{
    uint32_t count;
    const struct match_tie *row = match_graph_row(g, member, &count);
    double strength = 0;
    uint32_t age = MATCH_AGE_MAX;
    for (uint32_t i = 0; i < count; i++) {
        strength += (double)match_strength(row[i].strength);
        if (row[i].age < age)
            age = row[i].age;
    }
    g->members[member].strength = (float)strength; /* summed as a double */
    g->members[member].age = (float)age / 512;
}
