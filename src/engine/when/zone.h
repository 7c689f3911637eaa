/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * zone.h - offsets of the system's time zones, read from /usr/share/zoneinfo (for when only).
 *
 * TZif files are read here (RFC 8536, version 2 and up, with the rule in the footer for the years
 * after the last change) because libical 3.0.16 reads them wrongly: against glibc, every twelve
 * hours from 1970 to 2100, it differs 2552 times for Asia/Tehran (1992-2019), 490 for
 * America/Sao_Paulo (2014), 294 for Europe/Dublin (1977) and 62 for Australia/Lord_Howe (from 2038
 * on). ICU of Debian 12 carries old data.
 *
 * A zone is read at its first use, kept until the program ends and never changes; looking up takes
 * no lock. After an update of tzdata the program is to be started again. Seconds since 1970 UTC.
 */
#ifndef ENGINE_WHEN_ZONE_H
#define ENGINE_WHEN_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/str.h"

/* From `at_s` on, this holds. */
struct zone_change {
    int64_t at_s;     /* INT64_MIN: since ever */
    int32_t offset_s; /* east of UTC */
    bool dst;
    str abbreviation; /* "CEST", "+0530" */
};

struct zone;

/* NULL where the system does not know the name (which may be anything). */
const struct zone *zone_get(str name);
str zone_name(const struct zone *z);

/* What holds at `at_s`. */
struct zone_change zone_at(const struct zone *z, int64_t at_s);
/* The first change after `at_s`; false where there is none. It may leave the offset as it was. */
MUST bool zone_next(const struct zone *z, int64_t at_s, struct zone_change *ret);

/* Names from the system's tzdata.zi in its order, zones before links (other names of a zone). Read
 * once. */
size_t zone_names(const str **ret);

/* One TZif file; NULL where it is none. The name is borrowed, all else is on the arena. */
const struct zone *zone_parse(arena *a, str name, str bytes);

#endif
