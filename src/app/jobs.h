/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * jobs.h - one thread that runs the features' jobs, each at its own pace.
 */
#ifndef APP_JOBS_H
#define APP_JOBS_H

#include "base/err.h"
#include "store/store.h"

typedef struct jobs jobs;

MUST const err *jobs_start(arena *a, store_pool *pool, jobs **ret);
/* Waits for the one that runs. NULL is allowed. */
void jobs_stop(jobs *j);

#endif
