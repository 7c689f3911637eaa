/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_search.c - what is searched and how it is asked for.
 *
 * The words of a row are two lines: the person's name, which follows the person; then what was
 * given. Of a person there are two rows: "name" (what they are called) and "person" (all that the
 * book itself knows of them, the name too); both bear the person's id.
 *
 * In the index each word begins with the book it is in and the shelf there (book_search_mark): the
 * same word of another's book is another word, so no row of it is ever touched, and a name is
 * looked for among names alone, however often somebody said it.
 */
#include "base/buf.h"
#include "base/check.h"
#include "engine/text/text_fold.h"
#include "engine/text/text_phone.h"
#include "feature/book/book_person_store.h"
#include "feature/book/book_rules.h"
#include "feature/book/book_search_store.h"

#define WORDS_LIMIT ((size_t)256 << 10)
#define QUERY_WORDS 12
#define QUERY_BYTES 400
#define HITS_MAX 1000

/* ---- words ----------------------------------------------------------------------------------- */

static bool kind_is_word(str kind)
{
    for (size_t i = 0; i < kind.n; i++)
        if (kind.p[i] < 'a' || kind.p[i] > 'z')
            return false;
    return kind.n > 0;
}

/* The first line, which changes with the person. */
static str head_of(arena *a, const struct person *p)
{
    str name = p == NULL ? S("") : text_fold(a, p->called.name);
    str other = p == NULL ? S("") : text_fold(a, p->called.nickname);
    return str_format(a, "%.*s %.*s\n", STR_ARG(name), STR_ARG(other));
}

/* A telephone number, so that each part of it is found. */
static void add_phone(buf *b, arena *a, str number)
{
    struct text_phone phone = { 0 };
    if (!text_phone(a, number, BOOK_RULES_COUNTRY, &phone))
        return;
    buf_char(b, ' ');
    text_phone_words(b, &phone);
}

static void add_text(buf *b, arena *a, str text)
{
    str folded = text_fold(a, text);
    if (!str_empty(folded))
        buf_char(b, ' ');
    buf_add(b, folded);
}

/* ---- putting --------------------------------------------------------------------------------- */

static const err *put(store *s, arena *a, account_id owner, const struct book_text *now)
{
    struct book_text was = { 0 };
    bool found = false;
    TRY(book_search_store_get(s, a, owner, now->kind, now->ref, &was, &found));
    return found ? book_search_store_change(s, a, owner, &was, now)
                 : book_search_store_add(s, a, owner, now);
}

const err *book_search_put(store *s, arena *a, account_id owner, str kind, int64_t ref,
                           person_id about, int64_t time_ms, str text)
{
    struct person p = { 0 };
    buf words = { 0 };
    ASSERT(kind_is_word(kind));
    buf_on_arena(&words, a, WORDS_LIMIT);
    TX(t, s, a);
    if (about.v != 0)
        TRY(book_person_get(s, a, owner, about, &p));
    buf_add(&words, head_of(a, about.v != 0 ? &p : NULL));
    add_text(&words, a, text);
    TRY(put(s, a, owner,
            &(struct book_text){ .kind = kind,
                                 .ref = ref,
                                 .person = about,
                                 .time_ms = time_ms,
                                 .words = buf_str(&words) }));
    return tx_commit(&t);
}

const err *book_search_drop(store *s, arena *a, account_id owner, str kind, int64_t ref)
{
    struct book_text was = { 0 };
    bool found = false;
    TX(t, s, a);
    TRY(book_search_store_get(s, a, owner, kind, ref, &was, &found));
    if (found)
        TRY(book_search_store_drop(s, a, owner, &was));
    return tx_commit(&t);
}

/* ---- a person -------------------------------------------------------------------------------- */

static const err *gather(store *s, arena *a, account_id owner, person_id id, struct book_said *ret)
{
    TRY(book_person_store_members(s, a, owner, id, &ret->names));
    TRY(book_data(s, a, owner, id, &ret->data));
    TRY(book_postals(s, a, owner, id, &ret->postals));
    TRY(book_roles(s, a, owner, id, &ret->roles));
    TRY(book_items(s, a, owner, id, &ret->items));
    TRY(book_notes(s, a, owner, id, &ret->notes));
    return book_ties(s, a, owner, id, &ret->ties);
}

static void add_data(buf *b, arena *a, const struct book_said *said)
{
    for (size_t i = 0; i < said->data.n; i++) {
        const struct datum *d = &said->data.item[i];
        add_text(b, a, d->value);
        add_text(b, a, d->label);
        if (str_eq(d->kind, S("phone")))
            add_phone(b, a, d->value);
    }
    for (size_t i = 0; i < said->postals.n; i++) {
        const struct postal *p = &said->postals.item[i];
        const str parts[] = { p->label, p->street, p->code, p->town, p->region, p->country };
        for (size_t n = 0; n < COUNT_OF(parts); n++)
            add_text(b, a, parts[n]);
    }
}

static void add_facts(buf *b, arena *a, const struct book_said *said)
{
    for (size_t i = 0; i < said->roles.n; i++) {
        add_text(b, a, said->roles.item[i].organisation_name);
        add_text(b, a, said->roles.item[i].title);
    }
    for (size_t i = 0; i < said->items.n; i++)
        add_text(b, a, said->items.item[i].text);
    for (size_t i = 0; i < said->notes.n; i++)
        if (!said->notes.item[i].sensitive)
            add_text(b, a, said->notes.item[i].text);
    for (size_t i = 0; i < said->ties.n; i++)
        add_text(b, a, said->ties.item[i].kind);
}

