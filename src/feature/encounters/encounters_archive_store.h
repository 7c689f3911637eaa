/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_archive_store.h - the tables of the encounters as an account takes them along. Inside
 * this folder only.
 */
#ifndef FEATURE_ENCOUNTERS_ENCOUNTERS_ARCHIVE_STORE_H
#define FEATURE_ENCOUNTERS_ENCOUNTERS_ARCHIVE_STORE_H

#include "feature/book/book_rows.h"

/* Whom a row refers to stands before it. */
extern const struct book_rows_table encounters_archive_tables[];
extern const size_t encounters_archive_tables_count;

extern const query *const encounters_archive_store_queries[];

#endif
