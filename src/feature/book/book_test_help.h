/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_test_help.h - for the tests of the book and of the features that add to it: a store with two
 * accounts, each with a book.
 */
#ifndef FEATURE_BOOK_BOOK_TEST_HELP_H
#define FEATURE_BOOK_BOOK_TEST_HELP_H

#include "feature/book/book_facts.h"
#include "store/store_rig.h"

#define BOOK_TEST_NOW_MS 1341921600000 /* 2012-07-10 12:00 UTC, a Tuesday */
#define BOOK_TEST_DAY_MS ((int64_t)24 * 3600 * 1000)

struct book_test_help {
    struct store_rig *rig;
    arena *arena;
    store *s;
    account_id me, other;
};

/* The migrations of the house, the accounts, the book, and up to four further features'
 * (`more`, `n_more`). The clock stands at BOOK_TEST_NOW_MS. */
struct book_test_help *book_test_help_open(const struct migration_list *const *more, size_t n_more);
void book_test_help_close(struct book_test_help *f);

/* A person of this name in that book. */
person_id book_test_help_person(struct book_test_help *f, account_id owner, const char *name);

/* How many things of the first book are found; kind "": of all kinds. */
size_t book_test_help_found(struct book_test_help *f, const char *kind, const char *asked);

#endif
