/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_web.h - the pages of signing in and out, and the host's desk.
 */
#ifndef FEATURE_ACCOUNTS_ACCOUNTS_WEB_H
#define FEATURE_ACCOUNTS_ACCOUNTS_WEB_H

#include "web/req.h"

extern const struct route accounts_routes[];

#endif
