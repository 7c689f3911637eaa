/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_merge_store.c - all SQL of merges and of the look-out for duplicates.
 */
#include "feature/book/book_merge_store.h"

#include "base/clock.h"

#define NO_ROW 0, NULL, 0
#define COLS(cols, T) COUNT_OF(cols), cols, sizeof(T)

struct id_row {
    int64_t id;
};
static const col id_cols[] = { COL(struct id_row, id) };
#define ID_ROW COLS(id_cols, struct id_row)

/* ---- merges ---------------------------------------------------------------------------------- */

static const query q_add = {
    "INSERT INTO person_merge (account, into_person, from_person, time_ms, reason, took)"
    " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
    6, ID_ROW
};
static const query q_members = {
    "INSERT INTO person_merge_member (merge, account, person, was_whole)"
    " SELECT $1, account, id, whole FROM person WHERE account = $2 AND whole = $3",
    3, NO_ROW
};
static const query q_move = { "UPDATE person SET whole = $1 WHERE account = $2 AND whole = $3", 3,
                              NO_ROW };

static const col merge_cols[] = {
    COL(struct book_merge_row, id.v),      COL(struct book_merge_row, into.v),
    COL(struct book_merge_row, from.v),    COL(struct book_merge_row, took),
    COL(struct book_merge_row, undone_ms), COL(struct book_merge_row, time_ms),
};
static const query q_get = {
    "SELECT id, into_person, from_person, took, undone_ms, time_ms FROM person_merge"
    " WHERE account = $1 AND id = $2",
    2, COLS(merge_cols, struct book_merge_row)
};

static const col merged_cols[] = {
    COL(struct book_merged, id.v),      COL(struct book_merged, from_name),
    COL(struct book_merged, into_name), COL(struct book_merged, reason),
    COL(struct book_merged, time_ms),
};
#define MERGED_FIELDS                                                                              \
    "SELECT DISTINCT m.id, f.name, i.name, m.reason, m.time_ms FROM person_merge m"                \
    " CROSS JOIN person f ON f.id = m.from_person AND f.account = m.account"                       \
    " CROSS JOIN person i ON i.id = m.into_person AND i.account = m.account"
static const query q_later = {
    MERGED_FIELDS " JOIN person_merge_member o ON o.merge = m.id"
                  " JOIN person_merge_member w ON w.person = o.person"
                  " WHERE m.account = $1 AND w.merge = $2 AND m.id > w.merge AND m.undone_ms = 0"
                  " ORDER BY m.id DESC LIMIT 1",
    2, COLS(merged_cols, struct book_merged)
};
static const query q_back = {
    "UPDATE person SET whole = (SELECT was_whole FROM person_merge_member m WHERE m.merge = $1"
    " AND m.account = $2 AND m.person = person.id) WHERE +account = $2 AND id IN"
    " (SELECT person FROM person_merge_member WHERE account = $2 AND merge = $1)",
    2, NO_ROW
};
static const query q_undone = {
    "UPDATE person_merge SET undone_ms = $1 WHERE account = $2 AND id = $3", 3, NO_ROW
};
static const query q_of = { MERGED_FIELDS
                            " WHERE m.account = $1 AND m.into_person IN"
                            " (SELECT id FROM person WHERE account = $1 AND whole = $2)"
                            " AND m.undone_ms = 0 ORDER BY m.id DESC",
                            2, COLS(merged_cols, struct book_merged) };

/* ---- duplicates ------------------------------------------------------------------------------ */

static const col shared_cols[] = { COL(struct book_shared, kind), COL(struct book_shared, key),
                                   COL(struct book_shared, whole.v),
                                   COL(struct book_shared, name) };
/* By the index of keys; a key of one datum alone is left behind at once. */
static const query q_shared_data = {
    "SELECT DISTINCT d.kind, d.fold, p.id, p.name FROM datum d"
    " JOIN person o ON o.id = d.person JOIN person p ON p.id = o.whole AND p.account = $1"
    " WHERE d.account = $1 AND d.removed_ms = 0 AND (d.kind, d.fold) IN"
    " (SELECT kind, fold FROM datum WHERE account = $1 AND removed_ms = 0"
    " AND kind IN ('email', 'phone', 'url', 'social', 'birthday')"
    " GROUP BY kind, fold HAVING count(*) > 1) ORDER BY d.kind, d.fold, p.id",
    1, COLS(shared_cols, struct book_shared)
};
static const query q_shared_names = {
    "SELECT 'name', p.name_key, p.id, p.name FROM person p WHERE p.account = $1 AND p.whole = p.id"
    " AND p.name_key IN (SELECT name_key FROM person WHERE account = $1 AND name_key <> ''"
    " AND whole = id GROUP BY name_key HAVING count(*) > 1) ORDER BY p.name_key, p.id",
    1, COLS(shared_cols, struct book_shared)
};
static const query q_colleagues = {
    "SELECT r.id FROM role r JOIN role q ON q.organisation = r.organisation AND q.account = $1"
    " WHERE r.account = $1 AND r.removed_ms = 0 AND q.removed_ms = 0"
    " AND r.person IN (SELECT id FROM person WHERE account = $1 AND whole = $2)"
    " AND q.person IN (SELECT id FROM person WHERE account = $1 AND whole = $3) LIMIT 1",
    3, ID_ROW
};
/* Ids of wholes: who is merged further stays apart from the other. */
static const query q_apart = {
    "INSERT INTO person_apart (account, a, b, time_ms) VALUES ($1, min($2, $3), max($2, $3), $4)"
    " ON CONFLICT (account, a, b) DO NOTHING",
    4, NO_ROW
};
static const query q_are_apart = {
    "SELECT a FROM person_apart WHERE account = $1 AND a = min($2, $3) AND b = max($2, $3)", 3,
    ID_ROW
};

