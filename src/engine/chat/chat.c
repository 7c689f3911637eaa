/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * chat.c - the shape of the readers.
 */
#include "base/utf8.h"
#include "base/words.h"
#include "engine/chat/chat_reader.h"

chat_reader *chat_reader_new(arena *a, void *own)
{
    chat_reader *r = NEW(a, chat_reader);
    r->a = a;
    r->own = own;
    return r;
}

void chat_feed(chat_reader *r, str bytes)
{
    if (r->lines != NULL)
        lines_feed(r->lines, bytes);
    else
        r->feed(r, bytes);
}

void chat_end(chat_reader *r)
{
    if (r->lines != NULL)
        lines_end(r->lines);
    else
        r->end(r);
}

enum lines_event chat_refuse(chat_reader *r, size_t line, const char *reason,
                             struct lines_refusal *ret)
{
    r->any = true;
    *ret = (struct lines_refusal){ line, reason };
    return LINES_REFUSED;
}

enum lines_event chat_next(chat_reader *r, arena *a, struct chat_event *ret,
                           struct lines_refusal *ret_refusal)
{
    struct lines_line line;
    while (r->lines != NULL && lines_next(r->lines, &line)) {
        enum lines_event event = r->line(r, &line, a, ret, ret_refusal);
        r->any = r->any || event != LINES_MORE;
        if (event != LINES_MORE)
            return event;
    }
    if (r->lines != NULL && !lines_ended(r->lines))
        return LINES_MORE;
    enum lines_event event = r->rest(r, a, ret, ret_refusal);
    if (event == LINES_END && !r->any)
        return chat_refuse(r, 1, WORDS_MARK("There is nobody in this file."), ret_refusal);
    r->any = r->any || event == LINES_THING || event == LINES_REFUSED;
    return event;
}

str chat_mojibake(arena *a, str text)
{
    char *p = arena_alloc(a, text.n);
    size_t n = 0;
    str rest = text;
    uint32_t c;
    while (utf8_next(&rest, &c)) {
        if (c > 0xff)
            return text;
        p[n++] = (char)c;
    }
    str meant = { p, n };
    return n < text.n && utf8_valid(meant) ? meant : text;
}
