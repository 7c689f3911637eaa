/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * head.c - reading a request's head.
 */
#include "web/head.h"

#include <string.h>

size_t head_end(str bytes, size_t from)
{
    for (size_t i = from; i < bytes.n; i++) {
        if (bytes.p[i] != '\n')
            continue;
        if (i + 1 < bytes.n && bytes.p[i + 1] == '\n')
            return i + 2;
        if (i + 2 < bytes.n && bytes.p[i + 1] == '\r' && bytes.p[i + 2] == '\n')
            return i + 3;
    }
    return 0;
}

str head_value(const struct head *h, str name)
{
    for (size_t i = 0; i < h->n_fields; i++)
        if (str_eq_nocase(h->fields[i].name, name))
            return h->fields[i].value;
    return (str){ 0 };
}

/* ---- pieces of grammar ---------------------------------------------------------------------- */

static bool head_is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* RFC 9110, section 5.6.2. */
static bool head_is_token(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!head_is_alnum(s.p[i]) && (s.p[i] == '\0' || !strchr("!#$%&'*+-.^_`|~", s.p[i])))
            return false;
    return s.n > 0;
}

static bool head_is_value(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\t') || s.p[i] == 0x7f)
            return false;
    return true;
}

/* Visible characters, and bytes above ASCII, which careless clients send unencoded. */
static bool head_is_target(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= 0x20 || s.p[i] == 0x7f || s.p[i] == '#')
            return false;
    return s.n > 0;
}

/* A name, an IPv4 or a bracketed IPv6 address, with or without a port. No user's name. */
static bool head_is_authority(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!head_is_alnum(s.p[i]) && (s.p[i] == '\0' || !strchr(".-_:[]", s.p[i])))
            return false;
    return s.n > 0 && s.n <= 255;
}

/* The next line without its CRLF; false where it does not end in one. */
static bool head_line(str *rest, str *ret)
{
    if (!str_cut(*rest, '\n', ret, rest) || ret->n == 0 || ret->p[ret->n - 1] != '\r')
        return false;
    ret->n--;
    return memchr(ret->p, '\r', ret->n) == NULL && memchr(ret->p, '\0', ret->n) == NULL;
}

/* ---- the request line ----------------------------------------------------------------------- */

static int head_version(str version, struct head *ret)
{
    if (version.n != 8 || !str_starts(version, S("HTTP/")) || version.p[6] != '.')
        return 400;
    if (version.p[5] != '1')
        return version.p[5] >= '0' && version.p[5] <= '9' ? 505 : 400;
    if (version.p[7] < '0' || version.p[7] > '9')
        return 400;
    ret->old = version.p[7] == '0';
    return 0;
}

/* "http://host/path" names the host itself; its Host field is not looked at (RFC 9112, 3.2.2). */
static int head_target(str target, struct head *ret)
{
    if (target.n > HEAD_TARGET_LIMIT)
        return 414;
    if (!head_is_target(target))
        return 400;
    size_t slashes = str_find(target, S("://"));
    str scheme = str_sub(target, 0, slashes);
    if (str_eq_nocase(scheme, S("http")) || str_eq_nocase(scheme, S("https"))) {
        str rest = str_sub(target, slashes + 3, target.n);
        size_t end = 0;
        while (end < rest.n && rest.p[end] != '/' && rest.p[end] != '?')
            end++;
        ret->authority = str_sub(rest, 0, end);
        target = end < rest.n ? str_sub(rest, end, rest.n) : S("/");
        if (!head_is_authority(ret->authority))
            return 400;
    }
    ret->target = target;
    bool any = str_eq(target, S("*")) && str_eq(ret->method, S("OPTIONS"));
    return any || target.p[0] == '/' ? 0 : 400;
}

static int head_request_line(str line, struct head *ret)
{
    str method = { 0 };
    str rest = { 0 };
    str target = { 0 };
    str version = { 0 };

    if (!str_cut(line, ' ', &method, &rest) || !head_is_token(method) || method.n > 20)
        return 400;
    ret->method = method;
    if (!str_cut(rest, ' ', &target, &version))
        return 400;
    int status = head_version(version, ret);
    return status != 0 ? status : head_target(target, ret);
}

