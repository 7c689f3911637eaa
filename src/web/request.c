/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * request.c - reading a request: the functions of req.h that look, and what they look at.
 */
#include "web/request.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/check.h"
#include "base/json_text.h"
#include "web/accept.h"
#include "web/server_parts.h"

/* A page may be a long transcript, but has an end. */
#define REQUEST_PAGE_LIMIT ((size_t)32 << 20)

#define REQUEST_JSON_DEPTH 32

/* ---- who asks, and from where --------------------------------------------------------------- */

static bool request_is_address(str s)
{
    char text[INET6_ADDRSTRLEN];
    unsigned char bytes[16];
    if (s.n == 0 || s.n >= sizeof text)
        return false;
    memcpy(text, s.p, s.n);
    text[s.n] = '\0';
    return inet_pton(AF_INET, text, bytes) == 1 || inet_pton(AF_INET6, text, bytes) == 1;
}

/* An IPv4 client of a socket that listens on IPv6 too. */
static str request_plain_address(str s)
{
    return str_starts(s, S("::ffff:")) && str_contains(s, S(".")) ? str_sub(s, 7, s.n) : s;
}

/* The last field of that name: the one that the nearest proxy wrote. */
static str request_last_value(const job *j, str name)
{
    for (size_t i = j->head.n_fields; i > 0; i--)
        if (str_eq_nocase(j->head.fields[i - 1].name, name))
            return j->head.fields[i - 1].value;
    return (str){ 0 };
}

static str request_last_item(str list)
{
    str item = { 0 };
    str last = { 0 };
    while (str_next(&list, ',', &item))
        last = str_trim(item);
    return last;
}

static void request_find_asker(job *j)
{
    const struct server_options *o = &j->server->options;
    bool secure = false;

    j->address = request_plain_address(j->peer);
    if (!str_empty(o->trust_proxy) && str_eq(j->address, o->trust_proxy)) {
        str forwarded = request_last_item(request_last_value(j, S("X-Forwarded-For")));
        if (request_is_address(forwarded))
            j->address = request_plain_address(forwarded);
        secure = str_eq_nocase(request_last_item(request_last_value(j, S("X-Forwarded-Proto"))),
                               S("https"));
    }
    j->https = str_empty(o->url) ? secure : str_starts(o->url, S("https://"));
}

static str request_cookie(const job *j, str name)
{
    for (size_t i = 0; i < j->head.n_fields; i++) {
        if (!str_eq_nocase(j->head.fields[i].name, S("Cookie")))
            continue;
        str value = form_cookie(j->head.fields[i].value, name);
        if (value.p != NULL)
            return value;
    }
    return (str){ 0 };
}

/* ---- what the reader has chosen ------------------------------------------------------------- */

static enum lang request_language(const job *j)
{
    const struct server_options *o = &j->server->options;
    enum lang lang = accept_language(head_value(&j->head, S("Accept-Language")),
                                     o->hooks.language == NULL ? o->lang : o->hooks.language());
    if (lang_from_tag(form_value(&j->query, S("lang")), &lang))
        return lang;
    (void)lang_from_tag(request_cookie(j, S("lang")), &lang);
    return lang;
}

/* A zone's name by its looks; whether there is such a zone is for others to say. */
static bool request_is_zone(str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!letter && !(c >= '0' && c <= '9') && (c == '\0' || !strchr("/_+-", c)))
            return false;
    }
    return s.n > 0 && s.n <= 64;
}

static str request_zone(const job *j)
{
    str asked = form_value(&j->query, S("zone"));
    if (request_is_zone(asked))
        return asked;
    str kept = request_cookie(j, S("zone"));
    return request_is_zone(kept) ? kept : (str){ 0 };
}

/* ---- preparing ------------------------------------------------------------------------------ */

void request_greet(job *j)
{
    req *r = &j->req;

    request_find_asker(j);
    j->session = request_cookie(j, S("session"));
    j->guest = request_cookie(j, S("guest"));
    if (str_empty(j->session))
        j->session = (str){ 0 };
    if (str_empty(j->guest))
        j->guest = (str){ 0 };
    r->arena = j->arena;
    r->state = j;
    r->method = str_eq(j->head.method, S("HEAD")) ? S("GET") : j->head.method;
    r->target = j->head.target;
    r->path = S("/");
    page_init(&r->out, j->arena, request_language(j), REQUEST_PAGE_LIMIT);
}

