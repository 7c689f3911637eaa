/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * table.c - see table.h. Lines wait in a buffer until a row is whole; a quote that is not closed
 * within the longest row costs the line in which it opens, and no other.
 */
#include "engine/table/table.h"

#include <string.h>

#include "base/words.h"

/* The delimiter is told by as many lines. */
#define SAMPLE_LINES 30

static const char delimiters[] = ",;\t|";

struct table {
    arena *a;
    lines *lines;
    char delimiter;
    char *p; /* lines that are no row yet, each with its LF: from at to n */
    size_t at, n, cap;
    size_t line;     /* of p[at] */
    size_t scan;     /* up to here the row at hand was looked through */
    bool quoted;     /* and this place is within quotes */
    bool fresh;      /* and a cell begins here */
    size_t waiting;  /* lines in the buffer */
    size_t too_long; /* the number of a line that was cut, or 0 */
};

table *table_new(arena *a)
{
    table *t = NEW(a, table);
    *t = (table){ .a = a, .lines = lines_new(a, TABLE_ROW_MAX), .line = 1, .fresh = true };
    return t;
}

void table_feed(table *t, str bytes)
{
    lines_feed(t->lines, bytes);
}

void table_end(table *t)
{
    lines_end(t->lines);
}

char table_delimiter(const table *t)
{
    return t->delimiter;
}

/* Takes the next line into the buffer; false where there is none, or where the line was too long.
 */
static bool line_wait(table *t)
{
    struct lines_line line;
    if (t->too_long != 0 || !lines_next(t->lines, &line))
        return false;
    if (line.cut) {
        t->too_long = line.number;
        return false;
    }
    if (t->at > 0) {
        memmove(t->p, t->p + t->at, t->n - t->at);
        t->n -= t->at;
        t->scan -= t->at;
        t->at = 0;
    }
    void *p = t->p;
    arena_grow(t->a, &p, &t->cap, t->n + line.text.n + 1, 1);
    t->p = p;
    if (line.text.n > 0)
        memcpy(t->p + t->n, line.text.p, line.text.n);
    t->n += line.text.n;
    t->p[t->n++] = '\n';
    t->waiting++;
    return true;
}

/* ---- the delimiter --------------------------------------------------------------------------- */

static size_t count(str sample, char delimiter)
{
    size_t found = 0;
    bool quoted = false, fresh = true;
    for (size_t i = 0; i < sample.n; i++) {
        char c = sample.p[i];
        if (quoted) {
            quoted = c != '"';
            continue;
        }
        found += c == delimiter;
        quoted = c == '"' && fresh;
        fresh = c == '\n' || strchr(delimiters, c) != NULL;
    }
    return found;
}

static void delimiter_find(table *t)
{
    str sample = { t->p, t->n };
    size_t best = 0;
    t->delimiter = ',';
    if (t->n == 0)
        return;
    if (str_eq_nocase(str_sub(sample, 0, 4), S("sep=")) && sample.n > 5 && sample.p[5] == '\n') {
        t->delimiter = sample.p[4];
        t->at += 6;
        t->scan = t->at;
        t->line++;
        t->waiting--;
        return;
    }
    for (const char *d = delimiters; *d != '\0'; d++) {
        size_t n = count(sample, *d);
        if (n > best) {
            best = n;
            t->delimiter = *d;
        }
    }
}

