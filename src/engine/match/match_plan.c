/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/match/match_plan.h"

#include <stdlib.h>

#include "base/check.h"

struct plan {
    struct match_plan_member *members;
    size_t n_members;
    struct match_plan_pair *pairs;
    double price;
    size_t *starts;   /* where the pairs of each member begin in `at`, one more than members */
    size_t *at;       /* pairs by member, best score first */
    uint32_t *chosen; /* pairs chosen, by member */
    uint32_t *seen;   /* members who are in the chain at hand bear `chain` */
    uint32_t chain;
};

static void *table(size_t count, size_t size)
{
    void *memory = calloc(count + 1, size);
    ASSERT(memory != NULL);
    return memory;
}

static uint32_t other_of(const struct match_plan_pair *p, uint32_t member)
{
    return p->a == member ? p->b : p->a;
}

static bool has_room(const struct plan *p, uint32_t member)
{
    return p->members[member].load < p->members[member].cap;
}

static void choose(struct plan *p, size_t pair, bool chosen)
{
    struct match_plan_pair *x = &p->pairs[pair];
    const uint32_t sides[2] = { x->a, x->b };
    x->chosen = chosen;
    for (size_t i = 0; i < 2; i++) {
        p->members[sides[i]].load += chosen ? 1U : -1U;
        p->chosen[sides[i]] += chosen ? 1U : -1U;
    }
}

/* ---- pairs by member ------------------------------------------------------------------------- */

static double waited_of(const struct plan *p, const struct match_plan_pair *x)
{
    double a = p->members[x->a].waited, b = p->members[x->b].waited;
    return a > b ? a : b;
}

static int pair_order(const void *x, const void *y, void *plan)
{
    const struct plan *p = plan;
    const struct match_plan_pair *u = &p->pairs[*(const size_t *)x];
    const struct match_plan_pair *v = &p->pairs[*(const size_t *)y];
    if (u->score != v->score)
        return u->score > v->score ? -1 : 1;
    if (waited_of(p, u) != waited_of(p, v))
        return waited_of(p, u) > waited_of(p, v) ? -1 : 1;
    if (u->a != v->a)
        return u->a < v->a ? -1 : 1;
    return (u->b > v->b) - (u->b < v->b);
}

static void gather(struct plan *p, size_t n_pairs)
{
    p->starts = table(p->n_members + 1, sizeof *p->starts);
    p->at = table(2 * n_pairs, sizeof *p->at);
    size_t *filled = table(p->n_members, sizeof *filled);
    size_t *order = table(n_pairs, sizeof *order);
    for (size_t i = 0; i < n_pairs; i++) {
        ASSERT(p->pairs[i].a < p->n_members && p->pairs[i].b < p->n_members);
        p->pairs[i].chosen = false;
        p->starts[p->pairs[i].a + 1]++;
        p->starts[p->pairs[i].b + 1]++;
        order[i] = i;
    }
    for (size_t m = 0; m < p->n_members; m++)
        p->starts[m + 1] += p->starts[m];
    qsort_r(order, n_pairs, sizeof *order, pair_order, p);
    for (size_t i = 0; i < n_pairs; i++) {
        const struct match_plan_pair *x = &p->pairs[order[i]];
        p->at[p->starts[x->a] + filled[x->a]++] = order[i];
        p->at[p->starts[x->b] + filled[x->b]++] = order[i];
    }
    free(filled);
    free(order);
}

/* ---- everybody gets one ---------------------------------------------------------------------- */

/* A longer chain of moves is not looked for. */
#define CHAIN_MAX 64

static bool free_place(struct plan *p, uint32_t member, int depth);

/* Gives `member` a pair other than `but`: with somebody who has room, or can get some. The places
 * that were made free further up the chain are spoken for. */
static bool serve(struct plan *p, uint32_t member, size_t but, int depth)
{
    for (int move = 0; move < 2; move++) {
        for (size_t i = p->starts[member]; i < p->starts[member + 1]; i++) {
            size_t pair = p->at[i];
            uint32_t other = other_of(&p->pairs[pair], member);
            if (pair == but || p->pairs[pair].chosen || p->seen[other] == p->chain)
                continue;
            if (move == 0 ? has_room(p, other) : free_place(p, other, depth)) {
                choose(p, pair, true);
                return true;
            }
        }
    }
    return false;
}

/* Gives up one pair of a member who is full without leaving anybody with nothing. */
static bool free_place(struct plan *p, uint32_t member, int depth)
{
    if (depth >= CHAIN_MAX)
        return false;
    p->seen[member] = p->chain;
    for (size_t i = p->starts[member + 1]; i-- > p->starts[member];) {
        size_t pair = p->at[i];
        uint32_t other = other_of(&p->pairs[pair], member);
        if (!p->pairs[pair].chosen)
            continue;
        choose(p, pair, false);
        if (p->chosen[other] > 0 || serve(p, other, pair, depth + 1))
            return true;
        choose(p, pair, true);
    }
    return false;
}

