/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * stream_inside.h - what stream.c (loops and passes) and stream_reader.c (one reader) share.
 *
 * All of it belongs to the loop's thread, but for what `lock` guards: other threads only put an
 * audience into `woken` and signal.
 *
 * A pass takes a batch of a channel's frames once and writes it to every reader of the audience. So
 * a reader that is not waiting for its socket always has its cursor at or behind `served`, the end
 * of the last batch that was begun; a reader that waits goes on alone, from its own cursor, when
 * the socket takes more.
 */
#ifndef WEB_STREAM_INSIDE_H
#define WEB_STREAM_INSIDE_H

#include <event2/event.h>
#include <event2/event_struct.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>
#include <sys/uio.h>

#include "web/channel.h"
#include "web/stream_conn.h"

/* Frames ready to be written, to one reader or to thousands. */
struct stream_pass {
    struct channel_batch batch;
    struct channel_frame *notice; /* behind the batch, or NULL */
    size_t n, bytes;              /* all of it */
    struct iovec iov[CHANNEL_BATCH + 1];
};

/* What a delivery touches stands first, in 64 bytes: with thousands of readers each line of memory
 * is one more that has to be fetched. */
struct stream_reader {
    int fd;
    uint32_t place;             /* in the audience */
    int64_t cursor;             /* everything up to here was sent, or is in `rest` */
    struct channel_frame *rest; /* cut by a full socket, or NULL */
    uint32_t rest_sent;
    uint32_t cuts;      /* of the channel, when this reader came */
    uint32_t rotate_at; /* tick */
    uint16_t heard;     /* bytes the client sent behind its request */
    bool waiting;       /* for the socket to take more */
    uint8_t stalls;     /* heartbeats that found it waiting without progress */
    struct stream_audience *audience;
    LIST_ENTRY(stream_reader) wheel;
    struct event io;
    void (*closed)(void *arg);
    void *arg;
};

enum stream_state { STREAM_IDLE, STREAM_PACED, STREAM_READY };

/* The readers of one channel on one loop. Lives while it has readers. */
struct stream_audience {
    struct channel_seat seat; /* first */
    stream_loop *loop;
    channel *channel;
    struct stream_reader **readers;
    size_t n, cap;
    int64_t served;
    uint64_t news, cuts;      /* seen by the last pass */
    struct stream_pass *pass; /* under way, or NULL */
    size_t left;              /* readers [0, left) are still to be visited by it */
    bool serving;             /* do not free */
    bool again;               /* woken since the pass began */
    enum stream_state state;
    int64_t began_ns; /* the pass under way */
    int64_t next_ns;  /* no earlier pass while the channel is large */
    struct event pace;
    bool woken; /* in loop->woken; under its lock */
    TAILQ_ENTRY(stream_audience) woken_link;
    TAILQ_ENTRY(stream_audience) ready_link;
    LIST_ENTRY(stream_audience) link;
};

#define STREAM_SLOTS 128

LIST_HEAD(stream_slot, stream_reader);
LIST_HEAD(stream_audiences, stream_audience);
TAILQ_HEAD(stream_queue, stream_audience);

struct stream_loop {
    struct event_base *base;
    struct stream_times times;
    size_t n;
    struct stream_audiences audiences;
    struct stream_queue ready;
    struct event turn; /* `signal` is readable as long as there is work */
    struct event tick;
    uint32_t now; /* in ticks */
    uint64_t seed;
    struct stream_slot wheel[STREAM_SLOTS];
    struct stream_pass beat;

    pthread_mutex_t lock;
    struct stream_queue woken;
    bool signaled;
    int signal; /* eventfd */
};

/* min .. min + spread */
uint32_t stream_jitter(stream_loop *l, uint32_t min, uint32_t spread);
/* Puts the reader where the wheel finds it when its next heartbeat is due. */
void stream_wheel_add(stream_loop *l, struct stream_reader *r);
/* Takes the reader out of its audience, which is freed with the last one. */
void stream_audience_remove(struct stream_reader *r);

/* Fills iov, n and bytes from the batch and the notice. */
void stream_pass_prepare(struct stream_pass *p);

/* ---- one reader (stream_reader.c); false: it is to be closed --------------------------------- */

void stream_reader_watch(struct stream_reader *r);
MUST bool stream_reader_deliver(struct stream_reader *r, struct stream_pass *p);
/* Writes the rest, then everything behind the cursor, as far as the socket takes it. */
MUST bool stream_reader_go_on(struct stream_reader *r);
MUST bool stream_reader_beat(struct stream_reader *r);
void stream_reader_close(struct stream_reader *r);

#endif
