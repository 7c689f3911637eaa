/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * line_when.h - days, times and minutes of the capture line; inside this folder only.
 *
 * Each function looks at the front of `s`, where a word begins, and says how many bytes were taken;
 * 0 where there is nothing of the kind.
 */
#ifndef ENGINE_LINE_LINE_WHEN_H
#define ENGINE_LINE_LINE_WHEN_H

#include "engine/line/line.h"

struct line_moment {
    bool has_day;
    bool no_such; /* the day or time does not exist; then nothing else is set */
    struct when_date day;
    int at;      /* minutes after midnight; -1: not said */
    int minutes; /* 0: not said */
};

/* "20m", "20 min", "1h30", "halbe Stunde": 1 to 1440 minutes. */
size_t line_when_minutes(str s, int *ret);
/* A day, a time, or both, as of an encounter: the last one where several could be meant. */
size_t line_when_past(str s, struct when_date today, struct line_moment *ret);
/* A day to come, as of a promise made on `from`: "Friday", "3.5.", "morgen", "in 2 weeks", "Ende
 * der Woche". `has_day` or `no_such`. */
size_t line_when_coming(str s, struct when_date from, struct line_moment *ret);
/* The same with the word that says it is a limit: "bis zum 3.5.", "by Friday", "am Freitag"; or a
 * day that cannot be meant otherwise ("morgen", "in 2 Wochen"). */
size_t line_when_due(str s, struct when_date from, struct line_moment *ret);

#endif
