/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * server_parts.h - what the files behind server.h share: the server itself, its queue, its times.
 */
#ifndef WEB_SERVER_PARTS_H
#define WEB_SERVER_PARTS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "os/thread.h"
#include "web/cache.h"
#include "web/job.h"
#include "web/rate.h"
#include "web/server.h"

struct loop;

/* Bounds of a body: of an ordinary one, and of a route's with BIG_BODY; and how many of the latter
 * may be under way at once. */
#define SERVER_BODY_LIMIT ((int64_t)64 << 10)
#define SERVER_BIG_BODY_LIMIT ((int64_t)16 << 20)
#define SERVER_BIG_BODIES 8
/* Requests that wait for a worker; what comes on top is answered 503. */
#define SERVER_QUEUE 1024
/* Rendered pages kept: of all, of one, and requests that wait for one to be rendered. */
#define SERVER_CACHE_BYTES ((size_t)32 << 20)
#define SERVER_CACHE_PAGE ((size_t)1 << 20)
#define SERVER_CACHE_PARKED 8192
#define SERVER_LOOPS 64
#define SERVER_WORKERS 256

/* How long a client may take, in milliseconds. */
struct server_times {
    int head;     /* from the first byte (or the connection) to the end of the head */
    int body;     /* for an ordinary body */
    int big_body; /* for one of up to 16 MiB */
    int idle;     /* between two requests */
    int write;    /* for taking a reply */
    int linger;   /* how long what comes behind a refusal is still taken */
};

struct worker {
    server *server;
    thread *thread;
    struct zip *zip;
};

struct server {
    struct server_options options;
    struct server_times times;
    arena *arena; /* the options' texts */
    int port;
    str listen_text; /* "127.0.0.1:2012" as bound */
    rate *rate;
    cache *cache;

    struct loop *loops[SERVER_LOOPS];
    size_t n_loops;
    struct worker workers[SERVER_WORKERS];
    size_t n_workers;

    pthread_mutex_t queue_lock;
    pthread_cond_t queue_filled;
    job *queue_first, *queue_last;
    size_t queue_n;
    bool queue_closed;

    atomic_bool stopping;
    atomic_int big_bodies;
    atomic_int_fast64_t requests, refused, errors, connections, streams;
    atomic_int_fast64_t open_now, by_class[6]; /* replies by the first digit of their status */
};

/* As server_start, with other times: for tests, which cannot wait ten seconds. */
MUST const err *server_start_timed(arena *a, const struct server_options *options,
                                   const struct server_times *times, server **ret);
extern const struct server_times server_times_usual;

/* ---- worker.c ------------------------------------------------------------------------------- */

/* Gives the job to the workers; false if too many wait already, or the server stops. */
MUST bool worker_queue(server *s, job *j);
MUST const err *worker_start_all(server *s, arena *a, size_t n);
/* No more jobs; waits for those under way. Those still queued are freed. */
void worker_stop_all(server *s);

/* ---- access.c ------------------------------------------------------------------------------- */

/* Counts the reply and writes its line in the log. */
void access_note(job *j, int status, size_t bytes);
/* The address without the part that tells people apart: IPv4 /24, IPv6 /48. */
str access_shortened(arena *a, str address);
/* The path of a target without its query string, with "*" for a segment that is a token. */
str access_path(arena *a, str target);
/* The text of /metrics. */
void access_metrics(server *s, buf *out);

/* ---- assets.c ------------------------------------------------------------------------------- */

/* Answers GET and HEAD of "/assets/…"; false where there is no such file. */
bool assets_answer(job *j);

/* ---- problem.c ------------------------------------------------------------------------------ */

/* Puts an error in the place of the answer: a page for people, a problem document for programs. An
 * error of ours goes to the log, and its text only there. */
void problem_answer(job *j, const err *e);

/* ---- serve.c -------------------------------------------------------------------------------- */

enum serve_way {
    SERVE_ANSWERED,
    SERVE_PARKED, /* it waits for a page that is rendered already: it is no longer the caller's */
    SERVE_WORKER, /* it needs a worker */
};
/* Answers what needs no worker. */
MUST enum serve_way serve_on_loop(job *j);
/* Answers that too many wait already. On the loop, or where the job is posted to it next. */
void serve_busy(job *j);
/* The whole way: prepares, routes, checks, calls the handler, builds the reply. */
void serve_on_worker(job *j, struct store *store, struct zip *zip);

#endif
