/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_web.h - the pages of encounters: their handlers and what they share. Inside this
 * folder only.
 */
#ifndef FEATURE_ENCOUNTERS_ENCOUNTERS_WEB_H
#define FEATURE_ENCOUNTERS_ENCOUNTERS_WEB_H

#include "feature/book/book_part.h"
#include "feature/encounters/encounters_log.h"
#include "feature/encounters/encounters_view.h"

extern const struct route encounters_web_routes[];

/* encounters_log_web.c */
const err *encounters_web_log_get(req *r);
const err *encounters_web_log_post(req *r);
const err *encounters_web_waiting_get(req *r);
const err *encounters_web_waiting_post(req *r);
/* encounters_offline_web.c */
const err *encounters_web_offline(req *r);
const err *encounters_web_worker(req *r);
/* encounters_meeting_web.c */
const err *encounters_web_meeting_get(req *r);
const err *encounters_web_meeting_post(req *r);
/* encounters_ten_web.c */
const err *encounters_web_ten_get(req *r);
const err *encounters_web_ten_post(req *r);
/* encounters_section.c: book_part.section, and all encounters of somebody */
const err *encounters_web_section(req *r, const struct person *p);
const err *encounters_web_of(req *r);

/* After a line: its page, or the question that it waits for. */
MUST const err *encounters_web_after(req *r, const struct encounters_logged *done);

#endif
