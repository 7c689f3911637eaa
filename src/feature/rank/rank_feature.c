/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rank_feature.c - what ranking plugs into the house.
 */
#include "feature/rank/rank.h"
#include "feature/rank/rank_cli.h"

const struct feature rank = {
    .name = "rank",
    .bare_verbs = rank_cli_verbs,
};
