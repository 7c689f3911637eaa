/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_store.c - all SQL of introductions and their sides, links and chains.
 */
#include "feature/introductions/introductions_store.h"

#include <string.h>

/* The ids that a whole person was written with; $1 the account, $2 the whole. */
#define OF_WHOLE "(SELECT id FROM person WHERE account = $1 AND whole = $2)"
#define NOTHING 0, NULL, 0

struct number_row {
    int64_t number;
};
static const col number_cols[] = { COL(struct number_row, number) };
#define NUMBER_ROW 1, number_cols, sizeof(struct number_row)

/* ---- introductions --------------------------------------------------------------------------- */

#define FIELDS                                                                                     \
    "i.id, i.key, i.why, i.fee, i.in_turn, i.stays, i.behalf, i.words, i.way, i.introduced_ms,"    \
    " i.followed14_ms, i.followed60_ms, i.withdrawn_ms, i.post, i.created_ms"
static const col cols[] = {
    COL(struct introduction, id.v),          COL(struct introduction, key),
    COL(struct introduction, why),           COL(struct introduction, fee),
    COL(struct introduction, in_turn),       COL(struct introduction, stays),
    COL(struct introduction, behalf.v),      COL(struct introduction, words),
    COL(struct introduction, way),           COL(struct introduction, introduced_ms),
    COL(struct introduction, followed14_ms), COL(struct introduction, followed60_ms),
    COL(struct introduction, withdrawn_ms),  COL(struct introduction, post),
    COL(struct introduction, created_ms),
};
#define ROW COUNT_OF(cols), cols, sizeof(struct introduction)

#define SIDE_FIELDS                                                                                \
    "d.introduction, d.side, person.whole, w.name, d.state, d.way, d.language, d.subject, "        \
    "d.words,"                                                                                     \
    " d.reminder, d.mail, d.asked_ms, d.went_ms, d.reminded_ms, d.answered_ms, d.answered_by,"     \
    " d.said, d.may_ask, d.told_ms, d.worth, d.worth_words, d.worth_by, d.worth_ms, d.released_ms"
#define SIDE_FROM                                                                                  \
    " FROM introduction_side d JOIN person ON person.id = d.person"                                \
    " JOIN person w ON w.id = person.whole"
static const col side_cols[] = {
    COL(struct introduction_side, introduction), COL(struct introduction_side, side),
    COL(struct introduction_side, person.v),     COL(struct introduction_side, name),
    COL(struct introduction_side, state),        COL(struct introduction_side, way),
    COL(struct introduction_side, language),     COL(struct introduction_side, subject),
    COL(struct introduction_side, words),        COL(struct introduction_side, reminder),
    COL(struct introduction_side, mail),         COL(struct introduction_side, asked_ms),
    COL(struct introduction_side, went_ms),      COL(struct introduction_side, reminded_ms),
    COL(struct introduction_side, answered_ms),  COL(struct introduction_side, answered_by),
    COL(struct introduction_side, said),         COL(struct introduction_side, may_ask),
    COL(struct introduction_side, told_ms),      COL(struct introduction_side, worth),
    COL(struct introduction_side, worth_words),  COL(struct introduction_side, worth_by),
    COL(struct introduction_side, worth_ms),     COL(struct introduction_side, released_ms),
};
#define SIDE_ROW COUNT_OF(side_cols), side_cols, sizeof(struct introduction_side)

static const query q_add = {
    "INSERT INTO introduction (account, key, why, fee, in_turn, stays, behalf, created_ms)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
    8, NUMBER_ROW
};
/* A person of another book makes no side. */
static const query q_add_side = {
    "INSERT INTO introduction_side (introduction, account, side, person, state, language)"
    " SELECT i.id, i.account, $1, person.id, 'unasked', $2 FROM introduction i"
    " JOIN person ON person.account = i.account"
    " WHERE i.account = $3 AND i.id = $4 AND person.id = $5",
    5, NOTHING
};
static const query q_by_key = { "SELECT id FROM introduction WHERE account = $1 AND key = $2", 2,
                                NUMBER_ROW };
static const query q_get = { "SELECT " FIELDS " FROM introduction i WHERE i.account = $1"
                             " AND i.id = $2",
                             2, ROW };
