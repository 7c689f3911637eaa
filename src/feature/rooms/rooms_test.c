/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_test.c - the log: places without holes, keys, what is taken, where readers go on, and that
 * what is shown can neither break out of its frame nor bring back what was hidden.
 */
#include "feature/rooms/rooms_test_help.h"

#include <stdlib.h>

#include "base/id.h"
#include "feature/house/house.h"
#include "feature/rooms/rooms_position.h"
#include "feature/rooms/rooms_rules.h"
#include "feature/rooms/rooms_store.h"
#include "feature/rooms/rooms_view.h"
#include "os/thread.h"

#define KEY "0123456789abcdef"
/* U+202E and U+2066, which turn the direction of what follows. */
#define BIDI_RLO "\xe2\x80\xae"
#define BIDI_LRI "\xe2\x81\xa6"

static str repeated(arena *a, const char *piece, size_t n)
{
    str *pieces = NEW_ARRAY(a, str, n);
    for (size_t i = 0; i < n; i++)
        pieces[i] = str_of(piece);
    return str_join(a, pieces, n, S(""));
}

/* ---- the store ------------------------------------------------------------------------------- */

static void every_query_is_what_it_says(void **state)
{
    struct rooms_test_help *f = *state;
    size_t n = 0;
    for (; rooms.queries[n] != NULL; n++)
        OK(store_query_check(f->s, f->arena, rooms.queries[n]));
    assert_int_equal(n, 32);
}

static void a_room_is_found_and_described(void **state)
{
    struct rooms_test_help *f = *state;
    struct room room = { 0 };
    OK(rooms_find(f->s, f->arena, S("a"), &room));
    assert_int_equal(room.id, f->room.v);
    SAME(room.path, "/talks/a");
    assert_int_equal(room.head, 0);
    KIND(rooms_find(f->s, f->arena, S("b"), &room), ERR_MISSING);
    KIND(rooms_get(f->s, f->arena, (room_id){ 999 }, &room), ERR_MISSING);
    struct tx t = { 0 };
    OK(tx_begin_(&t, f->s, f->arena));
    OK(rooms_describe(f->s, f->arena, f->room, S("/talks/b"), S("Other"), S("UTC")));
    KIND(rooms_describe(f->s, f->arena, (room_id){ 999 }, S("/"), S("x"), S("UTC")), ERR_MISSING);
    room_id again = { 0 };
    KIND(rooms_create(f->s, f->arena, S("a"), S("/"), S("x"), S("UTC"), &again), ERR_CONFLICT);
    OK(tx_commit(&t));
    OK(rooms_get(f->s, f->arena, f->room, &room));
    SAME(room.path, "/talks/b");
    SAME(room.zone, "UTC");
}

static void parts_of_the_log(void **state)
{
    struct rooms_test_help *f = *state;
    for (int i = 1; i <= 7; i++)
        assert_int_equal(rooms_test_help_say(f, "Ada", "word"), i);
    struct messages m = { 0 };
    OK(rooms_after(f->s, f->arena, f->room, 2, 3, &m));
    assert_int_equal(m.n, 3);
    assert_int_equal(m.item[0].seq, 3);
    assert_int_equal(m.item[2].seq, 5);
    OK(rooms_before(f->s, f->arena, f->room, 5, 3, &m));
    assert_int_equal(m.n, 3);
    assert_int_equal(m.item[0].seq, 2);
    assert_int_equal(m.item[2].seq, 4);
    assert_int_equal(m.item[1].before_ms, m.item[0].time_ms);
    OK(rooms_before(f->s, f->arena, f->room, 0, 2, &m));
    assert_int_equal(m.item[1].seq, 7);
    OK(rooms_before(f->s, f->arena, f->room, 1, 2, &m));
    assert_int_equal(m.n, 0);
}

struct speaker {
    struct rooms_test_help *f;
    const char *key; /* NULL: one of its own each time */
    int64_t last;
};

#define SPEAKERS 6
#define WORDS 20

