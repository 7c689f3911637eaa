/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_person_store.c - all SQL of people.
 */
#include "feature/book/book_person_store.h"

#include "base/clock.h"

#define PERSON_FIELDS                                                                              \
    "p.id, p.uid, p.name, p.given, p.family, p.additional, p.prefix, p.suffix, p.nickname, "       \
    "p.sort, "                                                                                     \
    "p.met_how, p.met_on, p.met_through, p.closeness, p.rhythm_days, p.rests_ms, p.last_ms, "      \
    "p.gap_days, p.met_count, p.last_kind, p.last_by, p.created_ms, p.changed_ms, p.source, "      \
    "p.source_id"
static const col person_cols[] = {
    COL(struct person, id.v),
    COL(struct person, uid),
    COL(struct person, called.name),
    COL(struct person, called.given),
    COL(struct person, called.family),
    COL(struct person, called.additional),
    COL(struct person, called.prefix),
    COL(struct person, called.suffix),
    COL(struct person, called.nickname),
    COL(struct person, called.sort),
    COL(struct person, met_how),
    COL(struct person, met_on),
    COL(struct person, met_through.v),
    COL(struct person, closeness),
    COL(struct person, rhythm_days),
    COL(struct person, rests_ms),
    COL(struct person, pulse.last_ms),
    COL(struct person, pulse.gap_days),
    COL(struct person, pulse.count),
    COL(struct person, pulse.last_kind),
    COL(struct person, pulse.last_by),
    COL(struct person, created_ms),
    COL(struct person, changed_ms),
    COL(struct person, from.name),
    COL(struct person, from.id),
};
#define PERSON_ROW COUNT_OF(person_cols), person_cols, sizeof(struct person)
#define NO_ROW 0, NULL, 0
/* The whole person behind the id in that book, for a change. */
#define WHERE_WHOLE(book, id)                                                                      \
    " WHERE account = $" #book " AND id = (SELECT whole FROM person WHERE account = $" #book       \
    " AND id = $" #id ")"

struct id_row {
    int64_t id;
};
static const col id_cols[] = { COL(struct id_row, id) };

static const query q_add = {
    "INSERT INTO person (account, whole, uid, name, given, family, additional, prefix, suffix,"
    " nickname, sort, name_key, created_ms, changed_ms, source, source_id)"
    " VALUES ($1, 0, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $14) RETURNING id",
    14, 1, id_cols, sizeof(struct id_row)
};
static const query q_own_whole = { "UPDATE person SET whole = id WHERE account = $1 AND id = $2", 2,
                                   NO_ROW };

static const query q_get = { "SELECT " PERSON_FIELDS
                             " FROM person o CROSS JOIN person p ON p.id = o.whole"
                             " WHERE o.account = $1 AND p.account = $1 AND o.id = $2",
                             2, PERSON_ROW };
static const query q_by_uid = { "SELECT " PERSON_FIELDS
                                " FROM person o CROSS JOIN person p ON p.id = o.whole"
                                " WHERE o.account = $1 AND p.account = $1 AND o.uid = $2",
                                2, PERSON_ROW };
/* A merged person is found by the former name too. */
static const query q_by_key = { "SELECT DISTINCT " PERSON_FIELDS
                                " FROM person o CROSS JOIN person p ON p.id = o.whole"
                                " WHERE o.account = $1 AND p.account = $1 AND o.name_key = $2"
                                " ORDER BY p.last_ms DESC, p.id DESC LIMIT $3",
                                3, PERSON_ROW };
static const query q_members = { "SELECT " PERSON_FIELDS " FROM person p WHERE p.account = $1"
                                 " AND p.whole = $2 ORDER BY p.id",
                                 2, PERSON_ROW };
static const query q_recent = { "SELECT " PERSON_FIELDS " FROM person p"
                                " WHERE p.account = $1 AND p.whole = p.id"
                                " AND (p.last_ms, p.id) < ($2, $3)"
                                " ORDER BY p.last_ms DESC, p.id DESC LIMIT $4",
                                4, PERSON_ROW };

