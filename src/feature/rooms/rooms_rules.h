/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_rules.h - the rules of rooms.c that the rest of this feature asks for.
 */
#ifndef FEATURE_ROOMS_ROOMS_RULES_H
#define FEATURE_ROOMS_ROOMS_RULES_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/words.h"
#include "feature/rooms/rooms.h"

/* What was said, cleaned (utf8.h), with a key made where it has none; or err_form with what is
 * wrong with each field, in `lang`. */
MUST const err *rooms_check(arena *a, enum lang lang, const struct say *say, struct say *ret);
/* [A-Za-z0-9_-]{16,64} */
bool rooms_key_valid(str key);
/* The time of what happens now in a room, in the transaction that stores it. What comes later in a
 * log is never earlier by the clock: after one that was set back a little (by an hour at most, as
 * when its drift is corrected) the last event's time is given until the clock has passed it. One
 * that went back further had been wrong before, and is believed now; the log's order is that of SEQ
 * in any case, and nothing else is read from times. */
MUST const err *rooms_now(store *s, arena *a, room_id id, int64_t *ret);
/* May its words reach a reader? */
bool rooms_shown(const struct message *m);

#endif
