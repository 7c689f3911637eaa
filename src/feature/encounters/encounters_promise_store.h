/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_promise_store.h - the queries of promises, for the test that prepares them; their
 * functions are in encounters_store.h.
 */
#ifndef FEATURE_ENCOUNTERS_ENCOUNTERS_PROMISE_STORE_H
#define FEATURE_ENCOUNTERS_ENCOUNTERS_PROMISE_STORE_H

#include "store/store.h"

extern const query *const encounters_promise_store_queries[];

#endif
