/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_store.c - SQL of care, but for the aims (care_aim_store.c).
 */
#include "feature/care/care_store.h"

#include "base/clock.h"

/* The ids that a whole person was written with; $1 the account, $2 the whole. */
#define OF_WHOLE "(SELECT id FROM person WHERE account = $1 AND whole = $2)"
#define NO_ROW 0, NULL, 0

struct number_row {
    int64_t v;
};
static const col number_cols[] = { COL(struct number_row, v) };
#define NUMBER_ROW 1, number_cols, sizeof(struct number_row)

/* Returns all rows of a query as a list. */
#define ROWS(list, ret, q, ...)                                                                    \
    do {                                                                                           \
        void *rows_ = NULL;                                                                        \
        size_t n_ = 0;                                                                             \
        TRY(store_rows(s, a, (q), __VA_ARGS__, &rows_, &n_));                                      \
        *(ret) = (struct list){ rows_, n_ };                                                       \
        return NULL;                                                                               \
    } while (0)

static const err *number_of(store *s, arena *a, const query *q, const struct arg *args,
                            size_t n_args, int64_t *ret, bool *ret_found)
{
    struct number_row row = { 0 };
    TRY(store_row(s, a, q, args, n_args, &row, ret_found));
    *ret = row.v;
    return NULL;
}

/* A change of one statement, which may be all of its transaction. */
static const err *run(store *s, arena *a, const query *q, const struct arg *args, size_t n_args)
{
    TX(t, s, a);
    TRY(store_run(s, a, q, args, n_args, NULL));
    return tx_commit(&t);
}

/* ---- everybody ------------------------------------------------------------------------------- */

static const col pulse_cols[] = {
    COL(struct care_pulse_row, person),      COL(struct care_pulse_row, closeness),
    COL(struct care_pulse_row, rhythm_days), COL(struct care_pulse_row, last_ms),
    COL(struct care_pulse_row, gap_days),    COL(struct care_pulse_row, count),
};
/* From the index person_care alone. */
static const query q_pulses = {
    "SELECT id, closeness, rhythm_days, last_ms, gap_days, met_count FROM person"
    " WHERE account = $1 AND rests_ms = 0 AND whole = id"
    " AND (closeness > 0 OR rhythm_days > 0 OR met_count > 0)",
    1, COUNT_OF(pulse_cols), pulse_cols, sizeof(struct care_pulse_row)
};

const err *care_store_pulses(store *s, arena *a, account_id owner, struct care_pulse_rows *ret)
{
    ROWS(care_pulse_rows, ret, &q_pulses, ARGS(ARG(owner.v)));
}

static const col birthday_cols[] = { COL(struct care_birthday_row, person),
                                     COL(struct care_birthday_row, name),
                                     COL(struct care_birthday_row, value) };
#define BIRTHDAY_ROW COUNT_OF(birthday_cols), birthday_cols, sizeof(struct care_birthday_row)
#define BIRTHDAY                                                                                   \
    "SELECT w.id, w.name, d.value FROM datum d JOIN person p ON p.id = d.person"                   \
    " JOIN person w ON w.id = p.whole WHERE d.account = $1 AND w.account = $1 AND w.rests_ms = 0"  \
    " AND d.kind = 'birthday' AND d.removed_ms = 0"
static const query q_birthdays_on = {
    BIRTHDAY " AND substr(d.value, -5) IN ($2, $3, $4, $5, $6, $7, $8, $9) LIMIT $10", 10,
    BIRTHDAY_ROW
};
static const query q_birthdays = { BIRTHDAY " ORDER BY w.id LIMIT $2", 2, BIRTHDAY_ROW };

const err *care_store_birthdays_on(store *s, arena *a, account_id owner, const str days[8],
                                   int64_t limit, struct care_birthday_rows *ret)
{
    ROWS(care_birthday_rows, ret, &q_birthdays_on,
         ARGS(ARG(owner.v), ARG(days[0]), ARG(days[1]), ARG(days[2]), ARG(days[3]), ARG(days[4]),
              ARG(days[5]), ARG(days[6]), ARG(days[7]), ARG(limit)));
}

