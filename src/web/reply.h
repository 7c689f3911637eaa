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

/* "Not Found". */
const char *reply_reason(int status);

#endif
