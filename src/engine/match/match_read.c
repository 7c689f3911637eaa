/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "engine/match/match_read.h"

#include <stdlib.h>

#include "base/check.h"

/* Two ids, six columns, numbers of any sensible length. */
#define LINE_MAX_BYTES 2048

struct match_read {
    match_build *build;
    const struct match_twins *twins; /* instead of `build` */
    bool twin_seen[MATCH_TWINS_KEPT];
    uint64_t line;
    bool too_long; /* the line that is being gathered */
    size_t held;   /* bytes of a line whose end has not come */
    char hold[LINE_MAX_BYTES];
    struct match_read_report report;
};

match_read *match_read_new(match_build *b)
{
    match_read *r = calloc(1, sizeof *r);
    ASSERT(r != NULL);
    r->build = b;
    return r;
}

match_read *match_read_twins(const struct match_twins *twins)
{
    match_read *r = match_read_new(NULL);
    r->twins = twins;
    return r;
}

void match_read_free(match_read *r)
{
    free(r);
}

/* ---- numbers --------------------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What strtod would take but a table does not hold (hex, "inf", blanks) is refused first. */
static bool number_form(str s)
{
    size_t i = 0, digits = 0;
    if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
        i++;
    for (; i < s.n && is_digit(s.p[i]); i++)
        digits++;
    if (i < s.n && s.p[i] == '.')
        for (i++; i < s.n && is_digit(s.p[i]); i++)
            digits++;
    if (digits == 0)
        return false;
    if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
        i++;
        if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
            i++;
        size_t from = i;
        while (i < s.n && is_digit(s.p[i]))
            i++;
        if (i == from)
            return false;
    }
    return i == s.n;
}

/* Up to 15 digits and 22 places behind the point: one exact division, rounded as strtod rounds. */
static bool number_quick(str s, double *ret)
{
    static const double tens[] = { 1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
    bool minus = s.n > 0 && s.p[0] == '-', point = false;
    size_t places = 0, digits = 0;
    int64_t whole = 0;
    for (size_t i = minus; i < s.n; i++) {
        if (s.p[i] == '.' && !point) {
            point = true;
        } else if (is_digit(s.p[i]) && digits < 15) {
            whole = whole * 10 + (s.p[i] - '0');
            places += point;
            digits++;
        } else {
            return false;
        }
    }
    if (digits == 0)
        return false;
    *ret = (double)(minus ? -whole : whole) / tens[places];
    return true;
}

bool match_read_number(str text, double *ret)
{
    char copy[64];
    if (number_quick(text, ret))
        return true;
    if (text.n >= sizeof copy || !number_form(text))
        return false;
    memcpy(copy, text.p, text.n);
    copy[text.n] = '\0';
    double number = strtod(copy, NULL);
    if (!isfinite(number))
        return false;
    *ret = number;
    return true;
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* The next column up to a tab or the end; false where there is none left. */
static bool column(str *rest, str *ret)
{
    if (rest->p == NULL)
        return false;
    const char *tab = memchr(rest->p, '\t', rest->n);
    size_t n = tab == NULL ? rest->n : (size_t)(tab - rest->p);
    *ret = (str){ rest->p, n };
    *rest = tab == NULL ? (str){ 0 } : (str){ tab + 1, rest->n - n - 1 };
    return true;
}

static enum match_fault entry_read(str line, struct match_entry *ret)
{
    str numbers[4], rest = line;
    double *const places[4] = { &ret->strength, &ret->first, &ret->last, &ret->count };
    if (!column(&rest, &ret->a) || !column(&rest, &ret->b))
        return MATCH_COLUMNS;
    for (size_t i = 0; i < 4; i++)
        if (!column(&rest, &numbers[i]))
            return MATCH_COLUMNS;
    if (rest.p != NULL)
        return MATCH_COLUMNS;
    for (size_t i = 0; i < 4; i++)
        if (!match_read_number(numbers[i], places[i]))
            return MATCH_NUMBER;
    return MATCH_FINE;
}

static enum match_fault look_for_twin(match_read *r, const struct match_entry *e)
{
    size_t n = r->twins->count < MATCH_TWINS_KEPT ? (size_t)r->twins->count : MATCH_TWINS_KEPT;
    for (size_t i = 0; i < n; i++) {
        const struct match_twin *t = &r->twins->named[i];
        bool same = (str_eq(e->a, t->a) && str_eq(e->b, t->b)) ||
                    (str_eq(e->a, t->b) && str_eq(e->b, t->a));
        if (same && r->twin_seen[i])
            return MATCH_TWICE;
        if (same) {
            r->twin_seen[i] = true;
            return MATCH_FINE;
        }
    }
    return MATCH_FINE;
}

static enum match_fault take(match_read *r, str line)
{
    struct match_entry e = { 0 };
    enum match_fault fault = r->too_long ? MATCH_COLUMNS : entry_read(line, &e);
    if (fault != MATCH_FINE)
        return r->twins == NULL ? fault : MATCH_FINE;
    if (r->twins != NULL)
        return look_for_twin(r, &e);
    fault = match_build_check(r->build, &e);
    if (fault == MATCH_FINE)
        match_build_add(r->build, &e);
    return fault;
}

static void note(match_read *r, enum match_fault fault)
{
    if (r->report.n_bad < MATCH_BAD_LINES_KEPT)
        r->report.bad[r->report.n_bad++] = (struct match_bad_line){ r->line, fault };
    r->report.bad_count++;
}

static void line_whole(match_read *r, str line)
{
    r->line++;
    if (line.n > 0 && line.p[line.n - 1] == '\r')
        line.n--;
    if (r->line == 1) {
        if (str_starts(line, S("\xef\xbb\xbf")))
            line = str_sub(line, 3, line.n);
        if (!str_eq(line, S("a\tb\tstrength\tfirst\tlast\tcount")))
            note(r, MATCH_HEADER);
    } else {
        r->report.lines++;
        enum match_fault fault = take(r, line);
        if (fault != MATCH_FINE)
            note(r, fault);
    }
    r->too_long = false;
}

/* Keeps what came of a line whose end is still missing. */
static void hold(match_read *r, str part)
{
    if (r->held + part.n > sizeof r->hold) {
        r->too_long = true;
        return;
    }
    memcpy(r->hold + r->held, part.p, part.n);
    r->held += part.n;
}

void match_read_piece(match_read *r, str piece)
{
    while (piece.n > 0) {
        const char *end = memchr(piece.p, '\n', piece.n);
        if (end == NULL) {
            hold(r, piece);
            return;
        }
        str part = { piece.p, (size_t)(end - piece.p) };
        if (r->held > 0 || r->too_long) {
            hold(r, part);
            part = (str){ r->hold, r->held };
        }
        r->too_long = r->too_long || part.n > LINE_MAX_BYTES;
        line_whole(r, part);
        r->held = 0;
        piece = (str){ end + 1, piece.n - (size_t)(end + 1 - piece.p) };
    }
}

void match_read_end(match_read *r, struct match_read_report *ret)
{
    if (r->held > 0 || r->too_long)
        line_whole(r, (str){ r->hold, r->held });
    else if (r->line == 0)
        line_whole(r, (str){ "", 0 });
    r->held = 0;
    *ret = r->report;
}
