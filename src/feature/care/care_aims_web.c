/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_aims_web.c - aims in the browser: what one wants to reach, with whom, by which steps.
 */
#include <inttypes.h>

#include "aims.html.h"
#include "feature/care/care_web.h"

static str id_text(arena *a, int64_t id)
{
    return str_format(a, "%" PRId64, id);
}

static str aim_path(arena *a, aim_id id)
{
    return str_format(a, "/book/aims/%" PRId64, id.v);
}

/* ---- the list -------------------------------------------------------------------------------- */

/* The aims that are open, or the others. */
static struct care_aim_links links_of(req *r, const struct aim_list *all, bool open)
{
    struct care_aim_link *links = NEW_ARRAY(r->arena, struct care_aim_link, all->n);
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++) {
        const struct aim *aim = &all->item[i];
        if (str_eq(aim->state, S("open")) != open)
            continue;
        const struct words_value name = { "name", aim->behalf_name };
        str note = S("");
        if (!open)
            note = words(r->out.lang, str_eq(aim->state, S("reached")) ? WORDS_MARK("reached")
                                                                       : WORDS_MARK("given up"));
        else if (aim->on_behalf_of.v != 0)
            note = words_fill(r->arena, words(r->out.lang, "for {name}"), &name, 1);
        links[n++] = (struct care_aim_link){ aim_path(r->arena, aim->id), aim->title, note };
    }
    return (struct care_aim_links){ links, n };
}

/* The form as it was sent, with what is wrong. */
static struct aims_form form_of(req *r, const err *e)
{
    return (struct aims_form){ .action = S("/book/aims"),
                               .title = req_field(r, "title"),
                               .why = req_field(r, "why"),
                               .behalf = req_field(r, "behalf"),
                               .title_wrong = care_web_wrong(e, "title"),
                               .why_wrong = care_web_wrong(e, "why"),
                               .behalf_wrong = care_web_wrong(e, "behalf"),
                               .button = words(r->out.lang, "Write down the aim"),
                               .token = req_form_token(r) };
}

static const err *show_list(req *r, const err *e)
{
    struct aim_list all = { 0 };
    struct book_page frame = { .title = words(r->out.lang, "Aims"), .kind = "aims-page" };
    int64_t removed = 0;
    TRY(care_aims_list(r->store, r->arena, book_owner(r), &all));
    if (e != NULL)
        req_status(r, 422);
    else if (str_to_int64(req_query(r, "removed"), &removed)) {
        frame.note = words(r->out.lang, "Taken back.");
        frame.undo_path = aim_path(r->arena, (aim_id){ removed });
        frame.undo_what = S("restore");
        frame.undo_id = id_text(r->arena, removed);
    }
    TRY(book_page_begin(r, &frame));
    aims_page(&r->out, (struct aims_view){ .open = links_of(r, &all, true),
                                           .closed = links_of(r, &all, false),
                                           .form = form_of(r, e) });
    return book_page_end(r);
}

/* GET /book/aims */
const err *care_web_aims_get(req *r)
{
    return show_list(r, NULL);
}

/* Title, why and for whom, as the form says. */
static const err *given(req *r, struct aim *aim)
{
    aim->title = req_field(r, "title");
    aim->why = req_field(r, "why");
    aim->on_behalf_of = (person_id){ 0 };
    if (str_empty(str_trim(req_field(r, "behalf"))))
        return NULL;
    return care_web_named(r, "behalf", &aim->on_behalf_of);
}

/* POST /book/aims */
const err *care_web_aims_post(req *r)
{
    struct aim aim = { 0 };
    aim_id id = { 0 };
    const err *e = given(r, &aim);
    if (e == NULL)
        e = care_aims_add(r->store, r->arena, book_owner(r), &aim, r->out.lang, &id);
    if (e != NULL)
        return e->n_fields == 0 ? e : show_list(r, e);
    return req_redirect(r, aim_path(r->arena, id));
}

/* ---- one aim --------------------------------------------------------------------------------- */

static const err *members(req *r, aim_id id, struct aim_members *ret)
{
    struct aim_people people = { 0 };
    TRY(care_aims_people(r->store, r->arena, book_owner(r), id, &people));
    struct aim_member_view *list = NEW_ARRAY(r->arena, struct aim_member_view, people.n);
    for (size_t i = 0; i < people.n; i++)
        list[i] = (struct aim_member_view){ id_text(r->arena, people.item[i].person.v),
                                            people.item[i].name,
                                            book_person_path(r->arena, people.item[i].person) };
    *ret = (struct aim_members){ list, people.n };
    return NULL;
}

