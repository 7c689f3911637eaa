/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_live.h - live conversations: the channels (web/stream.h) of the rooms that have readers.
 *
 * A channel is filled from the store and from nowhere else: whatever says that a room has grown
 * (our own commit, another process, later another node), the events between the channel's head and
 * the room's are read and appended, one at a time per room. So there is no hole and no double by
 * construction, and a lost word about a change costs nothing but time.
 *
 * Channels are made when the first reader comes and freed some minutes after the last has gone.
 */
#ifndef FEATURE_ROOMS_ROOMS_LIVE_H
#define FEATURE_ROOMS_ROOMS_LIVE_H

#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "feature/feature.h"
#include "feature/rooms/rooms.h"
#include "feature/rooms/rooms_view.h"
#include "web/stream.h"

/* feature.start, .stop, .store_changed and .metrics, and a job to be run every second: counts of
 * readers are told, idle channels freed, what could not be read is read again. */
MUST const err *rooms_live_start(const struct house_parts *parts, store *s, arena *a);
void rooms_live_stop(void);
void rooms_live_changed(store *s);
void rooms_live_metrics(buf *out);
MUST const err *rooms_live_tick(store *s, arena *a);

/* In a transaction: once it is durable, the room's readers are served up to `seq` at least. Nothing
 * in a process that does not serve. */
void rooms_live_announce(store *s, arena *a, room_id id, int64_t seq);

/* A place in front of a channel, for the time until the stream is open. */
struct rooms_seat {
    struct live_room *room;
    channel *channel;
    int64_t head; /* of the channel: at least what any page showed before */
};

/* Not in a transaction. ERR_BUSY where more rooms are live than memory is meant for. Give it back.
 */
MUST const err *rooms_live_take(store *s, arena *a, room_id id, enum rooms_view view,
                                struct rooms_seat *ret);
void rooms_live_leave(struct rooms_seat *seat);

#endif
