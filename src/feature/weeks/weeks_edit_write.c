/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_edit_write.c - see weeks_edit_write.h.
 */
#include "feature/weeks/weeks_edit_write.h"
#include "feature/weeks/weeks.h"

#include "base/check.h"
#include "base/clock.h"
#include "engine/when/when.h"
#include "feature/rooms/rooms.h"
#include "feature/weeks/weeks_edit_check.h"
#include "feature/weeks/weeks_edit_store.h"
#include "feature/weeks/weeks_rules.h"
#include "feature/weeks/weeks_slug.h"

/* ---- parts ----------------------------------------------------------------------------------- */

str weeks_edit_write_path(arena *a, const struct week *w, const struct talk *t)
{
    if (!w->published || !t->published)
        return S("");
    return str_format(a, "/talks/%.*s", STR_ARG(t->slug));
}

const err *weeks_edit_write_room(store *s, arena *a, const struct week *w, const struct talk *t)
{
    return rooms_describe(s, a, (room_id){ t->room }, weeks_edit_write_path(a, w, t), t->title,
                          w->zone);
}

int64_t weeks_edit_write_start(str day, str clock, str zone)
{
    struct when_local start = { 0 };
    bool good = when_date_parse(day, &start.date) &&
                weeks_edit_check_clock(clock, &start.hour, &start.minute);
    ASSERT(good);
    if (start.hour < WEEKS_RULES_NIGHT_ENDS)
        start.date = when_date_add(start.date, 1);
    return when_instant(start, zone);
}

str weeks_edit_write_search(arena *a, const struct talk *t, str speakers)
{
    const str texts[] = { t->title, t->subtitle, t->track, speakers };
    return weeks_slug_search_text(a, str_join(a, texts, COUNT_OF(texts), S("\n")));
}

/* The talk's own speakers first: two persons of a week may share a name. */
static const err *speaker_id(store *s, arena *a, int64_t week, const struct speakers *own, str name,
                             int64_t *ret)
{
    struct stored_speakers known = { 0 };
    struct stored_speaker fresh = { 0, S(""), name, S("") };
    str slug = { 0 };
    for (size_t i = 0; i < own->n; i++)
        if (str_eq(own->item[i].name, name)) {
            *ret = own->item[i].id;
            return NULL;
        }
    TRY(weeks_store_known_speakers(s, a, week, &known));
    for (size_t i = 0; i < known.n; i++)
        if (str_eq(known.item[i].name, name)) {
            *ret = known.item[i].id;
            return NULL;
        }
    TRY(weeks_take_slug(s, a, name, "speaker", &slug));
    return weeks_store_add_speaker(s, a, week, slug, &fresh, ret);
}

static bool among(const int64_t *ids, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (ids[i] == id)
            return true;
    return false;
}

const err *weeks_edit_write_speakers(store *s, arena *a, int64_t week, int64_t talk, str names)
{
    struct speakers own = { 0 };
    int64_t ids[WEEKS_EDIT_CHECK_SPEAKERS] = { 0 };
    size_t n = 0;
    str name = { 0 };
    TRY(weeks_store_speakers_of(s, a, talk, &own));
    TRY(weeks_store_drop_talk_speakers(s, a, talk));
    while (!str_empty(names) && n < COUNT_OF(ids) && str_next(&names, '\n', &name)) {
        int64_t id = 0;
        TRY(speaker_id(s, a, week, &own, name, &id));
        if (among(ids, n, id))
            continue;
        TRY(weeks_store_add_talk_speaker(s, a, talk, (int64_t)n, id));
        ids[n++] = id;
    }
    return NULL;
}

/* ---- talks ----------------------------------------------------------------------------------- */

/* The beginning stays the very instant it was unless day, hour or zone changed: an import may hold
 * what a form cannot say. */
static int64_t new_start(const struct weeks_paper *before, const struct weeks_paper *after,
                         const struct talk *t, str zone)
{
    bool stays = str_eq(before->value[TALK_DAY], after->value[TALK_DAY]) &&
                 str_eq(before->value[TALK_START], after->value[TALK_START]);
    if (stays)
        return t->start_ms;
    return weeks_edit_write_start(after->value[TALK_DAY], after->value[TALK_START], zone);
}

static const err *write_talk(store *s, arena *a, const struct weeks_paper *before,
                             const struct weeks_paper *after)
{
    struct talk t = { 0 };
    struct week w = { 0 };
    int64_t minutes = 0;
    TRY(weeks_store_talk_by_id(s, a, after->id, &t));
    TRY(weeks_store_week_by_id(s, a, t.week, &w));
    bool number = str_to_int64(after->value[TALK_MINUTES], &minutes);
    ASSERT(number);
    int64_t start_ms = new_start(before, after, &t, w.zone);
    if (start_ms != t.start_ms || minutes != t.duration_min)
        t.sequence++;
    t.title = after->value[TALK_TITLE];
    t.subtitle = after->value[TALK_SUBTITLE];
    t.track = after->value[TALK_TRACK];
    t.place = after->value[TALK_PLACE];
    t.language = after->value[TALK_LANGUAGE];
    t.text = after->value[TALK_TEXT];
    t.day = after->value[TALK_DAY];
    t.start_ms = start_ms;
    t.duration_min = minutes;
    t.modified_ms = clock_now_ms();
    t.search = weeks_edit_write_search(a, &t, after->value[TALK_SPEAKERS]);
    TRY(weeks_edit_store_change_talk(s, a, &t));
    if (!str_eq(before->value[TALK_SPEAKERS], after->value[TALK_SPEAKERS]))
        TRY(weeks_edit_write_speakers(s, a, t.week, t.id, after->value[TALK_SPEAKERS]));
    return weeks_edit_write_room(s, a, &w, &t);
}

