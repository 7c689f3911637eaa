/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * worker.c - the queue of requests and the threads that work it off, each with a store handle.
 */
#include "base/check.h"
#include "web/cache_reply.h"
#include "web/loop.h"
#include "web/server_parts.h"
#include "web/zip.h"

bool worker_queue(server *s, job *j)
{
    pthread_mutex_lock(&s->queue_lock);
    bool taken = !s->queue_closed && s->queue_n < SERVER_QUEUE;
    if (taken) {
        j->next = NULL;
        if (s->queue_last != NULL)
            s->queue_last->next = j;
        else
            s->queue_first = j;
        s->queue_last = j;
        s->queue_n++;
        pthread_cond_signal(&s->queue_filled);
    }
    pthread_mutex_unlock(&s->queue_lock);
    return taken;
}

/* The next job; NULL when the queue is closed. */
static job *worker_next(server *s)
{
    pthread_mutex_lock(&s->queue_lock);
    while (s->queue_first == NULL && !s->queue_closed)
        pthread_cond_wait(&s->queue_filled, &s->queue_lock);
    job *j = s->queue_closed ? NULL : s->queue_first;
    if (j != NULL) {
        s->queue_first = j->next;
        if (s->queue_first == NULL)
            s->queue_last = NULL;
        s->queue_n--;
        j->next = NULL;
    }
    pthread_mutex_unlock(&s->queue_lock);
    return j;
}

static void worker_run(void *arg)
{
    struct worker *w = arg;
    const struct server_hooks *hooks = &w->server->options.hooks;
    struct store *store = hooks->store_new == NULL ? NULL : hooks->store_new(hooks->arg);
    job *j = NULL;

    while ((j = worker_next(w->server)) != NULL) {
        serve_on_worker(j, store, w->zip);
        loop_post(j);
    }
    if (hooks->store_free != NULL)
        hooks->store_free(hooks->arg, store);
}

const err *worker_start_all(server *s, arena *a, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct worker *w = &s->workers[i];
        *w = (struct worker){ .server = s, .zip = zip_new() };
        s->n_workers = i + 1;
        TRY(thread_start(a, "worker", 0, worker_run, w, &w->thread));
    }
    return NULL;
}

void worker_stop_all(server *s)
{
    pthread_mutex_lock(&s->queue_lock);
    s->queue_closed = true;
    pthread_cond_broadcast(&s->queue_filled);
    pthread_mutex_unlock(&s->queue_lock);
    for (size_t i = 0; i < s->n_workers; i++) {
        thread_join(s->workers[i].thread);
        zip_free(s->workers[i].zip);
    }
    s->n_workers = 0;
    while (s->queue_first != NULL) {
        job *j = s->queue_first;
        s->queue_first = j->next;
        cache_reply_give_up(j);
        loop_drop(j);
    }
}
