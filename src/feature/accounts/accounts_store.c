/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_store.c - all SQL of accounts, links and sessions.
 */
#include "feature/accounts/accounts_store.h"

/* A private link is listed for so long after it has expired. */
#define PRIVATE_KEPT_MS ((int64_t)90 * 24 * 3600 * 1000)

struct id_row {
    int64_t id;
};
static const col id_cols[] = { COL(struct id_row, id) };

static const col account_cols[] = { COL(struct account, id),      COL(struct account, email),
                                    COL(struct account, name),    COL(struct account, role),
                                    COL(struct account, claimed), COL(struct account, created_ms) };
#define ACCOUNT_COLUMNS "id, email, name, role, claimed, created_ms"

static const query q_insert = {
    "INSERT INTO account (email, name, role, claimed, created_ms) VALUES ($1, $2, $3, $4, $5)"
    " RETURNING id",
    5, 1, id_cols, sizeof(struct id_row)
};

static const query q_by_email = { "SELECT " ACCOUNT_COLUMNS " FROM account WHERE email = $1", 1, 6,
                                  account_cols, sizeof(struct account) };

static const query q_by_id = { "SELECT " ACCOUNT_COLUMNS " FROM account WHERE id = $1", 1, 6,
                               account_cols, sizeof(struct account) };
/* Sessions and sign-in links go with it. */
static const query q_delete = {
    "DELETE FROM account WHERE id = $1 AND (role <> 'host'"
    " OR EXISTS (SELECT 1 FROM account o WHERE o.role = 'host' AND o.id <> $1))",
    1, 0, NULL, 0
};

static const query q_rename = { "UPDATE account SET name = $1 WHERE email = $2", 2, 0, NULL, 0 };

static const query q_first_host = { "SELECT " ACCOUNT_COLUMNS
                                    " FROM account WHERE role = 'host' ORDER BY id LIMIT 1",
                                    0, 6, account_cols, sizeof(struct account) };

static const query q_all = { "SELECT " ACCOUNT_COLUMNS " FROM account ORDER BY id", 0, 6,
                             account_cols, sizeof(struct account) };

/* A session outlives the sweep of used links, so both tell that a host was here. */
static const query q_host_was_here = {
    "SELECT a.id FROM account a WHERE a.role = 'host'"
    " AND (EXISTS (SELECT 1 FROM sign_in_link l WHERE l.account = a.id AND l.used_ms IS NOT NULL)"
    " OR EXISTS (SELECT 1 FROM session s WHERE s.account = a.id)) LIMIT 1",
    0, 1, id_cols, sizeof(struct id_row)
};

static const query q_insert_link = { "INSERT INTO sign_in_link (digest, code, account, created_ms, "
                                     "expires_ms) VALUES ($1, $2, $3, $4, $5)",
                                     5, 0, NULL, 0 };

/* A used code is free to be given again. */
#define USE_LINK "UPDATE sign_in_link SET used_ms = $1, code = NULL"
#define LINK_HOLDS " AND used_ms IS NULL AND expires_ms > $3 RETURNING account"
static const query q_use_link = { USE_LINK " WHERE digest = $2" LINK_HOLDS, 3, 1, id_cols,
                                  sizeof(struct id_row) };
static const query q_use_code = { USE_LINK " WHERE code = $2" LINK_HOLDS, 3, 1, id_cols,
                                  sizeof(struct id_row) };

static const query q_delete_codes = {
    "DELETE FROM sign_in_link WHERE account = $1 AND code IS NOT NULL", 1, 0, NULL, 0
};
static const query q_delete_unused_links = {
    "DELETE FROM sign_in_link WHERE account = $1 AND used_ms IS NULL", 1, 0, NULL, 0
};

static const query q_insert_session = {
    "INSERT INTO session (digest, account, created_ms, expires_ms) VALUES ($1, $2, $3, $4)", 4, 0,
    NULL, 0
};

static const col session_cols[] = { COL(struct accounts_session_row, session),
                                    COL(struct accounts_session_row, account),
                                    COL(struct accounts_session_row, name),
                                    COL(struct accounts_session_row, role),
                                    COL(struct accounts_session_row, seen) };
static const query q_session = {
    "SELECT s.id, a.id, a.name, a.role, s.seen FROM session s JOIN account a ON a.id = s.account"
    " WHERE s.digest = $1 AND s.expires_ms > $2",
    2, 5, session_cols, sizeof(struct accounts_session_row)
};

static const query q_delete_session = { "DELETE FROM session WHERE id = $1", 1, 0, NULL, 0 };

static const query q_seen = { "UPDATE session SET seen = $1 WHERE id = $2", 2, 0, NULL, 0 };

