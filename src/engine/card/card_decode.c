/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card_decode.c - see card_decode.h.
 */
#include "engine/card/card_decode.h"

#include <string.h>

#include "base/attr.h"

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

str card_decode_printable(arena *a, str text)
{
    char *p = arena_alloc(a, text.n);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '=' && i + 2 < text.n && hex(text.p[i + 1]) >= 0 && hex(text.p[i + 2]) >= 0) {
            c = (char)(hex(text.p[i + 1]) << 4 | hex(text.p[i + 2]));
            i += 2;
        }
        p[n++] = c;
    }
    return (str){ p, n };
}

static bool has_blank(str text)
{
    static const char blanks[] = " \t\r\n";
    for (size_t i = 0; i < 4 && text.n > 0; i++)
        if (memchr(text.p, blanks[i], text.n) != NULL)
            return true;
    return false;
}

str card_decode_blanks(arena *a, str text)
{
    if (!has_blank(text))
        return text;
    char *p = arena_alloc(a, text.n);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
            p[n++] = c;
    }
    return (str){ p, n };
}

str card_decode_line(arena *a, str text)
{
    if (text.n == 0 ||
        (memchr(text.p, '\n', text.n) == NULL && memchr(text.p, '\r', text.n) == NULL))
        return text;
    char *p = arena_array(a, text.n, 2);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '\r' && i + 1 < text.n && text.p[i + 1] == '\n')
            continue;
        if (c == '\n' || c == '\r') {
            p[n++] = '\\';
            c = 'n';
        }
        p[n++] = c;
    }
    return (str){ p, n };
}

/* What must be escaped in 3.0 that need not be in 2.1; NULL: nothing, it is no text. */
static const char *escaped_in_30(str name)
{
    static const struct {
        str name;
        const char *escaped;
    } known[] = {
        { S_INIT("N"), "," },         { S_INIT("ADR"), "," },        { S_INIT("ORG"), "," },
        { S_INIT("FN"), ",;" },       { S_INIT("NOTE"), ",;" },      { S_INIT("TITLE"), ",;" },
        { S_INIT("ROLE"), ",;" },     { S_INIT("LABEL"), ",;" },     { S_INIT("AGENT"), ",;" },
        { S_INIT("MAILER"), ",;" },   { S_INIT("X-ABLABEL"), ",;" }, { S_INIT("NICKNAME"), "" },
        { S_INIT("CATEGORIES"), "" },
    };
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (str_eq_nocase(name, known[i].name))
            return known[i].escaped;
    return NULL;
}

str card_decode_21(arena *a, str name, str text, bool printable)
{
    const char *escaped = escaped_in_30(name);
    if (escaped == NULL)
        return card_decode_line(a, text);
    char *p = arena_array(a, text.n, 2);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i], next = i + 1 < text.n ? text.p[i + 1] : '\0';
        if (c == '\\') {
            bool escape = next != '\0' && strchr(printable ? ";,\\" : ";,\\nN", next) != NULL;
            p[n++] = '\\';
            c = escape ? next : '\\';
            i += escape;
        } else if (c == '\r' && next == '\n') {
            continue;
        } else if (c == '\n' || c == '\r') {
            p[n++] = '\\';
            c = 'n';
        } else if (strchr(escaped, c) != NULL && c != '\0') {
            p[n++] = '\\';
        }
        p[n++] = c;
    }
    return (str){ p, n };
}
