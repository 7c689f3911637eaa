/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_live_test.c - channels follow the store, whoever says that it has grown.
 */
#include "feature/rooms/rooms_test_help.h"

#include <stdatomic.h>

#include "base/log.h"
#include "feature/rooms/rooms_duty.h"
#include "feature/rooms/rooms_live.h"
#include "os/thread.h"

static const struct house_parts *serve(struct rooms_test_help *f, bus *b)
{
    struct house_parts *parts = NEW(f->arena, struct house_parts);
    *parts = (struct house_parts){ f->pool, b };
    OK(rooms_live_start(parts, f->s, f->arena));
    return parts;
}

static struct rooms_seat take(struct rooms_test_help *f, enum rooms_view view)
{
    struct rooms_seat seat = { 0 };
    OK(rooms_live_take(f->s, f->arena, f->room, view, &seat));
    assert_int_equal(seat.head, channel_head(seat.channel));
    return seat;
}

static void a_channel_begins_at_the_head(void **state)
{
    struct rooms_test_help *f = *state;
    rooms_test_help_say(f, "Ada", "before anybody listens");
    struct rooms_seat seat = take(f, ROOMS_JSON);
    assert_int_equal(seat.head, 1);
    assert_int_equal(channel_floor(seat.channel), 1);
    struct rooms_seat same = take(f, ROOMS_JSON), other = take(f, ROOMS_HTML_DE);
    assert_ptr_equal(same.channel, seat.channel);
    assert_ptr_not_equal(other.channel, seat.channel);
    rooms_live_leave(&seat);
    rooms_live_leave(&same);
    rooms_live_leave(&other);
    KIND(rooms_live_take(f->s, f->arena, (room_id){ 999 }, ROOMS_JSON, &seat), ERR_MISSING);
    rooms_live_stop();
}

static void ones_own_commits_reach_every_channel(void **state)
{
    struct rooms_test_help *f = *state;
    bus *b = bus_new();
    serve(f, b);
    struct rooms_seat json = take(f, ROOMS_JSON);
    rooms_test_help_say(f, "Ada", "one");
    assert_int_equal(channel_head(json.channel), 1);
    struct rooms_seat german = take(f, ROOMS_HTML_DE);
    rooms_test_help_say(f, "Ada", "two");
    assert_int_equal(channel_head(json.channel), 2);
    assert_int_equal(channel_head(german.channel), 2);
    assert_int_equal(channel_floor(german.channel), 1);
    rooms_live_leave(&json);
    rooms_live_leave(&german);
    rooms_live_stop();
    bus_free(b);
}

static void what_others_wrote_is_fetched(void **state)
{
    struct rooms_test_help *f = *state;
    struct rooms_seat seat = take(f, ROOMS_HTML_EN);
    for (int i = 0; i < 250; i++) /* nobody announces: this process does not serve yet */
        rooms_test_help_say(f, "Ada", "word");
    assert_int_equal(channel_head(seat.channel), 0);
    rooms_live_changed(f->s);
    assert_int_equal(channel_head(seat.channel), 250);
    rooms_test_help_say(f, "Ada", "word");
    struct rooms_seat late = take(f, ROOMS_HTML_EN); /* a page may have shown it already */
    assert_int_equal(late.head, 251);
    rooms_live_leave(&late);
    rooms_live_leave(&seat);
    rooms_live_stop();
}

/* What is hidden leaves the window too: who is behind comes back and is served by the store. */
static void hidden_words_leave_the_window(void **state)
{
    struct rooms_test_help *f = *state;
    bus *b = bus_new();
    serve(f, b);
    struct rooms_seat seat = take(f, ROOMS_HTML_DE), json = take(f, ROOMS_JSON);
    rooms_test_help_say(f, "Ada", "secret");
    rooms_test_help_say(f, "Ada", "open");
    assert_int_equal(channel_floor(seat.channel), 0);
    OK(rooms_duty_do(f->s, f->arena, LANG_EN, f->room, 1, ROOMS_HIDE, S("why")));
    assert_int_equal(channel_head(seat.channel), 3);
    assert_int_equal(channel_floor(seat.channel), 2);
    assert_int_equal(channel_floor(json.channel), 2);
    OK(rooms_duty_do(f->s, f->arena, LANG_EN, f->room, 1, ROOMS_RESTORE, S("")));
    assert_int_equal(channel_floor(seat.channel), 2); /* nothing to be forgotten */
    rooms_live_leave(&seat);
    rooms_live_leave(&json);
    rooms_live_stop();
    bus_free(b);
}

