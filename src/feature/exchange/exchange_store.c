/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange_store.c - all SQL of going in and out.
 */
#include "feature/exchange/exchange_store.h"

#include "base/clock.h"

#define NO_ROW 0, NULL, 0
#define COLS(cols, T) COUNT_OF(cols), cols, sizeof(T)
#define PAGE 200
#define KNOWN_MAX 6

static const col id_cols[] = { COL(struct exchange_id, id) };
#define ID_ROW COLS(id_cols, struct exchange_id)

/* ---- imports --------------------------------------------------------------------------------- */

static const query q_begin = { "INSERT INTO import (account, files, state, time_ms, touched_ms)"
                               " VALUES ($1, $2, 'pending', $3, $3) RETURNING id",
                               3, ID_ROW };
static const query q_touch = { "UPDATE import SET touched_ms = $1 WHERE account = $2 AND id = $3",
                               3, NO_ROW };
static const query q_state = {
    "UPDATE import SET state = $1, report = CASE WHEN $2 = '' THEN report ELSE $2 END,"
    " touched_ms = $3, undone_ms = CASE WHEN $1 = 'undone' THEN $3 ELSE 0 END"
    " WHERE account = $4 AND id = $5",
    5, NO_ROW
};
static const col import_cols[] = {
    COL(struct exchange_import, id.v),       COL(struct exchange_import, files),
    COL(struct exchange_import, state),      COL(struct exchange_import, time_ms),
    COL(struct exchange_import, touched_ms), COL(struct exchange_import, report),
    COL(struct exchange_import, undone_ms),
};
#define IMPORT_FIELDS "id, files, state, time_ms, touched_ms, report, undone_ms"
static const query q_get = { "SELECT " IMPORT_FIELDS " FROM import WHERE account = $1 AND id = $2",
                             2, COLS(import_cols, struct exchange_import) };
static const query q_list = { "SELECT " IMPORT_FIELDS " FROM import WHERE account = $1"
                              " ORDER BY id DESC LIMIT $2",
                              2, COLS(import_cols, struct exchange_import) };
static const col left_cols[] = { COL(struct exchange_left, id.v),
                                 COL(struct exchange_left, owner.v) };
static const query q_left = { "SELECT id, account FROM import WHERE state IN ('pending', 'undoing')"
                              " AND touched_ms < $1 LIMIT 1",
                              1, COLS(left_cols, struct exchange_left) };
