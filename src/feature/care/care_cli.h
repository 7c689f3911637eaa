/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_cli.h - `today` and `brief`. Inside this folder only.
 */
#ifndef FEATURE_CARE_CARE_CLI_H
#define FEATURE_CARE_CARE_CLI_H

#include "feature/feature.h"

extern const struct verb care_cli_verbs[];

#endif
