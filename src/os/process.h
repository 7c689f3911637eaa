/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * process.h - child processes: run one to its end, or start one and talk to it.
 *
 * Programs are found in PATH; no shell is involved. A child starts with no signal blocked or
 * ignored and without our files, since all of ours are closed on exec.
 */
#ifndef OS_PROCESS_H
#define OS_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"

struct process_order {
    const char *const *args; /* the program and its arguments, NULL at the end */
    const char *const *env;  /* "NAME=value", NULL at the end; NULL: ours */
    str input;               /* its stdin; absent: /dev/null */
    const char *err_file;    /* process_start: stderr is appended there; NULL: ours */
    size_t max;              /* process_run: ceiling of stdout and of stderr; 0: 1 MiB */
    int timeout_ms;          /* process_run: then it is killed with its children; 0: 60 s */
};

struct process_result {
    int exit; /* its exit code, or minus the signal that ended it */
    str out;  /* what it wrote to stdout, and to stderr, on the arena */
    str err;
    bool cut;       /* one of the two passed the ceiling; the rest was thrown away */
    bool timed_out; /* it was killed since its time was up */
};

/* Runs it to its end. Only a program that cannot be started is an error (ERR_MISSING, ERR_DENIED).
 */
MUST const err *process_run(arena *a, const struct process_order *order,
                            struct process_result *ret);

typedef struct process process;

/* Starts it and returns at once. Owned by the caller, given back by process_free. */
MUST const err *process_start(arena *a, const struct process_order *order, process **ret);
/* The next line of its stdout, without its end, on the arena; false if none came in time, or at the
 * end of its output. Lines over 64 KiB come in parts. */
bool process_line(process *p, arena *a, int timeout_ms, str *ret);
/* Nothing happens if it has ended. */
void process_signal(process *p, int signal);
/* True once it has ended; `ret_exit` as in struct process_result, untouched otherwise. */
bool process_wait(process *p, int timeout_ms, int *ret_exit);
/* Kills it if it still runs. NULL is allowed. */
void process_free(process *p);
int process_pid(const process *p);

#endif
