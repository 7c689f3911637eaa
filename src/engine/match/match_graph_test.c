/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * match_graph_test.c - rows, what the times mean, changes, and holes against known values.
 */
#include "engine/match/match_change.h"
#include "engine/match/match_hole.h"
#include "engine/match/match_member.h"
#include "engine/match/match_test_help.h"

static void assert_near(double got, double want)
{
    if (fabs(got - want) > 1e-11)
        fail_msg("%.13f, want %.13f", got, want);
}

/* Constraint and effective size of the members of `ties`, in their order. */
static void check_holes(const struct match_test_tie *ties, size_t n, const double (*want)[2],
                        size_t members)
{
    match_graph *g = match_test_graph(ties, n, &match_test_times);
    for (uint32_t m = 0; m < members; m++) {
        struct match_hole hole = match_hole_of(g, m);
        assert_true(hole.known);
        assert_near(hole.constraint, want[m][0]);
        assert_near(hole.effective_size, want[m][1]);
    }
    match_graph_free(g);
}

/* Values of networkx 3.6.1. */
static void test_holes(void **state)
{
    (void)state;
    const struct match_test_tie star[] = { { 0, 1, 1, 0, 0 },
                                           { 0, 2, 1, 0, 0 },
                                           { 0, 3, 1, 0, 0 } };
    check_holes(star, 3, (const double[][2]){ { 1 / 3.0, 3 }, { 1, 1 } }, 2);

    const struct match_test_tie four[] = {
        { 0, 1, 1, 0, 0 }, { 0, 2, 1, 0, 0 }, { 0, 3, 1, 0, 0 },
        { 1, 2, 1, 0, 0 }, { 1, 3, 1, 0, 0 }, { 2, 3, 1, 0, 0 }
    };
    const double k4 = 0.925925925926;
    match_graph *g = match_test_graph(four, 6, &match_test_times);
    assert_true(fabs(match_hole_of(g, 2).constraint - k4) < 1e-12);
    assert_near(match_hole_of(g, 2).effective_size, 1);
    match_graph_free(g);

    const struct match_test_tie triangle[] = {
        { 0, 1, 1, 0, 0 }, { 0, 2, 1, 0, 0 }, { 0, 3, 1, 0, 0 }, { 1, 2, 1, 0, 0 }
    };
    check_holes(triangle, 4,
                (const double[][2]){ { 0.61111111111111, 7 / 3.0 }, { 1.00694444444444, 1 } }, 2);

    const struct match_test_tie weighted[] = { { 0, 1, 3, 0, 0 },
                                               { 0, 2, 1, 0, 0 },
                                               { 0, 3, 2, 0, 0 },
                                               { 1, 2, 1, 0, 0 },
                                               { 2, 4, .5, 0, 0 } };
    check_holes(weighted, 5,
                (const double[][2]){ { 0.51729166666667, 2.4444444444444 },
                                     { 0.863125, 1.1666666666667 },
                                     { 0.89, 2.2 } },
                3);
}

/* Zachary's karate club (1977), its 78 ties. */
static void test_karate(void **state)
{
    (void)state;
    static const unsigned char pairs[][2] = {
        { 0, 1 },   { 0, 2 },   { 0, 3 },   { 0, 4 },   { 0, 5 },   { 0, 6 },   { 0, 7 },
        { 0, 8 },   { 0, 10 },  { 0, 11 },  { 0, 12 },  { 0, 13 },  { 0, 17 },  { 0, 19 },
        { 0, 21 },  { 0, 31 },  { 1, 2 },   { 1, 3 },   { 1, 7 },   { 1, 13 },  { 1, 17 },
        { 1, 19 },  { 1, 21 },  { 1, 30 },  { 2, 3 },   { 2, 7 },   { 2, 8 },   { 2, 9 },
        { 2, 13 },  { 2, 27 },  { 2, 28 },  { 2, 32 },  { 3, 7 },   { 3, 12 },  { 3, 13 },
        { 4, 6 },   { 4, 10 },  { 5, 6 },   { 5, 10 },  { 5, 16 },  { 6, 16 },  { 8, 30 },
        { 8, 32 },  { 8, 33 },  { 9, 33 },  { 13, 33 }, { 14, 32 }, { 14, 33 }, { 15, 32 },
        { 15, 33 }, { 18, 32 }, { 18, 33 }, { 19, 33 }, { 20, 32 }, { 20, 33 }, { 22, 32 },
        { 22, 33 }, { 23, 25 }, { 23, 27 }, { 23, 29 }, { 23, 32 }, { 23, 33 }, { 24, 25 },
        { 24, 27 }, { 24, 31 }, { 25, 31 }, { 26, 29 }, { 26, 33 }, { 27, 33 }, { 28, 31 },
        { 28, 33 }, { 29, 32 }, { 29, 33 }, { 30, 32 }, { 30, 33 }, { 31, 32 }, { 31, 33 },
        { 32, 33 },
    };
    struct match_test_tie ties[COUNT_OF(pairs)];
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        ties[i] = (struct match_test_tie){ pairs[i][0], pairs[i][1], 1, 0, 0 };
    match_graph *g = match_test_graph(ties, COUNT_OF(pairs), &match_test_times);
    assert_int_equal(g->n, 34);
    assert_true(fabs(match_hole_of(g, 0).constraint - 0.155423297647) < 1e-12);
    assert_near(match_hole_of(g, 0).effective_size, 13.75);
    assert_true(fabs(match_hole_of(g, 33).constraint - 0.156418685121) < 1e-12);
    assert_near(match_hole_of(g, 33).effective_size, 15.235294117647);
    match_graph_free(g);
}

