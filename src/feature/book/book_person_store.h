/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_person_store.h - the rows of people and of whose book was opened. Inside this folder only.
 */
#ifndef FEATURE_BOOK_BOOK_PERSON_STORE_H
#define FEATURE_BOOK_BOOK_PERSON_STORE_H

#include "feature/book/book.h"

extern const query *const book_person_store_queries[];

MUST const err *book_person_store_add(store *s, arena *a, account_id owner, const struct person *p,
                                      str name_key, person_id *ret);
/* The whole person behind the id. */
MUST const err *book_person_store_get(store *s, arena *a, account_id owner, person_id id,
                                      struct person *ret, bool *ret_found);
MUST const err *book_person_store_by_uid(store *s, arena *a, account_id owner, str uid,
                                         struct person *ret, bool *ret_found);
MUST const err *book_person_store_by_key(store *s, arena *a, account_id owner, str name_key,
                                         struct person_list *ret);
/* Everybody who was merged into the whole person, and that person: the names they had. */
MUST const err *book_person_store_members(store *s, arena *a, account_id owner, person_id whole,
                                          struct person_list *ret);
/* See book_people_recent. */
MUST const err *book_person_store_recent(store *s, arena *a, account_id owner, int64_t before_ms,
                                         int64_t before_id, int64_t limit, struct person_list *ret);
/* Folded; either may be empty. */
MUST const err *book_person_store_where(store *s, arena *a, account_id owner, str tag_fold,
                                        str town_fold, int64_t limit, struct person_list *ret);
/* These change the whole person; ERR_MISSING where none was. */
MUST const err *book_person_store_rename(store *s, arena *a, account_id owner, person_id id,
                                         const struct person_name *called, str name_key);
MUST const err *book_person_store_met(store *s, arena *a, account_id owner, person_id id, str how,
                                      str on, person_id through);
MUST const err *book_person_store_closeness(store *s, arena *a, account_id owner, person_id id,
                                            int64_t closeness);
MUST const err *book_person_store_rhythm(store *s, arena *a, account_id owner, person_id id,
                                         int64_t days);
MUST const err *book_person_store_rest(store *s, arena *a, account_id owner, person_id id,
                                       int64_t since_ms);
MUST const err *book_person_store_pulse(store *s, arena *a, account_id owner, person_id id,
                                        const struct book_pulse *pulse);

/* ---- opened ---------------------------------------------------------------------------------- */

struct book_opening {
    int64_t time_ms;
    str what;
};
struct book_openings {
    const struct book_opening *item;
    size_t n;
};
MUST const err *book_person_store_opened(store *s, arena *a, account_id owner, str what);
/* Newest first. */
MUST const err *book_person_store_openings(store *s, arena *a, account_id owner, int64_t limit,
                                           struct book_openings *ret);

#endif
