/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cards_rules.h - what the parts of the cards share. Inside this folder only.
 */
#ifndef FEATURE_CARDS_CARDS_RULES_H
#define FEATURE_CARDS_CARDS_RULES_H

#include <jansson.h>

#include "feature/cards/cards.h"

/* "email", "phone", "url", "social": what a way to reach somebody is; empty where it is none. */
str cards_rules_reach_kind(arena *a, str reach);

/* ---- cards_book.c: into the book and out of it, in the caller's transaction -------------------
 */

/* `i_began`: the owner of the book offered theirs first. */
MUST const err *cards_book_in(store *s, arena *a, const struct card *card, person_id into,
                              bool i_began, enum lang lang, person_id *ret);
/* All that the card brought goes, then the card. */
MUST const err *cards_book_out(store *s, arena *a, const struct card *card);

/* ---- cards_keep.c: book_part, see there, and the job ------------------------------------------
 */

const err *cards_keep_dossier(store *s, arena *a, account_id owner, person_id whole, json_t *into);
const err *cards_keep_erase(store *s, arena *a, account_id owner, person_id whole);
const err *cards_keep_archive(store *s, arena *a, account_id owner, json_t *into);
/* Cards that were given and not taken go; what others took stays with them, as a paper card would.
 */
const err *cards_keep_empty(store *s, arena *a, account_id owner);
/* Erases what nobody took in time. */
const err *cards_keep_expire(store *s, arena *a);

#endif
