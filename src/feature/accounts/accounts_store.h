/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_store.h - the statements of this feature; the rules are in accounts.c.
 */
#ifndef FEATURE_ACCOUNTS_ACCOUNTS_STORE_H
#define FEATURE_ACCOUNTS_ACCOUNTS_STORE_H

#include "feature/accounts/accounts.h"
#include "feature/accounts/accounts_devices.h"
#include "feature/accounts/accounts_links.h"

extern const query *const accounts_queries[];

MUST const err *accounts_store_insert(store *s, arena *a, const struct account *one, int64_t now_ms,
                                      int64_t *ret_id);
MUST const err *accounts_store_by_email(store *s, arena *a, str email, struct account *ret,
                                        bool *ret_found);
MUST const err *accounts_store_first_host(store *s, arena *a, struct account *ret, bool *ret_found);
MUST const err *accounts_store_all(store *s, arena *a, struct account_list *ret);
/* True once a link of any host's account has been used. */
MUST const err *accounts_store_host_was_here(store *s, arena *a, bool *ret);

struct accounts_link_row {
    str digest;
    str code; /* digest of the short code; absent where it has none */
    int64_t account, created_ms, expires_ms;
};
MUST const err *accounts_store_insert_link(store *s, arena *a, const struct accounts_link_row *one);
/* Marks the link as used, if it is there, unused and not expired; `ret_found` says so. */
MUST const err *accounts_store_use_link(store *s, arena *a, str digest, int64_t now_ms,
                                        int64_t *ret_account, bool *ret_found);
/* The same by its short code; link and code are used up together. */
MUST const err *accounts_store_use_code(store *s, arena *a, str code, int64_t now_ms,
                                        int64_t *ret_account, bool *ret_found);
/* Unused links with a code. */
MUST const err *accounts_store_delete_codes(store *s, arena *a, int64_t account);
MUST const err *accounts_store_delete_unused_links(store *s, arena *a, int64_t account);

MUST const err *accounts_store_insert_session(store *s, arena *a, str digest, int64_t account,
                                              int64_t now_ms, int64_t expires_ms);
struct accounts_session_row {
    int64_t session, account;
    str name, role;
    str seen; /* day of its last request */
};
MUST const err *accounts_store_session(store *s, arena *a, str digest, int64_t now_ms,
                                       struct accounts_session_row *ret, bool *ret_found);
MUST const err *accounts_store_delete_session(store *s, arena *a, int64_t session);
/* No error where nobody has this address. */
MUST const err *accounts_store_rename(store *s, arena *a, str email, str name);
MUST const err *accounts_store_seen(store *s, arena *a, int64_t session, str day);
MUST const err *accounts_store_devices(store *s, arena *a, int64_t account, int64_t now_ms,
                                       struct device_list *ret);
MUST const err *accounts_store_end_session(store *s, arena *a, int64_t account, int64_t session);
MUST const err *accounts_store_end_other_sessions(store *s, arena *a, int64_t account,
                                                  int64_t session);
/* ---- wishes for a mail (accounts_mail.h)
 * ---------------------------------------------------------
 */

struct accounts_wish_row {
    int64_t id;
    str email, language;
};
struct accounts_wish_rows {
    const struct accounts_wish_row *item;
    size_t n;
};
MUST const err *accounts_store_insert_wish(store *s, arena *a, str email, str language);
MUST const err *accounts_store_count_wishes(store *s, arena *a, int64_t *ret);
/* The oldest hundred. */
MUST const err *accounts_store_wishes(store *s, arena *a, struct accounts_wish_rows *ret);
MUST const err *accounts_store_delete_wish(store *s, arena *a, int64_t id);

/* ---- private links: `found` where it is of that kind, not expired, used up or revoked ----------
 */

MUST const err *accounts_store_insert_private(store *s, arena *a, str digest,
                                              const struct private_link *one, int64_t *ret_id);
MUST const err *accounts_store_private(store *s, arena *a, str digest, str kind, int64_t now_ms,
                                       struct private_link *ret, bool *ret_found);
/* Counts one use; `ret` is the link after it. */
MUST const err *accounts_store_use_private(store *s, arena *a, str digest, str kind, int64_t now_ms,
                                           struct private_link *ret, bool *ret_found);
MUST const err *accounts_store_privates(store *s, arena *a, str kind, int64_t subject,
                                        struct private_links *ret);
MUST const err *accounts_store_revoke_private(store *s, arena *a, int64_t id, int64_t now_ms);
MUST const err *accounts_store_restore_private(store *s, arena *a, int64_t id);
MUST const err *accounts_store_erase_private(store *s, arena *a, int64_t id);

MUST const err *accounts_store_get(store *s, arena *a, int64_t id, struct account *ret,
                                   bool *ret_found);
/* `ret_deleted` is false for the last host. */
MUST const err *accounts_store_delete(store *s, arena *a, int64_t id, bool *ret_deleted);

/* Links and sessions that expired before `now_ms`. */
MUST const err *accounts_store_sweep(store *s, arena *a, int64_t now_ms);

#endif
