/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_synonyms_test.c - the list that is shipped can be read, and what is wrong is named by its
 * line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/text/text_synonyms.h"

static void the_shipped_list_is_taken(void **state)
{
    (void)state;
    SCRATCH(a);
    text_synonyms *list = NULL;
    const err *e = text_synonyms_read(a, text_synonyms_default(), &list);
    if (e != NULL)
        fail_msg("%s", str_c(a, e->msg));
    assert_true(text_synonyms_count(list) >= 200);
    assert_true(text_synonyms_known(list, S("tax advis")));
    assert_true(text_synonyms_known(list, S("kunstlich intelligenz")));
    assert_false(text_synonyms_known(list, S("tax")) && !text_synonyms_known(list, S("steur")));
}

static void pairs_hold_both_ways(void **state)
{
    (void)state;
    SCRATCH(a);
    text_synonyms *list = NULL;
    assert_null(text_synonyms_read(a,
                                   S("# law\n\n Häuser = houses \nHaus = building\nHaus = House\r\n"
                                     "KI=künstliche Intelligenz\nHaus = Häuser"),
                                   &list));
    struct text_phrases of = text_synonyms_of(list, S("haus"));
    assert_int_equal(of.n, 2);
    assert_string_equal(str_c(a, of.item[0].key[0]), "building");
    assert_string_equal(str_c(a, of.item[1].key[0]), "hous");
    of = text_synonyms_of(list, S("kunstlich intelligenz"));
    assert_int_equal(of.n, 1);
    assert_string_equal(str_c(a, of.item[0].key[0]), "ki");
    assert_int_equal(text_synonyms_of(list, S("ki")).item[0].words, 2);
    assert_int_equal(text_synonyms_of(list, S("none")).n, 0);
    assert_int_equal(text_synonyms_of(NULL, S("haus")).n, 0);
    assert_int_equal(text_synonyms_count(list), 4);
}

static const struct {
    const char *list, *said;
} wrong[] = {
    { "a1 = b1\nkaputt", "line 2: there is no \"=\"" },
    { "eins = zwei = drei", "line 1: there is more than one \"=\"" },
    { "# gut\n\neins =", "line 3: a side has no word that says something" },
    { "der = the", "line 1: a side has no word that says something" },
    { "eins = zwei drei vier sechs acht", "line 1: a side has more than four words" },
};

static void what_is_wrong_is_named(void **state)
{
    (void)state;
    SCRATCH(a);
    text_synonyms *list = NULL;
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        const err *e = text_synonyms_read(a, str_of(wrong[i].list), &list);
        assert_non_null(e);
        assert_int_equal(e->kind, ERR_INVALID);
        assert_string_equal(str_c(a, e->msg), wrong[i].said);
    }
    char *many = arena_alloc(a, TEXT_SYNONYMS_LINES + 10);
    for (size_t i = 0; i < TEXT_SYNONYMS_LINES + 10; i++)
        many[i] = '\n';
    assert_non_null(text_synonyms_read(a, (str){ many, TEXT_SYNONYMS_LINES + 10 }, &list));
    assert_null(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_list_is_taken),
        cmocka_unit_test(pairs_hold_both_ways),
        cmocka_unit_test(what_is_wrong_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
