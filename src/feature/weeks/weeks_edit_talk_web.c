/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_edit_talk_web.c - the host's desk: one talk, with the private links of its speakers; one
 * speaker.
 */
#include "base/clock.h"
#include "base/utf8.h"
#include "feature/accounts/accounts_links.h"
#include "feature/house/house.h"
#include "feature/weeks/weeks_edit_make.h"
#include "feature/weeks/weeks_edit_store.h"
#include "feature/weeks/weeks_edit_web.h"
#include "weeks_edit.html.h"

#define LINK_DAYS 90

static const err *begin(req *r, str title)
{
    return house_page_begin(
        r, &(struct house_page){ .title = title, .kind = "desk", .noindex = true });
}

/* ---- a talk ---------------------------------------------------------------------------------- */

const err *weeks_edit_web_the_talk(req *r, struct talk *ret_talk, struct weeks_thing *ret)
{
    struct talk t = { 0 };
    struct weeks_thing thing = { .kind = WEEKS_KIND_TALK, .fields = WEEKS_EDIT_FORM_ALL };
    TRY(weeks_store_talk(r->store, r->arena, WEEKS_DRAFTS_TOO, req_param(r, "slug"), &t));
    TRY(weeks_store_week_by_id(r->store, r->arena, t.week, &thing.week));
    thing.id = t.id;
    thing.version = t.version;
    thing.title = t.title;
    thing.path = str_format(r->arena, "/host/talks/%.*s", STR_ARG(t.slug));
    thing.shown_path = str_format(r->arena, "/talks/%.*s", STR_ARG(t.slug));
    *ret_talk = t;
    *ret = thing;
    return NULL;
}

static const err *links_of(req *r, const struct weeks_thing *thing, struct edit_links *ret)
{
    struct private_links links = { 0 };
    int64_t now = clock_now_ms();
    TRY(accounts_links_of(r->store, r->arena, S("speaker"), thing->id, &links));
    struct edit_link *item = NEW_ARRAY(r->arena, struct edit_link, links.n);
    for (size_t i = 0; i < links.n; i++) {
        const struct private_link *l = &links.item[i];
        item[i] = (struct edit_link){
            l->id, l->name, when_near(r->arena, l->expires_ms, now, thing->week.zone, r->out.lang),
            l->revoked || l->expires_ms <= now
        };
    }
    *ret = (struct edit_links){ item, links.n };
    return NULL;
}

const err *weeks_edit_web_talk_page(req *r, const struct talk *t, const struct weeks_thing *thing,
                                    struct edit_form form)
{
    struct edit_talk_page shown = {
        .desk = weeks_edit_web_desk(r, thing),
        .form = form,
        .week_path = str_format(r->arena, "/host/weeks/%.*s", STR_ARG(thing->week.slug)),
        .week_title = thing->week.title,
    };
    shown.desk.draft = !t->published;
    shown.desk.cancelled = weeks_store_cancelled(t);
    TRY(weeks_store_speakers_of(r->store, r->arena, t->id, &shown.speakers));
    TRY(links_of(r, thing, &shown.links));
    TRY(begin(r, thing->title));
    edit_talk_page(&r->out, shown);
    return house_page_end(r);
}

/* GET /host/talks/:slug */
const err *weeks_edit_web_talk(req *r)
{
    struct talk t = { 0 };
    struct weeks_thing thing = { 0 };
    struct edit_form form = { 0 };
    TRY(weeks_edit_web_the_talk(r, &t, &thing));
    TRY(weeks_edit_form_now(r, &thing, &form));
    return weeks_edit_web_talk_page(r, &t, &thing, form);
}

/* POST /host/talks/:slug */
const err *weeks_edit_web_talk_post(req *r)
{
    struct talk t = { 0 };
    struct weeks_thing thing = { 0 };
    struct edit_form form = { 0 };
    struct weeks_author author = weeks_edit_web_author(r);
    bool done = false;
    TRY(weeks_edit_web_the_talk(r, &t, &thing));
    TRY(weeks_edit_form_post(r, &thing, &author, &done, &form));
    return done ? weeks_edit_web_done(r, &thing) : weeks_edit_web_talk_page(r, &t, &thing, form);
}

static const err *read_switch(req *r, bool *ret)
{
    str on = req_field(r, "on");
    if (!str_eq(on, S("yes")) && !str_eq(on, S("no")))
        FAIL(r->arena, ERR_INVALID, "a switch is yes or no");
    *ret = str_eq(on, S("yes"));
    return NULL;
}

/* POST /host/talks/:slug/public */
const err *weeks_edit_web_talk_public(req *r)
{
    struct talk t = { 0 };
    struct weeks_thing thing = { 0 };
    bool on = false;
    TRY(weeks_edit_web_the_talk(r, &t, &thing));
    TRY(read_switch(r, &on));
    TRY(weeks_edit_make_talk_public(r->store, r->arena, t.id, on));
    return req_redirect(r, thing.path);
}

