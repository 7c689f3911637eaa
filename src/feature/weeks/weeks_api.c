/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_api.c - weeks for programs: GET /api/v1/weeks and /api/v1/weeks/{slug} (docs/openapi.yaml).
 */
#include "weeks_web.h"

#include "base/json_text.h"
#include "engine/when/when.h"
#include "feature/weeks/weeks_store.h"

/* What the source did not state. */
static json_t *text_or_null(str s)
{
    return str_empty(s) ? json_null() : json_text(s);
}

static json_t *url_of(req *r, const char *kind, str slug)
{
    return json_text(
        str_format(r->arena, "%.*s/%s/%.*s", STR_ARG(req_base_url(r)), kind, STR_ARG(slug)));
}

const err *weeks_web_api_weeks(req *r)
{
    struct week_list all = { 0 };
    TRY(weeks_store_all(r->store, r->arena, WEEKS_PUBLISHED, &all));
    json_t *list = json_array();
    for (size_t i = 0; i < all.n; i++) {
        const struct week *w = &all.item[i];
        json_array_append_new(list, json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "slug",
                                              json_text(w->slug), "title", json_text(w->title),
                                              "start", json_text(w->start_date), "end",
                                              json_text(w->end_date), "zone", json_text(w->zone),
                                              "url", url_of(r, "weeks", w->slug)));
    }
    return req_json_reply(r, 200, list);
}

static json_t *speakers(const struct talk *t)
{
    json_t *list = json_array();
    for (size_t i = 0; i < t->speakers.n; i++)
        json_array_append_new(list,
                              json_pack("{s:o, s:o}", "name", json_text(t->speakers.item[i].name),
                                        "slug", json_text(t->speakers.item[i].slug)));
    return list;
}

static json_t *talk(req *r, const struct week *w, const struct talk *t)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:I, s:o, s:o, s:o, s:o, s:o, s:o}", "id",
                     json_text(t->uid), "slug", json_text(t->slug), "title", json_text(t->title),
                     "start", json_text(when_rfc3339(r->arena, t->start_ms, w->zone)), "duration",
                     (json_int_t)t->duration_min, "track", text_or_null(t->track), "place",
                     text_or_null(t->place), "state", json_text(t->state), "speakers", speakers(t),
                     "room", json_text(t->slug), "url", url_of(r, "talks", t->slug));
}

static json_t *day(req *r, const struct week *w, const struct talks *talks, str date)
{
    json_t *list = json_array();
    for (size_t i = 0; i < talks->n; i++)
        if (str_eq(talks->item[i].day, date))
            json_array_append_new(list, talk(r, w, &talks->item[i]));
    return json_pack("{s:o, s:o}", "date", json_text(date), "talks", list);
}

const err *weeks_web_api_week(req *r)
{
    struct week w = { 0 };
    struct days days = { 0 };
    struct talks talks = { 0 };
    TRY(weeks_store_week(r->store, r->arena, WEEKS_PUBLISHED, req_param(r, "slug"), &w));
    TRY(weeks_store_days(r->store, r->arena, w.id, &days));
    TRY(weeks_store_talks(r->store, r->arena, WEEKS_PUBLISHED, w.id, &talks));
    json_t *list = json_array();
    for (size_t i = 0; i < days.n; i++)
        json_array_append_new(list, day(r, &w, &talks, days.item[i].date));
    return req_json_reply(r, 200,
                          json_pack("{s:o, s:o, s:o, s:o}", "slug", json_text(w.slug), "title",
                                    json_text(w.title), "zone", json_text(w.zone), "days", list));
}
