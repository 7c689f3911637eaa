/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_web.c - the routes; the pages of one encounter; what is done with promises.
 */
#include "feature/encounters/encounters_web.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/id.h"
#include "encounter.html.h"
#include "engine/when/when.h"
#include "feature/encounters/encounters_rules.h"

/* ---- the form with all fields ---------------------------------------------------------------- */

static str field(const req *r, const char *name)
{
    str value = req_field(r, name);
    return value.p == NULL ? S("") : value;
}

/* The people whose boxes are ticked, and the one whose name was typed. */
static const err *people_of(req *r, person_id *people, size_t *ret_n)
{
    struct person named = { 0 };
    size_t n = 0;
    int64_t id = 0;
    for (size_t i = 0; i < ENCOUNTERS_PEOPLE_MAX; i++) {
        str ticked = req_field(r, str_c(r->arena, str_format(r->arena, "person%zu", i)));
        if (str_to_int64(ticked, &id))
            people[n++] = (person_id){ id };
    }
    if (!str_empty(str_trim(field(r, "name"))) && n < ENCOUNTERS_PEOPLE_MAX) {
        TRY(book_person_named(r->store, r->arena, book_owner(r), field(r, "name"), &named));
        people[n++] = named.id;
    }
    *ret_n = n;
    return NULL;
}

/* "14:30" on the day of the form; 0 where none was given. */
static int64_t time_of(str day, str time, str zone)
{
    struct when_date date;
    str head, tail;
    int64_t hour = 0, minute = 0;
    if (!when_date_parse(day, &date) || !str_cut(time, ':', &head, &tail) ||
        !str_to_int64(head, &hour) || !str_to_int64(str_sub(tail, 0, 2), &minute) || hour < 0 ||
        hour > 23 || minute < 0 || minute > 59)
        return 0;
    return when_instant(
        (struct when_local){ .date = date, .hour = (int)hour, .minute = (int)minute }, zone);
}

static const err *read_form(req *r, struct encounter *ret)
{
    str zone = { 0 };
    struct encounter e = { .key = field(r, "key"),
                           .kind = field(r, "kind"),
                           .day = field(r, "day"),
                           .place = field(r, "place"),
                           .meeting = field(r, "meeting"),
                           .started_by = field(r, "started_by"),
                           .spoke = field(r, "spoke"),
                           .heard = field(r, "heard"),
                           .given = field(r, "given"),
                           .received = field(r, "received"),
                           .rest = field(r, "rest") };
    TRY(encounters_rules_zone(r->store, r->arena, &zone));
    if (!str_empty(field(r, "minutes")) && !str_to_int64(field(r, "minutes"), &e.minutes))
        e.minutes = -1;
    e.time_ms = time_of(e.day, field(r, "time"), zone);
    *ret = e;
    return NULL;
}

static const err *edit_of(req *r, const struct encounter *e, const struct person_list *people,
                          struct enc_edit *ret)
{
    str zone = { 0 };
    struct enc_edit f = { .day = e->day,
                          .time = S(""),
                          .place = e->place,
                          .meeting = e->meeting,
                          .heard = e->heard,
                          .given = e->given,
                          .received = e->received,
                          .rest = e->rest,
                          .key = e->key,
                          .name = S(""),
                          .wrong = S(""),
                          .kinds = encounters_view_kinds(r->arena, r->out.lang, e->kind),
                          .started =
                              encounters_view_sides(r->arena, r->out.lang, e->started_by, false),
                          .spoke = encounters_view_sides(r->arena, r->out.lang, e->spoke, true),
                          .people = encounters_view_people(r->arena, people),
                          .token = req_form_token(r) };
    TRY(encounters_rules_zone(r->store, r->arena, &zone));
    TRY(book_today(r->store, r->arena, &f.today));
    if (str_empty(f.day))
        f.day = f.today;
    f.minutes = e->minutes > 0 ? str_format(r->arena, "%" PRId64, e->minutes) : S("");
    struct when_local l = when_local_of(e->time_ms, zone);
    if (e->time_ms > 0 && !(l.hour == 12 && l.minute == 0 && l.second == 0))
        f.time = str_format(r->arena, "%02d:%02d", l.hour, l.minute);
    *ret = f;
    return NULL;
}

