/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * match_build.h - gathers ties, in any order, and makes a graph of them.
 *
 * While it gathers, a tie takes 16 bytes; the rows of the graph are made in the same memory, so
 * that ten million ties never need more than the graph itself does. Memory is malloc'ed (a graph is
 * too big for an arena); a machine without memory ends the program, as with arenas.
 */
#ifndef ENGINE_MATCH_MATCH_BUILD_H
#define ENGINE_MATCH_MATCH_BUILD_H

#include "engine/match/match_graph.h"

/* What the times mean; all in the unit of the ties, 0: found in the data. */
struct match_times {
    bool has_now;
    double now;       /* else the latest use of any tie */
    double half_life; /* else the median age of the ties' last use (the mean where that is 0) */
    double window;    /* else the half-life: who used a tie within it is active */
    double day;       /* the length of a day; 0: unknown, then no book is "of one day" */
};

/* A book with fewer ties used inside the window than this, or all of whose ties lie within one day,
 * is `plain`: what is fitted on richer books may lose there (introductions.md). */
#define MATCH_FEWEST_TIES 30
/* From this share of all possible ties on, a book of at most so many members is `dense`. */
#define MATCH_DENSE 0.01
#define MATCH_DENSE_MEMBERS 20000

enum match_fault {
    MATCH_FINE,
    MATCH_NO_ID,     /* an id is empty, too long, or no line of UTF-8 */
    MATCH_SELF,      /* a tie of a member to itself */
    MATCH_NUMBER,    /* a number is missing or none */
    MATCH_NEGATIVE,  /* a strength or count below 0 */
    MATCH_BACKWARDS, /* last used before it was first used */
    MATCH_FUTURE,    /* last used after `now` */
    MATCH_COLUMNS,   /* not six columns */
    MATCH_HEADER,    /* the first line does not name them */
    MATCH_TWICE,     /* the two have a tie already */
    MATCH_TOO_MANY,  /* more ties than can be numbered */
    MATCH_FAULTS
};
/* In English, for a person: "a tie of somebody to themselves". */
const char *match_fault_text(enum match_fault fault);

#define MATCH_ID_MAX 255
/* Directions are numbered with 32 bits; some are left for ties that come later. */
#define MATCH_TIES_MAX 2000000000U

/* A tie as it comes from outside. */
struct match_entry {
    str a, b;
    double strength;    /* 0 and above */
    double first, last; /* when it was first and last used */
    double count;       /* how often; not used by the terms, but must be a number */
};

typedef struct match_build match_build;

match_build *match_build_new(const struct match_times *times);
void match_build_free(match_build *b); /* NULL is allowed */

/* Whether the tie can be taken; MATCH_TWICE is only found by match_build_finish. */
MUST enum match_fault match_build_check(const match_build *b, const struct match_entry *e);
/* Takes a tie that was checked. The texts are copied. */
void match_build_add(match_build *b, const struct match_entry *e);

/* Two that have more than one tie. */
struct match_twin {
    str a, b; /* borrowed from the graph */
};
#define MATCH_TWINS_KEPT 20
struct match_twins {
    struct match_twin named[MATCH_TWINS_KEPT]; /* the first of them, by id */
    uint64_t count;                            /* ties that were too much */
};

/* The graph, owned by the caller; the builder is used up and freed. Of several ties between the
 * same two the one used last is kept, of those the strongest; `ret_twins` tells. */
match_graph *match_build_finish(match_build *b, struct match_twins *ret_twins);

#endif
