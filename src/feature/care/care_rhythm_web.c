/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_rhythm_web.c - the rhythm on a person's page, and whether the hours suffice for all of them.
 */
#include <inttypes.h>
#include <math.h>

#include "feature/care/care_aims.h"
#include "feature/care/care_web.h"
#include "rhythm.html.h"

#define RHYTHM_MAX 3650
#define MINUTES_READ 200
#define MINUTES_USUAL 30 /* where no encounter says how long it took */
#define COSTLY 8
#define HOURS_MAX 80

/* ---- a person's page ------------------------------------------------------------------------- */

static struct care_choices rhythm_choices(const struct care_asking *ask, int64_t chosen)
{
    static const int64_t days[] = { 0, 7, 14, 30, 90, 180, 365 };
    struct care_choice *all = NEW_ARRAY(ask->arena, struct care_choice, COUNT_OF(days) + 1);
    size_t n = 0;
    bool found = false;
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        str label = days[i] == 0 ? words(ask->lang, "by closeness")
                                 : care_rhythm_words(ask->arena, ask->lang, days[i]);
        found = found || days[i] == chosen;
        all[n++] = (struct care_choice){ str_format(ask->arena, "%" PRId64, days[i]), label,
                                         days[i] == chosen };
    }
    if (!found)
        all[n++] = (struct care_choice){ str_format(ask->arena, "%" PRId64, chosen),
                                         care_rhythm_words(ask->arena, ask->lang, chosen), true };
    return (struct care_choices){ all, n };
}

static str due_words(const struct care_asking *ask, const struct care_tie *tie)
{
    int64_t today = care_rules_today(ask);
    if (care_rhythm(tie) == 0 || tie->count == 0)
        return S("");
    struct when_date due = when_date_of_number(care_due_day(tie, today));
    str day = when_day_long(ask->arena, due, ask->lang);
    bool late = care_due_day(tie, today) <= today;
    return care_words_with(
        ask, late ? WORDS_MARK("due since {day}") : WORDS_MARK("next about {day}"), "day", day);
}

static struct care_aim_links aim_links(arena *a, const struct aim_list *aims)
{
    struct care_aim_link *links = NEW_ARRAY(a, struct care_aim_link, aims->n);
    for (size_t i = 0; i < aims->n; i++)
        links[i] = (struct care_aim_link){ .path = str_format(a, "/book/aims/%" PRId64,
                                                              aims->item[i].id.v),
                                           .title = aims->item[i].title,
                                           .note = S("") };
    return (struct care_aim_links){ links, aims->n };
}

const err *care_web_section(req *r, const struct person *p)
{
    struct care_asking ask = { 0 };
    struct aim_list aims = { 0 };
    TRY(care_web_asking(r, &ask));
    TRY(care_aims_of(r->store, r->arena, ask.owner, p->id, &aims));
    struct care_tie tie = care_rules_tie_of(&ask, p);
    struct care_section_view v = {
        .path = book_person_path(r->arena, p->id),
        .rhythm = care_words_rhythm(&ask, p),
        .due = p->rests_ms != 0 ? S("") : due_words(&ask, &tie),
        .rests = p->rests_ms != 0,
        .fading = care_state_of(&tie, care_rules_today(&ask)) == CARE_FADING,
        .rhythms = rhythm_choices(&ask, p->rhythm_days),
        .aims = aim_links(r->arena, &aims),
        .brief = str_format(r->arena, "/book/brief/%" PRId64, p->id.v),
        .token = req_form_token(r),
    };
    if (tie.gap_days > 0 && (p->rhythm_days > 0 || p->closeness > 0))
        v.usual = care_words_with(&ask, WORDS_MARK("usual so far: {rhythm}"), "rhythm",
                                  care_rhythm_words(r->arena, ask.lang, tie.gap_days));
    rhythm_section(&r->out, v);
    return NULL;
}

/* POST /book/people/:id/rhythm */
const err *care_web_rhythm_post(req *r)
{
    int64_t id = 0, days = 0;
    TRY(book_page_id(r, "id", &id));
    TRY(care_web_number(r, "days", &days));
    if (days < 0 || days > RHYTHM_MAX)
        FAIL(r->arena, ERR_INVALID, "no such rhythm");
    TRY(book_person_rhythm(r->store, r->arena, book_owner(r), (person_id){ id }, days));
    str path = book_person_path(r->arena, (person_id){ id });
    return req_redirect(r, str_join(r->arena, (str[]){ path, S("?done=saved#care") }, 2, S("")));
}

/* ---- do the hours suffice? ------------------------------------------------------------------- */

/* All rhythms together; `costly` are those that ask for most. */
struct sum {
    struct care_load load;
    int minutes; /* an encounter takes */
    struct care_pulse_row costly[COSTLY];
    size_t n;
};

static int rhythm_of(const struct care_asking *ask, const struct care_pulse_row *row)
{
    struct care_tie tie = care_rules_tie(ask, row);
    return care_rhythm(&tie);
}

