/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/match/match_member.h"

#include <stdlib.h>

#include "base/check.h"

/* A share that no pair can bring above 0. */
#define BARRED -1e30F
/* By so much sums in single precision may be off: of a share, as a part of it; of a score. */
#define SHARE_SLACK 1e-4F
#define SCORE_SLACK 1e-4

struct match_bounds {
    const match_graph *g;
    struct match_weights weights;
    struct match_part *parts;
    bool *active;
    float *most; /* the most that a member can add to a pair, but for the tie to the first of it */
};

/* A common acquaintance to be. */
struct source {
    float most;  /* what it can add */
    uint32_t at; /* in the member's row */
};

struct match_member_work {
    const match_bounds *b;
    match_score *score;
    float *share;      /* of S, what was found so far; below 0 for those who are tied already */
    uint32_t *touched; /* whose share is not 0 */
    size_t n_touched;
    struct source *sources;
    size_t cap_sources;
    struct match_partner *best; /* a heap, the worst first */
    struct match_partner *spare;
    size_t n_best, cap_best;
};

/* ---- what can be added at most --------------------------------------------------------------- */

/* What the four terms of parts can come to at most, whoever the other is. */
static double parts_most(const match_bounds *b, const struct match_part *x)
{
    const double *w = b->weights.term;
    double most = w[MATCH_ACTIVE] > 0 ? x->active : 0;
    most += w[MATCH_WEAKER] > 0 ? x->weaker : 0;
    most += w[MATCH_NEWER] > 0 ? x->newer : 0;
    most += w[MATCH_BUSY] > 0 ? w[MATCH_BUSY] * log1p(b->g->n) * 1e6 : x->busy;
    return most / 1e6;
}

static double parts_both(const match_bounds *b, uint32_t x, uint32_t y)
{
    return (double)match_score_both(&b->weights, &b->parts[x], &b->parts[y]) / 1e6;
}

void match_bounds_refresh(match_bounds *b, uint32_t member)
{
    const match_graph *g = b->g;
    uint32_t n;
    const struct match_tie *row = match_graph_row(g, member, &n);
    float strongest = 0;
    for (uint32_t i = 0; i < n; i++) {
        float strength = match_strength(row[i].strength);
        strongest = strength > strongest ? strength : strongest;
    }
    double total = g->members[member].strength;
    b->most[member] = total > 0 ? (float)(sqrt((double)strongest) / total) : 0;
    b->parts[member] = match_score_part(g, &b->weights, member);
    b->active[member] = match_graph_active(g, member);
}

match_bounds *match_bounds_new(const match_graph *g, const struct match_weights *weights)
{
    match_bounds *b = calloc(1, sizeof *b);
    ASSERT(b != NULL);
    b->g = g;
    b->weights = *weights;
    b->most = calloc((size_t)g->n + 1, sizeof *b->most);
    b->parts = calloc((size_t)g->n + 1, sizeof *b->parts);
    b->active = calloc((size_t)g->n + 1, sizeof *b->active);
    ASSERT(b->most != NULL && b->parts != NULL && b->active != NULL);
    for (uint32_t m = 0; m < g->n; m++)
        match_bounds_refresh(b, m);
    return b;
}

void match_bounds_free(match_bounds *b)
{
    if (b == NULL)
        return;
    free(b->most);
    free(b->parts);
    free(b->active);
    free(b);
}

match_member_work *match_member_new(const match_bounds *b)
{
    match_member_work *w = calloc(1, sizeof *w);
    ASSERT(w != NULL);
    w->b = b;
    w->score = match_score_new(b->g, &b->weights);
    w->share = calloc((size_t)b->g->n + 1, sizeof *w->share);
    w->touched = calloc((size_t)b->g->n + 2, sizeof *w->touched);
    ASSERT(w->share != NULL && w->touched != NULL);
    return w;
}

