/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_store.c - the rows of encounters and of lines that wait. Promises: see
 * encounters_promise_store.c.
 */
#include "feature/encounters/encounters_store.h"

#include "base/clock.h"

/* The ids that a whole person was written with; $1 the account, $2 the whole. */
#define OF_WHOLE "(SELECT id FROM person WHERE account = $1 AND whole = $2)"

#define ENCOUNTER_FIELDS                                                                           \
    "e.id, e.key, e.kind, e.time_ms, e.day, e.minutes, e.place, e.meeting, e.started_by, e.spoke," \
    " e.heard, e.given, e.received, e.line, e.rest, e.source, e.source_id, e.created_ms,"          \
    " e.changed_ms, e.removed_ms"
static const col encounter_cols[] = {
    COL(struct encounter, id.v),       COL(struct encounter, key),
    COL(struct encounter, kind),       COL(struct encounter, time_ms),
    COL(struct encounter, day),        COL(struct encounter, minutes),
    COL(struct encounter, place),      COL(struct encounter, meeting),
    COL(struct encounter, started_by), COL(struct encounter, spoke),
    COL(struct encounter, heard),      COL(struct encounter, given),
    COL(struct encounter, received),   COL(struct encounter, line),
    COL(struct encounter, rest),       COL(struct encounter, from.name),
    COL(struct encounter, from.id),    COL(struct encounter, created_ms),
    COL(struct encounter, changed_ms), COL(struct encounter, removed_ms),
};
#define ENCOUNTER_ROW COUNT_OF(encounter_cols), encounter_cols, sizeof(struct encounter)

struct id_row {
    int64_t id;
};
static const col id_cols[] = { COL(struct id_row, id) };
#define ID_ROW 1, id_cols, sizeof(struct id_row)

static const query q_add = {
    "INSERT INTO encounter (account, key, kind, time_ms, day, minutes, place, meeting, started_by,"
    " spoke, heard, given, received, line, rest, source, source_id, created_ms, changed_ms)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18)"
    " RETURNING id",
    18, ID_ROW
};
static const query q_by_key = { "SELECT id FROM encounter WHERE account = $1 AND key = $2", 2,
                                ID_ROW };
static const query q_get = { "SELECT " ENCOUNTER_FIELDS " FROM encounter e"
                             " WHERE e.account = $1 AND e.id = $2",
                             2, ENCOUNTER_ROW };
static const query q_change = {
    "UPDATE encounter SET kind = $1, time_ms = $2, day = $3, minutes = $4, place = $5,"
    " meeting = $6, started_by = $7, spoke = $8, heard = $9, given = $10, received = $11,"
    " rest = $12, changed_ms = $13 WHERE account = $14 AND id = $15",
    15, 0, NULL, 0
};
static const query q_remove = {
    "UPDATE encounter SET removed_ms = $1, changed_ms = $2 WHERE account = $3 AND id = $4", 4, 0,
    NULL, 0
};
static const query q_remove_promises = {
    "UPDATE promise SET removed_ms = $1 WHERE account = $2 AND encounter = $3 AND removed_ms = $4",
    4, 0, NULL, 0
};
static const query q_person_add = {
    "INSERT INTO encounter_person (encounter, account, person)"
    " SELECT e.id, e.account, person.id FROM encounter e JOIN person ON person.account = e.account"
    " WHERE e.account = $1 AND e.id = $2 AND person.id = $3 ON CONFLICT DO NOTHING",
    3, 0, NULL, 0
};
static const query q_person_remove = {
    "DELETE FROM encounter_person WHERE account = $1 AND person IN " OF_WHOLE " AND encounter = $3",
    3, 0, NULL, 0
};
static const query q_wholes = {
    "SELECT person.whole FROM encounter_person ep JOIN person ON person.id = ep.person"
    " WHERE ep.account = $1 AND ep.encounter = $2 GROUP BY person.whole ORDER BY min(ep.person)",
    2, 1, id_cols, sizeof(struct id_row)
};
/* From the person on: CROSS JOIN keeps SQLite to that order, for the account alone has half a
 * million. An encounter with two who became one is found by both: once is enough. */
#define FROM_WHOLE                                                                                 \
    " FROM person AS part CROSS JOIN encounter_person ep CROSS JOIN encounter e"                   \
    " WHERE part.account = $1 AND part.whole = $2 AND ep.person = part.id"                         \
    " AND e.id = ep.encounter AND e.account = part.account AND e.removed_ms = 0"
