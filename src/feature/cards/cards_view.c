/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cards_view.c - see cards_view.h.
 */
#include "feature/cards/cards_view.h"

#include <inttypes.h>

#include "engine/when/when.h"
#include "feature/book/book_part.h"
#include "feature/cards/cards_rules.h"
#include "feature/house/house.h"

const err *cards_view_zone(req *r, str *ret)
{
    str zone = { 0 };
    if (house_reader_zone(r, ret))
        return NULL;
    TRY(house_setting(r->store, r->arena, "zone", &zone));
    *ret = when_zone_known(zone) ? zone : S("UTC");
    return NULL;
}

static str href_of(arena *a, str reach)
{
    str kind = cards_rules_reach_kind(a, reach);
    if (str_eq(kind, S("email")))
        return str_format(a, "mailto:%.*s", STR_ARG(reach));
    if (str_eq(kind, S("phone")))
        return str_format(a, "tel:%.*s", STR_ARG(book_datum_fold(a, kind, reach)));
    return str_eq(kind, S("url")) ? reach : S("");
}

static str day_of(req *r, int64_t time_ms, str zone)
{
    return when_day_long(r->arena, when_local_of(time_ms, zone).date, r->out.lang);
}

const err *cards_view_of(req *r, const struct card *c, struct card_view *ret)
{
    str zone = { 0 };
    TRY(cards_view_zone(r, &zone));
    *ret = (struct card_view){
        .path = str_format(r->arena, "/book/cards/%" PRId64, c->id.v),
        .words = c->words,
        .reach_href = href_of(r->arena, c->words.reach),
        .title = c->title,
        .talk_path = c->path,
        .left = day_of(r, c->left_ms, zone),
        .until = day_of(r, c->until_ms, zone),
        .to = c->to_name,
        .on_behalf = c->on_behalf,
        .member = c->giver.v != 0,
        .taken = str_eq(c->state, S("taken")),
        .consent = c->consent,
        .token = req_form_token(r),
    };
    if (c->person.v != 0)
        ret->person_path = book_person_path(r->arena, c->person);
    return NULL;
}

const err *cards_view_list(req *r, const struct card_list *all, struct card_views *ret)
{
    struct card_view *item = NEW_ARRAY(r->arena, struct card_view, all->n);
    for (size_t i = 0; i < all->n; i++)
        TRY(cards_view_of(r, &all->item[i], &item[i]));
    *ret = (struct card_views){ item, all->n };
    return NULL;
}

void cards_view_wrong(const err *e, struct card_fields *f)
{
    for (size_t i = 0; e != NULL && i < e->n_fields; i++) {
        str field = e->fields[i].field, message = e->fields[i].message;
        if (str_eq(field, S("name")))
            f->name_wrong = message;
        else if (str_eq(field, S("reach")))
            f->reach_wrong = message;
        else if (str_eq(field, S("seeks")))
            f->seeks_wrong = message;
        else if (str_eq(field, S("offers")))
            f->offers_wrong = message;
    }
}

struct card_words cards_view_typed(const req *r)
{
    return (struct card_words){ req_field(r, "name"), req_field(r, "reach"), req_field(r, "seeks"),
                                req_field(r, "offers") };
}
