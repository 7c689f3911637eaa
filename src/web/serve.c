/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * serve.c - the way of a request through the house: what is asked, whether it may be, who answers.
 */
#include "base/check.h"
#include "base/clock.h"
#include "web/cache_reply.h"
#include "web/origin.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/server_parts.h"

/* ---- what a route needs --------------------------------------------------------------------- */

static const err *serve_refuse(job *j, int status)
{
    j->refusal = status;
    FAIL(j->arena, status >= 500 ? ERR_BUSY : ERR_INVALID, "refused with %d", status);
}

static const err *serve_check_origin(job *j)
{
    str site = head_value(&j->head, S("Sec-Fetch-Site"));
    str origin = head_value(&j->head, S("Origin"));
    enum origin_verdict verdict =
        origin_judge(site, origin, j->head.authority, j->server->options.url);

    if (verdict == ORIGIN_FOREIGN)
        FAIL(j->arena, ERR_DENIED, "sent from another site");
    if (verdict == ORIGIN_OURS || j->session.p == NULL)
        return NULL;
    str token = req_field(&j->req, "token");
    if (!origin_token_valid(j->arena, j->server->options.secret, j->session, token))
        FAIL(j->arena, ERR_DENIED, "no word of where it comes from, and no token");
    return NULL;
}

/* The narrowest name first; a visitor's address stands behind the name that he may change. */
static int serve_rate_seconds(job *j)
{
    char network[64];
    rate *r = j->server->rate;
    int64_t now = clock_mono_ns();

    if (j->req.who.account != 0) {
        str session = str_format(j->arena, "%lld", (long long)j->req.who.session);
        return rate_take(r, RATE_SESSION, session, now);
    }
    int seconds = j->guest.p == NULL ? 0 : rate_take(r, RATE_GUEST, j->guest, now);
    if (seconds > 0)
        return seconds;
    return rate_take(r, RATE_ADDRESS, rate_network(j->address, network), now);
}

static const err *serve_check_rate(job *j)
{
    int seconds = serve_rate_seconds(j);
    if (seconds == 0)
        return NULL;
    err *e = NEW(j->arena, err);
    *e = (err){ .kind = ERR_LIMIT, .msg = S("too often"), .where = HERE, .retry_after = seconds };
    return e;
}

/* To a program what it may not see is not there; people are told that they may sign in. */
static const err *serve_check_role(job *j, enum role least)
{
    if (j->req.who.role >= least)
        return NULL;
    if (request_by_program(j))
        FAIL(j->arena, ERR_MISSING, "for those signed in");
    FAIL(j->arena, ERR_DENIED, "for those signed in");
}

/* Not a fault of the house, so it is not logged as one; who asks may come again tomorrow. */
static const err *serve_check_open(job *j)
{
    const struct server_hooks *hooks = &j->server->options.hooks;
    if (hooks->open == NULL || hooks->open(&j->req))
        return NULL;
    j->refusal = 503;
    err *e = NEW(j->arena, err);
    *e = (err){ .kind = ERR_BUSY, .msg = S("not open yet"), .where = HERE, .retry_after = 3600 };
    return e;
}

static const err *serve_check(job *j, unsigned needs)
{
    if ((needs & (ALWAYS | MEMBER | HOST)) == 0)
        TRY(serve_check_open(j));
    if ((needs & SAME_ORIGIN) != 0)
        TRY(serve_check_origin(j));
    if ((needs & MEMBER) != 0)
        TRY(serve_check_role(j, ROLE_MEMBER));
    if ((needs & HOST) != 0)
        TRY(serve_check_role(j, ROLE_HOST));
    if ((needs & RATE) != 0)
        TRY(serve_check_rate(j));
    return NULL;
}

/* ---- the way -------------------------------------------------------------------------------- */

static const err *serve_find(job *j)
{
    const struct route *const *tables = j->server->options.routes;

    j->found = route_find(tables, j->head.method, j->req.path);
    if (j->found.route != NULL)
        return NULL;
    if (!j->found.path_known)
        FAIL(j->arena, ERR_MISSING, "no such path");
    reply_header(j, "Allow", route_allow(j->arena, tables, j->req.path));
    return serve_refuse(j, 405);
}

/* OPTIONS of a path that there is, or of the whole server ("*"). */
static bool serve_options(job *j)
{
    bool all = str_eq(j->head.target, S("*"));

    if (!str_eq(j->head.method, S("OPTIONS")) || (!all && !j->found.path_known))
        return false;
    if (all)
        reply_header(j, "Allow", S("GET, HEAD, POST, OPTIONS"));
    reply_plain(j, 204, "");
    return true;
}

static const err *serve_session(job *j)
{
    const struct server_hooks *hooks = &j->server->options.hooks;
    if (j->session.p == NULL || hooks->session == NULL)
        return NULL;
    return hooks->session(&j->req, j->session, &j->req.who);
}

static const err *serve(job *j)
{
    if (j->fault != 0)
        return serve_refuse(j, j->fault);
    if (str_eq(j->head.target, S("*"))) {
        (void)serve_options(j);
        return NULL;
    }
    TRY(request_read(j));
    const err *e = serve_find(j);
    if (e != NULL && serve_options(j))
        return NULL;
    TRY(serve_session(j));
    if (e != NULL)
        return e;
    TRY(serve_check(j, j->found.route->needs));
    return j->found.route->handler(&j->req);
}

void serve_on_worker(job *j, struct store *store, struct zip *zip)
{
    if (j->page != NULL) {
        cache_reply_zip(j, zip);
        return;
    }
    request_greet(j);
    j->req.store = store;
    check_doing(str_c(j->arena, str_format(j->arena, "%.*s %.*s", STR_ARG(j->head.method),
                                           STR_ARG(access_path(j->arena, j->head.target)))));
    const err *e = serve(j);
    if (e != NULL)
        problem_answer(j, e);
    if (j->render == NULL || !cache_reply_keep(j, e == NULL, zip))
        reply_build(j, zip);
    check_doing("");
}

/* ---- without a worker ----------------------------------------------------------------------- */

void serve_busy(job *j)
{
    request_greet(j);
    problem_answer(j, serve_refuse(j, 503));
    reply_build(j, NULL);
}

static bool serve_is_read(const job *j)
{
    return str_eq(j->head.method, S("GET")) || str_eq(j->head.method, S("HEAD"));
}

static void serve_metrics(job *j)
{
    buf text;
    buf_on_arena(&text, j->arena, (size_t)1 << 20);
    access_metrics(j->server, &text);
    reply_plain(j, 200, str_c(j->arena, buf_str(&text)));
    j->type = "text/plain; version=0.0.4; charset=utf-8";
}

enum serve_way serve_on_loop(job *j)
{
    if (j->fault != 0 || !serve_is_read(j))
        return SERVE_WORKER;
    request_greet(j);
    if (str_starts(j->head.target, S("/assets/"))) {
        if (!assets_answer(j))
            return SERVE_WORKER;
    } else if (str_eq(j->head.target, S("/healthz"))) {
        reply_plain(j, 200, "ok\n");
    } else if (str_eq(j->head.target, S("/metrics"))) {
        serve_metrics(j);
    } else {
        return cache_reply_try(j);
    }
    if (!j->cache_said)
        reply_header(j, "Cache-Control", S("no-store"));
    j->cache_said = true;
    reply_build(j, NULL);
    return SERVE_ANSWERED;
}
