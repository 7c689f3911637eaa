/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_alike.c - who looks like the same person, and why.
 *
 * Two lists of those who share a key come from the store, in the order of the keys; each pair of a
 * key's people is one reason. The pairs are sorted, so that the reasons of one pair stand together.
 */
#include <stdlib.h>

#include "engine/text/text_fold.h"
#include "feature/book/book_merge_store.h"
#include "feature/book/book_person_store.h"

/* Pairs that are looked at at most; a book with more is worked off from the front. */
#define PAIRS_MAX ((size_t)200000)

struct pairs {
    struct book_alike *item;
    size_t n, cap;
};

static const struct {
    enum book_likeness why;
    const char *said;
} reasons[] = {
    { ALIKE_MAIL, WORDS_MARK("the same mail address") },
    { ALIKE_PHONE, WORDS_MARK("the same telephone number") },
    { ALIKE_SOCIAL, WORDS_MARK("the same link") },
    { ALIKE_NAME, WORDS_MARK("the same name") },
    { ALIKE_ORGANISATION, WORDS_MARK("at the same organisation") },
    { ALIKE_BIRTHDAY, WORDS_MARK("the same birthday") },
};

str book_alike_words(arena *a, enum lang lang, int64_t why)
{
    str said[COUNT_OF(reasons)];
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(reasons); i++)
        if ((why & (int64_t)reasons[i].why) != 0)
            said[n++] = words(lang, reasons[i].said);
    return str_join(a, said, n, S(", "));
}

/* ---- pairs ----------------------------------------------------------------------------------- */

static void add(arena *a, struct pairs *to, person_id one, person_id other, int64_t why)
{
    if (one.v == other.v || to->n >= PAIRS_MAX)
        return;
    arena_grow(a, (void **)&to->item, &to->cap, to->n + 1, sizeof *to->item);
    bool in_order = one.v < other.v;
    to->item[to->n++] =
        (struct book_alike){ .a = in_order ? one : other, .b = in_order ? other : one, .why = why };
}

/* Do two folded names share a word? */
static bool share_a_word(str one, str other)
{
    str word = { 0 }, piece = { 0 };
    while (!str_empty(one) && str_next(&one, ' ', &word))
        for (str rest = other; word.n > 2 && !str_empty(rest) && str_next(&rest, ' ', &piece);)
            if (str_eq(word, piece))
                return true;
    return false;
}

static int64_t why_of(str kind)
{
    if (str_eq(kind, S("email")))
        return ALIKE_MAIL;
    if (str_eq(kind, S("phone")))
        return ALIKE_PHONE;
    if (str_eq(kind, S("name")))
        return ALIKE_NAME;
    return str_eq(kind, S("birthday")) ? ALIKE_BIRTHDAY : ALIKE_SOCIAL;
}

/* Who was born on one day and shares a word of the name; in a big book a day has hundreds. */
static void pair_births(arena *a, const struct book_shared *from, size_t n, struct pairs *to)
{
    str *names = NEW_ARRAY(a, str, n);
    for (size_t i = 0; i < n; i++)
        names[i] = text_fold(a, from[i].name);
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++)
            if (share_a_word(names[i], names[k]))
                add(a, to, from[i].whole, from[k].whole, ALIKE_BIRTHDAY);
}

/* All pairs among the people [from, to) of one key. */
static void pair_up(arena *a, const struct book_shared *from, size_t n, struct pairs *to)
{
    int64_t why = why_of(from->kind);
    if (why == ALIKE_BIRTHDAY) {
        pair_births(a, from, n, to);
        return;
    }
    if (n > ALIKE_SHARED)
        return;
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++)
            add(a, to, from[i].whole, from[k].whole, why);
}

static void pair_all(arena *a, const struct book_shareds *all, struct pairs *to)
{
    for (size_t from = 0; from < all->n;) {
        const struct book_shared *first = &all->item[from];
        size_t end = from + 1;
        while (end < all->n && str_eq(all->item[end].key, first->key) &&
               str_eq(all->item[end].kind, first->kind))
            end++;
        pair_up(a, first, end - from, to);
        from = end;
    }
}

