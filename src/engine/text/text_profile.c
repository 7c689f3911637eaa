/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_profile.c - see text_index.h: all that a person seeks and offers, as one vector. Only for
 * how much two have in common; who needs whom is asked item by item.
 */
#include <math.h>

#include "engine/text/text_index_parts.h"

struct weight {
    uint32_t term;
    double value;
};
struct profile {
    struct weight *item;
    size_t n, cap;
};

static void add(struct profile *p, arena *a, uint32_t term, double value)
{
    void *grown = p->item;
    for (size_t i = 0; i < p->n; i++) {
        if (p->item[i].term == term) {
            p->item[i].value += value;
            return;
        }
    }
    arena_grow(a, &grown, &p->cap, p->n + 1, sizeof(*p->item));
    p->item = grown;
    p->item[p->n++] = (struct weight){ term, value };
}

/* Words and their parts; pairs of words say little about a topic. */
static void add_entry(const text_index *x, struct profile *p, arena *a, const struct text_entry *e)
{
    const struct text_vocabulary *v = &x->vocabulary;
    for (size_t i = 0; i < e->slots.n; i++) {
        const struct text_slot *s = &e->slots.item[i];
        const struct text_term *t = &v->term[s->term[0]];
        if (s->factor < 1)
            continue;
        add(p, a, s->term[0], t->idf);
        for (size_t k = 0; k < t->n_parts; k++)
            add(p, a, t->part[k], TEXT_PART_WEIGHT * v->term[t->part[k]].idf);
    }
}

static struct profile profile_of(const text_index *x, arena *a, int64_t owner)
{
    struct profile p = { 0 };
    const struct text_numbers *all = text_index_owned(x, owner);
    for (size_t i = 0; i < all->n; i++)
        add_entry(x, &p, a, &x->entry[all->at[i]]);
    return p;
}

static double product(const struct profile *one, const struct profile *other)
{
    double sum = 0;
    for (size_t i = 0; i < one->n; i++)
        for (size_t k = 0; k < other->n; k++)
            if (one->item[i].term == other->item[k].term)
                sum += one->item[i].value * other->item[k].value;
    return sum;
}

/* The smaller number comes first, so that both directions are the same sum to the last bit. */
double text_index_overlap(const text_index *x, arena *a, int64_t owner, int64_t other)
{
    struct profile one = profile_of(x, a, owner < other ? owner : other);
    struct profile two = profile_of(x, a, owner < other ? other : owner);
    double norm = sqrt(product(&one, &one)) * sqrt(product(&two, &two));
    double cosine = norm > 0 ? product(&one, &two) / norm : 0;
    return cosine < 1 ? cosine : 1;
}
