/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * json_text.h - between our texts and arenas and jansson's values.
 */
#ifndef BASE_JSON_TEXT_H
#define BASE_JSON_TEXT_H

#include <jansson.h>

#include "base/arena.h"
#include "base/str.h"

/* A valid text as a value; the absent one as "". */
json_t *json_text(str s);
/* The value itself, which the arena gives back at its end. */
json_t *json_text_on(arena *a, json_t *value);
/* The value written, with jansson's flags; absent where that fails. */
str json_text_dump(arena *a, const json_t *value, size_t flags);

#endif
