/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card_reader.h - the cards of a file of any size: vCard 2.1, 3.0, 4.0 and jCard.
 *
 *     card_reader *r = card_reader_new(a);
 *     while (bytes) { card_reader_feed(r, bytes); while (card_reader_next(r, b, …) != LINES_MORE) …
 * } card_reader_end(r); while (card_reader_next(…) != LINES_END) …
 *
 * No card is dropped in silence: one that cannot be read is refused with its line and a reason, and
 * the next is read. A file without any card is refused too. Memory: twice the largest card
 * (CARD_MAX) and one feed.
 */
#ifndef ENGINE_CARD_CARD_READER_H
#define ENGINE_CARD_CARD_READER_H

#include "engine/card/card.h"
#include "engine/lines/lines.h"

typedef struct card_reader card_reader;

/* On the arena, which must outlive it. */
card_reader *card_reader_new(arena *a);
/* The bytes are copied. Take all there is before feeding more. */
void card_reader_feed(card_reader *r, str bytes);
void card_reader_end(card_reader *r);
/* LINES_THING: `ret`, on `a`. LINES_REFUSED: `ret_refusal`. */
enum lines_event card_reader_next(card_reader *r, arena *a, struct card *ret,
                                  struct lines_refusal *ret_refusal);

#endif
