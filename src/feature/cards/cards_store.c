/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cards_store.c - see cards_store.h.
 */
#include "feature/cards/cards_store.h"

#include "base/check.h"

#define NO_ROW 0, NULL, 0
#define COLS(cols, T) COUNT_OF(cols), cols, sizeof(T)

struct number {
    int64_t n;
};
static const col number_cols[] = { COL(struct number, n) };
#define NUMBER COLS(number_cols, struct number)

/* ---- one's own ------------------------------------------------------------------------------- */

static const col own_cols[] = {
    COL(struct card_own, words.name),  COL(struct card_own, words.reach),
    COL(struct card_own, words.seeks), COL(struct card_own, words.offers),
    COL(struct card_own, shown),
};
static const query q_own = {
    "SELECT name, reach, seeks, offers, shown FROM card_own WHERE account = $1", 1,
    COLS(own_cols, struct card_own)
};
static const query q_own_set = {
    "INSERT INTO card_own (account, name, reach, seeks, offers, shown, changed_ms)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (account) DO UPDATE SET name = excluded.name,"
    " reach = excluded.reach, seeks = excluded.seeks, offers = excluded.offers,"
    " shown = excluded.shown, changed_ms = excluded.changed_ms",
    7, NO_ROW
};
static const query q_own_drop = { "DELETE FROM card_own WHERE account = $1", 1, NO_ROW };

/* ---- cards ----------------------------------------------------------------------------------- */

static const col card_cols[] = {
    COL(struct card, id.v),         COL(struct card, account.v),
    COL(struct card, giver.v),      COL(struct card, to_name),
    COL(struct card, on_behalf),    COL(struct card, words.name),
    COL(struct card, words.reach),  COL(struct card, words.seeks),
    COL(struct card, words.offers), COL(struct card, title),
    COL(struct card, path),         COL(struct card, left_ms),
    COL(struct card, until_ms),     COL(struct card, consent.version),
    COL(struct card, consent.lang), COL(struct card, consent.text),
    COL(struct card, state),        COL(struct card, state_ms),
    COL(struct card, person.v),     COL(struct card, made),
    COL(struct card, encounter.v),
};
#define CARD COLS(card_cols, struct card)
#define SELECT_CARD                                                                                \
    "SELECT c.id, c.account, c.giver, c.to_name, c.on_behalf, c.name, c.reach, c.seeks, c.offers," \
    " c.title, c.path, c.left_ms, c.until_ms, t.version, t.lang, t.text, c.state, c.state_ms,"     \
    " c.person, c.made, c.encounter FROM card c JOIN card_consent t ON t.id = c.consent WHERE "
#define NEWEST " ORDER BY c.left_ms DESC, c.id DESC"

static const query q_consent_add = {
    "INSERT INTO card_consent (version, lang, text) VALUES ($1, $2, $3) ON CONFLICT (text) DO"
    " UPDATE SET version = excluded.version RETURNING id",
    3, NUMBER
};
static const query q_add = {
    "INSERT INTO card (account, giver, digest, to_name, on_behalf, name, reach, seeks, offers,"
    " title, path, left_ms, until_ms, consent)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id",
    14, NUMBER
};
static const query q_get = { SELECT_CARD "c.account = $1 AND c.id = $2", 2, CARD };
static const query q_given_get = { SELECT_CARD "c.giver = $1 AND c.id = $2", 2, CARD };
static const query q_by_digest = { SELECT_CARD "c.digest = $1", 1, CARD };
static const query q_box = { SELECT_CARD "c.account = $1 AND c.state = $2" NEWEST " LIMIT $3", 3,
                             CARD };
static const query q_all = { SELECT_CARD "c.account = $1" NEWEST, 1, CARD };
static const query q_given = { SELECT_CARD "c.giver = $1" NEWEST, 1, CARD };
static const query q_between = { SELECT_CARD
                                 "c.account = $1 AND c.giver = $2 AND c.state = $3" NEWEST,
                                 3, CARD };
static const query q_of = { SELECT_CARD "c.account = $1 AND c.person IN (SELECT id FROM person"
                                        " WHERE account = $1 AND whole = $2)" NEWEST,
                            2, CARD };
