/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * source.h - a page file as it is read: where things stand in it, and how a fault is told.
 */
#ifndef TOOLS_SOURCE_H
#define TOOLS_SOURCE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* All slices of the translator point into `text`, so that any of them tells where it stands. */
struct source {
    arena *arena;
    const char *file; /* as given to the tool; in messages and #line */
    str text;
};

/* The line, from 1. */
size_t source_line(const struct source *s, const char *at);
/* ERR_INVALID with "file:line:column: message". */
const err *source_refusal(const struct source *s, const char *at, str message);

/* Return a refusal of what stands `at`. */
#define REFUSE(s, at, ...) return source_refusal((s), (at), str_format((s)->arena, __VA_ARGS__))

#endif
