/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_index_parts.h - what the files of the index share. Inside this folder.
 */
#ifndef ENGINE_TEXT_TEXT_INDEX_PARTS_H
#define ENGINE_TEXT_TEXT_INDEX_PARTS_H

#include "engine/text/text_index.h"
#include "engine/text/text_vocabulary.h"

/* How items are weighed. BM25 (Robertson and Zaragoza 2009) is kept for the measurement that chose
 * between the two (test/bench/text_measure.c): its score is divided by what the seek would score
 * with itself at mean length. */
enum text_rule { TEXT_COSINE, TEXT_BM25 };
#define TEXT_BM25_K1 1.2
#define TEXT_BM25_B 0.3

/* One dimension of a text: a word or phrase by its stems. */
struct text_slot {
    str key[2];       /* of the vocabulary once the item is in the index */
    uint32_t term[2]; /* TEXT_NO_TERM: not known, or absent */
    str plain;        /* empty for a phrase */
    str written;      /* where it stood first */
    uint32_t times;
    double factor; /* 1, or TEXT_PAIR_WEIGHT */
};
struct text_slots {
    struct text_slot *item;
    size_t n, cap;
};

struct text_entry {
    int64_t id, owner;
    enum text_side side;
    bool dropped;
    struct text_slots slots;
    size_t words; /* its length */
    double norm;
};

struct text_posting {
    uint32_t entry;
    uint32_t times;
};
struct text_postings {
    struct text_posting *at;
    size_t n, cap;
};

struct text_index {
    arena *arena;
    enum text_rule rule;
    struct text_vocabulary vocabulary;
    struct text_entry *entry;
    size_t n, cap;
    struct text_postings *postings[2]; /* by side, then by term */
    size_t cap_postings[2];
    struct text_table by_id, by_owner; /* of the number's bytes: places in `entry`, `owned` */
    struct text_numbers *owned;        /* entries of one owner, by id */
    size_t n_owners, cap_owners;
    size_t alive, words; /* items, and their length in sum */
    bool changed;        /* since it was weighed */
    bool holes;          /* something was dropped since */
};

/* ---- text_slots.c: a text as dimensions ------------------------------------------------------ */

/* On the arena; keys are not looked up yet. `ret_words` is the number of words. */
struct text_slots text_slots_of(arena *a, const text_synonyms *list, str text, size_t *ret_words);

/* ---- text_index.c ---------------------------------------------------------------------------- */

/* NULL where there is none. */
const struct text_entry *text_index_entry(const text_index *x, int64_t id);
const struct text_numbers *text_index_owned(const text_index *x, int64_t owner);
/* What of a term's postings there are on a side. */
struct text_postings text_index_postings(const text_index *x, enum text_side side, uint32_t term);
double text_index_tf(size_t times);

/* ---- text_query.c: a text as a question ------------------------------------------------------ */

/* One term by which a dimension of the question may be met, and what that is worth. */
struct text_way_in {
    uint32_t term;
    double value;
};
struct text_group {
    double weight;
    str written;
    str unmet; /* the stem of a word that nobody on the other side has; else absent */
    struct text_way_in *way;
    size_t n, cap;
};
struct text_query {
    struct text_group *group;
    size_t n, cap;
    double norm;
};

struct text_query text_query_of_text(const text_index *x, arena *a, str text, enum text_side among);
struct text_query text_query_of_entry(const text_index *x, arena *a, const struct text_entry *e,
                                      enum text_side among);
/* For a search: ways by the compounds that hold a term, and for words that nobody has by the terms
 * that look like them. Two items are compared without; the result is the same. */
void text_query_spread(const text_index *x, arena *a, struct text_query *q);
/* What one occurrence in an item is worth: tf, damped. */
double text_query_times(const text_index *x, const struct text_entry *e, size_t times);
/* The sum over all groups, as a score. */
double text_query_score(const text_index *x, const struct text_query *q, const struct text_entry *e,
                        double sum);
/* The best that a group finds in an item, 0 for nothing; `ret_slot` is where. */
double text_query_best(const text_index *x, const struct text_group *g, const struct text_entry *e,
                       const struct text_slot **ret_slot);
/* The same as a search would give. */
double text_query_entry(const text_index *x, const struct text_query *q,
                        const struct text_entry *e);

#endif
