/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_finding.c - who is meant by a name.
 */
#include <inttypes.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "engine/text/text_fold.h"
#include "feature/book/book_facts.h"
#include "feature/book/book_person_store.h"

/* Rows of the search that are looked at for one name. */
#define NAME_HITS 500
#define LIST_LIMIT ((size_t)16 << 10)

/* ---- how well a name fits -------------------------------------------------------------------- */

static bool has_word(str text, str word, bool whole)
{
    str piece = { 0 };
    while (!str_empty(text) && str_next(&text, ' ', &piece))
        if (whole ? str_eq(piece, word) : str_starts(piece, word))
            return true;
    return false;
}

static bool has_all(str text, str words, bool whole)
{
    str word = { 0 };
    while (!str_empty(words) && str_next(&words, ' ', &word))
        if (!has_word(text, word, whole))
            return false;
    return true;
}

static str names_of(arena *a, const struct person *p)
{
    const struct person_name *n = &p->called;
    return text_fold(a,
                     str_join(a, (str[]){ n->name, n->nickname, n->given, n->family }, 4, S(" ")));
}

/* ---- candidates ------------------------------------------------------------------------------ */

static bool listed(const struct person *people, size_t n, person_id id)
{
    for (size_t i = 0; i < n; i++)
        if (people[i].id.v == id.v)
            return true;
    return false;
}

/* Newest contact first. */
static void insert(struct person *people, size_t *n, const struct person *p)
{
    size_t at = *n;
    while (at > 0 && people[at - 1].pulse.last_ms < p->pulse.last_ms) {
        if (at < BOOK_CANDIDATES)
            people[at] = people[at - 1];
        at--;
    }
    if (at < BOOK_CANDIDATES)
        people[at] = *p;
    if (*n < BOOK_CANDIDATES)
        (*n)++;
}

/* Of the rows found, the people all of whose words fit (as whole words, or as beginnings). */
static const err *fitting(store *s, arena *a, account_id owner, const struct book_hits *hits,
                          str words, bool whole, struct person_list *ret)
{
    struct person *people = NEW_ARRAY(a, struct person, BOOK_CANDIDATES);
    size_t n = 0;
    for (size_t i = 0; i < hits->n; i++) {
        struct person p = { 0 };
        if (listed(people, n, hits->item[i].person))
            continue;
        TRY(book_person_get(s, a, owner, (person_id){ hits->item[i].ref }, &p));
        if (has_all(names_of(a, &p), words, whole))
            insert(people, &n, &p);
    }
    *ret = (struct person_list){ people, n };
    return NULL;
}

/* "#17" */
static bool is_number(str name, int64_t *ret)
{
    return str_starts(name, S("#")) && str_to_int64(str_sub(name, 1, name.n), ret);
}

static const err *by_number(store *s, arena *a, account_id owner, int64_t number,
                            struct person_list *ret)
{
    struct person *p = NEW(a, struct person);
    bool found = false;
    TRY(book_person_store_get(s, a, owner, (person_id){ number }, p, &found));
    *ret = (struct person_list){ p, found ? 1 : 0 };
    return NULL;
}

const err *book_people_named(store *s, arena *a, account_id owner, str name,
                             struct person_list *ret)
{
    int64_t number = 0;
    struct book_hits hits = { 0 };
    str clean = utf8_line(a, name), key = text_name_key(a, clean), words = text_fold(a, clean);
    *ret = (struct person_list){ 0 };
    if (is_number(clean, &number))
        return by_number(s, a, owner, number, ret);
    if (str_empty(words))
        return NULL;
    if (!str_empty(key))
        TRY(book_person_store_by_key(s, a, owner, key, ret));
    if (ret->n > 0)
        return NULL;
    TRY(book_search(s, a, owner, S("name"), clean, NAME_HITS, &hits));
    TRY(fitting(s, a, owner, &hits, words, true, ret));
    return ret->n > 0 ? NULL : fitting(s, a, owner, &hits, words, false, ret);
}

/* ---- telling apart --------------------------------------------------------------------------- */

const err *book_person_apart(store *s, arena *a, account_id owner, person_id id, str *ret)
{
    struct person_roles roles = { 0 };
    struct postal_list postals = { 0 };
    str pieces[3];
    size_t n = 0;
    TRY(book_roles(s, a, owner, id, &roles));
    if (roles.n > 0 && !str_empty(roles.item[0].title))
        pieces[n++] = roles.item[0].title;
    if (roles.n > 0)
        pieces[n++] = roles.item[0].organisation_name;
    TRY(book_postals(s, a, owner, id, &postals));
    if (postals.n > 0 && !str_empty(postals.item[0].town))
        pieces[n++] = postals.item[0].town;
    *ret = str_join(a, pieces, n, S(", "));
    return NULL;
}

const err *book_people_told_apart(store *s, arena *a, account_id owner,
                                  const struct person_list *people, str *ret)
{
    buf text = { 0 };
    buf_on_arena(&text, a, LIST_LIMIT);
    for (size_t i = 0; i < people->n; i++) {
        const struct person *p = &people->item[i];
        str apart = { 0 };
        TRY(book_person_apart(s, a, owner, p->id, &apart));
        buf_printf(&text, "%s#%" PRId64 " %.*s%s%.*s", i == 0 ? "" : "; ", p->id.v,
                   STR_ARG(p->called.name), str_empty(apart) ? "" : ", ", STR_ARG(apart));
    }
    *ret = buf_str(&text);
    return NULL;
}

const err *book_person_named(store *s, arena *a, account_id owner, str name, struct person *ret)
{
    struct person_list people = { 0 };
    str which = { 0 };
    TRY(book_people_named(s, a, owner, name, &people));
    if (people.n == 0)
        FAIL(a, ERR_MISSING, "nobody in this book is called \"%.*s\"", STR_ARG(name));
    if (people.n > 1) {
        TRY(book_people_told_apart(s, a, owner, &people, &which));
        FAIL(a, ERR_CONFLICT, "several may be meant, please say which by its #number: %.*s",
             STR_ARG(which));
    }
    *ret = people.item[0];
    return NULL;
}
