/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_invite_web.c - invitations: the host makes and takes them back, a guest becomes a member
 * by one. And the host's list of accounts.
 */
#include "base/clock.h"
#include "base/utf8.h"
#include "engine/when/when.h"
#include "entry.html.h"
#include "feature/accounts/accounts.h"
#include "feature/accounts/accounts_links.h"
#include "feature/accounts/accounts_web.h"
#include "feature/house/house.h"
#include "invitations.html.h"
#include "join.html.h"

static str say(const req *r, const char *msgid)
{
    return words(r->out.lang, msgid);
}

static str day_of(req *r, int64_t instant_ms, str zone)
{
    return when_day_long(r->arena, when_local_of(instant_ms, zone).date, r->out.lang);
}

/* ---- the host's list --------------------------------------------------------------------------
 */

static str state_words(req *r, const struct private_link *link, str zone)
{
    struct words_value end = { "day", day_of(r, link->expires_ms, zone) };
    if (link->revoked)
        return say(r, WORDS_MARK("taken back"));
    if (link->most_uses > 0 && link->uses >= link->most_uses)
        return say(r, WORDS_MARK("used up"));
    const char *msgid = link->expires_ms <= clock_now_ms() ? WORDS_MARK("ended on {day}")
                                                           : WORDS_MARK("good until {day}");
    return words_fill(r->arena, say(r, msgid), &end, 1);
}

static struct invitation_view invitation_view_of(req *r, const struct private_link *link, str zone)
{
    bool left =
        link->expires_ms > clock_now_ms() && (link->most_uses == 0 || link->uses < link->most_uses);
    return (struct invitation_view){
        .id = link->id,
        .uses = link->uses,
        .most_uses = link->most_uses,
        .name = link->name,
        .made = day_of(r, link->created_ms, zone),
        .state = state_words(r, link, zone),
        .holds = left && !link->revoked,
        .revoked = left && link->revoked,
    };
}

static const err *invitations_page_of(req *r, struct invitation_form form)
{
    struct private_links all = { 0 };
    str zone = { 0 };
    TRY(accounts_web_zone(r, &zone));
    TRY(accounts_links_of(r->store, r->arena, S("member"), 0, &all));
    struct invitation_view *views = NEW_ARRAY(r->arena, struct invitation_view, all.n);
    for (size_t i = 0; i < all.n; i++)
        views[i] = invitation_view_of(r, &all.item[i], zone);
    TRY(accounts_web_begin(r, say(r, WORDS_MARK("Invitations"))));
    invitations_page(&r->out, form, (struct invitation_views){ views, all.n }, req_form_token(r));
    return house_page_end(r);
}

/* GET /host/invitations */
const err *accounts_invitations_get(req *r)
{
    return invitations_page_of(r, (struct invitation_form){ .days = S("14"), .uses = S("1") });
}

/* ---- making one -------------------------------------------------------------------------------
 */

static bool number_within(str text, int64_t least, int64_t most, int64_t *ret)
{
    int64_t number = 0;
    if (!str_to_int64(str_trim(text), &number) || number < least || number > most)
        return false;
    *ret = number;
    return true;
}

/* True where it can be made as it was sent; else the faults are filled in. */
static bool invitation_read(req *r, struct invitation_form *form, int64_t *ret_days,
                            int64_t *ret_uses)
{
    *form = (struct invitation_form){ .name = utf8_line(r->arena, req_field(r, "name")),
                                      .days = req_field(r, "days"),
                                      .uses = req_field(r, "uses") };
    if (!accounts_name_plausible(form->name))
        form->name_fault = say(r, WORDS_MARK("Say whom it is for, in up to 80 characters."));
    if (!number_within(form->days, 1, LINK_DAYS_MOST, ret_days))
        form->days_fault = say(r, WORDS_MARK("A number of days from 1 to 366."));
    if (!number_within(form->uses, 0, LINK_USES_MOST, ret_uses))
        form->uses_fault = say(r, WORDS_MARK("A number from 0 to 100000."));
    return form->name_fault.n + form->days_fault.n + form->uses_fault.n == 0;
}

