/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * line_clause.c - where the text of a clause ends, what is found in it.
 */
#include "engine/line/line_clause.h"

#include "engine/line/line_words.h"
#include "engine/programme/programme_text_scan.h"

struct range {
    size_t from, to;
};

static str range_text(const struct line_reader *r, struct range g)
{
    return str_sub(r->text, g.from, g.to - g.from);
}

/* The full stop of "3.5." belongs to it. */
static bool is_glue(const struct line_reader *r, size_t i)
{
    char c = r->text.p[i];
    if (c == '.')
        return i == 0 || r->text.p[i - 1] < '0' || r->text.p[i - 1] > '9';
    return c == ' ' || c == ',' || c == ';' || c == ':' || c == '!';
}

/* Without blanks and signs at its ends, and without an "und" that led to what follows. */
static struct range trimmed(const struct line_reader *r, struct range g)
{
    while (g.from < g.to && is_glue(r, g.from))
        g.from++;
    while (g.from < g.to && is_glue(r, g.to - 1))
        g.to--;
    size_t n = g.to - g.from;
    if (n > 4 && line_words_and(str_sub(r->text, g.to - 3, 3)) == 3 && r->text.p[g.to - 4] == ' ')
        return trimmed(r, (struct range){ g.from, g.to - 4 });
    return g;
}

static bool is_item(enum line_part part)
{
    return part == LINE_SEEKS || part == LINE_OFFERS;
}

static size_t skip_blanks(const struct line_reader *r, size_t i)
{
    while (i < r->text.n && r->text.p[i] == ' ')
        i++;
    return i;
}

/* Nothing but glue follows up to the end of the thought. */
static bool ends_behind(const struct line_reader *r, size_t i)
{
    i = skip_blanks(r, i);
    return i >= r->text.n || line_reader_is_end(r, i);
}

/* A marker at `i` that begins a clause: one that stands behind its text does not. */
static size_t marker_at(const struct line_reader *r, size_t i, struct line_marker *m)
{
    str s = line_reader_from(r, i);
    size_t n = line_words_marker(s, m);
    if (n == 0 || (m->final && ends_behind(r, i + n)))
        return 0;
    str behind = str_sub(s, n, line_reader_segment_end(r, i) - i - n);
    return m->weak && !line_words_is_deed(behind) ? 0 : n;
}

/* The part between commas ends with a word such as "versprochen"; where that stands. */
static size_t final_at(const struct line_reader *r, size_t from, size_t *ret_n,
                       struct line_marker *ret)
{
    size_t end = line_reader_segment_end(r, from);
    for (size_t i = from; i < end;) {
        str s = line_reader_from(r, i);
        size_t word = line_reader_word(s);
        struct line_marker m;
        size_t n = line_words_marker(s, &m);
        if (n > 0 && m.final && i > from && skip_blanks(r, i + n) >= end) {
            *ret = m;
            *ret_n = n;
            return i;
        }
        i += word > 0 ? word : 1;
    }
    return end;
}

/* All of the part between commas is kind, minutes, day and so on. */
static bool is_all_pieces(const struct line_reader *r, size_t from)
{
    size_t end = line_reader_segment_end(r, from), i = skip_blanks(r, from);
    bool any = false;
    while (i < end) {
        struct line_piece p;
        if (!line_reader_piece(r, i, r->out->n_names > 0, &p))
            return false;
        any = true;
        i = skip_blanks(r, i + p.n);
    }
    return any && i == end;
}

/* "Ben bietet", "und Ben bietet": somebody else of whom the item is said. */
static bool is_other_subject(struct line_reader *r, size_t i)
{
    struct line_marker m;
    size_t n = line_words_and(line_reader_from(r, i));
    if (n > 0)
        i = skip_blanks(r, i + n);
    str s = line_reader_from(r, i);
    str word = str_sub(s, 0, line_reader_word(s));
    if (word.n == 0 || marker_at(r, skip_blanks(r, i + word.n), &m) == 0 || !is_item(m.part))
        return false;
    return line_reader_named(r, word) >= 0 || line_reader_known(r, word);
}

/* Whether the thought behind a comma is another one than that of the clause. */
static bool is_new_thought(struct line_reader *r, enum line_part part, size_t from)
{
    struct line_marker m;
    size_t n;
    from = skip_blanks(r, from);
    if (from >= r->text.n)
        return true;
    if (is_all_pieces(r, from))
        return true;
    str s = line_reader_from(r, from);
    size_t word = line_reader_word(s);
    bool subject = line_words_is_subject(str_sub(s, 0, word));
    if (marker_at(r, from, &m) > 0)
        return part != LINE_HEARD || !is_item(m.part);
    if (final_at(r, from, &n, &m) < line_reader_segment_end(r, from) &&
        (part != LINE_HEARD || m.part == LINE_PROMISED || m.part == LINE_THEIRS))
        return true;
    return part != LINE_HEARD && (subject || is_other_subject(r, from));
}

