/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * markdown_escape.c - text and addresses as markup, and the plain paragraphs of conversations.
 */
#include "engine/markdown/markdown_escape.h"

#include "base/utf8.h"
#include "engine/markdown/markdown.h"

#define PLAIN_MAX ((size_t)8 << 20)
/* A longer address is no link. */
#define URL_MAX 2048

static bool starts_nocase(str s, str prefix)
{
    return s.n >= prefix.n && str_eq_nocase(str_sub(s, 0, prefix.n), prefix);
}

bool markdown_escape_url_safe(str url)
{
    if (starts_nocase(url, S("http://")) || starts_nocase(url, S("https://")) ||
        starts_nocase(url, S("mailto:")))
        return true;
    if (str_starts(url, S("#")))
        return true;
    /* Browsers take a backslash for a slash and skip tabs and line ends. */
    return str_starts(url, S("/")) &&
           (url.n == 1 || (url.p[1] != '/' && url.p[1] != '\\' && (unsigned char)url.p[1] > ' '));
}

static void link_add(buf *b, str url)
{
    buf_add(b, S("<a rel=\"" MARKDOWN_ESCAPE_REL "\" href=\""));
    buf_markup(b, url);
    buf_add(b, S("\">"));
    buf_markup(b, url);
    buf_add(b, S("</a>"));
}

static bool is_ascii_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static size_t count_of(str s, char c)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == c;
    return n;
}

/* Punctuation that ends the sentence, not the address; a bracket stays if it was opened inside. */
static str url_trim(str url)
{
    static const str marks[] = { S_INIT("."), S_INIT(","), S_INIT(";"), S_INIT(":"), S_INIT("!"),
                                 S_INIT("?"), S_INIT("'"), S_INIT("*"), S_INIT("_"), S_INIT("~"),
                                 S_INIT("]"), S_INIT("}"), S_INIT("“"), S_INIT("”"), S_INIT("’"),
                                 S_INIT("»"), S_INIT("«"), S_INIT("…") };
    for (;;) {
        size_t before = url.n;
        for (size_t i = 0; i < COUNT_OF(marks); i++)
            if (str_ends(url, marks[i]))
                url.n -= marks[i].n;
        if (str_ends(url, S(")")) && count_of(url, ')') > count_of(url, '('))
            url.n--;
        if (url.n == before)
            return url;
    }
}

/* The address at the start of `s`, or absent. */
static str url_at(str s)
{
    size_t scheme = starts_nocase(s, S("https://")) ? 8 : starts_nocase(s, S("http://")) ? 7 : 0;
    if (scheme == 0)
        return (str){ 0 };
    size_t n = scheme;
    while (n < s.n && n <= URL_MAX && (unsigned char)s.p[n] > ' ' && s.p[n] != '<' &&
           s.p[n] != '>' && s.p[n] != '"' && s.p[n] != 0x7f)
        n++;
    if (n > URL_MAX)
        return (str){ 0 };
    str url = url_trim(str_sub(s, 0, n));
    return url.n > scheme && (is_ascii_word(url.p[scheme]) || (unsigned char)url.p[scheme] >= 0x80)
               ? url
               : (str){ 0 };
}

/* One line with its addresses as links. */
static void line_add(buf *b, str line)
{
    size_t from = 0;
    for (size_t i = 0; i < line.n; i++) {
        if ((line.p[i] != 'h' && line.p[i] != 'H') || (i > 0 && is_ascii_word(line.p[i - 1])))
            continue;
        str url = url_at(str_sub(line, i, line.n));
        if (str_empty(url))
            continue;
        buf_markup(b, str_sub(line, from, i - from));
        link_add(b, url);
        i += url.n - 1;
        from = i + 1;
    }
    buf_markup(b, str_sub(line, from, line.n));
}

html markdown_plain(arena *a, str text)
{
    buf b;
    buf_on_arena(&b, a, PLAIN_MAX);
    str rest = utf8_text(a, text), line;
    bool open = false;
    while (str_next(&rest, '\n', &line)) {
        line = str_trim(line);
        if (str_empty(line)) {
            buf_add(&b, open ? S("</p>\n") : S(""));
            open = false;
            continue;
        }
        buf_add(&b, open ? S("<br>\n") : S("<p>"));
        line_add(&b, line);
        open = true;
    }
    buf_add(&b, open ? S("</p>\n") : S(""));
    return (html){ buf_full(&b) ? S("") : buf_str(&b) };
}
