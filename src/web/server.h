/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * server.h - the HTTP server: loop threads on libevent, worker threads that run the handlers.
 *
 * Loops parse, apply limits, answer packed files and write; they never block. Workers run handlers,
 * each with a store handle of its own. The traps of evhttp 2.1.12 that this wrapper closes are
 * named in conn.c and tested one by one (web_traps_test.c).
 */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "web/req.h"

typedef struct server server;

/* What `app` hands down, since this floor knows neither store nor features. */
struct server_hooks {
    /* A worker's store handle; given back when the worker ends. */
    struct store *(*store_new)(void *arg);
    void (*store_free)(void *arg, struct store *s);
    /* Looks the value of the session cookie up. An unknown one leaves `ret` as it is and is no
     * error. */
    const err *(*session)(req *r, str cookie, struct req_who *ret);
    /* Writes the page for an error into r->out: `status` as sent. Must not fail. */
    void (*error_page)(req *r, int status, const err *e);
    /* Adds lines to /metrics (Prometheus text format); may be NULL. */
    void (*metrics)(void *arg, buf *out);
    void *arg;
    /* False: nothing is shown to this asker yet, and the answer is 503; routes with ALWAYS are not
     * asked about, nor those for members and hosts. Asked on the loop too, of requests without
     * session whose path is not read yet: by who asks and the address only, and without waiting.
     * May be NULL. */
    bool (*open)(const req *r);
    /* The house's language, where the reader states none, from any thread; NULL = `lang`. */
    enum lang (*language)(void);
};

struct server_options {
    str listen;      /* "127.0.0.1:2012", "[::1]:0"; port 0 takes a free one */
    str url;         /* how the house is reached from outside; absent = from the Host header */
    str trust_proxy; /* address whose X-Forwarded-For and -Proto are believed; absent = nobody's */
    int loops;       /* 0 = 1 */
    int workers;     /* 0 = 4 */
    double rate;     /* factor on the limits of rate; 0 = off */
    uint8_t secret[32];                /* for form tokens; kept in the store by `app` */
    size_t max_connections;            /* 0 = from the limit of open files, less 64 */
    size_t cache_bytes;                /* for rendered pages; 0 = 32 MB */
    enum lang lang;                    /* the house's language, where the reader states none */
    const struct route *const *routes; /* one table a feature, each ending with { 0 }; then NULL */
    struct server_hooks hooks;
};

/* Binds and starts the threads. ERR_TAKEN if the port is in use. Owned by the caller. */
MUST const err *server_start(arena *a, const struct server_options *options, server **ret);
/* The port that was bound. */
int server_port(const server *s);
/* Stops listening, lets requests under way finish (at most `grace_ms`), closes streams, joins. */
void server_stop(server *s, int grace_ms);

/* The store has changed: nothing that was read before is shown to anybody who asks from now on.
 * With topics, only pages that show one of them; all others stay. Any thread. */
void server_changed_all(server *s);
void server_changed_topics(server *s, const int64_t *topics, size_t n);

/* Counters since the start, for tests and /metrics. */
struct server_counts {
    int64_t requests, refused, errors, connections, streams;
    int64_t cache_hits, cache_renders;
};
struct server_counts server_counts_now(const server *s);

#endif
