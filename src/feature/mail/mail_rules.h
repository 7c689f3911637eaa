/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * mail_rules.h - inside of the feature: when a mail is tried again and when it is given up, and the
 * one that sends what is due.
 */
#ifndef FEATURE_MAIL_MAIL_RULES_H
#define FEATURE_MAIL_MAIL_RULES_H

#include <stdbool.h>

#include "feature/mail/mail.h"
#include "mail/smtp.h"

/* The pause in ms after so many tries: 1, 5, 15, 60, 180, 360 minutes, then 12 hours. */
int64_t mail_rules_next(int64_t tries);
bool mail_rules_expired(const struct mail_item *m, int64_t now_ms);

struct mail_verdict {
    str state;
    int64_t next_ms;
};
/* What a try made of a mail whose `tries` counts it. */
struct mail_verdict mail_rules_judge(const struct mail_item *m, const struct smtp_answer *answer,
                                     int64_t now_ms);

/* Sends one mail that is due; `ret_did` false where there is none, or no server is set up. Blocks
 * for as long as the mail server takes. */
MUST const err *mail_rules_send_one(store *s, arena *a, bool *ret_did);

/* Wakes the sending thread, if one runs; fits store_after_commit. */
void mail_rules_wake(store *s, void *unused);
MUST const err *mail_rules_start(const struct house_parts *parts, store *s, arena *a);
void mail_rules_stop(void);

#endif
