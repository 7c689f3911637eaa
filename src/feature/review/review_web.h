/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * review_web.h - the routes of the review.
 */
#ifndef FEATURE_REVIEW_REVIEW_WEB_H
#define FEATURE_REVIEW_REVIEW_WEB_H

#include "web/req.h"

extern const struct route review_web_routes[];

#endif
