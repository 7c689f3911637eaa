/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_draft.h - what the readers of the three formats share, for this folder only: they hand
 * over what they found as texts, the draft makes talks of it and keeps account of what it assumed.
 *
 * Slices handed in are borrowed for the call only.
 */
#ifndef ENGINE_PROGRAMME_PROGRAMME_DRAFT_H
#define ENGINE_PROGRAMME_PROGRAMME_DRAFT_H

#include "engine/programme/programme.h"

/* A day as listed; start and end are equal where they are not stated. */
struct programme_draft_day {
    struct when_date date;
    int64_t start_ms, end_ms;
};

/* A talk as found. What is absent was not stated. */
struct programme_draft_event {
    str guid, id, title, subtitle, track, type, place, language, abstract, description, url;
    str date;  /* RFC 3339 */
    str start; /* "10:00" of its day, or RFC 3339 */
    str end;   /* the same */
    str duration;
    bool has_day; /* it is listed under `day` */
    struct programme_draft_day day;
    bool has_instant; /* `start_ms` and `duration_min` are known, the texts above are not read */
    int64_t start_ms;
    int duration_min;
    bool cancelled;
    struct programme_person *persons;
    size_t n_persons, cap_persons;
    struct programme_link *links;
    size_t n_links, cap_links;
};

struct programme_draft {
    arena *a;       /* for the result */
    arena *scratch; /* for the time of reading */
    struct programme p;
    int day_change_min; /* minutes after midnight when the programme's day begins */
    struct programme_talk *talks;
    size_t n_talks, cap_talks;
    struct programme_draft_day *days;
    size_t n_days, cap_days;
    struct programme_remark *remarks;
    size_t n_remarks, cap_remarks;
    size_t n_items; /* talks, persons, links and days so far, also those that were too many */
};

/* No programme has as many talks, persons, links and days together; what comes after is not kept
 * and the file is refused at the end. Readers may stop where there are too many. */
#define PROGRAMME_DRAFT_ITEMS_MAX 100000
#define PROGRAMME_DRAFT_DAYS_MAX 1000

static inline bool programme_draft_too_many(const struct programme_draft *d)
{
    return d->n_items > PROGRAMME_DRAFT_ITEMS_MAX || d->n_days > PROGRAMME_DRAFT_DAYS_MAX;
}

/* Counts a remark; `first` is kept the first time. `kind` must be a literal: equal text, one
 * remark. */
void programme_draft_remark(struct programme_draft *d, const char *kind, str first);

/* One clean line on the draft's arena, at most 500 code points, entities read. */
str programme_draft_line(struct programme_draft *d, str text);
/* http or https, else absent. */
str programme_draft_url(struct programme_draft *d, str url);

/* The zone as the file calls it; empty: the file says nothing. Call it before the days and talks.
 */
void programme_draft_zone(struct programme_draft *d, str named);
/* "09:00:00" */
void programme_draft_day_change(struct programme_draft *d, str text);
/* Adds the day of `date` ("2012-07-09", or else the date of `start`, RFC 3339); false where there
 * is neither. `ret` is the day for its events. */
bool programme_draft_day(struct programme_draft *d, str date, str start, str end,
                         struct programme_draft_day *ret);

void programme_draft_person(struct programme_draft *d, struct programme_draft_event *e, str id,
                            str name, str biography);
void programme_draft_link(struct programme_draft *d, struct programme_draft_event *e, str url,
                          str title);
void programme_draft_add(struct programme_draft *d, const struct programme_draft_event *e);

/* Minutes of "01:00", "1:00:00", "90", "PT1H30M"; 0 where it is none or longer than a week. */
int programme_draft_minutes(str duration);

/* Sorts and takes doubled ids away. */
MUST const err *programme_draft_finish(struct programme_draft *d, struct programme *ret,
                                       struct programme_report *ret_report);

/* The readers: each fills the draft. */
MUST const err *programme_xml_read(struct programme_draft *d, str text);
MUST const err *programme_json_read(struct programme_draft *d, str text);
MUST const err *programme_ics_read(struct programme_draft *d, str text);

#endif
