/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_cli.h - the commands of introductions. Inside this folder only.
 */
#ifndef FEATURE_INTRODUCTIONS_INTRODUCTIONS_CLI_H
#define FEATURE_INTRODUCTIONS_INTRODUCTIONS_CLI_H

#include "feature/feature.h"

extern const struct verb introductions_cli_verbs[];

#endif
