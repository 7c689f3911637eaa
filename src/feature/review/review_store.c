/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * review_store.c - all SQL of the review: it reads the book and the encounters, and keeps the
 * owner's own roles.
 */
#include "feature/review/review_store.h"

#define COUNT_WHERE(condition) "CAST(sum(CASE WHEN " condition " THEN 1 ELSE 0 END) AS BIGINT)"

/* The first of several people stands for an encounter; its page names all. */
static const col good_cols[] = {
    COL(struct review_good, kind), COL(struct review_good, day),  COL(struct review_good, person),
    COL(struct review_good, who),  COL(struct review_good, what), COL(struct review_good, path),
};
static const query q_received = {
    "SELECT 'received', e.day, w.id, w.name, e.received, '/book/encounters/' || e.id"
    " FROM encounter e JOIN person w ON w.account = $1 AND w.id ="
    "  (SELECT min(p.whole) FROM encounter_person ep JOIN person p ON p.id = ep.person"
    "   WHERE ep.encounter = e.id AND ep.account = $1)"
    " WHERE e.account = $1 AND e.received <> '' AND e.removed_ms = 0"
    " ORDER BY e.time_ms DESC, e.id DESC LIMIT $2",
    2, COUNT_OF(good_cols), good_cols, sizeof(struct review_good)
};

static const col kept_cols[] = { COL(struct review_kept, kept_ms), COL(struct review_kept, person),
                                 COL(struct review_kept, who), COL(struct review_kept, what) };
static const query q_kept = {
    "SELECT promise.kept_ms, w.id, w.name, promise.text FROM promise"
    " JOIN person p ON p.id = promise.person JOIN person w ON w.id = p.whole"
    " WHERE promise.account = $1 AND promise.kept_ms > 0 AND promise.removed_ms = 0"
    " AND promise.side = 'theirs' ORDER BY promise.kept_ms DESC, promise.id DESC LIMIT $2",
    2, COUNT_OF(kept_cols), kept_cols, sizeof(struct review_kept)
};

static const col step_cols[] = { COL(struct review_step, id), COL(struct review_step, day),
                                 COL(struct review_step, kind), COL(struct review_step, heard) };
static const query q_before = {
    "SELECT e.id, e.day, e.kind, e.heard FROM encounter e WHERE e.account = $1"
    " AND e.removed_ms = 0 AND e.id IN (SELECT encounter FROM encounter_person WHERE account = $1"
    "  AND person IN (SELECT id FROM person WHERE account = $1 AND whole = $2)) AND e.day <= $3"
    " ORDER BY e.time_ms DESC, e.id DESC LIMIT $4",
    4, COUNT_OF(step_cols), step_cols, sizeof(struct review_step)
};

static const col month_cols[] = {
    COL(struct review_month, month),  COL(struct review_month, mine),
    COL(struct review_month, theirs), COL(struct review_month, unsaid),
    COL(struct review_month, given),  COL(struct review_month, received),
};
static const query q_months = {
    "SELECT substr(e.day, 1, 7), " COUNT_WHERE("e.started_by = 'me'") ", " COUNT_WHERE(
        "e."
        "started"
        "_by = "
        "'they'") ", " COUNT_WHERE("e.started_by = ''") ", " COUNT_WHERE("e.given <>"
                                                                         " ''") ", " COUNT_WHERE("e"
                                                                                                 "."
                                                                                                 "r"
                                                                                                 "e"
                                                                                                 "c"
                                                                                                 "e"
                                                                                                 "i"
                                                                                                 "v"
                                                                                                 "e"
                                                                                                 "d"
                                                                                                 " "
                                                                                                 "<"
                                                                                                 ">"
                                                                                                 " "
                                                                                                 "'"
                                                                                                 "'") " FRO"
                                                                                                      "M "
                                                                                                      "enco"
                                                                                                      "unte"
                                                                                                      "r e "
                                                                                                      "WHER"
                                                                                                      "E "
                                                                                                      "e."
                                                                                                      "acco"
                                                                                                      "unt "
                                                                                                      "= "
                                                                                                      "$1 "
                                                                                                      "AND "
                                                                                                      "e."
                                                                                                      "time"
                                                                                                      "_ms "
                                                                                                      ">= "
                                                                                                      "$2"
                                                                                                      " AND"
                                                                                                      " e."
                                                                                                      "remo"
                                                                                                      "ved_"
                                                                                                      "ms "
                                                                                                      "= 0 "
                                                                                                      "GROU"
                                                                                                      "P "
                                                                                                      "BY "
                                                                                                      "subs"
                                                                                                      "tr("
                                                                                                      "e."
                                                                                                      "day,"
                                                                                                      " 1, "
                                                                                                      "7) "
                                                                                                      "ORDE"
                                                                                                      "R "
                                                                                                      "BY "
                                                                                                      "1",
    2, COUNT_OF(month_cols), month_cols, sizeof(struct review_month)
};

