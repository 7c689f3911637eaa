/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_merge_store.h - the rows of merges, and what the look-out for duplicates asks. Inside this
 * folder only.
 */
#ifndef FEATURE_BOOK_BOOK_MERGE_STORE_H
#define FEATURE_BOOK_BOOK_MERGE_STORE_H

#include "feature/book/book_merge.h"

extern const query *const book_merge_store_queries[];

/* ---- merges ---------------------------------------------------------------------------------- */

struct book_merge_row {
    merge_id id;
    person_id into, from;
    int64_t took, undone_ms, time_ms;
};
MUST const err *book_merge_store_add(store *s, arena *a, account_id owner, person_id into,
                                     person_id from, str reason, int64_t took, merge_id *ret);
/* Every id of `from` is now one of `into`; the merge notes each with what it was. */
MUST const err *book_merge_store_move(store *s, arena *a, account_id owner, merge_id merge,
                                      person_id into, person_id from);
MUST const err *book_merge_store_get(store *s, arena *a, account_id owner, merge_id merge,
                                     struct book_merge_row *ret, bool *ret_found);
/* A later merge that stands and moved one of the same people. */
MUST const err *book_merge_store_later(store *s, arena *a, account_id owner, merge_id merge,
                                       struct book_merged *ret, bool *ret_found);
MUST const err *book_merge_store_back(store *s, arena *a, account_id owner, merge_id merge,
                                      int64_t now_ms);
MUST const err *book_merge_store_of(store *s, arena *a, account_id owner, person_id whole,
                                    struct book_merges *ret);

/* ---- duplicates ------------------------------------------------------------------------------ */

/* People who share a key, one row each, in the order of the keys. */
struct book_shared {
    str kind, key;
    person_id whole;
    str name;
};
struct book_shareds {
    const struct book_shared *item;
    size_t n;
};
MUST const err *book_merge_store_shared_data(store *s, arena *a, account_id owner,
                                             struct book_shareds *ret);
MUST const err *book_merge_store_shared_names(store *s, arena *a, account_id owner,
                                              struct book_shareds *ret);
/* They had a role at one organisation. */
MUST const err *book_merge_store_colleagues(store *s, arena *a, account_id owner, person_id one,
                                            person_id other, bool *ret);
MUST const err *book_merge_store_apart(store *s, arena *a, account_id owner, person_id one,
                                       person_id other);
MUST const err *book_merge_store_are_apart(store *s, arena *a, account_id owner, person_id one,
                                           person_id other, bool *ret);

#endif
