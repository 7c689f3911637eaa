/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_cli.h - the weeks' commands.
 */
#ifndef FEATURE_WEEKS_WEEKS_CLI_H
#define FEATURE_WEEKS_WEEKS_CLI_H

#include "feature/feature.h"

extern const struct verb weeks_cli_verbs[]; /* ends with { 0 } */

#endif
