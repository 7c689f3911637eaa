/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rank_file.h - the files of ranking: read in pieces, .gz or plain, `-` is stdin.
 */
#ifndef FEATURE_RANK_RANK_FILE_H
#define FEATURE_RANK_RANK_FILE_H

#include "engine/match/match_build.h"
#include "feature/feature.h"

/* Calls take(arg, piece) for the whole file, unpacked where it is packed. */
MUST const err *rank_file_pieces(arena *a, str path, void (*take)(void *arg, str piece), void *arg);

/* The graph of the ties in a file; the caller frees it. Bad lines: with `lenient` left out, and
 * counted on stderr; else named there, and ERR_INVALID. */
MUST const err *rank_file_ties(cli *c, str path, const struct match_times *times, bool lenient,
                               match_graph **ret);

/* A whole small file (seeks, offers) of at most 256 MB unpacked, on the arena. */
MUST const err *rank_file_text(arena *a, str path, str *ret);

#endif