const err *care_store_birthdays(store *s, arena *a, account_id owner, int64_t limit,
                                struct care_birthday_rows *ret)
{
    ROWS(care_birthday_rows, ret, &q_birthdays, ARGS(ARG(owner.v), ARG(limit)));
}

static const col ended_cols[] = {
    COL(struct care_ended_row, person),       COL(struct care_ended_row, last_ms),
    COL(struct care_ended_row, organisation), COL(struct care_ended_row, title),
    COL(struct care_ended_row, to_on),
};
static const query q_ended = {
    "SELECT w.id, w.last_ms, o.name, x.title, x.to_on FROM role x"
    " JOIN person p ON p.id = x.person JOIN person w ON w.id = p.whole"
    " JOIN organisation o ON o.id = x.organisation"
    " WHERE x.account = $1 AND w.account = $1 AND o.account = $1 AND w.rests_ms = 0"
    " AND x.to_on <> '' AND x.removed_ms = 0 AND x.to_on >= $2 AND x.to_on <= $3"
    " ORDER BY x.to_on DESC, x.id LIMIT $4",
    4, COUNT_OF(ended_cols), ended_cols, sizeof(struct care_ended_row)
};

const err *care_store_ended(store *s, arena *a, account_id owner, str from, str until,
                            int64_t limit, struct care_ended_rows *ret)
{
    ROWS(care_ended_rows, ret, &q_ended, ARGS(ARG(owner.v), ARG(from), ARG(until), ARG(limit)));
}

/* CROSS JOIN and '+': from the person on, else the planner goes through the whole book. */
static const query q_trusted = {
    "SELECT EXISTS (SELECT 1 FROM encounter_person ep CROSS JOIN encounter e"
    " WHERE e.id = ep.encounter AND ep.account = $1 AND e.account = $1 AND ep.person IN " OF_WHOLE
    " AND e.removed_ms = 0 AND e.received <> '')"
    " OR EXISTS (SELECT 1 FROM promise WHERE account = $1 AND person IN " OF_WHOLE
    " AND side = 'theirs' AND kept_ms > 0 AND removed_ms = 0)",
    2, NUMBER_ROW
};
#define LIVING                                                                                     \
    " JOIN person q ON q.id = other.person JOIN person w ON w.id = q.whole"                        \
    " WHERE w.account = $1 AND w.id <> $2 AND w.last_ms >= $3 AND other.removed_ms = 0"
static const query q_shared = {
    "SELECT (SELECT count(DISTINCT x.organisation) FROM role x WHERE x.account = $1"
    " AND x.person IN " OF_WHOLE " AND x.removed_ms = 0 AND EXISTS (SELECT 1 FROM role other" LIVING
    " AND other.account = $1 AND other.organisation = x.organisation))"
    " + (SELECT count(DISTINCT x.fold) FROM datum x WHERE x.account = $1 AND +x.kind = 'tag'"
    " AND x.person IN " OF_WHOLE
    " AND x.removed_ms = 0 AND EXISTS (SELECT 1 FROM datum other" LIVING
    " AND other.account = $1 AND other.kind = 'tag' AND other.fold = x.fold))",
    3, NUMBER_ROW
};

const err *care_store_trusted(store *s, arena *a, account_id owner, person_id whole, bool *ret)
{
    int64_t number = 0;
    bool found = false;
    TRY(number_of(s, a, &q_trusted, ARGS(ARG(owner.v), ARG(whole.v)), &number, &found));
    *ret = number != 0;
    return NULL;
}

