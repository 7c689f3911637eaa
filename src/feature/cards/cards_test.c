/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cards_test.c - cards are left, taken in, declined, taken back; what each erases; whose they are.
 */
#include "base/clock.h"
#include "base/id.h"
#include "feature/accounts/accounts.h"
#include "feature/book/book_erase.h"
#include "feature/book/book_merge.h"
#include "feature/book/book_part.h"
#include "feature/book/book_test_help.h"
#include "feature/cards/cards_rules.h"
#include "feature/cards/cards_store.h"

#define MANY 50

static int set_up(void **state)
{
    const struct migration_list *const more[] = { rooms.migrations, encounters.migrations,
                                                  cards.migrations };
    static const struct book_part *parts[4];
    parts[0] = book.book;
    parts[1] = encounters.book;
    parts[2] = cards.book;
    book_parts_set(parts);
    *state = book_test_help_open(more, 3);
    return 0;
}

static int tear_down(void **state)
{
    book_test_help_close(*state);
    return 0;
}

static void every_query_can_be_prepared(void **state)
{
    struct book_test_help *f = *state;
    size_t n = 0;
    for (; cards_store_queries[n] != NULL; n++)
        OK(store_query_check(f->s, f->arena, cards_store_queries[n]));
    assert_int_equal(n, 32);
}

/* ---- what happens again and again ------------------------------------------------------------ */

static struct card_given dora(struct book_test_help *f)
{
    return (struct card_given){ .words = { S("Dora Beispiel"), S("dora@example.org"),
                                           S("a workshop in Kiel"), S("translations") },
                                .to = f->me,
                                .to_name = S("Ich"),
                                .keeper = S(""),
                                .title = S("On nearness"),
                                .path = S("/talks/on-nearness"),
                                .token = id_token(f->arena) };
}

static str left(struct book_test_help *f, struct card_given given)
{
    OK(cards_leave(f->s, f->arena, LANG_EN, &given));
    return given.token;
}

static struct card only(struct book_test_help *f, account_id owner, const char *state)
{
    struct card_list all = { 0 };
    OK(cards_box(f->s, f->arena, owner, str_of(state), MANY, &all));
    assert_int_equal(all.n, 1);
    return all.item[0];
}

static size_t count(struct book_test_help *f, account_id owner, const char *state)
{
    struct card_list all = { 0 };
    OK(cards_box(f->s, f->arena, owner, str_of(state), MANY, &all));
    return all.n;
}

static person_id taken(struct book_test_help *f, account_id owner, card_id id, int64_t into)
{
    person_id p = { 0 };
    OK(cards_take(f->s, f->arena, owner, id, (person_id){ into }, LANG_EN, &p));
    return p;
}

static size_t people(struct book_test_help *f, account_id owner)
{
    struct person_list all = { 0 };
    OK(book_people_recent(f->s, f->arena, owner, NULL, MANY, &all));
    return all.n;
}

static size_t met(struct book_test_help *f, account_id owner, person_id p)
{
    struct encounter_list all = { 0 };
    OK(encounters_of(f->s, f->arena, owner, p, INT64_MAX, (encounter_id){ 0 }, MANY, &all));
    return all.n;
}

static size_t found(struct book_test_help *f, account_id owner, const char *words)
{
    struct book_hits hits = { 0 };
    OK(book_search(f->s, f->arena, owner, S(""), str_of(words), MANY, &hits));
    return hits.n;
}

static enum err_kind kind_of(const err *e)
{
    assert_non_null(e);
    return e->kind;
}

static void own(struct book_test_help *f, account_id owner, const char *name, const char *reach)
{
    const struct card_own mine = { { str_of(name), str_of(reach), S("seeks it"), S("") }, true };
    OK(cards_own_set(f->s, f->arena, owner, &mine, LANG_EN));
}

/* ---- what a card says ------------------------------------------------------------------------ */

static void ways_to_reach_somebody(void **state)
{
    struct book_test_help *f = *state;
    static const struct {
        const char *reach, *kind;
    } some[] = { { "dora@example.org", "email" },
                 { "040 / 123 456-7", "phone" },
                 { "https://example.org/dora", "url" },
                 { "@dora", "social" },
                 { "javascript:alert(1)", "" },
                 { "https://", "" },
                 { "12", "" },
                 { "@", "" },
                 { "call me", "" },
                 { "", "" } };
    for (size_t i = 0; i < COUNT_OF(some); i++)
        assert_true(
            str_eq(cards_rules_reach_kind(f->arena, str_of(some[i].reach)), str_of(some[i].kind)));
}

