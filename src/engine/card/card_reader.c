/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card_reader.c - finds the cards of a file: the lines from BEGIN to END are gathered, card_parse.c
 * reads them; what begins with '[' is jCard (card_json.h).
 */
#include "engine/card/card_reader.h"

#include <string.h>

#include "base/words.h"
#include "engine/card/card_json.h"
#include "engine/card/card_parse.h"

/* What may stand between cards, also the bytes of a mark and the end of a file of old. */
#define BLANKS " \t\r\n\x1a\xef\xbb\xbf"

/* Cards within cards beyond this are refused. */
#define DEPTH_MAX 8

struct card_reader {
    arena *a;
    lines *lines;
    card_json *json;    /* of a jCard file, else NULL */
    size_t blank_lines; /* before the piece that holds the first letter */
    bool begun;         /* the first letter was seen */
    bool any;           /* a card or a fault was */
    int depth;          /* 0: between cards */
    size_t line;        /* of BEGIN */
    bool junk;          /* the last line was no card's */
    bool agent;         /* the last line may open a nested card */
    const char *fault;  /* of the card at hand */
    size_t fault_line;
    enum card_version version;
    char *text; /* of the card at hand */
    size_t n, cap;
};

card_reader *card_reader_new(arena *a)
{
    card_reader *r = NEW(a, card_reader);
    r->a = a;
    r->lines = lines_new(a, CARD_MAX);
    return r;
}

/* jCard is told by its first letter. */
static void begin(card_reader *r, str bytes)
{
    size_t lines_here = 0;
    for (size_t i = 0; i < bytes.n && !r->begun; i++) {
        r->begun = strchr(BLANKS, bytes.p[i]) == NULL || bytes.p[i] == '\0';
        lines_here += bytes.p[i] == '\n';
        if (bytes.p[i] == '[')
            r->json = card_json_new(r->a, 1 + r->blank_lines);
    }
    r->blank_lines += lines_here;
}

void card_reader_feed(card_reader *r, str bytes)
{
    if (!r->begun)
        begin(r, bytes);
    if (r->json != NULL)
        card_json_feed(r->json, bytes);
    else
        lines_feed(r->lines, bytes);
}

void card_reader_end(card_reader *r)
{
    if (r->json != NULL)
        card_json_end(r->json);
    else
        lines_end(r->lines);
}

static enum lines_event refuse(card_reader *r, size_t line, const char *reason,
                               struct lines_refusal *ret)
{
    r->any = true;
    *ret = (struct lines_refusal){ line, reason };
    return LINES_REFUSED;
}

static void card_begin(card_reader *r, size_t line)
{
    r->depth = 1;
    r->line = line;
    r->n = 0;
    r->version = CARD_30;
    r->fault = NULL;
    r->agent = false;
    r->junk = false;
}

static void fault_set(card_reader *r, size_t line, const char *reason)
{
    if (r->fault != NULL)
        return;
    r->fault = reason;
    r->fault_line = line;
}

/* VERSION of the card itself. */
static void version_read(card_reader *r, str line)
{
    str head, tail, name, params;
    if (line.n > 200 || !str_eq_nocase(str_sub(line, 0, 7), S("VERSION")) ||
        !str_cut(line, ':', &head, &tail))
        return;
    (void)str_cut(head, ';', &name, &params);
    if (str_trim(name).n != 7)
        return;
    tail = str_trim(tail);
    r->version = str_starts(tail, S("2")) ? CARD_21 : str_starts(tail, S("4")) ? CARD_40 : CARD_30;
}

static void line_keep(card_reader *r, const struct lines_line *line)
{
    if (line->cut || r->n + line->text.n + 1 > CARD_MAX)
        fault_set(r, r->line, WORDS_MARK("The card is larger than 8 megabytes."));
    if (r->fault != NULL)
        return;
    void *text = r->text;
    arena_grow(r->a, &text, &r->cap, r->n + line->text.n + 1, 1);
    r->text = text;
    if (line->text.n > 0)
        memcpy(r->text + r->n, line->text.p, line->text.n);
    r->n += line->text.n;
    r->text[r->n++] = '\n';
}

static enum lines_event card_finish(card_reader *r, arena *a, struct card *ret,
                                    struct lines_refusal *ret_refusal)
{
    r->depth = 0;
    r->any = true;
    struct card made = { .version = r->version, .line = r->line };
    if (r->fault == NULL) {
        size_t line = 0;
        const char *fault = card_parse(a, r->text, r->n, r->line + 1, &made, &line);
        if (fault != NULL)
            fault_set(r, line, fault);
        else if (made.n == 0)
            fault_set(r, r->line, WORDS_MARK("The card is empty."));
    }
    if (r->fault != NULL)
        return refuse(r, r->fault_line, r->fault, ret_refusal);
    *ret = made;
    return LINES_THING;
}

/* Between cards: blank lines, a BEGIN, or what is no card's. */
static enum lines_event outside(card_reader *r, const struct lines_line *line,
                                struct lines_refusal *ret_refusal)
{
    if (card_parse_begin(line->text)) {
        card_begin(r, line->number);
        return LINES_MORE;
    }
    bool blank = true;
    for (size_t i = 0; i < line->text.n && blank; i++)
        blank = strchr(BLANKS, line->text.p[i]) != NULL;
    if (blank || r->junk)
        return LINES_MORE;
    r->junk = true;
    return refuse(r, line->number, WORDS_MARK("What stands here belongs to no card."), ret_refusal);
}

/* One line; LINES_MORE where it completes nothing. */
static enum lines_event line_read(card_reader *r, const struct lines_line *line, arena *a,
                                  struct card *ret, struct lines_refusal *ret_refusal)
{
    if (r->depth == 0)
        return outside(r, line, ret_refusal);
    if (card_parse_end(line->text) && --r->depth == 0)
        return card_finish(r, a, ret, ret_refusal);
    if (card_parse_begin(line->text)) {
        if (!r->agent) {
            size_t unfinished = r->line;
            card_begin(r, line->number);
            return refuse(r, unfinished,
                          WORDS_MARK("The card does not end before the next begins."), ret_refusal);
        }
        if (++r->depth > DEPTH_MAX)
            fault_set(r, line->number, WORDS_MARK("Too many cards within cards."));
    }
    if (line->text.n > 0)
        r->agent = card_parse_agent(line->text);
    if (r->depth == 1)
        version_read(r, line->text);
    line_keep(r, line);
    return LINES_MORE;
}

/* The end of the file. */
static enum lines_event end_read(card_reader *r, struct lines_refusal *ret_refusal)
{
    if (r->depth > 0) {
        r->depth = 0;
        return refuse(r, r->line, WORDS_MARK("The file ends within this card."), ret_refusal);
    }
    if (!r->any)
        return refuse(r, 1, WORDS_MARK("There is no card in this file."), ret_refusal);
    return LINES_END;
}

enum lines_event card_reader_next(card_reader *r, arena *a, struct card *ret,
                                  struct lines_refusal *ret_refusal)
{
    struct lines_line line;
    if (r->json != NULL)
        return card_json_next(r->json, a, ret, ret_refusal);
    while (lines_next(r->lines, &line)) {
        enum lines_event event = line_read(r, &line, a, ret, ret_refusal);
        if (event != LINES_MORE)
            return event;
    }
    return lines_ended(r->lines) ? end_read(r, ret_refusal) : LINES_MORE;
}
