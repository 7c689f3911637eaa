/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cards_book.c - a card into the book and out of it again; whom in the book it may be about.
 * Declared in cards.h and cards_rules.h.
 */
#include <inttypes.h>

#include "base/clock.h"
#include "feature/book/book_erase.h"
#include "feature/cards/cards_rules.h"
#include "feature/cards/cards_store.h"

/* ---- who it may be --------------------------------------------------------------------------- */

struct people {
    arena *arena;
    struct person *item;
    size_t n, cap;
};

static void add_person(struct people *to, const struct person *p)
{
    for (size_t i = 0; i < to->n; i++)
        if (to->item[i].id.v == p->id.v)
            return;
    arena_grow(to->arena, (void **)&to->item, &to->cap, to->n + 1, sizeof *to->item);
    to->item[to->n++] = *p;
}

const err *cards_alike(store *s, arena *a, account_id owner, const struct card *card,
                       struct person_list *ret)
{
    struct people all = { .arena = a };
    struct person_list with = { 0 };
    struct card_list former = { 0 };
    TRY(book_people_with(s, a, owner, cards_rules_reach_kind(a, card->words.reach),
                         card->words.reach, &with));
    for (size_t i = 0; i < with.n; i++)
        add_person(&all, &with.item[i]);
    if (card->giver.v != 0)
        TRY(cards_store_between(s, a, owner, card->giver, S("taken"), &former));
    for (size_t i = 0; i < former.n; i++) {
        struct person p = { 0 };
        TRY(book_person_get(s, a, owner, former.item[i].person, &p));
        add_person(&all, &p);
    }
    *ret = (struct person_list){ all.item, all.n };
    return NULL;
}

/* ---- into the book --------------------------------------------------------------------------- */

static bool has_datum(const struct datum_list *all, fact_id id)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->item[i].id.v == id.v)
            return true;
    return false;
}

static bool has_item(const struct item_list *all, fact_id id)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->item[i].id.v == id.v)
            return true;
    return false;
}

static struct book_source said_by(const struct card *c)
{
    return (struct book_source){ .name = S("own word"), .id = c->id.v };
}

/* What the owner knew before is theirs and no fact of the card. */
static const err *add_reach(store *s, arena *a, const struct card *c, person_id person,
                            enum lang lang)
{
    struct datum_list before = { 0 };
    struct card_fact fact = { .kind = S("datum") };
    const struct datum reach = { .kind = cards_rules_reach_kind(a, c->words.reach),
                                 .value = c->words.reach,
                                 .from = said_by(c) };
    TRY(book_data(s, a, c->account, person, &before));
    TRY(book_datum_add(s, a, c->account, person, &reach, lang, &fact.id));
    return has_datum(&before, fact.id) ? NULL
                                       : cards_store_fact_add(s, a, c->account, c->id, &fact);
}

static const err *add_item(store *s, arena *a, const struct card *c, person_id person, str side,
                           str text, enum lang lang)
{
    struct item_list before = { 0 };
    struct card_fact fact = { .kind = S("item") };
    const struct item item = {
        .side = side, .text = text, .state = S("stands"), .from = said_by(c)
    };
    if (str_empty(text))
        return NULL;
    TRY(book_items(s, a, c->account, person, &before));
    TRY(book_item_add(s, a, c->account, person, &item, lang, &fact.id));
    return has_item(&before, fact.id) ? NULL : cards_store_fact_add(s, a, c->account, c->id, &fact);
}

static str met_how(arena *a, const struct card *c, enum lang lang)
{
    const struct words_value at = { "title", c->title };
    return words_fill(a, words(lang, "by a card, at “{title}”"), &at, 1);
}

static const err *new_person(store *s, arena *a, const struct card *c, str day, enum lang lang,
                             person_id *ret)
{
    const struct person_name called = { .name = c->words.name };
    TRY(book_person_add(s, a, c->account, &called, S(""), said_by(c), ret));
    return book_person_met(s, a, c->account, *ret, met_how(a, c, lang), day, (person_id){ 0 });
}

/* The event at which it was left. Nothing was heard there: what the card says stands by itself. */
static const err *add_encounter(store *s, arena *a, const struct card *c, person_id person,
                                bool i_began, enum lang lang, encounter_id *ret)
{
    const struct encounter e = { .key = str_format(a, "card-%016" PRId64, c->id.v),
                                 .kind = S("event"),
                                 .time_ms = c->left_ms,
                                 .meeting = c->title,
                                 .started_by = i_began ? S("me") : S("they"),
                                 .from = said_by(c) };
    bool made = false;
    return encounters_add(s, a, c->account, &e, &person, 1, lang, ret, &made);
}

