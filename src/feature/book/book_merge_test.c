/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_merge_test.c - duplicates and their reasons, bringing together, parting again.
 */
#include "base/clock.h"
#include "feature/book/book_merge_store.h"
#include "feature/book/book_part.h"
#include "feature/book/book_test_help.h"

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

static void every_query_can_be_prepared(void **state)
{
    struct book_test_help *f = *state;
    size_t n = 0;
    for (; book_merge_store_queries[n] != NULL; n++)
        OK(store_query_check(f->s, f->arena, book_merge_store_queries[n]));
    assert_int_equal(n, 13);
}

static person_id person(struct book_test_help *f, const char *name)
{
    return book_test_help_person(f, f->me, name);
}

static fact_id datum(struct book_test_help *f, person_id who, const char *kind, const char *value)
{
    fact_id id = { 0 };
    OK(book_datum_add(f->s, f->arena, f->me, who,
                      &(struct datum){ .kind = str_of(kind), .value = str_of(value) }, LANG_EN,
                      &id));
    return id;
}

static size_t n_data(struct book_test_help *f, person_id who)
{
    struct datum_list data = { 0 };
    OK(book_data(f->s, f->arena, f->me, who, &data));
    return data.n;
}

static struct person got(struct book_test_help *f, person_id id)
{
    struct person p = { 0 };
    OK(book_person_get(f->s, f->arena, f->me, id, &p));
    return p;
}

static merge_id merged(struct book_test_help *f, person_id into, person_id from)
{
    merge_id id = { 0 };
    OK(book_merge(f->s, f->arena, f->me, into, from, S("test"), &id));
    return id;
}

static void undone(struct book_test_help *f, merge_id id)
{
    person_id into = { 0 }, from = { 0 };
    OK(book_merge_undo(f->s, f->arena, f->me, id, &into, &from));
}

static int64_t why(struct book_test_help *f, person_id one, person_id other)
{
    struct book_alikes all = { 0 };
    OK(book_alike_all(f->s, f->arena, f->me, 100, &all));
    for (size_t i = 0; i < all.n; i++)
        if (all.item[i].a.v == one.v && all.item[i].b.v == other.v)
            return all.item[i].why;
    return 0;
}

/* ---- duplicates ------------------------------------------------------------------------------ */

static void who_looks_alike_is_said_with_reasons(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = person(f, "Anna Schmidt"), same = person(f, "Schmidt, Anna");
    person_id mail = person(f, "A. S."), phone = person(f, "Frau Krüger"),
              born = person(f, "Anna M.");
    assert_int_equal(why(f, anna, same), ALIKE_NAME);
    datum(f, anna, "email", "anna@example.org");
    datum(f, mail, "email", "ANNA@example.org");
    assert_int_equal(why(f, anna, mail), ALIKE_MAIL);
    datum(f, anna, "phone", "040 / 12 34 567");
    datum(f, phone, "phone", "+49 (40) 1234-567");
    assert_int_equal(why(f, anna, phone), ALIKE_PHONE);
    datum(f, anna, "birthday", "1964-02-18");
    datum(f, born, "birthday", "18.2.1964");
    datum(f, phone, "birthday", "18.2.1964"); /* no word of the name in common */
    assert_int_equal(why(f, anna, born), ALIKE_BIRTHDAY);
    assert_int_equal(why(f, anna, phone), ALIKE_PHONE);
    organisation_id at = { 0 };
    fact_id id = { 0 };
    OK(book_organisation(f->s, f->arena, f->me, S("Example"), &at));
    const struct person_role role = { .organisation = at };
    OK(book_role_add(f->s, f->arena, f->me, anna, &role, LANG_EN, &id));
    OK(book_role_add(f->s, f->arena, f->me, same, &role, LANG_EN, &id));
    assert_int_equal(why(f, anna, same), ALIKE_NAME | ALIKE_ORGANISATION);
    SAME(book_alike_words(f->arena, LANG_DE, why(f, anna, same)),
         "derselbe Name, bei derselben Organisation");
    struct book_alikes of = { 0 };
    OK(book_alike_of(f->s, f->arena, f->me, mail, &of));
    assert_int_equal(of.n, 1);
    assert_int_equal(of.item[0].a.v, anna.v);
    OK(book_alike_apart(f->s, f->arena, f->me, same, anna));
    assert_int_equal(why(f, anna, same), 0);
    KIND(book_alike_apart(f->s, f->arena, f->other, same, anna), ERR_MISSING);
    struct book_alikes theirs = { 0 };
    OK(book_alike_all(f->s, f->arena, f->other, 100, &theirs));
    assert_int_equal(theirs.n, 0);
}

