/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_ics.c - iCalendar (RFC 5545) by libical: each VEVENT is a talk, a recurring one
 * several.
 *
 * Offsets come from when.h; libical's own zones are asked only for a VTIMEZONE whose name nobody
 * knows. libical is used under a lock: its zones and errors are kept globally.
 */
#include <pthread.h>
#include <string.h>

#include <libical/ical.h>

#include "base/buf.h"
#include "base/id.h"
#include "base/utf8.h"
#include "base/words.h"
#include "engine/programme/programme_draft.h"

#define LEVELS_MAX 64
/* Instances of one event, and of all: a programme is no calendar of a life. */
#define INSTANCES_MAX 100
#define EXPANSIONS_MAX 2000
/* A rule without further instances is searched up to the end of libical's years, for up to a
 * second. */
#define SEARCH_COST 500
#define MINUTE_MS INT64_C(60000)
#define DAY_MIN INT64_C(1440)

static pthread_mutex_t ical_lock = PTHREAD_MUTEX_INITIALIZER;

struct ics {
    struct programme_draft *d;
    icalcomponent *root;
    bool named;     /* title and zone are taken from the first calendar */
    int expansions; /* of all rules so far */
};

/* A recurring event's instances that stand as events of their own. */
struct moved {
    str uid;
    int64_t instant_ms;
};

/* Folded lines are joined before the text is made UTF-8: some fold in the middle of a letter. */
static str unfold(arena *a, str text)
{
    char *p = arena_alloc(a, text.n);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        size_t end = i + (text.p[i] == '\r');
        if (end + 1 < text.n && text.p[end] == '\n' &&
            (text.p[end + 1] == ' ' || text.p[end + 1] == '\t'))
            i = end + 1;
        else
            p[n++] = text.p[i];
    }
    return (str){ p, n };
}

/* libical frees components by recursion, and talks on stderr of an END without BEGIN. */
static const err *levels_check(arena *a, str text)
{
    str line;
    int levels = 0;
    while (str_next(&text, '\n', &line)) {
        line = str_trim(line);
        if (str_eq_nocase(str_sub(line, 0, 6), S("BEGIN:")) && ++levels > LEVELS_MAX)
            FAIL(a, ERR_INVALID, "an iCalendar file deeper than %d levels", LEVELS_MAX);
        if (str_eq_nocase(str_sub(line, 0, 4), S("END:")) && --levels < 0)
            FAIL(a, ERR_INVALID, "broken iCalendar: %.*s without its BEGIN",
                 STR_ARG(utf8_cut(line, 40)));
    }
    return NULL;
}

static str property_text(icalcomponent *c, icalproperty_kind kind)
{
    icalproperty *p = icalcomponent_get_first_property(c, kind);
    icalvalue *value = p == NULL ? NULL : icalproperty_get_value(p);
    return str_of(value == NULL ? NULL : icalproperty_get_value_as_string(p));
}

/* A text value without its escapes. */
static str text_value(icalcomponent *c, icalproperty_kind kind)
{
    icalproperty *p = icalcomponent_get_first_property(c, kind);
    icalvalue *value = p == NULL ? NULL : icalproperty_get_value(p);
    return str_of(value == NULL ? NULL : icalvalue_get_text(value));
}

/* "X-WR-CALNAME" and its like. */
static str x_value(icalcomponent *c, const char *name)
{
    for (icalproperty *p = icalcomponent_get_first_property(c, ICAL_X_PROPERTY); p != NULL;
         p = icalcomponent_get_next_property(c, ICAL_X_PROPERTY)) {
        const char *x = icalproperty_get_x_name(p);
        if (x != NULL && str_eq_nocase(str_of(x), str_of(name)))
            return str_of(icalproperty_get_value_as_string(p));
    }
    return (str){ 0 };
}

static str tzid_of(icalproperty *p)
{
    icalparameter *tzid = icalproperty_get_first_parameter(p, ICAL_TZID_PARAMETER);
    return str_of(tzid == NULL ? NULL : icalparameter_get_tzid(tzid));
}

static bool in_range(struct icaltimetype t)
{
    return t.year > 0 && t.year < 10000 && t.month >= 1 && t.month <= 12 && t.day >= 1 &&
           t.day <= 31;
}

static struct when_local local_of(struct icaltimetype t)
{
    struct when_local l = { .date = { t.year, t.month, t.day } };
    if (!t.is_date) {
        l.hour = t.hour;
        l.minute = t.minute;
        l.second = t.second;
    }
    return l;
}

