/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_web.c - the routes; the list, drafting one, the page of one, a person's section.
 */
#include "feature/introductions/introductions_web.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/id.h"
#include "engine/when/when.h"
#include "introduction.html.h"
#include "introductions.html.h"

#define NO_WORTH (-2)

str introductions_web_field(const req *r, const char *name)
{
    str value = req_field(r, name);
    return value.p == NULL ? S("") : value;
}

/* "2,7", "2.7", "3" in tenths. */
static bool tenths(str text, int64_t *ret)
{
    str whole = { 0 }, rest = { 0 };
    int64_t n = 0, part = 0;
    bool cut = str_cut(text, str_contains(text, S(",")) ? ',' : '.', &whole, &rest);
    if (!str_to_int64(str_trim(whole), &n) || n < 0 || n > 10)
        return false;
    if (cut && (rest.n != 1 || !str_to_int64(rest, &part) || part < 0))
        return false;
    *ret = n * 10 + part;
    return true;
}

int64_t introductions_web_worth(const req *r)
{
    int64_t worth = NO_WORTH, more = 0;
    str given = str_trim(introductions_web_field(r, "more"));
    if (!str_to_int64(introductions_web_field(r, "worth"), &worth))
        return NO_WORTH;
    if (worth != WORTH_MORE || str_empty(given))
        return worth;
    return tenths(given, &more) && more >= WORTH_MORE ? more : NO_WORTH;
}

/* ---- the list -------------------------------------------------------------------------------- */

static str request_words(enum lang lang, str what)
{
    if (str_eq(what, S("object")))
        return words(lang, "objects, and is asked no more");
    return str_eq(what, S("erase")) ? words(lang, "wants to be erased")
                                    : words(lang, "wants to see everything, or have it corrected");
}

static const err *requests_of(req *r, const struct intro_reader *v, struct intro_ask_lines *ret)
{
    struct introductions_requests all = { 0 };
    TRY(introductions_store_requests(r->store, r->arena, book_owner(r), (person_id){ 0 }, &all));
    struct intro_ask_line *lines = NEW_ARRAY(r->arena, struct intro_ask_line, all.n);
    for (size_t i = 0; i < all.n; i++)
        lines[i] = (struct intro_ask_line){
            .id = all.item[i].id,
            .name = all.item[i].name,
            .path = book_person_path(r->arena, all.item[i].person),
            .what = request_words(v->lang, all.item[i].what),
            .words = all.item[i].words,
            .when = introductions_view_day(v, all.item[i].time_ms),
        };
    *ret = (struct intro_ask_lines){ lines, all.n };
    return NULL;
}

/* GET /introductions */
static const err *list_get(req *r)
{
    struct introduction_list all = { 0 };
    struct intro_reader reader = { 0 };
    struct intro_list_view v = { .token = req_form_token(r) };
    TRY(introductions_view_reader(r, &reader));
    TRY(introductions_all(r->store, r->arena, book_owner(r), &all));
    v.none = all.n == 0;
    for (int wait = 0; wait < WAITS; wait++) {
        struct introduction *some = NEW_ARRAY(r->arena, struct introduction, all.n);
        size_t n = 0;
        for (size_t i = 0; i < all.n; i++)
            if ((int)introductions_waits(&all.item[i], clock_now_ms()) == wait)
                some[n++] = all.item[i];
        TRY(introductions_view_lines(r, &(struct introduction_list){ some, n }, &v.waits[wait]));
    }
    TRY(requests_of(r, &reader, &v.requests));
    TRY(book_page_begin(r, &(struct book_page){ .title = words(r->out.lang, "Introductions"),
                                                .kind = "intro-page" }));
    introductions_page(&r->out, v);
    return book_page_end(r);
}

/* ---- drafting -------------------------------------------------------------------------------- */

static str field_message(const err *e, const char *field)
{
    for (size_t i = 0; e != NULL && i < e->n_fields; i++)
        if (str_eq(e->fields[i].field, str_of(field)))
            return e->fields[i].message;
    return S("");
}

