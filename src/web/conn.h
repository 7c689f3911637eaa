/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * conn.h - a client's connection: what stands between it and evhttp. The traps of evhttp 2.1.12 are
 * closed in conn.c, and named there.
 */
#ifndef WEB_CONN_H
#define WEB_CONN_H

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/http.h>

#include "web/chunks.h"
#include "web/loop.h"

enum conn_phase {
    CONN_IDLE,   /* between two requests, or before the first byte */
    CONN_HEAD,   /* a head has begun */
    CONN_CHUNKS, /* the head is read, we collect a chunked body */
    CONN_BODY,   /* the head is read, evhttp collects the body */
    CONN_WORK,   /* the request is answered by somebody */
    CONN_WRITE,  /* the reply goes out */
};

/* Lives as long as the connection, and as any job that was made of it: `http` is NULL once the
 * client has gone, and the job's reply is then thrown away. */
struct conn {
    struct loop *loop;
    struct bufferevent *bev;
    struct evhttp_connection *http;
    struct evhttp_request *request; /* handed to us and not yet answered */
    struct evbuffer *held;          /* a head or line that is not complete, kept from evhttp */
    size_t scanned;                 /* bytes of it that hold no end */
    job *reading;                   /* the job whose body is collected */
    struct chunks chunks;           /* its chunked body; `body` is NULL where there is none */
    int64_t limit;                  /* of that body */
    int64_t deadline_ns;            /* 0 = none */
    size_t slot;
    unsigned jobs; /* at the workers */
    enum conn_phase phase;
    bool busy;    /* changing the input ourselves */
    bool big;     /* counted among the big bodies */
    bool linger;  /* more will come after the refusal that is sent */
    bool closing; /* after this reply */
    struct conn *next;
};

/* A new connection of this loop, not yet known to evhttp: for evhttp_set_bevcb. */
struct conn *conn_new(struct loop *l, struct bufferevent *bev);
/* evhttp knows it now: from here on its bytes are looked at. */
void conn_adopt(struct conn *c);
/* evhttp has read the body of this connection's request. */
void conn_take(struct conn *c, struct evhttp_request *request);
/* Writes the reply of a job, or makes a stream of the connection, or drops it if the client is
 * gone; frees the job. */
void conn_answer(struct conn *c, job *j);
/* Cuts it now. */
void conn_cut(struct conn *c);
/* One of its jobs has ended; frees the record with the last one. */
void conn_let_go(struct conn *c);

/* ---- linger.c ------------------------------------------------------------------------------- */

/* Reads and throws away what the client still sends, so that the refusal is not lost to a reset. */
void linger_start(struct loop *l, int fd);
void linger_end_all(struct loop *l);

#endif
