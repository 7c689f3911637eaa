/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * web_rig.c - see web_rig.h.
 */
#include "web/web_rig.h"

#include <arpa/inet.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/check.h"
#include "web/assets.h"

/* ---- files of our own ----------------------------------------------------------------------- */

#define BYTES(text) (const unsigned char *)(text), NULL, NULL, sizeof(text) - 1, 0, 0

const struct asset assets_packed[] = {
    { "plain.css", "/assets/plain.1111.css", "text/css; charset=utf-8", "\"1111\"", BYTES("p{}") },
    { "site.css", "/assets/site.2222.css", "text/css; charset=utf-8", "\"2222\"",
      (const unsigned char *)"plain form", (const unsigned char *)"gzip form",
      (const unsigned char *)"br form", 10, 9, 7 },
};
const size_t assets_packed_count = COUNT_OF(assets_packed);

/* ---- a house of our own --------------------------------------------------------------------- */

static struct web_rig *web_rig_now;

static const err *web_rig_hello(req *r)
{
    page_words(&r->out, "Hello", NULL, 0);
    page_str(&r->out, str_format(r->arena, " <%.*s> %.*s %.*s", STR_ARG(lang_tag(r->out.lang)),
                                 STR_ARG(r->zone), STR_ARG(r->who.name)));
    return NULL;
}

static const err *web_rig_echo(req *r)
{
    page_str(&r->out, req_param(r, "name"));
    page_str(&r->out,
             str_format(r->arena, "|%.*s|%.*s|%.*s|%.*s", STR_ARG(req_query(r, "q")),
                        STR_ARG(req_address(r)), STR_ARG(req_base_url(r)), STR_ARG(r->path)));
    return NULL;
}

static const err *web_rig_literal(req *r)
{
    page_str(&r->out, S("the literal one"));
    return NULL;
}

static const err *web_rig_form(req *r)
{
    if (str_empty(req_field(r, "text"))) {
        struct err_field field = { S("text"), S("Please write <something>.") };
        return err_form(r->arena, HERE, &field, 1);
    }
    page_str(&r->out, req_field(r, "text"));
    return NULL;
}

static const err *web_rig_json(req *r)
{
    json_t *value = NULL;
    TRY(req_json(r, &value));
    return req_json_reply(r, 201, json_incref(value));
}

static const err *web_rig_length(req *r)
{
    page_size(&r->out, r->state->payload.n);
    return NULL;
}

static const err *web_rig_fail(req *r)
{
    int64_t kind = 0;
    if (!str_to_int64(req_param(r, "kind"), &kind))
        kind = ERR_BROKEN;
    page_str(&r->out, S("what was begun"));
    FAIL(r->arena, (enum err_kind)kind, "secret of the house");
}

static const err *web_rig_slow(req *r)
{
    web_rig_pause(300);
    page_str(&r->out, S("slow"));
    return NULL;
}

/* Eight megabytes: more than the kernel takes at once. */
static const err *web_rig_large(req *r)
{
    buf block;
    buf_on_arena(&block, r->arena, (size_t)1 << 17);
    for (int i = 0; i < 10000; i++)
        buf_int(&block, 1000000 + i);
    for (int i = 0; i < 120; i++)
        page_raw(&r->out, block.p, block.n);
    return NULL;
}

/* Which rendering it is, and all that such a page may depend on. `how`: what it does besides. */
static const err *web_rig_kept(req *r)
{
    int n = __atomic_add_fetch(&web_rig_now->renders, 1, __ATOMIC_SEQ_CST);
    str how = req_param(r, "how");
    int64_t topic = 0;
    for (str all = req_query(r, "topics"), one = { 0 }; str_next(&all, ',', &one);)
        if (str_to_int64(one, &topic))
            req_shows(r, topic);
    if (str_starts(how, S("slow")))
        web_rig_pause(300);
    if (str_eq(how, S("slow-fail")))
        FAIL(r->arena, ERR_MISSING, "not there");
    if (str_eq(how, S("cookie")))
        req_set_cookie(r, "lang", S("de"), 3600);
    if (str_eq(how, S("private")))
        req_set_header(r, "Cache-Control", S("no-store"));
    if (str_eq(how, S("created")))
        req_status(r, 201);
    page_str(&r->out, str_format(r->arena, "%d %.*s %.*s %.*s %s|", n,
                                 STR_ARG(lang_tag(r->out.lang)), STR_ARG(r->zone),
                                 STR_ARG(req_base_url(r)), req_for_all(r) ? "all" : "one"));
    int lines = str_eq(how, S("large")) ? 300000 : str_eq(how, S("long")) ? 1000 : 0;
    for (int i = 0; i < lines; i++)
        page_raw(&r->out, "line\n", 5);
    return NULL;
}

static const err *web_rig_cookie(req *r)
{
    req_set_cookie(r, "lang", S("de"), 3600);
    return req_redirect(r, req_query(r, "to"));
}

static const err *web_rig_token(req *r)
{
    page_html(&r->out, req_form_token(r));
    return NULL;
}

