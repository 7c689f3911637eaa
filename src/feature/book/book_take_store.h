/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_take_store.h - the rows of photos and kept lines. Inside this folder only.
 */
#ifndef FEATURE_BOOK_BOOK_TAKE_STORE_H
#define FEATURE_BOOK_BOOK_TAKE_STORE_H

#include "feature/book/book_take.h"

extern const query *const book_take_store_queries[];

/* `ret_new` is false where the person has a photo row already. */
MUST const err *book_take_store_photo(store *s, arena *a, account_id owner, person_id person,
                                      const struct book_photo *photo,
                                      const struct book_source *from, bool *ret_new);
MUST const err *book_take_store_photo_get(store *s, arena *a, account_id owner, person_id whole,
                                          struct book_photo *ret, bool *ret_found);
MUST const err *book_take_store_keep(store *s, arena *a, account_id owner, person_id person,
                                     str line, fact_id *ret);
MUST const err *book_take_store_kept(store *s, arena *a, account_id owner, person_id whole,
                                     struct book_lines *ret);

#endif
