/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * reply.h - from a handler's answer to the bytes of a reply.
 */
#ifndef WEB_REPLY_H
#define WEB_REPLY_H

#include "web/job.h"
#include "web/zip.h"

/* Turns the answer into j->out (for a stream: j->stream_head and j->stream_first), counts and logs
 * it, and frees the arena. `zip` NULL: not compressed. */
void reply_build(job *j, struct zip *zip);

/* The answer becomes this line of text, whatever it was before. */
void reply_plain(job *j, int status, const char *text);

/* Lines for the reply's head, in the form `Name: value`; on the loop as well. */
void reply_header(job *j, const char *name, str value);

/* For a page that is kept here as well (cache_reply.c): the head's beginning (status line,
 * connection, date), the fields that every reply has (with those of this answer), how others may
 * keep it, the validator of its bytes in the coding that they travel in, and whether it pays to
 * compress it. */
void reply_start(const job *j, buf *to);
void reply_fields(const job *j, buf *to);
void reply_say_keeping(job *j);
str reply_etag(arena *a, str body, bool zipped);
bool reply_zippable(const char *type, size_t n);

/* "Not Found". */
const char *reply_reason(int status);

#endif
