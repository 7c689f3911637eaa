/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_fact_store.h - the rows of what is said of a person. Inside this folder only.
 *
 * Adding answers ERR_MISSING where the book has no such person (or organisation).
 */
#ifndef FEATURE_BOOK_BOOK_FACT_STORE_H
#define FEATURE_BOOK_BOOK_FACT_STORE_H

#include "feature/book/book_facts.h"

extern const query *const book_fact_store_queries[];

/* removed_ms 0 = stands again. */
MUST const err *book_fact_store_remove(store *s, arena *a, account_id owner, enum book_fact kind,
                                       fact_id id, int64_t removed_ms, person_id *ret_person);

MUST const err *book_fact_store_datum(store *s, arena *a, account_id owner, const struct datum *d,
                                      fact_id *ret_id);
MUST const err *book_fact_store_data(store *s, arena *a, account_id owner, person_id person,
                                     struct datum_list *ret);
/* Data of any person with this fold. */
MUST const err *book_fact_store_with(store *s, arena *a, account_id owner, str kind, str fold,
                                     struct datum_list *ret);
MUST const err *book_fact_store_tags(store *s, arena *a, account_id owner, struct datum_list *ret);

MUST const err *book_fact_store_postal(store *s, arena *a, account_id owner, const struct postal *p,
                                       str town_fold, fact_id *ret_id);
MUST const err *book_fact_store_postals(store *s, arena *a, account_id owner, person_id person,
                                        struct postal_list *ret);
MUST const err *book_fact_store_postals_at(store *s, arena *a, account_id owner, str town_fold,
                                           str code_from, str code_below, struct postal_list *ret);

MUST const err *book_fact_store_organisation(store *s, arena *a, account_id owner, str name,
                                             str name_key, organisation_id *ret);
MUST const err *book_fact_store_organisation_get(store *s, arena *a, account_id owner,
                                                 organisation_id id, struct organisation *ret,
                                                 bool *ret_found);
MUST const err *book_fact_store_organisation_change(store *s, arena *a, account_id owner,
                                                    const struct organisation *o, str name_key);
MUST const err *book_fact_store_role(store *s, arena *a, account_id owner,
                                     const struct person_role *r, fact_id *ret_id);
MUST const err *book_fact_store_roles(store *s, arena *a, account_id owner, person_id person,
                                      struct person_roles *ret);
MUST const err *book_fact_store_roles_at(store *s, arena *a, account_id owner, organisation_id at,
                                         struct person_roles *ret);

MUST const err *book_fact_store_tie(store *s, arena *a, account_id owner, const struct tie *t,
                                    fact_id *ret_id);
MUST const err *book_fact_store_ties(store *s, arena *a, account_id owner, person_id person,
                                     struct tie_list *ret);

MUST const err *book_fact_store_item(store *s, arena *a, account_id owner, const struct item *i,
                                     fact_id *ret_id);
MUST const err *book_fact_store_items(store *s, arena *a, account_id owner, person_id person,
                                      struct item_list *ret);
MUST const err *book_fact_store_item_state(store *s, arena *a, account_id owner, fact_id id,
                                           str state, person_id *ret_person);

/* A note as it is stored: `sealed` in place of the text of a sensitive one. */
struct book_note_row {
    struct note note;
    str sealed;
};
struct book_note_rows {
    const struct book_note_row *item;
    size_t n;
};
MUST const err *book_fact_store_note(store *s, arena *a, account_id owner,
                                     const struct book_note_row *n, fact_id *ret_id);
MUST const err *book_fact_store_notes(store *s, arena *a, account_id owner, person_id person,
                                      struct book_note_rows *ret);

#endif
