/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_vocabulary.c - see text_vocabulary.h.
 */
#include "engine/text/text_vocabulary.h"

#include <math.h>

#include "base/buf.h"
#include "engine/text/text_fold.h"
#include "engine/text/text_tokens.h"

#define COMPOUND_MIN 8 /* bytes: two parts of four */
#define PART_MIN 4
#define GRAM 4
#define GRAMS_MAX 120 /* of one word: TEXT_TOKEN_BYTES and its ends */

void text_numbers_add(struct text_numbers *to, arena *a, uint32_t number)
{
    void *at = to->at;
    if (to->n == to->cap)
        arena_grow(a, &at, &to->cap, to->n + 1, sizeof(uint32_t));
    to->at = at;
    to->at[to->n++] = number;
}

uint32_t text_vocabulary_find(const struct text_vocabulary *v, str key)
{
    return text_table_get(&v->by_key, key);
}

double text_vocabulary_idf(const struct text_vocabulary *v, size_t uses)
{
    double all = v->items > uses ? (double)v->items : (double)uses;
    return log1p((all > 0 ? all : 1) / (uses > 0 ? (double)uses : 0.5));
}

/* ---- compounds ------------------------------------------------------------------------------- */

/* The stem of a piece of a compound, if it is a word of the community or of the list. */
static bool is_word(const struct text_vocabulary *v, arena *a, str piece, str *ret_stem)
{
    *ret_stem = text_tokens_stem(a, piece, TEXT_GERMAN);
    uint32_t term = text_vocabulary_find(v, *ret_stem);
    return ret_stem->n >= PART_MIN - 1 && ((term != TEXT_NO_TERM && v->term[term].uses > 0) ||
                                           text_synonyms_known(v->synonyms, *ret_stem));
}

/* Where a known stem may end in a folded word. */
struct beginnings {
    bool known[TEXT_TOKEN_BYTES + 1];
};

static void find_beginnings(const struct text_vocabulary *v, str folded, struct beginnings *ret)
{
    *ret = (struct beginnings){ 0 };
    for (size_t n = PART_MIN - 1; n <= folded.n && n <= TEXT_TOKEN_BYTES; n++) {
        str stem = str_sub(folded, 0, n);
        ret->known[n] =
            text_vocabulary_find(v, stem) != TEXT_NO_TERM || text_synonyms_known(v->synonyms, stem);
    }
}

/* A stem is what is left of a word whose ending was taken: no more than "erns". Looking that up
 * first saves most calls of the stemmer. */
static bool may_end(const struct beginnings *b, size_t n)
{
    for (size_t less = 0; less <= 4 && less < n; less++)
        if (n - less <= TEXT_TOKEN_BYTES && b->known[n - less])
            return true;
    return false;
}

/* Greedy: the longest known word from the left, so that the rest is one too, or is cut in turn. The
 * stemmer takes the letters between parts away with the endings. 0 where there is no such cut. */
static size_t split(const struct text_vocabulary *v, arena *a, str plain, str *stems, size_t room)
{
    struct beginnings known;
    buf folded;
    if (plain.n < COMPOUND_MIN || room < 2)
        return 0;
    buf_on_arena(&folded, a, TEXT_TOKEN_BYTES);
    text_fold_e(&folded, plain);
    find_beginnings(v, buf_str(&folded), &known);
    for (size_t n = plain.n - PART_MIN; n >= PART_MIN; n--) {
        str left = str_sub(plain, 0, n), right = str_sub(plain, n, plain.n);
        buf_cut(&folded, 0);
        text_fold_e(&folded, left);
        if (((unsigned char)right.p[0] & 0xc0) == 0x80 || !may_end(&known, folded.n) ||
            !is_word(v, a, left, &stems[0]))
            continue;
        if (is_word(v, a, right, &stems[1]))
            return 2;
        size_t more = split(v, a, right, stems + 1, room - 1);
        if (more > 0)
            return 1 + more;
    }
    return 0;
}

size_t text_vocabulary_split(const struct text_vocabulary *v, arena *a, str plain,
                             str stems[TEXT_PARTS_MAX])
{
    return plain.n < COMPOUND_MIN ? 0 : split(v, a, plain, stems, TEXT_PARTS_MAX);
}

static uint32_t new_term(struct text_vocabulary *v, str key, str plain);

static void split_term(struct text_vocabulary *v, uint32_t term)
{
    str stems[TEXT_PARTS_MAX];
    v->term[term].n_parts = 0;
    if (v->term[term].plain.n < COMPOUND_MIN)
        return;
    size_t n = text_vocabulary_split(v, v->scratch, v->term[term].plain, stems);
    for (size_t i = 0; i < n; i++) {
        uint32_t part = text_vocabulary_find(v, stems[i]);
        if (part == TEXT_NO_TERM)
            part = new_term(v, stems[i], stems[i]);
        if (part == term)
            continue;
        v->term[term].part[v->term[term].n_parts++] = part;
        text_numbers_add(&v->term[part].within, v->arena, term);
    }
    arena_reset(v->scratch);
}

/* ---- terms ----------------------------------------------------------------------------------- */

/* The 4-grams of a key with a mark at both ends; how many. */
static size_t grams_of(str key, char padded[GRAMS_MAX + GRAM])
{
    size_t n = 0;
    padded[n++] = '^';
    for (size_t i = 0; i < key.n && n < GRAMS_MAX; i++)
        padded[n++] = key.p[i];
    padded[n++] = '$';
    return n >= GRAM ? n - GRAM + 1 : 0;
}

