/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_paste.h - an invitation between pasting and the week: what was understood, as the fields of
 * a form that a host mends, and what the fields come to.
 */
#ifndef FEATURE_WEEKS_WEEKS_PASTE_H
#define FEATURE_WEEKS_WEEKS_PASTE_H

#include "base/words.h"
#include "engine/programme/programme.h"

/* More talks than this are for `week import`. */
#define WEEKS_PASTE_TALKS 100

/* A talk's fields as they are shown, and what is wrong with each; no fault is empty. */
struct paste_talk {
    size_t number; /* from 1: part of the fields' names */
    str day, start, minutes, topic, speakers, place, about;
    bool removed;
    str day_fault, start_fault, minutes_fault, topic_fault;
};
struct paste_talks {
    struct paste_talk *item;
    size_t n;
};

struct paste_remarks {
    const str *item;
    size_t n;
};
struct paste_lines {
    const struct programme_line *item;
    size_t n;
};

struct paste_form {
    bool unseen;     /* imprint or privacy is missing: visitors from outside will not see it yet */
    bool understood; /* there are fields; else only the text */
    str text;        /* as pasted */
    str text_fault;
    str title, zone, welcome, first, last;
    str title_fault, zone_fault, days_fault;
    struct paste_talks talks; /* the last is empty, for one more */
    size_t n_faults;
    struct paste_remarks remarks;
    struct paste_lines lines; /* of the text */
    size_t unclear;           /* lines that were not understood */
};

/* Reads the text into fields; where it is no invitation, `text_fault` says so. */
void weeks_paste_read(arena *a, str text, str zone, enum lang lang, struct paste_form *ret);
/* Remarks and lines of the text only: the fields come from the host. */
void weeks_paste_reread(arena *a, str text, str zone, enum lang lang, struct paste_form *form);

/* The fields as a programme. Where they are not right, the faults are set, in the reader's
 * language, and the result is false. */
bool weeks_paste_check(arena *a, enum lang lang, struct paste_form *form, struct programme *ret);

#endif
