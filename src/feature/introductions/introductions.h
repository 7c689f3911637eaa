/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions.h - two people of a book are made known to each other: each is asked in the owner's
 * own words, nobody is named before both have said yes, and later both say what came of it. Which
 * step may follow which stands in introductions_rules.h.
 *
 * What holds, by construction:
 * - A mail to one side is made of the owner's words to that side and of fixed words. Nothing of the
 *   other side is put into it before both have said yes.
 * - Who said yes, where the other did not, is told a fixed sentence, the same whatever the other
 * did.
 * - Nothing goes out but what the owner wrote and looked at; a reminder too, which goes once at
 * most.
 * - Who asked not to be asked again is asked by this account no more.
 *
 * As in the book: the account is an argument of everything, another's rows are ERR_MISSING, ids of
 * merged people stay good, the functions that change run in the caller's transaction or open one. A
 * step that may not be taken is ERR_CONFLICT with one field, "step", whose message says why.
 */
#ifndef FEATURE_INTRODUCTIONS_INTRODUCTIONS_H
#define FEATURE_INTRODUCTIONS_INTRODUCTIONS_H

#include "feature/encounters/encounters.h"
#include "feature/introductions/introductions_rules.h"

extern const struct feature introductions;

typedef struct {
    int64_t v;
} introduction_id;

/* ---- suggestions ----------------------------------------------------------------------------- */

/* Two who might be introduced, with the reasons in words of the reader's language, one a line. */
struct introduction_suggestion {
    person_id a, b;
    str reasons;
};
struct introduction_suggestions {
    const struct introduction_suggestion *item;
    size_t n;
};
/* Who finds them: registered before the first request; without, there are none. */
typedef const err *introductions_suggest_fn(store *s, arena *a, account_id owner, enum lang lang,
                                            struct introduction_suggestions *ret);
void introductions_suggest_by(introductions_suggest_fn *fn);
/* At most a handful; those who rest, asked not to be asked, or were asked lately are left out. */
MUST const err *introductions_suggested(store *s, arena *a, account_id owner, enum lang lang,
                                        struct introduction_suggestions *ret);

/* ---- one introduction ------------------------------------------------------------------------ */

#define INTRODUCTIONS_WORDS_MAX 8000 /* code points of a text to a side, or to both */
#define INTRODUCTIONS_LINE_MAX 500   /* of why, fee, subject, what was said */

struct introduction_side {
    int64_t introduction, side;
    person_id person; /* whole */
    str name;
    str state; /* introductions_rules_state */
    str way;   /* how they were asked: "", "mail", "telephone", "in person" */
    str language;
    str subject, words, reminder;
    int64_t mail; /* the newest mail to this side; 0: none */
    int64_t asked_ms, went_ms, reminded_ms, answered_ms;
    str answered_by; /* "", "own word", "owner", "house" */
    str said;        /* a word of theirs with the answer */
    bool may_ask;
    int64_t told_ms;
    int64_t worth; /* tenths; WORTH_UNKNOWN */
    str worth_words, worth_by;
    int64_t worth_ms, released_ms;
};

struct introduction {
    introduction_id id;
    str key, why, fee;
    bool in_turn, stays;
    person_id behalf;
    str words, way;
    int64_t introduced_ms, followed14_ms, followed60_ms, withdrawn_ms;
    str post;
    int64_t created_ms;
    struct introduction_side side[2];
};
struct introduction_list {
    const struct introduction *item;
    size_t n;
};

/* One step of its history; `what` is a name of an act, "drafted", "named". */
struct introduction_step {
    int64_t time_ms, side;
    str what, who, words;
};
struct introduction_steps {
    const struct introduction_step *item;
    size_t n;
};

struct introduction_facts introductions_facts(const struct introduction *i);
enum introduction_stage introductions_stage(const struct introduction *i);
/* When it came to nothing; 0 where it did not. */
int64_t introductions_ended_ms(const struct introduction *i);

/* What is given to draft one. */
struct introduction_draft {
    str key; /* [A-Za-z0-9_-]{1,64}; empty: one is made */
    person_id a, b;
    str why, fee;
    bool in_turn, stays;
    person_id behalf;
    str from_kind; /* "", "introduction", "encounter": where it came from, with its id */
    int64_t from_id;
};
/* May these two be asked at all? ERR_INVALID with a field "a", "b" or "pair" that says why not: one
 * is nobody, rests, asked not to be asked again; they are one; they are being asked or know each
 * other by an introduction already; it is too soon after a no. `names` are filled in as far as they
 * are known. */
MUST const err *introductions_gate(store *s, arena *a, account_id owner, enum lang lang,
                                   person_id one, person_id other, str names[2]);
/* Past the gate. The same key again is the same introduction. */
MUST const err *introductions_draft(store *s, arena *a, account_id owner, enum lang lang,
                                    const struct introduction_draft *d, introduction_id *ret);
MUST const err *introductions_get(store *s, arena *a, account_id owner, introduction_id id,
                                  struct introduction *ret);
MUST const err *introductions_steps(store *s, arena *a, account_id owner, introduction_id id,
                                    struct introduction_steps *ret);
/* Newest first. */
MUST const err *introductions_all(store *s, arena *a, account_id owner,
                                  struct introduction_list *ret);
MUST const err *introductions_of(store *s, arena *a, account_id owner, person_id person,
                                 struct introduction_list *ret);

/* What waits for somebody, in the order in which the list shows it. */
enum introduction_wait {
    WAIT_OWNER,  /* the next step is the owner's */
    WAIT_ANSWER, /* of a side that was asked */
    WAIT_TIME,   /* introduced; asked about later */
    WAIT_NOBODY, /* it is over */
    WAITS
};
enum introduction_wait introductions_waits(const struct introduction *i, int64_t now_ms);
/* Which asking around is due: 14, 60, or 0. */
int introductions_follow_due(const struct introduction *i, int64_t now_ms);

/* ---- never again, and being named ------------------------------------------------------------ */

MUST const err *introductions_never(store *s, arena *a, account_id owner, person_id person,
                                    int64_t *ret_since_ms);
/* That person said otherwise, to the owner. */
MUST const err *introductions_never_lift(store *s, arena *a, account_id owner, person_id person);

/* Allows to be named when the other side is asked: the day, and how the owner knows. `source`
 * empty: does not. */
struct introduction_named {
    str dated, source;
};
MUST const err *introductions_named(store *s, arena *a, account_id owner, person_id person,
                                    struct introduction_named *ret);
/* `source` empty: taken back. ERR_INVALID with the field "source" or "dated". */
MUST const err *introductions_name(store *s, arena *a, account_id owner, enum lang lang,
                                   person_id person, const struct introduction_named *given);

#endif
