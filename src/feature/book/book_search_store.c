/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_search_store.c - all SQL of the search: book_text, and the index over its words.
 *
 * The index does not keep the words: to delete, it is told what they were. What was deleted leaves
 * the disk when the index is merged, see book_keep_forget.
 */
#include "feature/book/book_search_store.h"

#include "base/buf.h"
#include "base/check.h"

/* Of the marked words of a row: up to WORDS_LIMIT of book_search.c, every one of one letter. */
#define MARKED_LIMIT ((size_t)2 << 20)

#define NO_ROW 0, NULL, 0

static const col text_cols[] = { COL(struct book_text, id),      COL(struct book_text, kind),
                                 COL(struct book_text, ref),     COL(struct book_text, person.v),
                                 COL(struct book_text, time_ms), COL(struct book_text, words) };
#define TEXT_FIELDS "id, kind, ref, person, time_ms, words"
#define TEXT_ROW COUNT_OF(text_cols), text_cols, sizeof(struct book_text)
static const query q_get = { "SELECT " TEXT_FIELDS " FROM book_text"
                             " WHERE account = $1 AND kind = $2 AND ref = $3",
                             3, TEXT_ROW };
static const query q_of = { "SELECT " TEXT_FIELDS " FROM book_text"
                            " WHERE account = $1 AND person IN"
                            " (SELECT id FROM person WHERE account = $1 AND whole = $2)",
                            2, TEXT_ROW };

#define PAGE 500
static const query q_page = { "SELECT " TEXT_FIELDS " FROM book_text"
                              " WHERE account = $1 AND id > $2 ORDER BY id LIMIT $3",
                              3, TEXT_ROW };

struct id_row {
    int64_t id;
};
static const col id_cols[] = { COL(struct id_row, id) };
static const query q_add = { "INSERT INTO book_text (account, person, kind, ref, time_ms, words)"
                             " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
                             6, 1, id_cols, sizeof(struct id_row) };
static const query q_change = { "UPDATE book_text SET person = $1, time_ms = $2, words = $3"
                                " WHERE account = $4 AND id = $5",
                                5, NO_ROW };
static const query q_drop = { "DELETE FROM book_text WHERE account = $1 AND id = $2", 2, NO_ROW };

static const query q_index = { "INSERT INTO book_search (rowid, words) VALUES ($1, $2)", 2,
                               NO_ROW };
static const query q_unindex = {
    "INSERT INTO book_search (book_search, rowid, words) VALUES ('delete', $1, $2)", 2, NO_ROW
};
static const query q_merge = { "INSERT INTO book_search (book_search, rank) VALUES ('merge', $1)",
                               1, NO_ROW };

static const col hit_cols[] = { COL(struct book_hit, id), COL(struct book_hit, kind),
                                COL(struct book_hit, ref), COL(struct book_hit, person.v),
                                COL(struct book_hit, time_ms) };
/* The account is in each word of `match`; that it is asked for again costs nothing and forgives
 * nothing. */
static const query q_find = {
    "SELECT t.id, t.kind, t.ref, coalesce(p.whole, 0), t.time_ms FROM book_search f"
    " CROSS JOIN book_text t ON t.id = f.rowid AND t.account = $1"
    " LEFT JOIN person p ON p.id = t.person AND p.account = $1"
    " WHERE f.book_search MATCH $2 AND ($3 = '' OR t.kind = $3) ORDER BY f.rowid DESC LIMIT $4",
    4, COUNT_OF(hit_cols), hit_cols, sizeof(struct book_hit)
};

/* The index of its own pages names the piece of each. */
static const query q_pieces = { "SELECT count(DISTINCT segid) FROM book_search_idx", 0, 1, id_cols,
                                sizeof(struct id_row) };

const query *const book_search_store_queries[] = {
    &q_get,   &q_of,      &q_page,  &q_add,    &q_change, &q_drop,
    &q_index, &q_unindex, &q_merge, &q_pieces, &q_find,   NULL,
};

/* ---- marked words ---------------------------------------------------------------------------- */

struct book_search_mark book_search_mark(account_id owner, str kind)
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    struct book_search_mark mark = { "000000o" };
    int64_t rest = owner.v;
    for (size_t i = 6; i > 0; i--, rest /= 36)
        mark.text[i - 1] = digits[rest % 36];
    ASSERT(owner.v > 0 && rest == 0);
    if (str_eq(kind, S("name")))
        mark.text[6] = 'n';
    else if (str_eq(kind, S("person")))
        mark.text[6] = 'p';
    return mark;
}