static const col device_cols[] = { COL(struct device, session), COL(struct device, created_ms),
                                   COL(struct device, seen) };
static const query q_devices = {
    "SELECT id, created_ms, seen FROM session WHERE account = $1 AND expires_ms > $2"
    " ORDER BY created_ms DESC, id DESC",
    2, 3, device_cols, sizeof(struct device)
};
static const query q_end_session = { "DELETE FROM session WHERE account = $1 AND id = $2", 2, 0,
                                     NULL, 0 };
static const query q_end_other_sessions = { "DELETE FROM session WHERE account = $1 AND id <> $2",
                                            2, 0, NULL, 0 };

/* Used links stay: they tell that a host was here. */
static const query q_sweep_links = {
    "DELETE FROM sign_in_link WHERE expires_ms <= $1 AND used_ms IS NULL", 1, 0, NULL, 0
};
static const query q_sweep_sessions = { "DELETE FROM session WHERE expires_ms <= $1", 1, 0, NULL,
                                        0 };

/* ---- private links -------------------------------------------------------------------------- */

static const col private_cols[] = {
    COL(struct private_link, id),         COL(struct private_link, kind),
    COL(struct private_link, subject),    COL(struct private_link, name),
    COL(struct private_link, created_ms), COL(struct private_link, expires_ms),
    COL(struct private_link, uses),       COL(struct private_link, most_uses),
    COL(struct private_link, revoked)
};
#define PRIVATE_COLUMNS                                                                            \
    "id, kind, subject, name, created_ms, expires_ms, uses, most_uses, revoked_ms IS NOT NULL"
/* What a link must be to hold; $1 to $3 are its digest, its kind and now. */
#define PRIVATE_HOLDS                                                                              \
    " WHERE digest = $1 AND kind = $2 AND expires_ms > $3 AND revoked_ms IS NULL"                  \
    " AND (most_uses = 0 OR uses < most_uses)"

static const query q_insert_private = {
    "INSERT INTO private_link (digest, kind, subject, name, created_ms, expires_ms, uses,"
    " most_uses) VALUES ($1, $2, $3, $4, $5, $6, 0, $7) RETURNING id",
    7, 1, id_cols, sizeof(struct id_row)
};

static const query q_private = { "SELECT " PRIVATE_COLUMNS " FROM private_link" PRIVATE_HOLDS, 3, 9,
                                 private_cols, sizeof(struct private_link) };

static const query q_use_private = { "UPDATE private_link SET uses = uses + 1" PRIVATE_HOLDS
                                     " RETURNING " PRIVATE_COLUMNS,
                                     3, 9, private_cols, sizeof(struct private_link) };

static const query q_privates = { "SELECT " PRIVATE_COLUMNS
                                  " FROM private_link WHERE kind = $1 AND subject = $2"
                                  " ORDER BY id DESC",
                                  2, 9, private_cols, sizeof(struct private_link) };

/* The moment at which it was first taken back stays. */
static const query q_revoke_private = {
    "UPDATE private_link SET revoked_ms = $1 WHERE id = $2 AND revoked_ms IS NULL", 2, 0, NULL, 0
};

static const query q_restore_private = { "UPDATE private_link SET revoked_ms = NULL WHERE id = $1",
                                         1, 0, NULL, 0 };

static const query q_erase_private = { "DELETE FROM private_link WHERE id = $1", 1, 0, NULL, 0 };
static const query q_sweep_privates = { "DELETE FROM private_link WHERE expires_ms <= $1", 1, 0,
                                        NULL, 0 };

static const query q_insert_wish = { "INSERT INTO sign_in_wish (email, language) VALUES ($1, $2)",
                                     2, 0, NULL, 0 };
struct count_row {
    int64_t n;
};
static const col wish_count_cols[] = { COL(struct count_row, n) };
static const query q_count_wishes = { "SELECT count(*) FROM sign_in_wish", 0, 1, wish_count_cols,
                                      sizeof(struct count_row) };
static const col wish_cols[] = { COL(struct accounts_wish_row, id),
                                 COL(struct accounts_wish_row, email),
                                 COL(struct accounts_wish_row, language) };
static const query q_wishes = {
    "SELECT id, email, language FROM sign_in_wish ORDER BY id LIMIT 100", 0, COUNT_OF(wish_cols),
    wish_cols, sizeof(struct accounts_wish_row)
};
static const query q_delete_wish = { "DELETE FROM sign_in_wish WHERE id = $1", 1, 0, NULL, 0 };

