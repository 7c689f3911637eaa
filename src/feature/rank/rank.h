/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rank.h - who should know whom, for any list of ties: `rank pairs`, `rank members`. Commands only;
 * they read files and need no data folder. The computing is engine/match.
 */
#ifndef FEATURE_RANK_RANK_H
#define FEATURE_RANK_RANK_H

#include "feature/feature.h"

extern const struct feature rank;

#endif
