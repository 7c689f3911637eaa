/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * source.c - see source.h.
 */
#include "source.h"

size_t source_line(const struct source *s, const char *at)
{
    size_t line = 1;
    for (const char *c = s->text.p; c < at; c++)
        line += *c == '\n';
    return line;
}

const err *source_refusal(const struct source *s, const char *at, str message)
{
    const char *start = at;
    while (start > s->text.p && start[-1] != '\n')
        start--;
    FAIL(s->arena, ERR_INVALID, "%s:%zu:%zu: %.*s", s->file, source_line(s, at),
         (size_t)(at - start) + 1, STR_ARG(message));
}
