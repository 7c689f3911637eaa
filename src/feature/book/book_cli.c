/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_cli.c - people from the command line: person list, show, merge, rest. Whoever is named may
 * be named as on the pages: "Anna Schmidt", "anna", "#17".
 */
#include "feature/book/book_cli.h"

#include <inttypes.h>
#include <jansson.h>

#include "base/json_text.h"
#include "engine/when/when.h"
#include "feature/book/book_facts.h"
#include "feature/book/book_merge.h"
#include "feature/house/house.h"

#define LIST_MOST 200
#define ALIKE_MOST 200

static const err *print_json(cli *c, json_t *value)
{
    str text = json_text_dump(c->arena, json_text_on(c->arena, value), JSON_INDENT(2));
    return cli_print(c, str_format(c->arena, "%.*s\n", STR_ARG(text)));
}

/* The day of the last encounter; "" where there was none. */
static const err *last_day(cli *c, const struct person *p, str *ret)
{
    str zone = { 0 };
    *ret = S("");
    if (p->pulse.last_ms == 0)
        return NULL;
    TRY(house_setting(c->store, c->arena, "zone", &zone));
    *ret = when_date_text(
        c->arena, when_local_of(p->pulse.last_ms, when_zone_known(zone) ? zone : S("UTC")).date);
    return NULL;
}

/* ---- person list ----------------------------------------------------------------------------- */

static json_t *brief(const struct person *p, str day, str apart)
{
    json_t *o = json_object();
    json_object_set_new(o, "id", json_integer(p->id.v));
    json_object_set_new(o, "name", json_text(p->called.name));
    json_object_set_new(o, "apart", json_text(apart));
    json_object_set_new(o, "last", json_text(day));
    json_object_set_new(o, "last_kind", json_text(p->pulse.last_kind));
    json_object_set_new(o, "rests", json_boolean(p->rests_ms != 0));
    return o;
}

static const err *print_people(cli *c, account_id owner, const struct person_list *people)
{
    json_t *all = json_text_on(c->arena, json_array());
    for (size_t i = 0; i < people->n; i++) {
        const struct person *p = &people->item[i];
        str day = { 0 }, apart = { 0 };
        TRY(last_day(c, p, &day));
        TRY(book_person_apart(c->store, c->arena, owner, p->id, &apart));
        json_array_append_new(all, brief(p, day, apart));
        if (!c->json)
            TRY(cli_print(c, str_format(c->arena, "#%" PRId64 "\t%.*s\t%.*s\t%.*s\n", p->id.v,
                                        STR_ARG(p->called.name), STR_ARG(apart), STR_ARG(day))));
    }
    return c->json ? print_json(c, json_incref(all)) : NULL;
}

static const err *found_by(cli *c, account_id owner, str asked, struct person_list *ret)
{
    struct book_hits hits = { 0 };
    TRY(book_search(c->store, c->arena, owner, S("person"), asked, LIST_MOST, &hits));
    struct person *people = NEW_ARRAY(c->arena, struct person, hits.n);
    for (size_t i = 0; i < hits.n; i++)
        TRY(book_person_get(c->store, c->arena, owner, hits.item[i].person, &people[i]));
    *ret = (struct person_list){ people, hits.n };
    return NULL;
}

static const err *person_list(cli *c)
{
    struct person_list people = { 0 };
    account_id owner = { 0 };
    str tag = { 0 }, town = { 0 };
    TRY(cli_option(c, "--tag", &tag));
    TRY(cli_option(c, "--town", &town));
    TRY(cli_arguments(c, 0, 1, "person list [WORDS] [--tag TAG] [--town TOWN]"));
    TRY(book_cli_account(c, "person list", &owner));
    if (c->n_args > 0)
        TRY(found_by(c, owner, c->args[0], &people));
    else if (!str_empty(tag) || !str_empty(town))
        TRY(book_people_where(c->store, c->arena, owner, tag, town, LIST_MOST, &people));
    else
        TRY(book_people_recent(c->store, c->arena, owner, NULL, LIST_MOST, &people));
    return print_people(c, owner, &people);
}

