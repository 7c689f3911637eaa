/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts.c - the rules of accounts, links and sessions.
 */
#include "feature/accounts/accounts.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "base/utf8.h"
#include "engine/when/when.h"
#include "feature/accounts/accounts_links.h"
#include "feature/accounts/accounts_store.h"
#include "feature/house/house.h"

#define FIRST_HOST S("host@localhost")
#define HOUR_MS ((int64_t)3600 * 1000)
#define LINK_MS (HOUR_MS * 24)
#define SESSION_MS (HOUR_MS * 24 * 90)

bool accounts_email_plausible(str email)
{
    str local, domain;
    if (email.n > 254 || !str_cut(email, '@', &local, &domain))
        return false;
    if (local.n == 0 || domain.n == 0 || str_contains(domain, S("@")))
        return false;
    for (size_t i = 0; i < email.n; i++)
        if ((unsigned char)email.p[i] <= ' ' || email.p[i] == 0x7f)
            return false;
    return true;
}

bool accounts_name_plausible(str name)
{
    return !str_empty(name) && utf8_count(name) <= 80;
}

/* As it is stored, or why it cannot be. */
static const err *account_read(arena *a, str email, str name, str role, struct account *ret)
{
    struct account one = { .email = str_lower(a, utf8_line(a, email)),
                           .name = utf8_line(a, name),
                           .role = role };
    if (!accounts_email_plausible(one.email))
        FAIL(a, ERR_INVALID, "no mail address: %.*s", STR_ARG(one.email));
    if (!accounts_name_plausible(one.name))
        FAIL(a, ERR_INVALID, "a name has 1 to 80 characters");
    if (!str_eq(role, S("host")) && !str_eq(role, S("member")))
        FAIL(a, ERR_INVALID, "a role is host or member, not %.*s", STR_ARG(role));
    *ret = one;
    return NULL;
}

const err *accounts_add(store *s, arena *a, str email, str name, str role, int64_t *ret_id)
{
    struct account one = { 0 };
    TRY(account_read(a, email, name, role, &one));

    struct account there = { 0 };
    bool found = false;
    TX(t, s, a);
    TRY(accounts_store_by_email(s, a, one.email, &there, &found));
    if (found)
        FAIL(a, ERR_CONFLICT, "there is an account of %.*s already", STR_ARG(one.email));
    TRY(accounts_store_insert(s, a, &one, clock_now_ms(), ret_id));
    return tx_commit(&t);
}

const err *accounts_join(store *s, arena *a, str token, str email, str name, str *ret_session_token)
{
    struct account one = { 0 }, there = { 0 };
    struct private_link invitation = { 0 };
    str session = { 0 };
    bool taken = false;
    TRY(account_read(a, email, name, S("member"), &one));
    TX(t, s, a);
    TRY(accounts_link_use(s, a, token, S("member"), &invitation));
    TRY(accounts_store_by_email(s, a, one.email, &there, &taken));
    if (taken) {
        one.claimed = one.email;
        one.email = str_format(a, "%.*s@claimed.invalid", STR_ARG(id_short(a, 16)));
    }
    TRY(accounts_store_insert(s, a, &one, clock_now_ms(), &one.id));
    TRY(accounts_session_new(s, a, one.id, &session));
    TRY(tx_commit(&t));
    *ret_session_token = session;
    return NULL;
}

