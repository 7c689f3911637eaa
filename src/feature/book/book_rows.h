/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_rows.h - rows of the book's tables as JSON, column by column, whatever the table: for the
 * dossier of a person and the archive of an account.
 */
#ifndef FEATURE_BOOK_BOOK_ROWS_H
#define FEATURE_BOOK_BOOK_ROWS_H

#include "feature/book/book_part.h"

/* A row of any table: its columns as told by the query's `cols`, made of BOOK_N and BOOK_T. */
struct book_row {
    int64_t n[10];
    str t[16];
};
#define BOOK_N(i) COL(struct book_row, n[i])
#define BOOK_T(i) COL(struct book_row, t[i])
#define BOOK_ROW(cols) COUNT_OF(cols), cols, sizeof(struct book_row)

/* `fields` are the names of the columns, "id, kind, value". A column "bytes" is told as base64, and
 * "sealed" as "text", opened (where its key is missing, "closed": true). */
json_t *book_rows_json(store *s, arena *a, account_id owner, const char *fields, const query *q,
                       const struct book_row *row);

/* How a table is taken along: `all` takes the account, a key and a limit, and gives about so many
 * rows with a key above that one, ascending, none only where there are no more; the key is n[0].
 * `page` rows at once; 0: all at once, of a small table whose rows share keys. */
struct book_rows_table {
    const char *name, *fields;
    query all;
    int64_t page;
};
MUST const err *book_rows_archive(store *s, arena *a, account_id owner,
                                  const struct book_rows_table *table, struct book_archive *to);

#endif
