/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cache_reply.c - see cache_reply.h.
 */
#include "web/cache_reply.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "web/accept.h"
#include "web/loop.h"
#include "web/reply.h"
#include "web/request.h"

#define CACHE_REPLY_TARGET ((size_t)512)
#define CACHE_REPLY_KEY ((size_t)2048)
#define CACHE_REPLY_HEAD ((size_t)16 << 10)

/* ---- what is asked for ---------------------------------------------------------------------- */

/* Of what a cookie says we know only of these two that they are in the key. */
static bool cache_reply_only_choices(str cookies)
{
    str piece = { 0 };
    while (str_next(&cookies, ';', &piece)) {
        str name = { 0 };
        str value = { 0 };
        (void)str_cut(piece, '=', &name, &value);
        name = str_trim(name);
        if (!str_empty(name) && !str_eq(name, S("lang")) && !str_eq(name, S("zone")))
            return false;
    }
    return true;
}

static bool cache_reply_for_anybody(const job *j)
{
    for (size_t i = 0; i < j->head.n_fields; i++)
        if (str_eq_nocase(j->head.fields[i].name, S("Cookie")) &&
            !cache_reply_only_choices(j->head.fields[i].value))
            return false;
    /* Handlers may look at a form's fields, whatever the method: a body is not in the key. */
    return j->head.target.n <= CACHE_REPLY_TARGET && j->payload.n == 0;
}

static void cache_reply_add_target(str target, buf *to)
{
    str path = { 0 };
    str query = { 0 };
    str piece = { 0 };

    (void)str_cut(target, '?', &path, &query);
    buf_add(to, path);
    for (char before = '?'; query.p != NULL && str_next(&query, '&', &piece);) {
        if (str_empty(piece) || str_starts(piece, S("lang=")) || str_starts(piece, S("zone=")))
            continue;
        buf_char(to, before);
        buf_add(to, piece);
        before = '&';
    }
}

static bool cache_reply_make_key(job *j)
{
    buf key;

    if (!cache_reply_for_anybody(j) || !request_choose(j))
        return false;
    buf_on_arena(&key, j->arena, CACHE_REPLY_KEY);
    buf_add(&key, lang_tag(j->req.out.lang));
    buf_char(&key, '\n');
    buf_add(&key, j->req.zone);
    buf_char(&key, '\n');
    buf_add(&key, request_base(j));
    buf_char(&key, '\n');
    cache_reply_add_target(j->head.target, &key);
    j->cache_key = buf_str(&key);
    return !buf_full(&key);
}

static bool cache_reply_may_be_cached(const job *j)
{
    str raw = { 0 };
    str query = { 0 };
    str path = { 0 };

    (void)str_cut(j->head.target, '?', &raw, &query);
    if (!form_path(j->arena, raw, &path))
        return false;
    const struct route *r = route_find(j->server->options.routes, S("GET"), path).route;
    return r != NULL && (r->needs & CACHED) != 0;
}

/* ---- sending -------------------------------------------------------------------------------- */

static void cache_reply_sent(const void *bytes, size_t n, void *arg)
{
    (void)bytes;
    (void)n;
    cache_release(arg);
}

static void cache_reply_send(job *j, struct cache_page *kept, struct cache_form form)
{
    bool same = accept_etag(head_value(&j->head, S("If-None-Match")), form.etag);
    bool with_body = !same && str_eq(j->head.method, S("GET"));
    buf head;

    j->status = same ? 304 : 200;
    j->close = j->close || !j->head.keep || atomic_load(&j->server->stopping);
    buf_on_arena(&head, j->arena, CACHE_REPLY_HEAD);
    reply_start(j, &head);
    if (!same)
        buf_add(&head, form.lead);
    buf_add(&head, form.rest);
    ASSERT(!buf_full(&head));
    j->out = evbuffer_new();
    ASSERT(j->out != NULL);
    evbuffer_add(j->out, head.p, head.n);
    if (with_body) {
        atomic_fetch_add(&kept->holds, 1);
        int failed =
            evbuffer_add_reference(j->out, form.body.p, form.body.n, cache_reply_sent, kept);
        ASSERT(failed == 0);
    }
    access_note(j, j->status, with_body ? form.body.n : 0);
    arena_free(j->arena);
    j->arena = NULL;
}

static bool cache_reply_wants_zip(const job *j)
{
    return accept_coding(head_value(&j->head, S("Accept-Encoding")), S("gzip"));
}

static void cache_reply_send_fitting(job *j, struct cache_page *kept)
{
    bool unused = false;
    cache *c = j->server->cache;
    cache_reply_send(j, kept, cache_form_of(c, kept, cache_reply_wants_zip(j), &unused));
}

/* ---- on the loop ---------------------------------------------------------------------------- */

static bool cache_reply_is_open(const job *j, unsigned needs)
{
    const struct server_hooks *hooks = &j->server->options.hooks;
    return (needs & ALWAYS) != 0 || hooks->open == NULL || hooks->open(&j->req);
}

/* Takes the hold of the page over. */
static enum serve_way cache_reply_hit(job *j, struct cache_page *kept)
{
    bool zip = false;
    bool open = cache_reply_is_open(j, kept->needs);
    bool wanted = cache_reply_wants_zip(j);

    if (open) {
        struct cache_form form = cache_form_of(j->server->cache, kept, wanted, &zip);
        if (zip) {
            j->page = kept;
            return SERVE_WORKER;
        }
        cache_reply_send(j, kept, form);
    }
    cache_release(kept);
    return open ? SERVE_ANSWERED : SERVE_WORKER;
}

