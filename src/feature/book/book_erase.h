/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_erase.h - rows of the book that go for good, where taking back is not enough: a person who
 * wants to be in it no longer, a fact that was given by consent. Nothing here can be undone.
 * After the commit book_keep_forget makes the words leave the disk.
 */
#ifndef FEATURE_BOOK_BOOK_ERASE_H
#define FEATURE_BOOK_BOOK_ERASE_H

#include "feature/book/book_facts.h"

/* What every part of the book holds of the whole person and of all who were merged into them
 * (book_part.erase): who refers before whom it refers to, the book itself last; without the book
 * where `itself` is false. In a transaction. */
MUST const err *book_erase_parts(store *s, arena *a, account_id owner, person_id whole,
                                 bool itself);
/* The person behind any id, by all parts. ERR_MISSING: none in this book. */
MUST const err *book_erase_person(store *s, arena *a, account_id owner, person_id id);
/* One datum or item. One that is gone already is no error. */
MUST const err *book_erase_fact(store *s, arena *a, account_id owner, enum book_fact kind,
                                fact_id id);

#endif
