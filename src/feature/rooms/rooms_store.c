/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_store.c - all SQL of rooms.
 */
#include "feature/rooms/rooms_store.h"

#include "base/check.h"

/* ---- rooms ----------------------------------------------------------------------------------- */

static const col room_cols[] = { COL(struct room, id),   COL(struct room, slug),
                                 COL(struct room, path), COL(struct room, title),
                                 COL(struct room, zone), COL(struct room, head) };
static const query q_get = { "SELECT id, slug, path, title, zone, head FROM room WHERE id = $1", 1,
                             COUNT_OF(room_cols), room_cols, sizeof(struct room) };
static const query q_find = { "SELECT id, slug, path, title, zone, head FROM room WHERE slug = $1 "
                              "AND path <> ''",
                              1, COUNT_OF(room_cols), room_cols, sizeof(struct room) };

struct number {
    int64_t n;
};
static const col number_cols[] = { COL(struct number, n) };
static const query q_create = {
    "INSERT INTO room (slug, path, title, zone) VALUES ($1, $2, $3, $4) RETURNING id", 4, 1,
    number_cols, sizeof(struct number)
};
static const query q_head = { "SELECT head FROM room WHERE id = $1", 1, 1, number_cols,
                              sizeof(struct number) };
static const query q_next = { "UPDATE room SET head = head + 1 WHERE id = $1 RETURNING head", 1, 1,
                              number_cols, sizeof(struct number) };
static const query q_describe = { "UPDATE room SET path = $1, title = $2, zone = $3 WHERE id = $4",
                                  4, 0, NULL, 0 };

const err *rooms_create(store *s, arena *a, str slug, str path, str title, str zone, room_id *ret)
{
    struct number id = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_create, ARGS(ARG(slug), ARG(path), ARG(title), ARG(zone)), &id, &found));
    ASSERT(found);
    *ret = (room_id){ id.n };
    return NULL;
}

const err *rooms_describe(store *s, arena *a, room_id id, str path, str title, str zone)
{
    int64_t changed = 0;
    TRY(store_run(s, a, &q_describe, ARGS(ARG(path), ARG(title), ARG(zone), ARG(id.v)), &changed));
    if (changed == 0)
        FAIL(a, ERR_MISSING, "no room %lld", (long long)id.v);
    return NULL;
}