/* POST /host/talks/:slug/cancelled */
const err *weeks_edit_web_cancelled(req *r)
{
    struct talk t = { 0 };
    struct weeks_thing thing = { 0 };
    bool on = false;
    TRY(weeks_edit_web_the_talk(r, &t, &thing));
    TRY(read_switch(r, &on));
    TRY(weeks_edit_make_cancelled(r->store, r->arena, t.id, on));
    return req_redirect(r, thing.path);
}

/* ---- private links --------------------------------------------------------------------------- */

/* The link of another talk is not ours to take. */
static const err *revoke(req *r, const struct weeks_thing *thing, int64_t id)
{
    struct private_links links = { 0 };
    TRY(accounts_links_of(r->store, r->arena, S("speaker"), thing->id, &links));
    for (size_t i = 0; i < links.n; i++)
        if (links.item[i].id == id) {
            TRY(accounts_link_revoke(r->store, r->arena, id));
            return req_redirect(r, thing->path);
        }
    FAIL(r->arena, ERR_MISSING, "the talk has no such link");
}

/* The token is stored nowhere, so the page that makes the link is the one that shows it. */
static const err *make_link(req *r, const struct weeks_thing *thing, str name)
{
    struct edit_link_page shown = { .title = thing->title, .path = thing->path, .name = name };
    str token = { 0 };
    int64_t id = 0;
    TRY(accounts_link_make(r->store, r->arena, S("speaker"), thing->id, name, LINK_DAYS, 0, &token,
                           &id));
    shown.url = str_format(r->arena, "%.*s/speak/%.*s", STR_ARG(req_base_url(r)), STR_ARG(token));
    TRY(accounts_qr(r->arena, shown.url, words(r->out.lang, "The link as a square to photograph"),
                    &shown.qr));
    TRY(begin(r, thing->title));
    edit_link_page(&r->out, shown);
    return house_page_end(r);
}

/* POST /host/talks/:slug/links - makes one, or takes one back. */
const err *weeks_edit_web_links(req *r)
{
    struct talk t = { 0 };
    struct weeks_thing thing = { 0 };
    int64_t id = 0;
    str name = utf8_line(r->arena, req_field(r, "name"));
    TRY(weeks_edit_web_the_talk(r, &t, &thing));
    if (str_to_int64(req_field(r, "revoke"), &id))
        return revoke(r, &thing, id);
    return make_link(r, &thing, name);
}

/* ---- a speaker ------------------------------------------------------------------------------- */

const err *weeks_edit_web_the_speaker(req *r, struct weeks_thing *ret)
{
    struct speaker who = { 0 };
    struct weeks_thing thing = { .kind = WEEKS_KIND_SPEAKER, .fields = WEEKS_EDIT_FORM_ALL };
    TRY(weeks_store_speaker(r->store, r->arena, WEEKS_DRAFTS_TOO, req_param(r, "slug"), &who));
    TRY(weeks_store_week_by_id(r->store, r->arena, who.week, &thing.week));
    thing.id = who.id;
    thing.version = who.version;
    thing.title = who.name;
    thing.path = str_format(r->arena, "/host/speakers/%.*s", STR_ARG(who.slug));
    thing.shown_path = str_format(r->arena, "/speakers/%.*s", STR_ARG(who.slug));
    *ret = thing;
    return NULL;
}

const err *weeks_edit_web_speaker_page(req *r, const struct weeks_thing *thing,
                                       struct edit_form form)
{
    struct edit_speaker_page shown = {
        .desk = weeks_edit_web_desk(r, thing),
        .form = form,
        .week_path = str_format(r->arena, "/host/weeks/%.*s", STR_ARG(thing->week.slug)),
        .week_title = thing->week.title,
    };
    TRY(begin(r, thing->title));
    edit_speaker_page(&r->out, shown);
    return house_page_end(r);
}

/* GET /host/speakers/:slug */
const err *weeks_edit_web_speaker(req *r)
{
    struct weeks_thing thing = { 0 };
    struct edit_form form = { 0 };
    TRY(weeks_edit_web_the_speaker(r, &thing));
    TRY(weeks_edit_form_now(r, &thing, &form));
    return weeks_edit_web_speaker_page(r, &thing, form);
}

/* POST /host/speakers/:slug */
const err *weeks_edit_web_speaker_post(req *r)
{
    struct weeks_thing thing = { 0 };
    struct edit_form form = { 0 };
    struct weeks_author author = weeks_edit_web_author(r);
    bool done = false;
    TRY(weeks_edit_web_the_speaker(r, &thing));
    TRY(weeks_edit_form_post(r, &thing, &author, &done, &form));
    return done ? weeks_edit_web_done(r, &thing) : weeks_edit_web_speaker_page(r, &thing, form);
}
