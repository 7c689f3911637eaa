/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_web.h - the handlers of the weeks' routes, the menu, and what begins each of their pages.
 */
#ifndef FEATURE_WEEKS_WEEKS_WEB_H
#define FEATURE_WEEKS_WEEKS_WEB_H

#include "feature/house/house.h"
#include "feature/weeks/weeks_store.h"
#include "web/req.h"

extern const struct route weeks_web_routes[]; /* ends with { 0 } */

/* feature.menu: the days of the week the page belongs to, else of the current one. */
const err *weeks_web_menu(req *r);

/* What the asker may see: only hosts see drafts, and these are marked. */
enum weeks_sight weeks_web_sight(const req *r);

/* "/weeks/{slug}.ics". */
str weeks_web_feed(arena *a, const struct week *w);
/* Begins a page of a week: its calendar and the document about it stand in the head. */
MUST const err *weeks_web_begin(req *r, const struct week *w, const json_t *data,
                                struct house_page p);

/* weeks_search_web.c */
const err *weeks_web_week(req *r);

/* weeks_talk_web.c */
const err *weeks_web_talk(req *r);
const err *weeks_web_say(req *r);
const err *weeks_web_stream(req *r);
const err *weeks_web_message(req *r);
const err *weeks_web_transcript(req *r);
const err *weeks_web_speaker(req *r);
const err *weeks_web_message_post(req *r);
/* weeks_speaking_web.c; the first is the feature's start. */
const err *weeks_speaking_start(const struct house_parts *parts, store *s, arena *a);
const err *weeks_web_speaking(req *r);
const err *weeks_web_speaking_post(req *r);
/* The talk as a page shows it, with speakers, links and conversation. */
struct weeks_view;
struct talk_full;
MUST const err *weeks_web_open(req *r, const struct weeks_view *v, const struct talk *t,
                               int heading, struct talk_full *ret);

/* weeks_api.c */
const err *weeks_web_api_weeks(req *r);
const err *weeks_web_api_week(req *r);

#endif
