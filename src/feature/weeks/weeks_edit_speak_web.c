/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_edit_speak_web.c - who holds the private link of a talk writes its words, and what is said
 * about themselves; without an account. Looking at the page uses nothing up; saving counts.
 */
#include "base/clock.h"
#include "base/utf8.h"
#include "feature/accounts/accounts_links.h"
#include "feature/house/house.h"
#include "feature/weeks/weeks_edit_store.h"
#include "feature/weeks/weeks_edit_web.h"
#include "weeks_edit.html.h"

#define LINK_NAME_MAX 80 /* code points of a link's name */
#define TALK_WORDS (1U << TALK_TITLE | 1U << TALK_SUBTITLE | 1U << TALK_TEXT)

/* The link that is asked with, and what it opens. */
struct speak {
    struct private_link link;
    struct talk talk;
    struct weeks_thing words;
    struct weeks_thing person; /* id 0 where nobody on the talk has the link's name */
};

static const err *find_person(req *r, struct speak *k)
{
    struct speakers all = { 0 };
    TRY(weeks_store_speakers_of(r->store, r->arena, k->talk.id, &all));
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(utf8_cut(all.item[i].name, LINK_NAME_MAX), k->link.name))
            k->person = (struct weeks_thing){
                .kind = WEEKS_KIND_SPEAKER,
                .id = all.item[i].id,
                .version = all.item[i].version,
                .form_id = S("person-"),
                .path = str_format(r->arena, "%.*s/person", STR_ARG(k->words.path)),
                .week = k->words.week,
                .fields = 1U << SPEAKER_BIOGRAPHY,
            };
    return NULL;
}

static const err *open_link(req *r, struct speak *ret)
{
    struct speak k = { 0 };
    str token = req_param(r, "token");
    TRY(accounts_link_look(r->store, r->arena, token, S("speaker"), &k.link));
    TRY(weeks_store_talk_by_id(r->store, r->arena, k.link.subject, &k.talk));
    k.words = (struct weeks_thing){
        .kind = WEEKS_KIND_TALK,
        .id = k.talk.id,
        .version = k.talk.version,
        .title = k.talk.title,
        .path = str_format(r->arena, "/speak/%.*s", STR_ARG(token)),
        .fields = TALK_WORDS,
    };
    TRY(weeks_store_week_by_id(r->store, r->arena, k.talk.week, &k.words.week));
    TRY(find_person(r, &k));
    *ret = k;
    return NULL;
}

static const err *speak_page(req *r, const struct speak *k, const struct edit_form *form,
                             const struct edit_form *person)
{
    struct weeks_view v = weeks_view_of(r, &k->words.week);
    struct talk_line line = weeks_view_line(&v, &k->talk);
    str day = weeks_view_day_name(&v, k->talk.day);
    struct edit_speak_page shown = {
        .name = k->link.name,
        .title = k->talk.title,
        .when = str_format(r->arena, "%.*s, %.*s", STR_ARG(day), STR_ARG(line.clock)),
        .form = *form,
        .person = *person,
        .has_person = k->person.id != 0,
    };
    if (k->talk.published && k->words.week.published) {
        shown.shown_path = str_format(r->arena, "/talks/%.*s", STR_ARG(k->talk.slug));
        shown.speaking_path = str_format(r->arena, "/talks/%.*s/speaking/%.*s",
                                         STR_ARG(k->talk.slug), STR_ARG(req_param(r, "token")));
    }
    TRY(house_page_begin(r, &(struct house_page){ .title = k->talk.title,
                                                  .canonical = S("/speak"),
                                                  .kind = "desk",
                                                  .noindex = true }));
    edit_speak_page(&r->out, shown);
    return house_page_end(r);
}

static const err *form_now(req *r, const struct weeks_thing *thing, struct edit_form *ret)
{
    return thing->id == 0 ? NULL : weeks_edit_form_now(r, thing, ret);
}

/* GET /speak/:token */
const err *weeks_edit_web_speak(req *r)
{
    struct speak k = { 0 };
    struct edit_form form = { 0 }, person = { 0 };
    TRY(open_link(r, &k));
    TRY(form_now(r, &k.words, &form));
    TRY(form_now(r, &k.person, &person));
    person.saved = str_eq(req_query(r, "saved"), S("person"));
    form.saved = form.saved && !person.saved;
    return speak_page(r, &k, &form, &person);
}

static const err *save(req *r, const struct speak *k, const struct weeks_thing *thing,
                       bool *ret_done, struct edit_form *ret)
{
    struct private_link link = { 0 };
    struct weeks_author author = { k->link.name, S("speaker") };
    if (!weeks_edit_form_previewing(r))
        TRY(accounts_link_use(r->store, r->arena, req_param(r, "token"), S("speaker"), &link));
    return weeks_edit_form_post(r, thing, &author, ret_done, ret);
}

/* POST /speak/:token */
const err *weeks_edit_web_speak_talk(req *r)
{
    struct speak k = { 0 };
    struct edit_form form = { 0 }, person = { 0 };
    bool done = false;
    TRY(open_link(r, &k));
    TRY(save(r, &k, &k.words, &done, &form));
    if (done)
        return req_redirect(r, str_format(r->arena, "%.*s?saved=talk", STR_ARG(k.words.path)));
    TRY(form_now(r, &k.person, &person));
    return speak_page(r, &k, &form, &person);
}

/* POST /speak/:token/person */
const err *weeks_edit_web_speak_person(req *r)
{
    struct speak k = { 0 };
    struct edit_form form = { 0 }, person = { 0 };
    bool done = false;
    TRY(open_link(r, &k));
    if (k.person.id == 0)
        FAIL(r->arena, ERR_MISSING, "nobody on the talk has the link's name");
    TRY(save(r, &k, &k.person, &done, &person));
    if (done)
        return req_redirect(r, str_format(r->arena, "%.*s?saved=person", STR_ARG(k.words.path)));
    TRY(form_now(r, &k.words, &form));
    return speak_page(r, &k, &form, &person);
}
