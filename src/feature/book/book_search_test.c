/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_search_test.c - what is found, whose it is, and what is left of it when it is gone.
 */
#include <string.h>

#include "feature/book/book_keep.h"
#include "feature/book/book_search_store.h"
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

static size_t found(struct book_test_help *f, const char *asked)
{
    return book_test_help_found(f, "", asked);
}

static fact_id datum(struct book_test_help *f, person_id who, const char *kind, const char *value)
{
    fact_id id = { 0 };
    OK(book_datum_add(f->s, f->arena, f->me, who,
                      &(struct datum){ .kind = str_of(kind), .value = str_of(value) }, LANG_EN,
                      &id));
    return id;
}

static void everything_known_is_found(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Änne Großkreutz");
    fact_id id = { 0 };
    datum(f, anna, "phone", "+49 (0)40 123-4567");
    datum(f, anna, "email", "aenne@example.org");
    OK(book_postal_add(f->s, f->arena, f->me, anna, &(struct postal){ .town = S("Lübeck") },
                       LANG_EN, &id));
    OK(book_item_add(f->s, f->arena, f->me, anna,
                     &(struct item){ .side = S("offers"), .text = S("workshop rooms") }, LANG_EN,
                     &id));
    const char *const finds[] = {
        "aenne gross", "Änne",     "luebeck",  "LÜB",         "änne lüb",
        "workshop ro", "040 1234", "+4940123", "0049 40 123", "aenne@exam"
    };
    for (size_t i = 0; i < COUNT_OF(finds); i++)
        if (found(f, finds[i]) == 0)
            fail_msg("not found: %s", finds[i]);
    assert_int_equal(found(f, "änne hamburg"), 0);
    assert_int_equal(found(f, "rooms work"), 1); /* "work" begins a word, whatever the order */
    assert_int_equal(found(f, "work rooms"), 0); /* only the last word is a beginning */
    OK(book_fact_remove(f->s, f->arena, f->me, FACT_ITEM, id, NULL));
    assert_int_equal(found(f, "workshop"), 0);
    OK(book_fact_restore(f->s, f->arena, f->me, FACT_ITEM, id, NULL));
    assert_int_equal(found(f, "workshop"), 1);
}

static void what_others_put_in_is_found_with_the_name(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    OK(book_search_put(f->s, f->arena, f->me, S("encounter"), 7, anna, 5, S("Steuerberatung")));
    OK(book_search_put(f->s, f->arena, f->me, S("encounter"), 8, anna, 6, S("Gartenbau")));
    struct book_hits hits = { 0 };
    OK(book_search(f->s, f->arena, f->me, S("encounter"), S("anna"), 10, &hits));
    assert_int_equal(hits.n, 2);
    assert_int_equal(hits.item[0].ref, 8);
    assert_int_equal(hits.item[0].person.v, anna.v);
    assert_int_equal(found(f, "anna steuer"), 1);
    OK(book_person_rename(f->s, f->arena, f->me, anna, &(struct person_name){ .name = S("Ida") }));
    assert_int_equal(found(f, "anna steuer"), 0);
    assert_int_equal(found(f, "ida steuer"), 1);
    OK(book_search_put(f->s, f->arena, f->me, S("encounter"), 7, anna, 5, S("Imkerei")));
    assert_int_equal(found(f, "steuer"), 0);
    assert_int_equal(found(f, "imker"), 1);
    OK(book_search_drop(f->s, f->arena, f->me, S("encounter"), 7));
    OK(book_search_drop(f->s, f->arena, f->other, S("encounter"), 8));
    assert_int_equal(found(f, "imker"), 0);
    assert_int_equal(found(f, "garten"), 1);
    const char *const odd[] = {
        "", "  ", "*", "\"", "AND", "a_1", "k_name", "(", "NEAR(a b)", "-x"
    };
    for (size_t i = 0; i < COUNT_OF(odd); i++)
        assert_true(found(f, odd[i]) <= 50);
}

