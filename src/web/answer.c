/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * answer.c - answering a request: the functions of req.h that write.
 */
#include <string.h>

#include "base/check.h"
#include "base/json_text.h"
#include "web/origin.h"
#include "web/reply.h"
#include "web/server_parts.h"
#include "web/stream_conn.h"

void req_status(req *r, int status)
{
    r->state->status = status;
}

void req_type(req *r, const char *type)
{
    r->state->type = type;
}

void req_set_header(req *r, const char *name, str value)
{
    if (str_eq_nocase(str_of(name), S("Cache-Control")))
        r->state->cache_said = true;
    reply_header(r->state, name, value);
}

/* RFC 6265, section 4.1.1: what needs no quoting in a cookie. */
static bool answer_is_cookie_value(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] <= 0x20 || s.p[i] == 0x7f || strchr("\",;\\", s.p[i]) != NULL)
            return false;
    return true;
}

void req_set_cookie(req *r, const char *name, str value, int64_t max_age)
{
    ASSERT(answer_is_cookie_value(value));
    ASSERT(max_age >= 0);
    str line = str_format(r->arena, "%s=%.*s; Path=/; Max-Age=%lld; HttpOnly; SameSite=Lax%s", name,
                          STR_ARG(value), (long long)max_age, r->state->https ? "; Secure" : "");
    reply_header(r->state, "Set-Cookie", line);
    r->state->cookie_set = true;
}

/* A path of this house: "//elsewhere" and "/\elsewhere" are none, browsers would leave. */
static bool answer_is_path(str s)
{
    if (s.n == 0 || s.p[0] != '/' || (s.n > 1 && (s.p[1] == '/' || s.p[1] == '\\')))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= 0x20 || s.p[i] == 0x7f)
            return false;
    return true;
}

const err *req_redirect(req *r, str path)
{
    if (!answer_is_path(path))
        FAIL(r->arena, ERR_INVALID, "redirect to what is no path of ours");
    reply_header(r->state, "Location", path);
    reply_plain(r->state, 303, "");
    return NULL;
}

const err *req_json_reply(req *r, int status, json_t *value)
{
    str text =
        json_text_dump(r->arena, json_text_on(r->arena, value), JSON_COMPACT | JSON_ENCODE_ANY);
    if (text.p == NULL)
        FAIL(r->arena, ERR_BROKEN, "JSON could not be written");
    req_status(r, status);
    return req_bytes_reply(r, "application/json", text);
}

const err *req_bytes_reply(req *r, const char *type, str bytes)
{
    r->state->type = type;
    r->state->body = bytes;
    r->state->answered = true;
    return NULL;
}

html req_form_token(req *r)
{
    const job *j = r->state;
    page p;

    if (j->session.p == NULL)
        return HTML("");
    page_init(&p, r->arena, r->out.lang, 512);
    page_html(&p, HTML("<input type=\"hidden\" name=\"token\" value=\""));
    page_str(&p, origin_token(r->arena, j->server->options.secret, j->session));
    page_html(&p, HTML("\">"));
    return page_taken(&p);
}

bool req_for_all(const req *r)
{
    return r->state->render != NULL;
}

void req_shows(req *r, int64_t topic)
{
    if (r->state->render != NULL)
        cache_shows(r->state->render, topic);
}

const err *req_stream(req *r, struct channel *c, int64_t after, str first)
{
    job *j = r->state;
    ASSERT(j->found.route != NULL && (j->found.route->needs & STREAM) != 0);
    ASSERT(j->channel == NULL);
    channel_hold(c);
    j->channel = c;
    j->after = after;
    j->first = str_copy(r->arena, first);
    return NULL;
}
