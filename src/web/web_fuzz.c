/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * web_fuzz.c - what comes from outside, in every reading: the input is taken for a whole head, for
 * a chunked body, a form, a path, a cookie field, a list of wishes, an origin.
 */
#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "base/utf8.h"
#include "web/accept.h"
#include "web/assets.h"
#include "web/chunks.h"
#include "web/form.h"
#include "web/head.h"
#include "web/origin.h"
#include "web/rate.h"
#include "web/route.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* The library asks for a table of files; there are none here. */
const struct asset assets_packed[1];
const size_t assets_packed_count = 0;

static const err *web_fuzz_handler(req *r)
{
    (void)r;
    return NULL;
}

static const struct route web_fuzz_routes[] = {
    { "GET", "/a/:one", web_fuzz_handler, 0 },
    { "GET", "/a/b", web_fuzz_handler, 0 },
    { "POST", "/:one/:two/:three", web_fuzz_handler, 0 },
    { 0 },
};
static const struct route *const web_fuzz_tables[] = { web_fuzz_routes, NULL };

static void web_fuzz_text(str s)
{
    ASSERT(utf8_valid(s));
    ASSERT(s.n == 0 || memchr(s.p, '\0', s.n) == NULL);
}

static void web_fuzz_line(str s)
{
    ASSERT(s.n == 0 || (memchr(s.p, '\r', s.n) == NULL && memchr(s.p, '\n', s.n) == NULL));
}

/* A head that is taken says one thing only: reading what it says again gives the same. */
static void web_fuzz_head(arena *a, str text)
{
    struct head h = { 0 };
    struct head again = { 0 };
    size_t end = head_end(text, 0);

    ASSERT(end <= text.n);
    if (end == 0 || head_parse(a, str_sub(text, 0, end), &h) != 0)
        return;
    ASSERT(h.target.p[0] == '/' || str_eq(h.target, S("*")));
    ASSERT(h.old || h.authority.n > 0);
    ASSERT(h.length >= 0 && !(h.chunked && h.length > 0));
    ASSERT(h.n_fields <= HEAD_FIELDS_LIMIT);
    buf b;
    buf_on_arena(&b, a, 4 * text.n + 100);
    buf_printf(&b, "%.*s %.*s HTTP/1.%d\r\n", STR_ARG(h.method), STR_ARG(h.target), !h.old);
    for (size_t i = 0; i < h.n_fields; i++) {
        web_fuzz_line(h.fields[i].value);
        buf_printf(&b, "%.*s: ", STR_ARG(h.fields[i].name));
        buf_add(&b, h.fields[i].value);
        buf_add(&b, S("\r\n"));
    }
    buf_add(&b, S("\r\n"));
    ASSERT(head_end(buf_str(&b), 0) == b.n);
    ASSERT(head_parse(a, buf_str(&b), &again) == 0);
    ASSERT(again.n_fields == h.n_fields && again.length == h.length && again.keep == h.keep);
    ASSERT(str_eq(again.method, h.method) && str_eq(again.target, h.target));
}

/* Encodes everything, so that decoding must give back what was there. */
static str web_fuzz_encoded(arena *a, str s)
{
    buf b;
    buf_on_arena(&b, a, 3 * s.n);
    for (size_t i = 0; i < s.n; i++)
        buf_printf(&b, "%%%02X", (unsigned)(unsigned char)s.p[i]);
    return buf_str(&b);
}

static void web_fuzz_form(arena *a, str text)
{
    struct form f = { 0 };
    if (form_parse(a, text, &f)) {
        ASSERT(f.n <= FORM_LIMIT);
        for (size_t i = 0; i < f.n; i++) {
            web_fuzz_text(f.pairs[i].name);
            web_fuzz_text(f.pairs[i].value);
        }
    }
    bool good = utf8_valid(text) && (text.n == 0 || memchr(text.p, '\0', text.n) == NULL);
    str field = str_join(a, (str[]){ S("x"), web_fuzz_encoded(a, text) }, 2, S("="));
    ASSERT(form_parse(a, field, &f) == good);
    ASSERT(!good || str_eq(form_value(&f, S("x")), text));
}

