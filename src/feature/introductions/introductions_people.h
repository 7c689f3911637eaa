/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_people.h - what the book knows of one side: how to reach and address them, what
 * they seek and offer, and what would tell who they are. Inside this folder only.
 */
#ifndef FEATURE_INTRODUCTIONS_INTRODUCTIONS_PEOPLE_H
#define FEATURE_INTRODUCTIONS_INTRODUCTIONS_PEOPLE_H

#include "feature/book/book_letter.h"
#include "feature/introductions/introductions.h"
#include "feature/introductions/introductions_reveal.h"

struct introductions_person {
    struct person p;
    struct datum_list data;
    struct item_list items;
    struct book_letter letter;
    bool familiar;    /* addressed with du */
    str email, phone; /* the first that can be used; empty: none */
    struct introduction_signs signs;
    struct introduction_named named;
};

/* `lang` is taken where the book does not know theirs. */
MUST const err *introductions_person(store *s, arena *a, account_id owner, person_id id,
                                     enum lang lang, struct introductions_person *ret);
/* What they seek ("seeks") or offer, as it stands, with ", " between; without items that tell who
 * `other` is. Empty where nothing is known. */
str introductions_person_items(arena *a, const struct introductions_person *of, const char *side,
                               const struct introduction_signs *other);

#endif
