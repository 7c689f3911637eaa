/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_rules.h - what the parts of the encounters share. Inside this folder only.
 */
#ifndef FEATURE_ENCOUNTERS_ENCOUNTERS_RULES_H
#define FEATURE_ENCOUNTERS_ENCOUNTERS_RULES_H

#include <jansson.h>

#include "feature/book/book_part.h"
#include "feature/encounters/encounters.h"

/* The house's zone, one that is known. */
MUST const err *encounters_rules_zone(store *s, arena *a, str *ret);
/* [A-Za-z0-9_-]{16,64} */
bool encounters_rules_key(str key);
/* The pulse of a whole person, from their encounters; in a transaction. book_part.whole_changed */
MUST const err *encounters_rules_pulse(store *s, arena *a, account_id owner, person_id whole);
/* What the search knows of it, anew. */
MUST const err *encounters_rules_index(store *s, arena *a, account_id owner, encounter_id id);
/* ERR_INVALID that says so of one field; `msgid` is English and looked up. */
const err *encounters_rules_wrong(arena *a, enum lang lang, const char *field, const char *msgid);

/* book_part: see there. */
const err *encounters_rules_dossier(store *s, arena *a, account_id owner, person_id whole,
                                    json_t *into);
const err *encounters_rules_erase(store *s, arena *a, account_id owner, person_id whole);
const err *encounters_rules_archive(store *s, arena *a, account_id owner, struct book_archive *to);
const err *encounters_rules_empty(store *s, arena *a, account_id owner);

#endif
