/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/match/match_score.h"

#include <stdlib.h>

#include "base/check.h"
#include "engine/match/match_common.h"

/* How small a share still tells something: the epsilon of L. */
#define SHARE_UNIT 1e-3
/* What ways over two people count beside common acquaintances. */
#define WAYS_SHARE 0.1
/* With so many common acquaintances a pair will meet by itself. */
#define COMMON_ENOUGH 10

const struct match_weights match_weights_default = {
    .term = { [MATCH_SHARED] = 1,
              [MATCH_RECENT] = 1,
              [MATCH_CIRCLE] = 1,
              [MATCH_WAYS] = 1,
              [MATCH_ACTIVE] = 3,
              [MATCH_WEAKER] = 0.05,
              [MATCH_NEWER] = -0.1,
              [MATCH_BUSY] = -0.1,
              [MATCH_CLOSURE] = -0.1,
              [MATCH_NEED] = 4,
              [MATCH_TOPIC] = 0.5,
              [MATCH_EVENT] = 0.7 },
    .event_ahead = 1.2,
};

struct match_score {
    const match_graph *g;
    struct match_weights weights;
    uint32_t a;
    /* Dense books only. */
    double *reach;  /* from a over one person: what arrives at each member */
    uint32_t *mark; /* the common acquaintances of the pair at hand bear `stamp` */
    uint32_t stamp;
};

match_score *match_score_new(const match_graph *g, const struct match_weights *weights)
{
    match_score *s = calloc(1, sizeof *s);
    ASSERT(s != NULL);
    s->g = g;
    s->weights = *weights;
    s->a = UINT32_MAX;
    if (g->dense && !g->plain) {
        s->reach = calloc((size_t)g->n + 1, sizeof *s->reach);
        s->mark = calloc((size_t)g->n + 1, sizeof *s->mark);
        ASSERT(s->reach != NULL && s->mark != NULL);
    }
    return s;
}

void match_score_free(match_score *s)
{
    if (s == NULL)
        return;
    free(s->reach);
    free(s->mark);
    free(s);
}

double match_score_level(double share)
{
    return log1p(share / SHARE_UNIT);
}

double match_score_share(double level)
{
    return SHARE_UNIT * expm1(level);
}

void match_score_from(match_score *s, uint32_t a)
{
    const match_graph *g = s->g;
    uint32_t n_a, n_u;
    s->a = a;
    if (s->reach == NULL)
        return;
    memset(s->reach, 0, g->n * sizeof *s->reach);
    const struct match_tie *row = match_graph_row(g, a, &n_a);
    for (uint32_t i = 0; i < n_a; i++) {
        double total = g->members[row[i].to].strength;
        double leaves = sqrt((double)match_strength(row[i].strength)) *
                        (double)match_recency(g, row[i].age) / (total > 0 ? total : 1);
        const struct match_tie *further = match_graph_row(g, row[i].to, &n_u);
        for (uint32_t k = 0; k < n_u; k++)
            if (further[k].to != a)
                s->reach[further[k].to] += leaves * (double)match_strength(further[k].strength) *
                                           (double)match_recency(g, further[k].age);
    }
}

/* The part of S3 that goes over two people. */
static double ways(const match_score *s, uint32_t b)
{
    const match_graph *g = s->g;
    uint32_t n;
    const struct match_tie *row = match_graph_row(g, b, &n);
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        double total = g->members[row[i].to].strength;
        sum += s->reach[row[i].to] * sqrt((double)match_strength(row[i].strength)) *
               (double)match_recency(g, row[i].age) / (total > 0 ? total : 1);
    }
    return sum;
}

/* ---- circles and sums ------------------------------------------------------------------------ */

/* sqrt(d (1 + i) / (1 + e)) of a marked common acquaintance. */
static double circle_factor(const match_score *s, uint32_t z)
{
    uint32_t n, inside = 0;
    const struct match_tie *row = match_graph_row(s->g, z, &n);
    for (uint32_t i = 0; i < n; i++)
        inside += s->mark[row[i].to] == s->stamp;
    double outside = (double)n - 2 - inside;
    return sqrt(n * (1.0 + inside) / (1.0 + outside));
}

