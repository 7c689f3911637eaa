/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_steps.h - the steps of an introduction as the owner takes them, and as time does.
 * Each asks the rules first, changes the rows, notes the step with its time, and queues what goes
 * out, in one transaction. Inside this folder only.
 */
#ifndef FEATURE_INTRODUCTIONS_INTRODUCTIONS_STEPS_H
#define FEATURE_INTRODUCTIONS_INTRODUCTIONS_STEPS_H

#include "feature/introductions/introductions_people.h"

#define INTRODUCTIONS_PURPOSE S("introduction") /* of its mails; `about` is its id */

/* Who acts on what: the account, the language of refusals, the house's address for links. */
struct introductions_at {
    account_id owner;
    enum lang lang;
    str base; /* "https://house.example" */
    introduction_id id;
    size_t side; /* 0 or 1; not read where a step is about both */
};

/* ERR_INVALID, ERR_CONFLICT that say so of one field; `msgid` is English and looked up. */
const err *introductions_steps_wrong(arena *a, enum lang lang, const char *field,
                                     const char *msgid);

/* The words to one side: subject, text, and what goes after a week of silence (may be empty). Kept
 * also where they name the other side; `ret` (may be NULL) is what of it does. ERR_INVALID with the
 * field "subject", "words" or "reminder". */
struct introductions_words {
    str subject, words, reminder;
};
MUST const err *introductions_steps_write(store *s, arena *a, const struct introductions_at *at,
                                          const struct introductions_words *given,
                                          struct introduction_signs *ret);
/* Why, fee, order and manner. */
MUST const err *introductions_steps_change(store *s, arena *a, const struct introductions_at *at,
                                           str why, str fee, bool in_turn, bool stays);
/* Which signs of the other side the words to this side show; none where the other allows to be
 * named. */
MUST const err *introductions_steps_shown(store *s, arena *a, account_id owner,
                                          const struct introduction *i, size_t side,
                                          struct introduction_signs *ret);
/* Asks: "mail" queues the words with a link; "telephone" and "in person" note that it was done. A
 * mail that shows the other side is refused (field "words") unless `knowing`. */
MUST const err *introductions_steps_ask(store *s, arena *a, const struct introductions_at *at,
                                        str way, bool knowing);
/* Everything that needs no more than its name: an answer that the owner heard (`words`: what was
 * said), ACT_UNASK, ACT_UNANSWER, ACT_UNINTRODUCE, ACT_FOLLOW, ACT_RELEASE, ACT_WITHDRAW,
 * ACT_RESUME. What was queued is taken back with it; ERR_CONFLICT where it has left the house. */
MUST const err *introductions_steps_take(store *s, arena *a, const struct introductions_at *at,
                                         enum introduction_act act, str words);
/* "mail" queues the fixed sentence. */
MUST const err *introductions_steps_tell(store *s, arena *a, const struct introductions_at *at,
                                         str way);
/* "mail" queues a mail to each, with how to reach the other. */
MUST const err *introductions_steps_introduce(store *s, arena *a, const struct introductions_at *at,
                                              str way, str words);
MUST const err *introductions_steps_ask_outcome(store *s, arena *a,
                                                const struct introductions_at *at, str words);
/* As the owner heard it. `worth` in tenths. */
MUST const err *introductions_steps_outcome(store *s, arena *a, const struct introductions_at *at,
                                            int64_t worth, str words);
MUST const err *introductions_steps_posted(store *s, arena *a, const struct introductions_at *at,
                                           str post);

/* The job: what left the house, what is to be reminded of, whose silence is a no. Of all accounts.
 */
const err *introductions_steps_work(store *s, arena *a);

/* ---- for introductions_answer.c -------------------------------------------------------------- */

/* Inside a transaction: applies the act to the loaded introduction, keeps both and notes the step.
 * ERR_CONFLICT where it may not be taken. */
MUST const err *introductions_steps_apply(store *s, arena *a, const struct introductions_at *at,
                                          struct introduction *i, enum introduction_act act,
                                          str who, str words);

#endif
