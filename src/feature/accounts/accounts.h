/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts.h - who may do what: accounts, sign-in links (single-use, no passwords) and sessions.
 */
#ifndef FEATURE_ACCOUNTS_ACCOUNTS_H
#define FEATURE_ACCOUNTS_ACCOUNTS_H

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "feature/feature.h"

extern const struct feature accounts;

/* The host's account if there is one, else a new one; and a link token for it: good once, for 24 hours.
 * `ret_first` is true if no host has signed in before. */
MUST const err *accounts_host_link(store *s, arena *a, str *ret_token, bool *ret_first);

/* server_hooks.session. */
const err *accounts_session(req *r, str cookie, struct req_who *ret);

#endif