static const err *web_rig_stream(req *r)
{
    if (str_eq(req_query(r, "then"), S("fail"))) {
        TRY(req_stream(r, web_rig_now->channel, 0, S("")));
        FAIL(r->arena, ERR_MISSING, "after all not");
    }
    return req_stream(r, web_rig_now->channel, channel_head(web_rig_now->channel),
                      S("event: reset\ndata: {}\n\n"));
}

static const struct route web_rig_routes[] = {
    { "GET", "/hello", web_rig_hello, 0 },          { "GET", "/echo/:name", web_rig_echo, 0 },
    { "GET", "/echo/literal", web_rig_literal, 0 }, { "POST", "/form", web_rig_form, SAME_ORIGIN },
    { "POST", "/json", web_rig_json, PROGRAM },     { "POST", "/length", web_rig_length, 0 },
    { "POST", "/big", web_rig_length, BIG_BODY },   { "GET", "/member", web_rig_literal, MEMBER },
    { "GET", "/host", web_rig_literal, HOST },      { "POST", "/often", web_rig_literal, RATE },
    { "GET", "/fail/:kind", web_rig_fail, 0 },      { 0 },
};
static const struct route web_rig_more_routes[] = {
    { "GET", "/slow", web_rig_slow, 0 },
    { "GET", "/large", web_rig_large, 0 },
    { "GET", "/cookie", web_rig_cookie, 0 },
    { "GET", "/token", web_rig_token, 0 },
    { "GET", "/stream", web_rig_stream, STREAM },
    { "GET", "/kept/:how", web_rig_kept, CACHED },
    { "GET", "/kept/:how/always", web_rig_kept, CACHED | ALWAYS },
    { "GET", "/always", web_rig_literal, ALWAYS },
    { "GET", "/api/v1/fail/:kind", web_rig_fail, 0 },
    { 0 },
};
static const struct route *const web_rig_tables[] = { web_rig_routes, web_rig_more_routes, NULL };

static struct store *web_rig_store(void *arg)
{
    __atomic_fetch_add(&((struct web_rig *)arg)->stores, 1, __ATOMIC_SEQ_CST);
    return NULL;
}

static void web_rig_store_back(void *arg, struct store *s)
{
    (void)s;
    __atomic_fetch_sub(&((struct web_rig *)arg)->stores, 1, __ATOMIC_SEQ_CST);
}

static const err *web_rig_session(req *r, str cookie, struct req_who *ret)
{
    if (str_eq(cookie, S("broken")))
        FAIL(r->arena, ERR_BUSY, "the store is away");
    if (str_eq(cookie, S("anna")))
        *ret = (struct req_who){ 1, 11, ROLE_MEMBER, S("Anna") };
    if (str_eq(cookie, S("host")))
        *ret = (struct req_who){ 2, 12, ROLE_HOST, S("Hanna") };
    return NULL;
}

static void web_rig_error_page(req *r, int status, const err *e)
{
    page_raw(&r->out, "<h1>", 4);
    page_int(&r->out, status);
    page_raw(&r->out, "</h1>", 5);
    for (size_t i = 0; i < e->n_fields; i++)
        page_str(&r->out, e->fields[i].message);
}

static void web_rig_metrics(void *arg, buf *out)
{
    (void)arg;
    buf_add(out, S("rig_metric 1\n"));
}

struct web_rig *web_rig_new(void)
{
    struct web_rig *rig = calloc(1, sizeof *rig);
    ASSERT(rig != NULL);
    rig->arena = arena_new(ARENA_LIMIT);
    rig->channel = channel_new(0, 1 << 20, 100);
    rig->times = server_times_usual;
    rig->options = (struct server_options){
        .listen = S("127.0.0.1:0"),
        .workers = 2,
        .rate = 1,
        .secret = { 1, 2, 3 },
        .lang = LANG_EN,
        .routes = web_rig_tables,
        .hooks = { .store_new = web_rig_store,
                   .store_free = web_rig_store_back,
                   .session = web_rig_session,
                   .error_page = web_rig_error_page,
                   .metrics = web_rig_metrics,
                   .arg = rig },
    };
    web_rig_now = rig;
    return rig;
}

void web_rig_start(struct web_rig *rig)
{
    const err *e = server_start_timed(rig->arena, &rig->options, &rig->times, &rig->server);
    ASSERT(e == NULL);
}

struct web_rig *web_rig_started(void)
{
    struct web_rig *rig = web_rig_new();
    web_rig_start(rig);
    return rig;
}

void web_rig_stop(struct web_rig *rig)
{
    server_stop(rig->server, 2000);
    channel_free(rig->channel);
    ASSERT(rig->stores == 0);
    arena_free(rig->arena);
    free(rig);
}

/* ---- a client ------------------------------------------------------------------------------- */

