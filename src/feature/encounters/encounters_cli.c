/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_cli.c - `log`: one line after a call, from the command line.
 *
 * Nothing waits here: a question is an exit code (65 where several may be meant or the day lies
 * ahead, 66 where nobody has that name) with the answer beside it, and the shell keeps the line.
 */
#include "feature/encounters/encounters_cli.h"

#include <inttypes.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/json_text.h"
#include "engine/when/when.h"
#include "feature/encounters/encounters_log.h"
#include "feature/encounters/encounters_rules.h"
#include "feature/encounters/encounters_store.h"

#define USAGE "WORD… [--new] [--key KEY] [--json]"
#define TEXT_BYTES ((size_t)64 << 10)

/* What was stored, as it is in the store. */
struct stored {
    struct encounter e;
    struct person_list people;
    struct encounters_items items;
    struct promise_list promises;
    bool repeated;
};

static const err *stored_read(cli *c, account_id owner, const struct encounters_logged *done,
                              struct stored *ret)
{
    struct stored s = { .repeated = done->outcome == LOG_REPEATED };
    TRY(encounters_get(c->store, c->arena, owner, done->id, &s.e));
    TRY(encounters_people(c->store, c->arena, owner, done->id, &s.people));
    TRY(encounters_store_items(c->store, c->arena, owner, done->id, 0, &s.items));
    TRY(encounters_promises_made(c->store, c->arena, owner, done->id, &s.promises));
    *ret = s;
    return NULL;
}

/* ---- for a program --------------------------------------------------------------------------- */

static json_t *people_json(const struct person_list *people)
{
    json_t *all = json_array();
    for (size_t i = 0; i < people->n; i++)
        json_array_append_new(all, json_pack("{s:I, s:o}", "id", (json_int_t)people->item[i].id.v,
                                             "name", json_text(people->item[i].called.name)));
    return all;
}

static json_t *items_json(const struct encounters_items *items)
{
    json_t *all = json_array();
    for (size_t i = 0; i < items->n; i++) {
        const struct encounters_item *it = &items->item[i];
        json_array_append_new(all, json_pack("{s:I, s:I, s:o, s:o, s:o}", "id", (json_int_t)it->id,
                                             "person", (json_int_t)it->person, "side",
                                             json_text(it->side), "text", json_text(it->text),
                                             "state", json_text(it->state)));
    }
    return all;
}

static json_t *promises_json(const struct promise_list *promises)
{
    json_t *all = json_array();
    for (size_t i = 0; i < promises->n; i++) {
        const struct promise *p = &promises->item[i];
        json_array_append_new(all, json_pack("{s:I, s:I, s:o, s:o, s:o}", "id", (json_int_t)p->id.v,
                                             "person", (json_int_t)p->person.v, "side",
                                             json_text(p->side), "text", json_text(p->text), "due",
                                             json_text(p->due)));
    }
    return all;
}

static const err *print_json(cli *c, const struct stored *s, str zone)
{
    const struct encounter *e = &s->e;
    json_t *all = json_pack(
        "{s:I, s:b, s:o, s:o, s:o, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id",
        (json_int_t)e->id.v, "repeated", s->repeated, "kind", json_text(e->kind), "day",
        json_text(e->day), "time", json_text(when_rfc3339(c->arena, e->time_ms, zone)), "minutes",
        (json_int_t)e->minutes, "place", json_text(e->place), "started_by",
        json_text(e->started_by), "spoke", json_text(e->spoke), "heard", json_text(e->heard),
        "given", json_text(e->given), "received", json_text(e->received), "rest",
        json_text(e->rest), "people", people_json(&s->people), "items", items_json(&s->items),
        "promises", promises_json(&s->promises));
    str text = json_text_dump(c->arena, json_text_on(c->arena, all), JSON_COMPACT);
    return cli_print(c, str_format(c->arena, "%.*s\n", STR_ARG(text)));
}

/* ---- for a person ---------------------------------------------------------------------------- */

static void add_line(buf *b, const char *what, str text)
{
    if (!str_empty(text))
        buf_printf(b, "%-10s %.*s\n", what, STR_ARG(text));
}

