/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card_parse.h - the lines of one card as its properties; for the reader only.
 */
#ifndef ENGINE_CARD_CARD_PARSE_H
#define ENGINE_CARD_CARD_PARSE_H

#include "engine/card/card.h"

/* `text` is what stands between BEGIN and END, lines separated by LF, in the bytes of the file; it
 * is written over. `line` is the number of the first, ret->version the card's. Everything in `ret`
 * is on the arena. NULL where it could be read, else the reason it could not, with its line in
 * *ret_line. */
const char *card_parse(arena *a, char *text, size_t n, size_t line, struct card *ret,
                       size_t *ret_line);

/* "Begin:vCard", with what is around it in real files; the same for END. */
bool card_parse_begin(str line);
bool card_parse_end(str line);
/* The line opens a nested card: AGENT without value. */
bool card_parse_agent(str line);

/* Binary by its parameters (ENCODING=b, base64). */
bool card_parse_binary(const struct card_property *p);

#endif
