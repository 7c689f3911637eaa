/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_web.c - a room for programs: saying, reading, listening; and the table of routes.
 */
#include "feature/rooms/rooms_web.h"

#include <inttypes.h>

#include "base/id.h"
#include "feature/rooms/rooms_live.h"
#include "feature/rooms/rooms_next.h"
#include "feature/rooms/rooms_people.h"
#include "feature/rooms/rooms_position.h"
#include "feature/rooms/rooms_store.h"

/* A replay larger than this would be a burden on its own: the reader fetches the page anew. */
#define REPLAY_BYTES ((size_t)2 << 20)

static str epoch_of(const req *r)
{
    return store_epoch(store_pool_of(r->store));
}

/* ---- saying ---------------------------------------------------------------------------------- */

static str json_field(const req *r, const json_t *body, const char *name)
{
    const json_t *value = json_object_get(body, name);
    if (!json_is_string(value))
        return (str){ 0 };
    return str_copy(r->arena, (str){ json_string_value(value), json_string_length(value) });
}

const err *rooms_web_say(req *r, room_id id, struct say *ret)
{
    struct say say = { 0 };
    if (req_is_form(r)) {
        say = (struct say){ .name = req_field(r, "name"),
                            .text = req_field(r, "text"),
                            .key = req_field(r, "key"),
                            .keyless = str_empty(req_field(r, "key")),
                            .question = !str_empty(req_field(r, "question")) };
    } else {
        json_t *body = NULL;
        TRY(req_json(r, &body));
        say = (struct say){ .name = json_field(r, body, "name"),
                            .text = json_field(r, body, "text"),
                            .key = json_field(r, body, "key"),
                            .question = json_is_true(json_object_get(body, "question")) };
    }
    if (!str_empty(req_guest(r)))
        say.guest = id_digest(r->arena, req_guest(r));
    TRY(rooms_people_mark(r, id, &say.mark));
    TRY(rooms_next_known(r, &say.account));
    *ret = say;
    return NULL;
}

/* POST /api/v1/rooms/:room/messages */
static const err *messages_post(req *r)
{
    struct room room = { 0 };
    struct say say = { 0 };
    TRY(rooms_find(r->store, r->arena, req_param(r, "room"), &room));
    TRY(rooms_web_say(r, (room_id){ room.id }, &say));
    int64_t seq = 0;
    bool again = false;
    TRY(rooms_say(r->store, r->arena, r->out.lang, (room_id){ room.id }, &say, &seq, &again));
    str id = rooms_position_text(r->arena, epoch_of(r), seq);
    return req_json_reply(r, again ? 200 : 201, json_pack("{s:s%}", "id", id.p, id.n));
}

/* ---- reading --------------------------------------------------------------------------------- */

#define LIMIT_MAX 500

/* ?limit=, 50 where it is absent. */
static const err *read_limit(req *r, int *ret)
{
    str text = req_query(r, "limit");
    int64_t limit = ROOM_PAGE;
    if (text.p != NULL && (!str_to_int64(text, &limit) || limit < 1))
        FAIL(r->arena, ERR_INVALID, "limit is a number from 1 to %d", LIMIT_MAX);
    *ret = limit > LIMIT_MAX ? LIMIT_MAX : (int)limit;
    return NULL;
}

/* A place that this log does not have: the reader is told where the log is now. */
static const err *reply_gone(req *r, int64_t head)
{
    str position = rooms_position_text(r->arena, epoch_of(r), head);
    str detail =
        words(r->out.lang, "This place is not in the conversation; read it from the start.");
    json_t *problem =
        json_pack("{s:s, s:s, s:i, s:s%, s:s%}", "type", "about:blank", "title", "Gone", "status",
                  410, "detail", detail.p, detail.n, "head", position.p, position.n);
    const err *e = req_json_reply(r, 410, problem);
    req_type(r, "application/problem+json");
    return e;
}

static json_t *messages_json(req *r, const struct room *room, struct messages m)
{
    str epoch = epoch_of(r);
    str head = rooms_position_text(r->arena, epoch, room->head);
    json_t *list = json_array();
    for (size_t i = 0; i < m.n; i++)
        json_array_append_new(list, rooms_view_json(r->arena, room, epoch, &m.item[i]));
    return json_pack("{s:s%, s:s%, s:o}", "epoch", epoch.p, epoch.n, "head", head.p, head.n,
                     "messages", list);
}