static const query q_touched = { "INSERT INTO import_person (import, account, person, made)"
                                 " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                                 4, NO_ROW };
static const query q_row = { "INSERT INTO import_row (import, account, kind, ref)"
                             " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                             4, NO_ROW };

/* ---- whom a card may mean -------------------------------------------------------------------- */

static const col known_cols[] = { COL(struct exchange_known, person.v),
                                  COL(struct exchange_known, name),
                                  COL(struct exchange_known, import) };
#define KNOWN                                                                                      \
    "SELECT DISTINCT w.id, w.name, CASE WHEN w.source = 'import' THEN w.source_id ELSE 0 END"
#define WHOLE_OF(person) " CROSS JOIN person w ON w.id = " person ".whole AND w.account = $1"
static const query q_with = {
    KNOWN " FROM datum d CROSS JOIN person p ON p.id = d.person AND p.account = $1" WHOLE_OF(
        "p") " WHERE d.account = $1 AND d.kind = $2 AND d.fold = $3 AND d.removed_ms = 0 LIMIT $4",
    4, COLS(known_cols, struct exchange_known)
};
static const query q_named = { KNOWN " FROM person p" WHOLE_OF(
                                   "p") " WHERE p.account = $1 AND p.name_key = $2 LIMIT $3",
                               3, COLS(known_cols, struct exchange_known) };
static const query q_named_at = {
    KNOWN " FROM (SELECT id, whole FROM person WHERE account = $1 AND name_key = $2) p"
          " CROSS JOIN role r ON r.person = p.id AND r.account = $1 AND r.removed_ms = 0"
          " CROSS JOIN organisation o ON o.id = r.organisation AND o.account = $1"
          " AND o.name_key = $3" WHOLE_OF("p") " LIMIT $4",
    4, COLS(known_cols, struct exchange_known)
};
static const query q_suppressed = {
    "SELECT 1 FROM person_suppressed WHERE account = $1 AND hash = $2", 2, ID_ROW
};

/* ---- taking back ----------------------------------------------------------------------------- */

static const col touched_cols[] = { COL(struct exchange_touched, person.v),
                                    COL(struct exchange_touched, made) };
static const query q_people = {
    "SELECT i.person, i.made FROM import_person i WHERE +i.account = $1 AND i.import = $2"
    " AND i.person > $3 ORDER BY i.person LIMIT $4",
    4, COLS(touched_cols, struct exchange_touched)
};
static const query q_encounters = {
    "SELECT e.id FROM encounter_person x CROSS JOIN encounter e ON e.id = x.encounter"
    " AND e.account = $1 WHERE x.person = $2 AND e.source = 'import' AND e.source_id = $3"
    " AND e.changed_ms = e.created_ms"
    " AND NOT EXISTS (SELECT 1 FROM promise m WHERE m.account = e.account AND m.encounter = e.id)",
    3, ID_ROW
};
static const query q_encounter_people = {
    "SELECT DISTINCT p.whole FROM encounter_person x CROSS JOIN person p ON p.id = x.person"
    " AND p.account = $1 WHERE x.encounter = $2",
    2, ID_ROW
};
static const query q_drop_with = {
    "DELETE FROM encounter_person WHERE account = $1 AND encounter = $2", 2, NO_ROW
};
static const query q_drop_encounter = { "DELETE FROM encounter WHERE account = $1 AND id = $2", 2,
                                        NO_ROW };
#define DROP_SAID(table)                                                                           \
    {                                                                                              \
        "DELETE FROM " table " WHERE +account = $1 AND person = $2 AND source = 'import'"          \
        " AND source_id = $3",                                                                     \
            3, NO_ROW                                                                              \
    }
static const query q_drop_said[] = {
    DROP_SAID("datum"),
    DROP_SAID("postal"),
    DROP_SAID("role"),
    DROP_SAID("photo"),
    { "DELETE FROM note WHERE +account = $1 AND person = $2 AND changed_ms = time_ms"
      " AND EXISTS (SELECT 1 FROM import_row x WHERE x.account = $1 AND x.import = $3 AND x.kind = "
      "'note' AND x.ref = "
      "note.id)",
      3, NO_ROW },
    { "DELETE FROM person_kept WHERE +account = $1 AND person = $2 AND EXISTS"
      " (SELECT 1 FROM import_row x WHERE x.account = $1 AND x.import = $3 AND x.kind = 'kept' AND "
      "x.ref = "
      "person_kept.id)",
      3, NO_ROW },
};
#define SAID_OF(table)                                                                             \
    " OR EXISTS (SELECT 1 FROM " table " x WHERE x.account = p.account AND x.person = p.id)"
static const query q_stays = {
    "SELECT p.id FROM person p WHERE p.account = $1 AND p.id = $2 AND (p.changed_ms <> "
    "p.created_ms" SAID_OF("datum") SAID_OF("postal") SAID_OF("role") SAID_OF("item")
        SAID_OF("note") SAID_OF("photo") SAID_OF("encounter_person") SAID_OF(
            "promise") " OR EXISTS (SELECT 1 FROM tie x WHERE x.account = p.account AND x.a = p.id)"
                       " OR EXISTS (SELECT 1 FROM tie x WHERE x.account = p.account AND x.b = p.id)"
                       " OR EXISTS (SELECT 1 FROM person_merge x WHERE x.account = $1 AND "
                       "x.into_person = p.id)"
                       " OR EXISTS (SELECT 1 FROM person_merge x WHERE x.account = $1 AND "
                       "x.from_person = p.id))",
    2, ID_ROW
};
static const query q_drop_apart = {
    "DELETE FROM person_apart WHERE account = $1 AND (a = $2 OR b = $2)", 2, NO_ROW
};
static const query q_drop_kept = { "DELETE FROM person_kept WHERE +account = $1 AND person = $2", 2,
                                   NO_ROW };
static const query q_drop_person = { "DELETE FROM person WHERE account = $1 AND id = $2", 2,
                                     NO_ROW };
static const query q_drop_organisations = {
    "DELETE FROM organisation WHERE account = $1 AND url = '' AND note = ''"
    " AND NOT EXISTS (SELECT 1 FROM role r WHERE r.account = $1 AND r.organisation = "
    "organisation.id)",
    1, NO_ROW
};
static const query q_forget_people = {
    "DELETE FROM import_person WHERE account = $1 AND import = $2", 2, NO_ROW
};
static const query q_forget_rows = { "DELETE FROM import_row WHERE account = $1 AND import = $2", 2,
                                     NO_ROW };

static const query q_erase = { "DELETE FROM import_person WHERE account = $1 AND person IN"
                               " (SELECT id FROM person WHERE account = $1 AND whole = $2)",
                               2, NO_ROW };
static const query q_empty[] = {
    { "DELETE FROM import_person WHERE account = $1", 1, NO_ROW },
    { "DELETE FROM import_row WHERE account = $1", 1, NO_ROW },
    { "DELETE FROM import WHERE account = $1", 1, NO_ROW },
};

const query *const exchange_store_queries[] = {
    &q_begin,
    &q_touch,
    &q_state,
    &q_get,
    &q_list,
    &q_left,
    &q_touched,
    &q_row,
    &q_with,
    &q_named,
    &q_named_at,
    &q_suppressed,
    &q_people,
    &q_encounters,
    &q_encounter_people,
    &q_drop_with,
    &q_drop_encounter,
    &q_drop_said[0],
    &q_drop_said[1],
    &q_drop_said[2],
    &q_drop_said[3],
    &q_drop_said[4],
    &q_drop_said[5],
    &q_stays,
    &q_drop_apart,
    &q_drop_kept,
    &q_drop_person,
    &q_drop_organisations,
    &q_forget_people,
    &q_forget_rows,
    &q_erase,
    &q_empty[0],
    &q_empty[1],
    &q_empty[2],
    NULL,
};

/* ---- calls ----------------------------------------------------------------------------------- */

/* Fills any of the list structs, which all begin alike: rows, count. */
#define LIST(call, ret)                                                                            \
    do {                                                                                           \
        void *rows_ = NULL;                                                                        \
        size_t n_ = 0;                                                                             \
        TRY(call);                                                                                 \
        (ret)->item = rows_;                                                                       \
        (ret)->n = n_;                                                                             \
    } while (0)

const err *exchange_store_begin(store *s, arena *a, account_id owner, str files, import_id *ret)
{
    bool found = false;
    return store_row(s, a, &q_begin, ARGS(ARG(owner.v), ARG(files), ARG(clock_now_ms())), ret,
                     &found);
}

const err *exchange_store_touch(store *s, arena *a, account_id owner, import_id id)
{
    return store_run(s, a, &q_touch, ARGS(ARG(clock_now_ms()), ARG(owner.v), ARG(id.v)), NULL);
}

const err *exchange_store_state(store *s, arena *a, account_id owner, import_id id, str state,
                                str report)
{
    return store_run(s, a, &q_state,
                     ARGS(ARG(state), ARG(report.p == NULL ? S("") : report), ARG(clock_now_ms()),
                          ARG(owner.v), ARG(id.v)),
                     NULL);
}

const err *exchange_store_get(store *s, arena *a, account_id owner, import_id id,
                              struct exchange_import *ret, bool *ret_found)
{
    return store_row(s, a, &q_get, ARGS(ARG(owner.v), ARG(id.v)), ret, ret_found);
}

const err *exchange_store_list(store *s, arena *a, account_id owner, struct exchange_imports *ret)
{
    LIST(store_rows(s, a, &q_list, ARGS(ARG(owner.v), ARG(PAGE)), &rows_, &n_), ret);
    return NULL;
}

const err *exchange_store_left(store *s, arena *a, int64_t before_ms, struct exchange_left *ret,
                               bool *ret_found)
{
    return store_row(s, a, &q_left, ARGS(ARG(before_ms)), ret, ret_found);
}

const err *exchange_store_touched(store *s, arena *a, account_id owner, import_id id,
                                  person_id person, bool made)
{
    return store_run(s, a, &q_touched, ARGS(ARG(id.v), ARG(owner.v), ARG(person.v), ARG(made)),
                     NULL);
}

const err *exchange_store_row(store *s, arena *a, account_id owner, import_id id, str kind,
                              fact_id ref)
{
    return store_run(s, a, &q_row, ARGS(ARG(id.v), ARG(owner.v), ARG(kind), ARG(ref.v)), NULL);
}

const err *exchange_store_with(store *s, arena *a, account_id owner, str kind, str fold,
                               struct exchange_knowns *ret)
{
    LIST(store_rows(s, a, &q_with, ARGS(ARG(owner.v), ARG(kind), ARG(fold), ARG(KNOWN_MAX)), &rows_,
                    &n_),
         ret);
    return NULL;
}

const err *exchange_store_named(store *s, arena *a, account_id owner, str name_key,
                                str organisation_key, struct exchange_knowns *ret)
{
    if (str_empty(organisation_key))
        LIST(store_rows(s, a, &q_named, ARGS(ARG(owner.v), ARG(name_key), ARG(KNOWN_MAX)), &rows_,
                        &n_),
             ret);
    else
        LIST(store_rows(s, a, &q_named_at,
                        ARGS(ARG(owner.v), ARG(name_key), ARG(organisation_key), ARG(KNOWN_MAX)),
                        &rows_, &n_),
             ret);
    return NULL;
}

const err *exchange_store_suppressed(store *s, arena *a, account_id owner, str hash, bool *ret)
{
    struct exchange_id row = { 0 };
    return store_row(s, a, &q_suppressed, ARGS(ARG(owner.v), ARG(hash)), &row, ret);
}

const err *exchange_store_people(store *s, arena *a, account_id owner, import_id id,
                                 person_id behind, struct exchange_touched_list *ret)
{
    LIST(store_rows(s, a, &q_people, ARGS(ARG(owner.v), ARG(id.v), ARG(behind.v), ARG(PAGE)),
                    &rows_, &n_),
         ret);
    return NULL;
}

const err *exchange_store_encounters(store *s, arena *a, account_id owner, import_id id,
                                     person_id person, struct exchange_ids *ret)
{
    LIST(store_rows(s, a, &q_encounters, ARGS(ARG(owner.v), ARG(person.v), ARG(id.v)), &rows_, &n_),
         ret);
    return NULL;
}

const err *exchange_store_encounter_people(store *s, arena *a, account_id owner, int64_t encounter,
                                           struct exchange_ids *ret)
{
    LIST(store_rows(s, a, &q_encounter_people, ARGS(ARG(owner.v), ARG(encounter)), &rows_, &n_),
         ret);
    return NULL;
}

const err *exchange_store_drop_encounter(store *s, arena *a, account_id owner, int64_t encounter)
{
    TRY(store_run(s, a, &q_drop_with, ARGS(ARG(owner.v), ARG(encounter)), NULL));
    return store_run(s, a, &q_drop_encounter, ARGS(ARG(owner.v), ARG(encounter)), NULL);
}

const err *exchange_store_drop_facts(store *s, arena *a, account_id owner, import_id id,
                                     person_id person)
{
    for (size_t i = 0; i < COUNT_OF(q_drop_said); i++)
        TRY(store_run(s, a, &q_drop_said[i], ARGS(ARG(owner.v), ARG(person.v), ARG(id.v)), NULL));
    return NULL;
}

const err *exchange_store_stays(store *s, arena *a, account_id owner, person_id person, bool *ret)
{
    struct exchange_id row = { 0 };
    return store_row(s, a, &q_stays, ARGS(ARG(owner.v), ARG(person.v)), &row, ret);
}

const err *exchange_store_drop_person(store *s, arena *a, account_id owner, person_id person)
{
    TRY(store_run(s, a, &q_drop_apart, ARGS(ARG(owner.v), ARG(person.v)), NULL));
    TRY(store_run(s, a, &q_drop_kept, ARGS(ARG(owner.v), ARG(person.v)), NULL));
    return store_run(s, a, &q_drop_person, ARGS(ARG(owner.v), ARG(person.v)), NULL);
}

const err *exchange_store_drop_organisations(store *s, arena *a, account_id owner)
{
    return store_run(s, a, &q_drop_organisations, ARGS(ARG(owner.v)), NULL);
}

const err *exchange_store_forget(store *s, arena *a, account_id owner, import_id id)
{
    TRY(store_run(s, a, &q_forget_people, ARGS(ARG(owner.v), ARG(id.v)), NULL));
    return store_run(s, a, &q_forget_rows, ARGS(ARG(owner.v), ARG(id.v)), NULL);
}

const err *exchange_store_erase(store *s, arena *a, account_id owner, person_id whole)
{
    return store_run(s, a, &q_erase, ARGS(ARG(owner.v), ARG(whole.v)), NULL);
}

const err *exchange_store_empty(store *s, arena *a, account_id owner)
{
    for (size_t i = 0; i < COUNT_OF(q_empty); i++)
        TRY(store_run(s, a, &q_empty[i], ARGS(ARG(owner.v)), NULL));
    return NULL;
}