static void add_grams(struct text_vocabulary *v, uint32_t term)
{
    char padded[GRAMS_MAX + GRAM];
    size_t n = grams_of(v->term[term].key, padded);
    for (size_t i = 0; i < n; i++) {
        str gram = { padded + i, GRAM };
        uint32_t place = text_table_get(&v->by_gram, gram);
        if (place == TEXT_TABLE_NONE) {
            void *grown = v->gram;
            arena_grow(v->arena, &grown, &v->cap_grams, v->n_grams + 1, sizeof(*v->gram));
            v->gram = grown;
            place = (uint32_t)v->n_grams++;
            text_table_set(&v->by_gram, str_copy(v->arena, gram), place);
        }
        text_numbers_add(&v->gram[place], v->arena, term);
    }
}

static uint32_t new_term(struct text_vocabulary *v, str key, str plain)
{
    void *grown = v->term;
    uint32_t term = (uint32_t)v->n++;
    arena_grow(v->arena, &grown, &v->cap, v->n, sizeof(struct text_term));
    v->term = grown;
    v->term[term] = (struct text_term){
        .key = str_copy(v->arena, key),
        .plain = str_copy(v->arena, plain),
        .idf = text_vocabulary_idf(v, 1),
    };
    text_table_set(&v->by_key, v->term[term].key, term);
    if (!str_empty(plain))
        add_grams(v, term);
    return term;
}

void text_vocabulary_plain(struct text_vocabulary *v, uint32_t term, str plain)
{
    str *now = &v->term[term].plain;
    if (str_empty(plain))
        return;
    if (str_empty(*now) || plain.n < now->n || (plain.n == now->n && str_cmp(plain, *now) < 0))
        *now = str_copy(v->arena, plain);
}

void text_vocabulary_forget(struct text_vocabulary *v)
{
    for (size_t i = 0; i < v->n; i++)
        v->term[i].plain = S("");
}

uint32_t text_vocabulary_take(struct text_vocabulary *v, str key, str plain)
{
    uint32_t term = text_vocabulary_find(v, key);
    if (term == TEXT_NO_TERM) {
        term = new_term(v, key, plain);
        split_term(v, term);
    } else {
        text_vocabulary_plain(v, term, plain);
    }
    return term;
}

void text_vocabulary_cut(struct text_vocabulary *v)
{
    for (size_t i = 0; i < v->n; i++)
        v->term[i].within.n = 0;
    for (size_t i = 0, n = v->n; i < n; i++)
        split_term(v, (uint32_t)i);
    v->cut = v->n;
}

void text_vocabulary_weigh(struct text_vocabulary *v, size_t items)
{
    v->items = items;
    for (size_t i = 0; i < v->n; i++) {
        struct text_term *t = &v->term[i];
        t->holds = t->uses;
        for (size_t k = 0; k < t->within.n; k++)
            t->holds += v->term[t->within.at[k]].uses;
        t->idf = text_vocabulary_idf(v, t->holds);
    }
}

/* ---- words that look alike ------------------------------------------------------------------- */

static double dice_of(size_t shared, size_t n, size_t m)
{
    double dice = n + m > 0 ? 2.0 * (double)shared / (double)(n + m) : 0;
    return dice < TEXT_ALIKE ? 0 : dice < 1 ? dice : 1;
}

/* Four bytes as one number, so that words are compared fast. */
static size_t gram_numbers(str key, uint32_t at[GRAMS_MAX + GRAM])
{
    char padded[GRAMS_MAX + GRAM];
    size_t n = grams_of(key, padded);
    for (size_t i = 0; i < n; i++) {
        at[i] = 0;
        for (size_t k = 0; k < GRAM; k++)
            at[i] = at[i] << 8 | (unsigned char)padded[i + k];
    }
    return n;
}

double text_vocabulary_dice(str one, str other)
{
    uint32_t p[GRAMS_MAX + GRAM], q[GRAMS_MAX + GRAM];
    size_t n = gram_numbers(one, p), m = gram_numbers(other, q), shared = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < m; k++)
            shared += p[i] == q[k];
    return dice_of(shared, n, m);
}

struct text_alikes text_vocabulary_alike(const struct text_vocabulary *v, arena *a, str key,
                                         uint16_t *shared)
{
    char padded[GRAMS_MAX + GRAM], other[GRAMS_MAX + GRAM];
    size_t n = grams_of(key, padded);
    struct text_numbers seen = { 0 };
    for (size_t i = 0; i < n; i++) {
        uint32_t place = text_table_get(&v->by_gram, (str){ padded + i, GRAM });
        for (size_t k = 0; place != TEXT_TABLE_NONE && k < v->gram[place].n; k++) {
            uint32_t term = v->gram[place].at[k];
            if (shared[term]++ == 0)
                text_numbers_add(&seen, a, term);
        }
    }
    struct text_alikes ret = { NEW_ARRAY(a, struct text_alike, seen.n), 0 };
    for (size_t i = 0; i < seen.n; i++) {
        uint32_t term = seen.at[i];
        double dice = dice_of(shared[term], n, grams_of(v->term[term].key, other));
        shared[term] = 0;
        if (dice > 0)
            ret.item[ret.n++] = (struct text_alike){ term, dice };
    }
    return ret;
}