static atomic_int warnings;

static void count_warnings(void *arg, enum log_level level, str line)
{
    (void)arg;
    (void)line;
    atomic_fetch_add(&warnings, level >= LOG_WARN);
}

static const query q_hole = { "UPDATE room SET head = head + 1 WHERE id = $1", 1, 0, NULL, 0 };
static const query q_pin = { "INSERT INTO room_event (room, seq, kind, time_ms, message) "
                             "VALUES ($1, $2, 'pin', 0, 1)",
                             2, 0, NULL, 0 };

static void change(struct rooms_test_help *f, const query *q, const struct arg *args, size_t n)
{
    struct tx t = { 0 };
    OK(tx_begin_(&t, f->s, f->arena));
    OK(store_run(f->s, f->arena, q, args, n, NULL));
    OK(tx_commit(&t));
}

static void what_could_not_be_read_is_read_again(void **state)
{
    struct rooms_test_help *f = *state;
    bus *b = bus_new();
    serve(f, b);
    struct rooms_seat seat = take(f, ROOMS_JSON);
    rooms_test_help_say(f, "Ada", "one");
    change(f, &q_hole, ARGS(ARG(f->room.v)));
    atomic_store(&warnings, 0);
    log_set_sink(count_warnings, NULL);
    rooms_test_help_say(f, "Ada", "three");
    OK(rooms_live_tick(f->s, f->arena));
    log_set_sink(NULL, NULL);
    assert_int_equal(atomic_load(&warnings), 2);
    assert_int_equal(channel_head(seat.channel), 1); /* never past a hole */
    change(f, &q_pin, ARGS(ARG(f->room.v), ARG(2)));
    OK(rooms_live_tick(f->s, f->arena));
    assert_int_equal(channel_head(seat.channel), 3);
    rooms_live_leave(&seat);
    rooms_live_stop();
    bus_free(b);
}

static void a_word_from_another_node_is_enough(void **state)
{
    struct rooms_test_help *f = *state;
    struct rooms_seat seat = take(f, ROOMS_JSON);
    rooms_test_help_say(f, "Ada", "word");
    bus *b = bus_new();
    serve(f, b);
    OK(bus_publish(b, f->arena, S("rooms"), S("1 1"), NULL));
    assert_int_equal(channel_head(seat.channel), 1);
    atomic_store(&warnings, 0);
    log_set_sink(count_warnings, NULL);
    OK(bus_publish(b, f->arena, S("rooms"), S("what?"), NULL));
    OK(bus_publish(b, f->arena, S("rooms"), S("1 x"), NULL));
    log_set_sink(NULL, NULL);
    assert_int_equal(atomic_load(&warnings), 2);
    OK(bus_publish(b, f->arena, S("rooms"), S("999 7"), NULL)); /* a room nobody listens to */
    OK(bus_publish(b, f->arena, S("rooms"), S("1 7"), NULL));   /* more than there is */
    assert_int_equal(channel_head(seat.channel), 1);
    rooms_live_leave(&seat);
    rooms_live_stop();
    bus_free(b);
}

#define SPEAKERS 4
#define WORDS 15

static void speak(void *arg)
{
    struct rooms_test_help *f = arg;
    SCRATCH(a);
    store *s = store_new(f->pool);
    for (int i = 0; i < WORDS; i++) {
        struct say say = { .name = S("Ada"), .text = S("word") };
        struct rooms_seat seat = { 0 };
        int64_t seq = 0;
        bool again = false;
        OK(rooms_say(s, a, LANG_EN, f->room, &say, &seq, &again));
        OK(rooms_live_take(s, a, f->room, (enum rooms_view)(i % ROOMS_VIEWS), &seat));
        assert_true(seat.head >= seq); /* acknowledged, so everybody can be served it */
        rooms_live_leave(&seat);
        OK(rooms_live_tick(s, a));
    }
    store_free(s);
}

