/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_edit_web.h - the handlers of the host's desk and of the speakers' links. Their routes stand
 * in weeks_web.c.
 */
#ifndef FEATURE_WEEKS_WEEKS_EDIT_WEB_H
#define FEATURE_WEEKS_WEEKS_EDIT_WEB_H

#include "feature/weeks/weeks_edit_pages.h"
#include "web/req.h"

/* weeks_edit_web.c: weeks */
const err *weeks_edit_web_list(req *r);
const err *weeks_edit_web_begin_week(req *r);
const err *weeks_edit_web_week(req *r);
const err *weeks_edit_web_week_post(req *r);
const err *weeks_edit_web_add_talk(req *r);
const err *weeks_edit_web_week_public(req *r);
const err *weeks_edit_web_copy(req *r);

/* weeks_edit_talk_web.c: talks and speakers */
const err *weeks_edit_web_talk(req *r);
const err *weeks_edit_web_talk_post(req *r);
const err *weeks_edit_web_talk_public(req *r);
const err *weeks_edit_web_cancelled(req *r);
const err *weeks_edit_web_links(req *r);
const err *weeks_edit_web_speaker(req *r);
const err *weeks_edit_web_speaker_post(req *r);

/* weeks_edit_version_web.c */
const err *weeks_edit_web_week_versions(req *r);
const err *weeks_edit_web_week_restore(req *r);
const err *weeks_edit_web_talk_versions(req *r);
const err *weeks_edit_web_talk_restore(req *r);
const err *weeks_edit_web_speaker_versions(req *r);
const err *weeks_edit_web_speaker_restore(req *r);

/* weeks_edit_speak_web.c */
const err *weeks_edit_web_speak(req *r);
const err *weeks_edit_web_speak_talk(req *r);
const err *weeks_edit_web_speak_person(req *r);

/* ---- what they share ------------------------------------------------------------------------- */

/* The things by the route's ":slug". */
MUST const err *weeks_edit_web_the_week(req *r, struct weeks_thing *ret);
MUST const err *weeks_edit_web_the_talk(req *r, struct talk *ret_talk, struct weeks_thing *ret);
MUST const err *weeks_edit_web_the_speaker(req *r, struct weeks_thing *ret);

/* The host who asks. */
struct weeks_author weeks_edit_web_author(const req *r);
struct edit_desk weeks_edit_web_desk(req *r, const struct weeks_thing *thing);
/* 303 to the thing's page, which says that it was saved. */
MUST const err *weeks_edit_web_done(req *r, const struct weeks_thing *thing);
/* The pages with this form on them. */
MUST const err *weeks_edit_web_week_page(req *r, const struct weeks_thing *thing,
                                         struct edit_form form, const struct weeks_saving *fresh);
MUST const err *weeks_edit_web_talk_page(req *r, const struct talk *t,
                                         const struct weeks_thing *thing, struct edit_form form);
MUST const err *weeks_edit_web_speaker_page(req *r, const struct weeks_thing *thing,
                                            struct edit_form form);

#endif
