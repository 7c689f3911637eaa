/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * lines_text.c - bytes of any encoding as valid UTF-8.
 */
#include <stdint.h>
#include <string.h>

#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include "base/utf8.h"
#include "engine/lines/lines.h"

/* Windows code page 1252 from 0x80 to 0x9f; what is not assigned stands for itself, as on the web
 * (WHATWG Encoding). */
static const uint16_t upper[32] = {
    0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8d,   0x017d, 0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178,
};

bool lines_ascii(str s)
{
    size_t i = 0;
    for (; i + 8 <= s.n; i += 8) {
        uint64_t eight;
        memcpy(&eight, s.p + i, 8);
        if ((eight & UINT64_C(0x8080808080808080)) != 0)
            return false;
    }
    for (; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

static str without_nul(arena *a, str s)
{
    if (s.n == 0 || memchr(s.p, 0, s.n) == NULL)
        return s;
    char *p = arena_alloc(a, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != 0)
            p[n++] = s.p[i];
    return (str){ p, n };
}

static str from_1252(arena *a, str bytes)
{
    char *p = arena_array(a, bytes.n, 3);
    size_t n = 0;
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char c = (unsigned char)bytes.p[i];
        n += utf8_put(c >= 0x80 && c < 0xa0 ? upper[c - 0x80] : c, p + n);
    }
    return (str){ p, n };
}

str lines_text(arena *a, str bytes)
{
    bool valid = lines_ascii(bytes) || utf8_valid(bytes);
    return without_nul(a, valid ? bytes : from_1252(a, bytes));
}

/* The whole of it by ICU, or false where a byte means nothing in that encoding. */
static bool converted(arena *a, UConverter *from, str bytes, str *ret)
{
    UErrorCode status = U_ZERO_ERROR;
    ucnv_setToUCallBack(from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    int32_t room = (int32_t)bytes.n + 1;
    UChar *units = arena_array(a, (size_t)room, sizeof(UChar));
    int32_t n = ucnv_toUChars(from, units, room, bytes.p, (int32_t)bytes.n, &status);
    if (U_FAILURE(status))
        return false;
    char *p = arena_array(a, (size_t)n + 1, 3);
    int32_t length = 0;
    u_strToUTF8(p, 3 * (n + 1), &length, units, n, &status);
    *ret = (str){ p, (size_t)length };
    return U_SUCCESS(status);
}

/* Longer names are none of ICU's; longer texts are no field of anybody's. */
#define NAME_MAX_BYTES 40
#define CONVERT_MAX ((size_t)16 << 20)

str lines_text_of(arena *a, str bytes, str charset)
{
    UErrorCode status = U_ZERO_ERROR;
    str text = { 0 };
    if (lines_ascii(bytes) && str_find(bytes, S("\x1b")) == bytes.n)
        return without_nul(a, bytes);
    if (charset.n == 0 || charset.n > NAME_MAX_BYTES || bytes.n > CONVERT_MAX)
        return lines_text(a, bytes);
    UConverter *from = ucnv_open(str_c(a, charset), &status);
    bool trusted = U_SUCCESS(status) && !(ucnv_getMaxCharSize(from) == 1 && utf8_valid(bytes));
    bool done = trusted && converted(a, from, bytes, &text);
    ucnv_close(from);
    return done ? without_nul(a, text) : lines_text(a, bytes);
}
