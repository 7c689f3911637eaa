/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_import.c - takes a programme in: makes a week, or brings the one it made before up to date.
 *
 * Everything is one transaction. What did not change is not written, so that calendars and the
 * pages' dates tell the truth (so a talk that was edited here stays as it was written until its
 * source changes; then the source counts, and the edited version is kept); what the source no
 * longer has stays, cancelled, for its conversation stands on it.
 */
#include "base/clock.h"
#include "base/id.h"
#include "feature/rooms/rooms.h"
#include "feature/weeks/weeks.h"
#include "feature/weeks/weeks_edit.h"
#include "feature/weeks/weeks_edit_write.h"
#include "feature/weeks/weeks_index.h"
#include "feature/weeks/weeks_slug.h"
#include "feature/weeks/weeks_store.h"

/* An import under way. */
struct import {
    store *s;
    arena *a;
    const struct programme *p;
    struct week week;
    int64_t now_ms;
    struct stored_talks stored;
    struct weeks_paper week_before;  /* with a week that was there */
    bool *taken;                     /* stored talks that a talk of the file is matched to */
    struct stored_speaker *speakers; /* as stored, then those that were added */
    bool *speaker_seen;              /* brought up to date already */
    size_t n_speakers, speakers_cap, seen_cap;
    weeks_index speaker_ids, speaker_names;
    struct weeks_import_result result;
};

static str full(str s)
{
    return s.p == NULL ? S("") : s;
}

/* ---- the week -------------------------------------------------------------------------------- */

/* An acronym is the programme's own name for itself; where one side has none, the title has to do.
 */
static bool is_week(const struct week *w, const struct programme *p, str slug)
{
    if (!str_empty(slug))
        return str_eq(w->slug, slug);
    if (!str_empty(w->acronym) && !str_empty(p->acronym))
        return str_eq(w->acronym, p->acronym);
    return str_eq(w->title, full(p->title));
}

static const err *find_week(struct import *i, str slug, bool *ret_found)
{
    struct week_list all = { 0 };
    TRY(weeks_store_all(i->s, i->a, WEEKS_DRAFTS_TOO, &all));
    for (size_t k = 0; k < all.n && !*ret_found; k++) {
        *ret_found = is_week(&all.item[k], i->p, slug);
        if (*ret_found)
            i->week = all.item[k];
    }
    return NULL;
}

static const err *new_week(struct import *i, str slug)
{
    const struct programme *p = i->p;
    i->week.text = full(p->text);
    if (!str_empty(slug) && (!weeks_slug_ok(slug) || weeks_slug_reserved(slug)))
        FAIL(i->a, ERR_USAGE, "a slug is made of a-z, 0-9 and single '-': \"%.*s\"", STR_ARG(slug));
    str from = !str_empty(slug) ? slug : !str_empty(p->acronym) ? p->acronym : p->title;
    TRY(weeks_take_slug(i->s, i->a, from, "week", &i->week.slug));
    if (!str_empty(slug) && !str_eq(i->week.slug, slug))
        FAIL(i->a, ERR_CONFLICT, "the slug \"%.*s\" is in use", STR_ARG(slug));
    i->week.start_date = when_date_text(i->a, p->talks[0].day);
    i->week.end_date = i->week.start_date;
    i->week.published = true;
    i->result.new_week = true;
    return weeks_store_add_week(i->s, i->a, &i->week, &i->week.id);
}

static bool same_week(const struct week *w, const struct programme *p)
{
    return str_eq(w->title, full(p->title)) && str_eq(w->subtitle, full(p->subtitle)) &&
           str_eq(w->acronym, full(p->acronym)) && str_eq(w->place, full(p->place)) &&
           str_eq(w->zone, p->zone) && str_eq(w->url, full(p->url));
}

