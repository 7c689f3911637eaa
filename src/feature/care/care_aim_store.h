/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_aim_store.h - the rows of aims. Inside this folder only.
 */
#ifndef FEATURE_CARE_CARE_AIM_STORE_H
#define FEATURE_CARE_CARE_AIM_STORE_H

#include "feature/care/care_aims.h"

extern const query *const care_aim_store_queries[];

MUST const err *care_aim_store_add(store *s, arena *a, account_id owner, const struct aim *aim,
                                   aim_id *ret);
/* Also one that was taken back (removed_ms). */
MUST const err *care_aim_store_get(store *s, arena *a, account_id owner, aim_id id,
                                   struct aim *ret);
MUST const err *care_aim_store_change(store *s, arena *a, account_id owner, const struct aim *aim);
MUST const err *care_aim_store_list(store *s, arena *a, account_id owner, struct aim_list *ret);
MUST const err *care_aim_store_of(store *s, arena *a, account_id owner, person_id whole,
                                  struct aim_list *ret);
MUST const err *care_aim_store_people(store *s, arena *a, account_id owner, aim_id id,
                                      struct aim_people *ret);
MUST const err *care_aim_store_person_add(store *s, arena *a, account_id owner, aim_id id,
                                          person_id person);
MUST const err *care_aim_store_person_drop(store *s, arena *a, account_id owner, aim_id id,
                                           person_id whole);
MUST const err *care_aim_store_steps(store *s, arena *a, account_id owner, aim_id id,
                                     struct aim_steps *ret);
MUST const err *care_aim_store_step(store *s, arena *a, account_id owner, int64_t id,
                                    struct aim_step *ret);
MUST const err *care_aim_store_step_add(store *s, arena *a, account_id owner,
                                        const struct aim_step *step, int64_t *ret);
MUST const err *care_aim_store_step_set(store *s, arena *a, account_id owner, int64_t id,
                                        int64_t done_ms, int64_t removed_ms);
/* Open steps of open aims due on that day or before, the earliest first; of nobody who rests. */
MUST const err *care_aim_store_due(store *s, arena *a, account_id owner, str until, int64_t limit,
                                   struct aim_steps *ret);

#endif
