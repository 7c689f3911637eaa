/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_edit_write.h - papers that were checked become rows; inside the caller's transaction.
 */
#ifndef FEATURE_WEEKS_WEEKS_EDIT_WRITE_H
#define FEATURE_WEEKS_WEEKS_EDIT_WRITE_H

#include "feature/weeks/weeks_store.h"
#include "feature/weeks/weeks_versions.h"

/* `before` is how the thing stands; only what differs from it is a change to a calendar. */
MUST const err *weeks_edit_write(store *s, arena *a, const struct weeks_paper *before,
                                 const struct weeks_paper *after);

/* The instant at which a talk of that day begins: before 5:00 it is the night after the day. */
int64_t weeks_edit_write_start(str day, str clock, str zone);
/* What the search field compares. */
str weeks_edit_write_search(arena *a, const struct talk *t, str speakers);
/* Who speaks, by name, one a line; as it stands, and as it shall be: whom the week does not know
 * yet becomes known to it. */
str weeks_edit_write_names(arena *a, const struct talk *t);
MUST const err *weeks_edit_write_speakers(store *s, arena *a, int64_t week, int64_t talk,
                                          str names);
/* Every day from first to last that is no day yet and lies outside of the span before. */
MUST const err *weeks_edit_write_days(store *s, arena *a, int64_t week, str first, str last);
/* The room of a talk stands where the talk does; that of a draft stands nowhere. */
MUST const err *weeks_edit_write_room(store *s, arena *a, const struct week *w,
                                      const struct talk *t);
str weeks_edit_write_path(arena *a, const struct week *w, const struct talk *t);

#endif