static const err *import_week(struct import *i, str slug)
{
    const struct programme *p = i->p;
    bool found = false;
    TRY(find_week(i, slug, &found));
    if (found)
        TRY(weeks_edit_load(i->s, i->a, WEEKS_KIND_WEEK, i->week.id, &i->week_before));
    if (found && same_week(&i->week, p))
        return NULL;
    i->week.title = p->title;
    i->week.subtitle = p->subtitle;
    i->week.acronym = p->acronym;
    i->week.place = p->place;
    i->week.zone = p->zone;
    i->week.url = p->url;
    i->week.modified_ms = i->now_ms;
    return found ? weeks_store_change_week(i->s, i->a, &i->week) : new_week(i, slug);
}

/* ---- matching -------------------------------------------------------------------------------- */

static str loose_key(arena *a, str title, int64_t start_ms, str place)
{
    return str_format(a, "%.*s\n%lld\n%.*s", STR_ARG(title), (long long)start_ms, STR_ARG(place));
}

enum match_by { BY_GUID, BY_SOURCE_ID, BY_PLACE_AND_TIME, MATCH_WAYS };

static str stored_key(arena *a, const struct stored_talk *t, enum match_by way)
{
    if (way == BY_GUID)
        return t->guid;
    return way == BY_SOURCE_ID ? t->source_id : loose_key(a, t->title, t->start_ms, t->place);
}

static str file_key(arena *a, const struct programme_talk *t, enum match_by way)
{
    if (way == BY_GUID)
        return t->guid;
    return way == BY_SOURCE_ID ? t->source_id : loose_key(a, t->title, t->start_ms, t->place);
}

/* `match[k]` becomes the stored talk of the file's talk k. The strong ways go first over the whole
 * file, so that a weak match never takes what a strong one would have found. */
static const err *match_talks(struct import *i, size_t *match)
{
    TRY(weeks_store_known_talks(i->s, i->a, i->week.id, &i->stored));
    i->taken = NEW_ARRAY(i->a, bool, i->stored.n);
    for (size_t k = 0; k < i->p->n_talks; k++)
        match[k] = WEEKS_INDEX_NONE;
    for (enum match_by way = BY_GUID; way < MATCH_WAYS; way++) {
        weeks_index index = weeks_index_new(i->a, i->stored.n);
        for (size_t k = 0; k < i->stored.n; k++)
            weeks_index_add(&index, stored_key(i->a, &i->stored.item[k], way), k);
        for (size_t k = 0; k < i->p->n_talks; k++) {
            if (match[k] != WEEKS_INDEX_NONE)
                continue;
            match[k] = weeks_index_find(&index, file_key(i->a, &i->p->talks[k], way), i->taken);
            if (match[k] != WEEKS_INDEX_NONE)
                i->taken[match[k]] = true;
        }
    }
    return NULL;
}

/* ---- speakers -------------------------------------------------------------------------------- */

static size_t keep_speaker(struct import *i, struct stored_speaker who)
{
    arena_grow(i->a, (void **)&i->speakers, &i->speakers_cap, i->n_speakers + 1, sizeof who);
    arena_grow(i->a, (void **)&i->speaker_seen, &i->seen_cap, i->n_speakers + 1, sizeof(bool));
    size_t at = i->n_speakers++;
    i->speakers[at] = who;
    weeks_index_add(&i->speaker_ids, who.source_id, at);
    weeks_index_add(&i->speaker_names, who.name, at);
    return at;
}

static const err *load_speakers(struct import *i)
{
    struct stored_speakers stored = { 0 };
    TRY(weeks_store_known_speakers(i->s, i->a, i->week.id, &stored));
    i->speaker_ids = weeks_index_new(i->a, stored.n);
    i->speaker_names = weeks_index_new(i->a, stored.n);
    for (size_t k = 0; k < stored.n; k++)
        keep_speaker(i, stored.item[k]);
    return NULL;
}

/* By the source's id; by name only where one of the two has no id: two persons may share a name. */
static size_t find_speaker(const struct import *i, const struct programme_person *person)
{
    size_t at = weeks_index_find(&i->speaker_ids, person->source_id, NULL);
    if (at != WEEKS_INDEX_NONE)
        return at;
    at = weeks_index_find(&i->speaker_names, person->name, NULL);
    bool both_named = at != WEEKS_INDEX_NONE && !str_empty(person->source_id) &&
                      !str_empty(i->speakers[at].source_id);
    return both_named ? WEEKS_INDEX_NONE : at;
}