/* ---- person show ----------------------------------------------------------------------------- */

static json_t *source_json(const struct book_source *from)
{
    json_t *o = json_object();
    json_object_set_new(o, "source", json_text(from->name));
    json_object_set_new(o, "dated", json_text(from->dated));
    if (!str_empty(from->expires))
        json_object_set_new(o, "expires", json_text(from->expires));
    return o;
}

/* One fact: as JSON, and as a line. */
static const err *tell(cli *c, json_t *into, str kind, str text, const struct book_source *from)
{
    json_t *o = source_json(from);
    json_object_set_new(o, "kind", json_text(kind));
    json_object_set_new(o, "text", json_text(text));
    json_array_append_new(into, o);
    if (c->json)
        return NULL;
    return cli_print(c, str_format(c->arena, "%.*s\t%.*s\t(%.*s, %.*s)\n", STR_ARG(kind),
                                   STR_ARG(text), STR_ARG(from->name), STR_ARG(from->dated)));
}

static const err *tell_data(cli *c, account_id owner, person_id id, json_t *into)
{
    struct datum_list data = { 0 };
    struct postal_list postals = { 0 };
    TRY(book_data(c->store, c->arena, owner, id, &data));
    for (size_t i = 0; i < data.n; i++)
        TRY(tell(c, into, data.item[i].kind, data.item[i].value, &data.item[i].from));
    TRY(book_postals(c->store, c->arena, owner, id, &postals));
    for (size_t i = 0; i < postals.n; i++) {
        const struct postal *p = &postals.item[i];
        str text =
            str_join(c->arena, (str[]){ p->street, p->code, p->town, p->country }, 4, S(" "));
        TRY(tell(c, into, S("address"), str_trim(text), &p->from));
    }
    return NULL;
}

static const err *tell_facts(cli *c, account_id owner, person_id id, json_t *into)
{
    struct person_roles roles = { 0 };
    struct item_list items = { 0 };
    struct tie_list ties = { 0 };
    struct note_list notes = { 0 };
    TRY(book_roles(c->store, c->arena, owner, id, &roles));
    for (size_t i = 0; i < roles.n; i++) {
        const struct person_role *o = &roles.item[i];
        str text =
            str_format(c->arena, "%.*s, %.*s (%.*s-%.*s)", STR_ARG(o->title),
                       STR_ARG(o->organisation_name), STR_ARG(o->from_on), STR_ARG(o->to_on));
        TRY(tell(c, into, S("role"), text, &o->from));
    }
    TRY(book_items(c->store, c->arena, owner, id, &items));
    for (size_t i = 0; i < items.n; i++)
        if (!str_eq(items.item[i].state, S("gone")))
            TRY(tell(c, into, items.item[i].side, items.item[i].text, &items.item[i].from));
    TRY(book_ties(c->store, c->arena, owner, id, &ties));
    for (size_t i = 0; i < ties.n; i++)
        TRY(tell(c, into, S("knows"), ties.item[i].b_name, &ties.item[i].from));
    TRY(book_notes(c->store, c->arena, owner, id, &notes));
    for (size_t i = 0; i < notes.n; i++) {
        const struct book_source mine = { .name = S("mine") };
        const struct note *n = &notes.item[i];
        TRY(tell(c, into, S("note"), n->sensitive ? S("(sensitive)") : n->text, &mine));
    }
    return NULL;
}

static const err *person_show(cli *c)
{
    account_id owner = { 0 };
    struct person p = { 0 };
    str day = { 0 };
    TRY(cli_arguments(c, 1, 1, "person show NAME"));
    TRY(book_cli_account(c, "person show", &owner));
    TRY(book_person_named(c->store, c->arena, owner, c->args[0], &p));
    TRY(last_day(c, &p, &day));
    json_t *o = json_text_on(c->arena, brief(&p, day, S("")));
    json_t *facts = json_array();
    json_object_set_new(o, "facts", facts);
    if (!c->json)
        TRY(cli_print(c, str_format(c->arena, "#%" PRId64 "\t%.*s\nlast\t%.*s %.*s\n", p.id.v,
                                    STR_ARG(p.called.name), STR_ARG(day),
                                    STR_ARG(p.pulse.last_kind))));
    TRY(tell_data(c, owner, p.id, facts));
    TRY(tell_facts(c, owner, p.id, facts));
    return c->json ? print_json(c, json_incref(o)) : NULL;
}

