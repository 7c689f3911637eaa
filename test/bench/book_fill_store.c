/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_fill_store.c - how much of the index is gathered in memory before it is written; FTS5 keeps
 * the number in the store, so it is set back to its default.
 */
#include "book_fill_store.h"

static const query q_memory = {
    "INSERT INTO book_search (book_search, rank) VALUES ('hashsize', $1)", 1, 0, NULL, 0
};

static const col text_cols[] = { COL(struct book_text, id), COL(struct book_text, kind),
                                 COL(struct book_text, words) };
static const query q_behind = {
    "SELECT id, kind, words FROM book_text WHERE account = $1 AND id > $2"
    " ORDER BY id",
    2, COUNT_OF(text_cols), text_cols, sizeof(struct book_text)
};
static const query q_last = { "SELECT max(id), '', '' FROM book_text", 0, COUNT_OF(text_cols),
                              text_cols, sizeof(struct book_text) };

const err *book_fill_store_memory(store *s, arena *a, int64_t bytes)
{
    return store_run(s, a, &q_memory, ARGS(ARG(bytes)), NULL);
}

const err *book_fill_store_last(store *s, arena *a, int64_t *ret)
{
    struct book_text last = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_last, NO_ARGS, &last, &found));
    *ret = last.id;
    return NULL;
}

const err *book_fill_store_behind(store *s, arena *a, account_id owner, int64_t id,
                                  struct book_texts *ret)
{
    void *rows = NULL;
    TRY(store_rows(s, a, &q_behind, ARGS(ARG(owner.v), ARG(id)), &rows, &ret->n));
    ret->item = rows;
    return NULL;
}
