/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_test.c - people, what is said of them, finding and searching, and whose it is.
 */
#include <string.h>

#include "base/clock.h"
#include "feature/book/book_erase.h"
#include "feature/book/book_erase_store.h"
#include "feature/book/book_fact_store.h"
#include "feature/book/book_letter.h"
#include "feature/book/book_person_store.h"
#include "feature/book/book_seal.h"
#include "feature/book/book_search_store.h"
#include "feature/book/book_take_store.h"
#include "feature/book/book_test_help.h"
#include "os/file.h"

static int set_up(void **state)
{
    *state = book_test_help_open(NULL, 0);
    return 0;
}

static int tear_down(void **state)
{
    book_test_help_close(*state);
    return 0;
}

static size_t prepared(struct book_test_help *f, const query *const *queries)
{
    size_t n = 0;
    for (; queries[n] != NULL; n++)
        OK(store_query_check(f->s, f->arena, queries[n]));
    return n;
}

static void every_query_can_be_prepared(void **state)
{
    struct book_test_help *f = *state;
    assert_int_equal(prepared(f, book.queries), 16);
    assert_int_equal(prepared(f, book_fact_store_queries), 26);
    assert_int_equal(prepared(f, book_search_store_queries), 11);
    assert_int_equal(prepared(f, book_erase_store_queries), 2);
    assert_int_equal(prepared(f, book_take_store_queries), 4);
}

/* ---- people ---------------------------------------------------------------------------------- */

static struct person got(struct book_test_help *f, person_id id)
{
    struct person p = { 0 };
    OK(book_person_get(f->s, f->arena, f->me, id, &p));
    return p;
}

static void a_person_is_added_and_renamed(void **state)
{
    struct book_test_help *f = *state;
    person_id id = { 0 };
    struct person_name parts = { .given = S(" Anna "), .family = S("Schmidt"), .prefix = S("Dr.") };
    OK(book_person_add(f->s, f->arena, f->me, &parts, S(""), (struct book_source){ 0 }, &id));
    struct person p = got(f, id);
    SAME(p.called.name, "Anna Schmidt");
    SAME(p.called.prefix, "Dr.");
    SAME(p.from.name, "mine");
    assert_int_equal(p.uid.n, 36);
    assert_int_equal(p.pulse.last_ms, 0);
    OK(book_person_rename(f->s, f->arena, f->me, id,
                          &(struct person_name){ .name = S("Anna Ot") }));
    SAME(got(f, id).called.name, "Anna Ot");
    struct person same = { 0 };
    OK(book_person_by_uid(f->s, f->arena, f->me, p.uid, &same));
    assert_int_equal(same.id.v, id.v);
}

static void a_name_is_needed_and_has_an_end(void **state)
{
    struct book_test_help *f = *state;
    char long_name[BOOK_NAME_MAX + 2];
    memset(long_name, 'x', sizeof long_name);
    long_name[sizeof long_name - 1] = '\0';
    const struct person_name none = { .name = S(" \t") }, endless = { .name = str_of(long_name) };
    person_id id = { 0 };
    KIND(book_person_add(f->s, f->arena, f->me, &none, S(""), (struct book_source){ 0 }, &id),
         ERR_INVALID);
    KIND(book_person_add(f->s, f->arena, f->me, &endless, S(""), (struct book_source){ 0 }, &id),
         ERR_INVALID);
}

