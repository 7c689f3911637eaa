/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * emit.h - the C that a page becomes: literals are gathered and written as one.
 */
#ifndef TOOLS_EMIT_H
#define TOOLS_EMIT_H

#include "base/buf.h"
#include "source.h"

struct emit {
    const struct source *source;
    buf header;  /* includes and prototypes of the header */
    buf statics; /* prototypes of {{static page}} */
    buf code;
    buf literal; /* markup not yet written */
    int depth;   /* of blocks, for the indentation */
    bool used;   /* the function uses its page */
};

void emit_init(struct emit *e, const struct source *source);

/* One function: its prototype goes to the header, or for a static one to the top of the code. */
void emit_begin(struct emit *e, const char *at, bool is_static, str name, str parameters);
void emit_end(struct emit *e);

/* Writes the gathered literal. Called by all that follow. */
void emit_flush(struct emit *e);
/* A statement, "page_put(p, " + expression + ");", of the line where the expression stands. */
void emit_statement(struct emit *e, const char *before, str expression, const char *after);
/* "if (x) {", "for …": opens a block; `emit_block_end` closes it. */
void emit_block(struct emit *e, const char *before, str expression, const char *after);
void emit_block_end(struct emit *e);
/* Code in the middle of a statement, without indentation. */
void emit_piece(struct emit *e, str code);

/* The two files. */
str emit_header(struct emit *e, str header_name);
str emit_code(struct emit *e, str header_name);

#endif