static void mark_common(match_score *s, uint32_t b)
{
    struct match_common c;
    s->stamp++;
    for (struct match_walk w = match_common_walk(s->g, s->a, b); match_common_next(&w, &c);)
        s->mark[c.z] = s->stamp;
}

struct sums {
    double shared, recent, circle;
};

/* Keeps the two greatest shares; of equal ones the first. */
static void note_best(struct match_reason *r, uint32_t z, double share)
{
    if (r->common == 0 || share > r->share[0]) {
        r->best[1] = r->best[0];
        r->share[1] = r->share[0];
        r->best[0] = z;
        r->share[0] = share;
    } else if (r->common == 1 || share > r->share[1]) {
        r->best[1] = z;
        r->share[1] = share;
    }
}

struct one_share {
    double shared, recent;
    uint32_t age; /* of the older of its two ties */
};

/* What one common acquaintance adds to S0 and S1. */
static struct one_share share_of(const match_graph *g, const struct match_common *c)
{
    double total = g->members[c->z].strength;
    double both =
        (double)match_strength(c->to_a->strength) * (double)match_strength(c->to_b->strength);
    uint32_t older = c->to_a->age > c->to_b->age ? c->to_a->age : c->to_b->age;
    double recency = (double)match_recency(g, older);
    double shared = total > 0 ? sqrt(both) / total : 0;
    return (struct one_share){ shared, shared * recency * recency, older };
}

static struct sums sum_common(match_score *s, uint32_t b, struct match_reason *r)
{
    const match_graph *g = s->g;
    bool circles = s->mark != NULL;
    struct sums sums = { 0 };
    struct match_common c;
    if (circles)
        mark_common(s, b);
    for (struct match_walk w = match_common_walk(g, s->a, b); match_common_next(&w, &c);) {
        struct one_share one = share_of(g, &c);
        sums.shared += one.shared;
        sums.recent += one.recent;
        if (circles)
            sums.circle += one.recent * circle_factor(s, c.z);
        if (r->common == 0 || one.age / 512.0 < r->latest_age) {
            r->latest = c.z;
            r->latest_age = one.age / 512.0;
        }
        note_best(r, c.z, one.recent);
        r->common++;
    }
    return sums;
}

/* ---- the terms ------------------------------------------------------------------------------- */

static double millionths(double amount)
{
    return nearbyint(amount * 1e6);
}

static void put(struct match_reason *r, const struct match_weights *w, enum match_term term,
                double value)
{
    r->amount[term] = millionths(w->term[term] * value) / 1e6 + 0.0;
}

struct match_part match_score_part(const match_graph *g, const struct match_weights *weights,
                                   uint32_t member)
{
    const struct match_member *m = &g->members[member];
    const double *w = weights->term;
    struct match_part p = { 0 };
    if (g->plain)
        return p;
    if (g->timed) {
        p.active = (int32_t)millionths(w[MATCH_ACTIVE] * exp2(-(double)m->age));
        p.newer = (int32_t)millionths(w[MATCH_NEWER] * log1p((double)m->tenure));
    }
    p.weaker = (int32_t)millionths(w[MATCH_WEAKER] * log1p(m->strength / g->usual_strength));
    p.busy = (int32_t)millionths(w[MATCH_BUSY] * log1p(g->rows[member].count));
    return p;
}

/* The part of who has less, or more, of what the term counts, seen through the sign of its weight.
 */
static int32_t of_two(int32_t x, int32_t y, double weight, bool more)
{
    return (x < y) == (more == (weight < 0)) ? x : y;
}

static struct match_part both_parts(const struct match_weights *weights, const struct match_part *x,
                                    const struct match_part *y)
{
    const double *w = weights->term;
    return (struct match_part){ of_two(x->active, y->active, w[MATCH_ACTIVE], false),
                                of_two(x->weaker, y->weaker, w[MATCH_WEAKER], false),
                                of_two(x->newer, y->newer, w[MATCH_NEWER], false),
                                of_two(x->busy, y->busy, w[MATCH_BUSY], true) };
}

