/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_text.h - an invitation in plain text as a programme: what a person wrote, for persons.
 *
 * Labels ("Thema:", "Speaker:"), times, dates and names are recognised in German and English, in
 * whatever order they come. What had to be guessed is a remark; each line that was not understood
 * is marked in the report. docs/formats.md shows examples.
 */
#ifndef ENGINE_PROGRAMME_PROGRAMME_TEXT_H
#define ENGINE_PROGRAMME_PROGRAMME_TEXT_H

#include "engine/programme/programme.h"

/* No invitation is longer. */
#define PROGRAMME_TEXT_MAX ((size_t)256 << 10)

/* `now_ms` settles years and days that the text leaves open: they are the next to come. ERR_INVALID
 * where no talk with a time and a topic was found; `ret_report` is filled even then. A text that is
 * not UTF-8 is read as Windows-1252. */
MUST const err *programme_text_read(arena *a, str text, str zone, int64_t now_ms,
                                    struct programme *ret, struct programme_report *ret_report);

/* "Dr. Anna Schmidt (Hamburg), Ben Klein und Cem Öz": how many persons; what a bracket or a comma
 * adds to a name becomes the person's biography. */
size_t programme_text_persons(arena *a, str names, struct programme_person **ret);
/* The other way. */
str programme_text_names(arena *a, const struct programme_person *persons, size_t n);

/* A day and a time of day as typed into a form's field; nothing may stand beside them. The year
 * must be there. Minutes after midnight. */
MUST bool programme_text_day(str typed, struct when_date *ret);
MUST bool programme_text_clock(str typed, int *ret_minutes);

#endif
