/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card_json.h - jCard (RFC 7095) as cards: ["vcard", [[name, {parameters}, type, value, …], …]],
 * one or a list of them. For the reader only, whose shape it has.
 *
 * The cards are of version 4.0; values get the form that vCard gives them (dates of RFC 7095
 * section 3.5.6 without dashes), a type that is not the property's own becomes VALUE.
 */
#ifndef ENGINE_CARD_CARD_JSON_H
#define ENGINE_CARD_CARD_JSON_H

#include "engine/card/card.h"
#include "engine/lines/lines.h"

typedef struct card_json card_json;

/* `line`: the number of the first. */
card_json *card_json_new(arena *a, size_t line);
void card_json_feed(card_json *j, str bytes);
void card_json_end(card_json *j);
enum lines_event card_json_next(card_json *j, arena *a, struct card *ret,
                                struct lines_refusal *ret_refusal);

/* One card; false where `text` is none. */
MUST bool card_json_read(arena *a, str text, struct card *ret);

#endif
