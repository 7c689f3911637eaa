/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * web_traps_test.c - the traps of evhttp 2.1.12 (conn.c names them): limits, times, clients that
 * send when nobody listens. Each with a test over a raw socket; those of the wire: web_wire_test.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "web/stream_conn.h"
#include "web/web_rig.h"

#define CLOSE "Host: house.example\r\nConnection: close\r\n"

/* ---- the limit of connections --------------------------------------------------------------- */

static void test_at_its_limit_it_waits_and_does_not_spin(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_new();
    struct rusage before = { 0 };
    struct rusage after = { 0 };
    int fds[4];

    rig->options.max_connections = 4;
    web_rig_start(rig);
    for (size_t i = 0; i < COUNT_OF(fds); i++) {
        fds[i] = web_rig_connect(rig);
        web_rig_send(fds[i], "GET /hello HTTP/1.1\r\nHost: h\r\n\r\n");
        assert_int_equal(web_rig_status(web_rig_reply(rig, fds[i], true)), 200);
    }
    int waiting = web_rig_connect(rig);
    web_rig_send(waiting, "GET /hello HTTP/1.1\r\nHost: h\r\n\r\n");
    getrusage(RUSAGE_SELF, &before);
    assert_false(web_rig_closed(waiting, 300));
    getrusage(RUSAGE_SELF, &after);
    int64_t spent_us = (after.ru_utime.tv_sec - before.ru_utime.tv_sec) * 1000000 +
                       after.ru_utime.tv_usec - before.ru_utime.tv_usec +
                       (after.ru_stime.tv_sec - before.ru_stime.tv_sec) * 1000000 +
                       after.ru_stime.tv_usec - before.ru_stime.tv_usec;
    assert_true(spent_us < 150000);
    assert_int_equal(server_counts_now(rig->server).connections, 4);

    close(fds[0]);
    assert_int_equal(web_rig_status(web_rig_reply(rig, waiting, true)), 200);
    for (size_t i = 1; i < COUNT_OF(fds); i++)
        close(fds[i]);
    close(waiting);
    web_rig_stop(rig);
}

