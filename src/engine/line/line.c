/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * line.c - reading a line from its front to its end, and what is left of it.
 */
#include "engine/line/line.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "engine/line/line_clause.h"
#include "engine/line/line_name.h"
#include "engine/line/line_reader.h"
#include "engine/line/line_words.h"
#include "engine/programme/programme_text_scan.h"

static const str kind_texts[LINE_KINDS] = {
    [LINE_UNSAID] = S_INIT(""),     [LINE_CALL] = S_INIT("call"),
    [LINE_VISIT] = S_INIT("visit"), [LINE_LETTER] = S_INIT("letter"),
    [LINE_MAIL] = S_INIT("mail"),   [LINE_CHAT] = S_INIT("chat"),
    [LINE_VIDEO] = S_INIT("video"), [LINE_EVENT] = S_INIT("event"),
};

str line_kind_text(enum line_kind kind)
{
    return kind_texts[kind];
}

enum line_kind line_kind_of(str text)
{
    for (int i = 1; i < LINE_KINDS; i++)
        if (str_eq(kind_texts[i], text))
            return (enum line_kind)i;
    return LINE_UNSAID;
}

/* Blanks and signs between the parts; other signs that are no letters ("€") are to be kept. */
static size_t between(str s)
{
    unsigned char c = (unsigned char)s.p[0];
    if (programme_text_scan_word_length(s) > 0)
        return 0;
    if (str_starts(s, S("–")) || str_starts(s, S("—")) || str_starts(s, S("…")))
        return 3;
    return c < 0x80 && line_words_and(s) == 0 && c != '@' && c != '#' ? 1 : 0;
}

static bool step_between(struct line_reader *r)
{
    size_t n = between(line_reader_from(r, r->at));
    str inner;
    if (n == 0 || line_reader_quoted(line_reader_from(r, r->at), &inner) > 0)
        return false;
    line_reader_mark(r, r->at, n, LINE_BETWEEN);
    if (line_reader_is_end(r, r->at)) {
        r->joined = r->prev_name >= 0 && r->text.p[r->at] == ',';
        r->comma = r->joined;
        r->prev_name = -1;
        r->after_kind = false;
    }
    r->at += n;
    return true;
}

static bool step_and(struct line_reader *r)
{
    size_t n = line_words_and(line_reader_from(r, r->at));
    if (n == 0)
        return false;
    line_reader_mark(r, r->at, n, LINE_BETWEEN);
    r->joined = r->prev_name >= 0 || r->joined;
    r->comma = false;
    r->prev_name = -1;
    r->at += n;
    return true;
}

/* "bis Freitag" where nothing was promised yet: it may belong to what is promised behind it. */
static bool step_due(struct line_reader *r)
{
    struct line_moment m;
    size_t n = line_when_due(line_reader_from(r, r->at), r->world->today, &m);
    r->at += n;
    return n > 0;
}

static bool step_piece(struct line_reader *r)
{
    struct line_piece p;
    if (!line_reader_piece(r, r->at, r->prev_name >= 0, &p))
        return false;
    line_reader_apply(r, &p);
    return true;
}

/* "Ben rief gestern an": the end of a verb. */
static bool step_verb_end(struct line_reader *r)
{
    static const char *const ends[] = { "an", "zu", NULL };
    str s = line_reader_from(r, r->at), rest = s;
    if (!programme_text_scan_one_of(&rest, ends) || r->out->started == LINE_NOBODY ||
        (rest.n > 0 && !line_reader_is_end(r, r->text.n - rest.n)))
        return false;
    line_reader_mark(r, r->at, s.n - rest.n, LINE_BETWEEN);
    r->at += s.n - rest.n;
    return true;
}

/* One word, or one sign, that nobody understands. */
static void step_rest(struct line_reader *r)
{
    str s = line_reader_from(r, r->at);
    size_t n = line_reader_word(s);
    uint32_t c;
    if (n == 0) {
        str rest = s;
        (void)utf8_next(&rest, &c);
        n = s.n - rest.n;
    }
    r->at += n;
    r->prev_name = -1;
    r->joined = r->after_kind = false;
}

/* `fresh`: a thought begins here, and it is not the first. */
static void step(struct line_reader *r, bool fresh)
{
    if (step_between(r) || (fresh && line_clause_take_final(r)) || line_clause_take(r) ||
        step_piece(r) || step_verb_end(r) || step_due(r) || step_and(r) || line_name_with(r) ||
        line_name_place(r) || line_name_number(r) || line_name_quoted(r) || line_name_take(r))
        return;
    step_rest(r);
}

