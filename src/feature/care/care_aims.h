/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_aims.h - aims: what the owner wants to reach, why, with whom, by which steps. Inside this
 * folder only. An aim can be for another person (on_behalf_of).
 */
#ifndef FEATURE_CARE_CARE_AIMS_H
#define FEATURE_CARE_CARE_AIMS_H

#include "feature/care/care.h"

typedef struct {
    int64_t v;
} aim_id;

struct aim {
    aim_id id;
    str title, why;
    person_id on_behalf_of; /* whole; 0: for the owner */
    str behalf_name;
    str state; /* "open", "reached", "dropped" */
    int64_t created_ms, changed_ms, removed_ms;
};
struct aim_list {
    const struct aim *item;
    size_t n;
};
struct aim_member {
    person_id person; /* whole */
    str name;
};
struct aim_people {
    const struct aim_member *item;
    size_t n;
};
struct aim_step {
    int64_t id;
    aim_id aim;
    str aim_title;
    person_id person; /* whole; 0: nobody */
    str person_name;
    str text, due;
    int64_t done_ms, removed_ms;
};
struct aim_steps {
    const struct aim_step *item;
    size_t n;
};

#define AIM_TITLE_MAX 200
#define AIM_WHY_MAX 4000
#define AIM_STEP_MAX 300

/* ERR_INVALID with the fields' messages: no title, too long, a day that does not exist. */
MUST const err *care_aims_add(store *s, arena *a, account_id owner, const struct aim *given,
                              enum lang lang, aim_id *ret);
/* ERR_MISSING: none in this book. */
MUST const err *care_aims_get(store *s, arena *a, account_id owner, aim_id id, struct aim *ret);
/* Title, why, on_behalf_of. */
MUST const err *care_aims_change(store *s, arena *a, account_id owner, const struct aim *given,
                                 enum lang lang);
/* ERR_INVALID for a word that is no state. */
MUST const err *care_aims_state(store *s, arena *a, account_id owner, aim_id id, str state);
MUST const err *care_aims_remove(store *s, arena *a, account_id owner, aim_id id, bool removed);
/* Open ones first, then by change, newest first. */
MUST const err *care_aims_list(store *s, arena *a, account_id owner, struct aim_list *ret);
/* Open ones with that person: in it, for them, or a step with them. */
MUST const err *care_aims_of(store *s, arena *a, account_id owner, person_id person,
                             struct aim_list *ret);
MUST const err *care_aims_people(store *s, arena *a, account_id owner, aim_id id,
                                 struct aim_people *ret);
MUST const err *care_aims_person_add(store *s, arena *a, account_id owner, aim_id id,
                                     person_id person);
MUST const err *care_aims_person_drop(store *s, arena *a, account_id owner, aim_id id,
                                      person_id person);
/* Open ones first, by day; those done behind them. */
MUST const err *care_aims_steps(store *s, arena *a, account_id owner, aim_id id,
                                struct aim_steps *ret);
MUST const err *care_aims_step_add(store *s, arena *a, account_id owner,
                                   const struct aim_step *given, enum lang lang, int64_t *ret);
enum aim_step_change { AIM_STEP_DONE, AIM_STEP_OPEN, AIM_STEP_REMOVED, AIM_STEP_RESTORED };
MUST const err *care_aims_step_set(store *s, arena *a, account_id owner, int64_t id,
                                   enum aim_step_change change, aim_id *ret_aim);

#endif