static const query q_of = { "SELECT " ENCOUNTER_FIELDS FROM_WHOLE
                            " AND (e.time_ms < $3 OR (e.time_ms = $3 AND e.id < $4))"
                            " GROUP BY e.id ORDER BY e.time_ms DESC, e.id DESC LIMIT $5",
                            5, ENCOUNTER_ROW };
static const query q_recent = { "SELECT " ENCOUNTER_FIELDS " FROM encounter e"
                                " WHERE e.account = $1 AND e.removed_ms = 0"
                                " ORDER BY e.time_ms DESC, e.id DESC LIMIT $2",
                                2, ENCOUNTER_ROW };
/* Keys that begin with $2 and a hyphen: '.' is the sign behind '-'. */
static const query q_keyed = { "SELECT " ENCOUNTER_FIELDS " FROM encounter e"
                               " WHERE e.account = $1 AND e.key > $2 || '-' AND e.key < $2 || '.'"
                               " AND e.removed_ms = 0 ORDER BY e.id",
                               2, ENCOUNTER_ROW };
static const query q_count = { "SELECT count(DISTINCT e.id)" FROM_WHOLE, 2, ID_ROW };

MUST static const err *run(store *s, arena *a, const query *q, const struct arg *args, size_t n,
                           const char *what)
{
    int64_t changed = 0;
    TRY(store_run(s, a, q, args, n, &changed));
    if (changed == 0)
        FAIL(a, ERR_MISSING, "no such %s", what);
    return NULL;
}

const err *encounters_store_add(store *s, arena *a, account_id owner, const struct encounter *e,
                                encounter_id *ret)
{
    struct id_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_add,
                  ARGS(ARG(owner.v), ARG(e->key), ARG(e->kind), ARG(e->time_ms), ARG(e->day),
                       ARG(e->minutes), ARG(e->place), ARG(e->meeting), ARG(e->started_by),
                       ARG(e->spoke), ARG(e->heard), ARG(e->given), ARG(e->received), ARG(e->line),
                       ARG(e->rest), ARG(e->from.name), ARG(e->from.id), ARG(clock_now_ms())),
                  &row, &found));
    ret->v = row.id;
    return NULL;
}

const err *encounters_store_by_key(store *s, arena *a, account_id owner, str key, encounter_id *ret,
                                   bool *ret_found)
{
    struct id_row row = { 0 };
    TRY(store_row(s, a, &q_by_key, ARGS(ARG(owner.v), ARG(key)), &row, ret_found));
    ret->v = row.id;
    return NULL;
}

const err *encounters_store_get(store *s, arena *a, account_id owner, encounter_id id,
                                struct encounter *ret)
{
    struct encounter e = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_get, ARGS(ARG(owner.v), ARG(id.v)), &e, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no such encounter");
    *ret = e;
    return NULL;
}

const err *encounters_store_change(store *s, arena *a, account_id owner, encounter_id id,
                                   const struct encounter *e)
{
    return run(s, a, &q_change,
               ARGS(ARG(e->kind), ARG(e->time_ms), ARG(e->day), ARG(e->minutes), ARG(e->place),
                    ARG(e->meeting), ARG(e->started_by), ARG(e->spoke), ARG(e->heard),
                    ARG(e->given), ARG(e->received), ARG(e->rest), ARG(clock_now_ms()),
                    ARG(owner.v), ARG(id.v)),
               "encounter");
}

const err *encounters_store_remove(store *s, arena *a, account_id owner, encounter_id id,
                                   int64_t removed_ms, int64_t was_ms)
{
    TRY(run(s, a, &q_remove, ARGS(ARG(removed_ms), ARG(clock_now_ms()), ARG(owner.v), ARG(id.v)),
            "encounter"));
    return store_run(s, a, &q_remove_promises,
                     ARGS(ARG(removed_ms), ARG(owner.v), ARG(id.v), ARG(was_ms)), NULL);
}

/* ---- its people ------------------------------------------------------------------------------ */

const err *encounters_store_person_add(store *s, arena *a, account_id owner, encounter_id id,
                                       person_id person)
{
    return store_run(s, a, &q_person_add, ARGS(ARG(owner.v), ARG(id.v), ARG(person.v)), NULL);
}

const err *encounters_store_person_remove(store *s, arena *a, account_id owner, encounter_id id,
                                          person_id whole)
{
    return store_run(s, a, &q_person_remove, ARGS(ARG(owner.v), ARG(whole.v), ARG(id.v)), NULL);
}