/* GET /api/v1/rooms/:room/messages?after=&limit= */
static const err *messages_get(req *r)
{
    struct room room = { 0 };
    struct rooms_position after = { .epoch = epoch_of(r) };
    int limit = 0;
    TRY(rooms_find(r->store, r->arena, req_param(r, "room"), &room));
    TRY(read_limit(r, &limit));
    str text = req_query(r, "after");
    if (!str_empty(text) && !rooms_position_parse(text, &after))
        FAIL(r->arena, ERR_INVALID, "after is a position, EPOCH.SEQ");
    if (!str_eq(after.epoch, epoch_of(r)) || after.seq > room.head)
        return reply_gone(r, room.head);
    struct messages m = { 0 };
    TRY(rooms_after(r->store, r->arena, (room_id){ room.id }, after.seq, limit, &m));
    /* What was said since the head was read belongs to the next answer. */
    while (m.n > 0 && m.item[m.n - 1].seq > room.head)
        m.n--;
    return req_json_reply(r, 200, messages_json(r, &room, m));
}

/* ---- listening ------------------------------------------------------------------------------- */

/* The frames in (after, head] from the store; false in `ret_whole` where they are too many bytes.
 */
static const err *replay(req *r, room_id id, enum rooms_view view, int64_t after, int64_t head,
                         buf *out, bool *ret_whole)
{
    struct room room = { 0 };
    struct room_event *events = NULL;
    size_t n = 0;
    TRY(rooms_get(r->store, r->arena, id, &room));
    TRY(rooms_store_events(r->store, r->arena, id, after, head, ROOMS_REPLAY_MAX, &events, &n));
    for (size_t i = 0; i < n && !buf_full(out); i++)
        buf_add(out, rooms_view_frame(r->arena, &room, epoch_of(r), view, &events[i]));
    *ret_whole = !buf_full(out);
    return NULL;
}

/* Where this reader begins in the channel, and what it gets before that. */
static const err *beginning(req *r, room_id id, enum rooms_view view, const struct rooms_seat *seat,
                            buf *out, int64_t *ret_after)
{
    str last_id = req_header(r, "Last-Event-ID");
    struct rooms_resume resume =
        rooms_resume_of(last_id, req_query(r, "after"), epoch_of(r), seat->head);
    if (resume.why == NULL && resume.after >= channel_floor(seat->channel)) {
        *ret_after = resume.after;
        return NULL;
    }
    bool whole = false;
    if (resume.why == NULL)
        TRY(replay(r, id, view, resume.after, seat->head, out, &whole));
    if (!whole) {
        buf_cut(out, 0);
        str to = rooms_position_text(r->arena, epoch_of(r), seat->head);
        buf_add(out, rooms_view_reset(r->arena, resume.from, to,
                                      resume.why == NULL ? "stale" : resume.why));
    }
    *ret_after = seat->head;
    return NULL;
}

const err *rooms_web_stream(req *r, room_id id, enum rooms_view view)
{
    struct rooms_seat seat = { 0 };
    TRY(rooms_live_take(r->store, r->arena, id, view, &seat));
    buf first = { 0 };
    int64_t after = 0;
    buf_on_arena(&first, r->arena, REPLAY_BYTES);
    const err *e = beginning(r, id, view, &seat, &first, &after);
    if (e == NULL)
        e = req_stream(r, seat.channel, after, buf_str(&first));
    rooms_live_leave(&seat);
    return e;
}

/* GET /api/v1/rooms/:room/events */
static const err *events_get(req *r)
{
    struct room room = { 0 };
    TRY(rooms_find(r->store, r->arena, req_param(r, "room"), &room));
    return rooms_web_stream(r, (room_id){ room.id }, ROOMS_JSON);
}

const struct route rooms_web_routes[] = {
    { "POST", "/api/v1/rooms/:room/messages", messages_post, SAME_ORIGIN | RATE | PROGRAM },
    { "GET", "/api/v1/rooms/:room/messages", messages_get, PROGRAM },
    { "GET", "/api/v1/rooms/:room/events", events_get, STREAM | PROGRAM },
    { "GET", "/reports/:token", rooms_report_web_receipt, 0 },
    { "GET", "/host/reports", rooms_report_web_list, HOST },
    { "POST", "/host/reports/:id", rooms_report_web_decide, SAME_ORIGIN | HOST },
    { "POST", "/host/conversations", rooms_report_web_index, SAME_ORIGIN | HOST },
    { 0 }
};
