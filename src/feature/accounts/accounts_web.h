/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_web.h - the pages of signing in and out, of one's own account, and of the host's desk;
 * what they are given. Inside this folder only.
 */
#ifndef FEATURE_ACCOUNTS_ACCOUNTS_WEB_H
#define FEATURE_ACCOUNTS_ACCOUNTS_WEB_H

#include <stdbool.h>
#include <stdint.h>

#include "web/req.h"

extern const struct route accounts_routes[];

/* ---- accounts_devices_web.c -------------------------------------------------------------------
 */

const err *accounts_account_get(req *r);
const err *accounts_device_post(req *r);
const err *accounts_session_end_post(req *r);
const err *accounts_sessions_end_post(req *r);
const err *accounts_code_post(req *r);

/* ---- accounts_invite_web.c --------------------------------------------------------------------
 */

const err *accounts_invitations_get(req *r);
const err *accounts_invitations_post(req *r);
const err *accounts_invitation_revoke_post(req *r);
const err *accounts_invitation_restore_post(req *r);
const err *accounts_join_get(req *r);
const err *accounts_join_post(req *r);
const err *accounts_list_get(req *r);

/* ---- for all of them --------------------------------------------------------------------------
 */

/* A page that is for its reader alone. */
MUST const err *accounts_web_begin(req *r, str title);
/* GET /sign-in with what was typed and what is wrong with it; `mails` is filled in by it. */
struct sign_in_help {
    str code, code_fault;
    str email, email_fault;
    bool mails; /* the house can send a link */
};
MUST const err *accounts_web_sign_in(req *r, struct sign_in_help form);
/* The cookie of a new session, and on to where its person is at home. */
MUST const err *accounts_web_enter(req *r, str session_token);
/* The zone in which times are shown: the reader's, else the house's. */
MUST const err *accounts_web_zone(req *r, str *ret);
/* An id in a path; ERR_MISSING where it is no number. */
MUST const err *accounts_web_id(req *r, int64_t *ret);

/* ---- what the pages are given -----------------------------------------------------------------
 */

struct device_view {
    int64_t session;
    str since, seen; /* words; `seen` may be empty */
    bool here;
};
struct device_views {
    const struct device_view *item;
    size_t n;
};

/* What lets somebody in: shown once. */
struct entry_view {
    str url, code, page; /* code and page (where it is typed) may be empty */
    str name;            /* whom it is for; may be empty */
    str until;
    html qr;
};

/* An invitation of the host's list. `state`: what is to be said of it besides its uses; `revoked`:
 * taken back, and could hold again. */
struct invitation_view {
    int64_t id, uses, most_uses;
    str name, made, state;
    bool holds, revoked;
};
struct invitation_views {
    const struct invitation_view *item;
    size_t n;
};

/* A form as it was sent, and what is wrong with each field. */
struct invitation_form {
    str name, days, uses;
    str name_fault, days_fault, uses_fault;
};
struct join_form {
    str token, name, email;
    str name_fault, email_fault;
    str invited, until; /* the invitation's name and end */
};

struct account_view {
    str name, email, role, since;
    bool claimed;
};
struct account_views {
    const struct account_view *item;
    size_t n;
};

#endif
