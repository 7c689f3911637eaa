/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts.h - who may do what: accounts, sign-in links and sessions. There are no passwords: who
 * holds a link is signed in by it, once. A link is good for 24 hours, a session for 90 days.
 */
#ifndef FEATURE_ACCOUNTS_ACCOUNTS_H
#define FEATURE_ACCOUNTS_ACCOUNTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "feature/feature.h"

extern const struct feature accounts;

struct account {
    int64_t id;
    str email;
    str name;
    str role;    /* "host" or "member" */
    str claimed; /* the address its person gave, where another account had it already: `email` is
                    then a name that no mail reaches; else empty */
    int64_t created_ms;
};
struct account_list {
    const struct account *item;
    size_t n;
};

/* ERR_INVALID for an address, name or role that cannot be; ERR_CONFLICT for an address that is
 * taken. The address is kept in lower case. */
MUST const err *accounts_add(store *s, arena *a, str email, str name, str role, int64_t *ret_id);
/* One '@' with something before and a name behind it; no spaces or control characters. Whether mail
 * arrives there is for the mail to show. */
bool accounts_email_plausible(str email);
/* 1 to 80 characters. */
bool accounts_name_plausible(str name);
/* Uses an invitation (accounts_links.h, kind "member"): makes the member's account and opens a
 * session. An address that is taken makes an account of its own all the same (see `claimed`), so
 * that nobody learns by it who has an account. ERR_GONE as accounts_link_use; ERR_INVALID as
 * accounts_add. */
MUST const err *accounts_join(store *s, arena *a, str token, str email, str name,
                              str *ret_session_token);
/* ERR_MISSING where there is none. */
MUST const err *accounts_find(store *s, arena *a, str email, struct account *ret);
/* The same by its id. */
MUST const err *accounts_get(store *s, arena *a, int64_t id, struct account *ret);
/* With its sessions and links. ERR_CONFLICT for the last host, and while anything refers to it: the
 * features empty what is theirs first (feature/keeping). */
MUST const err *accounts_delete(store *s, arena *a, int64_t id);
MUST const err *accounts_list(store *s, arena *a, struct account_list *ret);

/* A new link for the account: the token, which is stored nowhere. */
MUST const err *accounts_link(store *s, arena *a, int64_t account, str *ret_token);
/* Uses a link up and opens a session: its token goes into the cookie. ERR_GONE for a link that is
 * unknown, used or expired; the three cannot be told apart. */
MUST const err *accounts_sign_in(store *s, arena *a, str link_token, str *ret_session_token);
/* Opens a session without asking further. */
MUST const err *accounts_session_new(store *s, arena *a, int64_t account, str *ret_token);
/* Ends one session. One that is already gone is no error. */
MUST const err *accounts_sign_out(store *s, arena *a, int64_t session);

/* The first host's account, of which nobody was asked the name, is called as the host is:
 * feature.host_named. */
MUST const err *accounts_host_named(store *s, arena *a, str name);
/* For the first start: while no host has ever signed in, a link for the host (the account is made
 * if there is none, with the address host@localhost); afterwards an absent text. */
MUST const err *accounts_host_link(store *s, arena *a, str *ret_token);

/* server_hooks.session. Notes the day of the session's last request. */
const err *accounts_session(req *r, str cookie, struct req_who *ret);

#endif
