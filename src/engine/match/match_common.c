/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/match/match_common.h"

/* A row this many times as long as the other is leapt along. */
#define LEAP_FROM 8

struct match_walk match_common_walk(const match_graph *g, uint32_t a, uint32_t b)
{
    uint32_t n_a, n_b;
    const struct match_tie *row_a = match_graph_row(g, a, &n_a);
    const struct match_tie *row_b = match_graph_row(g, b, &n_b);
    struct match_walk w = { row_a, row_a + n_a, row_b, row_b + n_b, false, false };
    if (n_a > n_b)
        w = (struct match_walk){ row_b, row_b + n_b, row_a, row_a + n_a, true, false };
    w.merge = (size_t)(w.y_end - w.y) < LEAP_FROM * (size_t)(w.x_end - w.x);
    return w;
}

/* The first place from y on whose member is not below `to`: in ever greater steps, then by halves,
 * so that a short row costs little beside a long one. */
static const struct match_tie *leap(const struct match_tie *y, const struct match_tie *end,
                                    uint32_t to)
{
    size_t step = 1, low = 0, n = (size_t)(end - y);
    while (step < n && y[step].to < to) {
        low = step;
        step *= 2;
    }
    size_t high = step < n ? step : n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (y[middle].to < to)
            low = middle + 1;
        else
            high = middle;
    }
    return y + low;
}

/* Rows of like length: both go forward, without a branch that cannot be foreseen but one. */
static bool merge_next(struct match_walk *w, struct match_common *ret)
{
    const struct match_tie *x = w->x, *y = w->y;
    while (x < w->x_end && y < w->y_end && x->to != y->to) {
        uint32_t to_x = x->to, to_y = y->to;
        x += to_x < to_y;
        y += to_y < to_x;
    }
    w->x = x;
    w->y = y;
    if (x == w->x_end || y == w->y_end)
        return false;
    *ret = (struct match_common){ x->to, w->swapped ? y : x, w->swapped ? x : y };
    w->x++;
    w->y++;
    return true;
}

bool match_common_next(struct match_walk *w, struct match_common *ret)
{
    if (w->merge)
        return merge_next(w, ret);
    for (; w->x < w->x_end; w->x++) {
        w->y = leap(w->y, w->y_end, w->x->to);
        if (w->y == w->y_end)
            return false;
        if (w->y->to == w->x->to) {
            *ret = (struct match_common){ w->x->to, w->swapped ? w->y : w->x,
                                          w->swapped ? w->x : w->y };
            w->x++;
            return true;
        }
    }
    return false;
}