static void speak(void *arg)
{
    struct speaker *p = arg;
    SCRATCH(a);
    store *s = store_new(p->f->pool);
    for (int i = 0; i < WORDS; i++) {
        struct say say = { .name = S("Ada"), .text = S("word"), .key = str_of(p->key) };
        int64_t seq = 0;
        bool again = false;
        OK(rooms_say(s, a, LANG_EN, p->f->room, &say, &seq, &again));
        assert_true(p->key != NULL || seq > p->last); /* one's own words stay in order */
        p->last = seq;
    }
    store_free(s);
}

static void speak_at_once(struct rooms_test_help *f, const char *key)
{
    struct speaker speakers[SPEAKERS] = { 0 };
    thread *threads[SPEAKERS] = { 0 };
    for (size_t i = 0; i < SPEAKERS; i++) {
        speakers[i] = (struct speaker){ f, key, 0 };
        OK(thread_start(f->arena, "speaker", 0, speak, &speakers[i], &threads[i]));
    }
    for (size_t i = 0; i < SPEAKERS; i++)
        thread_join(threads[i]);
}

static void many_speak_and_no_place_is_left_out(void **state)
{
    struct rooms_test_help *f = *state;
    speak_at_once(f, NULL);
    struct room room = { 0 };
    struct messages m = { 0 };
    struct room_event *events = NULL;
    size_t n = 0;
    OK(rooms_get(f->s, f->arena, f->room, &room));
    OK(rooms_after(f->s, f->arena, f->room, 0, 1000, &m));
    OK(rooms_store_events(f->s, f->arena, f->room, 0, INT64_MAX, 1000, &events, &n));
    assert_int_equal(room.head, SPEAKERS * WORDS);
    assert_int_equal(m.n, SPEAKERS * WORDS);
    assert_int_equal(n, SPEAKERS * WORDS);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(m.item[i].seq, i + 1);
        assert_int_equal(events[i].seq, i + 1);
        assert_int_equal(events[i].message.seq, i + 1);
        SAME(events[i].kind, "message");
    }
}

static void many_repeat_one_key_and_it_is_said_once(void **state)
{
    struct rooms_test_help *f = *state;
    speak_at_once(f, KEY);
    struct messages m = { 0 };
    OK(rooms_after(f->s, f->arena, f->room, 0, 1000, &m));
    assert_int_equal(m.n, 1);
    assert_int_equal(rooms_test_help_say(f, "Ada", "next"), 2);
}

static const err *say_in_vain(struct rooms_test_help *f)
{
    struct say say = { .name = S("Ada"), .text = S("unsaid") };
    TX(t, f->s, f->arena);
    TRY(rooms_say_at(f->s, f->arena, f->room, &say, 1000));
    FAIL(f->arena, ERR_INVALID, "changed my mind");
}

static void what_is_rolled_back_leaves_no_hole(void **state)
{
    struct rooms_test_help *f = *state;
    KIND(say_in_vain(f), ERR_INVALID);
    assert_int_equal(rooms_test_help_say(f, "Ada", "said"), 1);
    KIND(say_in_vain(f), ERR_INVALID);
    assert_int_equal(rooms_test_help_say(f, "Ada", "said too"), 2);
}

static void all_times_are_moved(void **state)
{
    struct rooms_test_help *f = *state;
    struct say say = { .name = S("Ada"), .text = S("then") };
    OK(rooms_say_at(f->s, f->arena, f->room, &say, 5000));
    OK(rooms_shift(f->s, f->arena, f->room, -1000));
    struct message m = { 0 };
    OK(rooms_store_message(f->s, f->arena, f->room, 1, &m));
    assert_int_equal(m.time_ms, 4000);
    KIND(rooms_store_message(f->s, f->arena, f->room, 2, &m), ERR_MISSING);
}

/* ---- saying ---------------------------------------------------------------------------------- */

