/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_mails.h - the texts around the owner's words: what stands below them in each mail,
 * the one mail that has no words of the owner's ("it does not fit at the moment"), and the script
 * for the telephone. Pure; inside this folder only.
 *
 * A mail to one side before both said yes is given nothing of the other side, so it can say
 * nothing. The fixed German avoids du and Sie, so that it fits below either.
 */
#ifndef FEATURE_INTRODUCTIONS_INTRODUCTIONS_MAILS_H
#define FEATURE_INTRODUCTIONS_INTRODUCTIONS_MAILS_H

#include "feature/introductions/introductions_people.h"

/* The owner's words with the notice below; {link} stands for the answer's address. `fee` may be
 * empty. Owner's words cannot hold {link}: it is taken apart. */
str introductions_mails_ask(arena *a, enum lang lang, str words, str fee, str owner);
/* To who said yes where the other did not; the same whatever the other did. */
str introductions_mails_tell(arena *a, enum lang lang, str opening, str closing, str owner);
/* To each of the two, with how to reach the other. */
str introductions_mails_introduce(arena *a, enum lang lang, str words, str other_name,
                                  str other_email, str other_phone, bool stays, str owner);
/* What came of it? Only to who agreed to be asked. */
str introductions_mails_outcome(arena *a, enum lang lang, str words, str owner);

/* What to say on the telephone, to `to` about somebody who is not named. */
str introductions_mails_script(arena *a, const struct introductions_person *to,
                               const struct introductions_person *about, str fee, str owner);

#endif