static const struct weeks_author the_import = { S_INIT(""), S_INIT("import") };

/* What the import wrote over can be taken back like any change. */
static const err *keep_version(struct import *i, const struct weeks_paper *before,
                               bool *ret_changed)
{
    struct weeks_paper after = { 0 };
    TRY(weeks_edit_load(i->s, i->a, before->kind, before->id, &after));
    *ret_changed = !weeks_versions_same(before, &after);
    return *ret_changed ? weeks_versions_keep(i->s, i->a, before, &after, &the_import) : NULL;
}

static const err *change_speaker(struct import *i, const struct stored_speaker *who)
{
    struct weeks_paper before = { 0 };
    bool changed = false;
    TRY(weeks_edit_load(i->s, i->a, WEEKS_KIND_SPEAKER, who->id, &before));
    TRY(weeks_store_change_speaker(i->s, i->a, who));
    return keep_version(i, &before, &changed);
}

/* A person is on several talks: the first one that says something about them counts. */
static const err *update_speaker(struct import *i, size_t at, const struct programme_person *person)
{
    struct stored_speaker *who = &i->speakers[at];
    struct stored_speaker now = *who;
    if (!i->speaker_seen[at]) {
        now.name = person->name;
        if (!str_empty(person->source_id))
            now.source_id = person->source_id;
    }
    if (!str_empty(person->biography) && (!i->speaker_seen[at] || str_empty(who->biography)))
        now.biography = person->biography;
    i->speaker_seen[at] = true;
    if (str_eq(now.name, who->name) && str_eq(now.source_id, who->source_id) &&
        str_eq(now.biography, who->biography))
        return NULL;
    *who = now;
    return change_speaker(i, who);
}

static const err *import_speaker(struct import *i, const struct programme_person *person,
                                 int64_t *ret_id)
{
    size_t at = find_speaker(i, person);
    if (at == WEEKS_INDEX_NONE) {
        struct stored_speaker who = { 0, full(person->source_id), full(person->name),
                                      full(person->biography) };
        str slug = { 0 };
        TRY(weeks_take_slug(i->s, i->a, person->name, "speaker", &slug));
        TRY(weeks_store_add_speaker(i->s, i->a, i->week.id, slug, &who, &who.id));
        at = keep_speaker(i, who);
        i->speaker_seen[at] = true;
    } else {
        TRY(update_speaker(i, at, person));
    }
    *ret_id = i->speakers[at].id;
    return NULL;
}

/* The same person twice on one talk (seen in real files) is there once. */
static const err *talk_people(struct import *i, const struct programme_talk *from, int64_t **ret,
                              size_t *ret_n)
{
    int64_t *ids = NEW_ARRAY(i->a, int64_t, from->n_persons);
    size_t n = 0;
    for (size_t k = 0; k < from->n_persons; k++) {
        size_t same = 0;
        TRY(import_speaker(i, &from->persons[k], &ids[n]));
        while (ids[same] != ids[n])
            same++;
        if (same == n)
            n++;
    }
    *ret = ids;
    *ret_n = n;
    return NULL;
}

/* ---- talks ----------------------------------------------------------------------------------- */

/* Everything of the source that a reader or a calendar could see, in one digest. */
static str talk_digest(const struct import *i, const struct programme_talk *t)
{
    buf b = { 0 };
    buf_on_arena(&b, i->a, ARENA_LIMIT / 4);
    const str texts[] = { t->guid, t->source_id, t->title, t->subtitle, t->track,    t->place,
                          t->type, t->language,  t->text,  t->url,      i->week.zone };
    for (size_t k = 0; k < COUNT_OF(texts); k++) {
        buf_printf(&b, "%zu:", texts[k].n);
        buf_add(&b, texts[k]);
    }
    buf_printf(&b, "%04d-%02d-%02d %lld %d %d", t->day.year, t->day.month, t->day.day,
               (long long)t->start_ms, t->duration_min, t->cancelled);
    for (size_t k = 0; k < t->n_persons; k++)
        buf_printf(&b, " p%.*s/%.*s", STR_ARG(t->persons[k].source_id),
                   STR_ARG(t->persons[k].name));
    for (size_t k = 0; k < t->n_links; k++)
        buf_printf(&b, " l%.*s/%.*s", STR_ARG(t->links[k].url), STR_ARG(t->links[k].title));
    return id_digest(i->a, buf_str(&b));
}

