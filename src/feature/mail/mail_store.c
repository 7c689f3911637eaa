/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * mail_store.c - all SQL of the queue.
 */
#include "feature/mail/mail_store.h"

#define FIELDS                                                                                     \
    "id, account, purpose, about, to_name, to_address, from_name, reply_name, reply_address, "     \
    "subject, text, link, language, message_id, in_reply_to, automatic, state, tries, next_ms, "   \
    "expires_ms, created_ms, changed_ms, said"
static const col cols[] = {
    COL(struct mail_item, id),
    COL(struct mail_item, account),
    COL(struct mail_item, purpose),
    COL(struct mail_item, about),
    COL(struct mail_item, to.name),
    COL(struct mail_item, to.address),
    COL(struct mail_item, from_name),
    COL(struct mail_item, reply_to.name),
    COL(struct mail_item, reply_to.address),
    COL(struct mail_item, subject),
    COL(struct mail_item, text),
    COL(struct mail_item, link),
    COL(struct mail_item, language),
    COL(struct mail_item, message_id),
    COL(struct mail_item, in_reply_to),
    COL(struct mail_item, automatic),
    COL(struct mail_item, state),
    COL(struct mail_item, tries),
    COL(struct mail_item, next_ms),
    COL(struct mail_item, expires_ms),
    COL(struct mail_item, created_ms),
    COL(struct mail_item, changed_ms),
    COL(struct mail_item, said),
};
#define WHOLE COUNT_OF(cols), cols, sizeof(struct mail_item)

static const query q_get = { "SELECT " FIELDS " FROM mail WHERE account = $1 AND id = $2", 2,
                             WHOLE };
static const query q_newest = { "SELECT " FIELDS
                                " FROM mail WHERE account = $1 ORDER BY id DESC LIMIT $2",
                                2, WHOLE };
static const query q_about = {
    "SELECT " FIELDS " FROM mail WHERE account = $1 AND purpose = $2 AND about = $3 ORDER BY id", 3,
    WHOLE
};
static const query q_claim = {
    "UPDATE mail SET next_ms = $1, tries = tries + 1 WHERE id ="
    " (SELECT id FROM mail WHERE state = 'queued' AND next_ms <= $2 ORDER BY next_ms, id LIMIT 1)"
    " RETURNING " FIELDS,
    2, WHOLE
};
static const query q_outcome = {
    "UPDATE mail SET state = $1, next_ms = $2, changed_ms = $3, said = $4,"
    " link = CASE WHEN $1 = 'queued' THEN link ELSE '' END WHERE id = $5 AND state = 'queued'",
    5, 0, NULL, 0
};
static const query q_again = { "UPDATE mail SET state = 'queued', tries = 0, next_ms = $1,"
                               " created_ms = $1, changed_ms = $1 WHERE id = $2",
                               2, 0, NULL, 0 };
static const query q_erase_about = {
    "DELETE FROM mail WHERE account = $1 AND purpose = $2 AND about = $3", 3, 0, NULL, 0
};
static const query q_to = {
    "SELECT " FIELDS " FROM mail WHERE account = $1 AND lower(to_address) = lower($2) ORDER BY id",
    2, WHOLE
};
static const query q_after = { "SELECT " FIELDS
                               " FROM mail WHERE account = $1 AND id > $2 ORDER BY id LIMIT $3",
                               3, WHOLE };
static const query q_erase_to = {
    "DELETE FROM mail WHERE account = $1 AND lower(to_address) = lower($2)", 2, 0, NULL, 0
};
static const query q_erase_account = { "DELETE FROM mail WHERE account = $1", 1, 0, NULL, 0 };

struct id_row {
    int64_t id;
};
static const col id_cols[] = { COL(struct id_row, id) };
static const query q_add = {
    "INSERT INTO mail (account, purpose, about, to_name, to_address, from_name, reply_name,"
    " reply_address, subject, text, link, language, message_id, in_reply_to, automatic, state,"
    " tries, next_ms, expires_ms, created_ms, changed_ms, said) VALUES ($1, $2, $3, $4, $5, $6,"
    " $7, $8, $9, $10, $11, $12, $13, $14, $15, 'queued', 0, $16, $17, $16, $16, '') RETURNING id",
    17, 1, id_cols, sizeof(struct id_row)
};

