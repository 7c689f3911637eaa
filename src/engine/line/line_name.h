/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * line_name.h - names of people and places in the capture line; inside this folder only.
 */
#ifndef ENGINE_LINE_LINE_NAME_H
#define ENGINE_LINE_LINE_NAME_H

#include "engine/line/line_reader.h"

/* A name at r->at, where a word begins that is nothing else; words before it that belong to no name
 * are left as rest. False where there is none. */
bool line_name_take(struct line_reader *r);
/* A quoted name; false where the quotation is none. */
bool line_name_quoted(struct line_reader *r);
/* "#17", somebody's number. */
bool line_name_number(struct line_reader *r);
/* "in Hamburg", "im Café Kranz". */
bool line_name_place(struct line_reader *r);
/* "mit Anna", "von Anna": the word before a name is stepped over. */
bool line_name_with(struct line_reader *r);

#endif
