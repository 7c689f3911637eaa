/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_rules.h - the state machine of an introduction: which step may follow which, and
 * why not. Pure: no store, no clock, no words but msgids.
 *
 * Each side goes its own way: unasked → asked → (reminded) → an answer. A side that does not answer
 * within two weeks has said no by silence. Where one side has declined, nobody is asked any more;
 * where both have said yes, they can be introduced, and then say what came of it. The stage of the
 * whole follows from the two sides; it is stored nowhere.
 */
#ifndef FEATURE_INTRODUCTIONS_INTRODUCTIONS_RULES_H
#define FEATURE_INTRODUCTIONS_INTRODUCTIONS_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/str.h"

/* The order of the last five is that of introductions_rules_answers. */
enum introduction_answer {
    SIDE_UNASKED,
    SIDE_ASKED,
    SIDE_REMINDED,
    SIDE_YES,
    SIDE_NOT_NOW,
    SIDE_NO,
    SIDE_NEVER,
    SIDE_SILENT,
    SIDE_STATES
};

enum introduction_stage {
    STAGE_DRAFTED,    /* nobody was asked yet */
    STAGE_ASKED,      /* an answer, or the second ask, is outstanding */
    STAGE_AGREED,     /* both have said yes */
    STAGE_NOT_NOW,    /* one said: not now */
    STAGE_DECLINED,   /* one said no, never again, or nothing */
    STAGE_INTRODUCED, /* they know each other; what came of it is not known from both */
    STAGE_KNOWN,      /* both have said what came of it */
    STAGE_WITHDRAWN,  /* the owner has let it be */
    STAGES
};

enum introduction_act {
    ACT_WRITE, /* the words, the fee, the order are changed */
    ACT_ASK,
    ACT_UNASK, /* the ask has not left the house: taken back */
    ACT_REMIND,
    ACT_SILENT, /* two weeks are over */
    ACT_YES,
    ACT_NOT_NOW,
    ACT_NO,
    ACT_NEVER,
    ACT_UNANSWER, /* an answer that the owner wrote down was none */
    ACT_TELL,     /* who said yes hears that it does not fit at the moment */
    ACT_INTRODUCE,
    ACT_UNINTRODUCE, /* nothing has left the house: taken back */
    ACT_FOLLOW,      /* the owner has asked around */
    ACT_ASK_OUTCOME, /* a side is asked by mail what came of it */
    ACT_OUTCOME,
    ACT_RELEASE, /* a side allows that it is told of in a post */
    ACT_POST,
    ACT_WITHDRAW,
    ACT_RESUME,
    ACTS
};

/* Tenths: 25 is "more than each alone". */
#define WORTH_UNKNOWN (-1)
#define WORTH_MORE 25
#define WORTH_MOST 100

struct introduction_facts {
    enum introduction_answer side[2];
    bool in_turn; /* side 1 after side 0 has said yes */
    bool introduced, withdrawn, posted;
    bool told[2];     /* that it does not fit at the moment */
    bool by_owner[2]; /* the answer was written down by the owner */
    bool may_ask[2];  /* agreed to be asked by mail afterwards */
    int64_t worth[2];
    bool released[2];
};

enum introduction_stage introductions_rules_stage(const struct introduction_facts *f);
/* True where this side has said no, in whatever way: not now, no, never, nothing. */
bool introductions_rules_declined(enum introduction_answer side);

/* NULL where the step may be taken; else why not, a msgid. `side` is 0 or 1; of steps that are
 * about both it is not read. */
const char *introductions_rules_refusal(const struct introduction_facts *f,
                                        enum introduction_act act, size_t side);
/* Takes a step that is not refused. The worth of ACT_OUTCOME, the permission that comes with a yes
 * and whose word it is are the caller's to set. */
void introductions_rules_take(struct introduction_facts *f, enum introduction_act act, size_t side);

/* "unasked", "asked" …, as the store has them; and back. */
str introductions_rules_state_name(enum introduction_answer state);
enum introduction_answer introductions_rules_state(str name);
/* "ask", "yes" …: how the step is called in the store, forms and commands; and back. */
str introductions_rules_act_name(enum introduction_act act);
MUST bool introductions_rules_act(str name, enum introduction_act *ret);
/* 0, 10, 20, or 25 to WORTH_MOST. */
bool introductions_rules_worth_ok(int64_t worth);

/* ---- time, all in ms ------------------------------------------------------------------------- */

#define INTRODUCTION_DAY_MS ((int64_t)24 * 3600 * 1000)
#define INTRODUCTION_REMIND_MS (7 * INTRODUCTION_DAY_MS)
#define INTRODUCTION_SILENT_MS (14 * INTRODUCTION_DAY_MS)
#define INTRODUCTION_TOKEN_MS (30 * INTRODUCTION_DAY_MS)
#define INTRODUCTION_FIRST_MS (14 * INTRODUCTION_DAY_MS)
#define INTRODUCTION_SECOND_MS (60 * INTRODUCTION_DAY_MS)

/* What time asks for on a side that was asked: nothing (ACTS), ACT_REMIND or ACT_SILENT. `went_ms`
 * is when the ask left the house; 0: it has not. */
enum introduction_act introductions_rules_due(enum introduction_answer side, int64_t went_ms,
                                              bool has_reminder, int64_t now_ms);

/* May the same two be asked again? A former introduction of them that came to nothing counts for
 * 30 days (not now) or a year (no, silence). */
bool introductions_rules_too_soon(enum introduction_stage former, int64_t ended_ms, int64_t now_ms);

#endif
