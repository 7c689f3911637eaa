/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_synonyms.h - words that mean the same: a list that people edit, of two columns.
 *
 *     # a line that begins so says nothing to the program
 *     Steuerberater = tax adviser
 *     KI = künstliche Intelligenz
 *
 * One pair a line, a term of one to four words on either side of "=". It holds in both directions
 * and is not followed further (a = b and b = c do not make a = c). Terms are compared by their
 * stems, in both languages, so that case, endings and ways of writing an umlaut do not matter. The
 * same pair twice is one pair.
 */
#ifndef ENGINE_TEXT_TEXT_SYNONYMS_H
#define ENGINE_TEXT_TEXT_SYNONYMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"

#define TEXT_SYNONYMS_BYTES ((size_t)1 << 20)
#define TEXT_SYNONYMS_LINES 20000
#define TEXT_SYNONYMS_WORDS 4 /* in a term */

/* A term as the index knows it: its stems with one space between, once by German, once by English
 * rules; the second is absent where it is the same. */
struct text_phrase {
    str key[2];
    size_t words;
};

struct text_phrases {
    const struct text_phrase *item;
    size_t n;
};

typedef struct text_synonyms text_synonyms;

/* The list on the arena. ERR_INVALID names the first line that cannot be taken and why: no "=" or
 * two, a side without a word, more than four words, too many lines.
 */
MUST const err *text_synonyms_read(arena *a, str list, text_synonyms **ret);

/* The list that comes with the program (synonyms.txt beside this file), to be shown and edited. */
str text_synonyms_default(void);

/* What means the same as the term of this key; none where it is not in the list. NULL is a list of
 * nothing. Borrowed from the list; always in the same order. */
struct text_phrases text_synonyms_of(const text_synonyms *list, str key);
bool text_synonyms_known(const text_synonyms *list, str key);
/* How many pairs it holds, a pair that stands there twice counted twice. */
size_t text_synonyms_count(const text_synonyms *list);

/* The key of some stems. */
str text_synonyms_key(arena *a, const str *stems, size_t n);

#endif