/* Each word of the index bears whose it is: a neighbour's are other words. */
static void a_neighbours_words_are_no_candidates(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    person_id theirs = book_test_help_person(f, f->other, "Anna Schmidt");
    struct book_hits hits = { 0 };
    OK(book_search_put(f->s, f->arena, f->me, S("encounter"), 7, anna, 5, S("Gartenbau")));
    OK(book_search_put(f->s, f->arena, f->other, S("encounter"), 8, theirs, 5, S("Imkerei")));
    assert_int_equal(found(f, "imkerei"), 0);
    assert_int_equal(found(f, "anna imk"), 0);
    assert_int_equal(found(f, "anna"), 2); /* what is known of her, and what was heard */
    str mark = str_copy(f->arena, str_of(book_search_mark(f->other, S("encounter")).text));
    str word = str_format(f->arena, "%.*simkerei", STR_ARG(mark));
    assert_int_equal(found(f, word.p), 0); /* also for one who knows how they are marked */
    str match = str_format(f->arena, "\"%.*s\"", STR_ARG(word));
    OK(book_search_store_find(f->s, f->arena, f->other, S(""), match, 10, &hits));
    assert_int_equal(hits.n, 1); /* so it is written; and yet */
    OK(book_search_store_find(f->s, f->arena, f->me, S(""), match, 10, &hits));
    assert_int_equal(hits.n, 0);
}

static void a_mark_is_seven_letters_and_ones_own(void **state)
{
    struct book_test_help *f = *state;
    const int64_t owners[] = { 1, 35, 36, 1295, 1296, 2176782335 };
    static const char *const marks[] = {
        "000001", "00000z", "000010", "0000zz", "000100", "zzzzzz"
    };
    for (size_t i = 0; i < COUNT_OF(owners); i++) {
        account_id owner = { owners[i] };
        SAME(str_of(book_search_mark(owner, S("")).text), str_format(f->arena, "%so", marks[i]).p);
        SAME(str_of(book_search_mark(owner, S("name")).text),
             str_format(f->arena, "%sn", marks[i]).p);
    }
}

/* A name is looked for among names, a kind among its own, all of them newest first. */
static void what_is_asked_for_among_names_is_a_name(void **state)
{
    struct book_test_help *f = *state;
    struct book_hits hits = { 0 };
    person_id ben = book_test_help_person(f, f->me, "Ben Klein");
    OK(book_search_put(f->s, f->arena, f->me, S("encounter"), 7, ben, 5, S("Anna war da")));
    OK(book_search(f->s, f->arena, f->me, S("name"), S("anna"), 10, &hits));
    assert_int_equal(hits.n, 0);
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    OK(book_search_put(f->s, f->arena, f->me, S("letter"), 7, ben, 5, S("Anna schreibt")));
    OK(book_search(f->s, f->arena, f->me, S("letter"), S("anna"), 10, &hits));
    assert_int_equal(hits.n, 1);
    OK(book_search(f->s, f->arena, f->me, S(""), S("anna"), 10, &hits));
    assert_int_equal(hits.n, 3);
    SAME(hits.item[0].kind, "letter");
    SAME(hits.item[1].kind, "person");
    assert_int_equal(hits.item[1].ref, anna.v);
    SAME(hits.item[2].kind, "encounter");
    OK(book_search(f->s, f->arena, f->me, S(""), S("anna"), 2, &hits));
    assert_int_equal(hits.n, 2);
}

static bool on_disk(struct book_test_help *f, const char *what)
{
    str bytes = { 0 };
    str file = str_format(f->arena, "%s/netzarbeit.db", f->rig->folder);
    OK(store_checkpoint(f->rig->pool, f->arena));
    OK(file_read(f->arena, file, (size_t)64 << 20, &bytes));
    return memmem(bytes.p, bytes.n, what, strlen(what)) != NULL;
}

static void words_that_are_dropped_leave_the_disk(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    OK(book_search_put(f->s, f->arena, f->me, S("encounter"), 7, anna, 5, S("Xylophonquark")));
    assert_true(on_disk(f, "ophonquark"));
    OK(book_search_drop(f->s, f->arena, f->me, S("encounter"), 7));
    OK(book_keep_forget(f->s, f->arena));
    /* One further commit, see store_checkpoint. */
    (void)book_test_help_person(f, f->me, "Ben Beispiel");
    assert_false(on_disk(f, "ophonquark"));
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(everything_known_is_found),
        CASE(what_others_put_in_is_found_with_the_name),
        CASE(a_neighbours_words_are_no_candidates),
        CASE(a_mark_is_seven_letters_and_ones_own),
        CASE(what_is_asked_for_among_names_is_a_name),
        CASE(words_that_are_dropped_leave_the_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