/* ---- weeks ----------------------------------------------------------------------------------- */

/* Days within the old span stay as they are, for a programme may leave days out. */
const err *weeks_edit_write_days(store *s, arena *a, int64_t week, str first, str last)
{
    struct days had = { 0 };
    struct when_date day = { 0 }, end = { 0 };
    bool good = when_date_parse(first, &day) && when_date_parse(last, &end);
    ASSERT(good);
    TRY(weeks_store_days(s, a, week, &had));
    for (size_t i = 0; i < had.n; i++)
        if (str_cmp(had.item[i].date, first) < 0 || str_cmp(had.item[i].date, last) > 0)
            TRY(weeks_store_drop_day(s, a, week, had.item[i].date));
    for (; when_date_cmp(day, end) <= 0; day = when_date_add(day, 1)) {
        str date = when_date_text(a, day);
        bool inside = had.n > 0 && str_cmp(date, had.item[0].date) > 0 &&
                      str_cmp(date, had.item[had.n - 1].date) < 0;
        bool edge = str_eq(date, first) || str_eq(date, last);
        if (!inside || edge)
            TRY(weeks_store_add_day(s, a, week, date));
    }
    return weeks_store_set_span(s, a, week);
}

/* The talks keep the hour that their old zone's clock showed; a room shows times in the zone. */
static const err *move_to_zone(store *s, arena *a, const struct week *w, str old_zone)
{
    struct talks talks = { 0 };
    TRY(weeks_store_talks(s, a, WEEKS_DRAFTS_TOO, w->id, &talks));
    for (size_t i = 0; i < talks.n; i++) {
        struct talk *t = &talks.item[i];
        int64_t start_ms = when_instant(when_local_of(t->start_ms, old_zone), w->zone);
        if (start_ms != t->start_ms)
            TRY(weeks_store_move_talk(s, a, t->id, t->day, start_ms, w->modified_ms));
        TRY(weeks_edit_write_room(s, a, w, t));
    }
    return NULL;
}

static const err *write_week(store *s, arena *a, const struct weeks_paper *before,
                             const struct weeks_paper *after)
{
    struct week w = { 0 };
    TRY(weeks_store_week_by_id(s, a, after->id, &w));
    str old_zone = w.zone;
    w.title = after->value[WEEK_TITLE];
    w.subtitle = after->value[WEEK_SUBTITLE];
    w.place = after->value[WEEK_PLACE];
    w.zone = after->value[WEEK_ZONE];
    w.modified_ms = clock_now_ms();
    TRY(weeks_store_change_week(s, a, &w));
    TRY(weeks_store_set_text(s, a, w.id, after->value[WEEK_TEXT]));
    if (!str_eq(before->value[WEEK_FIRST], after->value[WEEK_FIRST]) ||
        !str_eq(before->value[WEEK_LAST], after->value[WEEK_LAST]))
        TRY(weeks_edit_write_days(s, a, w.id, after->value[WEEK_FIRST], after->value[WEEK_LAST]));
    return str_eq(old_zone, w.zone) ? NULL : move_to_zone(s, a, &w, old_zone);
}

/* ---- speakers -------------------------------------------------------------------------------- */

str weeks_edit_write_names(arena *a, const struct talk *t)
{
    str *names = NEW_ARRAY(a, str, t->speakers.n);
    for (size_t i = 0; i < t->speakers.n; i++)
        names[i] = t->speakers.item[i].name;
    return str_join(a, names, t->speakers.n, S("\n"));
}

/* A new name is found where the old one was. */
static const err *refresh_search(store *s, arena *a, const struct speaker *who)
{
    struct talks talks = { 0 };
    TRY(weeks_store_talks_by(s, a, WEEKS_DRAFTS_TOO, who, &talks));
    for (size_t i = 0; i < talks.n; i++) {
        struct talk t = { 0 };
        TRY(weeks_store_talk_by_id(s, a, talks.item[i].id, &t));
        t.search = weeks_edit_write_search(a, &t, weeks_edit_write_names(a, &t));
        TRY(weeks_edit_store_change_talk(s, a, &t));
    }
    return NULL;
}

static const err *write_speaker(store *s, arena *a, const struct weeks_paper *after)
{
    struct speaker who = { 0 };
    struct stored_speakers known = { 0 };
    TRY(weeks_edit_store_speaker(s, a, after->id, &who));
    TRY(weeks_store_known_speakers(s, a, who.week, &known));
    for (size_t i = 0; i < known.n; i++) {
        struct stored_speaker now = known.item[i];
        if (now.id != after->id)
            continue;
        now.name = after->value[SPEAKER_NAME];
        now.biography = after->value[SPEAKER_BIOGRAPHY];
        TRY(weeks_store_change_speaker(s, a, &now));
    }
    return refresh_search(s, a, &who);
}

const err *weeks_edit_write(store *s, arena *a, const struct weeks_paper *before,
                            const struct weeks_paper *after)
{
    if (after->kind == WEEKS_KIND_WEEK)
        return write_week(s, a, before, after);
    return after->kind == WEEKS_KIND_TALK ? write_talk(s, a, before, after)
                                          : write_speaker(s, a, after);
}
