/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * serve.h - the command that opens the house.
 */
#ifndef APP_SERVE_H
#define APP_SERVE_H

#include "app/options.h"

/* Runs until SIGINT or SIGTERM; then finishes what is under way. ERR_TAKEN if the data folder is
 * served already or the port is in use. */
MUST const err *serve_run(arena *a, const struct options *o);

#endif
