/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme.h - a foreign programme as read: frab/pentabarf schedule.xml, c3voc schedule.json,
 * iCalendar, or the plain text of an invitation (programme_text.h).
 *
 * Reading is liberal (every real file fails its own schema) and says what it found missing and what
 * it assumed. Nothing here touches the store. Format notes: shared notes of the builders,
 * docs/formats.md; RFC 5545 for iCalendar; the c3voc schedule schemas.
 */
#ifndef ENGINE_PROGRAMME_PROGRAMME_H
#define ENGINE_PROGRAMME_PROGRAMME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "engine/when/when.h"

enum programme_format { PROGRAMME_XML, PROGRAMME_JSON, PROGRAMME_ICS, PROGRAMME_TEXT };

/* A file larger than this is refused. */
#define PROGRAMME_MAX ((size_t)32 << 20)

struct programme_person {
    str source_id; /* absent if there is none */
    str name;
    str biography; /* Markdown, may be absent */
};

struct programme_link {
    str url; /* http or https only */
    str title;
};

struct programme_talk {
    str guid;      /* a UUID, lower case; absent if the source has none */
    str source_id; /* the source's own id (event/@id, iCalendar UID, a guid that is no UUID); or
                      absent */
    str title;     /* one line, never empty: "(without title)" is assumed and reported */
    str subtitle;
    str track, type, place, language; /* absent where not stated */
    str text; /* Markdown: abstract and description, not doubled where one begins the other */
    str url;  /* the source's page of the talk */
    struct when_date
        day; /* the programme's day it belongs to: before `day_change` that of the eve */
    int64_t start_ms;
    int duration_min;
    bool cancelled;
    const struct programme_person *persons;
    size_t n_persons;
    const struct programme_link *links;
    size_t n_links;
};

struct programme {
    enum programme_format format;
    str title, subtitle, acronym, place, version, url;
    str zone;                     /* IANA name; never absent */
    str text;                     /* the welcome, Markdown; plain texts only, else absent */
    bool zone_assumed;            /* the source has none: taken from the caller */
    const struct when_date *days; /* ascending, each once; days without talks too */
    size_t n_days;
    const struct programme_talk *talks; /* by start, then place, then title */
    size_t n_talks;
};

/* What was missing and what was assumed: one remark a kind with its count and the first place where
 * it was seen, so that a file of 900 talks gives a report that can be read. */
struct programme_remark {
    const char
        *kind; /* English msgid with {n} and {first}: "{n} talks have no guid (first: {first})" */
    size_t count;
    str first;
};
/* A line of a plain text. */
struct programme_line {
    size_t number; /* from 1 */
    str text;
    bool understood; /* wholly; blank lines and the welcome are */
};
struct programme_report {
    const struct programme_remark *remarks;
    size_t n;
    const struct programme_line *lines; /* all of a plain text; else none */
    size_t n_lines;
};

/* Recognises the format and reads; what is none of the three files is tried as an invitation.
 * `zone` is taken where the file names none (it must be known). ERR_INVALID, with one clear line,
 * where it is no programme: unknown format, broken beyond reading, no talk in it, an XML bomb,
 * deeper than 64 levels. The text need not be valid UTF-8. */
MUST const err *programme_read(arena *a, str text, str zone, struct programme *ret,
                               struct programme_report *ret_report);

#endif
