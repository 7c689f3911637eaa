/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_store.h - the rows of introductions. Inside this folder only.
 */
#ifndef FEATURE_INTRODUCTIONS_INTRODUCTIONS_STORE_H
#define FEATURE_INTRODUCTIONS_INTRODUCTIONS_STORE_H

#include "feature/introductions/introductions.h"

/* Both end with NULL. */
extern const query *const introductions_store_queries[];
extern const query *const introductions_people_store_queries[];

/* ---- introductions, in the caller's transaction ---------------------------------------------- */

/* The introduction, and both its sides as they stand in it. */
MUST const err *introductions_store_add(store *s, arena *a, account_id owner,
                                        const struct introduction *i, introduction_id *ret);
MUST const err *introductions_store_by_key(store *s, arena *a, account_id owner, str key,
                                           introduction_id *ret, bool *ret_found);
/* ERR_MISSING: none of this account. */
MUST const err *introductions_store_get(store *s, arena *a, account_id owner, introduction_id id,
                                        struct introduction *ret);
/* Newest first; `person` 0: of all. */
MUST const err *introductions_store_list(store *s, arena *a, account_id owner, person_id person,
                                         struct introduction_list *ret);
/* All but key, behalf and the time of making. */
MUST const err *introductions_store_keep(store *s, arena *a, account_id owner,
                                         const struct introduction *i);
/* All but the person. */
MUST const err *introductions_store_keep_side(store *s, arena *a, account_id owner,
                                              const struct introduction_side *side);

MUST const err *introductions_store_step(store *s, arena *a, account_id owner, introduction_id id,
                                         const struct introduction_step *step);
MUST const err *introductions_store_steps(store *s, arena *a, account_id owner, introduction_id id,
                                          struct introduction_steps *ret);

/* ---- links ----------------------------------------------------------------------------------- */

struct introductions_token {
    int64_t account, introduction, side;
    str purpose;
};
MUST const err *introductions_store_token_add(store *s, arena *a, str digest,
                                              const struct introductions_token *t, int64_t now_ms,
                                              int64_t expires_ms);
/* The one that holds; it alone says whose account it is about. With `used` also one that was used,
 * as long as it has not expired. */
MUST const err *introductions_store_token(store *s, arena *a, str digest, bool used, int64_t now_ms,
                                          struct introductions_token *ret, bool *ret_found);
/* The same, and uses up all of its side and purpose. */
MUST const err *introductions_store_token_use(store *s, arena *a, str digest, int64_t now_ms,
                                              struct introductions_token *ret, bool *ret_found);
/* All of a side (-1: of both) end. */
MUST const err *introductions_store_token_end(store *s, arena *a, account_id owner,
                                              introduction_id id, int64_t side, int64_t now_ms);

/* ---- who waits, for the job ------------------------------------------------------------------ */

struct introductions_waiting {
    account_id account;
    introduction_id introduction;
    int64_t side;
};
struct introductions_waitings {
    const struct introductions_waiting *item;
    size_t n;
};
/* Of all accounts. */
MUST const err *introductions_store_waiting(store *s, arena *a, struct introductions_waitings *ret);

/* ---- never again, named ---------------------------------------------------------------------- */

MUST const err *introductions_store_never_set(store *s, arena *a, account_id owner,
                                              person_id person, introduction_id at, int64_t now_ms);
/* Since when; 0: was never said. */
MUST const err *introductions_store_never(store *s, arena *a, account_id owner, person_id person,
                                          int64_t *ret_since_ms);
MUST const err *introductions_store_never_drop(store *s, arena *a, account_id owner,
                                               person_id person);
MUST const err *introductions_store_name(store *s, arena *a, account_id owner, person_id person,
                                         const struct introduction_named *given);
MUST const err *introductions_store_named(store *s, arena *a, account_id owner, person_id person,
                                          struct introduction_named *ret);
MUST const err *introductions_store_name_drop(store *s, arena *a, account_id owner,
                                              person_id person);

/* ---- this came from that --------------------------------------------------------------------- */

struct introductions_link {
    str kind; /* of the child, or of the parent */
    int64_t id;
};
struct introductions_links {
    const struct introductions_link *item;
    size_t n;
};
MUST const err *introductions_store_chain(store *s, arena *a, account_id owner,
                                          struct introductions_link child,
                                          struct introductions_link parent);
MUST const err *introductions_store_unchain(store *s, arena *a, account_id owner,
                                            struct introductions_link child);
/* What it came from (n is 0 or 1), and what came from it. */
MUST const err *introductions_store_parent(store *s, arena *a, account_id owner,
                                           struct introductions_link child,
                                           struct introductions_links *ret);
MUST const err *introductions_store_children(store *s, arena *a, account_id owner,
                                             struct introductions_link parent,
                                             struct introductions_links *ret);
/* The first encounter with either of the two; 0: none. */
MUST const err *introductions_store_first_met(store *s, arena *a, account_id owner, person_id one,
                                              person_id other, int64_t *ret_ms);

/* ---- the owner ------------------------------------------------------------------------------- */

/* Who writes: name, and the address for answers (empty where it was never shown to be theirs). */
struct introductions_owner {
    str name, email;
};
MUST const err *introductions_store_owner(store *s, arena *a, account_id owner,
                                          struct introductions_owner *ret);

/* ---- what somebody asked about their data ---------------------------------------------------- */

struct introductions_request {
    int64_t id;
    person_id person; /* whole */
    str name, what, words;
    int64_t time_ms, done_ms;
};
struct introductions_requests {
    const struct introductions_request *item;
    size_t n;
};
MUST const err *introductions_store_request_add(store *s, arena *a, account_id owner,
                                                person_id person, str what, str words,
                                                int64_t now_ms);
/* Open ones, oldest first; `person` 0: of all. With a person the done ones too. */
MUST const err *introductions_store_requests(store *s, arena *a, account_id owner, person_id person,
                                             struct introductions_requests *ret);
/* Done, or open again (0). ERR_MISSING: none of this account. */
MUST const err *introductions_store_request_done(store *s, arena *a, account_id owner, int64_t id,
                                                 int64_t done_ms);

/* ---- erasing --------------------------------------------------------------------------------- */

/* One introduction with all that hangs on it; its chain ends. */
MUST const err *introductions_store_drop(store *s, arena *a, account_id owner, introduction_id id);
/* What is said of the person besides. */
MUST const err *introductions_store_drop_person(store *s, arena *a, account_id owner,
                                                person_id whole);
MUST const err *introductions_store_empty(store *s, arena *a, account_id owner);

#endif
