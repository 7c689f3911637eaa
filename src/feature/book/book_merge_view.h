/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_merge_view.h - what the pages of duplicates and of organisations are given. Inside this
 * folder only.
 */
#ifndef FEATURE_BOOK_BOOK_MERGE_VIEW_H
#define FEATURE_BOOK_BOOK_MERGE_VIEW_H

#include "feature/book/book_merge.h"
#include "feature/book/book_person_view.h"

struct alike_line {
    str path, one, other, why, one_id, other_id;
};
struct alike_lines {
    const struct alike_line *item;
    size_t n;
};
struct alike_view {
    struct alike_lines pairs;
    html token;
};

/* One of the two: all that is known, what both have marked. */
struct merge_fact {
    str label, text;
    bool both;
};
struct merge_facts {
    struct merge_fact *item;
    size_t n;
};
struct merge_side {
    str id, path, name, last;
    struct merge_facts facts;
};
struct merge_view {
    str path, name, why, typed, wrong;
    bool chosen; /* the other is */
    struct merge_side one, other;
    html token;
};

struct overlap_line {
    str one, one_path, other, other_path;
    bool tied;
};
struct overlap_lines {
    const struct overlap_line *item;
    size_t n;
};
struct organisation_view {
    struct organisation organisation;
    str path, url, wrong;
    struct fact_lines roles;
    struct overlap_lines overlaps;
    html token;
};

#endif
