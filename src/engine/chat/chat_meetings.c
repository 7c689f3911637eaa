/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * chat_meetings.c - the events of a calendar (RFC 5545), one after the other: each VEVENT is
 * gathered and given to libical by itself, so that a calendar of any length costs its longest
 * event. Zones by name come from when.h.
 */
#include <string.h>

#include <libical/ical.h>

#include "base/utf8.h"
#include "base/words.h"
#include "engine/chat/chat_reader.h"
#include "engine/when/when.h"

#define EVENT_MAX ((size_t)1 << 20)
#define ATTENDEES_MAX 1000

struct meetings {
    bool in_event, too_large;
    bool calendar; /* BEGIN:VCALENDAR was seen */
    int within;    /* components within the event: alarms */
    size_t line;
    char *p;
    size_t n, cap;
};

static str text_of(arena *a, icalcomponent *c, icalproperty_kind kind)
{
    icalproperty *p = icalcomponent_get_first_property(c, kind);
    icalvalue *value = p == NULL ? NULL : icalproperty_get_value(p);
    const char *text = value == NULL ? NULL : icalvalue_get_text(value);
    return str_copy(a, utf8_line(a, lines_text(a, str_of(text))));
}

/* "mailto:anna@example.org" with the CN beside it. */
static struct chat_person person_of(arena *a, icalproperty *p, const char *address)
{
    icalparameter *cn = icalproperty_get_first_parameter(p, ICAL_CN_PARAMETER);
    str uri = str_of(address);
    if (str_eq_nocase(str_sub(uri, 0, 7), S("mailto:")))
        uri = str_sub(uri, 7, uri.n);
    str name = str_of(cn == NULL ? NULL : icalparameter_get_cn(cn));
    return (struct chat_person){
        .name = str_copy(a, utf8_line(a, lines_text(a, name))),
        .address = str_copy(a, str_lower(a, utf8_line(a, lines_text(a, uri)))),
    };
}

static bool is_room(icalproperty *p)
{
    icalparameter *type = icalproperty_get_first_parameter(p, ICAL_CUTYPE_PARAMETER);
    icalparameter_cutype is =
        type == NULL ? ICAL_CUTYPE_INDIVIDUAL : icalparameter_get_cutype(type);
    return is == ICAL_CUTYPE_ROOM || is == ICAL_CUTYPE_RESOURCE;
}

static void people_read(arena *a, icalcomponent *c, struct chat_event *ret)
{
    struct chat_person *to = NULL;
    size_t n = 0, cap = 0;
    icalproperty *p = icalcomponent_get_first_property(c, ICAL_ORGANIZER_PROPERTY);
    if (p != NULL && icalproperty_get_organizer(p) != NULL)
        ret->from = person_of(a, p, icalproperty_get_organizer(p));
    for (p = icalcomponent_get_first_property(c, ICAL_ATTENDEE_PROPERTY);
         p != NULL && n < ATTENDEES_MAX;
         p = icalcomponent_get_next_property(c, ICAL_ATTENDEE_PROPERTY)) {
        if (icalproperty_get_attendee(p) == NULL || is_room(p))
            continue;
        void *grown = to;
        arena_grow(a, &grown, &cap, n + 1, sizeof *to);
        to = grown;
        to[n++] = person_of(a, p, icalproperty_get_attendee(p));
    }
    ret->to = to;
    ret->n_to = n;
}

/* An instant of a property; false where it is none. Without zone it is taken as UTC. */
static bool time_of(arena *a, icalcomponent *c, icalproperty_kind kind, int64_t *ret_ms,
                    bool *ret_zoned)
{
    icalproperty *p = icalcomponent_get_first_property(c, kind);
    icalvalue *value = p == NULL ? NULL : icalproperty_get_value(p);
    if (value == NULL ||
        (icalvalue_isa(value) != ICAL_DATETIME_VALUE && icalvalue_isa(value) != ICAL_DATE_VALUE))
        return false;
    struct icaltimetype t = icalvalue_get_datetime(value);
    if (icaltime_is_null_time(t) || !icaltime_is_valid_time(t) || t.year < 1900 || t.year > 9999 ||
        t.month < 1 || t.month > 12 || t.day < 1 || t.day > 31)
        return false;
    icalparameter *tzid = icalproperty_get_first_parameter(p, ICAL_TZID_PARAMETER);
    str named = str_of(tzid == NULL ? NULL : icalparameter_get_tzid(tzid));
    str zone = named.n == 0 ? (str){ 0 } : when_zone_guess(a, lines_text(a, named));
    struct when_local local = { .date = { t.year, t.month, t.day },
                                .hour = t.is_date ? 0 : t.hour,
                                .minute = t.is_date ? 0 : t.minute,
                                .second = 0 };
    *ret_zoned = zone.n > 0 || icaltime_is_utc(t);
    *ret_ms = when_instant(local, zone.n > 0 ? zone : S("UTC"));
    return true;
}

