/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * os_test.h - what the tests of os share.
 */
#ifndef OS_OS_TEST_H
#define OS_OS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"

/* The call returns NULL / an error of this kind, with `said` in its message. */
#define SUCCEEDS(call) os_test_succeeds((call), __LINE__)
#define FAILS(call, kind, said) os_test_fails((call), (kind), (said), __LINE__)
void os_test_succeeds(const err *e, int line);
void os_test_fails(const err *e, enum err_kind kind, const char *said, int line);

/* Each gives the number of its tests that failed. */
int sock_test(void);
int process_test(void);

#endif