const err *rooms_get(store *s, arena *a, room_id id, struct room *ret)
{
    bool found = false;
    TRY(store_row(s, a, &q_get, ARGS(ARG(id.v)), ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no room %lld", (long long)id.v);
    return NULL;
}

const err *rooms_find(store *s, arena *a, str slug, struct room *ret)
{
    bool found = false;
    TRY(store_row(s, a, &q_find, ARGS(ARG(slug)), ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no room of that name");
    return NULL;
}

const err *rooms_store_head(store *s, arena *a, room_id id, int64_t *ret)
{
    struct number head = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_head, ARGS(ARG(id.v)), &head, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no room %lld", (long long)id.v);
    *ret = head.n;
    return NULL;
}

/* ---- messages -------------------------------------------------------------------------------- */

/* A message, and the time of the one before it: a new day is marked the same way for every reader.
 */
#define MESSAGE_COLUMNS                                                                            \
    "m.seq, m.time_ms, m.name, m.text, m.state, coalesce((SELECT p.time_ms FROM room_message p "   \
    "WHERE p.room = m.room AND p.seq < m.seq ORDER BY p.seq DESC LIMIT 1), 0)"

static const col message_cols[] = { COL(struct message, seq),   COL(struct message, time_ms),
                                    COL(struct message, name),  COL(struct message, text),
                                    COL(struct message, state), COL(struct message, before_ms) };
static const query q_after = { "SELECT " MESSAGE_COLUMNS " FROM room_message m "
                               "WHERE m.room = $1 AND m.seq > $2 ORDER BY m.seq LIMIT $3",
                               3, COUNT_OF(message_cols), message_cols, sizeof(struct message) };
static const query q_before = { "SELECT " MESSAGE_COLUMNS " FROM room_message m "
                                "WHERE m.room = $1 AND m.seq < $2 ORDER BY m.seq DESC LIMIT $3",
                                3, COUNT_OF(message_cols), message_cols, sizeof(struct message) };
static const query q_message = { "SELECT " MESSAGE_COLUMNS
                                 " FROM room_message m WHERE m.room = $1 AND m.seq = $2",
                                 2, COUNT_OF(message_cols), message_cols, sizeof(struct message) };

const err *rooms_after(store *s, arena *a, room_id id, int64_t after, int limit,
                       struct messages *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_after, ARGS(ARG(id.v), ARG(after), ARG(limit)), &rows, &n));
    *ret = (struct messages){ rows, n };
    return NULL;
}

const err *rooms_before(store *s, arena *a, room_id id, int64_t before, int limit,
                        struct messages *ret)
{
    void *rows = NULL;
    size_t n = 0;
    int64_t end = before == 0 ? INT64_MAX : before;
    TRY(store_rows(s, a, &q_before, ARGS(ARG(id.v), ARG(end), ARG(limit)), &rows, &n));
    struct message *item = rows;
    for (size_t i = 0; i < n / 2; i++) {
        struct message later = item[i];
        item[i] = item[n - 1 - i];
        item[n - 1 - i] = later;
    }
    *ret = (struct messages){ item, n };
    return NULL;
}

const err *rooms_store_message(store *s, arena *a, room_id id, int64_t seq, struct message *ret)
{
    bool found = false;
    TRY(store_row(s, a, &q_message, ARGS(ARG(id.v), ARG(seq)), ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no message %lld in room %lld", (long long)seq, (long long)id.v);
    return NULL;
}

/* ---- the log --------------------------------------------------------------------------------- */

static const col event_cols[] = {
    COL(struct room_event, seq),           COL(struct room_event, kind),
    COL(struct room_event, message.seq),   COL(struct room_event, message.time_ms),
    COL(struct room_event, message.name),  COL(struct room_event, message.text),
    COL(struct room_event, message.state), COL(struct room_event, message.before_ms)
};
static const query q_events = {
    "SELECT e.seq, e.kind, " MESSAGE_COLUMNS " FROM room_event e "
    "LEFT JOIN room_message m ON m.room = e.room AND m.seq = e.message "
    "WHERE e.room = $1 AND e.seq > $2 AND e.seq <= $3 ORDER BY e.seq LIMIT $4",
    4, COUNT_OF(event_cols), event_cols, sizeof(struct room_event)
};

const err *rooms_store_events(store *s, arena *a, room_id id, int64_t after, int64_t up_to,
                              int64_t limit, struct room_event **ret, size_t *ret_n)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_events, ARGS(ARG(id.v), ARG(after), ARG(up_to), ARG(limit)), &rows,
                   &n));
    *ret = rows;
    *ret_n = n;
    return NULL;
}

static const col said_cols[] = { COL(struct rooms_said, seq), COL(struct rooms_said, digest) };
static const query q_said = { "SELECT seq, digest FROM room_message WHERE room = $1 AND key = $2",
                              2, COUNT_OF(said_cols), said_cols, sizeof(struct rooms_said) };
static const query q_event_insert = { "INSERT INTO room_event (room, seq, kind, time_ms, message) "
                                      "VALUES ($1, $2, 'message', $3, $4)",
                                      4, 0, NULL, 0 };
static const query q_message_insert = {
    "INSERT INTO room_message (room, seq, time_ms, name, text, key, digest) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)",
    7, 0, NULL, 0
};

const err *rooms_store_said(store *s, arena *a, room_id id, str key, struct rooms_said *ret,
                            bool *ret_found)
{
    return store_row(s, a, &q_said, ARGS(ARG(id.v), ARG(key)), ret, ret_found);
}

const err *rooms_store_append(store *s, arena *a, room_id id, const struct say *say, str digest,
                              int64_t time_ms, int64_t *ret_seq)
{
    struct number seq = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_next, ARGS(ARG(id.v)), &seq, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no room %lld", (long long)id.v);
    TRY(store_run(s, a, &q_event_insert, ARGS(ARG(id.v), ARG(seq.n), ARG(time_ms), ARG(seq.n)),
                  NULL));
    TRY(store_run(s, a, &q_message_insert,
                  ARGS(ARG(id.v), ARG(seq.n), ARG(time_ms), ARG(say->name), ARG(say->text),
                       ARG(say->key), ARG(digest)),
                  NULL));
    *ret_seq = seq.n;
    return NULL;
}

/* ---- moving in time -------------------------------------------------------------------------- */

static const query q_shift_events = {
    "UPDATE room_event SET time_ms = time_ms + $1 WHERE room = $2", 2, 0, NULL, 0
};
static const query q_shift_messages = {
    "UPDATE room_message SET time_ms = time_ms + $1 WHERE room = $2", 2, 0, NULL, 0
};

const err *rooms_shift(store *s, arena *a, room_id id, int64_t by_ms)
{
    TX(t, s, a);
    TRY(store_run(s, a, &q_shift_events, ARGS(ARG(by_ms), ARG(id.v)), NULL));
    TRY(store_run(s, a, &q_shift_messages, ARGS(ARG(by_ms), ARG(id.v)), NULL));
    return tx_commit(&t);
}

const query *const rooms_store_queries[] = {
    &q_get,      &q_find,         &q_create,         &q_head,         &q_next,
    &q_describe, &q_after,        &q_before,         &q_message,      &q_events,
    &q_said,     &q_event_insert, &q_message_insert, &q_shift_events, &q_shift_messages,
    NULL
};