static const err *suggested_of(req *r, struct intro_suggested *ret)
{
    struct introduction_suggestions all = { 0 };
    TRY(introductions_suggested(r->store, r->arena, book_owner(r), r->out.lang, &all));
    struct intro_suggestion *lines = NEW_ARRAY(r->arena, struct intro_suggestion, all.n);
    for (size_t i = 0; i < all.n; i++) {
        struct person a = { 0 }, b = { 0 };
        TRY(book_person_get(r->store, r->arena, book_owner(r), all.item[i].a, &a));
        TRY(book_person_get(r->store, r->arena, book_owner(r), all.item[i].b, &b));
        const struct words_value names[] = { { "one", a.called.name }, { "other", b.called.name } };
        lines[i] = (struct intro_suggestion){
            .path =
                str_format(r->arena, "/introductions/new?a=%" PRId64 "&b=%" PRId64, a.id.v, b.id.v),
            .names = words_fill(r->arena, words(r->out.lang, "{one} and {other}"), names, 2),
            .reasons = all.item[i].reasons,
        };
    }
    *ret = (struct intro_suggested){ lines, all.n };
    return NULL;
}

static const err *show_new(req *r, struct intro_new_view v, const err *e)
{
    v.token = req_form_token(r);
    v.a_wrong = field_message(e, "a");
    v.b_wrong = field_message(e, "b");
    v.pair_wrong = field_message(e, "pair");
    v.why_wrong = field_message(e, "why");
    v.fee_wrong = field_message(e, "fee");
    if (e != NULL && str_eq(r->method, S("POST")))
        req_status(r, 422);
    TRY(suggested_of(r, &v.suggested));
    TRY(book_page_begin(r, &(struct book_page){ .title = words(r->out.lang, "Introduce two people"),
                                                .kind = "intro-page" }));
    introductions_new(&r->out, v);
    return book_page_end(r);
}

/* The person of ?a=7, where there is one. */
static const err *of_query(req *r, const char *name, str *ret_id, str *ret_name, person_id *ret)
{
    struct person p = { 0 };
    int64_t id = 0;
    *ret_id = *ret_name = S("");
    if (!str_to_int64(req_query(r, name), &id))
        return NULL;
    TRY(book_person_get(r->store, r->arena, book_owner(r), (person_id){ id }, &p));
    *ret_id = str_format(r->arena, "%" PRId64, p.id.v);
    *ret_name = p.called.name;
    *ret = p.id;
    return NULL;
}

/* GET /introductions/new?a=&b= - where both are given, the gate is asked at once. */
static const err *new_get(req *r)
{
    struct intro_new_view v = { .key = id_token(r->arena), .in_turn = true };
    person_id a = { 0 }, b = { 0 };
    str names[2];
    const err *e = NULL;
    TRY(of_query(r, "a", &v.a_id, &v.a_name, &a));
    TRY(of_query(r, "b", &v.b_id, &v.b_name, &b));
    if (a.v != 0 && b.v != 0)
        e = introductions_gate(r->store, r->arena, book_owner(r), r->out.lang, a, b, names);
    if (e != NULL && e->n_fields == 0)
        return e;
    return show_new(r, v, e);
}

/* The id that came with the form holds as long as the name was left as it was. */
static const err *chosen(req *r, const char *field, const char *id_field, person_id *ret)
{
    struct person p = { 0 };
    int64_t id = 0;
    str name = str_trim(introductions_web_field(r, field));
    if (str_to_int64(introductions_web_field(r, id_field), &id)) {
        TRY(book_person_get(r->store, r->arena, book_owner(r), (person_id){ id }, &p));
        if (str_eq(p.called.name, name)) {
            *ret = p.id;
            return NULL;
        }
    }
    const err *e = book_person_named(r->store, r->arena, book_owner(r), name, &p);
    if (e != NULL && e->kind == ERR_CONFLICT)
        return introductions_steps_wrong(
            r->arena, r->out.lang, field,
            WORDS_MARK("Several have this name: please write it in full."));
    if (e != NULL && e->kind == ERR_MISSING)
        return introductions_steps_wrong(r->arena, r->out.lang, field,
                                         WORDS_MARK("Nobody in your book has this name."));
    TRY(e);
    *ret = p.id;
    return NULL;
}

