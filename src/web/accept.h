/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accept.h - what a client says it would like (RFC 9110, section 12.5) and what it already has
 * (13.1).
 */
#ifndef WEB_ACCEPT_H
#define WEB_ACCEPT_H

#include <stdbool.h>

#include "base/str.h"
#include "base/words.h"

/* How much it likes `item` (a coding, a media type): 0 to 1000, 0 = not at all; -1 where the field
 * does not speak of it. What stands after ';' but q is not looked at. */
int accept_quality(str field, str item);

/* The coding is welcome: named, or covered by "*", and not with q=0. */
bool accept_coding(str field, str coding);

/* The language the reader likes best among ours; `house` where none of ours is named. */
enum lang accept_language(str field, enum lang house);

/* A program asks: JSON is named, markup is not. */
bool accept_program(str field);

/* If-None-Match (weak comparison) covers `etag`, which comes with its quotes. */
bool accept_etag(str field, str etag);

#endif