static void web_fuzz_path(arena *a, str text)
{
    str path = { 0 };
    if (!form_path(a, text, &path))
        return;
    web_fuzz_text(path);
    web_fuzz_line(path);
    ASSERT(!str_contains(path, S("/../")) && !str_ends(path, S("/..")));
    struct route_found found = route_find(web_fuzz_tables, S("GET"), path);
    ASSERT(found.route == NULL || found.path_known);
    ASSERT(!str_eq(path, S("/a/b")) || found.route == &web_fuzz_routes[1]);
    for (size_t i = 0; i < found.n_params; i++)
        ASSERT(found.params[i].value.n > 0 && !str_contains(found.params[i].value, S("/")));
}

/* The status, and the body in `ret`; in pieces of `step` bytes. */
static int web_fuzz_chunks_in(arena *a, str text, size_t step, str *ret)
{
    struct chunks c = { .body = evbuffer_new() };
    struct evbuffer *input = evbuffer_new();
    int status = 0;
    for (size_t i = 0; i < text.n && status == 0; i += step) {
        str piece = str_sub(text, i, step);
        evbuffer_add(input, piece.p, piece.n);
        status = chunks_take(&c, input, 1000);
    }
    size_t n = evbuffer_get_length(c.body);
    ASSERT(n <= 1000 && (status == 0 || status == 400 || status == 413));
    char *bytes = arena_alloc(a, n);
    evbuffer_remove(c.body, bytes, n);
    *ret = c.state == CHUNKS_WHOLE ? (str){ bytes, n } : (str){ 0 };
    evbuffer_free(input);
    evbuffer_free(c.body);
    return status;
}

/* It is the same body however the network cuts it. */
static void web_fuzz_chunks(arena *a, str text)
{
    str whole = { 0 };
    str pieces = { 0 };
    int status = web_fuzz_chunks_in(a, text, text.n, &whole);
    ASSERT(web_fuzz_chunks_in(a, text, 3, &pieces) == status);
    ASSERT((whole.p == NULL) == (pieces.p == NULL) && str_eq(whole, pieces));
}

static void web_fuzz_wishes(str text)
{
    enum lang lang = accept_language(text, LANG_EN);
    ASSERT(lang == LANG_DE || lang == LANG_EN);
    int quality = accept_quality(text, S("gzip"));
    ASSERT(quality >= -1 && quality <= 1000);
    ASSERT(quality != 0 || !accept_coding(text, S("gzip")));
    (void)accept_program(text);
    (void)accept_etag(text, S("\"x\""));
    str cookie = form_cookie(text, S("session"));
    web_fuzz_line(cookie);
    ASSERT(!str_contains(cookie, S(";")));
}

static void web_fuzz_origin(arena *a, str text)
{
    char network[64];
    enum origin_verdict verdict = origin_judge((str){ 0 }, text, S("house.example"), (str){ 0 });
    ASSERT(text.p == NULL || verdict != ORIGIN_UNSAID);
    ASSERT(verdict != ORIGIN_OURS || str_contains(str_lower(a, text), S("://house.example")));
    const uint8_t secret[32] = { 1 };
    ASSERT(!origin_token_valid(a, secret, S("session"), text));
    ASSERT(rate_network(text, network).n <= (text.n > 64 ? text.n : 64));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    SCRATCH(a);
    str text = { (const char *)data, n };

    if (n == 0 || n > 32768)
        return 0;
    web_fuzz_head(a, text);
    web_fuzz_chunks(a, text);
    web_fuzz_form(a, text);
    web_fuzz_path(a, text);
    web_fuzz_wishes(text);
    web_fuzz_origin(a, text);
    return 0;
}
