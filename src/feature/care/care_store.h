/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_store.h - the rows of care, and what Today asks of the whole book. Inside this folder only.
 * Functions are those of care.h without its rules; lists leave out who rests.
 */
#ifndef FEATURE_CARE_CARE_STORE_H
#define FEATURE_CARE_CARE_STORE_H

#include "feature/care/care.h"

extern const query *const care_store_queries[];

/* ---- everybody ------------------------------------------------------------------------------- */

/* A whole person with a rhythm, or met before. */
struct care_pulse_row {
    int64_t person, closeness, rhythm_days, last_ms, gap_days, count;
};
struct care_pulse_rows {
    const struct care_pulse_row *item;
    size_t n;
};
MUST const err *care_store_pulses(store *s, arena *a, account_id owner,
                                  struct care_pulse_rows *ret);

struct care_birthday_row {
    int64_t person;
    str name;
    str value; /* '1964-02-18' or '--02-18' */
};
struct care_birthday_rows {
    const struct care_birthday_row *item;
    size_t n;
};
/* On one of eight days of the year, "02-18" each; in no order. */
MUST const err *care_store_birthdays_on(store *s, arena *a, account_id owner, const str days[8],
                                        int64_t limit, struct care_birthday_rows *ret);
MUST const err *care_store_birthdays(store *s, arena *a, account_id owner, int64_t limit,
                                     struct care_birthday_rows *ret);

struct care_ended_row {
    int64_t person, last_ms;
    str organisation, title, to_on;
};
struct care_ended_rows {
    const struct care_ended_row *item;
    size_t n;
};
/* Roles that ended between two days, the latest first. */
MUST const err *care_store_ended(store *s, arena *a, account_id owner, str from, str until,
                                 int64_t limit, struct care_ended_rows *ret);

/* Did this person give something or keep a promise; and how many of their organisations and tags
 * are those of people met since `living_ms`. */
MUST const err *care_store_trusted(store *s, arena *a, account_id owner, person_id whole,
                                   bool *ret);
MUST const err *care_store_shared(store *s, arena *a, account_id owner, person_id whole,
                                  int64_t living_ms, int64_t *ret);

/* The minutes of the last encounters that say any. */
struct care_minutes_row {
    int64_t minutes;
};
struct care_minutes_rows {
    const struct care_minutes_row *item;
    size_t n;
};
MUST const err *care_store_minutes(store *s, arena *a, account_id owner, int64_t limit,
                                   struct care_minutes_rows *ret);

/* ---- put off --------------------------------------------------------------------------------- */

struct care_snooze_row {
    str what;
    int64_t ref; /* the whole person, or the step */
    str until;
};
struct care_snooze_rows {
    const struct care_snooze_row *item;
    size_t n;
};
/* Those that hold on that day ("": all there are). */
MUST const err *care_store_snoozes(store *s, arena *a, account_id owner, str day,
                                   struct care_snooze_rows *ret);
MUST const err *care_store_snooze(store *s, arena *a, account_id owner, str what, int64_t ref,
                                  str until);
MUST const err *care_store_snooze_end(store *s, arena *a, account_id owner, str what, int64_t ref);

/* ---- the week's sleeping tie, the hours, the reminders --------------------------------------- */

MUST const err *care_store_week(store *s, arena *a, account_id owner, int64_t week, person_id *ret,
                                bool *ret_found);
MUST const err *care_store_week_set(store *s, arena *a, account_id owner, int64_t week,
                                    person_id person);
/* 0: never said. */
MUST const err *care_store_hours(store *s, arena *a, account_id owner, int64_t *ret_minutes);
MUST const err *care_store_hours_set(store *s, arena *a, account_id owner, int64_t minutes);

struct care_feed_row {
    int64_t account;
    str lang;
    int64_t created_ms;
};
MUST const err *care_store_feed(store *s, arena *a, str digest, struct care_feed_row *ret,
                                bool *ret_found);
MUST const err *care_store_feed_of(store *s, arena *a, account_id owner, struct care_feed_row *ret,
                                   bool *ret_found);
MUST const err *care_store_feed_set(store *s, arena *a, account_id owner, str digest, str lang);
MUST const err *care_store_feed_end(store *s, arena *a, account_id owner);

struct care_mail_row {
    int64_t account, hour;
    str lang, last;
    str email, name;
};
struct care_mail_rows {
    const struct care_mail_row *item;
    size_t n;
};
/* The wishes of all accounts whose hour has come on that day and that were not thought of on it. */
MUST const err *care_store_mails(store *s, arena *a, str day, int64_t hour,
                                 struct care_mail_rows *ret);
MUST const err *care_store_mail_of(store *s, arena *a, account_id owner, struct care_mail_row *ret,
                                   bool *ret_found);
MUST const err *care_store_mail_set(store *s, arena *a, account_id owner, int64_t hour, str lang,
                                    str last);
MUST const err *care_store_mail_thought(store *s, arena *a, account_id owner, str day);
MUST const err *care_store_mail_end(store *s, arena *a, account_id owner);

/* ---- keeping --------------------------------------------------------------------------------- */

MUST const err *care_store_erase(store *s, arena *a, account_id owner, person_id whole);
MUST const err *care_store_empty(store *s, arena *a, account_id owner);

#endif
