/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_aim_store.c - SQL of aims and their steps.
 */
#include "feature/care/care_aim_store.h"

#include "base/clock.h"

#define OF_WHOLE "(SELECT id FROM person WHERE account = $1 AND whole = $2)"
#define NO_ROW 0, NULL, 0

struct id_row {
    int64_t v;
};
static const col id_cols[] = { COL(struct id_row, v) };
#define ID_ROW 1, id_cols, sizeof(struct id_row)

static const col aim_cols[] = {
    COL(struct aim, id.v),           COL(struct aim, title),       COL(struct aim, why),
    COL(struct aim, on_behalf_of.v), COL(struct aim, behalf_name), COL(struct aim, state),
    COL(struct aim, created_ms),     COL(struct aim, changed_ms),  COL(struct aim, removed_ms),
};
#define AIM_ROW COUNT_OF(aim_cols), aim_cols, sizeof(struct aim)
#define AIM                                                                                        \
    "SELECT m.id, m.title, m.why, coalesce(w.id, 0), coalesce(w.name, ''), m.state, m.created_ms," \
    " m.changed_ms, m.removed_ms FROM aim m"                                                       \
    " LEFT JOIN person p ON p.id = m.on_behalf_of AND p.account = m.account"                       \
    " LEFT JOIN person w ON w.id = p.whole WHERE m.account = $1"

static const query q_add = {
    "INSERT INTO aim (account, title, why, on_behalf_of, created_ms, changed_ms)"
    " VALUES ($1, $2, $3, $4, $5, $5) RETURNING id",
    5, ID_ROW
};
static const query q_get = { AIM " AND m.id = $2", 2, AIM_ROW };
static const query q_change = {
    "UPDATE aim SET title = $1, why = $2, on_behalf_of = $3, state = $4, removed_ms = $5,"
    " changed_ms = $6 WHERE account = $7 AND id = $8",
    8, NO_ROW
};
static const query q_list = {
    AIM " AND m.removed_ms = 0 ORDER BY m.state <> 'open', m.changed_ms DESC, m.id DESC LIMIT 500",
    1, AIM_ROW
};
static const query q_of = {
    AIM " AND m.removed_ms = 0 AND m.state = 'open' AND (m.on_behalf_of IN " OF_WHOLE
        " OR m.id IN (SELECT aim FROM aim_person WHERE account = $1 AND person IN " OF_WHOLE ")"
        " OR m.id IN (SELECT aim FROM aim_step WHERE account = $1 AND removed_ms = 0"
        " AND person IN " OF_WHOLE ")) ORDER BY m.changed_ms DESC, m.id DESC LIMIT 50",
    2, AIM_ROW
};

static const col member_cols[] = { COL(struct aim_member, person.v), COL(struct aim_member, name) };
static const query q_people = {
    "SELECT w.id, w.name FROM aim_person x JOIN person p ON p.id = x.person"
    " JOIN person w ON w.id = p.whole WHERE x.account = $1 AND w.account = $1 AND x.aim = $2"
    " GROUP BY w.id ORDER BY w.name, w.id",
    2, COUNT_OF(member_cols), member_cols, sizeof(struct aim_member)
};
static const query q_person_add = {
    "INSERT INTO aim_person (aim, account, person) SELECT m.id, m.account, p.id FROM aim m"
    " JOIN person p ON p.account = m.account WHERE m.account = $1 AND m.id = $2 AND p.id = $3"
    " ON CONFLICT DO NOTHING",
    3, NO_ROW
};
static const query q_person_drop = {
    "DELETE FROM aim_person WHERE account = $1 AND person IN " OF_WHOLE " AND aim = $3", 3, NO_ROW
};

static const col step_cols[] = {
    COL(struct aim_step, id),          COL(struct aim_step, aim.v),
    COL(struct aim_step, aim_title),   COL(struct aim_step, person.v),
    COL(struct aim_step, person_name), COL(struct aim_step, text),
    COL(struct aim_step, due),         COL(struct aim_step, done_ms),
    COL(struct aim_step, removed_ms),
};
#define STEP_ROW COUNT_OF(step_cols), step_cols, sizeof(struct aim_step)
#define STEP                                                                                       \
    "SELECT s.id, s.aim, m.title, coalesce(w.id, 0), coalesce(w.name, ''), s.text, s.due,"         \
    " s.done_ms, s.removed_ms FROM aim_step s JOIN aim m ON m.id = s.aim"                          \
    " LEFT JOIN person p ON p.id = s.person AND p.account = s.account"                             \
    " LEFT JOIN person w ON w.id = p.whole WHERE s.account = $1 AND m.account = $1"
static const query q_steps = {
    STEP " AND s.aim = $2 AND s.removed_ms = 0"
         " ORDER BY s.done_ms > 0, s.done_ms DESC, s.due = '', s.due, s.id LIMIT 200",
    2, STEP_ROW
};
static const query q_step = { STEP " AND s.id = $2", 2, STEP_ROW };
static const query q_step_add = {
    "INSERT INTO aim_step (account, aim, person, text, due, created_ms)"
    " SELECT account, id, $1, $2, $3, $4 FROM aim WHERE account = $5 AND id = $6 RETURNING id",
    6, ID_ROW
};
static const query q_step_set = {
    "UPDATE aim_step SET done_ms = $1, removed_ms = $2 WHERE account = $3 AND id = $4", 4, NO_ROW
};
static const query q_due = {
    STEP " AND s.done_ms = 0 AND s.removed_ms = 0 AND s.due <> '' AND s.due <= $2"
         " AND m.state = 'open' AND m.removed_ms = 0 AND coalesce(w.rests_ms, 0) = 0"
         " ORDER BY s.due, s.id LIMIT $3",
    3, STEP_ROW
};

