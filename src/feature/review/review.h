/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * review.h - looking back (R8): does this work help me; when did it last bring something good; what
 * do I make of it; has it a future? Each answer stands on what was written down and names it. There
 * is no score and no order of people.
 *
 * As in the book: the account is an argument of everything, days are texts.
 */
#ifndef FEATURE_REVIEW_REVIEW_H
#define FEATURE_REVIEW_REVIEW_H

#include "engine/dialogue/dialogue.h"
#include "feature/book/book.h"

extern const struct feature review;

/* How far the second and third answer look back. */
#define REVIEW_MONTHS 24
/* The most that any list of the review names; what is left out is said. */
#define REVIEW_SHOWN 20

/* ---- what was good --------------------------------------------------------------------------- */

/* Something that came of the work. */
struct review_good {
    str kind; /* "received", "kept" (a promise of theirs), or a word of another feature */
    str day;
    int64_t person; /* whole */
    str who;
    str what;
    str path; /* where it stands */
};
struct review_goods {
    const struct review_good *item;
    size_t n;
};
/* Another feature's good things of an account, newest first, at most `limit`. */
typedef const err *review_goods_of(store *s, arena *a, account_id owner, int64_t limit,
                                   struct review_goods *ret);
/* From a feature's start; at most eight. */
void review_goods_add(review_goods_of *fn);

/* ---- the owner's own roles ------------------------------------------------------------------- */

struct own_role {
    int64_t id;
    str organisation, title, from_on, to_on;
};
struct own_roles {
    const struct own_role *item;
    size_t n;
};
MUST const err *review_roles(store *s, arena *a, account_id owner, struct own_roles *ret);
/* ERR_INVALID with the field that cannot be taken. */
MUST const err *review_role_add(store *s, arena *a, account_id owner, const struct own_role *role,
                                enum lang lang, int64_t *ret_id);
/* Taken back, and that undone; ERR_MISSING for another's. */
MUST const err *review_role_remove(store *s, arena *a, account_id owner, int64_t id, bool undo);

/* ---- the whole ------------------------------------------------------------------------------- */

/* A month of the last REVIEW_MONTHS: how many encounters, by who began; in how many something was
 * given or received. */
struct review_month {
    str month; /* "2012-07" */
    int64_t mine, theirs, unsaid;
    int64_t given, received;
};
struct review_months {
    const struct review_month *item;
    size_t n;
};

/* One person's dialogue in that time, where the numbers allow one to say something. */
struct review_dialogue {
    int64_t person;
    str who;
    int64_t encounters, minutes, given, received;
    int64_t began_mine, began_theirs, spoke_mine, spoke_theirs;
    enum dialogue_side began, spoke;
};
struct review_dialogues {
    const struct review_dialogue *item;
    size_t n;
};

struct review_name {
    int64_t person;
    str who;
    str day; /* of the last encounter, or since when in the book */
};
/* By name. `more`: there are others than these. */
struct review_names {
    const struct review_name *item;
    size_t n;
    bool more;
};

/* What one of the own roles brought: the people first met in it. */
struct review_tied {
    struct own_role role;
    bool present;             /* it lasts */
    struct review_names hang; /* present: met since it began, never before */
    struct review_names stay; /* past: met in it, and again after it */
    struct review_names went; /* past: met in it, never again after it */
};
struct review_ties {
    const struct review_tied *item;
    size_t n;
};

struct review_answers {
    struct review_goods good;         /* newest first */
    struct review_goods before;       /* of the newest good one: what led there, oldest first */
    str met_how;                      /* of that person; may be empty */
    struct review_months months;      /* oldest first, without gaps */
    struct review_dialogue whole;     /* of all people together */
    struct review_dialogues lopsided; /* by name */
    struct review_ties ties;
    struct review_names asleep;    /* no encounter for three years */
    struct review_names collected; /* never any dialogue */
    int64_t layer[4];              /* how many are met about weekly, monthly, half-yearly, yearly */
};

/* `today` as book_today says it. */
MUST const err *review_of(store *s, arena *a, account_id owner, str today,
                          struct review_answers *ret);
/* More of the merely collected: those behind `after` (a name and id as in the last row; "" = from
 * the start). */
MUST const err *review_collected(store *s, arena *a, account_id owner, str after, int64_t after_id,
                                 int64_t limit, struct review_names *ret);

#endif
