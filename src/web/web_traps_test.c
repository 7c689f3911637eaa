/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * web_traps_test.c - the traps of evhttp 2.1.12 (conn.c names them), each with a test over a raw
 * socket.
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

static struct web_rig *started(void)
{
    struct web_rig *rig = web_rig_new();
    web_rig_start(rig);
    return rig;
}

static void expect_status(const struct web_rig *rig, const char *request, int status)
{
    str reply = web_rig_ask(rig, request);
    if (web_rig_status(reply) != status)
        print_error("asked: %s\ngot: %.*s\n", request, STR_ARG(reply));
    assert_int_equal(web_rig_status(reply), status);
    /* Whatever was refused, it was us who said so. */
    assert_non_null(web_rig_field(reply, "Content-Security-Policy").p);
}

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
    struct web_rig *rig = started();
    char *request = malloc(200000);
    assert_non_null(request);

    int n = snprintf(request, 200000, "GET /hello HTTP/1.1\r\n" CLOSE "X-Long: ");
    memset(request + n, 'x', 100000);
    memcpy(request + n + 100000, "\r\n\r\n", 5);
    expect_status(rig, request, 431);

    n = snprintf(request, 200000, "GET /hello HTTP/1.1\r\n" CLOSE);
    for (int i = 0; i < 150; i++)
        n += snprintf(request + n, (size_t)(200000 - n), "X-%d: y\r\n", i);
    snprintf(request + n, 10, "\r\n");
    expect_status(rig, request, 431);

    n = snprintf(request, 200000, "GET /");
    memset(request + n, 'x', 9000);
    snprintf(request + n + 9000, 200, " HTTP/1.1\r\n" CLOSE "\r\n");
    expect_status(rig, request, 414);
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
    struct web_rig *rig = started();
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
    struct web_rig *rig = started();
    str reply =
        web_rig_ask(rig, "POST /length HTTP/1.1\r\n" CLOSE "Transfer-Encoding: chunked\r\n\r\n"
                         "5\r\nhello\r\n6\r\n world\r\n0\r\nX-Trailer: z\r\n\r\n");
    assert_int_equal(web_rig_status(reply), 200);
    assert_true(str_eq(web_rig_body(reply), S("11")));

    int fd = web_rig_connect(rig);
    web_rig_send(fd,
                 "POST /length HTTP/1.1\r\n" CLOSE "Transfer-Encoding: chunked\r\n\r\n11000\r\n");
    reply = web_rig_rest(rig, fd);
    assert_int_equal(web_rig_status(reply), 413);
    close(fd);
    web_rig_stop(rig);
}

