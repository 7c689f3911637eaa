/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care.c - medians and comparisons of days.
 */
#include "engine/care/care.h"

#include <limits.h>
#include <stdlib.h>

#include "base/check.h"

/* The sleeping ties that take turns. */
#define TURNS 8

static int newest_first(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;
    return (x < y) - (x > y);
}

/* The newest different days, newest first; returns how many. */
static size_t newest_days(const int64_t *days, size_t n, int64_t ret[CARE_ENCOUNTERS])
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        size_t at = 0;
        while (at < kept && ret[at] > days[i])
            at++;
        if (at == CARE_ENCOUNTERS || (at < kept && ret[at] == days[i]))
            continue;
        if (kept < CARE_ENCOUNTERS)
            kept++;
        for (size_t j = kept - 1; j > at; j--)
            ret[j] = ret[j - 1];
        ret[at] = days[i];
    }
    return kept;
}

static int as_days(int64_t days)
{
    return days > INT_MAX ? INT_MAX : (int)days;
}

int care_usual_gap(const int64_t *days, size_t n)
{
    int64_t day[CARE_ENCOUNTERS];
    size_t kept = newest_days(days, n, day);
    if (kept < 2)
        return 0;
    int64_t gap[CARE_ENCOUNTERS - 1];
    size_t gaps = kept - 1;
    for (size_t i = 0; i < gaps; i++)
        gap[i] = day[i] - day[i + 1];
    qsort(gap, gaps, sizeof gap[0], newest_first);
    int64_t above = gap[(gaps - 1) / 2];
    int64_t below = gap[gaps / 2];
    return as_days(below + (above - below + 1) / 2);
}

int care_rhythm_of(enum care_closeness closeness)
{
    static const int days[] = { 0, 365, 180, 30, 7 };
    ASSERT(closeness <= CARE_CLOSE);
    return days[closeness];
}

int care_rhythm(const struct care_tie *tie)
{
    if (tie->rhythm_days > 0)
        return tie->rhythm_days;
    int by_closeness = care_rhythm_of(tie->closeness);
    if (by_closeness == 0)
        return tie->gap_days;
    int64_t own_time = ((int64_t)tie->gap_days * 3 + 1) / 2;
    return own_time > by_closeness ? as_days(own_time) : by_closeness;
}

int64_t care_due_day(const struct care_tie *tie, int64_t today)
{
    int rhythm = care_rhythm(tie);
    ASSERT(rhythm > 0);
    return tie->count == 0 ? today : tie->last_day + rhythm;
}

static int64_t silence(const struct care_tie *tie, int64_t today)
{
    return tie->count == 0 ? 0 : today - tie->last_day;
}

static bool fading(const struct care_tie *tie, int64_t today)
{
    return tie->gap_days > 0 && silence(tie, today) > (int64_t)tie->gap_days * CARE_FADING_GAPS;
}

enum care_state care_state_of(const struct care_tie *tie, int64_t today)
{
    if (care_rhythm(tie) == 0)
        return CARE_NO_RHYTHM;
    if (today < care_due_day(tie, today))
        return CARE_IN_RHYTHM;
    return fading(tie, today) ? CARE_FADING : CARE_DUE;
}

enum care_proposal care_propose(const struct care_tie *tie, int64_t today)
{
    int64_t days = silence(tie, today);
    bool long_for_it = days >= CARE_LONG_SILENCE_DAYS && days >= 2 * (int64_t)care_rhythm(tie);
    return fading(tie, today) || long_for_it ? CARE_VISIT_OR_LONG_CALL : CARE_ANY_WAY;
}

bool care_dormant(const struct care_tie *tie, int64_t today)
{
    return tie->count > 0 && silence(tie, today) >= CARE_DORMANT_DAYS;
}

/* Below zero where `a` is the better one to call. */
static int compare_sleepers(const struct care_sleeper *a, const struct care_sleeper *b)
{
    if (a->trusted != b->trusted)
        return a->trusted ? -1 : 1;
    if (a->shared != b->shared)
        return a->shared < b->shared ? -1 : 1;
    if (a->tie.count != b->tie.count)
        return a->tie.count < b->tie.count ? -1 : 1;
    if (a->tie.last_day != b->tie.last_day)
        return a->tie.last_day < b->tie.last_day ? -1 : 1;
    return (a->person > b->person) - (a->person < b->person);
}

size_t care_pick_dormant(const struct care_sleeper *list, size_t n, int64_t today, int64_t week)
{
    size_t best[TURNS];
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (!care_dormant(&list[i].tie, today))
            continue;
        size_t at = 0;
        while (at < kept && compare_sleepers(&list[best[at]], &list[i]) < 0)
            at++;
        if (at == TURNS)
            continue;
        if (kept < TURNS)
            kept++;
        for (size_t j = kept - 1; j > at; j--)
            best[j] = best[j - 1];
        best[at] = i;
    }
    if (kept == 0)
        return n;
    int64_t turn = week % (int64_t)kept;
    return best[turn < 0 ? turn + (int64_t)kept : turn];
}

void care_load_add(struct care_load *load, const struct care_tie *tie, int minutes)
{
    int rhythm = care_rhythm(tie);
    if (rhythm == 0)
        return;
    load->minutes_a_week += 7.0 / rhythm * minutes;
    load->people++;
}
