/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_query.c - typed rows out of, typed arguments into a statement. Types are taken exactly: a
 * text where a number was said is a fault, not a conversion, so that the next engine may be
 * stricter.
 */
#include <string.h>

#include "base/check.h"
#include "store/store_sqlite.h"

/* ---- arguments in ---------------------------------------------------------------------------- */

static int bind_one(sqlite3_stmt *st, int i, const struct arg *v)
{
    if (v->null)
        return sqlite3_bind_null(st, i);
    /* The engine takes a NULL pointer for NULL, whatever the length. */
    const char *p = v->text.p != NULL ? v->text.p : "";
    switch (v->type) {
    case STORE_INT:
    case STORE_BOOL:
        return sqlite3_bind_int64(st, i, v->number);
    case STORE_FLOAT:
        return sqlite3_bind_double(st, i, v->real);
    case STORE_TEXT:
        return sqlite3_bind_text64(st, i, p, v->text.n, SQLITE_STATIC, SQLITE_UTF8);
    case STORE_BYTES:
        return sqlite3_bind_blob64(st, i, p, v->text.n, SQLITE_STATIC);
    }
    UNREACHABLE();
}

/* The statement of the query with its arguments, ready for its first step. */
static const err *start(struct store_conn *c, arena *a, const query *q, const struct arg *args,
                        size_t n_args, sqlite3_stmt **ret)
{
    ASSERT(n_args == q->arg_count);
    sqlite3_stmt *st = NULL;
    TRY(store_conn_statement(a, c, q, &st));
    for (size_t i = 0; i < n_args; i++) {
        int rc = bind_one(st, (int)i + 1, &args[i]);
        if (rc != SQLITE_OK) {
            const err *e = store_conn_error(a, c, rc, q->sql);
            (void)sqlite3_clear_bindings(st);
            return e;
        }
    }
    *ret = st;
    return NULL;
}

/* Makes the statement ready for its next use. `rc` is what the last step returned. */
static const err *finish(struct store_conn *c, arena *a, const query *q, sqlite3_stmt *st, int rc,
                         const err *e)
{
    if (e == NULL && rc != SQLITE_DONE && rc != SQLITE_ROW)
        e = store_conn_error(a, c, rc, q->sql);
    (void)sqlite3_reset(st); /* says again what the step said */
    (void)sqlite3_clear_bindings(st);
    return e;
}

/* ---- rows out -------------------------------------------------------------------------------- */

static bool type_fits(enum store_type wanted, int found)
{
    switch (wanted) {
    case STORE_INT:
    case STORE_BOOL:
        return found == SQLITE_INTEGER;
    case STORE_FLOAT:
        return found == SQLITE_FLOAT || found == SQLITE_INTEGER;
    case STORE_TEXT:
    case STORE_BYTES:
        return found == SQLITE_TEXT || found == SQLITE_BLOB;
    }
    UNREACHABLE();
}

static bool read_text(arena *a, sqlite3_stmt *st, int i, str *ret)
{
    if (sqlite3_column_type(st, i) == SQLITE_NULL) {
        *ret = (str){ 0 };
        return true;
    }
    const void *p = sqlite3_column_blob(st, i);
    size_t n = (size_t)sqlite3_column_bytes(st, i);
    if (p == NULL && n > 0)
        return false;
    *ret = n == 0 ? S("") : str_copy(a, (str){ p, n });
    return true;
}

static const err *read_cell(arena *a, sqlite3_stmt *st, const query *q, int i, char *row)
{
    enum store_type type = q->cols[i].type;
    void *field = row + q->cols[i].offset;
    int found = sqlite3_column_type(st, i);
    if (found != SQLITE_NULL && !type_fits(type, found))
        FAIL(a, ERR_BROKEN, "column %d is not of the type that was said: %s", i + 1, q->sql);
    switch (type) {
    case STORE_INT:
        *(int64_t *)field = sqlite3_column_int64(st, i);
        return NULL;
    case STORE_BOOL:
        *(bool *)field = sqlite3_column_int64(st, i) != 0;
        return NULL;
    case STORE_FLOAT:
        *(double *)field = sqlite3_column_double(st, i);
        return NULL;
    case STORE_TEXT:
    case STORE_BYTES:
        if (!read_text(a, st, i, field))
            FAIL(a, ERR_BROKEN, "no memory for column %d: %s", i + 1, q->sql);
        return NULL;
    }
    UNREACHABLE();
}

static const err *read_row(arena *a, sqlite3_stmt *st, const query *q, void *row)
{
    for (int i = 0; i < (int)q->col_count; i++)
        TRY(read_cell(a, st, q, i, row));
    return NULL;
}

/* ---- the three kinds of call, on a connection ------------------------------------------------ */

