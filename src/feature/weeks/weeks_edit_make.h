/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_edit_make.h - new weeks and talks, drafts and publishing, cancelling, and last year's week
 * once more. What is made here is a draft until a host publishes it.
 */
#ifndef FEATURE_WEEKS_WEEKS_EDIT_MAKE_H
#define FEATURE_WEEKS_WEEKS_EDIT_MAKE_H

#include "engine/when/when.h"
#include "feature/weeks/weeks_edit.h"

/* A week of its title, days and zone; with WEEKS_FAULTY nothing is made. */
MUST const err *weeks_edit_make_week(store *s, arena *a, enum lang lang,
                                     const struct weeks_paper *form, struct weeks_saving *ret,
                                     str *ret_slug);
/* A talk of the week, of what the form says. */
MUST const err *weeks_edit_make_talk(store *s, arena *a, enum lang lang, const struct week *w,
                                     const struct weeks_paper *form, struct weeks_saving *ret,
                                     str *ret_slug);

/* Shows it to everybody, or to hosts only again. A talk is shown where its week is too. */
MUST const err *weeks_edit_make_public(store *s, arena *a, int64_t week, bool published,
                                       bool with_talks);
MUST const err *weeks_edit_make_talk_public(store *s, arena *a, int64_t talk, bool published);
/* Cancels, or takes the cancelling back. What is so already stays as it is. */
MUST const err *weeks_edit_make_cancelled(store *s, arena *a, int64_t talk, bool cancelled);

/* The day on which a copy begins: of the days nearest to `wanted`, the one with the weekday on
 * which the week begins. */
struct when_date weeks_edit_make_copy_day(str start_date, struct when_date wanted);
/* The week again, from that day on: as a draft, each talk at its weekday and hour, with its
 * speakers and text; cancelled talks are left out. The title's year follows. */
MUST const err *weeks_edit_make_copy(store *s, arena *a, const struct week *w,
                                     struct when_date wanted, str *ret_slug);

#endif
