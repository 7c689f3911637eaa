/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_paste_web.h - "Paste your invitation, get your week": the host's page.
 */
#ifndef FEATURE_WEEKS_WEEKS_PASTE_WEB_H
#define FEATURE_WEEKS_WEEKS_PASTE_WEB_H

#include "web/req.h"

const err *weeks_paste_web_get(req *r);
const err *weeks_paste_web_post(req *r);

#endif
