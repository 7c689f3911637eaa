/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_query.c - a text as a question: for each of its dimensions the terms by which an item may
 * meet it, each with what that is worth. The best of them counts.
 */
#include <math.h>

#include "base/check.h"
#include "engine/text/text_index_parts.h"

/* A question that is being made. */
struct making {
    const text_index *x;
    arena *arena;
    enum text_side among;
    struct text_query query;
};

/* ---- ways to meet a dimension ---------------------------------------------------------------- */

static void add_way(arena *a, struct text_group *g, uint32_t term, double value)
{
    void *grown = g->way;
    arena_grow(a, &grown, &g->cap, g->n + 1, sizeof(*g->way));
    g->way = grown;
    g->way[g->n++] = (struct text_way_in){ term, value };
}

/* Has the other side the term, as itself or in a compound? */
static bool is_there(const struct making *m, uint32_t term)
{
    const struct text_numbers *within = &m->x->vocabulary.term[term].within;
    bool found = text_index_postings(m->x, m->among, term).n > 0;
    for (size_t i = 0; !found && i < within->n; i++)
        found = text_index_postings(m->x, m->among, within->at[i]).n > 0;
    return found;
}

static void add_term(const struct making *m, struct text_group *g, uint32_t term, double factor)
{
    if (term == TEXT_NO_TERM || !is_there(m, term))
        return;
    double idf = m->x->vocabulary.term[term].idf;
    add_way(m->arena, g, term, m->x->rule == TEXT_BM25 ? factor : factor * idf);
}

static void add_synonyms(const struct making *m, struct text_group *g, str key)
{
    const struct text_vocabulary *v = &m->x->vocabulary;
    struct text_phrases all = text_synonyms_of(v->synonyms, key);
    for (size_t i = 0; i < all.n; i++)
        for (size_t k = 0; k < COUNT_OF(all.item[i].key); k++)
            if (all.item[i].key[k].p != NULL)
                add_term(m, g, text_vocabulary_find(v, all.item[i].key[k]), TEXT_SYNONYM_WEIGHT);
}

/* ---- dimensions ------------------------------------------------------------------------------ */

static void add_group(struct making *m, struct text_group g)
{
    void *grown = m->query.group;
    arena_grow(m->arena, &grown, &m->query.cap, m->query.n + 1, sizeof(g));
    m->query.group = grown;
    m->query.group[m->query.n++] = g;
    m->query.norm += m->x->rule == TEXT_BM25 ? g.weight : g.weight * g.weight;
}

static double idf_of(const text_index *x, uint32_t term)
{
    return term == TEXT_NO_TERM ? text_vocabulary_idf(&x->vocabulary, 0)
                                : x->vocabulary.term[term].idf;
}

static void add_part(struct making *m, const struct text_slot *s, str key)
{
    uint32_t term = text_vocabulary_find(&m->x->vocabulary, key);
    struct text_group g = {
        .weight = TEXT_PART_WEIGHT * text_index_tf(s->times) * idf_of(m->x, term),
        .written = s->written,
    };
    add_term(m, &g, term, 1);
    add_synonyms(m, &g, key);
    add_group(m, g);
}

/* The parts of a compound, known to the vocabulary or not. */
static void add_parts(struct making *m, const struct text_slot *s)
{
    const struct text_vocabulary *v = &m->x->vocabulary;
    str stems[TEXT_PARTS_MAX];
    size_t n = 0;
    if (s->term[0] == TEXT_NO_TERM)
        n = text_vocabulary_split(v, m->arena, s->plain, stems);
    else
        for (; n < v->term[s->term[0]].n_parts; n++)
            stems[n] = v->term[v->term[s->term[0]].part[n]].key;
    for (size_t i = 0; i < n; i++)
        add_part(m, s, stems[i]);
}

static void add_slot(struct making *m, const struct text_slot *s)
{
    double idf = idf_of(m->x, s->term[0]);
    if (s->term[1] != TEXT_NO_TERM && idf_of(m->x, s->term[1]) < idf)
        idf = idf_of(m->x, s->term[1]);
    struct text_group g = {
        .weight = s->factor * text_index_tf(s->times) * idf,
        .written = s->written,
    };
    for (size_t i = 0; i < COUNT_OF(s->key) && s->key[i].p != NULL; i++) {
        add_term(m, &g, s->term[i], s->factor);
        add_synonyms(m, &g, s->key[i]);
    }
    if (g.n == 0 && !str_empty(s->plain))
        g.unmet = s->key[0];
    add_group(m, g);
    if (!str_empty(s->plain))
        add_parts(m, s);
}

static struct text_query make(struct making *m, const struct text_slots *slots)
{
    for (size_t i = 0; i < slots->n; i++)
        add_slot(m, &slots->item[i]);
    if (m->x->rule == TEXT_COSINE)
        m->query.norm = sqrt(m->query.norm);
    return m->query;
}

struct text_query text_query_of_text(const text_index *x, arena *a, str text, enum text_side among)
{
    struct making m = { .x = x, .arena = a, .among = among };
    size_t words = 0;
    struct text_slots slots = text_slots_of(a, x->vocabulary.synonyms, text, &words);
    for (size_t i = 0; i < slots.n; i++)
        for (size_t k = 0; k < COUNT_OF(slots.item[i].key); k++)
            if (slots.item[i].key[k].p != NULL)
                slots.item[i].term[k] = text_vocabulary_find(&x->vocabulary, slots.item[i].key[k]);
    return make(&m, &slots);
}

