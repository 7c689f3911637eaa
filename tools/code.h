/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * code.h - walks over the C inside a directive: its literals and brackets, and nothing more.
 */
#ifndef TOOLS_CODE_H
#define TOOLS_CODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

#define CODE_DEPTH 64

/* Walks over C text in steps: a whole literal, or one byte. Afterwards `depth` is that of the
 * brackets around what comes next. */
struct code_scan {
    str text;
    size_t i;
    char open[CODE_DEPTH];
    size_t depth;
    const char *fault; /* why the walk ended early; NULL at the end of the text */
};

/* One step; `ret` is the byte, or '"' for a whole literal (also a character's). False at the end of
 * the text and at a fault: a literal or bracket that is not closed, a comment, '#', ';' or '\'. */
bool code_step(struct code_scan *s, char *ret);

/* The place of the first `what` outside of brackets and literals, or text.n. */
size_t code_find(str text, char what);

/* The length of the "(…)" at the start of `text`, 0 where there is none or it is not closed. */
size_t code_parentheses(str text);

/* The length of the identifier at the start of `text`; 0 where there is none. */
size_t code_identifier(str text);

#endif
