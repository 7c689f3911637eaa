/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * line_reader.c - what all that read the line need: words, quotes, ends of thoughts, single pieces.
 */
#include "engine/line/line_reader.h"

#include "engine/line/line_words.h"
#include "engine/programme/programme_text_scan.h"

str line_reader_from(const struct line_reader *r, size_t from)
{
    return str_sub(r->text, from, r->text.n);
}

void line_reader_mark(struct line_reader *r, size_t from, size_t n, enum line_part part)
{
    for (size_t i = from; i < from + n; i++)
        r->part[i] = (unsigned char)part;
}

/* ---- words and signs ------------------------------------------------------------------------- */

size_t line_reader_word(str s)
{
    size_t n = programme_text_scan_word_length(s);
    while (n > 0 && n < s.n) {
        str rest = str_sub(s, n, s.n);
        size_t sign = rest.p[0] == '-' || rest.p[0] == '\'' ? 1 : str_starts(rest, S("’")) ? 3 : 0;
        size_t more = sign > 0 ? programme_text_scan_word_length(str_sub(rest, sign, rest.n)) : 0;
        if (more == 0)
            break;
        n += sign + more;
    }
    return n;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "Dr.", "A.", "u.": the letters before the full stop. */
static bool is_short(str text, size_t stop)
{
    static const char *const titles[] = { "Prof", "med", "Dipl", "Ing", "Str", "Std", "Min", NULL };
    size_t from = stop;
    while (from > 0 && stop - from < 5 && text.p[from - 1] != ' ')
        from--;
    str word = str_sub(text, from, stop - from);
    return word.n <= 2 || (word.n < 5 && programme_text_scan_one_of(&word, titles));
}

bool line_reader_is_end(const struct line_reader *r, size_t i)
{
    str t = r->text;
    bool blank = i + 1 == t.n || t.p[i + 1] == ' ';
    switch (t.p[i]) {
    case ';':
        return true;
    case ',':
        return blank || !is_digit(t.p[i + 1]);
    case '!':
    case '?':
        return blank;
    case '.':
        return blank && i > 0 && !is_digit(t.p[i - 1]) && !is_short(t, i);
    default:
        return false;
    }
}

size_t line_reader_segment_end(const struct line_reader *r, size_t from)
{
    for (size_t i = from; i < r->text.n;) {
        str inner;
        size_t quoted = line_reader_quoted(line_reader_from(r, i), &inner);
        if (quoted == 0 && line_reader_is_end(r, i))
            return i;
        i += quoted > 0 ? quoted : 1;
    }
    return r->text.n;
}

size_t line_reader_quoted(str s, str *ret_inner)
{
    static const struct {
        const char *open, *close;
    } quotes[] = {
        { "\"", "\"" }, { "„", "“" }, { "„", "”" }, { "„", "\"" }, { "“", "”" },
        { "«", "»" },   { "»", "«" }, { "'", "'" }, { "‚", "‘" },
    };
    for (size_t i = 0; i < COUNT_OF(quotes); i++) {
        str open = str_of(quotes[i].open), close = str_of(quotes[i].close);
        if (!str_starts(s, open))
            continue;
        str behind = str_sub(s, open.n, s.n);
        size_t at = str_find(behind, close);
        /* An apostrophe is no end of a quotation: 'Anna's list'. */
        while (close.p[0] == '\'' && at < behind.n &&
               programme_text_scan_word_length(str_sub(behind, at + 1, behind.n)) > 0) {
            size_t more = str_find(str_sub(behind, at + 1, behind.n), close);
            at += 1 + more;
        }
        if (at >= behind.n)
            continue;
        *ret_inner = str_sub(behind, 0, at);
        return open.n + at + close.n;
    }
    return 0;
}

/* ---- pieces ---------------------------------------------------------------------------------- */

static bool is_news(const struct line *l, const struct line_moment *m)
{
    return !(m->has_day && l->day_said) && !(m->at >= 0 && l->at >= 0) &&
           !(m->minutes > 0 && l->minutes > 0);
}

bool line_reader_piece(const struct line_reader *r, size_t from, bool named, struct line_piece *ret)
{
    const struct line *l = r->out;
    str s = line_reader_from(r, from);
    struct line_piece p = { .moment = { .at = -1 } };
    if ((p.n = line_words_spoke(s, &p.side)) > 0 && l->spoke == LINE_NOBODY)
        p.part = LINE_SPOKE;
    else if ((p.n = line_words_started(s, named, &p.side, &p.kind)) > 0 &&
             l->started == LINE_NOBODY)
        p.part = LINE_STARTED;
    else if ((p.n = line_when_minutes(s, &p.minutes)) > 0 && l->minutes == 0)
        p.part = LINE_MINUTES;
    else if ((p.n = line_when_past(s, r->world->today, &p.moment)) > 0 && is_news(l, &p.moment))
        p.part = p.moment.no_such ? LINE_REST : LINE_WHEN;
    else if ((p.n = line_words_kind(s, from == 0, &p.kind)) > 0 &&
             (l->kind == LINE_UNSAID || l->kind == p.kind))
        p.part = LINE_KIND;
    else
        return false;
    *ret = p;
    return true;
}

void line_reader_wrong(struct line_reader *r, str text)
{
    if (r->out->n_wrong < LINE_LIST_MAX)
        r->out->wrong[r->out->n_wrong++] = (struct line_wrong){ text };
}

void line_reader_apply(struct line_reader *r, const struct line_piece *p)
{
    struct line *l = r->out;
    line_reader_mark(r, r->at, p->n, p->part);
    if (p->moment.no_such)
        line_reader_wrong(r, str_trim(str_sub(r->text, r->at, p->n)));
    if (l->kind == LINE_UNSAID)
        l->kind = p->kind;
    if (p->part == LINE_SPOKE)
        l->spoke = p->side;
    if (p->part == LINE_STARTED)
        l->started = p->side;
    if (p->part == LINE_MINUTES)
        l->minutes = p->minutes;
    if (p->part == LINE_WHEN) {
        if (p->moment.has_day)
            l->day = p->moment.day;
        l->day_said = l->day_said || p->moment.has_day;
        l->at = p->moment.at >= 0 ? p->moment.at : l->at;
        l->minutes = p->moment.minutes > 0 ? p->moment.minutes : l->minutes;
    }
    r->at += p->n;
    r->after_kind = p->part == LINE_KIND;
    r->prev_name = -1;
    r->joined = false;
}

bool line_reader_known(struct line_reader *r, str name)
{
    if (r->world->known == NULL || r->asked >= LINE_READER_ASK_MAX)
        return false;
    r->asked++;
    return r->world->known(r->world->who, name);
}

int line_reader_named(const struct line_reader *r, str word)
{
    for (size_t i = 0; i < r->out->n_names; i++) {
        str name = r->out->names[i], piece;
        while (str_next(&name, ' ', &piece))
            if (word.n > 0 && piece.n == word.n &&
                programme_text_scan_same(piece, str_c(r->a, word)))
                return (int)i;
    }
    return -1;
}