const query *const accounts_queries[] = { &q_insert,
                                          &q_by_id,
                                          &q_delete,
                                          &q_rename,
                                          &q_insert_wish,
                                          &q_count_wishes,
                                          &q_wishes,
                                          &q_delete_wish,
                                          &q_by_email,
                                          &q_first_host,
                                          &q_all,
                                          &q_host_was_here,
                                          &q_insert_link,
                                          &q_use_link,
                                          &q_use_code,
                                          &q_delete_codes,
                                          &q_delete_unused_links,
                                          &q_insert_session,
                                          &q_session,
                                          &q_delete_session,
                                          &q_seen,
                                          &q_devices,
                                          &q_end_session,
                                          &q_end_other_sessions,
                                          &q_erase_private,
                                          &q_sweep_links,
                                          &q_sweep_sessions,
                                          &q_insert_private,
                                          &q_private,
                                          &q_use_private,
                                          &q_privates,
                                          &q_revoke_private,
                                          &q_restore_private,
                                          &q_sweep_privates,
                                          NULL };

const err *accounts_store_insert(store *s, arena *a, const struct account *one, int64_t now_ms,
                                 int64_t *ret_id)
{
    str claimed = one->claimed.p == NULL ? S("") : one->claimed;
    struct id_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_insert,
                  ARGS(ARG(one->email), ARG(one->name), ARG(one->role), ARG(claimed), ARG(now_ms)),
                  &row, &found));
    *ret_id = row.id;
    return NULL;
}

const err *accounts_store_by_email(store *s, arena *a, str email, struct account *ret,
                                   bool *ret_found)
{
    return store_row(s, a, &q_by_email, ARGS(ARG(email)), ret, ret_found);
}

const err *accounts_store_first_host(store *s, arena *a, struct account *ret, bool *ret_found)
{
    return store_row(s, a, &q_first_host, NO_ARGS, ret, ret_found);
}

const err *accounts_store_all(store *s, arena *a, struct account_list *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_all, NO_ARGS, &rows, &n));
    *ret = (struct account_list){ rows, n };
    return NULL;
}

const err *accounts_store_host_was_here(store *s, arena *a, bool *ret)
{
    struct id_row row = { 0 };
    return store_row(s, a, &q_host_was_here, NO_ARGS, &row, ret);
}

const err *accounts_store_insert_link(store *s, arena *a, const struct accounts_link_row *one)
{
    return store_run(s, a, &q_insert_link,
                     ARGS(ARG(one->digest), ARG(one->code), ARG(one->account), ARG(one->created_ms),
                          ARG(one->expires_ms)),
                     NULL);
}

const err *accounts_store_use_link(store *s, arena *a, str digest, int64_t now_ms,
                                   int64_t *ret_account, bool *ret_found)
{
    struct id_row row = { 0 };
    TRY(store_row(s, a, &q_use_link, ARGS(ARG(now_ms), ARG(digest), ARG(now_ms)), &row, ret_found));
    *ret_account = row.id;
    return NULL;
}

const err *accounts_store_use_code(store *s, arena *a, str code, int64_t now_ms,
                                   int64_t *ret_account, bool *ret_found)
{
    struct id_row row = { 0 };
    TRY(store_row(s, a, &q_use_code, ARGS(ARG(now_ms), ARG(code), ARG(now_ms)), &row, ret_found));
    *ret_account = row.id;
    return NULL;
}

const err *accounts_store_delete_codes(store *s, arena *a, int64_t account)
{
    return store_run(s, a, &q_delete_codes, ARGS(ARG(account)), NULL);
}

const err *accounts_store_delete_unused_links(store *s, arena *a, int64_t account)
{
    return store_run(s, a, &q_delete_unused_links, ARGS(ARG(account)), NULL);
}

const err *accounts_store_insert_session(store *s, arena *a, str digest, int64_t account,
                                         int64_t now_ms, int64_t expires_ms)
{
    return store_run(s, a, &q_insert_session,
                     ARGS(ARG(digest), ARG(account), ARG(now_ms), ARG(expires_ms)), NULL);
}

const err *accounts_store_session(store *s, arena *a, str digest, int64_t now_ms,
                                  struct accounts_session_row *ret, bool *ret_found)
{
    return store_row(s, a, &q_session, ARGS(ARG(digest), ARG(now_ms)), ret, ret_found);
}

const err *accounts_store_delete_session(store *s, arena *a, int64_t session)
{
    return store_run(s, a, &q_delete_session, ARGS(ARG(session)), NULL);
}

const err *accounts_store_seen(store *s, arena *a, int64_t session, str day)
{
    return store_run(s, a, &q_seen, ARGS(ARG(day), ARG(session)), NULL);
}

