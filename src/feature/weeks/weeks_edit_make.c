/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_edit_make.c - see weeks_edit_make.h.
 */
#include "feature/weeks/weeks_edit_make.h"
#include "feature/weeks/weeks.h"

#include "base/check.h"
#include "base/clock.h"
#include "base/id.h"
#include "feature/rooms/rooms.h"
#include "feature/weeks/weeks_edit_store.h"
#include "feature/weeks/weeks_edit_write.h"

/* ---- new ones -------------------------------------------------------------------------------- */

static str full(str s)
{
    return s.p == NULL ? S("") : s;
}

static struct weeks_paper filled(arena *a, const struct weeks_paper *form)
{
    struct weeks_paper p = weeks_edit_check_clean(a, form);
    for (size_t i = 0; i < WEEKS_PAPER_MAX; i++)
        p.value[i] = full(p.value[i]);
    return p;
}

/* A draft with its own slug, made of `w` without id. */
static const err *add_week(store *s, arena *a, struct week *w)
{
    TRY(weeks_take_slug(s, a, w->title, "week", &w->slug));
    w->modified_ms = clock_now_ms();
    TRY(weeks_store_add_week(s, a, w, &w->id));
    return weeks_edit_store_publish_week(s, a, w->id, false);
}

const err *weeks_edit_make_week(store *s, arena *a, enum lang lang, const struct weeks_paper *form,
                                struct weeks_saving *ret, str *ret_slug)
{
    struct weeks_saving saving = { .paper = filled(a, form) };
    struct weeks_paper *p = &saving.paper;
    saving.faults = weeks_edit_check_week(a, lang, p, &(struct talks){ 0 });
    saving.outcome = weeks_edit_check_good(&saving.faults) ? WEEKS_SAVED : WEEKS_FAULTY;
    struct week w = { .title = p->value[WEEK_TITLE],
                      .subtitle = p->value[WEEK_SUBTITLE],
                      .place = p->value[WEEK_PLACE],
                      .zone = p->value[WEEK_ZONE],
                      .text = p->value[WEEK_TEXT],
                      .start_date = p->value[WEEK_FIRST],
                      .end_date = p->value[WEEK_LAST] };
    if (saving.outcome == WEEKS_SAVED) {
        TX(t, s, a);
        TRY(add_week(s, a, &w));
        TRY(weeks_edit_write_days(s, a, w.id, w.start_date, w.end_date));
        TRY(tx_commit(&t));
    }
    *ret = saving;
    *ret_slug = w.slug;
    return NULL;
}

/* A draft with slug and room, made of `t` without id. */
static const err *add_talk(store *s, arena *a, const struct week *w, struct talk *t, str speakers)
{
    struct talk_origin none = { 0 };
    room_id room = { 0 };
    t->week = w->id;
    t->uid = id_uuid(a);
    t->state = S("planned");
    t->modified_ms = clock_now_ms();
    t->search = weeks_edit_write_search(a, t, speakers);
    TRY(weeks_take_slug(s, a, t->title, "talk", &t->slug));
    TRY(rooms_create(s, a, t->slug, S(""), t->title, w->zone, &room));
    t->room = room.v;
    TRY(weeks_store_add_talk(s, a, t, &none, &t->id));
    TRY(weeks_edit_store_publish_talk(s, a, t->id, false));
    return weeks_edit_write_speakers(s, a, w->id, t->id, speakers);
}

static struct talk talk_of(const struct week *w, const struct weeks_paper *p)
{
    int64_t minutes = 0;
    bool number = str_to_int64(p->value[TALK_MINUTES], &minutes);
    ASSERT(number);
    return (struct talk){
        .title = p->value[TALK_TITLE],
        .subtitle = p->value[TALK_SUBTITLE],
        .track = p->value[TALK_TRACK],
        .place = p->value[TALK_PLACE],
        .language = p->value[TALK_LANGUAGE],
        .text = p->value[TALK_TEXT],
        .day = p->value[TALK_DAY],
        .start_ms = weeks_edit_write_start(p->value[TALK_DAY], p->value[TALK_START], w->zone),
        .duration_min = minutes,
    };
}