/* All that the person is called, those merged into them too. */
static void add_names(buf *b, arena *a, const struct book_said *said)
{
    for (size_t i = 0; i < said->names.n; i++) {
        const struct person_name *n = &said->names.item[i].called;
        const str parts[] = { n->name, n->nickname, n->given, n->additional, n->family };
        for (size_t k = 0; k < COUNT_OF(parts); k++)
            add_text(b, a, parts[k]);
    }
}

/* The two rows of a person: what is said of them follows the names. */
static void rows_of(arena *a, const struct person *p, const struct book_said *said,
                    struct book_text ret[2])
{
    struct book_text t = { .ref = p->id.v, .person = p->id, .time_ms = p->created_ms };
    buf words = { 0 };
    buf_on_arena(&words, a, WORDS_LIMIT);
    buf_add(&words, head_of(a, p));
    add_names(&words, a, said);
    t.kind = S("name");
    t.words = buf_copy(&words, a);
    ret[0] = t;
    add_text(&words, a, p->met_how);
    add_data(&words, a, said);
    add_facts(&words, a, said);
    t.kind = S("person");
    t.words = buf_str(&words);
    ret[1] = t;
}

const err *book_rules_texts(store *s, arena *a, account_id owner, const struct person *p,
                            struct book_text *ret)
{
    struct book_said said = { 0 };
    TRY(gather(s, a, owner, p->id, &said));
    rows_of(a, p, &said, ret);
    return NULL;
}

static const err *put_person(store *s, arena *a, account_id owner, const struct person *p)
{
    struct book_text rows[2];
    TRY(book_rules_texts(s, a, owner, p, rows));
    TRY(put(s, a, owner, &rows[0]));
    return put(s, a, owner, &rows[1]);
}

const err *book_rules_search_new(store *s, arena *a, account_id owner, const struct person *p,
                                 const struct book_said *said)
{
    struct book_text rows[2];
    rows_of(a, p, said, rows);
    TRY(book_search_store_add(s, a, owner, &rows[0]));
    return book_search_store_add(s, a, owner, &rows[1]);
}

/* The first line of a row of another feature's about the person. */
static const err *rename_row(store *s, arena *a, account_id owner, const struct person *p,
                             const struct book_text *was)
{
    struct book_text now = *was;
    str head = { 0 }, tail = { 0 };
    if (!str_cut(was->words, '\n', &head, &tail))
        UNREACHABLE();
    now.words = str_join(a, (str[]){ head_of(a, p), tail }, 2, S(""));
    if (str_eq(now.words, was->words))
        return NULL;
    return book_search_store_change(s, a, owner, was, &now);
}

static const err *rename_rows(store *s, arena *a, account_id owner, const struct person *p)
{
    struct book_texts rows = { 0 };
    TRY(book_search_store_of(s, a, owner, p->id, &rows));
    for (size_t i = 0; i < rows.n; i++)
        if (!str_eq(rows.item[i].kind, S("name")) && !str_eq(rows.item[i].kind, S("person")))
            TRY(rename_row(s, a, owner, p, &rows.item[i]));
    return NULL;
}

const err *book_search_person(store *s, arena *a, account_id owner, person_id id)
{
    struct person p = { 0 };
    TX(t, s, a);
    TRY(book_person_get(s, a, owner, id, &p));
    TRY(put_person(s, a, owner, &p));
    TRY(rename_rows(s, a, owner, &p));
    return tx_commit(&t);
}

/* ---- asking ---------------------------------------------------------------------------------- */

/* All words of one shelf, in quotes, the last as a beginning. A folded word holds no quote. */
static void add_shelf(buf *to, account_id owner, str kind, str folded)
{
    struct book_search_mark mark = book_search_mark(owner, kind);
    str rest = folded, word = { 0 };
    buf_add(to, S("("));
    for (size_t n = 0; n < QUERY_WORDS && !str_empty(rest) && str_next(&rest, ' ', &word); n++)
        buf_printf(to, " \"%s%.*s\"%s", mark.text, STR_ARG(word), str_empty(rest) ? "*" : "");
    buf_add(to, S(")"));
}

/* False where there is no word. */
static bool expression(arena *a, account_id owner, str kind, str asked, buf *to)
{
    str number = text_phone_part(a, asked);
    str folded = str_empty(number) ? text_fold(a, str_sub(asked, 0, QUERY_BYTES)) : number;
    if (str_empty(folded))
        return false;
    add_shelf(to, owner, str_empty(kind) ? S("person") : kind, folded);
    if (str_empty(kind)) {
        buf_add(to, S(" OR "));
        add_shelf(to, owner, kind, folded);
    }
    return true;
}

const err *book_search(store *s, arena *a, account_id owner, str kind, str asked, int64_t limit,
                       struct book_hits *ret)
{
    buf match = { 0 };
    ASSERT(limit > 0 && limit <= HITS_MAX);
    ASSERT(str_empty(kind) || kind_is_word(kind));
    buf_on_arena(&match, a, 8 * QUERY_BYTES);
    *ret = (struct book_hits){ 0 };
    if (!expression(a, owner, kind, asked, &match))
        return NULL;
    return book_search_store_find(s, a, owner, kind, buf_str(&match), limit, ret);
}