const err *encounters_store_wholes(store *s, arena *a, account_id owner, encounter_id id,
                                   struct encounters_wholes *ret)
{
    void *rows = NULL;
    TRY(store_rows(s, a, &q_wholes, ARGS(ARG(owner.v), ARG(id.v)), &rows, &ret->n));
    ret->item = rows;
    return NULL;
}

/* ---- lists ----------------------------------------------------------------------------------- */

const err *encounters_store_of(store *s, arena *a, account_id owner, person_id whole,
                               int64_t before_ms, encounter_id before, int64_t limit,
                               struct encounter_list *ret)
{
    void *rows = NULL;
    TRY(store_rows(s, a, &q_of,
                   ARGS(ARG(owner.v), ARG(whole.v), ARG(before_ms), ARG(before.v), ARG(limit)),
                   &rows, &ret->n));
    ret->item = rows;
    return NULL;
}

const err *encounters_store_recent(store *s, arena *a, account_id owner, int64_t limit,
                                   struct encounter_list *ret)
{
    void *rows = NULL;
    TRY(store_rows(s, a, &q_recent, ARGS(ARG(owner.v), ARG(limit)), &rows, &ret->n));
    ret->item = rows;
    return NULL;
}

const err *encounters_store_keyed(store *s, arena *a, account_id owner, str key,
                                  struct encounter_list *ret)
{
    void *rows = NULL;
    TRY(store_rows(s, a, &q_keyed, ARGS(ARG(owner.v), ARG(key)), &rows, &ret->n));
    ret->item = rows;
    return NULL;
}

const err *encounters_store_count(store *s, arena *a, account_id owner, person_id whole,
                                  int64_t *ret)
{
    struct id_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_count, ARGS(ARG(owner.v), ARG(whole.v)), &row, &found));
    *ret = row.id;
    return NULL;
}

/* ---- what was recognised, and of whom nothing is known --------------------------------------- */

static const col item_cols[] = {
    COL(struct encounters_item, id),          COL(struct encounters_item, person),
    COL(struct encounters_item, person_name), COL(struct encounters_item, side),
    COL(struct encounters_item, text),        COL(struct encounters_item, state),
};
/* By way of its people, for items have no index of their own by source. */
static const query q_items = {
    "SELECT item.id, whole.id, whole.name, item.side, item.text, item.state"
    " FROM encounter_person ep CROSS JOIN person AS one CROSS JOIN person AS part CROSS JOIN item"
    " CROSS JOIN person AS whole WHERE ep.account = $1 AND ep.encounter = $2"
    " AND one.id = ep.person AND part.account = ep.account AND part.whole = one.whole"
    " AND item.person = part.id AND item.source = 'encounter' AND item.source_id = ep.encounter"
    " AND item.removed_ms >= $3 AND (item.removed_ms = 0) = ($3 = 0) AND whole.id = one.whole"
    " GROUP BY item.id ORDER BY item.id",
    3, COUNT_OF(item_cols), item_cols, sizeof(struct encounters_item)
};
static const query q_ten = {
    "SELECT id FROM person WHERE account = $1 AND whole = id AND rests_ms = 0"
    " AND (last_ms < $2 OR (last_ms = $2 AND id < $3))"
    " AND NOT EXISTS (SELECT 1 FROM person AS part CROSS JOIN item ON item.person = part.id"
    " WHERE part.account = $1 AND part.whole = person.id AND item.removed_ms = 0)"
    " ORDER BY last_ms DESC, id DESC LIMIT 1",
    3, ID_ROW
};

const err *encounters_store_items(store *s, arena *a, account_id owner, encounter_id id,
                                  int64_t removed_ms, struct encounters_items *ret)
{
    void *rows = NULL;
    TRY(store_rows(s, a, &q_items, ARGS(ARG(owner.v), ARG(id.v), ARG(removed_ms)), &rows, &ret->n));
    ret->item = rows;
    return NULL;
}

const err *encounters_store_ten(store *s, arena *a, account_id owner, int64_t last_ms,
                                person_id behind, person_id *ret)
{
    struct id_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_ten, ARGS(ARG(owner.v), ARG(last_ms), ARG(behind.v)), &row, &found));
    ret->v = row.id;
    return NULL;
}

/* ---- lines that wait ------------------------------------------------------------------------- */

