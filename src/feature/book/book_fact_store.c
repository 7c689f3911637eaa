/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_fact_store.c - all SQL of what is said of a person.
 */
#include "feature/book/book_fact_store.h"

#include "base/check.h"

#define NO_ROW 0, NULL, 0
#define COLS(cols, T) COUNT_OF(cols), cols, sizeof(T)
/* CROSS JOIN keeps the order in which tables are read: the planner, who does not know that an
 * account has thousands of people, would begin with those. */
/* "+account" is asked for, but not by an index. */
/* All ids of the whole person $2 in the book $1. */
#define OF_WHOLE "(SELECT id FROM person WHERE account = $1 AND whole = $2)"

struct id_row {
    int64_t id;
};
static const col id_cols[] = { COL(struct id_row, id) };
#define ID_ROW COLS(id_cols, struct id_row)

/* ---- taking back ----------------------------------------------------------------------------- */

#define REMOVE(table, person)                                                                      \
    {                                                                                              \
        "UPDATE " table " SET removed_ms = $1 WHERE account = $2 AND id = $3 RETURNING " person,   \
            3, ID_ROW                                                                              \
    }
static const query q_remove[] = {
    [FACT_DATUM] = REMOVE("datum", "person"), [FACT_POSTAL] = REMOVE("postal", "person"),
    [FACT_ROLE] = REMOVE("role", "person"),   [FACT_TIE] = REMOVE("tie", "a"),
    [FACT_ITEM] = REMOVE("item", "person"),   [FACT_NOTE] = REMOVE("note", "person"),
};

/* ---- data ------------------------------------------------------------------------------------ */

static const col datum_cols[] = {
    COL(struct datum, id.v),         COL(struct datum, person.v), COL(struct datum, kind),
    COL(struct datum, label),        COL(struct datum, value),    COL(struct datum, fold),
    COL(struct datum, from.name),    COL(struct datum, from.id),  COL(struct datum, from.dated),
    COL(struct datum, from.expires),
};
#define DATUM_FIELDS "id, person, kind, label, value, fold, source, source_id, dated, expires"
static const query q_datum = {
    "INSERT INTO datum (account, person, kind, label, value, fold, source, source_id, dated,"
    " expires) SELECT $1, id, $2, $3, $4, $5, $6, $7, $8, $9 FROM person"
    " WHERE account = $1 AND id = $10 RETURNING id",
    10, ID_ROW
};
static const query q_data = { "SELECT " DATUM_FIELDS " FROM datum WHERE +account = $1 AND person IN"
                              " " OF_WHOLE " AND removed_ms = 0 ORDER BY kind, id",
                              2, COLS(datum_cols, struct datum) };
static const query q_with = { "SELECT " DATUM_FIELDS " FROM datum WHERE account = $1 AND kind = $2"
                              " AND fold = $3 AND removed_ms = 0 ORDER BY id LIMIT $4",
                              4, COLS(datum_cols, struct datum) };
static const query q_tags = {
    "SELECT 0, 0, 'tag', '', max(value), fold, '', 0, '', '' FROM datum WHERE account = $1"
    " AND kind = 'tag' AND removed_ms = 0 GROUP BY fold ORDER BY count(*) DESC, fold LIMIT $2",
    2, COLS(datum_cols, struct datum)
};

/* ---- postal addresses ------------------------------------------------------------------------ */

static const col postal_cols[] = {
    COL(struct postal, id.v),    COL(struct postal, person.v),   COL(struct postal, label),
    COL(struct postal, street),  COL(struct postal, code),       COL(struct postal, town),
    COL(struct postal, region),  COL(struct postal, country),    COL(struct postal, from.name),
    COL(struct postal, from.id), COL(struct postal, from.dated),
};
#define POSTAL_FIELDS                                                                              \
    "id, person, label, street, code, town, region, country, source, source_id, dated"
static const query q_postal = {
    "INSERT INTO postal (account, person, label, street, code, town, town_fold, region, country,"
    " source, source_id, dated) SELECT $1, id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11"
    " FROM person WHERE account = $1 AND id = $12 RETURNING id",
    12, ID_ROW
};
static const query q_postals = { "SELECT " POSTAL_FIELDS " FROM postal WHERE account = $1"
                                 " AND person IN " OF_WHOLE " AND removed_ms = 0 ORDER BY id",
                                 2, COLS(postal_cols, struct postal) };
