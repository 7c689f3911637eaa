/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange_store.h - the SQL of imports: their rows, whom a card may mean, and what is taken back.
 * Inside this folder only.
 */
#ifndef FEATURE_EXCHANGE_EXCHANGE_STORE_H
#define FEATURE_EXCHANGE_EXCHANGE_STORE_H

#include "feature/book/book_take.h"
#include "feature/exchange/exchange.h"

extern const query *const exchange_store_queries[];

/* ---- imports --------------------------------------------------------------------------------- */

MUST const err *exchange_store_begin(store *s, arena *a, account_id owner, str files,
                                     import_id *ret);
MUST const err *exchange_store_touch(store *s, arena *a, account_id owner, import_id id);
MUST const err *exchange_store_state(store *s, arena *a, account_id owner, import_id id, str state,
                                     str report);
MUST const err *exchange_store_get(store *s, arena *a, account_id owner, import_id id,
                                   struct exchange_import *ret, bool *ret_found);
MUST const err *exchange_store_list(store *s, arena *a, account_id owner,
                                    struct exchange_imports *ret);
struct exchange_left {
    import_id id;
    account_id owner;
};
/* One that stopped on its way: pending or undoing and not touched since `before_ms`. */
MUST const err *exchange_store_left(store *s, arena *a, int64_t before_ms,
                                    struct exchange_left *ret, bool *ret_found);
MUST const err *exchange_store_touched(store *s, arena *a, account_id owner, import_id id,
                                       person_id person, bool made);
/* `kind` is "note" or "kept". */
MUST const err *exchange_store_row(store *s, arena *a, account_id owner, import_id id, str kind,
                                   fact_id ref);

/* ---- whom a card may mean -------------------------------------------------------------------- */

struct exchange_known {
    person_id person; /* whole */
    str name;
    int64_t import; /* of the import that made them, else 0 */
};
struct exchange_knowns {
    const struct exchange_known *item;
    size_t n;
};
/* A few people at most; with `organisation_key` empty, by the name alone. */
MUST const err *exchange_store_with(store *s, arena *a, account_id owner, str kind, str fold,
                                    struct exchange_knowns *ret);
MUST const err *exchange_store_named(store *s, arena *a, account_id owner, str name_key,
                                     str organisation_key, struct exchange_knowns *ret);
MUST const err *exchange_store_suppressed(store *s, arena *a, account_id owner, str hash,
                                          bool *ret);

/* ---- taking back ----------------------------------------------------------------------------- */

struct exchange_touched {
    person_id person;
    bool made;
};
struct exchange_touched_list {
    const struct exchange_touched *item;
    size_t n;
};
MUST const err *exchange_store_people(store *s, arena *a, account_id owner, import_id id,
                                      person_id behind, struct exchange_touched_list *ret);
struct exchange_id {
    int64_t id;
};
struct exchange_ids {
    const struct exchange_id *item;
    size_t n;
};
/* Encounters that the import made with the person, and that nobody changed or promised anything in.
 */
MUST const err *exchange_store_encounters(store *s, arena *a, account_id owner, import_id id,
                                          person_id person, struct exchange_ids *ret);
MUST const err *exchange_store_encounter_people(store *s, arena *a, account_id owner,
                                                int64_t encounter, struct exchange_ids *ret);
MUST const err *exchange_store_drop_encounter(store *s, arena *a, account_id owner,
                                              int64_t encounter);
/* All facts of the import that are about that person. */
MUST const err *exchange_store_drop_facts(store *s, arena *a, account_id owner, import_id id,
                                          person_id person);
/* Something is still said of them in the book or the encounters, or they were changed by hand. */
MUST const err *exchange_store_stays(store *s, arena *a, account_id owner, person_id person,
                                     bool *ret);
MUST const err *exchange_store_drop_person(store *s, arena *a, account_id owner, person_id person);
/* Organisations at which nobody is or was, and of which nothing is known but the name. */
MUST const err *exchange_store_drop_organisations(store *s, arena *a, account_id owner);
MUST const err *exchange_store_forget(store *s, arena *a, account_id owner, import_id id);

/* book_part: of one person, of the whole account. */
MUST const err *exchange_store_erase(store *s, arena *a, account_id owner, person_id whole);
MUST const err *exchange_store_empty(store *s, arena *a, account_id owner);

#endif
