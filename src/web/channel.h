/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * channel.h - a channel as the loops see it; features see stream.h only.
 *
 * A channel knows no sockets. It keeps the window of frames under a short lock and wakes the seats
 * of the loops that have readers here. A loop takes a batch: references to the frames behind a
 * position, taken once under the lock and then written to any number of readers without it.
 */
#ifndef WEB_CHANNEL_H
#define WEB_CHANNEL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/str.h"
#include "web/stream.h"

/* Bytes shared by all who still have to send them. */
struct channel_frame {
    atomic_uint refs;
    uint32_t n;
    int64_t position; /* 0: a frame without one */
    char bytes[];
};

/* With one reference, the caller's; the pieces one after the other. */
struct channel_frame *channel_frame_new(int64_t position, const str *pieces, size_t count);
struct channel_frame *channel_frame_hold(struct channel_frame *f);
/* NULL is allowed. */
void channel_frame_drop(struct channel_frame *f);

/* A loop's place at a channel, inside a struct of the loop's. `wake` is called from any thread,
 * with the channel's lock held: it must be short and must not call back. */
struct channel_seat {
    const void *owner;
    void (*wake)(struct channel_seat *seat);
    struct channel_seat *next; /* the channel's */
};

/* The seat of `owner`, or NULL. */
struct channel_seat *channel_seat_of(channel *c, const void *owner);
/* Takes a seat; it holds the channel. False if the channel is being freed. */
bool channel_sit(channel *c, struct channel_seat *seat);
/* Gives the seat back and its hold on the channel; no wake comes after this. */
void channel_rise(channel *c, struct channel_seat *seat);

/* A reader more or less, for channel_readers. */
void channel_count(channel *c, int change);

/* So many frames go into one write. */
#define CHANNEL_BATCH 64

struct channel_batch {
    int64_t floor;    /* of the window, when the batch was taken */
    int64_t from, to; /* positions from + 1 .. to are in it */
    size_t n;         /* to - from */
    uint64_t cuts;    /* how often the channel was cut so far */
    uint64_t news;    /* number of the newest notice */
    bool closed;      /* the channel is being freed */
    struct channel_frame *frames[CHANNEL_BATCH];
};

/* The oldest frames behind `after`, or behind the floor where `after` is below it; none where it is
 * above the head. The newest notice comes along in `ret_notice`, which may be NULL, unless there is
 * none younger than `news_seen`. References are the caller's (channel_batch_drop). */
void channel_take(channel *c, int64_t after, uint64_t news_seen, struct channel_batch *ret,
                  struct channel_frame **ret_notice);
void channel_batch_drop(struct channel_batch *b);

#endif
