/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * review_view.h - what the pages of the review are given: sentences, lists and plots.
 */
#ifndef FEATURE_REVIEW_REVIEW_VIEW_H
#define FEATURE_REVIEW_REVIEW_VIEW_H

#include "base/html.h"
#include "feature/review/review.h"

struct review_line {
    str day, text, who, path;
};
struct review_lines {
    const struct review_line *item;
    size_t n;
};

/* One person with the sentences that the numbers allow. */
struct review_said {
    str who, path, text;
};
struct review_saids {
    const struct review_said *item;
    size_t n;
};

/* A bar of a plot, in its own units: 600 wide, 160 high. */
struct review_bar {
    int64_t x, width, lower_y, lower_height, upper_y, upper_height;
    str label; /* under it; empty for most */
    str month; /* in words, for the table */
    int64_t lower, upper;
};
struct review_bars {
    const struct review_bar *item;
    size_t n;
};
/* Two things a quarter, one on the other. */
struct review_plot {
    str title, lower, upper; /* what it shows, and the names of the two */
    const char *id;
    struct review_bars bars;
    bool empty;
};

struct review_people {
    const struct review_line *item; /* day, who, path */
    size_t n;
    bool more;
};
struct review_role_view {
    int64_t id;
    str name; /* "Beraterin, Muster GmbH, 2019 bis heute" */
    bool present;
    struct review_people hang, stay, went;
};
struct review_role_views {
    const struct review_role_view *item;
    size_t n;
};

struct review_view {
    str newest; /* the sentence about the newest good thing; empty: none yet */
    str met;    /* how they met; may be empty */
    struct review_lines good, before;
    str began, spoke, given; /* sentences about all */
    struct review_saids lopsided;
    struct review_plot starts, gifts;
    struct review_role_views roles;
    struct review_people asleep, collected;
    str layers;
    bool nothing; /* no encounter in these months */
};

struct review_role_form {
    str organisation, title, from_on, to_on;
    str fault_field, fault;
    html token;
};

/* Everything in the words of a reader. */
MUST const err *review_view_of(store *s, arena *a, account_id owner, enum lang lang, str today,
                               struct review_view *ret);
/* The owner's own roles, by name; who hangs on them is left out. */
MUST const err *review_view_roles(store *s, arena *a, account_id owner, enum lang lang,
                                  struct review_role_views *ret);
struct review_people review_view_people(arena *a, enum lang lang, struct review_names names);
/* As text, for a terminal. */
str review_view_text(arena *a, enum lang lang, const struct review_view *v);

#endif