const err *weeks_edit_make_talk(store *s, arena *a, enum lang lang, const struct week *w,
                                const struct weeks_paper *form, struct weeks_saving *ret,
                                str *ret_slug)
{
    struct days days = { 0 };
    struct weeks_saving saving = { .paper = filled(a, form) };
    TX(t, s, a);
    TRY(weeks_store_days(s, a, w->id, &days));
    saving.faults = weeks_edit_check_talk(a, lang, &saving.paper, &days);
    saving.outcome = weeks_edit_check_good(&saving.faults) ? WEEKS_SAVED : WEEKS_FAULTY;
    if (saving.outcome == WEEKS_SAVED) {
        struct talk talk = talk_of(w, &saving.paper);
        TRY(add_talk(s, a, w, &talk, saving.paper.value[TALK_SPEAKERS]));
        *ret_slug = talk.slug;
    }
    TRY(tx_commit(&t));
    *ret = saving;
    return NULL;
}

/* ---- switches -------------------------------------------------------------------------------- */

const err *weeks_edit_make_public(store *s, arena *a, int64_t week, bool published, bool with_talks)
{
    struct week w = { 0 };
    struct talks talks = { 0 };
    TX(t, s, a);
    TRY(weeks_edit_store_publish_week(s, a, week, published));
    TRY(weeks_store_week_by_id(s, a, week, &w));
    TRY(weeks_store_talks(s, a, WEEKS_DRAFTS_TOO, week, &talks));
    for (size_t i = 0; i < talks.n; i++) {
        struct talk *talk = &talks.item[i];
        if (with_talks && talk->published != published)
            TRY(weeks_edit_store_publish_talk(s, a, talk->id, published));
        talk->published = with_talks ? published : talk->published;
        TRY(weeks_edit_write_room(s, a, &w, talk));
    }
    return tx_commit(&t);
}

const err *weeks_edit_make_talk_public(store *s, arena *a, int64_t talk, bool published)
{
    struct week w = { 0 };
    struct talk now = { 0 };
    TX(t, s, a);
    TRY(weeks_edit_store_publish_talk(s, a, talk, published));
    TRY(weeks_store_talk_by_id(s, a, talk, &now));
    TRY(weeks_store_week_by_id(s, a, now.week, &w));
    TRY(weeks_edit_write_room(s, a, &w, &now));
    return tx_commit(&t);
}

const err *weeks_edit_make_cancelled(store *s, arena *a, int64_t talk, bool cancelled)
{
    struct talk now = { 0 };
    TX(t, s, a);
    TRY(weeks_store_talk_by_id(s, a, talk, &now));
    if (weeks_store_cancelled(&now) == cancelled)
        return NULL;
    str state = cancelled ? S("cancelled") : S("planned");
    TRY(weeks_edit_store_set_state(s, a, talk, state, clock_now_ms()));
    return tx_commit(&t);
}

/* ---- last year's week ------------------------------------------------------------------------ */

/* A copy under way. */
struct copy {
    store *s;
    arena *a;
    struct week from, to;
    int days; /* from the old week to the new */
};

struct when_date weeks_edit_make_copy_day(str start_date, struct when_date wanted)
{
    struct when_date start = { 0 };
    bool good = when_date_parse(start_date, &start);
    ASSERT(good);
    int ahead = (when_weekday(start) - when_weekday(wanted) + 7) % 7;
    return when_date_add(wanted, ahead > 3 ? ahead - 7 : ahead);
}

static str moved_date(const struct copy *c, str date)
{
    struct when_date day = { 0 };
    bool good = when_date_parse(date, &day);
    ASSERT(good);
    return when_date_text(c->a, when_date_add(day, c->days));
}