/* Newest contact first, so that the first who fit are the answer. */
static const query q_where = {
    "SELECT " PERSON_FIELDS " FROM person p WHERE p.account = $1 AND p.whole = p.id"
    " AND ($2 = '' OR p.id IN (SELECT o.whole FROM datum d JOIN person o ON o.id = d.person"
    " WHERE d.account = $1 AND d.kind = 'tag' AND d.fold = $2 AND d.removed_ms = 0))"
    " AND ($3 = '' OR p.id IN (SELECT o.whole FROM postal a JOIN person o ON o.id = a.person"
    " WHERE a.account = $1 AND a.town_fold = $3 AND a.removed_ms = 0))"
    " ORDER BY p.last_ms DESC, p.id DESC LIMIT $4",
    4, PERSON_ROW
};

static const query q_rename = {
    "UPDATE person SET name = $1, given = $2, family = $3, additional = $4, prefix = $5,"
    " suffix = $6, nickname = $7, sort = $8, name_key = $9, changed_ms = $10" WHERE_WHOLE(11, 12),
    12, NO_ROW
};
static const query q_met = { "UPDATE person SET met_how = $1, met_on = $2, met_through = $3,"
                             " changed_ms = $4" WHERE_WHOLE(5, 6),
                             6, NO_ROW };
static const query q_closeness = {
    "UPDATE person SET closeness = $1, changed_ms = $2" WHERE_WHOLE(3, 4), 4, NO_ROW
};
static const query q_rhythm = {
    "UPDATE person SET rhythm_days = $1, changed_ms = $2" WHERE_WHOLE(3, 4), 4, NO_ROW
};
static const query q_rest = { "UPDATE person SET rests_ms = $1, changed_ms = $2" WHERE_WHOLE(3, 4),
                              4, NO_ROW };
/* changed_ms stays: a pulse is no change of what is known of the person. */
static const query q_pulse = { "UPDATE person SET last_ms = $1, gap_days = $2, met_count = $3, "
                               "last_kind = $4, last_by = $5" WHERE_WHOLE(6, 7),
                               7, NO_ROW };

static const query q_opened = {
    "INSERT INTO book_opened (account, time_ms, what) VALUES ($1, $2, $3)", 3, NO_ROW
};
static const col opening_cols[] = { COL(struct book_opening, time_ms),
                                    COL(struct book_opening, what) };
static const query q_openings = { "SELECT time_ms, what FROM book_opened WHERE account = $1"
                                  " ORDER BY time_ms DESC, id DESC LIMIT $2",
                                  2, COUNT_OF(opening_cols), opening_cols,
                                  sizeof(struct book_opening) };

const query *const book_person_store_queries[] = {
    &q_add,   &q_own_whole, &q_get,    &q_by_uid,   &q_by_key,    &q_recent,
    &q_where, &q_members,   &q_rename, &q_met,      &q_closeness, &q_rhythm,
    &q_rest,  &q_pulse,     &q_opened, &q_openings, NULL,
};

/* Texts are NOT NULL. */
static struct arg text(str s)
{
    return ARG(s.p == NULL ? S("") : s);
}

const err *book_person_store_add(store *s, arena *a, account_id owner, const struct person *p,
                                 str name_key, person_id *ret)
{
    const struct person_name *n = &p->called;
    struct id_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_add,
                  ARGS(ARG(owner.v), text(p->uid), text(n->name), text(n->given), text(n->family),
                       text(n->additional), text(n->prefix), text(n->suffix), text(n->nickname),
                       text(n->sort), text(name_key), ARG(clock_now_ms()), text(p->from.name),
                       ARG(p->from.id)),
                  &row, &found));
    TRY(store_run(s, a, &q_own_whole, ARGS(ARG(owner.v), ARG(row.id)), NULL));
    *ret = (person_id){ row.id };
    return NULL;
}

const err *book_person_store_get(store *s, arena *a, account_id owner, person_id id,
                                 struct person *ret, bool *ret_found)
{
    return store_row(s, a, &q_get, ARGS(ARG(owner.v), ARG(id.v)), ret, ret_found);
}

const err *book_person_store_by_uid(store *s, arena *a, account_id owner, str uid,
                                    struct person *ret, bool *ret_found)
{
    return store_row(s, a, &q_by_uid, ARGS(ARG(owner.v), text(uid)), ret, ret_found);
}