enum serve_way cache_reply_try(job *j)
{
    cache *c = j->server->cache;
    struct cache_page *kept = NULL;

    if (!cache_reply_make_key(j))
        return SERVE_WORKER;
    enum cache_found found = cache_look(c, j, &kept);
    if (found == CACHE_MISS && cache_reply_may_be_cached(j))
        found = cache_begin(c, j, &kept);
    switch (found) {
    case CACHE_HIT:
        return cache_reply_hit(j, kept);
    case CACHE_PARKED:
        return SERVE_PARKED;
    case CACHE_FULL:
        serve_busy(j);
        return SERVE_ANSWERED;
    case CACHE_MISS:
        break;
    }
    return SERVE_WORKER;
}

/* ---- on a worker ---------------------------------------------------------------------------- */

/* What was built on an arena, for longer. */
static str cache_reply_own(str s)
{
    char *p = malloc(s.n + 1);
    ASSERT(p != NULL);
    memcpy(p, s.p, s.n);
    return (str){ p, s.n };
}

static struct cache_form cache_reply_form(arena *a, const struct cache_page *kept, str body,
                                          str etag, bool zipped)
{
    str lead = str_format(a, "Content-Type: %.*s\r\nContent-Length: %zu\r\n%s", STR_ARG(kept->type),
                          body.n, zipped ? "Content-Encoding: gzip\r\n" : "");
    str rest = str_format(a, "%.*sETag: %.*s\r\n\r\n", STR_ARG(kept->fields), STR_ARG(etag));
    return (struct cache_form){ cache_reply_own(lead), cache_reply_own(rest), cache_reply_own(etag),
                                body };
}

static struct cache_form cache_reply_plain(arena *a, const struct cache_page *kept, str body)
{
    return cache_reply_form(a, kept, cache_reply_own(body), reply_etag(a, body, false), false);
}

/* Without a body where it would not become smaller. */
static struct cache_form cache_reply_zipped(arena *a, const struct cache_page *kept,
                                            struct zip *zip)
{
    struct cache_form form = { 0 };
    struct evbuffer *out = evbuffer_new();
    str plain = kept->plain.body;

    ASSERT(out != NULL);
    if (reply_zippable(str_c(a, kept->type), plain.n) && zip_add(zip, plain, out)) {
        size_t n = evbuffer_get_length(out);
        char *bytes = malloc(n + 1);
        ASSERT(bytes != NULL);
        evbuffer_remove(out, bytes, n);
        str etag = reply_etag(a, plain, true);
        form = cache_reply_form(a, kept, (str){ bytes, n }, etag, true);
    }
    evbuffer_free(out);
    return form;
}

static str cache_reply_body(const job *j)
{
    return j->answered ? j->body : buf_str(&j->req.out.body);
}

static bool cache_reply_may_be_kept(const job *j)
{
    bool whole = j->answered || !buf_full(&j->req.out.body);
    return whole && j->status == 200 && j->channel == NULL && !j->cookie_set && !j->cache_said &&
           cache_reply_body(j).n <= SERVER_CACHE_PAGE;
}

static struct cache_page *cache_reply_page(job *j, struct zip *zip)
{
    struct cache_page *kept = cache_page_new();
    buf fields;

    reply_say_keeping(j);
    buf_on_arena(&fields, j->arena, CACHE_REPLY_HEAD);
    reply_fields(j, &fields);
    kept->type = cache_reply_own(str_of(j->type));
    kept->fields = cache_reply_own(buf_str(&fields));
    kept->needs = j->found.route->needs;
    kept->plain = cache_reply_plain(j->arena, kept, cache_reply_body(j));
    if (!j->render->hasty && cache_reply_wants_zip(j))
        kept->zipped = cache_reply_zipped(j->arena, kept, zip);
    return kept;
}

/* They go on as if nobody had rendered for them. */
static void cache_reply_let_go(job *parked)
{
    for (job *next = NULL; parked != NULL; parked = next) {
        next = parked->next;
        if (worker_queue(parked->server, parked))
            continue;
        serve_busy(parked);
        loop_post(parked);
    }
}

bool cache_reply_keep(job *j, bool well, struct zip *zip)
{
    struct cache_page *kept = NULL;
    if (well && cache_reply_may_be_kept(j))
        kept = cache_reply_page(j, zip);
    job *parked = cache_end(j->render, kept);
    j->render = NULL;
    if (kept == NULL) {
        cache_reply_let_go(parked);
        return false;
    }
    for (job *next = NULL; parked != NULL; parked = next) {
        next = parked->next;
        cache_reply_send_fitting(parked, kept);
        loop_post(parked);
    }
    cache_reply_send_fitting(j, kept);
    cache_release(kept);
    return true;
}

void cache_reply_zip(job *j, struct zip *zip)
{
    cache_add_zipped(j->server->cache, j->page, cache_reply_zipped(j->arena, j->page, zip));
    cache_reply_send_fitting(j, j->page);
}

void cache_reply_give_up(job *j)
{
    if (j->render == NULL)
        return;
    job *parked = cache_end(j->render, NULL);
    j->render = NULL;
    for (job *next = NULL; parked != NULL; parked = next) {
        next = parked->next;
        serve_busy(parked);
        loop_post(parked);
    }
}
