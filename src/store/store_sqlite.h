/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_sqlite.h - what the files of this folder share. Nobody else includes it.
 *
 *     store_folder.c   the data folder: its files, their modes, its locks
 *     store_conn.c     one connection: settings, prepared statements, errors
 *     store_query.c    typed rows and arguments
 *     store_migrate.c  the schema: what was applied, what is to be applied
 *     store_pool.c     opening and closing, handles
 *     store_tx.c       transactions and group commit
 *     store_watch.c    changes made by other processes
 *     store_keep.c     checkpoint, integrity, backup, restore
 *
 * Locks, in the order in which they are taken:
 *     turn     who writes: held from tx_begin_ to tx_commit, guards the writer connection and
 * `batch` publish  who runs callbacks: taken while the turn is held, so batches publish in their
 * order done     guards the `done` and `waiters` of batches that are closed, and `watch`
 */
#ifndef STORE_STORE_SQLITE_H
#define STORE_STORE_SQLITE_H

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>

#include "store/store.h"

/* ---- folder ---------------------------------------------------------------------------------- */

#define STORE_FILE "netzarbeit.db"
/* "nzar", in the head of the file: that it is ours. */
#define STORE_APPLICATION_ID 0x6e7a6172
/* The form of our own two tables; a higher one is from a newer program. */
#define STORE_FORMAT 1

/* The folder with mode 0700, made if missing; `ret` is its absolute name. */
MUST const err *store_folder_make(arena *a, str folder, const char **ret);
/* "folder/name" on the arena. */
const char *store_folder_file(arena *a, const char *folder, const char *name);
/* Makes the file empty with mode 0600 unless it is there. */
MUST const err *store_folder_touch(arena *a, const char *folder, const char *name);
/* All who have the store open hold the lock together, who restores it holds it alone; ERR_BUSY
 * without waiting. It goes with the descriptor, also when the process dies. */
MUST const err *store_folder_lock(arena *a, const char *folder, bool alone, int *ret_fd);
/* A file's name that the engine does not take for an URI. */
const char *store_folder_plain(arena *a, str file);
/* Contents of the file, and its name in its folder, are on the disk afterwards. */
MUST const err *store_folder_sync(arena *a, const char *file);

/* ---- connections ----------------------------------------------------------------------------- */

struct store_prepared {
    const query *query;
    sqlite3_stmt *statement;
};

struct store_conn {
    sqlite3 *db;                  /* NULL: not opened */
    struct store_prepared *slots; /* a hash table by the query's address */
    size_t slot_count;            /* a power of two, or 0 */
    size_t used;
    int64_t patience_ms; /* how long a call waits for another process */
    int64_t asked_ns;    /* since when this one does */
};

enum store_conn_kind { STORE_WRITER, STORE_READER, STORE_COPY };

/* How long another process may hold the store before it is ERR_BUSY. */
#define STORE_BUSY_MS 10000
/* Transactions in one batch; the last one's wait must stay short. */
#define STORE_BATCH_MOST 64

/* Opens an existing file. A COPY is a file that only we know: no log, no waiting for the disk. */
MUST const err *store_conn_open(arena *a, const char *file, enum store_conn_kind kind,
                                struct store_conn *ret);
/* How long a call waits for another process from now on; STORE_BUSY_MS after opening. The
 * connection must stay where it is. */
void store_conn_patience(struct store_conn *c, int64_t ms);
/* Not opened is allowed. */
void store_conn_close(struct store_conn *c);
/* The error of the last call on the connection; `rc` is what it returned, `sql` what it did. */
const err *store_conn_error(arena *a, const struct store_conn *c, int rc, const char *sql);
/* Plain SQL without arguments and rows. */
MUST const err *store_conn_exec(arena *a, struct store_conn *c, const char *sql);
/* The statement of the query, prepared at the first use and checked as store_query_check says. */
MUST const err *store_conn_statement(arena *a, struct store_conn *c, const query *q,
                                     sqlite3_stmt **ret);

/* As the public functions of the same name, on a given connection. */
MUST const err *store_conn_rows(struct store_conn *c, arena *a, const query *q,
                                const struct arg *args, size_t n_args, void **ret_rows,
                                size_t *ret_count);
MUST const err *store_conn_row(struct store_conn *c, arena *a, const query *q,
                               const struct arg *args, size_t n_args, void *ret_row,
                               bool *ret_found);
MUST const err *store_conn_run(struct store_conn *c, arena *a, const query *q,
                               const struct arg *args, size_t n_args, int64_t *ret_changed);

/* What integrity_check and foreign_key_check find, a line each; empty where all is well. */
MUST const err *store_conn_integrity(struct store_conn *c, arena *a, str *ret);

/* ---- schema ---------------------------------------------------------------------------------- */

/* ERR_CONFLICT unless the file is empty or ours and of a form we know. */
MUST const err *store_migrate_identity(struct store_conn *c, arena *a, bool *ret_empty);
/* Brings an opened file to our schema, or refuses it; `ret_epoch` on the arena. */
MUST const err *store_migrate(struct store_conn *c, arena *a, const struct store_options *options,
                              str *ret_epoch);
MUST const err *store_migrate_new_epoch(struct store_conn *c, arena *a);

/* ---- pool and handles ------------------------------------------------------------------------ */

struct store_after {
    void (*fn)(store *s, void *arg);
    void *arg;
};

/* Transactions that share one COMMIT. Lives until the last of them has seen how it ended. */
struct store_batch {
    size_t waiters; /* transactions in it; after the end: those that have not seen it yet */
    struct store_after *after;
    size_t after_count;
    size_t after_cap;
    bool all; /* one of them did not say what it is about */
    int64_t topics[STORE_BATCH_MOST];
    size_t n_topics;
    pthread_cond_t ended;
    bool done;
    bool failed;
    enum err_kind kind;
    char message[256];
};

struct store_watch; /* store_watch.c */

struct store_pool {
    const char *folder;
    const char *file;
    char epoch[32];
    int folder_lock; /* shared by all who have the store open */
    int serve_lock;  /* -1: not serving */
    arena *arena;    /* the texts above */
    atomic_size_t handles;

    pthread_mutex_t turn;
    atomic_size_t waiting; /* threads that wait for the turn and will commit what they find */
    struct store_conn writer;
    struct store_batch *batch; /* the open one: BEGIN was said; or NULL */

    pthread_mutex_t publish; /* guards the two that follow, too */
    void (*committed)(void *arg, const struct store_change *change);
    void *committed_arg;
    pthread_mutex_t done;
    struct store_watch *watch;
};

struct store {
    store_pool *pool;
    struct store_conn reader; /* opened at the first use */
    size_t depth;             /* open transactions, one in another */
    bool lost;                /* the engine has rolled back all of them */
    bool publishing;          /* runs callbacks */
    int64_t changed_before;   /* rows changed by the writer, when the outermost one began */
    bool narrow;              /* the outermost transaction has said what it is about: */
    int64_t topic;
};

/* ---- transactions, for store_query.c and store_keep.c ---------------------------------------- */

/* Statements that a transaction must never fail to prepare, prepared. */
MUST const err *store_tx_prepare(struct store_conn *writer, arena *a);
/* After a statement of a transaction failed with `e`: has the engine given up the whole batch? */
void store_tx_notice(store *s, const err *e);
/* The error of going on in a transaction that is lost. */
MUST const err *store_tx_alive(const store *s, arena *a);
/* Calls fn(s, arg) while nobody writes and no transaction is open. */
MUST const err *store_tx_between(store *s, arena *a, const err *(*fn)(store *s, arena *a));

#endif
