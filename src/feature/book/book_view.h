/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_view.h - what the book's pages are given. Inside this folder only.
 */
#ifndef FEATURE_BOOK_BOOK_VIEW_H
#define FEATURE_BOOK_BOOK_VIEW_H

#include "base/html.h"
#include "feature/book/book_facts.h"
#include "feature/book/book_part.h"

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
/* The zone in which times are shown: the reader's, else the house's. */
MUST const err *book_view_zone(req *r, str *ret);

/* Who opened the book on the machine, and when. */
struct book_opened_line {
    str when, what;
};
struct book_opened_lines {
    const struct book_opened_line *item;
    size_t n;
};

#endif
