/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_view.h - what the pages of encounters are given. Inside this folder only.
 */
#ifndef FEATURE_ENCOUNTERS_ENCOUNTERS_VIEW_H
#define FEATURE_ENCOUNTERS_ENCOUNTERS_VIEW_H

#include "base/html.h"
#include "feature/book/book_part.h"
#include "feature/encounters/encounters_store.h"

/* One of several: an option, or a button that says it with one tap. */
struct enc_choice {
    str value, label;
    bool chosen;
};
struct enc_choices {
    const struct enc_choice *item;
    size_t n;
};

/* A line of the timeline. */
struct enc_line {
    str path, what; /* "Anruf, heute 14 Uhr" */
    str more;       /* "20 Minuten, in Hamburg, sie rief an" */
    str with;       /* the others */
    str heard, given, received, rest;
};
struct enc_lines {
    const struct enc_line *item;
    size_t n;
};

struct enc_item {
    int64_t id;
    str side, text, whom;
    bool proposed, gone;
    struct enc_choices people; /* of whom it may have been said; one or none: nothing to choose */
};
struct enc_items {
    const struct enc_item *item;
    size_t n;
};

struct enc_promise {
    int64_t id;
    str text, due, due_value, whom, whom_path, state;
    bool mine, open, late;
};
struct enc_promises {
    const struct enc_promise *item;
    size_t n;
};

/* What was understood, each with its corrections. */
struct enc_understood {
    int64_t id;
    str path, what, more, with, line, heard, given, received, rest;
    struct enc_choices kinds, minutes, started, spoke;
    struct enc_items items;
    struct enc_promises promises;
    struct enc_choices people;
    html token;
};

/* A line that waits. */
struct enc_waiting {
    str path, line, why;
};
struct enc_waitings {
    const struct enc_waiting *item;
    size_t n;
};

/* The form of one line. */
struct enc_form {
    str line, wrong, key, label, hint;
    int64_t person; /* 0: any */
    str kind, back;
    str owner; /* a mark of the account, for lines that wait in the browser */
    str script;
    html token;
};

/* The form with all fields. */
struct enc_edit {
    str action, title, day, today, time, minutes, place, meeting, heard, given, received, rest;
    str key, name, wrong;
    struct enc_choices kinds, started, spoke, people;
    html token;
};

/* A question before a line can be kept. */
struct enc_question {
    str action, line, title, name, day, day_words, today, wrong;
    bool who, nobody, ahead;
    struct enc_choices people; /* value: the number, label: name and what tells apart */
    html token;
};

struct enc_meeting {
    str meeting, day, names, wrong, key, today;
    html token;
};

/* A line of a list of names that waits. `stranger`: nobody has that name. */
struct enc_meeting_ask {
    str path, line;
    struct enc_choices people;
    bool stranger;
};
struct enc_meeting_asks {
    const struct enc_meeting_ask *item;
    size_t n;
};

struct enc_ten {
    str name, path, last, said, wrong;
    int64_t person, number;
    html token;
};

/* ---- encounters_view.c ------------------------------------------------------------------------
 */

/* The zone in which times are shown: the reader's, else the house's. */
MUST const err *encounters_view_zone(req *r, str *ret);
/* "am 13. Juli", with the year where it is another; "" for "". */
str encounters_view_day(arena *a, enum lang lang, str day);
struct enc_choices encounters_view_kinds(arena *a, enum lang lang, str chosen);
struct enc_choices encounters_view_sides(arena *a, enum lang lang, str chosen, bool spoke);
MUST const err *encounters_view_lines(req *r, const struct encounter_list *all, person_id but,
                                      struct enc_lines *ret);
MUST const err *encounters_view_promises(req *r, const struct promise_list *all,
                                         struct enc_promises *ret);
MUST const err *encounters_view_understood(req *r, encounter_id id, struct enc_understood *ret);
struct enc_choices encounters_view_people(arena *a, const struct person_list *people);
/* The form of one line; `person` 0 for any. */
struct enc_form encounters_view_form(req *r, person_id person, str kind);

#endif
