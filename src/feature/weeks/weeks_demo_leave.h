/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_demo_leave.h - leaving the demonstration behind: what would go, and going.
 */
#ifndef FEATURE_WEEKS_WEEKS_DEMO_LEAVE_H
#define FEATURE_WEEKS_WEEKS_DEMO_LEAVE_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/err.h"
#include "feature/weeks/weeks_store.h"
#include "web/req.h"

#define WEEKS_DEMO_SLUG S("kollektive-intelligenz")

/* What stands in the demonstration now. */
struct weeks_demo {
    bool there; /* else all below is empty */
    struct week week;
    struct talks talks;
    int64_t said; /* events in its conversations */
};
MUST const err *weeks_demo_look(store *s, arena *a, struct weeks_demo *ret);

/* Copies the whole store into the data folder, then removes the demonstration week with its talks,
 * speakers and conversations, and gives their names in addresses free. `ret_copy` is the name of
 * the copy, also kept as the setting "demo_copy". ERR_MISSING without a demonstration;
 * ERR_CONFLICT, with nothing removed, where it changed after the copy was made. */
MUST const err *weeks_demo_leave(store *s, arena *a, int64_t now_ms, str *ret_copy);

/* Another feature's part of the demonstration: `fn` removes it, in the same transaction. Once,
 * before the first request. */
void weeks_demo_leave_add(const err *(*fn)(store *s, arena *a));

/* In the caller's transaction. */
MUST const err *weeks_demo_store_remove(store *s, arena *a, int64_t week);
extern const query *const weeks_demo_queries[]; /* ends with NULL */

/* GET and POST /host/demo */
const err *weeks_demo_leave_get(req *r);
const err *weeks_demo_leave_post(req *r);

#endif
