/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange_cli.h - the commands by which people go in and out.
 */
#ifndef FEATURE_EXCHANGE_EXCHANGE_CLI_H
#define FEATURE_EXCHANGE_EXCHANGE_CLI_H

#include "feature/feature.h"

extern const struct verb exchange_cli_verbs[]; /* ends with { 0 } */

#endif