/* "Woche 2012" of 2012 is "Woche 2013" in 2013; a title without its year gets the new one, so that
 * nobody, no import either, takes the two weeks for one. */
static str copied_title(arena *a, str title, str old_start, str new_start)
{
    str old_year = str_sub(old_start, 0, 4), new_year = str_sub(new_start, 0, 4);
    size_t at = str_find(title, old_year);
    if (at == title.n || str_eq(old_year, new_year))
        return str_format(a, "%.*s %.*s", STR_ARG(title), STR_ARG(new_year));
    const str pieces[] = { str_sub(title, 0, at), new_year, str_sub(title, at + 4, title.n) };
    return str_join(a, pieces, COUNT_OF(pieces), S(""));
}

static const err *copy_week(struct copy *c)
{
    struct days days = { 0 };
    c->to = c->from;
    c->to.acronym = S("");
    c->to.url = S("");
    c->to.start_date = moved_date(c, c->from.start_date);
    c->to.end_date = moved_date(c, c->from.end_date);
    c->to.title = copied_title(c->a, c->from.title, c->from.start_date, c->to.start_date);
    TRY(add_week(c->s, c->a, &c->to));
    TRY(weeks_store_days(c->s, c->a, c->from.id, &days));
    for (size_t i = 0; i < days.n; i++)
        TRY(weeks_store_add_day(c->s, c->a, c->to.id, moved_date(c, days.item[i].date)));
    return NULL;
}

/* What is known about the persons goes with them. */
static const err *copy_biographies(struct copy *c)
{
    struct stored_speakers old = { 0 }, new = { 0 };
    TRY(weeks_store_known_speakers(c->s, c->a, c->from.id, &old));
    TRY(weeks_store_known_speakers(c->s, c->a, c->to.id, &new));
    for (size_t i = 0; i < new.n; i++)
        for (size_t k = 0; k < old.n; k++) {
            struct stored_speaker who = new.item[i];
            if (!str_eq(old.item[k].name, who.name) || !str_empty(who.biography))
                continue;
            who.biography = old.item[k].biography;
            TRY(weeks_store_change_speaker(c->s, c->a, &who));
        }
    return NULL;
}

static const err *copy_talk(struct copy *c, const struct talk *from)
{
    struct talk t = *from;
    struct talk_links links = { 0 };
    struct when_local start = when_local_of(from->start_ms, c->from.zone);
    start.date = when_date_add(start.date, c->days);
    t.day = moved_date(c, from->day);
    t.start_ms = when_instant(start, c->to.zone);
    t.sequence = 0;
    t.url = S("");
    TRY(add_talk(c->s, c->a, &c->to, &t, weeks_edit_write_names(c->a, from)));
    TRY(weeks_store_links(c->s, c->a, from->id, &links));
    for (size_t i = 0; i < links.n; i++)
        TRY(weeks_store_add_talk_link(c->s, c->a, t.id, (int64_t)i, &links.item[i]));
    return NULL;
}

const err *weeks_edit_make_copy(store *s, arena *a, const struct week *w, struct when_date wanted,
                                str *ret_slug)
{
    struct copy c = { .s = s, .a = a, .from = *w };
    struct when_date first = weeks_edit_make_copy_day(w->start_date, wanted), start = { 0 };
    struct talks talks = { 0 };
    bool good = when_date_parse(w->start_date, &start);
    ASSERT(good);
    c.days = (int)(when_date_number(first) - when_date_number(start));
    TX(t, s, a);
    TRY(copy_week(&c));
    TRY(weeks_store_talks_full(s, a, WEEKS_DRAFTS_TOO, w->id, &talks));
    for (size_t i = 0; i < talks.n; i++)
        if (!weeks_store_cancelled(&talks.item[i]))
            TRY(copy_talk(&c, &talks.item[i]));
    TRY(copy_biographies(&c));
    TRY(tx_commit(&t));
    *ret_slug = c.to.slug;
    return NULL;
}
