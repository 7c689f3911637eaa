/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cards_leave_web.c - leaving a card at a talk or post, for guests and members, and the page of a
 * guest's private link.
 */
#include "base/id.h"
#include "card.html.h"
#include "feature/cards/cards_web.h"
#include "feature/house/house.h"
#include "leave.html.h"

/* ---- with whom ------------------------------------------------------------------------------- */

static const err *begin(req *r, str title)
{
    req_set_header(r, "Cache-Control", S("private, no-store"));
    return house_page_begin(
        r, &(struct house_page){
               .title = title, .canonical = S("/"), .kind = "plain cards-page", .noindex = true });
}

static str action_of(req *r, const struct room *room)
{
    return house_in_language(r, str_format(r->arena, "/cards/%.*s", STR_ARG(room->slug)));
}

static struct leave_links links_of(req *r, const struct room *room,
                                   const struct card_places *places)
{
    struct leave_link *item = NEW_ARRAY(r->arena, struct leave_link, places->n);
    str lang = house_language_asked(r);
    for (size_t i = 0; i < places->n; i++)
        item[i] = (struct leave_link){
            .path = str_format(r->arena, "/cards/%.*s?to=%.*s%s%.*s", STR_ARG(room->slug),
                               STR_ARG(house_query_value(r->arena, places->item[i].value)),
                               str_empty(lang) ? "" : "&lang=", STR_ARG(lang)),
            .name = places->item[i].name,
            .keeper = places->item[i].keeper,
            .host = str_starts(places->item[i].value, S("host:")),
        };
    return (struct leave_links){ item, places->n };
}

/* Who is signed in and holds the talk's private link may say that cards for a speaker are theirs.
 */
static const err *speaking(req *r, const struct room *room, const struct card_places *places,
                           struct leave_links *ret)
{
    bool speaks = false;
    struct leave_link *item = NEW_ARRAY(r->arena, struct leave_link, places->n);
    size_t n = 0;
    if (r->who.role >= ROLE_MEMBER)
        TRY(rooms_speaks(r, room, &speaks));
    for (size_t i = 0; speaks && i < places->n; i++)
        if (str_starts(places->item[i].value, S("speaker:")) &&
            places->item[i].account.v != r->who.account)
            item[n++] = (struct leave_link){ .name = places->item[i].name };
    *ret = (struct leave_links){ item, n };
    return NULL;
}

static const err *show_choice(req *r, const struct room *room, const struct card_places *places,
                              str changed)
{
    struct leave_view v = { .title = room->title,
                            .path = house_in_language(r, room->path),
                            .action = action_of(r, room),
                            .places = links_of(r, room, places),
                            .changed = changed,
                            .token = req_form_token(r) };
    TRY(speaking(r, room, places, &v.speak));
    TRY(begin(r, words(r->out.lang, "Leave your card")));
    leave_choice(&r->out, v);
    return house_page_end(r);
}

/* NULL where it is to be asked; with whom there is no choice, nobody is asked. */
static const struct card_place *chosen(const struct card_places *all, str value)
{
    if (all->n == 1 && str_empty(value))
        return &all->item[0];
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->item[i].value, value))
            return &all->item[i];
    return NULL;
}

/* ---- the card -------------------------------------------------------------------------------- */

/* `host`: who is told to run the house before it was set up. */
static const err *show_form(req *r, const struct room *room, const struct card_place *to, str host,
                            struct leave_view v)
{
    bool member = r->who.role >= ROLE_MEMBER;
    v.title = room->title;
    v.path = house_in_language(r, room->path);
    v.action = action_of(r, room);
    v.to = to->name;
    v.to_value = to->value;
    v.keeper = to->keeper;
    v.member = member;
    v.days = str_format(r->arena, "%d", CARDS_DAYS);
    v.token = req_form_token(r);
    v.consent = member ? cards_consent_offer(r->arena, r->out.lang, to->name)
                       : cards_consent_text(r->arena, r->out.lang, to->name, to->keeper);
    TRY(house_setting(r->store, r->arena, "host", &v.host));
    if (str_empty(v.host))
        v.host = host;
    TRY(begin(r, words(r->out.lang, "Leave your card")));
    leave_form(&r->out, v);
    return house_page_end(r);
}

