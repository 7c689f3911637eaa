/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "feature/keeping/keeping_store.h"

#define NO_ROW 0, NULL, 0
#define COLS(cols, T) COUNT_OF(cols), cols, sizeof(T)
#define OF_WHOLE "(SELECT id FROM person WHERE account = $1 AND whole = $2)"

/* ---- the others ------------------------------------------------------------------------------ */

static const col name_cols[] = { COL(struct keeping_name, name), COL(struct keeping_name, given),
                                 COL(struct keeping_name, family),
                                 COL(struct keeping_name, nickname) };
static const query q_others = { "SELECT name, given, family, nickname FROM person"
                                " WHERE account = $1 AND whole <> $2",
                                2, COLS(name_cols, struct keeping_name) };
static const query q_own = { "SELECT name, given, family, nickname FROM person"
                             " WHERE account = $1 AND whole = $2",
                             2, COLS(name_cols, struct keeping_name) };
static const col text_cols[] = { COL(struct keeping_text, text) };
static const query q_others_mails = { "SELECT value FROM datum WHERE account = $1"
                                      " AND kind = 'email' AND person NOT IN " OF_WHOLE,
                                      2, COLS(text_cols, struct keeping_text) };

struct photo_row {
    str type, bytes;
};
static const col photo_cols[] = { COL(struct photo_row, type), COL(struct photo_row, bytes) };
static const query q_photo = { "SELECT type, bytes FROM photo WHERE account = $1 AND person IN"
                               " " OF_WHOLE " AND removed_ms = 0 ORDER BY person = $2 DESC LIMIT 1",
                               2, COLS(photo_cols, struct photo_row) };

/* ---- who is not to come back ----------------------------------------------------------------- */

struct id_row {
    int64_t id;
};
static const col id_cols[] = { COL(struct id_row, id) };
static const query q_suppress = {
    "INSERT INTO person_suppressed (account, hash, time_ms) VALUES ($1, $2, $3)"
    " ON CONFLICT (account, hash) DO UPDATE SET time_ms = $3",
    3, NO_ROW
};
/* Each erasure has a moment of its own, by which its hashes belong together. */
static const query q_moment = {
    "SELECT max(coalesce((SELECT max(time_ms) + 1 FROM person_suppressed"
    " WHERE account = $1), 0), $2)",
    2, COLS(id_cols, struct id_row)
};
static const query q_suppressed = {
    "SELECT 1 FROM person_suppressed WHERE account = $1 AND hash = $2", 2,
    COLS(id_cols, struct id_row)
};
static const query q_let_back = {
    "DELETE FROM person_suppressed WHERE account = $1 AND time_ms IN"
    " (SELECT time_ms FROM person_suppressed WHERE account = $1 AND hash = $2)",
    2, NO_ROW
};

/* ---- the yearly review ----------------------------------------------------------------------- */

static const query q_years = { "SELECT years FROM keeping_choice WHERE account = $1", 1,
                               COLS(id_cols, struct id_row) };
static const query q_years_set = { "INSERT INTO keeping_choice (account, years) VALUES ($1, $2)"
                                   " ON CONFLICT (account) DO UPDATE SET years = $2",
                                   2, NO_ROW };
/* Who was never met is as old as their row; the longest silent first. */
static const query q_yearly = {
    "SELECT p.id FROM person p WHERE p.account = $1 AND p.whole = p.id AND p.last_ms < $2"
    " AND p.created_ms < $2 AND (p.last_ms, p.id) > ($3, $4)"
    " AND NOT EXISTS (SELECT 1 FROM keeping_asked k WHERE k.account = $1 AND k.person = p.id"
    " AND k.asked_ms > $5)"
    " AND NOT EXISTS (SELECT 1 FROM promise m JOIN person o ON o.id = m.person"
    " WHERE m.account = $1 AND o.whole = p.id AND m.kept_ms = 0 AND m.dropped_ms = 0"
    " AND m.removed_ms = 0)"
    " ORDER BY p.last_ms, p.id LIMIT $6",
    6, COLS(id_cols, struct id_row)
};
static const query q_asked = { "INSERT INTO keeping_asked (account, person, asked_ms)"
                               " SELECT $1, id, $2 FROM person WHERE account = $1 AND id = $3"
                               " ON CONFLICT (account, person) DO UPDATE SET asked_ms = $2",
                               3, NO_ROW };
static const query q_erase = {
    "DELETE FROM keeping_asked WHERE account = $1 AND person IN " OF_WHOLE, 2, NO_ROW
};
static const query q_empty[] = {
    { "DELETE FROM keeping_asked WHERE account = $1", 1, NO_ROW },
    { "DELETE FROM keeping_choice WHERE account = $1", 1, NO_ROW },
    { "DELETE FROM person_suppressed WHERE account = $1", 1, NO_ROW },
};

