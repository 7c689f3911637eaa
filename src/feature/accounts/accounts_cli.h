/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_cli.h - account add, account link, account invite, account list.
 */
#ifndef FEATURE_ACCOUNTS_ACCOUNTS_CLI_H
#define FEATURE_ACCOUNTS_ACCOUNTS_CLI_H

#include "feature/feature.h"

extern const struct verb accounts_verbs[];

#endif
