/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * match_test.c - scores against a second way of counting them, and what must hold of any graph.
 */
#include "engine/match/match_test_help.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "engine/match/match_change.h"
#include "engine/match/match_member.h"

#define MEMBERS 60

/* ---- the same by tables and plain loops ------------------------------------------------------ */

struct oracle {
    int n;
    double w[MEMBERS][MEMBERS], age[MEMBERS][MEMBERS]; /* 0, -1: no tie */
    double total[MEMBERS], seen[MEMBERS], since[MEMBERS];
    int degree[MEMBERS];
};

static void oracle_fill(struct oracle *o, const match_graph *g, const struct match_test_tie *ties,
                        size_t n)
{
    memset(o, 0, sizeof *o);
    o->n = (int)g->n;
    for (int i = 0; i < MEMBERS; i++) {
        o->seen[i] = 1e9;
        for (int k = 0; k < MEMBERS; k++)
            o->age[i][k] = -1;
    }
    for (size_t i = 0; i < n; i++) {
        const struct match_test_tie *t = &ties[i];
        uint32_t a, b;
        char names[2][16];
        snprintf(names[0], sizeof names[0], "%03d", t->a);
        snprintf(names[1], sizeof names[1], "%03d", t->b);
        assert_true(match_graph_find(g, str_of(names[0]), &a));
        assert_true(match_graph_find(g, str_of(names[1]), &b));
        double age = (g->now - t->last) / g->half_life, since = (g->now - t->first) / g->half_life;
        o->w[a][b] = o->w[b][a] = t->strength;
        o->age[a][b] = o->age[b][a] = age;
        for (int side = 0; side < 2; side++) {
            uint32_t m = side ? a : b;
            o->total[m] += t->strength;
            o->degree[m]++;
            o->seen[m] = age < o->seen[m] ? age : o->seen[m];
            o->since[m] = since > o->since[m] ? since : o->since[m];
        }
    }
}

static bool oracle_common(const struct oracle *o, int a, int b, int z)
{
    return o->age[a][z] >= 0 && o->age[b][z] >= 0;
}

static double oracle_level(double share)
{
    return log(1 + share / 1e-3);
}

/* S1 or S2. */
static double oracle_share(const struct oracle *o, int a, int b, bool aged, bool circle)
{
    double sum = 0;
    for (int z = 0; z < o->n; z++) {
        if (!oracle_common(o, a, b, z))
            continue;
        double older = fmax(o->age[a][z], o->age[b][z]), inside = 0;
        double one = sqrt(o->w[a][z] * o->w[b][z]) / o->total[z];
        for (int y = 0; y < o->n; y++)
            inside += o->age[z][y] >= 0 && oracle_common(o, a, b, y);
        double outside = o->degree[z] - 2 - inside;
        one *= aged ? pow(2, -2 * older) : 1;
        sum += circle ? one * sqrt(o->degree[z] * (1 + inside) / (1 + outside)) : one;
    }
    return sum;
}

static double oracle_ways(const struct oracle *o, int a, int b)
{
    double sum = 0;
    for (int u = 0; u < o->n; u++)
        for (int v = 0; v < o->n; v++)
            if (o->age[a][u] >= 0 && o->age[u][v] >= 0 && o->age[v][b] >= 0)
                sum += sqrt(o->w[a][u] * o->w[v][b]) * o->w[u][v] / o->total[u] / o->total[v] *
                       pow(2, -o->age[a][u] - o->age[u][v] - o->age[v][b]);
    return sum;
}

static double oracle_score(const struct oracle *o, const match_graph *g, int a, int b)
{
    const double *w = match_weights_default.term;
    double s1 = oracle_share(o, a, b, g->timed, false), common = 0, weak[2];
    for (int z = 0; z < o->n; z++)
        common += oracle_common(o, a, b, z);
    if (g->plain)
        return oracle_level(oracle_share(o, a, b, false, false));
    double score = oracle_level(s1);
    if (g->dense)
        score = oracle_level(oracle_share(o, a, b, g->timed, true) + 0.1 * oracle_ways(o, a, b));
    if (g->timed) {
        double last = fmax(o->seen[a], o->seen[b]);
        score += w[MATCH_ACTIVE] * pow(2, -last) - (last * g->half_life > g->window ? 4 : 0);
        score += w[MATCH_NEWER] * log(1 + fmin(o->since[a], o->since[b]));
    }
    weak[0] = fmin(o->total[a], o->total[b]) / g->usual_strength;
    score += w[MATCH_WEAKER] * log(1 + weak[0]);
    score += w[MATCH_BUSY] * log(1 + fmax(o->degree[a], o->degree[b]));
    return score + (common > 10 ? w[MATCH_CLOSURE] * log((2 + common) / 12) : 0);
}

/* ---- the tests ------------------------------------------------------------------------------- */

/* Ages are kept in steps of 1/512: so far may a score be off. */
#define NEAR 0.02

