/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_slug.h - names in addresses, and words as the search field compares them. For features
 * above too, beside weeks.h.
 */
#ifndef FEATURE_WEEKS_WEEKS_SLUG_H
#define FEATURE_WEEKS_WEEKS_SLUG_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

#define WEEKS_SLUG_MAX 60 /* bytes, before a "-2" is added */

/* "Über Größe" -> "ueber-groesse": letters of any script written with a-z and 0-9, one '-' between
 * words, cut at a word. Empty where nothing is left. */
str weeks_slug(arena *a, str title);
/* True for what weeks_slug could have made. */
bool weeks_slug_ok(str slug);
/* Words of routes, which no slug takes for itself. */
bool weeks_slug_reserved(str slug);

/* Lower case without accents; a text is stored with both its German spellings ("uber", "ueber"), so
 * that a reader finds "Über" by "über", "uber" and "ueber". */
str weeks_slug_search_text(arena *a, str text);
str weeks_slug_search_word(arena *a, str word);

#endif
