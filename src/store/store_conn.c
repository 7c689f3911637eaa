/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_conn.c - one connection to the engine: its settings, its prepared statements, and how its
 * errors become ours.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/check.h"
#include "base/clock.h"
#include "store/store_sqlite.h"

static enum err_kind error_kind(int rc)
{
    switch (rc & 0xff) {
    case SQLITE_CONSTRAINT:
        /* A value of the wrong type in a STRICT table is a fault of our SQL, not of the asker. */
        return rc == SQLITE_CONSTRAINT_DATATYPE ? ERR_BROKEN : ERR_CONFLICT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ERR_BUSY;
    case SQLITE_TOOBIG:
        return ERR_INVALID;
    default:
        return ERR_BROKEN;
    }
}

const err *store_conn_error(arena *a, const struct store_conn *c, int rc, const char *sql)
{
    /* The message of the connection may be of another call; the code never is. */
    const char *text = sqlite3_extended_errcode(c->db) == rc ? sqlite3_errmsg(c->db) : NULL;
    FAIL(a, error_kind(rc), "%s (%d) in: %.160s", text ? text : sqlite3_errstr(rc), rc, sql);
}

const err *store_conn_exec(arena *a, struct store_conn *c, const char *sql)
{
    int rc = sqlite3_exec(c->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? NULL : store_conn_error(a, c, rc, sql);
}

/* ---- opening --------------------------------------------------------------------------------- */

/* Far above what our own SQL needs, far below what could hurt. */
static void set_limits(sqlite3 *db)
{
    static const struct {
        int id, most;
    } limits[] = {
        { SQLITE_LIMIT_LENGTH, 64 << 20 },    { SQLITE_LIMIT_SQL_LENGTH, 1 << 20 },
        { SQLITE_LIMIT_COLUMN, 200 },         { SQLITE_LIMIT_EXPR_DEPTH, 200 },
        { SQLITE_LIMIT_COMPOUND_SELECT, 50 }, { SQLITE_LIMIT_VDBE_OP, 1 << 20 },
        { SQLITE_LIMIT_FUNCTION_ARG, 32 },    { SQLITE_LIMIT_ATTACHED, 0 },
        { SQLITE_LIMIT_VARIABLE_NUMBER, 99 }, { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000 },
        { SQLITE_LIMIT_TRIGGER_DEPTH, 10 },   { SQLITE_LIMIT_WORKER_THREADS, 0 },
    };
    for (size_t i = 0; i < COUNT_OF(limits); i++)
        (void)sqlite3_limit(db, limits[i].id, limits[i].most);
}

/* "Schemas" of the file are not trusted, no text in double quotes, no hand at the file's innards;
 * what is deleted is overwritten; nothing personal is spilled into temporary files. */
static const char every_connection[] = "PRAGMA trusted_schema = OFF;"
                                       "PRAGMA cell_size_check = ON;"
                                       "PRAGMA secure_delete = ON;"
                                       "PRAGMA temp_store = MEMORY;"
                                       "PRAGMA cache_size = -2000;";

/* The log is emptied by store_checkpoint only, never within a commit. It is cut when it starts
 * anew, so that what was erased does not stay readable in its old part. */
static const char writer_only[] = "PRAGMA synchronous = FULL;"
                                  "PRAGMA wal_autocheckpoint = 0;"
                                  "PRAGMA journal_size_limit = 0;"
                                  "PRAGMA foreign_keys = ON;";
static const char reader_only[] = "PRAGMA synchronous = FULL;"
                                  "PRAGMA wal_autocheckpoint = 0;"
                                  "PRAGMA query_only = ON;";
static const char copy_only[] = "PRAGMA synchronous = OFF;"
                                "PRAGMA journal_mode = MEMORY;";
static const char *const per_kind[] = {
    [STORE_WRITER] = writer_only, [STORE_READER] = reader_only, [STORE_COPY] = copy_only
};

/* Asks again every two milliseconds. The engine's own handler soon sleeps for a tenth of a second
 * and would rarely meet the gaps that a busy `serve` leaves between two commits. */
#define ASK_AGAIN_MS 2

static int ask_again(void *arg, int asked)
{
    struct store_conn *c = arg;
    if (asked == 0)
        c->asked_ns = clock_mono_ns();
    if (clock_mono_ns() - c->asked_ns >= c->patience_ms * 1000000)
        return 0;
    (void)nanosleep(&(struct timespec){ .tv_nsec = ASK_AGAIN_MS * 1000000L }, NULL);
    return 1;
}

void store_conn_patience(struct store_conn *c, int64_t ms)
{
    c->patience_ms = ms;
    (void)sqlite3_busy_handler(c->db, ask_again, c);
}

static const err *configure(arena *a, struct store_conn *c, enum store_conn_kind kind)
{
    set_limits(c->db);
    (void)sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(c->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    (void)sqlite3_db_config(c->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    store_conn_patience(c, STORE_BUSY_MS);
    TRY(store_conn_exec(a, c, every_connection));
    return store_conn_exec(a, c, per_kind[kind]);
}

const err *store_conn_open(arena *a, const char *file, enum store_conn_kind kind,
                           struct store_conn *ret)
{
    /* One thread at a time uses a connection: a handle's own, or who has the turn. */
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
                SQLITE_OPEN_EXRESCODE;
    struct store_conn c = { 0 };
    int rc = sqlite3_open_v2(file, &c.db, flags, NULL);
    const err *e = NULL;
    if (rc != SQLITE_OK)
        e = err_new(a, error_kind(rc), NULL, HERE, "cannot open %s: %s", file, sqlite3_errstr(rc));
    else
        e = configure(a, &c, kind);
    if (e != NULL) {
        store_conn_close(&c);
        return e;
    }
    *ret = c;
    store_conn_patience(ret, STORE_BUSY_MS); /* it was c that waited until here */
    return NULL;
}

void store_conn_close(struct store_conn *c)
{
    for (size_t i = 0; i < c->slot_count; i++)
        (void)sqlite3_finalize(c->slots[i].statement);
    free(c->slots);
    int rc = sqlite3_close(c->db);
    ASSERT(rc == SQLITE_OK);
    *c = (struct store_conn){ 0 };
}

/* ---- prepared statements --------------------------------------------------------------------- */

/* Does the statement have the arguments and columns that the query says it has? */
static const err *check_shape(arena *a, sqlite3_stmt *st, const query *q)
{
    int args = sqlite3_bind_parameter_count(st);
    int cols = sqlite3_column_count(st);
    if ((size_t)args != q->arg_count)
        FAIL(a, ERR_BROKEN, "%d arguments, said %zu: %s", args, q->arg_count, q->sql);
    if ((size_t)cols != q->col_count)
        FAIL(a, ERR_BROKEN, "%d columns, said %zu: %s", cols, q->col_count, q->sql);
    if ((q->col_count > 0) != (q->row_size > 0) || (q->col_count > 0) != (q->cols != NULL))
        FAIL(a, ERR_BROKEN, "columns without a row, or a row without columns: %s", q->sql);
    for (int i = 1; i <= args; i++) {
        char wanted[16];
        (void)snprintf(wanted, sizeof wanted, "$%d", i);
        /* So the number of an argument is also the engine's number of it. */
        const char *name = sqlite3_bind_parameter_name(st, i);
        if (name == NULL || strcmp(name, wanted) != 0)
            FAIL(a, ERR_BROKEN, "argument %d is %s, not %s: %s", i, name ? name : "?", wanted,
                 q->sql);
    }
    return NULL;
}

static const err *prepare(arena *a, struct store_conn *c, const query *q, sqlite3_stmt **ret)
{
    sqlite3_stmt *st = NULL;
    const char *rest = NULL;
    int rc = sqlite3_prepare_v3(c->db, q->sql, -1, SQLITE_PREPARE_PERSISTENT, &st, &rest);
    if (rc != SQLITE_OK)
        return store_conn_error(a, c, rc, q->sql);
    const err *e = NULL;
    if (st == NULL || !str_empty(str_trim(str_of(rest))))
        e = err_new(a, ERR_BROKEN, NULL, HERE, "not one statement: %s", q->sql);
    else
        e = check_shape(a, st, q);
    if (e != NULL) {
        (void)sqlite3_finalize(st);
        return e;
    }
    *ret = st;
    return NULL;
}

/* The query's slot, or the free one where it belongs. Always found: the table is never full. */
static struct store_prepared *find_slot(struct store_prepared *slots, size_t count, const query *q)
{
    uint64_t hash = (uint64_t)(uintptr_t)q * 0x9e3779b97f4a7c15u;
    size_t i = (size_t)(hash >> 32) & (count - 1);
    while (slots[i].query != NULL && slots[i].query != q)
        i = (i + 1) & (count - 1);
    return &slots[i];
}

static void grow_slots(struct store_conn *c)
{
    size_t count = c->slot_count == 0 ? 32 : c->slot_count * 2;
    struct store_prepared *slots = calloc(count, sizeof *slots);
    ASSERT(slots != NULL);
    for (size_t i = 0; i < c->slot_count; i++)
        if (c->slots[i].query != NULL)
            *find_slot(slots, count, c->slots[i].query) = c->slots[i];
    free(c->slots);
    c->slots = slots;
    c->slot_count = count;
}

const err *store_conn_statement(arena *a, struct store_conn *c, const query *q, sqlite3_stmt **ret)
{
    if (c->used * 4 >= c->slot_count * 3)
        grow_slots(c);
    struct store_prepared *slot = find_slot(c->slots, c->slot_count, q);
    if (slot->query == NULL) {
        TRY(prepare(a, c, q, &slot->statement));
        slot->query = q;
        c->used++;
    }
    *ret = slot->statement;
    return NULL;
}
