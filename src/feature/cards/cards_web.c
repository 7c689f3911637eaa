/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cards_web.c - the box in which cards lie, one's own card, what people agreed to; and the routes.
 */
#include "feature/cards/cards_web.h"

#include <inttypes.h>

#include "box.html.h"
#include "card.html.h"
#include "feature/book/book_part.h"
#include "feature/house/house.h"

#define SHOWN 200
#define TAKEN_SHOWN 20

/* ---- one's own ------------------------------------------------------------------------------- */

static const err *show_own(req *r, struct card_fields f, bool shown)
{
    bool saved = str_eq(r->method, S("GET")) && !str_empty(req_query(r, "saved"));
    req_set_header(r, "Cache-Control", S("private, no-store"));
    TRY(house_page_begin(r, &(struct house_page){ .title = words(r->out.lang, "Your own card"),
                                                  .kind = "plain cards-page",
                                                  .noindex = true }));
    box_own(&r->out, f, shown, saved, req_form_token(r));
    return house_page_end(r);
}

/* GET /account/card */
static const err *own_get(req *r)
{
    struct card_own own = { 0 };
    TRY(cards_own(r->store, r->arena, book_owner(r), &own));
    return show_own(r, (struct card_fields){ .typed = own.words }, own.shown);
}

/* POST /account/card */
static const err *own_post(req *r)
{
    struct card_own own = { cards_view_typed(r), str_eq(req_field(r, "shown"), S("1")) };
    const err *e = cards_own_set(r->store, r->arena, book_owner(r), &own, r->out.lang);
    if (e == NULL)
        return req_redirect(r, S("/account/card?saved=1"));
    if (e->n_fields == 0)
        return e;
    struct card_fields f = { .typed = own.words };
    cards_view_wrong(e, &f);
    req_status(r, 422);
    return show_own(r, f, own.shown);
}

/* ---- the box --------------------------------------------------------------------------------- */

static const err *box_list(req *r, const char *state, int64_t most, struct card_views *ret)
{
    struct card_list all = { 0 };
    TRY(cards_box(r->store, r->arena, book_owner(r), str_of(state), most, &all));
    return cards_view_list(r, &all, ret);
}

/* A member's card is answered with one's own. */
static const err *mark_needs_own(req *r, struct card_views *views)
{
    struct card_own own = { 0 };
    TRY(cards_own(r->store, r->arena, book_owner(r), &own));
    struct card_view *item = NEW_ARRAY(r->arena, struct card_view, views->n);
    for (size_t i = 0; i < views->n; i++) {
        item[i] = views->item[i];
        item[i].needs_own = item[i].member && str_empty(own.words.name);
    }
    *views = (struct card_views){ item, views->n };
    return NULL;
}

static str note_of(req *r)
{
    static const struct {
        const char *done, *said;
    } notes[] = {
        { "offered", WORDS_MARK("Your card was offered.") },
        { "declined", WORDS_MARK("Declined. Nobody is told.") },
        { "back", WORDS_MARK("Your card was taken back.") },
        { "again", WORDS_MARK("Put back.") },
    };
    for (size_t i = 0; i < COUNT_OF(notes); i++)
        if (str_eq(req_query(r, "done"), str_of(notes[i].done)))
            return words(r->out.lang, notes[i].said);
    return S("");
}

/* GET /book/cards */
static const err *box_get(req *r)
{
    struct box_view v = { 0 };
    struct card_list given = { 0 };
    TRY(box_list(r, "new", SHOWN, &v.fresh));
    TRY(mark_needs_own(r, &v.fresh));
    TRY(box_list(r, "declined", SHOWN, &v.declined));
    TRY(box_list(r, "taken", TAKEN_SHOWN, &v.taken));
    TRY(cards_given(r->store, r->arena, book_owner(r), &given));
    TRY(cards_view_list(r, &given, &v.given));
    TRY(book_page_begin(r, &(struct book_page){ .title = words(r->out.lang, "Cards"),
                                                .kind = "cards-page",
                                                .note = note_of(r) }));
    box_page(&r->out, v);
    return book_page_end(r);
}

static const err *card_of(req *r, struct card *ret)
{
    int64_t id = 0;
    TRY(book_page_id(r, "id", &id));
    return cards_get(r->store, r->arena, book_owner(r), (card_id){ id }, ret);
}

/* Somebody there has the same address: the owner says who it is. */
static const err *ask(req *r, const struct card *c, const struct person_list *same)
{
    struct card_view v = { 0 };
    struct card_match *item = NEW_ARRAY(r->arena, struct card_match, same->n);
    for (size_t i = 0; i < same->n; i++) {
        item[i].id = str_format(r->arena, "%" PRId64, same->item[i].id.v);
        item[i].name = same->item[i].called.name;
        TRY(book_person_apart(r->store, r->arena, book_owner(r), same->item[i].id, &item[i].apart));
    }
    TRY(cards_view_of(r, c, &v));
    req_status(r, 409);
    TRY(book_page_begin(
        r, &(struct book_page){ .title = words(r->out.lang, "Cards"), .kind = "cards-page" }));
    box_ask(&r->out, v, (struct card_matches){ item, same->n });
    return book_page_end(r);
}

