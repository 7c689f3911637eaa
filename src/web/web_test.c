/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * web_test.c - the way of a request as its sender sees it: routes, needs, errors, languages,
 * caching, files, forms.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <zlib.h>

#include "base/log.h"
#include "web/assets.h"
#include "web/web_rig.h"

static int start(void **state)
{
    struct web_rig *rig = web_rig_new();
    web_rig_start(rig);
    *state = rig;
    return 0;
}

static int stop(void **state)
{
    web_rig_stop(*state);
    return 0;
}

static void expect_body(str reply, const char *body)
{
    if (!str_eq(web_rig_body(reply), str_of(body)))
        print_error("got: %.*s\n", STR_ARG(reply));
    assert_true(str_eq(web_rig_body(reply), str_of(body)));
}

static void expect_field(str reply, const char *name, const char *value)
{
    str got = web_rig_field(reply, name);
    if (!str_eq(got, str_of(value)))
        print_error("%s: got: %.*s\n", name, STR_ARG(got));
    assert_true(str_eq(got, str_of(value)));
}

static json_t *document(str reply)
{
    str body = web_rig_body(reply);
    json_t *value = json_loadb(body.p, body.n, 0, NULL);
    assert_non_null(value);
    return value;
}

/* ---- paths ---------------------------------------------------------------------------------- */

static void test_a_literal_segment_wins(void **state)
{
    struct web_rig *rig = *state;
    expect_body(web_rig_get(rig, "/echo/literal", ""), "the literal one");
    assert_true(str_starts(web_rig_body(web_rig_get(rig, "/echo/literally", "")), S("literally|")));
    assert_int_equal(web_rig_status(web_rig_get(rig, "/echo/", "")), 404);
    assert_int_equal(web_rig_status(web_rig_get(rig, "/echo/a/b", "")), 404);
    assert_int_equal(web_rig_status(web_rig_get(rig, "/", "")), 404);
}

static void test_paths_and_queries_are_decoded(void **state)
{
    struct web_rig *rig = *state;
    str reply = web_rig_get(rig, "/echo/%C3%A4%20b?x=1&q=c%2Bd+e%26&q=second", "");
    expect_body(reply, "ä b|c+d e&amp;|127.0.0.1|http://house.example|/echo/ä b");
    assert_true(str_starts(web_rig_body(web_rig_get(rig, "/echo/%3Cb%3E", "")), S("&lt;b&gt;|")));
    assert_true(str_starts(web_rig_body(web_rig_get(rig, "/echo/a?q=100%", "")), S("a|100%|")));
}

static void test_malformed_paths_are_refused(void **state)
{
    static const char *const targets[] = {
        "/echo/a%00b", "/echo/%ff",   "/echo/%c3%28", "/echo/..",        "/echo/%2e%2e",
        "/echo/%2E",   "/echo/a%2Fb", "/echo/%",      "/echo/%4",        "/echo/%zz",
        "/echo/%0a",   "/echo/%7f",   "/../hello",    "/echo/a?q=%00",   "/echo/a?q=%ff",
        "/echo/\xff",  "/echo/a?%00", "/./hello",     "/echo/%ed%a0%80",
    };
    struct web_rig *rig = *state;
    for (size_t i = 0; i < COUNT_OF(targets); i++)
        assert_int_equal(web_rig_status(web_rig_get(rig, targets[i], "")), 400);
    assert_int_equal(web_rig_status(web_rig_post(rig, "/form", "", "text=%00")), 400);
    assert_int_equal(web_rig_status(web_rig_post(rig, "/form", "", "text=%c3")), 400);
}

/* ---- language, zone, address ---------------------------------------------------------------- */

static void test_the_language_is_chosen(void **state)
{
    struct web_rig *rig = *state;
    expect_body(web_rig_get(rig, "/hello", ""), "Hello &lt;en&gt;  ");
    assert_true(
        str_contains(web_rig_get(rig, "/hello", "Accept-Language: fr, de-AT;q=0.8, en;q=0.7\r\n"),
                     S("&lt;de&gt;")));
    assert_true(str_contains(web_rig_get(rig, "/hello", "Accept-Language: de;q=0, en;q=0.1\r\n"),
                             S("&lt;en&gt;")));
    assert_true(
        str_contains(web_rig_get(rig, "/hello", "Accept-Language: en\r\nCookie: a=b; lang=de\r\n"),
                     S("&lt;de&gt;")));
    assert_true(
        str_contains(web_rig_get(rig, "/hello?lang=en", "Cookie: lang=de\r\n"), S("&lt;en&gt;")));
    assert_true(
        str_contains(web_rig_get(rig, "/hello?lang=xx", "Cookie: lang=de\r\n"), S("&lt;de&gt;")));
}

