/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_index.h - finds a number by a text: how an import matches thousands of talks without
 * comparing each with each.
 */
#ifndef FEATURE_WEEKS_WEEKS_INDEX_H
#define FEATURE_WEEKS_WEEKS_INDEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

typedef struct weeks_index {
    struct weeks_index_slot *slots;
    size_t mask, used;
    arena *arena;
} weeks_index;

#define WEEKS_INDEX_NONE ((size_t)-1)

weeks_index weeks_index_new(arena *a, size_t expected);
/* An empty key is not added. A key may be added with several values. */
void weeks_index_add(weeks_index *index, str key, size_t value);
/* The first value added for `key` that is not yet `taken` (may be NULL); WEEKS_INDEX_NONE if none.
 */
size_t weeks_index_find(const weeks_index *index, str key, const bool *taken);

#endif
