/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_store.h - all SQL of the encounters. Inside this folder only; the rules are in
 * encounters.c. What is another account's is not found.
 */
#ifndef FEATURE_ENCOUNTERS_ENCOUNTERS_STORE_H
#define FEATURE_ENCOUNTERS_ENCOUNTERS_STORE_H

#include "feature/encounters/encounters.h"

extern const query *const encounters_store_queries[];

/* ---- encounters ------------------------------------------------------------------------------ */

MUST const err *encounters_store_add(store *s, arena *a, account_id owner,
                                     const struct encounter *e, encounter_id *ret);
MUST const err *encounters_store_by_key(store *s, arena *a, account_id owner, str key,
                                        encounter_id *ret, bool *ret_found);
/* ERR_MISSING. */
MUST const err *encounters_store_get(store *s, arena *a, account_id owner, encounter_id id,
                                     struct encounter *ret);
MUST const err *encounters_store_change(store *s, arena *a, account_id owner, encounter_id id,
                                        const struct encounter *e);
/* removed_ms, 0 to bring it back; its promises with it. */
MUST const err *encounters_store_remove(store *s, arena *a, account_id owner, encounter_id id,
                                        int64_t removed_ms, int64_t was_ms);

/* The people that it was written with, as ids; removing takes all ids of a whole person. */
MUST const err *encounters_store_person_add(store *s, arena *a, account_id owner, encounter_id id,
                                            person_id person);
MUST const err *encounters_store_person_remove(store *s, arena *a, account_id owner,
                                               encounter_id id, person_id whole);
struct encounters_whole {
    int64_t id;
};
struct encounters_wholes {
    const struct encounters_whole *item;
    size_t n;
};
MUST const err *encounters_store_wholes(store *s, arena *a, account_id owner, encounter_id id,
                                        struct encounters_wholes *ret);

MUST const err *encounters_store_of(store *s, arena *a, account_id owner, person_id whole,
                                    int64_t before_ms, encounter_id before, int64_t limit,
                                    struct encounter_list *ret);
MUST const err *encounters_store_recent(store *s, arena *a, account_id owner, int64_t limit,
                                        struct encounter_list *ret);
/* Those of one list of names: their keys are this one, a hyphen and a number. */
MUST const err *encounters_store_keyed(store *s, arena *a, account_id owner, str key,
                                       struct encounter_list *ret);
MUST const err *encounters_store_count(store *s, arena *a, account_id owner, person_id whole,
                                       int64_t *ret);

/* ---- promises -------------------------------------------------------------------------------- */

MUST const err *encounters_store_promise_add(store *s, arena *a, account_id owner,
                                             const struct promise *p, promise_id *ret);
MUST const err *encounters_store_promise_get(store *s, arena *a, account_id owner, promise_id id,
                                             struct promise *ret);
/* Also one that was taken back. */
MUST const err *encounters_store_promise_any(store *s, arena *a, account_id owner, promise_id id,
                                             struct promise *ret);
MUST const err *encounters_store_promise_state(store *s, arena *a, account_id owner, promise_id id,
                                               int64_t kept_ms, int64_t dropped_ms);
MUST const err *encounters_store_promise_remove(store *s, arena *a, account_id owner, promise_id id,
                                                int64_t removed_ms);
MUST const err *encounters_store_promise_change(store *s, arena *a, account_id owner, promise_id id,
                                                str text, str due, person_id person);
MUST const err *encounters_store_promises(store *s, arena *a, account_id owner, person_id whole,
                                          struct promise_list *ret);
MUST const err *encounters_store_promises_due(store *s, arena *a, account_id owner, str until,
                                              int64_t limit, struct promise_list *ret);
MUST const err *encounters_store_promises_made(store *s, arena *a, account_id owner,
                                               encounter_id id, struct promise_list *ret);

/* ---- what was recognised --------------------------------------------------------------------- */

struct encounters_item {
    int64_t id, person;
    str person_name, side, text, state;
};
struct encounters_items {
    const struct encounters_item *item;
    size_t n;
};
/* Items of the book that came from this encounter: those that stand (removed_ms 0), or that were
 * removed at that moment or since. */
MUST const err *encounters_store_items(store *s, arena *a, account_id owner, encounter_id id,
                                       int64_t removed_ms, struct encounters_items *ret);
/* The next person for "ten minutes": last in touch, of whom nothing is known to be sought or
 * offered, behind the given one (INT64_MAX, 0 from the start); 0 = nobody left. */
MUST const err *encounters_store_ten(store *s, arena *a, account_id owner, int64_t last_ms,
                                     person_id behind, person_id *ret);

/* ---- lines that wait ------------------------------------------------------------------------- */

struct encounters_waiting {
    int64_t id;
    str key, line, read;
    int64_t person;
    str kind, meeting, day, why;
    int64_t time_ms;
};
struct encounters_waitings {
    const struct encounters_waiting *item;
    size_t n;
};
MUST const err *encounters_store_wait(store *s, arena *a, account_id owner,
                                      const struct encounters_waiting *w, int64_t *ret);
MUST const err *encounters_store_waiting(store *s, arena *a, account_id owner, int64_t id,
                                         struct encounters_waiting *ret);
MUST const err *encounters_store_waiting_key(store *s, arena *a, account_id owner, str key,
                                             int64_t *ret, bool *ret_found);
MUST const err *encounters_store_waitings(store *s, arena *a, account_id owner,
                                          struct encounters_waitings *ret);
MUST const err *encounters_store_waiting_change(store *s, arena *a, account_id owner,
                                                const struct encounters_waiting *w);
MUST const err *encounters_store_waiting_drop(store *s, arena *a, account_id owner, int64_t id);

/* ---- erasing and taking along ---------------------------------------------------------------- */

struct encounters_ids {
    const encounter_id *item;
    size_t n;
};
/* Everything of a whole person; an encounter with others stays for them, without this person. `ret`
 * is all that this person was in. */
MUST const err *encounters_store_erase(store *s, arena *a, account_id owner, person_id whole,
                                       struct encounters_ids *ret);
MUST const err *encounters_store_erase_one(store *s, arena *a, account_id owner, encounter_id id);
MUST const err *encounters_store_empty(store *s, arena *a, account_id owner);

#endif
