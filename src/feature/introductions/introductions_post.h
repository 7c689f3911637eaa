/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_post.h - the mails of an introduction into the queue, each with its link; and what
 * time does with those that were asked. Inside this folder only.
 *
 * All inside the caller's transaction. `ret_mail` is the mail that was queued. The mail is the
 * owner's: it bears their name, and answers go to them.
 */
#ifndef FEATURE_INTRODUCTIONS_INTRODUCTIONS_POST_H
#define FEATURE_INTRODUCTIONS_INTRODUCTIONS_POST_H

#include "feature/introductions/introductions_steps.h"
#include "feature/mail/mail.h"

/* The ask, or the reminder: `words` are the owner's. */
MUST const err *introductions_post_ask(store *s, arena *a, const struct introductions_at *at,
                                       const struct introduction *i,
                                       const struct introductions_person *to, str words,
                                       int64_t *ret_mail);
MUST const err *introductions_post_tell(store *s, arena *a, const struct introductions_at *at,
                                        const struct introduction *i,
                                        const struct introductions_person *to, int64_t *ret_mail);
/* To both, with i->words; their mails are noted in the sides. ERR_INVALID (field "words") where one
 * has no mail address. */
MUST const err *introductions_post_introduce(store *s, arena *a, const struct introductions_at *at,
                                             struct introduction *i);
MUST const err *introductions_post_ask_outcome(store *s, arena *a,
                                               const struct introductions_at *at,
                                               const struct introduction *i,
                                               const struct introductions_person *to, str words,
                                               int64_t *ret_mail);
/* Takes a mail that waits out of the queue (0: none). `must`: ERR_CONFLICT, field "step", where it
 * has left the house. */
MUST const err *introductions_post_withdraw(store *s, arena *a, const struct introductions_at *at,
                                            int64_t mail_id, bool must);

#endif
