/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * stream.h - fan-out: a channel is a window of frames in memory, a reader is a cursor into it.
 *
 * A frame is rendered once and shared by all readers (reference-counted bytes). A reader that is
 * writable gets everything from its cursor to the head in one writev, straight to the socket; the
 * rest of a frame that was cut stays with the reader by reference. So memory a reader is constant
 * (some 300 bytes), a slow reader is only a low cursor, and under load deliveries coalesce by
 * themselves. A reader whose cursor falls out of the window is cut; it returns with its id and is
 * served from the store. A pass serves 256 readers a turn, so that pages are not held up; a channel
 * with more than 1,000 readers has at most 20 passes a second, and at most half of a loop's time.
 *
 * Streams are answered as HTTP/1.0, delimited by close, never chunked. Heartbeats (": hb") every 15
 * to 25 s, jittered `retry:`; a stream is closed after about ten minutes (jittered), and the
 * browser returns.
 */
#ifndef WEB_STREAM_H
#define WEB_STREAM_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/str.h"

typedef struct channel channel;

/* `head` is the position of the last event before this channel's first frame. `window` bounds the
 * bytes and `frames` the number of frames kept. Owned by the caller (channel_free). */
channel *channel_new(int64_t head, size_t window, size_t frames);
/* Cuts all readers, waits for the loops to let go, and frees. Not on a loop's thread. NULL is
 * allowed. */
void channel_free(channel *c);

/* Appends the frame of position `head + 1` (another position is our fault) and wakes the loops.
 * `bytes` is a whole server-sent event with its "id:" line and the empty line; copied. Any thread;
 * one at a time per channel. */
void channel_append(channel *c, int64_t position, str bytes);

/* Position of the last frame. Any thread. */
int64_t channel_head(const channel *c);
/* The lowest `after` that can still be served from the window. */
int64_t channel_floor(const channel *c);
/* Readers now, on all loops. */
size_t channel_readers(const channel *c);

/* A frame without position (presence): sent once to the readers that are up to date when it is
 * served, replaced by a newer one that comes before that, never buffered for a slow reader. */
void channel_notice(channel *c, str bytes);

/* Lets all frames go: who is behind the head is cut and returns. For frames that nobody may be sent
 * any more. Any thread; not beside an append. */
void channel_forget(channel *c);

/* Cut all readers (they return): after a restore, or when what they were shown must be taken back.
 * A stream that is just being opened is not among them. */
void channel_cut(channel *c);

#endif
