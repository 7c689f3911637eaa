/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keeping_store.h - the SQL of the privacy of a book. Inside this folder only.
 */
#ifndef FEATURE_KEEPING_KEEPING_STORE_H
#define FEATURE_KEEPING_KEEPING_STORE_H

#include "feature/book/book_rows.h"

extern const query *const keeping_store_queries[];

struct keeping_name {
    str name, given, family, nickname;
};
struct keeping_names {
    const struct keeping_name *item;
    size_t n;
};
struct keeping_text {
    str text;
};
struct keeping_texts {
    const struct keeping_text *item;
    size_t n;
};
/* Names and mail addresses of all others, merged and taken back too; and the person's own names. */
MUST const err *keeping_store_others(store *s, arena *a, account_id owner, person_id whole,
                                     struct keeping_names *ret);
MUST const err *keeping_store_others_mails(store *s, arena *a, account_id owner, person_id whole,
                                           struct keeping_texts *ret);
MUST const err *keeping_store_own(store *s, arena *a, account_id owner, person_id whole,
                                  struct keeping_names *ret);

/* `found`: there is one that stands. */
MUST const err *keeping_store_photo(store *s, arena *a, account_id owner, person_id whole,
                                    str *ret_type, str *ret_bytes, bool *ret_found);

/* Now, or a little later where another erasure has that moment. */
MUST const err *keeping_store_moment(store *s, arena *a, account_id owner, int64_t now_ms,
                                     int64_t *ret);
/* One that is there already counts for this erasure from now on. */
MUST const err *keeping_store_suppress(store *s, arena *a, account_id owner, str hash,
                                       int64_t now_ms);
MUST const err *keeping_store_suppressed(store *s, arena *a, account_id owner, str hash, bool *ret);
/* All hashes that were made at the moment of this one: those of the same person. */
MUST const err *keeping_store_let_back(store *s, arena *a, account_id owner, str hash,
                                       int64_t *ret);

/* `ret` is untouched where nothing was chosen. */
MUST const err *keeping_store_years(store *s, arena *a, account_id owner, int64_t *ret);
MUST const err *keeping_store_years_set(store *s, arena *a, account_id owner, int64_t years);
/* Ids of whole people, last met (or, never met, written down) before `before_ms`, asked about
 * before `asked_ms`. */
MUST const err *keeping_store_yearly(store *s, arena *a, account_id owner, int64_t before_ms,
                                     int64_t asked_ms, int64_t after_ms, int64_t after_id,
                                     int64_t limit, const int64_t **ret, size_t *ret_n);
MUST const err *keeping_store_asked(store *s, arena *a, account_id owner, person_id id,
                                    int64_t now_ms);
MUST const err *keeping_store_erase(store *s, arena *a, account_id owner, person_id whole);
MUST const err *keeping_store_empty(store *s, arena *a, account_id owner);

/* What of it an account takes along. */
extern const struct book_rows_table keeping_store_tables[];
extern const size_t keeping_store_tables_count;

#endif
