/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_ics.h - a week as a calendar that a reader subscribes to.
 */
#ifndef FEATURE_WEEKS_WEEKS_ICS_H
#define FEATURE_WEEKS_WEEKS_ICS_H

#include "feature/weeks/weeks_store.h"

/* text/calendar, UTF-8, lines ended by CRLF and folded at 75 octets; local times with TZID and the
 * VTIMEZONE of the week's years. `base_url` without '/' at its end. */
MUST const err *weeks_ics(store *s, arena *a, const struct week *w, str base_url, str *ret);

#endif