void match_member_free(match_member_work *w)
{
    if (w == NULL)
        return;
    match_score_free(w->score);
    free(w->share);
    free(w->touched);
    free(w->sources);
    free(w->best);
    free(w->spare);
    free(w);
}

/* ---- the best so far ------------------------------------------------------------------------- */

static bool worse(const struct match_partner *x, const struct match_partner *y)
{
    return x->score != y->score ? x->score < y->score : x->member > y->member;
}

static void sink(struct match_partner *heap, size_t n, size_t i)
{
    for (;;) {
        size_t worst = i, left = 2 * i + 1, right = left + 1;
        if (left < n && worse(&heap[left], &heap[worst]))
            worst = left;
        if (right < n && worse(&heap[right], &heap[worst]))
            worst = right;
        if (worst == i)
            return;
        struct match_partner moved = heap[i];
        heap[i] = heap[worst];
        heap[worst] = moved;
        i = worst;
    }
}

static void best_add(match_member_work *w, size_t top, struct match_partner p)
{
    if (w->n_best < top) {
        w->best[w->n_best++] = p;
        if (w->n_best == top)
            for (size_t i = top / 2; i-- > 0;)
                sink(w->best, top, i);
    } else if (worse(&w->best[0], &p)) {
        w->best[0] = p;
        sink(w->best, top, 0);
    }
}

static int partner_order(const void *x, const void *y)
{
    return worse(x, y) ? 1 : -1;
}

/* ---- shares ---------------------------------------------------------------------------------- */

static bool with_time(const match_graph *g)
{
    return g->timed && !g->plain;
}

/* sqrt(w) times the square of the recency, of a tie and of one that is not younger than `age`. */
static float pull(const match_graph *g, const struct match_tie *t, uint32_t age, bool timed)
{
    float root = sqrtf(match_strength(t->strength));
    uint32_t older = t->age > age ? t->age : age;
    return timed ? root * match_recency(g, 2 * older) : root;
}

static int source_order(const void *x, const void *y)
{
    const struct source *p = x, *q = y;
    if (p->most != q->most)
        return p->most > q->most ? -1 : 1;
    return (p->at > q->at) - (p->at < q->at);
}

/* The member's acquaintances, who can add most first; returns what all of them can add together. */
static double sources_of(match_member_work *w, uint32_t member, uint32_t *ret_n)
{
    const match_graph *g = w->b->g;
    const struct match_tie *row = match_graph_row(g, member, ret_n);
    double all = 0;
    if (*ret_n > w->cap_sources) {
        w->cap_sources = *ret_n;
        w->sources = realloc(w->sources, w->cap_sources * sizeof *w->sources);
        ASSERT(w->sources != NULL);
    }
    for (uint32_t i = 0; i < *ret_n; i++) {
        __builtin_prefetch(&w->b->most[row[i].to]);
        __builtin_prefetch(&g->rows[row[i].to]);
    }
    for (uint32_t i = 0; i < *ret_n; i++) {
        float most = pull(g, &row[i], 0, with_time(g)) * w->b->most[row[i].to];
        w->sources[i] = (struct source){ most, i };
        all += (double)most;
    }
    qsort(w->sources, *ret_n, sizeof *w->sources, source_order);
    return all;
}

/* So many steps before it is needed, memory that is far away is asked for. */
#define AHEAD 16

/* Adds what one common acquaintance gives to everybody they know. */
static void spread(match_member_work *w, const struct match_tie *from)
{
    const match_graph *g = w->b->g;
    uint32_t n, *touched = w->touched + w->n_touched;
    const struct match_tie *row = match_graph_row(g, from->to, &n);
    bool timed = with_time(g);
    double total = g->members[from->to].strength;
    float given = total > 0 ? (float)((double)sqrtf(match_strength(from->strength)) / total) : 0;
    float *share = w->share;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t to = row[i].to;
        __builtin_prefetch(&share[row[i + AHEAD < n ? i + AHEAD : i].to]);
        float before = share[to];
        *touched = to;
        touched += before == 0;
        /* Even a tie without strength makes an acquaintance common. */
        share[to] = before + given * pull(g, &row[i], from->age, timed) + 1e-30F;
    }
    w->n_touched = (size_t)(touched - w->touched);
}

