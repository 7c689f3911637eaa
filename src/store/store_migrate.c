/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_migrate.c - the schema: what was applied, whether it is what we know, what is to be
 * applied.
 *
 * Two tables are the store's own: store_state (one row: the epoch) and store_migration (one row a
 * step applied, with the digest of its text). All steps of one start share one transaction, so a
 * store is either at its old schema or at the new one.
 */
#include "base/buf.h"
#include "base/check.h"
#include "base/id.h"
#include "store/store_sqlite.h"

/* ---- identity -------------------------------------------------------------------------------- */

struct identity {
    int64_t application, format, objects;
};
static const col identity_cols[] = { COL(struct identity, application),
                                     COL(struct identity, format), COL(struct identity, objects) };
static const query q_identity = {
    "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)"
    " FROM pragma_application_id, pragma_user_version",
    0, 3, identity_cols, sizeof(struct identity)
};

const err *store_migrate_identity(struct store_conn *c, arena *a, bool *ret_empty)
{
    struct identity id = { 0 };
    bool found = false;
    TRY(store_conn_row(c, a, &q_identity, NO_ARGS, &id, &found));
    bool empty = id.application == 0 && id.format == 0 && id.objects == 0;
    if (!empty && id.application != STORE_APPLICATION_ID)
        FAIL(a, ERR_CONFLICT, "the file is not a store of this program");
    if (!empty && id.format != STORE_FORMAT)
        FAIL(a, ERR_CONFLICT, "the store has format %lld, this program knows %d",
             (long long)id.format, STORE_FORMAT);
    *ret_empty = empty;
    return NULL;
}

/* ---- epoch ----------------------------------------------------------------------------------- */

struct epoch {
    str text;
};
static const col epoch_cols[] = { COL(struct epoch, text) };
static const query q_epoch = { "SELECT epoch FROM store_state", 0, 1, epoch_cols,
                               sizeof(struct epoch) };
static const query q_new_epoch = {
    "INSERT INTO store_state (one, epoch, failed_commits) VALUES (1, $1, 0)"
    " ON CONFLICT (one) DO UPDATE SET epoch = excluded.epoch",
    1, 0, NULL, 0
};

const err *store_migrate_new_epoch(struct store_conn *c, arena *a)
{
    return store_conn_run(c, a, &q_new_epoch, ARGS(ARG(id_short(a, 12))), NULL);
}

static const err *read_epoch(struct store_conn *c, arena *a, str *ret)
{
    struct epoch row = { 0 };
    bool found = false;
    TRY(store_conn_row(c, a, &q_epoch, NO_ARGS, &row, &found));
    if (!found)
        FAIL(a, ERR_BROKEN, "the store has no epoch");
    *ret = row.text;
    return NULL;
}

/* ---- type words ------------------------------------------------------------------------------ */

/* INTEGER PRIMARY KEY alone would give the id of a deleted last row again; an id must never come to
 * mean another thing. STRICT is the same word here. */
static const struct {
    str word, meaning;
} type_words[] = {
    { S_INIT("INT64"), S_INIT("INTEGER") },
    { S_INIT("FLOAT64"), S_INIT("REAL") },
    { S_INIT("BYTES"), S_INIT("BLOB") },
    { S_INIT("ROWID64"), S_INIT("INTEGER PRIMARY KEY AUTOINCREMENT") },
};

static bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The length of what stands at the start of `s` and is left alone as a whole: a text, a quoted
 * name, a comment, or one character. */
static size_t opaque_length(str s)
{
    str ends = S("");
    size_t skip = 1;
    if (s.p[0] == '\'' || s.p[0] == '"')
        ends = str_sub(s, 0, 1);
    else if (str_starts(s, S("--")))
        ends = S("\n");
    else if (str_starts(s, S("/*")))
        ends = S("*/"), skip = 2;
    if (str_empty(ends))
        return 1;
    size_t at = str_find(str_sub(s, skip, s.n), ends);
    size_t n = skip + at + ends.n;
    return n < s.n ? n : s.n;
}

static str expand_word(str word)
{
    for (size_t i = 0; i < COUNT_OF(type_words); i++)
        if (str_eq(word, type_words[i].word))
            return type_words[i].meaning;
    return word;
}

static const char *expand(arena *a, str sql)
{
    buf b;
    buf_on_arena(&b, a, sql.n * 8 + 64);
    while (sql.n > 0) {
        size_t n = 0;
        while (n < sql.n && is_word_char(sql.p[n]))
            n++;
        str piece = str_sub(sql, 0, n > 0 ? n : opaque_length(sql));
        buf_add(&b, n > 0 ? expand_word(piece) : piece);
        sql = str_sub(sql, piece.n, sql.n);
    }
    ASSERT(!buf_full(&b));
    return str_c(a, buf_str(&b));
}

/* ---- what was applied ------------------------------------------------------------------------ */

struct applied {
    str feature;
    int64_t number;
    str name;
    str digest;
};
static const col applied_cols[] = { COL(struct applied, feature), COL(struct applied, number),
                                    COL(struct applied, name), COL(struct applied, digest) };
static const query q_applied = {
    "SELECT feature, number, name, digest FROM store_migration ORDER BY feature, number", 0, 4,
    applied_cols, sizeof(struct applied)
};
static const query q_note = {
    "INSERT INTO store_migration (feature, number, name, digest) VALUES ($1, $2, $3, $4)", 4, 0,
    NULL, 0
};

static str digest_of(arena *a, const struct migration *m)
{
    return id_digest(a, str_of(m->sql));
}