static const err *take(req *r, const struct card *c)
{
    struct person_list same = { 0 };
    person_id into = { 0 };
    str who = req_field(r, "person");
    TRY(cards_alike(r->store, r->arena, book_owner(r), c, &same));
    if (str_empty(who) && same.n > 0 && !str_eq(c->state, S("taken")))
        return ask(r, c, &same);
    if (!str_empty(who) && !str_to_int64(who, &into.v))
        FAIL(r->arena, ERR_INVALID, "no person is named so");
    TRY(cards_take(r->store, r->arena, book_owner(r), c->id, into, r->out.lang, &into));
    return req_redirect(r, book_person_path(r->arena, into));
}

/* POST /book/cards/:id */
static const err *card_post(req *r)
{
    struct card c = { 0 };
    str what = req_field(r, "do");
    TRY(card_of(r, &c));
    if (str_eq(what, S("take")))
        return take(r, &c);
    if (!str_eq(what, S("decline")) && !str_eq(what, S("again")))
        FAIL(r->arena, ERR_INVALID, "no such thing can be done with a card");
    bool declined = str_eq(what, S("decline"));
    TRY(cards_decline(r->store, r->arena, book_owner(r), c.id, declined));
    return req_redirect(r, declined ? S("/book/cards?done=declined") : S("/book/cards?done=again"));
}

/* POST /book/cards/:id/back - by who gave it. */
static const err *back_post(req *r)
{
    int64_t id = 0;
    TRY(book_page_id(r, "id", &id));
    TRY(cards_withdraw_given(r->store, r->arena, book_owner(r), (card_id){ id }));
    return req_redirect(r, S("/book/cards?done=back"));
}

/* GET /book/cards/consents */
static const err *consents_get(req *r)
{
    static const char *const states[] = { "new", "taken" };
    struct card_view *item = NEW_ARRAY(r->arena, struct card_view, 2 * (size_t)CARDS_LYING_MAX);
    size_t n = 0;
    for (size_t s = 0; s < COUNT_OF(states); s++) {
        struct card_views some = { 0 };
        TRY(box_list(r, states[s], CARDS_LYING_MAX, &some));
        for (size_t i = 0; i < some.n; i++)
            item[n++] = some.item[i];
    }
    TRY(book_page_begin(r,
                        &(struct book_page){ .title = words(r->out.lang, "What people agreed to"),
                                             .kind = "cards-page" }));
    box_consents(&r->out, (struct card_views){ item, n });
    return book_page_end(r);
}

/* ---- in the book ----------------------------------------------------------------------------- */

const err *cards_web_section(req *r, const struct person *p)
{
    struct card_list all = { 0 };
    struct card_views views = { 0 };
    TRY(cards_of(r->store, r->arena, book_owner(r), p->id, &all));
    if (all.n == 0)
        return NULL;
    TRY(cards_view_list(r, &all, &views));
    box_section(&r->out, views);
    return NULL;
}

const err *cards_web_waiting(req *r)
{
    struct card_list fresh = { 0 };
    if (str_starts(r->path, S("/book/cards")))
        return NULL;
    TRY(cards_box(r->store, r->arena, book_owner(r), S("new"), 1, &fresh));
    if (fresh.n > 0)
        card_waiting(&r->out);
    return NULL;
}

#define FORM (MEMBER | SAME_ORIGIN)

const struct route cards_web_routes[] = {
    { "GET", "/cards/:room", cards_leave_get, 0 },
    { "POST", "/cards/:room", cards_leave_post, SAME_ORIGIN | RATE },
    { "POST", "/cards/:room/speaker", cards_leave_speaker_post, FORM },
    { "GET", "/cards/kept/:token", cards_leave_kept_get, RATE },
    { "POST", "/cards/kept/:token", cards_leave_kept_post, SAME_ORIGIN | RATE },
    { "GET", "/account/card", own_get, MEMBER },
    { "POST", "/account/card", own_post, FORM },
    { "GET", "/book/cards", box_get, MEMBER },
    { "GET", "/book/cards/offer", cards_offer_get, MEMBER },
    { "POST", "/book/cards/offer", cards_offer_post, FORM | RATE },
    { "GET", "/book/cards/consents", consents_get, MEMBER },
    { "POST", "/book/cards/:id", card_post, FORM },
    { "POST", "/book/cards/:id/back", back_post, FORM },
    { 0 },
};
