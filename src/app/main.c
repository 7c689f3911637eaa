/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * main.c - netzarbeit: one server program for people whose work is relationships.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "app/check.h"
#include "app/commands.h"
#include "app/doctor.h"
#include "app/keep.h"
#include "app/options.h"
#include "app/serve.h"
#include "base/clock.h"
#include "engine/when/when.h"

#define VERSION "0.1.0"

/* $NETZARBEIT_NOW (RFC 3339) lets the clock run from another instant: for rehearsals and tests. */
static const err *set_clock(arena *a)
{
    str now = str_of(getenv("NETZARBEIT_NOW"));
    int64_t ms = 0;
    bool has_offset = false;
    if (str_empty(now))
        return NULL;
    if (!when_rfc3339_parse(now, &ms, &has_offset) || !has_offset)
        FAIL(a, ERR_USAGE, "NETZARBEIT_NOW is no RFC 3339 time with offset: %.*s", STR_ARG(now));
    clock_run_from(ms);
    return NULL;
}

static const err *run(arena *a, int argc, char **argv)
{
    struct options o = { 0 };
    TRY(options_read(a, argc, argv, &o));
    TRY(set_clock(a));
    if (o.n_args == 0 || str_eq(o.args[0], S("help")) || str_eq(o.args[0], S("--help"))) {
        commands_help();
        return NULL;
    }
    if (str_eq(o.args[0], S("version")) || str_eq(o.args[0], S("--version"))) {
        puts("netzarbeit " VERSION);
        return NULL;
    }
    if (str_eq(o.args[0], S("serve")))
        return serve_run(a, &o);
    if (str_eq(o.args[0], S("backup")))
        return keep_backup(a, &o);
    if (str_eq(o.args[0], S("restore")))
        return keep_restore(a, &o);
    if (str_eq(o.args[0], S("doctor")))
        return doctor_run(a, &o);
    if (str_eq(o.args[0], S("check")))
        return check_run(a, &o);
    return commands_run(a, &o);
}

/* For a person at a terminal: what happened, and what it was due to. */
static void tell(const err *e)
{
    fprintf(stderr, "netzarbeit: %.*s\n", STR_ARG(e->msg));
    for (const err *cause = e->cause; cause != NULL; cause = cause->cause)
        fprintf(stderr, "  because: %.*s\n", STR_ARG(cause->msg));
}

int main(int argc, char **argv)
{
    arena *a = arena_new(4 * ARENA_LIMIT);
    const err *e = run(a, argc, argv);
    if (e == NULL && fflush(stdout) != 0)
        e = err_new(a, ERR_BROKEN, NULL, HERE, "the result could not be written");
    if (e != NULL)
        tell(e);
    int code = e == NULL ? EX_OK : err_exit(e);
    arena_free(a);
    return code;
}
