/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store.h - typed queries, transactions and migrations on a relational store; nothing above this
 * floor knows which engine it is (today SQLite, one file `netzarbeit.db` in the data folder).
 *
 * A `store_pool` is the opened data folder, one a process. A `store` is one thread's handle to it:
 * it reads through a connection of its own (opened at the first use) and writes through the one
 * writer connection of the pool, inside a transaction. Handles are cheap; they are not shared by
 * threads.
 *
 * Durable means: when tx_commit has returned NULL, the change is on the disk (WAL, fsync at every
 * commit). Group commit: transactions that wait at one moment share one commit and one fsync.
 *
 * Outside a transaction a handle sees what is committed; inside one it sees its own changes.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"

typedef struct store_pool store_pool;
typedef struct store store;

/* ---- migrations ------------------------------------------------------------------------------ */

/* One step of one feature's schema: `number` counts 1, 2, 3 … per feature, without holes. The SQL
 * may use these words, expanded for the engine: INT64, FLOAT64, BYTES, ROWID64 (the whole of a
 * primary key that the store gives: `id ROWID64,`; it grows and is never given twice, also not
 * after a DELETE), and STRICT at the end of a table. Foreign keys are looked at after the last step
 * only, so a table can be built anew. Files `001_name.sql` beside the feature. */
struct migration {
    int number;
    const char *name;
    const char *sql;
};

/* The migrations of one feature, in order. */
struct migration_list {
    const char *feature;
    const struct migration *migrations;
    size_t count;
};

/* ---- opening --------------------------------------------------------------------------------- */

struct store_options {
    str folder;                         /* the data folder; made (mode 0700) if it is missing */
    const struct migration_list *lists; /* in the order of layers.txt */
    size_t list_count;
    bool serving; /* take the lock of `serve`: ERR_TAKEN if another serves */
};

/* Opens, checks and migrates, all migrations in one transaction. A store that is newer than this
 * program, or whose applied migrations differ from ours, is refused (ERR_CONFLICT) unchanged; one
 * that is being restored is ERR_BUSY. */
MUST const err *store_pool_open(arena *a, const struct store_options *options, store_pool **ret);
/* Waits for nobody: all handles must have been freed. NULL is allowed. */
void store_pool_close(store_pool *pool);

/* The store's epoch: [0-9a-z]+, new whenever a store was made or restored. Lives as long as the
 * pool. */
str store_epoch(const store_pool *pool);
store_pool *store_pool_of(const store *s);
/* The data folder, absolute; lives as long as the pool. */
str store_place(const store_pool *pool);

store *store_new(store_pool *pool);
void store_free(store *s);

/* ---- queries --------------------------------------------------------------------------------- */

enum store_type { STORE_INT, STORE_FLOAT, STORE_BOOL, STORE_TEXT, STORE_BYTES };

/* One column of a row: where in the struct it goes. Made by COL; a field of another type than
 * int64_t, double, bool or str does not compile. NULL in the store reads as 0, false, absent text;
 * BYTES read as text. A value of another type is ERR_BROKEN, but for a whole number in a double. */
typedef struct col {
    enum store_type type;
    size_t offset;
} col;

/* clang-format off */
#define STORE_TYPE_(lvalue)                                                                        \
    _Generic(&(lvalue), int64_t *: STORE_INT, double *: STORE_FLOAT, bool *: STORE_BOOL,           \
             str *: STORE_TEXT)
#define COL(T, field) { STORE_TYPE_(((T *)0)->field), offsetof(T, field) }
/* clang-format on */

/* SQL with $1, $2 … in order; said once, a constant, prepared once per connection and checked by a
 * test against a freshly migrated store. `cols` and `row_size` are 0 for what returns no rows. */
typedef struct query {
    const char *sql;
    size_t arg_count;
    size_t col_count;
    const col *cols;
    size_t row_size;
} query;

/* The value of one $n. */
struct arg {
    enum store_type type;
    bool null;
    int64_t number;
    double real;
    str text;
};

static inline struct arg store_arg_int(int64_t v)
{
    return (struct arg){ .type = STORE_INT, .number = v };
}
static inline struct arg store_arg_float(double v)
{
    return (struct arg){ .type = STORE_FLOAT, .real = v };
}
static inline struct arg store_arg_bool(bool v)
{
    return (struct arg){ .type = STORE_BOOL, .number = v };
}
/* An absent text (NULL pointer) is stored as NULL, an empty one as ''. */
static inline struct arg store_arg_text(str v)
{
    return (struct arg){ .type = STORE_TEXT, .null = v.p == NULL, .text = v };
}
/* For a column of BYTES. */
static inline struct arg store_arg_bytes(str v)
{
    return (struct arg){ .type = STORE_BYTES, .null = v.p == NULL, .text = v };
}

#define ARG(value)                                                                                 \
    _Generic((value), int                                                                          \
             : store_arg_int, int64_t                                                              \
             : store_arg_int, double                                                               \
             : store_arg_float, bool                                                               \
             : store_arg_bool, str                                                                 \
             : store_arg_text)(value)
#define ARG_BYTES(value) store_arg_bytes(value)
#define ARG_NULL ((struct arg){ .type = STORE_INT, .null = true })
#define ARGS(...)                                                                                  \
    (const struct arg[]){ __VA_ARGS__ },                                                           \
        sizeof((const struct arg[]){ __VA_ARGS__ }) / sizeof(struct arg)
