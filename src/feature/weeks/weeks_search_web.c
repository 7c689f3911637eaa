/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_search_web.c - the page of a week: its days, a search field, and the calendar under ".ics".
 * A large programme is shown a day at a time.
 */
#include <stdlib.h>

#include "engine/markdown/markdown.h"
#include "feature/weeks/weeks_ics.h"
#include "feature/weeks/weeks_jsonld.h"
#include "feature/weeks/weeks_pages.h"
#include "feature/weeks/weeks_web.h"
#include "week.html.h"

#define WHOLE_WEEK 60 /* more talks than that are shown a day at a time */
#define FOUND_MAX 300

static const err *feed_get(req *r, str slug)
{
    struct week w = { 0 };
    str text = { 0 };
    TRY(weeks_store_week(r->store, r->arena, WEEKS_PUBLISHED, slug, &w));
    TRY(weeks_ics(r->store, r->arena, &w, req_base_url(r), &text));
    req_set_header(r, "Content-Disposition",
                   str_format(r->arena, "inline; filename=\"%.*s.ics\"", STR_ARG(slug)));
    return req_bytes_reply(r, "text/calendar; charset=utf-8", text);
}

static int by_name(const void *a, const void *b)
{
    const struct weeks_name *x = a, *y = b;
    return str_cmp(x->name, y->name);
}

enum facet { BY_TRACK, BY_PLACE };

/* The tracks or places of a programme, each once. */
static struct weeks_names names_of(arena *a, const struct talks *all, enum facet facet, str chosen)
{
    struct weeks_name *names = NEW_ARRAY(a, struct weeks_name, all->n);
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < all->n; i++) {
        str name = facet == BY_TRACK ? all->item[i].track : all->item[i].place;
        if (!str_empty(name))
            names[n++] = (struct weeks_name){ name, str_eq(name, chosen) };
    }
    qsort(names, n, sizeof *names, by_name);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || !str_eq(names[kept - 1].name, names[i].name))
            names[kept++] = names[i];
    return (struct weeks_names){ names, kept };
}

static struct weeks_filter filter_of(const req *r)
{
    return (struct weeks_filter){
        .q = str_trim(req_query(r, "q")),
        .track = req_query(r, "track"),
        .place = req_query(r, "place"),
        .day = req_query(r, "day"),
    };
}

/* Empty days stand there too, unless something was searched for. */
static struct day_groups groups_of(const struct weeks_view *v, const struct days *days,
                                   const struct talks *talks, str only_day, bool with_empty)
{
    struct day_group *groups = NEW_ARRAY(v->arena, struct day_group, days->n);
    size_t n = 0;
    for (size_t i = 0; i < days->n; i++) {
        str date = days->item[i].date;
        struct weeks_filter f = { .day = date };
        struct talks on = weeks_rules_filter(v->arena, talks, &f);
        if ((!str_empty(only_day) && !str_eq(only_day, date)) || (on.n == 0 && !with_empty))
            continue;
        groups[n++] =
            (struct day_group){ date, weeks_view_day_path(v, date), weeks_view_day_name(v, date),
                                weeks_view_lines(v, on.item, on.n) };
    }
    return (struct day_groups){ groups, n };
}

static str span_words(const struct weeks_view *v)
{
    const struct words_value values[] = {
        { "start", weeks_view_day_name(v, v->week->start_date) },
        { "end", weeks_view_day_name(v, v->week->end_date) },
    };
    if (str_eq(v->week->start_date, v->week->end_date))
        return values[0].value;
    return words_fill(v->arena, words(v->lang, "{start} to {end}"), values, COUNT_OF(values));
}

/* What is shown: everything that was found, or all days, or one day of many. */
static void fill_groups(struct week_page *p, const struct weeks_view *v, const struct days *days,
                        const struct talks *all)
{
    struct talks found = weeks_rules_filter(v->arena, all, &p->filter);
    str day = p->filter.day;
    p->found = found.n;
    p->cut = p->filtering && found.n > FOUND_MAX;
    if (p->cut)
        found.n = FOUND_MAX;
    p->paged = !p->filtering && all->n > WHOLE_WEEK;
    if (p->paged && str_empty(day))
        day = weeks_rules_day(v->arena, v->week, days, all, v->now_ms);
    p->days = weeks_view_days(v, days, day, S(""));
    p->filter_days = weeks_view_days(v, days, p->filter.day, S(""));
    p->groups = groups_of(v, days, &found, day, !p->filtering);
}

static const err *fill_week(req *r, const struct weeks_view *v, struct week_page *ret)
{
    struct days days = { 0 };
    struct talks all = { 0 };
    const struct week *w = v->week;
    TRY(weeks_store_days(r->store, r->arena, w->id, &days));
    TRY(weeks_store_talks(r->store, r->arena, weeks_web_sight(r), w->id, &all));
    struct week_page p = {
        .title = w->title,
        .subtitle = w->subtitle,
        .span = span_words(v),
        .place = w->place,
        .path = str_format(r->arena, "/weeks/%.*s", STR_ARG(w->slug)),
        .feed = weeks_web_feed(r->arena, w),
        .welcome = markdown_html(r->arena, w->text, 2),
        .filter = filter_of(r),
        .host = r->who.role == ROLE_HOST,
        .draft = !w->published,
        .edit_path = str_format(r->arena, "/host/weeks/%.*s", STR_ARG(w->slug)),
        .lang = house_language_asked(r),
    };
    if (all.n > 0) {
        p.zone = when_zone_words(r->arena, all.item[0].start_ms, w->zone, v->lang);
        p.reader_zone = weeks_view_reader_zone(v, all.item[0].start_ms);
    }
    p.filtering = weeks_rules_filtering(&p.filter);
    p.tracks = names_of(r->arena, &all, BY_TRACK, p.filter.track);
    p.places = names_of(r->arena, &all, BY_PLACE, p.filter.place);
    fill_groups(&p, v, &days, &all);
    *ret = p;
    return NULL;
}

/* GET /weeks/:slug and /weeks/:slug.ics */
const err *weeks_web_week(req *r)
{
    struct week w = { 0 };
    struct week_page shown = { 0 };
    str slug = req_param(r, "slug");
    if (str_ends(slug, S(".ics")))
        return feed_get(r, str_sub(slug, 0, slug.n - 4));
    TRY(weeks_store_week(r->store, r->arena, weeks_web_sight(r), slug, &w));
    struct weeks_view v = weeks_view_of(r, &w);
    TRY(fill_week(r, &v, &shown));
    struct house_page p = { .title = w.title,
                            .description = w.subtitle,
                            .kind = "week-page",
                            .noindex = shown.filtering || shown.draft };
    TRY(weeks_web_begin(r, &w, weeks_jsonld_week(r->arena, req_base_url(r), &w), p));
    week_page(&r->out, shown);
    return house_page_end(r);
}