static const query q_sides = { "SELECT " SIDE_FIELDS SIDE_FROM
                               " WHERE d.account = $1 AND d.introduction = $2 ORDER BY d.side",
                               2, SIDE_ROW };
static const query q_list = {
    "SELECT " FIELDS " FROM introduction i WHERE i.account = $1 AND ($2 = 0 OR i.id IN"
    " (SELECT introduction FROM introduction_side WHERE account = $1 AND person IN " OF_WHOLE
    ")) ORDER BY i.id DESC",
    2, ROW
};
static const query q_list_sides = {
    "SELECT " SIDE_FIELDS SIDE_FROM " WHERE d.account = $1 AND ($2 = 0 OR d.introduction IN"
    " (SELECT introduction FROM introduction_side WHERE account = $1 AND person IN " OF_WHOLE
    ")) ORDER BY d.introduction DESC, d.side",
    2, SIDE_ROW
};
static const query q_keep = {
    "UPDATE introduction SET why = $1, fee = $2, in_turn = $3, stays = $4, words = $5, way = $6,"
    " introduced_ms = $7, followed14_ms = $8, followed60_ms = $9, withdrawn_ms = $10, post = $11"
    " WHERE account = $12 AND id = $13",
    13, NOTHING
};
static const query q_keep_side = {
    "UPDATE introduction_side SET state = $1, way = $2, language = $3, subject = $4, words = $5,"
    " reminder = $6, mail = $7, asked_ms = $8, went_ms = $9, reminded_ms = $10,"
    " answered_ms = $11, answered_by = $12, said = $13, may_ask = $14, told_ms = $15, worth = $16,"
    " worth_words = $17, worth_by = $18, worth_ms = $19, released_ms = $20"
    " WHERE account = $21 AND introduction = $22 AND side = $23",
    23, NOTHING
};

MUST static const err *number(store *s, arena *a, const query *q, const struct arg *args, size_t n,
                              int64_t *ret, bool *ret_found)
{
    struct number_row row = { 0 };
    TRY(store_row(s, a, q, args, n, &row, ret_found));
    if (*ret_found)
        *ret = row.number;
    return NULL;
}

const err *introductions_store_add(store *s, arena *a, account_id owner,
                                   const struct introduction *i, introduction_id *ret)
{
    bool found = false;
    TRY(number(s, a, &q_add,
               ARGS(ARG(owner.v), ARG(i->key), ARG(i->why), ARG(i->fee), ARG(i->in_turn),
                    ARG(i->stays), ARG(i->behalf.v), ARG(i->created_ms)),
               &ret->v, &found));
    for (int64_t side = 0; side < 2; side++) {
        int64_t added = 0;
        TRY(store_run(s, a, &q_add_side,
                      ARGS(ARG(side), ARG(i->side[side].language), ARG(owner.v), ARG(ret->v),
                           ARG(i->side[side].person.v)),
                      &added));
        if (added == 0)
            FAIL(a, ERR_MISSING, "no such person");
    }
    return NULL;
}

const err *introductions_store_by_key(store *s, arena *a, account_id owner, str key,
                                      introduction_id *ret, bool *ret_found)
{
    return number(s, a, &q_by_key, ARGS(ARG(owner.v), ARG(key)), &ret->v, ret_found);
}

