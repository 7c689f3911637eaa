/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * check.h - the command `check`: what this program answers to, said by itself, so that no test of
 * it can forget a new part. `check routes`, `check commands`, `check queries`; JSON on stdout.
 * Needs no store.
 */
#ifndef APP_CHECK_H
#define APP_CHECK_H

#include "app/options.h"

/* routes: [{feature, method, pattern, needs: ["member", …]}]; commands: [{feature, name, usage}];
 * queries: [{feature, sql}]. ERR_USAGE for anything else. */
MUST const err *check_run(arena *a, const struct options *o);

#endif
