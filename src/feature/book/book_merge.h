/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_merge.h - people who are in the book twice: found, brought together, and parted again.
 *
 * A merge moves no row: all ids of the one are told that the other is who they are now (`whole`).
 * So parting is exact whatever was written meanwhile: each fact returns to the person it was
 * written with. What was written after the merge was written with the whole person and stays there.
 */
#ifndef FEATURE_BOOK_BOOK_MERGE_H
#define FEATURE_BOOK_BOOK_MERGE_H

#include "feature/book/book_facts.h"

typedef struct {
    int64_t v;
} merge_id;

/* Why two look like one; several may hold. */
enum book_likeness {
    ALIKE_MAIL = 1 << 0,
    ALIKE_PHONE = 1 << 1,
    ALIKE_SOCIAL = 1 << 2,       /* the same link or name elsewhere */
    ALIKE_NAME = 1 << 3,         /* the same name key */
    ALIKE_ORGANISATION = 1 << 4, /* with the name: a role at the same organisation */
    ALIKE_BIRTHDAY = 1 << 5,     /* the same day, and a word of the name in common */
};
struct book_alike {
    person_id a, b; /* wholes, a < b */
    int64_t why;    /* of enum book_likeness */
};
struct book_alikes {
    const struct book_alike *item;
    size_t n;
};
/* What speaks for it, in words: "dieselbe Mailadresse, derselbe Name". */
str book_alike_words(arena *a, enum lang lang, int64_t why);
/* Pairs that look like one person, those with most reasons first; at most `limit`. A telephone
 * number or name that more than ALIKE_SHARED people have is no reason. Pairs of whom it was said
 * that they are two are left out. Found by indexed keys: see script/bench for 50,000 people. */
#define ALIKE_SHARED 5
MUST const err *book_alike_all(store *s, arena *a, account_id owner, size_t limit,
                               struct book_alikes *ret);
/* The same, of one person. */
MUST const err *book_alike_of(store *s, arena *a, account_id owner, person_id id,
                              struct book_alikes *ret);
/* They are two: not proposed again. */
MUST const err *book_alike_apart(store *s, arena *a, account_id owner, person_id one,
                                 person_id other);

/* `from` becomes a part of `into`, whose name is shown. Closeness, rhythm and rest that `into` has
 * not are taken over from `from`. ERR_CONFLICT where both are one already. `ret` may be NULL. */
MUST const err *book_merge(store *s, arena *a, account_id owner, person_id into, person_id from,
                           str reason, merge_id *ret);
/* Parts them again. ERR_CONFLICT where that was done already, or where a later merge, which is
 * named, must be undone first. Whoever is asked for in `ret_into`, `ret_from` is whole again. */
MUST const err *book_merge_undo(store *s, arena *a, account_id owner, merge_id id,
                                person_id *ret_into, person_id *ret_from);

struct book_merged {
    merge_id id;
    str from_name, into_name, reason;
    int64_t time_ms;
};
struct book_merges {
    const struct book_merged *item;
    size_t n;
};
/* The merges that stand and made the whole person what they are, newest first. */
MUST const err *book_merges_of(store *s, arena *a, account_id owner, person_id whole,
                               struct book_merges *ret);

#endif
