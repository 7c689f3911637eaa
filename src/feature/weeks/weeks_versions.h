/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_versions.h - what can be edited of a week, a talk or a speaker, as texts by field; and
 * every version of it that was saved.
 *
 * A form carries the version it was made from. Whether a talk is cancelled or a draft is no part of
 * a version: these are switches, each with its own way back.
 */
#ifndef FEATURE_WEEKS_WEEKS_VERSIONS_H
#define FEATURE_WEEKS_WEEKS_VERSIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

enum weeks_kind { WEEKS_KIND_WEEK, WEEKS_KIND_TALK, WEEKS_KIND_SPEAKER, WEEKS_KINDS };

/* The places of the fields in a paper, in the order in which forms show them. */
enum { WEEK_TITLE, WEEK_SUBTITLE, WEEK_FIRST, WEEK_LAST, WEEK_ZONE, WEEK_PLACE, WEEK_TEXT };
enum {
    TALK_TITLE,
    TALK_SUBTITLE,
    TALK_SPEAKERS, /* names, one a line */
    TALK_DAY,
    TALK_START, /* "14:00" in the week's zone */
    TALK_MINUTES,
    TALK_PLACE,
    TALK_TRACK,
    TALK_LANGUAGE,
    TALK_TEXT
};
enum { SPEAKER_NAME, SPEAKER_BIOGRAPHY };
#define WEEKS_PAPER_MAX 10

enum weeks_input {
    INPUT_LINE,
    INPUT_DATE,
    INPUT_DAY,
    INPUT_TIME,
    INPUT_NUMBER,
    INPUT_LINES,
    INPUT_TEXT
};

/* One field of a form. */
struct weeks_field {
    const char *name;
    const char *label, *hint; /* msgids; the hint may be NULL */
    size_t most;              /* code points; of INPUT_TEXT bytes */
    enum weeks_input input;
    bool required;
};
struct weeks_fields {
    const struct weeks_field *item;
    size_t n;
};
struct weeks_fields weeks_versions_fields(enum weeks_kind kind);

/* A week, talk or speaker as a form has it. A value that is absent was not asked for. */
struct weeks_paper {
    enum weeks_kind kind;
    int64_t id, version;
    str value[WEEKS_PAPER_MAX];
};
bool weeks_versions_same(const struct weeks_paper *x, const struct weeks_paper *y);

struct weeks_version {
    int64_t version, time_ms;
    str who;    /* a name; empty for what was there before anybody edited it */
    str via;    /* "first", "host", "speaker", "import" */
    str fields; /* as stored; weeks_versions_paper reads it */
};
struct weeks_version_list {
    const struct weeks_version *item;
    size_t n;
};

/* Who saves, and by which door. */
struct weeks_author {
    str name, via;
};

/* Keeps what stood before (unless that version is kept already) and what stands now, as the next
 * version of the thing; inside the transaction that changes it. */
MUST const err *weeks_versions_keep(store *s, arena *a, const struct weeks_paper *before,
                                    const struct weeks_paper *after,
                                    const struct weeks_author *author);
/* The texts of a version. A field that it has not is empty. */
struct weeks_paper weeks_versions_paper(arena *a, enum weeks_kind kind, int64_t id,
                                        const struct weeks_version *v);

#endif
