/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_cli.h - the commands of rooms.
 */
#ifndef FEATURE_ROOMS_ROOMS_CLI_H
#define FEATURE_ROOMS_ROOMS_CLI_H

#include "base/attr.h"
#include "base/err.h"
#include "base/words.h"
#include "feature/feature.h"

/* Ending with { 0 }. */
extern const struct verb rooms_cli_verbs[];

/* The language of the house: what is printed stands in it. */
MUST const err *rooms_cli_lang(cli *c, enum lang *ret);

/* rooms_report_cli.c */
#define ROOMS_REPORT_CLI_LIST_USAGE "[--all]"
#define ROOMS_REPORT_CLI_DECIDE_USAGE "NUMBER hide|erase|leave --reason TEXT"
MUST const err *rooms_report_cli_list(cli *c);
MUST const err *rooms_report_cli_decide(cli *c);

#endif
