/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_index.c - open addressing, at most half full, so that equal keys keep the order of adding.
 */
#include "weeks_index.h"

struct weeks_index_slot {
    str key; /* empty = free */
    size_t value;
};

weeks_index weeks_index_new(arena *a, size_t expected)
{
    size_t size = 16;
    while (size < expected * 2)
        size *= 2;
    return (weeks_index){ NEW_ARRAY(a, struct weeks_index_slot, size), size - 1, 0, a };
}

static void put(weeks_index *index, str key, size_t value)
{
    size_t at = (size_t)str_hash(key) & index->mask;
    while (!str_empty(index->slots[at].key))
        at = (at + 1) & index->mask;
    index->slots[at] = (struct weeks_index_slot){ key, value };
    index->used++;
}

/* The old slots are walked from behind a free one, so that runs of equal keys stay in order. */
static void grow(weeks_index *index)
{
    weeks_index bigger = weeks_index_new(index->arena, index->mask + 1);
    size_t from = 0;
    while (!str_empty(index->slots[from].key))
        from++;
    for (size_t i = 0; i <= index->mask; i++) {
        const struct weeks_index_slot *slot = &index->slots[(from + i) & index->mask];
        if (!str_empty(slot->key))
            put(&bigger, slot->key, slot->value);
    }
    *index = bigger;
}

void weeks_index_add(weeks_index *index, str key, size_t value)
{
    if (str_empty(key))
        return;
    if (index->used * 2 > index->mask)
        grow(index);
    put(index, key, value);
}

size_t weeks_index_find(const weeks_index *index, str key, const bool *taken)
{
    if (str_empty(key))
        return WEEKS_INDEX_NONE;
    size_t at = (size_t)str_hash(key) & index->mask;
    for (; !str_empty(index->slots[at].key); at = (at + 1) & index->mask) {
        const struct weeks_index_slot *slot = &index->slots[at];
        if (str_eq(slot->key, key) && (taken == NULL || !taken[slot->value]))
            return slot->value;
    }
    return WEEKS_INDEX_NONE;
}
