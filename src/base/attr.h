/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * attr.h - the few compiler attributes and macros that every file may use.
 */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

#include <stddef.h>

/* The result tells of failure and must be looked at. */
#define MUST __attribute__((warn_unused_result))

/* The argument number `f` is a printf format, `a` the number of its first value. */
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

#define NORETURN __attribute__((noreturn))

/* Run `fn(&variable)` when the variable leaves its scope. */
#define CLEANUP(fn) __attribute__((cleanup(fn)))

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#define STRINGIFY_(x) #x
#define STRINGIFY(x) STRINGIFY_(x)

/* "file.c:12", a string literal: the place where the macro stands. */
#define HERE __FILE__ ":" STRINGIFY(__LINE__)

#endif
