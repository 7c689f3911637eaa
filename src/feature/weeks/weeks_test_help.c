/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_test_help.c - see weeks_test_help.h.
 */
#include "feature/weeks/weeks_test_help.h"

#include "base/clock.h"
#include "feature/accounts/accounts.h"
#include "feature/house/house.h"
#include "feature/rooms/rooms.h"

/* A count of inserts that still succeed stands in a table; triggers count it down. */
#define COUNT_DOWN(table)                                                                          \
    "CREATE TRIGGER fault_" table " BEFORE INSERT ON " table                                       \
    " WHEN (SELECT remaining FROM fault) >= 0 BEGIN"                                               \
    " SELECT RAISE(ABORT, 'planned fault') FROM fault WHERE remaining = 0;"                        \
    " UPDATE fault SET remaining = remaining - 1; END;"

static const struct migration fault_steps[] = {
    { 1, "faults",
      "CREATE TABLE fault (remaining INT64 NOT NULL) STRICT; INSERT INTO fault VALUES "
      "(-1);" COUNT_DOWN("slug") COUNT_DOWN("week") COUNT_DOWN("week_day") COUNT_DOWN("speaker")
          COUNT_DOWN("talk") COUNT_DOWN("talk_speaker") COUNT_DOWN("talk_link")
              COUNT_DOWN("room") },
};

static const query q_fault = { "UPDATE fault SET remaining = $1", 1, 0, NULL, 0 };

struct row_count {
    int64_t n;
};
static const col row_count_cols[] = { COL(struct row_count, n) };
static const query q_rows = {
    "SELECT (SELECT count(*) FROM slug) + (SELECT count(*) FROM week) + (SELECT count(*) FROM talk)"
    " + (SELECT count(*) FROM week_day) + (SELECT count(*) FROM speaker)"
    " + (SELECT count(*) FROM talk_speaker) + (SELECT count(*) FROM talk_link)"
    " + (SELECT count(*) FROM room)",
    0, COUNT_OF(row_count_cols), row_count_cols, sizeof(struct row_count)
};

int weeks_test_help_open(void **state)
{
    const struct migration_list lists[] = { *house.migrations,
                                            *accounts.migrations,
                                            *rooms.migrations,
                                            *weeks.migrations,
                                            { "faults", fault_steps, COUNT_OF(fault_steps) } };
    clock_set(weeks_test_help_at("2026-10-20T12:00:00+02:00"));
    *state = store_rig_open(lists, COUNT_OF(lists));
    return 0;
}

int weeks_test_help_close(void **state)
{
    store_rig_close(*state);
    clock_real();
    return 0;
}

const err *weeks_test_help_fail_at(store *s, arena *a, int64_t n)
{
    TX(t, s, a);
    TRY(store_run(s, a, &q_fault, ARGS(ARG(n)), NULL));
    return tx_commit(&t);
}

int64_t weeks_test_help_rows(store *s, arena *a)
{
    struct row_count count = { 0 };
    bool found = false;
    OK(store_row(s, a, &q_rows, NO_ARGS, &count, &found));
    return count.n;
}

int64_t weeks_test_help_at(const char *rfc3339)
{
    int64_t ms = 0;
    bool has_offset = false;
    assert_true(when_rfc3339_parse(str_of(rfc3339), &ms, &has_offset) && has_offset);
    return ms;
}

static const struct when_date days[] = { { 2026, 10, 24 }, { 2026, 10, 25 } };

struct programme weeks_test_help_programme(arena *a)
{
    static const struct programme_person persons[] = {
        { S_INIT("7"), S_INIT("Ada Beispiel"), S_INIT("Sie wohnt hier.") },
        { S_INIT("8"), S_INIT("Bert <Muster>"), S_INIT("") },
    };
    static const struct programme_link links[] = { { S_INIT("https://example.org/"),
                                                     S_INIT("Mehr") } };
    struct programme_talk *talks = NEW_ARRAY(a, struct programme_talk, 3);
    talks[0] = (struct programme_talk){ .guid = S("11111111-1111-4111-8111-111111111111"),
                                        .source_id = S("1"),
                                        .title = S("Über Größe & Nähe"),
                                        .track = S("Stadt"),
                                        .place = S("Garten"),
                                        .language = S("de"),
                                        .text = S("Wie **nah** ist nah genug?"),
                                        .day = days[0],
                                        .start_ms = weeks_test_help_at("2026-10-24T10:00:00+02:00"),
                                        .duration_min = 60,
                                        .persons = persons,
                                        .n_persons = 2,
                                        .links = links,
                                        .n_links = 1 };
    /* In the hour that exists twice, and on the programme's first day still. */
    talks[1] = (struct programme_talk){ .source_id = S("2"),
                                        .title = S("In der doppelten Stunde"),
                                        .place = S("Garten"),
                                        .day = days[0],
                                        .start_ms = weeks_test_help_at("2026-10-25T02:30:00+02:00"),
                                        .duration_min = 90,
                                        .persons = persons,
                                        .n_persons = 1 };
    talks[2] = (struct programme_talk){ .title = S("Nachher"),
                                        .place = S("Saal"),
                                        .track = S("Land"),
                                        .day = days[1],
                                        .start_ms = weeks_test_help_at("2026-10-25T14:00:00+01:00"),
                                        .duration_min = 90 };
    return (struct programme){ .format = PROGRAMME_XML,
                               .title = S("Tage der Nachbarschaft"),
                               .zone = S("Europe/Berlin"),
                               .days = days,
                               .n_days = 2,
                               .talks = talks,
                               .n_talks = 3 };
}

struct programme_talk *weeks_test_help_talks(const struct programme *p)
{
    return (struct programme_talk *)(uintptr_t)p->talks; /* they are ours, made above */
}

struct weeks_import_result weeks_test_help_import(struct store_rig *f, const struct programme *p)
{
    struct weeks_import_result done = { 0 };
    OK(weeks_import(f->s, f->arena, p, (str){ 0 }, &done));
    return done;
}

struct talk weeks_test_help_talk(struct store_rig *f, const char *slug)
{
    struct talk t = { 0 };
    OK(weeks_store_talk(f->s, f->arena, WEEKS_DRAFTS_TOO, str_of(slug), &t));
    return t;
}