/* Who is tied to the member, and the member, can be nobody's partner: a share that stays below 0.
 */
static void bar(match_member_work *w, uint32_t member)
{
    uint32_t n;
    const struct match_tie *row = match_graph_row(w->b->g, member, &n);
    for (uint32_t i = 0; i < n; i++) {
        w->share[row[i].to] = BARRED;
        w->touched[w->n_touched++] = row[i].to;
    }
    w->share[member] = BARRED;
    w->touched[w->n_touched++] = member;
}

static void clear(match_member_work *w)
{
    for (size_t i = 0; i < w->n_touched; i++)
        w->share[w->touched[i]] = 0;
    w->n_touched = 0;
}

/* ---- from shares to scores ------------------------------------------------------------------- */

/* In dense books circles and longer ways change the order too much for bounds; they are small. */
static bool bounded(const match_graph *g)
{
    return !g->dense || g->plain;
}

/* What closure can take off a pair of which one knows n people; it never adds. */
static double closure_least(const match_bounds *b, uint32_t n)
{
    double w = b->weights.term[MATCH_CLOSURE];
    return w < 0 && n > 10 ? w * log((2.0 + n) / 12) : 0;
}

static double closure_most(const match_bounds *b, uint32_t n)
{
    double w = b->weights.term[MATCH_CLOSURE];
    return w > 0 && n > 10 ? w * log((2.0 + n) / 12) : 0;
}

/* Fills `best` with the `top` of those found so far who have the greatest shares. Their scores are
 * at least what is returned; -INFINITY where there are fewer. */
static double floor_so_far(match_member_work *w, uint32_t member, size_t top)
{
    const match_bounds *b = w->b;
    w->n_best = 0;
    for (size_t i = 0; i < w->n_touched; i++) {
        uint32_t to = w->touched[i];
        double share = (double)w->share[to];
        if (share > 0 && (w->n_best < top || share > w->best[0].score) && b->active[to])
            best_add(w, top, (struct match_partner){ to, share });
    }
    if (w->n_best < top)
        return -INFINITY;
    double least = INFINITY, closure = closure_least(b, b->g->rows[member].count);
    for (size_t i = 0; i < top; i++) {
        double score = match_score_level(w->best[i].score * (1 - (double)SHARE_SLACK)) +
                       parts_both(b, member, w->best[i].member) + closure - SCORE_SLACK;
        least = score < least ? score : least;
    }
    return least;
}

static double score_of(match_member_work *w, uint32_t member, uint32_t to)
{
    struct match_reason reason;
    if (bounded(w->b->g))
        return match_score_quick(w->score, to, &w->b->parts[member], &w->b->parts[to]);
    match_score_pair(w->score, to, NULL, &reason);
    return reason.score;
}

/* Scores those whom floor_so_far found, which makes the floor exact; they are not to be met again.
 */
static double score_best(match_member_work *w, uint32_t member, size_t top, double floor)
{
    size_t n = w->n_best;
    struct match_partner *first = w->spare;
    memcpy(first, w->best, n * sizeof *first);
    w->n_best = 0;
    for (size_t i = 0; i < n; i++) {
        w->share[first[i].member] = BARRED;
        best_add(w, top,
                 (struct match_partner){ first[i].member, score_of(w, member, first[i].member) });
    }
    return w->n_best == top && w->best[0].score > floor ? w->best[0].score : floor;
}

/* Puts those of the rest whose share, with `rest` more, could bring them to the floor to the front
 * of `touched` (whose others have shares still to be cleared: places are swapped); how many there
 * are. */