static str rule_of(arena *a, icalcomponent *c)
{
    icalproperty *p = icalcomponent_get_first_property(c, ICAL_RRULE_PROPERTY);
    char *text = p == NULL ? NULL : icalproperty_get_value_as_string_r(p);
    str rule = str_copy(a, utf8_line(a, lines_text(a, str_of(text))));
    icalmemory_free_buffer(text);
    return rule;
}

/* False where the event has no start. */
static bool event_read(arena *a, icalcomponent *c, struct chat_event *ret)
{
    int64_t end_ms;
    bool zoned;
    if (!time_of(a, c, ICAL_DTSTART_PROPERTY, &ret->time_ms, &ret->zoned))
        return false;
    if (time_of(a, c, ICAL_DTEND_PROPERTY, &end_ms, &zoned) && end_ms > ret->time_ms &&
        end_ms - ret->time_ms < INT64_C(86400000) * 366)
        ret->duration_min = (int)((end_ms - ret->time_ms) / 60000);
    ret->id = text_of(a, c, ICAL_UID_PROPERTY);
    ret->title = text_of(a, c, ICAL_SUMMARY_PROPERTY);
    ret->rule = rule_of(a, c);
    ret->cancelled = icalcomponent_get_status(c) == ICAL_STATUS_CANCELLED;
    people_read(a, c, ret);
    return true;
}

static enum lines_event event_finish(chat_reader *r, arena *a, struct chat_event *ret,
                                     struct lines_refusal *ret_refusal)
{
    struct meetings *m = r->own;
    struct chat_event made = { .kind = CHAT_MEETING, .line = m->line, .count = 1 };
    m->in_event = false;
    if (m->too_large)
        return chat_refuse(r, m->line, WORDS_MARK("This event is larger than one megabyte."),
                           ret_refusal);
    icalcomponent *c = icalparser_parse_string(str_c(a, (str){ m->p, m->n }));
    bool read =
        c != NULL && icalcomponent_isa(c) == ICAL_VEVENT_COMPONENT && event_read(a, c, &made);
    if (c != NULL)
        icalcomponent_free(c);
    if (!read)
        return chat_refuse(r, m->line, WORDS_MARK("This event has no start that can be read."),
                           ret_refusal);
    *ret = made;
    return LINES_THING;
}

static bool is(str line, const char *what)
{
    return str_eq_nocase(str_trim(line), str_of(what));
}

static void event_begin(struct meetings *m, size_t line)
{
    m->in_event = true;
    m->too_large = false;
    m->within = 0;
    m->line = line;
    m->n = 0;
}

static void event_add(arena *a, struct meetings *m, str text)
{
    m->too_large = m->too_large || m->n + text.n + 2 > EVENT_MAX;
    if (m->too_large)
        return;
    void *p = m->p;
    arena_grow(a, &p, &m->cap, m->n + text.n + 2, 1);
    m->p = p;
    if (text.n > 0)
        memcpy(m->p + m->n, text.p, text.n);
    m->n += text.n;
    m->p[m->n++] = '\r';
    m->p[m->n++] = '\n';
}

static enum lines_event line_read(chat_reader *r, const struct lines_line *line, arena *a,
                                  struct chat_event *ret, struct lines_refusal *ret_refusal)
{
    struct meetings *m = r->own;
    str text = line->text;
    m->calendar = m->calendar || is(text, "BEGIN:VCALENDAR");
    if (is(text, "BEGIN:VEVENT")) {
        size_t unfinished = m->in_event ? m->line : 0;
        event_begin(m, line->number);
        event_add(r->a, m, S("BEGIN:VEVENT"));
        if (unfinished > 0)
            return chat_refuse(r, unfinished,
                               WORDS_MARK("This event does not end before the next begins."),
                               ret_refusal);
        return LINES_MORE;
    }
    if (!m->in_event)
        return LINES_MORE;
    if (is(text, "END:VEVENT")) {
        event_add(r->a, m, S("END:VEVENT"));
        return event_finish(r, a, ret, ret_refusal);
    }
    /* Alarms say nothing of people. */
    m->within += str_eq_nocase(str_sub(text, 0, 6), S("BEGIN:"));
    if (m->within == 0)
        event_add(r->a, m, text);
    m->within -= m->within > 0 && str_eq_nocase(str_sub(text, 0, 4), S("END:"));
    return LINES_MORE;
}

static enum lines_event rest_read(chat_reader *r, arena *a, struct chat_event *ret,
                                  struct lines_refusal *ret_refusal)
{
    struct meetings *m = r->own;
    (void)a;
    (void)ret;
    if (m->in_event) {
        m->in_event = false;
        return chat_refuse(r, m->line, WORDS_MARK("The file ends within this event."), ret_refusal);
    }
    return LINES_END;
}

chat_reader *chat_meetings_new(arena *a)
{
    chat_reader *r = chat_reader_new(a, NEW(a, struct meetings));
    r->lines = lines_new(a, CHAT_LINE_MAX);
    r->line = line_read;
    r->rest = rest_read;
    return r;
}
