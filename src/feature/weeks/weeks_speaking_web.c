/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_speaking_web.c - speakers in the conversation of their talk: their names are kept for them,
 * and who holds the private link of a talk writes there marked as its speaker.
 */
#include "feature/accounts/accounts_links.h"
#include "feature/house/house.h"
#include "feature/rooms/rooms.h"
#include "feature/weeks/weeks_web.h"
#include "speaking.html.h"

/* So many talks somebody speaks in are remembered on one device. */
#define TALKS_MAX 8
#define YEAR_S (INT64_C(365) * 24 * 3600)

/* The room is called like its talk; a room of something else has no speakers. */
static const err *talk_of(store *s, arena *a, const struct room *room, struct talk *ret,
                          bool *ret_found)
{
    const err *e = weeks_store_talk(s, a, WEEKS_PUBLISHED, room->slug, ret);
    *ret_found = e == NULL && ret->room == room->id;
    return e != NULL && e->kind != ERR_MISSING ? e : NULL;
}

static const err *names(store *s, arena *a, const struct room *room, struct rooms_persons *ret)
{
    struct talk t = { 0 };
    bool found = false;
    TRY(talk_of(s, a, room, &t, &found));
    size_t n = found ? t.speakers.n : 0;
    struct rooms_person *all = NEW_ARRAY(a, struct rooms_person, n);
    for (size_t i = 0; i < n; i++)
        all[i] = (struct rooms_person){ t.speakers.item[i].name, S("speaker") };
    *ret = (struct rooms_persons){ all, n };
    return NULL;
}

/* The cookie holds the tokens of the links that were opened here, the newest first, with a '.'
 * between. A link that was taken back meanwhile opens nothing. */
static const err *speaks(req *r, const struct room *room, bool *ret)
{
    struct talk t = { 0 };
    str tokens = req_cookie(r, "speaker"), token = { 0 };
    bool found = false;
    *ret = false;
    if (str_empty(tokens))
        return NULL;
    TRY(talk_of(r->store, r->arena, room, &t, &found));
    for (int n = 0; found && !*ret && n < TALKS_MAX && str_next(&tokens, '.', &token); n++) {
        struct private_link link = { 0 };
        const err *e = accounts_link_look(r->store, r->arena, token, S("speaker"), &link);
        if (e != NULL && e->kind != ERR_GONE)
            return e;
        *ret = e == NULL && link.subject == t.id;
    }
    return NULL;
}

static const struct rooms_people people = { names, speaks };

const err *weeks_speaking_start(const struct house_parts *parts, store *s, arena *a)
{
    (void)parts;
    (void)s;
    (void)a;
    rooms_people_add(&people);
    return NULL;
}

/* GET /talks/:slug/speaking/:token - the button. Says nothing about whether the link is good. */
const err *weeks_web_speaking(req *r)
{
    struct talk t = { 0 };
    TRY(weeks_store_talk(r->store, r->arena, WEEKS_PUBLISHED, req_param(r, "slug"), &t));
    req_set_header(r, "Cache-Control", S("no-store"));
    TRY(house_page_begin(
        r, &(struct house_page){
               .title = t.title, .canonical = S("/"), .kind = "plain", .noindex = true }));
    speaking_page(&r->out, t.title, r->path, req_form_token(r));
    return house_page_end(r);
}

static str with_token(req *r, str token)
{
    buf out = { 0 };
    str old = req_cookie(r, "speaker"), one = { 0 };
    buf_on_arena(&out, r->arena, 1024);
    buf_add(&out, token);
    for (int n = 1; n < TALKS_MAX && str_next(&old, '.', &one); n++) {
        if (str_empty(one) || str_eq(one, token) || buf_str(&out).n + one.n > 800)
            continue;
        buf_char(&out, '.');
        buf_add(&out, one);
    }
    return buf_str(&out);
}

/* POST /talks/:slug/speaking/:token */
const err *weeks_web_speaking_post(req *r)
{
    struct talk t = { 0 };
    struct private_link link = { 0 };
    str token = req_param(r, "token");
    TRY(weeks_store_talk(r->store, r->arena, WEEKS_PUBLISHED, req_param(r, "slug"), &t));
    TRY(accounts_link_look(r->store, r->arena, token, S("speaker"), &link));
    if (link.subject != t.id)
        FAIL(r->arena, ERR_GONE, "the link is for another talk");
    TRY(accounts_link_use(r->store, r->arena, token, S("speaker"), &link));
    req_set_cookie(r, "speaker", with_token(r, token), YEAR_S);
    return req_redirect(r, str_format(r->arena, "/talks/%.*s#conversation", STR_ARG(t.slug)));
}