static const err *steps(req *r, aim_id id, bool done, struct aim_step_views *ret)
{
    struct care_asking ask = { 0 };
    struct aim_steps all = { 0 };
    size_t n = 0;
    TRY(care_web_asking(r, &ask));
    TRY(care_aims_steps(r->store, r->arena, book_owner(r), id, &all));
    struct aim_step_view *list = NEW_ARRAY(r->arena, struct aim_step_view, all.n);
    for (size_t i = 0; i < all.n; i++) {
        const struct aim_step *s = &all.item[i];
        if ((s->done_ms > 0) != done)
            continue;
        list[n++] = (struct aim_step_view){
            .id = id_text(r->arena, s->id),
            .text = s->text,
            .due = done ? S("") : care_words_due(&ask, s->due),
            .name = s->person.v == 0 ? S("") : s->person_name,
            .path = s->person.v == 0 ? S("") : book_person_path(r->arena, s->person),
            .done = done,
        };
    }
    *ret = (struct aim_step_views){ list, n };
    return NULL;
}

static str state_words(enum lang lang, str state)
{
    if (str_eq(state, S("reached")))
        return words(lang, "reached");
    return str_eq(state, S("dropped")) ? words(lang, "given up") : S("");
}

/* `form` is the one that was refused with `e`: "aim", "step", "people". */
static const err *show_aim(req *r, const struct aim *aim, const char *form, const err *e)
{
    bool step = str_eq(str_of(form), S("step")), change = str_eq(str_of(form), S("aim"));
    struct aim_view v = { .path = aim_path(r->arena, aim->id),
                          .title = aim->title,
                          .why = aim->why,
                          .state = state_words(r->out.lang, aim->state),
                          .open = str_eq(aim->state, S("open")),
                          .token = req_form_token(r) };
    struct book_page frame = { .title = aim->title, .kind = "aims-page" };
    int64_t removed = 0;
    if (aim->on_behalf_of.v != 0) {
        v.behalf = aim->behalf_name;
        v.behalf_path = book_person_path(r->arena, aim->on_behalf_of);
    }
    TRY(members(r, aim->id, &v.people));
    TRY(steps(r, aim->id, false, &v.steps));
    TRY(steps(r, aim->id, true, &v.done));
    v.step_text = step ? req_field(r, "text") : S("");
    v.step_due = step ? req_field(r, "due") : S("");
    v.step_person = step ? req_field(r, "person") : S("");
    v.text_wrong = step ? care_web_wrong(e, "text") : S("");
    v.due_wrong = step ? care_web_wrong(e, "due") : S("");
    v.person_wrong = step ? care_web_wrong(e, "person") : S("");
    v.member_wrong = step || change ? S("") : care_web_wrong(e, "person");
    v.form = form_of(r, change ? e : NULL);
    v.form.action = v.path;
    v.form.button = words(r->out.lang, "Save");
    if (!change) {
        v.form.title = aim->title;
        v.form.why = aim->why;
        v.form.behalf = aim->on_behalf_of.v == 0
                            ? S("")
                            : str_format(r->arena, "#%" PRId64, aim->on_behalf_of.v);
    }
    if (e != NULL)
        req_status(r, 422);
    else if (str_to_int64(req_query(r, "removed"), &removed)) {
        frame.note = words(r->out.lang, "Taken back.");
        frame.undo_path = str_format(r->arena, "/book/steps/%" PRId64, removed);
        frame.undo_what = S("restore");
        frame.undo_id = id_text(r->arena, removed);
    }
    TRY(book_page_begin(r, &frame));
    aims_one(&r->out, v);
    return book_page_end(r);
}

/* The aim of the route's ":id", which was not taken back. */
static const err *aim_of(req *r, bool removed_too, struct aim *ret)
{
    int64_t id = 0;
    TRY(book_page_id(r, "id", &id));
    TRY(care_aims_get(r->store, r->arena, book_owner(r), (aim_id){ id }, ret));
    if (ret->removed_ms != 0 && !removed_too)
        FAIL(r->arena, ERR_MISSING, "this aim was taken back");
    return NULL;
}

