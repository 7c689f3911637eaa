/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * reply.c - the bytes of a reply: status line, fields, body; compressed, or left out because the
 * client has it already.
 */
#include "web/reply.h"

#include <event2/util.h>
#include <sodium.h>
#include <time.h>

#include "base/check.h"
#include "base/log.h"
#include "web/accept.h"
#include "web/server_parts.h"
#include "web/stream_conn.h"

/* Under this, compressing costs more than it saves. */
#define REPLY_ZIP_LEAST 1024
#define REPLY_HEAD_LIMIT ((size_t)64 << 10)

/* On every reply. Scripts and styles only from the house's own files; what stands in a page's own
 * <script type="application/ld+json"> is data, and not run. */
static const str reply_security =
    S_INIT("Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
           "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
           "frame-ancestors 'none'; manifest-src 'self'\r\n"
           "X-Content-Type-Options: nosniff\r\n"
           "Referrer-Policy: same-origin\r\n"
           "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n"
           "Cross-Origin-Opener-Policy: same-origin\r\n"
           "Cross-Origin-Resource-Policy: same-origin\r\n");

static const struct reply_reason {
    int status;
    const char *text;
} reply_reasons[] = {
    { 200, "OK" },
    { 201, "Created" },
    { 202, "Accepted" },
    { 204, "No Content" },
    { 303, "See Other" },
    { 304, "Not Modified" },
    { 400, "Bad Request" },
    { 403, "Forbidden" },
    { 404, "Not Found" },
    { 405, "Method Not Allowed" },
    { 409, "Conflict" },
    { 410, "Gone" },
    { 413, "Content Too Large" },
    { 414, "URI Too Long" },
    { 417, "Expectation Failed" },
    { 422, "Unprocessable Content" },
    { 429, "Too Many Requests" },
    { 431, "Request Header Fields Too Large" },
    { 500, "Internal Server Error" },
    { 501, "Not Implemented" },
    { 503, "Service Unavailable" },
    { 505, "HTTP Version Not Supported" },
};

const char *reply_reason(int status)
{
    for (size_t i = 0; i < COUNT_OF(reply_reasons); i++)
        if (reply_reasons[i].status == status)
            return reply_reasons[i].text;
    return "Answer";
}

void reply_header(job *j, const char *name, str value)
{
    for (size_t i = 0; i < value.n; i++)
        ASSERT(value.p[i] != '\r' && value.p[i] != '\n' && value.p[i] != '\0');
    buf_printf(&j->headers, "%s: ", name);
    buf_add(&j->headers, value);
    buf_add(&j->headers, S("\r\n"));
}

void reply_plain(job *j, int status, const char *text)
{
    j->status = status;
    j->type = "text/plain; charset=utf-8";
    j->body = str_of(text);
    j->answered = true;
}

/* ---- the body ------------------------------------------------------------------------------- */

/* A page that outgrew its limit must not go out cut in the middle. */
static str reply_body(job *j)
{
    if (!j->answered && buf_full(&j->req.out.body)) {
        log_line(LOG_ERROR, "web", "page of %.*s is too large",
                 STR_ARG(access_path(j->arena, j->head.target)));
        reply_plain(j, 500, "500\n");
    }
    return j->answered ? j->body : buf_str(&j->req.out.body);
}

static bool reply_has_body(int status)
{
    return status != 204 && status != 304;
}

static bool reply_compressible(const char *type)
{
    str t = str_of(type);
    return str_starts(t, S("text/")) || str_contains(t, S("json")) || str_contains(t, S("xml")) ||
           str_contains(t, S("javascript"));
}

bool reply_zippable(const char *type, size_t n)
{
    return n >= REPLY_ZIP_LEAST && reply_compressible(type);
}

static bool reply_wants_zip(const job *j, str body)
{
    return j->status != 304 && reply_zippable(j->type, body.n) &&
           accept_coding(head_value(&j->head, S("Accept-Encoding")), S("gzip"));
}

/* ---- who may keep it ------------------------------------------------------------------------ */

/* A strong validator. */
str reply_etag(arena *a, str body, bool zipped)
{
    unsigned char digest[16];
    char hex[2 * sizeof digest + 1];
    (void)crypto_generichash(digest, sizeof digest, (const unsigned char *)body.p, body.n, NULL, 0);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    return str_format(a, "\"%s%s\"", hex, zipped ? "-gz" : "");
}

void reply_say_keeping(job *j)
{
    reply_header(j, "Cache-Control", S("no-cache"));
    reply_header(j, "Vary", S("Accept-Encoding, Accept-Language, Cookie"));
}

/* Pages for somebody signed in are kept nowhere; others may be, and are asked for again each time,
 * which costs nothing when they have not changed. */
