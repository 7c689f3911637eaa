/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * features.h - the one list of everything that is plugged in.
 */
#ifndef APP_FEATURES_H
#define APP_FEATURES_H

#include "feature/feature.h"

/* In the order of layers.txt; ends with NULL. */
extern const struct feature *const features[];

/* Their migrations, for store_pool_open; and their routes, one table a feature, ending with NULL.
 */
void features_migrations(arena *a, const struct migration_list **ret, size_t *ret_count);
const struct route *const *features_routes(arena *a);
/* Tells the book which features add to it; before the first request or command. */
void features_book(void);

#endif
