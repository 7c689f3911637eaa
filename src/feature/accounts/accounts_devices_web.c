/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_devices_web.c - /account: one's own devices, and letting another one in.
 */
#include "account.html.h"
#include "base/clock.h"
#include "engine/when/when.h"
#include "entry.html.h"
#include "feature/accounts/accounts_devices.h"
#include "feature/accounts/accounts_links.h"
#include "feature/accounts/accounts_web.h"
#include "feature/house/house.h"
#include "web/rate.h"

#define DEVICE_MINUTES 10

/* ---- the list of devices ----------------------------------------------------------------------
 */

static struct device_view device_view_of(req *r, const struct device *d, str zone)
{
    struct when_date seen = { 0 };
    bool known = when_date_parse(d->seen, &seen);
    return (struct device_view){
        .session = d->session,
        .since = when_near(r->arena, d->created_ms, clock_now_ms(), zone, r->out.lang),
        .seen = known ? when_day_long(r->arena, seen, r->out.lang) : S(""),
        .here = d->session == r->who.session,
    };
}

/* GET /account */
const err *accounts_account_get(req *r)
{
    struct device_list list = { 0 };
    str zone = { 0 };
    TRY(accounts_web_zone(r, &zone));
    TRY(accounts_devices(r->store, r->arena, r->who.account, &list));
    struct device_view *views = NEW_ARRAY(r->arena, struct device_view, list.n);
    for (size_t i = 0; i < list.n; i++)
        views[i] = device_view_of(r, &list.item[i], zone);
    TRY(accounts_web_begin(r, words(r->out.lang, "Your account")));
    account_page(&r->out, r->who.name, r->who.role == ROLE_HOST,
                 (struct device_views){ views, list.n }, req_form_token(r));
    return house_page_end(r);
}

/* POST /account/sessions/:id/end */
const err *accounts_session_end_post(req *r)
{
    int64_t session = 0;
    TRY(accounts_web_id(r, &session));
    TRY(accounts_device_end(r->store, r->arena, r->who.account, session));
    if (session == r->who.session) {
        req_set_cookie(r, "session", S(""), 0);
        return req_redirect(r, S("/"));
    }
    return req_redirect(r, S("/account"));
}

/* POST /account/sessions/end - everywhere else. */
const err *accounts_sessions_end_post(req *r)
{
    TRY(accounts_devices_end_others(r->store, r->arena, r->who.account, r->who.session));
    return req_redirect(r, S("/account"));
}

/* ---- another device ---------------------------------------------------------------------------
 */

/* POST /account/device - the answer is the page itself, since what it shows is stored nowhere. */
const err *accounts_device_post(req *r)
{
    str token = { 0 }, code = { 0 }, zone = { 0 };
    TRY(accounts_web_zone(r, &zone));
    TRY(accounts_device_link(r->store, r->arena, r->who.account, &token, &code));

    str base = req_base_url(r);
    int64_t until = clock_now_ms() + (int64_t)DEVICE_MINUTES * 60 * 1000;
    struct entry_view v = {
        .url = str_join(r->arena, (str[]){ base, S("/sign-in/"), token }, 3, S("")),
        .page = str_join(r->arena, (str[]){ base, S("/sign-in") }, 2, S("")),
        .code = accounts_device_code_shown(r->arena, code),
        .until = when_clock(r->arena, until, zone, r->out.lang),
    };
    str alternative = words(r->out.lang, WORDS_MARK("QR code of the sign-in address below"));
    TRY(accounts_qr(r->arena, v.url, alternative, &v.qr));
    TRY(accounts_web_begin(r, words(r->out.lang, "Sign in on your other device")));
    device_entry_page(&r->out, v);
    return house_page_end(r);
}

/* ---- the code, on the other device ------------------------------------------------------------
 */

static const err *code_refused(req *r, int status, str typed, const char *msgid)
{
    req_status(r, status);
    return accounts_web_sign_in(
        r, (struct sign_in_help){ .code = typed, .code_fault = words(r->out.lang, msgid) });
}

/* POST /sign-in. Why a code is refused is not said. While a network has no tries left, a right code
 * is refused too: else it could go on guessing. */
const err *accounts_code_post(req *r)
{
    char text[64];
    str network = rate_network(req_address(r), text);
    str typed = req_field(r, "code"), session = { 0 };
    int64_t now_ns = clock_mono_ns();

    int wait = accounts_tries_take(r->arena, network, now_ns);
    if (wait > 0) {
        req_set_header(r, "Retry-After", str_format(r->arena, "%d", wait));
        return code_refused(r, 429, typed,
                            WORDS_MARK("There were too many wrong codes from your connection. Open "
                                       "the link itself, or try a code again in an hour."));
    }
    const err *e = accounts_device_sign_in(r->store, r->arena, typed, &session);
    if (e != NULL && e->kind == ERR_GONE)
        return code_refused(r, 422, typed,
                            WORDS_MARK("This code does not sign in. A code is good once, for ten "
                                       "minutes; your other device can show a new one."));
    accounts_tries_return(r->arena, network, now_ns);
    TRY(e);
    return accounts_web_enter(r, session);
}
