/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms.h - conversations: every talk (later every post) has a room, an append-only log of events.
 *
 * The page is that log rendered up to a position. A position is EPOCH.SEQ; SEQ counts 1, 2, 3 … per
 * room without holes and is given in the transaction that stores the event. Live, late, returning
 * and scriptless readers get the same bytes: one template, one frame per representation.
 */
#ifndef FEATURE_ROOMS_ROOMS_H
#define FEATURE_ROOMS_ROOMS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/html.h"
#include "base/str.h"
#include "feature/feature.h"

extern const struct feature rooms;

typedef struct room_id {
    int64_t v;
} room_id;

struct room {
    int64_t id;   /* room_id.v */
    str slug;     /* "{room}" of the API: the slug of what it belongs to, unique in the house */
    str path;     /* the page it stands on: "/talks/a" */
    str title;    /* for transcripts */
    str zone;     /* in which its times are shown */
    int64_t head; /* SEQ of the last event, 0 = nothing yet */
};

struct message {
    int64_t seq;
    int64_t time_ms;
    str name;
    str text;
    str state;         /* "shown", "withdrawn", "hidden", "erased" */
    str mark;          /* who wrote: "host", "speaker", "member", or empty for everybody else */
    str question;      /* "open", "answered", or empty: no question */
    str reason;        /* why it is hidden, in the host's words */
    int64_t before_ms; /* time of the message before it, 0 = none */
};
struct messages {
    const struct message *item;
    size_t n;
};

#define ROOM_NAME_MAX 40 /* code points */
#define ROOM_TEXT_MAX 2000
#define ROOM_PAGE 50 /* messages shown at once */

/* Makes the room of a thing; in the transaction that makes the thing. */
MUST const err *rooms_create(store *s, arena *a, str slug, str path, str title, str zone,
                             room_id *ret);
/* Changes what a room is called and where it stands. One whose path is empty stands nowhere: the
 * thing it belongs to is a draft, rooms_find does not find it, and whoever still listens is cut. */
MUST const err *rooms_describe(store *s, arena *a, room_id id, str path, str title, str zone);
MUST const err *rooms_get(store *s, arena *a, room_id id, struct room *ret);
/* ERR_MISSING where there is none. */
MUST const err *rooms_find(store *s, arena *a, str slug, struct room *ret);

/* The messages behind `after`, ascending, at most `limit`; the last `limit` up to `before`
 * (exclusive; 0 = the end), ascending. */
MUST const err *rooms_after(store *s, arena *a, room_id id, int64_t after, int limit,
                            struct messages *ret);
MUST const err *rooms_before(store *s, arena *a, room_id id, int64_t before, int limit,
                             struct messages *ret);

/* Says something: checks, stores, and returns when it is durable. The same key with the same
 * content gives the first answer again (`ret_again`), with other content ERR_CONFLICT. Field errors
 * as err_form in `lang`. An absent key: one is made. */
struct say {
    str name, text, key;
    str guest;       /* id_digest of the writer's cookie, who may take it back; may be absent */
    str mark;        /* as in struct message; may be absent */
    int64_t account; /* whose it is, of a member who wants to be known (rooms_next.h); else 0 */
    bool question;   /* to be answered */
    bool keyless;    /* from a page without a key: the same words under the same name, said in this
                      * room within the last minutes, are this message, and it is not said twice */
};
MUST const err *rooms_say(store *s, arena *a, enum lang lang, room_id id, const struct say *say,
                          int64_t *ret_seq, bool *ret_again);
/* The same inside the caller's transaction at a time of its own: for the demonstration week. */
MUST const err *rooms_say_at(store *s, arena *a, room_id id, const struct say *say,
                             int64_t time_ms);

/* Takes a room away with all that was said in it and the reports about it. Whoever still listens is
 * cut. In the caller's transaction; ERR_MISSING where there is none. */
MUST const err *rooms_remove(store *s, arena *a, room_id id);

/* Moves all times of a room's log: for the demonstration week. */
MUST const err *rooms_shift(store *s, arena *a, room_id id, int64_t by_ms);

/* ---- whose names are kept for them ------------------------------------------------------------
 *
 * Who hosts or speaks here is known by name, so nobody else writes under it, nor under one that
 * looks like it. The hosts are known to this feature; others add theirs before the first request.
 */

struct rooms_person {
    str name;
    str mark; /* under which it is kept: "host", "speaker" */
};
struct rooms_persons {
    const struct rooms_person *item;
    size_t n;
};
struct rooms_people {
    /* Who belongs to the page of this room. */
    const err *(*names)(store *s, arena *a, const struct room *room, struct rooms_persons *ret);
    /* Does who asks speak there (by a private link)? */
    const err *(*speaks)(req *r, const struct room *room, bool *ret);
};
/* Borrowed for good. */
void rooms_people_add(const struct rooms_people *people);
/* Who belongs to the page of this room, by all that were added: its speakers. */
MUST const err *rooms_names(store *s, arena *a, const struct room *room, struct rooms_persons *ret);
/* Does who asks speak there, by a private link? */
MUST const err *rooms_speaks(req *r, const struct room *room, bool *ret);

/* ---- for pages on which a conversation stands -------------------------------------------------
 */

/* The conversation as it stands now: list with its position, writing line, state of the line, link
 * to earlier messages and transcript. `heading` is the level of its heading. */
MUST const err *rooms_conversation(req *r, room_id id, int heading, html *ret);
/* POST …/messages of a page: form or JSON; 303 back to the room's page, or the page with the form's
 * errors (422) written by `again`. */
MUST const err *rooms_post(req *r, room_id id, const err *(*again)(req *r, const err *why));
/* GET …/stream?after=: live fragments in the reader's language. */
MUST const err *rooms_stream(req *r, room_id id);
/* The questions of the conversation, open and answered ones apart; the script keeps them true.
 * Under them what other features offer as a next step (rooms_next.h). */
MUST const err *rooms_questions(req *r, room_id id, int heading, html *ret);
/* GET …/messages/{seq}: one message as a page with the way to its place, the form to report it, and
 * the tools of who wrote it and of the host. POST to the same address: what these forms ask for. */
MUST const err *rooms_message_page(req *r, room_id id);
MUST const err *rooms_message_post(req *r, room_id id);
/* GET …/transcript?format=txt|json|html. */
MUST const err *rooms_transcript_page(req *r, room_id id);

#endif