/* What is said of a form that cannot be taken; NULL where the error is another's. */
static str wrong_of(req *r, const err *e)
{
    if (e->n_fields > 0)
        return e->fields[0].message;
    if (!str_empty(field(r, "name")) && e->kind == ERR_MISSING)
        return words(r->out.lang, "Nobody in your book has this name.");
    if (!str_empty(field(r, "name")) && e->kind == ERR_CONFLICT)
        return words(r->out.lang, "Several have this name: please write it in full.");
    return (str){ 0 };
}

/* ---- a new one ------------------------------------------------------------------------------- */

static const err *show_new(req *r, const struct encounter *e, const struct person_list *people,
                           str wrong)
{
    struct enc_edit f = { 0 };
    TRY(edit_of(r, e, people, &f));
    f.title = words(r->out.lang, "Write an encounter down");
    f.action = S("/book/encounters/new");
    f.name = field(r, "name");
    f.wrong = wrong;
    TRY(book_page_begin(r, &(struct book_page){ .title = f.title, .kind = "log-page" }));
    encounter_new(&r->out, f);
    return book_page_end(r);
}

/* GET /book/encounters/new; ?person= with whom. */
static const err *new_get(req *r)
{
    struct person p = { 0 };
    struct person_list people = { &p, 0 };
    int64_t id = 0;
    if (str_to_int64(req_query(r, "person"), &id)) {
        TRY(book_person_get(r->store, r->arena, book_owner(r), (person_id){ id }, &p));
        people.n = 1;
    }
    struct encounter e = { .kind = S("call"), .key = id_token(r->arena) };
    return show_new(r, &e, &people, S(""));
}

/* POST /book/encounters/new */
static const err *new_post(req *r)
{
    person_id people[ENCOUNTERS_PEOPLE_MAX];
    struct encounter e = { 0 };
    encounter_id id = { 0 };
    size_t n = 0;
    bool is_new = false;
    TRY(read_form(r, &e));
    const err *failed = people_of(r, people, &n);
    if (failed == NULL)
        failed = encounters_add(r->store, r->arena, book_owner(r), &e, people, n, r->out.lang, &id,
                                &is_new);
    if (failed == NULL)
        return req_redirect(r, str_format(r->arena, "/book/log?done=%" PRId64, id.v));
    str wrong = wrong_of(r, failed);
    if (wrong.p == NULL)
        return failed;
    struct person *kept = NEW_ARRAY(r->arena, struct person, n);
    for (size_t i = 0; i < n; i++)
        TRY(book_person_get(r->store, r->arena, book_owner(r), people[i], &kept[i]));
    req_status(r, 422);
    return show_new(r, &e, &(struct person_list){ kept, n }, wrong);
}

/* ---- one that is there ----------------------------------------------------------------------- */

static str path_of(const req *r, int64_t id)
{
    return str_format(r->arena, "/book/encounters/%" PRId64, id);
}

static const err *show(req *r, encounter_id id, const struct encounter *typed, str wrong)
{
    struct encounter e = { 0 };
    struct person_list people = { 0 };
    struct enc_understood u = { 0 };
    struct enc_edit f = { 0 };
    TRY(encounters_get(r->store, r->arena, book_owner(r), id, &e));
    TRY(encounters_people(r->store, r->arena, book_owner(r), id, &people));
    TRY(encounters_view_understood(r, id, &u));
    TRY(edit_of(r, typed != NULL ? typed : &e, &people, &f));
    f.title = words(r->out.lang, "An encounter");
    f.action = u.path;
    f.wrong = wrong;
    struct book_page shown = { .title = f.title, .kind = "log-page" };
    if (str_eq(req_query(r, "done"), S("saved")))
        shown.note = words(r->out.lang, "Saved.");
    TRY(book_page_begin(r, &shown));
    if (!str_empty(wrong))
        encounter_new(&r->out, f);
    else
        encounter_page(&r->out, u, f, e.removed_ms != 0);
    return book_page_end(r);
}

static const err *id_of(req *r, encounter_id *ret)
{
    return book_page_id(r, "id", &ret->v);
}

/* GET /book/encounters/:id */
static const err *one_get(req *r)
{
    encounter_id id = { 0 };
    TRY(id_of(r, &id));
    return show(r, id, NULL, S(""));
}

/* POST /book/encounters/:id */
static const err *one_post(req *r)
{
    person_id people[ENCOUNTERS_PEOPLE_MAX];
    struct encounter e = { 0 };
    encounter_id id = { 0 };
    size_t n = 0;
    TRY(id_of(r, &id));
    TRY(read_form(r, &e));
    const err *failed = people_of(r, people, &n);
    if (failed == NULL)
        failed =
            encounters_change(r->store, r->arena, book_owner(r), id, &e, people, n, r->out.lang);
    if (failed == NULL)
        return req_redirect(r,
                            str_format(r->arena, "/book/encounters/%" PRId64 "?done=saved", id.v));
    str wrong = wrong_of(r, failed);
    if (wrong.p == NULL)
        return failed;
    req_status(r, 422);
    return show(r, id, &e, wrong);
}

