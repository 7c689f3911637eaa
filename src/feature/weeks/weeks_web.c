/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_web.c - home, a day, the menu, and what begins every page of a week. The week's own page
 * with its search: weeks_search_web.c; talks and speakers: weeks_talk_web.c.
 */
#include "weeks_web.h"

#include "base/clock.h"
#include "day.html.h"
#include "engine/markdown/markdown.h"
#include "feature/weeks/weeks_demo_leave.h"
#include "feature/weeks/weeks_edit_web.h"
#include "feature/weeks/weeks_jsonld.h"
#include "feature/weeks/weeks_pages.h"
#include "feature/weeks/weeks_paste_web.h"
#include "home.html.h"

#define HEAD_LIMIT ((size_t)256 << 10)
#define HOME_MOMENT 12 /* talks that run at once, or begin next, on the first page */
#define HOME_DAY 40    /* talks of the day there */

enum weeks_sight weeks_web_sight(const req *r)
{
    return r->who.role == ROLE_HOST ? WEEKS_DRAFTS_TOO : WEEKS_PUBLISHED;
}

str weeks_web_feed(arena *a, const struct week *w)
{
    return str_format(a, "/weeks/%.*s.ics", STR_ARG(w->slug));
}

const err *weeks_web_begin(req *r, const struct week *w, const json_t *data, struct house_page p)
{
    page head = { 0 };
    page_init(&head, r->arena, r->out.lang, HEAD_LIMIT);
    parts_head(&head, data, weeks_web_feed(r->arena, w));
    p.head = page_taken(&head);
    return house_page_begin(r, &p);
}

static str week_path(arena *a, const struct week *w)
{
    return str_format(a, "/weeks/%.*s", STR_ARG(w->slug));
}

/* ---- home ------------------------------------------------------------------------------------ */

static str phase_words(req *r, const struct weeks_view *v)
{
    const struct words_value values[] = {
        { "start", weeks_view_day_name(v, v->week->start_date) },
        { "end", weeks_view_day_name(v, v->week->end_date) },
    };
    static const struct {
        const char *week, *day; /* several days, one */
    } msgids[] = {
        [WEEK_BEFORE] = { WORDS_MARK("Begins on {start} and goes on to {end}."),
                          WORDS_MARK("Will take place on {start}.") },
        [WEEK_DURING] = { WORDS_MARK("Takes place now: from {start} to {end}."),
                          WORDS_MARK("Takes place now: {start}.") },
        [WEEK_AFTER] = { WORDS_MARK("Took place from {start} to {end}. Talks and conversations "
                                    "stay here."),
                         WORDS_MARK("Took place on {start}. Talks and conversations stay here.") },
    };
    enum week_phase phase = weeks_rules_phase(r->arena, v->week, v->now_ms);
    bool one_day = str_eq(v->week->start_date, v->week->end_date);
    const char *msgid = one_day ? msgids[phase].day : msgids[phase].week;
    return words_fill(r->arena, words(v->lang, msgid), values, COUNT_OF(values));
}

static struct talks running_talks(arena *a, const struct talks *all, int64_t now_ms)
{
    struct talks found = { NEW_ARRAY(a, struct talk, HOME_MOMENT), 0 };
    for (size_t i = 0; i < all->n && found.n < HOME_MOMENT; i++)
        if (weeks_rules_running(&all->item[i], now_ms))
            found.item[found.n++] = all->item[i];
    return found;
}

/* Those that begin together, next. */
static struct talks next_talks(arena *a, const struct talks *all, int64_t now_ms)
{
    struct talks found = { NEW_ARRAY(a, struct talk, HOME_MOMENT), 0 };
    for (size_t i = 0; i < all->n && found.n < HOME_MOMENT; i++) {
        const struct talk *t = &all->item[i];
        if (t->start_ms <= now_ms || weeks_store_cancelled(t))
            continue;
        if (found.n > 0 && found.item[0].start_ms != t->start_ms)
            break;
        found.item[found.n++] = *t;
    }
    return found;
}

