/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_store.c - all SQL of rooms.
 */
#include "feature/rooms/rooms_store.h"

#include "base/check.h"
#include "feature/rooms/rooms_live.h"

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
    if (str_empty(path))
        rooms_live_announce(s, a, id, INT64_MAX);
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
    "WHERE p.room = m.room AND p.seq < m.seq ORDER BY p.seq DESC LIMIT 1), 0), "                   \
    "m.mark, m.question, m.reason"

static const col message_cols[] = { COL(struct message, seq),   COL(struct message, time_ms),
                                    COL(struct message, name),  COL(struct message, text),
                                    COL(struct message, state), COL(struct message, before_ms),
                                    COL(struct message, mark),  COL(struct message, question),
                                    COL(struct message, reason) };
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

/* Bounded: who asks more than this in one conversation is read there. */
static const query q_questions = { "SELECT " MESSAGE_COLUMNS " FROM room_message m "
                                   "WHERE m.room = $1 AND m.question <> '' AND m.state = 'shown' "
                                   "ORDER BY m.seq LIMIT 200",
                                   1, COUNT_OF(message_cols), message_cols,
                                   sizeof(struct message) };

const err *rooms_store_questions(store *s, arena *a, room_id id, struct messages *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_questions, ARGS(ARG(id.v)), &rows, &n));
    *ret = (struct messages){ rows, n };
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
    COL(struct room_event, message.state), COL(struct room_event, message.before_ms),
    COL(struct room_event, message.mark),  COL(struct room_event, message.question),
    COL(struct room_event, message.reason)
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
static const query q_said_since = {
    "SELECT seq, digest FROM room_message WHERE room = $1 AND digest = $2 AND time_ms >= $3 "
    "AND state <> 'withdrawn' AND seq > (SELECT head - 500 FROM room WHERE id = $1) "
    "ORDER BY seq DESC LIMIT 1",
    3, COUNT_OF(said_cols), said_cols, sizeof(struct rooms_said)
};
static const query q_event_insert = { "INSERT INTO room_event (room, seq, kind, time_ms, message) "
                                      "VALUES ($1, $2, $3, $4, $5)",
                                      5, 0, NULL, 0 };
static const query q_last_ms = {
    "SELECT time_ms FROM room_event WHERE room = $1 ORDER BY seq DESC LIMIT 1", 1, 1, number_cols,
    sizeof(struct number)
};
static const query q_message_insert = {
    "INSERT INTO room_message (room, seq, time_ms, name, text, key, digest, guest, mark, question, "
    "account) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    11, 0, NULL, 0
};

const err *rooms_store_last_ms(store *s, arena *a, room_id id, int64_t *ret)
{
    struct number last = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_last_ms, ARGS(ARG(id.v)), &last, &found));
    *ret = last.n;
    return NULL;
}

const err *rooms_store_said(store *s, arena *a, room_id id, str key, struct rooms_said *ret,
                            bool *ret_found)
{
    return store_row(s, a, &q_said, ARGS(ARG(id.v), ARG(key)), ret, ret_found);
}

const err *rooms_store_said_since(store *s, arena *a, room_id id, str digest, int64_t time_ms,
                                  struct rooms_said *ret, bool *ret_found)
{
    return store_row(s, a, &q_said_since, ARGS(ARG(id.v), ARG(digest), ARG(time_ms)), ret,
                     ret_found);
}

const err *rooms_store_event(store *s, arena *a, room_id id, str kind, int64_t message,
                             int64_t time_ms, int64_t *ret_seq)
{
    struct number seq = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_next, ARGS(ARG(id.v)), &seq, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no room %lld", (long long)id.v);
    int64_t about = message == 0 ? seq.n : message;
    TRY(store_run(s, a, &q_event_insert,
                  ARGS(ARG(id.v), ARG(seq.n), ARG(kind), ARG(time_ms), ARG(about)), NULL));
    *ret_seq = seq.n;
    return NULL;
}

const err *rooms_store_append(store *s, arena *a, room_id id, const struct say *say, str digest,
                              int64_t time_ms, int64_t *ret_seq)
{
    int64_t seq = 0;
    TRY(rooms_store_event(s, a, id, S("message"), 0, time_ms, &seq));
    TRY(store_run(s, a, &q_message_insert,
                  ARGS(ARG(id.v), ARG(seq), ARG(time_ms), ARG(say->name), ARG(say->text),
                       ARG(say->key), ARG(digest), ARG(say->guest), ARG(say->mark),
                       ARG(say->question ? S("open") : S("")), ARG(say->account)),
                  NULL));
    *ret_seq = seq;
    return NULL;
}

