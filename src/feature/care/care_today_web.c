/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_today_web.c - Today in the browser; the routes of care, and what their handlers share.
 */
#include <inttypes.h>

#include "feature/care/care_web.h"
#include "feature/house/house.h"
#include "today.html.h"

/* ---- shared ---------------------------------------------------------------------------------- */

const err *care_web_asking(req *r, struct care_asking *ret)
{
    str zone = S("");
    if (!house_reader_zone(r, &zone))
        zone = S("");
    return care_rules_asking(r->store, r->arena, book_owner(r), r->out.lang, zone, ret);
}

const err *care_web_number(req *r, const char *field, int64_t *ret)
{
    if (!str_to_int64(req_field(r, field), ret))
        FAIL(r->arena, ERR_INVALID, "the field %s is no number", field);
    return NULL;
}

str care_web_wrong(const err *e, const char *field)
{
    for (size_t i = 0; e != NULL && i < e->n_fields; i++)
        if (str_eq(e->fields[i].field, str_of(field)))
            return e->fields[i].message;
    return S("");
}

static const err *wrong(req *r, const char *field, str message)
{
    return err_form(r->arena, HERE, &(struct err_field){ str_of(field), message }, 1);
}

const err *care_web_named(req *r, const char *field, person_id *ret)
{
    struct person_list people = { 0 };
    str list = { 0 };
    TRY(book_people_named(r->store, r->arena, book_owner(r), req_field(r, field), &people));
    if (people.n == 0)
        return wrong(r, field, words(r->out.lang, "Nobody in your book is called so."));
    if (people.n > 1) {
        TRY(book_people_told_apart(r->store, r->arena, book_owner(r), &people, &list));
        const struct words_value who = { "who", list };
        str said = words(r->out.lang, "Several may be meant; please write the number instead of "
                                      "the name: {who}");
        return wrong(r, field, words_fill(r->arena, said, &who, 1));
    }
    *ret = people.item[0].id;
    return NULL;
}

/* ---- the page -------------------------------------------------------------------------------- */

static str id_text(arena *a, int64_t id)
{
    return id == 0 ? S("") : str_format(a, "%" PRId64, id);
}

static struct today_lines lines_of(req *r, const struct care_today *t)
{
    struct today_line *lines = NEW_ARRAY(r->arena, struct today_line, t->n);
    for (size_t i = 0; i < t->n; i++) {
        const struct care_entry *e = &t->entry[i];
        lines[i] = (struct today_line){
            .how = e->how,
            .name = e->name,
            .path = e->path,
            .text = e->text,
            .help = e->help,
            .done = e->person.v == 0
                        ? e->path
                        : str_format(r->arena, "/book/log?person=%" PRId64 "&kind=%.*s",
                                     e->person.v, STR_ARG(e->kind)),
            .person = id_text(r->arena, e->person.v),
            .step = id_text(r->arena, e->step),
            .find = e->why == CARE_WHY_FIND,
        };
    }
    return (struct today_lines){ lines, t->n };
}

/* What the address tells after a redirect: put off until when, and the way back. */
static const err *note_of(req *r, struct book_page *frame)
{
    int64_t id = 0, days = 0;
    bool step = !str_to_int64(req_query(r, "person"), &id);
    if (step && !str_to_int64(req_query(r, "step"), &id))
        return NULL;
    if (!str_to_int64(req_query(r, "days"), &days) || days < 1 || days > 3650)
        return NULL;
    struct care_asking ask = { 0 };
    TRY(care_web_asking(r, &ask));
    str day = when_day_long(r->arena, when_date_add(ask.today, (int)days), ask.lang);
    frame->note = care_words_with(&ask, WORDS_MARK("Comes back on {day}."), "day", day);
    frame->undo_path = S("/book/today/undo");
    frame->undo_what = step ? S("step") : S("person");
    frame->undo_id = id_text(r->arena, id);
    return NULL;
}

/* GET /book */
static const err *today_get(req *r)
{
    struct care_today t = { 0 };
    str zone = S("");
    struct book_page frame = { .kind = "today-page" };
    if (!house_reader_zone(r, &zone))
        zone = S("");
    TRY(care_today(r->store, r->arena, book_owner(r), r->out.lang, zone, &t));
    TRY(note_of(r, &frame));
    frame.title = words(r->out.lang, "Today");
    TRY(book_page_begin(r, &frame));
    today_page(&r->out, (struct today_view){ .title = t.title,
                                             .lines = lines_of(r, &t),
                                             .nobody = t.nobody,
                                             .token = req_form_token(r) });
    encounters_line(r);
    today_foot(&r->out);
    return book_page_end(r);
}

/* ---- putting off ----------------------------------------------------------------------------- */

/* Whom or what the form names. */
static const err *target(req *r, const char *person_field, const char *step_field,
                         person_id *ret_person, int64_t *ret_step)
{
    if (str_to_int64(req_field(r, person_field), &ret_person->v) && ret_person->v > 0)
        return NULL;
    ret_person->v = 0;
    return care_web_number(r, step_field, ret_step);
}

/* POST /book/today/snooze */
static const err *snooze_post(req *r)
{
    person_id person = { 0 };
    int64_t step = 0, days = 0;
    TRY(target(r, "person", "step", &person, &step));
    TRY(care_web_number(r, "days", &days));
    TRY(care_snooze(r->store, r->arena, book_owner(r), person, step, days));
    return req_redirect(r, str_format(r->arena, "/book?%s=%" PRId64 "&days=%" PRId64,
                                      person.v != 0 ? "person" : "step",
                                      person.v != 0 ? person.v : step, days));
}

/* POST /book/today/undo */
static const err *undo_post(req *r)
{
    int64_t id = 0;
    bool step = str_eq(req_field(r, "what"), S("step"));
    TRY(care_web_number(r, "id", &id));
    TRY(care_snooze_end(r->store, r->arena, book_owner(r), (person_id){ step ? 0 : id },
                        step ? id : 0));
    return req_redirect(r, S("/book"));
}

#define FORM (MEMBER | SAME_ORIGIN)

const struct route care_web_routes[] = {
    { "GET", "/book", today_get, MEMBER },
    { "POST", "/book/today/snooze", snooze_post, FORM },
    { "POST", "/book/today/undo", undo_post, FORM },
    { "POST", "/book/people/:id/rhythm", care_web_rhythm_post, FORM },
    { "GET", "/book/rhythms", care_web_rhythms_get, MEMBER },
    { "POST", "/book/rhythms", care_web_rhythms_post, FORM },
    { "GET", "/book/aims", care_web_aims_get, MEMBER },
    { "POST", "/book/aims", care_web_aims_post, FORM },
    { "GET", "/book/aims/:id", care_web_aim_get, MEMBER },
    { "POST", "/book/aims/:id", care_web_aim_post, FORM },
    { "POST", "/book/aims/:id/people", care_web_aim_people_post, FORM },
    { "POST", "/book/aims/:id/steps", care_web_aim_steps_post, FORM },
    { "POST", "/book/steps/:id", care_web_step_post, FORM },
    { "GET", "/book/brief/:id", care_web_brief_get, MEMBER },
    { "GET", "/book/visits", care_web_visits_get, MEMBER },
    { "GET", "/book/reminders", care_web_remind_get, MEMBER },
    { "POST", "/book/reminders/feed", care_web_remind_feed_post, FORM },
    { "POST", "/book/reminders/mail", care_web_remind_mail_post, FORM },
    { "GET", "/book/feed/:secret", care_web_feed_get, ALWAYS },
    { 0 },
};