bool req_is_form(const req *r)
{
    str type = { 0 };
    str rest = { 0 };
    (void)str_cut(head_value(&r->state->head, S("Content-Type")), ';', &type, &rest);
    return str_eq_nocase(str_trim(type), S("application/x-www-form-urlencoded"));
}

bool request_choose(job *j)
{
    str path = { 0 };
    str query = { 0 };

    (void)str_cut(j->head.target, '?', &path, &query);
    if (query.p != NULL && !form_parse(j->arena, query, &j->query))
        return false;
    j->req.out.lang = request_language(j);
    j->req.zone = request_zone(j);
    return true;
}

const err *request_read(job *j)
{
    str path = { 0 };
    str query = { 0 };

    (void)str_cut(j->head.target, '?', &path, &query);
    if (!form_path(j->arena, path, &j->req.path))
        FAIL(j->arena, ERR_INVALID, "malformed path");
    if (!request_choose(j))
        FAIL(j->arena, ERR_INVALID, "malformed query string");
    if (req_is_form(&j->req) && !form_parse(j->arena, j->payload, &j->fields))
        FAIL(j->arena, ERR_INVALID, "malformed form");
    return NULL;
}

bool request_by_program(const job *j)
{
    if (j->found.route != NULL && (j->found.route->needs & PROGRAM) != 0)
        return true;
    /* The target as it came: what was refused before its path was read is answered too. */
    return str_starts(j->req.path, S("/api/")) || str_starts(j->head.target, S("/api/")) ||
           accept_program(head_value(&j->head, S("Accept")));
}

str request_base(const job *j)
{
    str url = j->server->options.url;
    while (str_ends(url, S("/")))
        url = str_sub(url, 0, url.n - 1);
    if (!str_empty(url))
        return url;
    str host = str_empty(j->head.authority) ? j->server->listen_text : j->head.authority;
    return str_join(j->arena, (str[]){ j->https ? S("https://") : S("http://"), host }, 2, S(""));
}

/* ---- req.h: reading ------------------------------------------------------------------------- */

str req_param(const req *r, const char *name)
{
    const struct route_found *f = &r->state->found;
    for (size_t i = 0; i < f->n_params; i++)
        if (str_eq(f->params[i].name, str_of(name)))
            return f->params[i].value;
    UNREACHABLE();
}

str req_query(const req *r, const char *name)
{
    return form_value(&r->state->query, str_of(name));
}

str req_field(const req *r, const char *name)
{
    return form_value(&r->state->fields, str_of(name));
}

/* How deep brackets are nested in it, strings left out; wrong for what is no JSON, which the parser
 * refuses anyway. */
static size_t request_json_depth(str s)
{
    size_t depth = 0;
    size_t deepest = 0;
    bool quoted = false;
    for (size_t i = 0; i < s.n; i++) {
        if (quoted && s.p[i] == '\\')
            i++;
        else if (s.p[i] == '"')
            quoted = !quoted;
        else if (!quoted && (s.p[i] == '{' || s.p[i] == '['))
            deepest = ++depth > deepest ? depth : deepest;
        else if (!quoted && (s.p[i] == '}' || s.p[i] == ']') && depth > 0)
            depth--;
    }
    return deepest;
}

const err *req_json(req *r, json_t **ret)
{
    str text = r->state->payload;
    json_error_t why = { 0 };

    if (request_json_depth(text) > REQUEST_JSON_DEPTH)
        FAIL(r->arena, ERR_INVALID, "JSON nested too deep");
    json_t *value = json_loadb(text.n > 0 ? text.p : "", text.n, JSON_REJECT_DUPLICATES, &why);
    if (value == NULL)
        FAIL(r->arena, ERR_INVALID, "no JSON: %s", why.text);
    json_text_on(r->arena, value);
    if (!json_is_object(value))
        FAIL(r->arena, ERR_INVALID, "JSON, but no object");
    *ret = value;
    return NULL;
}

str req_header(const req *r, const char *name)
{
    return head_value(&r->state->head, str_of(name));
}

str req_cookie(const req *r, const char *name)
{
    return request_cookie(r->state, str_of(name));
}

str req_address(const req *r)
{
    return r->state->address;
}

str req_base_url(const req *r)
{
    return request_base(r->state);
}

str req_guest(const req *r)
{
    return r->state->guest;
}
