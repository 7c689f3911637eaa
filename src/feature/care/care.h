/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care.h - care for the people in the book: Today, aims, the brief before a call, visits by place,
 * reminders by calendar and mail. How rhythms are reckoned stands in engine/care.
 *
 * Nothing here counts people or contacts; whoever rests appears nowhere. As in the book the account
 * is an argument of everything, another's rows are ERR_MISSING, ids of merged people stay good,
 * days are texts "2012-07-09" ("" = not known).
 */
#ifndef FEATURE_CARE_CARE_H
#define FEATURE_CARE_CARE_H

#include "engine/when/when.h"
#include "feature/encounters/encounters.h"

extern const struct feature care;

/* ---- Today ----------------------------------------------------------------------------------- */

/* Why somebody is in Today; the order is that of the list. */
enum care_why {
    CARE_WHY_PROMISE,  /* mine, due within three days or overdue */
    CARE_WHY_ANSWER,   /* an answer is awaited (other features, care_reasons_add) */
    CARE_WHY_BIRTHDAY, /* within the next seven days */
    CARE_WHY_STEP,     /* the next step of an aim is due */
    CARE_WHY_THEIRS,   /* theirs to me, overdue: to be asked about */
    CARE_WHY_CHANGE,   /* a role has ended and nobody has called since */
    CARE_WHY_DUE,      /* by rhythm */
    CARE_WHY_FIND,     /* the sleeping tie of the week */
    CARE_WHYS
};
/* "promise", "answer" … */
str care_why_name(enum care_why why);

/* One reason. Texts are in the asker's language. */
struct care_reason {
    enum care_why why;
    person_id person; /* 0: about nobody */
    int64_t step;     /* of an aim; else 0 */
    str how;          /* what to do: "call", "visit or long call"; empty: as with them usually */
    str text;         /* "you promised: the study, by Friday" */
    str path;         /* where more of it stands; empty: the person's page */
    str help;         /* words to begin with; may be empty */
    int64_t minutes;  /* what it takes; 0: as `how` takes usually */
};
struct care_reasons {
    struct care_reason *item;
    size_t n, cap;
};
/* Who asks, for which day. */
struct care_asking {
    store *store;
    arena *arena;
    account_id owner;
    enum lang lang;
    str zone;
    struct when_date today;
};
void care_reason_put(const struct care_asking *ask, struct care_reasons *into,
                     const struct care_reason *reason);

/* A further source of reasons, before the first request; at most CARE_SOURCES_MAX. It gives few,
 * the most urgent first; who rests or was put off is left out afterwards. */
#define CARE_SOURCES_MAX 8
typedef const err *care_reasons_fn(const struct care_asking *ask, struct care_reasons *into);
void care_reasons_add(care_reasons_fn *fn);

/* A line of Today: one person, with all reasons, the most urgent one first. */
struct care_entry {
    enum care_why why;
    person_id person; /* 0: a step that is about nobody */
    int64_t step;
    str name, how, path, help;
    str kind; /* "call", "visit" …: what the line of the encounter begins with */
    str text;
    int64_t minutes;
};
#define CARE_TODAY_MAX 9
struct care_today {
    struct when_date day;
    struct care_entry entry[CARE_TODAY_MAX];
    size_t n;
    str title;   /* "Today, Thursday: four things, about 50 minutes" */
    bool nobody; /* nobody is in the book yet */
};
/* For today in the zone (empty: the house's). The sleeping tie of the week is chosen once and kept.
 */
MUST const err *care_today(store *s, arena *a, account_id owner, enum lang lang, str zone,
                           struct care_today *ret);

/* Not in Today before that many days have gone: 1 to 3650. */
MUST const err *care_snooze(store *s, arena *a, account_id owner, person_id person, int64_t step,
                            int64_t days);
MUST const err *care_snooze_end(store *s, arena *a, account_id owner, person_id person,
                                int64_t step);

/* ---- rhythm in words ------------------------------------------------------------------------- */

/* "weekly", "about every 3 weeks", "about every half year". */
str care_rhythm_words(arena *a, enum lang lang, int64_t days);

/* ---- the brief ------------------------------------------------------------------------------- */

/* `label` may be empty. */
struct care_line {
    str label, text;
};
struct care_lines {
    const struct care_line *item;
    size_t n;
};
/* All that one wants to have read before a call or visit, in words. */
struct care_brief {
    struct person person;
    str apart, last, rhythm;
    struct care_lines reach;        /* telephone, mail, addresses */
    struct care_lines encounters;   /* "call, 3 May": what was heard */
    struct care_lines mine, theirs; /* open promises; the label says by when */
    struct care_lines seeks, offers;
    struct care_lines known; /* whom both know, and how */
    struct care_lines
        changes; /* roles that ended or began since the last encounter, else those open */
    struct care_lines aims;
    struct care_lines notes;
    struct care_lines questions; /* two */
    bool sensitive;              /* there are sensitive notes: not shown here */
};
MUST const err *care_brief(const struct care_asking *ask, person_id person, struct care_brief *ret);

#endif