static void a_key_is_good_for_one_message(void **state)
{
    struct rooms_test_help *f = *state;
    struct say say = { .name = S("Ada"), .text = S("word"), .key = S(KEY) };
    int64_t seq = 0;
    bool again = true;
    OK(rooms_say(f->s, f->arena, LANG_EN, f->room, &say, &seq, &again));
    assert_int_equal(seq, 1);
    assert_false(again);
    say.text = S("  word\r\n"); /* the same once it is cleaned */
    OK(rooms_say(f->s, f->arena, LANG_EN, f->room, &say, &seq, &again));
    assert_int_equal(seq, 1);
    assert_true(again);
    say.text = S("another");
    KIND(rooms_say(f->s, f->arena, LANG_EN, f->room, &say, &seq, &again), ERR_CONFLICT);
    say = (struct say){ .name = S("Ben"), .text = S("word"), .key = S(KEY) };
    KIND(rooms_say(f->s, f->arena, LANG_EN, f->room, &say, &seq, &again), ERR_CONFLICT);
    KIND(rooms_say(f->s, f->arena, LANG_EN, (room_id){ 999 }, &say, &seq, &again), ERR_MISSING);
    room_id other = { 0 };
    struct tx t = { 0 };
    OK(tx_begin_(&t, f->s, f->arena));
    OK(rooms_create(f->s, f->arena, S("b"), S("/talks/b"), S("B"), S("UTC"), &other));
    OK(tx_commit(&t));
    OK(rooms_say(f->s, f->arena, LANG_EN, other, &say, &seq, &again));
    assert_int_equal(seq, 1);
    assert_false(again);
}

/* The field that is refused, or "" where all is well. */
static const char *refused(arena *a, str name, str text, str key)
{
    struct say say = { .name = name, .text = text, .key = key }, clean = { 0 };
    const err *e = rooms_check(a, LANG_EN, &say, &clean);
    if (e == NULL)
        return "";
    assert_int_equal(e->kind, ERR_INVALID);
    assert_int_equal(e->n_fields, 1);
    return str_c(a, e->fields[0].field);
}

static void what_may_be_said(void **state)
{
    (void)state;
    SCRATCH(a);
    str name = S("Ada"), text = S("word"), key = S(KEY);
    assert_string_equal(refused(a, name, text, key), "");
    assert_string_equal(refused(a, name, text, (str){ 0 }), "");
    assert_string_equal(refused(a, repeated(a, "ü", 40), text, key), "");
    assert_string_equal(refused(a, repeated(a, "ü", 41), text, key), "name");
    assert_string_equal(refused(a, S(" \t\n"), text, key), "name");
    assert_string_equal(refused(a, (str){ 0 }, text, key), "name");
    assert_string_equal(refused(a, S(BIDI_RLO "\xe2\x80\x8b"), text, key), "name");
    assert_string_equal(refused(a, name, repeated(a, "𝔘", 2000), key), "");
    assert_string_equal(refused(a, name, repeated(a, "𝔘", 2001), key), "text");
    assert_string_equal(refused(a, name, repeated(a, "x", 1 << 20), key), "text");
    assert_string_equal(refused(a, name, S("\r\n\r\n"), key), "text");
    assert_string_equal(refused(a, name, text, S("0123456789abcde")), "key");
    assert_string_equal(refused(a, name, text, S("0123456789abcde.")), "key");
    assert_string_equal(refused(a, name, text, repeated(a, "k", 64)), "");
    assert_string_equal(refused(a, name, text, repeated(a, "k", 65)), "key");
}

static void what_deceives_is_taken_out(void **state)
{
    (void)state;
    SCRATCH(a);
    struct say say = { .name = S("Ada\nBen" BIDI_RLO "\x01"),
                       .text = S("one\r\ntwo" BIDI_LRI "\x1b[1m\0!") };
    struct say clean = { 0 };
    OK(rooms_check(a, LANG_EN, &say, &clean));
    SAME(clean.name, "Ada Ben");
    assert_true(str_starts(clean.text, S("one\ntwo")));
    assert_false(str_contains(clean.text, S("\x1b")));
    assert_false(str_contains(clean.text, S(BIDI_LRI)));
    assert_true(rooms_key_valid(clean.key));
    say = (struct say){ .name = S("\xff"), .text = S("\xc3\x28") };
    OK(rooms_check(a, LANG_EN, &say, &clean));
    SAME(clean.name, "\uFFFD");
}

