/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_tx.c - transactions and group commit.
 *
 * There is one writer connection, and whoever has the turn uses it. The first transaction says
 * BEGIN and so opens a batch; each transaction is a savepoint in it. At its end it gives the turn
 * away: if somebody is waiting for the turn, that one goes on in the same batch and so takes over
 * the duty to commit it; if nobody is waiting (or the batch is full), it says COMMIT for all.
 * Everyone in the batch waits for this, outside the turn. So a lone writer commits at once, and
 * many writers share one fsync without any timer.
 *
 *     turn     t1 begin … end · t2 begin … end · t3 begin … end COMMIT callbacks
 *     t1                      waits for the batch ------------------------------> returns
 *
 * Whoever has raised `waiting` will get the turn and end it with turn_end, whatever happens to its
 * own transaction; on this the one who gives the turn away without a COMMIT relies.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"
#include "store/store_sqlite.h"

static const query q_begin = { "BEGIN IMMEDIATE", 0, 0, NULL, 0 };
static const query q_commit = { "COMMIT", 0, 0, NULL, 0 };
static const query q_rollback = { "ROLLBACK", 0, 0, NULL, 0 };
/* Savepoints nest: the name always means the innermost. */
static const query q_savepoint = { "SAVEPOINT t", 0, 0, NULL, 0 };
static const query q_release = { "RELEASE t", 0, 0, NULL, 0 };
static const query q_back = { "ROLLBACK TO t", 0, 0, NULL, 0 };
static const query q_failed = { "UPDATE store_state SET failed_commits = failed_commits + 1", 0, 0,
                                NULL, 0 };

const err *store_tx_prepare(struct store_conn *writer, arena *a)
{
    static const query *const all[] = { &q_begin,   &q_commit, &q_rollback, &q_savepoint,
                                        &q_release, &q_back,   &q_failed };
    sqlite3_stmt *unused = NULL;
    for (size_t i = 0; i < COUNT_OF(all); i++)
        TRY(store_conn_statement(a, writer, all[i], &unused));
    return NULL;
}

static const err *say(store_pool *pool, arena *a, const query *q)
{
    return store_conn_run(&pool->writer, a, q, NO_ARGS, NULL);
}

/* ---- batches --------------------------------------------------------------------------------- */

/* Waiting for another process ends ten seconds after we came, not after our turn came. */
static void set_patience(store_pool *pool, int64_t since_ns)
{
    int64_t waited_ms = (clock_mono_ns() - since_ns) / 1000000;
    int64_t left_ms = STORE_BUSY_MS - waited_ms;
    store_conn_patience(&pool->writer, left_ms > 100 ? left_ms : 100);
}

static const err *batch_open(store_pool *pool, arena *a, int64_t since_ns)
{
    set_patience(pool, since_ns);
    TRY(say(pool, a, &q_begin));
    struct store_batch *b = calloc(1, sizeof *b);
    ASSERT(b != NULL);
    ASSERT(pthread_cond_init(&b->ended, NULL) == 0);
    pool->batch = b;
    return NULL;
}

static void batch_free(struct store_batch *b)
{
    (void)pthread_cond_destroy(&b->ended);
    free(b->after);
    free(b);
}

/* Tells all of the batch how it ended. It may be gone afterwards. */
static void batch_end(store_pool *pool, struct store_batch *b)
{
    if (b->waiters == 0) {
        batch_free(b);
        return;
    }
    pthread_mutex_lock(&pool->done);
    b->done = true;
    pthread_cond_broadcast(&b->ended);
    pthread_mutex_unlock(&pool->done);
}

static void batch_set_failed(struct store_batch *b, const err *e)
{
    b->failed = true;
    b->kind = e->kind;
    (void)snprintf(b->message, sizeof b->message, "%.*s", STR_ARG(e->msg));
}

/* The engine's transaction is over, whatever was in it. */
static void force_rollback(store_pool *pool, arena *a)
{
    const err *e = NULL;
    if (!sqlite3_get_autocommit(pool->writer.db))
        e = say(pool, a, &q_rollback);
    if (e != NULL)
        log_err("store", e);
    /* Neither kept nor given up: only a new start can tell. What was acknowledged is safe. */
    ASSERT(sqlite3_get_autocommit(pool->writer.db));
}

/* The open batch comes to nothing: all in it get the error. */
static void batch_fail(store_pool *pool, arena *a, const err *e)
{
    struct store_batch *b = pool->batch;
    force_rollback(pool, a);
    pool->batch = NULL;
    batch_set_failed(b, e);
    batch_end(pool, b);
}

