/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_log_web.c - the line in the browser: one line, one tap; what was understood; what is
 * asked before it can be kept.
 */
#include <inttypes.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "engine/when/when.h"
#include "feature/encounters/encounters_rules.h"
#include "feature/encounters/encounters_web.h"
#include "log.html.h"

#define RECENT 8

/* ---- the line -------------------------------------------------------------------------------- */

static str why_words(enum lang lang, str why)
{
    if (str_eq(why, S("who")))
        return words(lang, "Who is meant?");
    if (str_eq(why, S("nobody")))
        return words(lang, "With whom was it?");
    return words(lang, "This day is still to come");
}

static const err *waitings_of(req *r, struct enc_waitings *ret)
{
    struct encounters_waitings all = { 0 };
    TRY(encounters_store_waitings(r->store, r->arena, book_owner(r), &all));
    struct enc_waiting *lines = NEW_ARRAY(r->arena, struct enc_waiting, all.n);
    for (size_t i = 0; i < all.n; i++)
        lines[i] = (struct enc_waiting){ .path = str_format(r->arena, "/book/log/waiting/%" PRId64,
                                                            all.item[i].id),
                                         .line = all.item[i].line,
                                         .why = why_words(r->out.lang, all.item[i].why) };
    *ret = (struct enc_waitings){ lines, all.n };
    return NULL;
}

/* Whom the line is about, from ?person= or the form: nobody, or somebody of this book. */
static const err *person_of(req *r, str given, struct person *ret)
{
    int64_t id = 0;
    if (str_empty(given))
        return NULL;
    if (!str_to_int64(given, &id))
        FAIL(r->arena, ERR_MISSING, "no such person");
    return book_person_get(r->store, r->arena, book_owner(r), (person_id){ id }, ret);
}

static struct enc_form form_of(req *r, const struct person *about, str kind)
{
    struct enc_form f =
        encounters_view_form(r, about->id, line_kind_of(kind) == LINE_UNSAID ? S("") : kind);
    const struct words_value name = { "name", about->called.name };
    if (about->id.v != 0)
        f.label =
            words_fill(r->arena, words(r->out.lang, "What did you hear from {name}?"), &name, 1);
    f.script = asset_path("line.js");
    return f;
}

static const err *show(req *r, struct enc_form f, const struct book_page *shown, encounter_id done)
{
    struct enc_waitings waiting = { 0 };
    struct enc_understood understood = { 0 };
    if (done.v != 0)
        TRY(encounters_view_understood(r, done, &understood));
    TRY(waitings_of(r, &waiting));
    TRY(book_page_begin(r, shown));
    log_heading(&r->out);
    if (done.v != 0)
        log_understood(&r->out, understood);
    log_form(&r->out, f);
    log_page(&r->out, waiting);
    return book_page_end(r);
}

/* GET /book/log; ?person= whom it is about, ?kind=, ?done= what was just kept. */
const err *encounters_web_log_get(req *r)
{
    struct person about = { 0 };
    struct encounter e = { 0 };
    int64_t id = 0;
    struct book_page shown = { .title = words(r->out.lang, "Write a line"), .kind = "log-page" };
    TRY(person_of(r, req_query(r, "person"), &about));
    if (str_to_int64(req_query(r, "done"), &id)) {
        TRY(encounters_get(r->store, r->arena, book_owner(r), (encounter_id){ id }, &e));
        shown.note = words(r->out.lang, "Kept.");
        shown.undo_path = str_format(r->arena, "/book/encounters/%" PRId64 "/remove", id);
        shown.undo_what = S("encounter");
        shown.undo_id = str_format(r->arena, "%" PRId64, id);
    }
    return show(r, form_of(r, &about, req_query(r, "kind")), &shown, e.id);
}

const err *encounters_web_after(req *r, const struct encounters_logged *done)
{
    if (done->outcome == LOG_STORED || done->outcome == LOG_REPEATED)
        return req_redirect(r, str_format(r->arena, "/book/log?done=%" PRId64, done->id.v));
    return req_redirect(r, str_format(r->arena, "/book/log/waiting/%" PRId64, done->waiting));
}

