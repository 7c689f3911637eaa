/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_web.h - the handlers of introductions and what they share. Inside this folder only.
 */
#ifndef FEATURE_INTRODUCTIONS_INTRODUCTIONS_WEB_H
#define FEATURE_INTRODUCTIONS_INTRODUCTIONS_WEB_H

#include "feature/care/care.h"
#include "feature/introductions/introductions_view.h"
#include "web/req.h"

extern const struct route introductions_web_routes[];

/* introductions_web.c: book_part.section */
const err *introductions_web_section(req *r, const struct person *p);
/* The introduction of the route's ":id". */
MUST const err *introductions_web_id(req *r, struct introduction *ret);
/* The page; a refused form's message stands in its place (`form` is its last path segment). */
MUST const err *introductions_web_show(req *r, introduction_id id, const char *form,
                                       const err *refused);
/* A field of the form; never absent. */
str introductions_web_field(const req *r, const char *name);
/* "worth" and "more" of a form in tenths; -2 where they say nothing that could be. */
int64_t introductions_web_worth(const req *r);

/* introductions_step_web.c */
const err *introductions_step_words(req *r);
const err *introductions_step_change(req *r);
const err *introductions_step_ask(req *r);
const err *introductions_step_take(req *r);
const err *introductions_step_tell(req *r);
const err *introductions_step_introduce(req *r);
const err *introductions_step_ask_outcome(req *r);
const err *introductions_step_outcome(req *r);
const err *introductions_step_post(req *r);
const err *introductions_step_from(req *r);
const err *introductions_step_request(req *r);
const err *introductions_step_named(req *r);
const err *introductions_step_never(req *r);

/* introductions_answer_web.c */
const err *introductions_answer_get(req *r);
const err *introductions_answer_post(req *r);
const err *introductions_answer_why_get(req *r);
const err *introductions_answer_why_post(req *r);

/* introductions_care.c: for care_reasons_add */
const err *introductions_care_reasons(const struct care_asking *ask, struct care_reasons *into);

/* introductions_ledger_web.c */
const err *introductions_ledger_get(req *r);
const err *introductions_ledger_sheet(req *r);

#endif
