/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_table.c - see text_table.h. Open addressing, at most half full.
 */
#include "engine/text/text_table.h"

#include <pthread.h>
#include <sodium.h>

#include "base/check.h"

static unsigned char secret[crypto_shorthash_KEYBYTES];

static void draw_secret(void)
{
    ASSERT(sodium_init() >= 0);
    randombytes_buf(secret, sizeof(secret));
}

static uint64_t hash_of(str key)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    union {
        unsigned char bytes[crypto_shorthash_BYTES];
        uint64_t number;
    } hash;
    (void)pthread_once(&once, draw_secret);
    crypto_shorthash(hash.bytes, (const unsigned char *)key.p, key.n, secret);
    return hash.number;
}

/* Where the key stands, or would. */
static struct text_table_slot *place(const struct text_table *t, str key, uint64_t hash)
{
    for (size_t i = hash & (t->cap - 1);; i = (i + 1) & (t->cap - 1)) {
        struct text_table_slot *s = &t->slot[i];
        if (s->value == 0 || (s->hash == hash && str_eq(s->key, key)))
            return s;
    }
}

static void grow(struct text_table *t)
{
    struct text_table old = *t;
    t->cap = old.cap == 0 ? 64 : old.cap * 2;
    t->slot = NEW_ARRAY(t->arena, struct text_table_slot, t->cap);
    for (size_t i = 0; i < old.cap; i++)
        if (old.slot[i].value != 0)
            *place(t, old.slot[i].key, old.slot[i].hash) = old.slot[i];
}

uint32_t text_table_get(const struct text_table *t, str key)
{
    if (t->cap == 0)
        return TEXT_TABLE_NONE;
    const struct text_table_slot *s = place(t, key, hash_of(key));
    return s->value == 0 ? TEXT_TABLE_NONE : s->value - 1;
}

void text_table_set(struct text_table *t, str key, uint32_t value)
{
    if ((t->n + 1) * 2 > t->cap)
        grow(t);
    uint64_t hash = hash_of(key);
    struct text_table_slot *s = place(t, key, hash);
    t->n += s->value == 0;
    *s = (struct text_table_slot){ key, hash, value + 1 };
}