static const col choice_cols[] = { BOOK_N(0) };
static const col asked_cols[] = { BOOK_N(0), BOOK_N(1) };
/* Hashes stay: in another house, with another key, they would say nothing. */
const struct book_rows_table keeping_store_tables[] = {
    { .name = "keeping_choice",
      .fields = "years",
      .all = { "SELECT years FROM keeping_choice WHERE account = $1 AND years > $2 LIMIT $3", 3,
               BOOK_ROW(choice_cols) } },
    { .name = "keeping_asked",
      .fields = "person, asked_ms",
      .page = 500,
      .all = { "SELECT person, asked_ms FROM keeping_asked WHERE account = $1 AND person > $2"
               " ORDER BY person LIMIT $3",
               3, BOOK_ROW(asked_cols) } },
};
const size_t keeping_store_tables_count = COUNT_OF(keeping_store_tables);

const query *const keeping_store_queries[] = {
    &q_others,
    &q_own,
    &q_others_mails,
    &q_photo,
    &q_suppress,
    &q_suppressed,
    &q_let_back,
    &q_moment,
    &q_years,
    &q_years_set,
    &q_yearly,
    &q_asked,
    &q_erase,
    &q_empty[0],
    &q_empty[1],
    &q_empty[2],
    &keeping_store_tables[0].all,
    &keeping_store_tables[1].all,
    NULL,
};

/* ---- calls ----------------------------------------------------------------------------------- */

static const err *names(store *s, arena *a, const query *q, account_id owner, person_id whole,
                        struct keeping_names *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, q, ARGS(ARG(owner.v), ARG(whole.v)), &rows, &n));
    *ret = (struct keeping_names){ rows, n };
    return NULL;
}

const err *keeping_store_others(store *s, arena *a, account_id owner, person_id whole,
                                struct keeping_names *ret)
{
    return names(s, a, &q_others, owner, whole, ret);
}

const err *keeping_store_own(store *s, arena *a, account_id owner, person_id whole,
                             struct keeping_names *ret)
{
    return names(s, a, &q_own, owner, whole, ret);
}

const err *keeping_store_others_mails(store *s, arena *a, account_id owner, person_id whole,
                                      struct keeping_texts *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_others_mails, ARGS(ARG(owner.v), ARG(whole.v)), &rows, &n));
    *ret = (struct keeping_texts){ rows, n };
    return NULL;
}

const err *keeping_store_photo(store *s, arena *a, account_id owner, person_id whole, str *ret_type,
                               str *ret_bytes, bool *ret_found)
{
    struct photo_row row = { 0 };
    TRY(store_row(s, a, &q_photo, ARGS(ARG(owner.v), ARG(whole.v)), &row, ret_found));
    *ret_type = row.type;
    *ret_bytes = row.bytes;
    return NULL;
}

const err *keeping_store_suppress(store *s, arena *a, account_id owner, str hash, int64_t now_ms)
{
    return store_run(s, a, &q_suppress, ARGS(ARG(owner.v), ARG(hash), ARG(now_ms)), NULL);
}

const err *keeping_store_moment(store *s, arena *a, account_id owner, int64_t now_ms, int64_t *ret)
{
    struct id_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_moment, ARGS(ARG(owner.v), ARG(now_ms)), &row, &found));
    *ret = row.id;
    return NULL;
}

const err *keeping_store_suppressed(store *s, arena *a, account_id owner, str hash, bool *ret)
{
    struct id_row row = { 0 };
    return store_row(s, a, &q_suppressed, ARGS(ARG(owner.v), ARG(hash)), &row, ret);
}

const err *keeping_store_let_back(store *s, arena *a, account_id owner, str hash, int64_t *ret)
{
    return store_run(s, a, &q_let_back, ARGS(ARG(owner.v), ARG(hash)), ret);
}

const err *keeping_store_years(store *s, arena *a, account_id owner, int64_t *ret)
{
    struct id_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_years, ARGS(ARG(owner.v)), &row, &found));
    if (found)
        *ret = row.id;
    return NULL;
}

const err *keeping_store_years_set(store *s, arena *a, account_id owner, int64_t years)
{
    return store_run(s, a, &q_years_set, ARGS(ARG(owner.v), ARG(years)), NULL);
}

const err *keeping_store_yearly(store *s, arena *a, account_id owner, int64_t before_ms,
                                int64_t asked_ms, int64_t after_ms, int64_t after_id, int64_t limit,
                                const int64_t **ret, size_t *ret_n)
{
    void *rows = NULL;
    TRY(store_rows(
        s, a, &q_yearly,
        ARGS(ARG(owner.v), ARG(before_ms), ARG(after_ms), ARG(after_id), ARG(asked_ms), ARG(limit)),
        &rows, ret_n));
    *ret = rows; /* struct id_row is one int64_t */
    return NULL;
}

const err *keeping_store_asked(store *s, arena *a, account_id owner, person_id id, int64_t now_ms)
{
    return store_run(s, a, &q_asked, ARGS(ARG(owner.v), ARG(now_ms), ARG(id.v)), NULL);
}

const err *keeping_store_erase(store *s, arena *a, account_id owner, person_id whole)
{
    return store_run(s, a, &q_erase, ARGS(ARG(owner.v), ARG(whole.v)), NULL);
}

const err *keeping_store_empty(store *s, arena *a, account_id owner)
{
    for (size_t i = 0; i < COUNT_OF(q_empty); i++)
        TRY(store_run(s, a, &q_empty[i], ARGS(ARG(owner.v)), NULL));
    return NULL;
}