/* By the file's own VTIMEZONE, of a name that is in no list. */
static bool instant_by_component(struct ics *ics, struct icaltimetype t, const char *tzid,
                                 int64_t *ret_ms)
{
    icaltimezone *zone = icalcomponent_get_timezone(ics->root, tzid);
    if (zone == NULL)
        return false;
    int dst = 0;
    int offset_s = icaltimezone_get_utc_offset(zone, &t, &dst);
    *ret_ms = when_instant(local_of(t), S("UTC")) - offset_s * INT64_C(1000);
    return true;
}

/* `tzid` as written at the time. */
static int64_t instant_of(struct ics *ics, struct icaltimetype t, str tzid)
{
    SCRATCH(s);
    struct programme_draft *d = ics->d;
    int64_t ms;
    if (icaltime_is_utc(t))
        return when_instant(local_of(t), S("UTC"));
    if (str_empty(tzid))
        return when_instant(local_of(t), d->p.zone);
    str zone = when_zone_known(tzid) ? tzid : when_zone_guess(s, tzid);
    if (!str_empty(zone))
        return when_instant(local_of(t), zone);
    if (instant_by_component(ics, t, str_c(s, tzid), &ms))
        return ms;
    programme_draft_remark(
        d, WORDS_MARK("{n} times are in a time zone that is not known (first: {first})"), tzid);
    return when_instant(local_of(t), d->p.zone);
}

/* A DTSTART, DTEND or RECURRENCE-ID; false where it is missing or no time. */
static bool time_read(icalcomponent *event, icalproperty_kind kind, struct icaltimetype *ret,
                      str *ret_tzid)
{
    icalproperty *p = icalcomponent_get_first_property(event, kind);
    icalvalue *value = p == NULL ? NULL : icalproperty_get_value(p);
    if (value == NULL)
        return false;
    icalvalue_kind type = icalvalue_isa(value);
    if (type != ICAL_DATETIME_VALUE && type != ICAL_DATE_VALUE)
        return false;
    *ret = type == ICAL_DATE_VALUE ? icalvalue_get_date(value) : icalvalue_get_datetime(value);
    *ret_tzid = tzid_of(p);
    return in_range(*ret);
}

static int duration_of(struct ics *ics, icalcomponent *event, struct icaltimetype start,
                       int64_t start_ms, str label)
{
    struct icaltimetype end;
    str tzid;
    int64_t minutes = 0;
    icalproperty *p = icalcomponent_get_first_property(event, ICAL_DURATION_PROPERTY);
    if (time_read(event, ICAL_DTEND_PROPERTY, &end, &tzid))
        minutes = (instant_of(ics, end, tzid) - start_ms) / MINUTE_MS;
    else if (p != NULL && icalproperty_get_value(p) != NULL)
        minutes = programme_draft_minutes(str_of(icalproperty_get_value_as_string(p)));
    else if (start.is_date)
        minutes = DAY_MIN;
    if (minutes > 0 && minutes <= 7 * DAY_MIN)
        return (int)minutes;
    programme_draft_remark(
        ics->d, WORDS_MARK("{n} talks have no duration; an hour was taken (first: {first})"),
        label);
    return 60;
}

/* Who invites is named as a person, if by name. */
static void organizer_read(struct ics *ics, icalcomponent *event, struct programme_draft_event *e)
{
    icalproperty *p = icalcomponent_get_first_property(event, ICAL_ORGANIZER_PROPERTY);
    icalparameter *cn = p == NULL ? NULL : icalproperty_get_first_parameter(p, ICAL_CN_PARAMETER);
    str name = str_of(cn == NULL ? NULL : icalparameter_get_cn(cn));
    if (!str_empty(str_trim(name)))
        programme_draft_person(ics->d, e, (str){ 0 }, name, (str){ 0 });
}

static struct programme_draft_event event_of(struct ics *ics, icalcomponent *event)
{
    arena *s = ics->d->scratch;
    struct programme_draft_event e = {
        .id = str_copy(s, property_text(event, ICAL_UID_PROPERTY)),
        .title = str_copy(s, text_value(event, ICAL_SUMMARY_PROPERTY)),
        .place = str_copy(s, text_value(event, ICAL_LOCATION_PROPERTY)),
        .track = str_copy(s, text_value(event, ICAL_CATEGORIES_PROPERTY)),
        .description = str_copy(s, text_value(event, ICAL_DESCRIPTION_PROPERTY)),
        .url = str_copy(s, property_text(event, ICAL_URL_PROPERTY)),
        .cancelled = icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED,
        .has_instant = true,
    };
    organizer_read(ics, event, &e);
    return e;
}

