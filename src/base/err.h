/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * err.h - errors are values: NULL is success, else a record on the arena with a place and a cause.
 *
 * `msg` is for the log and the administrator. What the reader of a page is told is chosen by kind,
 * together with the field messages of a form (already in the reader's language). A function logs an
 * error or returns it, never both.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/str.h"

enum err_kind {
    ERR_INVALID,  /* the asker's input cannot be taken: 400, with fields 422; exit 65 */
    ERR_USAGE,    /* a command was called wrongly: exit 64; 400 */
    ERR_DENIED,   /* not allowed: 403; exit 77 */
    ERR_MISSING,  /* no such thing: 404; exit 66 */
    ERR_CONFLICT, /* at odds with what is stored: 409; exit 65 */
    ERR_GONE,     /* was here, is no longer (a foreign position, a used link): 410; exit 66 */
    ERR_LIMIT,    /* too much or too often: 429 with Retry-After; exit 75 */
    ERR_BUSY,     /* in use or overloaded, try again: 503; exit 75 */
    ERR_TAKEN,    /* a port or data folder that somebody else holds: 503; exit 69 */
    ERR_BROKEN,   /* our fault or the machine's: 500; exit 70 */
    ERR_KINDS
};

/* What is wrong with one field of a form. */
struct err_field {
    str field;   /* the name of the field, as in the form */
    str message; /* in the reader's language */
};

typedef struct err {
    enum err_kind kind;
    str msg;
    const char *where;              /* "file.c:12" */
    const struct err *cause;        /* or NULL */
    const struct err_field *fields; /* or NULL */
    size_t n_fields;
    int retry_after; /* in s, with ERR_LIMIT and ERR_BUSY; 0 = not said */
} err;

const err *err_new(arena *a, enum err_kind kind, const err *cause, const char *where,
                   const char *format, ...) PRINTF_LIKE(5, 6);
/* ERR_INVALID with the messages of a form's fields; `fields` is copied. */
const err *err_form(arena *a, const char *where, const struct err_field *fields, size_t n);
/* A copy of `e` and its causes on another arena. */
const err *err_copy(arena *a, const err *e);
/* "message (file.c:12): cause (other.c:7)", owned by the arena. */
str err_text(arena *a, const err *e);

/* The tables that turn a kind into a status and an exit code of sysexits.h. */
int err_http(const err *e);
int err_exit(const err *e);

/* Return a new error / an error caused by another. */
#define FAIL(a, kind, ...) return err_new((a), (kind), NULL, HERE, __VA_ARGS__)
#define FAIL_CAUSE(a, kind, because, ...) return err_new((a), (kind), (because), HERE, __VA_ARGS__)

/* Return the error of a call that failed. */
#define TRY(call)                                                                                  \
    do {                                                                                           \
        const err *e_ = (call);                                                                    \
        if (e_ != NULL)                                                                            \
            return e_;                                                                             \
    } while (0)

#endif