static void many_at_once(void **state)
{
    struct rooms_test_help *f = *state;
    bus *b = bus_new();
    serve(f, b);
    struct rooms_seat seat = take(f, ROOMS_JSON);
    thread *threads[SPEAKERS] = { 0 };
    for (size_t i = 0; i < SPEAKERS; i++)
        OK(thread_start(f->arena, "speaker", 0, speak, f, &threads[i]));
    for (size_t i = 0; i < SPEAKERS; i++)
        thread_join(threads[i]);
    assert_int_equal(channel_head(seat.channel), SPEAKERS * WORDS);
    buf out = { 0 };
    buf_on_arena(&out, f->arena, 4096);
    rooms_live_metrics(&out);
    assert_true(str_contains(buf_str(&out), S("netzarbeit_rooms_live 1\n")));
    assert_true(str_contains(buf_str(&out), S("netzarbeit_room_readers 0\n")));
    rooms_live_leave(&seat);
    rooms_live_stop();
    bus_free(b);
}

/* What is kept in memory has a bound, however many rooms somebody listens to. */
static void more_rooms_than_memory_is_meant_for(void **state)
{
    struct rooms_test_help *f = *state;
    room_id ids[2049] = { 0 };
    struct tx t = { 0 };
    OK(tx_begin_(&t, f->s, f->arena));
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        OK(rooms_create(f->s, f->arena, str_format(f->arena, "room-%zu", i), S("/x"), S("x"),
                        S("UTC"), &ids[i]));
    OK(tx_commit(&t));
    struct rooms_seat seat = { 0 };
    for (size_t i = 0; i < COUNT_OF(ids) - 1; i++) {
        OK(rooms_live_take(f->s, f->arena, ids[i], ROOMS_JSON, &seat));
        rooms_live_leave(&seat);
    }
    KIND(rooms_live_take(f->s, f->arena, ids[2048], ROOMS_JSON, &seat), ERR_BUSY);
    OK(rooms_live_take(f->s, f->arena, ids[0], ROOMS_JSON, &seat));
    rooms_live_leave(&seat);
    rooms_live_stop();
}

#define STORE_TEST(fn)                                                                             \
    cmocka_unit_test_setup_teardown(fn, rooms_test_help_open, rooms_test_help_close)

static const err *remove_room(struct rooms_test_help *f)
{
    TX(t, f->s, f->arena);
    TRY(rooms_remove(f->s, f->arena, f->room));
    return tx_commit(&t);
}

static const err *stand_at(struct rooms_test_help *f, str path)
{
    TX(t, f->s, f->arena);
    TRY(rooms_describe(f->s, f->arena, f->room, path, S("A"), S("UTC")));
    return tx_commit(&t);
}

static void what_is_no_longer_public_leaves_the_window(void **state)
{
    struct rooms_test_help *f = *state;
    bus *b = bus_new();
    serve(f, b);
    struct rooms_seat seat = take(f, ROOMS_JSON), none = { 0 };
    rooms_test_help_say(f, "Ada", "one");
    assert_int_equal(channel_floor(seat.channel), 0);
    OK(stand_at(f, S("")));
    assert_int_equal(channel_floor(seat.channel), 1);
    OK(stand_at(f, S("/talks/a")));
    rooms_test_help_say(f, "Ada", "two"); /* and goes on when it is public again */
    assert_int_equal(channel_head(seat.channel), 2);
    assert_int_equal(channel_floor(seat.channel), 1);
    OK(remove_room(f));
    assert_int_equal(channel_floor(seat.channel), 2);
    KIND(rooms_live_take(f->s, f->arena, f->room, ROOMS_JSON, &none), ERR_MISSING);
    rooms_live_leave(&seat);
    rooms_live_stop();
    bus_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(a_channel_begins_at_the_head),
        STORE_TEST(ones_own_commits_reach_every_channel),
        STORE_TEST(what_others_wrote_is_fetched),
        STORE_TEST(hidden_words_leave_the_window),
        STORE_TEST(what_is_no_longer_public_leaves_the_window),
        STORE_TEST(what_could_not_be_read_is_read_again),
        STORE_TEST(a_word_from_another_node_is_enough),
        STORE_TEST(many_at_once),
        STORE_TEST(more_rooms_than_memory_is_meant_for),
    };
    return cmocka_run_group_tests_name("rooms_live", tests, NULL, NULL);
}