static void what_many_share_is_no_reason(void **state)
{
    struct book_test_help *f = *state;
    static const char *const names[] = { "Ada", "Ben", "Cem", "Dora", "Eva", "Finn" };
    for (size_t i = 0; i < COUNT_OF(names); i++)
        datum(f, person(f, names[i]), "phone", "040 1234567"); /* a company's */
    struct book_alikes all = { 0 };
    OK(book_alike_all(f->s, f->arena, f->me, 100, &all));
    assert_int_equal(all.n, 0);
}

/* ---- bringing together ----------------------------------------------------------------------- */

static void a_merge_shows_all_of_both(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = person(f, "Anna Schmidt"), annie = person(f, "Annie S.");
    datum(f, anna, "tag", "eins");
    datum(f, annie, "tag", "zwei");
    OK(book_person_closeness(f->s, f->arena, f->me, annie, CLOSENESS_CLOSE));
    OK(book_person_rest(f->s, f->arena, f->me, annie, true));
    merge_id id = merged(f, anna, annie);
    assert_int_equal(n_data(f, anna), 2);
    assert_int_equal(n_data(f, annie), 2); /* the old id leads there too */
    assert_int_equal(got(f, annie).id.v, anna.v);
    assert_int_equal(got(f, anna).closeness, CLOSENESS_CLOSE);
    assert_int_not_equal(got(f, anna).rests_ms, 0);
    assert_int_equal(book_test_help_found(f, "person", "annie"), 1); /* by the former name */
    assert_int_equal(book_test_help_found(f, "person", "schmidt zwei"), 1);
    struct person_list all = { 0 };
    OK(book_people_recent(f->s, f->arena, f->me, NULL, 10, &all));
    assert_int_equal(all.n, 1);
    OK(book_people_named(f->s, f->arena, f->me, S("Annie S."), &all));
    assert_int_equal(all.n, 1);
    assert_int_equal(all.item[0].id.v, anna.v);
    KIND(book_merge(f->s, f->arena, f->me, anna, annie, S(""), NULL), ERR_CONFLICT);
    KIND(book_merge(f->s, f->arena, f->other, anna, annie, S(""), NULL), ERR_MISSING);
    undone(f, id);
    assert_int_equal(n_data(f, anna), 1);
    assert_int_equal(n_data(f, annie), 1);
    assert_int_equal(got(f, anna).closeness, CLOSENESS_NOT_SET);
    assert_int_equal(got(f, anna).rests_ms, 0);
    assert_int_equal(got(f, annie).closeness, CLOSENESS_CLOSE);
    assert_int_equal(book_test_help_found(f, "person", "annie"), 1);
    assert_int_equal(book_test_help_found(f, "person", "schmidt zwei"), 0);
}

