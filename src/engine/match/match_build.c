/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/match/match_build.h"

#include <sodium.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/utf8.h"
#include "engine/match/match_build_rows.h"

struct match_build {
    struct match_times times;
    unsigned char *records;
    size_t count, cap;
    /* Members in the order in which they came. */
    uint32_t n, cap_members;
    char *names;
    size_t names_used, names_cap;
    uint32_t *name_ends;
    double *firsts;
    /* Open addressing, half empty: number of a member + 1. The key keeps hostile ids from
     * colliding. */
    uint32_t *table;
    size_t table_size;
    unsigned char hash_key[crypto_shorthash_KEYBYTES];
    uint64_t latest, earliest; /* keys of times */
};

const char *match_fault_text(enum match_fault fault)
{
    static const char *const texts[MATCH_FAULTS] = {
        [MATCH_FINE] = "nothing",
        [MATCH_NO_ID] = "an id is empty, longer than 255 bytes, or not one line of UTF-8",
        [MATCH_SELF] = "a tie of somebody to themselves",
        [MATCH_NUMBER] = "strength, first, last or count is missing or no number",
        [MATCH_NEGATIVE] = "strength or count is negative",
        [MATCH_BACKWARDS] = "last is before first",
        [MATCH_FUTURE] = "last is in the future",
        [MATCH_COLUMNS] = "not six columns",
        [MATCH_HEADER] = "the header is not: a b strength first last count, with tabs between",
        [MATCH_TWICE] = "these two have a tie already",
        [MATCH_TOO_MANY] = "more ties than can be numbered",
    };
    return texts[fault];
}

static void *grown(void *old, size_t count, size_t size)
{
    ASSERT(count < SIZE_MAX / size);
    void *memory = realloc(old, count * size);
    ASSERT(memory != NULL);
    return memory;
}

match_build *match_build_new(const struct match_times *times)
{
    match_build *b = calloc(1, sizeof *b);
    ASSERT(b != NULL);
    b->times = *times;
    b->earliest = UINT64_MAX;
    b->table_size = 1024;
    b->table = calloc(b->table_size, sizeof *b->table);
    ASSERT(b->table != NULL);
    crypto_shorthash_keygen(b->hash_key);
    return b;
}

void match_build_free(match_build *b)
{
    if (b == NULL)
        return;
    free(b->records);
    free(b->names);
    free(b->name_ends);
    free(b->firsts);
    free(b->table);
    free(b);
}

/* ---- what can be taken ----------------------------------------------------------------------- */

static bool id_fits(str id)
{
    if (id.n == 0 || id.n > MATCH_ID_MAX || !utf8_valid(id))
        return false;
    for (size_t i = 0; i < id.n; i++)
        if ((unsigned char)id.p[i] < ' ' || id.p[i] == 127)
            return false;
    return true;
}

enum match_fault match_build_check(const match_build *b, const struct match_entry *e)
{
    if (!id_fits(e->a) || !id_fits(e->b))
        return MATCH_NO_ID;
    if (str_eq(e->a, e->b))
        return MATCH_SELF;
    if (!isfinite(e->strength) || !isfinite(e->first) || !isfinite(e->last) || !isfinite(e->count))
        return MATCH_NUMBER;
    if (e->strength < 0 || e->count < 0)
        return MATCH_NEGATIVE;
    if (e->last < e->first)
        return MATCH_BACKWARDS;
    if (b->times.has_now && e->last > b->times.now)
        return MATCH_FUTURE;
    if (b->count >= MATCH_TIES_MAX || b->names_used > UINT32_MAX - 2 * MATCH_ID_MAX)
        return MATCH_TOO_MANY;
    return MATCH_FINE;
}

/* ---- ids to numbers -------------------------------------------------------------------------- */

static str name_at(const match_build *b, uint32_t member)
{
    uint32_t start = member == 0 ? 0 : b->name_ends[member - 1];
    return (str){ b->names + start, b->name_ends[member] - start };
}

static size_t table_place(const match_build *b, str name)
{
    uint64_t hash;
    unsigned char bytes[crypto_shorthash_BYTES];
    crypto_shorthash(bytes, (const unsigned char *)name.p, name.n, b->hash_key);
    memcpy(&hash, bytes, sizeof hash);
    size_t place = (size_t)hash & (b->table_size - 1);
    while (b->table[place] != 0 && !str_eq(name_at(b, b->table[place] - 1), name))
        place = (place + 1) & (b->table_size - 1);
    return place;
}

