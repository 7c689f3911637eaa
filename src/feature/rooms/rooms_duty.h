/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_duty.h - what can be done with a message once it was said, and by whom.
 *
 *   withdraw, put-back     who wrote it          shown <-> withdrawn
 *   hide, restore          the host              shown <-> hidden, with a reason for all to read
 *   erase                  either of them        anything -> erased: there is no way back
 *   answered, reopen       the host              a question
 *
 * Each is an event of the room's log with a SEQ of its own, so that every reader converges, also
 * one that was away; what is no longer shown is in no frame, page, transcript or answer from then
 * on. Erasing reaches further: what reports about the message, and decisions on them, quote of it
 * goes too (rooms_quote.h).
 */
#ifndef FEATURE_ROOMS_ROOMS_DUTY_H
#define FEATURE_ROOMS_ROOMS_DUTY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/words.h"
#include "feature/rooms/rooms.h"
#include "feature/rooms/rooms_store.h"

enum rooms_duty {
    ROOMS_WITHDRAW,
    ROOMS_PUT_BACK,
    ROOMS_HIDE,
    ROOMS_RESTORE,
    ROOMS_ERASE,
    ROOMS_ANSWERED,
    ROOMS_REOPEN,
    ROOMS_DUTIES
};

#define ROOMS_REASON_MAX 300 /* code points */

/* By the names above. */
MUST bool rooms_duty_of(str name, enum rooms_duty *ret);

/* Who asks. */
struct rooms_asker {
    bool host;
    str guest; /* digest of the cookie; empty where there is none */
};
/* May they, and does the message stand as it must for it? */
bool rooms_duty_may(enum rooms_duty what, const struct rooms_asker *who,
                    const struct rooms_kept *kept);

/* Does it; durable when it returns. `reason` is for ROOMS_HIDE (err_form on "reason" without one,
 * in `lang`). What is so already is left so, without an event; what cannot become so is
 * ERR_CONFLICT. */
MUST const err *rooms_duty_do(store *s, arena *a, enum lang lang, room_id id, int64_t seq,
                              enum rooms_duty what, str reason);

/* Keeps that somebody thinks that a message should not stand here: a number, and the token of the
 * receipt, which is stored nowhere. err_form on "reason" and "contact". ERR_LIMIT where the house
 * is flooded with reports. */
struct rooms_notice {
    str reason, contact;
};
MUST const err *rooms_duty_report(store *s, arena *a, enum lang lang, room_id id, int64_t seq,
                                  const struct rooms_notice *notice, int64_t *ret_id,
                                  str *ret_token);
/* "hide", "erase" or "leave", and why in words (err_form on "decision" and "answer"): does it with
 * the message, where it still stands, and tells who reported. May be decided anew. */
MUST const err *rooms_duty_decide(store *s, arena *a, enum lang lang, int64_t report, str decision,
                                  str answer);

/* How a person can be reached who reported something is kept while it is undecided, and then for
 * the six months in which a decision can be complained about (Regulation (EU) 2022/2065, article 20
 * (1)); whoever is not reached by then will not be. A house this small need not keep that article
 * (article 19), but it is the measure the law has. The report itself stays, as a record without a
 * person. A job of the server calls this every hour. */
#define ROOMS_CONTACT_DAYS 183
MUST const err *rooms_duty_forget(store *s, arena *a);

#endif
