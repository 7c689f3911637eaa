/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_cli.h - the book's commands. Inside this folder only.
 */
#ifndef FEATURE_BOOK_BOOK_CLI_H
#define FEATURE_BOOK_BOOK_CLI_H

#include "feature/feature.h"

extern const struct verb book_verbs[];

#endif
