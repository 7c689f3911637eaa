/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_feed.c - the calendar of reminders (RFC 5545): promises with a day, people who are due,
 * birthdays. Days only, no hours: it reminds, it does not plan. Sensitive notes are never in it.
 */
#include <inttypes.h>

#include "base/clock.h"
#include "base/id.h"
#include "engine/when/when_ics.h"
#include "feature/book/book_part.h"
#include "feature/care/care_rules.h"
#include "feature/house/house.h"

#define ICS_MAX ((size_t)8 << 20)
#define AHEAD_DAYS 365
#define PROMISES_MAX 500
#define BIRTHDAYS_MAX 5000
#define DUE_AHEAD_DAYS 60
#define DUE_MAX 100

struct feed {
    const struct care_asking *ask;
    buf out;
    str base_url, stamp;
};

/* One event of a whole day. The UID stays the same as long as what it is about. */
static void begin(struct feed *f, const char *what, int64_t id, struct when_date day)
{
    arena *a = f->ask->arena;
    str uid = id_uuid_of(
        a, str_format(a, "netzarbeit book %" PRId64 " %s %" PRId64, f->ask->owner.v, what, id));
    when_ics_line(&f->out, S("BEGIN:VEVENT"));
    when_ics_raw(&f->out, a, "UID", uid);
    when_ics_raw(&f->out, a, "DTSTAMP", f->stamp);
    when_ics_raw(&f->out, a, "DTSTART;VALUE=DATE", when_ics_date(a, day));
    when_ics_line(&f->out, S("TRANSP:TRANSPARENT"));
    when_ics_line(&f->out, S("CLASS:PRIVATE"));
}

static void end(struct feed *f, str summary, str path)
{
    arena *a = f->ask->arena;
    when_ics_text(&f->out, a, "SUMMARY", summary);
    if (!str_empty(f->base_url))
        when_ics_raw(&f->out, a, "URL", str_join(a, (str[]){ f->base_url, path }, 2, S("")));
    when_ics_line(&f->out, S("END:VEVENT"));
}

static str named(const struct care_asking *ask, const char *msgid, str name, str what)
{
    const struct words_value values[] = { { "name", name }, { "what", what } };
    return words_fill(ask->arena, words(ask->lang, msgid), values, 2);
}

static const err *put_promises(struct feed *f)
{
    const struct care_asking *ask = f->ask;
    struct promise_list all = { 0 };
    str until = when_date_text(ask->arena, when_date_add(ask->today, AHEAD_DAYS));
    TRY(encounters_promises_due(ask->store, ask->arena, ask->owner, until, PROMISES_MAX, &all));
    for (size_t i = 0; i < all.n; i++) {
        const struct promise *p = &all.item[i];
        struct when_date day;
        if (!when_date_parse(p->due, &day))
            continue;
        bool mine = str_eq(p->side, S("mine"));
        begin(f, "promise", p->id.v, day);
        end(f,
            named(ask,
                  mine ? WORDS_MARK("Promised to {name}: {what}")
                       : WORDS_MARK("{name} promised: {what}"),
                  p->person_name, p->text),
            book_person_path(ask->arena, p->person));
    }
    return NULL;
}

/* Every year from the year of birth on, but never before 1970, where some calendars begin. One of
 * 29 February has it on the last day of that month. */
static void put_birthday(struct feed *f, const struct care_birthday_row *b)
{
    arena *a = f->ask->arena;
    str month = str_sub(b->value, b->value.n - 5, 2),
        of_month = str_sub(b->value, b->value.n - 2, 2);
    int64_t year = f->ask->today.year, m = 0, d = 0;
    if (!str_starts(b->value, S("--")) && !str_to_int64(str_sub(b->value, 0, 4), &year))
        return;
    if (!str_to_int64(month, &m) || !str_to_int64(of_month, &d))
        return;
    year = year < 1970 ? 1970 : year;
    bool leap_day = m == 2 && d == 29;
    struct when_date day = { (int)year, (int)m, (int)d };
    if (leap_day)
        day = when_date_add((struct when_date){ (int)year, 3, 1 }, -1);
    begin(f, "birthday", b->person, day);
    when_ics_line(&f->out, leap_day ? S("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1")
                                    : S("RRULE:FREQ=YEARLY"));
    end(f, care_words_with(f->ask, WORDS_MARK("Birthday: {name}"), "name", b->name),
        book_person_path(a, (person_id){ b->person }));
}

