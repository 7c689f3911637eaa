/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keeping_view.h - what the pages of a book's privacy are given. Inside this folder only.
 */
#ifndef FEATURE_KEEPING_KEEPING_VIEW_H
#define FEATURE_KEEPING_KEEPING_VIEW_H

#include <jansson.h>

#include "base/html.h"
#include "feature/book/book_part.h"

/* A dossier as a page: of each thing its members as lines. */
struct told_line {
    str label, text;
};
struct told_lines {
    const struct told_line *item;
    size_t n;
};
struct told_thing {
    struct told_lines lines;
};
struct told_things {
    const struct told_thing *item;
    size_t n;
};
struct told_part {
    str title;
    struct told_things things;
};
struct told_parts {
    const struct told_part *item;
    size_t n;
};
struct dossier_view {
    str name, made, owner;
    str path; /* the person's */
    str photo;
    struct told_parts parts;
};
/* `dossier` as keeping_dossier gives it. What holds nothing is left out. */
MUST const err *keeping_view_dossier(req *r, const struct person *p, const json_t *dossier,
                                     struct dossier_view *ret);

/* Where a name still stands in what is about others. */
struct still_line {
    str path, text;
};
struct still_lines {
    const struct still_line *item;
    size_t n;
};
struct erase_view {
    str path, name;
    struct still_lines still;
    str wrong;
    html token;
};

struct yearly_line {
    str id, path, name, last;
};
struct yearly_lines {
    const struct yearly_line *item;
    size_t n;
};
struct yearly_view {
    int64_t years;
    struct yearly_lines people;
    str one;  /* one at a time: the address of the list; in the list: of one at a time */
    str more; /* of the next; may be empty */
    bool single;
    html token;
};

struct privacy_view {
    str typed;
    bool asked;
    int64_t back; /* how many hashes went */
    html token;
};

struct account_view {
    str email, wrong;
    bool last_host;
    bool too_large;
    html token;
};

struct processor_view {
    str house, host, info, made;
    html token;
};

#endif
