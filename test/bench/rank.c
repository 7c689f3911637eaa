/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rank.c - measures engine/match on one thread, in seconds of the processor:
 *   rank dump TIES FILE     the graph for the peers: n, entries (uint64), row starts (uint64),
 * columns (uint32) rank rows TIES          everybody's best ten; one row, median; a changed tie,
 * greatest rank book TIES          the ten best pairs of an owner who knows everybody in the file
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "engine/match/match_change.h"
#include "engine/match/match_member.h"
#include "engine/match/match_read.h"

#define TOP 10

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static match_graph *graph_read(const char *path)
{
    static char piece[1 << 18];
    const struct match_times times = { 0 };
    struct match_read_report report;
    struct match_twins twins;
    FILE *file = fopen(path, "r");
    size_t n;
    if (file == NULL) {
        perror(path);
        exit(66);
    }
    match_build *b = match_build_new(&times);
    match_read *r = match_read_new(b);
    while ((n = fread(piece, 1, sizeof piece, file)) > 0)
        match_read_piece(r, (str){ piece, n });
    fclose(file);
    match_read_end(r, &report);
    match_read_free(r);
    return match_build_finish(b, &twins);
}

static void dump(const match_graph *g, const char *path)
{
    FILE *file = fopen(path, "w");
    uint64_t head[2] = { g->n, 2 * g->ties }, start = 0;
    if (file == NULL) {
        perror(path);
        exit(73);
    }
    fwrite(head, sizeof head, 1, file);
    for (uint32_t m = 0; m <= g->n; m++) {
        fwrite(&start, sizeof start, 1, file);
        start += m < g->n ? g->rows[m].count : 0;
    }
    for (uint32_t m = 0; m < g->n; m++) {
        uint32_t n;
        const struct match_tie *row = match_graph_row(g, m, &n);
        for (uint32_t i = 0; i < n; i++)
            fwrite(&row[i].to, sizeof row[i].to, 1, file);
    }
    if (fclose(file) != 0) {
        perror(path);
        exit(73);
    }
}

static int double_order(const void *x, const void *y)
{
    const double *p = x, *q = y;
    return (*p > *q) - (*p < *q);
}

static void all_rows(const match_graph *g, match_member_work *work)
{
    struct match_partner best[TOP];
    double steps = 0, start = now_s();
    size_t found = 0;
    for (uint32_t m = 0; m < g->n; m++) {
        found += match_member_top(work, m, TOP, -INFINITY, best);
        steps += (double)g->rows[m].count * g->rows[m].count;
    }
    printf("rows      %8.2f s   %u members, %llu ties, %.2g ways over one person, %zu partners\n",
           now_s() - start, g->n, (unsigned long long)g->ties, steps, found);
}

static void some_rows(const match_graph *g, match_member_work *work)
{
    enum { ROWS = 5001 };
    static double times[ROWS];
    struct match_partner best[TOP];
    for (uint32_t i = 0; i < ROWS; i++) {
        double start = now_s();
        match_member_top(work, (uint32_t)((uint64_t)i * 7919 % g->n), TOP, -INFINITY, best);
        times[i] = now_s() - start;
    }
    qsort(times, ROWS, sizeof times[0], double_order);
    printf("one row   %8.4f ms  median, %.3f ms the slowest of a hundred\n", times[ROWS / 2] * 1e3,
           times[ROWS * 99 / 100] * 1e3);
}

/* A tie is made; its two rows are ranked again. */
static void changes(match_graph *g, match_bounds *bounds, match_member_work *work)
{
    enum { CHANGES = 1001 };
    static double times[CHANGES];
    struct match_partner best[TOP];
    for (uint32_t i = 0; i < CHANGES; i++) {
        uint32_t a = (uint32_t)((uint64_t)i * 104729 % g->n), b = (a + 1 + i) % g->n;
        double start = now_s();
        match_change_tie(g, a, b, 2, g->now, g->now);
        match_bounds_refresh(bounds, a);
        match_bounds_refresh(bounds, b);
        match_member_top(work, a, TOP, -INFINITY, best);
        match_member_top(work, b, TOP, -INFINITY, best);
        times[i] = now_s() - start;
    }
    qsort(times, CHANGES, sizeof times[0], double_order);
    printf("a change  %8.4f ms  median, %.3f ms the slowest of a hundred\n",
           times[CHANGES / 2] * 1e3, times[CHANGES * 99 / 100] * 1e3);
}

static void rows(match_graph *g)
{
    match_bounds *bounds = match_bounds_new(g, &match_weights_default);
    match_member_work *work = match_member_new(bounds);
    some_rows(g, work);
    all_rows(g, work);
    changes(g, bounds, work);
    match_member_free(work);
    match_bounds_free(bounds);
}

static int partner_order(const void *x, const void *y)
{
    const struct match_partner *p = x, *q = y;
    return (p->score < q->score) - (p->score > q->score);
}

/* The best pairs of all, as a list of suggestions wants them: each member needs only to be looked
 * at as far as they could be in one of those. A pair is found from both sides. */
static void book(match_graph *g)
{
    enum { PAIRS = 50 };
    double start = now_s(), least = -INFINITY;
    match_bounds *bounds = match_bounds_new(g, &match_weights_default);
    match_member_work *work = match_member_new(bounds);
    struct match_partner all[2 * PAIRS + TOP];
    size_t n = 0;
    for (uint32_t m = 0; m < g->n; m++) {
        n += match_member_top(work, m, TOP, least, all + n);
        if (n >= (size_t)2 * PAIRS) {
            qsort(all, n, sizeof all[0], partner_order);
            n = (size_t)2 * PAIRS;
            least = all[n - 1].score;
        }
    }
    printf("book      %8.2f ms  %u people, %llu ties; the %d best pairs\n", (now_s() - start) * 1e3,
           g->n, (unsigned long long)g->ties, PAIRS);
    match_member_free(work);
    match_bounds_free(bounds);
}

int main(int argc, char **argv)
{
    struct rusage used;
    if (argc < 3)
        return 64;
    double start = now_s();
    match_graph *g = graph_read(argv[2]);
    double read_s = now_s() - start;
    if (strcmp(argv[1], "dump") == 0 && argc == 4)
        dump(g, argv[3]);
    else if (strcmp(argv[1], "rows") == 0)
        rows(g);
    else if (strcmp(argv[1], "book") == 0)
        book(g);
    else
        return 64;
    getrusage(RUSAGE_SELF, &used);
    fprintf(stderr, "reading   %8.2f s   most memory %ld MB\n", read_s, used.ru_maxrss / 1024);
    match_graph_free(g);
    return 0;
}