const err *cards_book_in(store *s, arena *a, const struct card *card, person_id into, bool i_began,
                         enum lang lang, person_id *ret)
{
    struct card c = *card;
    struct person p = { 0 };
    struct encounter e = { 0 };
    c.made = into.v == 0;
    c.person = into;
    if (!c.made) {
        TRY(book_person_get(s, a, c.account, into, &p));
        c.person = p.id;
    } else {
        TRY(new_person(s, a, &c, S(""), lang, &c.person));
    }
    TRY(add_encounter(s, a, &c, c.person, i_began, lang, &c.encounter));
    TRY(encounters_get(s, a, c.account, c.encounter, &e));
    if (c.made)
        TRY(book_person_get(s, a, c.account, c.person, &p));
    if (c.made)
        TRY(book_person_met(s, a, c.account, c.person, p.met_how, e.day, (person_id){ 0 }));
    TRY(add_reach(s, a, &c, c.person, lang));
    TRY(add_item(s, a, &c, c.person, S("seeks"), c.words.seeks, lang));
    TRY(add_item(s, a, &c, c.person, S("offers"), c.words.offers, lang));
    TRY(cards_store_taken(s, a, &c, clock_now_ms()));
    *ret = c.person;
    return NULL;
}

/* ---- out of the book ------------------------------------------------------------------------- */

/* The encounter of the card as the card wrote it; what the owner wrote into it is the owner's. */
static const err *encounter_untouched(store *s, arena *a, const struct card *c, bool *ret)
{
    struct encounter e = { 0 };
    const err *why = encounters_get(s, a, c->account, c->encounter, &e);
    *ret = why == NULL && e.changed_ms == e.created_ms;
    return why != NULL && why->kind != ERR_MISSING ? why : NULL;
}

static const err *others_of(store *s, arena *a, const struct card *c, person_id whole, bool *ret)
{
    struct encounter_list some = { 0 };
    TRY(encounters_of(s, a, c->account, whole, INT64_MAX, (encounter_id){ 0 }, 2, &some));
    *ret = false;
    for (size_t i = 0; i < some.n; i++)
        *ret |= some.item[i].id.v != c->encounter.v;
    return NULL;
}

/* Brought in by this card, known by nothing else, and still one with nobody. */
static const err *goes_whole(store *s, arena *a, const struct card *c, bool untouched, bool *ret)
{
    struct person p = { 0 };
    int64_t members = 0;
    bool others = false;
    TRY(book_person_get(s, a, c->account, c->person, &p));
    TRY(others_of(s, a, c, p.id, &others));
    TRY(cards_store_count_members(s, a, c->account, p.id, &members));
    *ret = c->made && untouched && !others && members == 1;
    return NULL;
}

static const err *erase_facts(store *s, arena *a, const struct card *c)
{
    struct card_facts facts = { 0 };
    TRY(cards_store_facts(s, a, c->account, c->id, &facts));
    for (size_t i = 0; i < facts.n; i++)
        TRY(book_erase_fact(s, a, c->account,
                            str_eq(facts.item[i].kind, S("item")) ? FACT_ITEM : FACT_DATUM,
                            facts.item[i].id));
    return NULL;
}

/* How they met goes with the card, unless the owner put it in other words. */
static const err *forget_how(store *s, arena *a, const struct card *c)
{
    struct person p = { 0 };
    bool ours = false;
    TRY(book_person_get(s, a, c->account, c->person, &p));
    for (int lang = 0; lang < LANG_COUNT; lang++)
        ours |= str_eq(p.met_how, met_how(a, c, (enum lang)lang));
    return ours ? book_person_met(s, a, c->account, p.id, S(""), S(""), p.met_through) : NULL;
}

const err *cards_book_out(store *s, arena *a, const struct card *c)
{
    bool untouched = false, whole = false;
    if (str_eq(c->state, S("taken"))) {
        TRY(encounter_untouched(s, a, c, &untouched));
        TRY(goes_whole(s, a, c, untouched, &whole));
        TRY(erase_facts(s, a, c));
        if (untouched)
            TRY(encounters_erase(s, a, c->account, c->encounter));
        TRY(forget_how(s, a, c));
        if (whole)
            TRY(book_erase_person(s, a, c->account, c->person));
    }
    return cards_store_erase(s, a, c->account, c->id);
}
