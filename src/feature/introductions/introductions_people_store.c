/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_people_store.c - the rest of the SQL: what is said of people (never again, may be
 * named), what came from what, whose book it is, and erasing. Declared in introductions_store.h.
 */
#include "feature/introductions/introductions_store.h"

#define OF_WHOLE "(SELECT id FROM person WHERE account = $1 AND whole = $2)"
#define NOTHING 0, NULL, 0

struct number_row {
    int64_t number;
};
static const col number_cols[] = { COL(struct number_row, number) };
#define NUMBER_ROW 1, number_cols, sizeof(struct number_row)

/* ---- never again, named ---------------------------------------------------------------------- */

static const query q_never_set = {
    "INSERT INTO introduction_never (account, person, introduction, time_ms)"
    " SELECT account, id, $1, $2 FROM person WHERE account = $3 AND id = $4 ON CONFLICT DO NOTHING",
    4, NOTHING
};
static const query q_never = { "SELECT coalesce(min(time_ms), 0) FROM introduction_never WHERE "
                               "account = $1 AND person IN " OF_WHOLE,
                               2, NUMBER_ROW };
static const query q_never_drop = {
    "DELETE FROM introduction_never WHERE account = $1 AND person IN " OF_WHOLE, 2, NOTHING
};
static const query q_name = {
    "INSERT INTO introduction_named (account, person, dated, source)"
    " SELECT account, id, $1, $2 FROM person WHERE account = $3 AND id = $4"
    " ON CONFLICT (account, person) DO UPDATE SET dated = excluded.dated, source = excluded.source",
    4, NOTHING
};
static const col named_cols[] = { COL(struct introduction_named, dated),
                                  COL(struct introduction_named, source) };
static const query q_named = {
    "SELECT dated, source FROM introduction_named WHERE account = $1 AND person IN " OF_WHOLE
    " ORDER BY dated DESC LIMIT 1",
    2, COUNT_OF(named_cols), named_cols, sizeof(struct introduction_named)
};
static const query q_name_drop = {
    "DELETE FROM introduction_named WHERE account = $1 AND person IN " OF_WHOLE, 2, NOTHING
};

const err *introductions_store_never_set(store *s, arena *a, account_id owner, person_id person,
                                         introduction_id at, int64_t now_ms)
{
    return store_run(s, a, &q_never_set, ARGS(ARG(at.v), ARG(now_ms), ARG(owner.v), ARG(person.v)),
                     NULL);
}

const err *introductions_store_never(store *s, arena *a, account_id owner, person_id person,
                                     int64_t *ret_since_ms)
{
    struct number_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_never, ARGS(ARG(owner.v), ARG(person.v)), &row, &found));
    *ret_since_ms = row.number;
    return NULL;
}

const err *introductions_store_never_drop(store *s, arena *a, account_id owner, person_id person)
{
    return store_run(s, a, &q_never_drop, ARGS(ARG(owner.v), ARG(person.v)), NULL);
}

const err *introductions_store_name(store *s, arena *a, account_id owner, person_id person,
                                    const struct introduction_named *given)
{
    return store_run(s, a, &q_name,
                     ARGS(ARG(given->dated), ARG(given->source), ARG(owner.v), ARG(person.v)),
                     NULL);
}

const err *introductions_store_named(store *s, arena *a, account_id owner, person_id person,
                                     struct introduction_named *ret)
{
    struct introduction_named row = { S(""), S("") };
    bool found = false;
    TRY(store_row(s, a, &q_named, ARGS(ARG(owner.v), ARG(person.v)), &row, &found));
    *ret = row;
    return NULL;
}

const err *introductions_store_name_drop(store *s, arena *a, account_id owner, person_id person)
{
    return store_run(s, a, &q_name_drop, ARGS(ARG(owner.v), ARG(person.v)), NULL);
}

/* ---- this came from that --------------------------------------------------------------------- */

static const query q_chain = {
    "INSERT INTO introduction_chain (account, kind, child, from_kind, parent)"
    " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account, kind, child)"
    " DO UPDATE SET from_kind = excluded.from_kind, parent = excluded.parent",
    5, NOTHING
};
static const query q_unchain = {
    "DELETE FROM introduction_chain WHERE account = $1 AND kind = $2 AND child = $3", 3, NOTHING
};
static const col link_cols[] = { COL(struct introductions_link, kind),
                                 COL(struct introductions_link, id) };
