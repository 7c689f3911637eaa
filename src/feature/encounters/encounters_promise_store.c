/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_promise_store.c - the rows of promises; declared in encounters_store.h.
 */
#include "feature/encounters/encounters_promise_store.h"
#include "base/clock.h"
#include "feature/encounters/encounters_store.h"

#define OF_WHOLE "(SELECT id FROM person WHERE account = $1 AND whole = $2)"
#define PROMISE_FIELDS                                                                             \
    "p.id, whole.id, whole.name, p.encounter, p.side, p.text, p.due, p.kept_ms, p.dropped_ms,"     \
    " p.created_ms"
#define PROMISE_FROM                                                                               \
    " FROM promise p JOIN person ON person.id = p.person"                                          \
    " JOIN person AS whole ON whole.id = person.whole WHERE p.account = $1 AND p.removed_ms = 0"
#define OPEN " AND p.kept_ms = 0 AND p.dropped_ms = 0"
static const col promise_cols[] = {
    COL(struct promise, id.v),        COL(struct promise, person.v),
    COL(struct promise, person_name), COL(struct promise, encounter.v),
    COL(struct promise, side),        COL(struct promise, text),
    COL(struct promise, due),         COL(struct promise, kept_ms),
    COL(struct promise, dropped_ms),  COL(struct promise, created_ms),
};
#define PROMISE_ROW COUNT_OF(promise_cols), promise_cols, sizeof(struct promise)

struct id_row {
    int64_t id;
};
static const col id_cols[] = { COL(struct id_row, id) };

static const query q_add = {
    "INSERT INTO promise (account, person, encounter, side, text, due, created_ms)"
    " SELECT account, id, $1, $2, $3, $4, $5 FROM person WHERE account = $6 AND id = $7"
    " RETURNING id",
    7, 1, id_cols, sizeof(struct id_row)
};
static const query q_get = { "SELECT " PROMISE_FIELDS PROMISE_FROM " AND p.id = $2", 2,
                             PROMISE_ROW };
/* Also one that was taken back. */
static const query q_any = {
    "SELECT " PROMISE_FIELDS " FROM promise p JOIN person ON person.id = p.person"
    " JOIN person AS whole ON whole.id = person.whole WHERE p.account = $1 AND p.id = $2",
    2, PROMISE_ROW
};
static const query q_state = {
    "UPDATE promise SET kept_ms = $1, dropped_ms = $2 WHERE account = $3 AND id = $4", 4, 0, NULL, 0
};
static const query q_remove = { "UPDATE promise SET removed_ms = $1 WHERE account = $2 AND id = $3",
                                3, 0, NULL, 0 };
static const query q_change = {
    "UPDATE promise SET text = $1, due = $2, person = CASE WHEN $3 = 0 THEN person ELSE $3 END"
    " WHERE account = $4 AND id = $5",
    5, 0, NULL, 0
};
static const query q_of = {
    "SELECT " PROMISE_FIELDS PROMISE_FROM " AND p.person IN " OF_WHOLE
    " ORDER BY (p.kept_ms > 0 OR p.dropped_ms > 0), p.due = '', p.due, p.id DESC LIMIT 100",
    2, PROMISE_ROW
};
static const query q_due = { "SELECT " PROMISE_FIELDS PROMISE_FROM OPEN
                             " AND whole.rests_ms = 0 AND p.due <> '' AND p.due <= $2"
                             " ORDER BY p.due, p.id LIMIT $3",
                             3, PROMISE_ROW };
static const query q_made = { "SELECT " PROMISE_FIELDS PROMISE_FROM " AND p.encounter = $2"
                              " ORDER BY p.id",
                              2, PROMISE_ROW };

MUST static const err *run(store *s, arena *a, const query *q, const struct arg *args, size_t n)
{
    int64_t changed = 0;
    TRY(store_run(s, a, q, args, n, &changed));
    if (changed == 0)
        FAIL(a, ERR_MISSING, "no such promise");
    return NULL;
}

const err *encounters_store_promise_add(store *s, arena *a, account_id owner,
                                        const struct promise *p, promise_id *ret)
{
    struct id_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_add,
                  ARGS(ARG(p->encounter.v), ARG(p->side), ARG(p->text), ARG(p->due),
                       ARG(clock_now_ms()), ARG(owner.v), ARG(p->person.v)),
                  &row, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no such person");
    ret->v = row.id;
    return NULL;
}

MUST static const err *one(store *s, arena *a, const query *q, account_id owner, promise_id id,
                           struct promise *ret)
{
    struct promise p = { 0 };
    bool found = false;
    TRY(store_row(s, a, q, ARGS(ARG(owner.v), ARG(id.v)), &p, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no such promise");
    *ret = p;
    return NULL;
}

const err *encounters_store_promise_get(store *s, arena *a, account_id owner, promise_id id,
                                        struct promise *ret)
{
    return one(s, a, &q_get, owner, id, ret);
}

const err *encounters_store_promise_any(store *s, arena *a, account_id owner, promise_id id,
                                        struct promise *ret)
{
    return one(s, a, &q_any, owner, id, ret);
}

const err *encounters_store_promise_state(store *s, arena *a, account_id owner, promise_id id,
                                          int64_t kept_ms, int64_t dropped_ms)
{
    return run(s, a, &q_state, ARGS(ARG(kept_ms), ARG(dropped_ms), ARG(owner.v), ARG(id.v)));
}

const err *encounters_store_promise_remove(store *s, arena *a, account_id owner, promise_id id,
                                           int64_t removed_ms)
{
    return run(s, a, &q_remove, ARGS(ARG(removed_ms), ARG(owner.v), ARG(id.v)));
}

const err *encounters_store_promise_change(store *s, arena *a, account_id owner, promise_id id,
                                           str text, str due, person_id person)
{
    return run(s, a, &q_change, ARGS(ARG(text), ARG(due), ARG(person.v), ARG(owner.v), ARG(id.v)));
}

MUST static const err *list(store *s, arena *a, const query *q, const struct arg *args, size_t n,
                            struct promise_list *ret)
{
    void *rows = NULL;
    TRY(store_rows(s, a, q, args, n, &rows, &ret->n));
    ret->item = rows;
    return NULL;
}

const err *encounters_store_promises(store *s, arena *a, account_id owner, person_id whole,
                                     struct promise_list *ret)
{
    return list(s, a, &q_of, ARGS(ARG(owner.v), ARG(whole.v)), ret);
}

const err *encounters_store_promises_due(store *s, arena *a, account_id owner, str until,
                                         int64_t limit, struct promise_list *ret)
{
    return list(s, a, &q_due, ARGS(ARG(owner.v), ARG(until), ARG(limit)), ret);
}

const err *encounters_store_promises_made(store *s, arena *a, account_id owner, encounter_id id,
                                          struct promise_list *ret)
{
    return list(s, a, &q_made, ARGS(ARG(owner.v), ARG(id.v)), ret);
}

const query *const encounters_promise_store_queries[] = { &q_add,    &q_get,    &q_any, &q_state,
                                                          &q_remove, &q_change, &q_of,  &q_due,
                                                          &q_made,   NULL };
