/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * log.h - one line an event, on stderr: "2026-11-23T03:00:00Z warn web: text".
 *
 * Control characters in the text are shown as \xNN, so that nobody can forge a line. Lines over
 * 2 KB are cut. Any thread may log; a line is one write.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* What is below is not written; LOG_INFO at the start. */
void log_set_level(enum log_level level);
/* Lines (without newline) go to `sink` instead; NULL = stderr again. For tests. */
void log_set_sink(void (*sink)(void *arg, enum log_level level, str line), void *arg);

/* `where` is the part that speaks: "web", "store". */
void log_line(enum log_level level, const char *where, const char *format, ...) PRINTF_LIKE(3, 4);
/* The error with its causes, at LOG_ERROR. */
void log_err(const char *where, const err *e);

#endif