/* ---- what becomes of a message ----------------------------------------------------------------
 */

static const col kept_cols[] = { COL(struct rooms_kept, state), COL(struct rooms_kept, question),
                                 COL(struct rooms_kept, guest), COL(struct rooms_kept, account) };
static const query q_kept = {
    "SELECT state, question, guest, account FROM room_message WHERE room = $1 AND seq = $2", 2,
    COUNT_OF(kept_cols), kept_cols, sizeof(struct rooms_kept)
};
static const query q_state = {
    "UPDATE room_message SET state = $1, reason = $2 WHERE room = $3 AND seq = $4", 4, 0, NULL, 0
};
static const query q_question = {
    "UPDATE room_message SET question = $1 WHERE room = $2 AND seq = $3", 3, 0, NULL, 0
};
/* The key stays, so that the same request come late cannot say it again; the digest goes, for a
 * short text could be guessed from it. */
static const query q_erase = {
    "UPDATE room_message SET state = 'erased', name = '', text = '', digest = '', guest = '', "
    "mark = '', question = '', reason = '', account = 0 WHERE room = $1 AND seq = $2",
    2, 0, NULL, 0
};

static const query q_forget_account = {
    "UPDATE room_message SET account = 0, mark = CASE mark WHEN 'member' THEN '' ELSE mark END"
    " WHERE account = $1",
    1, 0, NULL, 0
};

const err *rooms_store_forget_account(store *s, arena *a, int64_t account)
{
    return store_run(s, a, &q_forget_account, ARGS(ARG(account)), NULL);
}

const err *rooms_store_kept(store *s, arena *a, room_id id, int64_t seq, struct rooms_kept *ret)
{
    bool found = false;
    TRY(store_row(s, a, &q_kept, ARGS(ARG(id.v), ARG(seq)), ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no message %lld in room %lld", (long long)seq, (long long)id.v);
    return NULL;
}

const err *rooms_store_set_state(store *s, arena *a, room_id id, int64_t seq, str state, str reason)
{
    return store_run(s, a, &q_state, ARGS(ARG(state), ARG(reason), ARG(id.v), ARG(seq)), NULL);
}

const err *rooms_store_set_question(store *s, arena *a, room_id id, int64_t seq, str question)
{
    return store_run(s, a, &q_question, ARGS(ARG(question), ARG(id.v), ARG(seq)), NULL);
}

const err *rooms_store_erase(store *s, arena *a, room_id id, int64_t seq)
{
    return store_run(s, a, &q_erase, ARGS(ARG(id.v), ARG(seq)), NULL);
}

/* ---- reports ---------------------------------------------------------------------------------
 */

#define REPORT_COLUMNS "id, room, message, time_ms, reason, contact, decision, answer, decided_ms"
static const col report_cols[] = {
    COL(struct rooms_report, id),         COL(struct rooms_report, room),
    COL(struct rooms_report, message),    COL(struct rooms_report, time_ms),
    COL(struct rooms_report, reason),     COL(struct rooms_report, contact),
    COL(struct rooms_report, decision),   COL(struct rooms_report, answer),
    COL(struct rooms_report, decided_ms),
};
static const query q_report_insert = {
    "INSERT INTO room_report (room, message, time_ms, token, reason, contact) "
    "VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
    6, 1, number_cols, sizeof(struct number)
};
static const query q_report_count = { "SELECT count(*) FROM room_report "
                                      "WHERE time_ms > $1 AND time_ms <= $2",
                                      2, 1, number_cols, sizeof(struct number) };
static const query q_report_by_token = { "SELECT " REPORT_COLUMNS
                                         " FROM room_report WHERE token = $1",
                                         1, COUNT_OF(report_cols), report_cols,
                                         sizeof(struct rooms_report) };
static const query q_report = { "SELECT " REPORT_COLUMNS " FROM room_report WHERE id = $1", 1,
                                COUNT_OF(report_cols), report_cols, sizeof(struct rooms_report) };
/* The undecided ones first, oldest first; then the decided, newest first. */
static const query q_reports = { "SELECT " REPORT_COLUMNS " FROM room_report "
                                 "ORDER BY decided_ms > 0, CASE WHEN decided_ms > 0 "
                                 "THEN -decided_ms ELSE time_ms END, id LIMIT 200",
                                 0, COUNT_OF(report_cols), report_cols,
                                 sizeof(struct rooms_report) };
static const query q_reports_about = { "SELECT " REPORT_COLUMNS " FROM room_report "
                                       "WHERE room = $1 AND message = $2 ORDER BY id",
                                       2, COUNT_OF(report_cols), report_cols,
                                       sizeof(struct rooms_report) };
static const query q_report_reword = {
    "UPDATE room_report SET reason = $1, answer = $2 WHERE id = $3", 3, 0, NULL, 0
};
static const query q_contacts_gone = {
    "UPDATE room_report SET contact = '' "
    "WHERE contact <> '' AND decided_ms > 0 AND decided_ms <= $1",
    1, 0, NULL, 0
};
static const query q_report_decide = {
    "UPDATE room_report SET decision = $1, answer = $2, decided_ms = $3 WHERE id = $4", 4, 0, NULL,
    0
};

const err *rooms_store_add_report(store *s, arena *a, const struct rooms_report *report, str digest,
                                  int64_t *ret_id)
{
    struct number id = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_report_insert,
                  ARGS(ARG(report->room), ARG(report->message), ARG(report->time_ms), ARG(digest),
                       ARG(report->reason), ARG(report->contact)),
                  &id, &found));
    ASSERT(found);
    *ret_id = id.n;
    return NULL;
}

