/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rank_members.c - slices of members go round the threads; what they found is printed in order.
 */
#include "feature/rank/rank_members.h"

#include <stdlib.h>

#include "base/check.h"
#include "engine/match/match_member.h"
#include "os/thread.h"

/* Members a slice: enough that threads seldom wait for one another, little enough to hold. */
#define SLICE 4096

struct worker {
    const match_graph *g;
    match_member_work *work;
    uint32_t from, to; /* of the slice at hand */
    size_t top;
    struct match_partner *partners; /* `top` of them */
    buf out;
    thread *thread;
};

/* Millionths as a decimal: printf takes as long as the ranking itself. */
static void put_score(buf *out, double score)
{
    char text[32];
    size_t at = sizeof text;
    int64_t millionths = (int64_t)(score * 1e6 + (score < 0 ? -0.5 : 0.5));
    uint64_t rest = millionths < 0 ? (uint64_t)-millionths : (uint64_t)millionths;
    for (int place = 0; place < 7 || rest > 0; place++) {
        if (place == 6)
            text[--at] = '.';
        text[--at] = (char)('0' + rest % 10);
        rest /= 10;
    }
    if (millionths < 0)
        text[--at] = '-';
    buf_add(out, (str){ text + at, sizeof text - at });
}

static void put_partner(struct worker *w, uint32_t member, const struct match_partner *p)
{
    buf_add(&w->out, match_graph_name(w->g, member));
    buf_char(&w->out, '\t');
    buf_add(&w->out, match_graph_name(w->g, p->member));
    buf_char(&w->out, '\t');
    put_score(&w->out, p->score);
    buf_char(&w->out, '\n');
}

static void slice_run(void *arg)
{
    struct worker *w = arg;
    buf_cut(&w->out, 0);
    for (uint32_t m = w->from; m < w->to; m++) {
        size_t n = match_member_top(w->work, m, w->top, -INFINITY, w->partners);
        for (size_t i = 0; i < n; i++)
            put_partner(w, m, &w->partners[i]);
    }
}

/* One slice a thread, the last of them on this one. */
static const err *round_run(cli *c, struct worker *workers, size_t threads, uint32_t *from,
                            uint32_t n)
{
    SCRATCH(scratch);
    const err *e = NULL;
    for (size_t i = 0; i < threads; i++) {
        struct worker *w = &workers[i];
        w->from = *from;
        w->to = n - *from < SLICE ? n : *from + SLICE;
        *from = w->to;
        w->thread = NULL;
        if (i + 1 == threads || w->to == n || e != NULL)
            slice_run(w);
        else
            e = thread_start(scratch, "rank", 0, slice_run, w, &w->thread);
    }
    for (size_t i = 0; i < threads; i++)
        thread_join(workers[i].thread);
    if (e != NULL)
        return err_copy(c->arena, e);
    for (size_t i = 0; i < threads; i++) {
        if (buf_full(&workers[i].out))
            FAIL(c->arena, ERR_BROKEN, "a slice of the ranking is longer than it can be");
        TRY(cli_print(c, buf_str(&workers[i].out)));
    }
    return NULL;
}

static const err *rounds(cli *c, struct worker *workers, size_t threads, uint32_t n)
{
    uint32_t from = 0;
    TRY(cli_print(c, S("member\tpartner\tscore\n")));
    while (from < n)
        TRY(round_run(c, workers, threads, &from, n));
    return NULL;
}

const err *rank_members(cli *c, const match_graph *g, size_t top, size_t threads)
{
    match_bounds *bounds = match_bounds_new(g, &match_weights_default);
    struct worker *workers = NEW_ARRAY(c->arena, struct worker, threads);
    for (size_t i = 0; i < threads; i++) {
        workers[i].g = g;
        workers[i].top = top;
        workers[i].work = match_member_new(bounds);
        workers[i].partners = NEW_ARRAY(c->arena, struct match_partner, top);
        buf_init(&workers[i].out, (size_t)SLICE * top * (2 * 255 + 40));
    }
    const err *e = rounds(c, workers, threads, g->n);
    for (size_t i = 0; i < threads; i++) {
        match_member_free(workers[i].work);
        buf_free(&workers[i].out);
    }
    match_bounds_free(bounds);
    return e;
}