static bool is_excluded(struct ics *ics, icalcomponent *event, int64_t instant_ms)
{
    for (icalproperty *p = icalcomponent_get_first_property(event, ICAL_EXDATE_PROPERTY); p != NULL;
         p = icalcomponent_get_next_property(event, ICAL_EXDATE_PROPERTY)) {
        if (icalproperty_get_value(p) == NULL)
            continue;
        struct icaltimetype t = icalproperty_get_exdate(p);
        if (in_range(t) && instant_of(ics, t, tzid_of(p)) == instant_ms)
            return true;
    }
    return false;
}

static bool is_moved(const struct moved *moved, size_t n, str uid, int64_t instant_ms)
{
    for (size_t i = 0; i < n; i++)
        if (moved[i].instant_ms == instant_ms && str_eq(moved[i].uid, uid))
            return true;
    return false;
}

/* Its id says which of the instances it is; only an event that stands alone can be known by a guid.
 */
static void instance_add(struct ics *ics, const struct programme_draft_event *event,
                         int64_t start_ms, int64_t recurrence_ms, bool recurs)
{
    struct programme_draft_event e = *event;
    e.start_ms = start_ms;
    if (recurs && !str_empty(e.id))
        e.id = str_format(ics->d->scratch, "%.*s/%lld", STR_ARG(str_sub(e.id, 0, 400)),
                          (long long)(recurrence_ms / 1000));
    programme_draft_add(ics->d, &e);
}

/* Rules of days, weekdays and months. libical can search for minutes for an instance of others that
 * has none: "the second of one last Friday". */
static bool is_expandable(struct ics *ics, struct icalrecurrencetype rule)
{
    bool coarse = rule.freq == ICAL_DAILY_RECURRENCE || rule.freq == ICAL_WEEKLY_RECURRENCE ||
                  rule.freq == ICAL_MONTHLY_RECURRENCE || rule.freq == ICAL_YEARLY_RECURRENCE;
    const short first[] = { rule.by_second[0],   rule.by_minute[0],  rule.by_hour[0],
                            rule.by_year_day[0], rule.by_week_no[0], rule.by_set_pos[0] };
    for (size_t i = 0; i < COUNT_OF(first); i++)
        if (first[i] != ICAL_RECURRENCE_ARRAY_MAX)
            return false;
    return coarse && rule.rscale == NULL && ics->expansions < EXPANSIONS_MAX;
}

static bool is_exhausted(struct icalrecurrencetype rule, int n)
{
    bool counted = rule.count > 0 && n >= rule.count;
    return n < INSTANCES_MAX && !counted && (n == 0 || icaltime_is_null_time(rule.until));
}

/* Adds the instances of a rule; false where it has none that can be found. */
static bool rule_expand(struct ics *ics, icalcomponent *event,
                        const struct programme_draft_event *e, struct icaltimetype start, str tzid,
                        const struct moved *moved, size_t n_moved)
{
    struct icalrecurrencetype rule =
        icalproperty_get_rrule(icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY));
    if (!is_expandable(ics, rule))
        return false;
    int n = 0;
    icalrecur_iterator *iterator = icalrecur_iterator_new(rule, start);
    while (iterator != NULL && n < INSTANCES_MAX) {
        struct icaltimetype next = icalrecur_iterator_next(iterator);
        if (icaltime_is_null_time(next) || !in_range(next))
            break;
        n++;
        int64_t ms = instant_of(ics, next, tzid);
        if (!is_excluded(ics, event, ms) && !is_moved(moved, n_moved, e->id, ms))
            instance_add(ics, e, ms, ms, true);
    }
    icalrecur_iterator_free(iterator);
    ics->expansions += is_exhausted(rule, n) ? SEARCH_COST : n + 1;
    if (n == INSTANCES_MAX)
        programme_draft_remark(
            ics->d,
            WORDS_MARK("{n} talks repeat often; the first hundred were taken (first: {first})"),
            e->title);
    return n > 0;
}

/* One that repeats in no way that is followed happens once. */
static void rule_read(struct ics *ics, icalcomponent *event, const struct programme_draft_event *e,
                      struct icaltimetype start, str tzid, const struct moved *moved,
                      size_t n_moved)
{
    if (rule_expand(ics, event, e, start, tzid, moved, n_moved))
        return;
    programme_draft_remark(
        ics->d, WORDS_MARK("{n} talks repeat in a way that is not followed (first: {first})"),
        e->title);
    instance_add(ics, e, e->start_ms, e->start_ms, true);
}