/* Two index look-ups; a row that is found by both comes once. */
static const query q_postals_at = {
    "SELECT " POSTAL_FIELDS " FROM postal WHERE account = $1 AND town_fold = $2 AND removed_ms = 0"
    " UNION SELECT " POSTAL_FIELDS " FROM postal WHERE account = $1 AND code >= $3 AND code < $4"
    " AND removed_ms = 0 ORDER BY id",
    4, COLS(postal_cols, struct postal)
};

/* ---- organisations and roles ----------------------------------------------------------------- */

static const query q_organisation = {
    "INSERT INTO organisation (account, name, name_key) VALUES ($1, $2, $3)"
    " ON CONFLICT (account, name_key) DO UPDATE SET name = name RETURNING id",
    3, ID_ROW
};
static const col organisation_cols[] = {
    COL(struct organisation, id.v),
    COL(struct organisation, name),
    COL(struct organisation, url),
    COL(struct organisation, note),
};
static const query q_organisation_get = {
    "SELECT id, name, url, note FROM organisation WHERE account = $1 AND id = $2", 2,
    COLS(organisation_cols, struct organisation)
};

static const query q_organisation_change = {
    "UPDATE organisation SET name = $1, name_key = $2, url = $3, note = $4"
    " WHERE account = $5 AND id = $6 RETURNING id",
    6, ID_ROW
};

static const col role_cols[] = {
    COL(struct person_role, id.v),           COL(struct person_role, person.v),
    COL(struct person_role, organisation.v), COL(struct person_role, organisation_name),
    COL(struct person_role, title),          COL(struct person_role, from_on),
    COL(struct person_role, to_on),          COL(struct person_role, from.name),
    COL(struct person_role, from.id),        COL(struct person_role, from.dated),
};
#define ROLE_FIELDS(person)                                                                        \
    "r.id, " person ", r.organisation, o.name, r.title, r.from_on, r.to_on, r.source, "            \
    "r.source_id, r.dated"
#define ROLE_FROM                                                                                  \
    " FROM role r CROSS JOIN organisation o ON o.id = r.organisation AND o.account = $1"
/* Those that last first, then the latest. */
#define ROLE_ORDER " ORDER BY r.to_on <> '', r.to_on DESC, r.from_on DESC, r.id"
static const query q_role = {
    "INSERT INTO role (account, person, organisation, title, from_on, to_on, source, source_id,"
    " dated) SELECT $1, p.id, o.id, $2, $3, $4, $5, $6, $7 FROM person p, organisation o"
    " WHERE p.account = $1 AND p.id = $8 AND o.account = $1 AND o.id = $9 RETURNING id",
    9, ID_ROW
};
static const query q_roles = { "SELECT " ROLE_FIELDS("r.person") ROLE_FROM
                               " WHERE r.account = $1 AND r.person IN " OF_WHOLE
                               " AND r.removed_ms = 0" ROLE_ORDER,
                               2, COLS(role_cols, struct person_role) };
static const query q_roles_at = { "SELECT " ROLE_FIELDS("p.whole") ROLE_FROM
                                  " CROSS JOIN person p ON p.id = r.person AND p.account = $1"
                                  " WHERE r.account = $1 AND r.organisation = $2"
                                  " AND r.removed_ms = 0" ROLE_ORDER,
                                  2, COLS(role_cols, struct person_role) };

/* ---- ties ------------------------------------------------------------------------------------ */

