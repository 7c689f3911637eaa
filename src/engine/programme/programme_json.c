/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_json.c - schedule.json by jansson: c3voc's first form (days, in them rooms with events)
 * and its second (one list of events; tracks, rooms and texts as objects).
 */

#include "base/buf.h"
#include "base/json_text.h"
#include "base/utf8.h"
#include "base/words.h"
#include "engine/programme/programme_draft.h"

#define LEVELS_MAX 64
/* A value costs jansson about a hundred bytes, however short it is in the file. */
#define VALUES_MAX 1000000
/* So many tracks or rooms are looked through for a name. */
#define LOOKUP_MAX 1000

/* Levels and values, before anything is built; strings are skipped. */
static const err *bounds_check(arena *a, str text)
{
    size_t levels = 0, values = 0;
    bool in_string = false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (in_string) {
            i += c == '\\';
            in_string = c != '"';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (++levels > LEVELS_MAX)
                FAIL(a, ERR_INVALID, "a JSON file deeper than %d levels", LEVELS_MAX);
            values++;
        } else if (c == '}' || c == ']') {
            levels -= levels > 0;
        } else {
            values += c == ',';
        }
    }
    if (values > VALUES_MAX)
        FAIL(a, ERR_INVALID, "a JSON file of more than %d values", VALUES_MAX);
    return NULL;
}

static const err *parse(struct programme_draft *d, str text, json_t **ret)
{
    if (str_starts(text, S("\xef\xbb\xbf")))
        text = str_sub(text, 3, text.n);
    if (!utf8_valid(text)) {
        programme_draft_remark(
            d, WORDS_MARK("The file is not UTF-8; what could not be read is marked"), S(""));
        text = utf8_text(d->scratch, text);
    }
    TRY(bounds_check(d->a, text));
    json_error_t error;
    json_t *root = json_loadb(text.p, text.n, JSON_ALLOW_NUL, &error);
    if (root == NULL) {
        str why = utf8_line(d->a, str_of(error.text));
        FAIL(d->a, ERR_INVALID, "broken JSON, line %d: %.*s", error.line, STR_ARG(why));
    }
    json_text_on(d->scratch, root);
    *ret = root;
    return NULL;
}

/* Text or number as text; absent for all else. */
static str text_of(struct programme_draft *d, const json_t *value)
{
    if (json_is_string(value))
        return (str){ json_string_value(value), json_string_length(value) };
    if (json_is_integer(value))
        return str_format(d->scratch, "%lld", (long long)json_integer_value(value));
    return (str){ 0 };
}

static str field(struct programme_draft *d, const json_t *object, const char *name)
{
    return text_of(d, json_object_get(object, name));
}

/* The first field of these (the list ends with NULL) that has a text. */
static str first_field(struct programme_draft *d, const json_t *object, const char *const *names)
{
    for (; *names != NULL; names++) {
        str value = field(d, object, *names);
        if (!str_empty(str_trim(value)))
            return value;
    }
    return (str){ 0 };
}

/* A text, or one for each language: the talk's own, German, English, else the first. */
static str localized(struct programme_draft *d, const json_t *object, const char *name,
                     str language)
{
    json_t *value = json_object_get(object, name);
    if (!json_is_object(value))
        return text_of(d, value);
    str wanted[] = { str_sub(language, 0, 2), S("de"), S("en") };
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        str text = field(d, value, str_c(d->scratch, wanted[i]));
        if (!str_empty(text))
            return text;
    }
    return text_of(d, json_object_iter_value(json_object_iter(value)));
}

/* A name, or an object with one; an object with only a slug or guid is looked up in the
 * conference's list. */
static str name_of(struct programme_draft *d, const json_t *value, const json_t *list)
{
    static const char *const names[] = { "name", "title", NULL };
    if (!json_is_object(value))
        return text_of(d, value);
    str name = first_field(d, value, names);
    for (size_t i = 0; str_empty(name) && i < json_array_size(list) && i < LOOKUP_MAX; i++) {
        const json_t *entry = json_array_get(list, i);
        str slug = field(d, value, "slug"), guid = field(d, value, "guid");
        if ((!str_empty(slug) && str_eq(slug, field(d, entry, "slug"))) ||
            (!str_empty(guid) && str_eq(guid, field(d, entry, "guid"))))
            name = first_field(d, entry, names);
    }
    return str_empty(name) ? field(d, value, "slug") : name;
}

static void persons_read(struct programme_draft *d, const json_t *list,
                         struct programme_draft_event *e)
{
    static const char *const ids[] = { "guid", "code", "id", NULL };
    static const char *const names[] = { "public_name", "name", "full_public_name", NULL };
    static const char *const texts[] = { "biography", "description", "abstract", NULL };
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *p = json_array_get(list, i);
        if (json_is_string(p))
            programme_draft_person(d, e, (str){ 0 }, text_of(d, p), (str){ 0 });
        else
            programme_draft_person(d, e, first_field(d, p, ids), first_field(d, p, names),
                                   first_field(d, p, texts));
    }
}

static void links_read(struct programme_draft *d, const json_t *list,
                       struct programme_draft_event *e)
{
    static const char *const urls[] = { "url", "href", NULL };
    static const char *const titles[] = { "title", "name", NULL };
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *l = json_array_get(list, i);
        if (json_is_string(l))
            programme_draft_link(d, e, text_of(d, l), (str){ 0 });
        else
            programme_draft_link(d, e, first_field(d, l, urls), first_field(d, l, titles));
    }
}

static bool is_cancelled(str state)
{
    static const str off[] = { S_INIT("cancelled"), S_INIT("canceled"), S_INIT("withdrawn"),
                               S_INIT("rejected"), S_INIT("deleted") };
    for (size_t i = 0; i < COUNT_OF(off); i++)
        if (str_eq_nocase(str_trim(state), off[i]))
            return true;
    return false;
}

