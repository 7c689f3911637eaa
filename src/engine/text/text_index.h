/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_index.h - who seeks what somebody else offers: the seeks and offers of a community, each a
 * short text in German or English, compared one with another.
 *
 * An *item* is one seek or one offer of an *owner*. It is compared as it stands, never merged with
 * others of the same person: of two people the best pair of items counts.
 *
 * The score of a seek s and an offer o is the cosine of their vectors, from 0 to 1 (Salton and
 * Buckley 1988), with these dimensions:
 *
 * - each word by its stems (text_tokens.h), weight (1 + ln tf) x ln(1 + N / df) over all N items;
 * - two words next to each other, TEXT_PAIR_WEIGHT of that; a phrase of the list counts whole;
 * - a compound ("Steuerberaterin") also as each of the words it is made of ("Steuer", "Beraterin"),
 *   at half weight (TEXT_PART_WEIGHT), where these are words of the community or of the list; parts
 *   have four letters or more, the longest known one from the left is taken first.
 *
 * A dimension of the seek that the offer does not have is met by the best of: a synonym of it at .7
 * (TEXT_SYNONYM_WEIGHT); where no item of the other side has the word, one that looks like it
 * (typing errors), at .3 (TEXT_ALIKE_WEIGHT) of how much their 4-grams are the same.
 *
 * What BM25 gives on the same pairs stands in docs/introductions-text.md: the cosine was better.
 *
 * Adding and dropping items is incremental: a new item is weighed and its compounds are split by
 * what is known then. idf is taken anew when N grew by 5 % (TEXT_GROWTH), compounds are split anew
 * when the vocabulary grew by 25 %, and both when asked for (text_index_refresh). After a refresh,
 * results depend on the items alone: not on their order, nor on anything that was dropped. Equal
 * scores are ordered by the smaller id.
 *
 * One thread at a time may change an index; any number may read one that nobody changes. It has its
 * memory in malloc'ed blocks until it is freed; what a dropped item took is only given back then.
 */
#ifndef ENGINE_TEXT_TEXT_INDEX_H
#define ENGINE_TEXT_TEXT_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/str.h"
#include "engine/text/text_synonyms.h"

#define TEXT_PAIR_WEIGHT 0.4
#define TEXT_PART_WEIGHT 0.5
#define TEXT_SYNONYM_WEIGHT 0.7
#define TEXT_ALIKE_WEIGHT 0.3
#define TEXT_GROWTH 0.05
#define TEXT_WORDS_MAX 3 /* shown as the reason of one pair */

typedef struct text_index text_index;

enum text_side { TEXT_SEEK, TEXT_OFFER };

struct text_item {
    int64_t id;    /* of the caller; one id stands once, whatever its side */
    int64_t owner; /* the person */
    enum text_side side;
    str text; /* copied; its first 4,000 bytes count (text_tokens.h) */
};

/* ---- what is in it --------------------------------------------------------------------------- */

/* The list of synonyms must live as long as the index; NULL for none. To use another list, or one
 * that was edited, make the index anew. */
text_index *text_index_new(const text_synonyms *list);
void text_index_free(text_index *x);
/* Adds the item, or puts it in the place of the one with this id. */
void text_index_put(text_index *x, const struct text_item *item);
/* False where there is no such item. */
bool text_index_drop(text_index *x, int64_t id);
/* Weighs everything by what is in the index now; cheap to call after a batch (some milliseconds a
 * thousand items, nothing where nothing has changed). */
void text_index_refresh(text_index *x);
/* How many items it holds. */
size_t text_index_count(const text_index *x);

/* ---- items ----------------------------------------------------------------------------------- */

struct text_hit {
    int64_t item, owner;
    double score; /* above 0, at most 1 */
};
struct text_hits {
    struct text_hit *item;
    size_t n;
};

/* The best `limit` items of one side for any text, best first. */
struct text_hits text_index_find(const text_index *x, arena *a, str text, enum text_side among,
                                 size_t limit);
/* The score of a seek and an offer; 0 where one of them is not in the index or of the other side.
 */
double text_index_score(const text_index *x, arena *a, int64_t seek, int64_t offer);

/* Why two items match: words as they were written, the weightiest first, at most TEXT_WORDS_MAX;
 * borrowed from the index. "sought" and "offered" differ where stems, compounds or synonyms met. */
struct text_match {
    str sought, offered;
};
struct text_matches {
    struct text_match *item;
    size_t n;
};
struct text_matches text_index_words(const text_index *x, arena *a, int64_t seek, int64_t offer);

/* ---- people ---------------------------------------------------------------------------------- */

/* The best pair of items in one direction; score 0 and ids 0 where there is none. */
struct text_way {
    double score;
    int64_t seek, offer; /* ids of items */
};
struct text_need {
    int64_t owner;         /* the other one */
    double need;           /* text_need(there.score, back.score) */
    struct text_way there; /* what I seek and the other offers */
    struct text_way back;  /* what the other seeks and I offer */
};
struct text_needs {
    struct text_need *item;
    size_t n;
};

/* Two directions as one number from 0 to 1: their harmonic mean, but where one is not half as large
 * as the other, half of the larger: a match of one side counts half, and a faint second direction
 * never counts against it. text_need(1, 1) = 1, text_need(1, 0) = .5. */
double text_need(double there, double back);
/* What two people are for each other. */
struct text_need text_index_need(const text_index *x, arena *a, int64_t owner, int64_t other);
/* The best `limit` others for one person, best first. They are sought among the best
 * TEXT_CANDIDATES items for each of the person's own; each that was found is compared whole. */
#define TEXT_CANDIDATES 64
struct text_needs text_index_needs(const text_index *x, arena *a, int64_t owner, size_t limit);

/* How much two people have to do with the same things: the cosine of all that they seek and offer,
 * from 0 to 1, the same in both directions. text_overlap makes the inverted U of it, 4x(1-x): who
 * has nothing in common has nothing to talk about, who has all has nothing to tell. */
double text_index_overlap(const text_index *x, arena *a, int64_t owner, int64_t other);
double text_overlap(double cosine);

#endif
