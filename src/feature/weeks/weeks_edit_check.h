/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_edit_check.h - what a form says becomes clean texts, and what cannot be taken gets a
 * sentence in the reader's language.
 */
#ifndef FEATURE_WEEKS_WEEKS_EDIT_CHECK_H
#define FEATURE_WEEKS_WEEKS_EDIT_CHECK_H

#include "base/words.h"
#include "feature/weeks/weeks_store.h"
#include "feature/weeks/weeks_versions.h"

#define WEEKS_EDIT_CHECK_DAYS 31     /* of a week */
#define WEEKS_EDIT_CHECK_SPEAKERS 50 /* of a talk */

/* One sentence a field; absent where all is well. */
struct weeks_faults {
    str of[WEEKS_PAPER_MAX];
};
bool weeks_edit_check_good(const struct weeks_faults *f);

/* Without what could deceive, with one kind of line end. Absent values stay absent. */
struct weeks_paper weeks_edit_check_clean(arena *a, const struct weeks_paper *p);

/* `days`: those of the talk's week. `talks` of the week, which its days must hold; none for a new
 * one. The zone is written as the system knows it. */
struct weeks_faults weeks_edit_check_talk(arena *a, enum lang lang, const struct weeks_paper *p,
                                          const struct days *days);
struct weeks_faults weeks_edit_check_week(arena *a, enum lang lang, struct weeks_paper *p,
                                          const struct talks *talks);
struct weeks_faults weeks_edit_check_speaker(arena *a, enum lang lang, const struct weeks_paper *p);

/* "14:00" as a time of day. */
MUST bool weeks_edit_check_clock(str text, int *ret_hour, int *ret_minute);

#endif
