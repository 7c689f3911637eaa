/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * clock.c - the wall clock with a shift, or standing still; and the one that only goes forward.
 */
#include "base/clock.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

/* Each setter writes the value before the switch, so that a reader sees the old time or the new. */
static _Atomic int64_t shift_ms;
static _Atomic int64_t still_ms;
static atomic_bool still;

static int64_t real_ms(void)
{
    struct timespec t = { 0 };
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_now_ms(void)
{
    return still ? still_ms : real_ms() + shift_ms;
}

int64_t clock_mono_ns(void)
{
    struct timespec t = { 0 };
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void clock_set(int64_t ms)
{
    still_ms = ms;
    still = true;
}

void clock_run_from(int64_t ms)
{
    shift_ms = ms - real_ms();
    still = false;
}

void clock_real(void)
{
    shift_ms = 0;
    still = false;
}