/* The words of a row as the index has them. */
static str marked(arena *a, account_id owner, const struct book_text *t)
{
    struct book_search_mark mark = book_search_mark(owner, t->kind);
    buf b;
    buf_on_arena(&b, a, MARKED_LIMIT);
    for (size_t from = 0, to; from < t->words.n; from = to + 1) {
        for (to = from; to < t->words.n && t->words.p[to] != ' ' && t->words.p[to] != '\n';)
            to++;
        if (to > from) {
            buf_add(&b, (str){ mark.text, sizeof mark.text - 1 });
            buf_add(&b, str_sub(t->words, from, to - from));
            buf_char(&b, ' ');
        }
    }
    return buf_copy(&b, a);
}

static const err *to_index(store *s, arena *a, const query *q, account_id owner, int64_t id,
                           const struct book_text *t)
{
    return store_run(s, a, q, ARGS(ARG(id), ARG(marked(a, owner, t))), NULL);
}

/* ---- rows ------------------------------------------------------------------------------------ */

const err *book_search_store_get(store *s, arena *a, account_id owner, str kind, int64_t ref,
                                 struct book_text *ret, bool *ret_found)
{
    return store_row(s, a, &q_get, ARGS(ARG(owner.v), ARG(kind), ARG(ref)), ret, ret_found);
}

const err *book_search_store_of(store *s, arena *a, account_id owner, person_id person,
                                struct book_texts *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_of, ARGS(ARG(owner.v), ARG(person.v)), &rows, &n));
    *ret = (struct book_texts){ rows, n };
    return NULL;
}

const err *book_search_store_row(store *s, arena *a, account_id owner, const struct book_text *t,
                                 int64_t *ret)
{
    struct id_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_add,
                  ARGS(ARG(owner.v), ARG(t->person.v), ARG(t->kind), ARG(t->ref), ARG(t->time_ms),
                       ARG(t->words)),
                  &row, &found));
    *ret = row.id;
    return NULL;
}

const err *book_search_store_index(store *s, arena *a, account_id owner, const struct book_text *t)
{
    return to_index(s, a, &q_index, owner, t->id, t);
}

const err *book_search_store_add(store *s, arena *a, account_id owner, const struct book_text *t)
{
    struct book_text made = *t;
    TRY(book_search_store_row(s, a, owner, t, &made.id));
    return book_search_store_index(s, a, owner, &made);
}

const err *book_search_store_change(store *s, arena *a, account_id owner,
                                    const struct book_text *was, const struct book_text *now)
{
    int64_t changed = 0;
    TRY(store_run(
        s, a, &q_change,
        ARGS(ARG(now->person.v), ARG(now->time_ms), ARG(now->words), ARG(owner.v), ARG(was->id)),
        &changed));
    ASSERT(changed == 1); /* else the index would keep words that nothing knows of */
    if (str_eq(was->words, now->words))
        return NULL;
    TRY(to_index(s, a, &q_unindex, owner, was->id, was));
    return to_index(s, a, &q_index, owner, was->id, now);
}

const err *book_search_store_drop(store *s, arena *a, account_id owner, const struct book_text *was)
{
    TRY(to_index(s, a, &q_unindex, owner, was->id, was));
    return store_run(s, a, &q_drop, ARGS(ARG(owner.v), ARG(was->id)), NULL);
}

/* One page, on an arena of its own: a book may be large. `last` is the id of its last row; 0 at the
 * end. */
static const err *forget_page(store *s, arena *a, account_id owner, int64_t *last)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_page, ARGS(ARG(owner.v), ARG(*last), ARG(PAGE)), &rows, &n));
    const struct book_text *texts = rows;
    for (size_t i = 0; i < n; i++)
        TRY(to_index(s, a, &q_unindex, owner, texts[i].id, &texts[i]));
    *last = n == 0 ? 0 : texts[n - 1].id;
    return NULL;
}

const err *book_search_store_forget(store *s, arena *a, account_id owner)
{
    int64_t last = 0;
    do {
        arena *part = arena_new(ARENA_LIMIT);
        const err *e = forget_page(s, part, owner, &last);
        if (e != NULL)
            e = err_copy(a, e);
        arena_free(part);
        TRY(e);
    } while (last != 0);
    return NULL;
}

const err *book_search_store_find(store *s, arena *a, account_id owner, str kind, str match,
                                  int64_t limit, struct book_hits *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_find, ARGS(ARG(owner.v), ARG(match), ARG(kind), ARG(limit)), &rows,
                   &n));
    *ret = (struct book_hits){ rows, n };
    return NULL;
}

const err *book_search_store_merge(store *s, arena *a, int64_t pages)
{
    return store_run(s, a, &q_merge, ARGS(ARG(pages)), NULL);
}

const err *book_search_store_pieces(store *s, arena *a, int64_t *ret)
{
    struct id_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_pieces, NO_ARGS, &row, &found));
    *ret = row.id;
    return NULL;
}
