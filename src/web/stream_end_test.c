/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * stream_end_test.c - how streams end: slow, dead and talkative readers, heartbeats and rotation,
 * cuts, channels and loops that go; and how one begins, on its way out of evhttp.
 */
#include "web/rig.h"

#include <event2/bufferevent.h>
#include <event2/http.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"

/* ---- slow, dead and talkative readers -------------------------------------------------------- */

static void test_slow_reader_is_cut_and_delays_nobody(void **state)
{
    (void)state;
    struct rig g;
    rig_start(&g, NULL);
    channel *c = channel_new(0, 1 << 20, 100);
    int slow = rig_join(&g, c, 0), fast = rig_join(&g, c, 0);
    rig_expect_head(fast);
    for (int64_t p = 1; p <= 1000; p += 10) {
        rig_append(c, p, p + 9, 2000);
        rig_expect_frames(fast, p, p + 9, 2000);
    }
    EVENTUALLY(channel_readers(c) == 1);
    assert_int_equal(g.closed, 1);
    /* It got a beginning, bounded by the kernel's buffers, and then the end. */
    size_t got = rig_swallow(slow);
    assert_in_range(got, 100, 600 * 1000);
    rig_append(c, 1001, 1001, 100);
    rig_expect_frames(fast, 1001, 1001, 100);
    close(slow);
    close(fast);
    channel_free(c);
    rig_stop(&g);
}

/* It takes its time, but stays within the window: nothing is lost, cut frames are whole again. */
static void test_late_reader_gets_all(void **state)
{
    (void)state;
    struct rig g;
    rig_start(&g, NULL);
    channel *c = channel_new(0, 64 << 20, 1000);
    int fd = rig_join(&g, c, 0);
    rig_append(c, 1, 3, 1 << 20);
    rig_append(c, 4, 400, 3000);
    rig_nap();
    rig_expect_head(fd);
    rig_expect_frames(fd, 1, 3, 1 << 20);
    rig_expect_frames(fd, 4, 400, 3000);
    rig_append(c, 401, 401, 100);
    rig_expect_frames(fd, 401, 401, 100);
    close(fd);
    EVENTUALLY(channel_readers(c) == 0);
    channel_free(c);
    rig_stop(&g);
}

static void test_dead_reader(void **state)
{
    (void)state;
    struct rig g;
    rig_start(&g, NULL);
    channel *c = channel_new(0, 1 << 20, 100);
    int one = rig_join(&g, c, 0), two = rig_join(&g, c, 0), three = rig_join(&g, c, 0);
    assert_int_equal(channel_readers(c), 3);
    close(two);
    EVENTUALLY(g.closed == 1);
    close(one);
    rig_append(c, 1, 10, 100); /* may be written to the dead one before its end is heard */
    rig_expect_head(three);
    rig_expect_frames(three, 1, 10, 100);
    EVENTUALLY(channel_readers(c) == 1);
    close(three);
    EVENTUALLY(channel_readers(c) == 0);
    int again = rig_join(&g, c, 10);
    rig_append(c, 11, 11, 100);
    rig_expect_head(again);
    rig_expect_frames(again, 11, 11, 100);
    close(again);
    channel_free(c);
    rig_stop(&g);
    assert_int_equal(g.closed, 4);
}

static void test_client_that_sends(void **state)
{
    (void)state;
    struct rig g;
    rig_start(&g, NULL);
    channel *c = channel_new(0, 1 << 20, 100);
    char words[4096] = { 0 };
    int fd = rig_join(&g, c, 0);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(send(fd, words, 1024, MSG_NOSIGNAL), 1024);
        rig_nap();
    }
    rig_expect_head(fd);
    rig_append(c, 1, 1, 100);
    rig_expect_frames(fd, 1, 1, 100);
    assert_int_equal(g.closed, 0);
    assert_int_equal(send(fd, words, 1, MSG_NOSIGNAL), 1);
    rig_expect_end(fd);
    EVENTUALLY(g.closed == 1);
    close(fd);
    channel_free(c);
    rig_stop(&g);
}

static void test_stalled_reader(void **state)
{
    (void)state;
    struct rig g;
    struct stream_times t = rig_times();
    t.beat = 50;
    rig_start(&g, &t);
    channel *c = channel_new(0, 1 << 20, 100);
    SCRATCH(a);
    str replay = { arena_alloc(a, 1 << 20), 1 << 20 };
    int64_t began = clock_mono_ns();
    int fd = rig_join_with(&g, c, 0, SOCK_STREAM, replay);
    EVENTUALLY(g.closed == 1);
    assert_true(clock_mono_ns() - began > 100 * 1000000LL); /* more than one heartbeat's patience */
    close(fd);
    channel_free(c);
    rig_stop(&g);
}