/* A change of one row. */
static const err *change(store *s, arena *a, const query *q, const struct arg *args, size_t n_args)
{
    int64_t changed = 0;
    TRY(store_run(s, a, q, args, n_args, &changed));
    if (changed == 0)
        FAIL(a, ERR_MISSING, "there is no such aim in this book");
    return NULL;
}

/* ---- aims ------------------------------------------------------------------------------------ */

const err *care_aim_store_add(store *s, arena *a, account_id owner, const struct aim *aim,
                              aim_id *ret)
{
    bool found = false;
    struct id_row row = { 0 };
    TRY(store_row(s, a, &q_add,
                  ARGS(ARG(owner.v), ARG(aim->title), ARG(aim->why), ARG(aim->on_behalf_of.v),
                       ARG(clock_now_ms())),
                  &row, &found));
    *ret = (aim_id){ row.v };
    return NULL;
}

const err *care_aim_store_get(store *s, arena *a, account_id owner, aim_id id, struct aim *ret)
{
    bool found = false;
    struct aim row = { 0 };
    TRY(store_row(s, a, &q_get, ARGS(ARG(owner.v), ARG(id.v)), &row, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "there is no such aim in this book");
    *ret = row;
    return NULL;
}

const err *care_aim_store_change(store *s, arena *a, account_id owner, const struct aim *aim)
{
    return change(s, a, &q_change,
                  ARGS(ARG(aim->title), ARG(aim->why), ARG(aim->on_behalf_of.v), ARG(aim->state),
                       ARG(aim->removed_ms), ARG(clock_now_ms()), ARG(owner.v), ARG(aim->id.v)));
}

static const err *aims(store *s, arena *a, const query *q, const struct arg *args, size_t n_args,
                       struct aim_list *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, q, args, n_args, &rows, &n));
    *ret = (struct aim_list){ rows, n };
    return NULL;
}

const err *care_aim_store_list(store *s, arena *a, account_id owner, struct aim_list *ret)
{
    return aims(s, a, &q_list, ARGS(ARG(owner.v)), ret);
}

const err *care_aim_store_of(store *s, arena *a, account_id owner, person_id whole,
                             struct aim_list *ret)
{
    return aims(s, a, &q_of, ARGS(ARG(owner.v), ARG(whole.v)), ret);
}

/* ---- people ---------------------------------------------------------------------------------- */

const err *care_aim_store_people(store *s, arena *a, account_id owner, aim_id id,
                                 struct aim_people *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_people, ARGS(ARG(owner.v), ARG(id.v)), &rows, &n));
    *ret = (struct aim_people){ rows, n };
    return NULL;
}

const err *care_aim_store_person_add(store *s, arena *a, account_id owner, aim_id id,
                                     person_id person)
{
    return store_run(s, a, &q_person_add, ARGS(ARG(owner.v), ARG(id.v), ARG(person.v)), NULL);
}

const err *care_aim_store_person_drop(store *s, arena *a, account_id owner, aim_id id,
                                      person_id whole)
{
    return store_run(s, a, &q_person_drop, ARGS(ARG(owner.v), ARG(whole.v), ARG(id.v)), NULL);
}

/* ---- steps ----------------------------------------------------------------------------------- */

static const err *steps(store *s, arena *a, const query *q, const struct arg *args, size_t n_args,
                        struct aim_steps *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, q, args, n_args, &rows, &n));
    *ret = (struct aim_steps){ rows, n };
    return NULL;
}

const err *care_aim_store_steps(store *s, arena *a, account_id owner, aim_id id,
                                struct aim_steps *ret)
{
    return steps(s, a, &q_steps, ARGS(ARG(owner.v), ARG(id.v)), ret);
}

const err *care_aim_store_due(store *s, arena *a, account_id owner, str until, int64_t limit,
                              struct aim_steps *ret)
{
    return steps(s, a, &q_due, ARGS(ARG(owner.v), ARG(until), ARG(limit)), ret);
}

const err *care_aim_store_step(store *s, arena *a, account_id owner, int64_t id,
                               struct aim_step *ret)
{
    bool found = false;
    struct aim_step row = { 0 };
    TRY(store_row(s, a, &q_step, ARGS(ARG(owner.v), ARG(id)), &row, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "there is no such step in this book");
    *ret = row;
    return NULL;
}

const err *care_aim_store_step_add(store *s, arena *a, account_id owner,
                                   const struct aim_step *step, int64_t *ret)
{
    bool found = false;
    struct id_row row = { 0 };
    TRY(store_row(s, a, &q_step_add,
                  ARGS(ARG(step->person.v), ARG(step->text), ARG(step->due), ARG(clock_now_ms()),
                       ARG(owner.v), ARG(step->aim.v)),
                  &row, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "there is no such aim in this book");
    *ret = row.v;
    return NULL;
}

const err *care_aim_store_step_set(store *s, arena *a, account_id owner, int64_t id,
                                   int64_t done_ms, int64_t removed_ms)
{
    return change(s, a, &q_step_set, ARGS(ARG(done_ms), ARG(removed_ms), ARG(owner.v), ARG(id)));
}

const query *const care_aim_store_queries[] = {
    &q_add,         &q_get,   &q_change, &q_list,     &q_of,       &q_people, &q_person_add,
    &q_person_drop, &q_steps, &q_step,   &q_step_add, &q_step_set, &q_due,    NULL,
};