const err *rooms_store_reports_between(store *s, arena *a, int64_t from_ms, int64_t to_ms,
                                       int64_t *ret)
{
    struct number count = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_report_count, ARGS(ARG(from_ms), ARG(to_ms)), &count, &found));
    *ret = count.n;
    return NULL;
}

const err *rooms_store_report_of(store *s, arena *a, str digest, struct rooms_report *ret)
{
    bool found = false;
    TRY(store_row(s, a, &q_report_by_token, ARGS(ARG(digest)), ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no report has this address");
    return NULL;
}

const err *rooms_store_report(store *s, arena *a, int64_t id, struct rooms_report *ret)
{
    bool found = false;
    TRY(store_row(s, a, &q_report, ARGS(ARG(id)), ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no report %lld", (long long)id);
    return NULL;
}

const err *rooms_store_reports(store *s, arena *a, struct rooms_reports *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_reports, NO_ARGS, &rows, &n));
    *ret = (struct rooms_reports){ rows, n };
    return NULL;
}

const err *rooms_store_reports_about(store *s, arena *a, room_id id, int64_t seq,
                                     struct rooms_reports *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_reports_about, ARGS(ARG(id.v), ARG(seq)), &rows, &n));
    *ret = (struct rooms_reports){ rows, n };
    return NULL;
}

const err *rooms_store_reword(store *s, arena *a, int64_t id, str reason, str answer)
{
    return store_run(s, a, &q_report_reword, ARGS(ARG(reason), ARG(answer), ARG(id)), NULL);
}

const err *rooms_store_forget_contacts(store *s, arena *a, int64_t decided_ms)
{
    return store_run(s, a, &q_contacts_gone, ARGS(ARG(decided_ms)), NULL);
}

const err *rooms_store_decide(store *s, arena *a, int64_t id, str decision, str answer,
                              int64_t time_ms)
{
    return store_run(s, a, &q_report_decide,
                     ARGS(ARG(decision), ARG(answer), ARG(time_ms), ARG(id)), NULL);
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

const query *const rooms_store_queries[] = { &q_get,
                                             &q_find,
                                             &q_create,
                                             &q_head,
                                             &q_next,
                                             &q_describe,
                                             &q_after,
                                             &q_before,
                                             &q_message,
                                             &q_events,
                                             &q_said,
                                             &q_said_since,
                                             &q_event_insert,
                                             &q_last_ms,
                                             &q_message_insert,
                                             &q_shift_events,
                                             &q_shift_messages,
                                             &q_questions,
                                             &q_kept,
                                             &q_state,
                                             &q_question,
                                             &q_erase,
                                             &q_forget_account,
                                             &q_report_insert,
                                             &q_report_count,
                                             &q_report_by_token,
                                             &q_report,
                                             &q_reports,
                                             &q_reports_about,
                                             &q_report_reword,
                                             &q_contacts_gone,
                                             &q_report_decide,
                                             NULL };
