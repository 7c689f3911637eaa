/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * page_source.h - a page file as it is read: where things stand in it, how a fault is told, and how
 * to walk over the C inside a directive.
 */
#ifndef TOOLS_PAGE_SOURCE_H
#define TOOLS_PAGE_SOURCE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* All slices of the translator point into `text`, so that any of them tells where it stands. */
struct page_source {
    arena *arena;
    const char *file; /* as given to the tool; in messages and #line */
    str text;
};

/* The line, from 1. */
size_t page_line(const struct page_source *s, const char *at);
/* ERR_INVALID with "file:line:column: message". */
const err *page_refusal(const struct page_source *s, const char *at, str message);

/* Return a refusal of what stands `at`. */
#define REFUSE(s, at, ...) return page_refusal((s), (at), str_format((s)->arena, __VA_ARGS__))

#define C_DEPTH 64

/* Walks over C text in steps: a whole literal, or one byte. Afterwards `depth` is that of the
 * brackets around what comes next. */
struct c_scan {
    str text;
    size_t i;
    char open[C_DEPTH];
    size_t depth;
    const char *fault; /* why the walk ended early; NULL at the end of the text */
};

/* One step; `ret` is the byte, or '"' for a whole literal (also a character's). False at the end of
 * the text and at a fault: a literal or bracket that is not closed, a comment, '#', ';' or '\'. */
bool c_step(struct c_scan *s, char *ret);

/* The place of the first `what` outside of brackets and literals, or text.n. */
size_t c_find(str text, char what);

/* The length of the "(…)" at the start of `text`, 0 where there is none or it is not closed. */
size_t c_parentheses(str text);

/* The length of the identifier at the start of `text`; 0 where there is none. */
size_t c_identifier(str text);

#endif
