/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * commands.h - finds the command that was meant among the features' verbs, and runs it.
 */
#ifndef APP_COMMANDS_H
#define APP_COMMANDS_H

#include "app/options.h"

/* Opens the store and runs a feature's command. ERR_USAGE where there is no such command. */
MUST const err *commands_run(arena *a, const struct options *o);

/* The list of all commands on stdout. */
void commands_help(void);

#endif