static size_t pick_others(match_member_work *w, uint32_t member, double rest, double floor)
{
    const match_bounds *b = w->b;
    double closure = closure_most(b, b->g->rows[member].count);
    double else_most = parts_most(b, &b->parts[member]) + closure + SCORE_SLACK;
    double need = match_score_share(floor - else_most) / (1 + (double)SHARE_SLACK) - rest;
    size_t n = 0;
    for (size_t i = 0; i < w->n_touched; i++) {
        uint32_t to = w->touched[i];
        double share = (double)w->share[to];
        if (share <= 0 || share < need || !b->active[to])
            continue;
        double most = match_score_level((share + rest) * (1 + (double)SHARE_SLACK)) +
                      parts_both(b, member, to) + closure + SCORE_SLACK;
        if (most < floor)
            continue;
        w->touched[i] = w->touched[n];
        w->touched[n++] = to;
        __builtin_prefetch(&b->g->rows[to]);
    }
    return n;
}

/* Scores those, and keeps the best. */
static void score_others(match_member_work *w, uint32_t member, size_t top, size_t n)
{
    const match_graph *g = w->b->g;
    for (size_t i = 0; i < n; i++) {
        if (i + 4 < n) {
            const struct match_row *row = &g->rows[w->touched[i + 4]];
            __builtin_prefetch(&g->slots[row->start]);
            __builtin_prefetch(&g->slots[row->start] + 8);
            __builtin_prefetch(&g->slots[row->start] + 16);
        }
        uint32_t to = w->touched[i];
        best_add(w, top, (struct match_partner){ to, score_of(w, member, to) });
    }
}

static void make_room(match_member_work *w, size_t top)
{
    if (top <= w->cap_best)
        return;
    w->cap_best = top;
    w->best = realloc(w->best, top * sizeof *w->best);
    w->spare = realloc(w->spare, top * sizeof *w->spare);
    ASSERT(w->best != NULL && w->spare != NULL);
}

/* Spreads from one acquaintance after the other until nobody new could be among the best, or reach
 * `least`; returns what is left that was not spread. */
static double spread_all(match_member_work *w, uint32_t member, size_t top, double least)
{
    const match_bounds *b = w->b;
    uint32_t n;
    double rest = sources_of(w, member, &n);
    const struct match_tie *row = match_graph_row(b->g, member, &n);
    double else_most = parts_most(b, &b->parts[member]) + closure_most(b, n) + SCORE_SLACK;
    double enough = match_score_share(least - else_most), all = rest;
    size_t look = 16 * top, steps = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (bounded(b->g) && rest * (1 + (double)SHARE_SLACK) < enough)
            return rest > 0 ? rest : 0;
        const struct match_tie *from = &row[w->sources[i].at];
        spread(w, from);
        rest -= (double)w->sources[i].most;
        steps += b->g->rows[from->to].count;
        /* Nobody has found more so far than was spread: before half of it is, it is no use to look.
         */
        if (bounded(b->g) && steps >= look && rest < all - rest) {
            look = steps + steps / 2;
            enough = match_score_share(fmax(least, floor_so_far(w, member, top)) - else_most);
        }
    }
    return 0;
}

size_t match_member_top(match_member_work *w, uint32_t member, size_t top, double least,
                        struct match_partner *ret)
{
    double floor = -INFINITY;
    size_t n = 0;
    if (top == 0 || !w->b->active[member])
        return 0;
    make_room(w, top);
    bar(w, member);
    double rest = spread_all(w, member, top, least);
    match_score_from(w->score, member);
    w->n_best = 0;
    if (bounded(w->b->g))
        floor = score_best(w, member, top, fmax(least, floor_so_far(w, member, top)));
    score_others(w, member, top, pick_others(w, member, rest, floor));
    clear(w);
    qsort(w->best, w->n_best, sizeof *w->best, partner_order);
    while (n < w->n_best && w->best[n].score >= least)
        n++;
    memcpy(ret, w->best, n * sizeof *ret);
    return n;
}