static void what_is_set_of_a_person_comes_back(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    person_id ben = book_test_help_person(f, f->me, "Ben");
    OK(book_person_met(f->s, f->arena, f->me, anna, S("at the fair"), S("2011-05"), ben));
    OK(book_person_closeness(f->s, f->arena, f->me, anna, CLOSENESS_WELL_KNOWN));
    OK(book_person_rhythm(f->s, f->arena, f->me, anna, 30));
    OK(book_person_rest(f->s, f->arena, f->me, anna, true));
    OK(book_pulse_set(f->s, f->arena, f->me, anna,
                      &(struct book_pulse){ .last_ms = 5,
                                            .gap_days = 14,
                                            .count = 3,
                                            .last_kind = S("call"),
                                            .last_by = S("they") }));
    struct person p = got(f, anna);
    SAME(p.met_how, "at the fair");
    SAME(p.met_on, "2011-05");
    assert_int_equal(p.met_through.v, ben.v);
    assert_int_equal(p.closeness, CLOSENESS_WELL_KNOWN);
    assert_int_equal(p.rhythm_days, 30);
    assert_int_equal(p.rests_ms, BOOK_TEST_NOW_MS);
    assert_int_equal(p.pulse.last_ms, 5);
    assert_int_equal(p.pulse.count, 3);
    SAME(p.pulse.last_kind, "call");
    OK(book_person_rest(f->s, f->arena, f->me, anna, false));
    assert_int_equal(got(f, anna).rests_ms, 0);
    KIND(book_person_met(f->s, f->arena, f->me, anna, S(""), S("2011-13"), ben), ERR_INVALID);
    KIND(book_person_rhythm(f->s, f->arena, f->me, anna, 4000), ERR_INVALID);
}

static void people_come_by_last_contact(void **state)
{
    struct book_test_help *f = *state;
    person_id never = book_test_help_person(f, f->me, "Never");
    person_id old = book_test_help_person(f, f->me, "Old");
    person_id new = book_test_help_person(f, f->me, "New");
    OK(book_pulse_set(f->s, f->arena, f->me, old, &(struct book_pulse){ .last_ms = 10 }));
    OK(book_pulse_set(f->s, f->arena, f->me, new, &(struct book_pulse){ .last_ms = 20 }));
    struct person_list first = { 0 }, rest = { 0 };
    OK(book_people_recent(f->s, f->arena, f->me, NULL, 2, &first));
    assert_int_equal(first.n, 2);
    assert_int_equal(first.item[0].id.v, new.v);
    assert_int_equal(first.item[1].id.v, old.v);
    OK(book_people_recent(f->s, f->arena, f->me, &first.item[1], 2, &rest));
    assert_int_equal(rest.n, 1);
    assert_int_equal(rest.item[0].id.v, never.v);
}

/* ---- whose it is ----------------------------------------------------------------------------- */

static void another_book_is_as_one_that_never_was(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    person_id theirs = book_test_help_person(f, f->other, "Anna Schmidt");
    struct person p = { 0 };
    struct datum_list data = { 0 };
    fact_id id = { 0 };
    KIND(book_person_get(f->s, f->arena, f->other, anna, &p), ERR_MISSING);
    KIND(book_person_get(f->s, f->arena, f->me, (person_id){ 999 }, &p), ERR_MISSING);
    KIND(book_data(f->s, f->arena, f->other, anna, &data), ERR_MISSING);
    KIND(book_person_rest(f->s, f->arena, f->other, anna, true), ERR_MISSING);
    KIND(
        book_person_rename(f->s, f->arena, f->other, anna, &(struct person_name){ .name = S("X") }),
        ERR_MISSING);
    KIND(book_person_met(f->s, f->arena, f->me, anna, S(""), S(""), theirs), ERR_MISSING);
    KIND(book_datum_add(f->s, f->arena, f->other, anna,
                        &(struct datum){ .kind = S("tag"), .value = S("x") }, LANG_EN, &id),
         ERR_MISSING);
    KIND(book_postal_add(f->s, f->arena, f->other, anna, &(struct postal){ .town = S("Hamburg") },
                         LANG_EN, &id),
         ERR_MISSING);
    KIND(book_tie_add(f->s, f->arena, f->me, &(struct tie){ .a = anna, .b = theirs }, LANG_EN, &id),
         ERR_MISSING);
    KIND(book_note_add(f->s, f->arena, f->other, anna, S("x"), false, LANG_EN, &id), ERR_MISSING);
    struct person_list named = { 0 };
    OK(book_people_named(f->s, f->arena, f->me, S("Anna"), &named));
    assert_int_equal(named.n, 1);
    assert_int_equal(named.item[0].id.v, anna.v);
    struct book_hits hits = { 0 };
    OK(book_search(f->s, f->arena, f->other, S("person"), S("schmidt"), 10, &hits));
    assert_int_equal(hits.n, 1);
    assert_int_equal(hits.item[0].ref, theirs.v);
}