#define WAITING_FIELDS "id, key, line, read, person, kind, meeting, day, why, time_ms"
static const col waiting_cols[] = {
    COL(struct encounters_waiting, id),      COL(struct encounters_waiting, key),
    COL(struct encounters_waiting, line),    COL(struct encounters_waiting, read),
    COL(struct encounters_waiting, person),  COL(struct encounters_waiting, kind),
    COL(struct encounters_waiting, meeting), COL(struct encounters_waiting, day),
    COL(struct encounters_waiting, why),     COL(struct encounters_waiting, time_ms),
};
#define WAITING_ROW COUNT_OF(waiting_cols), waiting_cols, sizeof(struct encounters_waiting)

static const query q_wait = {
    "INSERT INTO line_waiting (account, key, line, read, person, kind, meeting, day, why, time_ms)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
    10, ID_ROW
};
static const query q_waiting = { "SELECT " WAITING_FIELDS " FROM line_waiting"
                                 " WHERE account = $1 AND id = $2",
                                 2, WAITING_ROW };
static const query q_waiting_key = { "SELECT id FROM line_waiting WHERE account = $1 AND key = $2",
                                     2, ID_ROW };
static const query q_waitings = { "SELECT " WAITING_FIELDS " FROM line_waiting WHERE account = $1"
                                  " ORDER BY id LIMIT 200",
                                  1, WAITING_ROW };
static const query q_waiting_change = {
    "UPDATE line_waiting SET read = $1, person = $2, kind = $3, day = $4, why = $5"
    " WHERE account = $6 AND id = $7",
    7, 0, NULL, 0
};
static const query q_waiting_drop = { "DELETE FROM line_waiting WHERE account = $1 AND id = $2", 2,
                                      0, NULL, 0 };

const err *encounters_store_wait(store *s, arena *a, account_id owner,
                                 const struct encounters_waiting *w, int64_t *ret)
{
    struct id_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_wait,
                  ARGS(ARG(owner.v), ARG(w->key), ARG(w->line), ARG(w->read), ARG(w->person),
                       ARG(w->kind), ARG(w->meeting), ARG(w->day), ARG(w->why), ARG(w->time_ms)),
                  &row, &found));
    *ret = row.id;
    return NULL;
}

const err *encounters_store_waiting(store *s, arena *a, account_id owner, int64_t id,
                                    struct encounters_waiting *ret)
{
    struct encounters_waiting w = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_waiting, ARGS(ARG(owner.v), ARG(id)), &w, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no such line waits");
    *ret = w;
    return NULL;
}

const err *encounters_store_waiting_key(store *s, arena *a, account_id owner, str key, int64_t *ret,
                                        bool *ret_found)
{
    struct id_row row = { 0 };
    TRY(store_row(s, a, &q_waiting_key, ARGS(ARG(owner.v), ARG(key)), &row, ret_found));
    *ret = row.id;
    return NULL;
}

const err *encounters_store_waitings(store *s, arena *a, account_id owner,
                                     struct encounters_waitings *ret)
{
    void *rows = NULL;
    TRY(store_rows(s, a, &q_waitings, ARGS(ARG(owner.v)), &rows, &ret->n));
    ret->item = rows;
    return NULL;
}

const err *encounters_store_waiting_change(store *s, arena *a, account_id owner,
                                           const struct encounters_waiting *w)
{
    return run(s, a, &q_waiting_change,
               ARGS(ARG(w->read), ARG(w->person), ARG(w->kind), ARG(w->day), ARG(w->why),
                    ARG(owner.v), ARG(w->id)),
               "line that waits");
}

const err *encounters_store_waiting_drop(store *s, arena *a, account_id owner, int64_t id)
{
    return run(s, a, &q_waiting_drop, ARGS(ARG(owner.v), ARG(id)), "line that waits");
}

/* ---- erasing --------------------------------------------------------------------------------- */

#define OF_ALL                                                                                     \
    " FROM person AS part CROSS JOIN encounter_person ep"                                          \
    " WHERE part.account = $1 AND part.whole = $2 AND ep.person = part.id"

