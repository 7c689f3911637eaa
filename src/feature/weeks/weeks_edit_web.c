/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_edit_web.c - the host's desk: the weeks, and one of them.
 */
#include "feature/weeks/weeks_edit_web.h"

#include "base/clock.h"
#include "feature/house/house.h"
#include "feature/weeks/weeks_edit_make.h"
#include "feature/weeks/weeks_rules.h"
#include "weeks_edit.html.h"

#define FRESH_WEEK (1U << WEEK_TITLE | 1U << WEEK_FIRST | 1U << WEEK_LAST)
#define FRESH_TALK                                                                                 \
    (1U << TALK_TITLE | 1U << TALK_SPEAKERS | 1U << TALK_DAY | 1U << TALK_START |                  \
     1U << TALK_MINUTES)

/* ---- what the desk's pages share ------------------------------------------------------------- */

struct weeks_author weeks_edit_web_author(const req *r)
{
    return (struct weeks_author){ r->who.name, S("host") };
}

struct edit_desk weeks_edit_web_desk(req *r, const struct weeks_thing *thing)
{
    return (struct edit_desk){ .path = thing->path,
                               .shown_path = thing->shown_path,
                               .title = thing->title,
                               .token = req_form_token(r),
                               .draft = !thing->week.published,
                               .week_draft = !thing->week.published,
                               .before = thing->version - 1 };
}

const err *weeks_edit_web_done(req *r, const struct weeks_thing *thing)
{
    return req_redirect(r, str_format(r->arena, "%.*s?saved=1#edit", STR_ARG(thing->path)));
}

const err *weeks_edit_web_the_week(req *r, struct weeks_thing *ret)
{
    struct week w = { 0 };
    TRY(weeks_store_week(r->store, r->arena, WEEKS_DRAFTS_TOO, req_param(r, "slug"), &w));
    *ret = (struct weeks_thing){
        .kind = WEEKS_KIND_WEEK,
        .id = w.id,
        .version = w.version,
        .title = w.title,
        .path = str_format(r->arena, "/host/weeks/%.*s", STR_ARG(w.slug)),
        .shown_path = str_format(r->arena, "/weeks/%.*s", STR_ARG(w.slug)),
        .week = w,
        .fields = WEEKS_EDIT_FORM_ALL,
    };
    return NULL;
}

static const err *begin(req *r, str title)
{
    return house_page_begin(
        r, &(struct house_page){ .title = title, .kind = "desk", .noindex = true });
}

/* ---- all weeks ------------------------------------------------------------------------------- */

static struct edit_weeks week_lines(req *r, const struct week_list *all)
{
    struct edit_week *item = NEW_ARRAY(r->arena, struct edit_week, all->n);
    for (size_t i = 0; i < all->n; i++) {
        const struct week *w = &all->item[i];
        struct weeks_view v = weeks_view_of(r, w);
        str first = weeks_view_day_name(&v, w->start_date);
        str last = weeks_view_day_name(&v, w->end_date);
        item[i] =
            (struct edit_week){ w->slug, w->title,
                                str_format(r->arena, "%.*s – %.*s", STR_ARG(first), STR_ARG(last)),
                                !w->published };
    }
    return (struct edit_weeks){ item, all->n };
}

static struct weeks_thing fresh_week(void)
{
    return (struct weeks_thing){ .kind = WEEKS_KIND_WEEK, .fields = FRESH_WEEK };
}

static const err *list_page(req *r, const struct weeks_saving *fresh)
{
    struct week_list all = { 0 };
    struct edit_form form = { 0 };
    struct weeks_thing thing = fresh_week();
    TRY(weeks_store_all(r->store, r->arena, WEEKS_DRAFTS_TOO, &all));
    TRY(weeks_edit_form_of(r, &thing, fresh, &form));
    TRY(begin(r, words(r->out.lang, "Event weeks")));
    edit_weeks_page(&r->out, week_lines(r, &all), form);
    return house_page_end(r);
}

/* GET /host/weeks */
const err *weeks_edit_web_list(req *r)
{
    return list_page(r, &(struct weeks_saving){ .paper = { .kind = WEEKS_KIND_WEEK } });
}

/* POST /host/weeks */
const err *weeks_edit_web_begin_week(req *r)
{
    struct weeks_thing thing = fresh_week();
    struct weeks_paper form = { 0 };
    struct weeks_saving saving = { 0 };
    str slug = { 0 };
    TRY(weeks_edit_form_read(r, &thing, &form));
    TRY(house_setting(r->store, r->arena, "zone", &form.value[WEEK_ZONE]));
    TRY(weeks_edit_make_week(r->store, r->arena, r->out.lang, &form, &saving, &slug));
    if (saving.outcome == WEEKS_SAVED)
        return req_redirect(r, str_format(r->arena, "/host/weeks/%.*s", STR_ARG(slug)));
    req_status(r, 422);
    return list_page(r, &saving);
}

/* ---- one week -------------------------------------------------------------------------------- */