static const col dialogue_cols[] = {
    COL(struct review_dialogue, person),     COL(struct review_dialogue, who),
    COL(struct review_dialogue, encounters), COL(struct review_dialogue, minutes),
    COL(struct review_dialogue, given),      COL(struct review_dialogue, received),
    COL(struct review_dialogue, began_mine), COL(struct review_dialogue, began_theirs),
    COL(struct review_dialogue, spoke_mine), COL(struct review_dialogue, spoke_theirs),
};
static const query q_dialogues = {
    "SELECT w.id, w.name, count(*), CAST(sum(e.minutes) AS BIGINT), " COUNT_WHERE("e.given <> ''") ", " COUNT_WHERE("e.received <> ''") ", " COUNT_WHERE("e.started_by = 'me'") ", " COUNT_WHERE(
        "e.started_by = 'they'") ", " COUNT_WHERE("e.spoke = 'me'") ", " COUNT_WHERE("e.spoke = "
                                                                                     "'they'") " FR"
                                                                                               "OM "
                                                                                               "enc"
                                                                                               "oun"
                                                                                               "ter"
                                                                                               " e "
                                                                                               "JOI"
                                                                                               "N "
                                                                                               "enc"
                                                                                               "oun"
                                                                                               "ter"
                                                                                               "_pe"
                                                                                               "rso"
                                                                                               "n "
                                                                                               "ep "
                                                                                               "ON "
                                                                                               "ep."
                                                                                               "enc"
                                                                                               "oun"
                                                                                               "ter"
                                                                                               " = "
                                                                                               "e."
                                                                                               "id"
                                                                                               " JO"
                                                                                               "IN "
                                                                                               "per"
                                                                                               "son"
                                                                                               " p "
                                                                                               "ON "
                                                                                               "p."
                                                                                               "id "
                                                                                               "= "
                                                                                               "ep."
                                                                                               "per"
                                                                                               "son"
                                                                                               " JO"
                                                                                               "IN "
                                                                                               "per"
                                                                                               "son"
                                                                                               " w "
                                                                                               "ON "
                                                                                               "w."
                                                                                               "id "
                                                                                               "= "
                                                                                               "p."
                                                                                               "who"
                                                                                               "le"
                                                                                               " WH"
                                                                                               "ERE"
                                                                                               " e."
                                                                                               "acc"
                                                                                               "oun"
                                                                                               "t "
                                                                                               "= "
                                                                                               "$1 "
                                                                                               "AND"
                                                                                               " e."
                                                                                               "tim"
                                                                                               "e_"
                                                                                               "ms "
                                                                                               ">= "
                                                                                               "$2 "
                                                                                               "AND"
                                                                                               " e."
                                                                                               "rem"
                                                                                               "ove"
                                                                                               "d_"
                                                                                               "ms "
                                                                                               "= "
                                                                                               "0 "
                                                                                               "AND"
                                                                                               " w."
                                                                                               "res"
                                                                                               "ts_"
                                                                                               "ms "
                                                                                               "= 0"
                                                                                               " GR"
                                                                                               "OUP"
                                                                                               " BY"
                                                                                               " w."
                                                                                               "id,"
                                                                                               " w."
                                                                                               "nam"
                                                                                               "e, "
                                                                                               "w."
                                                                                               "sor"
                                                                                               "t "
                                                                                               "HAV"
                                                                                               "ING"
                                                                                               " co"
                                                                                               "unt"
                                                                                               "(*)"
                                                                                               " >="
                                                                                               " $"
                                                                                               "3 "
                                                                                               "ORD"
                                                                                               "ER "
                                                                                               "BY "
                                                                                               "w."
                                                                                               "sor"
                                                                                               "t, "
                                                                                               "w."
                                                                                               "nam"
                                                                                               "e, "
                                                                                               "w."
                                                                                               "id",
    3, COUNT_OF(dialogue_cols), dialogue_cols, sizeof(struct review_dialogue)
};

