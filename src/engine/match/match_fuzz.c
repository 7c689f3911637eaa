/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * match_fuzz.c - any bytes are a table of ties: read the same in pieces of any size, and the graph
 * of what could be taken keeps what match_graph.h and match_score.h promise.
 */
#include "base/check.h"
#include "engine/match/match_hole.h"
#include "engine/match/match_member.h"
#include "engine/match/match_read.h"
#include "fuzz.h"

static match_graph *graph_of(str text, size_t piece, struct match_read_report *ret)
{
    const struct match_times times = { 0 };
    struct match_twins twins;
    match_build *b = match_build_new(&times);
    match_read *r = match_read_new(b);
    for (size_t at = 0; at < text.n; at += piece)
        match_read_piece(r, str_sub(text, at, piece));
    match_read_end(r, ret);
    match_read_free(r);
    match_graph *g = match_build_finish(b, &twins);
    ASSERT(g->ties + twins.count + ret->bad_count ==
           ret->lines + (ret->n_bad > 0 && ret->bad[0].fault == MATCH_HEADER));
    return g;
}

static void check_rows(const match_graph *g)
{
    uint64_t slots = 0;
    for (uint32_t m = 0; m < g->n; m++) {
        uint32_t n;
        const struct match_tie *row = match_graph_row(g, m, &n);
        ASSERT(m == 0 || str_cmp(match_graph_name(g, m - 1), match_graph_name(g, m)) < 0);
        ASSERT(n > 0);
        for (uint32_t i = 0; i < n; i++) {
            ASSERT(row[i].to < g->n && row[i].to != m && row[i].age <= MATCH_AGE_MAX);
            ASSERT(i == 0 || row[i - 1].to < row[i].to);
            const struct match_tie *back = match_graph_tie(g, row[i].to, m);
            ASSERT(back != NULL && back->strength == row[i].strength && back->age == row[i].age);
        }
        slots += n;
    }
    ASSERT(slots == 2 * g->ties);
}

/* Few members are enough: what a fuzzer makes is small. */
static void check_scores(const match_graph *g)
{
    match_bounds *bounds = match_bounds_new(g, &match_weights_default);
    match_member_work *work = match_member_new(bounds);
    for (uint32_t m = 0; m < g->n && m < 20; m++) {
        struct match_partner best[3];
        size_t n = match_member_top(work, m, 3, -INFINITY, best);
        for (size_t i = 0; i < n; i++) {
            ASSERT(isfinite(best[i].score) && best[i].member != m);
            ASSERT(match_graph_tie(g, m, best[i].member) == NULL);
            ASSERT(i == 0 || best[i - 1].score >= best[i].score);
        }
        struct match_hole hole = match_hole_of(g, m);
        ASSERT(isfinite(hole.constraint) && isfinite(hole.effective_size));
    }
    match_member_free(work);
    match_bounds_free(bounds);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str text = { (const char *)data, size };
    struct match_read_report whole, pieces;
    match_graph *g = graph_of(text, size + 1, &whole);
    match_graph *again = graph_of(text, 7, &pieces);
    ASSERT(whole.bad_count == pieces.bad_count && whole.lines == pieces.lines);
    ASSERT(g->n == again->n && g->ties == again->ties);
    ASSERT(g->n_slots == 0 || memcmp(g->slots, again->slots, g->n_slots * sizeof *g->slots) == 0);
    check_rows(g);
    check_scores(g);
    match_graph_free(g);
    match_graph_free(again);
    return 0;
}
