/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * arena.c - a chain of blocks, each twice the last; with ARENA_EXACT a list of single mallocs.
 */
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

/* What malloc gives on our machines, enough for any type. */
#define ALIGNMENT ((size_t)16)

struct defer {
    struct defer *older;
    void (*fn)(void *arg);
    void *arg;
};

#ifdef ARENA_EXACT

struct arena {
    size_t limit;
    size_t used;
    struct defer *defers;
    /* Kept apart from the pieces: a header before each would hide writes in front of one. */
    void **pieces;
    size_t count;
    size_t cap;
};

static void *piece_new(arena *a, size_t size)
{
    if (a->count == a->cap) {
        size_t cap = a->cap == 0 ? 16 : a->cap * 2;
        void **pieces = realloc(a->pieces, cap * sizeof(*pieces));
        ASSERT(pieces != NULL);
        a->pieces = pieces;
        a->cap = cap;
    }
    void *p = calloc(1, size == 0 ? 1 : size);
    ASSERT(p != NULL);
    a->pieces[a->count++] = p;
    return p;
}

static void pieces_free(arena *a, bool keep_first)
{
    (void)keep_first; /* nothing is worth keeping here */
    for (size_t i = 0; i < a->count; i++)
        free(a->pieces[i]);
    free(a->pieces);
    a->pieces = NULL;
    a->count = a->cap = 0;
}

#else

#define FIRST_BLOCK ((size_t)4096)
/* Doubling ends here: a large arena wastes less than this at its end. */
#define LARGEST_BLOCK ((size_t)4 << 20)

struct block {
    struct block *older;
    size_t size; /* of what follows the head */
    size_t filled;
    _Alignas(ALIGNMENT) char bytes[];
};

struct arena {
    size_t limit;
    size_t used;
    struct defer *defers;
    struct block *newest;
};

static void block_add(arena *a, size_t need)
{
    size_t size = FIRST_BLOCK - sizeof(struct block);
    if (a->newest != NULL)
        size = a->newest->size * 2 < LARGEST_BLOCK ? a->newest->size * 2 : LARGEST_BLOCK;
    if (size < need)
        size = need;
    size = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
    struct block *b = malloc(sizeof(*b) + size);
    ASSERT(b != NULL);
    b->older = a->newest;
    b->size = size;
    b->filled = 0;
    a->newest = b;
}

static void *piece_new(arena *a, size_t size)
{
    size_t rounded = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
    if (a->newest == NULL || a->newest->size - a->newest->filled < rounded)
        block_add(a, rounded);
    void *p = a->newest->bytes + a->newest->filled;
    a->newest->filled += rounded;
    /* Zeroed here and not in the block, since a kept block comes back with its old contents. */
    memset(p, 0, rounded);
    return p;
}

static void pieces_free(arena *a, bool keep_first)
{
    while (a->newest != NULL && (a->newest->older != NULL || !keep_first)) {
        struct block *b = a->newest;
        a->newest = b->older;
        free(b);
    }
    if (a->newest != NULL)
        a->newest->filled = 0;
}

#endif

arena *arena_new(size_t limit)
{
    arena *a = calloc(1, sizeof(*a));
    ASSERT(a != NULL);
    a->limit = limit;
    return a;
}

/* A defer may still use the arena, and may even defer again. */
static void defers_run(arena *a)
{
    while (a->defers != NULL) {
        struct defer *d = a->defers;
        a->defers = d->older;
        d->fn(d->arg);
    }
}

void arena_free(arena *a)
{
    if (a == NULL)
        return;
    defers_run(a);
    pieces_free(a, false);
    free(a);
}

void arena_reset(arena *a)
{
    defers_run(a);
    pieces_free(a, true);
    a->used = 0;
}

void *arena_alloc(arena *a, size_t size)
{
    ASSERT(size <= a->limit - a->used);
    a->used += size;
    return piece_new(a, size);
}

void *arena_array(arena *a, size_t count, size_t size)
{
    size_t bytes = 0;
    ASSERT(!__builtin_mul_overflow(count, size, &bytes));
    return arena_alloc(a, bytes);
}

void arena_grow(arena *a, void **array, size_t *cap, size_t need, size_t size)
{
    if (need <= *cap)
        return;
    size_t grown = *cap < 4 ? 4 : *cap;
    while (grown < need)
        grown = grown <= SIZE_MAX / 2 ? grown * 2 : need;
    void *p = arena_array(a, grown, size);
    if (*cap > 0)
        memcpy(p, *array, *cap * size);
    *array = p;
    *cap = grown;
}

void arena_defer(arena *a, void (*fn)(void *arg), void *arg)
{
    struct defer *d = NEW(a, struct defer);
    *d = (struct defer){ .older = a->defers, .fn = fn, .arg = arg };
    a->defers = d;
}

size_t arena_used(const arena *a)
{
    return a->used;
}

void arena_cleanup_(arena **a)
{
    arena_free(*a);
}
