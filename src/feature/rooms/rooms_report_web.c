/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_report_web.c - reports (Regulation (EU) 2022/2065, article 16): the receipt with the
 * decision for who made one, the list for the host; and the host's word about search engines.
 */
#include <inttypes.h>

#include "base/id.h"
#include "duty.html.h"
#include "engine/when/when.h"
#include "feature/house/house.h"
#include "feature/rooms/rooms_duty.h"
#include "feature/rooms/rooms_page.h"
#include "feature/rooms/rooms_store.h"
#include "feature/rooms/rooms_web.h"

static str decision_words(enum lang lang, str decision)
{
    if (str_eq(decision, S("hide")))
        return words(lang, "The message was hidden.");
    if (str_eq(decision, S("erase")))
        return words(lang, "The message was erased.");
    return str_empty(decision) ? S("") : words(lang, "The message stays.");
}

/* "Montag, 9. Juli 2012, 14:03" */
static str moment(req *r, int64_t time_ms, str zone)
{
    struct when_date date = when_local_of(time_ms, zone).date;
    return str_format(r->arena, "%.*s, %.*s", STR_ARG(when_day_long(r->arena, date, r->out.lang)),
                      STR_ARG(when_clock(r->arena, time_ms, zone, r->out.lang)));
}

static const err *view_of(req *r, const struct rooms_report *report, struct report_view *ret)
{
    struct room room = { 0 };
    struct message m = { 0 };
    room_id id = { report->room };
    TRY(rooms_get(r->store, r->arena, id, &room));
    TRY(rooms_store_message(r->store, r->arena, id, report->message, &m));
    struct rooms_item item = rooms_view_item(r->arena, &room, &m, r->out.lang);
    bool public = !str_empty(room.path), host = r->who.role == ROLE_HOST;
    *ret = (struct report_view){
        .id = report->id,
        .title = public || host ? room.title : S(""),
        .link = public ? item.link : S(""),
        .message = item.shown ? m.text : item.gone,
        .name = item.name,
        .reason = report->reason,
        .contact = report->contact,
        .decision = decision_words(r->out.lang, report->decision),
        .answer = report->answer,
        .time = moment(r, report->time_ms, room.zone),
        .datetime = when_rfc3339(r->arena, report->time_ms, room.zone),
        .action = str_format(r->arena, "/host/reports/%" PRId64, report->id),
    };
    if (report->decided_ms > 0)
        ret->decided = moment(r, report->decided_ms, room.zone);
    return NULL;
}

/* GET /reports/:token */
const err *rooms_report_web_receipt(req *r)
{
    struct rooms_report report = { 0 };
    struct report_view view = { 0 };
    str digest = id_digest(r->arena, req_param(r, "token"));
    TRY(rooms_store_report_of(r->store, r->arena, digest, &report));
    TRY(view_of(r, &report, &view));
    req_set_header(r, "Cache-Control", S("no-store"));
    TRY(house_page_begin(r, &(struct house_page){ .title = words(r->out.lang, "Your report"),
                                                  .canonical = S("/"),
                                                  .kind = "plain",
                                                  .noindex = true }));
    str base = req_base_url(r);
    duty_receipt(&r->out, view, str_join(r->arena, (str[]){ base, r->path }, 2, S("")));
    return house_page_end(r);
}

/* ---- the host's ------------------------------------------------------------------------------ */

static const err *list(req *r, str wrong)
{
    struct rooms_reports all = { 0 };
    bool noindex = false;
    TRY(rooms_store_reports(r->store, r->arena, &all));
    struct report_view *views = NEW_ARRAY(r->arena, struct report_view, all.n);
    for (size_t i = 0; i < all.n; i++)
        TRY(view_of(r, &all.item[i], &views[i]));
    TRY(rooms_view_noindex(r->store, r->arena, &noindex));
    TRY(house_page_begin(
        r, &(struct house_page){ .title = words(r->out.lang, "Conversations and reports"),
                                 .kind = "plain",
                                 .noindex = true }));
    duty_reports(&r->out, (struct report_views){ views, all.n }, !noindex, req_form_token(r),
                 wrong);
    return house_page_end(r);
}

/* GET /host/reports */
const err *rooms_report_web_list(req *r)
{
    return list(r, S(""));
}

/* POST /host/reports/:id */
const err *rooms_report_web_decide(req *r)
{
    int64_t id = 0;
    if (!str_to_int64(req_param(r, "id"), &id))
        FAIL(r->arena, ERR_MISSING, "a report has a number");
    const err *e = rooms_duty_decide(r->store, r->arena, r->out.lang, id, req_field(r, "decision"),
                                     req_field(r, "answer"));
    if (e == NULL)
        return req_redirect(r, S("/host/reports"));
    if (e->n_fields == 0)
        return e;
    req_status(r, 422);
    return list(r, e->fields[0].message);
}

/* POST /host/conversations */
const err *rooms_report_web_index(req *r)
{
    bool index = str_eq(req_field(r, "index"), S("1"));
    TRY(house_set(r->store, r->arena, "index_conversations", index ? S("1") : S("")));
    return req_redirect(r, S("/host/reports"));
}
