/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * job.h - one request on its way through the house, and who may touch it when.
 *
 *   loop    conn.c reads the head, makes the job, adds the body            job_new
 *   loop    answers packed files and the like at once, or queues the job   serve_on_loop
 *   worker  prepares, routes, checks, calls the handler, builds the reply  serve_on_worker
 *   loop    writes the reply, or opens the stream                          job_free
 *
 * It has one owner at a time: the queue and the loop's post hand it over under their locks. The
 * arena is freed where the reply is built, since a handler's defers belong to its worker.
 */
#ifndef WEB_JOB_H
#define WEB_JOB_H

#include <event2/buffer.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "web/form.h"
#include "web/head.h"
#include "web/req.h"
#include "web/route.h"
#include "web/server.h"

struct conn;
struct cache_page;
struct cache_render;

typedef struct req_state {
    /* As it came in. */
    server *server;
    struct conn *conn; /* the loop's; others only carry it */
    arena *arena;      /* NULL once the reply is built */
    int64_t began_ns;
    struct head head;
    int fault; /* the status it is refused with before anybody looks at it; 0 = none */
    str peer;  /* the numeric address on the other side of the socket */
    str payload;

    /* As request.c understood it. */
    req req;
    struct form query;
    struct form fields;
    bool is_form;
    bool https;
    str address;
    str session; /* cookies, absent where there is none */
    str guest;
    struct route_found found;

    /* The answer, as the handler leaves it. */
    int status;
    int refusal; /* the status of an error, where its kind does not say it; 0 = by kind */
    const char *type;
    buf headers;     /* lines that end with CRLF */
    str body;        /* absent: the page */
    bool answered;   /* body stands for the page */
    bool cache_said; /* the handler said itself how it may be kept */
    bool cookie_set;
    struct channel *channel; /* held, with req_stream */
    int64_t after;
    str first;

    /* What the cache is asked for by, and what it has to do with this request (cache_reply.h). */
    str cache_key;
    uint64_t cache_hash;
    struct cache_render *render; /* that this request does for others too */
    struct cache_page *page;     /* held: to be compressed and sent */

    /* The reply, as the loop writes it. */
    struct evbuffer *out; /* all of it; for a stream only what comes before the frames */
    buf stream_head;
    buf stream_first;
    bool close;
    struct req_state *next; /* in the queue or the post */
} job;

job *job_new(server *s, struct conn *c);
void job_free(job *j);

#endif
