/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_vocabulary.h - the terms of a community: stems and phrases, how rare each is, which
 * compounds hold which, and which look alike. Inside this folder; text_index.h is what others use.
 *
 * A term is named by its number, which depends on the order in which terms came; nothing that is
 * computed does.
 */
#ifndef ENGINE_TEXT_TEXT_VOCABULARY_H
#define ENGINE_TEXT_TEXT_VOCABULARY_H

#include "engine/text/text_synonyms.h"
#include "engine/text/text_table.h"

#define TEXT_NO_TERM TEXT_TABLE_NONE
#define TEXT_PARTS_MAX 3

/* Numbers that grow. */
struct text_numbers {
    uint32_t *at;
    size_t n, cap;
};

struct text_term {
    str key;        /* the stem, or stems with spaces between */
    str plain;      /* of a single word: the shortest one of this stem, then the first bytewise */
    uint32_t uses;  /* items it stands in as itself */
    uint32_t holds; /* the same, and items in which it is part of a compound */
    double idf;     /* as of the last text_vocabulary_weigh */
    uint32_t part[TEXT_PARTS_MAX];
    size_t n_parts;
    struct text_numbers within; /* the compounds it is a part of */
};

struct text_vocabulary {
    arena *arena;
    arena *scratch; /* for what is needed during one call that changes it */
    const text_synonyms *synonyms;
    struct text_term *term;
    size_t n, cap;
    struct text_table by_key;
    struct text_table by_gram; /* of 4 bytes: places in `gram` */
    struct text_numbers *gram;
    size_t n_grams, cap_grams;
    size_t items; /* how many there were when it was weighed */
    size_t cut;   /* how many terms there were when compounds were split */
};

void text_numbers_add(struct text_numbers *to, arena *a, uint32_t number);

/* The term of this key, or TEXT_NO_TERM. */
uint32_t text_vocabulary_find(const struct text_vocabulary *v, str key);
/* The same, made if it is not there. `plain` is empty for a phrase. A new compound is split at the
 * words known by now. */
uint32_t text_vocabulary_take(struct text_vocabulary *v, str key, str plain);
/* Offers a word to stand for its stem (`plain` of struct text_term); forget: none stands for any.
 */
void text_vocabulary_plain(struct text_vocabulary *v, uint32_t term, str plain);
void text_vocabulary_forget(struct text_vocabulary *v);
/* The stems of the parts of a compound, at words known by now: how many, 0 where it is none. */
size_t text_vocabulary_split(const struct text_vocabulary *v, arena *a, str plain,
                             str stems[TEXT_PARTS_MAX]);
/* Splits all compounds anew, at the words known now. */
void text_vocabulary_cut(struct text_vocabulary *v);
/* Weighs all terms, in a community of so many items. */
void text_vocabulary_weigh(struct text_vocabulary *v, size_t items);
/* The weight of a term that `uses` of the items hold: ln(1 + items / uses); of none as of a half.
 */
double text_vocabulary_idf(const struct text_vocabulary *v, size_t uses);

/* How much two words look alike, from 0 to 1: Dice's coefficient of their 4-grams, a mark at both
 * ends being a letter. Below TEXT_ALIKE it is 0. */
#define TEXT_ALIKE 0.4
double text_vocabulary_dice(str one, str other);
/* All terms that look like a word. `shared` is room for a number a term, all 0, and so returned. */
struct text_alike {
    uint32_t term;
    double dice;
};
struct text_alikes {
    struct text_alike *item;
    size_t n;
};
struct text_alikes text_vocabulary_alike(const struct text_vocabulary *v, arena *a, str key,
                                         uint16_t *shared);

#endif
