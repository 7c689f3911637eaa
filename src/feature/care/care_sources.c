/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_sources.c - where the reasons of Today come from. Each source is bounded and gives the most
 * urgent first; how many of each is our choice: a list that can be done in one day.
 */
#include <inttypes.h>

#include "base/clock.h"
#include "feature/care/care_aim_store.h"
#include "feature/care/care_rules.h"

#define PROMISES_MINE 3
#define PROMISES_THEIRS 1
#define PROMISE_DAYS 3 /* a promise is shown so many days before */
#define PROMISES_READ 200
#define BIRTHDAYS 3
#define BIRTHDAYS_READ 200
#define STEPS 2
#define STEPS_READ 50
#define CHANGES 1
#define CHANGES_READ 50
#define CHANGE_DAYS 60 /* so long after its end a role is a reason to call */
#define SLEEPERS 32    /* of whom the find of the week is chosen */

static str day_text(const struct care_asking *ask, int days)
{
    return when_date_text(ask->arena, when_date_add(ask->today, days));
}

static str two(const struct care_asking *ask, str a, str b)
{
    if (str_empty(a) || str_empty(b))
        return str_empty(a) ? b : a;
    return str_join(ask->arena, (str[]){ a, b }, 2, S(", "));
}

/* ---- promises -------------------------------------------------------------------------------- */

static void put_promise(struct care_work *w, const struct promise *p)
{
    const struct care_asking *ask = &w->ask;
    bool mine = str_eq(p->side, S("mine"));
    str said = care_words_with(
        ask, mine ? WORDS_MARK("you promised: {what}") : WORDS_MARK("promised to you: {what}"),
        "what", p->text);
    struct care_reason reason = { .why = mine ? CARE_WHY_PROMISE : CARE_WHY_THEIRS,
                                  .person = p->person,
                                  .text = two(ask, said, care_words_due(ask, p->due)) };
    care_reason_put(ask, &w->found, &reason);
}

/* Mine soon due or overdue, theirs once their day is over. */
static const err *promises(struct care_work *w)
{
    const struct care_asking *ask = &w->ask;
    struct promise_list due = { 0 };
    size_t n_mine = 0, n_theirs = 0;
    str today = day_text(ask, 0);
    TRY(encounters_promises_due(ask->store, ask->arena, ask->owner, day_text(ask, PROMISE_DAYS),
                                PROMISES_READ, &due));
    for (size_t i = 0; i < due.n; i++) {
        const struct promise *p = &due.item[i];
        bool mine = str_eq(p->side, S("mine"));
        size_t *n = mine ? &n_mine : &n_theirs;
        if ((!mine && str_cmp(p->due, today) >= 0) || care_rules_snoozed(w, p->person, 0) ||
            *n == (mine ? PROMISES_MINE : PROMISES_THEIRS))
            continue;
        ++*n;
        put_promise(w, p);
    }
    return NULL;
}

/* ---- birthdays ------------------------------------------------------------------------------- */

static bool leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static str birthday_text(const struct care_asking *ask, const struct care_birthday_row *b,
                         struct when_date day)
{
    int64_t year = 0;
    str when = care_words_day(ask, day);
    if (str_starts(b->value, S("--")) || !str_to_int64(str_sub(b->value, 0, 4), &year))
        return care_words_with(ask, WORDS_MARK("birthday {day}"), "day", when);
    const struct words_value values[] = {
        { "day", when }, { "n", str_format(ask->arena, "%" PRId64, day.year - year) }
    };
    return words_fill(ask->arena, words(ask->lang, "birthday {day}: {n} years"), values, 2);
}

/* Those of one day; one of 29 February has it on the last day of that month. */
static void birthdays_on(struct care_work *w, const struct care_birthday_rows *rows,
                         struct when_date day, size_t *n)
{
    str of_year = str_format(w->ask.arena, "%02d-%02d", day.month, day.day);
    bool leap_day = day.month == 2 && day.day == 28 && !leap(day.year);
    for (size_t i = 0; i < rows->n && *n < BIRTHDAYS; i++) {
        const struct care_birthday_row *b = &rows->item[i];
        str at = str_sub(b->value, b->value.n - 5, 5);
        if (!str_eq(at, of_year) && !(leap_day && str_eq(at, S("02-29"))))
            continue;
        if (care_rules_snoozed(w, (person_id){ b->person }, 0))
            continue;
        ++*n;
        care_reason_put(&w->ask, &w->found,
                        &(struct care_reason){ .why = CARE_WHY_BIRTHDAY,
                                               .person = { b->person },
                                               .text = birthday_text(&w->ask, b, day),
                                               .minutes = 10 });
    }
}

