/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_quote.h - what a text quotes of a message that is to be erased.
 */
#ifndef FEATURE_ROOMS_ROOMS_QUOTE_H
#define FEATURE_ROOMS_ROOMS_QUOTE_H

#include "base/arena.h"
#include "base/str.h"

#define ROOMS_QUOTE_MIN 12 /* code points without blanks */

/* `text` with "[…]" in the place of what it quotes: every run of at least ROOMS_QUOTE_MIN
 * characters that stands in `said` too, all of a shorter `said`, and `name`; these two only as
 * whole words. Upper and lower case and blanks do not matter. What is told in other words is the
 * teller's own and stays. All valid UTF-8; time and memory grow with the lengths of text and
 * message (each 2,000 code points at most) multiplied, and with one of them. The result is `text`
 * itself or on the arena. */
str rooms_quote_remove(arena *a, str text, str name, str said);

#endif