static void test_strength(void **state)
{
    (void)state;
    for (int i = 0; i <= 1024; i++) {
        assert_true((double)match_strength(match_strength_code(i)) == i);
        assert_true((double)match_strength(match_strength_code(i / 4.0)) == i / 4.0);
    }
    for (double x = 1e-17; x < 1e18; x *= 1.37)
        assert_true(fabs((double)match_strength(match_strength_code(x)) / x - 1) < 1.0 / 1000);
    assert_true((double)match_strength(match_strength_code(1e300)) > 9e18);
    assert_true((double)match_strength(match_strength_code(1e-300)) > 0);
}

static void test_times(void **state)
{
    (void)state;
    const struct match_test_tie ties[] = { { 1, 2, 1, 0, 100 },
                                           { 2, 3, 1, 0, 90 },
                                           { 3, 4, 1, 0, 70 } };
    match_graph *g = match_test_graph(ties, 3, &match_test_times);
    assert_true(g->timed && g->now == 100 && g->half_life == 10 && g->window == 10);
    assert_true((double)g->members[0].age == 0);
    assert_true(match_graph_active(g, 2)); /* exactly at the edge */
    assert_false(match_graph_active(g, 3));
    match_graph_free(g);

    const struct match_times told = { .has_now = true, .now = 110, .half_life = 10, .window = 15 };
    g = match_test_graph(ties, 3, &told);
    assert_true((double)g->members[0].age == 1);
    assert_false(match_graph_active(g, 3));
    assert_true((double)match_recency(g, match_graph_tie(g, 0, 1)->age) == 0.5);
    assert_null(match_graph_tie(g, 0, 3));
    match_graph_free(g);

    const struct match_test_tie same[] = { { 1, 2, 1, 5, 5 }, { 2, 3, 1, 5, 5 } };
    g = match_test_graph(same, 2, &match_test_times);
    assert_false(g->timed);
    assert_true(match_graph_active(g, 0));
    match_graph_free(g);
}

/* A book is plain with few ties inside the window, or of one day. */
static void test_plain(void **state)
{
    (void)state;
    struct match_test_tie ties[400];
    size_t n = match_test_ties(3, 50, 8, ties);
    struct match_times times = { .half_life = 50 };
    match_graph *g = match_test_graph(ties, n, &times);
    assert_false(g->plain);
    match_graph_free(g);
    times.day = 200;
    g = match_test_graph(ties, n, &times);
    assert_true(g->plain);
    match_graph_free(g);
    times = (struct match_times){ .half_life = 50, .window = 0.01 };
    g = match_test_graph(ties, n, &times);
    assert_true(g->plain);
    match_graph_free(g);
}

static void test_twins(void **state)
{
    (void)state;
    const struct match_entry entries[] = {
        { S("x"), S("y"), 1, 0, 5, 1 },
        { S("y"), S("x"), 2, 0, 7, 1 },
        { S("x"), S("y"), 3, 0, 7, 1 },
        { S("x"), S("z"), 3, 0, 7, 1 },
    };
    struct match_twins twins;
    match_build *b = match_build_new(&match_test_times);
    for (size_t i = 0; i < COUNT_OF(entries); i++)
        match_build_add(b, &entries[i]);
    match_graph *g = match_build_finish(b, &twins);
    assert_int_equal(twins.count, 2);
    assert_true(str_eq(twins.named[0].a, S("x")) && str_eq(twins.named[1].b, S("y")));
    assert_int_equal(g->ties, 2);
    assert_true((double)match_strength(match_graph_tie(g, 1, 0)->strength) == 3);
    match_graph_free(g);
}

