/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_web.h - what the handlers for programs (rooms_web.c) and for pages (rooms_page.c) share.
 */
#ifndef FEATURE_ROOMS_ROOMS_WEB_H
#define FEATURE_ROOMS_ROOMS_WEB_H

#include "base/attr.h"
#include "base/err.h"
#include "feature/rooms/rooms.h"
#include "feature/rooms/rooms_view.h"
#include "web/req.h"

/* The routes of the rooms themselves, ending with { 0 }. */
extern const struct route rooms_web_routes[];

/* What the body says, a form or JSON, not yet checked; a field that is missing is absent. */
MUST const err *rooms_web_say(req *r, room_id id, struct say *ret);

/* rooms_report_web.c */
const err *rooms_report_web_receipt(req *r);
const err *rooms_report_web_list(req *r);
const err *rooms_report_web_decide(req *r);
const err *rooms_report_web_index(req *r);

/* Opens the stream of a room, with replay or reset where the reader asks for a place in the log. */
MUST const err *rooms_web_stream(req *r, room_id id, enum rooms_view view);

#endif
