/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_store.h - weeks, talks and speakers as they are stored: first reading, then writing.
 *
 * Texts are never absent, only empty. Dates are "2012-07-09". Lists of talks come by start, place
 * and title; `text` is read for a single talk only.
 */
#ifndef FEATURE_WEEKS_WEEKS_STORE_H
#define FEATURE_WEEKS_WEEKS_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

/* Who looks: everybody, or a host. A draft is shown to hosts only; so is everything in a week that
 * is one. */
enum weeks_sight { WEEKS_DRAFTS_TOO, WEEKS_PUBLISHED };

struct week {
    int64_t id;
    str slug, title, subtitle, acronym, place, zone, url;
    str text; /* the welcome, Markdown */
    str start_date, end_date;
    int64_t modified_ms, version;
    bool published;
};
struct week_list {
    const struct week *item;
    size_t n;
};

/* One speaker of one talk, for lists. */
struct talk_speaker {
    int64_t talk;
    str name, slug;
};
struct talk_speakers {
    const struct talk_speaker *item;
    size_t n;
};

struct talk {
    int64_t id, week;
    str slug, uid, title, subtitle, track, place, type, language, url;
    str day; /* the programme's day: after midnight still the eve */
    int64_t start_ms, duration_min;
    str state; /* "planned", "cancelled" */
    int64_t sequence, modified_ms, room, version;
    bool published;
    str search; /* as weeks_slug_search_text made it */
    str text;   /* Markdown; empty in lists */
    struct talk_speakers speakers;
};
struct talks {
    struct talk *item;
    size_t n;
};

struct talk_link {
    str url, title;
};
struct talk_links {
    const struct talk_link *item;
    size_t n;
};

struct speaker {
    int64_t id, week;
    str slug, name, biography;
    int64_t version;
};
struct speakers {
    const struct speaker *item;
    size_t n;
};

struct day {
    str date;
};
struct days {
    const struct day *item;
    size_t n;
};

bool weeks_store_cancelled(const struct talk *t);
int64_t weeks_store_end_ms(const struct talk *t);

/* By start date, newest first. */
MUST const err *weeks_store_all(store *s, arena *a, enum weeks_sight sight, struct week_list *ret);
/* ERR_MISSING where there is none, or none to be seen, here and below. */
MUST const err *weeks_store_week(store *s, arena *a, enum weeks_sight sight, str slug,
                                 struct week *ret);
MUST const err *weeks_store_week_by_id(store *s, arena *a, int64_t id, struct week *ret);
MUST const err *weeks_store_days(store *s, arena *a, int64_t week, struct days *ret);

/* With their speakers: all of a week; those of one of its days; those of a speaker. */
MUST const err *weeks_store_talks(store *s, arena *a, enum weeks_sight sight, int64_t week,
                                  struct talks *ret);
MUST const err *weeks_store_talks_on(store *s, arena *a, enum weeks_sight sight, int64_t week,
                                     str date, struct talks *ret);
MUST const err *weeks_store_talks_by(store *s, arena *a, enum weeks_sight sight,
                                     const struct speaker *who, struct talks *ret);
/* One, with text and speakers. */
MUST const err *weeks_store_talk(store *s, arena *a, enum weeks_sight sight, str slug,
                                 struct talk *ret);
MUST const err *weeks_store_talk_by_id(store *s, arena *a, int64_t id, struct talk *ret);
MUST const err *weeks_store_links(store *s, arena *a, int64_t talk, struct talk_links *ret);
/* All texts of a week's talks are long; the calendar needs them: as weeks_store_talks, with text.
 */
MUST const err *weeks_store_talks_full(store *s, arena *a, enum weeks_sight sight, int64_t week,
                                       struct talks *ret);

/* Everybody sees a speaker who has a talk that everybody sees. */
MUST const err *weeks_store_speaker(store *s, arena *a, enum weeks_sight sight, str slug,
                                    struct speaker *ret);
/* Everybody who speaks in one talk. */
MUST const err *weeks_store_speakers_of(store *s, arena *a, int64_t talk, struct speakers *ret);

/* ---- writing, inside the caller's transaction
 * ---------------------------------------------------- */

/* What an import compares with: a talk as stored. */
struct stored_talk {
    int64_t id;
    str slug, uid, guid, source_id, title, place, day, state, digest;
    int64_t start_ms, sequence, room;
    bool published, edited; /* edited: by a host or speaker, since the last import */
};
struct stored_talks {
    const struct stored_talk *item;
    size_t n;
};

struct stored_speaker {
    int64_t id;
    str source_id, name, biography;
};
struct stored_speakers {
    const struct stored_speaker *item;
    size_t n;
};

/* What an import adds to a struct talk. */
struct talk_origin {
    str guid, source_id, digest;
};

/* A free slug of the house made of `base`: itself, else "base-2" … It is taken from now on. */
MUST const err *weeks_store_take_slug(store *s, arena *a, str base, str *ret);

/* `week` without id; its slug must have been taken by weeks_store_take_slug. It is published, and
 * so is a talk that is added. */
MUST const err *weeks_store_add_week(store *s, arena *a, const struct week *week, int64_t *ret_id);
/* Everything but slug and text. */
MUST const err *weeks_store_change_week(store *s, arena *a, const struct week *week);
MUST const err *weeks_store_set_text(store *s, arena *a, int64_t week, str text);
/* Start and end follow the days that are there. */
MUST const err *weeks_store_set_span(store *s, arena *a, int64_t week);

/* Adds a day, if it is not there. */
MUST const err *weeks_store_add_day(store *s, arena *a, int64_t week, str date);
/* Removes a day, unless a talk stands on it. */
MUST const err *weeks_store_drop_day(store *s, arena *a, int64_t week, str date);

MUST const err *weeks_store_known_talks(store *s, arena *a, int64_t week, struct stored_talks *ret);
MUST const err *weeks_store_add_talk(store *s, arena *a, const struct talk *talk,
                                     const struct talk_origin *origin, int64_t *ret_id);
/* Everything but slug, uid and room. */
MUST const err *weeks_store_change_talk(store *s, arena *a, const struct talk *talk,
                                        const struct talk_origin *origin);
/* Cancels: the next sequence, and no digest, so that its coming back is a change. */
MUST const err *weeks_store_cancel_talk(store *s, arena *a, int64_t talk, int64_t now_ms);
MUST const err *weeks_store_move_talk(store *s, arena *a, int64_t talk, str day, int64_t start_ms,
                                      int64_t now_ms);
MUST const err *weeks_store_drop_talk_speakers(store *s, arena *a, int64_t talk);
/* Forgets who speaks and the links; then one by one. */
MUST const err *weeks_store_bare_talk(store *s, arena *a, int64_t talk);
MUST const err *weeks_store_add_talk_speaker(store *s, arena *a, int64_t talk, int64_t position,
                                             int64_t speaker);
MUST const err *weeks_store_add_talk_link(store *s, arena *a, int64_t talk, int64_t position,
                                          const struct talk_link *link);

MUST const err *weeks_store_known_speakers(store *s, arena *a, int64_t week,
                                           struct stored_speakers *ret);
MUST const err *weeks_store_add_speaker(store *s, arena *a, int64_t week, str slug,
                                        const struct stored_speaker *speaker, int64_t *ret_id);
MUST const err *weeks_store_change_speaker(store *s, arena *a,
                                           const struct stored_speaker *speaker);

extern const query *const weeks_store_queries[]; /* ends with NULL */

#endif