static void a_card_needs_a_name_and_a_way(void **state)
{
    struct book_test_help *f = *state;
    struct card_words w = { S(" \xe2\x80\xae "), S("nowhere"), S(""), S("") }, clean = { 0 };
    const err *e = cards_check(f->arena, LANG_EN, &w, &clean);
    assert_int_equal(kind_of(e), ERR_INVALID);
    assert_int_equal(e->n_fields, 2);
    char *seeks = arena_alloc(f->arena, CARDS_TEXT_MAX + 1);
    for (size_t i = 0; i <= CARDS_TEXT_MAX; i++)
        seeks[i] = 'x';
    w = (struct card_words){
        S("Dora"), S("dora@example.org"), { seeks, CARDS_TEXT_MAX + 1 }, S("")
    };
    e = cards_check(f->arena, LANG_EN, &w, &clean);
    assert_int_equal(kind_of(e), ERR_INVALID);
    assert_true(str_eq(e->fields[0].field, S("seeks")));
    w.seeks.n--;
    OK(cards_check(f->arena, LANG_EN, &w, &clean));
}

/* ---- guests ---------------------------------------------------------------------------------- */

static void a_form_sent_twice_leaves_one_card(void **state)
{
    struct book_test_help *f = *state;
    struct card_given given = dora(f);
    left(f, given);
    left(f, given);
    struct card c = only(f, f->me, "new");
    assert_true(str_eq(c.consent.version, S(CARDS_CONSENT_VERSION)));
    assert_true(str_contains(c.consent.text, S("I agree that Ich keeps this card")));
    assert_int_equal(c.left_ms, BOOK_TEST_NOW_MS);
    assert_int_equal(count(f, f->other, "new"), 0);
    assert_int_equal(people(f, f->me), 0); /* nothing comes into a book by itself */
}

static void no_card_without_our_key(void **state)
{
    struct book_test_help *f = *state;
    static const char *const keys[] = { "", "short", "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                                        "abcdefghijklmnopqrstuvwxy1",
                                        "abcdefghijklmnopqrstuvwxyza" };
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        struct card_given given = dora(f);
        given.token = str_of(keys[i]);
        assert_int_equal(kind_of(cards_leave(f->s, f->arena, LANG_EN, &given)), ERR_INVALID);
    }
    assert_int_equal(count(f, f->me, "new"), 0);
}

static void a_card_taken_in_is_a_person_with_an_encounter(void **state)
{
    struct book_test_help *f = *state;
    left(f, dora(f));
    person_id p = taken(f, f->me, only(f, f->me, "new").id, 0);
    struct person who = { 0 };
    struct datum_list data = { 0 };
    struct item_list items = { 0 };
    struct encounter_list all = { 0 };
    OK(book_person_get(f->s, f->arena, f->me, p, &who));
    assert_true(str_eq(who.called.name, S("Dora Beispiel")));
    assert_true(str_eq(who.from.name, S("own word")));
    assert_true(str_eq(who.met_on, S("2012-07-10")));
    assert_true(str_contains(who.met_how, S("On nearness")));
    OK(book_data(f->s, f->arena, f->me, p, &data));
    assert_int_equal(data.n, 1);
    assert_true(str_eq(data.item[0].value, S("dora@example.org")));
    assert_true(str_eq(data.item[0].from.name, S("own word")));
    OK(book_items(f->s, f->arena, f->me, p, &items));
    assert_int_equal(items.n, 2);
    OK(encounters_of(f->s, f->arena, f->me, p, INT64_MAX, (encounter_id){ 0 }, MANY, &all));
    assert_int_equal(all.n, 1);
    assert_true(str_eq(all.item[0].kind, S("event")));
    assert_true(str_eq(all.item[0].meeting, S("On nearness")));
    assert_true(str_eq(all.item[0].started_by, S("they")));
    /* Again is no second person. */
    assert_int_equal(taken(f, f->me, only(f, f->me, "taken").id, 0).v, p.v);
    assert_int_equal(people(f, f->me), 1);
}

