/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * chunks.h - a chunked body (RFC 9112, section 7.1), read as strictly as the head, and for the same
 * reason. evhttp's own reader takes "0x1d", "+1d" and bare line ends for sizes, and refuses chunk
 * extensions.
 */
#ifndef WEB_CHUNKS_H
#define WEB_CHUNKS_H

#include <event2/buffer.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"

enum chunks_state { CHUNKS_SIZE, CHUNKS_DATA, CHUNKS_DATA_END, CHUNKS_TRAILER, CHUNKS_WHOLE };

/* Between pieces of the input; all of it zero but `body` at the start. */
struct chunks {
    struct evbuffer *body; /* what was read of it; the caller's */
    enum chunks_state state;
    size_t left;  /* of the chunk */
    size_t lines; /* bytes of all lines so far: they are bounded too */
};

/* Takes from the input what is part of the body, up to its end, which makes the state CHUNKS_WHOLE;
 * trailer fields are dropped. 0, or the status it is to be refused with: 400, or 413 for a body of
 * more than `limit` bytes. */
MUST int chunks_take(struct chunks *c, struct evbuffer *input, size_t limit);

#endif