static str speaker_names(arena *a, const struct programme_talk *t)
{
    str *names = NEW_ARRAY(a, str, t->n_persons);
    for (size_t k = 0; k < t->n_persons; k++)
        names[k] = t->persons[k].name;
    return str_join(a, names, t->n_persons, S("\n"));
}

static struct talk talk_of(const struct import *i, const struct programme_talk *t)
{
    struct talk ret = {
        .week = i->week.id,
        .title = t->title,
        .subtitle = t->subtitle,
        .track = t->track,
        .place = t->place,
        .type = t->type,
        .language = t->language,
        .url = t->url,
        .text = t->text,
        .day = when_date_text(i->a, t->day),
        .start_ms = t->start_ms,
        .duration_min = t->duration_min,
        .state = t->cancelled ? S("cancelled") : S("planned"),
        .modified_ms = i->now_ms,
    };
    ret.search = weeks_edit_write_search(i->a, &ret, speaker_names(i->a, t));
    return ret;
}

/* What a calendar knows the talk by, for ever. An id of the source is unique in its programme only;
 * two talks of one file may carry the same guid (seen in real files): the second gets a uid of its
 * own. */
static str new_uid(struct import *i, const struct programme_talk *t, weeks_index *uids)
{
    str uid = t->guid;
    if (str_empty(uid) && !str_empty(t->source_id))
        uid = id_uuid_of(
            i->a, str_format(i->a, "%.*s/%.*s", STR_ARG(i->week.slug), STR_ARG(t->source_id)));
    if (str_empty(uid) || weeks_index_find(uids, uid, NULL) != WEEKS_INDEX_NONE)
        uid = id_uuid(i->a);
    weeks_index_add(uids, uid, 0);
    return uid;
}

static const err *talk_parts(struct import *i, int64_t talk, const struct programme_talk *from,
                             const int64_t *people, size_t n_people)
{
    for (size_t k = 0; k < n_people; k++)
        TRY(weeks_store_add_talk_speaker(i->s, i->a, talk, (int64_t)k, people[k]));
    for (size_t k = 0; k < from->n_links; k++) {
        struct talk_link link = { from->links[k].url, from->links[k].title };
        TRY(weeks_store_add_talk_link(i->s, i->a, talk, (int64_t)k, &link));
    }
    return weeks_store_add_day(i->s, i->a, i->week.id, when_date_text(i->a, from->day));
}

static const err *add_talk(struct import *i, const struct programme_talk *from, str uid,
                           const int64_t *people, size_t n_people)
{
    struct talk talk = talk_of(i, from);
    struct talk_origin origin = { from->guid, from->source_id, talk_digest(i, from) };
    room_id room = { 0 };
    talk.uid = uid;
    TRY(weeks_take_slug(i->s, i->a, from->title, "talk", &talk.slug));
    talk.published = true;
    TRY(rooms_create(i->s, i->a, talk.slug, weeks_edit_write_path(i->a, &i->week, &talk),
                     talk.title, i->week.zone, &room));
    talk.room = room.v;
    TRY(weeks_store_add_talk(i->s, i->a, &talk, &origin, &talk.id));
    i->result.added++;
    return talk_parts(i, talk.id, from, people, n_people);
}