static const query q_expired = { SELECT_CARD
                                 "c.state <> 'taken' AND c.until_ms <= $1 ORDER BY c.id LIMIT $2",
                                 2, CARD };
static const query q_lying = { "SELECT count(*) FROM card WHERE account = $1 AND state <> 'taken'",
                               1, NUMBER };
static const query q_left = {
    "SELECT count(*) FROM card WHERE left_ms > $1 AND left_ms <= $2 AND giver = 0", 2, NUMBER
};
static const query q_offered = { "SELECT count(*) FROM card WHERE giver = $1 AND state <> 'taken'",
                                 1, NUMBER };
static const query q_members = { "SELECT count(*) FROM person WHERE account = $1 AND whole = $2", 2,
                                 NUMBER };
static const query q_state = {
    "UPDATE card SET state = $1, state_ms = $2 WHERE account = $3 AND id = $4", 4, NO_ROW
};
static const query q_taken = {
    "UPDATE card SET state = 'taken', state_ms = $1, person = $2, made = $3, encounter = $4"
    " WHERE account = $5 AND id = $6",
    6, NO_ROW
};
static const query q_erase_facts = { "DELETE FROM card_fact WHERE account = $1 AND card = $2", 2,
                                     NO_ROW };
static const query q_erase = { "DELETE FROM card WHERE account = $1 AND id = $2", 2, NO_ROW };
static const query q_consents_drop = {
    "DELETE FROM card_consent WHERE id NOT IN (SELECT consent FROM card)", 0, NO_ROW
};

/* ---- facts, links, speakers ------------------------------------------------------------------ */

static const col fact_cols[] = { COL(struct card_fact, kind), COL(struct card_fact, id.v) };
static const query q_fact_add = {
    "INSERT INTO card_fact (card, account, kind, fact) SELECT id, $1, $2, $3 FROM card"
    " WHERE account = $1 AND id = $4",
    4, NO_ROW
};
static const query q_facts = { "SELECT kind, fact FROM card_fact WHERE account = $1 AND card = $2",
                               2, COLS(fact_cols, struct card_fact) };
static const query q_use = {
    "INSERT INTO card_used (digest, time_ms) VALUES ($1, $2) ON CONFLICT DO NOTHING", 2, NO_ROW
};
static const query q_unused = { "DELETE FROM card_used WHERE time_ms < $1 AND NOT EXISTS"
                                " (SELECT 1 FROM card WHERE card.digest = card_used.digest)",
                                1, NO_ROW };
static const query q_speaker = { "SELECT account FROM card_speaker WHERE room = $1 AND name = $2",
                                 2, NUMBER };
static const query q_speaker_set = {
    "INSERT INTO card_speaker (room, name, account) VALUES ($1, $2, $3)"
    " ON CONFLICT (room, name) DO UPDATE SET account = excluded.account",
    3, NO_ROW
};
static const query q_empty[] = {
    { "DELETE FROM card_own WHERE account = $1", 1, NO_ROW },
    { "DELETE FROM card_speaker WHERE account = $1", 1, NO_ROW },
    { "UPDATE card SET giver = 0 WHERE giver = $1", 1, NO_ROW },
};

const query *const cards_store_queries[] = {
    &q_own,       &q_own_set,   &q_own_drop, &q_consent_add, &q_add,           &q_get,
    &q_given_get, &q_by_digest, &q_box,      &q_all,         &q_given,         &q_between,
    &q_of,        &q_expired,   &q_lying,    &q_left,        &q_offered,       &q_state,
    &q_taken,     &q_erase,     &q_use,      &q_erase_facts, &q_consents_drop, &q_fact_add,
    &q_facts,     &q_unused,    &q_speaker,  &q_speaker_set, &q_empty[0],      &q_empty[1],
    &q_empty[2],  &q_members,   NULL,
};

/* ---- calls ----------------------------------------------------------------------------------- */

/* Texts are NOT NULL. */
static struct arg text(str s)
{
    return ARG(s.p == NULL ? S("") : s);
}