static void read_all(struct line_reader *r)
{
    bool fresh = false;
    while (r->at < r->text.n) {
        size_t at = r->at;
        bool is_end = line_reader_is_end(r, at), blank = r->text.p[at] == ' ';
        step(r, fresh);
        fresh = is_end || (fresh && blank);
    }
}

/* ---- what was found -------------------------------------------------------------------------- */

static void spans_make(struct line_reader *r, str whole)
{
    struct line_span *spans = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = 0; i < whole.n; i++) {
        enum line_part part = i < r->text.n ? (enum line_part)r->part[i] : LINE_REST;
        if (n == 0 || spans[n - 1].part != part) {
            arena_grow(r->a, (void **)&spans, &cap, n + 1, sizeof(*spans));
            spans[n++] = (struct line_span){ i, 0, part };
        }
        spans[n - 1].n++;
    }
    r->out->spans = spans;
    r->out->n_spans = n;
}

/* Pieces that nothing understood parts, with the blanks and signs inside them. */
static void rest_make(struct line *l, arena *a)
{
    buf b;
    buf_on_arena(&b, a, 2 * l->text.n + 2);
    for (size_t i = 0; i < l->n_spans;) {
        size_t j = i, last = i;
        if (l->spans[i].part != LINE_REST) {
            i++;
            continue;
        }
        for (; j < l->n_spans && l->spans[j].part <= LINE_BETWEEN; j++)
            if (l->spans[j].part == LINE_REST)
                last = j;
        size_t from = l->spans[i].from, to = l->spans[last].from + l->spans[last].n;
        str piece = str_trim(str_sub(l->text, from, to - from));
        if (b.n > 0 && piece.n > 0)
            buf_add(&b, S("; "));
        buf_add(&b, piece);
        i = j;
    }
    if (b.n > 0)
        l->rest = buf_str(&b);
}

/* Said of the only one. */
static void whom_settle(struct line *l)
{
    if (l->n_names != 1)
        return;
    for (size_t i = 0; i < l->n_items; i++)
        l->items[i].whom = 0;
    for (size_t i = 0; i < l->n_promises; i++)
        l->promises[i].whom = 0;
}

void line_read(arena *a, str text, const struct line_world *world, struct line *ret)
{
    struct line l = { .text = utf8_line(a, text), .day = world->today, .at = -1 };
    struct line_reader r = { .a = a, .world = world, .out = &l, .prev_name = -1 };
    r.text = utf8_cut(l.text, LINE_MAX);
    r.part = NEW_ARRAY(a, unsigned char, r.text.n + 1);
    buf_on_arena(&r.heard, a, 2 * r.text.n + 2);
    buf_on_arena(&r.given, a, 2 * r.text.n + 2);
    buf_on_arena(&r.received, a, 2 * r.text.n + 2);
    read_all(&r);
    l.heard = buf_str(&r.heard);
    l.given = buf_str(&r.given);
    l.received = buf_str(&r.received);
    whom_settle(&l);
    spans_make(&r, l.text);
    rest_make(&l, a);
    *ret = l;
}

/* A word of a command that is a part of the line by itself: "gehört neue Stelle", "last Friday". */
static bool is_part(str word, bool *ret_clause)
{
    struct line_marker marker;
    struct line_moment moment;
    enum line_side side;
    enum line_kind kind;
    int minutes;
    struct when_date any = { 2000, 1, 1 };
    *ret_clause = line_words_marker(word, &marker) > 0;
    return *ret_clause || line_words_kind(word, false, &kind) > 0 ||
           line_words_spoke(word, &side) > 0 || line_words_started(word, true, &side, &kind) > 0 ||
           line_when_minutes(word, &minutes) > 0 || line_when_past(word, any, &moment) > 0 ||
           line_words_place(word) > 0;
}

str line_of_words(arena *a, const str *words, size_t n)
{
    size_t limit = 1;
    for (size_t i = 0; i < n; i++)
        limit += words[i].n + 8;
    buf b;
    buf_on_arena(&b, a, limit);
    for (size_t i = 0; i < n; i++) {
        bool told = false, clause = false;
        struct line_marker marker;
        if (i > 0) {
            told = line_words_marker(words[i - 1], &marker) == words[i - 1].n;
            buf_char(&b, ' ');
        }
        bool blanks = str_contains(words[i], S(" "));
        bool part = blanks && !told && is_part(words[i], &clause);
        bool quote = blanks && !part && n > 1;
        bool plain = !str_contains(words[i], S("\""));
        if (quote)
            buf_add(&b, plain ? S("\"") : S("«"));
        buf_add(&b, words[i]);
        if (quote)
            buf_add(&b, plain ? S("\"") : S("»"));
        if (clause && i + 1 < n)
            buf_char(&b, ';');
    }
    return buf_str(&b);
}