#define LINK_ROW COUNT_OF(link_cols), link_cols, sizeof(struct introductions_link)
static const query q_parent = { "SELECT from_kind, parent FROM introduction_chain"
                                " WHERE account = $1 AND kind = $2 AND child = $3",
                                3, LINK_ROW };
static const query q_children = { "SELECT kind, child FROM introduction_chain"
                                  " WHERE account = $1 AND from_kind = $2 AND parent = $3"
                                  " ORDER BY child",
                                  3, LINK_ROW };
static const query q_first_met = {
    "SELECT coalesce(min(e.time_ms), 0) FROM encounter e"
    " JOIN encounter_person ep ON ep.encounter = e.id AND ep.account = e.account"
    " WHERE e.account = $1 AND e.removed_ms = 0 AND ep.person IN"
    " (SELECT id FROM person WHERE account = $1 AND whole IN ($2, $3))",
    3, NUMBER_ROW
};

const err *introductions_store_chain(store *s, arena *a, account_id owner,
                                     struct introductions_link child,
                                     struct introductions_link parent)
{
    return store_run(
        s, a, &q_chain,
        ARGS(ARG(owner.v), ARG(child.kind), ARG(child.id), ARG(parent.kind), ARG(parent.id)), NULL);
}

const err *introductions_store_unchain(store *s, arena *a, account_id owner,
                                       struct introductions_link child)
{
    return store_run(s, a, &q_unchain, ARGS(ARG(owner.v), ARG(child.kind), ARG(child.id)), NULL);
}

MUST static const err *links(store *s, arena *a, const query *q, account_id owner,
                             struct introductions_link of, struct introductions_links *ret)
{
    void *rows = NULL;
    TRY(store_rows(s, a, q, ARGS(ARG(owner.v), ARG(of.kind), ARG(of.id)), &rows, &ret->n));
    ret->item = rows;
    return NULL;
}

const err *introductions_store_parent(store *s, arena *a, account_id owner,
                                      struct introductions_link child,
                                      struct introductions_links *ret)
{
    return links(s, a, &q_parent, owner, child, ret);
}

const err *introductions_store_children(store *s, arena *a, account_id owner,
                                        struct introductions_link parent,
                                        struct introductions_links *ret)
{
    return links(s, a, &q_children, owner, parent, ret);
}

const err *introductions_store_first_met(store *s, arena *a, account_id owner, person_id one,
                                         person_id other, int64_t *ret_ms)
{
    struct number_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_first_met, ARGS(ARG(owner.v), ARG(one.v), ARG(other.v)), &row, &found));
    *ret_ms = row.number;
    return NULL;
}

/* ---- the owner ------------------------------------------------------------------------------- */

static const col owner_cols[] = { COL(struct introductions_owner, name),
                                  COL(struct introductions_owner, email) };
/* An address that somebody only claimed may be another's: answers must not go there. */
static const query q_owner = {
    "SELECT name, CASE WHEN claimed = '' THEN email ELSE '' END FROM account WHERE id = $1", 1,
    COUNT_OF(owner_cols), owner_cols, sizeof(struct introductions_owner)
};

