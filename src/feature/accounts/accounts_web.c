/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_web.c - signing in by a link, signing out, the host's desk. GET on a link only shows a
 * button, since mail scanners follow links.
 */
#include "feature/accounts/accounts_web.h"

#include "engine/when/when.h"
#include "feature/accounts/accounts.h"
#include "feature/accounts/accounts_mail.h"
#include "feature/house/house.h"
#include "feature/mail/mail.h"
#include "host.html.h"
#include "sign_in.html.h"

#define SESSION_SECONDS ((int64_t)90 * 24 * 3600)

/* ---- for all pages of this feature ------------------------------------------------------------
 */

static str say(const req *r, const char *msgid)
{
    return words(r->out.lang, msgid);
}

const err *accounts_web_begin(req *r, str title)
{
    return house_page_begin(
        r, &(struct house_page){ .title = title, .kind = "plain", .noindex = true });
}

const err *accounts_web_enter(req *r, str session_token)
{
    struct req_who who = { 0 };
    TRY(accounts_session(r, session_token, &who));
    req_set_cookie(r, "session", session_token, SESSION_SECONDS);
    return req_redirect(r, who.role == ROLE_HOST ? S("/host") : S("/account"));
}

const err *accounts_web_zone(req *r, str *ret)
{
    str zone = { 0 };
    if (house_reader_zone(r, ret))
        return NULL;
    TRY(house_setting(r->store, r->arena, "zone", &zone));
    *ret = when_zone_known(zone) ? zone : S("UTC");
    return NULL;
}

const err *accounts_web_id(req *r, int64_t *ret)
{
    if (!str_to_int64(req_param(r, "id"), ret))
        FAIL(r->arena, ERR_MISSING, "an id is a number");
    return NULL;
}

/* ---- signing in and out -----------------------------------------------------------------------
 */

const err *accounts_web_sign_in(req *r, struct sign_in_help form)
{
    TRY(mail_ready(r->store, r->arena, &form.mails));
    TRY(accounts_web_begin(r, say(r, WORDS_MARK("Sign in"))));
    sign_in_help_page(&r->out, form, req_form_token(r));
    return house_page_end(r);
}

/* GET /sign-in - how one gets in. */
static const err *sign_in_help(req *r)
{
    return accounts_web_sign_in(r, (struct sign_in_help){ 0 });
}

/* POST /sign-in/mail - the same answer for every address. */
static const err *sign_in_mail_post(req *r)
{
    str email = str_trim(req_field(r, "email"));
    const err *e = accounts_mail_wish(r->store, r->arena, email, r->out.lang);
    if (e != NULL && e->kind == ERR_INVALID) {
        req_status(r, 422);
        return accounts_web_sign_in(
            r, (struct sign_in_help){
                   .email = email,
                   .email_fault = say(r, WORDS_MARK("This is no mail address. It looks like "
                                                    "anna@example.org.")) });
    }
    TRY(e);
    TRY(accounts_web_begin(r, say(r, WORDS_MARK("Look into your mail"))));
    sign_in_wished_page(&r->out, email);
    return house_page_end(r);
}

/* GET /sign-in/:token - the button. Says nothing about whether the link is good. The house's
 * Referrer-Policy keeps the token in the house; a stricter one would make browsers send the form
 * with "Origin: null", which is refused. */
static const err *sign_in_get(req *r)
{
    TRY(house_page_begin(r, &(struct house_page){ .title = say(r, WORDS_MARK("Sign in")),
                                                  .canonical = S("/sign-in"),
                                                  .kind = "plain",
                                                  .noindex = true }));
    sign_in_page(&r->out, req_param(r, "token"), req_form_token(r));
    return house_page_end(r);
}

/* POST /sign-in/:token */
static const err *sign_in_post(req *r)
{
    str session = { 0 };
    TRY(accounts_sign_in(r->store, r->arena, req_param(r, "token"), &session));
    return accounts_web_enter(r, session);
}

/* POST /sign-out */
static const err *sign_out_post(req *r)
{
    TRY(accounts_sign_out(r->store, r->arena, r->who.session));
    req_set_cookie(r, "session", S(""), 0);
    return req_redirect(r, S("/"));
}

/* GET /host - the desk: what a host can do here and from the command line. */
static const err *host_get(req *r)
{
    bool named = false;
    TRY(house_named(r->store, r->arena, &named));
    if (!named && req_query(r, "later").p == NULL)
        return req_redirect(r, S("/host/house"));
    TRY(accounts_web_begin(r, say(r, WORDS_MARK("Your desk"))));
    host_begin(&r->out, r->who.name);
    TRY(house_desk(r));
    host_end(&r->out, req_form_token(r));
    return house_page_end(r);
}

const struct route accounts_routes[] = {
    { "GET", "/sign-in", sign_in_help, ALWAYS },
    { "POST", "/sign-in", accounts_code_post, SAME_ORIGIN | RATE | ALWAYS },
    { "POST", "/sign-in/mail", sign_in_mail_post, SAME_ORIGIN | RATE | ALWAYS },
    { "GET", "/sign-in/:token", sign_in_get, ALWAYS },
    { "POST", "/sign-in/:token", sign_in_post, SAME_ORIGIN | RATE | ALWAYS },
    { "POST", "/sign-out", sign_out_post, SAME_ORIGIN | MEMBER },
    { "GET", "/account", accounts_account_get, MEMBER },
    { "POST", "/account/device", accounts_device_post, SAME_ORIGIN | MEMBER | RATE },
    { "POST", "/account/sessions/:id/end", accounts_session_end_post, SAME_ORIGIN | MEMBER },
    { "POST", "/account/sessions/end", accounts_sessions_end_post, SAME_ORIGIN | MEMBER },
    { "GET", "/join/:token", accounts_join_get, ALWAYS },
    { "POST", "/join/:token", accounts_join_post, SAME_ORIGIN | RATE | ALWAYS },
    { "GET", "/host", host_get, HOST },
    { "GET", "/host/accounts", accounts_list_get, HOST },
    { "GET", "/host/invitations", accounts_invitations_get, HOST },
    { "POST", "/host/invitations", accounts_invitations_post, SAME_ORIGIN | HOST | RATE },
    { "POST", "/host/invitations/:id/revoke", accounts_invitation_revoke_post, SAME_ORIGIN | HOST },
    { "POST", "/host/invitations/:id/restore", accounts_invitation_restore_post,
      SAME_ORIGIN | HOST },
    { 0 }
};