static void faults_are_told_in_the_readers_words(void **state)
{
    (void)state;
    SCRATCH(a);
    struct say say = { .name = S(""), .text = repeated(a, "x", 2001), .key = S("short") },
               clean = { 0 };
    const err *e = rooms_check(a, LANG_DE, &say, &clean);
    KIND(e, ERR_INVALID);
    assert_int_equal(e->n_fields, 3);
    SAME(e->fields[0].message, "Bitte sagen Sie, unter welchem Namen Sie sprechen.");
    SAME(e->fields[1].message, "Bitte höchstens 2000 Zeichen; dies sind 2001.");
    SAME(e->fields[2].field, "key");
}

/* ---- places ---------------------------------------------------------------------------------- */

static void places_are_read_strictly(void **state)
{
    (void)state;
    SCRATCH(a);
    struct rooms_position p = { 0 };
    assert_true(rooms_position_parse(S("e1.0"), &p));
    assert_true(rooms_position_parse(S("0z9.123456789012345678"), &p));
    assert_int_equal(p.seq, INT64_C(123456789012345678));
    SAME(p.epoch, "0z9");
    SAME(rooms_position_text(a, p.epoch, p.seq), "0z9.123456789012345678");
    const char *const bad[] = { "",
                                ".",
                                "e1",
                                "e1.",
                                ".1",
                                "e1.01",
                                "e1.-1",
                                "e1.+1",
                                "E1.1",
                                "e1.1 ",
                                " e1.1",
                                "e1.1.1",
                                "e1.1234567890123456789",
                                "e1.x",
                                "e 1.1",
                                "é.1",
                                "e1.1\n" };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(rooms_position_parse(str_of(bad[i]), &p));
    assert_false(rooms_position_parse(repeated(a, "e", 40), &p));
    assert_int_equal(p.seq, INT64_C(123456789012345678));
}

struct resume_case {
    const char *last_id, *after;
    int64_t head;
    int64_t goes_on;
    const char *why;
    const char *from;
};

static void readers_go_on_or_start_anew(void **state)
{
    (void)state;
    static const struct resume_case cases[] = {
        { NULL, NULL, 7, 7, NULL, NULL },
        { "", "", 7, 7, NULL, NULL },
        { NULL, "e.3", 7, 3, NULL, "e.3" },
        { "e.5", "e.3", 7, 5, NULL, "e.5" },
        { "e.7", NULL, 7, 7, NULL, "e.7" },
        { NULL, "e.0", 7, 0, NULL, "e.0" },
        { NULL, "e.0", 0, 0, NULL, "e.0" },
        { NULL, "e.8", 7, 7, "future", "e.8" },
        { "e.8", "e.3", 7, 7, "future", "e.8" },
        { NULL, "f.3", 7, 7, "epoch", "f.3" },
        { NULL, "f.99", 7, 7, "epoch", "f.99" },
        { NULL, "3", 7, 7, "garbage", NULL },
        { "<script>", "e.3", 7, 7, "garbage", NULL },
        { NULL, "e.0", 500, 0, NULL, "e.0" },
        { NULL, "e.0", 501, 501, "stale", "e.0" },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct resume_case *c = &cases[i];
        struct rooms_resume r =
            rooms_resume_of(str_of(c->last_id), str_of(c->after), S("e"), c->head);
        assert_int_equal(r.after, c->goes_on);
        assert_int_equal(r.why == NULL, c->why == NULL);
        if (c->why != NULL)
            assert_string_equal(r.why, c->why);
        assert_true(str_eq(r.from, str_of(c->from)));
    }
}

/* ---- views ----------------------------------------------------------------------------------- */

