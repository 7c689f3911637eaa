/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_edit_store.h - what editing stores: versions, drafts, single changes. Everything but the
 * readers belongs inside the caller's transaction.
 */
#ifndef FEATURE_WEEKS_WEEKS_EDIT_STORE_H
#define FEATURE_WEEKS_WEEKS_EDIT_STORE_H

#include "feature/weeks/weeks_store.h"
#include "feature/weeks/weeks_versions.h"

/* Nothing where that version is kept already. */
MUST const err *weeks_edit_store_keep(store *s, arena *a, enum weeks_kind kind, int64_t id,
                                      const struct weeks_version *v);
MUST const err *weeks_edit_store_set_version(store *s, arena *a, enum weeks_kind kind, int64_t id,
                                             int64_t version);
/* Newest first. */
MUST const err *weeks_edit_store_versions(store *s, arena *a, enum weeks_kind kind, int64_t id,
                                          struct weeks_version_list *ret);
/* ERR_MISSING where that version was never kept. */
/* ERR_MISSING where that version was never kept. */
MUST const err *weeks_edit_store_version(store *s, arena *a, enum weeks_kind kind, int64_t id,
                                         int64_t version, struct weeks_version *ret);

MUST const err *weeks_edit_store_speaker(store *s, arena *a, int64_t id, struct speaker *ret);

MUST const err *weeks_edit_store_publish_week(store *s, arena *a, int64_t week, bool published);
MUST const err *weeks_edit_store_publish_talk(store *s, arena *a, int64_t talk, bool published);
/* "planned" or "cancelled": a change that calendars are told of. */
MUST const err *weeks_edit_store_set_state(store *s, arena *a, int64_t talk, str state,
                                           int64_t now_ms);

/* The fields that a form has, the sequence, and what the search compares; speakers apart. */
MUST const err *weeks_edit_store_change_talk(store *s, arena *a, const struct talk *t);

/* For the test that prepares every query: they stand among those of weeks_store.c. */
#define WEEKS_EDIT_STORE_QUERIES 12
#define WEEKS_EDIT_STORE_LIST                                                                      \
    &weeks_edit_store_query[0], &weeks_edit_store_query[1], &weeks_edit_store_query[2],            \
        &weeks_edit_store_query[3], &weeks_edit_store_query[4], &weeks_edit_store_query[5],        \
        &weeks_edit_store_query[6], &weeks_edit_store_query[7], &weeks_edit_store_query[8],        \
        &weeks_edit_store_query[9], &weeks_edit_store_query[10]
extern const query weeks_edit_store_query[WEEKS_EDIT_STORE_QUERIES];

#endif
