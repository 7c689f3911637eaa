/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * str.h - slices of text: a pointer and a length, borrowed, never owned, not NUL-terminated.
 *
 * Text is UTF-8 once it has passed the edge (utf8.h). An absent text is { NULL, 0 }; an empty one
 * has a pointer. All functions take either. What is "owned by the arena" lives as long as it.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

struct arena;

typedef struct str {
    const char *p;
    size_t n;
} str;

/* A slice of a string literal; S_INIT for static initialisers. */
#define S(literal) ((str){ "" literal, sizeof(literal) - 1 })
/* clang-format off */
#define S_INIT(literal) { "" literal, sizeof(literal) - 1 }
/* clang-format on */

/* For printf: printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) (int)(s).n, (s).n ? (s).p : ""

/* A slice of a NUL-terminated string; NULL gives the absent text. */
str str_of(const char *c);

static inline bool str_empty(str s)
{
    return s.n == 0;
}

bool str_eq(str a, str b);
/* Equal but for the case of ASCII letters: header names, schemes, file endings. */
bool str_eq_nocase(str a, str b);
/* Bytewise order, shorter first: below, at or above 0. */
int str_cmp(str a, str b);

bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);

/* The place of the first `needle` in `s`, or s.n where there is none. An empty needle is at 0. */
size_t str_find(str s, str needle);
bool str_contains(str s, str needle);

/* At most `n` bytes from `from`; clipped to what is there. */
str str_sub(str s, size_t from, size_t n);

/* Without ASCII white space (space, tab, CR, LF, VT, FF) at both ends. */
str str_trim(str s);

/* Cuts at the first `sep`: true where there was one. Without, head is all and tail is absent. */
bool str_cut(str s, char sep, str *ret_head, str *ret_tail);

/* The next piece of a list: `while (str_next(&rest, ',', &piece))`. False once `rest` is absent;
 * "a,,b" has three pieces, "" has one. */
bool str_next(str *rest, char sep, str *ret_piece);

/* A decimal number with optional '-', nothing before or after it; false where it is none or does
 * not fit. `ret` is untouched then. */
MUST bool str_to_int64(str s, int64_t *ret);

/* FNV-1a, 64 bits; not for untrusted keys that could be chosen to collide in an unbounded table. */
uint64_t str_hash(str s);

/* Copies owned by the arena. str_c adds the NUL; a text with a NUL inside is cut there by C. */
str str_copy(struct arena *a, str s);
char *str_c(struct arena *a, str s);
str str_lower(struct arena *a, str s); /* ASCII letters only */
str str_format(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);
str str_format_list(struct arena *a, const char *format, va_list args) PRINTF_LIKE(2, 0);
/* All of them one after the other. The count is the number of slices. */
str str_join(struct arena *a, const str *pieces, size_t count, str between);

#endif
