/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * allocation.c - allocation FILE: plain resource allocation of all pairs with
 * SuiteSparse:GraphBLAS, on one thread: the product of the graph with itself divided by degrees, in
 * blocks of rows, each let go again (the whole would not fit into memory). FILE is what `rank dump`
 * writes. No best ten are chosen.
 */
#include <GraphBLAS.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define TRY_GRB(call)                                                                              \
    do {                                                                                           \
        if ((call) != GrB_SUCCESS) {                                                               \
            fprintf(stderr, "allocation: %s\n", #call);                                            \
            exit(70);                                                                              \
        }                                                                                          \
    } while (0)

struct graph {
    uint64_t n, entries;
    uint64_t *starts;
    uint32_t *columns;
};

static void read_all(void *to, size_t size, size_t count, FILE *file)
{
    if (fread(to, size, count, file) != count) {
        fputs("allocation: the file is too short\n", stderr);
        exit(65);
    }
}

static struct graph graph_read(const char *path)
{
    struct graph g;
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        perror(path);
        exit(66);
    }
    read_all(&g.n, sizeof g.n, 1, file);
    read_all(&g.entries, sizeof g.entries, 1, file);
    g.starts = malloc((g.n + 1) * sizeof *g.starts);
    g.columns = malloc(g.entries * sizeof *g.columns);
    if (g.starts == NULL || g.columns == NULL)
        exit(70);
    read_all(g.starts, sizeof *g.starts, g.n + 1, file);
    read_all(g.columns, sizeof *g.columns, g.entries, file);
    fclose(file);
    return g;
}

/* Every `every`th row from `from` to below `to`; each entry is 1, or 1 / degree of its row where
 * `divided`. */
static GrB_Matrix block_of(const struct graph *g, uint64_t from, uint64_t to, uint64_t every,
                           int divided)
{
    GrB_Matrix block;
    uint64_t count = 0, height = (to - from + every - 1) / every;
    for (uint64_t m = from; m < to; m += every)
        count += g->starts[m + 1] - g->starts[m];
    GrB_Index *rows = malloc((count + 1) * sizeof *rows),
              *columns = malloc((count + 1) * sizeof *columns);
    float *values = malloc((count + 1) * sizeof *values);
    if (rows == NULL || columns == NULL || values == NULL)
        exit(70);
    count = 0;
    for (uint64_t m = from; m < to; m += every)
        for (uint64_t i = g->starts[m]; i < g->starts[m + 1]; i++, count++) {
            rows[count] = (m - from) / every;
            columns[count] = g->columns[i];
            values[count] = divided ? 1 / (float)(g->starts[m + 1] - g->starts[m]) : 1;
        }
    TRY_GRB(GrB_Matrix_new(&block, GrB_FP32, height, g->n));
    TRY_GRB(GrB_Matrix_build_FP32(block, rows, columns, values, count, GrB_PLUS_FP32));
    TRY_GRB(GrB_Matrix_wait(block, GrB_MATERIALIZE));
    free(rows);
    free(columns);
    free(values);
    return block;
}

/* Where the next block ends: about so many products. */
static uint64_t block_end(const struct graph *g, uint64_t from, uint64_t every)
{
    double products = 0;
    uint64_t to = from;
    while (to < g->n && (to == from || products < 2e8)) {
        for (uint64_t i = g->starts[to]; i < g->starts[to + 1]; i++)
            products += (double)(g->starts[g->columns[i] + 1] - g->starts[g->columns[i]]);
        to += every;
    }
    return to;
}

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    uint64_t every = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
    if (every == 0)
        return 64;
    struct graph g = graph_read(argv[1]);
    TRY_GRB(GrB_init(GrB_NONBLOCKING));
    TRY_GRB(GxB_Global_Option_set(GxB_GLOBAL_NTHREADS, 1));
    GrB_Matrix whole = block_of(&g, 0, g.n, 1, 1);
    double spent = 0, entries = 0;
    for (uint64_t from = 0; from < g.n;) {
        uint64_t to = block_end(&g, from, every);
        GrB_Matrix rows = block_of(&g, from, to < g.n ? to : g.n, every, 0), product;
        GrB_Index count, height;
        TRY_GRB(GrB_Matrix_nrows(&height, rows));
        double start = now_s(); /* the product alone */
        TRY_GRB(GrB_Matrix_new(&product, GrB_FP32, height, g.n));
        TRY_GRB(GrB_mxm(product, NULL, NULL, GrB_PLUS_TIMES_SEMIRING_FP32, rows, whole, NULL));
        TRY_GRB(GrB_Matrix_nvals(&count, product));
        spent += now_s() - start;
        entries += (double)count;
        GrB_Matrix_free(&product);
        GrB_Matrix_free(&rows);
        from = to;
    }
    printf("GraphBLAS %8.2f s   plain resource allocation, %.2g pairs\n", spent * (double)every,
           entries * (double)every);
    GrB_Matrix_free(&whole);
    GrB_finalize();
    free(g.starts);
    free(g.columns);
    return 0;
}