static int by_people(const void *left, const void *right)
{
    const struct book_alike *l = left, *r = right;
    if (l->a.v != r->a.v)
        return l->a.v < r->a.v ? -1 : 1;
    return (l->b.v > r->b.v) - (l->b.v < r->b.v);
}

/* The reasons of one pair in one. */
static void join(struct pairs *p)
{
    size_t n = 0;
    if (p->n > 0)
        qsort(p->item, p->n, sizeof *p->item, by_people);
    for (size_t i = 0; i < p->n; i++) {
        if (n > 0 && by_people(&p->item[n - 1], &p->item[i]) == 0)
            p->item[n - 1].why |= p->item[i].why;
        else
            p->item[n++] = p->item[i];
    }
    p->n = n;
}

static int by_reasons(const void *left, const void *right)
{
    const struct book_alike *l = left, *r = right;
    int more = __builtin_popcountll((unsigned long long)r->why) -
               __builtin_popcountll((unsigned long long)l->why);
    return more != 0 ? more : by_people(left, right);
}

/* Those of whom it was said that they are two go; those of one name are asked where they worked. */
static const err *sift(store *s, arena *a, account_id owner, size_t limit, struct pairs *p,
                       struct book_alikes *ret)
{
    size_t n = 0;
    if (p->n > 0)
        qsort(p->item, p->n, sizeof *p->item, by_reasons);
    for (size_t i = 0; i < p->n && n < limit; i++) {
        struct book_alike one = p->item[i];
        bool apart = false, colleagues = false;
        TRY(book_merge_store_are_apart(s, a, owner, one.a, one.b, &apart));
        if (apart)
            continue;
        if ((one.why & ALIKE_NAME) != 0)
            TRY(book_merge_store_colleagues(s, a, owner, one.a, one.b, &colleagues));
        one.why |= colleagues ? ALIKE_ORGANISATION : 0;
        p->item[n++] = one;
    }
    *ret = (struct book_alikes){ p->item, n };
    return NULL;
}

const err *book_alike_all(store *s, arena *a, account_id owner, size_t limit,
                          struct book_alikes *ret)
{
    struct book_shareds data = { 0 }, names = { 0 };
    struct pairs pairs = { 0 };
    TRY(book_merge_store_shared_data(s, a, owner, &data));
    pair_all(a, &data, &pairs);
    TRY(book_merge_store_shared_names(s, a, owner, &names));
    pair_all(a, &names, &pairs);
    join(&pairs);
    return sift(s, a, owner, limit, &pairs, ret);
}

/* ---- of one ---------------------------------------------------------------------------------- */

static void add_all(arena *a, struct pairs *to, person_id one, const struct person_list *others,
                    int64_t why)
{
    if (others->n > ALIKE_SHARED)
        return;
    for (size_t i = 0; i < others->n; i++)
        add(a, to, one, others->item[i].id, why);
}

const err *book_alike_of(store *s, arena *a, account_id owner, person_id id,
                         struct book_alikes *ret)
{
    struct person p = { 0 };
    struct person_list others = { 0 };
    struct datum_list data = { 0 };
    struct pairs pairs = { 0 };
    TRY(book_person_get(s, a, owner, id, &p));
    str key = text_name_key(a, p.called.name);
    if (!str_empty(key))
        TRY(book_person_store_by_key(s, a, owner, key, &others));
    add_all(a, &pairs, p.id, &others, ALIKE_NAME);
    TRY(book_data(s, a, owner, p.id, &data));
    for (size_t i = 0; i < data.n; i++) {
        const struct datum *d = &data.item[i];
        if (!str_eq(d->kind, S("email")) && !str_eq(d->kind, S("phone")))
            continue;
        TRY(book_people_with(s, a, owner, d->kind, d->value, &others));
        add_all(a, &pairs, p.id, &others, why_of(d->kind));
    }
    join(&pairs);
    return sift(s, a, owner, ALIKE_SHARED, &pairs, ret);
}

const err *book_alike_apart(store *s, arena *a, account_id owner, person_id one, person_id other)
{
    struct person a_person = { 0 }, b_person = { 0 };
    TX(t, s, a);
    TRY(book_person_get(s, a, owner, one, &a_person));
    TRY(book_person_get(s, a, owner, other, &b_person));
    TRY(book_merge_store_apart(s, a, owner, a_person.id, b_person.id));
    return tx_commit(&t);
}
