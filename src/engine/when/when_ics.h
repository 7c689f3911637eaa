/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * when_ics.h - iCalendar written line by line (RFC 5545) with the bounded builder: the folding must
 * not cut a character, and a zone must go by its plain name, both of which libical does its own
 * way.
 */
#ifndef ENGINE_WHEN_WHEN_ICS_H
#define ENGINE_WHEN_WHEN_ICS_H

#include "base/buf.h"
#include "engine/when/when.h"

/* One content line: folded at 75 octets (section 3.1), with its end. */
void when_ics_line(buf *out, str line);
/* "NAME:value", the value as it is. */
void when_ics_raw(buf *out, arena *a, const char *name, str value);
/* The value as TEXT (section 3.3.11); nothing for an empty one. Control characters have no way to
 * be written and go. */
void when_ics_text(buf *out, arena *a, const char *name, str value);
/* "20120709T080000Z" */
str when_ics_utc(arena *a, int64_t instant_ms);
/* "20120709", a DATE */
str when_ics_date(arena *a, struct when_date day);

#endif
