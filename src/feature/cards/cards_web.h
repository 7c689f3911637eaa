/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cards_web.h - the handlers of the cards. Inside this folder only.
 */
#ifndef FEATURE_CARDS_CARDS_WEB_H
#define FEATURE_CARDS_CARDS_WEB_H

#include "feature/cards/cards_view.h"
#include "web/req.h"

extern const struct route cards_web_routes[];

/* cards_leave_web.c */
const err *cards_leave_get(req *r);
const err *cards_leave_post(req *r);
const err *cards_leave_speaker_post(req *r);
const err *cards_leave_kept_get(req *r);
const err *cards_leave_kept_post(req *r);

/* cards_offer_web.c; cards_offer_start is the feature's start: the links on pages of talks. */
const err *cards_offer_start(const struct house_parts *parts, store *s, arena *a);
const err *cards_offer_get(req *r);
const err *cards_offer_post(req *r);

/* cards_web.c: book_part */
const err *cards_web_section(req *r, const struct person *p);
const err *cards_web_waiting(req *r);

#endif