static const query q_erase[] = {
    { "DELETE FROM promise WHERE account = $1 AND person IN " OF_WHOLE, 2, 0, NULL, 0 },
    /* Lines that wait may name anybody, also in words: what was typed about this person is gone. */
    { "DELETE FROM line_waiting WHERE account = $1 AND person IN " OF_WHOLE, 2, 0, NULL, 0 },
    /* Of encounters with nobody else. */
    { "DELETE FROM promise WHERE account = $1 AND encounter IN (SELECT ep.encounter" OF_ALL
      " AND NOT EXISTS (SELECT 1 FROM encounter_person other WHERE other.account = $1 AND "
      "other.encounter = ep.encounter"
      " AND other.person NOT IN " OF_WHOLE "))",
      2, 0, NULL, 0 },
    /* What was said together with others stays theirs, but not the words of the line. "+": by id.
     */
    { "UPDATE encounter SET line = '', rest = '' WHERE +account = $1 AND id IN (SELECT "
      "ep.encounter" OF_ALL ")",
      2, 0, NULL, 0 },
    { "DELETE FROM encounter_person WHERE account = $1 AND person IN " OF_WHOLE, 2, 0, NULL, 0 },
};
static const query q_erase_lonely = {
    "DELETE FROM encounter WHERE account = $1 AND id = $2 AND NOT EXISTS"
    " (SELECT 1 FROM encounter_person ep WHERE ep.account = $1 AND ep.encounter = encounter.id)",
    2, 0, NULL, 0
};
/* Those taken back too. */
static const col all_cols[] = { COL(encounter_id, v) };
static const query q_all_of = { "SELECT DISTINCT ep.encounter" OF_ALL " ORDER BY ep.encounter", 2,
                                1, all_cols, sizeof(encounter_id) };
static const query q_erase_one[] = {
    { "UPDATE promise SET encounter = 0 WHERE account = $1 AND encounter = $2", 2, 0, NULL, 0 },
    { "DELETE FROM encounter_person WHERE account = $1 AND encounter = $2", 2, 0, NULL, 0 },
    { "DELETE FROM encounter WHERE account = $1 AND id = $2", 2, 0, NULL, 0 },
};
static const query q_empty[] = {
    { "DELETE FROM promise WHERE account = $1", 1, 0, NULL, 0 },
    { "DELETE FROM line_waiting WHERE account = $1", 1, 0, NULL, 0 },
    { "DELETE FROM encounter_person WHERE account = $1", 1, 0, NULL, 0 },
    { "DELETE FROM encounter WHERE account = $1", 1, 0, NULL, 0 },
};

const err *encounters_store_erase(store *s, arena *a, account_id owner, person_id whole,
                                  struct encounters_ids *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_all_of, ARGS(ARG(owner.v), ARG(whole.v)), &rows, &n));
    const encounter_id *all = rows;
    for (size_t i = 0; i < COUNT_OF(q_erase); i++)
        TRY(store_run(s, a, &q_erase[i], ARGS(ARG(owner.v), ARG(whole.v)), NULL));
    for (size_t i = 0; i < n; i++)
        TRY(store_run(s, a, &q_erase_lonely, ARGS(ARG(owner.v), ARG(all[i].v)), NULL));
    *ret = (struct encounters_ids){ all, n };
    return NULL;
}

const err *encounters_store_erase_one(store *s, arena *a, account_id owner, encounter_id id)
{
    for (size_t i = 0; i < COUNT_OF(q_erase_one); i++)
        TRY(store_run(s, a, &q_erase_one[i], ARGS(ARG(owner.v), ARG(id.v)), NULL));
    return NULL;
}

const err *encounters_store_empty(store *s, arena *a, account_id owner)
{
    for (size_t i = 0; i < COUNT_OF(q_empty); i++)
        TRY(store_run(s, a, &q_empty[i], ARGS(ARG(owner.v)), NULL));
    return NULL;
}

const query *const encounters_store_queries[] = {
    &q_add,          &q_by_key,         &q_get,
    &q_change,       &q_remove,         &q_remove_promises,
    &q_person_add,   &q_person_remove,  &q_wholes,
    &q_of,           &q_recent,         &q_keyed,
    &q_count,        &q_items,          &q_ten,
    &q_wait,         &q_waiting,        &q_waiting_key,
    &q_waitings,     &q_waiting_change, &q_waiting_drop,
    &q_erase[0],     &q_erase[1],       &q_erase[2],
    &q_erase[3],     &q_erase[4],       &q_erase_lonely,
    &q_all_of,       &q_erase_one[0],   &q_erase_one[1],
    &q_erase_one[2], &q_empty[0],       &q_empty[1],
    &q_empty[2],     &q_empty[3],       NULL,
};