int web_rig_connect(const struct web_rig *rig)
{
    struct sockaddr_in to = { .sin_family = AF_INET,
                              .sin_port = htons((uint16_t)server_port(rig->server)),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    const struct timeval patience = { 30, 0 };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    ASSERT(fd >= 0);
    ASSERT(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0);
    ASSERT(connect(fd, (struct sockaddr *)&to, sizeof to) == 0);
    return fd;
}

/* Stops where the other side has closed: many tests send what is refused halfway. */
void web_rig_send_bytes(int fd, str bytes)
{
    while (bytes.n > 0) {
        ssize_t n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (n <= 0)
            return;
        bytes = str_sub(bytes, (size_t)n, bytes.n);
    }
}

void web_rig_send(int fd, const char *text)
{
    web_rig_send_bytes(fd, str_of(text));
}

/* Reads until the end of the stream, or until `most` bytes are there. */
static void web_rig_read(int fd, buf *to, size_t most)
{
    char bytes[65536];
    while (to->n < most) {
        size_t want = most - to->n < sizeof bytes ? most - to->n : sizeof bytes;
        ssize_t n = recv(fd, bytes, want, 0);
        if (n <= 0)
            return;
        buf_add(to, (str){ bytes, (size_t)n });
    }
}

str web_rig_rest(const struct web_rig *rig, int fd)
{
    buf b;
    buf_on_arena(&b, rig->arena, (size_t)64 << 20);
    web_rig_read(fd, &b, SIZE_MAX);
    return buf_str(&b);
}

str web_rig_reply(const struct web_rig *rig, int fd, bool has_body)
{
    buf b;
    int64_t length = 0;

    buf_on_arena(&b, rig->arena, (size_t)64 << 20);
    while (!str_contains(buf_str(&b), S("\r\n\r\n"))) {
        size_t before = b.n;
        web_rig_read(fd, &b, b.n + 1);
        if (b.n == before)
            return buf_str(&b);
    }
    if (has_body && str_to_int64(web_rig_field(buf_str(&b), "Content-Length"), &length))
        web_rig_read(fd, &b, b.n + (size_t)length);
    return buf_str(&b);
}

str web_rig_ask(const struct web_rig *rig, const char *request)
{
    int fd = web_rig_connect(rig);
    web_rig_send(fd, request);
    str reply = web_rig_rest(rig, fd);
    close(fd);
    return reply;
}

static str web_rig_ask_with(const struct web_rig *rig, const char *line, const char *fields,
                            const char *body)
{
    str request = str_format(rig->arena,
                             "%s HTTP/1.1\r\n%sHost: house.example\r\nConnection: close\r\n"
                             "Content-Length: %zu\r\n\r\n%s",
                             line, fields, strlen(body), body);
    return web_rig_ask(rig, request.p);
}

str web_rig_get(const struct web_rig *rig, const char *target, const char *fields)
{
    return web_rig_ask_with(rig, str_format(rig->arena, "GET %s", target).p, fields, "");
}

str web_rig_post(const struct web_rig *rig, const char *target, const char *fields,
                 const char *body)
{
    const char *type = "Content-Type: application/x-www-form-urlencoded";
    str all = str_format(rig->arena, "%s\r\n%s", type, fields);
    return web_rig_ask_with(rig, str_format(rig->arena, "POST %s", target).p, all.p, body);
}

void web_rig_expect(const struct web_rig *rig, const char *request, int status)
{
    str reply = web_rig_ask(rig, request);
    if (web_rig_status(reply) != status)
        print_error("asked: %s\ngot: %.*s\n", request, STR_ARG(reply));
    assert_int_equal(web_rig_status(reply), status);
    assert_non_null(web_rig_field(reply, "Content-Security-Policy").p);
}

bool web_rig_closed(int fd, int ms)
{
    struct timespec now = { 0 };
    clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t end = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 + ms;
    char bytes[4096];

    for (;;) {
        clock_gettime(CLOCK_MONOTONIC, &now);
        int64_t left = end - ((int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000);
        struct pollfd p = { .fd = fd, .events = POLLIN };
        if (left <= 0 || poll(&p, 1, (int)left) <= 0)
            return false;
        if (recv(fd, bytes, sizeof bytes, 0) <= 0)
            return true;
    }
}

int web_rig_status(str reply)
{
    int64_t status = 0;
    if (!str_starts(reply, S("HTTP/1.")) || !str_to_int64(str_sub(reply, 9, 3), &status))
        return 0;
    return (int)status;
}

str web_rig_field(str reply, const char *name)
{
    str rest = str_sub(reply, 0, str_find(reply, S("\r\n\r\n")));
    str line = { 0 };
    while (str_next(&rest, '\n', &line)) {
        str key = { 0 };
        str value = { 0 };
        if (str_cut(line, ':', &key, &value) && str_eq_nocase(key, str_of(name)))
            return str_trim(value);
    }
    return (str){ 0 };
}

str web_rig_body(str reply)
{
    return str_sub(reply, str_find(reply, S("\r\n\r\n")) + 4, reply.n);
}

void web_rig_pause(int ms)
{
    const struct timespec t = { ms / 1000, ms % 1000 * 1000000L };
    nanosleep(&t, NULL);
}