/* A word inside the text that begins another clause without any comma. */
static bool is_new_clause(struct line_reader *r, enum line_part part, size_t i)
{
    struct line_marker m;
    if (is_item(part) && is_other_subject(r, i))
        return true;
    if (marker_at(r, i, &m) == 0 || m.weak)
        return false;
    if (is_item(m.part))
        return is_item(part);
    if (m.part == LINE_GIVEN || m.part == LINE_RECEIVED)
        return part != LINE_HEARD && !is_item(part);
    return m.part == LINE_PROMISED || m.part == LINE_THEIRS ||
           (m.part == LINE_HEARD && part != LINE_HEARD);
}

static size_t clause_end(struct line_reader *r, enum line_part part, size_t from)
{
    size_t i = from;
    while (i < r->text.n) {
        str s = line_reader_from(r, i), inner;
        struct line_piece p;
        size_t quoted = line_reader_quoted(s, &inner), word = line_reader_word(s);
        if (quoted > 0) {
            i += quoted;
            continue;
        }
        if (r->text.p[i] == ';' || (line_reader_is_end(r, i) && is_new_thought(r, part, i + 1)))
            return i;
        if (word > 0 && i > from && r->text.p[i - 1] == ' ' &&
            (is_new_clause(r, part, i) ||
             (line_reader_piece(r, i, false, &p) && p.part == LINE_SPOKE)))
            return i;
        i += word > 0 ? word : 1;
    }
    return i;
}

/* "… Umzug im Mai 20m": minutes at the very end are the encounter's. */
static void peel_minutes(struct line_reader *r, struct range *g)
{
    for (size_t i = g->from + 1; i < g->to && r->out->minutes == 0; i++) {
        int minutes;
        if (r->text.p[i - 1] != ' ' || r->text.p[i] < '0' || r->text.p[i] > '9')
            continue;
        size_t n = line_when_minutes(line_reader_from(r, i), &minutes);
        if (n == 0 || i + n != g->to)
            continue;
        r->out->minutes = minutes;
        line_reader_mark(r, i, n, LINE_MINUTES);
        *g = trimmed(r, (struct range){ g->from, i });
        return;
    }
}

/* ---- what is found in a text ----------------------------------------------------------------- */

static void item_add(struct line_reader *r, bool offers, struct range g, int whom)
{
    struct line *l = r->out;
    g = trimmed(r, g);
    if (g.from >= g.to || l->n_items == LINE_LIST_MAX)
        return;
    l->items[l->n_items++] = (struct line_item){ offers, range_text(r, g), whom };
    line_reader_mark(r, g.from, g.to - g.from, offers ? LINE_OFFERS : LINE_SEEKS);
}

/* Where the words of an item end: another item, a full stop, or a comma before a new thought. */
static size_t item_end(struct line_reader *r, size_t from, size_t to)
{
    struct line_marker m;
    for (size_t i = from; i < to;) {
        size_t word = line_reader_word(line_reader_from(r, i));
        if (line_reader_is_end(r, i) &&
            (r->text.p[i] != ',' || is_new_thought(r, LINE_SEEKS, i + 1)))
            return i;
        if (i > from && word > 0 &&
            (is_other_subject(r, i) || (marker_at(r, i, &m) > 0 && is_item(m.part))))
            return i;
        i += word > 0 ? word : 1;
    }
    return to;
}

/* Back over what stands before "sucht" at the end of a sentence: "dass sie einen Raum sucht". */
static size_t item_begin(const struct line_reader *r, size_t from, size_t at)
{
    size_t begin = from;
    for (size_t i = from; i < at;) {
        size_t word = line_reader_word(line_reader_from(r, i));
        str text = str_sub(r->text, i, word);
        if (line_reader_is_end(r, i) || line_words_is_subject(text))
            begin = i + (word > 0 ? word : 1);
        i += word > 0 ? word : 1;
    }
    return begin;
}

/* Seeks and offers in what was heard. The word before tells of whom, where it is a name. */
static void items_find(struct line_reader *r, struct range g)
{
    int before = -1;
    for (size_t i = g.from; i < g.to;) {
        str s = str_sub(r->text, i, g.to - i);
        size_t word = line_reader_word(s);
        struct line_marker m;
        size_t n = word > 0 ? line_words_marker(s, &m) : 0;
        if (n == 0 || !is_item(m.part)) {
            if (word > 0)
                before = line_reader_named(r, str_sub(s, 0, word));
            i += word > 0 ? word : 1;
            continue;
        }
        size_t end = item_end(r, i + n, g.to);
        struct range found = trimmed(r, (struct range){ i + n, end });
        if (found.from >= found.to)
            found = (struct range){ item_begin(r, g.from, i), i };
        item_add(r, m.part == LINE_OFFERS, found, before);
        i = end > i + n ? end : i + n;
    }
}