const err *care_store_shared(store *s, arena *a, account_id owner, person_id whole,
                             int64_t living_ms, int64_t *ret)
{
    bool found = false;
    return number_of(s, a, &q_shared, ARGS(ARG(owner.v), ARG(whole.v), ARG(living_ms)), ret,
                     &found);
}

static const col minutes_cols[] = { COL(struct care_minutes_row, minutes) };
static const query q_minutes = {
    "SELECT minutes FROM (SELECT minutes FROM encounter WHERE account = $1 AND removed_ms = 0"
    " ORDER BY time_ms DESC LIMIT $2) WHERE minutes > 0 ORDER BY minutes",
    2, COUNT_OF(minutes_cols), minutes_cols, sizeof(struct care_minutes_row)
};

const err *care_store_minutes(store *s, arena *a, account_id owner, int64_t limit,
                              struct care_minutes_rows *ret)
{
    ROWS(care_minutes_rows, ret, &q_minutes, ARGS(ARG(owner.v), ARG(limit)));
}

/* ---- put off --------------------------------------------------------------------------------- */

static const col snooze_cols[] = { COL(struct care_snooze_row, what),
                                   COL(struct care_snooze_row, ref),
                                   COL(struct care_snooze_row, until) };
static const query q_snoozes = {
    "SELECT s.what, coalesce(p.whole, s.ref), s.until FROM snooze s"
    " LEFT JOIN person p ON s.what = 'person' AND p.id = s.ref AND p.account = s.account"
    " WHERE s.account = $1 AND s.until > $2",
    2, COUNT_OF(snooze_cols), snooze_cols, sizeof(struct care_snooze_row)
};
static const query q_snooze = {
    "INSERT INTO snooze (account, what, ref, until) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (account, what, ref) DO UPDATE SET until = excluded.until",
    4, NO_ROW
};
static const query q_snooze_end = {
    "DELETE FROM snooze WHERE account = $1 AND what = $2 AND (ref = $3 OR (what = 'person' AND"
    " ref IN (SELECT id FROM person WHERE account = $1 AND whole = $3)))",
    3, NO_ROW
};

const err *care_store_snoozes(store *s, arena *a, account_id owner, str day,
                              struct care_snooze_rows *ret)
{
    ROWS(care_snooze_rows, ret, &q_snoozes, ARGS(ARG(owner.v), ARG(day)));
}

const err *care_store_snooze(store *s, arena *a, account_id owner, str what, int64_t ref, str until)
{
    return run(s, a, &q_snooze, ARGS(ARG(owner.v), ARG(what), ARG(ref), ARG(until)));
}

const err *care_store_snooze_end(store *s, arena *a, account_id owner, str what, int64_t ref)
{
    return run(s, a, &q_snooze_end, ARGS(ARG(owner.v), ARG(what), ARG(ref)));
}

/* ---- the week's sleeping tie, the hours ------------------------------------------------------ */

static const query q_week = { "SELECT person FROM care_week WHERE account = $1 AND week = $2", 2,
                              NUMBER_ROW };
static const query q_week_set = {
    "INSERT INTO care_week (account, week, person) VALUES ($1, $2, $3)"
    " ON CONFLICT (account) DO UPDATE SET week = excluded.week, person = excluded.person",
    3, NO_ROW
};
static const query q_hours = { "SELECT minutes FROM care_hours WHERE account = $1", 1, NUMBER_ROW };
static const query q_hours_set = {
    "INSERT INTO care_hours (account, minutes) VALUES ($1, $2)"
    " ON CONFLICT (account) DO UPDATE SET minutes = excluded.minutes",
    2, NO_ROW
};

const err *care_store_week(store *s, arena *a, account_id owner, int64_t week, person_id *ret,
                           bool *ret_found)
{
    return number_of(s, a, &q_week, ARGS(ARG(owner.v), ARG(week)), &ret->v, ret_found);
}

const err *care_store_week_set(store *s, arena *a, account_id owner, int64_t week, person_id person)
{
    return run(s, a, &q_week_set, ARGS(ARG(owner.v), ARG(week), ARG(person.v)));
}

