/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keeping_rules.h - what the parts of this feature share. Inside this folder only.
 */
#ifndef FEATURE_KEEPING_KEEPING_RULES_H
#define FEATURE_KEEPING_KEEPING_RULES_H

#include "feature/book/book_part.h"
#include "feature/keeping/keeping.h"
#include "feature/keeping/keeping_store.h"

#define KEEPING_YEAR_MS ((int64_t)365 * 24 * 3600 * 1000)

/* The house's zone, one that is known. */
MUST const err *keeping_rules_zone(store *s, arena *a, str *ret);
/* The mail addresses of the whole person. */
MUST const err *keeping_rules_addresses(store *s, arena *a, account_id owner, person_id whole,
                                        struct keeping_texts *ret);

/* book_part: its own share. */
const err *keeping_rules_erase(store *s, arena *a, account_id owner, person_id whole);
const err *keeping_rules_rows(store *s, arena *a, account_id owner, struct book_archive *to);
const err *keeping_rules_empty(store *s, arena *a, account_id owner);

/* Hashes of all that the person may be known by, kept before they are erased. */
MUST const err *keeping_rules_suppress(store *s, arena *a, account_id owner,
                                       const struct person *p);

#endif
