/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_erase_store.c - see book_erase_store.h.
 */
#include "feature/book/book_erase_store.h"

#include "base/check.h"

struct person_row {
    int64_t person;
};
static const col person_cols[] = { COL(struct person_row, person) };
static const query q_datum = { "DELETE FROM datum WHERE account = $1 AND id = $2 RETURNING person",
                               2, 1, person_cols, sizeof(struct person_row) };
static const query q_item = { "DELETE FROM item WHERE account = $1 AND id = $2 RETURNING person", 2,
                              1, person_cols, sizeof(struct person_row) };

const query *const book_erase_store_queries[] = { &q_datum, &q_item, NULL };

const err *book_erase_store_fact(store *s, arena *a, account_id owner, enum book_fact kind,
                                 fact_id id, person_id *ret, bool *ret_found)
{
    struct person_row row = { 0 };
    ASSERT(kind == FACT_DATUM || kind == FACT_ITEM);
    TRY(store_row(s, a, kind == FACT_DATUM ? &q_datum : &q_item, ARGS(ARG(owner.v), ARG(id.v)),
                  &row, ret_found));
    *ret = (person_id){ row.person };
    return NULL;
}