/* As slow, but alive: it goes on as long as something is taken now and then. */
static void test_patient_with_slow_reader(void **state)
{
    (void)state;
    struct rig g;
    struct stream_times t = rig_times();
    t.beat = 100;
    rig_start(&g, &t);
    channel *c = channel_new(0, 1 << 20, 100);
    SCRATCH(a);
    str replay = { arena_alloc(a, 2 << 20), 2 << 20 };
    int fd = rig_join_with(&g, c, 0, SOCK_STREAM, replay);
    char *got = arena_alloc(a, 64 << 10);
    bool end = false;
    for (int i = 0; i < 20; i++) {
        for (int n = 0; n < 40; n++)
            rig_nap();
        assert_int_equal(rig_receive(fd, got, 64 << 10, &end), 64 << 10);
    }
    assert_int_equal(g.closed, 0);
    close(fd);
    channel_free(c);
    rig_stop(&g);
}

/* ---- time, cuts, ends ------------------------------------------------------------------------ */

static void test_heartbeat_and_rotation(void **state)
{
    (void)state;
    struct rig g;
    struct stream_times t = rig_times();
    t.beat = 30;
    t.beat_spread = 20;
    t.rotate = 400;
    t.rotate_spread = 200;
    rig_start(&g, &t);
    channel *c = channel_new(0, 1 << 20, 100);
    int64_t began = clock_mono_ns();
    int fd = rig_join(&g, c, 0);
    rig_expect_head(fd);
    int beats = 0;
    char got[100];
    for (rig_line(fd, got, sizeof(got)); got[0] != '\0'; rig_line(fd, got, sizeof(got)), beats++) {
        assert_string_equal(got, ": hb\n");
        rig_expect_line(fd, "\n");
    }
    int64_t ms = (clock_mono_ns() - began) / 1000000;
    assert_true(ms >= 350);
    assert_in_range(beats, 3, 25);
    EVENTUALLY(g.closed == 1);
    close(fd);
    channel_free(c);
    rig_stop(&g);
}

static void test_cut(void **state)
{
    (void)state;
    struct rig g;
    rig_start(&g, NULL);
    channel *c = channel_new(0, 1 << 20, 100);
    int fd = rig_join(&g, c, 0);
    rig_expect_head(fd);
    channel_cut(c);
    rig_expect_end(fd);
    close(fd);
    fd = rig_join(&g, c, 0);
    rig_expect_head(fd);
    rig_append(c, 1, 1, 100);
    rig_expect_frames(fd, 1, 1, 100);
    int waits = rig_join(&g, c, 0);
    rig_append(c, 2, 50, 18000); /* more than the socket takes */
    channel_cut(c);
    EVENTUALLY(channel_readers(c) == 0);
    close(fd);
    close(waits);
    assert_int_equal(g.closed, 3);
    channel_free(c);
    rig_stop(&g);
}

static void test_free_while_read_and_held(void **state)
{
    (void)state;
    struct rig g[2];
    rig_start(&g[0], NULL);
    rig_start(&g[1], NULL);
    for (int round = 0; round < 20; round++) {
        channel *c = channel_new(0, 1 << 20, 100);
        int fds[8];
        for (size_t i = 0; i < 8; i++)
            fds[i] = rig_join(&g[i % 2], c, 0);
        rig_append(c, 1, 5, 100);
        channel_hold(c);
        channel_hold(c);
        channel_free(c);
        assert_int_equal(g[0].closed + g[1].closed, round * 9 + 8); /* it waited for both loops */
        for (size_t i = 0; i < 8; i++) {
            rig_swallow(fds[i]);
            close(fds[i]);
        }
        /* A stream that was on its way to the loop meanwhile ends at once. */
        int pair[2];
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
        rig_join_fd(&g[0], c, pair[0]);
        rig_expect_end(pair[1]);
        close(pair[1]);
        channel_release(c);
    }
    channel_free(NULL);
    rig_stop(&g[0]);
    rig_stop(&g[1]);
    assert_int_equal(g[0].closed + g[1].closed, 20 * 9);
}

static void test_loop_ends_before_channel(void **state)
{
    (void)state;
    struct rig g;
    rig_start(&g, NULL);
    channel *c = channel_new(0, 1 << 20, 100);
    int one = rig_join(&g, c, 0), two = rig_join(&g, c, 0);
    rig_stop(&g);
    rig_expect_head(one);
    rig_expect_end(one);
    rig_expect_head(two);
    rig_expect_end(two);
    close(one);
    close(two);
    assert_int_equal(g.closed, 2);
    rig_append(c, 1, 1, 100);
    assert_int_equal(channel_readers(c), 0);
    channel_free(c);
    stream_loop_free(NULL);
}

