/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_message_web.c - one message as a page, with what its reader may do with it: everybody can
 * report it, who wrote it can take it back, the host can hide it. All of it works without script.
 */
#include <inttypes.h>

#include "base/id.h"
#include "duty.html.h"
#include "feature/house/house.h"
#include "feature/rooms/rooms_duty.h"
#include "feature/rooms/rooms_next.h"
#include "feature/rooms/rooms_page.h"
#include "feature/rooms/rooms_store.h"
#include "feature/rooms/rooms_web.h"

/* The page of the conversation on which the message stands, with some of what followed. */
static str place_of(arena *a, const struct room *room, int64_t seq)
{
    int64_t end = seq + ROOM_PAGE / 2;
    if (end > room->head)
        return str_format(a, "%.*s#m%" PRId64, STR_ARG(room->path), seq);
    return str_format(a, "%.*s?before=%" PRId64 "#m%" PRId64, STR_ARG(room->path), end, seq);
}

static struct rooms_asker asker_of(req *r)
{
    str guest = req_guest(r);
    return (struct rooms_asker){ .host = r->who.role == ROLE_HOST,
                                 .guest = str_empty(guest) ? S("") : id_digest(r->arena, guest) };
}

static const err *number_of(req *r, int64_t *ret)
{
    if (!str_to_int64(req_param(r, "seq"), ret))
        FAIL(r->arena, ERR_MISSING, "a message has a number");
    return NULL;
}

static void set_tools(req *r, const struct rooms_kept *kept, struct message_page *m)
{
    const struct rooms_asker who = asker_of(r);
    m->withdraw = rooms_duty_may(ROOMS_WITHDRAW, &who, kept);
    m->put_back = rooms_duty_may(ROOMS_PUT_BACK, &who, kept);
    m->hide = rooms_duty_may(ROOMS_HIDE, &who, kept);
    m->restore = rooms_duty_may(ROOMS_RESTORE, &who, kept);
    m->erase = rooms_duty_may(ROOMS_ERASE, &who, kept);
    m->answered = rooms_duty_may(ROOMS_ANSWERED, &who, kept);
    m->reopen = rooms_duty_may(ROOMS_REOPEN, &who, kept);
    m->report = m->item.shown;
}

static const err *write_page(req *r, const struct room *room, const struct message_page *m)
{
    str said = m->item.shown ? m->item.name : room->title;
    struct house_page head = {
        .title = str_format(r->arena, "%.*s, %.*s, %.*s", STR_ARG(said), STR_ARG(m->item.day),
                            STR_ARG(m->item.clock)),
        .canonical = m->item.link,
        .kind = "message-page",
    };
    TRY(rooms_view_noindex(r->store, r->arena, &head.noindex));
    TRY(house_page_begin(r, &head));
    duty_message(&r->out, *m);
    return house_page_end(r);
}

/* `why`: what was wrong with the form that was sent, or NULL. */
static const err *show(req *r, room_id id, int64_t seq, const err *why)
{
    struct room room = { 0 };
    struct message m = { 0 };
    struct rooms_kept kept = { 0 };
    req_shows(r, id.v);
    TRY(rooms_get(r->store, r->arena, id, &room));
    TRY(rooms_store_message(r->store, r->arena, id, seq, &m));
    TRY(rooms_store_kept(r->store, r->arena, id, seq, &kept));
    struct message_page view = {
        .title = room.title,
        .path = room.path,
        .item = rooms_view_item(r->arena, &room, &m, r->out.lang),
        .place = place_of(r->arena, &room, seq),
        .token = req_form_token(r),
        .words = req_field(r, "reason"),
        .contact = req_field(r, "contact"),
        .wrong = why != NULL && why->n_fields > 0 ? why->fields[0].message : S(""),
    };
    view.item.day = rooms_view_day(r->arena, &room, &m, r->out.lang);
    view.action = house_in_language(r, view.item.link);
    set_tools(r, &kept, &view);
    TRY(rooms_next_message(r, &room, &m, &view.next));
    return write_page(r, &room, &view);
}

const err *rooms_message_page(req *r, room_id id)
{
    int64_t seq = 0;
    TRY(number_of(r, &seq));
    return show(r, id, seq, NULL);
}

/* ---- what its forms ask for ------------------------------------------------------------------ */

static const err *report(req *r, room_id id, int64_t seq)
{
    const struct rooms_notice notice = { req_field(r, "reason"), req_field(r, "contact") };
    int64_t number = 0;
    str token = { 0 };
    TRY(rooms_duty_report(r->store, r->arena, r->out.lang, id, seq, &notice, &number, &token));
    return req_redirect(
        r, house_in_language(r, str_format(r->arena, "/reports/%.*s", STR_ARG(token))));
}

/* Erasing has no way back, so it is asked for twice. */
static const err *check_sure(req *r, enum rooms_duty what)
{
    const struct err_field wrong = {
        S("sure"), words(r->out.lang, "Please confirm that you know that it cannot be undone.")
    };
    if (what != ROOMS_ERASE || !str_empty(req_field(r, "sure")))
        return NULL;
    return err_form(r->arena, HERE, &wrong, 1);
}

static const err *do_duty(req *r, room_id id, int64_t seq)
{
    enum rooms_duty what = ROOMS_HIDE;
    struct rooms_kept kept = { 0 };
    struct room room = { 0 };
    const struct rooms_asker who = asker_of(r);
    TRY(rooms_get(r->store, r->arena, id, &room));
    TRY(rooms_store_kept(r->store, r->arena, id, seq, &kept));
    if (!rooms_duty_of(req_field(r, "do"), &what))
        FAIL(r->arena, ERR_INVALID, "no such thing can be done with a message");
    if (!rooms_duty_may(what, &who, &kept))
        FAIL(r->arena, ERR_DENIED, "not with this message, or not by who asks");
    TRY(check_sure(r, what));
    TRY(rooms_duty_do(r->store, r->arena, r->out.lang, id, seq, what, req_field(r, "reason")));
    str path = str_format(r->arena, "%.*s/messages/%" PRId64, STR_ARG(room.path), seq);
    return req_redirect(r, house_in_language(r, path));
}

const err *rooms_message_post(req *r, room_id id)
{
    int64_t seq = 0;
    TRY(number_of(r, &seq));
    bool reports = str_eq(req_field(r, "do"), S("report"));
    const err *e = reports ? report(r, id, seq) : do_duty(r, id, seq);
    if (e == NULL || e->n_fields == 0)
        return e;
    req_status(r, 422);
    return show(r, id, seq, e);
}