const err *care_store_hours(store *s, arena *a, account_id owner, int64_t *ret_minutes)
{
    bool found = false;
    return number_of(s, a, &q_hours, ARGS(ARG(owner.v)), ret_minutes, &found);
}

const err *care_store_hours_set(store *s, arena *a, account_id owner, int64_t minutes)
{
    return run(s, a, &q_hours_set, ARGS(ARG(owner.v), ARG(minutes)));
}

/* ---- reminders ------------------------------------------------------------------------------- */

static const col feed_cols[] = { COL(struct care_feed_row, account),
                                 COL(struct care_feed_row, lang),
                                 COL(struct care_feed_row, created_ms) };
#define FEED_ROW COUNT_OF(feed_cols), feed_cols, sizeof(struct care_feed_row)
static const query q_feed = { "SELECT account, lang, created_ms FROM book_feed WHERE digest = $1",
                              1, FEED_ROW };
static const query q_feed_of = {
    "SELECT account, lang, created_ms FROM book_feed WHERE account = $1", 1, FEED_ROW
};
static const query q_feed_set = {
    "INSERT INTO book_feed (account, digest, lang, created_ms) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (account) DO UPDATE SET digest = excluded.digest, lang = excluded.lang,"
    " created_ms = excluded.created_ms",
    4, NO_ROW
};
static const query q_feed_end = { "DELETE FROM book_feed WHERE account = $1", 1, NO_ROW };

const err *care_store_feed(store *s, arena *a, str digest, struct care_feed_row *ret,
                           bool *ret_found)
{
    return store_row(s, a, &q_feed, ARGS(ARG(digest)), ret, ret_found);
}

const err *care_store_feed_of(store *s, arena *a, account_id owner, struct care_feed_row *ret,
                              bool *ret_found)
{
    return store_row(s, a, &q_feed_of, ARGS(ARG(owner.v)), ret, ret_found);
}

const err *care_store_feed_set(store *s, arena *a, account_id owner, str digest, str lang)
{
    return run(s, a, &q_feed_set, ARGS(ARG(owner.v), ARG(digest), ARG(lang), ARG(clock_now_ms())));
}

const err *care_store_feed_end(store *s, arena *a, account_id owner)
{
    return run(s, a, &q_feed_end, ARGS(ARG(owner.v)));
}

static const col mail_cols[] = {
    COL(struct care_mail_row, account), COL(struct care_mail_row, hour),
    COL(struct care_mail_row, lang),    COL(struct care_mail_row, last),
    COL(struct care_mail_row, email),   COL(struct care_mail_row, name),
};
#define MAIL_ROW COUNT_OF(mail_cols), mail_cols, sizeof(struct care_mail_row)
#define MAIL                                                                                       \
    "SELECT m.account, m.hour, m.lang, m.last, a.email, a.name FROM care_mail m"                   \
    " JOIN account a ON a.id = m.account WHERE "
static const query q_mails = { MAIL "m.last < $1 AND m.hour <= $2", 2, MAIL_ROW };
static const query q_mail_of = { MAIL "m.account = $1", 1, MAIL_ROW };
static const query q_mail_set = {
    "INSERT INTO care_mail (account, hour, lang, last) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (account) DO UPDATE SET hour = excluded.hour, lang = excluded.lang,"
    " last = max(last, excluded.last)",
    4, NO_ROW
};
static const query q_mail_thought = { "UPDATE care_mail SET last = $1 WHERE account = $2", 2,
                                      NO_ROW };
static const query q_mail_end = { "DELETE FROM care_mail WHERE account = $1", 1, NO_ROW };

const err *care_store_mails(store *s, arena *a, str day, int64_t hour, struct care_mail_rows *ret)
{
    ROWS(care_mail_rows, ret, &q_mails, ARGS(ARG(day), ARG(hour)));
}

