/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_keep.h - what the introductions hold of one person, or of one account: told,
 * erased, taken along. Fits book_part.h; inside this folder only.
 */
#ifndef FEATURE_INTRODUCTIONS_INTRODUCTIONS_KEEP_H
#define FEATURE_INTRODUCTIONS_INTRODUCTIONS_KEEP_H

#include <jansson.h>

#include "feature/introductions/introductions.h"

/* Of the other side the dossier says nothing: what was written to and heard from this person alone.
 */
const err *introductions_keep_dossier(store *s, arena *a, account_id owner, person_id whole,
                                      json_t *into);
/* The introductions in which they are a side go whole, with their mails. */
const err *introductions_keep_erase(store *s, arena *a, account_id owner, person_id whole);
const err *introductions_keep_archive(store *s, arena *a, account_id owner, json_t *into);
const err *introductions_keep_empty(store *s, arena *a, account_id owner);

/* One, with both sides and its steps, for a program. */
MUST const err *introductions_keep_json(store *s, arena *a, account_id owner,
                                        const struct introduction *i, json_t **ret);

#endif
