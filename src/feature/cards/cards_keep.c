/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cards_keep.c - what the cards hold of one person or one account: told, erased, taken along; and
 * what nobody took in time. Declared in cards_rules.h.
 */
#include "base/clock.h"
#include "base/json_text.h"
#include "engine/when/when.h"
#include "feature/cards/cards_rules.h"
#include "feature/cards/cards_store.h"
#include "feature/rooms/rooms_next.h"

#define DAY_MS (INT64_C(24) * 3600 * 1000)
#define AT_ONCE 200

static json_t *words_json(const struct card_words *w)
{
    return json_pack("{s:o, s:o, s:o, s:o}", "name", json_text(w->name), "reach",
                     json_text(w->reach), "seeks", json_text(w->seeks), "offers",
                     json_text(w->offers));
}

static json_t *card_json(arena *a, const struct card *c)
{
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:{s:o, s:o, s:o, s:o}}", "says", words_json(&c->words),
        "left_with", json_text(c->to_name), "at", json_text(c->title), "left",
        json_text(when_rfc3339(a, c->left_ms, S("UTC"))), "state", json_text(c->state), "consent",
        "version", json_text(c->consent.version), "lang", json_text(c->consent.lang), "text",
        json_text(c->consent.text), "time", json_text(when_rfc3339(a, c->left_ms, S("UTC"))));
}

static json_t *cards_json(arena *a, const struct card_list *all)
{
    json_t *list = json_array();
    for (size_t i = 0; i < all->n; i++)
        json_array_append_new(list, card_json(a, &all->item[i]));
    return list;
}

const err *cards_keep_dossier(store *s, arena *a, account_id owner, person_id whole, json_t *into)
{
    struct card_list all = { 0 };
    TRY(cards_store_of(s, a, owner, whole, &all));
    json_object_set_new(into, "cards", cards_json(a, &all));
    return NULL;
}

static const err *erase_all(store *s, arena *a, const struct card_list *all)
{
    for (size_t i = 0; i < all->n; i++)
        TRY(cards_store_erase(s, a, all->item[i].account, all->item[i].id));
    return NULL;
}

const err *cards_keep_erase(store *s, arena *a, account_id owner, person_id whole)
{
    struct card_list all = { 0 };
    TRY(cards_store_of(s, a, owner, whole, &all));
    return erase_all(s, a, &all);
}

const err *cards_keep_archive(store *s, arena *a, account_id owner, json_t *into)
{
    struct card_list box = { 0 }, given = { 0 };
    struct card_own own = { 0 };
    TRY(cards_store_all(s, a, owner, &box));
    TRY(cards_given(s, a, owner, &given));
    TRY(cards_own(s, a, owner, &own));
    json_object_set_new(into, "own_card", words_json(&own.words));
    json_object_set_new(into, "cards", cards_json(a, &box));
    json_object_set_new(into, "cards_given", cards_json(a, &given));
    return NULL;
}

const err *cards_keep_empty(store *s, arena *a, account_id owner)
{
    struct card_list box = { 0 }, given = { 0 };
    TRY(cards_store_all(s, a, owner, &box));
    TRY(erase_all(s, a, &box));
    TRY(cards_store_given(s, a, owner, &given));
    for (size_t i = 0; i < given.n; i++)
        if (!str_eq(given.item[i].state, S("taken")))
            TRY(cards_store_erase(s, a, given.item[i].account, given.item[i].id));
    TRY(rooms_next_forget(s, a, owner.v));
    return cards_store_empty(s, a, owner);
}

const err *cards_keep_expire(store *s, arena *a)
{
    struct card_list over = { 0 };
    int64_t now = clock_now_ms();
    TX(t, s, a);
    TRY(cards_store_expired(s, a, now, AT_ONCE, &over));
    TRY(erase_all(s, a, &over));
    TRY(cards_store_unused(s, a, now - 2 * CARDS_DAYS * DAY_MS));
    return tx_commit(&t);
}
