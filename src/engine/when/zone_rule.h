/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * zone_rule.h - the rule of a zone for all years to come: "CET-1CEST,M3.5.0,M10.5.0/3" (POSIX.1 TZ,
 * with the hours from -167 to 167 of RFC 8536 section 3.3.1). For zone.c only.
 */
#ifndef ENGINE_WHEN_ZONE_RULE_H
#define ENGINE_WHEN_ZONE_RULE_H

#include "engine/when/zone.h"

/* A day of the year, and the second of it. */
struct zone_rule_day {
    char kind; /* 'M': week and weekday of a month; 'J': day 1-365, never 29 February; '0': day
                  0-365 */
    int month, week, day;
    int32_t second;
};

struct zone_rule {
    str standard_name, dst_name;
    int32_t standard_s, dst_s; /* east of UTC */
    bool has_dst;
    struct zone_rule_day start, end; /* of daylight saving */
};

/* The names of `ret` are slices of `text`. */
MUST bool zone_rule_parse(str text, struct zone_rule *ret);
struct zone_change zone_rule_at(const struct zone_rule *rule, int64_t at_s);
MUST bool zone_rule_next(const struct zone_rule *rule, int64_t at_s, struct zone_change *ret);

#endif