static const col tie_cols[] = {
    COL(struct tie, id.v),      COL(struct tie, a.v),     COL(struct tie, b.v),
    COL(struct tie, b_name),    COL(struct tie, kind),    COL(struct tie, since),
    COL(struct tie, from.name), COL(struct tie, from.id), COL(struct tie, from.dated),
};
static const query q_tie = {
    "INSERT INTO tie (account, a, b, kind, since, source, source_id, dated)"
    " SELECT $1, min(x.id, y.id), max(x.id, y.id), $2, $3, $4, $5, $6 FROM person x, person y"
    " WHERE x.account = $1 AND x.id = $7 AND y.account = $1 AND y.id = $8 RETURNING id",
    8, ID_ROW
};
/* Seen from the one who was asked for; a tie within the whole person (after a merge) is none. */
static const query q_ties = {
    "SELECT t.id, m.whole, p.id, p.name, t.kind, t.since, t.source, t.source_id, t.dated FROM ("
    "SELECT id, a AS mine, b AS theirs, kind, since, source, source_id, dated FROM tie"
    " WHERE account = $1 AND a IN " OF_WHOLE " AND removed_ms = 0"
    " UNION ALL SELECT id, b, a, kind, since, source, source_id, dated FROM tie"
    " WHERE account = $1 AND b IN " OF_WHOLE " AND removed_ms = 0) t"
    " CROSS JOIN person m ON m.id = t.mine AND m.account = $1"
    " CROSS JOIN person o ON o.id = t.theirs AND o.account = $1"
    " CROSS JOIN person p ON p.id = o.whole AND p.account = $1"
    " WHERE p.id <> m.whole ORDER BY p.name, t.id",
    2, COLS(tie_cols, struct tie)
};

/* ---- what they seek and offer ---------------------------------------------------------------- */

static const col item_cols[] = {
    COL(struct item, id.v),    COL(struct item, person.v),   COL(struct item, side),
    COL(struct item, text),    COL(struct item, state),      COL(struct item, from.name),
    COL(struct item, from.id), COL(struct item, from.dated), COL(struct item, from.expires),
};
static const query q_item = {
    "INSERT INTO item (account, person, side, text, state, source, source_id, dated, expires)"
    " SELECT $1, id, $2, $3, $4, $5, $6, $7, $8 FROM person WHERE account = $1 AND id = $9"
    " RETURNING id",
    9, ID_ROW
};
static const query q_items = {
    "SELECT id, person, side, text, state, source, source_id, dated, expires FROM item"
    " WHERE account = $1 AND person IN " OF_WHOLE " AND removed_ms = 0"
    " ORDER BY state = 'gone', side DESC, dated DESC, id DESC",
    2, COLS(item_cols, struct item)
};
static const query q_item_state = {
    "UPDATE item SET state = $1 WHERE account = $2 AND id = $3 RETURNING person", 3, ID_ROW
};

/* ---- notes ----------------------------------------------------------------------------------- */

static const col note_cols[] = {
    COL(struct book_note_row, note.id.v),       COL(struct book_note_row, note.person.v),
    COL(struct book_note_row, note.text),       COL(struct book_note_row, sealed),
    COL(struct book_note_row, note.sensitive),  COL(struct book_note_row, note.time_ms),
    COL(struct book_note_row, note.changed_ms),
};
static const query q_note = {
    "INSERT INTO note (account, person, text, sealed, sensitive, time_ms, changed_ms)"
    " SELECT $1, id, $2, $3, $4, $5, $5 FROM person WHERE account = $1 AND id = $6 RETURNING id",
    6, ID_ROW
};
static const query q_notes = {
    "SELECT id, person, text, sealed, sensitive, time_ms, changed_ms FROM note WHERE account = $1"
    " AND person IN " OF_WHOLE " AND removed_ms = 0 ORDER BY time_ms DESC, id DESC",
    2, COLS(note_cols, struct book_note_row)
};

const query *const book_fact_store_queries[] = {
    &q_remove[FACT_DATUM],
    &q_remove[FACT_POSTAL],
    &q_remove[FACT_ROLE],
    &q_remove[FACT_TIE],
    &q_remove[FACT_ITEM],
    &q_remove[FACT_NOTE],
    &q_datum,
    &q_data,
    &q_with,
    &q_tags,
    &q_postal,
    &q_postals,
    &q_postals_at,
    &q_organisation,
    &q_organisation_get,
    &q_organisation_change,
    &q_role,
    &q_roles,
    &q_roles_at,
    &q_tie,
    &q_ties,
    &q_item,
    &q_items,
    &q_item_state,
    &q_note,
    &q_notes,
    NULL,
};