static const err *put_birthdays(struct feed *f)
{
    const struct care_asking *ask = f->ask;
    struct care_birthday_rows all = { 0 };
    TRY(care_store_birthdays(ask->store, ask->arena, ask->owner, BIRTHDAYS_MAX, &all));
    for (size_t i = 0; i < all.n; i++)
        if (all.item[i].value.n >= 5)
            put_birthday(f, &all.item[i]);
    return NULL;
}

/* Who becomes due within the next weeks, of those of whom the owner has said that they matter. */
static const err *put_coming(struct feed *f)
{
    const struct care_asking *ask = f->ask;
    struct care_pulse_rows rows = { 0 };
    int64_t today = care_rules_today(ask);
    size_t n = 0;
    TRY(care_store_pulses(ask->store, ask->arena, ask->owner, &rows));
    for (size_t i = 0; i < rows.n && n < DUE_MAX; i++) {
        const struct care_pulse_row *row = &rows.item[i];
        struct care_tie tie = care_rules_tie(ask, row);
        struct person p = { 0 };
        if ((row->closeness == 0 && row->rhythm_days == 0) || care_rhythm(&tie) == 0)
            continue;
        int64_t due = care_due_day(&tie, today);
        if (due <= today || due > today + DUE_AHEAD_DAYS)
            continue;
        TRY(book_person_get(ask->store, ask->arena, ask->owner, (person_id){ row->person }, &p));
        begin(f, "due", row->person, when_date_of_number(due));
        end(f,
            named(ask, WORDS_MARK("{what}: {name}"), p.called.name,
                  book_kind_words(ask->lang, care_rules_kind(&p))),
            book_person_path(ask->arena, p.id));
        n++;
    }
    return NULL;
}

/* Who is due stands at today, as in Today; the promises stand at their own days. */
static const err *put_today(struct feed *f)
{
    const struct care_asking *ask = f->ask;
    struct care_today today = { 0 };
    TRY(care_today(ask->store, ask->arena, ask->owner, ask->lang, ask->zone, &today));
    for (size_t i = 0; i < today.n; i++) {
        const struct care_entry *e = &today.entry[i];
        if (e->why == CARE_WHY_PROMISE || e->why == CARE_WHY_THEIRS || e->why == CARE_WHY_BIRTHDAY)
            continue;
        bool step = e->person.v == 0;
        begin(f, step ? "step" : "due", step ? e->step : e->person.v, today.day);
        when_ics_text(&f->out, ask->arena, "DESCRIPTION", e->text);
        end(f, step ? e->text : named(ask, WORDS_MARK("{what}: {name}"), e->name, e->how), e->path);
    }
    return NULL;
}

const err *care_feed_text(store *s, arena *a, account_id owner, enum lang lang, str base_url,
                          str *ret)
{
    struct care_asking ask = { 0 };
    struct feed f = { .ask = &ask, .base_url = base_url };
    TRY(care_rules_asking(s, a, owner, lang, S(""), &ask));
    f.stamp = when_ics_utc(a, clock_now_ms());
    buf_on_arena(&f.out, a, ICS_MAX);
    when_ics_line(&f.out, S("BEGIN:VCALENDAR"));
    when_ics_line(&f.out, S("VERSION:2.0"));
    when_ics_line(&f.out, S("PRODID:-//netzarbeit//book//EN"));
    when_ics_line(&f.out, S("CALSCALE:GREGORIAN"));
    when_ics_line(&f.out, S("METHOD:PUBLISH"));
    when_ics_text(&f.out, a, "X-WR-CALNAME", words(lang, "My book"));
    when_ics_line(&f.out, S("REFRESH-INTERVAL;VALUE=DURATION:PT6H"));
    when_ics_line(&f.out, S("X-PUBLISHED-TTL:PT6H"));
    TRY(put_today(&f));
    TRY(put_coming(&f));
    TRY(put_promises(&f));
    TRY(put_birthdays(&f));
    when_ics_line(&f.out, S("END:VCALENDAR"));
    if (buf_full(&f.out))
        FAIL(a, ERR_LIMIT, "the calendar is larger than %zu bytes", ICS_MAX);
    *ret = buf_str(&f.out);
    return NULL;
}

const err *care_feed_new(store *s, arena *a, account_id owner, enum lang lang, str *ret_secret)
{
    str secret = id_token(a);
    TRY(care_store_feed_set(s, a, owner, id_digest(a, secret), lang_tag(lang)));
    *ret_secret = secret;
    return NULL;
}
