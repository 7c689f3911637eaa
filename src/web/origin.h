/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * origin.h - a post from another site's page is refused; the form's token stands in for clients
 * that say nothing about where a post comes from.
 */
#ifndef WEB_ORIGIN_H
#define WEB_ORIGIN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum origin_verdict { ORIGIN_OURS, ORIGIN_FOREIGN, ORIGIN_UNSAID };

/* By the fields Sec-Fetch-Site and Origin (absent = not sent); `authority` is the host asked for,
 * `url` how the house is reached (or absent). ORIGIN_UNSAID where neither field was sent. */
enum origin_verdict origin_judge(str fetch_site, str origin, str authority, str url);

/* A token for the forms of this session: a new one at each call, so that a compressed page does not
 * give it away (BREACH), all of them good as long as the session's cookie is. */
str origin_token(arena *a, const uint8_t secret[32], str session);
bool origin_token_valid(arena *a, const uint8_t secret[32], str session, str token);

#endif
