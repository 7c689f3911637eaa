/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_test_help.c - see book_test_help.h.
 */
#include "feature/book/book_test_help.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/clock.h"
#include "feature/accounts/accounts.h"
#include "feature/house/house.h"

#define MORE_MAX 4

struct book_test_help *book_test_help_open(const struct migration_list *const *more, size_t n_more)
{
    struct migration_list lists[3 + MORE_MAX] = { *house.migrations, *accounts.migrations,
                                                  *book.migrations };
    ASSERT(n_more <= MORE_MAX);
    for (size_t i = 0; i < n_more; i++)
        lists[3 + i] = *more[i];
    struct book_test_help *f = calloc(1, sizeof *f);
    assert_non_null(f);
    clock_set(BOOK_TEST_NOW_MS);
    f->rig = store_rig_open(lists, 3 + n_more);
    f->arena = f->rig->arena;
    f->s = f->rig->s;
    OK(accounts_add(f->s, f->arena, S("ich@example.org"), S("Ich"), S("member"), &f->me.v));
    OK(accounts_add(f->s, f->arena, S("andere@example.org"), S("Andere"), S("host"), &f->other.v));
    return f;
}

void book_test_help_close(struct book_test_help *f)
{
    store_rig_close(f->rig);
    free(f);
    clock_real();
}

person_id book_test_help_person(struct book_test_help *f, account_id owner, const char *name)
{
    person_id id = { 0 };
    OK(book_person_add(f->s, f->arena, owner, &(struct person_name){ .name = str_of(name) }, S(""),
                       (struct book_source){ 0 }, &id));
    return id;
}

size_t book_test_help_found(struct book_test_help *f, const char *kind, const char *asked)
{
    struct book_hits hits = { 0 };
    OK(book_search(f->s, f->arena, f->me, str_of(kind), str_of(asked), 50, &hits));
    return hits.n;
}