static void test_the_zone_is_chosen(void **state)
{
    struct web_rig *rig = *state;
    assert_true(
        str_contains(web_rig_get(rig, "/hello?zone=Europe/Berlin", "Cookie: zone=Asia/Tokyo\r\n"),
                     S(" Europe/Berlin ")));
    assert_true(
        str_contains(web_rig_get(rig, "/hello", "Cookie: zone=Asia/Tokyo\r\n"), S(" Asia/Tokyo ")));
    assert_true(str_contains(web_rig_get(rig, "/hello?zone=%3Cx%3E", ""), S("&gt;  ")));
}

static void test_forwarded_addresses_are_believed_of_one_proxy_only(void **state)
{
    (void)state;
    const char *forwarded =
        "X-Forwarded-For: 198.51.100.1, 203.0.113.9\r\nX-Forwarded-Proto: https\r\n";
    struct web_rig *rig = web_rig_new();
    web_rig_start(rig);
    str reply = web_rig_get(rig, "/echo/a", forwarded);
    assert_true(str_contains(reply, S("|127.0.0.1|http://house.example|")));
    assert_null(web_rig_field(reply, "Strict-Transport-Security").p);
    web_rig_stop(rig);

    rig = web_rig_new();
    rig->options.trust_proxy = S("127.0.0.1");
    web_rig_start(rig);
    reply = web_rig_get(rig, "/echo/a", forwarded);
    assert_true(str_contains(reply, S("|203.0.113.9|https://house.example|")));
    assert_non_null(web_rig_field(reply, "Strict-Transport-Security").p);
    reply = web_rig_get(rig, "/assets/site.2222.css", forwarded);
    assert_non_null(web_rig_field(reply, "Strict-Transport-Security").p);
    reply = web_rig_get(rig, "/echo/a", "X-Forwarded-For: <script>\r\n");
    assert_true(str_contains(reply, S("|127.0.0.1|http://house.example|")));
    web_rig_stop(rig);

    rig = web_rig_new();
    rig->options.url = S("https://house.example/");
    web_rig_start(rig);
    reply = web_rig_get(rig, "/cookie?to=/x", "");
    assert_true(str_ends(web_rig_field(reply, "Set-Cookie"), S("; Secure")));
    web_rig_stop(rig);
}

/* ---- sessions and needs --------------------------------------------------------------------- */

static void test_roles(void **state)
{
    struct web_rig *rig = *state;
    assert_int_equal(web_rig_status(web_rig_get(rig, "/member", "")), 403);
    assert_int_equal(web_rig_status(web_rig_get(rig, "/member", "Accept: application/json\r\n")),
                     404);
    assert_int_equal(web_rig_status(web_rig_get(rig, "/member", "Cookie: session=unknown\r\n")),
                     403);
    assert_int_equal(web_rig_status(web_rig_get(rig, "/member", "Cookie: session=anna\r\n")), 200);
    assert_int_equal(web_rig_status(web_rig_get(rig, "/host", "Cookie: session=anna\r\n")), 403);
    assert_int_equal(web_rig_status(web_rig_get(rig, "/host", "Cookie: x=y; session=host\r\n")),
                     200);
    assert_true(str_contains(web_rig_get(rig, "/hello", "Cookie: session=anna\r\n"), S(" Anna")));
    str busy = web_rig_get(rig, "/hello", "Cookie: session=broken\r\n");
    assert_int_equal(web_rig_status(busy), 503);
    assert_non_null(web_rig_field(busy, "Retry-After").p);
}

