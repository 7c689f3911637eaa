/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_web.c - signing in. GET on a link only shows a button, since mail scanners follow links.
 */
#include "feature/accounts/accounts_web.h"

#include "feature/accounts/accounts.h"
#include "feature/house/house.h"
#include "host.html.h"
#include "sign_in.html.h"

#define SESSION_SECONDS ((int64_t)90 * 24 * 3600)

static str say(const req *r, const char *msgid)
{
    return words(r->out.lang, msgid);
}

/* GET /sign-in - how one gets in. */
static const err *sign_in_help(req *r)
{
    TRY(house_page_begin(r, &(struct house_page){ .title = say(r, WORDS_MARK("Sign in")),
                                                  .kind = "plain",
                                                  .noindex = true }));
    sign_in_help_page(&r->out);
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
    req_set_cookie(r, "session", session, SESSION_SECONDS);
    return req_redirect(r, S("/host"));
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
    TRY(house_page_begin(r, &(struct house_page){ .title = say(r, WORDS_MARK("Your house")),
                                                  .kind = "plain",
                                                  .noindex = true }));
    host_page(&r->out, r->who.name, req_form_token(r));
    return house_page_end(r);
}

const struct route accounts_routes[] = {
    { "GET", "/sign-in", sign_in_help, 0 },
    { "GET", "/sign-in/:token", sign_in_get, 0 },
    { "POST", "/sign-in/:token", sign_in_post, SAME_ORIGIN | RATE },
    { "POST", "/sign-out", sign_out_post, SAME_ORIGIN | MEMBER },
    { "GET", "/host", host_get, HOST },
    { 0 }
};
