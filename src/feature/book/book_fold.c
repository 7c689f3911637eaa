/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "feature/book/book_fold.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

/* A text grows by at most this much: one code point of two bytes becomes two letters. */
#define GROWTH 2

/* Letters of Latin-1 and the Latin letters beside it as plain ones. */
static const char *plain_letters(uint32_t c)
{
    static const struct {
        uint32_t from, to;
        const char *plain;
    } letters[] = {
        { 0xc4, 0xc4, "ae" },  { 0xe4, 0xe4, "ae" },   { 0xd6, 0xd6, "oe" },  { 0xf6, 0xf6, "oe" },
        { 0xdc, 0xdc, "ue" },  { 0xfc, 0xfc, "ue" },   { 0xdf, 0xdf, "ss" },  { 0xc0, 0xc5, "a" },
        { 0xc6, 0xc6, "ae" },  { 0xc7, 0xc7, "c" },    { 0xc8, 0xcb, "e" },   { 0xcc, 0xcf, "i" },
        { 0xd1, 0xd1, "n" },   { 0xd2, 0xd5, "o" },    { 0xd8, 0xd8, "oe" },  { 0xd9, 0xdb, "u" },
        { 0xdd, 0xdd, "y" },   { 0xe0, 0xe5, "a" },    { 0xe6, 0xe6, "ae" },  { 0xe7, 0xe7, "c" },
        { 0xe8, 0xeb, "e" },   { 0xec, 0xef, "i" },    { 0xf1, 0xf1, "n" },   { 0xf2, 0xf5, "o" },
        { 0xf8, 0xf8, "oe" },  { 0xf9, 0xfb, "u" },    { 0xfd, 0xff, "y" },   { 0x100, 0x105, "a" },
        { 0x106, 0x10d, "c" }, { 0x10e, 0x111, "d" },  { 0x112, 0x11b, "e" }, { 0x11c, 0x123, "g" },
        { 0x141, 0x142, "l" }, { 0x143, 0x148, "n" },  { 0x150, 0x151, "oe" }, { 0x152, 0x153, "oe" },
        { 0x154, 0x159, "r" }, { 0x15a, 0x161, "s" },  { 0x162, 0x167, "t" }, { 0x168, 0x16f, "u" },
        { 0x170, 0x171, "ue" }, { 0x172, 0x173, "u" }, { 0x179, 0x17e, "z" },
    };
    for (size_t i = 0; i < COUNT_OF(letters); i++)
        if (c >= letters[i].from && c <= letters[i].to)
            return letters[i].plain;
    return NULL;
}

static bool plain(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* What is no letter or digit parts words; letters of other scripts stay as they are. */
static void add(buf *b, uint32_t c)
{
    const char *letters = plain_letters(c);
    char bytes[4];
    if (c >= 'A' && c <= 'Z')
        c += 'a' - 'A';
    if (letters != NULL)
        buf_add(b, str_of(letters));
    else if (plain(c) || c >= 0x370)
        buf_add(b, (str){ bytes, utf8_put(c, bytes) });
    else if (b->n > 0 && b->p[b->n - 1] != ' ')
        buf_char(b, ' ');
}

str book_fold(arena *a, str text)
{
    buf b = { 0 };
    uint32_t c = 0;
    buf_on_arena(&b, a, GROWTH * text.n + 1);
    while (utf8_next(&text, &c))
        add(&b, c);
    return str_trim(buf_str(&b));
}

static int in_order(const void *left, const void *right)
{
    return str_cmp(*(const str *)left, *(const str *)right);
}

str book_fold_name(arena *a, str name)
{
    str rest = book_fold(a, name), word = { 0 };
    str *words = NULL;
    size_t n = 0, cap = 0;
    while (!str_empty(rest) && str_next(&rest, ' ', &word)) {
        arena_grow(a, (void **)&words, &cap, n + 1, sizeof *words);
        words[n++] = word;
    }
    if (n > 0)
        qsort(words, n, sizeof *words, in_order);
    return str_join(a, words, n, S(" "));
}

str book_fold_phone(arena *a, str number)
{
    buf b = { 0 };
    str clean = utf8_line(a, number);
    buf_on_arena(&b, a, clean.n + 3);
    for (size_t i = 0; i < clean.n; i++)
        if (clean.p[i] >= '0' && clean.p[i] <= '9')
            buf_char(&b, clean.p[i]);
    str digits = buf_str(&b);
    if (str_starts(clean, S("+")))
        return digits;
    if (str_starts(digits, S("00")))
        return str_sub(digits, 2, digits.n);
    if (str_starts(digits, S("0")) && digits.n > 3)
        return str_format(a, "49%.*s", STR_ARG(str_sub(digits, 1, digits.n)));
    return digits;
}