static void check_scores(const match_graph *g, const struct oracle *o)
{
    match_score *s = match_score_new(g, &match_weights_default);
    struct match_reason r;
    for (uint32_t a = 0; a < g->n; a++) {
        match_score_from(s, a);
        for (uint32_t b = a + 1; b < g->n; b++) {
            if (match_graph_tie(g, a, b) != NULL)
                continue;
            match_score_pair(s, b, NULL, &r);
            double want = oracle_score(o, g, (int)a, (int)b), sum = 0;
            if (fabs(r.score - want) > NEAR)
                fail_msg("%u-%u: %f, want %f", a, b, r.score, want);
            for (int t = 0; t < MATCH_TERMS; t++)
                sum += r.amount[t];
            assert_true(fabs(sum - r.score) < 1e-9);
        }
    }
    match_score_free(s);
}

static int worse_first(const void *x, const void *y)
{
    const struct match_partner *p = x, *q = y;
    if (p->score != q->score)
        return p->score > q->score ? -1 : 1;
    return (p->member > q->member) - (p->member < q->member);
}

/* Everybody's best by scoring everybody. */
static size_t all_partners(const match_graph *g, match_score *s, uint32_t a,
                           struct match_partner *ret)
{
    struct match_reason r;
    size_t n = 0;
    match_score_from(s, a);
    for (uint32_t b = 0; b < g->n; b++) {
        if (a == b || match_graph_tie(g, a, b) != NULL || !match_graph_active(g, a) ||
            !match_graph_active(g, b))
            continue;
        match_score_pair(s, b, NULL, &r);
        if (r.common > 0)
            ret[n++] = (struct match_partner){ b, r.score };
    }
    qsort(ret, n, sizeof *ret, worse_first);
    return n;
}

static void check_members(const match_graph *g, size_t top)
{
    match_score *s = match_score_new(g, &match_weights_default);
    match_bounds *bounds = match_bounds_new(g, &match_weights_default);
    match_member_work *work = match_member_new(bounds);
    struct match_partner *want = calloc(g->n, sizeof *want), *got = calloc(top, sizeof *got);
    for (uint32_t a = 0; a < g->n; a++) {
        size_t n = all_partners(g, s, a, want);
        size_t found = match_member_top(work, a, top, -INFINITY, got);
        assert_int_equal(found, n < top ? n : top);
        for (size_t i = 0; i < found; i++) {
            assert_int_equal(got[i].member, want[i].member);
            assert_true(got[i].score == want[i].score);
        }
        if (found == 0)
            continue;
        double least = got[found / 2].score; /* those from there on are not asked for */
        size_t above = match_member_top(work, a, top, least, got);
        assert_true(above > found / 2 && above <= found);
        assert_true(got[above - 1].score >= least);
        assert_int_equal(got[above - 1].member, want[above - 1].member);
    }
    free(want);
    free(got);
    match_member_free(work);
    match_bounds_free(bounds);
    match_score_free(s);
}

static void test_oracle(void **state)
{
    (void)state;
    static struct oracle o;
    for (uint32_t seed = 1; seed <= 60; seed++) {
        struct match_test_tie ties[MEMBERS * 8];
        size_t n = match_test_ties(seed, 8 + (int)(seed % 53), 1 + (int)(seed % 8), ties);
        for (size_t i = 0; seed % 7 == 0 && i < n; i++)
            ties[i].first = ties[i].last = 3; /* no times */
        match_graph *g = match_test_graph(ties, n, &match_test_times);
        g->dense = g->dense && seed % 2 == 0; /* so small a book is always dense */
        oracle_fill(&o, g, ties, n);
        check_scores(g, &o);
        check_members(g, 1 + seed % 10);
        match_graph_free(g);
    }
}

/* Bounds are only worth something where there is much to leave out. */
static void test_members_of_many(void **state)
{
    (void)state;
    enum { MANY = 700, EACH = 9 };
    struct match_test_tie *ties = calloc((size_t)MANY * EACH, sizeof *ties);
    for (uint32_t seed = 1; seed <= 4; seed++) {
        size_t n = match_test_ties(seed, MANY, EACH, ties);
        match_graph *g = match_test_graph(ties, n, &match_test_times);
        g->dense = false;
        check_members(g, 3);
        check_members(g, 10);
        g->plain = true;
        check_members(g, 5);
        match_graph_free(g);
    }
    free(ties);
}

static void shuffle(struct match_test_tie *ties, size_t n, uint32_t seed)
{
    for (size_t i = n; i > 1; i--) {
        size_t k = match_test_chance(&seed) % i;
        struct match_test_tie t = ties[i - 1];
        ties[i - 1] = ties[k];
        ties[k] = t;
        if (k % 2 == 0) {
            int a = ties[k].a;
            ties[k].a = ties[k].b;
            ties[k].b = a;
        }
    }
}

