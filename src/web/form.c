/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * form.c - decoding. A decoded text is never longer than its encoded one, so each is decoded into
 * memory of that size.
 */
#include "web/form.h"

#include <string.h>

#include "base/utf8.h"

static int form_hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The byte that the escape at s[i] stands for, or -1 where it is none. */
static int form_escape(str s, size_t i)
{
    if (s.n - i < 3)
        return -1;
    int high = form_hex(s.p[i + 1]);
    int low = form_hex(s.p[i + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static bool form_text_valid(str s)
{
    return memchr(s.p, '\0', s.n) == NULL && utf8_valid(s);
}

static bool form_decode(arena *a, str s, str *ret)
{
    char *to = arena_alloc(a, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int byte = s.p[i] == '%' ? form_escape(s, i) : -1;
        if (byte >= 0)
            i += 2;
        else
            byte = s.p[i] == '+' ? ' ' : s.p[i];
        to[n++] = (char)byte;
    }
    *ret = (str){ to, n };
    return form_text_valid(*ret);
}

bool form_parse(arena *a, str text, struct form *ret)
{
    struct form_pair *pairs = NULL;
    size_t cap = 0;
    size_t n = 0;
    str piece = { 0 };

    while (str_next(&text, '&', &piece)) {
        str name = { 0 };
        str value = { 0 };
        if (piece.n == 0)
            continue;
        if (n == FORM_LIMIT)
            return false;
        (void)str_cut(piece, '=', &name, &value);
        arena_grow(a, (void **)&pairs, &cap, n + 1, sizeof *pairs);
        if (!form_decode(a, name, &pairs[n].name) || !form_decode(a, value, &pairs[n].value))
            return false;
        n++;
    }
    *ret = (struct form){ pairs, n };
    return true;
}

str form_value(const struct form *f, str name)
{
    for (size_t i = 0; i < f->n; i++)
        if (str_eq(f->pairs[i].name, name))
            return f->pairs[i].value;
    return (str){ 0 };
}

/* ---- paths ---------------------------------------------------------------------------------- */

static bool form_path_decode(arena *a, str raw, str *ret)
{
    char *to = arena_alloc(a, raw.n);
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        int byte = (unsigned char)raw.p[i];
        if (byte == '%') {
            byte = form_escape(raw, i);
            if (byte < 0 || byte == '/')
                return false;
            i += 2;
        }
        if (byte < 0x20 || byte == 0x7f)
            return false;
        to[n++] = (char)byte;
    }
    *ret = (str){ to, n };
    return utf8_valid(*ret);
}

bool form_path(arena *a, str raw, str *ret)
{
    str path = { 0 };
    if (!form_path_decode(a, raw, &path))
        return false;
    str rest = path;
    str segment = { 0 };
    while (str_next(&rest, '/', &segment))
        if (str_eq(segment, S(".")) || str_eq(segment, S("..")))
            return false;
    *ret = path;
    return true;
}

/* ---- cookies -------------------------------------------------------------------------------- */

str form_cookie(str header, str name)
{
    str piece = { 0 };
    while (str_next(&header, ';', &piece)) {
        str key = { 0 };
        str value = { 0 };
        if (!str_cut(piece, '=', &key, &value) || !str_eq(str_trim(key), name))
            continue;
        value = str_trim(value);
        for (size_t i = 0; i < value.n; i++)
            if ((unsigned char)value.p[i] < 0x20 || value.p[i] == 0x7f)
                return (str){ 0 };
        return value;
    }
    return (str){ 0 };
}