static void test_only_so_many_big_bodies_at_once(void **state)
{
    (void)state;
    struct web_rig *rig = started();
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
    expect_status(rig, "GET /slow HTTP/1.1\r\n" CLOSE "\r\n", 200);
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
    struct web_rig *rig = started();
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
    struct web_rig *rig = started();
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

/* ---- what evhttp would take ----------------------------------------------------------------- */

static void test_head_has_no_body(void **state)
{
    (void)state;
    struct web_rig *rig = started();
    int fd = web_rig_connect(rig);
    web_rig_send(fd, "HEAD /hello HTTP/1.1\r\nHost: h\r\n\r\n"
                     "GET /hello HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    str both = web_rig_rest(rig, fd);
    str head = str_sub(both, 0, str_find(both, S("\r\n\r\n")) + 4);
    str get = str_sub(both, head.n, both.n);
    assert_int_equal(web_rig_status(head), 200);
    assert_int_equal(web_rig_status(get), 200);
    assert_true(
        str_eq(web_rig_field(head, "Content-Length"), web_rig_field(get, "Content-Length")));
    assert_true(web_rig_body(get).n > 0);
    close(fd);
    expect_status(rig, "HEAD /fail/9 HTTP/1.1\r\n" CLOSE "\r\n", 500);
    str stream = web_rig_ask(rig, "HEAD /stream HTTP/1.1\r\n" CLOSE "\r\n");
    assert_true(str_eq(web_rig_field(stream, "Content-Type"), S("text/event-stream")));
    assert_int_equal(web_rig_body(stream).n, 0);
    web_rig_stop(rig);
}

static void test_a_host_is_required(void **state)
{
    (void)state;
    struct web_rig *rig = started();
    expect_status(rig, "GET /hello HTTP/1.1\r\n\r\n", 400);
    expect_status(rig, "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400);
    expect_status(rig, "GET /hello HTTP/1.1\r\nHost:\r\n\r\n", 400);
    expect_status(rig, "GET /hello HTTP/1.1\r\nHost: a/b\r\n\r\n", 400);
    expect_status(rig, "GET /hello HTTP/1.1\r\nHost: me@house\r\n\r\n", 400);
    expect_status(rig, "GET /hello HTTP/1.0\r\n\r\n", 200);
    web_rig_stop(rig);
}

static void test_every_method_gets_our_own_answer(void **state)
{
    static const char *const methods[] = { "PUT",  "DELETE",  "PATCH",    "TRACE",
                                           "BREW", "CONNECT", "PROPFIND", "get" };
    (void)state;
    struct web_rig *rig = started();
    for (size_t i = 0; i < COUNT_OF(methods); i++) {
        char request[200];
        snprintf(request, sizeof request, "%s /hello HTTP/1.1\r\n" CLOSE "\r\n", methods[i]);
        str reply = web_rig_ask(rig, request);
        assert_int_equal(web_rig_status(reply), 405);
        assert_true(str_eq(web_rig_field(reply, "Allow"), S("GET, HEAD, OPTIONS")));
    }
    str reply = web_rig_ask(rig, "GET /form HTTP/1.1\r\n" CLOSE "\r\n");
    assert_int_equal(web_rig_status(reply), 405);
    assert_true(str_eq(web_rig_field(reply, "Allow"), S("POST, OPTIONS")));
    expect_status(rig, "CONNECT house.example:443 HTTP/1.1\r\n" CLOSE "\r\n", 400);
    reply = web_rig_ask(rig, "OPTIONS /form HTTP/1.1\r\n" CLOSE "\r\n");
    assert_int_equal(web_rig_status(reply), 204);
    assert_true(str_eq(web_rig_field(reply, "Allow"), S("POST, OPTIONS")));
    reply = web_rig_ask(rig, "OPTIONS * HTTP/1.1\r\n" CLOSE "\r\n");
    assert_int_equal(web_rig_status(reply), 204);
    expect_status(rig, "GET * HTTP/1.1\r\n" CLOSE "\r\n", 400);
    web_rig_stop(rig);
}

/* A method that evhttp does not know, or HEAD, with a body that looks like a request: the body is
 * read as a body. */
static void test_nothing_is_smuggled(void **state)
{
    static const char *const faults[] = {
        "Content-Length: 3\r\nContent-Length: 3\r\n",
        "Content-Length: 3, 3\r\n",
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: +3\r\n",
        "Content-Length: -3\r\n",
        "Content-Length: 0x3\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Content-Length:\r\n",
        "Content-Length : 3\r\n",
        "X: a\r\n folded\r\n",
        "X: a\n",
        "X: a\rb\r\n",
        "X\r\n",
        ": y\r\n",
        "X y: z\r\n",
        "X: \x01\r\n",
    };
    (void)state;
    struct web_rig *rig = started();
    for (size_t i = 0; i < COUNT_OF(faults); i++) {
        char request[300];
        snprintf(request, sizeof request, "POST /length HTTP/1.1\r\n" CLOSE "%s\r\nabc", faults[i]);
        expect_status(rig, request, 400);
    }
    expect_status(rig, "POST /length HTTP/1.1\r\n" CLOSE "Transfer-Encoding: gzip\r\n\r\n", 501);
    expect_status(rig, "POST /length HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400);
    str zero = S("GET /hello HTTP/1.1\r\nHost: h\r\nX: a\0b\r\n\r\n");
    int fd = web_rig_connect(rig);
    web_rig_send_bytes(fd, zero);
    assert_int_equal(web_rig_status(web_rig_rest(rig, fd)), 400);
    close(fd);

    fd = web_rig_connect(rig);
    web_rig_send(fd, "BREW /hello HTTP/1.1\r\nHost: h\r\nContent-Length: 37\r\n\r\n"
                     "GET /echo/inner HTTP/1.1\r\nHost: h\r\n\r\n");
    assert_int_equal(web_rig_status(web_rig_reply(rig, fd, true)), 405);
    assert_false(web_rig_closed(fd, 100));
    web_rig_send(fd, "GET /echo/next HTTP/1.1\r\n" CLOSE "\r\n");
    str next = web_rig_rest(rig, fd);
    assert_true(str_starts(web_rig_body(next), S("next|")));
    close(fd);
    web_rig_stop(rig);
}

static void test_malformed_lines_are_refused_and_closed(void **state)
{
    static const struct {
        const char *request;
        int status;
    } lines[] = {
        { "GET\r\n\r\n", 400 },
        { "GET /\r\n\r\n", 400 },
        { "\x16\x03\x01 / HTTP/1.1\r\n\r\n", 400 },
        { "GET /hello HTTP/2.0\r\nHost: h\r\n\r\n", 505 },
        { "GET /hello HTTP/1.12\r\nHost: h\r\n\r\n", 400 },
        { "GET /hello FTP/1.1\r\nHost: h\r\n\r\n", 400 },
        { "GET  /hello HTTP/1.1\r\nHost: h\r\n\r\n", 400 },
        { "GET hello HTTP/1.1\r\nHost: h\r\n\r\n", 400 },
        { "GET /hello#x HTTP/1.1\r\nHost: h\r\n\r\n", 400 },
        { "GET ftp://house/ HTTP/1.1\r\nHost: h\r\n\r\n", 400 },
        { "GET /hello HTTP/1.1\nHost: h\n\n", 400 },
        { "GET /hello HTTP/1.1\r\nHost: h\r\nExpect: tea\r\n\r\n", 417 },
    };
    (void)state;
    struct web_rig *rig = started();
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        expect_status(rig, lines[i].request, lines[i].status);
    web_rig_stop(rig);
}

/* ---- ways of asking ------------------------------------------------------------------------- */

static void test_pipelined_requests_are_answered_in_order(void **state)
{
    (void)state;
    struct web_rig *rig = started();
    int fd = web_rig_connect(rig);
    web_rig_send(fd, "\r\nGET /echo/one HTTP/1.1\r\nHost: h\r\n\r\n"
                     "POST /length HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody\r\n"
                     "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"
                     "GET /echo/tw");
    assert_true(str_starts(web_rig_body(web_rig_reply(rig, fd, true)), S("one|")));
    assert_true(str_eq(web_rig_body(web_rig_reply(rig, fd, true)), S("4")));
    assert_true(str_eq(web_rig_body(web_rig_reply(rig, fd, true)), S("ok\n")));
    web_rig_pause(50);
    web_rig_send(fd, "o HTTP/1.1\r\nHost: h\r\n\r");
    web_rig_pause(50);
    web_rig_send(fd, "\n");
    assert_true(str_starts(web_rig_body(web_rig_reply(rig, fd, true)), S("two|")));
    close(fd);
    web_rig_stop(rig);
}

static void test_a_request_may_come_in_single_bytes(void **state)
{
    static const char request[] =
        "POST /length HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";
    (void)state;
    struct web_rig *rig = started();
    int fd = web_rig_connect(rig);
    for (size_t i = 0; i + 1 < sizeof request; i++) {
        web_rig_send_bytes(fd, (str){ request + i, 1 });
        if (i % 16 == 0)
            web_rig_pause(2);
    }
    assert_true(str_eq(web_rig_body(web_rig_rest(rig, fd)), S("5")));
    close(fd);
    web_rig_stop(rig);
}

static void test_expect_continue(void **state)
{
    (void)state;
    struct web_rig *rig = started();
    int fd = web_rig_connect(rig);
    web_rig_send(fd, "POST /length HTTP/1.1\r\n" CLOSE "Content-Length: 5\r\n"
                     "Expect: 100-continue\r\n\r\n");
    str go = web_rig_reply(rig, fd, false);
    assert_int_equal(web_rig_status(go), 100);
    web_rig_send(fd, "hello");
    assert_true(str_eq(web_rig_body(web_rig_rest(rig, fd)), S("5")));
    close(fd);
    /* What is refused is refused before it is sent. */
    expect_status(rig,
                  "POST /length HTTP/1.1\r\n" CLOSE "Content-Length: 70000\r\n"
                  "Expect: 100-continue\r\n\r\n",
                  413);
    web_rig_stop(rig);
}

static void test_old_clients_are_kept_only_if_they_ask(void **state)
{
    (void)state;
    struct web_rig *rig = started();
    int fd = web_rig_connect(rig);
    web_rig_send(fd, "GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    str reply = web_rig_reply(rig, fd, true);
    assert_true(str_eq(web_rig_field(reply, "Connection"), S("keep-alive")));
    web_rig_send(fd, "GET /hello HTTP/1.0\r\n\r\n");
    reply = web_rig_rest(rig, fd);
    assert_int_equal(web_rig_status(reply), 200);
    assert_true(str_eq(web_rig_field(reply, "Connection"), S("close")));
    close(fd);
    web_rig_stop(rig);
}

static void test_a_target_may_name_the_host(void **state)
{
    (void)state;
    struct web_rig *rig = started();
    str reply =
        web_rig_ask(rig, "GET http://other.example:8080/echo/a?q=b HTTP/1.1\r\n" CLOSE "\r\n");
    assert_true(str_starts(web_rig_body(reply), S("a|b|127.0.0.1|http://other.example:8080|")));
    expect_status(rig, "GET http://other.example HTTP/1.1\r\n" CLOSE "\r\n", 404);
    expect_status(rig, "GET http:// HTTP/1.1\r\n" CLOSE "\r\n", 400);
    web_rig_stop(rig);
}

/* ---- clients that go ------------------------------------------------------------------------ */

static void test_a_client_may_go_at_any_time(void **state)
{
    static const char *const begun[] = {
        "",
        "G",
        "GET /hello HTTP/1.1\r\nHo",
        "POST /length HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nab",
        "GET /slow HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /large HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /stream HTTP/1.1\r\nHost: h\r\n\r\n",
        "POST /big HTTP/1.1\r\nHost: h\r\nContent-Length: 900000\r\n\r\nab",
        "GET /slow HTTP/1.1\r\nHost: h\r\n\r\nGET /slow HTTP/1.1\r\nHost: h\r\n\r\n",
    };
    (void)state;
    struct web_rig *rig = web_rig_new();
    const struct linger at_once = { 1, 0 };

    rig->options.workers = 16;
    web_rig_start(rig);
    for (int round = 0; round < 20; round++)
        for (size_t i = 0; i < COUNT_OF(begun); i++) {
            int fd = web_rig_connect(rig);
            web_rig_send(fd, begun[i]);
            if (round % 2 == 1)
                web_rig_pause(2);
            if (round % 4 > 1)
                setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
            close(fd);
        }
    expect_status(rig, "GET /hello HTTP/1.1\r\n" CLOSE "\r\n", 200);
    web_rig_stop(rig);
}

static void test_a_client_may_close_its_half(void **state)
{
    (void)state;
    struct web_rig *rig = started();
    int fd = web_rig_connect(rig);
    web_rig_send(fd, "GET /large HTTP/1.0\r\n\r\n");
    shutdown(fd, SHUT_WR);
    str reply = web_rig_rest(rig, fd);
    int64_t length = 0;
    assert_int_equal(web_rig_status(reply), 200);
    assert_true(str_to_int64(web_rig_field(reply, "Content-Length"), &length));
    assert_int_equal(web_rig_body(reply).n, length);
    close(fd);
    web_rig_stop(rig);
}

static void test_stopping_finishes_what_is_under_way(void **state)
{
    (void)state;
    struct web_rig *rig = started();
    int idle = web_rig_connect(rig);
    int slow = web_rig_connect(rig);
    int stream = web_rig_connect(rig);
    web_rig_send(slow, "GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
    web_rig_send(stream, "GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
    assert_int_equal(web_rig_status(web_rig_reply(rig, stream, false)), 200);
    web_rig_pause(50);
    server_stop(rig->server, 3000);
    rig->server = NULL;
    str reply = web_rig_rest(rig, slow);
    assert_int_equal(web_rig_status(reply), 200);
    assert_true(str_eq(web_rig_body(reply), S("slow")));
    assert_true(web_rig_closed(idle, 1000));
    assert_true(web_rig_closed(stream, 1000));
    close(idle);
    close(slow);
    close(stream);
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
        cmocka_unit_test(test_only_so_many_big_bodies_at_once),
        cmocka_unit_test(test_a_dripping_client_is_cut),
        cmocka_unit_test(test_a_body_has_its_time),
        cmocka_unit_test(test_an_idle_connection_is_closed),
        cmocka_unit_test(test_a_slow_handler_is_waited_for),
        cmocka_unit_test(test_a_quiet_stream_is_not_cut),
        cmocka_unit_test(test_a_reader_who_does_not_read_is_cut),
        cmocka_unit_test(test_sending_during_a_reply_is_not_read),
        cmocka_unit_test(test_a_stream_client_that_keeps_sending_is_cut),
        cmocka_unit_test(test_head_has_no_body),
        cmocka_unit_test(test_a_host_is_required),
        cmocka_unit_test(test_every_method_gets_our_own_answer),
        cmocka_unit_test(test_nothing_is_smuggled),
        cmocka_unit_test(test_malformed_lines_are_refused_and_closed),
        cmocka_unit_test(test_pipelined_requests_are_answered_in_order),
        cmocka_unit_test(test_a_request_may_come_in_single_bytes),
        cmocka_unit_test(test_expect_continue),
        cmocka_unit_test(test_old_clients_are_kept_only_if_they_ask),
        cmocka_unit_test(test_a_target_may_name_the_host),
        cmocka_unit_test(test_a_client_may_go_at_any_time),
        cmocka_unit_test(test_a_client_may_close_its_half),
        cmocka_unit_test(test_stopping_finishes_what_is_under_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
