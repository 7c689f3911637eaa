/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_part.h - what a feature adds to the book: entries of its menu, sections of a person's page,
 * its share of what is told of a person, erased, or taken along; and the frame around the book's
 * pages.
 */
#ifndef FEATURE_BOOK_BOOK_PART_H
#define FEATURE_BOOK_BOOK_PART_H

#include <jansson.h>

#include "feature/book/book.h"

/* An entry of the book's menu: `label` is a msgid (WORDS_MARK); lower ranks stand first. */
struct book_link {
    const char *path;
    const char *label;
    int rank;
};

/* A hit of the search as it is shown: what it is ("Call, 3 May"), where it stands, and its words.
 */
struct book_found {
    str what, path, text;
};

/* Where the rows of an archive go, one after the other; `add` consumes the row. */
struct book_archive {
    const err *(*add)(void *arg, arena *a, const char *table, json_t *row);
    void *arg;
};
MUST const err *book_archive_row(struct book_archive *to, arena *a, const char *table, json_t *row);

struct book_part {
    const char *name;
    const struct book_link *links; /* ends with { 0 } */
    /* Its part of a person's page, written into r->out. */
    const err *(*section)(req *r, const struct person *p);
    /* A line under the menu on every page of the book while something waits for the owner. */
    const err *(*waiting)(req *r);
    /* The kinds that it puts into the search (ends with NULL), and how a hit of one is shown.
     * ERR_MISSING: it is not shown. */
    const char *const *found_kinds;
    const err *(*found)(req *r, const struct book_hit *hit, struct book_found *ret);
    /* All it holds of the whole person, set into the object `into`: members that no other part has.
     * A list or object that says nothing is empty or left out: an import that is taken back asks
     * by it. */
    const err *(*dossier)(store *s, arena *a, account_id owner, person_id whole, json_t *into);
    /* Erases that, in the transaction of the erasure; before the book's own part does. */
    const err *(*erase)(store *s, arena *a, account_id owner, person_id whole);
    /* People became one, or two again: what is derived by person (the pulse) is derived anew, in
     * the same transaction. Called once for each whole person that changed. */
    const err *(*whole_changed)(store *s, arena *a, account_id owner, person_id whole);
    /* The whole account: every row it has of it, set into `into`; and emptied, children first. */
    const err *(*archive)(store *s, arena *a, account_id owner, json_t *into);
    /* The same for what is too much to be held at once: row by row, with arenas of its own; `a` is
     * for an error only. A part has one of the two. */
    const err *(*archive_rows)(store *s, arena *a, account_id owner, struct book_archive *to);
    const err *(*empty)(store *s, arena *a, account_id owner);
};

/* Given by `app` before the first request or command, in the order of the features; ends with NULL.
 * Static. */
void book_parts_set(const struct book_part *const *parts);
const struct book_part *const *book_parts(void);

/* ---- pages ----------------------------------------------------------------------------------- */

/* Everything between is the page, under the book's menu; never indexed, never stored by anybody. */
struct book_page {
    str title;
    const char *kind; /* a second class of <body>, behind "book-page"; may be NULL */
    str note;         /* what was done; empty = nothing to say */
    /* With the note a button that takes it back: a POST of this path with these two hidden fields.
     * Made by the handler from ids it knows, never from an address as it came. Empty = none. */
    str undo_path;
    str undo_what, undo_id;
};
MUST const err *book_page_begin(req *r, const struct book_page *p);
MUST const err *book_page_end(req *r);

/* The ":id" (or another name) of a route as a number; ERR_MISSING where it is none. */
MUST const err *book_page_id(req *r, const char *name, int64_t *ret);
/* "/book/people/17" */
str book_person_path(arena *a, person_id id);

#endif
