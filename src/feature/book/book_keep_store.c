/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_keep_store.c - see book_keep_store.h. One list of columns a table, from which its queries
 * are made; what is derived (folded forms, the pulse, digests) is not among them.
 */
#include "feature/book/book_keep_store.h"

#include "feature/book/book_search_store.h"

#include <string.h>

#define OF "(SELECT id FROM person WHERE account = $1 AND whole = $2)"
#define N BOOK_N
#define T BOOK_T
#define NO_ROW 0, NULL, 0
#define ROW BOOK_ROW

/* `who`: which of the rows are about the whole person. `page_`: struct book_rows_table. */
#define TABLE(table, key, fields_, cols, who, page_)                                               \
    {                                                                                              \
        .rows = { .name = table,                                                                   \
                  .fields = fields_,                                                               \
                  .page = page_,                                                                   \
                  .all = { "SELECT " fields_ " FROM " table " WHERE account = $1 AND " key         \
                           " > $2 ORDER BY " key " LIMIT $3",                                      \
                           3, ROW(cols) } },                                                       \
        .of = { "SELECT " fields_ " FROM " table " WHERE account = $1 AND " who " ORDER BY " key,  \
                2, ROW(cols) },                                                                    \
        .erase = { "DELETE FROM " table " WHERE account = $1 AND " who, 2, NO_ROW }, .empty = {    \
            "DELETE FROM " table " WHERE account = $1",                                            \
            1,                                                                                     \
            NO_ROW                                                                                 \
        }                                                                                          \
    }
#define PAGE 200
#define PHOTOS 4 /* each up to some MiB */

/* clang-format off */
static const col person_merge_member_cols[] = { N(0), N(1), N(2) };
static const col person_merge_cols[] = { N(0), N(1), N(2), N(3), T(0), N(4), N(5) };
static const col person_apart_cols[] = { N(0), N(1), N(2) };
static const col datum_cols[] = { N(0), N(1), T(0), T(1), T(2), T(3), N(2), T(4), T(5), N(3) };
static const col postal_cols[] = { N(0), N(1), T(0), T(1), T(2), T(3), T(4), T(5), T(6), N(2), T(7), N(3) };
static const col role_cols[] = { N(0), N(1), N(2), T(0), T(1), T(2), T(3), N(3), T(4), N(4) };
static const col tie_cols[] = { N(0), N(1), N(2), T(0), T(1), T(2), N(3), T(3), N(4) };
static const col item_cols[] = { N(0), N(1), T(0), T(1), T(2), T(3), N(2), T(4), T(5), N(3) };
static const col note_cols[] = { N(0), N(1), T(0), T(1), N(2), N(3), N(4), N(5) };
static const col photo_cols[] = { N(0), T(0), T(1), T(2), N(1), T(3), N(2) };
static const col person_kept_cols[] = { N(0), N(1), T(0) };
static const col person_cols[] = { N(0), N(1), T(0), T(1), T(2), T(3), T(4), T(5), T(6), T(7), T(8), T(9), T(10), N(2), N(3), N(4), N(5), N(6), N(7), T(11), N(8) };
static const col organisation_cols[] = { N(0), T(0), T(1), T(2) };

const struct book_keep_table book_keep_tables[] = {
    TABLE("person_merge_member", "merge",
          "merge, person, was_whole",
          person_merge_member_cols, "(person IN " OF " OR merge IN (SELECT id FROM person_merge WHERE account = $1 AND (into_person IN " OF " OR from_person IN " OF ")))", 0),
    TABLE("person_merge", "id",
          "id, into_person, from_person, time_ms, reason, took, undone_ms",
          person_merge_cols, "(into_person IN " OF " OR from_person IN " OF ")", PAGE),
    TABLE("person_apart", "a",
          "a, b, time_ms",
          person_apart_cols, "(a IN " OF " OR b IN " OF ")", 0),
    TABLE("datum", "id",
          "id, person, kind, label, value, source, source_id, dated, expires, removed_ms",
          datum_cols, "person IN " OF, PAGE),
    TABLE("postal", "id",
          "id, person, label, street, code, town, region, country, source, source_id, dated, removed_ms",
          postal_cols, "person IN " OF, PAGE),
    TABLE("role", "id",
          "id, person, organisation, title, from_on, to_on, source, source_id, dated, removed_ms",
          role_cols, "person IN " OF, PAGE),
    TABLE("tie", "id",
          "id, a, b, kind, since, source, source_id, dated, removed_ms",
          tie_cols, "(a IN " OF " OR b IN " OF ")", PAGE),
    TABLE("item", "id",
          "id, person, side, text, state, source, source_id, dated, expires, removed_ms",
          item_cols, "person IN " OF, PAGE),
    TABLE("note", "id",
          "id, person, text, sealed, sensitive, time_ms, changed_ms, removed_ms",
          note_cols, "person IN " OF, PAGE),
    TABLE("photo", "person",
          "person, type, bytes, source, source_id, dated, removed_ms",
          photo_cols, "person IN " OF, PHOTOS),
    TABLE("person_kept", "id",
          "id, person, line",
          person_kept_cols, "person IN " OF, PAGE),
    TABLE("person", "id",
          "id, whole, uid, name, given, family, additional, prefix, suffix, nickname, sort, met_how, met_on, met_through, closeness, rhythm_days, rests_ms, created_ms, changed_ms, source, source_id",
          person_cols, "id IN " OF, PAGE),
    /* An organisation is nobody's alone; those left empty go in book_keep_store_erase. */
    TABLE("organisation", "id", "id, name, url, note", organisation_cols,
          "id IN " OF " AND 1 = 0", PAGE),
};
/* clang-format on */
const size_t book_keep_tables_count = COUNT_OF(book_keep_tables);

