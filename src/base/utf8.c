/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * utf8.c - decoding after the table of RFC 3629, section 4, and cleaning of what people type.
 */
#include "base/utf8.h"

#include "base/check.h"

#define REPLACEMENT 0xfffdu

/* The length of the well-formed sequence at the start of `s`, and its code point; 0 for none. */
static size_t decode(str s, uint32_t *ret)
{
    static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const unsigned char *p = (const unsigned char *)s.p;
    size_t n = p[0] < 0x80   ? 1
               : p[0] < 0xc2 ? 0
               : p[0] < 0xe0 ? 2
               : p[0] < 0xf0 ? 3
               : p[0] < 0xf5 ? 4
                             : 0;
    if (n == 0 || n > s.n)
        return 0;
    uint32_t c = n == 1 ? p[0] : p[0] & (0x7fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3f);
    }
    if (c < smallest[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        return 0;
    *ret = c;
    return n;
}

bool utf8_valid(str s)
{
    uint32_t c = 0;
    while (s.n > 0) {
        size_t n = decode(s, &c);
        if (n == 0)
            return false;
        s = str_sub(s, n, s.n);
    }
    return true;
}

size_t utf8_count(str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.n; i++)
        count += ((unsigned char)s.p[i] & 0xc0) != 0x80;
    return count;
}

bool utf8_next(str *rest, uint32_t *ret)
{
    if (rest->n == 0)
        return false;
    uint32_t c = REPLACEMENT;
    size_t n = decode(*rest, &c);
    *rest = str_sub(*rest, n == 0 ? 1 : n, rest->n);
    *ret = c;
    return true;
}

size_t utf8_put(uint32_t code_point, char to[4])
{
    uint32_t c = code_point;
    if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        c = REPLACEMENT;
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--) {
        to[i] = (char)(0x80 | (c & 0x3f));
        c >>= 6;
    }
    to[0] = (char)((0xf00u >> n & 0xf0) | c);
    return n;
}

str utf8_cut(str s, size_t n)
{
    str rest = s;
    uint32_t c = 0;
    while (n > 0 && utf8_next(&rest, &c))
        n--;
    return str_sub(s, 0, s.n - rest.n);
}

static bool is_hidden(uint32_t c)
{
    return c == 0xad || c == 0x61c || c == 0x200b || c == 0x200e || c == 0x200f ||
           (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0x34f ||
           c == 0x180e || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb);
}

static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

static bool is_line_end(uint32_t c)
{
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Letters and signs that are drawn as nothing: fillers of Hangul, and Braille without a dot. */
static bool is_filler(uint32_t c)
{
    return c == 0x115f || c == 0x1160 || c == 0x2800 || c == 0x3164 || c == 0xffa0;
}

/* Blank, as a reader sees it: a name of such characters alone is no name. */
static bool is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f || c == 0x3000 ||
           is_filler(c);
}

static str trim(str s)
{
    uint32_t c = 0;
    str rest = s;
    size_t to = 0; /* behind the last that is not blank */
    while (utf8_next(&rest, &c)) {
        if (!is_blank(c))
            to = s.n - rest.n;
        else if (to == 0)
            s = rest;
    }
    return str_sub(s, 0, to);
}

/* What stands for `c`, the character before it being `before`; 0 where nothing does. */
static uint32_t line_char(uint32_t c, uint32_t before)
{
    if (is_hidden(c))
        return 0;
    if (is_control(c) || is_line_end(c))
        c = ' ';
    return c == ' ' && before == ' ' ? 0 : c;
}

static uint32_t text_char(uint32_t c, uint32_t before)
{
    if (is_hidden(c) || (c == '\n' && before == '\r'))
        return 0;
    if (is_line_end(c))
        return '\n';
    return is_control(c) && c != '\t' ? ' ' : c;
}

str utf8_line(arena *a, str s)
{
    if (s.p == NULL)
        return s;
    /* Only a malformed byte grows, into the three of U+FFFD. */
    char *p = arena_array(a, s.n, utf8_valid(s) ? 1 : 3);
    size_t n = 0;
    uint32_t c = 0;
    uint32_t before = 0;
    while (utf8_next(&s, &c)) {
        uint32_t put = line_char(c, before);
        if (put == 0)
            continue;
        n += utf8_put(put, p + n);
        before = put;
    }
    return trim((str){ p, n });
}

str utf8_text(arena *a, str s)
{
    if (s.p == NULL)
        return s;
    char *p = arena_array(a, s.n, utf8_valid(s) ? 1 : 3);
    size_t n = 0;
    uint32_t c = 0;
    uint32_t before = 0;
    while (utf8_next(&s, &c)) {
        uint32_t put = text_char(c, before);
        if (put != 0)
            n += utf8_put(put, p + n);
        before = c;
    }
    return trim((str){ p, n });
}
