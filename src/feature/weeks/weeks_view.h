/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_view.h - talks and days as a page shows them: rows of the store become the reader's words.
 *
 * Times stand in the week's zone; where the reader chose a zone whose clock shows something else,
 * that stands beside it.
 */
#ifndef FEATURE_WEEKS_WEEKS_VIEW_H
#define FEATURE_WEEKS_WEEKS_VIEW_H

#include <stdbool.h>

#include "base/html.h"
#include "engine/when/when.h"
#include "feature/weeks/weeks_store.h"
#include "web/req.h"

/* Who looks at which week, and when. */
struct weeks_view {
    arena *arena;
    enum lang lang;
    const struct week *week;
    str reader_zone; /* absent if none was chosen */
    int64_t now_ms;
};

/* One talk in a list. Texts that say nothing are empty. */
struct talk_line {
    str slug, title, track, place, speakers;
    size_t n_speakers;
    str lang;           /* of the title, "en"; empty = as the page */
    str clock;          /* "14:00–15:00" */
    str datetime;       /* RFC 3339 */
    str elsewhere;      /* "Di 10.7., 20:00–21:00": in the reader's zone */
    str after_midnight; /* "Mittwoch, 11. Juli 2012": what the calendar calls it */
    bool cancelled, running, over, draft;
};
struct talk_lines {
    const struct talk_line *item;
    size_t n;
};

/* The talks of one day, under its name. */
struct day_group {
    str date, path, name;
    struct talk_lines lines;
};
struct day_groups {
    const struct day_group *item;
    size_t n;
};

/* One talk on a page of its own, or opened on its day's. */
struct talk_full {
    struct talk_line line;
    str subtitle, type, language, url;
    str day;         /* "Dienstag, 10. Juli 2012" */
    str near;        /* "heute 14 Uhr"; empty where that is no nearer */
    str zone;        /* "Mitteleuropäische Sommerzeit (UTC+2)" */
    str reader_zone; /* the same of the reader's, where its clock shows something else */
    str day_path, week_path, week_title;
    html text;
    html conversation;
    html questions; /* asked in it */
    struct speakers speakers;
    struct talk_links links;
    bool alone; /* on its own page: its title is the page's */
    bool host;  /* who may edit it looks */
};

/* A day as a link. */
struct day_link {
    str date, path, name, name_long;
    bool today, current;
    bool here; /* the page itself */
};
struct day_links {
    const struct day_link *item;
    size_t n;
};

/* A text that stands alone: names for a choice. */
struct weeks_name {
    str name;
    bool chosen;
};
struct weeks_names {
    const struct weeks_name *item;
    size_t n;
};

struct weeks_view weeks_view_of(const req *r, const struct week *week);

struct talk_line weeks_view_line(const struct weeks_view *v, const struct talk *t);
struct talk_lines weeks_view_lines(const struct weeks_view *v, const struct talk *talks, size_t n);
/* All but speakers, links and conversation, which the store knows. Headings of the text from
 * `heading` on. */
struct talk_full weeks_view_full(const struct weeks_view *v, const struct talk *t, int heading);

/* The days of a week; `current` (a date, or empty) is marked, and the day whose page is `path`. */
struct day_links weeks_view_days(const struct weeks_view *v, const struct days *days, str current,
                                 str path);
str weeks_view_day_path(const struct weeks_view *v, str date);
/* How the reader's zone is called then; empty where its clock shows what the week's shows. */
str weeks_view_reader_zone(const struct weeks_view *v, int64_t instant_ms);
/* "Dienstag, 10. Juli 2012"; the text itself where it is no date. */
str weeks_view_day_name(const struct weeks_view *v, str date);
/* "Ada Beispiel, Bert Muster" */
str weeks_view_speakers(arena *a, const struct talk *t);

#endif