static void taken_back_the_person_goes(void **state)
{
    struct book_test_help *f = *state;
    str link = left(f, dora(f));
    struct card c = { 0 };
    taken(f, f->me, only(f, f->me, "new").id, 0);
    assert_true(found(f, f->me, "workshop") > 0);
    OK(cards_withdraw_link(f->s, f->arena, link));
    assert_int_equal(people(f, f->me), 0);
    assert_int_equal(found(f, f->me, "workshop"), 0);
    assert_int_equal(found(f, f->me, "dora"), 0);
    assert_int_equal(count(f, f->me, "taken"), 0);
    assert_int_equal(kind_of(cards_by_link(f->s, f->arena, link, &c)), ERR_GONE);
    assert_int_equal(kind_of(cards_withdraw_link(f->s, f->arena, link)), ERR_GONE);
    /* The form of the browser's history makes no new one. */
    struct card_given again = dora(f);
    again.token = link;
    assert_int_equal(kind_of(cards_leave(f->s, f->arena, LANG_EN, &again)), ERR_GONE);
}

static void call(struct book_test_help *f, person_id p)
{
    encounter_id id = { 0 };
    bool made = false;
    OK(encounters_add(f->s, f->arena, f->me,
                      &(struct encounter){ .kind = S("call"), .heard = S("is well") }, &p, 1,
                      LANG_EN, &id, &made));
}

static void with_another_encounter_only_the_card_goes(void **state)
{
    struct book_test_help *f = *state;
    str link = left(f, dora(f));
    person_id p = taken(f, f->me, only(f, f->me, "new").id, 0);
    struct datum_list data = { 0 };
    struct item_list items = { 0 };
    call(f, p);
    assert_int_equal(met(f, f->me, p), 2);
    OK(cards_withdraw_link(f->s, f->arena, link));
    assert_int_equal(people(f, f->me), 1);
    assert_int_equal(met(f, f->me, p), 1);
    OK(book_data(f->s, f->arena, f->me, p, &data));
    OK(book_items(f->s, f->arena, f->me, p, &items));
    assert_int_equal(data.n + items.n, 0);
    struct person who = { 0 };
    OK(book_person_get(f->s, f->arena, f->me, p, &who));
    assert_true(str_empty(who.met_how));
    assert_int_equal(found(f, f->me, "workshop"), 0);
}

static void brought_together_with_somebody_only_the_card_goes(void **state)
{
    struct book_test_help *f = *state;
    for (int into_card = 0; into_card < 2; into_card++) {
        str link = left(f, dora(f));
        person_id p = taken(f, f->me, only(f, f->me, "new").id, 0);
        person_id friend = book_test_help_person(f, f->me, "Dora B.");
        size_t before = people(f, f->me);
        OK(book_merge(f->s, f->arena, f->me, into_card ? p : friend, into_card ? friend : p, S(""),
                      NULL));
        OK(cards_withdraw_link(f->s, f->arena, link));
        assert_int_equal(people(f, f->me), before - 1);
        assert_int_equal(met(f, f->me, p), 0);
        assert_int_equal(found(f, f->me, "workshop"), 0);
    }
}

static void what_the_owner_knew_before_stays(void **state)
{
    struct book_test_help *f = *state;
    person_id p = book_test_help_person(f, f->me, "Dora B.");
    fact_id id = { 0 };
    struct datum_list data = { 0 };
    struct item_list items = { 0 };
    struct person_list same = { 0 };
    OK(book_datum_add(f->s, f->arena, f->me, p,
                      &(struct datum){ .kind = S("email"), .value = S("dora@example.org") },
                      LANG_EN, &id));
    str link = left(f, dora(f));
    struct card c = only(f, f->me, "new");
    OK(cards_alike(f->s, f->arena, f->me, &c, &same));
    assert_int_equal(same.n, 1);
    assert_int_equal(same.item[0].id.v, p.v);
    assert_int_equal(taken(f, f->me, c.id, p.v).v, p.v);
    assert_int_equal(people(f, f->me), 1);
    OK(cards_withdraw_link(f->s, f->arena, link));
    OK(book_data(f->s, f->arena, f->me, p, &data));
    OK(book_items(f->s, f->arena, f->me, p, &items));
    assert_int_equal(data.n, 1);
    assert_int_equal(items.n, 0);
    assert_int_equal(met(f, f->me, p), 0);
}

