/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * mail_cli.h - the commands of the house's mails.
 */
#ifndef FEATURE_MAIL_MAIL_CLI_H
#define FEATURE_MAIL_MAIL_CLI_H

#include "feature/feature.h"

extern const struct verb mail_cli_verbs[];

#endif
