/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * err.c - error records, and the one table that says what each kind means outside.
 */
#include "base/err.h"

#include <stdarg.h>
#include <sysexits.h>

#include "base/buf.h"
#include "base/check.h"

/* A chain of causes is not longer than this in a text; the log cuts its lines anyway. */
#define TEXT_LIMIT ((size_t)64 << 10)

static const struct meaning {
    int http;
    int exit;
} meanings[ERR_KINDS] = {
    [ERR_INVALID] = { 400, EX_DATAERR }, /* 422 with fields */
    [ERR_USAGE] = { 400, EX_USAGE },     [ERR_DENIED] = { 403, EX_NOPERM },
    [ERR_MISSING] = { 404, EX_NOINPUT }, [ERR_CONFLICT] = { 409, EX_DATAERR },
    [ERR_GONE] = { 410, EX_NOINPUT },    [ERR_LIMIT] = { 429, EX_TEMPFAIL },
    [ERR_BUSY] = { 503, EX_TEMPFAIL },   [ERR_TAKEN] = { 503, EX_UNAVAILABLE },
    [ERR_BROKEN] = { 500, EX_SOFTWARE },
};

const err *err_new(arena *a, enum err_kind kind, const err *cause, const char *where,
                   const char *format, ...)
{
    va_list args;
    va_start(args, format);
    str msg = str_format_list(a, format, args);
    va_end(args);
    err *e = NEW(a, err);
    *e = (err){ .kind = kind, .msg = msg, .where = where, .cause = cause };
    return e;
}

static const struct err_field *fields_copy(arena *a, const struct err_field *fields, size_t n)
{
    if (n == 0)
        return NULL;
    struct err_field *copy = NEW_ARRAY(a, struct err_field, n);
    for (size_t i = 0; i < n; i++) {
        copy[i].field = str_copy(a, fields[i].field);
        copy[i].message = str_copy(a, fields[i].message);
    }
    return copy;
}

const err *err_form(arena *a, const char *where, const struct err_field *fields, size_t n)
{
    str *names = NEW_ARRAY(a, str, n);
    for (size_t i = 0; i < n; i++)
        names[i] = fields[i].field;
    err *e = NEW(a, err);
    *e = (err){ .kind = ERR_INVALID,
                .msg = str_format(a, "wrong in the form: %.*s",
                                  STR_ARG(str_join(a, names, n, S(", ")))),
                .where = where,
                .fields = fields_copy(a, fields, n),
                .n_fields = n };
    return e;
}

const err *err_copy(arena *a, const err *e)
{
    const err *first = NULL;
    const err **to = &first;
    for (; e != NULL; e = e->cause) {
        err *copy = NEW(a, err);
        *copy = *e;
        copy->msg = str_copy(a, e->msg);
        copy->fields = fields_copy(a, e->fields, e->n_fields);
        copy->cause = NULL;
        *to = copy;
        to = &copy->cause;
    }
    return first;
}

str err_text(arena *a, const err *e)
{
    buf text;
    buf_on_arena(&text, a, TEXT_LIMIT);
    for (const err *at = e; at != NULL; at = at->cause)
        buf_printf(&text, "%s%.*s (%s)", at == e ? "" : ": ", STR_ARG(at->msg), at->where);
    return buf_str(&text);
}

static const struct meaning *meaning_of(const err *e)
{
    ASSERT((unsigned)e->kind < ERR_KINDS);
    return &meanings[e->kind];
}

int err_http(const err *e)
{
    if (e->kind == ERR_INVALID && e->n_fields > 0)
        return 422;
    return meaning_of(e)->http;
}

int err_exit(const err *e)
{
    return meaning_of(e)->exit;
}
