/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_rules.h - which week is the current one, which day is today, which talk is open: rules
 * without store and pages.
 */
#ifndef FEATURE_WEEKS_WEEKS_RULES_H
#define FEATURE_WEEKS_WEEKS_RULES_H

#include "feature/weeks/weeks_store.h"

enum week_phase { WEEK_BEFORE, WEEK_DURING, WEEK_AFTER };

#define WEEKS_RULES_NONE ((size_t)-1)

/* A talk at one in the night still belongs to the evening; by this hour everybody has gone home. */
#define WEEKS_RULES_NIGHT_ENDS 5

/* The week that is on; else the next to come; else the last that was; never a draft. NULL where
 * there is none. */
const struct week *weeks_rules_current(arena *a, const struct week_list *all, int64_t now_ms);
enum week_phase weeks_rules_phase(arena *a, const struct week *w, int64_t now_ms);

/* The day of the week that a visitor wants to see: the eve while its talks go on after midnight,
 * else today; before the week its first, afterwards its last; on a day between without talks the
 * next. Empty for a week without days. */
str weeks_rules_day(arena *a, const struct week *w, const struct days *days,
                    const struct talks *all, int64_t now_ms);

bool weeks_rules_running(const struct talk *t, int64_t now_ms);
/* Of talks in order of their start: the running one, else the next; where all are over or none is
 * planned, the first planned. WEEKS_RULES_NONE of an empty list. */
size_t weeks_rules_open(const struct talks *talks, int64_t now_ms);

/* What a visitor asked of a programme; an empty text asks for nothing. */
struct weeks_filter {
    str q, track, place, day;
};
bool weeks_rules_filtering(const struct weeks_filter *f);
/* The talks that match in all of it, in their order. All words of `q` must occur. */
struct talks weeks_rules_filter(arena *a, const struct talks *all, const struct weeks_filter *f);

#endif