/* The day by which, taken out of the text where it stands at an end of it. */
static struct range due_find(struct line_reader *r, struct range g, str *ret_due)
{
    for (size_t i = g.from; i < g.to;) {
        str s = str_sub(r->text, i, g.to - i);
        struct line_moment m = { .at = -1 };
        size_t word = line_reader_word(s), n = line_when_due(s, r->out->day, &m);
        if (n == 0) {
            i += word > 0 ? word : 1;
            continue;
        }
        if (m.no_such) {
            line_reader_wrong(r, str_sub(s, 0, n));
            return g;
        }
        *ret_due = when_date_text(r->a, m.day);
        line_reader_mark(r, i, n, LINE_DUE);
        struct range before = trimmed(r, (struct range){ g.from, i });
        struct range behind = trimmed(r, (struct range){ i + n, g.to });
        if (behind.from >= behind.to)
            return before;
        return before.from >= before.to ? behind : g;
    }
    return g;
}

static void promise_add(struct line_reader *r, bool theirs, struct range g, int whom)
{
    struct line *l = r->out;
    struct line_promise p = { .theirs = theirs, .whom = whom };
    enum line_side side = LINE_NOBODY;
    size_t n = line_words_who(range_text(r, g), &side);
    if (n > 0 && n < g.to - g.from) {
        p.theirs = side == LINE_THEY;
        g = trimmed(r, (struct range){ g.from + n, g.to });
    }
    struct range kept = due_find(r, g, &p.due);
    p.text = range_text(r, kept.from < kept.to ? kept : g);
    l->promises[l->n_promises++] = p;
}

static void text_add(buf *b, str text)
{
    if (b->n > 0)
        buf_add(b, S("; "));
    buf_add(b, text);
}

static void store_text(struct line_reader *r, enum line_part part, struct range g, int whom)
{
    str text = range_text(r, g);
    if (part == LINE_HEARD) {
        text_add(&r->heard, text);
        items_find(r, g);
    } else if (is_item(part)) {
        item_add(r, part == LINE_OFFERS, g, whom);
    } else if (part == LINE_GIVEN) {
        text_add(&r->given, text);
    } else if (part == LINE_RECEIVED) {
        text_add(&r->received, text);
    } else {
        promise_add(r, part == LINE_THEIRS, g, whom);
    }
}

static bool has_room(const struct line_reader *r, enum line_part part)
{
    if (part == LINE_PROMISED || part == LINE_THEIRS)
        return r->out->n_promises < LINE_LIST_MAX;
    return !is_item(part) || r->out->n_items < LINE_LIST_MAX;
}

/* What stands before `at` and belongs to nothing yet. */
static struct range rest_before(const struct line_reader *r, size_t at)
{
    struct range g = { at, at };
    while (g.from > 0 && !line_reader_is_end(r, g.from - 1) &&
           (r->part[g.from - 1] == LINE_REST || r->text.p[g.from - 1] == ' '))
        g.from--;
    return trimmed(r, g);
}

static bool take(struct line_reader *r, const struct line_marker *m, size_t n)
{
    size_t at = r->at, start = at + n, end;
    int whom = r->prev_name;
    while (start < r->text.n && (r->text.p[start] == ' ' || r->text.p[start] == ':'))
        start++;
    str inner = { 0 };
    size_t quoted = line_reader_quoted(line_reader_from(r, start), &inner);
    struct range g;
    if (quoted > 0) {
        end = start + quoted;
        g.from = (size_t)(inner.p - r->text.p);
        g = trimmed(r, (struct range){ g.from, g.from + inner.n });
    } else {
        end = clause_end(r, m->part, start);
        g = trimmed(r, (struct range){ start, end });
    }
    size_t from = at;
    if (g.from >= g.to) {
        g = rest_before(r, at);
        from = g.from;
        end = at + n;
        if (g.from >= g.to)
            return false;
    }
    line_reader_mark(r, from, end - from, m->part);
    if (quoted == 0)
        peel_minutes(r, &g);
    store_text(r, m->part, g, whom);
    r->at = end;
    r->prev_name = -1;
    r->joined = r->after_kind = false;
    return true;
}

bool line_clause_take(struct line_reader *r)
{
    struct line_marker m;
    str s = line_reader_from(r, r->at);
    size_t n = line_words_marker(s, &m);
    if (n == 0 || !has_room(r, m.part))
        return false;
    if (m.weak && marker_at(r, r->at, &m) == 0)
        return false;
    return take(r, &m, n);
}

bool line_clause_take_final(struct line_reader *r)
{
    struct line_marker m, other;
    size_t n = 0, end = line_reader_segment_end(r, r->at);
    size_t at = final_at(r, r->at, &n, &m);
    if (at >= end || !has_room(r, m.part) || marker_at(r, r->at, &other) > 0)
        return false;
    struct range g = trimmed(r, (struct range){ r->at, at });
    if (g.from >= g.to)
        return false;
    line_reader_mark(r, r->at, end - r->at, m.part);
    store_text(r, m.part, g, -1);
    r->at = end;
    r->prev_name = -1;
    r->joined = r->after_kind = false;
    return true;
}