/* ---- calls ----------------------------------------------------------------------------------- */

#define WITH_LIMIT 1000
#define TAGS_LIMIT 500

/* Texts are NOT NULL. */
static struct arg text(str s)
{
    return ARG(s.p == NULL ? S("") : s);
}

/* One row with an id, that of what was added or of whom it is about. */
static const err *one_id(store *s, arena *a, const query *q, const struct arg *args, size_t n_args,
                         int64_t *ret)
{
    struct id_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, q, args, n_args, &row, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "there is no such thing in this book");
    *ret = row.id;
    return NULL;
}

/* Fills any of the list structs, which all begin alike: rows, count. */
#define LIST(call, ret)                                                                            \
    do {                                                                                           \
        void *rows_ = NULL;                                                                        \
        size_t n_ = 0;                                                                             \
        TRY(call);                                                                                 \
        (ret)->item = rows_;                                                                       \
        (ret)->n = n_;                                                                             \
    } while (0)

const err *book_fact_store_remove(store *s, arena *a, account_id owner, enum book_fact kind,
                                  fact_id id, int64_t removed_ms, person_id *ret_person)
{
    ASSERT(kind < FACT_KINDS);
    return one_id(s, a, &q_remove[kind], ARGS(ARG(removed_ms), ARG(owner.v), ARG(id.v)),
                  &ret_person->v);
}

const err *book_fact_store_datum(store *s, arena *a, account_id owner, const struct datum *d,
                                 fact_id *ret_id)
{
    return one_id(s, a, &q_datum,
                  ARGS(ARG(owner.v), text(d->kind), text(d->label), text(d->value), text(d->fold),
                       text(d->from.name), ARG(d->from.id), text(d->from.dated),
                       text(d->from.expires), ARG(d->person.v)),
                  &ret_id->v);
}

const err *book_fact_store_data(store *s, arena *a, account_id owner, person_id person,
                                struct datum_list *ret)
{
    LIST(store_rows(s, a, &q_data, ARGS(ARG(owner.v), ARG(person.v)), &rows_, &n_), ret);
    return NULL;
}

const err *book_fact_store_with(store *s, arena *a, account_id owner, str kind, str fold,
                                struct datum_list *ret)
{
    LIST(store_rows(s, a, &q_with, ARGS(ARG(owner.v), text(kind), text(fold), ARG(WITH_LIMIT)),
                    &rows_, &n_),
         ret);
    return NULL;
}

const err *book_fact_store_tags(store *s, arena *a, account_id owner, struct datum_list *ret)
{
    LIST(store_rows(s, a, &q_tags, ARGS(ARG(owner.v), ARG(TAGS_LIMIT)), &rows_, &n_), ret);
    return NULL;
}

const err *book_fact_store_postal(store *s, arena *a, account_id owner, const struct postal *p,
                                  str town_fold, fact_id *ret_id)
{
    return one_id(s, a, &q_postal,
                  ARGS(ARG(owner.v), text(p->label), text(p->street), text(p->code), text(p->town),
                       text(town_fold), text(p->region), text(p->country), text(p->from.name),
                       ARG(p->from.id), text(p->from.dated), ARG(p->person.v)),
                  &ret_id->v);
}

const err *book_fact_store_postals(store *s, arena *a, account_id owner, person_id person,
                                   struct postal_list *ret)
{
    LIST(store_rows(s, a, &q_postals, ARGS(ARG(owner.v), ARG(person.v)), &rows_, &n_), ret);
    return NULL;
}

const err *book_fact_store_postals_at(store *s, arena *a, account_id owner, str town_fold,
                                      str code_from, str code_below, struct postal_list *ret)
{
    LIST(store_rows(s, a, &q_postals_at,
                    ARGS(ARG(owner.v), text(town_fold), text(code_from), text(code_below)), &rows_,
                    &n_),
         ret);
    return NULL;
}

const err *book_fact_store_organisation(store *s, arena *a, account_id owner, str name,
                                        str name_key, organisation_id *ret)
{
    return one_id(s, a, &q_organisation, ARGS(ARG(owner.v), text(name), text(name_key)), &ret->v);
}