/* ---- the fields ----------------------------------------------------------------------------- */

static int head_fields(arena *a, str *rest, struct head *ret)
{
    struct head_field *fields = NEW_ARRAY(a, struct head_field, HEAD_FIELDS_LIMIT);
    ret->fields = fields;
    for (;;) {
        str line = { 0 };
        if (!head_line(rest, &line))
            return 400;
        if (line.n == 0)
            return 0;
        if (ret->n_fields == HEAD_FIELDS_LIMIT)
            return 431;
        struct head_field f = { 0 };
        if (!str_cut(line, ':', &f.name, &f.value))
            return 400;
        /* Before it is trimmed: of control characters only a tab may stand around a value. */
        if (!head_is_token(f.name) || !head_is_value(f.value))
            return 400;
        f.value = str_trim(f.value);
        fields[ret->n_fields++] = f;
    }
}

static size_t head_count(const struct head *h, str name, str *ret_last)
{
    size_t n = 0;
    for (size_t i = 0; i < h->n_fields; i++) {
        if (!str_eq_nocase(h->fields[i].name, name))
            continue;
        *ret_last = h->fields[i].value;
        n++;
    }
    return n;
}

static bool head_has_item(const struct head *h, str name, str item)
{
    for (size_t i = 0; i < h->n_fields; i++) {
        str rest = h->fields[i].value;
        str piece = { 0 };
        if (!str_eq_nocase(h->fields[i].name, name))
            continue;
        while (str_next(&rest, ',', &piece))
            if (str_eq_nocase(str_trim(piece), item))
                return true;
    }
    return false;
}

static int head_host(struct head *h)
{
    str host = { 0 };
    size_t n = head_count(h, S("Host"), &host);

    if (n > 1 || (n == 0 && !h->old) || (n == 1 && !head_is_authority(host)))
        return 400;
    if (n == 1 && h->authority.p == NULL)
        h->authority = host;
    return 0;
}

/* Digits only, and few enough for an int64_t: strtoll would take "+5" and " 5" too. */
static bool head_is_length(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0 && s.n <= 18;
}

/* How the body is delimited (RFC 9112, section 6.3), and nothing that could be read in two ways. */
static int head_framing(struct head *h)
{
    str coding = { 0 };
    str length = { 0 };
    size_t n_codings = head_count(h, S("Transfer-Encoding"), &coding);
    size_t n_lengths = head_count(h, S("Content-Length"), &length);

    if (n_codings > 1 || n_lengths > 1 || (n_codings > 0 && (n_lengths > 0 || h->old)))
        return 400;
    h->chunked = n_codings == 1;
    if (h->chunked)
        return str_eq_nocase(coding, S("chunked")) ? 0 : 501;
    if (n_lengths == 0)
        return 0;
    return head_is_length(length) && str_to_int64(length, &h->length) ? 0 : 400;
}

static int head_manners(struct head *h)
{
    str expect = { 0 };
    if (head_count(h, S("Expect"), &expect) > 0 && !h->old) {
        if (!str_eq_nocase(expect, S("100-continue")))
            return 417;
        h->expects = true;
    }
    h->keep = h->old ? head_has_item(h, S("Connection"), S("keep-alive"))
                     : !head_has_item(h, S("Connection"), S("close"));
    return 0;
}

int head_parse(arena *a, str bytes, struct head *ret)
{
    str rest = str_copy(a, bytes);
    str line = { 0 };

    *ret = (struct head){ 0 };
    if (!head_line(&rest, &line))
        return 400;
    int status = head_request_line(line, ret);
    if (status == 0)
        status = head_fields(a, &rest, ret);
    if (status == 0)
        status = head_host(ret);
    if (status == 0)
        status = head_framing(ret);
    if (status == 0)
        status = head_manners(ret);
    return status;
}
