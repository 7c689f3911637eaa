/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_rules.h - the rules of rooms.c that the rest of this feature asks for.
 */
#ifndef FEATURE_ROOMS_ROOMS_RULES_H
#define FEATURE_ROOMS_ROOMS_RULES_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/words.h"
#include "feature/rooms/rooms.h"

/* What was said, cleaned (utf8.h), with a key made where it has none; or err_form with what is
 * wrong with each field, in `lang`. */
MUST const err *rooms_check(arena *a, enum lang lang, const struct say *say, struct say *ret);
/* [A-Za-z0-9_-]{16,64} */
bool rooms_key_valid(str key);
/* May its words reach a reader? */
bool rooms_shown(const struct message *m);

#endif