static int fewest_order(const void *x, const void *y, void *plan)
{
    const struct plan *p = plan;
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    size_t n_a = p->starts[a + 1] - p->starts[a], n_b = p->starts[b + 1] - p->starts[b];
    if (n_a != n_b)
        return n_a < n_b ? -1 : 1;
    if (p->members[a].waited != p->members[b].waited)
        return p->members[a].waited > p->members[b].waited ? -1 : 1;
    return a < b ? -1 : 1;
}

static void serve_all(struct plan *p)
{
    uint32_t *order = table(p->n_members, sizeof *order);
    for (size_t m = 0; m < p->n_members; m++)
        order[m] = (uint32_t)m;
    qsort_r(order, p->n_members, sizeof *order, fewest_order, p);
    for (size_t i = 0; i < p->n_members; i++) {
        if (p->chosen[order[i]] > 0 || !has_room(p, order[i]))
            continue;
        p->chain++;
        serve(p, order[i], SIZE_MAX, 0);
    }
    free(order);
}

/* ---- then the best --------------------------------------------------------------------------- */

/* A pair in the heap, with its price as it was when it was put there; loads only grow from now on,
 * so a price that has not changed is the best there is. */
struct offer {
    double worth;
    size_t pair;
};

static double worth_of(const struct plan *p, size_t pair)
{
    const struct match_plan_pair *x = &p->pairs[pair];
    const struct match_plan_member *a = &p->members[x->a], *b = &p->members[x->b];
    return x->score - p->price * ((double)a->load / (a->cap > 0 ? a->cap : 1) +
                                  (double)b->load / (b->cap > 0 ? b->cap : 1));
}

static bool better(const struct plan *p, const struct offer *x, const struct offer *y)
{
    if (x->worth != y->worth)
        return x->worth > y->worth;
    const struct match_plan_pair *u = &p->pairs[x->pair], *v = &p->pairs[y->pair];
    if (waited_of(p, u) != waited_of(p, v))
        return waited_of(p, u) > waited_of(p, v);
    return u->a != v->a ? u->a < v->a : u->b < v->b;
}

static void sink(const struct plan *p, struct offer *heap, size_t n, size_t i)
{
    for (;;) {
        size_t best = i, left = 2 * i + 1, right = left + 1;
        if (left < n && better(p, &heap[left], &heap[best]))
            best = left;
        if (right < n && better(p, &heap[right], &heap[best]))
            best = right;
        if (best == i)
            return;
        struct offer moved = heap[i];
        heap[i] = heap[best];
        heap[best] = moved;
        i = best;
    }
}

static void fill(struct plan *p, size_t n_pairs, uint32_t wanted)
{
    struct offer *heap = table(n_pairs, sizeof *heap);
    size_t n = 0;
    for (size_t i = 0; i < n_pairs; i++)
        if (!p->pairs[i].chosen)
            heap[n++] = (struct offer){ worth_of(p, i), i };
    for (size_t i = n / 2; i-- > 0;)
        sink(p, heap, n, i);
    while (n > 0) {
        size_t pair = heap[0].pair;
        const struct match_plan_pair *x = &p->pairs[pair];
        double worth = worth_of(p, pair);
        bool wanted_still = p->chosen[x->a] < wanted || p->chosen[x->b] < wanted;
        if (!wanted_still || !has_room(p, x->a) || !has_room(p, x->b)) {
            heap[0] = heap[--n];
        } else if (worth < heap[0].worth) {
            heap[0].worth = worth;
        } else {
            choose(p, pair, true);
            heap[0] = heap[--n];
        }
        sink(p, heap, n, 0);
    }
    free(heap);
}

/* ---- the report ------------------------------------------------------------------------------ */

static int load_order(const void *x, const void *y)
{
    const uint32_t *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

static void report(const struct plan *p, struct match_plan_report *ret)
{
    struct match_plan_report r = { 0 };
    uint32_t *loads = table(p->n_members, sizeof *loads);
    double sum = 0, ranked = 0;
    for (size_t m = 0; m < p->n_members; m++) {
        if (p->starts[m + 1] == p->starts[m])
            continue;
        loads[r.with_choice++] = p->members[m].load;
        r.served += p->chosen[m] > 0;
        r.most_load = p->members[m].load > r.most_load ? p->members[m].load : r.most_load;
    }
    qsort(loads, r.with_choice, sizeof *loads, load_order);
    for (size_t i = 0; i < r.with_choice; i++) {
        sum += loads[i];
        ranked += (double)(i + 1) * loads[i];
    }
    double n = (double)r.with_choice;
    r.gini = sum > 0 ? 2 * ranked / (n * sum) - (n + 1) / n : 0;
    free(loads);
    *ret = r;
}

void match_plan(struct match_plan_member *members, size_t n_members, struct match_plan_pair *pairs,
                size_t n_pairs, uint32_t wanted, double price, struct match_plan_report *ret)
{
    struct plan p = { .members = members, .n_members = n_members, .pairs = pairs, .price = price };
    p.chosen = table(n_members, sizeof *p.chosen);
    p.seen = table(n_members, sizeof *p.seen);
    for (size_t m = 0; m < n_members; m++)
        members[m].load = members[m].open;
    gather(&p, n_pairs);
    serve_all(&p);
    fill(&p, n_pairs, wanted);
    report(&p, ret);
    free(p.starts);
    free(p.at);
    free(p.chosen);
    free(p.seen);
}