const err *accounts_find(store *s, arena *a, str email, struct account *ret)
{
    bool found = false;
    TRY(accounts_store_by_email(s, a, str_lower(a, email), ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no account of %.*s", STR_ARG(email));
    return NULL;
}

const err *accounts_get(store *s, arena *a, int64_t id, struct account *ret)
{
    bool found = false;
    TRY(accounts_store_get(s, a, id, ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "there is no such account");
    return NULL;
}

const err *accounts_delete(store *s, arena *a, int64_t id)
{
    struct account one = { 0 };
    bool deleted = false;
    TX(t, s, a);
    TRY(accounts_get(s, a, id, &one));
    TRY(accounts_store_delete(s, a, id, &deleted));
    if (!deleted)
        FAIL(a, ERR_CONFLICT, "this is the last host: nobody could keep the house then");
    return tx_commit(&t);
}

const err *accounts_list(store *s, arena *a, struct account_list *ret)
{
    return accounts_store_all(s, a, ret);
}

const err *accounts_link(store *s, arena *a, int64_t account, str *ret_token)
{
    str token = id_token(a);
    int64_t now = clock_now_ms();
    TX(t, s, a);
    TRY(accounts_store_sweep(s, a, now));
    TRY(accounts_store_insert_link(s, a,
                                   &(struct accounts_link_row){ .digest = id_digest(a, token),
                                                                .account = account,
                                                                .created_ms = now,
                                                                .expires_ms = now + LINK_MS }));
    TRY(tx_commit(&t));
    *ret_token = token;
    return NULL;
}

const err *accounts_session_new(store *s, arena *a, int64_t account, str *ret_token)
{
    str token = id_token(a);
    int64_t now = clock_now_ms();
    TX(t, s, a);
    TRY(accounts_store_insert_session(s, a, id_digest(a, token), account, now, now + SESSION_MS));
    TRY(tx_commit(&t));
    *ret_token = token;
    return NULL;
}

const err *accounts_sign_in(store *s, arena *a, str link_token, str *ret_session_token)
{
    int64_t account = 0;
    bool found = false;
    str token = { 0 };
    TX(t, s, a);
    TRY(accounts_store_use_link(s, a, id_digest(a, link_token), clock_now_ms(), &account, &found));
    if (!found)
        FAIL(a, ERR_GONE, "sign-in link unknown, used or expired");
    TRY(accounts_session_new(s, a, account, &token));
    TRY(tx_commit(&t));
    *ret_session_token = token;
    return NULL;
}

const err *accounts_sign_out(store *s, arena *a, int64_t session)
{
    TX(t, s, a);
    TRY(accounts_store_delete_session(s, a, session));
    return tx_commit(&t);
}

const err *accounts_host_named(store *s, arena *a, str name)
{
    TX(t, s, a);
    TRY(accounts_store_rename(s, a, FIRST_HOST, name));
    return tx_commit(&t);
}

const err *accounts_host_link(store *s, arena *a, str *ret_token)
{
    struct account host = { 0 };
    bool was_here = false, found = false;
    *ret_token = (str){ 0 };
    TRY(accounts_store_host_was_here(s, a, &was_here));
    if (was_here)
        return NULL;
    TRY(accounts_store_first_host(s, a, &host, &found));
    if (!found) {
        /* Called as the house is, which is a name in every language. */
        TRY(house_setting(s, a, "name", &host.name));
        TRY(accounts_add(s, a, FIRST_HOST, host.name, S("host"), &host.id));
    }
    return accounts_link(s, a, host.id, ret_token);
}

/* The day in the house's zone, once a day. */
static const err *note_seen(req *r, const struct accounts_session_row *row)
{
    str zone = { 0 };
    TRY(house_setting(r->store, r->arena, "zone", &zone));
    if (!when_zone_known(zone))
        zone = S("UTC");
    str today = when_date_text(r->arena, when_local_of(clock_now_ms(), zone).date);
    if (str_eq(today, row->seen))
        return NULL;
    TX(t, r->store, r->arena);
    TRY(accounts_store_seen(r->store, r->arena, row->session, today));
    return tx_commit(&t);
}

const err *accounts_session(req *r, str cookie, struct req_who *ret)
{
    struct accounts_session_row row = { 0 };
    bool found = false;
    TRY(accounts_store_session(r->store, r->arena, id_digest(r->arena, cookie), clock_now_ms(),
                               &row, &found));
    if (!found)
        return NULL;
    *ret = (struct req_who){ .account = row.account,
                             .session = row.session,
                             .role = str_eq(row.role, S("host")) ? ROLE_HOST : ROLE_MEMBER,
                             .name = row.name };
    /* A store that can only be read (a full disk) still shows its pages. */
    const err *e = note_seen(r, &row);
    if (e != NULL)
        log_err("accounts", e);
    return NULL;
}
