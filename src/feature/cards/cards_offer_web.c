/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cards_offer_web.c - a member offers their card to who wrote a message; and the links on the pages
 * of talks and messages (rooms_next.h).
 */
#include <inttypes.h>

#include "base/id.h"
#include "box.html.h"
#include "card.html.h"
#include "feature/book/book_part.h"
#include "feature/cards/cards_web.h"
#include "feature/rooms/rooms_next.h"

/* ---- on other pages -------------------------------------------------------------------------- */

static const err *known(req *r, bool *ret)
{
    struct card_own own = { 0 };
    TRY(cards_own(r->store, r->arena, (account_id){ r->who.account }, &own));
    *ret = own.shown;
    return NULL;
}

static const err *page_link(req *r, const struct room *room, page *to)
{
    (void)r;
    card_next(to, str_format(to->arena, "/cards/%.*s", STR_ARG(room->slug)));
    return NULL;
}

static const err *message_link(req *r, const struct room *room, const struct message *m,
                               int64_t account, page *to)
{
    if (r->who.role < ROLE_MEMBER || account == 0 || account == r->who.account)
        return NULL;
    card_next_message(to,
                      str_format(to->arena, "/book/cards/offer?room=%.*s&message=%" PRId64,
                                 STR_ARG(room->slug), m->seq),
                      m->name);
    return NULL;
}

static const struct rooms_next next = { known, page_link, message_link };

const err *cards_offer_start(const struct house_parts *parts, store *s, arena *a)
{
    (void)parts;
    (void)s;
    (void)a;
    rooms_next_add(&next);
    return NULL;
}

/* ---- offering -------------------------------------------------------------------------------- */

struct writer {
    struct room room;
    struct message message;
    int64_t account;
};

/* Who wrote the message that is named. One who is not known is none: the answer does not tell an
 * account that is gone from one that never was. */
static const err *writer_of(req *r, str room, str message, struct writer *ret)
{
    struct writer w = { 0 };
    int64_t seq = 0;
    if (!str_to_int64(message, &seq))
        FAIL(r->arena, ERR_MISSING, "a message has a number");
    TRY(rooms_find(r->store, r->arena, room, &w.room));
    TRY(rooms_next_writer(r->store, r->arena, (room_id){ w.room.id }, seq, &w.message, &w.account));
    if (w.account == 0 || w.account == r->who.account)
        FAIL(r->arena, ERR_MISSING, "nobody to offer a card to");
    *ret = w;
    return NULL;
}

static const err *show(req *r, const struct writer *w, str key, str consent_wrong)
{
    struct card_own own = { 0 };
    TRY(cards_own(r->store, r->arena, book_owner(r), &own));
    const struct offer_view v = {
        .name = w->message.name,
        .title = w->room.title,
        .path = w->room.path,
        .own = own.words,
        .room = w->room.slug,
        .message = str_format(r->arena, "%" PRId64, w->message.seq),
        .key = key,
        .consent = cards_consent_offer(r->arena, r->out.lang, w->message.name),
        .consent_wrong = consent_wrong,
        .days = str_format(r->arena, "%d", CARDS_DAYS),
        .token = req_form_token(r),
    };
    TRY(book_page_begin(r, &(struct book_page){ .title = words(r->out.lang, "Offer your card"),
                                                .kind = "cards-page" }));
    box_offer(&r->out, v);
    return book_page_end(r);
}

/* GET /book/cards/offer?room=&message= */
const err *cards_offer_get(req *r)
{
    struct writer w = { 0 };
    TRY(writer_of(r, req_query(r, "room"), req_query(r, "message"), &w));
    return show(r, &w, id_token(r->arena), S(""));
}

/* POST /book/cards/offer */
const err *cards_offer_post(req *r)
{
    struct writer w = { 0 };
    struct card_own own = { 0 };
    TRY(writer_of(r, req_field(r, "room"), req_field(r, "message"), &w));
    TRY(cards_own(r->store, r->arena, book_owner(r), &own));
    bool agreed = str_eq(req_field(r, "agree"), S("1"));
    if (!agreed || str_empty(own.words.name)) {
        req_status(r, 422);
        return show(r, &w, req_field(r, "key"),
                    words(r->out.lang, "Without your consent no card can be kept."));
    }
    TRY(cards_leave(r->store, r->arena, r->out.lang,
                    &(struct card_given){ .words = own.words,
                                          .giver = book_owner(r),
                                          .to = { w.account },
                                          .to_name = w.message.name,
                                          .keeper = S(""),
                                          .title = w.room.title,
                                          .path = w.room.path,
                                          .token = req_field(r, "key") }));
    return req_redirect(r, S("/book/cards?done=offered"));
}