/* The shortest rhythms ask for most. Only those that the owner has said. */
static void note_costly(const struct care_asking *ask, struct sum *s,
                        const struct care_pulse_row *row)
{
    int rhythm = rhythm_of(ask, row);
    size_t at = s->n;
    while (at > 0 && rhythm < rhythm_of(ask, &s->costly[at - 1]))
        at--;
    if (at == COSTLY)
        return;
    if (s->n < COSTLY)
        s->n++;
    for (size_t i = s->n - 1; i > at; i--)
        s->costly[i] = s->costly[i - 1];
    s->costly[at] = *row;
}

static const err *sum_of(const struct care_asking *ask, struct sum *ret)
{
    struct care_pulse_rows rows = { 0 };
    struct care_minutes_rows minutes = { 0 };
    struct sum s = { .minutes = MINUTES_USUAL };
    TRY(care_store_minutes(ask->store, ask->arena, ask->owner, MINUTES_READ, &minutes));
    if (minutes.n > 0)
        s.minutes = (int)minutes.item[minutes.n / 2].minutes;
    TRY(care_store_pulses(ask->store, ask->arena, ask->owner, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct care_pulse_row *row = &rows.item[i];
        struct care_tie tie = care_rules_tie(ask, row);
        if (row->rhythm_days == 0 && row->closeness == 0)
            continue;
        care_load_add(&s.load, &tie, s.minutes);
        note_costly(ask, &s, row);
    }
    *ret = s;
    return NULL;
}

static str number(arena *a, int64_t n)
{
    return str_format(a, "%" PRId64, n);
}

/* What to change, in plain words: how much rarer, or how much shorter. */
static str advice(const struct care_asking *ask, const struct sum *s, int64_t has)
{
    double times = s->load.minutes_a_week / (double)has;
    const struct words_value values[] = {
        { "minutes", number(ask->arena, (int64_t)floor(s->minutes / times)) },
        { "n", number(ask->arena, (int64_t)ceil(times)) },
    };
    if (times > 3)
        return words_fill(ask->arena,
                          words(ask->lang, "That does not fit, by far: each encounter would have "
                                           "to come about {n} times as rarely. Set the rhythm "
                                           "for fewer people; the others you meet when it "
                                           "happens."),
                          values, 2);
    if (times > 1.5)
        return words_fill(ask->arena,
                          words(ask->lang, "That does not fit: give those whom you know slightly "
                                           "a longer rhythm, or none, and keep the short ones "
                                           "for the few who are close."),
                          values, 2);
    return words_fill(ask->arena,
                      words(ask->lang, "That is a little too much: calls of about {minutes} "
                                       "minutes would fit, or a longer rhythm for one or two of "
                                       "the people below."),
                      values, 2);
}

static const err *costly_lines(const struct care_asking *ask, const struct sum *s,
                               struct rhythm_lines *ret)
{
    struct rhythm_line *lines = NEW_ARRAY(ask->arena, struct rhythm_line, s->n);
    for (size_t i = 0; i < s->n; i++) {
        struct person p = { 0 };
        TRY(book_person_get(ask->store, ask->arena, ask->owner, (person_id){ s->costly[i].person },
                            &p));
        str path = book_person_path(ask->arena, p.id);
        lines[i] = (struct rhythm_line){ .path = str_join(ask->arena, (str[]){ path, S("#care") },
                                                          2, S("")),
                                         .name = p.called.name,
                                         .rhythm = care_words_rhythm(ask, &p) };
    }
    *ret = (struct rhythm_lines){ lines, s->n };
    return NULL;
}

static const err *show(req *r, str typed, str wrong)
{
    struct care_asking ask = { 0 };
    struct sum s = { 0 };
    int64_t has = 0;
    TRY(care_web_asking(r, &ask));
    TRY(sum_of(&ask, &s));
    TRY(care_store_hours(r->store, r->arena, ask.owner, &has));
    int64_t asks = (int64_t)ceil(s.load.minutes_a_week);
    struct rhythms_view v = { .hours = typed, .wrong = wrong, .token = req_form_token(r) };
    if (str_empty(wrong) && has > 0)
        v.hours = number(r->arena, (has + 30) / 60);
    if (asks > 0)
        v.asks = care_words_time(r->arena, ask.lang, asks);
    if (has > 0)
        v.has = care_words_time(r->arena, ask.lang, has);
    v.each = care_words_time(r->arena, ask.lang, s.minutes);
    if (has > 0 && asks > has)
        v.advice = advice(&ask, &s, has);
    TRY(costly_lines(&ask, &s, &v.costly));
    if (!str_empty(wrong))
        req_status(r, 422);
    TRY(book_page_begin(
        r, &(struct book_page){ .title = words(ask.lang, "Rhythms"), .kind = "rhythms-page" }));
    rhythm_page(&r->out, v);
    return book_page_end(r);
}

/* GET /book/rhythms */
const err *care_web_rhythms_get(req *r)
{
    return show(r, S(""), S(""));
}

/* POST /book/rhythms */
const err *care_web_rhythms_post(req *r)
{
    int64_t hours = 0;
    str typed = str_trim(req_field(r, "hours"));
    if (!str_to_int64(typed, &hours) || hours < 1 || hours > HOURS_MAX)
        return show(r, typed, words(r->out.lang, "Please write a number of hours from 1 to 80."));
    TRY(care_store_hours_set(r->store, r->arena, book_owner(r), hours * 60));
    return req_redirect(r, S("/book/rhythms"));
}
