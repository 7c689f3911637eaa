/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_today.c - Today: all reasons, by person, the most urgent first; and putting off.
 */
#include "base/check.h"
#include "base/clock.h"
#include "feature/book/book_part.h"
#include "feature/care/care_aim_store.h"
#include "feature/care/care_rules.h"
#include "feature/house/house.h"

#define DAY_MS ((int64_t)24 * 3600 * 1000)
#define SNOOZE_MAX 3650

/* ---- who asks -------------------------------------------------------------------------------- */

const err *care_rules_asking(store *s, arena *a, account_id owner, enum lang lang, str zone,
                             struct care_asking *ret)
{
    if (str_empty(zone))
        TRY(house_setting(s, a, "zone", &zone));
    if (!when_zone_known(zone))
        zone = S("UTC");
    *ret = (struct care_asking){ .store = s,
                                 .arena = a,
                                 .owner = owner,
                                 .lang = lang,
                                 .zone = zone,
                                 .today = when_local_of(clock_now_ms(), zone).date };
    return NULL;
}

/* Day 4 of 1970 was a Monday. */
int64_t care_rules_week(struct when_date day)
{
    return (when_date_number(day) + 3) / 7;
}

int64_t care_rules_today(const struct care_asking *ask)
{
    return when_date_number(ask->today);
}

struct care_tie care_rules_tie(const struct care_asking *ask, const struct care_pulse_row *row)
{
    int64_t start = when_day_start(ask->today, ask->zone);
    int64_t before = start - row->last_ms;
    int64_t days = before <= 0 ? 0 : (before + DAY_MS - 1) / DAY_MS;
    return (struct care_tie){ .closeness = (enum care_closeness)row->closeness,
                              .rhythm_days = (int)row->rhythm_days,
                              .last_day = care_rules_today(ask) - days,
                              .gap_days = (int)row->gap_days,
                              .count = row->last_ms == 0 ? 0 : (int)row->count };
}

struct care_tie care_rules_tie_of(const struct care_asking *ask, const struct person *p)
{
    const struct care_pulse_row row = { .person = p->id.v,
                                        .closeness = p->closeness,
                                        .rhythm_days = p->rhythm_days,
                                        .last_ms = p->pulse.last_ms,
                                        .gap_days = p->pulse.gap_days,
                                        .count = p->pulse.count };
    return care_rules_tie(ask, &row);
}

str care_rules_kind(const struct person *p)
{
    str last = p->pulse.last_kind;
    return str_empty(last) || str_eq(last, S("event")) ? S("call") : last;
}

/* ---- reasons --------------------------------------------------------------------------------- */

/* Filled before the first request, only read afterwards. */
static care_reasons_fn *further[CARE_SOURCES_MAX + 1];

void care_reasons_add(care_reasons_fn *fn)
{
    size_t n = 0;
    while (further[n] != NULL)
        n++;
    ASSERT(n < CARE_SOURCES_MAX);
    further[n] = fn;
}

care_reasons_fn *const *care_rules_further(void)
{
    return further;
}

str care_why_name(enum care_why why)
{
    static const str names[CARE_WHYS] = {
        [CARE_WHY_PROMISE] = S_INIT("promise"),   [CARE_WHY_ANSWER] = S_INIT("answer"),
        [CARE_WHY_BIRTHDAY] = S_INIT("birthday"), [CARE_WHY_STEP] = S_INIT("step"),
        [CARE_WHY_THEIRS] = S_INIT("theirs"),     [CARE_WHY_CHANGE] = S_INIT("change"),
        [CARE_WHY_DUE] = S_INIT("due"),           [CARE_WHY_FIND] = S_INIT("find"),
    };
    ASSERT(why < CARE_WHYS);
    return names[why];
}

void care_reason_put(const struct care_asking *ask, struct care_reasons *into,
                     const struct care_reason *reason)
{
    void *items = into->item;
    arena_grow(ask->arena, &items, &into->cap, into->n + 1, sizeof *into->item);
    into->item = items;
    into->item[into->n++] = *reason;
}

bool care_rules_snoozed(const struct care_work *w, person_id whole, int64_t step)
{
    str what = step == 0 ? S("person") : S("step");
    int64_t ref = step == 0 ? whole.v : step;
    for (size_t i = 0; i < w->snoozes.n; i++)
        if (w->snoozes.item[i].ref == ref && str_eq(w->snoozes.item[i].what, what))
            return true;
    return false;
}

/* ---- the list -------------------------------------------------------------------------------- */

static int64_t minutes_of(str kind)
{
    static const struct {
        const char *kind;
        int64_t minutes;
    } usual[] = {
        { "call", 15 }, { "visit", 60 }, { "letter", 20 }, { "mail", 10 },
        { "chat", 10 }, { "video", 30 }, { "event", 60 },
    };
    for (size_t i = 0; i < COUNT_OF(usual); i++)
        if (str_eq(kind, str_of(usual[i].kind)))
            return usual[i].minutes;
    return 15;
}

/* The line of this person, or none. */
static struct care_entry *line_of(struct care_entry *lines, size_t n, person_id whole)
{
    for (size_t i = 0; i < n; i++)
        if (whole.v != 0 && lines[i].person.v == whole.v)
            return &lines[i];
    return NULL;
}

