/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_web.h - the pages of care. Inside this folder only.
 */
#ifndef FEATURE_CARE_CARE_WEB_H
#define FEATURE_CARE_CARE_WEB_H

#include "feature/book/book_part.h"
#include "feature/care/care_rules.h"
#include "feature/care/care_view.h"

extern const struct route care_web_routes[];

/* Who asks, in the reader's zone. */
MUST const err *care_web_asking(req *r, struct care_asking *ret);
/* A number in a field; ERR_INVALID where it is none. */
MUST const err *care_web_number(req *r, const char *field, int64_t *ret);
/* The message of a refused form for one field; empty where it is right. */
str care_web_wrong(const err *e, const char *field);
/* Who is meant by a name in a form: ERR_INVALID that says so of that field, where nobody or several
 * may be. */
MUST const err *care_web_named(req *r, const char *field, person_id *ret);

/* care_rhythm_web.c: book_part.section */
const err *care_web_section(req *r, const struct person *p);
const err *care_web_rhythm_post(req *r);
const err *care_web_rhythms_get(req *r);
const err *care_web_rhythms_post(req *r);
/* care_aims_web.c */
const err *care_web_aims_get(req *r);
const err *care_web_aims_post(req *r);
const err *care_web_aim_get(req *r);
const err *care_web_aim_post(req *r);
const err *care_web_aim_people_post(req *r);
const err *care_web_aim_steps_post(req *r);
const err *care_web_step_post(req *r);
/* care_brief_web.c */
const err *care_web_brief_get(req *r);
/* care_visits_web.c */
const err *care_web_visits_get(req *r);
/* care_remind_web.c */
const err *care_web_remind_get(req *r);
const err *care_web_remind_feed_post(req *r);
const err *care_web_remind_mail_post(req *r);
const err *care_web_feed_get(req *r);

#endif
