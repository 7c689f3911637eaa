/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks.h - event weeks: programme by day, talks, speakers, import of foreign programmes, calendar
 * feed.
 */
#ifndef FEATURE_WEEKS_WEEKS_H
#define FEATURE_WEEKS_WEEKS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "engine/programme/programme.h"
#include "feature/feature.h"

extern const struct feature weeks;

/* What an import did. */
struct weeks_import_result {
    str slug; /* of the week */
    bool new_week;
    size_t added, changed, unchanged, cancelled; /* talks */
    size_t overwritten; /* of those that changed: had been edited here; that version is kept */
};

/* Takes a programme in, all or nothing: makes the week or updates the one it made before (found by
 * `slug` if given, else by acronym or title). Talks match by guid, else by the source's id, else by
 * title, start and place. Talks that the new file lacks become cancelled, never deleted. What is
 * new is published; what was a draft stays one. A talk that was edited here is written over only
 * where its source changed since the last import; its words are kept as a version. */
MUST const err *weeks_import(store *s, arena *a, const struct programme *p, str slug,
                             struct weeks_import_result *ret);

/* A free slug of the house made of a title (of `otherwise`, a plain word, where nothing of the
 * title is left), taken from now on; inside the caller's transaction. For everything that has a
 * page. */
MUST const err *weeks_take_slug(store *s, arena *a, str title, const char *otherwise, str *ret);

/* Forgets that a slug was ever given, since words of a title stand in it; in the caller's
 * transaction. Whoever calls sees to it that what stood there answers for itself. */
MUST const err *weeks_forget_slug(store *s, arena *a, str slug);

/* Fills an empty store with the demonstration week: five consecutive days, `today` the second. */
MUST const err *weeks_demo(store *s, arena *a, int64_t now_ms);
/* Moves the demonstration week (and its conversations) so that `now` is its second day. */
MUST const err *weeks_demo_move(store *s, arena *a, int64_t now_ms);

#endif