/* The number of the feature's list, or the count of lists. */
static size_t list_of(const struct store_options *o, str feature)
{
    size_t i = 0;
    while (i < o->list_count && !str_eq(str_of(o->lists[i].feature), feature))
        i++;
    return i;
}

/* Counts in `done` how many steps of each list were applied; they must be our own first ones. */
static const err *compare(struct store_conn *c, arena *a, const struct store_options *o,
                          size_t *done)
{
    void *rows = NULL;
    size_t count = 0;
    TRY(store_conn_rows(c, a, &q_applied, NO_ARGS, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const struct applied *was = (const struct applied *)rows + i;
        size_t list = list_of(o, was->feature);
        if (list == o->list_count || done[list] == o->lists[list].count)
            FAIL(a, ERR_CONFLICT, "the store is newer than this program: it has %.*s %lld %.*s",
                 STR_ARG(was->feature), (long long)was->number, STR_ARG(was->name));
        const struct migration *m = &o->lists[list].migrations[done[list]++];
        if (was->number != m->number || !str_eq(was->name, str_of(m->name)) ||
            !str_eq(was->digest, digest_of(a, m)))
            FAIL(a, ERR_CONFLICT, "the store's %.*s %lld %.*s is not this program's",
                 STR_ARG(was->feature), (long long)was->number, STR_ARG(was->name));
    }
    return NULL;
}

static bool up_to_date(const struct store_options *o, const size_t *done)
{
    for (size_t i = 0; i < o->list_count; i++)
        if (done[i] < o->lists[i].count)
            return false;
    return true;
}

/* ---- applying -------------------------------------------------------------------------------- */

static const char own_tables[] =
    "CREATE TABLE store_state (one INTEGER PRIMARY KEY CHECK (one = 1), epoch TEXT NOT NULL,"
    " failed_commits INTEGER NOT NULL) STRICT;"
    "CREATE TABLE store_migration (feature TEXT NOT NULL, number INTEGER NOT NULL,"
    " name TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (feature, number)) STRICT;"
    "PRAGMA application_id = " STRINGIFY(STORE_APPLICATION_ID) ";"
                                                               "PRAGMA user_version = " STRINGIFY(
                                                                   STORE_FORMAT) ";";

static const err *apply_one(struct store_conn *c, arena *a, str feature, const struct migration *m)
{
    const err *e = store_conn_exec(a, c, expand(a, str_of(m->sql)));
    if (e == NULL && sqlite3_get_autocommit(c->db))
        e = err_new(a, ERR_BROKEN, NULL, HERE, "it ended the transaction");
    if (e != NULL)
        FAIL_CAUSE(a, e->kind, e, "cannot apply migration %.*s %d %s", STR_ARG(feature), m->number,
                   m->name);
    return store_conn_run(
        c, a, &q_note,
        ARGS(ARG(feature), ARG((int64_t)m->number), ARG(str_of(m->name)), ARG(digest_of(a, m))),
        NULL);
}

static const err *apply_lists(struct store_conn *c, arena *a, const struct store_options *o,
                              const size_t *done)
{
    for (size_t i = 0; i < o->list_count; i++)
        for (size_t n = done[i]; n < o->lists[i].count; n++) {
            const struct migration *m = &o->lists[i].migrations[n];
            ASSERT(m->number == (int)n + 1);
            TRY(apply_one(c, a, str_of(o->lists[i].feature), m));
        }
    return NULL;
}

/* Without foreign keys, so that a step may build a table anew; all of them are looked at before the
 * end. Whoever fails in here closes the connection, and with it the transaction. */
static const err *apply(struct store_conn *c, arena *a, const struct store_options *o)
{
    size_t *done = NEW_ARRAY(a, size_t, o->list_count);
    bool empty = false;
    str found = { 0 };
    TRY(store_conn_exec(a, c, "PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE"));
    TRY(store_migrate_identity(c, a, &empty));
    if (empty) {
        TRY(store_conn_exec(a, c, own_tables));
        TRY(store_migrate_new_epoch(c, a));
    }
    TRY(compare(c, a, o, done));
    TRY(apply_lists(c, a, o, done));
    TRY(store_conn_integrity(c, a, &found));
    if (!str_empty(found))
        FAIL(a, ERR_BROKEN, "the migrations would leave: %.*s", STR_ARG(found));
    return store_conn_exec(a, c, "COMMIT; PRAGMA foreign_keys = ON");
}

struct journal {
    str mode;
};
static const col journal_cols[] = { COL(struct journal, mode) };
static const query q_journal = { "PRAGMA journal_mode = WAL", 0, 1, journal_cols,
                                 sizeof(struct journal) };

static const err *use_log(struct store_conn *c, arena *a)
{
    struct journal row = { 0 };
    bool found = false;
    TRY(store_conn_row(c, a, &q_journal, NO_ARGS, &row, &found));
    if (!str_eq(row.mode, S("wal")))
        FAIL(a, ERR_BROKEN, "the store cannot keep a log in this folder (%.*s)", STR_ARG(row.mode));
    return NULL;
}

const err *store_migrate(struct store_conn *c, arena *a, const struct store_options *o,
                         str *ret_epoch)
{
    size_t *done = NEW_ARRAY(a, size_t, o->list_count);
    bool empty = false;
    TRY(store_migrate_identity(c, a, &empty));
    /* First a look without the write lock: a command must not wait for `serve` only to start. */
    if (!empty)
        TRY(compare(c, a, o, done));
    TRY(use_log(c, a));
    if (empty || !up_to_date(o, done))
        TRY(apply(c, a, o));
    return read_epoch(c, a, ret_epoch);
}
