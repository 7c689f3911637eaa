/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_table.h - a table from texts or numbers to places in an array of the caller. Inside this
 * folder.
 *
 * The hash is SipHash under a key of this process, so that nobody can choose words that collide. It
 * is never iterated, so the key changes no result. Memory is the arena's.
 */
#ifndef ENGINE_TEXT_TEXT_TABLE_H
#define ENGINE_TEXT_TEXT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

#define TEXT_TABLE_NONE UINT32_MAX

struct text_table {
    arena *arena;
    struct text_table_slot {
        str key;
        uint64_t hash;
        uint32_t value; /* + 1; 0 = empty */
    } * slot;
    size_t cap, n;
};

/* The value of the key, or TEXT_TABLE_NONE. */
uint32_t text_table_get(const struct text_table *t, str key);
/* Sets it; the key must stay where it is for as long as the table. */
void text_table_set(struct text_table *t, str key, uint32_t value);

#endif
