/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * review_cli.h - the command `review`.
 */
#ifndef FEATURE_REVIEW_REVIEW_CLI_H
#define FEATURE_REVIEW_REVIEW_CLI_H

#include "feature/feature.h"

extern const struct verb review_cli_verbs[];

#endif