/* POST /book/log */
const err *encounters_web_log_post(req *r)
{
    struct person about = { 0 };
    struct encounters_logged done = { 0 };
    TRY(person_of(r, req_field(r, "person"), &about));
    str kind = req_field(r, "kind");
    int64_t typed = 0;
    /* The script says when a line was typed that waited for the connection. */
    if (!str_to_int64(req_field(r, "typed"), &typed))
        typed = 0;
    struct encounters_order order = { .line = req_field(r, "line"),
                                      .key = req_field(r, "key"),
                                      .person = about.id,
                                      .kind = line_kind_of(kind) == LINE_UNSAID ? S("") : kind,
                                      .day = S(""),
                                      .now_ms = typed,
                                      .lang = r->out.lang };
    const err *e = encounters_log(r->store, r->arena, book_owner(r), &order, &done);
    if (e == NULL)
        return encounters_web_after(r, &done);
    if (e->n_fields == 0)
        return e;
    struct enc_form f = form_of(r, &about, kind);
    f.line = order.line;
    f.wrong = e->fields[0].message;
    req_status(r, 422);
    return show(
        r, f,
        &(struct book_page){ .title = words(r->out.lang, "Write a line"), .kind = "log-page" },
        (encounter_id){ 0 });
}

/* ---- what is asked --------------------------------------------------------------------------- */

static const err *candidates(req *r, const struct person_list *people, struct enc_choices *ret)
{
    struct enc_choice *all = NEW_ARRAY(r->arena, struct enc_choice, people->n);
    for (size_t i = 0; i < people->n; i++) {
        const struct person *p = &people->item[i];
        str apart = { 0 };
        TRY(book_person_apart(r->store, r->arena, book_owner(r), p->id, &apart));
        str label = str_empty(apart)
                        ? p->called.name
                        : str_join(r->arena, (str[]){ p->called.name, apart }, 2, S(", "));
        all[i] = (struct enc_choice){ str_format(r->arena, "%" PRId64, p->id.v), label, false };
    }
    *ret = (struct enc_choices){ all, people->n };
    return NULL;
}

static const err *title_of(req *r, const struct encounters_logged *asked, struct enc_question *q)
{
    const struct words_value name = { "name", asked->name };
    enum lang lang = r->out.lang;
    q->who = asked->outcome == LOG_WHO;
    q->nobody = asked->outcome == LOG_NOBODY;
    q->ahead = asked->outcome == LOG_AHEAD;
    if (q->ahead) {
        q->title = words(lang, "This day is still to come");
        q->day_words = when_day_long(r->arena, asked->line.day, lang);
        struct when_date before = asked->line.day;
        before.year--;
        str day = when_date_text(r->arena, before);
        q->day = when_date_parse(day, &before) ? day : S("");
        return book_today(r->store, r->arena, &q->today);
    }
    if (q->nobody)
        q->title = words(lang, "With whom was it?");
    else if (asked->candidates.n == 0)
        q->title =
            words_fill(r->arena, words(lang, "Nobody in your book is called {name}"), &name, 1);
    else
        q->title = words_fill(r->arena, words(lang, "Who is {name}?"), &name, 1);
    q->name = asked->name.p == NULL ? S("") : asked->name;
    return NULL;
}

static const err *ask(req *r, int64_t id, const struct encounters_logged *asked, str wrong)
{
    struct encounters_waiting w = { 0 };
    struct person_list people = asked->candidates;
    struct enc_question q = { .wrong = wrong, .token = req_form_token(r) };
    TRY(encounters_store_waiting(r->store, r->arena, book_owner(r), id, &w));
    q.action = str_format(r->arena, "/book/log/waiting/%" PRId64, id);
    q.line = w.line;
    TRY(title_of(r, asked, &q));
    if (q.nobody)
        TRY(book_people_recent(r->store, r->arena, book_owner(r), NULL, RECENT, &people));
    TRY(candidates(r, &people, &q.people));
    TRY(book_page_begin(r, &(struct book_page){ .title = q.title, .kind = "log-page" }));
    log_question(&r->out, q);
    return book_page_end(r);
}

