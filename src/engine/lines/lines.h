/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * lines.h - the lines of a file that comes in pieces: what all readers of foreign files stand on.
 *
 * Bytes are fed as they come, lines are taken until there is none. Line ends are LF, CRLF, CR CR LF
 * (old telephones), or CR in a file whose first line ends so (old Macs). UTF-16 is recognised by
 * its mark, or by the zeros of its first letter, and given as UTF-8; a mark in front of UTF-8 goes.
 * NUL goes too. Other bytes are given as they are: a line need not be valid UTF-8, since a format
 * may say its encoding on each line (lines_text makes text of one). Memory: the longest line and
 * one feed.
 */
#ifndef ENGINE_LINES_LINES_H
#define ENGINE_LINES_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

typedef struct lines lines;

struct lines_line {
    str text;      /* without its end; borrowed until the next feed */
    size_t number; /* from 1 */
    bool cut;      /* it is longer than the longest allowed: the rest is not given */
};

/* On the arena, which must outlive it. `longest` in bytes. */
lines *lines_new(arena *a, size_t longest);
/* The bytes are copied. */
void lines_feed(lines *l, str bytes);
/* Nothing more comes: what is left is the last line. */
void lines_end(lines *l);
/* False: feed more, or, after lines_end, all were given. */
bool lines_next(lines *l, struct lines_line *ret);
bool lines_ended(const lines *l);

/* What a reader of a foreign file says when it is asked for the next thing in it. */
enum lines_event {
    LINES_MORE,    /* feed more */
    LINES_THING,   /* a card, a row, a message */
    LINES_REFUSED, /* something in the file that cannot be read, named by its line; what follows is
                      read on */
    LINES_END
};
struct lines_refusal {
    size_t line;
    const char *reason; /* an English msgid */
};

/* The bytes as valid UTF-8 without NUL: as they are where they are that, else from the Windows code
 * page 1252, which holds all of Latin-1's letters. Borrowed or on the arena. */
str lines_text(arena *a, str bytes);
/* The same, for bytes that name their encoding ("ISO-8859-1", "Windows-1251", "utf-8"): taken at
 * its word, unless they are valid UTF-8 and it is one of single bytes (a file that was converted,
 * its words not); unknown names and broken bytes are read as above. Source of the names: ICU. */
str lines_text_of(arena *a, str bytes, str charset);
/* Only bytes below 0x80. */
bool lines_ascii(str bytes);

#endif
