/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * buf.h - the bounded builder: text grows up to a ceiling that is always named.
 *
 * What would pass the ceiling is not added, in whole, and the builder stays `full` from then on,
 * taking nothing more; look once at the end with buf_full(). Contents are always followed by a NUL
 * that is not counted.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/str.h"

typedef struct buf {
    char *p;
    size_t n;
    size_t cap;
    size_t limit;
    arena *arena; /* NULL: its memory is malloc'ed */
    bool full;
} buf;

/* An empty builder of at most `limit` bytes. Give it back with buf_free, or with buf_take. */
void buf_init(buf *b, size_t limit);
void buf_free(buf *b);
/* The same, given back with the arena; do not call buf_free. */
void buf_on_arena(buf *b, arena *a, size_t limit);

void buf_add(buf *b, str s);
void buf_char(buf *b, char c);
void buf_int(buf *b, int64_t number);
void buf_printf(buf *b, const char *format, ...) PRINTF_LIKE(2, 3);
/* As markup: what means something in it (& < > " ') becomes an entity. For text and for the values
 * of quoted attributes; of a page it is the translator that calls it. */
void buf_markup(buf *b, str s);
/* Back to `n` bytes (at most what is there), no longer full. */
void buf_cut(buf *b, size_t n);

static inline bool buf_full(const buf *b)
{
    return b->full;
}
/* Borrowed until the next change. */
str buf_str(const buf *b);
/* A copy on the arena. */
str buf_copy(const buf *b, arena *a);
/* The malloc'ed contents (may be NULL when empty), now owned by the caller; the builder is empty
 * again. Not for one made by buf_on_arena. */
char *buf_take(buf *b, size_t *ret_n);

#endif
