/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_mail.h - a sign-in link by mail, for whoever gives the address of an account.
 *
 * The request only notes the address; a job looks it up and writes the mail. So the answer is the
 * same, and takes the same time, whether there is such an account or not.
 */
#ifndef FEATURE_ACCOUNTS_ACCOUNTS_MAIL_H
#define FEATURE_ACCOUNTS_ACCOUNTS_MAIL_H

#include "base/attr.h"
#include "base/err.h"
#include "base/words.h"
#include "store/store.h"

/* At most this many mails an hour go to one account. */
#define ACCOUNTS_MAILS_AN_HOUR 3

/* Notes the wish. ERR_INVALID for what is no address, ERR_MISSING where the house has no mail
 * server, ERR_BUSY while a thousand wait. */
MUST const err *accounts_mail_wish(store *s, arena *a, str email, enum lang lang);
/* Turns all wishes into mails, or into nothing; a job. */
MUST const err *accounts_mail_work(store *s, arena *a);

#endif
