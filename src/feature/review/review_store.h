/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * review_store.h - the statements of the review.
 */
#ifndef FEATURE_REVIEW_REVIEW_STORE_H
#define FEATURE_REVIEW_REVIEW_STORE_H

#include "feature/review/review.h"

extern const query *const review_store_queries[];

MUST const err *review_store_received(store *s, arena *a, account_id owner, int64_t limit,
                                      struct review_goods *ret);
/* Promises of others that were kept; `day` as an instant in `kept_ms`. */
struct review_kept {
    int64_t kept_ms, person;
    str who, what;
};
struct review_kepts {
    const struct review_kept *item;
    size_t n;
};
MUST const err *review_store_kept(store *s, arena *a, account_id owner, int64_t limit,
                                  struct review_kepts *ret);
/* Encounters with one whole person up to a day, newest first: `what` is the kind and what was
 * heard.
 */
struct review_step {
    int64_t id;
    str day, kind, heard;
};
struct review_steps {
    const struct review_step *item;
    size_t n;
};
MUST const err *review_store_before(store *s, arena *a, account_id owner, int64_t person, str day,
                                    int64_t limit, struct review_steps *ret);
MUST const err *review_store_months(store *s, arena *a, account_id owner, int64_t since_ms,
                                    struct review_months *ret);
/* Those who do not rest and have at least `least` encounters since then; by name. */
MUST const err *review_store_dialogues(store *s, arena *a, account_id owner, int64_t since_ms,
                                       int64_t least, struct review_dialogues *ret);
/* First and last encounter of all who were met, as days; by name. */
struct review_span {
    int64_t person;
    str who, first, last;
};
struct review_spans {
    const struct review_span *item;
    size_t n;
};
MUST const err *review_store_spans(store *s, arena *a, account_id owner, struct review_spans *ret);
/* Met, but last before that instant; `day` as in review_name. */
MUST const err *review_store_asleep(store *s, arena *a, account_id owner, int64_t before_ms,
                                    int64_t limit, struct review_names *ret);
MUST const err *review_store_collected(store *s, arena *a, account_id owner, str after,
                                       int64_t after_id, int64_t limit, struct review_names *ret);
/* How many who do not rest have a usual gap of at most so many days, met since that instant. */
MUST const err *review_store_layers(store *s, arena *a, account_id owner, int64_t since_ms,
                                    int64_t ret[4]);

MUST const err *review_store_roles(store *s, arena *a, account_id owner, struct own_roles *ret);
MUST const err *review_store_role_add(store *s, arena *a, account_id owner,
                                      const struct own_role *role, int64_t *ret_id);
MUST const err *review_store_role_removed(store *s, arena *a, account_id owner, int64_t id,
                                          int64_t removed_ms, int64_t *ret_changed);
MUST const err *review_store_empty(store *s, arena *a, account_id owner);

#endif
