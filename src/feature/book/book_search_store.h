/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_search_store.h - the rows that are searched. Inside this folder only.
 */
#ifndef FEATURE_BOOK_BOOK_SEARCH_STORE_H
#define FEATURE_BOOK_BOOK_SEARCH_STORE_H

#include "feature/book/book.h"

extern const query *const book_search_store_queries[];

struct book_text {
    int64_t id;
    str kind;
    int64_t ref;
    person_id person;
    int64_t time_ms;
    str words;
};
struct book_texts {
    const struct book_text *item;
    size_t n;
};

/* What each word of a row begins with in the index: seven letters, six for the book and one for the
 * shelf there: names, people, all else (also the empty kind). The prefix lengths of 001_book.sql
 * count them. */
struct book_search_mark {
    char text[8];
};
struct book_search_mark book_search_mark(account_id owner, str kind);

MUST const err *book_search_store_get(store *s, arena *a, account_id owner, str kind, int64_t ref,
                                      struct book_text *ret, bool *ret_found);
/* All rows about the whole person. */
MUST const err *book_search_store_of(store *s, arena *a, account_id owner, person_id person,
                                     struct book_texts *ret);
/* A new row, or other words and time for one that is there; the index follows. */
MUST const err *book_search_store_add(store *s, arena *a, account_id owner,
                                      const struct book_text *t);
MUST const err *book_search_store_change(store *s, arena *a, account_id owner,
                                         const struct book_text *was, const struct book_text *now);
/* The two halves of an addition, where many rows come at once: FTS5 writes what it has gathered
 * before every statement that may have to be undone (INSERT ... RETURNING) and at every inner
 * transaction, so all rows go first, and then all of them into the index, by `id`. */
MUST const err *book_search_store_row(store *s, arena *a, account_id owner,
                                      const struct book_text *t, int64_t *ret);
MUST const err *book_search_store_index(store *s, arena *a, account_id owner,
                                        const struct book_text *t);
MUST const err *book_search_store_drop(store *s, arena *a, account_id owner,
                                       const struct book_text *was);
/* The index forgets all rows of the book; the rows themselves stay. */
MUST const err *book_search_store_forget(store *s, arena *a, account_id owner);
/* `match` is an FTS5 expression of marked words; `kind` empty: whatever they are found in. */
MUST const err *book_search_store_find(store *s, arena *a, account_id owner, str kind, str match,
                                       int64_t limit, struct book_hits *ret);
/* Merges pieces of the index, at most so many pages of it at once; a negative number begins to make
 * one piece of all (FTS5, "merge"). */
MUST const err *book_search_store_merge(store *s, arena *a, int64_t pages);
/* Of how many pieces it is. */
MUST const err *book_search_store_pieces(store *s, arena *a, int64_t *ret);

#endif