const err *introductions_store_get(store *s, arena *a, account_id owner, introduction_id id,
                                   struct introduction *ret)
{
    struct introduction one = { 0 };
    void *rows = NULL;
    size_t n = 0;
    bool found = false;
    TRY(store_row(s, a, &q_get, ARGS(ARG(owner.v), ARG(id.v)), &one, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no such introduction");
    TRY(store_rows(s, a, &q_sides, ARGS(ARG(owner.v), ARG(id.v)), &rows, &n));
    if (n != 2)
        FAIL(a, ERR_BROKEN, "an introduction with %zu sides", n);
    memcpy(one.side, rows, sizeof one.side);
    *ret = one;
    return NULL;
}

const err *introductions_store_list(store *s, arena *a, account_id owner, person_id person,
                                    struct introduction_list *ret)
{
    void *rows = NULL, *sides = NULL;
    size_t n = 0, n_sides = 0;
    TRY(store_rows(s, a, &q_list, ARGS(ARG(owner.v), ARG(person.v)), &rows, &n));
    TRY(store_rows(s, a, &q_list_sides, ARGS(ARG(owner.v), ARG(person.v)), &sides, &n_sides));
    if (n_sides != 2 * n)
        FAIL(a, ERR_BROKEN, "%zu introductions with %zu sides", n, n_sides);
    struct introduction *all = rows;
    for (size_t i = 0; i < n; i++)
        memcpy(all[i].side, (struct introduction_side *)sides + 2 * i, sizeof all[i].side);
    *ret = (struct introduction_list){ all, n };
    return NULL;
}

const err *introductions_store_keep(store *s, arena *a, account_id owner,
                                    const struct introduction *i)
{
    return store_run(s, a, &q_keep,
                     ARGS(ARG(i->why), ARG(i->fee), ARG(i->in_turn), ARG(i->stays), ARG(i->words),
                          ARG(i->way), ARG(i->introduced_ms), ARG(i->followed14_ms),
                          ARG(i->followed60_ms), ARG(i->withdrawn_ms), ARG(i->post), ARG(owner.v),
                          ARG(i->id.v)),
                     NULL);
}

const err *introductions_store_keep_side(store *s, arena *a, account_id owner,
                                         const struct introduction_side *d)
{
    return store_run(s, a, &q_keep_side,
                     ARGS(ARG(d->state), ARG(d->way), ARG(d->language), ARG(d->subject),
                          ARG(d->words), ARG(d->reminder), ARG(d->mail), ARG(d->asked_ms),
                          ARG(d->went_ms), ARG(d->reminded_ms), ARG(d->answered_ms),
                          ARG(d->answered_by), ARG(d->said), ARG(d->may_ask), ARG(d->told_ms),
                          ARG(d->worth), ARG(d->worth_words), ARG(d->worth_by), ARG(d->worth_ms),
                          ARG(d->released_ms), ARG(owner.v), ARG(d->introduction), ARG(d->side)),
                     NULL);
}

/* ---- steps ----------------------------------------------------------------------------------- */

static const query q_step = {
    "INSERT INTO introduction_step (account, introduction, time_ms, side, what, who, words)"
    " SELECT i.account, i.id, $1, $2, $3, $4, $5 FROM introduction i"
    " WHERE i.account = $6 AND i.id = $7",
    7, NOTHING
};
static const col step_cols[] = {
    COL(struct introduction_step, time_ms), COL(struct introduction_step, side),
    COL(struct introduction_step, what),    COL(struct introduction_step, who),
    COL(struct introduction_step, words),
};
static const query q_steps = { "SELECT time_ms, side, what, who, words FROM introduction_step"
                               " WHERE account = $1 AND introduction = $2 ORDER BY id",
                               2, COUNT_OF(step_cols), step_cols,
                               sizeof(struct introduction_step) };

const err *introductions_store_step(store *s, arena *a, account_id owner, introduction_id id,
                                    const struct introduction_step *step)
{
    return store_run(s, a, &q_step,
                     ARGS(ARG(step->time_ms), ARG(step->side), ARG(step->what), ARG(step->who),
                          ARG(step->words), ARG(owner.v), ARG(id.v)),
                     NULL);
}

const err *introductions_store_steps(store *s, arena *a, account_id owner, introduction_id id,
                                     struct introduction_steps *ret)
{
    void *rows = NULL;
    TRY(store_rows(s, a, &q_steps, ARGS(ARG(owner.v), ARG(id.v)), &rows, &ret->n));
    ret->item = rows;
    return NULL;
}

/* ---- links ----------------------------------------------------------------------------------- */

static const query q_token_add = {
    "INSERT INTO introduction_answer_token (digest, account, introduction, side, purpose,"
    " created_ms, expires_ms) SELECT $1, d.account, d.introduction, d.side, $2, $3, $4"
    " FROM introduction_side d WHERE d.account = $5 AND d.introduction = $6 AND d.side = $7",
    7, NOTHING
};
static const col token_cols[] = {
    COL(struct introductions_token, account),
    COL(struct introductions_token, introduction),
    COL(struct introductions_token, side),
    COL(struct introductions_token, purpose),
};
#define TOKEN_ROW COUNT_OF(token_cols), token_cols, sizeof(struct introductions_token)
/* Whose it is is what is asked for: the digest of a secret takes the place of the account. */
static const query q_token = {
    "SELECT account, introduction, side, purpose FROM introduction_answer_token"
    " WHERE digest = $1 AND expires_ms > $2 AND (used_ms = 0 OR $3)",
    3, TOKEN_ROW
};
static const query q_token_use = {
    "UPDATE introduction_answer_token SET used_ms = $1 WHERE digest = $2 AND expires_ms > $1"
    " AND used_ms = 0 RETURNING account, introduction, side, purpose",
    2, TOKEN_ROW
};
static const query q_token_siblings = {
    "UPDATE introduction_answer_token SET used_ms = $1 WHERE account = $2 AND introduction = $3"
    " AND side = $4 AND purpose = $5 AND used_ms = 0",
    5, NOTHING
};
static const query q_token_end = {
    "UPDATE introduction_answer_token SET used_ms = $1 WHERE account = $2 AND introduction = $3"
    " AND ($4 = -1 OR side = $4) AND used_ms = 0",
    4, NOTHING
};

const err *introductions_store_token_add(store *s, arena *a, str digest,
                                         const struct introductions_token *t, int64_t now_ms,
                                         int64_t expires_ms)
{
    return store_run(s, a, &q_token_add,
                     ARGS(ARG(digest), ARG(t->purpose), ARG(now_ms), ARG(expires_ms),
                          ARG(t->account), ARG(t->introduction), ARG(t->side)),
                     NULL);
}

const err *introductions_store_token(store *s, arena *a, str digest, bool used, int64_t now_ms,
                                     struct introductions_token *ret, bool *ret_found)
{
    return store_row(s, a, &q_token, ARGS(ARG(digest), ARG(now_ms), ARG(used)), ret, ret_found);
}

const err *introductions_store_token_use(store *s, arena *a, str digest, int64_t now_ms,
                                         struct introductions_token *ret, bool *ret_found)
{
    TRY(store_row(s, a, &q_token_use, ARGS(ARG(now_ms), ARG(digest)), ret, ret_found));
    if (!*ret_found)
        return NULL;
    return store_run(s, a, &q_token_siblings,
                     ARGS(ARG(now_ms), ARG(ret->account), ARG(ret->introduction), ARG(ret->side),
                          ARG(ret->purpose)),
                     NULL);
}

const err *introductions_store_token_end(store *s, arena *a, account_id owner, introduction_id id,
                                         int64_t side, int64_t now_ms)
{
    return store_run(s, a, &q_token_end, ARGS(ARG(now_ms), ARG(owner.v), ARG(id.v), ARG(side)),
                     NULL);
}

/* ---- who waits ------------------------------------------------------------------------------- */

static const col waiting_cols[] = {
    COL(struct introductions_waiting, account.v),
    COL(struct introductions_waiting, introduction.v),
    COL(struct introductions_waiting, side),
};
/* The job works for every account; each row is then treated as that account's. */
static const query q_waiting = {
    "SELECT account, introduction, side FROM introduction_side"
    " WHERE state IN ('asked', 'reminded') ORDER BY introduction, side",
    0, COUNT_OF(waiting_cols), waiting_cols, sizeof(struct introductions_waiting)
};

const err *introductions_store_waiting(store *s, arena *a, struct introductions_waitings *ret)
{
    void *rows = NULL;
    TRY(store_rows(s, a, &q_waiting, NO_ARGS, &rows, &ret->n));
    ret->item = rows;
    return NULL;
}

/* ---- the lists of the queries ---------------------------------------------------------------- */

const query *const introductions_store_queries[] = {
    &q_add,        &q_add_side,  &q_by_key,         &q_get,       &q_sides,   &q_list,
    &q_list_sides, &q_keep,      &q_keep_side,      &q_step,      &q_steps,   &q_token_add,
    &q_token,      &q_token_use, &q_token_siblings, &q_token_end, &q_waiting, NULL,
};
