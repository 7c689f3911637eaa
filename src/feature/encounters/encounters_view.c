/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_view.c - encounters and promises in words.
 */
#include "feature/encounters/encounters_view.h"

#include <inttypes.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/id.h"
#include "engine/line/line.h"
#include "engine/when/when.h"
#include "feature/encounters/encounters_rules.h"
#include "feature/encounters/encounters_store.h"
#include "feature/house/house.h"

const err *encounters_view_zone(req *r, str *ret)
{
    if (house_reader_zone(r, ret))
        return NULL;
    return encounters_rules_zone(r->store, r->arena, ret);
}

str encounters_view_day(arena *a, enum lang lang, str day)
{
    struct when_date d;
    if (!when_date_parse(day, &d))
        return S("");
    return when_day_long(a, d, lang);
}

/* ---- choices --------------------------------------------------------------------------------- */

struct enc_choices encounters_view_kinds(arena *a, enum lang lang, str chosen)
{
    struct enc_choice *all = NEW_ARRAY(a, struct enc_choice, LINE_KINDS);
    size_t n = 0;
    for (int k = LINE_CALL; k < LINE_KINDS; k++) {
        str value = line_kind_text((enum line_kind)k);
        all[n++] =
            (struct enc_choice){ value, book_kind_words(lang, value), str_eq(value, chosen) };
    }
    return (struct enc_choices){ all, n };
}

struct enc_choices encounters_view_sides(arena *a, enum lang lang, str chosen, bool spoke)
{
    static const struct {
        str value;
        const char *started, *spoke;
    } sides[] = {
        { S_INIT("me"), WORDS_MARK("I did"), WORDS_MARK("I spoke more") },
        { S_INIT("even"), NULL, WORDS_MARK("both alike") },
        { S_INIT("they"), WORDS_MARK("the other side"), WORDS_MARK("the other side spoke more") },
    };
    struct enc_choice *all = NEW_ARRAY(a, struct enc_choice, COUNT_OF(sides));
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(sides); i++) {
        const char *label = spoke ? sides[i].spoke : sides[i].started;
        if (label != NULL)
            all[n++] = (struct enc_choice){ sides[i].value, words(lang, label),
                                            str_eq(sides[i].value, chosen) };
    }
    return (struct enc_choices){ all, n };
}

static struct enc_choices minutes_choices(arena *a, int64_t chosen)
{
    static const int64_t usual[] = { 5, 15, 30, 60, 120 };
    struct enc_choice *all = NEW_ARRAY(a, struct enc_choice, COUNT_OF(usual));
    for (size_t i = 0; i < COUNT_OF(usual); i++) {
        str number = str_format(a, "%" PRId64, usual[i]);
        all[i] = (struct enc_choice){ number, number, usual[i] == chosen };
    }
    return (struct enc_choices){ all, COUNT_OF(usual) };
}

struct enc_choices encounters_view_people(arena *a, const struct person_list *people)
{
    struct enc_choice *all = NEW_ARRAY(a, struct enc_choice, people->n);
    for (size_t i = 0; i < people->n; i++)
        all[i] = (struct enc_choice){ str_format(a, "%" PRId64, people->item[i].id.v),
                                      people->item[i].called.name, true };
    return (struct enc_choices){ all, people->n };
}

/* ---- encounters ------------------------------------------------------------------------------ */

static void add(buf *b, str text)
{
    if (str_empty(text))
        return;
    if (b->n > 0)
        buf_add(b, S(", "));
    buf_add(b, text);
}

/* "20 Minuten, in Hamburg, Sie begannen" */
static str more_of(arena *a, enum lang lang, const struct encounter *e)
{
    buf b;
    buf_on_arena(&b, a, 4000);
    const struct words_value n = { "n", str_format(a, "%" PRId64, e->minutes) };
    if (e->minutes > 0)
        add(&b, words_fill(a, words_n(lang, "{n} minute", "{n} minutes", e->minutes), &n, 1));
    add(&b, e->place);
    add(&b, e->meeting);
    if (str_eq(e->started_by, S("me")))
        add(&b, words(lang, "you began"));
    if (str_eq(e->started_by, S("they")))
        add(&b, words(lang, "the other side began"));
    if (str_eq(e->spoke, S("me")))
        add(&b, words(lang, "you spoke more"));
    if (str_eq(e->spoke, S("they")))
        add(&b, words(lang, "the other side spoke more"));
    if (str_eq(e->spoke, S("even")))
        add(&b, words(lang, "both spoke alike"));
    return buf_str(&b);
}

static str names_of(arena *a, const struct person_list *people, person_id but)
{
    buf b;
    buf_on_arena(&b, a, 8000);
    for (size_t i = 0; i < people->n; i++)
        if (people->item[i].id.v != but.v)
            add(&b, people->item[i].called.name);
    return buf_str(&b);
}

static str path_of(arena *a, encounter_id id)
{
    return str_format(a, "/book/encounters/%" PRId64, id.v);
}

static str what_of(arena *a, enum lang lang, const struct encounter *e, str zone)
{
    str when = when_near(a, e->time_ms, clock_now_ms(), zone, lang);
    /* Noon stands for a day without a time. */
    struct when_local l = when_local_of(e->time_ms, zone);
    struct when_date day = l.date;
    if (l.hour == 12 && l.minute == 0 && l.second == 0)
        when = when_day_long(a, day, lang);
    return str_join(a, (str[]){ book_kind_words(lang, e->kind), when }, 2, S(", "));
}

