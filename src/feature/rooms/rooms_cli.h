/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_cli.h - the commands of rooms.
 */
#ifndef FEATURE_ROOMS_ROOMS_CLI_H
#define FEATURE_ROOMS_ROOMS_CLI_H

#include "feature/feature.h"

/* Ending with { 0 }. */
extern const struct verb rooms_cli_verbs[];

#endif
