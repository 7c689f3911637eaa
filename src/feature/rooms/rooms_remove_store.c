/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_remove_store.c - taking a room away with all that was said in it. Every table that refers
 * to a room has its line here.
 */
#include "feature/rooms/rooms.h"
#include "feature/rooms/rooms_live.h"
#include "feature/rooms/rooms_store.h"

static const query q_messages_gone = { "DELETE FROM room_message WHERE room = $1", 1, 0, NULL, 0 };
static const query q_reports_gone = { "DELETE FROM room_report WHERE room = $1", 1, 0, NULL, 0 };
static const query q_events_gone = { "DELETE FROM room_event WHERE room = $1", 1, 0, NULL, 0 };
static const query q_room_gone = { "DELETE FROM room WHERE id = $1", 1, 0, NULL, 0 };

const query *const rooms_remove_queries[] = { &q_messages_gone, &q_reports_gone, &q_events_gone,
                                              &q_room_gone, NULL };

const err *rooms_remove(store *s, arena *a, room_id id)
{
    int64_t changed = 0;
    TX(t, s, a);
    for (size_t i = 0; rooms_remove_queries[i] != NULL; i++)
        TRY(store_run(s, a, rooms_remove_queries[i], ARGS(ARG(id.v)), &changed));
    if (changed == 0)
        FAIL(a, ERR_MISSING, "no room %lld", (long long)id.v);
    rooms_live_announce(s, a, id, INT64_MAX);
    return tx_commit(&t);
}
