/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house_store.h - the settings as they are stored; the rules stand in house.c.
 */
#ifndef FEATURE_HOUSE_HOUSE_STORE_H
#define FEATURE_HOUSE_HOUSE_STORE_H

#include "store/store.h"

/* `ret` is untouched where it was never set. */
MUST const err *house_store_get(store *s, arena *a, const char *name, str *ret);
MUST const err *house_store_put(store *s, arena *a, const char *name, str value);

extern const query *const house_store_queries[]; /* ends with NULL */

#endif
