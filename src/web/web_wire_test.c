/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * web_wire_test.c - requests as bytes on a wire: malformed, smuggled, pipelined, in pieces,
 * abandoned.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "web/web_rig.h"

#define CLOSE "Host: house.example\r\nConnection: close\r\n"

/* ---- what evhttp would take ----------------------------------------------------------------- */

static void test_head_has_no_body(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_started();
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
    web_rig_expect(rig, "HEAD /fail/9 HTTP/1.1\r\n" CLOSE "\r\n", 500);
    str stream = web_rig_ask(rig, "HEAD /stream HTTP/1.1\r\n" CLOSE "\r\n");
    assert_true(str_eq(web_rig_field(stream, "Content-Type"), S("text/event-stream")));
    assert_int_equal(web_rig_body(stream).n, 0);
    web_rig_stop(rig);
}

static void test_a_host_is_required(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_started();
    web_rig_expect(rig, "GET /hello HTTP/1.1\r\n\r\n", 400);
    web_rig_expect(rig, "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400);
    web_rig_expect(rig, "GET /hello HTTP/1.1\r\nHost:\r\n\r\n", 400);
    web_rig_expect(rig, "GET /hello HTTP/1.1\r\nHost: a/b\r\n\r\n", 400);
    web_rig_expect(rig, "GET /hello HTTP/1.1\r\nHost: me@house\r\n\r\n", 400);
    web_rig_expect(rig, "GET /hello HTTP/1.0\r\n\r\n", 200);
    web_rig_stop(rig);
}

static void test_every_method_gets_our_own_answer(void **state)
{
    static const char *const methods[] = { "PUT",  "DELETE",  "PATCH",    "TRACE",
                                           "BREW", "CONNECT", "PROPFIND", "get" };
    (void)state;
    struct web_rig *rig = web_rig_started();
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
    web_rig_expect(rig, "CONNECT house.example:443 HTTP/1.1\r\n" CLOSE "\r\n", 400);
    reply = web_rig_ask(rig, "OPTIONS /form HTTP/1.1\r\n" CLOSE "\r\n");
    assert_int_equal(web_rig_status(reply), 204);
    assert_true(str_eq(web_rig_field(reply, "Allow"), S("POST, OPTIONS")));
    reply = web_rig_ask(rig, "OPTIONS * HTTP/1.1\r\n" CLOSE "\r\n");
    assert_int_equal(web_rig_status(reply), 204);
    web_rig_expect(rig, "GET * HTTP/1.1\r\n" CLOSE "\r\n", 400);
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
        "Transfer-Encoding:\vchunked\r\n",
        "Content-Length: 3\f\r\n",
    };
    (void)state;
    struct web_rig *rig = web_rig_started();
    for (size_t i = 0; i < COUNT_OF(faults); i++) {
        char request[300];
        snprintf(request, sizeof request, "POST /length HTTP/1.1\r\n" CLOSE "%s\r\nabc", faults[i]);
        web_rig_expect(rig, request, 400);
    }
    web_rig_expect(rig, "POST /length HTTP/1.1\r\n" CLOSE "Transfer-Encoding: gzip\r\n\r\n", 501);
    web_rig_expect(rig, "POST /length HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400);
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

/* What another program might read as another size. */
static void test_chunks_are_read_strictly(void **state)
{
    static const char *const bodies[] = {
        "0x3\r\nabc\r\n0\r\n\r\n",
        "+3\r\nabc\r\n0\r\n\r\n",
        " 3\r\nabc\r\n0\r\n\r\n",
        "3 \r\nabc\r\n0\r\n\r\n",
        "-1\r\nabc\r\n0\r\n\r\n",
        "3\nabc\n0\n\n\r\n",
        "3\r\nabc0\r\n\r\n",
        "3\r\nabcXX0\r\n\r\n",
        "3;a\nb\r\nabc\r\n0\r\n\r\n",
        "3;a\rb\r\nabc\r\n0\r\n\r\n",
        "\r\n3\r\nabc\r\n0\r\n\r\n",
        "ffffffffffffffff\r\nabc\r\n0\r\n\r\n",
        "3\r\nabc\r\n0\r\nX: \x01\r\n\r\n",
        "g\r\n\r\n",
    };
    (void)state;
    struct web_rig *rig = web_rig_started();
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        char request[300];
        snprintf(request, sizeof request,
                 "POST /length HTTP/1.1\r\n" CLOSE "Transfer-Encoding: chunked\r\n\r\n%s",
                 bodies[i]);
        web_rig_expect(rig, request, 400);
    }
    web_rig_stop(rig);
}

/* In single bytes, with a request behind it and one before it. */
static void test_chunks_may_come_in_pieces(void **state)
{
    (void)state;
    const char *bytes = "GET /hello HTTP/1.1\r\nHost: h\r\n\r\n"
                        "POST /length HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n"
                        "5;x\r\nhello\r\n00a\r\n0\r\n\r\nabcde\r\n000\r\nA: b\r\n\r\n"
                        "GET /echo/last HTTP/1.1\r\n" CLOSE "\r\n";
    struct web_rig *rig = web_rig_started();
    for (size_t step = 1; step < 8; step += 3) {
        int fd = web_rig_connect(rig);
        for (size_t i = 0; i < strlen(bytes); i += step)
            web_rig_send_bytes(fd, str_sub(str_of(bytes), i, step));
        assert_int_equal(web_rig_status(web_rig_reply(rig, fd, true)), 200);
        assert_true(str_eq(web_rig_body(web_rig_reply(rig, fd, true)), S("15")));
        assert_true(str_starts(web_rig_body(web_rig_rest(rig, fd)), S("last|")));
        close(fd);
    }
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
    struct web_rig *rig = web_rig_started();
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        web_rig_expect(rig, lines[i].request, lines[i].status);
    web_rig_stop(rig);
}

/* ---- ways of asking ------------------------------------------------------------------------- */

static void test_pipelined_requests_are_answered_in_order(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_started();
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
    struct web_rig *rig = web_rig_started();
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
    struct web_rig *rig = web_rig_started();
    int fd = web_rig_connect(rig);
    web_rig_send(fd, "POST /length HTTP/1.1\r\n" CLOSE "Content-Length: 5\r\n"
                     "Expect: 100-continue\r\n\r\n");
    str go = web_rig_reply(rig, fd, false);
    assert_int_equal(web_rig_status(go), 100);
    web_rig_send(fd, "hello");
    assert_true(str_eq(web_rig_body(web_rig_rest(rig, fd)), S("5")));
    close(fd);
    /* What is refused is refused before it is sent. */
    web_rig_expect(rig,
                   "POST /length HTTP/1.1\r\n" CLOSE "Content-Length: 70000\r\n"
                   "Expect: 100-continue\r\n\r\n",
                   413);
    web_rig_stop(rig);
}

static void test_old_clients_are_kept_only_if_they_ask(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_started();
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
    struct web_rig *rig = web_rig_started();
    str reply =
        web_rig_ask(rig, "GET http://other.example:8080/echo/a?q=b HTTP/1.1\r\n" CLOSE "\r\n");
    assert_true(str_starts(web_rig_body(reply), S("a|b|127.0.0.1|http://other.example:8080|")));
    web_rig_expect(rig, "GET http://other.example HTTP/1.1\r\n" CLOSE "\r\n", 404);
    web_rig_expect(rig, "GET http:// HTTP/1.1\r\n" CLOSE "\r\n", 400);
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
    web_rig_expect(rig, "GET /hello HTTP/1.1\r\n" CLOSE "\r\n", 200);
    web_rig_stop(rig);
}

static void test_a_client_may_close_its_half(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_started();
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
    struct web_rig *rig = web_rig_started();
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
        cmocka_unit_test(test_head_has_no_body),
        cmocka_unit_test(test_a_host_is_required),
        cmocka_unit_test(test_every_method_gets_our_own_answer),
        cmocka_unit_test(test_nothing_is_smuggled),
        cmocka_unit_test(test_chunks_are_read_strictly),
        cmocka_unit_test(test_chunks_may_come_in_pieces),
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
