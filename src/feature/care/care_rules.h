/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_rules.h - what the parts of care share. Inside this folder only.
 */
#ifndef FEATURE_CARE_CARE_RULES_H
#define FEATURE_CARE_CARE_RULES_H

#include <jansson.h>

#include "engine/care/care.h"
#include "feature/care/care_store.h"

/* Who asks; `zone` empty: the house's. */
MUST const err *care_rules_asking(store *s, arena *a, account_id owner, enum lang lang, str zone,
                                  struct care_asking *ret);
/* Number of a day's week, from Monday on. */
int64_t care_rules_week(struct when_date day);
/* What engine/care reckons with. The zone's offset of now holds for all days: an hour of summer
 * time matters to no rhythm. */
struct care_tie care_rules_tie(const struct care_asking *ask, const struct care_pulse_row *row);
struct care_tie care_rules_tie_of(const struct care_asking *ask, const struct person *p);
int64_t care_rules_today(const struct care_asking *ask);

/* Today as it is being made. */
struct care_work {
    struct care_asking ask;
    struct care_snooze_rows snoozes;
    struct care_reasons found;
};
bool care_rules_snoozed(const struct care_work *w, person_id whole, int64_t step);

/* care_sources.c: each puts its few reasons. */
typedef const err *care_source(struct care_work *w);
extern care_source *const care_sources[];
/* Ends with NULL; those that other features gave. */
care_reasons_fn *const *care_rules_further(void);

/* The kind of encounter that is usual with somebody: the last one's, but nobody is proposed an
 * event. */
str care_rules_kind(const struct person *p);

/* care_words.c */
/* "vier Dinge, etwa 50 Minuten" as a title, for at most CARE_TODAY_MAX things. */
str care_words_title(const struct care_asking *ask, size_t things, int64_t minutes);
/* "by tomorrow", "by Fri 13 July", "due today", "due 12 days ago". */
str care_words_due(const struct care_asking *ask, str day);
/* "today", "tomorrow", "Fri 13 July" */
str care_words_day(const struct care_asking *ask, struct when_date day);
/* "call, 12 days ago"; empty where there was none. */
str care_words_last(const struct care_asking *ask, const struct person *p);
/* Whose rhythm it is, and which: "your rhythm: weekly"; empty where there is none. */
str care_words_rhythm(const struct care_asking *ask, const struct person *p);
/* `msgid` with {name} = value, in the asker's language. */
str care_words_with(const struct care_asking *ask, const char *msgid, const char *name, str value);
/* "about 50 minutes", "about an hour" */
str care_words_time(arena *a, enum lang lang, int64_t minutes);
/* The one-line name of a day of the week. */
str care_words_weekday(const struct care_asking *ask);

/* care_feed.c: the calendar, as text. */
MUST const err *care_feed_text(store *s, arena *a, account_id owner, enum lang lang, str base_url,
                               str *ret);
/* A new secret address for it, instead of the former; the secret is stored nowhere. */
MUST const err *care_feed_new(store *s, arena *a, account_id owner, enum lang lang,
                              str *ret_secret);

/* care_mail.c: a job. */
const err *care_mail_work(store *s, arena *a);
#define CARE_MAIL_PURPOSE S("today")

/* care_keep.c: book_part */
const err *care_keep_dossier(store *s, arena *a, account_id owner, person_id whole, json_t *into);
const err *care_keep_erase(store *s, arena *a, account_id owner, person_id whole);
const err *care_keep_archive(store *s, arena *a, account_id owner, json_t *into);
const err *care_keep_empty(store *s, arena *a, account_id owner);

#endif
