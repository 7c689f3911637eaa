/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_watch.c - changes made by other processes: commands run beside `serve`.
 *
 * The engine counts changes of the file that a connection did not make itself. All our own are made
 * by the writer connection, so there the count moves only for others. It is read in the turn.
 */
#include <stdlib.h>
#include <time.h>

#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"
#include "os/thread.h"
#include "store/store_sqlite.h"

#define WATCH_EVERY_MS 100

struct store_watch {
    store_pool *pool;
    void (*fn)(store *s, void *arg);
    void *arg;
    int64_t seen;
    thread *thread;
    pthread_cond_t stop; /* with the pool's lock `done` */
    bool stopping;
};

struct version {
    int64_t number;
};
static const col version_cols[] = { COL(struct version, number) };
static const query q_version = { "PRAGMA data_version", 0, 1, version_cols,
                                 sizeof(struct version) };

/* Not counted among those who wait for the turn: it takes over no duty to commit. */
static const err *read_version(store_pool *pool, arena *a, int64_t *ret)
{
    struct version row = { 0 };
    bool found = false;
    pthread_mutex_lock(&pool->turn);
    const err *e = store_conn_row(&pool->writer, a, &q_version, NO_ARGS, &row, &found);
    pthread_mutex_unlock(&pool->turn);
    if (e == NULL)
        *ret = row.number;
    return e;
}

/* Sleeps one round; false where the watch is to end. */
static bool next_round(struct store_watch *w)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += WATCH_EVERY_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    int rc = 0;
    pthread_mutex_lock(&w->pool->done);
    while (!w->stopping && rc == 0)
        rc = pthread_cond_timedwait(&w->stop, &w->pool->done, &until);
    bool go_on = !w->stopping;
    pthread_mutex_unlock(&w->pool->done);
    return go_on;
}

static void look(struct store_watch *w, store *s)
{
    SCRATCH(a);
    int64_t now = w->seen;
    const err *e = read_version(w->pool, a, &now);
    if (e != NULL)
        log_err("store", e);
    if (now == w->seen)
        return;
    w->seen = now;
    w->fn(s, w->arg);
}

static void watch_main(void *arg)
{
    struct store_watch *w = arg;
    store *s = store_new(w->pool);
    while (next_round(w))
        look(w, s);
    store_free(s);
}

static void watch_free(struct store_watch *w)
{
    (void)pthread_cond_destroy(&w->stop);
    free(w);
}

static struct store_watch *watch_new(store_pool *pool, void (*fn)(store *s, void *arg), void *arg)
{
    struct store_watch *w = calloc(1, sizeof *w);
    ASSERT(w != NULL);
    *w = (struct store_watch){ .pool = pool, .fn = fn, .arg = arg };
    pthread_condattr_t attr;
    ASSERT(pthread_condattr_init(&attr) == 0);
    ASSERT(pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) == 0);
    ASSERT(pthread_cond_init(&w->stop, &attr) == 0);
    (void)pthread_condattr_destroy(&attr);
    return w;
}

const err *store_watch(store_pool *pool, arena *a, void (*fn)(store *s, void *arg), void *arg)
{
    ASSERT(pool->watch == NULL);
    struct store_watch *w = watch_new(pool, fn, arg);
    const err *e = read_version(pool, a, &w->seen);
    if (e == NULL)
        e = thread_start(a, "store-watch", 0, watch_main, w, &w->thread);
    if (e != NULL) {
        watch_free(w);
        return e;
    }
    pool->watch = w;
    return NULL;
}

void store_unwatch(store_pool *pool)
{
    struct store_watch *w = pool->watch;
    if (w == NULL)
        return;
    pthread_mutex_lock(&pool->done);
    w->stopping = true;
    pthread_cond_signal(&w->stop);
    pthread_mutex_unlock(&pool->done);
    thread_join(w->thread);
    pool->watch = NULL;
    watch_free(w);
}
