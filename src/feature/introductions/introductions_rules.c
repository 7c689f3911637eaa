/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_rules.c - the state machine. Every step has one function that says why it may not
 * be taken; introductions_rules_test.c asks for all steps in all states.
 */
#include "feature/introductions/introductions_rules.h"

#include "base/check.h"
#include "base/words.h"

static const char *const state_names[SIDE_STATES] = {
    [SIDE_UNASKED] = "unasked", [SIDE_ASKED] = "asked",     [SIDE_REMINDED] = "reminded",
    [SIDE_YES] = "yes",         [SIDE_NOT_NOW] = "not now", [SIDE_NO] = "no",
    [SIDE_NEVER] = "never",     [SIDE_SILENT] = "silent",
};

static const char *const act_names[ACTS] = {
    [ACT_WRITE] = "write",
    [ACT_ASK] = "ask",
    [ACT_UNASK] = "unask",
    [ACT_REMIND] = "remind",
    [ACT_SILENT] = "silent",
    [ACT_YES] = "yes",
    [ACT_NOT_NOW] = "not now",
    [ACT_NO] = "no",
    [ACT_NEVER] = "never",
    [ACT_UNANSWER] = "unanswer",
    [ACT_TELL] = "tell",
    [ACT_INTRODUCE] = "introduce",
    [ACT_UNINTRODUCE] = "unintroduce",
    [ACT_FOLLOW] = "follow",
    [ACT_ASK_OUTCOME] = "ask outcome",
    [ACT_OUTCOME] = "outcome",
    [ACT_RELEASE] = "release",
    [ACT_POST] = "post",
    [ACT_WITHDRAW] = "withdraw",
    [ACT_RESUME] = "resume",
};

str introductions_rules_state_name(enum introduction_answer state)
{
    return str_of(state_names[state]);
}

enum introduction_answer introductions_rules_state(str name)
{
    size_t i = 0;
    while (i < SIDE_STATES && !str_eq(name, str_of(state_names[i])))
        i++;
    ASSERT(i < SIDE_STATES); /* the store's CHECK lets no other in */
    return (enum introduction_answer)i;
}

str introductions_rules_act_name(enum introduction_act act)
{
    return str_of(act_names[act]);
}

bool introductions_rules_act(str name, enum introduction_act *ret)
{
    for (size_t i = 0; i < ACTS; i++)
        if (str_eq(name, str_of(act_names[i]))) {
            *ret = (enum introduction_act)i;
            return true;
        }
    return false;
}

bool introductions_rules_worth_ok(int64_t worth)
{
    return worth == 0 || worth == 10 || worth == 20 || (worth >= WORTH_MORE && worth <= WORTH_MOST);
}

/* ---- the stage ------------------------------------------------------------------------------- */

bool introductions_rules_declined(enum introduction_answer side)
{
    return side >= SIDE_NOT_NOW;
}

static bool waits(enum introduction_answer side)
{
    return side == SIDE_ASKED || side == SIDE_REMINDED;
}

static bool both(const struct introduction_facts *f, enum introduction_answer state)
{
    return f->side[0] == state && f->side[1] == state;
}

enum introduction_stage introductions_rules_stage(const struct introduction_facts *f)
{
    bool known = f->worth[0] != WORTH_UNKNOWN && f->worth[1] != WORTH_UNKNOWN;
    if (f->withdrawn)
        return STAGE_WITHDRAWN;
    if (f->introduced)
        return known ? STAGE_KNOWN : STAGE_INTRODUCED;
    if (f->side[0] > SIDE_NOT_NOW || f->side[1] > SIDE_NOT_NOW)
        return STAGE_DECLINED;
    if (f->side[0] == SIDE_NOT_NOW || f->side[1] == SIDE_NOT_NOW)
        return STAGE_NOT_NOW;
    if (both(f, SIDE_UNASKED))
        return STAGE_DRAFTED;
    return both(f, SIDE_YES) ? STAGE_AGREED : STAGE_ASKED;
}

/* ---- why not --------------------------------------------------------------------------------- */

