/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_merge.c - bringing together, and parting again.
 */
#include <inttypes.h>

#include "base/clock.h"
#include "feature/book/book_merge_store.h"
#include "feature/book/book_part.h"
#include "feature/book/book_person_store.h"
#include "feature/book/book_rules.h"

enum taken { TOOK_CLOSENESS = 1 << 0, TOOK_RHYTHM = 1 << 1, TOOK_REST = 1 << 2 };

/* What other features keep by person, and the search, after people became one or two again. */
static const err *follow(store *s, arena *a, account_id owner, person_id whole)
{
    for (const struct book_part *const *part = book_parts(); *part != NULL; part++)
        if ((*part)->whole_changed != NULL)
            TRY((*part)->whole_changed(s, a, owner, whole));
    return book_search_person(s, a, owner, whole);
}

static const err *take_over(store *s, arena *a, account_id owner, const struct person *into,
                            const struct person *from, int64_t *ret_took)
{
    *ret_took = 0;
    if (into->closeness == 0 && from->closeness != 0) {
        TRY(book_person_store_closeness(s, a, owner, into->id, from->closeness));
        *ret_took |= TOOK_CLOSENESS;
    }
    if (into->rhythm_days == 0 && from->rhythm_days != 0) {
        TRY(book_person_store_rhythm(s, a, owner, into->id, from->rhythm_days));
        *ret_took |= TOOK_RHYTHM;
    }
    if (into->rests_ms == 0 && from->rests_ms != 0) {
        TRY(book_person_store_rest(s, a, owner, into->id, from->rests_ms));
        *ret_took |= TOOK_REST;
    }
    return NULL;
}

const err *book_merge(store *s, arena *a, account_id owner, person_id into, person_id from,
                      str reason, merge_id *ret)
{
    struct person one = { 0 }, other = { 0 };
    merge_id id = { 0 };
    int64_t took = 0;
    TX(t, s, a);
    TRY(book_person_get(s, a, owner, into, &one));
    TRY(book_person_get(s, a, owner, from, &other));
    if (one.id.v == other.id.v)
        FAIL(a, ERR_CONFLICT, "these two are one already");
    TRY(take_over(s, a, owner, &one, &other, &took));
    TRY(book_merge_store_add(s, a, owner, one.id, other.id, reason, took, &id));
    TRY(book_merge_store_move(s, a, owner, id, one.id, other.id));
    TRY(book_search_drop(s, a, owner, S("name"), other.id.v));
    TRY(book_search_drop(s, a, owner, S("person"), other.id.v));
    TRY(follow(s, a, owner, one.id));
    TRY(tx_commit(&t));
    if (ret != NULL)
        *ret = id;
    return NULL;
}

/* What was taken over goes, unless the owner has set it anew since. */
static const err *give_back(store *s, arena *a, account_id owner, int64_t took,
                            const struct person *into, const struct person *from)
{
    if ((took & TOOK_CLOSENESS) != 0 && into->closeness == from->closeness)
        TRY(book_person_store_closeness(s, a, owner, into->id, 0));
    if ((took & TOOK_RHYTHM) != 0 && into->rhythm_days == from->rhythm_days)
        TRY(book_person_store_rhythm(s, a, owner, into->id, 0));
    if ((took & TOOK_REST) != 0 && into->rests_ms == from->rests_ms)
        TRY(book_person_store_rest(s, a, owner, into->id, 0));
    return NULL;
}

static const err *can_be_undone(store *s, arena *a, account_id owner, merge_id id,
                                struct book_merge_row *ret)
{
    struct book_merged later = { 0 };
    bool found = false;
    TRY(book_merge_store_get(s, a, owner, id, ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "there is no such merge in this book");
    if (ret->undone_ms != 0)
        FAIL(a, ERR_CONFLICT, "this merge was undone already");
    TRY(book_merge_store_later(s, a, owner, id, &later, &found));
    if (found)
        FAIL(a, ERR_CONFLICT, "first undo the later merge %" PRId64 " of %.*s into %.*s",
             later.id.v, STR_ARG(later.from_name), STR_ARG(later.into_name));
    return NULL;
}

const err *book_merge_undo(store *s, arena *a, account_id owner, merge_id id, person_id *ret_into,
                           person_id *ret_from)
{
    struct book_merge_row m = { 0 };
    struct person into = { 0 }, from = { 0 };
    TX(t, s, a);
    TRY(can_be_undone(s, a, owner, id, &m));
    TRY(book_merge_store_back(s, a, owner, id, clock_now_ms()));
    TRY(book_person_get(s, a, owner, m.into, &into));
    TRY(book_person_get(s, a, owner, m.from, &from));
    TRY(give_back(s, a, owner, m.took, &into, &from));
    TRY(follow(s, a, owner, into.id));
    TRY(follow(s, a, owner, from.id));
    TRY(tx_commit(&t));
    *ret_into = into.id;
    *ret_from = from.id;
    return NULL;
}

const err *book_merges_of(store *s, arena *a, account_id owner, person_id whole,
                          struct book_merges *ret)
{
    return book_merge_store_of(s, a, owner, whole, ret);
}