static void event_read(struct ics *ics, icalcomponent *event, const struct moved *moved,
                       size_t n_moved)
{
    struct icaltimetype start, recurrence;
    str tzid, recurrence_tzid;
    struct programme_draft_event e = event_of(ics, event);
    if (!time_read(event, ICAL_DTSTART_PROPERTY, &start, &tzid)) {
        programme_draft_remark(
            ics->d, WORDS_MARK("{n} talks have no start and were left out (first: {first})"),
            e.title);
        return;
    }
    e.start_ms = instant_of(ics, start, tzid);
    e.duration_min = duration_of(ics, event, start, e.start_ms, e.title);
    if (start.is_date)
        programme_draft_remark(ics->d, WORDS_MARK("{n} talks last whole days (first: {first})"),
                               e.title);
    icalproperty *rule = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
    if (time_read(event, ICAL_RECURRENCEID_PROPERTY, &recurrence, &recurrence_tzid)) {
        instance_add(ics, &e, e.start_ms, instant_of(ics, recurrence, recurrence_tzid), true);
    } else if (rule != NULL && icalproperty_get_value(rule) != NULL) {
        rule_read(ics, event, &e, start, tzid, moved, n_moved);
    } else {
        if (id_is_uuid(str_trim(e.id)))
            e.guid = e.id;
        instance_add(ics, &e, e.start_ms, e.start_ms, false);
    }
}

/* The instances that are written out, so that the rule does not make them again. */
static struct moved *moved_gather(struct ics *ics, icalcomponent *calendar, size_t *ret_n)
{
    struct moved *list = NULL;
    size_t n = 0, cap = 0;
    arena *s = ics->d->scratch;
    for (icalcomponent *c = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
         c != NULL; c = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        struct icaltimetype t;
        str tzid;
        if (!time_read(c, ICAL_RECURRENCEID_PROPERTY, &t, &tzid))
            continue;
        arena_grow(s, (void **)&list, &cap, n + 1, sizeof(*list));
        list[n++] = (struct moved){ str_copy(s, property_text(c, ICAL_UID_PROPERTY)),
                                    instant_of(ics, t, tzid) };
    }
    *ret_n = n;
    return list;
}

/* The calendar's own zone, else that of its first event. */
static str zone_named(icalcomponent *calendar)
{
    str zone = x_value(calendar, "X-WR-TIMEZONE");
    for (icalcomponent *c = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
         c != NULL && str_empty(zone);
         c = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        icalproperty *start = icalcomponent_get_first_property(c, ICAL_DTSTART_PROPERTY);
        if (start != NULL)
            zone = tzid_of(start);
    }
    return zone;
}

static void calendar_read(struct ics *ics, icalcomponent *calendar)
{
    struct programme_draft *d = ics->d;
    ics->root = calendar;
    if (!ics->named) {
        ics->named = true;
        d->p.title = programme_draft_line(d, x_value(calendar, "X-WR-CALNAME"));
        d->p.subtitle = programme_draft_line(d, x_value(calendar, "X-WR-CALDESC"));
        programme_draft_zone(d, zone_named(calendar));
    }
    size_t n = 0;
    struct moved *moved = moved_gather(ics, calendar, &n);
    /* Gathered first: looking for the zone of one moves libical's place in the list. */
    icalcomponent **events = NULL;
    size_t n_events = 0, cap = 0;
    for (icalcomponent *c = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
         c != NULL; c = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        arena_grow(d->scratch, (void **)&events, &cap, n_events + 1, sizeof(icalcomponent *));
        events[n_events++] = c;
    }
    for (size_t i = 0; i < n_events && !programme_draft_too_many(d); i++)
        event_read(ics, events[i], moved, n);
}

static void all_read(struct programme_draft *d, icalcomponent *root)
{
    struct ics ics = { .d = d };
    if (icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT) {
        calendar_read(&ics, root);
        return;
    }
    for (icalcomponent *c = icalcomponent_get_first_component(root, ICAL_VCALENDAR_COMPONENT);
         c != NULL; c = icalcomponent_get_next_component(root, ICAL_VCALENDAR_COMPONENT))
        calendar_read(&ics, c);
}

const err *programme_ics_read(struct programme_draft *d, str text)
{
    SCRATCH(s);
    text = utf8_text(s, unfold(s, text));
    TRY(levels_check(d->a, text));
    const char *c = str_c(s, text);
    pthread_mutex_lock(&ical_lock);
    icalcomponent *root = icalparser_parse_string(c);
    if (root != NULL) {
        all_read(d, root);
        icalcomponent_free(root);
    }
    icalmemory_free_ring();
    pthread_mutex_unlock(&ical_lock);
    if (root == NULL)
        FAIL(d->a, ERR_INVALID, "broken iCalendar: no calendar could be read");
    return NULL;
}