/* ---- person merge ---------------------------------------------------------------------------- */

static const err *list_alike(cli *c, account_id owner)
{
    struct book_alikes all = { 0 };
    json_t *list = json_text_on(c->arena, json_array());
    TRY(book_alike_all(c->store, c->arena, owner, ALIKE_MOST, &all));
    for (size_t i = 0; i < all.n; i++) {
        struct person one = { 0 }, other = { 0 };
        str why = book_alike_words(c->arena, LANG_EN, all.item[i].why);
        TRY(book_person_get(c->store, c->arena, owner, all.item[i].a, &one));
        TRY(book_person_get(c->store, c->arena, owner, all.item[i].b, &other));
        json_array_append_new(list, json_pack("{s:I,s:I,s:o}", "one", (json_int_t)one.id.v, "other",
                                              (json_int_t)other.id.v, "why", json_text(why)));
        if (!c->json)
            TRY(cli_print(c, str_format(c->arena, "#%" PRId64 " %.*s\t#%" PRId64 " %.*s\t%.*s\n",
                                        one.id.v, STR_ARG(one.called.name), other.id.v,
                                        STR_ARG(other.called.name), STR_ARG(why))));
    }
    return c->json ? print_json(c, json_incref(list)) : NULL;
}

static const err *undo(cli *c, account_id owner, str number)
{
    merge_id id = { 0 };
    person_id into = { 0 }, from = { 0 };
    if (!str_to_int64(number, &id.v))
        FAIL(c->arena, ERR_USAGE, "--undo takes the number of a merge, not %.*s", STR_ARG(number));
    return book_merge_undo(c->store, c->arena, owner, id, &into, &from);
}

static const err *person_merge(cli *c)
{
    static const char usage[] = "person merge [INTO FROM] [--undo NUMBER]";
    account_id owner = { 0 };
    struct person into = { 0 }, from = { 0 };
    merge_id id = { 0 };
    str number = { 0 };
    TRY(cli_option(c, "--undo", &number));
    TRY(cli_arguments(c, 0, 2, usage));
    if (c->n_args == 1 || (c->n_args > 0 && number.p != NULL))
        FAIL(c->arena, ERR_USAGE, "usage: %s", usage);
    TRY(book_cli_account(c, "person merge", &owner));
    if (number.p != NULL)
        return undo(c, owner, number);
    if (c->n_args == 0)
        return list_alike(c, owner);
    TRY(book_person_named(c->store, c->arena, owner, c->args[0], &into));
    TRY(book_person_named(c->store, c->arena, owner, c->args[1], &from));
    TRY(book_merge(c->store, c->arena, owner, into.id, from.id, S(""), &id));
    return cli_print(c, str_format(c->arena, "%" PRId64 "\n", id.v));
}

/* ---- person rest ----------------------------------------------------------------------------- */

static const err *person_rest(cli *c)
{
    account_id owner = { 0 };
    struct person p = { 0 };
    bool wake = cli_flag(c, "--wake");
    TRY(cli_arguments(c, 1, 1, "person rest NAME [--wake]"));
    TRY(book_cli_account(c, "person rest", &owner));
    TRY(book_person_named(c->store, c->arena, owner, c->args[0], &p));
    return book_person_rest(c->store, c->arena, owner, p.id, !wake);
}

const struct verb book_verbs[] = {
    { "person list", "[WORDS] [--tag TAG] [--town TOWN]",
      "list people by last contact, or those that fit", person_list },
    { "person show", "NAME", "print what is known of somebody, with sources", person_show },
    { "person merge", "[INTO FROM] [--undo NUMBER]",
      "bring two together and print the merge's number; without names list who looks alike",
      person_merge },
    { "person rest", "NAME [--wake]", "let somebody rest, or take that back", person_rest },
    { 0 }
};
