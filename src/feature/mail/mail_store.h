/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * mail_store.h - the rows of the queue.
 */
#ifndef FEATURE_MAIL_MAIL_STORE_H
#define FEATURE_MAIL_MAIL_STORE_H

#include "feature/mail/mail.h"

extern const query *const mail_store_queries[];

MUST const err *mail_store_add(store *s, arena *a, const struct mail_item *m, int64_t *ret_id);
MUST const err *mail_store_get(store *s, arena *a, int64_t account, int64_t id,
                               struct mail_item *ret, bool *ret_found);
MUST const err *mail_store_newest(store *s, arena *a, int64_t account, int64_t limit,
                                  struct mail_list *ret);
MUST const err *mail_store_about(store *s, arena *a, int64_t account, str purpose, int64_t about,
                                 struct mail_list *ret);
/* Takes the next mail that is due, so that nobody else sends it before `until_ms`, and counts the
 * try. `ret_found` false: none is due. */
MUST const err *mail_store_claim(store *s, arena *a, int64_t now_ms, int64_t until_ms,
                                 struct mail_item *ret, bool *ret_found);
/* What became of a try. A state other than "queued" empties the link. Only while it is queued:
 * `ret_changed` 0 where its writer took it back meanwhile. */
MUST const err *mail_store_outcome(store *s, arena *a, int64_t id, str state, int64_t next_ms,
                                   int64_t now_ms, str said, int64_t *ret_changed);
/* Back into the queue, from the start. */
MUST const err *mail_store_again(store *s, arena *a, int64_t id, int64_t now_ms);
MUST const err *mail_store_erase_about(store *s, arena *a, int64_t account, str purpose,
                                       int64_t about);
/* The state and number of all mails of the house, whoever wrote them; for metrics and doctor. */
struct mail_count {
    str state;
    int64_t n;
};
struct mail_counts {
    const struct mail_count *item;
    size_t n;
};
MUST const err *mail_store_counts(store *s, arena *a, struct mail_counts *ret);

/* See mail.h. */
MUST const err *mail_store_to(store *s, arena *a, int64_t account, str address,
                              struct mail_list *ret);
MUST const err *mail_store_after(store *s, arena *a, int64_t account, int64_t after, int64_t limit,
                                 struct mail_list *ret);
MUST const err *mail_store_erase_to(store *s, arena *a, int64_t account, str address);
MUST const err *mail_store_erase_account(store *s, arena *a, int64_t account);

#endif
