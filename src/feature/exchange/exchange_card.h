/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange_card.h - between a person as cards say it and as the book does. What has no place in the
 * book (units of an organisation, a birthday of which only the year is known, unknown properties)
 * becomes kept lines, which are the properties of a vCard 4.0, and comes back from them.
 */
#ifndef FEATURE_EXCHANGE_EXCHANGE_CARD_H
#define FEATURE_EXCHANGE_EXCHANGE_CARD_H

#include "engine/card/card_person.h"
#include "feature/book/book_take.h"

/* What the book takes of it; `uid` is empty where the card has none. */
struct book_taken exchange_card_in(arena *a, const struct card_person *p);
/* A UUID of all that the card says: the same for the same card. */
str exchange_card_uid(arena *a, const struct card_person *p);

/* All that a card can say of one whole person. */
MUST const err *exchange_card_out(store *s, arena *a, account_id owner, const struct person *p,
                                  struct card_person *ret);

#endif
