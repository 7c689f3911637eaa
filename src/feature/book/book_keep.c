/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_keep.c - what the book itself holds of one person, or of one account: told, erased, taken
 * along (book_part.h); declared in book_keep.h.
 */
#include "feature/book/book_keep.h"

#include <string.h>

#include "base/check.h"
#include "base/json_text.h"
#include "feature/book/book_keep_store.h"
#include "feature/book/book_search_store.h"

/* ---- one person ------------------------------------------------------------------------------ */

/* What each table is called in a dossier, in the order in which it is told; one that is not here
 * holds nothing that a person would ask for. */
static const struct {
    const char *table, *told;
} told[] = {
    { "person", "names" },     { "datum", "data" }, { "postal", "addresses" },
    { "photo", "photo" },      { "role", "roles" }, { "item", "items" },
    { "note", "notes" },       { "tie", "ties" },   { "person_merge", "merges" },
    { "person_kept", "kept" },
};

static const struct book_keep_table *table_of(const char *name)
{
    for (size_t i = 0; i < book_keep_tables_count; i++)
        if (strcmp(book_keep_tables[i].rows.name, name) == 0)
            return &book_keep_tables[i];
    UNREACHABLE();
}

/* A role says at which organisation, by name. */
static const err *name_organisation(store *s, arena *a, account_id owner, json_t *role)
{
    struct organisation at = { 0 };
    organisation_id id = { json_integer_value(json_object_get(role, "organisation")) };
    TRY(book_organisation_get(s, a, owner, id, &at));
    json_object_set_new(role, "organisation", json_text(at.name));
    return NULL;
}

/* Numbers of rows say nothing to anybody outside of this store, and others' might tell of them. */
static void without_numbers(json_t *row)
{
    static const char *const inside[] = { "id",          "person",      "whole", "a",
                                          "b",           "met_through", "took",  "into_person",
                                          "from_person", "source_id",   "uid" };
    for (size_t i = 0; i < COUNT_OF(inside); i++)
        (void)json_object_del(row, inside[i]);
}

static const err *tell_table(store *s, arena *a, account_id owner, person_id whole,
                             const struct book_keep_table *table, json_t *list)
{
    struct book_keep_rows rows = { 0 };
    TRY(book_keep_store_of(s, a, table, owner, whole, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        json_t *row = book_rows_json(s, a, owner, table->rows.fields, &table->of, &rows.item[i]);
        json_array_append_new(list, row);
        if (json_object_get(row, "organisation") != NULL)
            TRY(name_organisation(s, a, owner, row));
        without_numbers(row);
    }
    return NULL;
}

const err *book_keep_dossier(store *s, arena *a, account_id owner, person_id whole, json_t *into)
{
    for (size_t i = 0; i < COUNT_OF(told); i++) {
        json_t *list = json_array();
        json_object_set_new(into, told[i].told, list);
        TRY(tell_table(s, a, owner, whole, table_of(told[i].table), list));
    }
    return NULL;
}

const err *book_keep_erase(store *s, arena *a, account_id owner, person_id whole)
{
    struct book_texts texts = { 0 };
    TRY(book_search_store_of(s, a, owner, whole, &texts));
    for (size_t i = 0; i < texts.n; i++)
        TRY(book_search_store_drop(s, a, owner, &texts.item[i]));
    return book_keep_store_erase(s, a, owner, whole);
}

const err *book_keep_slim(store *s, arena *a, account_id owner, person_id whole)
{
    TRY(book_keep_store_slim(s, a, owner, whole));
    return book_search_person(s, a, owner, whole);
}

/* ---- the whole account ----------------------------------------------------------------------- */

const err *book_keep_rows(store *s, arena *a, account_id owner, struct book_archive *to)
{
    /* Backwards: whom it refers to stands before who refers. */
    for (size_t i = book_keep_tables_count; i-- > 0;)
        TRY(book_rows_archive(s, a, owner, &book_keep_tables[i].rows, to));
    return NULL;
}

const err *book_keep_empty(store *s, arena *a, account_id owner)
{
    return book_keep_store_empty(s, a, owner);
}

/* ---- off the disk ---------------------------------------------------------------------------- */

/* A merge of this many pages of the index holds others up for some milliseconds. */
#define MERGE_PAGES 64
#define MERGES_MAX 100000

const err *book_keep_forget(store *s, arena *a)
{
    for (int i = 0; i < MERGES_MAX; i++) {
        int64_t pieces = 0;
        TX(t, s, a);
        /* The first one says that all pieces are to become one, the others go on with it. */
        TRY(book_search_store_merge(s, a, i == 0 ? -MERGE_PAGES : MERGE_PAGES));
        TRY(tx_commit(&t));
        TRY(book_search_store_pieces(s, a, &pieces));
        if (pieces <= 1)
            return NULL;
    }
    FAIL(a, ERR_BROKEN, "the index of the search does not become one piece");
}
