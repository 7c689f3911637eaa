/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/jobs.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "app/features.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"

#define CHECKPOINT_EVERY_MS 10000
#define JOBS_MAX 32
#define MS_NS ((int64_t)1000000)

/* The store's own job; a feature's jobs do not know the pool. */
static const err *checkpoint(store *s, arena *a)
{
    return store_checkpoint(store_pool_of(s), a);
}
static const struct job checkpoint_job = { "checkpoint", CHECKPOINT_EVERY_MS, checkpoint };

struct due {
    const struct job *job;
    int64_t at_ns;
};

struct jobs {
    store_pool *pool;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping;
    struct due due[JOBS_MAX];
    size_t n;
};

static void add(jobs *j, const struct job *job)
{
    ASSERT(j->n < JOBS_MAX);
    j->due[j->n++] = (struct due){ job, clock_mono_ns() + job->every_ms * MS_NS };
}

static struct due *next_due(jobs *j)
{
    struct due *next = &j->due[0];
    for (size_t i = 1; i < j->n; i++)
        if (j->due[i].at_ns < next->at_ns)
            next = &j->due[i];
    return next;
}

/* False when it is time to stop. */
static bool wait_until(jobs *j, int64_t at_ns)
{
    const struct timespec at = { .tv_sec = at_ns / 1000000000, .tv_nsec = at_ns % 1000000000 };
    pthread_mutex_lock(&j->lock);
    while (!j->stopping && pthread_cond_timedwait(&j->wake, &j->lock, &at) != ETIMEDOUT)
        ;
    bool go_on = !j->stopping;
    pthread_mutex_unlock(&j->lock);
    return go_on;
}

static void *run(void *arg)
{
    jobs *j = arg;
    store *s = store_new(j->pool);
    arena *a = arena_new(ARENA_LIMIT);
    for (struct due *due = next_due(j); wait_until(j, due->at_ns); due = next_due(j)) {
        check_doing(due->job->name);
        const err *e = due->job->run(s, a);
        if (e != NULL)
            log_err(due->job->name, e);
        arena_reset(a);
        due->at_ns = clock_mono_ns() + due->job->every_ms * MS_NS;
    }
    arena_free(a);
    store_free(s);
    return NULL;
}

const err *jobs_start(arena *a, store_pool *pool, jobs **ret)
{
    jobs *j = calloc(1, sizeof(*j));
    ASSERT(j != NULL);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&j->lock, NULL);
    pthread_cond_init(&j->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    j->pool = pool;
    add(j, &checkpoint_job);
    for (size_t i = 0; features[i] != NULL; i++)
        for (const struct job *job = features[i]->jobs; job != NULL && job->name != NULL; job++)
            add(j, job);
    if (pthread_create(&j->thread, NULL, run, j) != 0) {
        free(j);
        FAIL(a, ERR_BROKEN, "no thread for the jobs");
    }
    *ret = j;
    return NULL;
}

void jobs_stop(jobs *j)
{
    if (j == NULL)
        return;
    pthread_mutex_lock(&j->lock);
    j->stopping = true;
    pthread_cond_signal(&j->wake);
    pthread_mutex_unlock(&j->lock);
    pthread_join(j->thread, NULL);
    pthread_cond_destroy(&j->wake);
    pthread_mutex_destroy(&j->lock);
    free(j);
}
