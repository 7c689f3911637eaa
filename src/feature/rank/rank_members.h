/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rank_members.h - for each member of a community, whom they should know.
 */
#ifndef FEATURE_RANK_RANK_MEMBERS_H
#define FEATURE_RANK_RANK_MEMBERS_H

#include "engine/match/match_graph.h"
#include "feature/feature.h"

/* Prints `member partner score`: for each member, by id, at most `top` others, best first. The same
 * for any number of threads. */
MUST const err *rank_members(cli *c, const match_graph *g, size_t top, size_t threads);

#endif
