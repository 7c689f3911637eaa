/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_jsonld.h - weeks and talks as schema.org says them, for search engines and calendars.
 */
#ifndef FEATURE_WEEKS_WEEKS_JSONLD_H
#define FEATURE_WEEKS_WEEKS_JSONLD_H

#include <jansson.h>

#include "feature/weeks/weeks_store.h"

/* Both are given back with the arena. `base_url` without '/' at its end. */
const json_t *weeks_jsonld_week(arena *a, str base_url, const struct week *w);
const json_t *weeks_jsonld_talk(arena *a, str base_url, const struct week *w, const struct talk *t);

#endif
