/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * thread.h - starting and joining a named thread. Locks and conditions are used as pthread gives
 * them.
 */
#ifndef OS_THREAD_H
#define OS_THREAD_H

#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"

typedef struct thread thread;

/* Runs fn(arg) on a thread of its own, `stack` bytes deep (0: the system's choice; less than the
 * system's least is raised to it). `name` shows in `top -H` (15 bytes of it) and, until check_doing
 * says otherwise, in the report of a fault. Owned by the caller, given back by thread_join.
 * ERR_BUSY if the machine has no thread to give. */
MUST const err *thread_start(arena *a, const char *name, size_t stack, void (*fn)(void *arg),
                             void *arg, thread **ret);
/* Waits for its end. NULL is allowed. */
void thread_join(thread *t);

#endif
