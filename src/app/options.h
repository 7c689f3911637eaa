/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * options.h - the options that stand before or behind every command.
 */
#ifndef APP_OPTIONS_H
#define APP_OPTIONS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct options {
    str folder;      /* --data, else $NETZARBEIT_DATA, else "./data" */
    str account;     /* --account, else $NETZARBEIT_ACCOUNT, else absent */
    bool json;       /* --json */
    const str *args; /* the words that are left: the command and what belongs to it */
    size_t n_args;
};

/* Takes the global options out of argv. ERR_USAGE for one without its value, or a --store that this
 * build cannot open. */
MUST const err *options_read(arena *a, int argc, char **argv, struct options *ret);

#endif
