/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * chat_reader.h - what the four readers of chat.h have in common; for this folder only.
 */
#ifndef ENGINE_CHAT_CHAT_READER_H
#define ENGINE_CHAT_CHAT_READER_H

#include "engine/chat/chat.h"

struct chat_reader {
    arena *a;
    void *own;    /* the reader's */
    lines *lines; /* NULL: it takes bytes itself */
    void (*feed)(chat_reader *r, str bytes);
    void (*end)(chat_reader *r);
    /* One line; LINES_MORE where it completes nothing. */
    enum lines_event (*line)(chat_reader *r, const struct lines_line *line, arena *a,
                             struct chat_event *ret, struct lines_refusal *ret_refusal);
    /* Nothing more comes: what is left, LINES_END at last. */
    enum lines_event (*rest)(chat_reader *r, arena *a, struct chat_event *ret,
                             struct lines_refusal *ret_refusal);
    bool any; /* something was given or refused */
};

/* A line is not longer than this; of longer ones the beginning is read. */
#define CHAT_LINE_MAX ((size_t)64 << 10)

chat_reader *chat_reader_new(arena *a, void *own);
enum lines_event chat_refuse(chat_reader *r, size_t line, const char *reason,
                             struct lines_refusal *ret);

#endif