/* GET /book/log/waiting/:id - if nothing is to be asked any more, it is kept with a tap. */
const err *encounters_web_waiting_get(req *r)
{
    struct encounters_logged asked = { 0 };
    int64_t id = 0;
    TRY(book_page_id(r, "id", &id));
    TRY(encounters_log_asked(r->store, r->arena, book_owner(r), id, r->out.lang, &asked));
    return ask(r, id, &asked, S(""));
}

/* One of the answers; `ret_to` is where to go where it is not the encounter. */
static const err *answer(req *r, int64_t id, struct encounters_logged *ret, str *ret_to)
{
    account_id owner = book_owner(r);
    str person = req_field(r, "person"), todo = req_field(r, "do"), name = req_field(r, "name");
    str day = str_empty(req_field(r, "today")) ? req_field(r, "day") : req_field(r, "today");
    int64_t number = 0;
    if (str_to_int64(person, &number))
        return encounters_log_person(r->store, r->arena, owner, id, (person_id){ number },
                                     r->out.lang, ret);
    if (str_eq(todo, S("drop"))) {
        *ret_to = S("/book/log");
        return encounters_log_drop(r->store, r->arena, owner, id);
    }
    if (str_eq(todo, S("promise"))) {
        person_id about = { 0 };
        TRY(encounters_log_promise(r->store, r->arena, owner, id, r->out.lang, &about));
        *ret_to = str_format(r->arena, "/book/people/%" PRId64 "#promises", about.v);
        return NULL;
    }
    if (str_eq(todo, S("named"))) {
        struct person p = { 0 };
        TRY(book_person_named(r->store, r->arena, owner, name, &p));
        return encounters_log_person(r->store, r->arena, owner, id, p.id, r->out.lang, ret);
    }
    if (str_eq(todo, S("new")))
        return encounters_log_new(r->store, r->arena, owner, id, name, r->out.lang, ret);
    return encounters_log_day(r->store, r->arena, owner, id, day, r->out.lang, ret);
}

/* What is said of an answer that cannot be taken, and the question again. */
static const err *not_taken(req *r, int64_t id, const err *e)
{
    struct encounters_logged asked = { 0 };
    str wrong = { 0 };
    if (e->n_fields > 0)
        wrong = e->fields[0].message;
    else if (str_eq(req_field(r, "do"), S("named")) && e->kind == ERR_MISSING)
        wrong = words(r->out.lang, "Nobody in your book has this name.");
    else if (str_eq(req_field(r, "do"), S("named")) && e->kind == ERR_CONFLICT)
        wrong = words(r->out.lang, "Several have this name: please write it in full.");
    else
        return e;
    TRY(encounters_log_asked(r->store, r->arena, book_owner(r), id, r->out.lang, &asked));
    req_status(r, 422);
    return ask(r, id, &asked, wrong);
}

/* POST /book/log/waiting/:id */
const err *encounters_web_waiting_post(req *r)
{
    struct encounters_waiting w = { 0 };
    struct encounters_logged done = { 0 };
    str to = { 0 };
    int64_t id = 0;
    TRY(book_page_id(r, "id", &id));
    TRY(encounters_store_waiting(r->store, r->arena, book_owner(r), id, &w));
    const err *e = answer(r, id, &done, &to);
    if (e != NULL)
        return not_taken(r, id, e);
    if (!str_empty(to))
        return req_redirect(r, to);
    /* One of a list of names: back to the list. */
    size_t hyphen = w.key.n;
    while (!str_empty(w.meeting) && hyphen > 0 && w.key.p[hyphen - 1] != '-')
        hyphen--;
    if (!str_empty(w.meeting) && hyphen > 0)
        return req_redirect(r, str_format(r->arena, "/book/meeting?key=%.*s",
                                          STR_ARG(str_sub(w.key, 0, hyphen - 1))));
    return encounters_web_after(r, &done);
}