static void a_fact_of_another_book_stays(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    fact_id id = { 0 };
    OK(book_datum_add(f->s, f->arena, f->me, anna,
                      &(struct datum){ .kind = S("tag"), .value = S("Netz") }, LANG_EN, &id));
    KIND(book_fact_remove(f->s, f->arena, f->other, FACT_DATUM, id, NULL), ERR_MISSING);
    KIND(book_fact_remove(f->s, f->arena, f->me, FACT_POSTAL, id, NULL), ERR_MISSING);
    struct datum_list data = { 0 };
    OK(book_data(f->s, f->arena, f->me, anna, &data));
    assert_int_equal(data.n, 1);
    organisation_id at = { 0 };
    OK(book_organisation(f->s, f->arena, f->other, S("Example"), &at));
    KIND(book_role_add(f->s, f->arena, f->me, anna, &(struct person_role){ .organisation = at },
                       LANG_EN, &id),
         ERR_MISSING);
}

/* ---- facts ----------------------------------------------------------------------------------- */

static fact_id datum(struct book_test_help *f, person_id who, const char *kind, const char *value)
{
    fact_id id = { 0 };
    OK(book_datum_add(f->s, f->arena, f->me, who,
                      &(struct datum){ .kind = str_of(kind), .value = str_of(value) }, LANG_EN,
                      &id));
    return id;
}

static void no_datum(struct book_test_help *f, person_id who, const char *kind, const char *value)
{
    fact_id id = { 0 };
    KIND(book_datum_add(f->s, f->arena, f->me, who,
                        &(struct datum){ .kind = str_of(kind), .value = str_of(value) }, LANG_EN,
                        &id),
         ERR_INVALID);
}

static size_t count_of(struct book_test_help *f, person_id who, const char *kind)
{
    struct datum_list data = { 0 };
    size_t n = 0;
    OK(book_data(f->s, f->arena, f->me, who, &data));
    for (size_t i = 0; i < data.n; i++)
        n += str_eq(data.item[i].kind, str_of(kind));
    return n;
}

static void data_bear_their_source_and_day(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    struct datum given = { .kind = S("email"),
                           .value = S("Anna@Example.org"),
                           .from = { .name = S("own word"), .dated = S("2012-06-12") } };
    fact_id id = { 0 };
    OK(book_datum_add(f->s, f->arena, f->me, anna, &given, LANG_EN, &id));
    datum(f, anna, "phone", "040 / 123 456-7");
    struct datum_list data = { 0 };
    OK(book_data(f->s, f->arena, f->me, anna, &data));
    assert_int_equal(data.n, 2);
    SAME(data.item[0].value, "Anna@Example.org");
    SAME(data.item[0].fold, "anna@example.org");
    SAME(data.item[0].from.name, "own word");
    SAME(data.item[0].from.dated, "2012-06-12");
    SAME(data.item[1].fold, "49401234567");
    SAME(data.item[1].from.name, "mine");
    SAME(data.item[1].from.dated, "2012-07-10");
    struct person_list who = { 0 };
    OK(book_people_with(f->s, f->arena, f->me, S("phone"), S("+49 40 1234567"), &who));
    assert_int_equal(who.n, 1);
    assert_int_equal(who.item[0].id.v, anna.v);
}

