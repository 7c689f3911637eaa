/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * base_test.h - what the tests of base share: comparing slices, and faults that must end a program.
 */
#ifndef BASE_BASE_TEST_H
#define BASE_BASE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"

/* The slice holds exactly the bytes of the literal. */
#define ASSERT_STR(got, literal) base_test_str((got), S(literal), __FILE__, __LINE__)
void base_test_str(str got, str want, const char *file, int line);

/* fn(arg), in a child, ends by abort with a report that holds `said`. */
void base_test_aborts(void (*fn)(void *arg), void *arg, const char *said);
/* What fn(arg), in a child, writes to stderr, as a C string in `to`; the child's wait status. */
int base_test_child(void (*fn)(void *arg), void *arg, char *to, size_t size);

/* One a file; each gives the number of its tests that failed. */
int arena_test(void);
int buf_test(void);
int check_test(void);
int clock_test(void);
int err_test(void);
int id_test(void);
int json_text_test(void);
int log_test(void);
int str_test(void);
int utf8_test(void);
int words_test(void);

#endif