static const err *count(store *s, arena *a, const query *q, const struct arg *args, size_t n_args,
                        int64_t *ret)
{
    struct number row = { 0 };
    bool found = false;
    TRY(store_row(s, a, q, args, n_args, &row, &found));
    *ret = row.n;
    return NULL;
}

static const err *list(store *s, arena *a, const query *q, const struct arg *args, size_t n_args,
                       struct card_list *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, q, args, n_args, &rows, &n));
    *ret = (struct card_list){ rows, n };
    return NULL;
}

static const err *one(store *s, arena *a, const query *q, const struct arg *args, size_t n_args,
                      struct card *ret)
{
    bool found = false;
    TRY(store_row(s, a, q, args, n_args, ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "there is no such card in this box");
    return NULL;
}

const err *cards_store_own(store *s, arena *a, account_id owner, struct card_own *ret,
                           bool *ret_found)
{
    return store_row(s, a, &q_own, ARGS(ARG(owner.v)), ret, ret_found);
}

const err *cards_store_own_set(store *s, arena *a, account_id owner, const struct card_own *own,
                               int64_t now_ms)
{
    return store_run(s, a, &q_own_set,
                     ARGS(ARG(owner.v), text(own->words.name), text(own->words.reach),
                          text(own->words.seeks), text(own->words.offers), ARG(own->shown),
                          ARG(now_ms)),
                     NULL);
}

const err *cards_store_own_drop(store *s, arena *a, account_id owner)
{
    return store_run(s, a, &q_own_drop, ARGS(ARG(owner.v)), NULL);
}

const err *cards_store_consent(store *s, arena *a, const struct card_consent *c, int64_t *ret_id)
{
    return count(s, a, &q_consent_add, ARGS(ARG(c->version), ARG(c->lang), ARG(c->text)), ret_id);
}

const err *cards_store_add(store *s, arena *a, const struct card *c, str digest, int64_t consent,
                           card_id *ret)
{
    return count(s, a, &q_add,
                 ARGS(ARG(c->account.v), ARG(c->giver.v), ARG(digest), text(c->to_name),
                      ARG(c->on_behalf), text(c->words.name), text(c->words.reach),
                      text(c->words.seeks), text(c->words.offers), text(c->title), text(c->path),
                      ARG(c->left_ms), ARG(c->until_ms), ARG(consent)),
                 &ret->v);
}

const err *cards_store_get(store *s, arena *a, account_id owner, card_id id, struct card *ret)
{
    return one(s, a, &q_get, ARGS(ARG(owner.v), ARG(id.v)), ret);
}

const err *cards_store_given_get(store *s, arena *a, account_id giver, card_id id, struct card *ret)
{
    ASSERT(giver.v != 0); /* guests have links */
    return one(s, a, &q_given_get, ARGS(ARG(giver.v), ARG(id.v)), ret);
}

const err *cards_store_by_digest(store *s, arena *a, str digest, struct card *ret, bool *ret_found)
{
    return store_row(s, a, &q_by_digest, ARGS(ARG(digest)), ret, ret_found);
}

const err *cards_store_box(store *s, arena *a, account_id owner, str state, int64_t limit,
                           struct card_list *ret)
{
    return list(s, a, &q_box, ARGS(ARG(owner.v), ARG(state), ARG(limit)), ret);
}

const err *cards_store_all(store *s, arena *a, account_id owner, struct card_list *ret)
{
    return list(s, a, &q_all, ARGS(ARG(owner.v)), ret);
}

const err *cards_store_given(store *s, arena *a, account_id giver, struct card_list *ret)
{
    ASSERT(giver.v != 0);
    return list(s, a, &q_given, ARGS(ARG(giver.v)), ret);
}

const err *cards_store_between(store *s, arena *a, account_id owner, account_id giver, str state,
                               struct card_list *ret)
{
    return list(s, a, &q_between, ARGS(ARG(owner.v), ARG(giver.v), ARG(state)), ret);
}

const err *cards_store_of(store *s, arena *a, account_id owner, person_id whole,
                          struct card_list *ret)
{
    return list(s, a, &q_of, ARGS(ARG(owner.v), ARG(whole.v)), ret);
}

const err *cards_store_expired(store *s, arena *a, int64_t now_ms, int64_t limit,
                               struct card_list *ret)
{
    return list(s, a, &q_expired, ARGS(ARG(now_ms), ARG(limit)), ret);
}

const err *cards_store_count_lying(store *s, arena *a, account_id owner, int64_t *ret)
{
    return count(s, a, &q_lying, ARGS(ARG(owner.v)), ret);
}

const err *cards_store_count_left(store *s, arena *a, int64_t from_ms, int64_t to_ms, int64_t *ret)
{
    return count(s, a, &q_left, ARGS(ARG(from_ms), ARG(to_ms)), ret);
}

const err *cards_store_count_offered(store *s, arena *a, account_id giver, int64_t *ret)
{
    return count(s, a, &q_offered, ARGS(ARG(giver.v)), ret);
}

const err *cards_store_count_members(store *s, arena *a, account_id owner, person_id whole,
                                     int64_t *ret)
{
    return count(s, a, &q_members, ARGS(ARG(owner.v), ARG(whole.v)), ret);
}

const err *cards_store_state(store *s, arena *a, account_id owner, card_id id, str state,
                             int64_t now_ms)
{
    return store_run(s, a, &q_state, ARGS(ARG(state), ARG(now_ms), ARG(owner.v), ARG(id.v)), NULL);
}

const err *cards_store_taken(store *s, arena *a, const struct card *c, int64_t now_ms)
{
    return store_run(s, a, &q_taken,
                     ARGS(ARG(now_ms), ARG(c->person.v), ARG(c->made), ARG(c->encounter.v),
                          ARG(c->account.v), ARG(c->id.v)),
                     NULL);
}

const err *cards_store_erase(store *s, arena *a, account_id owner, card_id id)
{
    TRY(store_run(s, a, &q_erase_facts, ARGS(ARG(owner.v), ARG(id.v)), NULL));
    TRY(store_run(s, a, &q_erase, ARGS(ARG(owner.v), ARG(id.v)), NULL));
    return cards_store_consents_drop(s, a);
}

const err *cards_store_consents_drop(store *s, arena *a)
{
    return store_run(s, a, &q_consents_drop, NO_ARGS, NULL);
}

const err *cards_store_fact_add(store *s, arena *a, account_id owner, card_id id,
                                const struct card_fact *fact)
{
    return store_run(s, a, &q_fact_add,
                     ARGS(ARG(owner.v), ARG(fact->kind), ARG(fact->id.v), ARG(id.v)), NULL);
}

const err *cards_store_facts(store *s, arena *a, account_id owner, card_id id,
                             struct card_facts *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_facts, ARGS(ARG(owner.v), ARG(id.v)), &rows, &n));
    *ret = (struct card_facts){ rows, n };
    return NULL;
}

