/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * chat_check.h - what every reader of chat.h promises, for the fuzz targets: any bytes are events
 * or refusals with a line and a reason, clean texts, times that can be, the same however the bytes
 * come.
 */
#ifndef ENGINE_CHAT_CHAT_CHECK_H
#define ENGINE_CHAT_CHAT_CHECK_H

#include "base/check.h"
#include "base/utf8.h"
#include "engine/chat/chat.h"

struct chat_check_sums {
    size_t things, refused;
    int64_t times;
};

static inline void chat_check_text(str s)
{
    ASSERT(utf8_valid(s) && !str_contains(s, S("\n")));
}

static inline void chat_check_event(const struct chat_event *e)
{
    chat_check_text(e->id);
    chat_check_text(e->title);
    chat_check_text(e->from.name);
    chat_check_text(e->from.address);
    for (size_t i = 0; i < e->n_to; i++) {
        chat_check_text(e->to[i].name);
        chat_check_text(e->to[i].address);
    }
    ASSERT(e->count > 0 && e->duration_min >= 0);
}

static inline void chat_check_take(arena *a, chat_reader *r, enum lines_event until,
                                   struct chat_check_sums *sums)
{
    struct chat_event event;
    struct lines_refusal refusal;
    enum lines_event is;
    while ((is = chat_next(r, a, &event, &refusal)) != until) {
        ASSERT(is == LINES_THING || is == LINES_REFUSED);
        if (is == LINES_REFUSED) {
            ASSERT(refusal.line > 0 && refusal.reason != NULL);
            sums->refused++;
            continue;
        }
        chat_check_event(&event);
        sums->things++;
        sums->times ^= event.time_ms;
    }
}

static inline struct chat_check_sums chat_check_pieces(chat_reader *(*make)(arena *a), str text,
                                                       size_t piece)
{
    SCRATCH(a);
    struct chat_check_sums sums = { 0 };
    chat_reader *r = make(a);
    for (size_t at = 0; at < text.n; at += piece) {
        chat_feed(r, str_sub(text, at, piece));
        chat_check_take(a, r, LINES_MORE, &sums);
    }
    chat_end(r);
    chat_check_take(a, r, LINES_END, &sums);
    return sums;
}

static inline void chat_check(chat_reader *(*make)(arena *a), str text)
{
    struct chat_check_sums whole = chat_check_pieces(make, text, text.n + 1);
    struct chat_check_sums pieces = chat_check_pieces(make, text, 7);
    ASSERT(whole.things + whole.refused > 0);
    ASSERT(whole.things == pieces.things && whole.refused == pieces.refused &&
           whole.times == pieces.times);
}

#endif
