/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * table.h - the rows of a table of any size: CSV with commas, semicolons or bars, or tabs.
 *
 * RFC 4180, as programs really write it: the delimiter is the one that parts the first lines best
 * (a line "sep=;" says it), line ends may stand within quotes, a quote means something only at the
 * start of a cell. Encodings are those of lines.h, row by row. It has the shape of the card reader.
 */
#ifndef ENGINE_TABLE_TABLE_H
#define ENGINE_TABLE_TABLE_H

#include "base/arena.h"
#include "base/str.h"
#include "engine/lines/lines.h"

typedef struct table table;

struct table_row {
    size_t line;      /* where it begins, from 1 */
    const str *cells; /* valid UTF-8, quotes undone, line ends are LF */
    size_t n;
};

/* A row is not longer than this, nor has it more cells. */
#define TABLE_ROW_MAX ((size_t)256 << 10)
#define TABLE_CELLS_MAX 1000

table *table_new(arena *a);
void table_feed(table *t, str bytes);
void table_end(table *t);
/* Blank lines, and rows of empty cells, are no rows. LINES_THING: `ret`, on `a`. */
enum lines_event table_next(table *t, arena *a, struct table_row *ret,
                            struct lines_refusal *ret_refusal);
/* What parts the cells; 0 while it is not known. */
char table_delimiter(const table *t);

#endif