const err *cards_store_use(store *s, arena *a, str digest, int64_t now_ms, bool *ret_new)
{
    int64_t changed = 0;
    TRY(store_run(s, a, &q_use, ARGS(ARG(digest), ARG(now_ms)), &changed));
    *ret_new = changed == 1;
    return NULL;
}

const err *cards_store_unused(store *s, arena *a, int64_t before_ms)
{
    return store_run(s, a, &q_unused, ARGS(ARG(before_ms)), NULL);
}

const err *cards_store_speaker(store *s, arena *a, int64_t room, str name, account_id *ret,
                               bool *ret_found)
{
    struct number row = { 0 };
    TRY(store_row(s, a, &q_speaker, ARGS(ARG(room), ARG(name)), &row, ret_found));
    *ret = (account_id){ row.n };
    return NULL;
}

const err *cards_store_speaker_set(store *s, arena *a, int64_t room, str name, account_id owner)
{
    return store_run(s, a, &q_speaker_set, ARGS(ARG(room), ARG(name), ARG(owner.v)), NULL);
}

const err *cards_store_empty(store *s, arena *a, account_id owner)
{
    for (size_t i = 0; i < COUNT_OF(q_empty); i++)
        TRY(store_run(s, a, &q_empty[i], ARGS(ARG(owner.v)), NULL));
    return NULL;
}