int64_t match_score_both(const struct match_weights *weights, const struct match_part *x,
                         const struct match_part *y)
{
    struct match_part p = both_parts(weights, x, y);
    return (int64_t)p.active + p.weaker + p.newer + p.busy;
}

/* They will meet anyway. */
static double closure_of(uint32_t common)
{
    return common > COMMON_ENOUGH ? log((2.0 + common) / (2.0 + COMMON_ENOUGH)) : 0;
}

static void put_structure(match_score *s, uint32_t b, struct match_reason *r)
{
    struct sums sums = sum_common(s, b, r);
    double shared = match_score_level(sums.shared);
    put(r, &s->weights, MATCH_SHARED, shared);
    if (s->g->plain)
        return;
    double recent = s->g->timed ? match_score_level(sums.recent) : shared;
    put(r, &s->weights, MATCH_RECENT, recent - shared);
    put(r, &s->weights, MATCH_CLOSURE, closure_of(r->common));
    if (s->mark == NULL)
        return;
    double circle = match_score_level(sums.circle);
    put(r, &s->weights, MATCH_CIRCLE, circle - recent);
    put(r, &s->weights, MATCH_WAYS,
        match_score_level(sums.circle + WAYS_SHARE * ways(s, b)) - circle);
}

static void put_members(const match_score *s, uint32_t b, struct match_reason *r)
{
    const match_graph *g = s->g;
    const struct match_member *x = &g->members[s->a], *y = &g->members[b];
    struct match_part own = match_score_part(g, &s->weights, s->a);
    struct match_part other = match_score_part(g, &s->weights, b);
    struct match_part both = both_parts(&s->weights, &own, &other);
    r->less_active = x->age > y->age ? s->a : b;
    r->weaker = x->strength < y->strength ? s->a : b;
    r->newer = x->tenure < y->tenure ? s->a : b;
    r->busier = g->rows[s->a].count > g->rows[b].count ? s->a : b;
    r->amount[MATCH_ACTIVE] = both.active / 1e6;
    r->amount[MATCH_WEAKER] = both.weaker / 1e6;
    r->amount[MATCH_NEWER] = both.newer / 1e6;
    r->amount[MATCH_BUSY] = both.busy / 1e6;
    if (!g->plain && !match_graph_active(g, r->less_active))
        r->amount[MATCH_ACTIVE] -= MATCH_GATE;
}

double match_score_quick(const match_score *s, uint32_t b, const struct match_part *own,
                         const struct match_part *other)
{
    const match_graph *g = s->g;
    const double *w = s->weights.term;
    double shared = 0, recent = 0;
    uint32_t common = 0;
    struct match_common c;
    for (struct match_walk walk = match_common_walk(g, s->a, b); match_common_next(&walk, &c);) {
        struct one_share one = share_of(g, &c);
        shared += one.shared;
        recent += one.recent;
        common++;
    }
    double level = match_score_level(shared);
    double sum = millionths(w[MATCH_SHARED] * level);
    if (!g->plain && g->timed)
        sum += millionths(w[MATCH_RECENT] * (match_score_level(recent) - level));
    if (!g->plain)
        sum += millionths(w[MATCH_CLOSURE] * closure_of(common));
    return (sum + (double)match_score_both(&s->weights, own, other)) / 1e6;
}

static void put_extra(const match_score *s, const struct match_extra *x, struct match_reason *r)
{
    put(r, &s->weights, MATCH_NEED, x->need);
    if (s->g->plain)
        return;
    put(r, &s->weights, MATCH_TOPIC, x->topic);
    put(r, &s->weights, MATCH_EVENT, x->event_past);
    if (x->event_ahead)
        r->amount[MATCH_EVENT] += s->weights.event_ahead;
}

void match_score_pair(match_score *s, uint32_t b, const struct match_extra *extra,
                      struct match_reason *ret)
{
    memset(ret, 0, sizeof *ret);
    put_structure(s, b, ret);
    put_members(s, b, ret);
    if (extra != NULL)
        put_extra(s, extra, ret);
    double sum = 0;
    for (int t = 0; t < MATCH_TERMS; t++)
        sum += millionths(ret->amount[t]);
    ret->score = sum / 1e6;
}
