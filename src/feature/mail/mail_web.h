/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * mail_web.h - the routes of the mails.
 */
#ifndef FEATURE_MAIL_MAIL_WEB_H
#define FEATURE_MAIL_MAIL_WEB_H

#include "web/req.h"

extern const struct route mail_web_routes[];

#endif