/* A graph that was changed tie by tie is the one that is built from the same ties at once. */
static void test_changes(void **state)
{
    (void)state;
    struct match_test_tie ties[60 * 8];
    const struct match_times times = { .has_now = true, .now = 100, .half_life = 25 };
    size_t n = match_test_ties(9, 60, 8, ties), part = n / 2;
    match_graph *whole = match_test_graph(ties, n, &times);
    match_graph *grown = match_test_graph(ties, part, &times);
    assert_int_equal(whole->n, grown->n); /* so the numbers are the same */
    for (size_t i = part; i < n; i++)
        match_change_tie(grown, (uint32_t)ties[i].a, (uint32_t)ties[i].b, ties[i].strength + 1,
                         ties[i].first, ties[i].last);
    for (size_t i = part; i < n; i++) /* and again, as they should be */
        match_change_tie(grown, (uint32_t)ties[i].b, (uint32_t)ties[i].a, ties[i].strength,
                         ties[i].first, ties[i].last);
    assert_int_equal(grown->ties, whole->ties);
    for (uint32_t m = 0; m < whole->n; m++) {
        uint32_t a, b;
        const struct match_tie *x = match_graph_row(whole, m, &a),
                               *y = match_graph_row(grown, m, &b);
        assert_int_equal(a, b);
        assert_memory_equal(x, y, a * sizeof *x);
        assert_memory_equal(&whole->members[m], &grown->members[m], sizeof whole->members[m]);
    }
    for (size_t i = part; i < n; i++)
        assert_true(match_change_end(grown, (uint32_t)ties[i].a, (uint32_t)ties[i].b));
    assert_false(match_change_end(grown, (uint32_t)ties[part].a, (uint32_t)ties[part].b));
    assert_int_equal(grown->ties, part);
    match_graph_free(whole);
    match_graph_free(grown);
}

static bool among(struct match_members m, uint32_t member)
{
    for (size_t i = 0; i < m.n; i++)
        if (m.member[i] == member)
            return true;
    return false;
}

/* A score that a change moved is of a pair that was said to be touched. */
static void test_touched(void **state)
{
    (void)state;
    SCRATCH(a);
    static double before[60][60];
    struct match_test_tie ties[60 * 6];
    size_t n = match_test_ties(12, 60, 6, ties);
    match_graph *g = match_test_graph(ties, n, &match_test_times);
    g->dense = false;
    match_score *s = match_score_new(g, &match_weights_default);
    struct match_reason r;
    size_t moved = 0;
    for (int round = 0; round < 2; round++) {
        struct match_members touched = match_change_touched(g, a, 7, 31);
        for (uint32_t x = 0; x < g->n; x++)
            for (uint32_t y = x + 1; y < g->n; y++) {
                match_score_from(s, x);
                match_score_pair(s, y, NULL, &r);
                if (round == 1 && r.score != before[x][y]) {
                    bool own = x == 7 || y == 7 || x == 31 || y == 31;
                    assert_true(own || (among(touched, x) && among(touched, y)));
                    moved++;
                }
                before[x][y] = r.score;
            }
        match_change_tie(g, 7, 31, 12, 60, 98);
    }
    assert_true(moved > 10);
    match_score_free(s);
    match_graph_free(g);
}

static void test_bounds_follow(void **state)
{
    (void)state;
    struct match_test_tie ties[60 * 6];
    size_t n = match_test_ties(14, 60, 6, ties);
    match_graph *g = match_test_graph(ties, n, &match_test_times);
    g->dense = false;
    match_bounds *followed = match_bounds_new(g, &match_weights_default);
    match_change_tie(g, 3, 44, 15, 40, 98);
    match_bounds_refresh(followed, 3);
    match_bounds_refresh(followed, 44);
    match_bounds *fresh = match_bounds_new(g, &match_weights_default);
    match_member_work *x = match_member_new(followed), *y = match_member_new(fresh);
    for (uint32_t m = 0; m < g->n; m++) {
        struct match_partner got[5], want[5];
        size_t found = match_member_top(x, m, 5, -INFINITY, got);
        assert_int_equal(found, match_member_top(y, m, 5, -INFINITY, want));
        for (size_t i = 0; i < found; i++)
            assert_true(got[i].member == want[i].member && got[i].score == want[i].score);
    }
    match_member_free(x);
    match_member_free(y);
    match_bounds_free(followed);
    match_bounds_free(fresh);
    match_graph_free(g);
}

int match_graph_test_run(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_holes),         cmocka_unit_test(test_karate),
        cmocka_unit_test(test_strength),      cmocka_unit_test(test_times),
        cmocka_unit_test(test_plain),         cmocka_unit_test(test_twins),
        cmocka_unit_test(test_changes),       cmocka_unit_test(test_touched),
        cmocka_unit_test(test_bounds_follow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