static const err *change_talk(struct import *i, const struct programme_talk *from,
                              const struct stored_talk *stored, const int64_t *people,
                              size_t n_people)
{
    struct talk_origin origin = { from->guid, from->source_id, talk_digest(i, from) };
    if (str_eq(origin.digest, stored->digest)) {
        i->result.unchanged++;
        return NULL;
    }
    struct talk talk = talk_of(i, from);
    struct weeks_paper before = { 0 };
    bool differs = false;
    talk.id = stored->id;
    talk.slug = stored->slug;
    talk.room = stored->room;
    talk.published = stored->published;
    talk.sequence = stored->sequence + 1;
    TRY(weeks_edit_load(i->s, i->a, WEEKS_KIND_TALK, talk.id, &before));
    TRY(weeks_store_change_talk(i->s, i->a, &talk, &origin));
    TRY(weeks_store_bare_talk(i->s, i->a, talk.id));
    TRY(weeks_edit_write_room(i->s, i->a, &i->week, &talk));
    TRY(talk_parts(i, talk.id, from, people, n_people));
    TRY(keep_version(i, &before, &differs));
    i->result.changed++;
    if (stored->edited && differs)
        i->result.overwritten++;
    return NULL;
}

static const err *import_talks(struct import *i, const size_t *match)
{
    weeks_index uids = weeks_index_new(i->a, i->stored.n + i->p->n_talks);
    for (size_t k = 0; k < i->stored.n; k++)
        weeks_index_add(&uids, i->stored.item[k].uid, k);
    for (size_t k = 0; k < i->p->n_talks; k++) {
        const struct programme_talk *from = &i->p->talks[k];
        int64_t *people = NULL;
        size_t n_people = 0;
        if (str_empty(from->title) || from->duration_min < 0)
            FAIL(i->a, ERR_INVALID, "talk %zu has no title or a negative duration", k + 1);
        TRY(talk_people(i, from, &people, &n_people));
        if (match[k] == WEEKS_INDEX_NONE)
            TRY(add_talk(i, from, new_uid(i, from, &uids), people, n_people));
        else
            TRY(change_talk(i, from, &i->stored.item[match[k]], people, n_people));
    }
    return NULL;
}

static const err *cancel_missing(struct import *i)
{
    for (size_t k = 0; k < i->stored.n; k++) {
        const struct stored_talk *t = &i->stored.item[k];
        /* What no import brought, the source cannot miss: a host wrote it here. */
        if (i->taken[k] || str_empty(t->digest) || str_eq(t->state, S("cancelled")))
            continue;
        TRY(weeks_store_cancel_talk(i->s, i->a, t->id, i->now_ms));
        i->result.cancelled++;
    }
    return NULL;
}

/* ---- days ------------------------------------------------------------------------------------ */

static bool day_in(const struct programme *p, str date, arena *a)
{
    for (size_t k = 0; k < p->n_days; k++)
        if (str_eq(when_date_text(a, p->days[k]), date))
            return true;
    return false;
}

static const err *import_days(struct import *i)
{
    struct days days = { 0 };
    for (size_t k = 0; k < i->p->n_days; k++)
        TRY(weeks_store_add_day(i->s, i->a, i->week.id, when_date_text(i->a, i->p->days[k])));
    TRY(weeks_store_days(i->s, i->a, i->week.id, &days));
    for (size_t k = 0; k < days.n; k++)
        if (!day_in(i->p, days.item[k].date, i->a))
            TRY(weeks_store_drop_day(i->s, i->a, i->week.id, days.item[k].date));
    return weeks_store_set_span(i->s, i->a, i->week.id);
}

const err *weeks_import(store *s, arena *a, const struct programme *p, str slug,
                        struct weeks_import_result *ret)
{
    struct import i = { .s = s, .a = a, .p = p, .now_ms = clock_now_ms() };
    if (p->n_talks == 0)
        FAIL(a, ERR_INVALID, "no talk in the programme");
    size_t *match = NEW_ARRAY(a, size_t, p->n_talks);
    bool differs = false;
    TX(t, s, a);
    TRY(import_week(&i, slug));
    TRY(load_speakers(&i));
    TRY(match_talks(&i, match));
    TRY(import_talks(&i, match));
    TRY(cancel_missing(&i));
    TRY(import_days(&i));
    if (!i.result.new_week)
        TRY(keep_version(&i, &i.week_before, &differs));
    TRY(tx_commit(&t));
    i.result.slug = i.week.slug;
    *ret = i.result;
    return NULL;
}
