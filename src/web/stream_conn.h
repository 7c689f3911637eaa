/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * stream_conn.h - the seam between the HTTP server and the fan-out (stream.h): how a request that
 * asked for a stream becomes a reader. For server.c and its files only; features use req_stream.
 *
 * The way of a stream:
 *   worker   req_stream: channel_hold(c) while the handler's channel is certainly alive
 *   loop     fd = stream_detach(evreq); stream_open(loop, fd, c, ...), which consumes the hold
 *            (or, if the client has gone meanwhile, channel_release(c))
 *   loop     closed(arg), once, when the stream has ended for whatever reason
 *
 * A reader is a socket, one struct event and a cursor: about 300 bytes. The evhttp_connection (3 KB
 * with its buffers) does not live on: stream_detach duplicates the descriptor, puts a decoy in the
 * old number's place and has evhttp free its half. That is needed because evhttp 2.1.12 calls
 * shutdown() on the descriptor when it frees a connection, and has no way to give a socket away.
 */
#ifndef WEB_STREAM_CONN_H
#define WEB_STREAM_CONN_H

#include <event2/event.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/str.h"
#include "web/stream.h"

struct evhttp_request;

/* The part of the fan-out that lives on one event loop. */
typedef struct stream_loop stream_loop;

/* On the thread of `base`, or before it runs. One for each base. */
stream_loop *stream_loop_new(struct event_base *base);
/* Ends every stream of this loop (each `closed` is called) and frees. On the loop's thread, or
 * after it has ended; before the base is freed. NULL is allowed. */
void stream_loop_free(stream_loop *l);
/* Readers of this loop now. On the loop's thread. */
size_t stream_loop_readers(const stream_loop *l);

/* Keeps a channel's memory until stream_open or channel_release has consumed the hold, even if
 * channel_free comes between. Any thread. */
void channel_hold(channel *c);
void channel_release(channel *c);

/* Takes the socket out of a request that was not answered yet, and frees request and connection
 * without their close callback: touch neither afterwards. What the client sent behind the request
 * is dropped. On the loop's thread, but not inside evhttp's own callback. The base must not use
 * EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST. -1 if there is no descriptor to spare; the request is then
 * as it was. */
MUST int stream_detach(struct evhttp_request *request);

/* Makes the connected, non-blocking TCP socket `fd` a reader of `c` behind position `after`; owns
 * it from now on, whatever happens. Sends `head` (status line, headers, empty line), a jittered
 * "retry:" and `first` at once (all copied), then every frame behind `after`. An `after` above the
 * channel's head is allowed: the store may be ahead of the channel for a moment, and the frames up
 * to it are not sent then. A stream that cannot be served (the channel was freed, `after` is below
 * the floor) ends at once. `closed` may thus be called before this returns. On the loop's thread.
 */
void stream_open(stream_loop *l, int fd, channel *c, int64_t after, str head, str first,
                 void (*closed)(void *arg), void *arg);

/* For tests, which cannot wait for minutes: times of this loop in milliseconds. Before the first
 * stream_open. Whoever is not a test leaves them alone. */
struct stream_times {
    uint32_t tick;                  /* how often the loop looks who is due */
    uint32_t beat, beat_spread;     /* a heartbeat after beat .. beat + beat_spread */
    uint32_t rotate, rotate_spread; /* the end after rotate .. rotate + rotate_spread */
    uint32_t pace;                  /* between the passes of a large channel */
    uint32_t large;                 /* readers from which on a channel is a large one */
};
struct stream_times stream_loop_times(const stream_loop *l);
void stream_loop_set_times(stream_loop *l, struct stream_times times);

#endif