const err *book_fact_store_organisation_get(store *s, arena *a, account_id owner,
                                            organisation_id id, struct organisation *ret,
                                            bool *ret_found)
{
    return store_row(s, a, &q_organisation_get, ARGS(ARG(owner.v), ARG(id.v)), ret, ret_found);
}

const err *book_fact_store_organisation_change(store *s, arena *a, account_id owner,
                                               const struct organisation *o, str name_key)
{
    int64_t id = 0;
    return one_id(s, a, &q_organisation_change,
                  ARGS(text(o->name), text(name_key), text(o->url), text(o->note), ARG(owner.v),
                       ARG(o->id.v)),
                  &id);
}

const err *book_fact_store_role(store *s, arena *a, account_id owner, const struct person_role *r,
                                fact_id *ret_id)
{
    return one_id(s, a, &q_role,
                  ARGS(ARG(owner.v), text(r->title), text(r->from_on), text(r->to_on),
                       text(r->from.name), ARG(r->from.id), text(r->from.dated), ARG(r->person.v),
                       ARG(r->organisation.v)),
                  &ret_id->v);
}

const err *book_fact_store_roles(store *s, arena *a, account_id owner, person_id person,
                                 struct person_roles *ret)
{
    LIST(store_rows(s, a, &q_roles, ARGS(ARG(owner.v), ARG(person.v)), &rows_, &n_), ret);
    return NULL;
}

const err *book_fact_store_roles_at(store *s, arena *a, account_id owner, organisation_id at,
                                    struct person_roles *ret)
{
    LIST(store_rows(s, a, &q_roles_at, ARGS(ARG(owner.v), ARG(at.v)), &rows_, &n_), ret);
    return NULL;
}

const err *book_fact_store_tie(store *s, arena *a, account_id owner, const struct tie *t,
                               fact_id *ret_id)
{
    return one_id(s, a, &q_tie,
                  ARGS(ARG(owner.v), text(t->kind), text(t->since), text(t->from.name),
                       ARG(t->from.id), text(t->from.dated), ARG(t->a.v), ARG(t->b.v)),
                  &ret_id->v);
}

const err *book_fact_store_ties(store *s, arena *a, account_id owner, person_id person,
                                struct tie_list *ret)
{
    LIST(store_rows(s, a, &q_ties, ARGS(ARG(owner.v), ARG(person.v)), &rows_, &n_), ret);
    return NULL;
}

const err *book_fact_store_item(store *s, arena *a, account_id owner, const struct item *i,
                                fact_id *ret_id)
{
    return one_id(s, a, &q_item,
                  ARGS(ARG(owner.v), text(i->side), text(i->text), text(i->state),
                       text(i->from.name), ARG(i->from.id), text(i->from.dated),
                       text(i->from.expires), ARG(i->person.v)),
                  &ret_id->v);
}

const err *book_fact_store_items(store *s, arena *a, account_id owner, person_id person,
                                 struct item_list *ret)
{
    LIST(store_rows(s, a, &q_items, ARGS(ARG(owner.v), ARG(person.v)), &rows_, &n_), ret);
    return NULL;
}

const err *book_fact_store_item_state(store *s, arena *a, account_id owner, fact_id id, str state,
                                      person_id *ret_person)
{
    return one_id(s, a, &q_item_state, ARGS(text(state), ARG(owner.v), ARG(id.v)), &ret_person->v);
}

const err *book_fact_store_note(store *s, arena *a, account_id owner, const struct book_note_row *n,
                                fact_id *ret_id)
{
    return one_id(s, a, &q_note,
                  ARGS(ARG(owner.v), text(n->note.text), ARG_BYTES(n->sealed),
                       ARG(n->note.sensitive), ARG(n->note.time_ms), ARG(n->note.person.v)),
                  &ret_id->v);
}

const err *book_fact_store_notes(store *s, arena *a, account_id owner, person_id person,
                                 struct book_note_rows *ret)
{
    LIST(store_rows(s, a, &q_notes, ARGS(ARG(owner.v), ARG(person.v)), &rows_, &n_), ret);
    return NULL;
}
