/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * loop.h - a loop thread: its event base, its evhttp, its connections. Everything here but
 * loop_post and loop_stop belongs to that thread.
 */
#ifndef WEB_LOOP_H
#define WEB_LOOP_H

#include <event2/event.h>
#include <event2/http.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "web/server_parts.h"
#include "web/stream_conn.h"

struct linger_on;

struct loop {
    server *server;
    thread *thread;
    struct event_base *base;
    struct evhttp *http;
    struct evhttp_bound_socket *bound; /* NULL: no longer listening */
    stream_loop *streams;

    struct conn **conns; /* by slot; NULL = free */
    size_t n_conns;      /* slots there are */
    size_t first_free;   /* no slot before it is free */
    size_t open;         /* connections and streams now */
    size_t limit;        /* of them */
    struct conn *fresh;  /* accepted, but not yet adopted */
    struct event *adopt;
    struct event *tick;
    struct linger_on *lingering;
    size_t n_lingering;
    int64_t stop_by_ns; /* 0 = not stopping */

    int wake_fd;
    struct event *wake;
    pthread_mutex_t post_lock;
    job *post_first, *post_last;
    bool stop_asked;
    int grace_ms;
};

/* The loop accepts from `listen_fd`, which it owns from now on, and runs. */
MUST const err *loop_start(server *s, arena *a, int listen_fd, size_t limit, struct loop **ret);
/* Asks it to end: no new connections, what is under way has `grace_ms`. Any thread. */
void loop_stop(struct loop *l, int grace_ms);
/* Waits for its end and frees it. Workers must have ended before the last part: see server_stop. */
void loop_join(struct loop *l);
void loop_free(struct loop *l);

/* Hands a job with its reply back to the loop that it came from. Any thread. */
void loop_post(job *j);
/* The same for a job that nobody worked on. After the loop's thread has ended. */
void loop_drop(job *j);

/* For libevent. */
struct timeval loop_time(int ms);

/* A connection or stream has ended: there is room for another. */
void loop_left(struct loop *l);

#endif
