/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * signals.c - the three signals that end or renew the program are blocked everywhere and fetched.
 */
#include "os/signals.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>

#include "base/check.h"
#include "base/clock.h"

static sigset_t ours(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    return set;
}

void signals_hold(void)
{
    sigset_t set = ours();
    struct sigaction ignore = { .sa_handler = SIG_IGN };
    ASSERT(pthread_sigmask(SIG_BLOCK, &set, NULL) == 0);
    ASSERT(sigaction(SIGPIPE, &ignore, NULL) == 0);
}

static int wait_until(const sigset_t *set, int64_t deadline_ns)
{
    for (;;) {
        int64_t left = deadline_ns - clock_mono_ns();
        struct timespec time = { .tv_sec = left > 0 ? left / 1000000000 : 0,
                                 .tv_nsec = left > 0 ? left % 1000000000 : 0 };
        int signal = sigtimedwait(set, NULL, &time);
        if (signal > 0)
            return signal;
        /* Another signal, such as one of a debugger, only interrupts the waiting. */
        if (errno != EINTR)
            return 0;
    }
}

int signals_wait(int timeout_ms)
{
    sigset_t set = ours();
    int signal = 0;
    if (timeout_ms >= 0)
        return wait_until(&set, clock_mono_ns() + (int64_t)timeout_ms * 1000000);
    ASSERT(sigwait(&set, &signal) == 0);
    return signal;
}
