/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_erase_store.h - the statements of erasing. Inside this folder only.
 */
#ifndef FEATURE_BOOK_BOOK_ERASE_STORE_H
#define FEATURE_BOOK_BOOK_ERASE_STORE_H

#include "feature/book/book_facts.h"

extern const query *const book_erase_store_queries[];

/* Of whom it was; `ret_found` is false where it is not there. */
MUST const err *book_erase_store_fact(store *s, arena *a, account_id owner, enum book_fact kind,
                                      fact_id id, person_id *ret, bool *ret_found);

#endif