/* POST /book/encounters/:id/set - one field with one tap. */
static const err *set_post(req *r)
{
    struct encounter e = { 0 };
    encounter_id id = { 0 };
    str name = field(r, "field"), value = field(r, "value");
    TRY(id_of(r, &id));
    TRY(encounters_get(r->store, r->arena, book_owner(r), id, &e));
    if (str_eq(name, S("kind")))
        e.kind = value;
    else if (str_eq(name, S("started_by")))
        e.started_by = str_eq(e.started_by, value) ? S("") : value;
    else if (str_eq(name, S("spoke")))
        e.spoke = str_eq(e.spoke, value) ? S("") : value;
    else if (!str_eq(name, S("minutes")) || !str_to_int64(value, &e.minutes))
        FAIL(r->arena, ERR_INVALID, "no such field");
    TRY(encounters_change(r->store, r->arena, book_owner(r), id, &e, NULL, 0, r->out.lang));
    return req_redirect(r, str_format(r->arena, "/book/log?done=%" PRId64, id.v));
}

/* POST /book/encounters/:id/item - what was recognised is right, or not; or somebody else's. */
static const err *item_post(req *r)
{
    account_id owner = book_owner(r);
    encounter_id id = { 0 };
    struct encounters_items items = { 0 };
    struct encounter e = { 0 };
    int64_t number = 0, person = 0;
    TRY(id_of(r, &id));
    TRY(encounters_get(r->store, r->arena, owner, id, &e));
    TRY(encounters_store_items(r->store, r->arena, owner, id, 0, &items));
    bool right = str_eq(field(r, "state"), S("stands"));
    if (!str_to_int64(field(r, "id"), &number))
        FAIL(r->arena, ERR_MISSING, "no such item");
    TX(t, r->store, r->arena);
    for (size_t i = 0; i < items.n; i++) {
        const struct encounters_item *it = &items.item[i];
        fact_id fact = { it->id };
        if (it->id != number)
            continue;
        if (right && str_to_int64(field(r, "person"), &person) && person != it->person) {
            struct item other = { .side = it->side,
                                  .text = it->text,
                                  .state = S("stands"),
                                  .from = { .name = S("encounter"), .id = id.v, .dated = e.day } };
            TRY(book_item_add(r->store, r->arena, owner, (person_id){ person }, &other, r->out.lang,
                              &fact));
            TRY(book_fact_remove(r->store, r->arena, owner, FACT_ITEM, (fact_id){ it->id }, NULL));
        } else {
            TRY(book_item_state(r->store, r->arena, owner, fact, right ? S("stands") : S("gone"),
                                NULL));
        }
    }
    TRY(tx_commit(&t));
    return req_redirect(r, str_format(r->arena, "/book/log?done=%" PRId64, id.v));
}

/* POST /book/encounters/:id/promise */
static const err *promise_post(req *r)
{
    encounter_id id = { 0 };
    promise_id made = { 0 };
    struct person_list people = { 0 };
    int64_t person = 0;
    TRY(id_of(r, &id));
    TRY(encounters_people(r->store, r->arena, book_owner(r), id, &people));
    if (people.n == 0)
        FAIL(r->arena, ERR_MISSING, "no such encounter");
    if (!str_to_int64(field(r, "person"), &person))
        person = people.item[0].id.v;
    struct promise p = { .person = { person },
                         .encounter = id,
                         .side = field(r, "side"),
                         .text = field(r, "text"),
                         .due = field(r, "due") };
    const err *e =
        encounters_promise_add(r->store, r->arena, book_owner(r), &p, r->out.lang, &made);
    if (e != NULL)
        return e;
    return req_redirect(r, path_of(r, id.v));
}

static const err *remove_post(req *r)
{
    encounter_id id = { 0 };
    TRY(id_of(r, &id));
    TRY(encounters_remove(r->store, r->arena, book_owner(r), id));
    return req_redirect(r, path_of(r, id.v));
}

static const err *restore_post(req *r)
{
    encounter_id id = { 0 };
    TRY(id_of(r, &id));
    TRY(encounters_restore(r->store, r->arena, book_owner(r), id));
    return req_redirect(r, path_of(r, id.v));
}

