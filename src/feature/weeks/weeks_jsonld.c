/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_jsonld.c - schema.org Event documents.
 */
#include "weeks_jsonld.h"

#include "base/json_text.h"
#include "engine/markdown/markdown.h"
#include "engine/when/when.h"

#define DESCRIPTION_CODE_POINTS 300

static json_t *url_of(arena *a, str base_url, const char *kind, str slug)
{
    return json_text(str_format(a, "%.*s/%s/%.*s", STR_ARG(base_url), kind, STR_ARG(slug)));
}

/* What every event has: it takes place here, and where the programme names a room, there too. */
static json_t *event(json_t *url, str name, str place)
{
    json_t *online = json_pack("{s:s, s:O}", "@type", "VirtualLocation", "url", url);
    json_t *e = json_pack("{s:s, s:s, s:o, s:o}", "@context", "https://schema.org", "@type",
                          "Event", "name", json_text(name), "url", url);
    if (str_empty(place)) {
        json_object_set_new(e, "location", online);
        json_object_set_new(e, "eventAttendanceMode",
                            json_string("https://schema.org/OnlineEventAttendanceMode"));
        return e;
    }
    json_t *there = json_pack("{s:s, s:o}", "@type", "Place", "name", json_text(place));
    json_object_set_new(e, "location", json_pack("[o, o]", online, there));
    json_object_set_new(e, "eventAttendanceMode",
                        json_string("https://schema.org/MixedEventAttendanceMode"));
    return e;
}

static void set_text(json_t *object, const char *name, str value)
{
    if (!str_empty(value))
        json_object_set_new(object, name, json_text(value));
}

static json_t *week_event(arena *a, str base_url, const struct week *w)
{
    json_t *e = event(url_of(a, base_url, "weeks", w->slug), w->title, w->place);
    set_text(e, "description", w->subtitle);
    set_text(e, "startDate", w->start_date);
    set_text(e, "endDate", w->end_date);
    set_text(e, "eventStatus", S("https://schema.org/EventScheduled"));
    return e;
}

static json_t *performers(arena *a, str base_url, const struct talk *t)
{
    json_t *all = json_array();
    for (size_t i = 0; i < t->speakers.n; i++) {
        const struct talk_speaker *s = &t->speakers.item[i];
        json_array_append_new(all, json_pack("{s:s, s:o, s:o}", "@type", "Person", "name",
                                             json_text(s->name), "url",
                                             url_of(a, base_url, "speakers", s->slug)));
    }
    return all;
}

const json_t *weeks_jsonld_week(arena *a, str base_url, const struct week *w)
{
    json_t *e = week_event(a, base_url, w);
    json_text_on(a, e);
    return e;
}

const json_t *weeks_jsonld_talk(arena *a, str base_url, const struct week *w, const struct talk *t)
{
    json_t *e = event(url_of(a, base_url, "talks", t->slug), t->title, t->place);
    json_text_on(a, e);
    set_text(e, "description", markdown_summary(a, t->text, DESCRIPTION_CODE_POINTS));
    set_text(e, "startDate", when_rfc3339(a, t->start_ms, w->zone));
    set_text(e, "endDate", when_rfc3339(a, weeks_store_end_ms(t), w->zone));
    set_text(e, "inLanguage", t->language);
    set_text(e, "eventStatus",
             weeks_store_cancelled(t) ? S("https://schema.org/EventCancelled")
                                      : S("https://schema.org/EventScheduled"));
    if (t->speakers.n > 0)
        json_object_set_new(e, "performer", performers(a, base_url, t));
    json_t *week = week_event(a, base_url, w);
    json_object_del(week, "@context");
    json_object_set_new(e, "superEvent", week);
    return e;
}