static void home_day(struct home_page *h, const struct weeks_view *v, const struct talks *all,
                     str date)
{
    struct weeks_filter only = { .day = date };
    struct talks day = weeks_rules_filter(v->arena, all, &only);
    size_t shown = day.n < HOME_DAY ? day.n : HOME_DAY;
    h->day = weeks_view_lines(v, day.item, shown);
    h->more = day.n - shown;
    h->day_name = weeks_view_day_name(v, date);
    h->day_path = weeks_view_day_path(v, date);
}

static const err *home_of(req *r, const struct weeks_view *v, struct home_page *ret)
{
    struct days days = { 0 };
    struct talks all = { 0 };
    const struct week *w = v->week;
    TRY(weeks_store_days(r->store, r->arena, w->id, &days));
    TRY(weeks_store_talks(r->store, r->arena, WEEKS_PUBLISHED, w->id, &all));
    struct home_page h = { .title = w->title,
                           .subtitle = w->subtitle,
                           .week_path = week_path(r->arena, w),
                           .feed = weeks_web_feed(r->arena, w),
                           .phase = phase_words(r, v),
                           .welcome = markdown_html(r->arena, w->text, 2) };
    struct talks running = running_talks(r->arena, &all, v->now_ms);
    struct talks next = next_talks(r->arena, &all, v->now_ms);
    h.running = weeks_view_lines(v, running.item, running.n);
    h.next = weeks_view_lines(v, next.item, next.n);
    if (next.n > 0)
        h.next_near = when_near(r->arena, next.item[0].start_ms, v->now_ms, w->zone, v->lang);
    home_day(&h, v, &all, weeks_rules_day(r->arena, w, &days, &all, v->now_ms));
    TRY(house_setting(r->store, r->arena, "info", &h.info));
    *ret = h;
    return NULL;
}

static const err *home_without_week(req *r)
{
    str name = { 0 };
    struct week_list drafts = { 0 };
    bool host = r->who.role == ROLE_HOST;
    TRY(house_setting(r->store, r->arena, "name", &name));
    if (host)
        TRY(weeks_store_all(r->store, r->arena, WEEKS_DRAFTS_TOO, &drafts));
    TRY(house_page_begin(r, &(struct house_page){ .kind = "home-page" }));
    home_empty(&r->out, name, host, drafts.n > 0);
    return house_page_end(r);
}

/* GET / - what runs now, what comes next, how to take part. */
static const err *home_get(req *r)
{
    struct week_list all = { 0 };
    struct home_page h = { 0 };
    TRY(weeks_store_all(r->store, r->arena, WEEKS_PUBLISHED, &all));
    const struct week *w = weeks_rules_current(r->arena, &all, clock_now_ms());
    if (w == NULL)
        return home_without_week(r);
    struct weeks_view v = weeks_view_of(r, w);
    TRY(home_of(r, &v, &h));
    struct house_page p = { .title = w->title, .description = w->subtitle, .kind = "home-page" };
    TRY(weeks_web_begin(r, w, weeks_jsonld_week(r->arena, req_base_url(r), w), p));
    home_page(&r->out, h);
    return house_page_end(r);
}

/* ---- a day ----------------------------------------------------------------------------------- */

static const err *find_day(req *r, const struct days *days, str date, size_t *ret)
{
    for (size_t i = 0; i < days->n; i++)
        if (str_eq(days->item[i].date, date)) {
            *ret = i;
            return NULL;
        }
    FAIL(r->arena, ERR_MISSING, "the week has no such day");
}

/* The running or next talk in place, the others above and below it. */
static const err *open_day(req *r, const struct weeks_view *v, const struct talks *talks,
                           struct day_page *d)
{
    struct talk open = { 0 };
    size_t at = weeks_rules_open(talks, v->now_ms);
    if (at == WEEKS_RULES_NONE)
        return NULL;
    TRY(weeks_store_talk(r->store, r->arena, weeks_web_sight(r), talks->item[at].slug, &open));
    TRY(weeks_web_open(r, v, &open, 3, &d->open));
    d->opened = true;
    d->earlier = weeks_view_lines(v, talks->item, at);
    d->later = weeks_view_lines(v, talks->item + at + 1, talks->n - at - 1);
    return NULL;
}

