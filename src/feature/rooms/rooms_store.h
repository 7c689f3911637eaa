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

/* What was asked and is shown, ascending; the first 200. */
MUST const err *rooms_store_questions(store *s, arena *a, room_id id, struct messages *ret);

/* What was said under a client's key. */
struct rooms_said {
    int64_t seq;
    str digest;
};
MUST const err *rooms_store_said(store *s, arena *a, room_id id, str key, struct rooms_said *ret,
                                 bool *ret_found);
/* The same words under the same name, by their digest, not taken back, since that moment and among
 * the last 500. */
MUST const err *rooms_store_said_since(store *s, arena *a, room_id id, str digest, int64_t time_ms,
                                       struct rooms_said *ret, bool *ret_found);
/* The time of the last event; 0 where there is none. */
MUST const err *rooms_store_last_ms(store *s, arena *a, room_id id, int64_t *ret);
/* In a transaction: takes the room's next SEQ for an event about a message (0: about the one that
 * will stand at this SEQ). */
MUST const err *rooms_store_event(store *s, arena *a, room_id id, str kind, int64_t message,
                                  int64_t time_ms, int64_t *ret_seq);
/* In a transaction: takes the room's next SEQ and puts the message there. */
MUST const err *rooms_store_append(store *s, arena *a, room_id id, const struct say *say,
                                   str digest, int64_t time_ms, int64_t *ret_seq);

/* What decides who may do what with a message. */
struct rooms_kept {
    str state, question;
    str guest;       /* digest of the writer's cookie; empty where there was none */
    int64_t account; /* see struct say */
};
MUST const err *rooms_store_kept(store *s, arena *a, room_id id, int64_t seq,
                                 struct rooms_kept *ret);
/* In a transaction; the event is the caller's. */
MUST const err *rooms_store_set_state(store *s, arena *a, room_id id, int64_t seq, str state,
                                      str reason);
MUST const err *rooms_store_set_question(store *s, arena *a, room_id id, int64_t seq, str question);
/* No message is that account's any longer; the mark "member" goes with it. */
MUST const err *rooms_store_forget_account(store *s, arena *a, int64_t account);
/* Words, name, and all that could tell them, are gone. */
MUST const err *rooms_store_erase(store *s, arena *a, room_id id, int64_t seq);

/* A message that somebody says should not stand here. */
struct rooms_report {
    int64_t id, room, message, time_ms;
    str reason, contact;
    str decision; /* "hide", "erase", "leave"; empty while there is none */
    str answer;   /* the decision in words */
    int64_t decided_ms;
};
struct rooms_reports {
    const struct rooms_report *item;
    size_t n;
};
/* `digest` of the receipt's token. */
MUST const err *rooms_store_add_report(store *s, arena *a, const struct rooms_report *report,
                                       str digest, int64_t *ret_id);
/* How many came behind `from_ms` and not behind `to_ms`. */
MUST const err *rooms_store_reports_between(store *s, arena *a, int64_t from_ms, int64_t to_ms,
                                            int64_t *ret);
/* ERR_MISSING where there is none. */
MUST const err *rooms_store_report_of(store *s, arena *a, str digest, struct rooms_report *ret);
MUST const err *rooms_store_report(store *s, arena *a, int64_t id, struct rooms_report *ret);
/* Those to be decided first; at most 200. */
MUST const err *rooms_store_reports(store *s, arena *a, struct rooms_reports *ret);
/* Those about one message. */
MUST const err *rooms_store_reports_about(store *s, arena *a, room_id id, int64_t seq,
                                          struct rooms_reports *ret);
/* Puts other words in the place of its reason and answer. */
MUST const err *rooms_store_reword(store *s, arena *a, int64_t id, str reason, str answer);
/* Who reported is no longer known, where it was decided at that moment or before. */
MUST const err *rooms_store_forget_contacts(store *s, arena *a, int64_t decided_ms);
MUST const err *rooms_store_decide(store *s, arena *a, int64_t id, str decision, str answer,
                                   int64_t time_ms);

#endif
