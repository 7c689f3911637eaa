/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_index.c - see text_index.h: what is in the index.
 */
#include "engine/text/text_index.h"

#include <math.h>
#include <stdlib.h>

#include "base/check.h"
#include "engine/text/text_index_parts.h"
#include "engine/text/text_tokens.h"

#define INDEX_LIMIT ((size_t)4 << 30)

text_index *text_index_new(const text_synonyms *list)
{
    arena *a = arena_new(INDEX_LIMIT);
    text_index *x = NEW(a, text_index);
    x->arena = a;
    x->vocabulary = (struct text_vocabulary){
        .arena = a,
        .scratch = arena_new(ARENA_LIMIT),
        .synonyms = list,
        .by_key.arena = a,
        .by_gram.arena = a,
    };
    x->by_id.arena = a;
    x->by_owner.arena = a;
    return x;
}

void text_index_free(text_index *x)
{
    if (x == NULL)
        return;
    arena_free(x->vocabulary.scratch);
    arena_free(x->arena);
}

size_t text_index_count(const text_index *x)
{
    return x->alive;
}

/* ---- finding one's way ----------------------------------------------------------------------- */

static str key_of(const int64_t *number)
{
    return (str){ (const char *)number, sizeof(*number) };
}

const struct text_entry *text_index_entry(const text_index *x, int64_t id)
{
    uint32_t place = text_table_get(&x->by_id, key_of(&id));
    return place == TEXT_TABLE_NONE || x->entry[place].dropped ? NULL : &x->entry[place];
}

const struct text_numbers *text_index_owned(const text_index *x, int64_t owner)
{
    static const struct text_numbers none = { 0 };
    uint32_t place = text_table_get(&x->by_owner, key_of(&owner));
    return place == TEXT_TABLE_NONE ? &none : &x->owned[place];
}

struct text_postings text_index_postings(const text_index *x, enum text_side side, uint32_t term)
{
    return term < x->cap_postings[side] ? x->postings[side][term] : (struct text_postings){ 0 };
}

double text_index_tf(size_t times)
{
    return 1 + log((double)times);
}

/* ---- weighing -------------------------------------------------------------------------------- */

static double square(double x)
{
    return x * x;
}

/* The length of an item's vector. A word of two stems counts by the one that
 * is not as rare. */
static double norm_of(const text_index *x, const struct text_entry *e)
{
    const struct text_vocabulary *v = &x->vocabulary;
    double sum = 0;
    for (size_t i = 0; i < e->slots.n; i++) {
        const struct text_slot *s = &e->slots.item[i];
        const struct text_term *t = &v->term[s->term[0]];
        double tf = text_index_tf(s->times), idf = t->idf;
        if (s->term[1] != TEXT_NO_TERM && v->term[s->term[1]].idf < idf)
            idf = v->term[s->term[1]].idf;
        sum += square(s->factor * tf * idf);
        for (size_t k = 0; k < t->n_parts; k++)
            sum += square(TEXT_PART_WEIGHT * tf * v->term[t->part[k]].idf);
    }
    return sqrt(sum);
}

/* What dropped items left behind in the postings, and as words that stand for a stem. */
static void sweep(text_index *x)
{
    for (size_t side = 0; side < COUNT_OF(x->postings); side++)
        for (size_t term = 0; term < x->cap_postings[side]; term++) {
            struct text_postings *p = &x->postings[side][term];
            size_t kept = 0;
            for (size_t i = 0; i < p->n; i++)
                if (!x->entry[p->at[i].entry].dropped)
                    p->at[kept++] = p->at[i];
            p->n = kept;
        }
    text_vocabulary_forget(&x->vocabulary);
    for (size_t i = 0; i < x->n; i++)
        for (size_t k = 0; !x->entry[i].dropped && k < x->entry[i].slots.n; k++) {
            const struct text_slot *s = &x->entry[i].slots.item[k];
            for (size_t l = 0; l < COUNT_OF(s->term); l++)
                if (s->term[l] != TEXT_NO_TERM)
                    text_vocabulary_plain(&x->vocabulary, s->term[l], s->plain);
        }
    x->holes = false;
}

static void weigh(text_index *x)
{
    text_vocabulary_weigh(&x->vocabulary, x->alive);
    for (size_t i = 0; i < x->n; i++)
        if (!x->entry[i].dropped)
            x->entry[i].norm = norm_of(x, &x->entry[i]);
}

void text_index_refresh(text_index *x)
{
    if (!x->changed)
        return;
    if (x->holes)
        sweep(x);
    text_vocabulary_cut(&x->vocabulary);
    weigh(x);
    x->changed = false;
}

/* New words may be parts of old compounds; that is looked for five times less often. */
static void weigh_if_grown(text_index *x)
{
    struct text_vocabulary *v = &x->vocabulary;
    if ((double)x->alive <= (double)v->items * (1 + TEXT_GROWTH))
        return;
    if ((double)v->n > (double)v->cut * (1 + 5 * TEXT_GROWTH))
        text_vocabulary_cut(v);
    weigh(x);
}

