/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * markup.c - see markup.h. Each function below reads one thing from `rest` and takes it
 * off; what a piece of text leaves unfinished stays in the state for the next piece.
 */
#include "markup.h"

#include <string.h>

#include "names.h"

struct reading {
    const struct source *s;
    struct markup *m;
    str rest;
    buf *out;
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool in_name(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || (c != '\0' && strchr("-_:.", c) != NULL);
}

static str take(struct reading *r, size_t n)
{
    str piece = str_sub(r->rest, 0, n);
    r->rest = str_sub(r->rest, n, r->rest.n);
    return piece;
}

static str take_name(struct reading *r)
{
    size_t n = 0;
    while (n < r->rest.n && in_name(r->rest.p[n]))
        n++;
    return take(r, n);
}

static str take_space(struct reading *r)
{
    size_t n = 0;
    while (n < r->rest.n && is_space(r->rest.p[n]))
        n++;
    return take(r, n);
}

static void write(struct reading *r, str s)
{
    buf_add(r->out, s);
    if (s.n > 0)
        r->m->newline = false;
}

static bool open_has(const struct markup *m, bool (*test)(str name))
{
    for (size_t i = 0; i < m->depth; i++) {
        if (test(m->stack[i]))
            return true;
    }
    return false;
}

static bool is_svg(str name)
{
    return str_eq_nocase(name, S("svg")) || str_eq_nocase(name, S("math"));
}

/* White space in text: a run with a line end in it becomes one line end, and none after another. */
static void write_space(struct reading *r, str space)
{
    if (!str_contains(space, S("\n")) || open_has(r->m, names_element_keeps_space)) {
        write(r, space);
    } else if (!r->m->newline) {
        buf_char(r->out, '\n');
        r->m->newline = true;
    }
}

/* ---- tags ------------------------------------------------------------------------------------ */

static const err *end_tag(struct reading *r)
{
    const char *at = r->rest.p;
    str open = take(r, 2), name = take_name(r);
    if (name.n == 0)
        REFUSE(r->s, at, "an end tag needs its name at once");
    take_space(r);
    if (r->rest.n == 0 || r->rest.p[0] != '>')
        REFUSE(r->s, at, "</%.*s is not closed by '>'", STR_ARG(name));
    if (r->m->depth == 0 && !r->m->may_close)
        REFUSE(r->s, at, "</%.*s> closes what was not opened", STR_ARG(name));
    if (r->m->depth > 0) {
        str top = r->m->stack[r->m->depth - 1];
        if (!str_eq_nocase(top, name))
            REFUSE(r->s, at, "</%.*s> where <%.*s> of line %zu is open", STR_ARG(name),
                   STR_ARG(top), source_line(r->s, top.p));
        r->m->depth--;
    }
    write(r, open);
    write(r, name);
    write(r, take(r, 1));
    r->m->place = MARKUP_TEXT;
    return NULL;
}

/* A browser drops the first line end in these: so one is written, and a value's own stays. */
static void keep_first_line(struct reading *r)
{
    if (names_element_keeps_space(r->m->tag) && !str_starts(r->rest, S("\n")))
        write(r, S("\n"));
}

/* The start tag ends here: what is inside the element? */
static const err *tag_done(struct reading *r, bool closed)
{
    struct markup *m = r->m;
    bool foreign = open_has(m, is_svg) || is_svg(m->tag);
    if (closed && !foreign && !names_element_void(m->tag))
        REFUSE(r->s, r->rest.p, "<%.*s/> is not closed by its '/': write the end tag",
               STR_ARG(m->tag));
    m->place = MARKUP_TEXT;
    if (closed || names_element_void(m->tag))
        return NULL;
    if (m->depth == MARKUP_DEPTH)
        REFUSE(r->s, m->tag.p, "elements nest too deep");
    m->stack[m->depth++] = m->tag;
    keep_first_line(r);
    if (str_eq_nocase(m->tag, S("script")))
        m->place = MARKUP_SCRIPT;
    else if (!foreign &&
             (str_eq_nocase(m->tag, S("title")) || str_eq_nocase(m->tag, S("textarea"))))
        m->place = MARKUP_PLAIN;
    return NULL;
}

static const err *start_tag(struct reading *r)
{
    write(r, take(r, 1));
    str name = take_name(r);
    const char *why = names_element_refused(name);
    if (why != NULL)
        REFUSE(r->s, name.p, "<%.*s> cannot stand in a page: %s", STR_ARG(name), why);
    r->m->place = MARKUP_TAG;
    r->m->tag = name;
    r->m->glued = true;
    r->m->json = false;
    write(r, name);
    return NULL;
}

static const err *comment(struct reading *r)
{
    size_t end = str_find(r->rest, S("-->"));
    if (end == r->rest.n)
        REFUSE(r->s, r->rest.p, "the comment is not closed before the next directive or the end");
    take(r, end + 3);
    return NULL;
}

/* At a '<' in text. */
static const err *angle(struct reading *r)
{
    if (r->rest.n > 1 && is_letter(r->rest.p[1]))
        return start_tag(r);
    if (str_starts(r->rest, S("</")))
        return end_tag(r);
    if (str_starts(r->rest, S("<!--")))
        return comment(r);
    str doctype = S("<!doctype html>");
    if (str_eq_nocase(str_sub(r->rest, 0, doctype.n), doctype)) {
        write(r, take(r, doctype.n));
        return NULL;
    }
    REFUSE(r->s, r->rest.p, "'<' begins no tag: write &lt;");
}

/* ---- attributes ------------------------------------------------------------------------------ */

/* <script type="application/ld+json"> is known by its literal attribute, in one piece. */
static void notice_json(struct markup *m, str text)
{
    str json = S("application/ld+json");
    if (str_eq_nocase(m->tag, S("script")) && str_eq_nocase(m->attribute, S("type")) &&
        str_starts(text, json) && text.n > json.n && text.p[json.n] == m->quote)
        m->json = true;
}

static const err *attribute(struct reading *r)
{
    struct markup *m = r->m;
    str name = take_name(r);
    if (name.n == 0)
        REFUSE(r->s, r->rest.p, "'%c' cannot stand in the tag <%.*s>", r->rest.p[0],
               STR_ARG(m->tag));
    if (m->glued)
        REFUSE(r->s, name.p, "a name cannot be made of pieces: white space must stand before it");
    const char *why = names_attribute_refused(name);
    if (why != NULL)
        REFUSE(r->s, name.p, "the attribute %.*s cannot stand in a page: %s", STR_ARG(name), why);
    write(r, name);
    m->glued = true;
    if (r->rest.n == 0 || r->rest.p[0] != '=')
        return NULL;
    if (r->rest.n < 2 || (r->rest.p[1] != '"' && r->rest.p[1] != '\''))
        REFUSE(r->s, name.p, "the value of %.*s is not quoted", STR_ARG(name));
    m->place = MARKUP_VALUE;
    m->attribute = name;
    m->quote = r->rest.p[1];
    m->url = names_attribute_url(name) ? MARKUP_URL_EMPTY : MARKUP_URL_NONE;
    write(r, take(r, 2));
    notice_json(m, r->rest);
    return NULL;
}

static const err *in_tag(struct reading *r)
{
    str space = take_space(r);
    if (space.n > 0) {
        write(r, S(" "));
        r->m->glued = false;
    } else if (r->rest.p[0] == '>') {
        write(r, take(r, 1));
        return tag_done(r, false);
    } else if (str_starts(r->rest, S("/>"))) {
        write(r, take(r, 2));
        return tag_done(r, true);
    } else {
        return attribute(r);
    }
    return NULL;
}

/* One byte of a literal address before it is determined. */
static const err *url_byte(struct reading *r, char c)
{
    struct markup *m = r->m;
    if (m->url == MARKUP_URL_VALUE && strchr("/?#", c) == NULL)
        REFUSE(r->s, r->rest.p,
               "after a value that begins an address only '/', '?' or '#' can "
               "follow, not '%c'",
               c);
    if (c == '?' || c == '#' || (c == '/' && m->url == MARKUP_URL_PREFIX) ||
        m->url == MARKUP_URL_VALUE || (c != '/' && m->url == MARKUP_URL_ROOT)) {
        m->url = MARKUP_URL_SAFE;
    } else if (c == '/') {
        m->url = MARKUP_URL_ROOT;
    } else if (c == ':') {
        str scheme = m->url == MARKUP_URL_PREFIX ? m->scheme : (str){ r->rest.p, 0 };
        if (!names_scheme_safe(scheme))
            REFUSE(r->s, scheme.p, "an address cannot begin with \"%.*s:\"", STR_ARG(scheme));
        m->url = MARKUP_URL_SAFE;
    } else if (!in_name(c) && c != '+' && c != '%' && c != '~') {
        REFUSE(r->s, r->rest.p, "an address cannot begin like this");
    } else if (m->url == MARKUP_URL_EMPTY) {
        m->url = MARKUP_URL_PREFIX;
        m->scheme = (str){ r->rest.p, 1 };
    } else {
        m->scheme.n++;
    }
    return NULL;
}

static const err *in_value(struct reading *r)
{
    struct markup *m = r->m;
    while (r->rest.n > 0 && r->rest.p[0] != m->quote) {
        if (m->url != MARKUP_URL_NONE && m->url != MARKUP_URL_SAFE)
            TRY(url_byte(r, r->rest.p[0]));
        if (r->rest.p[0] == '<')
            REFUSE(r->s, r->rest.p, "'<' in the attribute %.*s: write &lt;", STR_ARG(m->attribute));
        write(r, take(r, 1));
    }
    if (r->rest.n == 0)
        return NULL;
    write(r, take(r, 1));
    m->place = MARKUP_TAG;
    m->glued = true;
    return NULL;
}

/* ---- text ------------------------------------------------------------------------------------ */

static const err *in_text(struct reading *r)
{
    size_t n = 0;
    while (n < r->rest.n && r->rest.p[n] != '<' && !is_space(r->rest.p[n]))
        n++;
    if (n > 0)
        write(r, take(r, n));
    else if (is_space(r->rest.p[0]))
        write_space(r, take_space(r));
    else
        return angle(r);
    return NULL;
}

static const err *in_plain(struct reading *r)
{
    size_t end = str_find(r->rest, S("<"));
    write(r, take(r, end));
    if (r->rest.n == 0)
        return NULL;
    if (!str_starts(r->rest, S("</")))
        REFUSE(r->s, r->rest.p, "no tag can stand in <%.*s>",
               STR_ARG(r->m->stack[r->m->depth - 1]));
    return end_tag(r);
}

static const err *in_script(struct reading *r)
{
    take_space(r);
    if (r->rest.n == 0)
        return NULL;
    if (!str_starts(r->rest, S("</")))
        REFUSE(r->s, r->rest.p,
               "a script cannot stand in a page: it belongs into a file of its own");
    return end_tag(r);
}

const err *markup_text(const struct source *s, struct markup *m, str text, buf *out)
{
    struct reading r = { .s = s, .m = m, .rest = text, .out = out };
    while (r.rest.n > 0) {
        switch (m->place) {
        case MARKUP_TEXT:
            TRY(in_text(&r));
            break;
        case MARKUP_PLAIN:
            TRY(in_plain(&r));
            break;
        case MARKUP_SCRIPT:
            TRY(in_script(&r));
            break;
        case MARKUP_TAG:
            TRY(in_tag(&r));
            break;
        case MARKUP_VALUE:
            TRY(in_value(&r));
            break;
        }
    }
    return NULL;
}

/* ---- values and branches --------------------------------------------------------------------- */

const err *markup_url_value(const struct source *s, struct markup *m, const char *at,
                            bool *ret_whole)
{
    *ret_whole = m->url == MARKUP_URL_EMPTY;
    if (m->url == MARKUP_URL_EMPTY)
        m->url = MARKUP_URL_VALUE;
    else if (m->url == MARKUP_URL_PREFIX)
        REFUSE(s, at,
               "a value after \"%.*s\" could make a scheme: begin the address with '/', or "
               "put the whole of it into the value",
               STR_ARG(m->scheme));
    else if (m->url == MARKUP_URL_ROOT)
        REFUSE(s, at,
               "a value right after the first '/' could name another host: put the whole "
               "address into the value");
    else if (m->url == MARKUP_URL_VALUE)
        REFUSE(s, at, "two values in a row make an address: put the whole of it into one");
    return NULL;
}

bool markup_join(struct markup *a, const struct markup *b)
{
    if (a->place != b->place || a->depth != b->depth || a->json != b->json)
        return false;
    for (size_t i = 0; i < a->depth; i++) {
        if (!str_eq_nocase(a->stack[i], b->stack[i]))
            return false;
    }
    if ((a->place == MARKUP_TAG || a->place == MARKUP_VALUE) && !str_eq(a->tag, b->tag))
        return false;
    if (a->place == MARKUP_VALUE && (a->quote != b->quote || a->attribute.p != b->attribute.p))
        return false;
    if (a->place == MARKUP_VALUE && (a->url != b->url || a->url == MARKUP_URL_PREFIX))
        a->url = MARKUP_URL_VALUE;
    a->glued = a->glued || b->glued;
    a->newline = a->newline && b->newline;
    return true;
}

str markup_where(const struct source *s, const struct markup *m)
{
    if (m->place == MARKUP_VALUE)
        return str_format(s->arena, "the attribute %.*s of <%.*s>", STR_ARG(m->attribute),
                          STR_ARG(m->tag));
    if (m->place == MARKUP_TAG)
        return str_format(s->arena, "the tag <%.*s>", STR_ARG(m->tag));
    if (m->depth == 0)
        return S("the page itself");
    str top = m->stack[m->depth - 1];
    return str_format(s->arena, "<%.*s> of line %zu", STR_ARG(top), source_line(s, top.p));
}