static void reply_keeping(job *j, str body)
{
    if (j->session.p != NULL) {
        reply_header(j, "Cache-Control", S("private, no-store"));
        return;
    }
    reply_say_keeping(j);
    if (j->status != 200 || !str_eq(j->req.method, S("GET")))
        return;
    str etag = reply_etag(j->arena, body, reply_wants_zip(j, body));
    reply_header(j, "ETag", etag);
    if (accept_etag(head_value(&j->head, S("If-None-Match")), etag))
        j->status = 304;
}

/* ---- the whole ------------------------------------------------------------------------------ */

/* Made once a second and thread. */
static void reply_date(buf *to)
{
    static _Thread_local time_t made;
    static _Thread_local char text[64];
    time_t now = time(NULL);

    if (now != made)
        evutil_date_rfc1123(text, sizeof text, NULL);
    made = now;
    buf_add(to, S("Date: "));
    buf_add(to, str_of(text));
    buf_add(to, S("\r\n"));
}

void reply_fields(const job *j, buf *to)
{
    buf_add(to, reply_security);
    if (j->https)
        buf_add(to, S("Strict-Transport-Security: max-age=31536000\r\n"));
    buf_add(to, buf_str(&j->headers));
}

void reply_start(const job *j, buf *to)
{
    buf_add(to, S("HTTP/1.1 "));
    buf_int(to, j->status);
    buf_char(to, ' ');
    buf_add(to, str_of(reply_reason(j->status)));
    buf_add(to, S("\r\n"));
    if (j->close)
        buf_add(to, S("Connection: close\r\n"));
    else if (j->head.old)
        buf_add(to, S("Connection: keep-alive\r\n"));
    reply_date(to);
}

/* `length` as sent; -1 where the reply has no body. */
static void reply_head(const job *j, buf *to, int64_t length)
{
    reply_start(j, to);
    if (length >= 0)
        buf_printf(to, "Content-Type: %s\r\nContent-Length: %lld\r\n", j->type, (long long)length);
    reply_fields(j, to);
    buf_add(to, S("\r\n"));
    ASSERT(!buf_full(to));
}

/* A stream is HTTP/1.0 and ends with the connection, so that its frames are never chunked. */
static void reply_stream_head(const job *j, buf *to)
{
    buf_add(to,
            S("HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
              "X-Accel-Buffering: no\r\nConnection: close\r\n"));
    reply_date(to);
    reply_fields(j, to);
    buf_add(to, S("\r\n"));
    ASSERT(!buf_full(to));
}

static void reply_build_stream(job *j)
{
    buf_init(&j->stream_head, REPLY_HEAD_LIMIT);
    reply_stream_head(j, &j->stream_head);
    buf_init(&j->stream_first, j->first.n + 1);
    buf_add(&j->stream_first, j->first);
    access_note(j, 200, j->first.n);
}

/* HEAD to a stream: its head, and no reader. */
static void reply_build_stream_head(job *j, buf *head)
{
    channel_release(j->channel);
    j->channel = NULL;
    j->close = true;
    reply_stream_head(j, head);
    evbuffer_add(j->out, head->p, head->n);
    access_note(j, 200, 0);
}

static void reply_build_page(job *j, struct zip *zip, buf *head)
{
    bool asked_for_head = str_eq(j->head.method, S("HEAD"));
    str body = reply_body(j);
    struct evbuffer *sent = evbuffer_new();

    ASSERT(sent != NULL);
    if (!j->cache_said)
        reply_keeping(j, body);
    bool has_body = reply_has_body(j->status);
    bool zipped = has_body && zip != NULL && reply_wants_zip(j, body) && zip_add(zip, body, sent);
    if (zipped)
        reply_header(j, "Content-Encoding", S("gzip"));
    else if (has_body)
        evbuffer_add(sent, body.p, body.n);
    size_t n = evbuffer_get_length(sent);
    reply_head(j, head, has_body ? (int64_t)n : -1);
    evbuffer_add(j->out, head->p, head->n);
    if (!asked_for_head)
        evbuffer_add_buffer(j->out, sent);
    evbuffer_free(sent);
    access_note(j, j->status, asked_for_head ? 0 : n);
}

void reply_build(job *j, struct zip *zip)
{
    buf head;
    buf_on_arena(&head, j->arena, REPLY_HEAD_LIMIT);
    j->close = j->close || !j->head.keep || atomic_load(&j->server->stopping);
    j->out = evbuffer_new();
    ASSERT(j->out != NULL);
    if (j->channel == NULL)
        reply_build_page(j, zip, &head);
    else if (str_eq(j->head.method, S("HEAD")))
        reply_build_stream_head(j, &head);
    else
        reply_build_stream(j);
    arena_free(j->arena);
    j->arena = NULL;
}