static const err *print_text(cli *c, const struct stored *s, str zone)
{
    const struct encounter *e = &s->e;
    buf b;
    buf_on_arena(&b, c->arena, TEXT_BYTES);
    buf_printf(&b, "%s %" PRId64 ": %.*s", s->repeated ? "already kept as" : "kept as", e->id.v,
               STR_ARG(e->kind));
    for (size_t i = 0; i < s->people.n; i++)
        buf_printf(&b, "%s %.*s", i == 0 ? " with" : ",", STR_ARG(s->people.item[i].called.name));
    buf_printf(&b, ", %.*s",
               STR_ARG(when_near(c->arena, e->time_ms, clock_now_ms(), zone, LANG_EN)));
    if (e->minutes > 0)
        buf_printf(&b, ", %" PRId64 " minutes", e->minutes);
    buf_char(&b, '\n');
    add_line(&b, "place", e->place);
    add_line(&b, "began", e->started_by);
    add_line(&b, "spoke more", e->spoke);
    add_line(&b, "heard", e->heard);
    add_line(&b, "given", e->given);
    add_line(&b, "received", e->received);
    for (size_t i = 0; i < s->items.n; i++) {
        const struct encounters_item *it = &s->items.item[i];
        buf_printf(&b, "%-10.*s %.*s (%.*s%s)\n", STR_ARG(it->side), STR_ARG(it->text),
                   STR_ARG(it->person_name),
                   str_eq(it->state, S("proposed")) ? ", to be confirmed" : "");
    }
    for (size_t i = 0; i < s->promises.n; i++) {
        const struct promise *p = &s->promises.item[i];
        buf_printf(&b, "%-10s %.*s%s%.*s\n", str_eq(p->side, S("mine")) ? "promised" : "promises",
                   STR_ARG(p->text), str_empty(p->due) ? "" : ", by ", STR_ARG(p->due));
    }
    if (!str_empty(e->rest))
        buf_printf(&b, "not understood, kept as a note: %.*s\n", STR_ARG(e->rest));
    return cli_print(c, buf_str(&b));
}

/* ---- log ------------------------------------------------------------------------------------- */

static const err *candidates_say(cli *c, account_id owner, const struct person_list *people)
{
    for (size_t i = 0; i < people->n; i++) {
        const struct person *p = &people->item[i];
        str apart = { 0 };
        TRY(book_person_apart(c->store, c->arena, owner, p->id, &apart));
        cli_say(c, "  \"#%" PRId64 "\"  %.*s%s%.*s", p->id.v, STR_ARG(p->called.name),
                str_empty(apart) ? "" : ", ", STR_ARG(apart));
    }
    return NULL;
}

/* Why it was not stored, and what to say instead. */
static const err *refuse(cli *c, account_id owner, const struct encounters_logged *done)
{
    if (done->outcome == LOG_NOBODY)
        FAIL(c->arena, ERR_INVALID, "the line names nobody: with whom was it?");
    if (done->outcome == LOG_AHEAD)
        FAIL(c->arena, ERR_INVALID,
             "%.*s lies ahead; an encounter has taken place. Say the right day, or note it as a "
             "promise with its day",
             STR_ARG(when_date_text(c->arena, done->line.day)));
    if (done->candidates.n > 0) {
        cli_say(c, "who is meant by \"%.*s\"? Write its number instead of the name:",
                STR_ARG(done->name));
        TRY(candidates_say(c, owner, &done->candidates));
        cli_say(c, "or put somebody new into the book with --new");
        FAIL(c->arena, ERR_CONFLICT, "several may be meant by \"%.*s\"; nothing was kept",
             STR_ARG(done->name));
    }
    FAIL(c->arena, ERR_MISSING,
         "nobody in this book is called \"%.*s\"; with --new that person is put into it",
         STR_ARG(done->name));
}

static const err *log_run(cli *c)
{
    account_id owner = { 0 };
    str zone = { 0 };
    struct encounters_order order = { .no_wait = true, .lang = LANG_EN };
    struct encounters_logged done = { 0 };
    struct stored stored = { 0 };
    TRY(cli_option(c, "--key", &order.key));
    order.make_new = cli_flag(c, "--new");
    TRY(cli_arguments(c, 1, SIZE_MAX, "log " USAGE));
    TRY(book_cli_account(c, "log", &owner));
    TRY(encounters_rules_zone(c->store, c->arena, &zone));
    order.line = line_of_words(c->arena, c->args, c->n_args);
    TRY(encounters_log(c->store, c->arena, owner, &order, &done));
    if (done.outcome != LOG_STORED && done.outcome != LOG_REPEATED)
        return refuse(c, owner, &done);
    TRY(stored_read(c, owner, &done, &stored));
    return c->json ? print_json(c, &stored, zone) : print_text(c, &stored, zone);
}

const struct verb encounters_cli_verbs[] = {
    { "log", USAGE, "note a call, visit or letter in one line", log_run },
    { 0 },
};