const err *store_conn_rows(struct store_conn *c, arena *a, const query *q, const struct arg *args,
                           size_t n_args, void **ret_rows, size_t *ret_count)
{
    ASSERT(q->col_count > 0);
    sqlite3_stmt *st = NULL;
    TRY(start(c, a, q, args, n_args, &st));
    void *rows = NULL;
    size_t count = 0, cap = 0;
    const err *e = NULL;
    int rc = SQLITE_ROW;
    while (e == NULL && (rc = sqlite3_step(st)) == SQLITE_ROW) {
        arena_grow(a, &rows, &cap, count + 1, q->row_size);
        e = read_row(a, st, q, (char *)rows + count * q->row_size);
        count++;
    }
    TRY(finish(c, a, q, st, rc, e));
    *ret_rows = rows;
    *ret_count = count;
    return NULL;
}

const err *store_conn_row(struct store_conn *c, arena *a, const query *q, const struct arg *args,
                          size_t n_args, void *ret_row, bool *ret_found)
{
    ASSERT(q->col_count > 0);
    sqlite3_stmt *st = NULL;
    TRY(start(c, a, q, args, n_args, &st));
    void *row = arena_alloc(a, q->row_size);
    const err *e = NULL;
    int rc = sqlite3_step(st);
    bool found = rc == SQLITE_ROW;
    if (found)
        e = read_row(a, st, q, row);
    /* A change with RETURNING is run to its end: some constraints are looked at only there. */
    while (rc == SQLITE_ROW && sqlite3_stmt_readonly(st) == 0)
        rc = sqlite3_step(st);
    TRY(finish(c, a, q, st, rc, e));
    if (found)
        memcpy(ret_row, row, q->row_size);
    *ret_found = found;
    return NULL;
}

const err *store_conn_run(struct store_conn *c, arena *a, const query *q, const struct arg *args,
                          size_t n_args, int64_t *ret_changed)
{
    ASSERT(q->col_count == 0);
    sqlite3_stmt *st = NULL;
    TRY(start(c, a, q, args, n_args, &st));
    int rc = sqlite3_step(st);
    TRY(finish(c, a, q, st, rc, NULL));
    if (ret_changed != NULL)
        *ret_changed = sqlite3_changes64(c->db);
    return NULL;
}

/* ---- the same, on a handle ------------------------------------------------------------------- */

/* Inside a transaction the writer, else the handle's own connection. */
static const err *connection(store *s, arena *a, struct store_conn **ret)
{
    if (s->depth > 0) {
        TRY(store_tx_alive(s, a));
        *ret = &s->pool->writer;
        return NULL;
    }
    if (s->reader.db == NULL)
        TRY(store_conn_open(a, s->pool->file, STORE_READER, &s->reader));
    *ret = &s->reader;
    return NULL;
}

static const err *noticed(store *s, const err *e)
{
    if (e != NULL && s->depth > 0)
        store_tx_notice(s, e);
    return e;
}

const err *store_rows(store *s, arena *a, const query *q, const struct arg *args, size_t n_args,
                      void **ret_rows, size_t *ret_count)
{
    struct store_conn *c = NULL;
    TRY(connection(s, a, &c));
    return noticed(s, store_conn_rows(c, a, q, args, n_args, ret_rows, ret_count));
}

const err *store_row(store *s, arena *a, const query *q, const struct arg *args, size_t n_args,
                     void *ret_row, bool *ret_found)
{
    struct store_conn *c = NULL;
    TRY(connection(s, a, &c));
    return noticed(s, store_conn_row(c, a, q, args, n_args, ret_row, ret_found));
}

const err *store_run(store *s, arena *a, const query *q, const struct arg *args, size_t n_args,
                     int64_t *ret_changed)
{
    ASSERT(s->depth > 0);
    struct store_conn *c = NULL;
    TRY(connection(s, a, &c));
    return noticed(s, store_conn_run(c, a, q, args, n_args, ret_changed));
}

const err *store_query_check(store *s, arena *a, const query *q)
{
    struct store_conn *c = NULL;
    sqlite3_stmt *unused = NULL;
    TRY(connection(s, a, &c));
    for (size_t i = 0; i < q->col_count; i++) {
        static const size_t sizes[] = { [STORE_INT] = sizeof(int64_t),
                                        [STORE_FLOAT] = sizeof(double),
                                        [STORE_BOOL] = sizeof(bool),
                                        [STORE_TEXT] = sizeof(str),
                                        [STORE_BYTES] = sizeof(str) };
        if (q->cols != NULL && q->cols[i].offset + sizes[q->cols[i].type] > q->row_size)
            FAIL(a, ERR_BROKEN, "column %zu is outside the row: %s", i + 1, q->sql);
    }
    return store_conn_statement(a, c, q, &unused);
}