/* GET /cards/:room?to= */
const err *cards_leave_get(req *r)
{
    struct room room = { 0 };
    struct card_places places = { 0 };
    struct card_own own = { 0 };
    TRY(rooms_find(r->store, r->arena, req_param(r, "room"), &room));
    TRY(cards_places(r->store, r->arena, &room, &places));
    const struct card_place *to = chosen(&places, req_query(r, "to"));
    if (to == NULL)
        return show_choice(r, &room, &places, S(""));
    if (r->who.role >= ROLE_MEMBER)
        TRY(cards_own(r->store, r->arena, (account_id){ r->who.account }, &own));
    return show_form(
        r, &room, to, places.item[0].name,
        (struct leave_view){ .key = id_token(r->arena), .fields = { .typed = own.words } });
}

static const err *refused(req *r, const struct room *room, const struct card_place *to, str host,
                          const err *e, bool agreed)
{
    struct leave_view v = { .key = req_field(r, "key"),
                            .fields = { .typed = cards_view_typed(r) } };
    cards_view_wrong(e, &v.fields);
    if (!agreed)
        v.consent_wrong = words(r->out.lang, "Without your consent no card can be kept.");
    for (size_t i = 0; e != NULL && i < e->n_fields; i++)
        if (str_eq(e->fields[i].field, S("to")))
            v.wrong = e->fields[i].message;
    req_status(r, 422);
    return show_form(r, room, to, host, v);
}

static struct card_given given_of(req *r, const struct room *room, const struct card_place *to)
{
    return (struct card_given){ .words = cards_view_typed(r),
                                .giver = { r->who.role >= ROLE_MEMBER ? r->who.account : 0 },
                                .to = to->account,
                                .to_name = to->name,
                                .keeper = to->keeper,
                                .title = room->title,
                                .path = room->path,
                                .token = req_field(r, "key") };
}

/* POST /cards/:room */
const err *cards_leave_post(req *r)
{
    struct room room = { 0 };
    struct card_places places = { 0 };
    struct card_words clean = { 0 };
    TRY(rooms_find(r->store, r->arena, req_param(r, "room"), &room));
    TRY(cards_places(r->store, r->arena, &room, &places));
    const struct card_place *to = chosen(&places, req_field(r, "to"));
    if (to == NULL) {
        req_status(r, 422);
        return show_choice(r, &room, &places,
                           words(r->out.lang, "Please choose with whom, once more."));
    }
    struct card_given given = given_of(r, &room, to);
    bool agreed = str_eq(req_field(r, "agree"), S("1"));
    const err *e = agreed ? cards_leave(r->store, r->arena, r->out.lang, &given)
                          : cards_check(r->arena, r->out.lang, &given.words, &clean);
    if ((e != NULL && e->n_fields > 0) || (e == NULL && !agreed))
        return refused(r, &room, to, places.item[0].name, e, agreed);
    TRY(e);
    if (given.giver.v != 0)
        return req_redirect(r, S("/book/cards?done=offered"));
    return req_redirect(
        r, house_in_language(r, str_format(r->arena, "/cards/kept/%.*s", STR_ARG(given.token))));
}

/* POST /cards/:room/speaker */
const err *cards_leave_speaker_post(req *r)
{
    struct room room = { 0 };
    bool speaks = false;
    TRY(rooms_find(r->store, r->arena, req_param(r, "room"), &room));
    TRY(rooms_speaks(r, &room, &speaks));
    if (!speaks)
        FAIL(r->arena, ERR_DENIED, "who asks does not hold the private link of this talk");
    TRY(cards_speaker_set(r->store, r->arena, &room, req_field(r, "name"),
                          (account_id){ r->who.account }));
    return req_redirect(r, action_of(r, &room));
}

/* ---- the private link ------------------------------------------------------------------------ */

/* GET /cards/kept/:token */
const err *cards_leave_kept_get(req *r)
{
    struct card c = { 0 };
    struct card_view v = { 0 };
    str token = req_param(r, "token");
    TRY(cards_by_link(r->store, r->arena, token, &c));
    TRY(cards_view_of(r, &c, &v));
    str path = str_format(r->arena, "/cards/kept/%.*s", STR_ARG(token));
    str address = str_join(r->arena, (str[]){ req_base_url(r), path }, 2, S(""));
    TRY(begin(r, words(r->out.lang, "Your card")));
    leave_receipt(&r->out, v, address, house_in_language(r, path), req_form_token(r));
    return house_page_end(r);
}

/* POST /cards/kept/:token - a GET never takes back: mail scanners follow links. */
const err *cards_leave_kept_post(req *r)
{
    if (!str_eq(req_field(r, "do"), S("withdraw")))
        FAIL(r->arena, ERR_INVALID, "a card can only be taken back by its link");
    TRY(cards_withdraw_link(r->store, r->arena, req_param(r, "token")));
    TRY(begin(r, words(r->out.lang, "Your card was taken back")));
    leave_gone(&r->out);
    return house_page_end(r);
}
