/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_keep.h - the book's own share of what is told of a person, erased, and taken along
 * (book_part.h says what each hook does); and how erased words leave the disk.
 */
#ifndef FEATURE_BOOK_BOOK_KEEP_H
#define FEATURE_BOOK_BOOK_KEEP_H

#include "feature/book/book_facts.h"
#include "feature/book/book_part.h"

/* Members: names, data, addresses, roles, ties, items, notes (sensitive ones opened), photo
 * (base64), kept, merges; what was taken back is among them, with removed_ms. Of a tie its kind and
 * since when, not to whom. */
const err *book_keep_dossier(store *s, arena *a, account_id owner, person_id whole, json_t *into);
const err *book_keep_erase(store *s, arena *a, account_id owner, person_id whole);
/* Sensitive notes are opened in it: who takes an account along takes them as they are. */
const err *book_keep_rows(store *s, arena *a, account_id owner, struct book_archive *to);
const err *book_keep_empty(store *s, arena *a, account_id owner);

/* Leaves the names and how they met; all else that the book itself holds of the whole person goes,
 * and the search is gathered anew. In a transaction. */
MUST const err *book_keep_slim(store *s, arena *a, account_id owner, person_id whole);

/* After an erasure was committed: merges the index of the search into one piece, step by step, each
 * in a transaction of its own. FTS5 only notes what was deleted until then, and its words would
 * stay in the file; merged (with secure_delete on), they leave it at the next checkpoint. */
MUST const err *book_keep_forget(store *s, arena *a);

#endif