/* A COMMIT whose fsync failed may have left whole frames in the log, behind its end. After a crash
 * they would be taken for real, though their writers were told of a failure. A small commit in
 * their place makes them void: the frames' checksums are a chain. */
static void void_failed_commit(store_pool *pool, arena *a)
{
    const err *e = say(pool, a, &q_begin);
    if (e == NULL)
        e = say(pool, a, &q_failed);
    if (e == NULL)
        e = say(pool, a, &q_commit);
    if (e != NULL)
        log_err("store", e);
    force_rollback(pool, a);
}

/* Commits the open batch and takes it off the pool. */
static struct store_batch *batch_commit(store_pool *pool, arena *a)
{
    struct store_batch *b = pool->batch;
    pool->batch = NULL;
    const err *e = b->waiters > 0 ? say(pool, a, &q_commit) : NULL;
    if (e != NULL)
        batch_set_failed(b, e);
    force_rollback(pool, a); /* where nothing is to be kept, or nothing was */
    if (e != NULL)
        void_failed_commit(pool, a);
    return b;
}

static void batch_tell_change(store_pool *pool, const struct store_batch *b)
{
    const struct store_change change = { b->all, b->topics, b->n_topics };
    bool any = change.all || change.n_topics > 0;
    if (pool->committed != NULL && any && !b->failed)
        pool->committed(pool->committed_arg, &change);
}

/* Gives the turn back, then runs the callbacks of a closed batch, then wakes all who wait for it.
 * The next batch can fill and commit meanwhile, but its callbacks come after ours. */
static void batch_publish(store *s, struct store_batch *b)
{
    store_pool *pool = s->pool;
    ASSERT(pthread_mutex_lock(&pool->publish) == 0);
    pthread_mutex_unlock(&pool->turn);
    s->publishing = true;
    batch_tell_change(pool, b);
    for (size_t i = 0; i < b->after_count && !b->failed; i++)
        b->after[i].fn(s, b->after[i].arg);
    if (b->after_count > 0)
        batch_tell_change(pool, b);
    s->publishing = false;
    pthread_mutex_unlock(&pool->publish);
    batch_end(pool, b);
}

static const err *batch_wait(store_pool *pool, arena *a, struct store_batch *b)
{
    pthread_mutex_lock(&pool->done);
    while (!b->done)
        pthread_cond_wait(&b->ended, &pool->done);
    const err *e = NULL;
    if (b->failed)
        e = err_new(a, b->kind, NULL, HERE, "nothing was kept: %s", b->message);
    bool last = --b->waiters == 0; /* not ours to look at any more, unless we are the last */
    pthread_mutex_unlock(&pool->done);
    if (last)
        batch_free(b);
    return e;
}

/* ---- the turn -------------------------------------------------------------------------------- */

static void turn_take(store_pool *pool)
{
    atomic_fetch_add(&pool->waiting, 1);
    ASSERT(pthread_mutex_lock(&pool->turn) == 0);
    atomic_fetch_sub(&pool->waiting, 1);
}

static void turn_end(store *s, arena *a)
{
    store_pool *pool = s->pool;
    struct store_batch *b = pool->batch;
    if (b != NULL && (atomic_load(&pool->waiting) == 0 || b->waiters >= STORE_BATCH_MOST))
        batch_publish(s, batch_commit(pool, a));
    else
        pthread_mutex_unlock(&pool->turn);
}

const err *store_tx_between(store *s, arena *a, const err *(*fn)(store *s, arena *a))
{
    ASSERT(s->depth == 0 && !s->publishing);
    store_pool *pool = s->pool;
    turn_take(pool);
    struct store_batch *b = pool->batch != NULL ? batch_commit(pool, a) : NULL;
    const err *e = fn(s, a);
    if (b != NULL)
        batch_publish(s, b);
    else
        pthread_mutex_unlock(&pool->turn);
    return e;
}

/* ---- one transaction ------------------------------------------------------------------------- */

const err *store_tx_alive(const store *s, arena *a)
{
    if (s->lost)
        FAIL(a, ERR_BROKEN, "the transaction was lost by an earlier error");
    return NULL;
}

void store_tx_notice(store *s, const err *e)
{
    /* A full disk or a failed read can roll back everything, not only the statement. */
    if (s->lost || !sqlite3_get_autocommit(s->pool->writer.db))
        return;
    s->lost = true;
    SCRATCH(a);
    batch_fail(s->pool, a, e);
}