static void table_double(match_build *b)
{
    free(b->table);
    b->table_size *= 2;
    b->table = calloc(b->table_size, sizeof *b->table);
    ASSERT(b->table != NULL);
    for (uint32_t m = 0; m < b->n; m++)
        b->table[table_place(b, name_at(b, m))] = m + 1;
}

static uint32_t member_new(match_build *b, str name)
{
    if (b->n == b->cap_members) {
        b->cap_members = b->cap_members == 0 ? 256 : b->cap_members * 2;
        b->name_ends = grown(b->name_ends, b->cap_members, sizeof *b->name_ends);
        b->firsts = grown(b->firsts, b->cap_members, sizeof *b->firsts);
    }
    if (b->names_used + name.n > b->names_cap) {
        b->names_cap = (b->names_used + name.n) * 3 / 2;
        b->names = grown(b->names, b->names_cap, 1);
    }
    memcpy(b->names + b->names_used, name.p, name.n);
    b->names_used += name.n;
    b->name_ends[b->n] = (uint32_t)b->names_used;
    b->firsts[b->n] = INFINITY;
    return b->n++;
}

static uint32_t member_of(match_build *b, str name, double first)
{
    size_t place = table_place(b, name);
    if (b->table[place] == 0) {
        if ((size_t)b->n * 2 >= b->table_size) {
            table_double(b);
            place = table_place(b, name);
        }
        b->table[place] = member_new(b, name) + 1;
    }
    uint32_t member = b->table[place] - 1;
    if (first < b->firsts[member])
        b->firsts[member] = first;
    return member;
}

void match_build_add(match_build *b, const struct match_entry *e)
{
    if (b->count == b->cap) {
        b->cap = b->cap == 0 ? 1024 : b->cap + b->cap / 2;
        b->records = grown(b->records, b->cap, sizeof(struct match_record));
    }
    uint64_t key = match_build_rows_key(e->last);
    struct match_record r = { .a = member_of(b, e->a, e->first),
                              .b = member_of(b, e->b, e->first),
                              .strength = match_strength_code(e->strength),
                              .time_high = (uint16_t)(key >> 32),
                              .time_low = (uint32_t)key };
    match_record_put(b->records, b->count++, &r);
    b->latest = key > b->latest ? key : b->latest;
    b->earliest = key < b->earliest ? key : b->earliest;
}

/* ---- numbers in the order of ids ------------------------------------------------------------- */

struct ranked {
    uint64_t head; /* the first eight bytes, so that most comparisons need no text */
    uint32_t member;
};

static int ranked_order(const void *x, const void *y, void *b)
{
    const struct ranked *p = x, *q = y;
    if (p->head != q->head)
        return p->head < q->head ? -1 : 1;
    return str_cmp(name_at(b, p->member), name_at(b, q->member));
}

static struct ranked *rank_names(match_build *b)
{
    struct ranked *all = calloc((size_t)b->n + 1, sizeof *all);
    ASSERT(all != NULL);
    for (uint32_t m = 0; m < b->n; m++) {
        str name = name_at(b, m);
        for (size_t i = 0; i < 8; i++)
            all[m].head = all[m].head << 8 | (i < name.n ? (unsigned char)name.p[i] : 0);
        all[m].member = m;
    }
    qsort_r(all, b->n, sizeof *all, ranked_order, b);
    return all;
}

/* Gives the graph its names and members, in order, and each record its members' new numbers. */
static void renumber(match_build *b, match_graph *g)
{
    free(b->table);
    b->table = NULL;
    struct ranked *all = rank_names(b);
    uint32_t *rank = grown(NULL, (size_t)b->n + 1, sizeof *rank);
    g->names = grown(NULL, b->names_used + 1, 1);
    g->name_ends = grown(NULL, (size_t)b->n + 1, sizeof *g->name_ends);
    g->members = calloc((size_t)b->n + 1, sizeof *g->members);
    ASSERT(g->members != NULL);
    size_t used = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        str name = name_at(b, all[i].member);
        memcpy(g->names + used, name.p, name.n);
        used += name.n;
        g->name_ends[i] = (uint32_t)used;
        rank[all[i].member] = i;
        double tenure = g->timed ? (g->now - b->firsts[all[i].member]) / g->half_life : 0;
        g->members[i].tenure = tenure > 0 ? (float)tenure : 0;
    }
    free(all);
    for (size_t i = 0; i < b->count; i++) {
        struct match_record r = match_record_at(b->records, i);
        uint32_t x = rank[r.a], y = rank[r.b];
        r.a = x < y ? x : y;
        r.b = x < y ? y : x;
        match_record_put(b->records, i, &r);
    }
    free(rank);
}

