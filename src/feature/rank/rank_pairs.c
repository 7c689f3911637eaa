/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "feature/rank/rank_pairs.h"

#include <stdlib.h>

#include "feature/rank/rank_reason.h"

#define OUT_BYTES ((size_t)1 << 20)
#define OUT_FLUSH ((size_t)512 << 10)

struct scored {
    uint32_t a, b;
    double score;
};

struct work {
    cli *c;
    const match_graph *g;
    const struct rank_pairs_order *order;
    match_score *score;
    struct scored *pairs; /* of one introducer */
    size_t n, cap;
    arena *arena; /* of one line */
    enum lang lang;
    buf out;
};

/* Best first; of equal ones those with the lower ids. */
static int scored_order(const void *x, const void *y)
{
    const struct scored *p = x, *q = y;
    if (p->score != q->score)
        return p->score > q->score ? -1 : 1;
    if (p->a != q->a)
        return p->a < q->a ? -1 : 1;
    return (p->b > q->b) - (p->b < q->b);
}

/* Leaves the best. */
static void cut(struct work *w)
{
    qsort(w->pairs, w->n, sizeof *w->pairs, scored_order);
    if (w->n > w->order->top)
        w->n = w->order->top;
}

static const err *keep_pair(struct work *w, uint32_t introducer, const struct scored *p,
                            const struct match_reason *reason)
{
    (void)introducer;
    (void)reason;
    if (w->n == w->cap)
        arena_grow(w->c->arena, (void **)&w->pairs, &w->cap, w->n + 1, sizeof *w->pairs);
    w->pairs[w->n++] = *p;
    /* A list that is to be short is cut whenever it has become long. */
    if (w->n >= 64 * w->order->top)
        cut(w);
    return NULL;
}

/* All pairs of an introducer one after the other; what is done with each is up to `each`. */
static const err *each_pair(struct work *w, uint32_t introducer,
                            const err *(*each)(struct work *w, uint32_t introducer,
                                               const struct scored *p,
                                               const struct match_reason *reason))
{
    uint32_t n;
    const struct match_tie *row = match_graph_row(w->g, introducer, &n);
    bool all = w->order->top == 0;
    struct match_reason reason;
    for (uint32_t i = 0; i < n; i++) {
        if (!all && !match_graph_active(w->g, row[i].to))
            continue;
        match_score_from(w->score, row[i].to);
        for (uint32_t k = i + 1; k < n; k++) {
            if ((!all && !match_graph_active(w->g, row[k].to)) ||
                match_graph_tie(w->g, row[i].to, row[k].to) != NULL)
                continue;
            match_score_pair(w->score, row[k].to, NULL, &reason);
            TRY(each(w, introducer, &(struct scored){ row[i].to, row[k].to, reason.score },
                     &reason));
        }
    }
    return NULL;
}

static const err *flush(struct work *w, size_t above)
{
    if (w->out.n <= above)
        return NULL;
    TRY(cli_print(w->c, buf_str(&w->out)));
    buf_cut(&w->out, 0);
    return NULL;
}

static const err *print_pair(struct work *w, uint32_t introducer, const struct scored *p,
                             const struct match_reason *reason)
{
    str by = match_graph_name(w->g, introducer);
    struct rank_reason_words names = { .a = match_graph_name(w->g, p->a),
                                       .b = match_graph_name(w->g, p->b) };
    str line = rank_reason_line(w->arena, w->lang, w->g, reason, &names);
    buf_printf(&w->out, "%.*s\t%.*s\t%.*s\t%f\t%.*s\n", STR_ARG(by), STR_ARG(names.a),
               STR_ARG(names.b), p->score, STR_ARG(line));
    arena_reset(w->arena);
    return flush(w, OUT_FLUSH);
}

static const err *one_introducer(struct work *w, uint32_t introducer)
{
    struct match_reason reason;
    if (w->order->top == 0)
        return each_pair(w, introducer, print_pair);
    w->n = 0;
    TRY(each_pair(w, introducer, keep_pair));
    cut(w);
    for (size_t i = 0; i < w->n; i++) {
        match_score_from(w->score, w->pairs[i].a);
        match_score_pair(w->score, w->pairs[i].b, NULL, &reason);
        TRY(print_pair(w, introducer, &w->pairs[i], &reason));
    }
    return NULL;
}

static const err *run(struct work *w)
{
    uint32_t only = 0;
    bool everybody = str_empty(w->order->introducer);
    if (!everybody && !match_graph_find(w->g, w->order->introducer, &only))
        FAIL(w->c->arena, ERR_MISSING, "nobody in the ties is called %.*s",
             STR_ARG(w->order->introducer));
    buf_add(&w->out, S("introducer\ta\tb\tscore\treason\n"));
    if (!everybody)
        TRY(one_introducer(w, only));
    for (uint32_t m = 0; everybody && m < w->g->n; m++)
        TRY(one_introducer(w, m));
    return flush(w, 0);
}

const err *rank_pairs(cli *c, const match_graph *g, const struct rank_pairs_order *order)
{
    SCRATCH(lines);
    struct work w = { .c = c, .g = g, .order = order, .arena = lines, .lang = cli_lang() };
    w.score = match_score_new(g, &match_weights_default);
    buf_init(&w.out, OUT_BYTES);
    const err *e = run(&w);
    buf_free(&w.out);
    match_score_free(w.score);
    return e;
}