static void what_is_one_of_a_kind_replaces(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    datum(f, anna, "form", "Sie");
    datum(f, anna, "form", "du");
    assert_int_equal(count_of(f, anna, "form"), 1);
    fact_id one = datum(f, anna, "tag", "Netz"), same = datum(f, anna, "tag", "Netz");
    assert_int_equal(one.v, same.v);
    datum(f, anna, "tag", "Arbeit");
    assert_int_equal(count_of(f, anna, "tag"), 2);
    OK(book_fact_remove(f->s, f->arena, f->me, FACT_DATUM, one, NULL));
    assert_int_equal(count_of(f, anna, "tag"), 1);
    OK(book_fact_restore(f->s, f->arena, f->me, FACT_DATUM, one, NULL));
    assert_int_equal(count_of(f, anna, "tag"), 2);
}

static void what_cannot_be_is_refused(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    datum(f, anna, "birthday", "--02-29");
    datum(f, anna, "birthday", "1964-02-18");
    no_datum(f, anna, "birthday", "1963-02-29");
    no_datum(f, anna, "birthday", "--02-30");
    datum(f, anna, "birthday", "18.2.1964");
    datum(f, anna, "birthday", "18. 2.");
    no_datum(f, anna, "birthday", "18.2.64");
    no_datum(f, anna, "birthday", "31.2.");
    no_datum(f, anna, "form", "Ihr");
    no_datum(f, anna, "phone", "next door");
    no_datum(f, anna, "tag", "  ");
    no_datum(f, anna, "religion", "x");
}

static void addresses_are_found_by_town_and_code(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    fact_id id = { 0 };
    struct postal p = { .street = S("Weg 1"), .code = S("80331"), .town = S("München") };
    OK(book_postal_add(f->s, f->arena, f->me, anna, &p, LANG_EN, &id));
    const char *const asked[] = { "muenchen", "MÜNCHEN", "80331", "803" };
    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        struct postal_list found = { 0 };
        OK(book_postals_at(f->s, f->arena, f->me, str_of(asked[i]), &found));
        assert_int_equal(found.n, 1);
    }
    struct postal_list none = { 0 };
    OK(book_postals_at(f->s, f->arena, f->me, S("81"), &none));
    assert_int_equal(none.n, 0);
    KIND(book_postal_add(f->s, f->arena, f->me, anna, &(struct postal){ .label = S("x") }, LANG_EN,
                         &id),
         ERR_INVALID);
}

static void roles_are_intervals_that_overlap(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    organisation_id at = { 0 }, again = { 0 };
    fact_id id = { 0 };
    OK(book_organisation(f->s, f->arena, f->me, S("Müller & Söhne"), &at));
    OK(book_organisation(f->s, f->arena, f->me, S("Mueller & Soehne"), &again));
    assert_int_equal(at.v, again.v);
    struct person_role r = { .organisation = at, .title = S("Buyer"), .from_on = S("2009") };
    OK(book_role_add(f->s, f->arena, f->me, anna, &r, LANG_EN, &id));
    r.to_on = S("2008-12");
    KIND(book_role_add(f->s, f->arena, f->me, anna, &r, LANG_EN, &id), ERR_INVALID);
    struct person_roles roles = { 0 };
    OK(book_roles(f->s, f->arena, f->me, anna, &roles));
    assert_int_equal(roles.n, 1);
    SAME(roles.item[0].organisation_name, "Müller & Söhne");
    const struct person_role early = { .from_on = S("2005"), .to_on = S("2009-01") };
    const struct person_role before = { .to_on = S("2008") }, open = { 0 };
    assert_true(book_roles_overlap(&roles.item[0], &early));
    assert_true(book_roles_overlap(&roles.item[0], &open));
    assert_false(book_roles_overlap(&roles.item[0], &before));
    assert_false(book_roles_overlap(&before, &roles.item[0]));
}

static void ties_are_seen_from_both_sides(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    person_id ben = book_test_help_person(f, f->me, "Ben");
    fact_id id = { 0 };
    OK(book_tie_add(f->s, f->arena, f->me,
                    &(struct tie){ .a = ben, .b = anna, .kind = S("sister"), .since = S("1990") },
                    LANG_EN, &id));
    struct tie_list ties = { 0 };
    OK(book_ties(f->s, f->arena, f->me, anna, &ties));
    assert_int_equal(ties.n, 1);
    SAME(ties.item[0].b_name, "Ben");
    OK(book_ties(f->s, f->arena, f->me, ben, &ties));
    SAME(ties.item[0].b_name, "Anna");
    SAME(ties.item[0].kind, "sister");
    KIND(book_tie_add(f->s, f->arena, f->me, &(struct tie){ .a = ben, .b = ben }, LANG_EN, &id),
         ERR_INVALID);
}

