/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_paste_web.c - the host pastes an invitation, mends what was understood, and has a week.
 *
 * It is one form with three buttons, so that nothing typed is lost whichever is pressed: read (the
 * text again, which fills the fields anew), check, make. Nothing is stored before the last.
 */
#include "feature/weeks/weeks_paste_web.h"

#include "feature/house/house.h"
#include "feature/weeks/weeks.h"
#include "feature/weeks/weeks_paste.h"
#include "paste.html.h"

static const err *page_show(req *r, const struct paste_form *form)
{
    str title = words(r->out.lang, "Paste your invitation, get your week");
    struct paste_form shown = *form;
    bool duties = false;
    TRY(house_duties(r->store, r->arena, &duties));
    shown.unseen = !duties;
    TRY(house_page_begin(r,
                         &(struct house_page){ .title = title, .kind = "paste", .noindex = true }));
    paste_page(&r->out, shown, req_form_token(r));
    return house_page_end(r);
}

static const err *fault_show(req *r, const struct paste_form *form)
{
    req_status(r, 422);
    return page_show(r, form);
}

/* GET /host/paste */
const err *weeks_paste_web_get(req *r)
{
    return page_show(r, &(struct paste_form){ 0 });
}

static str numbered(req *r, const char *name, size_t number)
{
    return req_field(r, str_c(r->arena, str_format(r->arena, "%s-%zu", name, number)));
}

static struct paste_talk talk_of(req *r, size_t number)
{
    return (struct paste_talk){ .number = number,
                                .day = numbered(r, "day", number),
                                .start = numbered(r, "start", number),
                                .minutes = numbered(r, "minutes", number),
                                .topic = numbered(r, "topic", number),
                                .speakers = numbered(r, "speakers", number),
                                .place = numbered(r, "place", number),
                                .about = numbered(r, "about", number),
                                .removed = numbered(r, "remove", number).p != NULL };
}

static bool is_empty(const struct paste_talk *t)
{
    return t->day.n + t->start.n + t->minutes.n + t->topic.n + t->speakers.n + t->place.n +
               t->about.n ==
           0;
}

/* The fields as the host left them, and an empty talk for one more. */
static void form_take(req *r, struct paste_form *form)
{
    size_t n = 0;
    form->understood = true;
    form->text = req_field(r, "text");
    form->title = req_field(r, "title");
    form->zone = req_field(r, "zone");
    form->welcome = req_field(r, "welcome");
    form->first = req_field(r, "first");
    form->last = req_field(r, "last");
    form->talks.item = NEW_ARRAY(r->arena, struct paste_talk, WEEKS_PASTE_TALKS + 2);
    while (n <= WEEKS_PASTE_TALKS && numbered(r, "topic", n + 1).p != NULL) {
        form->talks.item[n] = talk_of(r, n + 1);
        n++;
    }
    if (n == 0 || !is_empty(&form->talks.item[n - 1])) {
        form->talks.item[n] = (struct paste_talk){ .number = n + 1 };
        n++;
    }
    form->talks.n = n;
}

/* A week of that title would be brought up to date, and lose its talks: that is not what making
 * means. */
static const err *week_make(req *r, struct paste_form *form, const struct programme *p)
{
    struct weeks_import_result done = { 0 };
    TX(t, r->store, r->arena);
    TRY(weeks_import(r->store, r->arena, p, (str){ 0 }, &done));
    if (!done.new_week) {
        form->title_fault = words(r->out.lang, "There is a week of this title already.");
        form->n_faults = 1;
        return fault_show(r, form);
    }
    TRY(tx_commit(&t));
    return req_redirect(r, str_format(r->arena, "/weeks/%.*s", STR_ARG(done.slug)));
}

/* POST /host/paste */
const err *weeks_paste_web_post(req *r)
{
    struct paste_form form = { 0 };
    struct programme p = { 0 };
    str house_zone = { 0 }, wanted = req_field(r, "do");
    bool make = str_eq(wanted, S("make"));
    TRY(house_setting(r->store, r->arena, "zone", &house_zone));
    if (!make && !str_eq(wanted, S("check"))) {
        weeks_paste_read(r->arena, req_field(r, "text"), house_zone, r->out.lang, &form);
        return form.n_faults > 0 ? fault_show(r, &form) : page_show(r, &form);
    }
    form_take(r, &form);
    bool right = weeks_paste_check(r->arena, r->out.lang, &form, &p);
    if (right && make)
        return week_make(r, &form, &p);
    weeks_paste_reread(r->arena, form.text, house_zone, r->out.lang, &form);
    return right ? page_show(r, &form) : fault_show(r, &form);
}