static const err *draft(req *r, introduction_id *ret)
{
    struct introduction_draft d = { .key = introductions_web_field(r, "key"),
                                    .why = introductions_web_field(r, "why"),
                                    .fee = introductions_web_field(r, "fee") };
    str behalf = introductions_web_field(r, "behalf");
    d.in_turn = str_eq(req_field(r, "in_turn"), S("1"));
    d.stays = str_eq(req_field(r, "stays"), S("1"));
    TRY(chosen(r, "a", "a_id", &d.a));
    TRY(chosen(r, "b", "b_id", &d.b));
    if (str_eq(behalf, S("a")))
        d.behalf = d.a;
    if (str_eq(behalf, S("b")))
        d.behalf = d.b;
    return introductions_draft(r->store, r->arena, book_owner(r), r->out.lang, &d, ret);
}

/* POST /introductions/new */
static const err *new_post(req *r)
{
    introduction_id id = { 0 };
    const err *e = draft(r, &id);
    if (e == NULL)
        return req_redirect(r, introductions_view_path(r->arena, id));
    if (e->n_fields == 0)
        return e;
    struct intro_new_view v = { .a_name = introductions_web_field(r, "a"),
                                .b_name = introductions_web_field(r, "b"),
                                .a_id = introductions_web_field(r, "a_id"),
                                .b_id = introductions_web_field(r, "b_id"),
                                .why = introductions_web_field(r, "why"),
                                .fee = introductions_web_field(r, "fee"),
                                .behalf = introductions_web_field(r, "behalf"),
                                .in_turn = str_eq(req_field(r, "in_turn"), S("1")),
                                .stays = str_eq(req_field(r, "stays"), S("1")),
                                .key = id_token(r->arena) };
    return show_new(r, v, e);
}

/* ---- one ------------------------------------------------------------------------------------- */

const err *introductions_web_id(req *r, struct introduction *ret)
{
    int64_t id = 0;
    TRY(book_page_id(r, "id", &id));
    return introductions_get(r->store, r->arena, book_owner(r), (introduction_id){ id }, ret);
}

/* What was typed stands again in the form that was refused. */
static void typed_again(const req *r, const char *form, const err *e, struct intro_view *v)
{
    int64_t side = 0;
    bool has_side = str_to_int64(req_field(r, "side"), &side) && (side == 0 || side == 1);
    str message = e->fields[0].message;
    if (e->kind == ERR_CONFLICT) { /* the form may not stand there any more */
        v->wrong = message;
    } else if (str_eq(str_of(form), S("introduce"))) {
        v->introduce_words = introductions_web_field(r, "words");
        v->introduce_wrong = message;
    } else if (str_eq(str_of(form), S("words")) && has_side) {
        v->side[side].subject = introductions_web_field(r, "subject");
        v->side[side].words = introductions_web_field(r, "words");
        v->side[side].reminder = introductions_web_field(r, "reminder");
        v->side[side].wrong = message;
    } else {
        v->wrong = message;
    }
}

const err *introductions_web_show(req *r, introduction_id id, const char *form, const err *refused)
{
    struct introduction i = { 0 };
    struct intro_view v = { 0 };
    TRY(introductions_get(r->store, r->arena, book_owner(r), id, &i));
    TRY(introductions_view_one(r, &i, &v));
    if (refused != NULL) {
        typed_again(r, form, refused, &v);
        req_status(r, err_http(refused));
    }
    TRY(book_page_begin(r, &(struct book_page){ .title = v.title, .kind = "intro-page" }));
    introduction_page(&r->out, v);
    return book_page_end(r);
}