struct text_query text_query_of_entry(const text_index *x, arena *a, const struct text_entry *e,
                                      enum text_side among)
{
    struct making m = { .x = x, .arena = a, .among = among };
    return make(&m, &e->slots);
}

/* ---- words that nobody has ------------------------------------------------------------------- */

/* What a term is worth that looks like the word. */
static double alike_value(const text_index *x, uint32_t term, double dice)
{
    double idf = x->rule == TEXT_BM25 ? 1 : x->vocabulary.term[term].idf;
    return TEXT_ALIKE_WEIGHT * dice * idf;
}

static void spread_alike(const text_index *x, arena *a, struct text_group *g, uint16_t *shared)
{
    struct text_alikes all = text_vocabulary_alike(&x->vocabulary, a, g->unmet, shared);
    g->way = NEW_ARRAY(a, struct text_way_in, all.n);
    for (g->n = 0; g->n < all.n; g->n++) {
        struct text_alike one = all.item[g->n];
        g->way[g->n] = (struct text_way_in){ one.term, alike_value(x, one.term, one.dice) };
    }
}

static void spread_compounds(const text_index *x, arena *a, struct text_group *g)
{
    for (size_t i = 0, n = g->n; i < n; i++) {
        struct text_way_in way = g->way[i];
        const struct text_numbers *within = &x->vocabulary.term[way.term].within;
        for (size_t k = 0; k < within->n; k++)
            add_way(a, g, within->at[k], TEXT_PART_WEIGHT * way.value);
    }
}

void text_query_spread(const text_index *x, arena *a, struct text_query *q)
{
    uint16_t *shared = NULL;
    for (size_t i = 0; i < q->n; i++) {
        struct text_group *g = &q->group[i];
        if (g->unmet.p == NULL) {
            spread_compounds(x, a, g);
            continue;
        }
        if (shared == NULL)
            shared = NEW_ARRAY(a, uint16_t, x->vocabulary.n);
        spread_alike(x, a, g, shared);
    }
}

/* The same for one word of one item. */
static double unmet_value(const text_index *x, const struct text_group *g,
                          const struct text_slot *s)
{
    double best = 0;
    for (size_t i = 0; i < COUNT_OF(s->key) && s->key[i].p != NULL && !str_empty(s->plain); i++) {
        double dice = text_vocabulary_dice(g->unmet, s->key[i]);
        double value = dice > 0 ? alike_value(x, s->term[i], dice) : 0;
        best = value > best ? value : best;
    }
    return best;
}

/* How much of a term stands in a slot: all of it, half as part of a compound, nothing. */
static double share_of(const text_index *x, const struct text_slot *s, uint32_t term)
{
    double share = 0;
    for (size_t k = 0; k < COUNT_OF(s->term) && s->term[k] != TEXT_NO_TERM; k++) {
        const struct text_term *t = &x->vocabulary.term[s->term[k]];
        if (s->term[k] == term)
            return 1;
        for (size_t i = 0; i < t->n_parts; i++)
            if (t->part[i] == term)
                share = TEXT_PART_WEIGHT;
    }
    return share;
}

static double way_value(const text_index *x, const struct text_group *g, const struct text_slot *s)
{
    double best = 0;
    for (size_t i = 0; i < g->n; i++) {
        double value = g->way[i].value * share_of(x, s, g->way[i].term);
        best = value > best ? value : best;
    }
    return best;
}

/* ---- scores ---------------------------------------------------------------------------------- */

double text_query_times(const text_index *x, const struct text_entry *e, size_t times)
{
    if (x->rule == TEXT_COSINE)
        return text_index_tf(times);
    double tf = (double)times, mean = (double)x->words / (double)x->alive;
    double length = 1 - TEXT_BM25_B + TEXT_BM25_B * (double)e->words / mean;
    return tf * (TEXT_BM25_K1 + 1) / (tf + TEXT_BM25_K1 * length);
}

double text_query_score(const text_index *x, const struct text_query *q, const struct text_entry *e,
                        double sum)
{
    double norm = x->rule == TEXT_COSINE ? q->norm * e->norm : q->norm;
    double score = norm > 0 ? sum / norm : 0;
    return score < 1 ? score : 1;
}

double text_query_best(const text_index *x, const struct text_group *g, const struct text_entry *e,
                       const struct text_slot **ret_slot)
{
    double best = 0;
    for (size_t i = 0; i < e->slots.n; i++) {
        const struct text_slot *s = &e->slots.item[i];
        double value = g->unmet.p == NULL ? way_value(x, g, s) : unmet_value(x, g, s);
        value *= text_query_times(x, e, s->times);
        if (value > best) {
            best = value;
            *ret_slot = s;
        }
    }
    return best;
}

double text_query_entry(const text_index *x, const struct text_query *q, const struct text_entry *e)
{
    const struct text_slot *slot = NULL;
    double sum = 0;
    for (size_t i = 0; i < q->n; i++)
        sum += q->group[i].weight * text_query_best(x, &q->group[i], e, &slot);
    return text_query_score(x, q, e, sum);
}
