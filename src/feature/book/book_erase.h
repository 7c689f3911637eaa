/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_erase.h - rows of the book that go for good, where taking back is not enough: a person who
 * wants to be in it no longer, a fact that was given by consent. Nothing here can be undone.
 */
#ifndef FEATURE_BOOK_BOOK_ERASE_H
#define FEATURE_BOOK_BOOK_ERASE_H

#include "feature/book/book_facts.h"

/* The whole person, everybody who was merged into them, and all that any feature holds of them
 * (book_part.erase). ERR_MISSING: none in this book. */
MUST const err *book_erase_person(store *s, arena *a, account_id owner, person_id whole);
/* One datum or item. One that is gone already is no error. */
MUST const err *book_erase_fact(store *s, arena *a, account_id owner, enum book_fact kind,
                                fact_id id);

#endif
