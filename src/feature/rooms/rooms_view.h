/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_view.h - how a message looks to its readers: as an item of a page, as JSON, as the frame of
 * a stream, in a transcript. All of it depends on the log, the language and the room only, never on
 * who reads, so that one rendering serves all.
 */
#ifndef FEATURE_ROOMS_ROOMS_VIEW_H
#define FEATURE_ROOMS_ROOMS_VIEW_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/html.h"
#include "base/words.h"
#include "feature/rooms/rooms.h"
#include "feature/rooms/rooms_store.h"

/* What a page or frame shows of a message. */
struct rooms_item {
    int64_t seq;
    bool shown; /* false: withdrawn, hidden or erased, without name and text */
    str gone;   /* what stands in its place then */
    str name;
    str mark;  /* "spricht": who wrote, in words; may be empty */
    str asked; /* "Frage", "Frage, beantwortet"; empty where it asks nothing */
    bool answered;
    str brief; /* the beginning of a question */
    html text;
    str clock;    /* "14:03" in the room's zone */
    str datetime; /* the same, RFC 3339 */
    str day;      /* "Montag, 9. Juli 2012" where it is the first of its day, else absent */
    str link;     /* its own page */
};
struct rooms_items {
    const struct rooms_item *item;
    size_t n;
};

struct rooms_item rooms_view_item(arena *a, const struct room *room, const struct message *m,
                                  enum lang lang);
struct rooms_items rooms_view_items(arena *a, const struct room *room, struct messages m,
                                    enum lang lang);
/* The day of a message in words, whether or not it is the first of it. */
str rooms_view_day(arena *a, const struct room *room, const struct message *m, enum lang lang);

/* Questions of one kind. */
struct rooms_items rooms_view_questions(arena *a, const struct room *room, struct messages m,
                                        enum lang lang, bool answered);

/* The item as markup: the same for first paint and live. */
html rooms_view_html(arena *a, const struct room *room, const struct message *m, enum lang lang);

/* {id,time,name,text,state,mark,question}, hidden ones with {reason}; the caller's to give away. */
json_t *rooms_view_json(arena *a, const struct room *room, str epoch, const struct message *m);
/* As one line on the arena; the value is consumed. */
str rooms_view_line(arena *a, json_t *value);

/* The representations of a room's log; each has frames of its own. */
enum rooms_view { ROOMS_HTML_DE, ROOMS_HTML_EN, ROOMS_JSON, ROOMS_VIEWS };

/* The server-sent event of one event of the log, with its position. */
str rooms_view_frame(arena *a, const struct room *room, str epoch, enum rooms_view view,
                     const struct room_event *e);
/* Without position: the reader starts anew from `to`. `from` may be absent. */
str rooms_view_reset(arena *a, str from, str to, const char *why);
str rooms_view_presence(arena *a, size_t count);

/* Are conversations kept from search engines? They are, unless the host decides otherwise (setting
 * "index_conversations"). */
MUST const err *rooms_view_noindex(store *s, arena *a, bool *ret);

/* The whole conversation as "txt", "json" or "html" (the same words a reader of the page sees);
 * with its media type. ERR_USAGE for another format. */
MUST const err *rooms_view_transcript(store *s, arena *a, const struct room *room, enum lang lang,
                                      str format, const char **ret_type, str *ret);

#endif
