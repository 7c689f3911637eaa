/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_erase.c - see book_erase.h.
 */
#include "feature/book/book_erase.h"

#include "feature/book/book_erase_store.h"
#include "feature/book/book_part.h"

/* Parts stand in the order of the features, the book itself is the first: so backwards. */
const err *book_erase_parts(store *s, arena *a, account_id owner, person_id whole, bool itself)
{
    const struct book_part *const *parts = book_parts();
    size_t n = 0;
    while (parts[n] != NULL)
        n++;
    for (size_t i = n; i-- > (itself ? 0 : 1);)
        if (parts[i]->erase != NULL)
            TRY(parts[i]->erase(s, a, owner, whole));
    return NULL;
}

const err *book_erase_person(store *s, arena *a, account_id owner, person_id id)
{
    struct person p = { 0 };
    TX(t, s, a);
    TRY(book_person_get(s, a, owner, id, &p));
    TRY(book_erase_parts(s, a, owner, p.id, true));
    return tx_commit(&t);
}

const err *book_erase_fact(store *s, arena *a, account_id owner, enum book_fact kind, fact_id id)
{
    person_id person = { 0 };
    bool found = false;
    TX(t, s, a);
    TRY(book_erase_store_fact(s, a, owner, kind, id, &person, &found));
    if (found)
        TRY(book_search_person(s, a, owner, person));
    return tx_commit(&t);
}
