/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * check.h - assertions that stay on: our own faults end the program with a full report.
 *
 * Never for what comes from outside: bad input is an answer. The report on stderr names the
 * expression, the place, what the thread was doing (check_doing) and the calls that led here.
 */
#ifndef BASE_CHECK_H
#define BASE_CHECK_H

#include "base/attr.h"

#define ASSERT(expression) ((expression) ? (void)0 : check_failed(#expression, HERE, __func__))
#define UNREACHABLE() check_failed("unreachable", HERE, __func__)

NORETURN void check_failed(const char *expression, const char *where, const char *function);

/* What this thread does now, for the report: at most 127 bytes of it are kept ("GET /talks/a"). */
void check_doing(const char *what);

#endif