static const struct room a_room = { .id = 1,
                                    .slug = S_INIT("a"),
                                    .path = S_INIT("/talks/a"),
                                    .title = S_INIT("</title><script>"),
                                    .zone = S_INIT("Europe/Berlin"),
                                    .head = 9 };

/* 2012-07-10 14:03 in Berlin. */
#define TIME_MS INT64_C(1341921780000)
#define HOSTILE "</script><script>alert(\"1\")</script>\n\ndata: \\ <b onclick='x'>&amp;\u2028"

static struct room_event hostile(const char *state)
{
    return (struct room_event){ .seq = 5,
                                .kind = S("message"),
                                .message = { .seq = 5,
                                             .time_ms = TIME_MS,
                                             .name = S("<i>\"Ada\""),
                                             .text = S(HOSTILE),
                                             .state = str_of(state),
                                             .question = S("open"),
                                             .mark = S("speaker"),
                                             .reason = S("</script>") } };
}

/* The data of a frame, read back; exactly one line of each kind. */
static json_t *frame_data(arena *a, str frame, const char *id_and_event)
{
    str data = { 0 };
    assert_true(str_starts(frame, str_of(id_and_event)));
    data = str_sub(frame, str_of(id_and_event).n, frame.n);
    assert_true(str_starts(data, S("data: ")));
    assert_true(str_ends(data, S("}\n\n")));
    assert_int_equal(str_find(data, S("\n")), data.n - 2);
    assert_false(str_contains(data, S("\r")));
    json_t *value = json_loads(str_c(a, str_sub(data, 6, data.n)), 0, NULL);
    assert_non_null(value);
    return value;
}

static void a_json_frame_holds_the_words_as_they_were(void **state)
{
    (void)state;
    SCRATCH(a);
    struct room_event e = hostile("shown");
    str frame = rooms_view_frame(a, &a_room, S("e"), ROOMS_JSON, &e);
    json_t *data = frame_data(a, frame, "id: e.5\nevent: message\n");
    assert_string_equal(json_string_value(json_object_get(data, "id")), "e.5");
    assert_string_equal(json_string_value(json_object_get(data, "text")), HOSTILE);
    assert_string_equal(json_string_value(json_object_get(data, "name")), "<i>\"Ada\"");
    assert_string_equal(json_string_value(json_object_get(data, "state")), "shown");
    assert_string_equal(json_string_value(json_object_get(data, "time")),
                        "2012-07-10T14:03:00+02:00");
    json_decref(data);
}

static void an_html_frame_is_the_item_of_the_page(void **state)
{
    (void)state;
    SCRATCH(a);
    struct room_event e = hostile("shown");
    str frame = rooms_view_frame(a, &a_room, S("e"), ROOMS_HTML_DE, &e);
    json_t *data = frame_data(a, frame, "id: e.5\nevent: message\n");
    str shown = str_of(json_string_value(json_object_get(data, "html")));
    assert_int_equal(json_integer_value(json_object_get(data, "seq")), 5);
    assert_true(str_eq(shown, rooms_view_html(a, &a_room, &e.message, LANG_DE).s));
    assert_true(str_contains(shown, S("id=\"m5\"")));
    assert_true(str_contains(shown, S("14:03")));
    assert_true(str_contains(shown, S("Dienstag, 10. Juli 2012")));
    assert_true(str_contains(shown, S("href=\"/talks/a/messages/5\"")));
    assert_true(str_contains(shown, S("&lt;i&gt;&quot;Ada&quot;")));
    assert_false(str_contains(shown, S("<script")));
    assert_false(str_contains(shown, S("<b onclick")));
    assert_false(str_contains(shown, S("<i>")));
    json_decref(data);
    str english = rooms_view_frame(a, &a_room, S("e"), ROOMS_HTML_EN, &e);
    assert_true(str_contains(english, S("Tuesday, 10 July 2012")));
}

