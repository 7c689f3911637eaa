/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cards_store.h - all SQL of the cards. Inside this folder only. What is another account's is not
 * found.
 */
#ifndef FEATURE_CARDS_CARDS_STORE_H
#define FEATURE_CARDS_CARDS_STORE_H

#include "feature/cards/cards.h"

extern const query *const cards_store_queries[];

MUST const err *cards_store_own(store *s, arena *a, account_id owner, struct card_own *ret,
                                bool *ret_found);
MUST const err *cards_store_own_set(store *s, arena *a, account_id owner,
                                    const struct card_own *own, int64_t now_ms);
MUST const err *cards_store_own_drop(store *s, arena *a, account_id owner);

MUST const err *cards_store_consent(store *s, arena *a, const struct card_consent *c,
                                    int64_t *ret_id);
/* ERR_CONFLICT where the digest is there already. */
MUST const err *cards_store_add(store *s, arena *a, const struct card *card, str digest,
                                int64_t consent, card_id *ret);
MUST const err *cards_store_get(store *s, arena *a, account_id owner, card_id id, struct card *ret);
MUST const err *cards_store_given_get(store *s, arena *a, account_id giver, card_id id,
                                      struct card *ret);
MUST const err *cards_store_by_digest(store *s, arena *a, str digest, struct card *ret,
                                      bool *ret_found);
MUST const err *cards_store_box(store *s, arena *a, account_id owner, str state, int64_t limit,
                                struct card_list *ret);
MUST const err *cards_store_all(store *s, arena *a, account_id owner, struct card_list *ret);
MUST const err *cards_store_given(store *s, arena *a, account_id giver, struct card_list *ret);
/* Taken cards of one giver in one box, newest first. */
MUST const err *cards_store_between(store *s, arena *a, account_id owner, account_id giver,
                                    str state, struct card_list *ret);
MUST const err *cards_store_of(store *s, arena *a, account_id owner, person_id whole,
                               struct card_list *ret);
MUST const err *cards_store_expired(store *s, arena *a, int64_t now_ms, int64_t limit,
                                    struct card_list *ret);
/* Of one box and not taken; left by guests in (from, to]; offered by one member and not taken. */
MUST const err *cards_store_count_lying(store *s, arena *a, account_id owner, int64_t *ret);
MUST const err *cards_store_count_left(store *s, arena *a, int64_t from_ms, int64_t to_ms,
                                       int64_t *ret);
MUST const err *cards_store_count_offered(store *s, arena *a, account_id giver, int64_t *ret);

/* How many the whole person was brought together of, 1 = nobody else. */
MUST const err *cards_store_count_members(store *s, arena *a, account_id owner, person_id whole,
                                          int64_t *ret);

MUST const err *cards_store_state(store *s, arena *a, account_id owner, card_id id, str state,
                                  int64_t now_ms);
MUST const err *cards_store_taken(store *s, arena *a, const struct card *card, int64_t now_ms);
MUST const err *cards_store_erase(store *s, arena *a, account_id owner, card_id id);

struct card_fact {
    str kind; /* "datum", "item" */
    fact_id id;
};
struct card_facts {
    const struct card_fact *item;
    size_t n;
};
MUST const err *cards_store_fact_add(store *s, arena *a, account_id owner, card_id id,
                                     const struct card_fact *fact);
MUST const err *cards_store_facts(store *s, arena *a, account_id owner, card_id id,
                                  struct card_facts *ret);

MUST const err *cards_store_use(store *s, arena *a, str digest, int64_t now_ms, bool *ret_new);
MUST const err *cards_store_unused(store *s, arena *a, int64_t before_ms);

MUST const err *cards_store_speaker(store *s, arena *a, int64_t room, str name, account_id *ret,
                                    bool *ret_found);
MUST const err *cards_store_speaker_set(store *s, arena *a, int64_t room, str name,
                                        account_id owner);

/* Everything of an account but its box and what it gave; and what it gave is nobody's any longer.
 */
MUST const err *cards_store_empty(store *s, arena *a, account_id owner);
/* Texts of consent that no card refers to. */
MUST const err *cards_store_consents_drop(store *s, arena *a);

#endif