static void assert_same(const match_graph *x, const match_graph *y)
{
    assert_int_equal(x->n, y->n);
    assert_int_equal(x->n_slots, y->n_slots);
    assert_memory_equal(x->slots, y->slots, x->n_slots * sizeof *x->slots);
    assert_memory_equal(x->rows, y->rows, x->n * sizeof *x->rows);
    assert_memory_equal(x->members, y->members, x->n * sizeof *x->members);
    assert_memory_equal(x->names, y->names, x->name_ends[x->n - 1]);
    assert_true(x->now == y->now && x->half_life == y->half_life && x->window == y->window);
    assert_true(x->usual_strength == y->usual_strength);
}

static void test_any_order(void **state)
{
    (void)state;
    struct match_test_tie ties[MEMBERS * 6];
    size_t n = match_test_ties(5, MEMBERS, 6, ties);
    match_graph *g = match_test_graph(ties, n, &match_test_times);
    for (uint32_t seed = 1; seed < 10; seed++) {
        shuffle(ties, n, seed);
        match_graph *other = match_test_graph(ties, n, &match_test_times);
        assert_same(g, other);
        match_graph_free(other);
    }
    match_graph_free(g);
}

/* Whoever is called what: the same people get the same scores. */
static void test_renumbered(void **state)
{
    (void)state;
    struct match_test_tie ties[MEMBERS * 6];
    size_t n = match_test_ties(6, MEMBERS, 6, ties);
    match_graph *g = match_test_graph(ties, n, &match_test_times);
    for (size_t i = 0; i < n; i++) {
        ties[i].a = 900 - ties[i].a;
        ties[i].b = 900 - ties[i].b;
    }
    match_graph *other = match_test_graph(ties, n, &match_test_times);
    match_score *s = match_score_new(g, &match_weights_default);
    match_score *t = match_score_new(other, &match_weights_default);
    struct match_reason r, q;
    for (uint32_t a = 0; a < g->n; a++)
        for (uint32_t b = a + 1; b < g->n; b++) {
            match_score_from(s, a);
            match_score_from(t, g->n - 1 - a);
            match_score_pair(s, b, NULL, &r);
            match_score_pair(t, g->n - 1 - b, NULL, &q);
            assert_true(fabs(r.score - q.score) < 3e-6); /* sums run the other way round */
        }
    match_score_free(s);
    match_score_free(t);
    match_graph_free(g);
    match_graph_free(other);
}

/* One more common acquaintance, strong and fresh, never lowers what is shared. */
static void test_monotone(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed < 30; seed++) {
        struct match_test_tie ties[MEMBERS * 5 + 2];
        size_t n = match_test_ties(seed, 40, 5, ties);
        struct match_reason before, after;
        for (int more = 0; more < 2; more++) {
            if (more) {
                ties[n++] = (struct match_test_tie){ 1, 800, 9, 99, 99 };
                ties[n++] = (struct match_test_tie){ 2, 800, 9, 99, 99 };
            }
            const struct match_times times = { .has_now = true, .now = 100, .half_life = 20 };
            match_graph *g = match_test_graph(ties, n, &times);
            match_score *s = match_score_new(g, &match_weights_default);
            match_score_from(s, 1);
            match_score_pair(s, 2, NULL, more ? &after : &before);
            match_score_free(s);
            match_graph_free(g);
        }
        assert_int_equal(after.common, before.common + 1);
        assert_true(after.amount[MATCH_SHARED] >= before.amount[MATCH_SHARED]);
        assert_true(after.amount[MATCH_SHARED] + after.amount[MATCH_RECENT] >=
                    before.amount[MATCH_SHARED] + before.amount[MATCH_RECENT]);
    }
}

static void test_extra(void **state)
{
    (void)state;
    const struct match_test_tie ties[] = { { 1, 2, 1, 0, 9 },
                                           { 2, 3, 1, 0, 9 },
                                           { 4, 1, 1, 0, 2 } };
    match_graph *g = match_test_graph(ties, COUNT_OF(ties), &match_test_times);
    match_score *s = match_score_new(g, &match_weights_default);
    struct match_reason bare, r;
    const struct match_extra x = {
        .need = 0.5, .topic = 1, .event_past = true, .event_ahead = true
    };
    assert_true(g->plain); /* three ties only */
    match_score_from(s, 0);
    match_score_pair(s, 2, NULL, &bare);
    match_score_pair(s, 2, &x, &r);
    assert_true(fabs(r.score - bare.score - 2) < 1e-9); /* need alone */
    g->plain = false;
    match_score_pair(s, 2, NULL, &bare);
    match_score_pair(s, 2, &x, &r);
    assert_true(fabs(r.score - bare.score - (2 + 0.5 + 0.7 + 1.2)) < 1e-9);
    assert_int_equal(r.common, 1);
    assert_int_equal(r.best[0], 1);
    assert_int_equal(r.latest, 1);
    match_score_free(s);
    match_graph_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_oracle),    cmocka_unit_test(test_members_of_many),
        cmocka_unit_test(test_any_order), cmocka_unit_test(test_renumbered),
        cmocka_unit_test(test_monotone),  cmocka_unit_test(test_extra),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    return failed + match_graph_test_run() + match_plan_test_run() + match_read_test_run();
}