static const col span_cols[] = { COL(struct review_span, person), COL(struct review_span, who),
                                 COL(struct review_span, first), COL(struct review_span, last) };
static const query q_spans = {
    "SELECT w.id, w.name, min(e.day), max(e.day) FROM encounter e"
    " JOIN encounter_person ep ON ep.encounter = e.id JOIN person p ON p.id = ep.person"
    " JOIN person w ON w.id = p.whole WHERE e.account = $1 AND e.removed_ms = 0 AND w.rests_ms = 0"
    " GROUP BY w.id, w.name, w.sort ORDER BY w.sort, w.name, w.id",
    1, COUNT_OF(span_cols), span_cols, sizeof(struct review_span)
};

static const col name_cols[] = { COL(struct review_name, person), COL(struct review_name, who),
                                 COL(struct review_name, day) };
static const query q_asleep = {
    "SELECT w.id, w.name, (SELECT max(e.day) FROM encounter e JOIN encounter_person ep ON"
    "  ep.encounter = e.id WHERE e.account = $1 AND e.removed_ms = 0 AND ep.person IN"
    "  (SELECT id FROM person WHERE account = $1 AND whole = w.id))"
    " FROM person w WHERE w.account = $1 AND w.whole = w.id AND w.rests_ms = 0 AND w.last_ms > 0"
    " AND w.last_ms < $2 ORDER BY w.sort, w.name, w.id LIMIT $3",
    3, COUNT_OF(name_cols), name_cols, sizeof(struct review_name)
};
static const query q_collected = {
    "SELECT w.id, w.name, '' FROM person w WHERE w.account = $1 AND w.whole = w.id"
    " AND w.last_ms = 0 AND w.rests_ms = 0 AND (w.name, w.id) > ($2, $3)"
    " ORDER BY w.name, w.id LIMIT $4",
    4, COUNT_OF(name_cols), name_cols, sizeof(struct review_name)
};

struct layer_row {
    int64_t n[4];
};
static const col layer_cols[] = { COL(struct layer_row, n[0]), COL(struct layer_row, n[1]),
                                  COL(struct layer_row, n[2]), COL(struct layer_row, n[3]) };
static const query q_layers = {
    "SELECT " COUNT_WHERE("gap_days BETWEEN 1 AND 10") ", " COUNT_WHERE(
        "gap_days BETWEEN 11 AND "
        "45") ", " COUNT_WHERE("gap_days BETWEEN 46 AND 200") ", " COUNT_WHERE("gap_days BETWEEN "
                                                                               "201 AND 400") " FRO"
                                                                                              "M "
                                                                                              "pers"
                                                                                              "on "
                                                                                              "WHER"
                                                                                              "E "
                                                                                              "acco"
                                                                                              "unt "
                                                                                              "= "
                                                                                              "$1 "
                                                                                              "AND "
                                                                                              "whol"
                                                                                              "e = "
                                                                                              "id "
                                                                                              "AND "
                                                                                              "rest"
                                                                                              "s_"
                                                                                              "ms "
                                                                                              "= 0 "
                                                                                              "AND "
                                                                                              "last"
                                                                                              "_ms "
                                                                                              ">= "
                                                                                              "$2",
    2, COUNT_OF(layer_cols), layer_cols, sizeof(struct layer_row)
};

static const col role_cols[] = { COL(struct own_role, id), COL(struct own_role, organisation),
                                 COL(struct own_role, title), COL(struct own_role, from_on),
                                 COL(struct own_role, to_on) };
static const query q_roles = {
    "SELECT id, organisation, title, from_on, to_on FROM own_role WHERE account = $1"
    " AND removed_ms = 0 ORDER BY from_on DESC, id DESC",
    1, COUNT_OF(role_cols), role_cols, sizeof(struct own_role)
};
struct id_row {
    int64_t id;
};
static const col id_cols[] = { COL(struct id_row, id) };
static const query q_role_add = {
    "INSERT INTO own_role (account, organisation, title, from_on, to_on)"
    " VALUES ($1, $2, $3, $4, $5) RETURNING id",
    5, 1, id_cols, sizeof(struct id_row)
};
static const query q_role_removed = {
    "UPDATE own_role SET removed_ms = $1 WHERE account = $2 AND id = $3", 3, 0, NULL, 0
};
static const query q_empty = { "DELETE FROM own_role WHERE account = $1", 1, 0, NULL, 0 };

