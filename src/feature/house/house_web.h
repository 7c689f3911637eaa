/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house_web.h - the house's own routes.
 */
#ifndef FEATURE_HOUSE_HOUSE_WEB_H
#define FEATURE_HOUSE_HOUSE_WEB_H

#include "feature/house/house_frame.h"
#include "web/req.h"

extern const struct route house_web_routes[]; /* ends with { 0 } */

/* house_app_web.c */
const err *house_app_web_manifest(req *r);

/* house_setup_web.c: GET and POST /host/house */
const err *house_web_setup_get(req *r);
const err *house_web_setup_post(req *r);

/* house_duty_web.c: GET /imprint, /privacy */
const err *house_web_imprint(req *r);
const err *house_web_privacy(req *r);

/* Suggestions for a field that takes a time zone. */
struct house_zones house_web_zones(void);

#endif
