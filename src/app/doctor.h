/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * doctor.h - the command that looks whether the machine and the house are in order.
 *
 * One line a finding on stdout: "ok    disk     31 GiB free …"; with --json {checks:[{name, state,
 * text}], ok, warn, fail}. A warning may be as it should be (no public address yet); a failure may
 * not. It changes nothing, but for migrations of an older store, which every command does.
 */
#ifndef APP_DOCTOR_H
#define APP_DOCTOR_H

#include <jansson.h>

#include "app/options.h"
#include "base/attr.h"

/* ERR_BROKEN (exit 70) where something failed. */
MUST const err *doctor_run(arena *a, const struct options *o);

/* ---- for doctor*.c only ---------------------------------------------------------------------- */

enum doctor_state { DOCTOR_OK, DOCTOR_WARN, DOCTOR_FAIL, DOCTOR_STATES };

struct doctor {
    arena *arena;
    bool json;
    json_t *checks; /* the findings, with --json */
    int count[DOCTOR_STATES];
};

void doctor_tell(struct doctor *d, enum doctor_state state, const char *name, const char *format,
                 ...) PRINTF_LIKE(4, 5);

/* The data folder, its disk, the clock, the zones, the limit of open files. */
void doctor_machine(struct doctor *d, str folder);

#endif