static const char *over(const struct introduction_facts *f)
{
    if (f->withdrawn)
        return WORDS_MARK("You have let this introduction be.");
    if (f->introduced)
        return WORDS_MARK("The two have been introduced already.");
    return NULL;
}

static const char *ask(const struct introduction_facts *f, size_t side)
{
    if (introductions_rules_declined(f->side[!side]))
        return WORDS_MARK("The other side has declined; nobody needs to be asked any more.");
    if (f->side[side] != SIDE_UNASKED)
        return WORDS_MARK("This side has been asked already.");
    if (f->in_turn && side == 1 && f->side[0] != SIDE_YES)
        return WORDS_MARK("Here one is asked after the other: first wait for a yes.");
    return NULL;
}

static const char *remind(const struct introduction_facts *f, size_t side)
{
    if (f->side[side] == SIDE_REMINDED)
        return WORDS_MARK("There is one reminder at most, and it has been sent.");
    if (f->side[side] != SIDE_ASKED)
        return WORDS_MARK("No answer of this side is awaited.");
    if (introductions_rules_declined(f->side[!side]))
        return WORDS_MARK("The other side has declined; nobody needs to be asked any more.");
    return NULL;
}

/* Who was silent and calls after all is heard; by the link it is too late. */
static const char *answer(const struct introduction_facts *f, size_t side)
{
    if (f->side[side] == SIDE_UNASKED)
        return WORDS_MARK("This side has not been asked.");
    if (!waits(f->side[side]) && f->side[side] != SIDE_SILENT)
        return WORDS_MARK("This side has answered already.");
    return NULL;
}

static const char *unanswer(const struct introduction_facts *f, size_t side)
{
    if (f->side[side] < SIDE_YES || !f->by_owner[side])
        return WORDS_MARK("Only an answer that you wrote down yourself can be taken back.");
    if (f->told[!side])
        return WORDS_MARK("The other side has been told already that it does not fit.");
    if (f->in_turn && side == 0 && f->side[1] != SIDE_UNASKED)
        return WORDS_MARK("The other side was asked because of this answer.");
    return NULL;
}

static const char *tell(const struct introduction_facts *f, size_t side)
{
    if (f->side[side] != SIDE_YES || !introductions_rules_declined(f->side[!side]))
        return WORDS_MARK("There is nothing to tell this side: it goes to who said yes where the "
                          "other did not.");
    if (f->told[side])
        return WORDS_MARK("This side has been told already.");
    return NULL;
}

static const char *introduce(const struct introduction_facts *f)
{
    return both(f, SIDE_YES)
               ? NULL
               : WORDS_MARK("Only when both have said yes are they introduced to each other.");
}

static const char *write_down(const struct introduction_facts *f)
{
    return both(f, SIDE_UNASKED)
               ? NULL
               : WORDS_MARK("What somebody was asked with can no longer be changed.");
}

/* The steps before the two know each other. */
static const char *before(const struct introduction_facts *f, enum introduction_act act,
                          size_t side)
{
    if (act == ACT_WRITE)
        return write_down(f);
    if (act == ACT_ASK)
        return ask(f, side);
    if (act == ACT_UNASK)
        return f->side[side] == SIDE_ASKED ? NULL
                                           : WORDS_MARK("This ask can no longer be taken back.");
    if (act == ACT_REMIND)
        return remind(f, side);
    if (act == ACT_SILENT)
        return waits(f->side[side]) ? NULL : WORDS_MARK("No answer of this side is awaited.");
    if (act >= ACT_YES && act <= ACT_NEVER)
        return answer(f, side);
    if (act == ACT_UNANSWER)
        return unanswer(f, side);
    return act == ACT_TELL ? tell(f, side) : introduce(f);
}

static const char *release(const struct introduction_facts *f, size_t side)
{
    return f->worth[side] >= WORTH_MORE
               ? NULL
               : WORDS_MARK("Only an outcome of 2.5 and above is released for a post.");
}

