/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_pages.h - what each page of the weeks is given.
 */
#ifndef FEATURE_WEEKS_WEEKS_PAGES_H
#define FEATURE_WEEKS_WEEKS_PAGES_H

#include <jansson.h>

#include "feature/weeks/weeks_rules.h"
#include "feature/weeks/weeks_view.h"
#include "parts.html.h"

struct home_page {
    str title, subtitle, week_path, feed;
    str phase; /* "from Monday, 9 July 2012 to …", or that it is over */
    struct talk_lines running, next;
    str next_near;
    html welcome;
    str day_name, day_path;
    struct talk_lines day;
    size_t more; /* talks of the day that are not listed */
    str info;    /* mail address */
};

struct week_page {
    str title, subtitle, span, place, zone, reader_zone, path, feed;
    html welcome;
    struct weeks_filter filter;
    bool filtering, paged, cut;
    bool host, draft; /* who may edit it looks; only they see it */
    str edit_path;
    str lang; /* which the address asks for, or empty; the search goes on in it */
    size_t found;
    struct day_links days;        /* links; the one shown is current */
    struct day_links filter_days; /* the search field's choice */
    struct weeks_names tracks, places;
    struct day_groups groups;
};

struct day_page {
    str name, week_title, week_path;
    struct talk_lines earlier, later;
    struct talk_full open;
    bool opened;
    str before, after; /* paths of the days around, or empty */
};

struct speaker_page {
    str name, week_title, week_path;
    html biography;
    struct day_groups groups;
};

#endif
