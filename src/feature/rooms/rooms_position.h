/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_position.h - places in a room's log: "EPOCH.SEQ", and where a returning reader goes on.
 *
 * EPOCH is [0-9a-z]+, new whenever the store was made or restored; SEQ is decimal without leading
 * zeros, and 0 is the place before the first event. Pure computation.
 */
#ifndef FEATURE_ROOMS_ROOMS_POSITION_H
#define FEATURE_ROOMS_ROOMS_POSITION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/str.h"

struct rooms_position {
    str epoch;
    int64_t seq;
};

str rooms_position_text(arena *a, str epoch, int64_t seq);
/* False where it is none; `ret` is untouched then and borrows from the text otherwise. */
MUST bool rooms_position_parse(str text, struct rooms_position *ret);

/* A reader that is further behind is not replayed to but told to fetch the page again. */
#define ROOMS_REPLAY_MAX 500

/* Where a stream begins. */
struct rooms_resume {
    int64_t after;   /* replay what is behind it; the head where `why` is set */
    const char *why; /* NULL, or why the reader must start anew: stale, future, epoch, garbage */
    str from;        /* what the reader asked for, where it was a position; else absent */
};

/* `last_id` (Last-Event-ID) wins over `after`; both empty = from the head, without replay. */
struct rooms_resume rooms_resume_of(str last_id, str after, str epoch, int64_t head);

#endif