static void test_posts_from_elsewhere_are_refused(void **state)
{
    static const struct {
        const char *fields;
        int status;
    } posts[] = {
        { "", 200 },
        { "Sec-Fetch-Site: same-origin\r\n", 200 },
        { "Sec-Fetch-Site: none\r\n", 200 },
        { "Sec-Fetch-Site: same-site\r\n", 403 },
        { "Sec-Fetch-Site: cross-site\r\n", 403 },
        { "Sec-Fetch-Site: \r\n", 403 },
        { "Origin: http://house.example\r\n", 200 },
        { "Origin: https://HOUSE.example:443\r\n", 200 },
        { "Origin: http://house.example:8080\r\n", 403 },
        { "Origin: http://house.example.evil\r\n", 403 },
        { "Origin: http://evil.example\r\n", 403 },
        { "Origin: null\r\n", 403 },
        { "Origin: \r\n", 403 },
        { "Origin: http://evil.example\r\nSec-Fetch-Site: same-origin\r\n", 403 },
        { "Origin: http://house.example\r\nSec-Fetch-Site: cross-site\r\n", 403 },
        { "Cookie: session=anna\r\nOrigin: http://house.example\r\n", 200 },
        { "Cookie: session=anna\r\nSec-Fetch-Site: same-origin\r\n", 200 },
        { "Cookie: session=anna\r\n", 403 },
        { "Cookie: session=unknown\r\n", 403 },
    };
    struct web_rig *rig = *state;
    for (size_t i = 0; i < COUNT_OF(posts); i++) {
        int status = web_rig_status(web_rig_post(rig, "/form", posts[i].fields, "text=a"));
        if (status != posts[i].status)
            print_error("%s: %d\n", posts[i].fields, status);
        assert_int_equal(status, posts[i].status);
    }
}

static void test_the_forms_token_stands_for_the_origin(void **state)
{
    struct web_rig *rig = *state;
    const char *anna = "Cookie: session=anna\r\n";

    expect_body(web_rig_get(rig, "/token", ""), "");
    str one = web_rig_body(web_rig_get(rig, "/token", anna));
    str other = web_rig_body(web_rig_get(rig, "/token", anna));
    assert_false(str_eq(one, other));
    size_t at = str_find(one, S("value=\"")) + 7;
    str token = str_sub(one, at, one.n - at - 2);
    const char *body = str_format(rig->arena, "text=a&token=%.*s", STR_ARG(token)).p;
    assert_int_equal(web_rig_status(web_rig_post(rig, "/form", anna, body)), 200);
    assert_int_equal(web_rig_status(web_rig_post(rig, "/form", "Cookie: session=host\r\n", body)),
                     403);
    const char *bent = str_format(rig->arena, "text=a&token=%.*sX", (int)token.n - 1, token.p).p;
    assert_int_equal(web_rig_status(web_rig_post(rig, "/form", anna, bent)), 403);
    assert_int_equal(web_rig_status(web_rig_post(rig, "/form", anna, "text=a&token=")), 403);
}

static void test_limits_of_rate(void **state)
{
    struct web_rig *rig = *state;
    str reply = { 0 };
    int taken = 0;
    for (int i = 0; i < 15; i++) {
        reply = web_rig_post(rig, "/often", "Cookie: guest=g1\r\n", "");
        taken += web_rig_status(reply) == 200;
    }
    assert_in_range(taken, 10, 12);
    assert_int_equal(web_rig_status(reply), 429);
    int64_t seconds = 0;
    assert_true(str_to_int64(web_rig_field(reply, "Retry-After"), &seconds));
    assert_in_range(seconds, 1, 2);
    assert_int_equal(web_rig_status(web_rig_post(rig, "/often", "Cookie: guest=g2\r\n", "")), 200);
    assert_int_equal(web_rig_status(web_rig_post(rig, "/often", "Cookie: session=anna\r\n", "")),
                     200);

    /* New names do not help for ever: the address stands behind them. */
    int refused = 0;
    for (int i = 0; i < 400 && refused == 0; i++) {
        const char *guest = str_format(rig->arena, "Cookie: guest=new%d\r\n", i).p;
        refused += web_rig_status(web_rig_post(rig, "/often", guest, "")) == 429;
    }
    assert_int_equal(refused, 1);
    assert_int_equal(web_rig_status(web_rig_post(rig, "/often", "Cookie: session=anna\r\n", "")),
                     200);
}

/* ---- errors --------------------------------------------------------------------------------- */

