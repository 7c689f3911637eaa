/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_edit_form.c - see weeks_edit_form.h.
 */
#include "feature/weeks/weeks_edit_form.h"

#include "base/clock.h"
#include "engine/markdown/markdown.h"
#include "engine/when/when.h"
#include "feature/weeks/weeks_edit_store.h"

static bool is_asked(const struct weeks_thing *thing, size_t field)
{
    return (thing->fields >> field & 1U) != 0;
}

const err *weeks_edit_form_read(req *r, const struct weeks_thing *thing, struct weeks_paper *ret)
{
    struct weeks_fields fields = weeks_versions_fields(thing->kind);
    struct weeks_paper p = { .kind = thing->kind, .id = thing->id };
    str version = req_field(r, "version");
    if (!str_empty(version) && !str_to_int64(version, &p.version))
        FAIL(r->arena, ERR_INVALID, "the form's version is no number");
    for (size_t i = 0; i < fields.n; i++)
        if (is_asked(thing, i))
            p.value[i] = req_field(r, fields.item[i].name);
    *ret = p;
    return NULL;
}

bool weeks_edit_form_previewing(const req *r)
{
    return str_eq(req_field(r, "do"), S("preview"));
}

/* ---- the page's values ----------------------------------------------------------------------- */

static struct edit_options day_options(req *r, const struct days *days, str chosen)
{
    struct edit_option *item = NEW_ARRAY(r->arena, struct edit_option, days->n);
    for (size_t i = 0; i < days->n; i++) {
        struct when_date day = { 0 };
        str date = days->item[i].date;
        str label = when_date_parse(date, &day) ? when_day_long(r->arena, day, r->out.lang) : date;
        item[i] = (struct edit_option){ date, label, str_eq(date, chosen) };
    }
    return (struct edit_options){ item, days->n };
}

static str said(enum lang lang, const char *msgid)
{
    return msgid == NULL ? S("") : words(lang, msgid);
}

static const err *fields_of(req *r, const struct weeks_thing *thing,
                            const struct weeks_saving *saving, struct edit_fields *ret)
{
    struct weeks_fields fields = weeks_versions_fields(thing->kind);
    struct edit_field *item = NEW_ARRAY(r->arena, struct edit_field, fields.n);
    struct days days = { 0 };
    size_t n = 0;
    TRY(weeks_store_days(r->store, r->arena, thing->week.id, &days));
    for (size_t i = 0; i < fields.n; i++) {
        const struct weeks_field *f = &fields.item[i];
        if (!is_asked(thing, i))
            continue;
        item[n++] = (struct edit_field){
            .name = str_of(f->name),
            .label = words(r->out.lang, f->label),
            .hint = said(r->out.lang, f->hint),
            .value = saving->paper.value[i],
            .fault = saving->faults.of[i],
            .input = f->input,
            .required = f->required,
            .most = f->most,
            .options = day_options(r, &days, saving->paper.value[i]),
        };
    }
    *ret = (struct edit_fields){ item, n };
    return NULL;
}

/* How much of the beginning both texts share, up to the end of a line. */
static size_t shared_lines(str x, str y)
{
    size_t n = 0, line = 0;
    while (n < x.n && n < y.n && x.p[n] == y.p[n])
        if (x.p[n++] == '\n')
            line = n;
    return line;
}

static size_t shared_end(str x, str y)
{
    size_t n = 0, line = 0;
    while (n < x.n && n < y.n && x.p[x.n - 1 - n] == y.p[y.n - 1 - n])
        if (x.p[x.n - 1 - n++] == '\n')
            line = n;
    return line;
}

