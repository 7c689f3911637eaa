/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_view.h - what the book's pages are given, and the words for what is stored. Inside this
 * folder only.
 */
#ifndef FEATURE_BOOK_BOOK_VIEW_H
#define FEATURE_BOOK_BOOK_VIEW_H

#include "base/html.h"
#include "engine/when/when.h"
#include "feature/book/book_facts.h"
#include "feature/book/book_part.h"

/* ---- the frame ------------------------------------------------------------------------------- */

struct book_menu_link {
    str path, label;
    int rank;
    bool here;
};
struct book_menu_links {
    const struct book_menu_link *item;
    size_t n;
};
struct book_note_view {
    str text, undo_path, undo_what, undo_id;
    html token;
};

/* feature.menu */
const err *book_view_menu(req *r);

/* Who opened the book on the machine, and when. */
struct book_opened_line {
    str when, what;
};
struct book_opened_lines {
    const struct book_opened_line *item;
    size_t n;
};

/* ---- words ----------------------------------------------------------------------------------- */

/* Who reads, and when. */
struct book_view {
    arena *arena;
    enum lang lang;
    str zone; /* the reader's, else the house's */
    struct when_date today;
};
MUST const err *book_view_of(req *r, struct book_view *ret);

str book_view_closeness(enum lang lang, int64_t closeness);
/* "Anruf, vor 12 Tagen"; empty where there was no encounter. */
str book_view_last(const struct book_view *v, const struct person *p);
/* "von Anna aus", "von Ihnen aus"; empty where it is not known. */
str book_view_began(const struct book_view *v, const struct person *p);
/* "gehört am 3. Mai 2012", "eigene Angabe, 12. Juni 2012". */
str book_view_source(const struct book_view *v, const struct book_source *from);
/* "2019 bis heute", "2019 bis März 2024"; empty where nothing is known. */
str book_view_span(const struct book_view *v, const struct person_role *role);
/* What a kind of datum is called. */
str book_view_kind(enum lang lang, str kind);
/* The day it was good for is over. */
bool book_view_expired(const struct book_view *v, const struct book_source *from);
/* The name by which one speaks of them: the given name, else the whole. */
str book_view_short(const struct person *p);

/* ---- the list of people ---------------------------------------------------------------------- */

struct people_line {
    str path, name, apart, last;
    bool rests;
};
struct people_lines {
    const struct people_line *item;
    size_t n;
};
struct found_line {
    str path, name, what, text;
};
struct found_lines {
    const struct found_line *item;
    size_t n;
};
struct tag_link {
    str path, name;
    bool here;
};
struct tag_links {
    const struct tag_link *item;
    size_t n;
};
struct people_view {
    str query, tag, town;
    struct people_lines people; /* found by name, or by last contact */
    struct found_lines found;   /* found otherwise */
    struct tag_links tags;
    str more;   /* the address of the next ones; may be empty */
    bool first; /* nobody is in the book yet */
    str script;
};
struct person_form {
    struct person_name called;
    str phone, email, met_how;
    str wrong, phone_wrong, email_wrong;
    struct people_lines same; /* who bears that name already */
    html token;
};

/* A line for each of them. */
MUST const err *book_view_people(req *r, const struct book_view *v,
                                 const struct person_list *people, struct people_lines *ret);

#endif