static void test_errors_for_people(void **state)
{
    static const int statuses[ERR_KINDS] = { 400, 400, 403, 404, 409, 410, 429, 503, 503, 500 };
    struct web_rig *rig = *state;
    for (int kind = 0; kind < ERR_KINDS; kind++) {
        str reply =
            web_rig_get(rig, str_format(rig->arena, "/fail/%d", kind).p, "Accept: text/html\r\n");
        assert_int_equal(web_rig_status(reply), statuses[kind]);
        expect_body(reply, str_format(rig->arena, "<h1>%d</h1>", statuses[kind]).p);
    }
    str form = web_rig_post(rig, "/form", "", "text=");
    assert_int_equal(web_rig_status(form), 422);
    expect_body(form, "<h1>422</h1>Please write &lt;something&gt;.");
}

static void expect_problem(str reply, int status)
{
    json_t *d = document(reply);
    assert_int_equal(web_rig_status(reply), status);
    expect_field(reply, "Content-Type", "application/problem+json");
    assert_int_equal(json_integer_value(json_object_get(d, "status")), status);
    assert_string_equal(json_string_value(json_object_get(d, "type")), "about:blank");
    assert_true(json_string_length(json_object_get(d, "title")) > 0);
    assert_true(json_string_length(json_object_get(d, "detail")) > 0);
    json_decref(d);
    assert_false(str_contains(reply, S("secret")));
    assert_false(str_contains(reply, S("begun")));
}

static void test_errors_for_programs(void **state)
{
    struct web_rig *rig = *state;
    expect_problem(web_rig_get(rig, "/api/v1/fail/3", ""), 404);
    expect_problem(web_rig_get(rig, "/api/v1/fail/9", "Accept: text/html\r\n"), 500);
    expect_problem(web_rig_get(rig, "/api/v1/nowhere", ""), 404);
    expect_problem(web_rig_get(rig, "/api/v1/%ff", ""), 400);
    expect_problem(web_rig_ask(rig, "POST /api/v1/a HTTP/1.1\r\nHost: h\r\n"
                                    "Content-Length: 99999\r\n\r\n"),
                   413);
    expect_problem(web_rig_get(rig, "/fail/4", "Accept: application/json\r\n"), 409);
    expect_problem(web_rig_post(rig, "/json", "", "no json"), 400);
    expect_problem(web_rig_get(rig, "/json", "Accept: application/problem+json\r\n"), 405);
    str form = web_rig_post(rig, "/form", "Accept: application/json\r\n", "text=");
    expect_problem(form, 422);
    json_t *d = document(form);
    json_t *first = json_array_get(json_object_get(d, "errors"), 0);
    assert_string_equal(json_string_value(json_object_get(first, "field")), "text");
    assert_string_equal(json_string_value(json_object_get(first, "message")),
                        "Please write <something>.");
    json_decref(d);
    assert_non_null(web_rig_field(web_rig_get(rig, "/api/v1/fail/6", ""), "Retry-After").p);
}

static int lines_at_error;

static void count_errors(void *arg, enum log_level level, str line)
{
    (void)arg;
    (void)line;
    if (level == LOG_ERROR)
        __atomic_fetch_add(&lines_at_error, 1, __ATOMIC_SEQ_CST);
}

static void test_an_error_is_logged_once_and_refusals_are_not_errors(void **state)
{
    struct web_rig *rig = *state;
    log_set_sink(count_errors, NULL);
    lines_at_error = 0;
    (void)web_rig_get(rig, "/fail/9", "");
    assert_int_equal(__atomic_load_n(&lines_at_error, __ATOMIC_SEQ_CST), 1);
    (void)web_rig_get(rig, "/fail/3", "");
    (void)web_rig_ask(rig, "GET / HTTP/2.0\r\n\r\n");
    assert_int_equal(__atomic_load_n(&lines_at_error, __ATOMIC_SEQ_CST), 1);
    log_set_sink(NULL, NULL);
}

