/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange_feature.c - what going in and out plugs in.
 */
#include "feature/exchange/exchange.h"
#include "feature/exchange/exchange_cli.h"

const struct feature exchange = {
    .name = "exchange",
    .bare_verbs = exchange_cli_verbs,
};
