/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * buf.c - the bounded builder. Its memory doubles, and never passes the ceiling and a NUL.
 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

#define FIRST_CAP ((size_t)64)

void buf_init(buf *b, size_t limit)
{
    ASSERT(limit < SIZE_MAX);
    *b = (buf){ .limit = limit };
}

void buf_on_arena(buf *b, arena *a, size_t limit)
{
    buf_init(b, limit);
    b->arena = a;
}

void buf_free(buf *b)
{
    ASSERT(b->arena == NULL);
    free(b->p);
    buf_init(b, b->limit);
}

static void buf_move(buf *b, size_t cap)
{
    char *p = NULL;
    if (b->arena == NULL) {
        p = realloc(b->p, cap);
        ASSERT(p != NULL);
    } else {
        p = arena_alloc(b->arena, cap);
        if (b->n > 0)
            memcpy(p, b->p, b->n);
    }
    b->p = p;
    b->cap = cap;
}

/* Room for `more` bytes and the NUL; false (and full) where the ceiling is in the way. */
static bool buf_reserve(buf *b, size_t more)
{
    if (b->full || more > b->limit - b->n) {
        b->full = true;
        return false;
    }
    size_t need = b->n + more + 1;
    if (need <= b->cap)
        return true;
    size_t cap = b->cap == 0 ? FIRST_CAP : b->cap;
    while (cap < need)
        cap = cap <= b->limit / 2 ? cap * 2 : b->limit + 1;
    buf_move(b, cap);
    return true;
}

void buf_add(buf *b, str s)
{
    if (!buf_reserve(b, s.n))
        return;
    if (s.n > 0)
        memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
    b->p[b->n] = '\0';
}

void buf_char(buf *b, char c)
{
    buf_add(b, (str){ &c, 1 });
}

void buf_int(buf *b, int64_t number)
{
    char digits[20]; /* of -9223372036854775808 */
    size_t at = sizeof(digits);
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0)
        digits[--at] = '-';
    buf_add(b, (str){ digits + at, sizeof(digits) - at });
}

void buf_printf(buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    ASSERT(n >= 0);
    if (!buf_reserve(b, (size_t)n))
        return;
    va_start(args, format);
    vsnprintf(b->p + b->n, (size_t)n + 1, format, args);
    va_end(args);
    b->n += (size_t)n;
}

/* What stands for a character that means something in markup; absent for all others. */
static str entity_of(char c)
{
    switch (c) {
    case '&':
        return S("&amp;");
    case '<':
        return S("&lt;");
    case '>':
        return S("&gt;");
    case '"':
        return S("&quot;");
    case '\'':
        return S("&#39;");
    default:
        return (str){ 0 };
    }
}

void buf_markup(buf *b, str s)
{
    size_t done = 0;
    for (size_t i = 0; i < s.n; i++) {
        str entity = entity_of(s.p[i]);
        if (entity.p == NULL)
            continue;
        buf_add(b, str_sub(s, done, i - done));
        buf_add(b, entity);
        done = i + 1;
    }
    buf_add(b, str_sub(s, done, s.n - done));
}

void buf_cut(buf *b, size_t n)
{
    if (n < b->n) {
        b->n = n;
        b->p[n] = '\0';
    }
    b->full = false;
}

str buf_str(const buf *b)
{
    return b->p == NULL ? S("") : (str){ b->p, b->n };
}

str buf_copy(const buf *b, arena *a)
{
    return str_copy(a, buf_str(b));
}

char *buf_take(buf *b, size_t *ret_n)
{
    ASSERT(b->arena == NULL);
    char *p = b->p;
    *ret_n = b->n;
    buf_init(b, b->limit);
    return p;
}
