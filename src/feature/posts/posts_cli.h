/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts_cli.h - the commands of the posts.
 */
#ifndef FEATURE_POSTS_POSTS_CLI_H
#define FEATURE_POSTS_POSTS_CLI_H

#include "feature/feature.h"

/* Ending with { 0 }. */
extern const struct verb posts_cli_verbs[];

#endif