/* Where an event was found. */
struct place {
    const json_t *conference;
    str room;
    const struct programme_draft_day *day; /* or NULL */
};

static void event_read(struct programme_draft *d, const json_t *event, const struct place *at)
{
    static const char *const states[] = { "state", "status", NULL };
    str language = field(d, event, "language");
    struct programme_draft_event e = {
        .guid = field(d, event, "guid"),
        .id = field(d, event, "id"),
        .title = localized(d, event, "title", language),
        .subtitle = localized(d, event, "subtitle", language),
        .track =
            name_of(d, json_object_get(event, "track"), json_object_get(at->conference, "tracks")),
        .type = field(d, event, "type"),
        .place =
            name_of(d, json_object_get(event, "room"), json_object_get(at->conference, "rooms")),
        .language = language,
        .abstract = localized(d, event, "abstract", language),
        .description = localized(d, event, "description", language),
        .url = field(d, event, "url"),
        .date = field(d, event, "date"),
        .start = field(d, event, "start"),
        .end = field(d, event, "end"),
        .duration = field(d, event, "duration"),
        .has_day = at->day != NULL,
        .cancelled = is_cancelled(first_field(d, event, states)),
    };
    if (at->day != NULL)
        e.day = *at->day;
    if (str_empty(str_trim(e.place)))
        e.place = at->room;
    if (str_empty(e.id))
        e.id = field(d, event, "code");
    persons_read(d, json_object_get(event, "persons"), &e);
    persons_read(d, json_object_get(event, "participants"), &e);
    links_read(d, json_object_get(event, "links"), &e);
    links_read(d, json_object_get(event, "attachments"), &e);
    programme_draft_add(d, &e);
}

static void events_read(struct programme_draft *d, const json_t *list, const struct place *at)
{
    for (size_t i = 0; i < json_array_size(list) && !programme_draft_too_many(d); i++)
        if (json_is_object(json_array_get(list, i)))
            event_read(d, json_array_get(list, i), at);
}

static const json_t *events_of(const json_t *object)
{
    const json_t *events = json_object_get(object, "events");
    return events != NULL ? events : json_object_get(object, "talks");
}

/* {"Saal 1": [event, …]}, or a list of {name, events}. */
static void rooms_read(struct programme_draft *d, json_t *rooms, const struct place *day)
{
    struct place at = *day;
    const char *name;
    json_t *list;
    json_object_foreach(rooms, name, list)
    {
        at.room = str_of(name);
        events_read(d, json_is_object(list) ? events_of(list) : list, &at);
    }
    for (size_t i = 0; i < json_array_size(rooms); i++) {
        at.room = field(d, json_array_get(rooms, i), "name");
        events_read(d, events_of(json_array_get(rooms, i)), &at);
    }
}

static void day_read(struct programme_draft *d, const json_t *conference, const json_t *node,
                     str key)
{
    static const char *const starts[] = { "day_start", "start", NULL };
    static const char *const ends[] = { "day_end", "end", NULL };
    struct programme_draft_day day;
    str date = field(d, node, "date");
    bool known = programme_draft_day(d, str_empty(date) ? key : date, first_field(d, node, starts),
                                     first_field(d, node, ends), &day);
    if (!known)
        programme_draft_remark(d, WORDS_MARK("{n} days have no date"), S(""));
    struct place at = { conference, { 0 }, known ? &day : NULL };
    rooms_read(d, json_object_get(node, "rooms"), &at);
    events_read(d, events_of(node), &at);
}

/* A list, or a map by date. */
static void days_read(struct programme_draft *d, const json_t *conference, json_t *days)
{
    const char *date;
    json_t *day;
    for (size_t i = 0; i < json_array_size(days); i++)
        day_read(d, conference, json_array_get(days, i), (str){ 0 });
    json_object_foreach(days, date, day)
    {
        day_read(d, conference, day, str_of(date));
    }
}

static void conference_read(struct programme_draft *d, const json_t *schedule, const json_t *c)
{
    static const char *const urls[] = { "url", "base_url", NULL };
    static const char *const zones[] = { "time_zone_name", "timezone", "time_zone", NULL };
    d->p.title = programme_draft_line(d, localized(d, c, "title", (str){ 0 }));
    d->p.subtitle = programme_draft_line(d, localized(d, c, "subtitle", (str){ 0 }));
    d->p.acronym = programme_draft_line(d, field(d, c, "acronym"));
    d->p.place = programme_draft_line(d, field(d, c, "venue"));
    d->p.version = programme_draft_line(d, field(d, schedule, "version"));
    d->p.url = programme_draft_url(d, first_field(d, c, urls));
    if (str_empty(d->p.url))
        d->p.url = programme_draft_url(d, first_field(d, schedule, urls));
    programme_draft_day_change(d, field(d, c, "day_change"));
    programme_draft_zone(d, first_field(d, c, zones));
}

const err *programme_json_read(struct programme_draft *d, str text)
{
    json_t *root = NULL;
    TRY(parse(d, text, &root));
    const json_t *schedule = json_object_get(root, "schedule");
    if (schedule == NULL)
        schedule = root;
    const json_t *conference = json_object_get(schedule, "conference");
    if (!json_is_object(conference))
        FAIL(d->a, ERR_INVALID, "a JSON file, but without \"conference\" in a \"schedule\"");
    conference_read(d, schedule, conference);
    json_t *days = json_object_get(conference, "days");
    days_read(d, conference, days != NULL ? days : json_object_get(schedule, "days"));
    struct place anywhere = { .conference = conference };
    events_read(d, events_of(schedule), &anywhere);
    events_read(d, events_of(conference), &anywhere);
    return NULL;
}
