/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * tool.h - what the build's tools share: reading and writing whole files, C literals, the last
 * word.
 */
#ifndef TOOLS_TOOL_H
#define TOOLS_TOOL_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/* The largest file a tool reads or writes. */
#define TOOL_FILE_LIMIT ((size_t)64 << 20)

MUST const err *tool_read(arena *a, const char *path, str *ret);
MUST const err *tool_write(arena *a, const char *path, str text);

/* What stands after the last '/' of a path. */
str tool_base_name(const char *path);

/* `text` as a C literal, in a new line of source after each line feed. Line ends, quotes and
 * control characters are escaped, UTF-8 stays. Over 4095 bytes -Wpedantic warns: see
 * TOOL_LONG_LITERALS. */
void tool_literal(buf *out, str text, const char *indent);
#define TOOL_LONG_LITERALS "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n"
/* `bytes` as the numbers of an array, without braces. */
void tool_bytes(buf *out, str bytes);

/* Prints the error's message and its causes' on stderr; the exit code. NULL: nothing and 0. */
int tool_exit(arena *a, const err *e);

#endif