static const err *list(store *s, arena *a, const query *q, const struct arg *args, size_t n_args,
                       struct person_list *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, q, args, n_args, &rows, &n));
    *ret = (struct person_list){ rows, n };
    return NULL;
}

const err *book_person_store_by_key(store *s, arena *a, account_id owner, str name_key,
                                    struct person_list *ret)
{
    return list(s, a, &q_by_key, ARGS(ARG(owner.v), text(name_key), ARG(BOOK_CANDIDATES)), ret);
}

const err *book_person_store_members(store *s, arena *a, account_id owner, person_id whole,
                                     struct person_list *ret)
{
    return list(s, a, &q_members, ARGS(ARG(owner.v), ARG(whole.v)), ret);
}

const err *book_person_store_recent(store *s, arena *a, account_id owner, int64_t before_ms,
                                    int64_t before_id, int64_t limit, struct person_list *ret)
{
    return list(s, a, &q_recent, ARGS(ARG(owner.v), ARG(before_ms), ARG(before_id), ARG(limit)),
                ret);
}

const err *book_person_store_where(store *s, arena *a, account_id owner, str tag_fold,
                                   str town_fold, int64_t limit, struct person_list *ret)
{
    return list(s, a, &q_where, ARGS(ARG(owner.v), text(tag_fold), text(town_fold), ARG(limit)),
                ret);
}

/* A change of one person. */
static const err *change(store *s, arena *a, const query *q, const struct arg *args, size_t n_args)
{
    int64_t changed = 0;
    TRY(store_run(s, a, q, args, n_args, &changed));
    if (changed == 0)
        FAIL(a, ERR_MISSING, "there is no such person in this book");
    return NULL;
}

const err *book_person_store_rename(store *s, arena *a, account_id owner, person_id id,
                                    const struct person_name *n, str name_key)
{
    return change(s, a, &q_rename,
                  ARGS(text(n->name), text(n->given), text(n->family), text(n->additional),
                       text(n->prefix), text(n->suffix), text(n->nickname), text(n->sort),
                       text(name_key), ARG(clock_now_ms()), ARG(owner.v), ARG(id.v)));
}

const err *book_person_store_met(store *s, arena *a, account_id owner, person_id id, str how,
                                 str on, person_id through)
{
    return change(
        s, a, &q_met,
        ARGS(text(how), text(on), ARG(through.v), ARG(clock_now_ms()), ARG(owner.v), ARG(id.v)));
}

const err *book_person_store_closeness(store *s, arena *a, account_id owner, person_id id,
                                       int64_t closeness)
{
    return change(s, a, &q_closeness,
                  ARGS(ARG(closeness), ARG(clock_now_ms()), ARG(owner.v), ARG(id.v)));
}

const err *book_person_store_rhythm(store *s, arena *a, account_id owner, person_id id,
                                    int64_t days)
{
    return change(s, a, &q_rhythm, ARGS(ARG(days), ARG(clock_now_ms()), ARG(owner.v), ARG(id.v)));
}

const err *book_person_store_rest(store *s, arena *a, account_id owner, person_id id,
                                  int64_t since_ms)
{
    return change(s, a, &q_rest, ARGS(ARG(since_ms), ARG(clock_now_ms()), ARG(owner.v), ARG(id.v)));
}

const err *book_person_store_pulse(store *s, arena *a, account_id owner, person_id id,
                                   const struct book_pulse *pulse)
{
    return change(s, a, &q_pulse,
                  ARGS(ARG(pulse->last_ms), ARG(pulse->gap_days), ARG(pulse->count),
                       text(pulse->last_kind), text(pulse->last_by), ARG(owner.v), ARG(id.v)));
}

/* ---- opened ---------------------------------------------------------------------------------- */

const err *book_person_store_opened(store *s, arena *a, account_id owner, str what)
{
    return store_run(s, a, &q_opened, ARGS(ARG(owner.v), ARG(clock_now_ms()), text(what)), NULL);
}

const err *book_person_store_openings(store *s, arena *a, account_id owner, int64_t limit,
                                      struct book_openings *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_openings, ARGS(ARG(owner.v), ARG(limit)), &rows, &n));
    *ret = (struct book_openings){ rows, n };
    return NULL;
}
