/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_take.h - a person with all that another program knows of them, taken into the book at once:
 * what imports call. Who it is was decided before.
 *
 * Nothing that stands in the book is changed: of somebody who is there, only what is new is added.
 * What the rules of the book do not take (a telephone number without digits) becomes a kept line,
 * so that it is still there when the person is given out again.
 */
#ifndef FEATURE_BOOK_BOOK_TAKE_H
#define FEATURE_BOOK_BOOK_TAKE_H

#include "feature/book/book_facts.h"

struct book_photo {
    str type; /* "image/jpeg" */
    str bytes;
};

struct book_taken {
    struct person_name called;
    str uid;                    /* empty: one is made */
    struct book_source from;    /* of all of it */
    struct datum_list data;     /* kind, label, value */
    struct postal_list postals; /* without ids and sources */
    struct person_roles roles;  /* organisation_name, title, from_on, to_on */
    const str *notes;
    size_t n_notes;
    const str *kept; /* lines of a vCard that nothing here knows */
    size_t n_kept;
    struct book_photo photo; /* no bytes: none */
};

/* What was added of it. Of rows that bear no source the ids, for whoever takes it back. */
struct book_took {
    person_id person;
    size_t added; /* facts, photo and kept lines included */
    const fact_id *notes, *kept;
    size_t n_notes, n_kept;
};

/* `onto` 0: a new person, ERR_INVALID where there is no name, or it is too long; ERR_CONFLICT where
 * the uid is taken. Else what is new is said of that person. */
MUST const err *book_take(store *s, arena *a, account_id owner, const struct book_taken *t,
                          person_id onto, struct book_took *ret);

/* The photo of the whole person; bytes absent where there is none. */
MUST const err *book_photo(store *s, arena *a, account_id owner, person_id whole,
                           struct book_photo *ret);
struct book_line {
    str line;
};
struct book_lines {
    const struct book_line *item;
    size_t n;
};
/* The kept lines of the whole person, in the order in which they came. */
MUST const err *book_kept(store *s, arena *a, account_id owner, person_id whole,
                          struct book_lines *ret);

#endif