/* GET /introductions/:id */
static const err *one_get(req *r)
{
    struct introduction i = { 0 };
    TRY(introductions_web_id(r, &i));
    return introductions_web_show(r, i.id, "", NULL);
}

/* ---- on a person's page ---------------------------------------------------------------------- */

const err *introductions_web_section(req *r, const struct person *p)
{
    struct introduction_list all = { 0 };
    struct introduction_named named = { 0 };
    struct intro_reader reader = { 0 };
    int64_t never_ms = 0;
    str id = str_format(r->arena, "%" PRId64, p->id.v);
    struct intro_section v = {
        .name = str_empty(p->called.given) ? p->called.name : p->called.given,
        .id = id,
        .new_path = str_join(r->arena, (str[]){ S("/introductions/new?a="), id }, 2, S("")),
        .token = req_form_token(r),
    };
    TRY(introductions_view_reader(r, &reader));
    TRY(introductions_of(r->store, r->arena, book_owner(r), p->id, &all));
    TRY(introductions_view_lines(r, &all, &v.lines));
    TRY(introductions_never(r->store, r->arena, book_owner(r), p->id, &never_ms));
    TRY(introductions_named(r->store, r->arena, book_owner(r), p->id, &named));
    if (never_ms != 0)
        v.never = introductions_view_day(&reader, never_ms);
    if (!str_empty(named.source))
        v.named = str_format(r->arena, "%.*s, %.*s",
                             STR_ARG(when_day_known(r->arena, named.dated, reader.lang)),
                             STR_ARG(named.source));
    for (size_t i = 0; i < all.n; i++)
        if (all.item[i].behalf.v == p->id.v)
            v.sheet = str_join(r->arena, (str[]){ S("/introductions/sheet/"), id }, 2, S(""));
    introductions_section(&r->out, v);
    return NULL;
}

/* ---- the routes ------------------------------------------------------------------------------ */

#define FORM (MEMBER | SAME_ORIGIN)
#define OPEN_FORM (SAME_ORIGIN | RATE | ALWAYS)

const struct route introductions_web_routes[] = {
    { "GET", "/introductions", list_get, MEMBER },
    { "GET", "/introductions/new", new_get, MEMBER },
    { "POST", "/introductions/new", new_post, FORM },
    { "GET", "/introductions/ledger", introductions_ledger_get, MEMBER },
    { "GET", "/introductions/sheet/:id", introductions_ledger_sheet, MEMBER },
    { "GET", "/introductions/:id", one_get, MEMBER },
    { "POST", "/introductions/:id/words", introductions_step_words, FORM },
    { "POST", "/introductions/:id/change", introductions_step_change, FORM },
    { "POST", "/introductions/:id/ask", introductions_step_ask, FORM },
    { "POST", "/introductions/:id/step", introductions_step_take, FORM },
    { "POST", "/introductions/:id/tell", introductions_step_tell, FORM },
    { "POST", "/introductions/:id/introduce", introductions_step_introduce, FORM },
    { "POST", "/introductions/:id/ask-outcome", introductions_step_ask_outcome, FORM },
    { "POST", "/introductions/:id/outcome", introductions_step_outcome, FORM },
    { "POST", "/introductions/:id/post", introductions_step_post, FORM },
    { "POST", "/introductions/:id/from", introductions_step_from, FORM },
    { "POST", "/introductions/requests/:id/done", introductions_step_request, FORM },
    { "POST", "/introductions/people/:id/named", introductions_step_named, FORM },
    { "POST", "/introductions/people/:id/never", introductions_step_never, FORM },
    { "GET", "/answer/:token", introductions_answer_get, ALWAYS },
    { "POST", "/answer/:token", introductions_answer_post, OPEN_FORM },
    { "GET", "/answer/:token/why", introductions_answer_why_get, ALWAYS },
    { "POST", "/answer/:token/why", introductions_answer_why_post, OPEN_FORM },
    { 0 },
};