const query *const book_merge_store_queries[] = {
    &q_add, &q_members,     &q_move,         &q_get,        &q_later, &q_back,      &q_undone,
    &q_of,  &q_shared_data, &q_shared_names, &q_colleagues, &q_apart, &q_are_apart, NULL,
};

const err *book_merge_store_add(store *s, arena *a, account_id owner, person_id into,
                                person_id from, str reason, int64_t took, merge_id *ret)
{
    struct id_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_add,
                  ARGS(ARG(owner.v), ARG(into.v), ARG(from.v), ARG(clock_now_ms()),
                       ARG(reason.p == NULL ? S("") : reason), ARG(took)),
                  &row, &found));
    *ret = (merge_id){ row.id };
    return NULL;
}

const err *book_merge_store_move(store *s, arena *a, account_id owner, merge_id merge,
                                 person_id into, person_id from)
{
    TRY(store_run(s, a, &q_members, ARGS(ARG(merge.v), ARG(owner.v), ARG(from.v)), NULL));
    return store_run(s, a, &q_move, ARGS(ARG(into.v), ARG(owner.v), ARG(from.v)), NULL);
}

const err *book_merge_store_get(store *s, arena *a, account_id owner, merge_id merge,
                                struct book_merge_row *ret, bool *ret_found)
{
    return store_row(s, a, &q_get, ARGS(ARG(owner.v), ARG(merge.v)), ret, ret_found);
}

const err *book_merge_store_later(store *s, arena *a, account_id owner, merge_id merge,
                                  struct book_merged *ret, bool *ret_found)
{
    return store_row(s, a, &q_later, ARGS(ARG(owner.v), ARG(merge.v)), ret, ret_found);
}

const err *book_merge_store_back(store *s, arena *a, account_id owner, merge_id merge,
                                 int64_t now_ms)
{
    TRY(store_run(s, a, &q_back, ARGS(ARG(merge.v), ARG(owner.v)), NULL));
    return store_run(s, a, &q_undone, ARGS(ARG(now_ms), ARG(owner.v), ARG(merge.v)), NULL);
}

const err *book_merge_store_of(store *s, arena *a, account_id owner, person_id whole,
                               struct book_merges *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_of, ARGS(ARG(owner.v), ARG(whole.v)), &rows, &n));
    *ret = (struct book_merges){ rows, n };
    return NULL;
}

static const err *shared(store *s, arena *a, const query *q, account_id owner,
                         struct book_shareds *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, q, ARGS(ARG(owner.v)), &rows, &n));
    *ret = (struct book_shareds){ rows, n };
    return NULL;
}

const err *book_merge_store_shared_data(store *s, arena *a, account_id owner,
                                        struct book_shareds *ret)
{
    return shared(s, a, &q_shared_data, owner, ret);
}

const err *book_merge_store_shared_names(store *s, arena *a, account_id owner,
                                         struct book_shareds *ret)
{
    return shared(s, a, &q_shared_names, owner, ret);
}

static const err *is_there(store *s, arena *a, const query *q, account_id owner, person_id one,
                           person_id other, bool *ret)
{
    struct id_row row = { 0 };
    return store_row(s, a, q, ARGS(ARG(owner.v), ARG(one.v), ARG(other.v)), &row, ret);
}

const err *book_merge_store_colleagues(store *s, arena *a, account_id owner, person_id one,
                                       person_id other, bool *ret)
{
    return is_there(s, a, &q_colleagues, owner, one, other, ret);
}

const err *book_merge_store_are_apart(store *s, arena *a, account_id owner, person_id one,
                                      person_id other, bool *ret)
{
    return is_there(s, a, &q_are_apart, owner, one, other, ret);
}

const err *book_merge_store_apart(store *s, arena *a, account_id owner, person_id one,
                                  person_id other)
{
    return store_run(s, a, &q_apart,
                     ARGS(ARG(owner.v), ARG(one.v), ARG(other.v), ARG(clock_now_ms())), NULL);
}