static const err *enter(store *s, arena *a)
{
    int64_t since_ns = clock_mono_ns();
    turn_take(s->pool);
    const err *e = NULL;
    if (s->pool->batch == NULL)
        e = batch_open(s->pool, a, since_ns);
    if (e != NULL)
        pthread_mutex_unlock(&s->pool->turn); /* no batch, so nobody relies on us */
    return e;
}

/* The innermost transaction is over; the outermost gives the turn away. */
static void leave(store *s, arena *a)
{
    if (--s->depth > 0)
        return;
    s->lost = false;
    s->narrow = false;
    turn_end(s, a);
}

const err *tx_begin_(struct tx *t, store *s, arena *a)
{
    ASSERT(!t->open && !s->publishing);
    TRY(store_tx_alive(s, a));
    if (s->depth == 0)
        TRY(enter(s, a));
    if (s->depth == 0)
        s->changed_before = sqlite3_total_changes64(s->pool->writer.db);
    s->depth++;
    const err *e = say(s->pool, a, &q_savepoint);
    if (e != NULL) {
        store_tx_notice(s, e);
        leave(s, a);
        return e;
    }
    *t = (struct tx){ s, a, true, s->depth, s->pool->batch->after_count };
    return NULL;
}

/* Undoes the innermost transaction; the whole batch where not even this works. */
static void undo(const struct tx *t)
{
    store *s = t->store;
    if (s->lost)
        return;
    s->pool->batch->after_count = t->after_count;
    const err *e = say(s->pool, t->arena, &q_back);
    if (e == NULL)
        e = say(s->pool, t->arena, &q_release);
    if (e == NULL)
        return;
    s->lost = true;
    batch_fail(s->pool, t->arena, e);
}

void tx_cleanup_(struct tx *t)
{
    if (!t->open)
        return;
    ASSERT(t->store->depth == t->depth);
    t->open = false;
    undo(t);
    leave(t->store, t->arena);
}

/* The engine would look at deferred foreign keys only at COMMIT, when one transaction's fault would
 * be the whole batch's. */
static const err *check_references(const struct tx *t)
{
    int unresolved = 0, unused = 0;
    sqlite3 *db = t->store->pool->writer.db;
    if (t->depth > 1)
        return NULL;
    (void)sqlite3_db_status(db, SQLITE_DBSTATUS_DEFERRED_FKS, &unresolved, &unused, 0);
    if (unresolved != 0)
        FAIL(t->arena, ERR_CONFLICT, "the transaction leaves references to what is not there");
    return NULL;
}

static const err *release(const struct tx *t)
{
    TRY(store_tx_alive(t->store, t->arena));
    TRY(check_references(t));
    return say(t->store->pool, t->arena, &q_release);
}

/* Of a transaction that will be durable with its batch. */
static void note_change(store *s, struct store_batch *b)
{
    b->waiters++;
    if (sqlite3_total_changes64(s->pool->writer.db) == s->changed_before)
        return;
    if (s->narrow && b->n_topics < STORE_BATCH_MOST)
        b->topics[b->n_topics++] = s->topic;
    else
        b->all = true;
}

const err *tx_commit(struct tx *t)
{
    store *s = t->store;
    ASSERT(t->open && s->depth == t->depth);
    const err *e = release(t);
    if (e != NULL) {
        store_tx_notice(s, e);
        tx_cleanup_(t);
        return e;
    }
    t->open = false;
    if (s->depth > 1) {
        leave(s, t->arena);
        return NULL;
    }
    struct store_batch *b = s->pool->batch;
    note_change(s, b);
    leave(s, t->arena);
    return batch_wait(s->pool, t->arena, b);
}

void store_after_commit(store *s, void (*fn)(store *s, void *arg), void *arg)
{
    ASSERT(s->depth > 0);
    if (s->lost)
        return;
    struct store_batch *b = s->pool->batch;
    if (b->after_count == b->after_cap) {
        b->after_cap = b->after_cap == 0 ? 16 : b->after_cap * 2;
        b->after = realloc(b->after, b->after_cap * sizeof *b->after);
        ASSERT(b->after != NULL);
    }
    b->after[b->after_count++] = (struct store_after){ fn, arg };
}

void store_tx_topic(store *s, int64_t topic)
{
    ASSERT(s->depth > 0);
    if (s->depth > 1)
        return;
    s->narrow = true;
    s->topic = topic;
}

void store_on_commit(store_pool *pool, void (*fn)(void *arg, const struct store_change *change),
                     void *arg)
{
    ASSERT(pthread_mutex_lock(&pool->publish) == 0);
    pool->committed = fn;
    pool->committed_arg = arg;
    pthread_mutex_unlock(&pool->publish);
}