static void what_the_owner_wrote_into_the_encounter_stays(void **state)
{
    struct book_test_help *f = *state;
    str link = left(f, dora(f));
    person_id p = taken(f, f->me, only(f, f->me, "new").id, 0);
    struct encounter e = { 0 };
    clock_set(BOOK_TEST_NOW_MS + 60000);
    OK(encounters_get(f->s, f->arena, f->me, only(f, f->me, "taken").encounter, &e));
    e.heard = S("knows Ben");
    OK(encounters_change(f->s, f->arena, f->me, e.id, &e, NULL, 0, LANG_EN));
    OK(cards_withdraw_link(f->s, f->arena, link));
    assert_int_equal(people(f, f->me), 1);
    assert_int_equal(met(f, f->me, p), 1);
}

static void nobody_learns_of_a_decline(void **state)
{
    struct book_test_help *f = *state;
    str link = left(f, dora(f));
    struct card c = only(f, f->me, "new"), seen = { 0 };
    OK(cards_decline(f->s, f->arena, f->me, c.id, true));
    OK(cards_by_link(f->s, f->arena, link, &seen));
    assert_true(str_eq(seen.state, S("new")));
    assert_int_equal(seen.state_ms, 0);
    OK(cards_decline(f->s, f->arena, f->me, c.id, false));
    OK(cards_decline(f->s, f->arena, f->me, c.id, true));
    /* It ends on the day on which one that nobody looked at ends. */
    clock_set(BOOK_TEST_NOW_MS + CARDS_DAYS * BOOK_TEST_DAY_MS - 1);
    OK(cards_keep_expire(f->s, f->arena));
    OK(cards_by_link(f->s, f->arena, link, &seen));
    clock_set(BOOK_TEST_NOW_MS + CARDS_DAYS * BOOK_TEST_DAY_MS);
    assert_int_equal(kind_of(cards_by_link(f->s, f->arena, link, &seen)), ERR_GONE);
    OK(cards_keep_expire(f->s, f->arena));
    assert_int_equal(count(f, f->me, "declined"), 0);
}

static void what_was_taken_does_not_expire(void **state)
{
    struct book_test_help *f = *state;
    str link = left(f, dora(f));
    struct card seen = { 0 };
    taken(f, f->me, only(f, f->me, "new").id, 0);
    clock_set(BOOK_TEST_NOW_MS + 400 * BOOK_TEST_DAY_MS);
    OK(cards_keep_expire(f->s, f->arena));
    OK(cards_by_link(f->s, f->arena, link, &seen));
    OK(cards_withdraw_link(f->s, f->arena, link));
    assert_int_equal(people(f, f->me), 0);
}

static void a_flood_is_refused(void **state)
{
    struct book_test_help *f = *state;
    for (int i = 0; i < CARDS_A_MINUTE; i++)
        left(f, dora(f));
    struct card_given one_more = dora(f);
    const err *e = cards_leave(f->s, f->arena, LANG_EN, &one_more);
    assert_int_equal(kind_of(e), ERR_LIMIT);
    assert_int_equal(e->retry_after, 60);
    clock_set(BOOK_TEST_NOW_MS + 61000);
    OK(cards_leave(f->s, f->arena, LANG_EN, &one_more));
}

/* ---- members --------------------------------------------------------------------------------- */

static struct card_given offer(struct book_test_help *f)
{
    struct card_given given = dora(f);
    given.words = (struct card_words){ S("Andere"), S("andere@example.org"), S("help"), S("") };
    given.giver = f->other;
    return given;
}

static void an_exchange_puts_both_into_both_books(void **state)
{
    struct book_test_help *f = *state;
    left(f, offer(f));
    struct card c = only(f, f->me, "new");
    person_id p = { 0 };
    const err *e = cards_take(f->s, f->arena, f->me, c.id, p, LANG_EN, &p);
    assert_int_equal(kind_of(e), ERR_CONFLICT); /* nothing to give in exchange */
    assert_int_equal(people(f, f->me) + people(f, f->other), 0);
    own(f, f->me, "Ich Selbst", "ich@example.org");
    p = taken(f, f->me, c.id, 0);
    assert_int_equal(people(f, f->me), 1);
    assert_int_equal(people(f, f->other), 1);
    struct card mine = only(f, f->other, "taken");
    assert_true(str_eq(mine.words.name, S("Ich Selbst")));
    struct encounter there = { 0 };
    OK(encounters_get(f->s, f->arena, f->other, mine.encounter, &there));
    assert_true(str_eq(there.started_by, S("me")));
    assert_true(str_eq(there.meeting, S("On nearness")));
    /* Taken back by one, the other's stays with them. */
    OK(cards_withdraw_given(f->s, f->arena, f->other, c.id));
    assert_int_equal(people(f, f->me), 0);
    assert_int_equal(people(f, f->other), 1);
}