static const err *birthdays(struct care_work *w)
{
    const struct care_asking *ask = &w->ask;
    struct care_birthday_rows rows = { 0 };
    str days[8];
    size_t n = 0;
    bool leap_day = false;
    for (int i = 0; i < 7; i++) {
        struct when_date day = when_date_add(ask->today, i);
        days[i] = str_format(ask->arena, "%02d-%02d", day.month, day.day);
        leap_day = leap_day || (day.month == 2 && day.day == 28);
    }
    days[7] = leap_day ? S("02-29") : days[0];
    TRY(care_store_birthdays_on(ask->store, ask->arena, ask->owner, days, BIRTHDAYS_READ, &rows));
    for (int i = 0; i < 7; i++)
        birthdays_on(w, &rows, when_date_add(ask->today, i), &n);
    return NULL;
}

/* ---- steps of aims --------------------------------------------------------------------------- */

static const err *steps(struct care_work *w)
{
    const struct care_asking *ask = &w->ask;
    struct aim_steps due = { 0 };
    size_t n = 0;
    TRY(care_aim_store_due(ask->store, ask->arena, ask->owner, day_text(ask, 0), STEPS_READ, &due));
    for (size_t i = 0; i < due.n && n < STEPS; i++) {
        const struct aim_step *s = &due.item[i];
        if (care_rules_snoozed(w, s->person, s->person.v == 0 ? s->id : 0))
            continue;
        n++;
        const struct words_value values[] = { { "aim", s->aim_title }, { "what", s->text } };
        str said = words_fill(ask->arena, words(ask->lang, "for “{aim}”: {what}"), values, 2);
        care_reason_put(
            ask, &w->found,
            &(struct care_reason){ .why = CARE_WHY_STEP,
                                   .person = s->person,
                                   .step = s->person.v == 0 ? s->id : 0,
                                   .how = s->person.v == 0 ? words(ask->lang, "step") : S(""),
                                   .text = two(ask, said, care_words_due(ask, s->due)),
                                   .path = str_format(ask->arena, "/book/aims/%" PRId64, s->aim.v),
                                   .minutes = s->person.v == 0 ? 20 : 0 });
    }
    return NULL;
}

/* ---- roles that ended ------------------------------------------------------------------------ */

/* Nobody called since: the last encounter lies before the day on which it had ended. */
static bool called_since(const struct care_asking *ask, const struct care_ended_row *e)
{
    str last = when_date_text(ask->arena, when_local_of(e->last_ms, ask->zone).date);
    return e->last_ms > 0 && str_cmp(str_sub(last, 0, e->to_on.n), e->to_on) > 0;
}

static const err *changes(struct care_work *w)
{
    const struct care_asking *ask = &w->ask;
    struct care_ended_rows rows = { 0 };
    size_t n = 0;
    str from = str_sub(day_text(ask, -CHANGE_DAYS), 0, 7); /* a month that is all one knows */
    TRY(care_store_ended(ask->store, ask->arena, ask->owner, from, day_text(ask, 0), CHANGES_READ,
                         &rows));
    for (size_t i = 0; i < rows.n && n < CHANGES; i++) {
        const struct care_ended_row *e = &rows.item[i];
        if (called_since(ask, e) || care_rules_snoozed(w, (person_id){ e->person }, 0))
            continue;
        n++;
        str said = words(ask->lang, "no longer at {organisation}: the cards are dealt anew");
        const struct words_value at = { "organisation", e->organisation };
        care_reason_put(ask, &w->found,
                        &(struct care_reason){ .why = CARE_WHY_CHANGE,
                                               .person = { e->person },
                                               .how = book_kind_words(ask->lang, S("call")),
                                               .text = words_fill(ask->arena, said, &at, 1) });
    }
    return NULL;
}

/* ---- by rhythm, and the find of the week ----------------------------------------------------- */

struct candidate {
    struct care_pulse_row row;
    struct care_tie tie;
    int64_t rank;   /* closer ones first; 0: the owner never said that they matter */
    double overdue; /* in rhythms */
};
struct chosen {
    struct candidate item[SLEEPERS];
    size_t n, max;
    bool (*before)(const struct candidate *a, const struct candidate *b);
};

static bool more_due(const struct candidate *a, const struct candidate *b)
{
    if (a->rank != b->rank)
        return a->rank > b->rank;
    if (a->overdue != b->overdue)
        return a->overdue > b->overdue;
    return a->row.person < b->row.person;
}