#define NO_ARGS NULL, 0

/* All rows, an array of the query's row struct on the arena (texts too); NULL where there is none.
 * A constraint that fails is ERR_CONFLICT; a full disk or broken file is ERR_BROKEN; a store locked
 * by another process for more than ten seconds is ERR_BUSY; a value of more than 64 MiB
 * ERR_INVALID. */
MUST const err *store_rows(store *s, arena *a, const query *q, const struct arg *args,
                           size_t n_args, void **ret_rows, size_t *ret_count);
/* The first row, if any: `ret_row` is untouched where there is none. */
MUST const err *store_row(store *s, arena *a, const query *q, const struct arg *args, size_t n_args,
                          void *ret_row, bool *ret_found);
/* A change; only in a transaction. `ret_changed` (rows changed) may be NULL. */
MUST const err *store_run(store *s, arena *a, const query *q, const struct arg *args, size_t n_args,
                          int64_t *ret_changed);

/* Prepares the query and compares its numbers of arguments and columns and the order of its $n with
 * what it says of itself. For the test that prepares every query. */
MUST const err *store_query_check(store *s, arena *a, const query *q);

/* ---- transactions ---------------------------------------------------------------------------- */

struct tx {
    store *store;
    arena *arena;
    bool open;
    size_t depth;       /* 1: not inside another */
    size_t after_count; /* callbacks of the batch that are not ours */
};

/* Opens a transaction in this scope, or returns the error from the calling function:
 *     TX(t, s, a);
 *     TRY(store_run(s, a, &q_insert, ARGS(ARG(name)), NULL));
 *     return tx_commit(&t);
 * Leaving the scope without tx_commit rolls back. Inside another transaction of the same handle it
 * is a part of that one: rolled back alone, durable with the outer one. Others wait meanwhile, so
 * do nothing slow in it. */
#define TX(name, s, a)                                                                             \
    CLEANUP(tx_cleanup_) struct tx name = { 0 };                                                   \
    TRY(tx_begin_(&(name), (s), (a)))

MUST const err *tx_begin_(struct tx *t, store *s, arena *a);
void tx_cleanup_(struct tx *t);
/* NULL: durable. An error: nothing of it was kept. Whatever it says, the transaction is over. */
MUST const err *tx_commit(struct tx *t);

/* Inside a transaction: calls fn(s, arg) after it has become durable, before any tx_commit of its
 * batch returns, in the order in which the transactions took place. Runs on the thread that commits
 * (`s` is that thread's handle; it may read but not write). `arg` must live until tx_commit
 * returns: the transaction's arena will do. Not called if it is rolled back. */
void store_after_commit(store *s, void (*fn)(store *s, void *arg), void *arg);

/* What a commit changed. A transaction that says by store_tx_topic what it is about changes only
 * what is shown of that; one that does not may have changed anything. */
struct store_change {
    bool all;
    const int64_t *topics;
    size_t n_topics;
};
/* Inside an outermost transaction; in one that is a part of another it says nothing. The number
 * means something to the caller (rooms: a room's id). */
void store_tx_topic(store *s, int64_t topic);

/* Calls fn(arg, change) for each batch of this process that changed a row, once it is durable, on
 * the thread that commits: before what was asked for by store_after_commit, and where something
 * was, once more after it; always before any tx_commit of the batch returns. So whoever keeps what
 * was read from the store lets go of it before anybody has heard of the change, and once more when
 * what others keep in memory is new. fn must be quick and must not use the store. NULL: no more; it
 * waits for calls under way. */
void store_on_commit(store_pool *pool, void (*fn)(void *arg, const struct store_change *change),
                     void *arg);

/* ---- keeping and watching ------------------------------------------------------------------- */

/* Calls fn(s, arg), from a thread of its own, within 200 ms after another process has changed the
 * store (later only where a transaction of ours lasts longer). Changes since before store_watch
 * returned are told of; what was read before it was called may be stale. fn may write. At most one
 * watch a pool; it ends with store_pool_close or store_unwatch (which waits; not from fn). */
MUST const err *store_watch(store_pool *pool, arena *a, void (*fn)(store *s, void *arg), void *arg);
void store_unwatch(store_pool *pool);

/* Moves the log into the file, outside any commit; `serve` calls it as a job, every few seconds.
 * What was erased is off the disk after this and one further commit. */
MUST const err *store_checkpoint(store_pool *pool, arena *a);

/* A consistent copy in one file, on the disk, while others write. ERR_CONFLICT where `file` exists.
 */
MUST const err *store_backup(store_pool *pool, arena *a, str file);

/* The store in `folder` becomes what was kept in `file`, with a new epoch, at one moment: after a
 * power cut it is the old store or the new. ERR_BUSY while any process has it open, ERR_MISSING
 * without the file, ERR_INVALID where the file is damaged or no store. */
MUST const err *store_restore(arena *a, str folder, str file);

/* Reads everything and looks for damage and for references to nothing: `ret` is what was found, a
 * line each; empty where all is well. */
MUST const err *store_integrity(store_pool *pool, arena *a, str *ret);

#endif
