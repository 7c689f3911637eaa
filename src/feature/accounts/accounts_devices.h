/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_devices.h - one person's devices: where they are signed in, how they sign out elsewhere,
 * and how one device lets another in.
 */
#ifndef FEATURE_ACCOUNTS_ACCOUNTS_DEVICES_H
#define FEATURE_ACCOUNTS_ACCOUNTS_DEVICES_H

#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

struct device {
    int64_t session;
    int64_t created_ms; /* when it was signed in */
    str seen;           /* day of its last request in the house's zone, "2012-07-09"; or empty */
};
struct device_list {
    const struct device *item;
    size_t n;
};

/* Where the account is signed in, newest first. */
MUST const err *accounts_devices(store *s, arena *a, int64_t account, struct device_list *ret);
/* Ends one session of the account. One that is gone or another's is no error, and stays. */
MUST const err *accounts_device_end(store *s, arena *a, int64_t account, int64_t session);
/* Ends all sessions of the account but one, and all sign-in links nobody has used yet. */
MUST const err *accounts_devices_end_others(store *s, arena *a, int64_t account, int64_t session);

/* A sign-in link for another device, good once, for ten minutes, and a code of eight characters
 * that does the same. The newest of an account is the only one. */
MUST const err *accounts_device_link(store *s, arena *a, int64_t account, str *ret_token,
                                     str *ret_code);
/* As accounts_sign_in, by what somebody typed: capitals, blanks and dashes are looked over. */
MUST const err *accounts_device_sign_in(store *s, arena *a, str typed, str *ret_session_token);
/* As it is shown and said: "kfma 7xpd". */
str accounts_device_code_shown(arena *a, str code);

/* ---- wrong codes: five an hour and network, whatever `--rate` says ------------------------------
 */

/* Before a code is looked up: takes one try of this network (web/rate.h: rate_network), or says in
 * how many seconds there will be one. `now_ns` is clock_mono_ns(). Any thread. Networks are kept in
 * memory only, as digests; where there is no room for another, everybody new waits too. */
int accounts_tries_take(arena *a, str network, int64_t now_ns);
/* The code was right: gives the try that was taken at `now_ns` back. */
void accounts_tries_return(arena *a, str network, int64_t now_ns);

#endif