static void an_offer_is_one_and_ends_before_it_is_accepted(void **state)
{
    struct book_test_help *f = *state;
    left(f, offer(f));
    left(f, offer(f));
    struct card c = only(f, f->me, "new");
    OK(cards_decline(f->s, f->arena, f->me, c.id, true));
    left(f, offer(f)); /* no way to ask again while the first lies */
    assert_int_equal(count(f, f->me, "new"), 0);
    struct card_list given = { 0 };
    OK(cards_given(f->s, f->arena, f->other, &given));
    assert_int_equal(given.n, 1);
    assert_true(str_eq(given.item[0].state, S("new")));
    assert_int_equal(kind_of(cards_withdraw_given(f->s, f->arena, f->me, c.id)), ERR_MISSING);
    OK(cards_withdraw_given(f->s, f->arena, f->other, c.id));
    assert_int_equal(count(f, f->me, "declined"), 0);
}

static void crossing_offers_are_one_exchange(void **state)
{
    struct book_test_help *f = *state;
    own(f, f->me, "Ich Selbst", "ich@example.org");
    left(f, offer(f));
    struct card_given back = offer(f);
    back.giver = f->me;
    back.to = f->other;
    left(f, back);
    taken(f, f->me, only(f, f->me, "new").id, 0);
    assert_int_equal(count(f, f->other, "new"), 0);
    assert_int_equal(people(f, f->other), 1);
}

static void a_second_exchange_finds_the_first(void **state)
{
    struct book_test_help *f = *state;
    struct person_list same = { 0 };
    own(f, f->me, "Ich Selbst", "ich@example.org");
    left(f, offer(f));
    person_id p = taken(f, f->me, only(f, f->me, "new").id, 0);
    struct card_given again = offer(f);
    again.words.reach = S("0431 7654321");
    left(f, again);
    struct card c = only(f, f->me, "new");
    OK(cards_alike(f->s, f->arena, f->me, &c, &same));
    assert_int_equal(same.n, 1);
    taken(f, f->me, c.id, p.v);
    assert_int_equal(people(f, f->me), 1);
    assert_int_equal(people(f, f->other), 1);
    assert_int_equal(met(f, f->me, p), 2);
}

static void nobody_gives_to_themself(void **state)
{
    struct book_test_help *f = *state;
    struct card_given given = offer(f);
    given.to = f->other;
    const err *e = cards_leave(f->s, f->arena, LANG_EN, &given);
    assert_int_equal(kind_of(e), ERR_INVALID);
    assert_true(str_eq(e->fields[0].field, S("to")));
}

/* ---- whose they are -------------------------------------------------------------------------- */

static void another_finds_nothing(void **state)
{
    struct book_test_help *f = *state;
    left(f, dora(f));
    struct card c = only(f, f->me, "new"), got = { 0 };
    person_id p = { 0 };
    assert_int_equal(kind_of(cards_get(f->s, f->arena, f->other, c.id, &got)), ERR_MISSING);
    assert_int_equal(kind_of(cards_take(f->s, f->arena, f->other, c.id, p, LANG_EN, &p)),
                     ERR_MISSING);
    assert_int_equal(kind_of(cards_decline(f->s, f->arena, f->other, c.id, true)), ERR_MISSING);
    assert_int_equal(kind_of(cards_withdraw_given(f->s, f->arena, f->other, c.id)), ERR_MISSING);
    /* Nor can a card be put upon a person of another's book. */
    person_id theirs = book_test_help_person(f, f->other, "Eva");
    assert_int_equal(kind_of(cards_take(f->s, f->arena, f->me, c.id, theirs, LANG_EN, &p)),
                     ERR_MISSING);
    assert_int_equal(people(f, f->me), 0);
    assert_int_equal(count(f, f->me, "new"), 1);
}