static void test_a_stream_that_ends_makes_room(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_new();
    rig->options.max_connections = 1;
    web_rig_start(rig);
    for (int i = 0; i < 3; i++) {
        int fd = web_rig_connect(rig);
        web_rig_send(fd, "GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
        assert_int_equal(web_rig_status(web_rig_reply(rig, fd, false)), 200);
        close(fd);
        channel_append(rig->channel, i + 1, S("id: x\ndata: y\n\n"));
    }
    web_rig_stop(rig);
}

/* ---- limits of heads and bodies ------------------------------------------------------------- */

static void test_heads_have_a_limit(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_started();
    char *request = malloc(200000);
    assert_non_null(request);

    int n = snprintf(request, 200000, "GET /hello HTTP/1.1\r\n" CLOSE "X-Long: ");
    memset(request + n, 'x', 100000);
    memcpy(request + n + 100000, "\r\n\r\n", 5);
    web_rig_expect(rig, request, 431);

    n = snprintf(request, 200000, "GET /hello HTTP/1.1\r\n" CLOSE);
    for (int i = 0; i < 150; i++)
        n += snprintf(request + n, (size_t)(200000 - n), "X-%d: y\r\n", i);
    snprintf(request + n, 10, "\r\n");
    web_rig_expect(rig, request, 431);

    n = snprintf(request, 200000, "GET /");
    memset(request + n, 'x', 9000);
    snprintf(request + n + 9000, 200, " HTTP/1.1\r\n" CLOSE "\r\n");
    web_rig_expect(rig, request, 414);
    free(request);
    web_rig_stop(rig);
}

/* A client that says how much it will send, and sends it although nobody wants it, gets its answer.
 */
static int status_of_body(const struct web_rig *rig, const char *path, size_t n)
{
    char *body = calloc(1, n + 1);
    assert_non_null(body);
    memset(body, 'b', n);
    int fd = web_rig_connect(rig);
    char head[256];
    snprintf(head, sizeof head, "POST %s HTTP/1.1\r\n" CLOSE "Content-Length: %zu\r\n\r\n", path,
             n);
    web_rig_send(fd, head);
    web_rig_send_bytes(fd, (str){ body, n });
    str reply = web_rig_rest(rig, fd);
    close(fd);
    free(body);
    if (web_rig_status(reply) == 200) {
        int64_t taken = 0;
        assert_true(str_to_int64(web_rig_body(reply), &taken));
        assert_int_equal(taken, n);
    }
    return web_rig_status(reply);
}

static void test_bodies_have_a_limit_by_their_route(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_started();
    assert_int_equal(status_of_body(rig, "/length", 0), 200);
    assert_int_equal(status_of_body(rig, "/length", 65536), 200);
    assert_int_equal(status_of_body(rig, "/length", 65537), 413);
    assert_int_equal(status_of_body(rig, "/length", 8 << 20), 413);
    assert_int_equal(status_of_body(rig, "/nowhere", 8 << 20), 413);
    assert_int_equal(status_of_body(rig, "/big", 16 << 20), 200);
    assert_int_equal(status_of_body(rig, "/big", (16 << 20) + 1), 413);
    /* What was refused did not stay among the big ones. */
    for (int i = 0; i < 2 * SERVER_BIG_BODIES; i++)
        assert_int_equal(status_of_body(rig, "/big", 100000), 200);
    web_rig_stop(rig);
}

static void test_a_chunked_body_is_taken_and_limited(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_started();
    str reply =
        web_rig_ask(rig, "POST /length HTTP/1.1\r\n" CLOSE "Transfer-Encoding: chunked\r\n\r\n"
                         "5\r\nhello\r\n6\r\n world\r\n0\r\nX-Trailer: z\r\n\r\n");
    assert_int_equal(web_rig_status(reply), 200);
    assert_true(str_eq(web_rig_body(reply), S("11")));

    reply = web_rig_ask(rig, "POST /length HTTP/1.1\r\n" CLOSE "Transfer-Encoding: chunked\r\n\r\n"
                             "5 ;a=\"b\"\r\nhello\r\n0\r\n\r\n");
    assert_true(str_eq(web_rig_body(reply), S("5")));

    int fd = web_rig_connect(rig);
    web_rig_send(fd,
                 "POST /length HTTP/1.1\r\n" CLOSE "Transfer-Encoding: chunked\r\n\r\n11000\r\n");
    reply = web_rig_rest(rig, fd);
    assert_int_equal(web_rig_status(reply), 413);
    close(fd);
    web_rig_stop(rig);
}

/* The only worker sleeps, and the queue fills: the last are refused in their own form. */
static void test_too_many_at_once_are_refused(void **state)
{
    (void)state;
    enum { MANY = SERVER_QUEUE + 20 };
    static int fds[MANY];
    struct web_rig *rig = web_rig_new();
    rig->options.workers = 1;
    web_rig_start(rig);
    for (int i = 0; i < MANY; i++) {
        fds[i] = web_rig_connect(rig);
        web_rig_send(fds[i], i < 8 ? "GET /slow HTTP/1.1\r\nHost: h\r\n\r\n"
                                   : "GET /api/v1/nowhere HTTP/1.1\r\nHost: h\r\n\r\n");
    }
    str last = web_rig_reply(rig, fds[MANY - 1], true);
    assert_int_equal(web_rig_status(last), 503);
    assert_true(str_eq(web_rig_field(last, "Content-Type"), S("application/problem+json")));
    assert_non_null(web_rig_field(last, "Retry-After").p);
    for (int i = 0; i < MANY; i++)
        close(fds[i]);
    web_rig_stop(rig);
}

static void test_only_so_many_big_bodies_at_once(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_started();
    int fds[SERVER_BIG_BODIES];
    for (size_t i = 0; i < COUNT_OF(fds); i++) {
        fds[i] = web_rig_connect(rig);
        web_rig_send(fds[i], "POST /big HTTP/1.1\r\n" CLOSE "Content-Length: 100000\r\n\r\n");
    }
    web_rig_pause(100);
    str reply = web_rig_ask(rig, "POST /big HTTP/1.1\r\n" CLOSE "Content-Length: 100000\r\n\r\n");
    assert_int_equal(web_rig_status(reply), 503);
    assert_non_null(web_rig_field(reply, "Retry-After").p);
    for (size_t i = 0; i < COUNT_OF(fds); i++)
        close(fds[i]);
    web_rig_pause(100);
    assert_int_equal(status_of_body(rig, "/big", 100000), 200);
    web_rig_stop(rig);
}

static void test_a_full_queue_is_told(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_new();
    rig->options.workers = 1;
    web_rig_start(rig);
    rig->server->queue_n = SERVER_QUEUE; /* as if so many waited */
    str reply = web_rig_get(rig, "/hello", "");
    assert_int_equal(web_rig_status(reply), 503);
    assert_non_null(web_rig_field(reply, "Retry-After").p);
    assert_int_equal(web_rig_status(web_rig_get(rig, "/healthz", "")), 200);
    rig->server->queue_n = 0;
    web_rig_stop(rig);
}

/* ---- times ---------------------------------------------------------------------------------- */

static void test_a_dripping_client_is_cut(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_new();
    rig->times.head = 200;
    web_rig_start(rig);
    int fd = web_rig_connect(rig);
    int64_t began = clock_mono_ns();
    bool closed = false;
    web_rig_send(fd, "GET /hello HTTP/1.1\r\nHost: h\r\nX: ");
    while (!closed && clock_mono_ns() - began < 3000000000) {
        web_rig_send(fd, "x");
        closed = web_rig_closed(fd, 20);
    }
    assert_true(closed);
    close(fd);
    /* One that says nothing at all goes the same way. */
    fd = web_rig_connect(rig);
    assert_true(web_rig_closed(fd, 2000));
    close(fd);
    web_rig_stop(rig);
}

static void test_a_body_has_its_time(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_new();
    rig->times.body = 200;
    web_rig_start(rig);
    int fd = web_rig_connect(rig);
    web_rig_send(fd, "POST /length HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nabc");
    assert_true(web_rig_closed(fd, 2000));
    close(fd);
    web_rig_stop(rig);
}

static void test_an_idle_connection_is_closed(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_new();
    rig->times.idle = 200;
    web_rig_start(rig);
    int fd = web_rig_connect(rig);
    web_rig_send(fd, "GET /hello HTTP/1.1\r\nHost: h\r\n\r\n");
    assert_int_equal(web_rig_status(web_rig_reply(rig, fd, true)), 200);
    assert_true(web_rig_closed(fd, 2000));
    close(fd);
    web_rig_stop(rig);
}

static void test_a_slow_handler_is_waited_for(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_new();
    rig->times.head = rig->times.body = rig->times.idle = 50;
    web_rig_start(rig);
    web_rig_expect(rig, "GET /slow HTTP/1.1\r\n" CLOSE "\r\n", 200);
    web_rig_stop(rig);
}

static void test_a_quiet_stream_is_not_cut(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_new();
    rig->times = (struct server_times){ 100, 100, 100, 100, 100, 100 };
    web_rig_start(rig);
    int fd = web_rig_connect(rig);
    web_rig_send(fd, "GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
    str head = web_rig_reply(rig, fd, false);
    assert_int_equal(web_rig_status(head), 200);
    assert_false(web_rig_closed(fd, 1500));
    channel_append(rig->channel, 1, S("id: e.1\ndata: late\n\n"));
    web_rig_pause(300);
    channel_cut(rig->channel);
    assert_true(str_contains(web_rig_rest(rig, fd), S("data: late")));
    close(fd);
    web_rig_stop(rig);
}

static void test_a_reader_who_does_not_read_is_cut(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_new();
    rig->times.write = 200;
    web_rig_start(rig);
    int fd = web_rig_connect(rig);
    int small = 4096;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    web_rig_send(fd, "GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
    web_rig_pause(100);
    assert_int_equal(atomic_load(&rig->server->open_now), 1);
    for (int i = 0; i < 50 && atomic_load(&rig->server->open_now) > 0; i++)
        web_rig_pause(100);
    assert_int_equal(atomic_load(&rig->server->open_now), 0);
    close(fd);
    web_rig_stop(rig);
}

/* ---- clients that send when nobody listens -------------------------------------------------- */

/* What the kernel takes in both directions is a few megabytes; behind that the sender must block.
 */
static void test_sending_during_a_reply_is_not_read(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_started();
    int fd = web_rig_connect(rig);
    static char junk[1 << 16];
    size_t sent = 0;

    memset(junk, 'j', sizeof junk);
    int small = 4096;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    web_rig_send(fd, "GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
    web_rig_pause(300);
    for (int i = 0; i < 500 && sent < (size_t)64 << 20; i++) {
        ssize_t n = send(fd, junk, sizeof junk, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n > 0)
            sent += (size_t)n;
        else
            web_rig_pause(1);
    }
    assert_true(sent < (size_t)16 << 20);
    close(fd);
    web_rig_stop(rig);
}

static void test_a_stream_client_that_keeps_sending_is_cut(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_started();
    int fd = web_rig_connect(rig);
    char junk[1024];

    memset(junk, 'j', sizeof junk);
    web_rig_send(fd, "GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
    assert_int_equal(web_rig_status(web_rig_reply(rig, fd, false)), 200);
    bool closed = false;
    for (int i = 0; i < 100 && !closed; i++) {
        web_rig_send_bytes(fd, (str){ junk, sizeof junk });
        closed = web_rig_closed(fd, 20);
    }
    assert_true(closed);
    close(fd);
    web_rig_stop(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_at_its_limit_it_waits_and_does_not_spin),
        cmocka_unit_test(test_a_stream_that_ends_makes_room),
        cmocka_unit_test(test_heads_have_a_limit),
        cmocka_unit_test(test_bodies_have_a_limit_by_their_route),
        cmocka_unit_test(test_a_chunked_body_is_taken_and_limited),
        cmocka_unit_test(test_too_many_at_once_are_refused),
        cmocka_unit_test(test_only_so_many_big_bodies_at_once),
        cmocka_unit_test(test_a_full_queue_is_told),
        cmocka_unit_test(test_a_dripping_client_is_cut),
        cmocka_unit_test(test_a_body_has_its_time),
        cmocka_unit_test(test_an_idle_connection_is_closed),
        cmocka_unit_test(test_a_slow_handler_is_waited_for),
        cmocka_unit_test(test_a_quiet_stream_is_not_cut),
        cmocka_unit_test(test_a_reader_who_does_not_read_is_cut),
        cmocka_unit_test(test_sending_during_a_reply_is_not_read),
        cmocka_unit_test(test_a_stream_client_that_keeps_sending_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
