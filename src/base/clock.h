/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * clock.h - the time, which tests can set.
 *
 * Instants are milliseconds since 1970-01-01T00:00:00Z in an int64_t, named `..._ms`. Durations are
 * milliseconds too, unless the name says otherwise. Calendars and zones: engine/when.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* Wall clock, as set by clock_set or clock_run_from. */
int64_t clock_now_ms(void);
/* Never goes back; only differences mean something. Not affected by the calls below. */
int64_t clock_mono_ns(void);

/* The clock stands still at `ms` / runs on from `ms`, for all threads. clock_real undoes both. */
void clock_set(int64_t ms);
void clock_run_from(int64_t ms);
void clock_real(void);

#endif