static const err *groups_of(req *r, const struct week *w, struct day_groups *ret)
{
    struct days days = { 0 };
    struct talks all = { 0 };
    struct weeks_view v = weeks_view_of(r, w);
    TRY(weeks_store_days(r->store, r->arena, w->id, &days));
    TRY(weeks_store_talks(r->store, r->arena, WEEKS_DRAFTS_TOO, w->id, &all));
    struct day_group *groups = NEW_ARRAY(r->arena, struct day_group, days.n);
    for (size_t i = 0; i < days.n; i++) {
        struct weeks_filter only = { .day = days.item[i].date };
        struct talks on = weeks_rules_filter(r->arena, &all, &only);
        groups[i] = (struct day_group){ only.day, S(""), weeks_view_day_name(&v, only.day),
                                        weeks_view_lines(&v, on.item, on.n) };
    }
    *ret = (struct day_groups){ groups, days.n };
    return NULL;
}

static struct weeks_thing fresh_talk(const struct week *w)
{
    return (struct weeks_thing){
        .kind = WEEKS_KIND_TALK, .form_id = S("new-"), .week = *w, .fields = FRESH_TALK
    };
}

const err *weeks_edit_web_week_page(req *r, const struct weeks_thing *thing, struct edit_form form,
                                    const struct weeks_saving *fresh)
{
    struct weeks_thing new_talk = fresh_talk(&thing->week);
    struct edit_week_page shown = { .desk = weeks_edit_web_desk(r, thing), .form = form };
    struct weeks_saving empty = { .paper = { .kind = WEEKS_KIND_TALK,
                                             .value = { [TALK_MINUTES] = S("60") } } };
    TRY(groups_of(r, &thing->week, &shown.groups));
    TRY(weeks_edit_form_of(r, &new_talk, fresh != NULL ? fresh : &empty, &shown.fresh));
    TRY(begin(r, thing->title));
    edit_week_page(&r->out, shown);
    return house_page_end(r);
}

/* GET /host/weeks/:slug */
const err *weeks_edit_web_week(req *r)
{
    struct weeks_thing thing = { 0 };
    struct edit_form form = { 0 };
    TRY(weeks_edit_web_the_week(r, &thing));
    TRY(weeks_edit_form_now(r, &thing, &form));
    return weeks_edit_web_week_page(r, &thing, form, NULL);
}

/* POST /host/weeks/:slug */
const err *weeks_edit_web_week_post(req *r)
{
    struct weeks_thing thing = { 0 };
    struct edit_form form = { 0 };
    struct weeks_author author = weeks_edit_web_author(r);
    bool done = false;
    TRY(weeks_edit_web_the_week(r, &thing));
    TRY(weeks_edit_form_post(r, &thing, &author, &done, &form));
    return done ? weeks_edit_web_done(r, &thing) : weeks_edit_web_week_page(r, &thing, form, NULL);
}

/* POST /host/weeks/:slug/talks - a new talk, then its own shown. */
const err *weeks_edit_web_add_talk(req *r)
{
    struct weeks_thing thing = { 0 };
    struct weeks_paper wanted = { 0 };
    struct weeks_saving saving = { 0 };
    struct edit_form form = { 0 };
    str slug = { 0 };
    TRY(weeks_edit_web_the_week(r, &thing));
    struct weeks_thing new_talk = fresh_talk(&thing.week);
    TRY(weeks_edit_form_read(r, &new_talk, &wanted));
    TRY(weeks_edit_make_talk(r->store, r->arena, r->out.lang, &thing.week, &wanted, &saving,
                             &slug));
    if (saving.outcome == WEEKS_SAVED)
        return req_redirect(r, str_format(r->arena, "/host/talks/%.*s", STR_ARG(slug)));
    req_status(r, 422);
    TRY(weeks_edit_form_now(r, &thing, &form));
    return weeks_edit_web_week_page(r, &thing, form, &saving);
}

/* POST /host/weeks/:slug/public */
const err *weeks_edit_web_week_public(req *r)
{
    struct weeks_thing thing = { 0 };
    str on = req_field(r, "on");
    bool all = str_eq(on, S("all"));
    TRY(weeks_edit_web_the_week(r, &thing));
    if (!all && !str_eq(on, S("week")) && !str_eq(on, S("no")))
        FAIL(r->arena, ERR_INVALID, "neither published nor draft");
    TRY(weeks_edit_make_public(r->store, r->arena, thing.id, !str_eq(on, S("no")), all));
    return req_redirect(r, thing.path);
}

/* POST /host/weeks/:slug/copy */
const err *weeks_edit_web_copy(req *r)
{
    struct weeks_thing thing = { 0 };
    struct when_date first = { 0 };
    str slug = { 0 };
    TRY(weeks_edit_web_the_week(r, &thing));
    if (!when_date_parse(str_trim(req_field(r, "first")), &first)) {
        const struct err_field field = { S("first"),
                                         words(r->out.lang, "Please write a date as 2027-05-31.") };
        return err_form(r->arena, HERE, &field, 1);
    }
    TRY(weeks_edit_make_copy(r->store, r->arena, &thing.week, first, &slug));
    return req_redirect(r, str_format(r->arena, "/host/weeks/%.*s", STR_ARG(slug)));
}
