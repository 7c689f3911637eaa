/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * line_reader.h - a line while it is read; inside this folder only.
 *
 * Every byte is given a part (enum line_part); what nobody gave one is LINE_REST.
 */
#ifndef ENGINE_LINE_LINE_READER_H
#define ENGINE_LINE_LINE_READER_H

#include "base/buf.h"
#include "engine/line/line.h"
#include "engine/line/line_when.h"

/* How often `known` is asked for one line: it may cost a query. */
#define LINE_READER_ASK_MAX 80

struct line_reader {
    arena *a;
    str text;
    const struct line_world *world;
    unsigned char *part; /* one a byte */
    size_t at;
    int prev_name;   /* the name that stands directly before `at`; -1: none */
    bool joined;     /* behind that, an "und" or ","; `prev_name` is -1 then */
    bool comma;      /* it was a comma only */
    bool after_kind; /* the kind stands directly before */
    bool stranger;   /* a name was taken that nobody knows */
    int asked;
    struct line *out;
    buf heard, given, received;
};

/* Something that stands for itself: kind, minutes, moment, who began, who spoke more. */
struct line_piece {
    enum line_part part;
    size_t n;
    enum line_kind kind;
    enum line_side side;
    int minutes;
    struct line_moment moment;
};

/* What is left from `from` on. */
str line_reader_from(const struct line_reader *r, size_t from);
void line_reader_mark(struct line_reader *r, size_t from, size_t n, enum line_part part);
/* "; ", ", ", ". ": the sign at `i` ends a thought. A full stop of "3.5." and "Dr." does not. */
bool line_reader_is_end(const struct line_reader *r, size_t i);
/* The next such sign outside of quotes, or the end of the line. */
size_t line_reader_segment_end(const struct line_reader *r, size_t from);
/* Bytes of the word at `from`, with its hyphens and apostrophes; 0 where there is none. */
size_t line_reader_word(str s);
/* A quoted text at the front: its bytes with the quotes, 0 where there is none that ends. */
size_t line_reader_quoted(str s, str *ret_inner);

/* The piece at `from`, if there is one that was not said before. `named`: a name stands before. */
bool line_reader_piece(const struct line_reader *r, size_t from, bool named,
                       struct line_piece *ret);
void line_reader_apply(struct line_reader *r, const struct line_piece *p);
void line_reader_wrong(struct line_reader *r, str text);

/* Asks the world, a limited number of times. */
bool line_reader_known(struct line_reader *r, str name);
/* The same person's index among the names, by a first name too; -1: none. */
int line_reader_named(const struct line_reader *r, str word);

#endif
