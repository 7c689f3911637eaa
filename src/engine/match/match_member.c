/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/match/match_member.h"

#include <stdlib.h>

#include "base/check.h"

/* By so much sums in single precision may be off: of a share, as a part of it; of a score. */
#define SHARE_SLACK 1e-4F
#define SCORE_SLACK 1e-4

/* A member's own part in the terms that take the less or the greater of two; of a pair each of them
 * is the lesser or the greater of the two parts. Not active: `active` is below BARRED. */
struct part {
    float active, weaker, newer, busy;
};
#define BARRED -1e20F

struct match_bounds {
    const match_graph *g;
    struct match_weights weights;
    struct part *parts;
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
    size_t n_best, cap_best;
};

/* ---- what can be added at most --------------------------------------------------------------- */

static struct part part_of(const match_graph *g, const struct match_weights *weights,
                           uint32_t member)
{
    const struct match_member *m = &g->members[member];
    const double *w = weights->term;
    struct part p = { 0 };
    if (!g->plain) {
        p.active = g->timed ? (float)(w[MATCH_ACTIVE] * exp2(-(double)m->age)) : 0;
        p.weaker = (float)(w[MATCH_WEAKER] * log1p(m->strength / g->usual_strength));
        p.newer = g->timed ? (float)(w[MATCH_NEWER] * log1p((double)m->tenure)) : 0;
        p.busy = (float)(w[MATCH_BUSY] * log1p(g->rows[member].count));
    }
    if (!match_graph_active(g, member))
        p.active = 2 * BARRED;
    return p;
}

/* The lesser of what both have, seen through the sign of the weight; `greater` for who has more. */
static float of_two(float x, float y, double weight, bool greater)
{
    return (x < y) == (greater == (weight < 0)) ? x : y;
}

/* The terms of a pair that need no common acquaintance. */
static float both_parts(const match_bounds *b, const struct part *x, const struct part *y)
{
    const double *w = b->weights.term;
    return of_two(x->active, y->active, w[MATCH_ACTIVE], false) +
           of_two(x->weaker, y->weaker, w[MATCH_WEAKER], false) +
           of_two(x->newer, y->newer, w[MATCH_NEWER], false) +
           of_two(x->busy, y->busy, w[MATCH_BUSY], true);
}

/* What these terms can come to at most, whoever the other is. */
static double part_most(const match_bounds *b, const struct part *x)
{
    const double *w = b->weights.term;
    double n = b->g->n;
    double most = 0;
    most += w[MATCH_ACTIVE] > 0 ? (double)x->active : 0;
    most += w[MATCH_WEAKER] > 0 ? (double)x->weaker : 0;
    most += w[MATCH_NEWER] > 0 ? (double)x->newer : 0;
    most += w[MATCH_BUSY] > 0 ? w[MATCH_BUSY] * log1p(n) : (double)x->busy;
    return most;
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
    b->parts[member] = part_of(g, &b->weights, member);
}

match_bounds *match_bounds_new(const match_graph *g, const struct match_weights *weights)
{
    match_bounds *b = calloc(1, sizeof *b);
    ASSERT(b != NULL);
    b->g = g;
    b->weights = *weights;
    b->most = calloc((size_t)g->n + 1, sizeof *b->most);
    b->parts = calloc((size_t)g->n + 1, sizeof *b->parts);
    ASSERT(b->most != NULL && b->parts != NULL);
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
    free(b);
}

match_member_work *match_member_new(const match_bounds *b)
{
    match_member_work *w = calloc(1, sizeof *w);
    ASSERT(w != NULL);
    w->b = b;
    w->score = match_score_new(b->g, &b->weights);
    w->share = calloc((size_t)b->g->n + 1, sizeof *w->share);
    w->touched = calloc((size_t)b->g->n + 1, sizeof *w->touched);
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
        float most = pull(g, &row[i], 0, with_time(g)) * w->b->most[row[i].to];
        w->sources[i] = (struct source){ most, i };
        all += (double)most;
    }
    qsort(w->sources, *ret_n, sizeof *w->sources, source_order);
    return all;
}

/* Adds what one common acquaintance gives to everybody they know. */
static void spread(match_member_work *w, const struct match_tie *from)
{
    const match_graph *g = w->b->g;
    uint32_t n;
    const struct match_tie *row = match_graph_row(g, from->to, &n);
    bool timed = with_time(g);
    double total = g->members[from->to].strength;
    float given = total > 0 ? (float)((double)sqrtf(match_strength(from->strength)) / total) : 0;
    for (uint32_t i = 0; i < n; i++) {
        float *share = &w->share[row[i].to];
        if (*share == 0)
            w->touched[w->n_touched++] = row[i].to;
        /* Even a tie without strength makes an acquaintance common. */
        *share += given * pull(g, &row[i], from->age, timed) + 1e-30F;
    }
}