static void a_new_day_is_marked_once(void **state)
{
    (void)state;
    SCRATCH(a);
    struct message m = { .seq = 6,
                         .time_ms = TIME_MS,
                         .name = S("Ada"),
                         .text = S("word"),
                         .state = S("shown"),
                         .before_ms = TIME_MS - 60000 };
    assert_true(str_empty(rooms_view_item(a, &a_room, &m, LANG_DE).day));
    m.before_ms =
        TIME_MS - INT64_C(15) * 3600 * 1000; /* 23:03 the day before, the same day in UTC+9 */
    SAME(rooms_view_item(a, &a_room, &m, LANG_EN).day, "Tuesday, 10 July 2012");
    struct room elsewhere = a_room;
    elsewhere.zone = S("Asia/Tokyo");
    assert_true(str_empty(rooms_view_item(a, &elsewhere, &m, LANG_EN).day));
}

static void what_is_hidden_reaches_nobody(void **state)
{
    (void)state;
    SCRATCH(a);
    struct room_event e = hostile("hidden");
    for (int view = 0; view < ROOMS_VIEWS; view++) {
        str frame = rooms_view_frame(a, &a_room, S("e"), (enum rooms_view)view, &e);
        assert_false(str_contains(frame, S("Ada")));
        assert_false(str_contains(frame, S("alert")));
    }
    e = (struct room_event){ 6, S("phase"), { 0 } };
    SAME(rooms_view_frame(a, &a_room, S("e"), ROOMS_JSON, &e),
         "id: e.6\nevent: phase\ndata: {}\n\n");
}

static void frames_without_place(void **state)
{
    (void)state;
    SCRATCH(a);
    SAME(rooms_view_reset(a, S("f.3"), S("e.7"), "epoch"),
         "event: reset\ndata: {\"from\":\"f.3\",\"to\":\"e.7\",\"why\":\"epoch\"}\n\n");
    SAME(rooms_view_reset(a, (str){ 0 }, S("e.7"), "garbage"),
         "event: reset\ndata: {\"from\":null,\"to\":\"e.7\",\"why\":\"garbage\"}\n\n");
    SAME(rooms_view_presence(a, 3), "event: presence\ndata: {\"count\":3}\n\n");
}

static const query q_hide = { "UPDATE room_message SET state = 'hidden' WHERE room = $1", 1, 0,
                              NULL, 0 };
static const query q_hidden = { "INSERT INTO room_event (room, seq, kind, time_ms, message) "
                                "VALUES ($1, 2, 'hide', 0, 1)",
                                1, 0, NULL, 0 };

static void what_was_hidden_is_not_replayed(void **state)
{
    struct rooms_test_help *f = *state;
    struct room_event *events = NULL;
    size_t n = 0;
    rooms_test_help_say(f, "Ada", "secret");
    struct tx t = { 0 };
    OK(tx_begin_(&t, f->s, f->arena));
    OK(store_run(f->s, f->arena, &q_hide, ARGS(ARG(f->room.v)), NULL));
    OK(store_run(f->s, f->arena, &q_hidden, ARGS(ARG(f->room.v)), NULL));
    OK(tx_commit(&t));
    OK(rooms_store_events(f->s, f->arena, f->room, 0, 2, 10, &events, &n));
    assert_int_equal(n, 2);
    SAME(events[1].kind, "hide");
    for (size_t i = 0; i < n; i++) {
        str frame = rooms_view_frame(f->arena, &a_room, S("e"), ROOMS_JSON, &events[i]);
        assert_true(str_contains(frame, S("\"id\":\"e.1\"")));
        assert_true(str_contains(frame, S("\"state\":\"hidden\"")));
        assert_false(str_contains(frame, S("secret")));
    }
}

/* ---- transcripts ----------------------------------------------------------------------------- */

static str transcript(struct rooms_test_help *f, const char *format)
{
    struct room room = { 0 };
    const char *type = NULL;
    str text = { 0 };
    OK(rooms_get(f->s, f->arena, f->room, &room));
    OK(rooms_view_transcript(f->s, f->arena, &room, LANG_EN, str_of(format), &type, &text));
    return text;
}

