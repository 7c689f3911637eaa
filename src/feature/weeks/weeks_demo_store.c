/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_demo_store.c - taking a whole week away, which happens to the demonstration only. Every
 * table that refers to a week, a talk or a speaker has its line here.
 */
#include "feature/weeks/weeks_demo_leave.h"
#include "feature/weeks/weeks_store.h"

#define TALKS "(SELECT id FROM talk WHERE week = $1)"

static const query q_links = { "DELETE FROM talk_link WHERE talk IN " TALKS, 1, 0, NULL, 0 };
static const query q_speaking = { "DELETE FROM talk_speaker WHERE talk IN " TALKS, 1, 0, NULL, 0 };
static const query q_slugs = {
    "DELETE FROM slug WHERE name IN (SELECT slug FROM talk WHERE week = $1"
    " UNION SELECT slug FROM speaker WHERE week = $1"
    " UNION SELECT slug FROM week WHERE id = $1)",
    1, 0, NULL, 0
};
static const query q_versions = {
    "DELETE FROM week_version WHERE (kind = 'week' AND subject = $1)"
    " OR (kind = 'talk' AND subject IN " TALKS ")"
    " OR (kind = 'speaker' AND subject IN (SELECT id FROM speaker WHERE week = $1))",
    1, 0, NULL, 0
};
static const query q_talks = { "DELETE FROM talk WHERE week = $1", 1, 0, NULL, 0 };
static const query q_speakers = { "DELETE FROM speaker WHERE week = $1", 1, 0, NULL, 0 };
static const query q_days = { "DELETE FROM week_day WHERE week = $1", 1, 0, NULL, 0 };
static const query q_week = { "DELETE FROM week WHERE id = $1", 1, 0, NULL, 0 };

const query *const weeks_demo_queries[] = { &q_links,    &q_speaking, &q_slugs,
                                            &q_versions, &q_talks,    &q_speakers,
                                            &q_days,     &q_week,     NULL };

const err *weeks_demo_store_remove(store *s, arena *a, int64_t week)
{
    for (size_t i = 0; weeks_demo_queries[i] != NULL; i++)
        TRY(store_run(s, a, weeks_demo_queries[i], ARGS(ARG(week)), NULL));
    return NULL;
}
