/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_erase_store.c - see book_erase_store.h.
 */
#include "feature/book/book_erase_store.h"

#include "base/check.h"

/* All ids of the whole person $2 in the book $1. */
#define OF_WHOLE "(SELECT id FROM person WHERE account = $1 AND whole = $2)"
#define OF_PERSON(table)                                                                           \
    {                                                                                              \
        "DELETE FROM " table " WHERE account = $1 AND person IN " OF_WHOLE, 2, 0, NULL, 0          \
    }
#define OF_TWO(table, one, other)                                                                  \
    {                                                                                              \
        "DELETE FROM " table " WHERE account = $1 AND (" one " IN " OF_WHOLE " OR " other          \
        " IN " OF_WHOLE ")",                                                                       \
            2, 0, NULL, 0                                                                          \
    }

/* Those that refer to others first, the person last. */
static const query q_person[] = {
    OF_PERSON("datum"),
    OF_PERSON("postal"),
    OF_PERSON("role"),
    OF_PERSON("item"),
    OF_PERSON("note"),
    OF_PERSON("photo"),
    OF_PERSON("person_kept"),
    OF_TWO("tie", "a", "b"),
    OF_TWO("person_apart", "a", "b"),
    { "DELETE FROM person_merge_member WHERE account = $1 AND merge IN (SELECT id FROM person_merge"
      " WHERE account = $1 AND (into_person IN " OF_WHOLE " OR from_person IN " OF_WHOLE "))",
      2, 0, NULL, 0 },
    OF_PERSON("person_merge_member"),
    OF_TWO("person_merge", "into_person", "from_person"),
    { "UPDATE person SET met_through = 0 WHERE account = $1 AND met_through IN " OF_WHOLE, 2, 0,
      NULL, 0 },
    { "DELETE FROM person WHERE account = $1 AND whole = $2", 2, 0, NULL, 0 },
};

struct person_row {
    int64_t person;
};
static const col person_cols[] = { COL(struct person_row, person) };
static const query q_datum = { "DELETE FROM datum WHERE account = $1 AND id = $2 RETURNING person",
                               2, 1, person_cols, sizeof(struct person_row) };
static const query q_item = { "DELETE FROM item WHERE account = $1 AND id = $2 RETURNING person", 2,
                              1, person_cols, sizeof(struct person_row) };

const query *const book_erase_store_queries[] = {
    &q_person[0],  &q_person[1],  &q_person[2], &q_person[3], &q_person[4],  &q_person[5],
    &q_person[6],  &q_person[7],  &q_person[8], &q_person[9], &q_person[10], &q_person[11],
    &q_person[12], &q_person[13], &q_datum,     &q_item,      NULL,
};

const err *book_erase_store_person(store *s, arena *a, account_id owner, person_id whole)
{
    for (size_t i = 0; i < COUNT_OF(q_person); i++)
        TRY(store_run(s, a, &q_person[i], ARGS(ARG(owner.v), ARG(whole.v)), NULL));
    return NULL;
}

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
