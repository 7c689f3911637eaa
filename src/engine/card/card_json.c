/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card_json.c - cuts a stream of JSON into the values that are cards, without reading more of it
 * than its brackets and quotes; card_json_read.c reads each.
 */
#include "engine/card/card_json.h"

#include <string.h>

#include "base/words.h"

#define NOWHERE ((size_t)-1)

struct card_json {
    arena *a;
    char *p;
    size_t n, cap;
    size_t at;      /* bytes before this were looked at */
    size_t line;    /* of p[at], from 1 */
    int depth;      /* of brackets */
    int level;      /* the depth at which cards stand: 0 one card, 1 a list; -1 not known yet */
    size_t top;     /* where the outermost bracket stands, while level is not known */
    size_t element; /* where the card at hand begins, or NOWHERE */
    size_t element_line;
    bool string, escape; /* within quotes, behind a backslash */
    bool too_large, junk, any, ended;
};

card_json *card_json_new(arena *a, size_t line)
{
    card_json *j = NEW(a, card_json);
    *j = (card_json){ .a = a, .line = line, .level = -1, .element = NOWHERE };
    return j;
}

/* Lets go of the bytes that are not needed any more. */
static void compact(card_json *j)
{
    size_t keep = j->element != NOWHERE          ? j->element
                  : j->level < 0 && j->depth > 0 ? j->top
                                                 : j->at;
    if (j->too_large || j->at - keep > CARD_MAX) {
        j->too_large = true;
        keep = j->at;
    }
    memmove(j->p, j->p + keep, j->n - keep);
    j->n -= keep;
    j->at -= keep;
    j->top = j->top > keep ? j->top - keep : 0;
    if (j->element != NOWHERE)
        j->element = j->element > keep ? j->element - keep : 0;
}

void card_json_feed(card_json *j, str bytes)
{
    if (bytes.n == 0)
        return;
    if (j->n > 0)
        compact(j);
    void *p = j->p;
    arena_grow(j->a, &p, &j->cap, j->n + bytes.n, 1);
    j->p = p;
    memcpy(j->p + j->n, bytes.p, bytes.n);
    j->n += bytes.n;
}

void card_json_end(card_json *j)
{
    j->ended = true;
}

static void element_begin(card_json *j, size_t at, size_t line)
{
    j->element = at;
    j->element_line = line;
    j->too_large = false;
}

/* What stands first in the outermost bracket tells whether it is a card or a list of them. */
static void level_find(card_json *j, char c)
{
    if (j->level >= 0 || j->depth != 1 || strchr(" \t\r\n", c) != NULL)
        return;
    j->level = c == '"' ? 0 : 1;
    if (j->level == 0)
        element_begin(j, j->top, j->line);
}

static void bracket_open(card_json *j)
{
    if (j->depth == 0) {
        j->top = j->at;
        j->level = -1;
    } else if (j->level == 1 && j->depth == 1) {
        element_begin(j, j->at, j->line);
    }
    j->depth++;
}

/* One byte; true where it ends a card. */
static bool byte_read(card_json *j, char c)
{
    if (c == '\n')
        j->line++;
    if (j->string) {
        j->string = j->escape || c != '"';
        j->escape = !j->escape && c == '\\';
        return false;
    }
    level_find(j, c);
    if (c == '[' || c == '{')
        bracket_open(j);
    else if (c == '"')
        j->string = true;
    if ((c != ']' && c != '}') || j->depth == 0)
        return false;
    j->depth--;
    return j->element != NOWHERE && j->depth == j->level;
}

static enum lines_event refuse(card_json *j, size_t line, const char *reason,
                               struct lines_refusal *ret)
{
    j->any = true;
    *ret = (struct lines_refusal){ line, reason };
    return LINES_REFUSED;
}

static enum lines_event element_finish(card_json *j, arena *a, struct card *ret,
                                       struct lines_refusal *ret_refusal)
{
    str text = { j->p + j->element, j->at - j->element };
    j->element = NOWHERE;
    j->any = true;
    if (j->too_large || text.n > CARD_MAX)
        return refuse(j, j->element_line, WORDS_MARK("The card is larger than 8 megabytes."),
                      ret_refusal);
    *ret = (struct card){ .line = j->element_line };
    if (!card_json_read(a, text, ret))
        return refuse(j, j->element_line, WORDS_MARK("This is no card of jCard."), ret_refusal);
    if (ret->n == 0)
        return refuse(j, j->element_line, WORDS_MARK("The card is empty."), ret_refusal);
    return LINES_THING;
}

static enum lines_event end_read(card_json *j, struct lines_refusal *ret)
{
    if (j->depth > 0 || j->string) {
        j->depth = 0;
        j->string = false;
        size_t line = j->element != NOWHERE ? j->element_line : j->line;
        return refuse(j, line, WORDS_MARK("The file ends within this card."), ret);
    }
    if (!j->any)
        return refuse(j, 1, WORDS_MARK("There is no card in this file."), ret);
    return LINES_END;
}

enum lines_event card_json_next(card_json *j, arena *a, struct card *ret,
                                struct lines_refusal *ret_refusal)
{
    while (j->at < j->n) {
        char c = j->p[j->at];
        bool between = !j->string && j->element == NOWHERE && j->depth <= 1;
        bool done = byte_read(j, c);
        j->at++;
        if (done)
            return element_finish(j, a, ret, ret_refusal);
        if (between && j->element == NOWHERE && !j->junk &&
            strchr(" \t\r\n,[]\x1a\xef\xbb\xbf", c) == NULL) {
            j->junk = true;
            return refuse(j, j->line, WORDS_MARK("What stands here belongs to no card."),
                          ret_refusal);
        }
    }
    return j->ended ? end_read(j, ret_refusal) : LINES_MORE;
}