const err *introductions_store_owner(store *s, arena *a, account_id owner,
                                     struct introductions_owner *ret)
{
    bool found = false;
    TRY(store_row(s, a, &q_owner, ARGS(ARG(owner.v)), ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no such account");
    return NULL;
}

/* ---- what somebody asked about their data ---------------------------------------------------- */

static const query q_request_add = {
    "INSERT INTO introduction_request (account, person, what, words, time_ms)"
    " SELECT account, id, $1, $2, $3 FROM person WHERE account = $4 AND id = $5",
    5, NOTHING
};
static const col request_cols[] = {
    COL(struct introductions_request, id),      COL(struct introductions_request, person.v),
    COL(struct introductions_request, name),    COL(struct introductions_request, what),
    COL(struct introductions_request, words),   COL(struct introductions_request, time_ms),
    COL(struct introductions_request, done_ms),
};
static const query q_requests = {
    "SELECT r.id, w.id, w.name, r.what, r.words, r.time_ms, r.done_ms FROM introduction_request r"
    " JOIN person ON person.id = r.person JOIN person w ON w.id = person.whole"
    " WHERE r.account = $1 AND (($2 = 0 AND r.done_ms = 0) OR w.id = $2) ORDER BY r.id",
    2, COUNT_OF(request_cols), request_cols, sizeof(struct introductions_request)
};
static const query q_request_done = {
    "UPDATE introduction_request SET done_ms = $1 WHERE account = $2 AND id = $3", 3, NOTHING
};
static const query q_request_drop = {
    "DELETE FROM introduction_request WHERE account = $1 AND person IN " OF_WHOLE, 2, NOTHING
};

const err *introductions_store_request_add(store *s, arena *a, account_id owner, person_id person,
                                           str what, str words, int64_t now_ms)
{
    return store_run(s, a, &q_request_add,
                     ARGS(ARG(what), ARG(words), ARG(now_ms), ARG(owner.v), ARG(person.v)), NULL);
}

const err *introductions_store_requests(store *s, arena *a, account_id owner, person_id person,
                                        struct introductions_requests *ret)
{
    void *rows = NULL;
    TRY(store_rows(s, a, &q_requests, ARGS(ARG(owner.v), ARG(person.v)), &rows, &ret->n));
    ret->item = rows;
    return NULL;
}

const err *introductions_store_request_done(store *s, arena *a, account_id owner, int64_t id,
                                            int64_t done_ms)
{
    int64_t changed = 0;
    TRY(store_run(s, a, &q_request_done, ARGS(ARG(done_ms), ARG(owner.v), ARG(id)), &changed));
    if (changed == 0)
        FAIL(a, ERR_MISSING, "no such request");
    return NULL;
}

/* ---- erasing --------------------------------------------------------------------------------- */

static const query q_drop = { "DELETE FROM introduction WHERE account = $1 AND id = $2", 2,
                              NOTHING };
static const query q_drop_chain = {
    "DELETE FROM introduction_chain WHERE account = $1 AND ((kind = 'introduction' AND child = $2)"
    " OR (from_kind = 'introduction' AND parent = $2))",
    2, NOTHING
};
static const query q_behalf_drop = {
    "UPDATE introduction SET behalf = 0 WHERE account = $1 AND behalf IN " OF_WHOLE, 2, NOTHING
};
static const query q_empty_all = { "DELETE FROM introduction WHERE account = $1", 1, NOTHING };
static const query q_empty_chain = { "DELETE FROM introduction_chain WHERE account = $1", 1,
                                     NOTHING };
static const query q_empty_never = { "DELETE FROM introduction_never WHERE account = $1", 1,
                                     NOTHING };
static const query q_empty_requests = { "DELETE FROM introduction_request WHERE account = $1", 1,
                                        NOTHING };
static const query q_empty_named = { "DELETE FROM introduction_named WHERE account = $1", 1,
                                     NOTHING };

const err *introductions_store_drop(store *s, arena *a, account_id owner, introduction_id id)
{
    TRY(store_run(s, a, &q_drop_chain, ARGS(ARG(owner.v), ARG(id.v)), NULL));
    return store_run(s, a, &q_drop, ARGS(ARG(owner.v), ARG(id.v)), NULL);
}

const err *introductions_store_drop_person(store *s, arena *a, account_id owner, person_id whole)
{
    TRY(store_run(s, a, &q_behalf_drop, ARGS(ARG(owner.v), ARG(whole.v)), NULL));
    TRY(store_run(s, a, &q_request_drop, ARGS(ARG(owner.v), ARG(whole.v)), NULL));
    TRY(introductions_store_never_drop(s, a, owner, whole));
    return introductions_store_name_drop(s, a, owner, whole);
}

const err *introductions_store_empty(store *s, arena *a, account_id owner)
{
    static const query *const all[] = { &q_empty_chain, &q_empty_never, &q_empty_named,
                                        &q_empty_requests, &q_empty_all };
    for (size_t i = 0; i < COUNT_OF(all); i++)
        TRY(store_run(s, a, all[i], ARGS(ARG(owner.v)), NULL));
    return NULL;
}

const query *const introductions_people_store_queries[] = {
    &q_never_set, &q_never,        &q_never_drop,   &q_name,           &q_named,
    &q_name_drop, &q_chain,        &q_unchain,      &q_parent,         &q_children,
    &q_first_met, &q_owner,        &q_drop,         &q_drop_chain,     &q_behalf_drop,
    &q_empty_all, &q_empty_chain,  &q_empty_never,  &q_empty_named,    &q_request_add,
    &q_requests,  &q_request_done, &q_request_drop, &q_empty_requests, NULL,
};
