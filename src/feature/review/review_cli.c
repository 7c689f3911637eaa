/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * review_cli.c - `review`: the four answers on a terminal, or for a program.
 */
#include "feature/review/review_cli.h"

#include "base/json_text.h"
#include "feature/review/review_view.h"

static json_t *goods_json(struct review_goods goods)
{
    json_t *all = json_array();
    for (size_t i = 0; i < goods.n; i++) {
        const struct review_good *g = &goods.item[i];
        json_array_append_new(all,
                              json_pack("{s:o, s:o, s:o, s:o, s:o}", "day", json_text(g->day),
                                        "kind", json_text(g->kind), "who", json_text(g->who),
                                        "what", json_text(g->what), "path", json_text(g->path)));
    }
    return all;
}

static json_t *names_json(struct review_names names)
{
    json_t *all = json_array();
    for (size_t i = 0; i < names.n; i++)
        json_array_append_new(all, json_text(names.item[i].who));
    return json_pack("{s:o, s:b}", "names", all, "more", names.more);
}

static json_t *months_json(struct review_months months)
{
    json_t *all = json_array();
    for (size_t i = 0; i < months.n; i++) {
        const struct review_month *m = &months.item[i];
        json_array_append_new(all, json_pack("{s:o, s:I, s:I, s:I, s:I, s:I}", "month",
                                             json_text(m->month), "mine", (json_int_t)m->mine,
                                             "theirs", (json_int_t)m->theirs, "unsaid",
                                             (json_int_t)m->unsaid, "given", (json_int_t)m->given,
                                             "received", (json_int_t)m->received));
    }
    return all;
}

static json_t *uneven_json(const struct review_view *v)
{
    json_t *all = json_array();
    for (size_t i = 0; i < v->lopsided.n; i++)
        json_array_append_new(all,
                              json_pack("{s:o, s:o}", "who", json_text(v->lopsided.item[i].who),
                                        "text", json_text(v->lopsided.item[i].text)));
    return all;
}

static json_t *roles_json(struct review_ties ties)
{
    json_t *all = json_array();
    for (size_t i = 0; i < ties.n; i++) {
        const struct review_tied *t = &ties.item[i];
        json_array_append_new(
            all, json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "organisation",
                           json_text(t->role.organisation), "title", json_text(t->role.title),
                           "from", json_text(t->role.from_on), "to", json_text(t->role.to_on),
                           "hang", names_json(t->hang), "stayed", names_json(t->stay), "went",
                           names_json(t->went)));
    }
    return all;
}

static const err *as_json(cli *c, account_id owner, str today, const struct review_view *v)
{
    struct review_answers r = { 0 };
    TRY(review_of(c->store, c->arena, owner, today, &r));
    json_t *all = json_text_on(
        c->arena, json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "good", goods_json(r.good),
                            "led_there", goods_json(r.before), "months", months_json(r.months),
                            "uneven", uneven_json(v), "roles", roles_json(r.ties), "asleep",
                            names_json(r.asleep), "merely_collected", names_json(r.collected)));
    str text = json_text_dump(c->arena, all, JSON_INDENT(2));
    return cli_print(c, str_format(c->arena, "%.*s\n", STR_ARG(text)));
}

static const err *run_review(cli *c)
{
    struct review_view v = { 0 };
    account_id owner = { 0 };
    str today = { 0 };
    TRY(cli_arguments(c, 0, 0, ""));
    TRY(book_cli_account(c, "review", &owner));
    TRY(book_today(c->store, c->arena, &today));
    TRY(review_view_of(c->store, c->arena, owner, cli_lang(), today, &v));
    return c->json ? as_json(c, owner, today, &v)
                   : cli_print(c, review_view_text(c->arena, cli_lang(), &v));
}

const struct verb review_cli_verbs[] = {
    { "review", "", "look back: what it brought, and what becomes of it", run_review },
    { 0 },
};
