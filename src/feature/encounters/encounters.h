/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters.h - what happened between the owner of a book and the people in it: calls, visits,
 * letters; what was heard, given, received and promised. It is about what was heard, not about how
 * often: contact without a word is "merely collected".
 *
 * Every change of an encounter sets the pulse of its people (book_pulse_set) and what the search
 * knows of it, in the same transaction. The usual gap is that of engine/care.
 *
 * As in the book: the account is an argument of everything, another's rows are ERR_MISSING, ids of
 * merged people stay good, days are texts "2012-07-09" ("" = not known).
 */
#ifndef FEATURE_ENCOUNTERS_ENCOUNTERS_H
#define FEATURE_ENCOUNTERS_ENCOUNTERS_H

#include <stdbool.h>
#include <stdint.h>

#include "feature/book/book_facts.h"

extern const struct feature encounters;

typedef struct {
    int64_t v;
} encounter_id;
typedef struct {
    int64_t v;
} promise_id;

/* ---- encounters ------------------------------------------------------------------------------ */

#define ENCOUNTERS_TEXT_MAX 4000 /* code points of heard, given, received, each */
#define ENCOUNTERS_LINE_MAX 2000 /* of a line; the same as LINE_MAX */
#define ENCOUNTERS_PEOPLE_MAX 16

struct encounter {
    encounter_id id;
    str key;         /* [A-Za-z0-9_-]{16,64}; empty: one is made */
    str kind;        /* "call", "visit", "letter", "mail", "chat", "video", "event" */
    int64_t time_ms; /* 0: noon of the day, or now where that is today */
    str day;         /* empty: today, in the house's zone */
    int64_t minutes; /* 0: not said */
    str place;
    str meeting;    /* the name of the event at which it was */
    str started_by; /* "me", "they", "" */
    str spoke;      /* who spoke more: "me", "even", "they", "" */
    str heard, given, received;
    str line;                /* as typed; empty for one from a form */
    str rest;                /* what of it was not understood */
    struct book_source from; /* name and id only; "mine", "own word", "import" */
    int64_t created_ms, changed_ms, removed_ms;
};
struct encounter_list {
    const struct encounter *item;
    size_t n;
};

/* Stores it once: with a key that is there already, `ret_new` is false and `ret` the first's id.
 * ERR_INVALID with the field's message: no people, an unknown kind, a day that does not exist or
 * lies ahead, a text that is too long. */
MUST const err *encounters_add(store *s, arena *a, account_id owner, const struct encounter *e,
                               const person_id *people, size_t n_people, enum lang lang,
                               encounter_id *ret, bool *ret_new);
/* Also one that was removed (removed_ms). */
MUST const err *encounters_get(store *s, arena *a, account_id owner, encounter_id id,
                               struct encounter *ret);
/* What it says, all but key, line, source and the times of writing; and its people, unless
 * n_people is 0. */
MUST const err *encounters_change(store *s, arena *a, account_id owner, encounter_id id,
                                  const struct encounter *e, const person_id *people,
                                  size_t n_people, enum lang lang);
/* Taken back with what was promised and proposed in it; and that undone. */
MUST const err *encounters_remove(store *s, arena *a, account_id owner, encounter_id id);
MUST const err *encounters_restore(store *s, arena *a, account_id owner, encounter_id id);
/* Erased for good, with nothing to undo; promises made in it stay, as made in none. One that is
 * gone already is no error. */
MUST const err *encounters_erase(store *s, arena *a, account_id owner, encounter_id id);
/* Its people, whole, each once. */
MUST const err *encounters_people(store *s, arena *a, account_id owner, encounter_id id,
                                  struct person_list *ret);
/* Of one whole person, newest first; `before_ms` and `before` are those of the last one of the
 * former list, INT64_MAX and 0 from the start. */
MUST const err *encounters_of(store *s, arena *a, account_id owner, person_id person,
                              int64_t before_ms, encounter_id before, int64_t limit,
                              struct encounter_list *ret);
/* Of all people, newest first. */
MUST const err *encounters_recent(store *s, arena *a, account_id owner, int64_t limit,
                                  struct encounter_list *ret);

/* ---- promises -------------------------------------------------------------------------------- */

struct promise {
    promise_id id;
    person_id person; /* whole */
    str person_name;
    encounter_id encounter; /* 0: made in none */
    str side;               /* "mine", "theirs" */
    str text;
    str due;
    int64_t kept_ms, dropped_ms, created_ms;
};
struct promise_list {
    const struct promise *item;
    size_t n;
};
#define ENCOUNTERS_PROMISE_MAX 500

enum promise_step {
    PROMISE_KEPT,
    PROMISE_DROPPED,
    PROMISE_OPEN, /* neither, again */
    PROMISE_REMOVED,
    PROMISE_RESTORED
};

/* ERR_INVALID with the field "text" or "due". */
MUST const err *encounters_promise_add(store *s, arena *a, account_id owner,
                                       const struct promise *p, enum lang lang, promise_id *ret);
MUST const err *encounters_promise_get(store *s, arena *a, account_id owner, promise_id id,
                                       struct promise *ret);
MUST const err *encounters_promise_step(store *s, arena *a, account_id owner, promise_id id,
                                        enum promise_step step);
/* Another text, day or person (0 = the same). */
MUST const err *encounters_promise_change(store *s, arena *a, account_id owner, promise_id id,
                                          str text, str due, person_id person, enum lang lang);
/* Open ones of a whole person, the due ones first; and those kept or dropped, behind them. */
MUST const err *encounters_promises(store *s, arena *a, account_id owner, person_id person,
                                    struct promise_list *ret);
/* All open ones due on that day or before, of people who do not rest; the earliest first. */
MUST const err *encounters_promises_due(store *s, arena *a, account_id owner, str until,
                                        int64_t limit, struct promise_list *ret);
MUST const err *encounters_promises_made(store *s, arena *a, account_id owner, encounter_id id,
                                         struct promise_list *ret);

/* ---- the line on other pages ----------------------------------------------------------------- */

/* The form of one line, "What just happened?", about anybody; written into r->out. */
void encounters_line(req *r);

#endif