/* POST /host/invitations - the answer shows the link, since it is stored nowhere. */
const err *accounts_invitations_post(req *r)
{
    struct invitation_form form = { 0 };
    int64_t days = 0, uses = 0, id = 0;
    str token = { 0 }, zone = { 0 };
    if (!invitation_read(r, &form, &days, &uses)) {
        req_status(r, 422);
        return invitations_page_of(r, form);
    }
    TRY(accounts_web_zone(r, &zone));
    TRY(accounts_link_make(r->store, r->arena, S("member"), 0, form.name, days, uses, &token, &id));
    struct entry_view v = {
        .url = str_join(r->arena, (str[]){ req_base_url(r), S("/join/"), token }, 3, S("")),
        .name = form.name,
        .until = day_of(r, clock_now_ms() + days * 24 * 3600 * 1000, zone),
    };
    TRY(accounts_qr(r->arena, v.url, say(r, WORDS_MARK("QR code of the invitation's address")),
                    &v.qr));
    TRY(accounts_web_begin(r, say(r, WORDS_MARK("Your invitation"))));
    invitation_entry_page(&r->out, v);
    return house_page_end(r);
}

/* POST /host/invitations/:id/revoke */
const err *accounts_invitation_revoke_post(req *r)
{
    int64_t id = 0;
    TRY(accounts_web_id(r, &id));
    TRY(accounts_link_revoke(r->store, r->arena, id));
    return req_redirect(r, S("/host/invitations"));
}

/* POST /host/invitations/:id/restore */
const err *accounts_invitation_restore_post(req *r)
{
    int64_t id = 0;
    TRY(accounts_web_id(r, &id));
    TRY(accounts_link_restore(r->store, r->arena, id));
    return req_redirect(r, S("/host/invitations"));
}

/* ---- becoming a member ------------------------------------------------------------------------
 */

static const err *join_page_of(req *r, struct join_form form)
{
    struct private_link link = { 0 };
    str zone = { 0 };
    form.token = req_param(r, "token");
    TRY(accounts_link_look(r->store, r->arena, form.token, S("member"), &link));
    TRY(accounts_web_zone(r, &zone));
    form.invited = link.name;
    form.until = day_of(r, link.expires_ms, zone);
    TRY(house_page_begin(r, &(struct house_page){ .title = say(r, WORDS_MARK("You are invited")),
                                                  .canonical = S("/sign-in"),
                                                  .kind = "plain",
                                                  .noindex = true }));
    if (r->who.role >= ROLE_MEMBER)
        join_again_page(&r->out, r->who.name);
    else
        join_page(&r->out, form, req_form_token(r));
    return house_page_end(r);
}

/* GET /join/:token */
const err *accounts_join_get(req *r)
{
    return join_page_of(r, (struct join_form){ 0 });
}

/* POST /join/:token. Who is signed in already needs no second account, and uses nothing up. */
const err *accounts_join_post(req *r)
{
    str session = { 0 };
    struct join_form form = { .name = utf8_line(r->arena, req_field(r, "name")),
                              .email = utf8_line(r->arena, req_field(r, "email")) };
    if (r->who.role >= ROLE_MEMBER)
        return req_redirect(r, S("/account"));
    if (!accounts_name_plausible(form.name))
        form.name_fault = say(r, WORDS_MARK("Your name, in up to 80 characters."));
    if (!accounts_email_plausible(form.email))
        form.email_fault = say(r, WORDS_MARK("A mail address, such as name@example.org."));
    if (form.name_fault.n + form.email_fault.n > 0) {
        req_status(r, 422);
        return join_page_of(r, form);
    }
    TRY(accounts_join(r->store, r->arena, req_param(r, "token"), form.email, form.name, &session));
    return accounts_web_enter(r, session);
}

/* ---- the accounts -----------------------------------------------------------------------------
 */

/* GET /host/accounts */
const err *accounts_list_get(req *r)
{
    struct account_list all = { 0 };
    str zone = { 0 };
    TRY(accounts_web_zone(r, &zone));
    TRY(accounts_list(r->store, r->arena, &all));
    struct account_view *views = NEW_ARRAY(r->arena, struct account_view, all.n);
    for (size_t i = 0; i < all.n; i++) {
        const struct account *one = &all.item[i];
        bool claimed = !str_empty(one->claimed);
        bool host = str_eq(one->role, S("host"));
        views[i] = (struct account_view){
            .name = one->name,
            .email = claimed ? one->claimed : one->email,
            .role = say(r, host ? WORDS_MARK("host") : WORDS_MARK("member")),
            .since = day_of(r, one->created_ms, zone),
            .claimed = claimed,
        };
    }
    TRY(accounts_web_begin(r, say(r, WORDS_MARK("Accounts"))));
    accounts_page(&r->out, (struct account_views){ views, all.n });
    return house_page_end(r);
}
