/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * access.c - what is counted and written down about a request: enough to see that the house works,
 * too little to follow a person. Addresses are shortened, query strings left out.
 */
#include <arpa/inet.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "web/server_parts.h"

str access_shortened(arena *a, str address)
{
    char *text = str_c(a, address);
    char out[INET6_ADDRSTRLEN];
    unsigned char four[4];
    unsigned char six[16];

    if (inet_pton(AF_INET, text, four) == 1) {
        four[3] = 0;
        return str_copy(a, str_of(inet_ntop(AF_INET, four, out, sizeof out)));
    }
    if (inet_pton(AF_INET6, text, six) == 1) {
        memset(six + 6, 0, 10);
        return str_copy(a, str_of(inet_ntop(AF_INET6, six, out, sizeof out)));
    }
    return S("-");
}

/* Looks like a token (base/id.h): whoever reads the log must not be able to use a link in it. */
static bool access_is_token(str segment)
{
    for (size_t i = 0; i < segment.n; i++) {
        char c = segment.p[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '2' && c <= '7'))
            return false;
    }
    return segment.n >= 26;
}

str access_path(arena *a, str target)
{
    str path = { 0 };
    str query = { 0 };
    str segment = { 0 };
    buf b;

    (void)str_cut(target, '?', &path, &query);
    buf_on_arena(&b, a, path.n + 1);
    while (str_next(&path, '/', &segment)) {
        buf_add(&b, access_is_token(segment) ? S("*") : segment);
        if (path.p != NULL)
            buf_char(&b, '/');
    }
    return buf_str(&b);
}

void access_note(job *j, int status, size_t bytes)
{
    server *s = j->server;
    str path = access_path(j->arena, j->head.target);
    int64_t us = (clock_mono_ns() - j->began_ns) / 1000;
    str address = j->address.p != NULL ? j->address : j->peer;

    atomic_fetch_add(&s->requests, 1);
    atomic_fetch_add(&s->by_class[status / 100 % 6], 1);
    if (status == 429 || status == 503 || status == 403)
        atomic_fetch_add(&s->refused, 1);
    if (status >= 500)
        atomic_fetch_add(&s->errors, 1);
    log_line(LOG_INFO, "web", "%.*s %.*s %.*s %d %zu %lldus",
             STR_ARG(access_shortened(j->arena, address)),
             STR_ARG(str_empty(j->head.method) ? S("-") : j->head.method),
             STR_ARG(str_empty(path) ? S("-") : path), status, bytes, (long long)us);
}

static void access_metric(buf *out, const char *name, const char *type, int64_t value)
{
    buf_printf(out, "# TYPE netzarbeit_%s %s\nnetzarbeit_%s %lld\n", name, type, name,
               (long long)value);
}

static void access_cache_metrics(server *s, buf *out)
{
    struct cache_counts c = cache_counts_now(s->cache);

    access_metric(out, "cache_hits_total", "counter", c.hits);
    access_metric(out, "cache_renders_total", "counter", c.renders);
    access_metric(out, "cache_parked_total", "counter", c.parked);
    access_metric(out, "cache_pages", "gauge", c.pages);
    access_metric(out, "cache_bytes", "gauge", c.bytes);
}

void access_metrics(server *s, buf *out)
{
    struct server_counts c = server_counts_now(s);

    access_metric(out, "http_refused_total", "counter", c.refused);
    access_metric(out, "http_errors_total", "counter", c.errors);
    access_metric(out, "http_connections_total", "counter", c.connections);
    access_metric(out, "http_streams_total", "counter", c.streams);
    access_metric(out, "http_connections", "gauge", atomic_load(&s->open_now));
    access_cache_metrics(s, out);
    buf_add(out, S("# TYPE netzarbeit_http_requests_total counter\n"));
    for (int i = 1; i < 6; i++)
        buf_printf(out, "netzarbeit_http_requests_total{status=\"%dxx\"} %lld\n", i,
                   (long long)atomic_load(&s->by_class[i]));
    if (s->options.hooks.metrics != NULL)
        s->options.hooks.metrics(s->options.hooks.arg, out);
}
