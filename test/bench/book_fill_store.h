/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_fill_store.h - the store made fit for many rows at once, and as it was. Inside a
 * transaction.
 */
#ifndef BENCH_BOOK_FILL_STORE_H
#define BENCH_BOOK_FILL_STORE_H

#include "feature/book/book_search_store.h"

MUST const err *book_fill_store_memory(store *s, arena *a, int64_t bytes);
/* The newest row of the search, 0 where there is none; and those of a book behind it, their id,
 * kind and words. */
MUST const err *book_fill_store_last(store *s, arena *a, int64_t *ret);
MUST const err *book_fill_store_behind(store *s, arena *a, account_id owner, int64_t id,
                                       struct book_texts *ret);

#endif