static const char *post(const struct introduction_facts *f)
{
    if (!f->released[0] || !f->released[1])
        return WORDS_MARK("Both sides must have released their outcome for a post.");
    return f->posted ? WORDS_MARK("The post has been begun already.") : NULL;
}

static const char *ask_outcome(const struct introduction_facts *f, size_t side)
{
    if (!f->may_ask[side])
        return WORDS_MARK("This side has not agreed to be asked by mail. Ask when you talk.");
    return f->worth[side] == WORTH_UNKNOWN
               ? NULL
               : WORDS_MARK("This side has said already what came of it.");
}

/* The steps after it. */
static const char *after(const struct introduction_facts *f, enum introduction_act act, size_t side)
{
    if (!f->introduced)
        return WORDS_MARK("The two have not been introduced yet.");
    if (act == ACT_UNINTRODUCE)
        return f->worth[0] == WORTH_UNKNOWN && f->worth[1] == WORTH_UNKNOWN
                   ? NULL
                   : WORDS_MARK("Something has come of it already.");
    if (act == ACT_ASK_OUTCOME)
        return ask_outcome(f, side);
    if (act == ACT_RELEASE)
        return release(f, side);
    return act == ACT_POST ? post(f) : NULL; /* ACT_FOLLOW, ACT_OUTCOME: at any time */
}

const char *introductions_rules_refusal(const struct introduction_facts *f,
                                        enum introduction_act act, size_t side)
{
    if (act == ACT_RESUME)
        return f->withdrawn ? NULL : WORDS_MARK("This introduction has not been let be.");
    if (act >= ACT_UNINTRODUCE && act <= ACT_POST)
        return after(f, act, side);
    const char *why = over(f);
    return why != NULL || act == ACT_WITHDRAW ? why : before(f, act, side);
}

/* ---- taking a step --------------------------------------------------------------------------- */

void introductions_rules_take(struct introduction_facts *f, enum introduction_act act, size_t side)
{
    static const enum introduction_answer becomes[ACTS] = {
        [ACT_ASK] = SIDE_ASKED,     [ACT_UNASK] = SIDE_UNASKED, [ACT_REMIND] = SIDE_REMINDED,
        [ACT_SILENT] = SIDE_SILENT, [ACT_YES] = SIDE_YES,       [ACT_NOT_NOW] = SIDE_NOT_NOW,
        [ACT_NO] = SIDE_NO,         [ACT_NEVER] = SIDE_NEVER,   [ACT_UNANSWER] = SIDE_ASKED,
    };
    ASSERT(introductions_rules_refusal(f, act, side) == NULL);
    if (becomes[act] != SIDE_UNASKED || act == ACT_UNASK)
        f->side[side] = becomes[act];
    if (act == ACT_TELL)
        f->told[side] = true;
    if (act == ACT_INTRODUCE || act == ACT_UNINTRODUCE)
        f->introduced = act == ACT_INTRODUCE;
    if (act == ACT_RELEASE)
        f->released[side] = true;
    if (act == ACT_POST)
        f->posted = true;
    if (act == ACT_WITHDRAW || act == ACT_RESUME)
        f->withdrawn = act == ACT_WITHDRAW;
}

/* ---- time ------------------------------------------------------------------------------------ */

enum introduction_act introductions_rules_due(enum introduction_answer side, int64_t went_ms,
                                              bool has_reminder, int64_t now_ms)
{
    if (!waits(side) || went_ms == 0)
        return ACTS;
    if (now_ms - went_ms >= INTRODUCTION_SILENT_MS)
        return ACT_SILENT;
    bool late = now_ms - went_ms >= INTRODUCTION_REMIND_MS;
    return late && has_reminder && side == SIDE_ASKED ? ACT_REMIND : ACTS;
}

bool introductions_rules_too_soon(enum introduction_stage former, int64_t ended_ms, int64_t now_ms)
{
    if (former == STAGE_NOT_NOW)
        return now_ms - ended_ms < 30 * INTRODUCTION_DAY_MS;
    return former == STAGE_DECLINED && now_ms - ended_ms < 365 * INTRODUCTION_DAY_MS;
}