/* The order of care_pick_dormant, as far as it is known without asking for each. */
static bool more_new(const struct candidate *a, const struct candidate *b)
{
    bool trusted_a = a->row.closeness >= CLOSENESS_WELL_KNOWN;
    bool trusted_b = b->row.closeness >= CLOSENESS_WELL_KNOWN;
    if (trusted_a != trusted_b)
        return trusted_a;
    if (a->row.count != b->row.count)
        return a->row.count < b->row.count;
    return a->row.last_ms < b->row.last_ms;
}

static void choose(struct care_work *w, struct chosen *c, const struct candidate *one)
{
    size_t at = c->n;
    while (at > 0 && c->before(one, &c->item[at - 1]))
        at--;
    if (at == c->max || care_rules_snoozed(w, (person_id){ one->row.person }, 0))
        return;
    if (c->n < c->max)
        c->n++;
    for (size_t i = c->n - 1; i > at; i--)
        c->item[i] = c->item[i - 1];
    c->item[at] = *one;
}

/* As near as the owner says: in words, or by the rhythm that was set. */
static int64_t rank_of(const struct care_pulse_row *row)
{
    if (row->closeness > 0 || row->rhythm_days == 0)
        return row->closeness;
    for (int c = CARE_CLOSE; c > CARE_SLIGHT; c--)
        if (row->rhythm_days <= care_rhythm_of((enum care_closeness)c))
            return c;
    return CARE_SLIGHT;
}

/* One way through everybody. A tie that sleeps and of which the owner never said that it matters is
 * no duty; it may be the find. */
static void look_at_all(struct care_work *w, const struct care_pulse_rows *rows, struct chosen *due,
                        struct chosen *sleepers)
{
    int64_t today = care_rules_today(&w->ask);
    for (size_t i = 0; i < rows->n; i++) {
        struct candidate one = { .row = rows->item[i],
                                 .tie = care_rules_tie(&w->ask, &rows->item[i]) };
        bool sleeps = care_dormant(&one.tie, today);
        enum care_state state = care_state_of(&one.tie, today);
        one.rank = rank_of(&one.row);
        if ((state == CARE_DUE || state == CARE_FADING) && (!sleeps || one.rank > 0)) {
            int64_t late = today - care_due_day(&one.tie, today);
            one.overdue = (double)late / care_rhythm(&one.tie);
            choose(w, due, &one);
        }
        if (sleeps)
            choose(w, sleepers, &one);
    }
}

static const err *put_due(struct care_work *w, const struct candidate *c)
{
    const struct care_asking *ask = &w->ask;
    struct person p = { 0 };
    int64_t today = care_rules_today(ask);
    TRY(book_person_get(ask->store, ask->arena, ask->owner, (person_id){ c->row.person }, &p));
    bool fading = care_state_of(&c->tie, today) == CARE_FADING;
    str last = care_words_last(ask, &p), rhythm = care_words_rhythm(ask, &p);
    last = str_empty(last) ? words(ask->lang, "no encounter yet")
                           : care_words_with(ask, WORDS_MARK("last: {what}"), "what", last);
    if (fading)
        rhythm = care_words_with(ask, WORDS_MARK("before that {rhythm}"), "rhythm",
                                 care_rhythm_words(ask->arena, ask->lang, c->tie.gap_days));
    bool long_silence = care_propose(&c->tie, today) == CARE_VISIT_OR_LONG_CALL;
    care_reason_put(
        ask, &w->found,
        &(struct care_reason){ .why = CARE_WHY_DUE,
                               .person = p.id,
                               .how = long_silence ? words(ask->lang, "visit or long call") : S(""),
                               .text = two(ask, last, rhythm),
                               .minutes = long_silence ? 45 : 0 });
    return NULL;
}

/* The first sentence after years, from what was heard last; without "du" or "Sie", so that it fits
 * both. */
static const err *first_sentence(const struct care_asking *ask, const struct person *p, str *ret)
{
    struct encounter_list last = { 0 };
    TRY(encounters_of(ask->store, ask->arena, ask->owner, p->id, INT64_MAX, (encounter_id){ 0 }, 1,
                      &last));
    if (last.n == 0)
        return NULL;
    struct when_date then = when_local_of(p->pulse.last_ms, ask->zone).date;
    str month = str_format(ask->arena, "%04d-%02d", then.year, then.month);
    const struct words_value values[] = {
        { "month", when_day_known(ask->arena, month, ask->lang) },
        { "heard", last.item[0].heard },
    };
    const char *said =
        str_empty(last.item[0].heard)
            ? WORDS_MARK("“We last spoke in {month}. I have often thought of it, and would like to "
                         "hear how it went on.”")
            : WORDS_MARK(
                  "“We last spoke in {month}. I still remember: {heard}. How did it go on?”");
    *ret = words_fill(ask->arena, words(ask->lang, said), values, COUNT_OF(values));
    return NULL;
}