const err *care_store_mail_of(store *s, arena *a, account_id owner, struct care_mail_row *ret,
                              bool *ret_found)
{
    return store_row(s, a, &q_mail_of, ARGS(ARG(owner.v)), ret, ret_found);
}

const err *care_store_mail_set(store *s, arena *a, account_id owner, int64_t hour, str lang,
                               str last)
{
    return run(s, a, &q_mail_set, ARGS(ARG(owner.v), ARG(hour), ARG(lang), ARG(last)));
}

const err *care_store_mail_thought(store *s, arena *a, account_id owner, str day)
{
    return run(s, a, &q_mail_thought, ARGS(ARG(day), ARG(owner.v)));
}

const err *care_store_mail_end(store *s, arena *a, account_id owner)
{
    return run(s, a, &q_mail_end, ARGS(ARG(owner.v)));
}

/* ---- keeping --------------------------------------------------------------------------------- */

static const query q_erase_snooze = {
    "DELETE FROM snooze WHERE account = $1 AND what = 'person' AND ref IN " OF_WHOLE, 2, NO_ROW
};
static const query q_erase_week = {
    "DELETE FROM care_week WHERE account = $1 AND person IN " OF_WHOLE, 2, NO_ROW
};
static const query q_erase_member = {
    "DELETE FROM aim_person WHERE account = $1 AND person IN " OF_WHOLE, 2, NO_ROW
};
static const query q_erase_steps = {
    "DELETE FROM aim_step WHERE account = $1 AND person IN " OF_WHOLE, 2, NO_ROW
};
static const query q_erase_behalf = {
    "UPDATE aim SET on_behalf_of = 0 WHERE account = $1 AND on_behalf_of IN " OF_WHOLE, 2, NO_ROW
};
static const query q_empty[] = {
    { "DELETE FROM aim_step WHERE account = $1", 1, NO_ROW },
    { "DELETE FROM aim_person WHERE account = $1", 1, NO_ROW },
    { "DELETE FROM aim WHERE account = $1", 1, NO_ROW },
    { "DELETE FROM snooze WHERE account = $1", 1, NO_ROW },
    { "DELETE FROM care_week WHERE account = $1", 1, NO_ROW },
    { "DELETE FROM care_hours WHERE account = $1", 1, NO_ROW },
};

const err *care_store_erase(store *s, arena *a, account_id owner, person_id whole)
{
    static const query *const all[] = { &q_erase_snooze, &q_erase_week, &q_erase_member,
                                        &q_erase_steps, &q_erase_behalf };
    for (size_t i = 0; i < COUNT_OF(all); i++)
        TRY(run(s, a, all[i], ARGS(ARG(owner.v), ARG(whole.v))));
    return NULL;
}

const err *care_store_empty(store *s, arena *a, account_id owner)
{
    for (size_t i = 0; i < COUNT_OF(q_empty); i++)
        TRY(run(s, a, &q_empty[i], ARGS(ARG(owner.v))));
    TRY(care_store_feed_end(s, a, owner));
    return care_store_mail_end(s, a, owner);
}

const query *const care_store_queries[] = {
    &q_pulses,     &q_birthdays_on, &q_birthdays,   &q_ended,        &q_trusted,  &q_shared,
    &q_minutes,    &q_snoozes,      &q_snooze,      &q_snooze_end,   &q_week,     &q_week_set,
    &q_hours,      &q_hours_set,    &q_feed,        &q_feed_of,      &q_feed_set, &q_feed_end,
    &q_mails,      &q_mail_of,      &q_mail_set,    &q_mail_thought, &q_mail_end, &q_erase_snooze,
    &q_erase_week, &q_erase_member, &q_erase_steps, &q_erase_behalf, &q_empty[0], &q_empty[1],
    &q_empty[2],   &q_empty[3],     &q_empty[4],    &q_empty[5],     NULL,
};