/* Who is tied to the member, and the member, can be nobody's partner: a share that stays below 0.
 */
static void bar(match_member_work *w, uint32_t member)
{
    uint32_t n;
    const struct match_tie *row = match_graph_row(w->b->g, member, &n);
    for (uint32_t i = 0; i < n; i++) {
        w->share[row[i].to] = -1e30F;
        w->touched[w->n_touched++] = row[i].to;
    }
    w->share[member] = -1e30F;
    w->touched[w->n_touched++] = member;
}

static void clear(match_member_work *w)
{
    for (size_t i = 0; i < w->n_touched; i++)
        w->share[w->touched[i]] = 0;
    w->n_touched = 0;
}

/* ---- from shares to scores ------------------------------------------------------------------- */

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

/* The share with which a pair would come to `score`, all else being `others`. */
static double share_for(double score, double others)
{
    return match_score_share(score - others);
}

/* Of those found so far, the `top` with the greatest shares; their scores are at least what is put
 * in the heap. Returns the least of them, or -INFINITY where there are fewer. */
static double floor_so_far(match_member_work *w, uint32_t member, size_t top)
{
    const match_bounds *b = w->b;
    w->n_best = 0;
    for (size_t i = 0; i < w->n_touched; i++) {
        uint32_t to = w->touched[i];
        float share = w->share[to];
        if (share <= 0 || (w->n_best == top && (double)share <= w->best[0].score) ||
            b->parts[to].active < BARRED)
            continue;
        best_add(w, top, (struct match_partner){ to, (double)share });
    }
    if (w->n_best < top)
        return -INFINITY;
    double least = INFINITY, closure = closure_least(b, b->g->rows[member].count);
    for (size_t i = 0; i < top; i++) {
        double score = match_score_level(w->best[i].score * (1 - (double)SHARE_SLACK)) +
                       (double)both_parts(b, &b->parts[member], &b->parts[w->best[i].member]) +
                       closure - SCORE_SLACK;
        least = score < least ? score : least;
    }
    return least;
}

/* Scores in whole everybody whose share, with `rest` more, could bring them to `floor`. */
static void score_found(match_member_work *w, uint32_t member, size_t top, double rest,
                        double floor)
{
    const match_bounds *b = w->b;
    const struct part *own = &b->parts[member];
    double closure = closure_most(b, b->g->rows[member].count);
    double need = share_for(floor, part_most(b, own) + closure);
    struct match_reason reason;
    match_score_from(w->score, member);
    w->n_best = 0;
    for (size_t i = 0; i < w->n_touched; i++) {
        uint32_t to = w->touched[i];
        if (w->share[to] <= 0 || b->parts[to].active < BARRED)
            continue;
        double most = ((double)w->share[to] + rest) * (1 + (double)SHARE_SLACK);
        if (most < need || match_score_level(most) + (double)both_parts(b, own, &b->parts[to]) +
                                   closure + SCORE_SLACK <
                               floor)
            continue;
        match_score_pair(w->score, to, NULL, &reason);
        best_add(w, top, (struct match_partner){ to, reason.score });
    }
}

/* In dense books circles and longer ways change the order too much for bounds; they are small. */
static bool bounded(const match_graph *g)
{
    return !g->dense || g->plain;
}

size_t match_member_top(match_member_work *w, uint32_t member, size_t top,
                        struct match_partner *ret)
{
    const match_bounds *b = w->b;
    const struct part *own = &b->parts[member];
    uint32_t n;
    if (top == 0 || own->active < BARRED)
        return 0;
    if (top > w->cap_best) {
        w->cap_best = top;
        w->best = realloc(w->best, top * sizeof *w->best);
        ASSERT(w->best != NULL);
    }
    const struct match_tie *row = match_graph_row(b->g, member, &n);
    double most_else = part_most(b, own) + closure_most(b, n), floor = -INFINITY;
    double rest = sources_of(w, member, &n);
    size_t look = 16 * top, steps = 0;
    bar(w, member);
    for (uint32_t i = 0; i < n; i++) {
        spread(w, &row[w->sources[i].at]);
        rest -= (double)w->sources[i].most;
        steps += b->g->rows[row[w->sources[i].at].to].count;
        if (!bounded(b->g) || steps < look || i + 1 == n)
            continue;
        look = 2 * steps;
        floor = floor_so_far(w, member, top);
        if ((rest > 0 ? rest : 0) * (1 + (double)SHARE_SLACK) < share_for(floor, most_else))
            break;
    }
    if (bounded(b->g))
        floor = floor_so_far(w, member, top);
    score_found(w, member, top, rest > 0 ? rest : 0, floor);
    clear(w);
    size_t found = w->n_best;
    qsort(w->best, found, sizeof *w->best, partner_order);
    memcpy(ret, w->best, found * sizeof *ret);
    return found;
}
