/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_erase.c - see book_erase.h.
 */
#include "feature/book/book_erase.h"

#include "feature/book/book_erase_store.h"
#include "feature/book/book_part.h"
#include "feature/book/book_search_store.h"

static const err *erase_words(store *s, arena *a, account_id owner, person_id whole)
{
    struct book_texts rows = { 0 };
    TRY(book_search_store_of(s, a, owner, whole, &rows));
    for (size_t i = 0; i < rows.n; i++)
        TRY(book_search_store_drop(s, a, owner, &rows.item[i]));
    return book_search_store_optimize(s, a);
}

const err *book_erase_person(store *s, arena *a, account_id owner, person_id id)
{
    struct person p = { 0 };
    const struct book_part *const *part = book_parts();
    TX(t, s, a);
    TRY(book_person_get(s, a, owner, id, &p));
    for (size_t i = 0; part[i] != NULL; i++)
        if (part[i]->erase != NULL)
            TRY(part[i]->erase(s, a, owner, p.id));
    TRY(erase_words(s, a, owner, p.id));
    TRY(book_erase_store_person(s, a, owner, p.id));
    return tx_commit(&t);
}

const err *book_erase_fact(store *s, arena *a, account_id owner, enum book_fact kind, fact_id id)
{
    person_id person = { 0 };
    bool found = false;
    TX(t, s, a);
    TRY(book_erase_store_fact(s, a, owner, kind, id, &person, &found));
    if (found) {
        TRY(book_search_person(s, a, owner, person));
        TRY(book_search_store_optimize(s, a));
    }
    return tx_commit(&t);
}