/* ---- out of evhttp --------------------------------------------------------------------------- */

struct house {
    struct rig g;
    channel *c;
    struct evhttp *http;
    struct evhttp_request *request;
    struct event *later;
    int port;
    int closed_by_evhttp;
};

static void house_connection_closed(struct evhttp_connection *connection, void *arg)
{
    (void)connection;
    struct house *h = arg;
    h->closed_by_evhttp++;
}

static void house_asked(struct evhttp_request *request, void *arg)
{
    struct house *h = arg;
    h->request = request;
    struct evhttp_connection *connection = evhttp_request_get_connection(request);
    evhttp_connection_set_closecb(connection, house_connection_closed, h);
    /* evhttp stops reading by itself; a server that wants to hear of the end goes on. */
    bufferevent_enable(evhttp_connection_get_bufferevent(connection), EV_READ);
    struct timeval soon = { .tv_usec = 1000 };
    event_add(h->later, &soon);
}

static void house_answers(evutil_socket_t nothing, short what, void *arg)
{
    (void)nothing;
    (void)what;
    struct house *h = arg;
    int fd = stream_detach(h->request);
    assert_true(fd >= 0);
    channel_hold(h->c);
    stream_open(h->g.loop, fd, h->c, channel_head(h->c), S(RIG_HEAD), S(""), rig_count_closed,
                &h->g);
}

static void house_open(void *arg)
{
    struct house *h = arg;
    h->http = evhttp_new(h->g.base);
    h->later = evtimer_new(h->g.base, house_answers, h);
    evhttp_set_gencb(h->http, house_asked, h);
    struct evhttp_bound_socket *b = evhttp_bind_socket_with_handle(h->http, "127.0.0.1", 0);
    struct sockaddr_in at;
    socklen_t n = sizeof(at);
    getsockname(evhttp_bound_socket_get_fd(b), (struct sockaddr *)&at, &n);
    h->port = ntohs(at.sin_port);
}

static void house_close(void *arg)
{
    struct house *h = arg;
    evhttp_free(h->http);
    event_free(h->later);
}

/* Descriptors in epoll sets of this process. */
static int watched(void)
{
    int n = 0;
    for (int fd = 0; fd < 200; fd++) {
        char text[200];
        snprintf(text, sizeof(text), "/proc/self/fdinfo/%d", fd);
        FILE *info = fopen(text, "r");
        while (info != NULL && fgets(text, sizeof(text), info) != NULL)
            n += strncmp(text, "tfd:", 4) == 0;
        if (info != NULL)
            fclose(info);
    }
    return n;
}

static int visit(int port)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in at = { .sin_family = AF_INET,
                              .sin_port = htons((uint16_t)port),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
    return fd;
}

static void test_detach_from_evhttp(void **state)
{
    (void)state;
    struct house h = { 0 };
    rig_start(&h.g, NULL);
    h.c = channel_new(0, 1 << 20, 1000);
    rig_call(&h.g, house_open, &h);
    int64_t position = 0;
    int watched_before = watched();
    for (int round = 0; round < 20; round++) {
        int fd = visit(h.port);
        str ask = S("GET / HTTP/1.1\r\nHost: example.org\r\n\r\nGET /more");
        assert_int_equal(send(fd, ask.p, ask.n, MSG_NOSIGNAL), ask.n);
        rig_expect_head(fd);
        for (int i = 0; i < 10; i++) {
            position++;
            rig_append(h.c, position, position, 100);
            rig_expect_frames(fd, position, position, 100);
        }
        EVENTUALLY(channel_readers(h.c) == 1);
        assert_int_equal(watched(), watched_before + 1); /* by the stream, no longer by evhttp */
        close(fd);
        EVENTUALLY(h.g.closed == round + 1);
    }
    assert_int_equal(h.closed_by_evhttp, 0);
    rig_call(&h.g, house_close, &h);
    rig_stop(&h.g);
    channel_free(h.c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slow_reader_is_cut_and_delays_nobody),
        cmocka_unit_test(test_late_reader_gets_all),
        cmocka_unit_test(test_dead_reader),
        cmocka_unit_test(test_client_that_sends),
        cmocka_unit_test(test_stalled_reader),
        cmocka_unit_test(test_patient_with_slow_reader),
        cmocka_unit_test(test_heartbeat_and_rotation),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_free_while_read_and_held),
        cmocka_unit_test(test_loop_ends_before_channel),
        cmocka_unit_test(test_detach_from_evhttp),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
