/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keeping_cli.h - the commands of a book's privacy. Inside this folder only.
 */
#ifndef FEATURE_KEEPING_KEEPING_CLI_H
#define FEATURE_KEEPING_KEEPING_CLI_H

#include "feature/feature.h"

extern const struct verb keeping_verbs[];

#endif
