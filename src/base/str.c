/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * str.c - slices. An absent text has no pointer, so each call into <string.h> is guarded by its
 * length.
 */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/check.h"

str str_of(const char *c)
{
    if (c == NULL)
        return (str){ 0 };
    return (str){ c, strlen(c) };
}

bool str_eq(str a, str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool str_eq_nocase(str a, str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    return true;
}

int str_cmp(str a, str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n == 0 ? 0 : memcmp(a.p, b.p, n);
    return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(str s, str prefix)
{
    return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

bool str_ends(str s, str suffix)
{
    return s.n >= suffix.n && str_eq(str_sub(s, s.n - suffix.n, suffix.n), suffix);
}

size_t str_find(str s, str needle)
{
    if (needle.n == 0)
        return 0;
    if (needle.n > s.n)
        return s.n;
    const char *at = memmem(s.p, s.n, needle.p, needle.n);
    return at == NULL ? s.n : (size_t)(at - s.p);
}

bool str_contains(str s, str needle)
{
    return needle.n == 0 || str_find(s, needle) < s.n;
}

str str_sub(str s, size_t from, size_t n)
{
    if (s.p == NULL)
        return s;
    if (from > s.n)
        from = s.n;
    if (n > s.n - from)
        n = s.n - from;
    return (str){ s.p + from, n };
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

str str_trim(str s)
{
    while (s.n > 0 && is_space(s.p[0]))
        s = str_sub(s, 1, s.n - 1);
    while (s.n > 0 && is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

bool str_cut(str s, char sep, str *ret_head, str *ret_tail)
{
    const char *at = s.n == 0 ? NULL : memchr(s.p, sep, s.n);
    if (at == NULL) {
        *ret_head = s;
        *ret_tail = (str){ 0 };
        return false;
    }
    size_t n = (size_t)(at - s.p);
    *ret_head = (str){ s.p, n };
    *ret_tail = (str){ at + 1, s.n - n - 1 };
    return true;
}

bool str_next(str *rest, char sep, str *ret_piece)
{
    if (rest->p == NULL)
        return false;
    str_cut(*rest, sep, ret_piece, rest);
    return true;
}

bool str_to_int64(str s, int64_t *ret)
{
    bool negative = str_starts(s, S("-"));
    size_t i = negative ? 1 : 0;
    int64_t number = 0;
    if (i == s.n)
        return false;
    for (; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        /* Counted below zero, where there is one number more. */
        if (__builtin_mul_overflow(number, 10, &number) ||
            __builtin_sub_overflow(number, s.p[i] - '0', &number))
            return false;
    }
    if (!negative && __builtin_sub_overflow(0, number, &number))
        return false;
    *ret = number;
    return true;
}

uint64_t str_hash(str s)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < s.n; i++)
        hash = (hash ^ (unsigned char)s.p[i]) * 0x100000001b3u;
    return hash;
}

str str_copy(arena *a, str s)
{
    if (s.p == NULL)
        return s;
    char *p = arena_alloc(a, s.n);
    memcpy(p, s.p, s.n);
    return (str){ p, s.n };
}

char *str_c(arena *a, str s)
{
    char *p = arena_alloc(a, s.n + 1);
    if (s.n > 0)
        memcpy(p, s.p, s.n);
    return p;
}

str str_lower(arena *a, str s)
{
    if (s.p == NULL)
        return s;
    char *p = arena_alloc(a, s.n);
    for (size_t i = 0; i < s.n; i++)
        p[i] = lower(s.p[i]);
    return (str){ p, s.n };
}

str str_format_list(arena *a, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    ASSERT(n >= 0);
    char *p = arena_alloc(a, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, format, args);
    return (str){ p, (size_t)n };
}

str str_format(arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    str s = str_format_list(a, format, args);
    va_end(args);
    return s;
}

str str_join(arena *a, const str *pieces, size_t count, str between)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        n += pieces[i].n + (i > 0 ? between.n : 0);
    char *p = arena_alloc(a, n);
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && between.n > 0)
            memcpy(p + at, between.p, between.n);
        at += i > 0 ? between.n : 0;
        if (pieces[i].n > 0)
            memcpy(p + at, pieces[i].p, pieces[i].n);
        at += pieces[i].n;
    }
    return (str){ p, n };
}