/* GET /book/aims/:id */
const err *care_web_aim_get(req *r)
{
    struct aim aim = { 0 };
    TRY(aim_of(r, false, &aim));
    return show_aim(r, &aim, "", NULL);
}

/* POST /book/aims/:id - changed; or "do": reached, dropped, open, remove; or its undo. */
const err *care_web_aim_post(req *r)
{
    struct aim aim = { 0 }, said = { 0 };
    account_id owner = book_owner(r);
    str what = req_field(r, "do");
    TRY(aim_of(r, true, &aim));
    if (str_eq(req_field(r, "what"), S("restore"))) {
        TRY(care_aims_remove(r->store, r->arena, owner, aim.id, false));
        return req_redirect(r, aim_path(r->arena, aim.id));
    }
    if (str_eq(what, S("remove"))) {
        TRY(care_aims_remove(r->store, r->arena, owner, aim.id, true));
        return req_redirect(r, str_format(r->arena, "/book/aims?removed=%" PRId64, aim.id.v));
    }
    if (!str_empty(what)) {
        TRY(care_aims_state(r->store, r->arena, owner, aim.id, what));
        return req_redirect(r, aim_path(r->arena, aim.id));
    }
    const err *e = given(r, &said);
    said.id = aim.id;
    if (e == NULL)
        e = care_aims_change(r->store, r->arena, owner, &said, r->out.lang);
    if (e != NULL)
        return e->n_fields == 0 ? e : show_aim(r, &aim, "aim", e);
    return req_redirect(r, aim_path(r->arena, aim.id));
}

/* POST /book/aims/:id/people - one more by name, or `drop` one by id. */
const err *care_web_aim_people_post(req *r)
{
    struct aim aim = { 0 };
    person_id person = { 0 };
    account_id owner = book_owner(r);
    TRY(aim_of(r, false, &aim));
    if (str_to_int64(req_field(r, "drop"), &person.v)) {
        TRY(care_aims_person_drop(r->store, r->arena, owner, aim.id, person));
        return req_redirect(r, aim_path(r->arena, aim.id));
    }
    const err *e = care_web_named(r, "person", &person);
    if (e != NULL)
        return e->n_fields == 0 ? e : show_aim(r, &aim, "people", e);
    TRY(care_aims_person_add(r->store, r->arena, owner, aim.id, person));
    return req_redirect(r, aim_path(r->arena, aim.id));
}

/* POST /book/aims/:id/steps */
const err *care_web_aim_steps_post(req *r)
{
    struct aim aim = { 0 };
    int64_t id = 0;
    TRY(aim_of(r, false, &aim));
    struct aim_step step = { .aim = aim.id,
                             .text = req_field(r, "text"),
                             .due = req_field(r, "due") };
    const err *e = str_empty(str_trim(req_field(r, "person")))
                       ? NULL
                       : care_web_named(r, "person", &step.person);
    if (e == NULL)
        e = care_aims_step_add(r->store, r->arena, book_owner(r), &step, r->out.lang, &id);
    if (e != NULL)
        return e->n_fields == 0 ? e : show_aim(r, &aim, "step", e);
    return req_redirect(r, aim_path(r->arena, aim.id));
}

/* POST /book/steps/:id - "do": done, open, remove; or its undo. */
const err *care_web_step_post(req *r)
{
    int64_t id = 0;
    aim_id aim = { 0 };
    enum aim_step_change change = AIM_STEP_DONE;
    str what = req_field(r, "do");
    TRY(book_page_id(r, "id", &id));
    if (str_eq(req_field(r, "what"), S("restore")))
        change = AIM_STEP_RESTORED;
    else if (str_eq(what, S("open")))
        change = AIM_STEP_OPEN;
    else if (str_eq(what, S("remove")))
        change = AIM_STEP_REMOVED;
    else if (!str_eq(what, S("done")))
        FAIL(r->arena, ERR_INVALID, "a step is done, open or taken back");
    TRY(care_aims_step_set(r->store, r->arena, book_owner(r), id, change, &aim));
    str path = aim_path(r->arena, aim);
    if (change == AIM_STEP_REMOVED)
        path = str_format(r->arena, "%.*s?removed=%" PRId64, STR_ARG(path), id);
    return req_redirect(r, path);
}
