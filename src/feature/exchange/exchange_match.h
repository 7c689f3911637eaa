/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange_match.h - whom a card means, and who is not to come back. Inside this folder only.
 */
#ifndef FEATURE_EXCHANGE_EXCHANGE_MATCH_H
#define FEATURE_EXCHANGE_EXCHANGE_MATCH_H

#include "feature/book/book_take.h"
#include "feature/exchange/exchange.h"

/* `who` 0: nobody. `pairs`: who it may be, without being taken for them; at most PAIRS. */
#define EXCHANGE_MATCH_PAIRS 8
struct exchange_match {
    person_id who;
    struct exchange_pair pairs[EXCHANGE_MATCH_PAIRS]; /* `other` and `why` only */
    size_t n_pairs;
};
/* `import` is the one that asks: whom it made itself is never known by name and organisation, since
 * two rows of one file are two people until more speaks for one. */
MUST const err *exchange_match(store *s, arena *a, account_id owner, const struct book_taken *t,
                               str derived_uid, import_id import, struct exchange_match *ret);

/* The key of the hashes of those who were erased (feature `keeping` makes them); empty: there are
 * none. Once an import. */
MUST const err *exchange_suppression_key(store *s, arena *a, str *ret);
/* Such a one is known by their mail address or number, or by name where there is neither. */
MUST const err *exchange_suppressed(store *s, arena *a, account_id owner, str key,
                                    const struct book_taken *t, bool *ret);

#endif
