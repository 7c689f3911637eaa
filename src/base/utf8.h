/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * utf8.h - text at the edge: what is not UTF-8 (RFC 3629) is refused, what could deceive
 * is removed.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* Well-formed: no surrogates, no overlong forms, nothing above U+10FFFF. NUL counts as valid. */
bool utf8_valid(str s);
/* The number of code points of a valid text. */
size_t utf8_count(str s);
/* Takes the next code point off `rest`; false at the end. A malformed byte gives U+FFFD. */
bool utf8_next(str *rest, uint32_t *ret);
/* The code point as bytes: how many were written to `to` (1-4). */
size_t utf8_put(uint32_t code_point, char to[4]);
/* At most `n` code points of a valid text. */
str utf8_cut(str s, size_t n);

/* One line for a name or title: control characters and line ends become a space, runs of spaces
 * one; bidirectional controls (U+202A-202E, U+2066-2069, U+061C, U+200E-200F), byte order marks,
 * and invisible U+200B, U+2060, U+00AD go; trimmed, also of Unicode's blanks. Malformed bytes
 * become U+FFFD. */
str utf8_line(arena *a, str s);
/* The same for a text of several lines: LF stays, CRLF and CR become LF, tab stays, and
 * runs of spaces are kept. Trimmed at both ends. */
str utf8_text(arena *a, str s);

#endif
