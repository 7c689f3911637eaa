/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_remind_web.c - reminders: the calendar's secret address, Today by mail; and the calendar
 * itself, for whoever holds its address.
 */
#include <inttypes.h>

#include "base/clock.h"
#include "base/id.h"
#include "feature/care/care_web.h"
#include "feature/mail/mail.h"
#include "remind.html.h"

#define HOUR_USUAL 7

static struct care_choices hours(arena *a, int64_t chosen)
{
    struct care_choice *all = NEW_ARRAY(a, struct care_choice, 24);
    for (int64_t h = 0; h < 24; h++)
        all[h] = (struct care_choice){ str_format(a, "%" PRId64, h),
                                       str_format(a, "%" PRId64 ":00", h), h == chosen };
    return (struct care_choices){ all, 24 };
}

/* `secret`: the whole address, shown this once. */
static const err *show(req *r, str secret, str note)
{
    struct care_asking ask = { 0 };
    struct care_feed_row feed = { 0 };
    struct care_mail_row mailed = { 0 };
    struct remind_view v = { .secret = secret, .token = req_form_token(r) };
    bool found = false;
    TRY(care_web_asking(r, &ask));
    TRY(care_store_feed_of(r->store, r->arena, ask.owner, &feed, &found));
    if (found)
        v.since = when_near(r->arena, feed.created_ms, clock_now_ms(), ask.zone, ask.lang);
    TRY(care_store_mail_of(r->store, r->arena, ask.owner, &mailed, &v.mailed));
    TRY(mail_ready(r->store, r->arena, &v.mail_ready));
    v.email = mailed.email.p == NULL ? S("") : mailed.email;
    v.hours = hours(r->arena, v.mailed ? mailed.hour : HOUR_USUAL);
    TRY(book_page_begin(r, &(struct book_page){ .title = words(r->out.lang, "Reminders"),
                                                .kind = "remind-page",
                                                .note = note }));
    remind_page(&r->out, v);
    return book_page_end(r);
}

/* GET /book/reminders */
const err *care_web_remind_get(req *r)
{
    str note = S("");
    if (str_eq(req_query(r, "done"), S("revoked")))
        note = words(r->out.lang, "The address no longer works.");
    else if (str_eq(req_query(r, "done"), S("saved")))
        note = words(r->out.lang, "Saved.");
    return show(r, S(""), note);
}

/* POST /book/reminders/feed - a new address instead of the former; or "do" = "revoke". */
const err *care_web_remind_feed_post(req *r)
{
    str secret = { 0 };
    if (str_eq(req_field(r, "do"), S("revoke"))) {
        TRY(care_store_feed_end(r->store, r->arena, book_owner(r)));
        return req_redirect(r, S("/book/reminders?done=revoked"));
    }
    TRY(care_feed_new(r->store, r->arena, book_owner(r), r->out.lang, &secret));
    str address =
        str_format(r->arena, "%.*s/book/feed/%.*s.ics", STR_ARG(req_base_url(r)), STR_ARG(secret));
    return show(r, address, S(""));
}

/* POST /book/reminders/mail - from the next time that hour comes; or "do" = "stop". */
const err *care_web_remind_mail_post(req *r)
{
    struct care_asking ask = { 0 };
    int64_t hour = 0;
    bool ready = false;
    if (str_eq(req_field(r, "do"), S("stop"))) {
        TRY(care_store_mail_end(r->store, r->arena, book_owner(r)));
        return req_redirect(r, S("/book/reminders?done=saved"));
    }
    TRY(mail_ready(r->store, r->arena, &ready));
    TRY(care_web_number(r, "hour", &hour));
    if (!ready || hour < 0 || hour > 23)
        FAIL(r->arena, ERR_INVALID, "no mail can be sent at this hour");
    TRY(care_rules_asking(r->store, r->arena, book_owner(r), r->out.lang, S(""), &ask));
    struct when_local now = when_local_of(clock_now_ms(), ask.zone);
    str last = now.hour >= hour ? when_date_text(r->arena, ask.today) : S("");
    TRY(care_store_mail_set(r->store, r->arena, ask.owner, hour, lang_tag(r->out.lang), last));
    return req_redirect(r, S("/book/reminders?done=saved"));
}

/* GET /book/feed/SECRET.ics - no session: whoever holds the address. A wrong one is what never was.
 */
const err *care_web_feed_get(req *r)
{
    struct care_feed_row feed = { 0 };
    str secret = req_param(r, "secret"), text = { 0 };
    enum lang lang = LANG_EN;
    bool found = false;
    if (str_ends(secret, S(".ics")))
        TRY(care_store_feed(r->store, r->arena,
                            id_digest(r->arena, str_sub(secret, 0, secret.n - 4)), &feed, &found));
    if (!found)
        FAIL(r->arena, ERR_MISSING, "there is no such calendar");
    (void)lang_from_tag(feed.lang, &lang);
    TRY(care_feed_text(r->store, r->arena, (account_id){ feed.account }, lang, req_base_url(r),
                       &text));
    req_set_header(r, "Cache-Control", S("private, no-store"));
    req_set_header(r, "X-Robots-Tag", S("noindex"));
    return req_bytes_reply(r, "text/calendar; charset=utf-8", text);
}
