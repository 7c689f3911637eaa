/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cli.c - how a command takes its arguments and where its results go.
 *
 * Options may stand anywhere before "--"; what follows that is taken as it is.
 */
#include "feature/feature.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* The place of "--", or the end. */
static size_t options_end(const cli *c)
{
    size_t end = 0;
    while (end < c->n_args && !str_eq(c->args[end], S("--")))
        end++;
    return end;
}

/* Takes `count` arguments out at `from`. */
static void arguments_remove(cli *c, size_t from, size_t count)
{
    str *rest = NEW_ARRAY(c->arena, str, c->n_args);
    size_t n = 0;
    for (size_t i = 0; i < c->n_args; i++) {
        if (i < from || i >= from + count)
            rest[n++] = c->args[i];
    }
    c->args = rest;
    c->n_args = n;
}

const err *cli_option(cli *c, const char *name, str *ret)
{
    str option = str_of(name);
    str assigned = str_format(c->arena, "%s=", name);
    str value = { 0 };
    size_t end = options_end(c);
    for (size_t i = 0; i < end;) {
        if (str_starts(c->args[i], assigned)) {
            value = str_sub(c->args[i], assigned.n, c->args[i].n);
            arguments_remove(c, i, 1);
            end -= 1;
        } else if (str_eq(c->args[i], option)) {
            if (i + 1 >= end)
                FAIL(c->arena, ERR_USAGE, "%s needs a value", name);
            value = c->args[i + 1];
            arguments_remove(c, i, 2);
            end -= 2;
        } else {
            i++;
        }
    }
    *ret = value;
    return NULL;
}

bool cli_flag(cli *c, const char *name)
{
    bool found = false;
    size_t end = options_end(c);
    for (size_t i = 0; i < end;) {
        if (str_eq(c->args[i], str_of(name))) {
            arguments_remove(c, i, 1);
            end--;
            found = true;
        } else {
            i++;
        }
    }
    return found;
}

const err *cli_arguments(cli *c, size_t least, size_t most, const char *usage)
{
    size_t end = options_end(c);
    for (size_t i = 0; i < end; i++) {
        if (c->args[i].n > 1 && c->args[i].p[0] == '-')
            FAIL(c->arena, ERR_USAGE, "unknown option %.*s; usage: %s", STR_ARG(c->args[i]), usage);
    }
    if (end < c->n_args)
        arguments_remove(c, end, 1);
    if (c->n_args < least || c->n_args > most)
        FAIL(c->arena, ERR_USAGE, "usage: %s", usage);
    return NULL;
}

const err *cli_print(cli *c, str text)
{
    size_t written = text.n == 0 ? 0 : fwrite(text.p, 1, text.n, stdout);
    if (written != text.n || fflush(stdout) != 0)
        FAIL(c->arena, ERR_BROKEN, "standard output cannot be written");
    return NULL;
}

enum lang cli_lang(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        str value = str_of(getenv(names[i]));
        if (!str_empty(value))
            return str_starts(value, S("de")) ? LANG_DE : LANG_EN;
    }
    return LANG_EN;
}

void cli_say(cli *c, const char *format, ...)
{
    (void)c;
    va_list values;
    va_start(values, format);
    vfprintf(stderr, format, values);
    va_end(values);
    fputc('\n', stderr);
}
