/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_edit_version_web.c - the versions of a week, talk or speaker: who changed what when, and
 * the way back to each.
 */
#include "base/clock.h"
#include "feature/house/house.h"
#include "feature/weeks/weeks_edit_store.h"
#include "feature/weeks/weeks_edit_web.h"
#include "weeks_edit.html.h"

#define SHOWN_MAX 100 /* the newest; the others stay in the store */

static str author_of(req *r, const struct weeks_version *v)
{
    if (str_eq(v->via, S("import")))
        return words(r->out.lang, "An import");
    if (str_eq(v->via, S("first")))
        return words(r->out.lang, "as it was at first");
    return v->who;
}

static struct edit_version version_of(req *r, const struct weeks_thing *thing,
                                      const struct weeks_version *v,
                                      const struct weeks_version *before)
{
    struct edit_version ret = {
        .version = v->version,
        .when = when_near(r->arena, v->time_ms, clock_now_ms(), thing->week.zone, r->out.lang),
        .who = author_of(r, v),
        .current = v->version == thing->version,
    };
    if (before != NULL) {
        struct weeks_paper was = weeks_versions_paper(r->arena, thing->kind, thing->id, before);
        struct weeks_paper is = weeks_versions_paper(r->arena, thing->kind, thing->id, v);
        ret.differences = weeks_edit_form_differences(r, &was, &is);
    }
    return ret;
}

static const err *versions_get(req *r, const struct weeks_thing *thing)
{
    struct weeks_version_list all = { 0 };
    TRY(weeks_edit_store_versions(r->store, r->arena, thing->kind, thing->id, &all));
    size_t n = all.n < SHOWN_MAX ? all.n : SHOWN_MAX;
    struct edit_version *item = NEW_ARRAY(r->arena, struct edit_version, n);
    for (size_t i = 0; i < n; i++)
        item[i] = version_of(r, thing, &all.item[i], i + 1 < all.n ? &all.item[i + 1] : NULL);
    str title = words(r->out.lang, "Versions");
    TRY(house_page_begin(r,
                         &(struct house_page){ .title = title, .kind = "desk", .noindex = true }));
    edit_versions_page(&r->out, weeks_edit_web_desk(r, thing), (struct edit_versions){ item, n });
    return house_page_end(r);
}

/* `ret_done`, or the version's words in the form with what stands against them today. */
static const err *restore(req *r, const struct weeks_thing *thing, bool *ret_done,
                          struct edit_form *ret)
{
    struct weeks_author author = weeks_edit_web_author(r);
    struct weeks_saving saving = { 0 };
    int64_t version = 0;
    if (!str_to_int64(req_field(r, "version"), &version))
        FAIL(r->arena, ERR_INVALID, "no version named");
    TRY(weeks_edit_restore(r->store, r->arena, r->out.lang, thing->kind, thing->id, version,
                           &author, &saving));
    *ret_done = saving.outcome == WEEKS_SAVED;
    if (*ret_done)
        return NULL;
    req_status(r, 422);
    return weeks_edit_form_of(r, thing, &saving, ret);
}

/* GET /host/weeks/:slug/versions */
const err *weeks_edit_web_week_versions(req *r)
{
    struct weeks_thing thing = { 0 };
    TRY(weeks_edit_web_the_week(r, &thing));
    return versions_get(r, &thing);
}

/* POST /host/weeks/:slug/versions */
const err *weeks_edit_web_week_restore(req *r)
{
    struct weeks_thing thing = { 0 };
    struct edit_form form = { 0 };
    bool done = false;
    TRY(weeks_edit_web_the_week(r, &thing));
    TRY(restore(r, &thing, &done, &form));
    return done ? weeks_edit_web_done(r, &thing) : weeks_edit_web_week_page(r, &thing, form, NULL);
}

/* GET /host/talks/:slug/versions */
const err *weeks_edit_web_talk_versions(req *r)
{
    struct talk t = { 0 };
    struct weeks_thing thing = { 0 };
    TRY(weeks_edit_web_the_talk(r, &t, &thing));
    return versions_get(r, &thing);
}

/* POST /host/talks/:slug/versions */
const err *weeks_edit_web_talk_restore(req *r)
{
    struct talk t = { 0 };
    struct weeks_thing thing = { 0 };
    struct edit_form form = { 0 };
    bool done = false;
    TRY(weeks_edit_web_the_talk(r, &t, &thing));
    TRY(restore(r, &thing, &done, &form));
    return done ? weeks_edit_web_done(r, &thing) : weeks_edit_web_talk_page(r, &t, &thing, form);
}

/* GET /host/speakers/:slug/versions */
const err *weeks_edit_web_speaker_versions(req *r)
{
    struct weeks_thing thing = { 0 };
    TRY(weeks_edit_web_the_speaker(r, &thing));
    return versions_get(r, &thing);
}

/* POST /host/speakers/:slug/versions */
const err *weeks_edit_web_speaker_restore(req *r)
{
    struct weeks_thing thing = { 0 };
    struct edit_form form = { 0 };
    bool done = false;
    TRY(weeks_edit_web_the_speaker(r, &thing));
    TRY(restore(r, &thing, &done, &form));
    return done ? weeks_edit_web_done(r, &thing) : weeks_edit_web_speaker_page(r, &thing, form);
}
