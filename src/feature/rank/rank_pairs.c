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
    if (w->n > 0)
        qsort(w->pairs, w->n, sizeof *w->pairs, scored_order);
    if (w->n > w->order->top)
        w->n = w->order->top;
}

static const err *keep_pair(struct work *w, uint32_t introducer, const struct scored *p,
                            const struct match_reason *reason, struct rank_reason_words *words)
{
    (void)introducer;
    (void)reason;
    (void)words;
    if (w->n == w->cap)
        arena_grow(w->c->arena, (void **)&w->pairs, &w->cap, w->n + 1, sizeof *w->pairs);
    w->pairs[w->n++] = *p;
    /* A list that is to be short is cut whenever it has become long. */
    if (w->n >= 64 * w->order->top)
        cut(w);
    return NULL;
}

/* The pair's score, with what is known of the two; match_score_from has set the first. */
static void score(struct work *w, struct scored *p, struct match_reason *reason,
                  struct rank_reason_words *words)
{
    struct match_extra extra = { 0 };
    *words = (struct rank_reason_words){ .a = match_graph_name(w->g, p->a),
                                         .b = match_graph_name(w->g, p->b) };
    rank_need_pair(w->order->need, w->arena, p->a, p->b, &extra, words);
    match_score_pair(w->score, p->b, &extra, reason);
    p->score = reason->score;
}

typedef const err *each_fn(struct work *w, uint32_t introducer, const struct scored *p,
                           const struct match_reason *reason, struct rank_reason_words *words);

/* All pairs of an introducer one after the other; what is done with each is up to `each`. */
static const err *each_pair(struct work *w, uint32_t introducer, each_fn *each)
{
    uint32_t n;
    const struct match_tie *row = match_graph_row(w->g, introducer, &n);
    bool all = w->order->top == 0;
    struct match_reason reason;
    struct rank_reason_words words;
    for (uint32_t i = 0; i < n; i++) {
        if (!all && !match_graph_active(w->g, row[i].to))
            continue;
        match_score_from(w->score, row[i].to);
        for (uint32_t k = i + 1; k < n; k++) {
            if ((!all && !match_graph_active(w->g, row[k].to)) ||
                match_graph_tie(w->g, row[i].to, row[k].to) != NULL)
                continue;
            struct scored pair = { row[i].to, row[k].to, 0 };
            score(w, &pair, &reason, &words);
            TRY(each(w, introducer, &pair, &reason, &words));
            arena_reset(w->arena);
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
                             const struct match_reason *reason, struct rank_reason_words *words)
{
    str by = match_graph_name(w->g, introducer);
    str line = rank_reason_line(w->arena, w->lang, w->g, reason, words);
    buf_printf(&w->out, "%.*s\t%.*s\t%.*s\t%f\t%.*s\n", STR_ARG(by), STR_ARG(words->a),
               STR_ARG(words->b), p->score, STR_ARG(line));
    return flush(w, OUT_FLUSH);
}

static const err *one_introducer(struct work *w, uint32_t introducer)
{
    struct match_reason reason;
    struct rank_reason_words words;
    if (w->order->top == 0)
        return each_pair(w, introducer, print_pair);
    w->n = 0;
    TRY(each_pair(w, introducer, keep_pair));
    cut(w);
    for (size_t i = 0; i < w->n; i++) {
        match_score_from(w->score, w->pairs[i].a);
        score(w, &w->pairs[i], &reason, &words);
        TRY(print_pair(w, introducer, &w->pairs[i], &reason, &words));
        arena_reset(w->arena);
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