static const col count_cols[] = { COL(struct mail_count, state), COL(struct mail_count, n) };
static const query q_counts = { "SELECT state, count(*) FROM mail GROUP BY state ORDER BY state", 0,
                                COUNT_OF(count_cols), count_cols, sizeof(struct mail_count) };

const query *const mail_store_queries[] = {
    &q_get, &q_newest, &q_about, &q_claim, &q_outcome,  &q_again,         &q_erase_about,
    &q_add, &q_counts, &q_to,    &q_after, &q_erase_to, &q_erase_account, NULL
};

/* Texts are NOT NULL. */
static struct arg text(str s)
{
    return ARG(s.p == NULL ? S("") : s);
}

const err *mail_store_add(store *s, arena *a, const struct mail_item *m, int64_t *ret_id)
{
    struct id_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_add,
                  ARGS(ARG(m->account), text(m->purpose), ARG(m->about), text(m->to.name),
                       text(m->to.address), text(m->from_name), text(m->reply_to.name),
                       text(m->reply_to.address), text(m->subject), text(m->text), text(m->link),
                       text(m->language), text(m->message_id), text(m->in_reply_to),
                       ARG(m->automatic), ARG(m->created_ms), ARG(m->expires_ms)),
                  &row, &found));
    *ret_id = row.id;
    return NULL;
}

const err *mail_store_get(store *s, arena *a, int64_t account, int64_t id, struct mail_item *ret,
                          bool *ret_found)
{
    return store_row(s, a, &q_get, ARGS(ARG(account), ARG(id)), ret, ret_found);
}

static const err *list(store *s, arena *a, const query *q, const struct arg *args, size_t n_args,
                       struct mail_list *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, q, args, n_args, &rows, &n));
    *ret = (struct mail_list){ rows, n };
    return NULL;
}

const err *mail_store_newest(store *s, arena *a, int64_t account, int64_t limit,
                             struct mail_list *ret)
{
    return list(s, a, &q_newest, ARGS(ARG(account), ARG(limit)), ret);
}

const err *mail_store_about(store *s, arena *a, int64_t account, str purpose, int64_t about,
                            struct mail_list *ret)
{
    return list(s, a, &q_about, ARGS(ARG(account), ARG(purpose), ARG(about)), ret);
}

const err *mail_store_claim(store *s, arena *a, int64_t now_ms, int64_t until_ms,
                            struct mail_item *ret, bool *ret_found)
{
    return store_row(s, a, &q_claim, ARGS(ARG(until_ms), ARG(now_ms)), ret, ret_found);
}

const err *mail_store_outcome(store *s, arena *a, int64_t id, str state, int64_t next_ms,
                              int64_t now_ms, str said, int64_t *ret_changed)
{
    return store_run(s, a, &q_outcome,
                     ARGS(ARG(state), ARG(next_ms), ARG(now_ms), text(said), ARG(id)), ret_changed);
}

const err *mail_store_again(store *s, arena *a, int64_t id, int64_t now_ms)
{
    return store_run(s, a, &q_again, ARGS(ARG(now_ms), ARG(id)), NULL);
}

const err *mail_store_erase_about(store *s, arena *a, int64_t account, str purpose, int64_t about)
{
    return store_run(s, a, &q_erase_about, ARGS(ARG(account), ARG(purpose), ARG(about)), NULL);
}

const err *mail_store_counts(store *s, arena *a, struct mail_counts *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_counts, NO_ARGS, &rows, &n));
    *ret = (struct mail_counts){ rows, n };
    return NULL;
}

const err *mail_store_to(store *s, arena *a, int64_t account, str address, struct mail_list *ret)
{
    return list(s, a, &q_to, ARGS(ARG(account), ARG(address)), ret);
}

const err *mail_store_after(store *s, arena *a, int64_t account, int64_t after, int64_t limit,
                            struct mail_list *ret)
{
    return list(s, a, &q_after, ARGS(ARG(account), ARG(after), ARG(limit)), ret);
}

const err *mail_store_erase_to(store *s, arena *a, int64_t account, str address)
{
    return store_run(s, a, &q_erase_to, ARGS(ARG(account), ARG(address)), NULL);
}

const err *mail_store_erase_account(store *s, arena *a, int64_t account)
{
    return store_run(s, a, &q_erase_account, ARGS(ARG(account)), NULL);
}
