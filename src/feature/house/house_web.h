/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house_web.h - the house's own routes.
 */
#ifndef FEATURE_HOUSE_HOUSE_WEB_H
#define FEATURE_HOUSE_HOUSE_WEB_H

#include "web/req.h"

extern const struct route house_web_routes[]; /* ends with { 0 } */

/* house_app_web.c */
const err *house_app_web_manifest(req *r);

#endif