static void items_stand_until_they_are_gone(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    struct item i = { .side = S("seeks"), .text = S("tax adviser in Hamburg") };
    fact_id id = { 0 }, same = { 0 };
    OK(book_item_add(f->s, f->arena, f->me, anna, &i, LANG_EN, &id));
    OK(book_item_add(f->s, f->arena, f->me, anna, &i, LANG_EN, &same));
    assert_int_equal(id.v, same.v);
    struct item_list items = { 0 };
    OK(book_items(f->s, f->arena, f->me, anna, &items));
    assert_int_equal(items.n, 1);
    SAME(items.item[0].state, "stands");
    OK(book_item_state(f->s, f->arena, f->me, id, S("gone"), NULL));
    OK(book_items(f->s, f->arena, f->me, anna, &items));
    SAME(items.item[0].state, "gone");
    KIND(book_item_state(f->s, f->arena, f->other, id, S("stands"), NULL), ERR_MISSING);
    i.side = S("wants");
    KIND(book_item_add(f->s, f->arena, f->me, anna, &i, LANG_EN, &id), ERR_INVALID);
}

/* ---- around a letter ------------------------------------------------------------------------- */

static void letter_is(struct book_test_help *f, person_id who, const char *opening,
                      const char *closing)
{
    struct person p = got(f, who);
    struct datum_list data = { 0 };
    OK(book_data(f->s, f->arena, f->me, who, &data));
    struct book_letter l = book_letter(f->arena, &p, &data, LANG_DE);
    SAME(l.opening, opening);
    SAME(l.closing, closing);
}

static void words_around_a_letter_follow_what_is_known(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = { 0 };
    const struct person_name name = { .given = S("Anna"), .family = S("Schmidt") };
    OK(book_person_add(f->s, f->arena, f->me, &name, S(""), (struct book_source){ 0 }, &anna));
    letter_is(f, anna, "Guten Tag Anna Schmidt,", "Mit freundlichen Grüßen");
    datum(f, anna, "salutation", "Frau");
    datum(f, anna, "title", "Dr.");
    letter_is(f, anna, "Sehr geehrte Frau Dr. Schmidt,", "Mit freundlichen Grüßen");
    datum(f, anna, "form", "du");
    letter_is(f, anna, "Liebe Anna,", "Herzliche Grüße");
    datum(f, anna, "language", "English");
    letter_is(f, anna, "Dear Anna,", "Warm regards");
    datum(f, anna, "form", "Sie");
    datum(f, anna, "salutation", "Mx");
    letter_is(f, anna, "Dear Mx Dr. Schmidt,", "Kind regards");
    datum(f, anna, "greeting_letter", "Moin Anna!");
    letter_is(f, anna, "Moin Anna!", "Kind regards");
}

/* ---- notes ----------------------------------------------------------------------------------- */

static void a_sensitive_note_is_sealed_and_not_searched(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    fact_id id = { 0 };
    assert_false(book_seal_key_there(f->s, f->arena));
    OK(book_note_add(f->s, f->arena, f->me, anna, S("Likes gardens"), false, LANG_EN, &id));
    assert_false(book_seal_key_there(f->s, f->arena));
    OK(book_note_add(f->s, f->arena, f->me, anna, S("Migraine since May"), true, LANG_EN, &id));
    assert_true(book_seal_key_there(f->s, f->arena));
    struct note_list notes = { 0 };
    OK(book_notes(f->s, f->arena, f->me, anna, &notes));
    assert_int_equal(notes.n, 2);
    SAME(notes.item[0].text, "Migraine since May");
    assert_true(notes.item[0].sensitive);
    assert_int_equal(book_test_help_found(f, "", "gardens"), 1);
    assert_int_equal(book_test_help_found(f, "", "migraine"), 0);
    struct book_note_rows rows = { 0 };
    OK(book_fact_store_notes(f->s, f->arena, f->me, anna, &rows));
    SAME(rows.item[0].note.text, "");
    assert_false(str_contains(rows.item[0].sealed, S("Migraine")));
    str words = { 0 };
    assert_false(book_seal_open(f->s, f->arena, f->other, rows.item[0].sealed, &words));
}

