/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * arena.h - memory that is given back all at once: everything a request makes lives on its arena.
 *
 * An arena belongs to one thread at a time. Memory is zeroed and never NULL: an arena that grows
 * past its limit, or a machine without memory, ends the program with a report (check.h). The limit
 * is a fuse for our own faults; bounds on what comes from outside are enforced at the edges.
 * Built with ARENA_EXACT, each piece is a malloc of its own, so that the address sanitizer sees
 * every overflow.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/attr.h"

typedef struct arena arena;

/* The fuse of a request, and of most other work: 256 MiB. */
#define ARENA_LIMIT ((size_t)256 << 20)

/* Owned by the caller, given back by arena_free. `limit` in bytes. */
arena *arena_new(size_t limit);
/* Runs the defers, newest first, then gives everything back. NULL is allowed. */
void arena_free(arena *a);
/* The same, but the arena stays and can be used again (it keeps its first block). */
void arena_reset(arena *a);

/* `size` zeroed bytes, aligned for any type; size 0 gives a valid pointer. */
void *arena_alloc(arena *a, size_t size);
/* `count` times `size` bytes; a product that overflows ends the program. */
void *arena_array(arena *a, size_t count, size_t size);
/* `*array` grows to hold at least `need` elements (doubling, contents kept, the rest zeroed) and
 * `*cap` follows. Start with a NULL array and cap 0. */
void arena_grow(arena *a, void **array, size_t *cap, size_t need, size_t size);

/* Calls fn(arg) when the arena is freed or reset; newest first. */
void arena_defer(arena *a, void (*fn)(void *arg), void *arg);

/* Bytes handed out since the arena was made or reset. */
size_t arena_used(const arena *a);

#define NEW(a, T) ((T *)arena_alloc((a), sizeof(T)))
#define NEW_ARRAY(a, T, count) ((T *)arena_array((a), (count), sizeof(T)))

/* A local arena that is freed at the end of its scope: SCRATCH(a); */
#define SCRATCH(name) CLEANUP(arena_cleanup_) arena *(name) = arena_new(ARENA_LIMIT)
void arena_cleanup_(arena **a);

#endif
