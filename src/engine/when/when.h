/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * when.h - calendars and zones: instants to local dates and times, and their words.
 *
 * Offsets come from the system's tzdata, read by zone.h (which says why neither libical nor ICU
 * does it); names of days, months and zones from ICU. An instant is milliseconds since 1970 UTC
 * (clock.h). A zone is an IANA name. Functions are safe from any thread.
 */
#ifndef ENGINE_WHEN_WHEN_H
#define ENGINE_WHEN_WHEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/str.h"
#include "base/words.h"

/* A calendar day, and a time on it. */
struct when_date {
    int year, month, day; /* month 1-12, day 1-31 */
};
struct when_local {
    struct when_date date;
    int hour, minute, second;
    int offset_s; /* east of UTC */
};

/* True for a zone of the system's tzdata ("Europe/Berlin", "UTC"). */
bool when_zone_known(str zone);
/* What is meant by "Berlin", "europe/berlin", "CET", "W. Europe Standard Time", "GMT+1": the IANA
 * name, or absent where nobody knows. */
str when_zone_guess(arena *a, str text);

/* The zone must be known. */
struct when_local when_local_of(int64_t instant_ms, str zone);
/* A local time as an instant. In the hour that exists twice the first is taken; in the hour that
 * does not exist, the time moves forward by the gap. `offset_s` of `local` is not read. */
int64_t when_instant(struct when_local local, str zone);
/* Midnight at the start of a day. */
int64_t when_day_start(struct when_date date, str zone);

int when_date_cmp(struct when_date a, struct when_date b);
struct when_date when_date_add(struct when_date date, int days);
/* Days since 1970-01-01, and back: proleptic Gregorian calendar. */
int64_t when_date_number(struct when_date date);
struct when_date when_date_of_number(int64_t number);
/* 0 = Monday … 6 = Sunday. */
int when_weekday(struct when_date date);

/* "2012-07-09". Parsing takes exactly that form and a day that exists. */
str when_date_text(arena *a, struct when_date date);
MUST bool when_date_parse(str text, struct when_date *ret);
/* RFC 3339: "2012-07-09T10:00:00+02:00" in the zone. Parsing takes RFC 3339 with 'T' or a space,
 * seconds and fraction optional, and an offset or Z; without offset `ret_has_offset` is false and
 * the local time is read as UTC. */
str when_rfc3339(arena *a, int64_t instant_ms, str zone);
MUST bool when_rfc3339_parse(str text, int64_t *ret_ms, bool *ret_has_offset);

/* Words. "10:00" and "10:00"; German pages say "10 Uhr" only through when_near. */
str when_clock(arena *a, int64_t instant_ms, str zone, enum lang lang);
/* "Montag, 9. Juli 2012" / "Monday, 9 July 2012"; short: "Mo 9.7." / "Mon 9 Jul". */
str when_day_long(arena *a, struct when_date date, enum lang lang);
str when_day_short(arena *a, struct when_date date, enum lang lang);
/* A day as far as it is known: "2012-07-09" is "9. Juli 2012", "2012-07" "Juli 2012", "2012" and
 * all else stay as they are; "--07-09" (no year) is "9. Juli". */
str when_day_known(arena *a, str text, enum lang lang);
/* How long ago a day is: "heute", "gestern", "vor 12 Tagen", from ten weeks on "vor 3 Monaten",
 * from two years on "vor 2 Jahren". A day to come counts as today. */
str when_ago(arena *a, struct when_date then, struct when_date now, enum lang lang);
/* Near now in words: "heute 14 Uhr", "morgen 10:30 Uhr", "gestern 18 Uhr", else
 * "Di 10. Juli, 14 Uhr"; the year is added when it is another. English: "today 14:00",
 * "tomorrow 10:30", "Tue 10 July, 14:00". */
str when_near(arena *a, int64_t instant_ms, int64_t now_ms, str zone, enum lang lang);
/* The zone as a reader would say it at that instant: "Mitteleuropäische Sommerzeit (UTC+2)". */
str when_zone_words(arena *a, int64_t instant_ms, str zone, enum lang lang);
/* "UTC+2", "UTC+5:30", "UTC". */
str when_offset_text(arena *a, int offset_s);

/* The VTIMEZONE component of a zone for the years of [from, to] (RFC 5545 section 3.6.5), with the
 * plain IANA name as TZID and without libical's prefix; lines end with CRLF. Empty for UTC. */
str when_vtimezone(arena *a, str zone, int64_t from_ms, int64_t to_ms);

#endif