struct id_row {
    int64_t id;
};
static const col id_cols[] = { COL(struct id_row, id) };
static const query q_alone_in = {
    "SELECT DISTINCT r.organisation FROM role r WHERE r.account = $1 AND r.person IN " OF
    " AND NOT EXISTS (SELECT 1 FROM role x WHERE x.account = $1 AND x.organisation = r.organisation"
    " AND x.person NOT IN " OF ")",
    2, 1, id_cols, sizeof(struct id_row)
};
static const query q_organisation = { "DELETE FROM organisation WHERE account = $1 AND id = $2", 2,
                                      NO_ROW };
static const query q_not_through = {
    "UPDATE person SET met_through = 0 WHERE account = $1 AND met_through IN " OF, 2, NO_ROW
};
static const query q_slim = {
    "UPDATE person SET closeness = 0, rhythm_days = 0 WHERE account = $1 AND id IN " OF, 2, NO_ROW
};
static const query q_opened = { "DELETE FROM book_opened WHERE account = $1", 1, NO_ROW };
static const query q_texts = { "DELETE FROM book_text WHERE account = $1", 1, NO_ROW };

#define EACH(i)                                                                                    \
    &book_keep_tables[i].of, &book_keep_tables[i].rows.all, &book_keep_tables[i].erase,            \
        &book_keep_tables[i].empty
const query *const book_keep_store_queries[] = {
    EACH(0),         EACH(1),        EACH(2), EACH(3),   EACH(4),  EACH(5),  EACH(6),
    EACH(7),         EACH(8),        EACH(9), EACH(10),  EACH(11), EACH(12), &q_alone_in,
    &q_organisation, &q_not_through, &q_slim, &q_opened, &q_texts, NULL,
};

const err *book_keep_store_of(store *s, arena *a, const struct book_keep_table *table,
                              account_id owner, person_id whole, struct book_keep_rows *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &table->of, ARGS(ARG(owner.v), ARG(whole.v)), &rows, &n));
    *ret = (struct book_keep_rows){ rows, n };
    return NULL;
}

/* The tables of what is said of a person, not of who they are. */
static bool says_who(const struct book_keep_table *table)
{
    return strncmp(table->rows.name, "person", 6) == 0 &&
           strcmp(table->rows.name, "person_kept") != 0;
}

static const err *erase(store *s, arena *a, account_id owner, person_id whole, bool all)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_alone_in, ARGS(ARG(owner.v), ARG(whole.v)), &rows, &n));
    for (size_t i = 0; i < book_keep_tables_count; i++)
        if (all || !says_who(&book_keep_tables[i]))
            TRY(store_run(s, a, &book_keep_tables[i].erase, ARGS(ARG(owner.v), ARG(whole.v)),
                          NULL));
    for (size_t i = 0; i < n; i++)
        TRY(store_run(s, a, &q_organisation,
                      ARGS(ARG(owner.v), ARG(((const struct id_row *)rows)[i].id)), NULL));
    return NULL;
}

const err *book_keep_store_erase(store *s, arena *a, account_id owner, person_id whole)
{
    TRY(store_run(s, a, &q_not_through, ARGS(ARG(owner.v), ARG(whole.v)), NULL));
    return erase(s, a, owner, whole, true);
}

const err *book_keep_store_slim(store *s, arena *a, account_id owner, person_id whole)
{
    TRY(store_run(s, a, &q_slim, ARGS(ARG(owner.v), ARG(whole.v)), NULL));
    return erase(s, a, owner, whole, false);
}

const err *book_keep_store_empty(store *s, arena *a, account_id owner)
{
    TRY(book_search_store_forget(s, a, owner));
    TRY(store_run(s, a, &q_texts, ARGS(ARG(owner.v)), NULL));
    TRY(store_run(s, a, &q_opened, ARGS(ARG(owner.v)), NULL));
    for (size_t i = 0; i < book_keep_tables_count; i++)
        TRY(store_run(s, a, &book_keep_tables[i].empty, ARGS(ARG(owner.v)), NULL));
    return NULL;
}
