/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * line_clause.h - what was heard, sought, offered, given, received, promised; inside this folder
 * only.
 */
#ifndef ENGINE_LINE_LINE_CLAUSE_H
#define ENGINE_LINE_LINE_CLAUSE_H

#include "engine/line/line_reader.h"

/* The clause that begins at r->at, with its text; false where none begins. */
bool line_clause_take(struct line_reader *r);
/* A part between commas, from r->at on, that ends with its word: "Studie versprochen". */
bool line_clause_take_final(struct line_reader *r);

#endif