static void test_json_bodies(void **state)
{
    struct web_rig *rig = *state;
    char deep[200] = "";
    assert_int_equal(web_rig_status(web_rig_post(rig, "/json", "", "{\"a\":[1,\"}\"]}")), 201);
    expect_body(web_rig_post(rig, "/json", "", "{\"a\":\"[[\\\"{{\"}"), "{\"a\":\"[[\\\"{{\"}");
    assert_int_equal(web_rig_status(web_rig_post(rig, "/json", "", "[1]")), 400);
    assert_int_equal(web_rig_status(web_rig_post(rig, "/json", "", "")), 400);
    assert_int_equal(web_rig_status(web_rig_post(rig, "/json", "", "{\"a\":1,\"a\":2}")), 400);
    assert_int_equal(web_rig_status(web_rig_post(rig, "/json", "", "{\"a\":\"\xff\"}")), 400);
    memset(deep, '[', 32);
    memset(deep + 32, ']', 32);
    str nested = str_format(rig->arena, "{\"a\":%s}", deep);
    assert_int_equal(web_rig_status(web_rig_post(rig, "/json", "", nested.p)), 400);
    nested = str_format(rig->arena, "{\"a\":%.62s}", deep + 1);
    assert_int_equal(web_rig_status(web_rig_post(rig, "/json", "", nested.p)), 201);
}

/* ---- fields of replies ---------------------------------------------------------------------- */

static void test_every_reply_carries_its_guards(void **state)
{
    static const char *const targets[] = {
        "/hello",           "/nowhere",     "/healthz", "/metrics", "/assets/site.2222.css",
        "/assets/none.css", "/cookie?to=/", "/fail/9",  "/echo/%00"
    };
    struct web_rig *rig = *state;
    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        str reply = web_rig_get(rig, targets[i], "");
        str policy = web_rig_field(reply, "Content-Security-Policy");
        assert_true(str_starts(policy, S("default-src 'none'; script-src 'self';")));
        assert_false(str_contains(policy, S("unsafe")));
        expect_field(reply, "X-Content-Type-Options", "nosniff");
        expect_field(reply, "Referrer-Policy", "same-origin");
        expect_field(reply, "Cross-Origin-Opener-Policy", "same-origin");
        expect_field(reply, "Cross-Origin-Resource-Policy", "same-origin");
        assert_non_null(web_rig_field(reply, "Permissions-Policy").p);
        assert_true(str_ends(web_rig_field(reply, "Date"), S(" GMT")));
        assert_non_null(web_rig_field(reply, "Cache-Control").p);
        assert_null(web_rig_field(reply, "Server").p);
    }
    int fd = web_rig_connect(rig);
    web_rig_send(fd, "GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
    str stream = web_rig_reply(rig, fd, false);
    assert_true(str_starts(stream, S("HTTP/1.0 200 ")));
    expect_field(stream, "Content-Type", "text/event-stream");
    expect_field(stream, "Cache-Control", "no-store");
    expect_field(stream, "X-Accel-Buffering", "no");
    expect_field(stream, "X-Content-Type-Options", "nosniff");
    close(fd);
}