const err *accounts_store_rename(store *s, arena *a, str email, str name)
{
    return store_run(s, a, &q_rename, ARGS(ARG(name), ARG(email)), NULL);
}

const err *accounts_store_devices(store *s, arena *a, int64_t account, int64_t now_ms,
                                  struct device_list *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_devices, ARGS(ARG(account), ARG(now_ms)), &rows, &n));
    *ret = (struct device_list){ rows, n };
    return NULL;
}

const err *accounts_store_end_session(store *s, arena *a, int64_t account, int64_t session)
{
    return store_run(s, a, &q_end_session, ARGS(ARG(account), ARG(session)), NULL);
}

const err *accounts_store_end_other_sessions(store *s, arena *a, int64_t account, int64_t session)
{
    return store_run(s, a, &q_end_other_sessions, ARGS(ARG(account), ARG(session)), NULL);
}

const err *accounts_store_insert_private(store *s, arena *a, str digest,
                                         const struct private_link *one, int64_t *ret_id)
{
    struct id_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_insert_private,
                  ARGS(ARG(digest), ARG(one->kind), ARG(one->subject), ARG(one->name),
                       ARG(one->created_ms), ARG(one->expires_ms), ARG(one->most_uses)),
                  &row, &found));
    *ret_id = row.id;
    return NULL;
}

const err *accounts_store_private(store *s, arena *a, str digest, str kind, int64_t now_ms,
                                  struct private_link *ret, bool *ret_found)
{
    return store_row(s, a, &q_private, ARGS(ARG(digest), ARG(kind), ARG(now_ms)), ret, ret_found);
}

const err *accounts_store_use_private(store *s, arena *a, str digest, str kind, int64_t now_ms,
                                      struct private_link *ret, bool *ret_found)
{
    return store_row(s, a, &q_use_private, ARGS(ARG(digest), ARG(kind), ARG(now_ms)), ret,
                     ret_found);
}

const err *accounts_store_privates(store *s, arena *a, str kind, int64_t subject,
                                   struct private_links *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_privates, ARGS(ARG(kind), ARG(subject)), &rows, &n));
    *ret = (struct private_links){ rows, n };
    return NULL;
}

const err *accounts_store_revoke_private(store *s, arena *a, int64_t id, int64_t now_ms)
{
    return store_run(s, a, &q_revoke_private, ARGS(ARG(now_ms), ARG(id)), NULL);
}

const err *accounts_store_restore_private(store *s, arena *a, int64_t id)
{
    return store_run(s, a, &q_restore_private, ARGS(ARG(id)), NULL);
}

const err *accounts_store_erase_private(store *s, arena *a, int64_t id)
{
    return store_run(s, a, &q_erase_private, ARGS(ARG(id)), NULL);
}

const err *accounts_store_sweep(store *s, arena *a, int64_t now_ms)
{
    TRY(store_run(s, a, &q_sweep_links, ARGS(ARG(now_ms)), NULL));
    TRY(store_run(s, a, &q_sweep_privates, ARGS(ARG(now_ms - PRIVATE_KEPT_MS)), NULL));
    return store_run(s, a, &q_sweep_sessions, ARGS(ARG(now_ms)), NULL);
}

/* ---- wishes for a mail ----------------------------------------------------------------------- */

const err *accounts_store_insert_wish(store *s, arena *a, str email, str language)
{
    return store_run(s, a, &q_insert_wish, ARGS(ARG(email), ARG(language)), NULL);
}

const err *accounts_store_count_wishes(store *s, arena *a, int64_t *ret)
{
    struct count_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_count_wishes, NO_ARGS, &row, &found));
    *ret = row.n;
    return NULL;
}

const err *accounts_store_wishes(store *s, arena *a, struct accounts_wish_rows *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_wishes, NO_ARGS, &rows, &n));
    *ret = (struct accounts_wish_rows){ rows, n };
    return NULL;
}

const err *accounts_store_delete_wish(store *s, arena *a, int64_t id)
{
    return store_run(s, a, &q_delete_wish, ARGS(ARG(id)), NULL);
}

/* ---- one account ----------------------------------------------------------------------------- */

const err *accounts_store_get(store *s, arena *a, int64_t id, struct account *ret, bool *ret_found)
{
    return store_row(s, a, &q_by_id, ARGS(ARG(id)), ret, ret_found);
}

const err *accounts_store_delete(store *s, arena *a, int64_t id, bool *ret_deleted)
{
    int64_t changed = 0;
    TRY(store_run(s, a, &q_delete, ARGS(ARG(id)), &changed));
    *ret_deleted = changed > 0;
    return NULL;
}
