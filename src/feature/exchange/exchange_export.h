/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange_export.h - the book goes out, person by person, in memory that does not grow with it.
 */
#ifndef FEATURE_EXCHANGE_EXCHANGE_EXPORT_H
#define FEATURE_EXCHANGE_EXCHANGE_EXPORT_H

#include "engine/card/card.h"
#include "feature/exchange/exchange.h"

struct exchange_sink {
    const err *(*write)(void *of, arena *a, str text);
    void *of;
};

/* All whole people as cards of that version, photos and kept lines included. What a card cannot say
 * (encounters, promises, sensitive notes, former roles) is not in it. */
MUST const err *exchange_export_cards(store *s, arena *a, account_id owner,
                                      enum card_version version, const struct exchange_sink *to);

#endif
