/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * signals.h - signals are read like messages, by the main thread; there are no handlers.
 */
#ifndef OS_SIGNALS_H
#define OS_SIGNALS_H

/* Call before the first thread starts: SIGINT, SIGTERM and SIGHUP wait for signals_wait, SIGPIPE is
 * ignored (a write to a closed socket fails with EPIPE instead). */
void signals_hold(void);
/* The next of the three, waiting up to `timeout_ms` (-1: for ever); 0 when the time is up. */
int signals_wait(int timeout_ms);

#endif