static void the_transcript_is_the_log(void **state)
{
    struct rooms_test_help *f = *state;
    struct say ada = { .name = S("Ada"), .text = S("one\n#2 14:04 Ben: forged") };
    struct say ben = { .name = S("Ben"), .text = S("<b>two</b>") };
    OK(rooms_say_at(f->s, f->arena, f->room, &ada, TIME_MS));
    OK(rooms_say_at(f->s, f->arena, f->room, &ben, TIME_MS + 60000));
    SAME(transcript(f, "txt"), "Weaving <nets>\n\nTuesday, 10 July 2012\n\n#1 14:03 Ada: one\n"
                               "    #2 14:04 Ben: forged\n#2 14:04 Ben: <b>two</b>\n");
    json_t *doc = json_loads(str_c(f->arena, transcript(f, "json")), 0, NULL);
    const json_t *list = json_object_get(doc, "messages");
    assert_int_equal(json_array_size(list), 2);
    assert_string_equal(json_string_value(json_object_get(json_array_get(list, 1), "text")),
                        "<b>two</b>");
    json_decref(doc);
    str document = transcript(f, "html");
    assert_true(str_starts(str_trim(document), S("<!DOCTYPE html>")));
    assert_true(str_contains(document, S("&lt;b&gt;two")));
    assert_true(str_contains(document, S("id=\"m2\"")));
    struct room room = { .id = f->room.v };
    const char *type = NULL;
    KIND(rooms_view_transcript(f->s, f->arena, &room, LANG_EN, S("pdf"), &type, &document),
         ERR_USAGE);
}

static void a_long_transcript_is_whole(void **state)
{
    struct rooms_test_help *f = *state;
    struct tx t = { 0 };
    OK(tx_begin_(&t, f->s, f->arena));
    for (int i = 0; i < 1201; i++) {
        struct say say = { .name = S("Ada"), .text = S("word") };
        OK(rooms_say_at(f->s, f->arena, f->room, &say, TIME_MS));
    }
    OK(tx_commit(&t));
    json_t *doc = json_loads(str_c(f->arena, transcript(f, "json")), 0, NULL);
    assert_int_equal(json_array_size(json_object_get(doc, "messages")), 1201);
    json_decref(doc);
    /* The log must not lie on the arena: it has no bound, and the arena's ends the program. */
    size_t used = arena_used(f->arena);
    assert_true(str_contains(transcript(f, "html"), S("id=\"m1201\"")));
    assert_true(arena_used(f->arena) - used < (size_t)64 << 10);
}

#define STORE_TEST(fn)                                                                             \
    cmocka_unit_test_setup_teardown(fn, rooms_test_help_open, rooms_test_help_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(every_query_is_what_it_says),
        STORE_TEST(a_room_is_found_and_described),
        STORE_TEST(parts_of_the_log),
        STORE_TEST(many_speak_and_no_place_is_left_out),
        STORE_TEST(many_repeat_one_key_and_it_is_said_once),
        STORE_TEST(what_is_rolled_back_leaves_no_hole),
        STORE_TEST(all_times_are_moved),
        STORE_TEST(a_key_is_good_for_one_message),
        cmocka_unit_test(what_may_be_said),
        cmocka_unit_test(what_deceives_is_taken_out),
        cmocka_unit_test(faults_are_told_in_the_readers_words),
        cmocka_unit_test(places_are_read_strictly),
        cmocka_unit_test(readers_go_on_or_start_anew),
        cmocka_unit_test(a_json_frame_holds_the_words_as_they_were),
        cmocka_unit_test(an_html_frame_is_the_item_of_the_page),
        cmocka_unit_test(a_new_day_is_marked_once),
        cmocka_unit_test(what_is_hidden_reaches_nobody),
        cmocka_unit_test(frames_without_place),
        STORE_TEST(what_was_hidden_is_not_replayed),
        STORE_TEST(the_transcript_is_the_log),
        STORE_TEST(a_long_transcript_is_whole),
    };
    return cmocka_run_group_tests_name("rooms", tests, NULL, NULL);
}