static const err *put_find(struct care_work *w, person_id person)
{
    const struct care_asking *ask = &w->ask;
    struct person p = { 0 };
    str help = S("");
    TRY(book_person_get(ask->store, ask->arena, ask->owner, person, &p));
    struct care_tie tie = care_rules_tie_of(ask, &p);
    if (p.rests_ms != 0 || !care_dormant(&tie, care_rules_today(ask)) ||
        care_rules_snoozed(w, p.id, 0))
        return NULL;
    TRY(first_sentence(ask, &p, &help));
    str said = words(ask->lang, "last: {what}; trust stays, and from such a tie comes what is new");
    const struct words_value last = { "what", care_words_last(ask, &p) };
    care_reason_put(ask, &w->found,
                    &(struct care_reason){ .why = CARE_WHY_FIND,
                                           .person = p.id,
                                           .how = words(ask->lang, "find"),
                                           .text = words_fill(ask->arena, said, &last, 1),
                                           .help = help,
                                           .minutes = 45 });
    return NULL;
}

/* Of the sleeping ties the one for this week; 0 where there is none. */
static const err *pick(struct care_work *w, const struct chosen *sleepers, person_id *ret)
{
    const struct care_asking *ask = &w->ask;
    struct care_sleeper *list = NEW_ARRAY(ask->arena, struct care_sleeper, sleepers->n);
    int64_t living_ms = clock_now_ms() - (int64_t)CARE_DORMANT_DAYS * 24 * 3600 * 1000;
    for (size_t i = 0; i < sleepers->n; i++) {
        const struct candidate *c = &sleepers->item[i];
        person_id whole = { c->row.person };
        int64_t shared = 0;
        list[i] = (struct care_sleeper){ .person = c->row.person, .tie = c->tie };
        TRY(care_store_trusted(ask->store, ask->arena, ask->owner, whole, &list[i].trusted));
        list[i].trusted = list[i].trusted || c->row.closeness >= CLOSENESS_WELL_KNOWN;
        TRY(care_store_shared(ask->store, ask->arena, ask->owner, whole, living_ms, &shared));
        list[i].shared = (int)shared;
    }
    size_t at =
        care_pick_dormant(list, sleepers->n, care_rules_today(ask), care_rules_week(ask->today));
    *ret = at < sleepers->n ? (person_id){ list[at].person } : (person_id){ 0 };
    return NULL;
}

static const err *find(struct care_work *w, const struct chosen *sleepers)
{
    const struct care_asking *ask = &w->ask;
    int64_t week = care_rules_week(ask->today);
    person_id person = { 0 };
    bool found = false;
    TRY(care_store_week(ask->store, ask->arena, ask->owner, week, &person, &found));
    if (!found) {
        TRY(pick(w, sleepers, &person));
        if (person.v == 0)
            return NULL;
        TX(t, ask->store, ask->arena);
        TRY(care_store_week_set(ask->store, ask->arena, ask->owner, week, person));
        TRY(tx_commit(&t));
    }
    return put_find(w, person);
}

static const err *everybody(struct care_work *w)
{
    const struct care_asking *ask = &w->ask;
    struct care_pulse_rows rows = { 0 };
    struct chosen *due = NEW(ask->arena, struct chosen);
    struct chosen *sleepers = NEW(ask->arena, struct chosen);
    due->max = CARE_TODAY_MAX;
    due->before = more_due;
    sleepers->max = SLEEPERS;
    sleepers->before = more_new;
    TRY(care_store_pulses(ask->store, ask->arena, ask->owner, &rows));
    look_at_all(w, &rows, due, sleepers);
    for (size_t i = 0; i < due->n; i++)
        TRY(put_due(w, &due->item[i]));
    return find(w, sleepers);
}

/* What other features know. */
static const err *further(struct care_work *w)
{
    for (care_reasons_fn *const *fn = care_rules_further(); *fn != NULL; fn++)
        TRY((*fn)(&w->ask, &w->found));
    return NULL;
}

care_source *const care_sources[] = {
    promises, further, birthdays, steps, changes, everybody, NULL
};