static void add_to(const struct care_asking *ask, struct care_entry *line,
                   const struct care_reason *reason)
{
    line->text = str_join(ask->arena, (str[]){ line->text, reason->text }, 2, S("; "));
    if (str_empty(line->help))
        line->help = reason->help.p == NULL ? S("") : reason->help;
    if (reason->minutes > line->minutes)
        line->minutes = reason->minutes;
}

static struct care_entry entry_of(const struct care_asking *ask, const struct care_reason *reason,
                                  const struct person *p)
{
    str kind = p->id.v == 0 ? S("") : care_rules_kind(p);
    str path = reason->path;
    if (str_empty(path))
        path = book_person_path(ask->arena, p->id);
    return (struct care_entry){
        .why = reason->why,
        .person = p->id,
        .step = reason->step,
        .name = p->called.name.p == NULL ? S("") : p->called.name,
        .how = str_empty(reason->how) ? book_kind_words(ask->lang, kind) : reason->how,
        .path = path,
        .help = reason->help.p == NULL ? S("") : reason->help,
        .kind = kind,
        .text = reason->text,
        .minutes = reason->minutes > 0 ? reason->minutes : minutes_of(kind),
    };
}

/* The reasons as lines, one a person; `ret` has room for all. Who rests or is gone is left out. */
static const err *lines_of(struct care_work *w, struct care_entry *ret, size_t *ret_n)
{
    const struct care_asking *ask = &w->ask;
    size_t n = 0;
    for (size_t i = 0; i < w->found.n; i++) {
        const struct care_reason *reason = &w->found.item[i];
        struct person p = { 0 };
        if (reason->person.v != 0)
            TRY(book_person_get(ask->store, ask->arena, ask->owner, reason->person, &p));
        if (p.rests_ms != 0 || care_rules_snoozed(w, p.id, reason->step))
            continue;
        struct care_entry *same = line_of(ret, n, p.id);
        if (same != NULL)
            add_to(ask, same, reason);
        else
            ret[n++] = entry_of(ask, reason, &p);
    }
    *ret_n = n;
    return NULL;
}

/* By urgency, and as the sources gave them: each source's are in order, and few. */
static void keep_most_urgent(const struct care_entry *lines, size_t n, struct care_today *ret)
{
    const struct care_entry *find = NULL;
    for (size_t i = 0; i < n; i++)
        if (lines[i].why == CARE_WHY_FIND)
            find = &lines[i];
    size_t room = find == NULL ? CARE_TODAY_MAX : CARE_TODAY_MAX - 1;
    for (int why = 0; why < CARE_WHY_FIND; why++)
        for (size_t i = 0; i < n && ret->n < room; i++)
            if (lines[i].why == (enum care_why)why)
                ret->entry[ret->n++] = lines[i];
    if (find != NULL)
        ret->entry[ret->n++] = *find;
}

const err *care_today(store *s, arena *a, account_id owner, enum lang lang, str zone,
                      struct care_today *ret)
{
    struct care_work w = { 0 };
    struct care_today today = { 0 };
    struct person_list anybody = { 0 };
    size_t n = 0;
    int64_t minutes = 0;
    TRY(care_rules_asking(s, a, owner, lang, zone, &w.ask));
    TRY(care_store_snoozes(s, a, owner, when_date_text(a, w.ask.today), &w.snoozes));
    for (size_t i = 0; care_sources[i] != NULL; i++)
        TRY(care_sources[i](&w));
    struct care_entry *lines = NEW_ARRAY(a, struct care_entry, w.found.n);
    TRY(lines_of(&w, lines, &n));
    keep_most_urgent(lines, n, &today);
    for (size_t i = 0; i < today.n; i++)
        minutes += today.entry[i].minutes;
    today.day = w.ask.today;
    today.title = care_words_title(&w.ask, today.n, minutes);
    if (today.n == 0)
        TRY(book_people_recent(s, a, owner, NULL, 1, &anybody));
    today.nobody = today.n == 0 && anybody.n == 0;
    *ret = today;
    return NULL;
}

/* ---- putting off ----------------------------------------------------------------------------- */

/* What is put off must be of this book. */
static const err *known(store *s, arena *a, account_id owner, person_id *person, int64_t step)
{
    struct person p = { 0 };
    struct aim_step found = { 0 };
    if (person->v == 0)
        return care_aim_store_step(s, a, owner, step, &found);
    TRY(book_person_get(s, a, owner, *person, &p));
    *person = p.id;
    return NULL;
}

const err *care_snooze(store *s, arena *a, account_id owner, person_id person, int64_t step,
                       int64_t days)
{
    struct care_asking ask = { 0 };
    if (days < 1 || days > SNOOZE_MAX)
        FAIL(a, ERR_INVALID, "one can put off for 1 to %d days", SNOOZE_MAX);
    TRY(care_rules_asking(s, a, owner, LANG_EN, S(""), &ask));
    str until = when_date_text(a, when_date_add(ask.today, (int)days));
    TX(t, s, a);
    TRY(known(s, a, owner, &person, step));
    TRY(care_store_snooze(s, a, owner, person.v == 0 ? S("step") : S("person"),
                          person.v == 0 ? step : person.v, until));
    return tx_commit(&t);
}

const err *care_snooze_end(store *s, arena *a, account_id owner, person_id person, int64_t step)
{
    TX(t, s, a);
    TRY(known(s, a, owner, &person, step));
    TRY(care_store_snooze_end(s, a, owner, person.v == 0 ? S("step") : S("person"),
                              person.v == 0 ? step : person.v));
    return tx_commit(&t);
}