static void test_a_stream_begins_with_what_it_is_told(void **state)
{
    struct web_rig *rig = *state;
    int fd = web_rig_connect(rig);
    web_rig_send(fd, "GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
    (void)web_rig_reply(rig, fd, false);
    for (int i = 0; i < 100 && channel_readers(rig->channel) == 0; i++)
        web_rig_pause(10);
    channel_append(rig->channel, 1, S("id: e.1\ndata: one\n\n"));
    web_rig_pause(200);
    channel_cut(rig->channel);
    str rest = web_rig_rest(rig, fd);
    size_t first = str_find(rest, S("event: reset\n"));
    size_t frame = str_find(rest, S("id: e.1\ndata: one\n\n"));
    assert_true(first < frame && frame < rest.n);
    close(fd);
    assert_int_equal(web_rig_status(web_rig_get(rig, "/stream?then=fail", "")), 404);
    assert_int_equal(server_counts_now(rig->server).streams, 1);
}

static void test_cookies_and_redirects(void **state)
{
    struct web_rig *rig = *state;
    str reply = web_rig_get(rig, "/cookie?to=/talks/a%23m5", "");
    assert_int_equal(web_rig_status(reply), 303);
    expect_field(reply, "Location", "/talks/a#m5");
    expect_field(reply, "Set-Cookie", "lang=de; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax");
    assert_int_equal(web_rig_status(web_rig_get(rig, "/cookie?to=//evil.example", "")), 400);
    assert_int_equal(web_rig_status(web_rig_get(rig, "/cookie?to=/%5Cevil.example", "")), 400);
    assert_int_equal(web_rig_status(web_rig_get(rig, "/cookie?to=http://evil.example", "")), 400);
    assert_int_equal(web_rig_status(web_rig_get(rig, "/cookie?to=/a%0d%0aX:%20y", "")), 400);
}

static void test_pages_are_kept_and_asked_for_again(void **state)
{
    struct web_rig *rig = *state;
    str reply = web_rig_get(rig, "/hello", "");
    str etag = web_rig_field(reply, "ETag");
    expect_field(reply, "Cache-Control", "no-cache");
    expect_field(reply, "Vary", "Accept-Encoding, Accept-Language, Cookie");
    assert_true(etag.n > 20);

    const char *again = str_format(rig->arena, "If-None-Match: \"x\", W/%.*s\r\n", STR_ARG(etag)).p;
    reply = web_rig_get(rig, "/hello", again);
    assert_int_equal(web_rig_status(reply), 304);
    assert_int_equal(web_rig_body(reply).n, 0);
    assert_true(str_eq(web_rig_field(reply, "ETag"), etag));
    assert_int_equal(web_rig_status(web_rig_get(rig, "/hello?lang=de", again)), 200);
    assert_int_equal(web_rig_status(web_rig_get(rig, "/nowhere", "If-None-Match: *\r\n")), 404);

    const char *anna = str_format(rig->arena, "Cookie: session=anna\r\n%s", again).p;
    reply = web_rig_get(rig, "/hello", anna);
    assert_int_equal(web_rig_status(reply), 200);
    expect_field(reply, "Cache-Control", "private, no-store");
    assert_null(web_rig_field(reply, "ETag").p);
}

static str unzipped(struct web_rig *rig, str body, size_t most)
{
    z_stream z = { 0 };
    char *to = arena_alloc(rig->arena, most);
    unsigned char *from = arena_alloc(rig->arena, body.n);
    memcpy(from, body.p, body.n);
    assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
    z.next_in = from;
    z.avail_in = (uInt)body.n;
    z.next_out = (Bytef *)to;
    z.avail_out = (uInt)most;
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    inflateEnd(&z);
    return (str){ to, most - z.avail_out };
}

static void test_large_pages_are_compressed_where_that_is_liked(void **state)
{
    struct web_rig *rig = *state;
    str plain = web_rig_get(rig, "/large", "");
    assert_null(web_rig_field(plain, "Content-Encoding").p);
    assert_null(web_rig_field(web_rig_get(rig, "/large", "Accept-Encoding: br, gzip;q=0\r\n"),
                              "Content-Encoding")
                    .p);
    assert_null(
        web_rig_field(web_rig_get(rig, "/hello", "Accept-Encoding: gzip\r\n"), "Content-Encoding")
            .p);
    for (int i = 0; i < 3; i++) {
        str zipped = web_rig_get(rig, "/large", "Accept-Encoding: deflate, gzip\r\n");
        expect_field(zipped, "Content-Encoding", "gzip");
        assert_true(web_rig_body(zipped).n < web_rig_body(plain).n / 2);
        str body = unzipped(rig, web_rig_body(zipped), web_rig_body(plain).n + 1);
        assert_true(str_eq(body, web_rig_body(plain)));
        assert_false(str_eq(web_rig_field(zipped, "ETag"), web_rig_field(plain, "ETag")));
    }
}

/* ---- without a worker ----------------------------------------------------------------------- */

static void test_packed_files(void **state)
{
    struct web_rig *rig = *state;
    assert_true(str_eq(asset_path("site.css"), S("/assets/site.2222.css")));
    str reply = web_rig_get(rig, "/assets/site.2222.css", "");
    expect_body(reply, "plain form");
    expect_field(reply, "Cache-Control", "public, max-age=31536000, immutable");
    expect_field(reply, "Vary", "Accept-Encoding");
    expect_field(reply, "ETag", "\"2222\"");
    expect_field(reply, "Content-Type", "text/css; charset=utf-8");
    reply = web_rig_get(rig, "/assets/site.2222.css", "Accept-Encoding: gzip, br\r\n");
    expect_body(reply, "br form");
    expect_field(reply, "Content-Encoding", "br");
    expect_field(reply, "ETag", "\"2222-br\"");
    expect_body(web_rig_get(rig, "/assets/site.2222.css", "Accept-Encoding: gzip, br;q=0\r\n"),
                "gzip form");
    expect_body(web_rig_get(rig, "/assets/site.2222.css", "Accept-Encoding: *\r\n"), "br form");
    expect_body(web_rig_get(rig, "/assets/plain.1111.css", "Accept-Encoding: gzip, br\r\n"), "p{}");
    reply = web_rig_get(rig, "/assets/site.2222.css", "If-None-Match: \"2222\"\r\n");
    assert_int_equal(web_rig_status(reply), 304);
    assert_int_equal(web_rig_body(reply).n, 0);
    assert_int_equal(web_rig_status(web_rig_get(rig, "/assets/site.css", "")), 404);
    assert_int_equal(web_rig_status(web_rig_post(rig, "/assets/site.2222.css", "", "")), 404);
}

static void test_health_and_metrics(void **state)
{
    struct web_rig *rig = *state;
    expect_body(web_rig_get(rig, "/healthz", ""), "ok\n");
    (void)web_rig_get(rig, "/nowhere", "");
    str reply = web_rig_get(rig, "/metrics", "");
    assert_true(str_contains(reply, S("netzarbeit_http_requests_total{status=\"2xx\"} 1\n")));
    assert_true(str_contains(reply, S("netzarbeit_http_requests_total{status=\"4xx\"} 1\n")));
    assert_true(str_contains(reply, S("netzarbeit_http_connections 1\n")));
    assert_true(str_contains(reply, S("rig_metric 1\n")));
    assert_int_equal(server_counts_now(rig->server).requests, 3);
}

static void test_several_loops_share_the_port(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_new();
    rig->options.loops = 3;
    rig->options.workers = 3;
    web_rig_start(rig);
    for (int i = 0; i < 60; i++)
        assert_int_equal(web_rig_status(web_rig_get(rig, "/hello", "")), 200);
    web_rig_stop(rig);
}

static void test_a_taken_port_is_told(void **state)
{
    struct web_rig *rig = *state;
    server *second = NULL;
    struct server_options options = rig->options;
    options.listen = str_format(rig->arena, "127.0.0.1:%d", server_port(rig->server));
    const err *e = server_start(rig->arena, &options, &second);
    assert_non_null(e);
    assert_int_equal(e->kind, ERR_TAKEN);
    assert_null(second);
    options.listen = S("nowhere");
    e = server_start(rig->arena, &options, &second);
    assert_non_null(e);
    assert_int_equal(e->kind, ERR_INVALID);
}

static void test_the_log_names_nobody_and_opens_nothing(void **state)
{
    struct web_rig *rig = *state;
    str link = S("/sign-in/abcdefghijklmnopqrstuvwxyz?then=/host");
    assert_true(str_eq(access_path(rig->arena, link), S("/sign-in/*")));
    assert_true(str_eq(access_path(rig->arena, S("/talks/a//b?x")), S("/talks/a//b")));
    assert_true(str_eq(access_path(rig->arena, S("/")), S("/")));
    assert_true(str_eq(access_shortened(rig->arena, S("198.51.100.77")), S("198.51.100.0")));
    assert_true(str_eq(access_shortened(rig->arena, S("2001:db8:1:2:3::4")), S("2001:db8:1::")));
    assert_true(str_eq(access_shortened(rig->arena, S("house")), S("-")));
}

#define T(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(test_a_literal_segment_wins),
        T(test_paths_and_queries_are_decoded),
        T(test_malformed_paths_are_refused),
        T(test_the_language_is_chosen),
        T(test_the_zone_is_chosen),
        cmocka_unit_test(test_forwarded_addresses_are_believed_of_one_proxy_only),
        T(test_roles),
        T(test_posts_from_elsewhere_are_refused),
        T(test_the_forms_token_stands_for_the_origin),
        T(test_limits_of_rate),
        T(test_errors_for_people),
        T(test_errors_for_programs),
        T(test_an_error_is_logged_once_and_refusals_are_not_errors),
        T(test_json_bodies),
        T(test_every_reply_carries_its_guards),
        T(test_a_stream_begins_with_what_it_is_told),
        T(test_cookies_and_redirects),
        T(test_pages_are_kept_and_asked_for_again),
        T(test_large_pages_are_compressed_where_that_is_liked),
        T(test_packed_files),
        T(test_health_and_metrics),
        cmocka_unit_test(test_several_loops_share_the_port),
        T(test_a_taken_port_is_told),
        T(test_the_log_names_nobody_and_opens_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