static struct edit_difference difference(str label, str theirs, str mine)
{
    size_t begin = shared_lines(theirs, mine);
    str their_rest = str_sub(theirs, begin, theirs.n), my_rest = str_sub(mine, begin, mine.n);
    size_t end = shared_end(their_rest, my_rest);
    return (struct edit_difference){
        .label = label,
        .before = str_sub(theirs, 0, begin),
        .theirs = str_sub(their_rest, 0, their_rest.n - end),
        .mine = str_sub(my_rest, 0, my_rest.n - end),
        .after = str_sub(their_rest, their_rest.n - end, end),
    };
}

struct edit_differences weeks_edit_form_differences(req *r, const struct weeks_paper *theirs,
                                                    const struct weeks_paper *mine)
{
    struct weeks_fields fields = weeks_versions_fields(mine->kind);
    struct edit_difference *item = NEW_ARRAY(r->arena, struct edit_difference, fields.n);
    size_t n = 0;
    for (size_t i = 0; i < fields.n; i++)
        if (!str_eq(theirs->value[i], mine->value[i]))
            item[n++] = difference(words(r->out.lang, fields.item[i].label), theirs->value[i],
                                   mine->value[i]);
    return (struct edit_differences){ item, n };
}

const err *weeks_edit_form_of(req *r, const struct weeks_thing *thing,
                              const struct weeks_saving *saving, struct edit_form *ret)
{
    struct edit_form f = {
        .action = thing->path,
        .id = str_empty(thing->form_id) ? S("f-") : thing->form_id,
        .token = req_form_token(r),
        .version = saving->paper.version,
        .conflict = saving->outcome == WEEKS_CONFLICT,
        .faulty = saving->outcome == WEEKS_FAULTY,
    };
    TRY(fields_of(r, thing, saving, &f.fields));
    if (f.conflict) {
        f.by = str_empty(saving->last.who) ? words(r->out.lang, "An import") : saving->last.who;
        f.at = when_near(r->arena, saving->last.time_ms, clock_now_ms(), thing->week.zone,
                         r->out.lang);
        f.differences = weeks_edit_form_differences(r, &saving->theirs, &saving->paper);
    }
    *ret = f;
    return NULL;
}

const err *weeks_edit_form_now(req *r, const struct weeks_thing *thing, struct edit_form *ret)
{
    struct weeks_saving now = { 0 };
    TRY(weeks_edit_load(r->store, r->arena, thing->kind, thing->id, &now.paper));
    TRY(weeks_edit_form_of(r, thing, &now, ret));
    ret->saved = !str_empty(req_query(r, "saved"));
    return NULL;
}

/* ---- posting --------------------------------------------------------------------------------- */

static str long_text(const struct weeks_paper *p)
{
    struct weeks_fields fields = weeks_versions_fields(p->kind);
    for (size_t i = 0; i < fields.n; i++)
        if (fields.item[i].input == INPUT_TEXT)
            return p->value[i];
    return S("");
}

static const err *preview(req *r, const struct weeks_thing *thing, const struct weeks_paper *form,
                          struct edit_form *ret)
{
    struct weeks_saving shown = { .paper = weeks_edit_check_clean(r->arena, form) };
    TRY(weeks_edit_form_of(r, thing, &shown, ret));
    ret->previewed = true;
    ret->preview = markdown_html(r->arena, long_text(&shown.paper), 3);
    return NULL;
}

const err *weeks_edit_form_post(req *r, const struct weeks_thing *thing,
                                const struct weeks_author *author, bool *ret_done,
                                struct edit_form *ret)
{
    struct weeks_paper form = { 0 };
    struct weeks_saving saving = { 0 };
    TRY(weeks_edit_form_read(r, thing, &form));
    *ret_done = false;
    if (weeks_edit_form_previewing(r))
        return preview(r, thing, &form, ret);
    TRY(weeks_edit_save(r->store, r->arena, r->out.lang, &form, author, &saving));
    *ret_done = saving.outcome == WEEKS_SAVED;
    if (*ret_done)
        return NULL;
    req_status(r, saving.outcome == WEEKS_CONFLICT ? 409 : 422);
    return weeks_edit_form_of(r, thing, &saving, ret);
}
