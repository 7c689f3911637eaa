/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * json_text.c - see json_text.h.
 */
#include "base/json_text.h"

#include <stdlib.h>

json_t *json_text(str s)
{
    return json_stringn_nocheck(s.n > 0 ? s.p : "", s.n);
}

static void give_back(void *value)
{
    json_decref(value);
}

json_t *json_text_on(arena *a, json_t *value)
{
    arena_defer(a, give_back, value);
    return value;
}

str json_text_dump(arena *a, const json_t *value, size_t flags)
{
    char *text = json_dumps(value, flags);
    str copy = str_copy(a, str_of(text));
    free(text);
    return copy;
}
