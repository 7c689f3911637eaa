/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_slots.c - a text as dimensions: its words, pairs of words, and the phrases of the list.
 */
#include "base/check.h"
#include "engine/text/text_index_parts.h"
#include "engine/text/text_tokens.h"

/* Adds the slot, or counts it once more. */
static void add(struct text_slots *all, arena *a, struct text_slot slot)
{
    void *grown = all->item;
    for (size_t i = 0; i < all->n; i++) {
        if (str_eq(all->item[i].key[0], slot.key[0])) {
            all->item[i].times++;
            return;
        }
    }
    arena_grow(a, &grown, &all->cap, all->n + 1, sizeof(struct text_slot));
    all->item = grown;
    all->item[all->n++] = slot;
}

/* The key of `n` tokens in one language; absent in the second where none of them has a second stem.
 */
static str key_of(arena *a, const struct text_token *t, size_t n, int lang)
{
    str stems[TEXT_SYNONYMS_WORDS];
    bool differs = lang == 0;
    for (size_t i = 0; i < n; i++) {
        bool other = lang == 1 && t[i].stem[1].p != NULL;
        stems[i] = t[i].stem[other ? 1 : 0];
        differs = differs || other;
    }
    return differs ? text_synonyms_key(a, stems, n) : (str){ 0 };
}

/* Of a pair that the list does not know the German key alone, whatever the language: one is enough
 * to meet, and there are many pairs. */
static void add_phrase(struct text_slots *all, arena *a, const text_synonyms *list,
                       enum text_lang lang, const struct text_token *t, size_t n)
{
    struct text_slot slot = {
        .key = { key_of(a, t, n, 0), key_of(a, t, n, 1) },
        .term = { TEXT_NO_TERM, TEXT_NO_TERM },
        .plain = S(""),
        .written = { t[0].written.p,
                     (size_t)(t[n - 1].written.p - t[0].written.p) + t[n - 1].written.n },
        .times = 1,
    };
    bool known = text_synonyms_known(list, slot.key[0]) ||
                 (slot.key[1].p != NULL && text_synonyms_known(list, slot.key[1]));
    slot.factor = known ? 1 : TEXT_PAIR_WEIGHT;
    if (!known && lang == TEXT_ENGLISH && slot.key[1].p != NULL)
        slot.key[0] = slot.key[1];
    if (!known)
        slot.key[1] = (str){ 0 };
    if (known || n == 2)
        add(all, a, slot);
}

struct text_slots text_slots_of(arena *a, const text_synonyms *list, str text, size_t *ret_words)
{
    struct text_tokens tokens;
    struct text_slots all = { 0 };
    text_tokens(a, text, &tokens);
    for (size_t i = 0; i < tokens.n; i++) {
        const struct text_token *t = &tokens.item[i];
        add(&all, a,
            (struct text_slot){ .key = { t->stem[0], t->stem[1] },
                                .term = { TEXT_NO_TERM, TEXT_NO_TERM },
                                .plain = t->plain,
                                .written = t->written,
                                .times = 1,
                                .factor = 1 });
    }
    for (size_t i = 0; i < tokens.n; i++)
        for (size_t n = 2; n <= TEXT_SYNONYMS_WORDS && i + n <= tokens.n; n++) {
            if (!tokens.item[i + n - 1].joined)
                break;
            add_phrase(&all, a, list, tokens.lang, &tokens.item[i], n);
        }
    *ret_words = tokens.n;
    return all;
}