static void a_link_is_of_a_guests_card_only(void **state)
{
    struct book_test_help *f = *state;
    struct card c = { 0 };
    str link = left(f, offer(f));
    assert_int_equal(kind_of(cards_by_link(f->s, f->arena, link, &c)), ERR_GONE);
    assert_int_equal(kind_of(cards_withdraw_link(f->s, f->arena, link)), ERR_GONE);
    assert_int_equal(kind_of(cards_by_link(f->s, f->arena, id_token(f->arena), &c)), ERR_GONE);
    assert_int_equal(count(f, f->me, "new"), 1);
}

static const err *emptied(struct book_test_help *f)
{
    TX(t, f->s, f->arena);
    TRY(cards_keep_empty(f->s, f->arena, f->me));
    return tx_commit(&t);
}

static void told_taken_along_and_emptied(void **state)
{
    struct book_test_help *f = *state;
    left(f, dora(f));
    person_id p = taken(f, f->me, only(f, f->me, "new").id, 0);
    json_t *told = json_object(), *all = json_object();
    OK(cards_keep_dossier(f->s, f->arena, f->me, p, told));
    const json_t *one = json_array_get(json_object_get(told, "cards"), 0);
    assert_string_equal(
        json_string_value(json_object_get(json_object_get(one, "consent"), "version")),
        CARDS_CONSENT_VERSION);
    json_decref(told);
    struct card_given given = dora(f);
    given.giver = f->me;
    given.to = f->other;
    left(f, given);
    OK(cards_keep_archive(f->s, f->arena, f->me, all));
    assert_int_equal(json_array_size(json_object_get(all, "cards")), 1);
    assert_int_equal(json_array_size(json_object_get(all, "cards_given")), 1);
    json_decref(all);
    OK(emptied(f));
    assert_int_equal(count(f, f->me, "taken"), 0);
    assert_int_equal(count(f, f->other, "new"), 0);
}

static void erased_with_the_person(void **state)
{
    struct book_test_help *f = *state;
    str link = left(f, dora(f));
    struct card c = { 0 };
    person_id p = taken(f, f->me, only(f, f->me, "new").id, 0);
    OK(book_erase_person(f->s, f->arena, f->me, p));
    assert_int_equal(kind_of(cards_by_link(f->s, f->arena, link, &c)), ERR_GONE);
    assert_int_equal(people(f, f->me), 0);
}

static void one_card_of_ones_own(void **state)
{
    struct book_test_help *f = *state;
    struct card_own mine = { 0 };
    OK(cards_own(f->s, f->arena, f->me, &mine));
    assert_true(str_empty(mine.words.name));
    own(f, f->me, "Ich Selbst", "ich@example.org");
    OK(cards_own(f->s, f->arena, f->me, &mine));
    assert_true(mine.shown);
    OK(cards_own(f->s, f->arena, f->other, &mine));
    assert_true(str_empty(mine.words.name));
    const struct card_own half = { { S(""), S(""), S("something"), S("") }, false };
    assert_int_equal(kind_of(cards_own_set(f->s, f->arena, f->me, &half, LANG_EN)), ERR_INVALID);
    const struct card_own none = { { S(" "), S(""), S(""), S("") }, false };
    OK(cards_own_set(f->s, f->arena, f->me, &none, LANG_EN));
    OK(cards_own(f->s, f->arena, f->me, &mine));
    assert_true(str_empty(mine.words.name));
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(every_query_can_be_prepared),
        T(ways_to_reach_somebody),
        T(a_card_needs_a_name_and_a_way),
        T(a_form_sent_twice_leaves_one_card),
        T(no_card_without_our_key),
        T(a_card_taken_in_is_a_person_with_an_encounter),
        T(taken_back_the_person_goes),
        T(with_another_encounter_only_the_card_goes),
        T(brought_together_with_somebody_only_the_card_goes),
        T(what_the_owner_knew_before_stays),
        T(what_the_owner_wrote_into_the_encounter_stays),
        T(nobody_learns_of_a_decline),
        T(what_was_taken_does_not_expire),
        T(a_flood_is_refused),
        T(an_exchange_puts_both_into_both_books),
        T(an_offer_is_one_and_ends_before_it_is_accepted),
        T(crossing_offers_are_one_exchange),
        T(a_second_exchange_finds_the_first),
        T(nobody_gives_to_themself),
        T(another_finds_nothing),
        T(a_link_is_of_a_guests_card_only),
        T(told_taken_along_and_emptied),
        T(erased_with_the_person),
        T(one_card_of_ones_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