static void parting_is_exact_after_other_changes(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = person(f, "Anna Schmidt"), annie = person(f, "Annie S.");
    person_id ben = person(f, "Ben");
    fact_id old = datum(f, annie, "tag", "alt"), tie = { 0 };
    OK(book_tie_add(f->s, f->arena, f->me, &(struct tie){ .a = annie, .b = ben }, LANG_EN, &tie));
    merge_id id = merged(f, anna, annie);
    datum(f, annie, "tag", "neu"); /* written with the whole person */
    OK(book_fact_remove(f->s, f->arena, f->me, FACT_DATUM, old, NULL));
    OK(book_person_rename(f->s, f->arena, f->me, anna,
                          &(struct person_name){ .name = S("Anna O.") }));
    OK(book_person_closeness(f->s, f->arena, f->me, anna, CLOSENESS_KNOWN));
    struct tie_list ties = { 0 };
    OK(book_ties(f->s, f->arena, f->me, anna, &ties));
    assert_int_equal(ties.n, 1);
    OK(book_ties(f->s, f->arena, f->me, ben, &ties));
    SAME(ties.item[0].b_name, "Anna O.");
    undone(f, id);
    SAME(got(f, anna).called.name, "Anna O.");
    SAME(got(f, annie).called.name, "Annie S.");
    assert_int_equal(got(f, anna).closeness, CLOSENESS_KNOWN);
    assert_int_equal(n_data(f, anna), 1);
    assert_int_equal(n_data(f, annie), 0);
    OK(book_fact_restore(f->s, f->arena, f->me, FACT_DATUM, old, NULL));
    assert_int_equal(n_data(f, annie), 1);
    OK(book_ties(f->s, f->arena, f->me, ben, &ties));
    SAME(ties.item[0].b_name, "Annie S.");
    person_id into = { 0 }, from = { 0 };
    KIND(book_merge_undo(f->s, f->arena, f->me, id, &into, &from), ERR_CONFLICT);
}

static void a_merge_of_a_merge_is_undone_from_its_end(void **state)
{
    struct book_test_help *f = *state;
    person_id a = person(f, "A"), b = person(f, "B"), c = person(f, "C"), d = person(f, "D");
    person_id into = { 0 }, from = { 0 };
    merge_id first = merged(f, b, a), second = merged(f, c, b), third = merged(f, c, d);
    assert_int_equal(got(f, a).id.v, c.v);
    struct book_merges all = { 0 };
    OK(book_merges_of(f->s, f->arena, f->me, c, &all));
    assert_int_equal(all.n, 3);
    KIND(book_merge_undo(f->s, f->arena, f->me, first, &into, &from), ERR_CONFLICT);
    KIND(book_merge_undo(f->s, f->arena, f->other, second, &into, &from), ERR_MISSING);
    undone(f, second); /* the third moved others: it may stay */
    assert_int_equal(got(f, a).id.v, b.v);
    assert_int_equal(got(f, b).id.v, b.v);
    assert_int_equal(got(f, d).id.v, c.v);
    undone(f, first);
    assert_int_equal(got(f, a).id.v, a.v);
    undone(f, third);
    assert_int_equal(got(f, d).id.v, d.v);
}

/* ---- what others derive ---------------------------------------------------------------------- */

static int64_t told[4];
static size_t n_told;

static const err *derive(store *s, arena *a, account_id owner, person_id whole)
{
    (void)s;
    (void)a;
    (void)owner;
    assert_true(n_told < COUNT_OF(told));
    told[n_told++] = whole.v;
    return NULL;
}

static void who_derives_something_is_told(void **state)
{
    struct book_test_help *f = *state;
    static const struct book_part part = { .name = "derives", .whole_changed = derive };
    static const struct book_part *const parts[] = { &part, NULL }, *const none[] = { NULL };
    person_id a = person(f, "A"), b = person(f, "B");
    book_parts_set(parts);
    n_told = 0;
    undone(f, merged(f, a, b));
    book_parts_set(none);
    assert_int_equal(n_told, 3);
    assert_int_equal(told[0], a.v);
    assert_int_equal(told[1], a.v);
    assert_int_equal(told[2], b.v);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(every_query_can_be_prepared),          CASE(who_looks_alike_is_said_with_reasons),
        CASE(what_many_share_is_no_reason),         CASE(a_merge_shows_all_of_both),
        CASE(parting_is_exact_after_other_changes), CASE(a_merge_of_a_merge_is_undone_from_its_end),
        CASE(who_derives_something_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
