/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_keep_store.h - the book's tables, each told, taken along, erased and emptied in the same
 * four ways. Inside this folder only.
 */
#ifndef FEATURE_BOOK_BOOK_KEEP_STORE_H
#define FEATURE_BOOK_BOOK_KEEP_STORE_H

#include "feature/book/book_rows.h"

extern const query *const book_keep_store_queries[];

struct book_keep_rows {
    const struct book_row *item;
    size_t n;
};

struct book_keep_table {
    struct book_rows_table rows;
    query of;           /* those of the whole person $2 in the book $1 */
    query erase, empty; /* arguments as `of`; the book $1 */
};
/* In the order in which they can be deleted: who refers stands before whom it refers to. */
extern const struct book_keep_table book_keep_tables[];
extern const size_t book_keep_tables_count;

MUST const err *book_keep_store_of(store *s, arena *a, const struct book_keep_table *table,
                                   account_id owner, person_id whole, struct book_keep_rows *ret);
/* All rows of the whole person; organisations in which nobody else ever was; and that somebody was
 * met through them. Not what the search holds. */
MUST const err *book_keep_store_erase(store *s, arena *a, account_id owner, person_id whole);
/* The same without the person and their merges: name and how they met stay. */
MUST const err *book_keep_store_slim(store *s, arena *a, account_id owner, person_id whole);
/* All rows of the book, those of the search too. */
MUST const err *book_keep_store_empty(store *s, arena *a, account_id owner);

#endif