const query *const review_store_queries[] = {
    &q_received,  &q_kept,   &q_before, &q_months,   &q_dialogues,    &q_spans, &q_asleep,
    &q_collected, &q_layers, &q_roles,  &q_role_add, &q_role_removed, &q_empty, NULL,
};

#define READ(query, list, ...)                                                                     \
    do {                                                                                           \
        void *rows = NULL;                                                                         \
        size_t n = 0;                                                                              \
        TRY(store_rows(s, a, &(query), __VA_ARGS__, &rows, &n));                                   \
        (list)->item = rows;                                                                       \
        (list)->n = n;                                                                             \
    } while (0)

const err *review_store_received(store *s, arena *a, account_id owner, int64_t limit,
                                 struct review_goods *ret)
{
    READ(q_received, ret, ARGS(ARG(owner.v), ARG(limit)));
    return NULL;
}

const err *review_store_kept(store *s, arena *a, account_id owner, int64_t limit,
                             struct review_kepts *ret)
{
    READ(q_kept, ret, ARGS(ARG(owner.v), ARG(limit)));
    return NULL;
}

const err *review_store_before(store *s, arena *a, account_id owner, int64_t person, str day,
                               int64_t limit, struct review_steps *ret)
{
    READ(q_before, ret, ARGS(ARG(owner.v), ARG(person), ARG(day), ARG(limit)));
    return NULL;
}

const err *review_store_months(store *s, arena *a, account_id owner, int64_t since_ms,
                               struct review_months *ret)
{
    READ(q_months, ret, ARGS(ARG(owner.v), ARG(since_ms)));
    return NULL;
}

const err *review_store_dialogues(store *s, arena *a, account_id owner, int64_t since_ms,
                                  int64_t least, struct review_dialogues *ret)
{
    READ(q_dialogues, ret, ARGS(ARG(owner.v), ARG(since_ms), ARG(least)));
    return NULL;
}

const err *review_store_spans(store *s, arena *a, account_id owner, struct review_spans *ret)
{
    READ(q_spans, ret, ARGS(ARG(owner.v)));
    return NULL;
}

/* One more is read than is given: it says whether there are more. */
static void cut(struct review_names *names, int64_t limit)
{
    names->more = names->n > (size_t)limit;
    if (names->more)
        names->n = (size_t)limit;
}

const err *review_store_asleep(store *s, arena *a, account_id owner, int64_t before_ms,
                               int64_t limit, struct review_names *ret)
{
    READ(q_asleep, ret, ARGS(ARG(owner.v), ARG(before_ms), ARG(limit + 1)));
    cut(ret, limit);
    return NULL;
}

const err *review_store_collected(store *s, arena *a, account_id owner, str after, int64_t after_id,
                                  int64_t limit, struct review_names *ret)
{
    READ(q_collected, ret, ARGS(ARG(owner.v), ARG(after), ARG(after_id), ARG(limit + 1)));
    cut(ret, limit);
    return NULL;
}

const err *review_store_layers(store *s, arena *a, account_id owner, int64_t since_ms,
                               int64_t ret[4])
{
    struct layer_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_layers, ARGS(ARG(owner.v), ARG(since_ms)), &row, &found));
    for (size_t i = 0; i < 4; i++)
        ret[i] = row.n[i];
    return NULL;
}

const err *review_store_roles(store *s, arena *a, account_id owner, struct own_roles *ret)
{
    READ(q_roles, ret, ARGS(ARG(owner.v)));
    return NULL;
}

const err *review_store_role_add(store *s, arena *a, account_id owner, const struct own_role *role,
                                 int64_t *ret_id)
{
    struct id_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_role_add,
                  ARGS(ARG(owner.v), ARG(role->organisation), ARG(role->title), ARG(role->from_on),
                       ARG(role->to_on)),
                  &row, &found));
    *ret_id = row.id;
    return NULL;
}

const err *review_store_role_removed(store *s, arena *a, account_id owner, int64_t id,
                                     int64_t removed_ms, int64_t *ret_changed)
{
    return store_run(s, a, &q_role_removed, ARGS(ARG(removed_ms), ARG(owner.v), ARG(id)),
                     ret_changed);
}

const err *review_store_empty(store *s, arena *a, account_id owner)
{
    return store_run(s, a, &q_empty, ARGS(ARG(owner.v)), NULL);
}
