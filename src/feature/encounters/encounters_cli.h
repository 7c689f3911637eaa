/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_cli.h - the commands of encounters. Inside this folder only.
 */
#ifndef FEATURE_ENCOUNTERS_ENCOUNTERS_CLI_H
#define FEATURE_ENCOUNTERS_ENCOUNTERS_CLI_H

#include "feature/feature.h"

extern const struct verb encounters_cli_verbs[];

#endif
