/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_fill.h - an invented book as big as one likes, for the bench.
 *
 * Words follow Zipf's law over a vocabulary of 20,000 made of German-looking syllables, names over
 * lists of theirs; so the first word is in most encounters and most words in few. Everything comes
 * from a fixed seed. Facts and encounters are stored by the stores of their features, in big
 * transactions; what is derived (search, pulse) by the program's own functions.
 */
#ifndef BENCH_BOOK_FILL_H
#define BENCH_BOOK_FILL_H

#include "feature/book/book.h"

#define BOOK_FILL_ENCOUNTERS 10 /* of each person */
#define BOOK_FILL_WORDS 20      /* heard in each */
#define BOOK_FILL_NOW_MS 1341921600000

/* `people` with all that is said of them. */
MUST const err *book_fill(store *s, arena *a, account_id owner, int64_t people);

/* A word as it is heard, a given name, a number below `below`: for the questions. */
str book_fill_word(arena *a);
str book_fill_given_name(arena *a);
uint32_t book_fill_drawn(uint32_t below);

#endif