/* ---- putting and dropping -------------------------------------------------------------------- */

static void add_posting(text_index *x, enum text_side side, uint32_t term, struct text_posting p)
{
    void *grown = x->postings[side];
    if (term >= x->cap_postings[side])
        arena_grow(x->arena, &grown, &x->cap_postings[side], (size_t)term + 1,
                   sizeof(struct text_postings));
    x->postings[side] = grown;
    struct text_postings *to = &x->postings[side][term];
    grown = to->at;
    if (to->n == to->cap)
        arena_grow(x->arena, &grown, &to->cap, to->n + 1, sizeof(struct text_posting));
    to->at = grown;
    to->at[to->n++] = p;
}

/* Entries of one owner stay in the order of their ids. */
static void add_owned(text_index *x, int64_t owner, uint32_t place)
{
    uint32_t at = text_table_get(&x->by_owner, key_of(&owner));
    if (at == TEXT_TABLE_NONE) {
        void *grown = x->owned;
        arena_grow(x->arena, &grown, &x->cap_owners, x->n_owners + 1, sizeof(*x->owned));
        x->owned = grown;
        at = (uint32_t)x->n_owners++;
        text_table_set(&x->by_owner, str_copy(x->arena, key_of(&owner)), at);
    }
    struct text_numbers *all = &x->owned[at];
    text_numbers_add(all, x->arena, place);
    for (size_t i = all->n - 1; i > 0 && x->entry[all->at[i - 1]].id > x->entry[place].id; i--) {
        all->at[i] = all->at[i - 1];
        all->at[i - 1] = place;
    }
}

static void drop_owned(text_index *x, const struct text_entry *e)
{
    struct text_numbers *all = &x->owned[text_table_get(&x->by_owner, key_of(&e->owner))];
    size_t kept = 0;
    for (size_t i = 0; i < all->n; i++)
        if (&x->entry[all->at[i]] != e)
            all->at[kept++] = all->at[i];
    all->n = kept;
}

/* The slots of a text that stays, with terms and postings. */
static void add_slots(text_index *x, struct text_entry *e, uint32_t place,
                      const struct text_slots *from)
{
    struct text_vocabulary *v = &x->vocabulary;
    e->slots =
        (struct text_slots){ NEW_ARRAY(x->arena, struct text_slot, from->n), from->n, from->n };
    for (size_t i = 0; i < from->n; i++) {
        struct text_slot *s = &e->slots.item[i];
        *s = from->item[i];
        for (size_t k = 0; k < COUNT_OF(s->term) && s->key[k].p != NULL; k++) {
            s->term[k] = text_vocabulary_take(v, s->key[k], s->plain);
            s->key[k] = v->term[s->term[k]].key;
            v->term[s->term[k]].uses++;
            add_posting(x, e->side, s->term[k], (struct text_posting){ place, s->times });
        }
        str shared = v->term[s->term[0]].plain;
        s->plain = str_eq(s->plain, shared) ? shared : str_copy(x->arena, s->plain);
    }
}

void text_index_put(text_index *x, const struct text_item *item)
{
    (void)text_index_drop(x, item->id);
    SCRATCH(scratch);
    void *grown = x->entry;
    uint32_t place = (uint32_t)x->n;
    arena_grow(x->arena, &grown, &x->cap, x->n + 1, sizeof(struct text_entry));
    x->entry = grown;
    struct text_entry *e = &x->entry[x->n++];
    *e = (struct text_entry){ .id = item->id, .owner = item->owner, .side = item->side };
    str text = str_copy(x->arena, str_sub(item->text, 0, TEXT_TOKENS_BYTES));
    struct text_slots slots = text_slots_of(scratch, x->vocabulary.synonyms, text, &e->words);
    add_slots(x, e, place, &slots);
    e->norm = norm_of(x, e);
    text_table_set(&x->by_id, str_copy(x->arena, key_of(&item->id)), place);
    add_owned(x, item->owner, place);
    x->alive++;
    x->words += e->words;
    x->changed = true;
    weigh_if_grown(x);
}

bool text_index_drop(text_index *x, int64_t id)
{
    uint32_t place = text_table_get(&x->by_id, key_of(&id));
    if (place == TEXT_TABLE_NONE || x->entry[place].dropped)
        return false;
    struct text_entry *e = &x->entry[place];
    for (size_t i = 0; i < e->slots.n; i++)
        for (size_t k = 0; k < COUNT_OF(e->slots.item[i].term); k++)
            if (e->slots.item[i].term[k] != TEXT_NO_TERM)
                x->vocabulary.term[e->slots.item[i].term[k]].uses--;
    drop_owned(x, e);
    e->dropped = true;
    x->holes = true;
    x->alive--;
    x->words -= e->words;
    x->changed = true;
    return true;
}
