/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_store.h - the statements of rooms; rules stand in rooms.c. Reads that are no use to others
 * than this feature are here, the others in rooms.h.
 */
#ifndef FEATURE_ROOMS_ROOMS_STORE_H
#define FEATURE_ROOMS_ROOMS_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "feature/rooms/rooms.h"
#include "store/store.h"

/* Every query of the feature, ending with NULL. */
extern const query *const rooms_store_queries[];
extern const query *const rooms_remove_queries[];

/* One event of a room's log, with its message as it stands now. */
struct room_event {
    int64_t seq;
    str kind;
    struct message message; /* seq 0 where the event is about none */
};

/* The events in (after, up_to], ascending, at most `limit`. */
MUST const err *rooms_store_events(store *s, arena *a, room_id id, int64_t after, int64_t up_to,
                                   int64_t limit, struct room_event **ret, size_t *ret_n);
/* SEQ of the last event. ERR_MISSING for a room that is not there. */
MUST const err *rooms_store_head(store *s, arena *a, room_id id, int64_t *ret);
/* One message; ERR_MISSING where there is none of that number. */
MUST const err *rooms_store_message(store *s, arena *a, room_id id, int64_t seq,
                                    struct message *ret);

/* What was said under a client's key. */
struct rooms_said {
    int64_t seq;
    str digest;
};
MUST const err *rooms_store_said(store *s, arena *a, room_id id, str key, struct rooms_said *ret,
                                 bool *ret_found);
/* In a transaction: takes the room's next SEQ and puts the message there. */
MUST const err *rooms_store_append(store *s, arena *a, room_id id, const struct say *say,
                                   str digest, int64_t time_ms, int64_t *ret_seq);

#endif
