/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_pool.c - opening and closing the data folder, and the handles to it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "os/file.h"
#include "store/store_sqlite.h"

/* A thread that waits for itself (a transaction through a second handle, a callback that writes)
 * is told so instead. */
static void init_lock(pthread_mutex_t *lock)
{
    pthread_mutexattr_t attr;
    ASSERT(pthread_mutexattr_init(&attr) == 0);
    ASSERT(pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_ERRORCHECK) == 0);
    ASSERT(pthread_mutex_init(lock, &attr) == 0);
    (void)pthread_mutexattr_destroy(&attr);
}

static const err *take_locks(arena *a, store_pool *pool, bool serving)
{
    const char *serve = store_folder_file(a, pool->folder, "serve.lock");
    if (serving)
        TRY(file_lock(a, str_of(serve), &pool->serve_lock));
    return store_folder_lock(a, pool->folder, false, &pool->folder_lock);
}

static const err *open_writer(arena *a, store_pool *pool, const struct store_options *options)
{
    str epoch = { 0 };
    TRY(store_folder_touch(a, pool->folder, STORE_FILE));
    TRY(store_conn_open(a, pool->file, STORE_WRITER, &pool->writer));
    TRY(store_migrate(&pool->writer, a, options, &epoch));
    TRY(store_tx_prepare(&pool->writer, a));
    if (epoch.n == 0 || epoch.n >= sizeof pool->epoch)
        FAIL(a, ERR_BROKEN, "the store's epoch cannot be: %.*s", STR_ARG(epoch));
    (void)snprintf(pool->epoch, sizeof pool->epoch, "%.*s", STR_ARG(epoch));
    return NULL;
}

static const err *open_pool(arena *a, store_pool *pool, const struct store_options *options)
{
    TRY(store_folder_make(a, options->folder, &pool->folder));
    pool->folder = str_c(pool->arena, str_of(pool->folder));
    pool->file = store_folder_file(pool->arena, pool->folder, STORE_FILE);
    TRY(take_locks(a, pool, options->serving));
    return open_writer(a, pool, options);
}

const err *store_pool_open(arena *a, const struct store_options *options, store_pool **ret)
{
    store_pool *pool = calloc(1, sizeof *pool);
    ASSERT(pool != NULL);
    pool->arena = arena_new(1 << 20);
    pool->serve_lock = -1;
    pool->folder_lock = -1;
    init_lock(&pool->turn);
    init_lock(&pool->publish);
    init_lock(&pool->done);
    const err *e = open_pool(a, pool, options);
    if (e != NULL) {
        store_pool_close(pool);
        FAIL_CAUSE(a, e->kind, e, "cannot open the store in %.*s", STR_ARG(options->folder));
    }
    *ret = pool;
    return NULL;
}

void store_pool_close(store_pool *pool)
{
    if (pool == NULL)
        return;
    store_unwatch(pool);
    ASSERT(atomic_load(&pool->handles) == 0);
    ASSERT(pool->batch == NULL);
    store_conn_close(&pool->writer);
    file_unlock(pool->serve_lock);
    file_unlock(pool->folder_lock);
    (void)pthread_mutex_destroy(&pool->turn);
    (void)pthread_mutex_destroy(&pool->publish);
    (void)pthread_mutex_destroy(&pool->done);
    arena_free(pool->arena);
    free(pool);
}

str store_epoch(const store_pool *pool)
{
    return str_of(pool->epoch);
}

str store_place(const store_pool *pool)
{
    return str_of(pool->folder);
}

store_pool *store_pool_of(const store *s)
{
    return s->pool;
}

store *store_new(store_pool *pool)
{
    store *s = calloc(1, sizeof *s);
    ASSERT(s != NULL);
    s->pool = pool;
    atomic_fetch_add(&pool->handles, 1);
    return s;
}

void store_free(store *s)
{
    if (s == NULL)
        return;
    ASSERT(s->depth == 0 && !s->publishing);
    store_conn_close(&s->reader);
    atomic_fetch_sub(&s->pool->handles, 1);
    free(s);
}