const err *encounters_view_lines(req *r, const struct encounter_list *all, person_id but,
                                 struct enc_lines *ret)
{
    str zone = { 0 };
    struct enc_line *lines = NEW_ARRAY(r->arena, struct enc_line, all->n);
    TRY(encounters_view_zone(r, &zone));
    for (size_t i = 0; i < all->n; i++) {
        const struct encounter *e = &all->item[i];
        struct person_list people = { 0 };
        TRY(encounters_people(r->store, r->arena, book_owner(r), e->id, &people));
        lines[i] = (struct enc_line){ .path = path_of(r->arena, e->id),
                                      .what = what_of(r->arena, r->out.lang, e, zone),
                                      .more = more_of(r->arena, r->out.lang, e),
                                      .with = names_of(r->arena, &people, but),
                                      .heard = e->heard,
                                      .given = e->given,
                                      .received = e->received,
                                      .rest = e->rest };
    }
    *ret = (struct enc_lines){ lines, all->n };
    return NULL;
}

const err *encounters_view_promises(req *r, const struct promise_list *all,
                                    struct enc_promises *ret)
{
    str today = { 0 };
    struct enc_promise *lines = NEW_ARRAY(r->arena, struct enc_promise, all->n);
    TRY(book_today(r->store, r->arena, &today));
    for (size_t i = 0; i < all->n; i++) {
        const struct promise *p = &all->item[i];
        bool open = p->kept_ms == 0 && p->dropped_ms == 0;
        lines[i] =
            (struct enc_promise){ .id = p->id.v,
                                  .text = p->text,
                                  .due = encounters_view_day(r->arena, r->out.lang, p->due),
                                  .due_value = p->due,
                                  .whom = p->person_name,
                                  .whom_path = book_person_path(r->arena, p->person),
                                  .mine = str_eq(p->side, S("mine")),
                                  .open = open,
                                  .late = open && !str_empty(p->due) && str_cmp(p->due, today) < 0,
                                  .state = p->kept_ms != 0      ? words(r->out.lang, "kept")
                                           : p->dropped_ms != 0 ? words(r->out.lang, "dropped")
                                                                : S("") };
    }
    *ret = (struct enc_promises){ lines, all->n };
    return NULL;
}

static struct enc_items items_of(req *r, const struct encounters_items *all,
                                 const struct enc_choices *people)
{
    struct enc_item *lines = NEW_ARRAY(r->arena, struct enc_item, all->n);
    for (size_t i = 0; i < all->n; i++) {
        const struct encounters_item *it = &all->item[i];
        struct enc_choice *choices = NEW_ARRAY(r->arena, struct enc_choice, people->n);
        for (size_t k = 0; k < people->n; k++) {
            int64_t id = 0;
            choices[k] = people->item[k];
            choices[k].chosen = str_to_int64(choices[k].value, &id) && id == it->person;
        }
        bool seeks = str_eq(it->side, S("seeks"));
        lines[i] = (struct enc_item){ .id = it->id,
                                      .side = seeks ? words(r->out.lang, "seeks")
                                                    : words(r->out.lang, "offers"),
                                      .text = it->text,
                                      .whom = it->person_name,
                                      .proposed = str_eq(it->state, S("proposed")),
                                      .gone = str_eq(it->state, S("gone")),
                                      .people = { choices, people->n } };
    }
    return (struct enc_items){ lines, all->n };
}

const err *encounters_view_understood(req *r, encounter_id id, struct enc_understood *ret)
{
    arena *a = r->arena;
    enum lang lang = r->out.lang;
    account_id owner = book_owner(r);
    struct encounter e = { 0 };
    struct person_list people = { 0 };
    struct encounters_items items = { 0 };
    struct promise_list promises = { 0 };
    str zone = { 0 };
    TRY(encounters_view_zone(r, &zone));
    TRY(encounters_get(r->store, a, owner, id, &e));
    TRY(encounters_people(r->store, a, owner, id, &people));
    TRY(encounters_store_items(r->store, a, owner, id, 0, &items));
    TRY(encounters_promises_made(r->store, a, owner, id, &promises));
    struct enc_understood u = { .id = id.v,
                                .path = path_of(a, id),
                                .what = what_of(a, lang, &e, zone),
                                .more = more_of(a, lang, &e),
                                .with = names_of(a, &people, (person_id){ 0 }),
                                .line = e.line,
                                .heard = e.heard,
                                .given = e.given,
                                .received = e.received,
                                .rest = e.rest,
                                .kinds = encounters_view_kinds(a, lang, e.kind),
                                .minutes = minutes_choices(a, e.minutes),
                                .started = encounters_view_sides(a, lang, e.started_by, false),
                                .spoke = encounters_view_sides(a, lang, e.spoke, true),
                                .people = encounters_view_people(a, &people),
                                .token = req_form_token(r) };
    u.items = items_of(r, &items, &u.people);
    TRY(encounters_view_promises(r, &promises, &u.promises));
    *ret = u;
    return NULL;
}

struct enc_form encounters_view_form(req *r, person_id person, str kind)
{
    str mark = str_format(r->arena, "book %" PRId64, r->who.account);
    return (struct enc_form){ .line = S(""),
                              .wrong = S(""),
                              .key = id_token(r->arena),
                              .label = words(r->out.lang, "What just happened?"),
                              .hint = S(""),
                              .person = person.v,
                              .kind = kind,
                              .owner = str_sub(id_digest(r->arena, mark), 0, 16),
                              .script = str_of(""),
                              .token = req_form_token(r) };
}