/* ---- promises -------------------------------------------------------------------------------- */

/* POST /book/promises/:id */
static const err *promise_step_post(req *r)
{
    static const struct {
        const char *name;
        enum promise_step step;
    } steps[] = {
        { "kept", PROMISE_KEPT },       { "dropped", PROMISE_DROPPED }, { "open", PROMISE_OPEN },
        { "removed", PROMISE_REMOVED }, { "", PROMISE_RESTORED },
    };
    account_id owner = book_owner(r);
    promise_id id = { 0 };
    struct promise p = { 0 };
    str todo = field(r, "do");
    TRY(book_page_id(r, "id", &id.v));
    TRY(encounters_store_promise_any(r->store, r->arena, owner, id, &p));
    str back = book_person_path(r->arena, p.person);
    if (str_eq(todo, S("change"))) {
        TRY(encounters_promise_change(r->store, r->arena, owner, id, field(r, "text"),
                                      field(r, "due"), (person_id){ 0 }, r->out.lang));
        return req_redirect(r, str_format(r->arena, "%.*s#promises", STR_ARG(back)));
    }
    for (size_t i = 0; i < COUNT_OF(steps); i++)
        if (str_eq(todo, str_of(steps[i].name))) {
            TRY(encounters_promise_step(r->store, r->arena, owner, id, steps[i].step));
            bool removed = steps[i].step == PROMISE_REMOVED;
            return req_redirect(r, removed ? str_format(r->arena, "/book/promises/%" PRId64, id.v)
                                           : str_format(r->arena, "%.*s#promises", STR_ARG(back)));
        }
    FAIL(r->arena, ERR_INVALID, "no such step of a promise");
}

/* GET /book/promises/:id - after it was taken back, with the way to undo that. */
static const err *promise_get(req *r)
{
    promise_id id = { 0 };
    struct promise p = { 0 };
    TRY(book_page_id(r, "id", &id.v));
    TRY(encounters_store_promise_any(r->store, r->arena, book_owner(r), id, &p));
    struct book_page shown = { .title = words(r->out.lang, "A promise"), .kind = "log-page" };
    shown.note = words(r->out.lang, "The promise was taken back.");
    shown.undo_path = str_format(r->arena, "/book/promises/%" PRId64, id.v);
    shown.undo_what = S("promise");
    shown.undo_id = str_format(r->arena, "%" PRId64, id.v);
    TRY(book_page_begin(r, &shown));
    encounter_promise(&r->out, p.text, book_person_path(r->arena, p.person), p.person_name);
    return book_page_end(r);
}

#define FORM (MEMBER | SAME_ORIGIN)
const struct route encounters_web_routes[] = {
    { "GET", "/book/log", encounters_web_log_get, MEMBER },
    { "POST", "/book/log", encounters_web_log_post, FORM },
    { "GET", "/book/log/waiting/:id", encounters_web_waiting_get, MEMBER },
    { "POST", "/book/log/waiting/:id", encounters_web_waiting_post, FORM },
    { "GET", "/book/encounters/new", new_get, MEMBER },
    { "POST", "/book/encounters/new", new_post, FORM },
    { "GET", "/book/encounters/:id", one_get, MEMBER },
    { "POST", "/book/encounters/:id", one_post, FORM },
    { "POST", "/book/encounters/:id/set", set_post, FORM },
    { "POST", "/book/encounters/:id/item", item_post, FORM },
    { "POST", "/book/encounters/:id/promise", promise_post, FORM },
    { "POST", "/book/encounters/:id/remove", remove_post, FORM },
    { "POST", "/book/encounters/:id/restore", restore_post, FORM },
    { "GET", "/book/promises/:id", promise_get, MEMBER },
    { "POST", "/book/promises/:id", promise_step_post, FORM },
    { "GET", "/book/people/:id/encounters", encounters_web_of, MEMBER },
    { "GET", "/book/meeting", encounters_web_meeting_get, MEMBER },
    { "POST", "/book/meeting", encounters_web_meeting_post, FORM },
    { "GET", "/book/ten", encounters_web_ten_get, MEMBER },
    { "POST", "/book/ten", encounters_web_ten_post, FORM },
    /* The same bytes for everybody: they hold nobody's data. */
    { "GET", "/book/offline", encounters_web_offline, ALWAYS },
    { "GET", "/book/worker.js", encounters_web_worker, ALWAYS },
    { 0 },
};
