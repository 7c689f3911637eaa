/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * match_read.h - ties from a table: tab-separated text with the header
 * `a b strength first last count`, one tie a line, ids any text.
 *
 * The text comes in pieces of any size (from a file, through zlib, ...). Bad lines are counted and
 * the first of them named; what to do about them is the caller's. A byte order mark and CR before
 * LF are allowed.
 */
#ifndef ENGINE_MATCH_MATCH_READ_H
#define ENGINE_MATCH_MATCH_READ_H

#include "engine/match/match_build.h"

struct match_bad_line {
    uint64_t line; /* from 1, the header */
    enum match_fault fault;
};

#define MATCH_BAD_LINES_KEPT 20
struct match_read_report {
    uint64_t lines; /* without the header */
    uint64_t bad_count;
    struct match_bad_line bad[MATCH_BAD_LINES_KEPT]; /* the first of them */
    size_t n_bad;
};

typedef struct match_read match_read;

/* Ties go to `b`, which stays the caller's. */
match_read *match_read_new(match_build *b);
/* NULL is allowed. */
void match_read_free(match_read *r);
void match_read_piece(match_read *r, str piece);
/* After the last piece. */
void match_read_end(match_read *r, struct match_read_report *ret);

/* Looks for lines whose tie was there before, in the same text once more: `twins` are the ones to
 * look for. Same pieces and end as above; the report names every line but the first of each two. */
match_read *match_read_twins(const struct match_twins *twins);

/* A decimal number with optional sign, point and exponent, nothing before or after it. */
MUST bool match_read_number(str text, double *ret);

#endif
