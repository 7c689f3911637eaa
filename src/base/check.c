/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * check.c - the last words of a program that met a fault of its own.
 */
#include "base/check.h"

#include <execinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/attr.h"

static _Thread_local char doing[128];

void check_doing(const char *what)
{
    size_t n = strnlen(what, sizeof(doing) - 1);
    /* What is done often comes from outside; a report must not be forged by it. */
    for (size_t i = 0; i < n; i++)
        doing[i] = what[i] >= ' ' && what[i] != 0x7f ? what[i] : '?';
    doing[n] = '\0';
}

void check_failed(const char *expression, const char *where, const char *function)
{
    void *calls[64];
    /* No heap and no stdio buffer: either may be what is broken. */
    dprintf(STDERR_FILENO, "\nfault: %s\n  at %s in %s\n  doing: %s\n", expression, where, function,
            doing[0] != '\0' ? doing : "nothing named");
    int count = backtrace(calls, (int)COUNT_OF(calls));
    backtrace_symbols_fd(calls, count, STDERR_FILENO);
    abort();
}