/* ---- what the times mean --------------------------------------------------------------------- */

/* The key that `rank` others are below; 16 bits at a time, so the order of records cannot matter.
 */
static uint64_t nth_key(const match_build *b, size_t rank)
{
    size_t *counts = calloc(65536, sizeof *counts);
    ASSERT(counts != NULL);
    uint64_t found = 0;
    for (int shift = 32; shift >= 0; shift -= 16) {
        memset(counts, 0, 65536 * sizeof *counts);
        for (size_t i = 0; i < b->count; i++) {
            struct match_record r = match_record_at(b->records, i);
            uint64_t key = match_record_key(&r);
            if (shift == 32 || key >> (shift + 16) == found)
                counts[(key >> shift) & 0xffff]++;
        }
        uint64_t digit = 0;
        while (counts[digit] <= rank)
            rank -= counts[digit++];
        found = found << 16 | digit;
    }
    free(counts);
    return found;
}

static double mean_age(const match_build *b, double now)
{
    /* Summed in whole 1/1024 of the longest age, so that the order of records cannot matter. */
    double longest = now - match_build_rows_time(b->earliest);
    uint64_t sum = 0;
    for (size_t i = 0; i < b->count; i++) {
        struct match_record r = match_record_at(b->records, i);
        double age = now - match_build_rows_time(match_record_key(&r));
        sum += (uint64_t)(age / longest * 1024);
    }
    double mean = (double)sum / 1024 / (double)b->count * longest;
    return mean > 0 ? mean : longest;
}

static void set_times(const match_build *b, match_graph *g)
{
    double latest = match_build_rows_time(b->latest);
    g->now = b->times.has_now ? b->times.now : b->count > 0 ? latest : 0;
    g->timed = b->count > 0 && b->latest != b->earliest;
    g->half_life = b->times.half_life;
    if (g->half_life <= 0 && g->timed) {
        g->half_life = g->now - match_build_rows_time(nth_key(b, (b->count - 1) / 2));
        if (g->half_life <= 0)
            g->half_life = mean_age(b, g->now);
    }
    if (g->half_life <= 0)
        g->half_life = 1;
    g->window = b->times.window > 0 ? b->times.window : g->half_life;
    for (int i = 0; i < 512; i++)
        g->fade[i] = (float)exp2(-i / 512.0);
}

/* ---- the whole book -------------------------------------------------------------------------- */

static int double_order(const void *x, const void *y)
{
    const double *p = x, *q = y;
    return (*p > *q) - (*p < *q);
}

static double usual_strength(const match_graph *g)
{
    double *all = grown(NULL, (size_t)g->n + 1, sizeof *all);
    for (uint32_t m = 0; m < g->n; m++)
        all[m] = g->members[m].strength;
    qsort(all, g->n, sizeof *all, double_order);
    double median = g->n > 0 ? all[g->n / 2] : 0;
    free(all);
    return median > 0 ? median : 1;
}

static uint64_t ties_in_window(const match_graph *g)
{
    uint64_t inside = 0;
    for (size_t i = 0; i < g->n_slots; i++)
        inside += g->slots[i].age / 512.0 * g->half_life <= g->window;
    return inside / 2;
}

static void look_at_whole(match_graph *g, const match_build *b)
{
    double n = g->n, first = INFINITY;
    for (uint32_t m = 0; m < g->n; m++)
        match_graph_sum(g, m);
    for (uint32_t m = 0; m < b->n; m++)
        first = b->firsts[m] < first ? b->firsts[m] : first;
    double span = match_build_rows_time(b->latest) - first;
    g->usual_strength = usual_strength(g);
    g->dense =
        n > 2 && n <= MATCH_DENSE_MEMBERS && (double)g->ties >= MATCH_DENSE * n * (n - 1) / 2;
    g->plain = (g->timed ? ties_in_window(g) : g->ties) < MATCH_FEWEST_TIES ||
               (g->timed && b->times.day > 0 && span <= b->times.day);
}

match_graph *match_build_finish(match_build *b, struct match_twins *ret_twins)
{
    match_graph *g = calloc(1, sizeof *g);
    ASSERT(g != NULL);
    g->n = b->n;
    set_times(b, g);
    renumber(b, g);
    if (b->count > 0) /* what was gathered for growing is given back */
        b->records = grown(b->records, b->count, sizeof(struct match_record));
    free(b->names);
    b->names = NULL;
    match_build_rows(g, b->records, b->count, ret_twins);
    b->records = NULL;
    look_at_whole(g, b);
    match_build_free(b);
    return g;
}