static void without_its_key_a_note_stays_closed(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    fact_id id = { 0 };
    struct note_list notes = { 0 };
    str path = str_format(f->arena, "%s/" BOOK_SEAL_FILE, f->rig->folder), key = { 0 };
    OK(book_note_add(f->s, f->arena, f->me, anna, S("secret"), true, LANG_EN, &id));
    OK(file_read(f->arena, path, 100, &key));
    assert_int_equal(remove(str_c(f->arena, path)), 0);
    OK(book_notes(f->s, f->arena, f->me, anna, &notes));
    assert_true(notes.item[0].closed);
    SAME(notes.item[0].text, "");
    OK(file_write(f->arena, path, key));
    OK(book_notes(f->s, f->arena, f->me, anna, &notes));
    SAME(notes.item[0].text, "secret");
}

/* ---- finding --------------------------------------------------------------------------------- */

static struct person_list named(struct book_test_help *f, const char *name)
{
    struct person_list people = { 0 };
    OK(book_people_named(f->s, f->arena, f->me, str_of(name), &people));
    return people;
}

static void a_name_finds_who_may_be_meant(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    person_id other = book_test_help_person(f, f->me, "Anna Krüger");
    book_test_help_person(f, f->me, "Annabella Schmidtke");
    assert_int_equal(named(f, "Anna Schmidt").n, 1);
    assert_int_equal(named(f, "schmidt, anna").item[0].id.v, anna.v);
    assert_int_equal(named(f, "Krueger").item[0].id.v, other.v);
    assert_int_equal(named(f, "anna").n, 2);
    assert_int_equal(named(f, "ann").n, 3);
    assert_int_equal(named(f, "Anna K").n, 1);
    assert_int_equal(named(f, "Otto").n, 0);
    assert_int_equal(named(f, "").n, 0);
    assert_int_equal(named(f, "\"* OR a").n, 0);
    str number = str_format(f->arena, "#%d", (int)anna.v);
    assert_int_equal(named(f, str_c(f->arena, number)).item[0].id.v, anna.v);
    struct person p = { 0 };
    KIND(book_person_named(f->s, f->arena, f->me, S("Anna"), &p), ERR_CONFLICT);
    KIND(book_person_named(f->s, f->arena, f->me, S("Otto"), &p), ERR_MISSING);
    OK(book_pulse_set(f->s, f->arena, f->me, other, &(struct book_pulse){ .last_ms = 7 }));
    assert_int_equal(named(f, "anna").item[0].id.v, other.v);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(every_query_can_be_prepared),
        CASE(a_person_is_added_and_renamed),
        CASE(a_name_is_needed_and_has_an_end),
        CASE(what_is_set_of_a_person_comes_back),
        CASE(people_come_by_last_contact),
        CASE(another_book_is_as_one_that_never_was),
        CASE(a_fact_of_another_book_stays),
        CASE(data_bear_their_source_and_day),
        CASE(what_is_one_of_a_kind_replaces),
        CASE(what_cannot_be_is_refused),
        CASE(addresses_are_found_by_town_and_code),
        CASE(roles_are_intervals_that_overlap),
        CASE(ties_are_seen_from_both_sides),
        CASE(items_stand_until_they_are_gone),
        CASE(words_around_a_letter_follow_what_is_known),
        CASE(a_sensitive_note_is_sealed_and_not_searched),
        CASE(without_its_key_a_note_stays_closed),
        CASE(a_name_finds_who_may_be_meant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
