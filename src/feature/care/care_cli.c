/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_cli.c - Today and the brief on the command line.
 */
#include "feature/care/care_cli.h"

#include "base/buf.h"
#include "base/json_text.h"
#include "feature/care/care_rules.h"

#define TODAY_USAGE "[--json]"
#define BRIEF_USAGE "NAME… [--json]"
#define TEXT_MAX ((size_t)256 << 10)

static const err *print_json(cli *c, json_t *value)
{
    str text = json_text_dump(c->arena, json_text_on(c->arena, value), JSON_COMPACT);
    return cli_print(c, str_format(c->arena, "%.*s\n", STR_ARG(text)));
}

/* ---- today ----------------------------------------------------------------------------------- */

static json_t *today_json(cli *c, const struct care_today *t)
{
    json_t *list = json_array();
    for (size_t i = 0; i < t->n; i++) {
        const struct care_entry *e = &t->entry[i];
        json_array_append_new(
            list, json_pack("{s:o, s:I, s:I, s:o, s:o, s:o, s:o, s:I}", "why",
                            json_text(care_why_name(e->why)), "person", (json_int_t)e->person.v,
                            "step", (json_int_t)e->step, "name", json_text(e->name), "how",
                            json_text(e->how), "text", json_text(e->text), "help",
                            json_text(e->help), "minutes", (json_int_t)e->minutes));
    }
    return json_pack("{s:o, s:o, s:o}", "day", json_text(when_date_text(c->arena, t->day)), "title",
                     json_text(t->title), "things", list);
}

static str today_text(cli *c, const struct care_today *t)
{
    buf b;
    buf_on_arena(&b, c->arena, TEXT_MAX);
    buf_printf(&b, "%.*s\n", STR_ARG(t->title));
    for (size_t i = 0; i < t->n; i++) {
        const struct care_entry *e = &t->entry[i];
        buf_printf(&b, "%-8.*s %.*s%s%.*s\n", STR_ARG(e->how), STR_ARG(e->name),
                   str_empty(e->name) ? "" : ": ", STR_ARG(e->text));
    }
    if (t->nobody)
        buf_add(&b, S("Nobody is in this book yet: netzarbeit log call \"Anna Schmidt\" --new\n"));
    return buf_str(&b);
}

static const err *today_run(cli *c)
{
    account_id owner = { 0 };
    struct care_today t = { 0 };
    TRY(cli_arguments(c, 0, 0, "today " TODAY_USAGE));
    TRY(book_cli_account(c, "today", &owner));
    TRY(care_today(c->store, c->arena, owner, LANG_EN, S(""), &t));
    return c->json ? print_json(c, today_json(c, &t)) : cli_print(c, today_text(c, &t));
}

/* ---- brief ----------------------------------------------------------------------------------- */

/* Its lists, in the order of the page. */
struct part {
    const char *name, *title;
    const struct care_lines *lines;
};

static json_t *lines_json(const struct care_lines *lines)
{
    json_t *list = json_array();
    for (size_t i = 0; i < lines->n; i++)
        json_array_append_new(list, json_pack("{s:o, s:o}", "text", json_text(lines->item[i].text),
                                              "label", json_text(lines->item[i].label)));
    return list;
}

static json_t *brief_json(const struct care_brief *b, const struct part *parts, size_t n)
{
    json_t *all = json_pack("{s:I, s:o, s:o, s:o, s:o, s:b}", "person", (json_int_t)b->person.id.v,
                            "name", json_text(b->person.called.name), "apart", json_text(b->apart),
                            "last", json_text(b->last), "rhythm", json_text(b->rhythm),
                            "sensitive_notes", b->sensitive);
    for (size_t i = 0; i < n; i++)
        json_object_set_new(all, parts[i].name, lines_json(parts[i].lines));
    return all;
}

static str brief_text(cli *c, const struct care_brief *b, const struct part *parts, size_t n)
{
    buf t;
    buf_on_arena(&t, c->arena, TEXT_MAX);
    buf_printf(&t, "%.*s\n", STR_ARG(b->person.called.name));
    if (!str_empty(b->apart))
        buf_printf(&t, "%.*s\n", STR_ARG(b->apart));
    buf_printf(&t, "last: %.*s\n", STR_ARG(str_empty(b->last) ? S("no encounter yet") : b->last));
    if (!str_empty(b->rhythm))
        buf_printf(&t, "%.*s\n", STR_ARG(b->rhythm));
    for (size_t i = 0; i < n; i++) {
        if (parts[i].lines->n > 0)
            buf_printf(&t, "\n%s\n", parts[i].title);
        for (size_t j = 0; j < parts[i].lines->n; j++) {
            const struct care_line *l = &parts[i].lines->item[j];
            if (str_empty(l->label))
                buf_printf(&t, "  %.*s\n", STR_ARG(l->text));
            else
                buf_printf(&t, "  %.*s (%.*s)\n", STR_ARG(l->text), STR_ARG(l->label));
        }
    }
    if (b->sensitive)
        buf_add(&t, S("\nThere are sensitive notes; they are not shown here.\n"));
    return buf_str(&t);
}

static const err *brief_run(cli *c)
{
    struct care_asking ask = { 0 };
    struct care_brief b = { 0 };
    struct person p = { 0 };
    account_id owner = { 0 };
    TRY(cli_arguments(c, 1, 16, "brief " BRIEF_USAGE));
    TRY(book_cli_account(c, "brief", &owner));
    TRY(book_person_named(c->store, c->arena, owner, str_join(c->arena, c->args, c->n_args, S(" ")),
                          &p));
    TRY(care_rules_asking(c->store, c->arena, owner, LANG_EN, S(""), &ask));
    TRY(care_brief(&ask, p.id, &b));
    const struct part parts[] = {
        { "questions", "Worth asking", &b.questions },
        { "mine", "You promised", &b.mine },
        { "theirs", "Promised to you", &b.theirs },
        { "seeks", "Seeks", &b.seeks },
        { "offers", "Offers", &b.offers },
        { "encounters", "Last encounters", &b.encounters },
        { "roles", "Roles", &b.changes },
        { "known", "Whom both of you know", &b.known },
        { "aims", "Aims", &b.aims },
        { "notes", "Notes", &b.notes },
        { "reach", "How to reach them", &b.reach },
    };
    if (c->json)
        return print_json(c, brief_json(&b, parts, COUNT_OF(parts)));
    return cli_print(c, brief_text(c, &b, parts, COUNT_OF(parts)));
}

const struct verb care_cli_verbs[] = {
    { "today", TODAY_USAGE, "whom to call, visit or write to today, and why", today_run },
    { "brief", BRIEF_USAGE, "what to have read before a call or visit", brief_run },
    { 0 },
};