/* GET /weeks/:slug/:date */
static const err *day_get(req *r)
{
    struct week w = { 0 };
    struct days days = { 0 };
    struct talks talks = { 0 };
    size_t at = 0;
    str date = req_param(r, "date");
    TRY(weeks_store_week(r->store, r->arena, weeks_web_sight(r), req_param(r, "slug"), &w));
    TRY(weeks_store_days(r->store, r->arena, w.id, &days));
    TRY(find_day(r, &days, date, &at));
    TRY(weeks_store_talks_on(r->store, r->arena, weeks_web_sight(r), w.id, date, &talks));
    struct weeks_view v = weeks_view_of(r, &w);
    struct day_page d = { .name = weeks_view_day_name(&v, date),
                          .week_title = w.title,
                          .week_path = week_path(r->arena, &w) };
    if (at > 0)
        d.before = weeks_view_day_path(&v, days.item[at - 1].date);
    if (at + 1 < days.n)
        d.after = weeks_view_day_path(&v, days.item[at + 1].date);
    TRY(open_day(r, &v, &talks, &d));
    struct house_page p = { .title = str_format(r->arena, "%.*s, %.*s", STR_ARG(d.name),
                                                STR_ARG(w.title)),
                            .description = w.subtitle,
                            .kind = "day-page",
                            .talking = d.opened && d.open.conversation.s.n > 0 };
    TRY(weeks_web_begin(r, &w, weeks_jsonld_week(r->arena, req_base_url(r), &w), p));
    day_page(&r->out, d);
    return house_page_end(r);
}

/* ---- the menu -------------------------------------------------------------------------------- */

/* The segment `n` of a path, from 0; absent behind its end. */
static str segment(str path, int n)
{
    str rest = path, piece = { 0 };
    bool there = str_next(&rest, '/', &piece); /* what stands before the first '/' */
    while (there && n-- >= 0)
        there = str_next(&rest, '/', &piece);
    return there ? piece : (str){ 0 };
}

/* Which week the page belongs to and on which of its days: by its address. An address that leads
 * nowhere gets the current week's menu. */
static const err *menu_place(req *r, const struct week_list *all, const struct week **ret_week,
                             str *ret_day)
{
    str kind = segment(r->path, 0), slug = segment(r->path, 1), day = segment(r->path, 2);
    const struct week *week = weeks_rules_current(r->arena, all, clock_now_ms());
    if (str_eq(kind, S("talks")) && !str_empty(slug)) {
        struct talk t = { 0 };
        const err *e = weeks_store_talk(r->store, r->arena, weeks_web_sight(r), slug, &t);
        if (e != NULL && e->kind != ERR_MISSING)
            return e;
        day = t.day;
        for (size_t i = 0; i < all->n; i++)
            if (all->item[i].id == t.week)
                week = &all->item[i];
    } else if (str_eq(kind, S("weeks"))) {
        for (size_t i = 0; i < all->n; i++)
            if (str_eq(all->item[i].slug, slug))
                week = &all->item[i];
    }
    *ret_week = week;
    *ret_day = day;
    return NULL;
}

const err *weeks_web_menu(req *r)
{
    struct week_list all = { 0 };
    struct days days = { 0 };
    const struct week *week = NULL;
    str day = { 0 };
    TRY(weeks_store_all(r->store, r->arena, weeks_web_sight(r), &all));
    TRY(menu_place(r, &all, &week, &day));
    if (week == NULL)
        return NULL;
    TRY(weeks_store_days(r->store, r->arena, week->id, &days));
    struct weeks_view v = weeks_view_of(r, week);
    str path = week_path(r->arena, week);
    struct day_links links = weeks_view_days(&v, &days, day, r->path);
    parts_menu(&r->out, week->title, path, str_eq(path, r->path), links);
    return NULL;
}