/* Reads ahead until the delimiter is known; false: more must be fed. */
static bool sample_read(table *t)
{
    while (t->waiting < SAMPLE_LINES && t->n < TABLE_ROW_MAX)
        if (!line_wait(t)) {
            if (t->too_long == 0 && !lines_ended(t->lines))
                return false;
            break;
        }
    delimiter_find(t);
    return true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* Looks on for the end of the row at hand: true where it is, at scan. */
static bool row_whole(table *t)
{
    for (; t->scan < t->n; t->scan++) {
        char c = t->p[t->scan];
        if (t->quoted) {
            t->quoted = c != '"';
        } else if (c == '\n') {
            return true;
        } else {
            t->quoted = c == '"' && t->fresh;
            t->fresh = c == t->delimiter;
            continue;
        }
        /* Behind a closing quote, another one says that the first was a letter. */
        t->fresh = !t->quoted;
    }
    return false;
}

/* Takes the next cell off the front of `rest`; false where there is none. */
static bool cell_take(arena *a, char delimiter, str *rest, str *ret)
{
    if (rest->p == NULL)
        return false;
    size_t i = 0, n = 0;
    if (rest->n == 0 || rest->p[0] != '"') {
        const char *end = rest->n > 0 ? memchr(rest->p, delimiter, rest->n) : NULL;
        n = end == NULL ? rest->n : (size_t)(end - rest->p);
        *ret = str_sub(*rest, 0, n);
        *rest = end == NULL ? (str){ 0 } : str_sub(*rest, n + 1, rest->n);
        return true;
    }
    char *p = arena_alloc(a, rest->n);
    bool quoted = true;
    for (i = 1; i < rest->n; i++) {
        char c = rest->p[i];
        bool doubled = c == '"' && i + 1 < rest->n && rest->p[i + 1] == '"';
        if (quoted && c == '"' && !doubled) {
            quoted = false;
            continue;
        }
        if (!quoted && c == delimiter)
            break;
        i += quoted && doubled;
        p[n++] = c;
    }
    *ret = (str){ p, n };
    *rest = i < rest->n ? str_sub(*rest, i + 1, rest->n) : (str){ 0 };
    return true;
}

/* Nothing in it but delimiters, blanks and quotes. */
static bool blank(const table *t, str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != t->delimiter && strchr(" \t\r\n\"", text.p[i]) == NULL)
            return false;
    return true;
}

/* False: there is nothing in it. */
static bool row_split(table *t, arena *a, str text, struct table_row *ret)
{
    str cell, *cells = NULL;
    size_t n = 0, cap = 0;
    if (blank(t, text))
        return false;
    str rest = str_copy(a, lines_text(a, text));
    while (n < TABLE_CELLS_MAX && cell_take(a, t->delimiter, &rest, &cell)) {
        void *grown = cells;
        arena_grow(a, &grown, &cap, n + 1, sizeof(str));
        cells = grown;
        cells[n++] = cell;
    }
    *ret = (struct table_row){ .line = t->line, .cells = cells, .n = n };
    return true;
}

/* Goes on behind `end`, the LF of the row at hand. */
static void row_leave(table *t, size_t end)
{
    for (size_t i = t->at; i <= end; i++)
        if (t->p[i] == '\n') {
            t->line++;
            t->waiting--;
        }
    t->at = t->scan = end + 1;
    t->quoted = false;
    t->fresh = true;
}

/* A quote was opened and not closed: the line in which the row began is given up. */
static enum lines_event row_refuse(table *t, struct lines_refusal *ret)
{
    *ret = (struct lines_refusal){
        t->line, WORDS_MARK("A quotation mark in this line of the table is not closed.")
    };
    const char *end = memchr(t->p + t->at, '\n', t->n - t->at);
    row_leave(t, (size_t)(end - t->p));
    return LINES_REFUSED;
}

enum lines_event table_next(table *t, arena *a, struct table_row *ret,
                            struct lines_refusal *ret_refusal)
{
    if (t->delimiter == 0 && !sample_read(t))
        return LINES_MORE;
    for (;;) {
        if (row_whole(t)) {
            size_t end = t->scan;
            bool is_row = row_split(t, a, (str){ t->p + t->at, end - t->at }, ret);
            row_leave(t, end);
            if (is_row)
                return LINES_THING;
            continue;
        }
        bool open = t->at < t->n;
        if (open && t->n - t->at > TABLE_ROW_MAX)
            return row_refuse(t, ret_refusal);
        if (line_wait(t))
            continue;
        if (open && (t->too_long != 0 || lines_ended(t->lines)))
            return row_refuse(t, ret_refusal);
        if (t->too_long != 0) {
            *ret_refusal =
                (struct lines_refusal){ t->too_long,
                                        WORDS_MARK("This line of the table is too long.") };
            t->line = t->too_long + 1;
            t->too_long = 0;
            return LINES_REFUSED;
        }
        return lines_ended(t->lines) ? LINES_END : LINES_MORE;
    }
}
