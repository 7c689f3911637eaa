/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_letter.h - the fixed words around a letter or mail to somebody: how it begins and how it
 * ends.
 *
 * The owner's own words (datum `greeting_letter`, with label "close" for the end) win. Else they
 * are made of form of address, salutation, title and name, in the person's language where the book
 * knows it to be German or English, else in `lang`. Without a salutation nothing is guessed from
 * the name: "Guten Tag Anna Schmidt,".
 */
#ifndef FEATURE_BOOK_BOOK_LETTER_H
#define FEATURE_BOOK_BOOK_LETTER_H

#include "feature/book/book_facts.h"

struct book_letter {
    str opening, closing;
    enum lang lang; /* the language that they are in */
};

/* Of what is known: the person and their data. */
struct book_letter book_letter(arena *a, const struct person *p, const struct datum_list *data,
                               enum lang lang);

#endif