const struct route weeks_web_routes[] = {
    { "GET", "/", home_get, CACHED },
    { "GET", "/weeks/:slug", weeks_web_week, CACHED },
    { "GET", "/weeks/:slug/:date", day_get, CACHED },
    { "GET", "/talks/:slug", weeks_web_talk, CACHED },
    { "POST", "/talks/:slug/messages", weeks_web_say, SAME_ORIGIN | RATE },
    { "GET", "/talks/:slug/messages/:seq", weeks_web_message, CACHED },
    { "POST", "/talks/:slug/messages/:seq", weeks_web_message_post, SAME_ORIGIN | RATE },
    { "GET", "/talks/:slug/speaking/:token", weeks_web_speaking, 0 },
    { "POST", "/talks/:slug/speaking/:token", weeks_web_speaking_post, SAME_ORIGIN | RATE },
    { "GET", "/talks/:slug/stream", weeks_web_stream, STREAM },
    { "GET", "/talks/:slug/transcript", weeks_web_transcript, 0 },
    { "GET", "/speakers/:slug", weeks_web_speaker, CACHED },
    { "GET", "/host/paste", weeks_paste_web_get, HOST },
    { "POST", "/host/paste", weeks_paste_web_post, HOST | SAME_ORIGIN | BIG_BODY },
    { "GET", "/host/weeks", weeks_edit_web_list, HOST },
    { "POST", "/host/weeks", weeks_edit_web_begin_week, HOST | SAME_ORIGIN },
    { "GET", "/host/weeks/:slug", weeks_edit_web_week, HOST },
    { "POST", "/host/weeks/:slug", weeks_edit_web_week_post, HOST | SAME_ORIGIN | BIG_BODY },
    { "POST", "/host/weeks/:slug/talks", weeks_edit_web_add_talk, HOST | SAME_ORIGIN },
    { "POST", "/host/weeks/:slug/public", weeks_edit_web_week_public, HOST | SAME_ORIGIN },
    { "POST", "/host/weeks/:slug/copy", weeks_edit_web_copy, HOST | SAME_ORIGIN },
    { "GET", "/host/weeks/:slug/versions", weeks_edit_web_week_versions, HOST },
    { "POST", "/host/weeks/:slug/versions", weeks_edit_web_week_restore, HOST | SAME_ORIGIN },
    { "GET", "/host/talks/:slug", weeks_edit_web_talk, HOST },
    { "POST", "/host/talks/:slug", weeks_edit_web_talk_post, HOST | SAME_ORIGIN | BIG_BODY },
    { "POST", "/host/talks/:slug/public", weeks_edit_web_talk_public, HOST | SAME_ORIGIN },
    { "POST", "/host/talks/:slug/cancelled", weeks_edit_web_cancelled, HOST | SAME_ORIGIN },
    { "POST", "/host/talks/:slug/links", weeks_edit_web_links, HOST | SAME_ORIGIN },
    { "GET", "/host/talks/:slug/versions", weeks_edit_web_talk_versions, HOST },
    { "POST", "/host/talks/:slug/versions", weeks_edit_web_talk_restore, HOST | SAME_ORIGIN },
    { "GET", "/host/speakers/:slug", weeks_edit_web_speaker, HOST },
    { "POST", "/host/speakers/:slug", weeks_edit_web_speaker_post, HOST | SAME_ORIGIN | BIG_BODY },
    { "GET", "/host/speakers/:slug/versions", weeks_edit_web_speaker_versions, HOST },
    { "POST", "/host/speakers/:slug/versions", weeks_edit_web_speaker_restore, HOST | SAME_ORIGIN },
    { "GET", "/speak/:token", weeks_edit_web_speak, 0 },
    { "POST", "/speak/:token", weeks_edit_web_speak_talk, SAME_ORIGIN | RATE | BIG_BODY },
    { "POST", "/speak/:token/person", weeks_edit_web_speak_person, SAME_ORIGIN | RATE | BIG_BODY },
    { "GET", "/host/demo", weeks_demo_leave_get, HOST },
    { "POST", "/host/demo", weeks_demo_leave_post, HOST | SAME_ORIGIN },
    { "GET", "/api/v1/weeks", weeks_web_api_weeks, PROGRAM },
    { "GET", "/api/v1/weeks/:slug", weeks_web_api_week, PROGRAM },
    { 0 }
};
