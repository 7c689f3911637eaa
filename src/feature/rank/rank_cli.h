/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rank_cli.h - the commands of ranking.
 */
#ifndef FEATURE_RANK_RANK_CLI_H
#define FEATURE_RANK_RANK_CLI_H

#include "feature/feature.h"

extern const struct verb rank_cli_verbs[]; /* ends with { 0 } */

#endif
