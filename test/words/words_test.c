/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * words_test.c - sample.po as msgfmt and words_tool compile it, through the look-up of
 * base/words.h.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/words.h"

static void assert_words(enum lang lang, const char *msgid, const char *expected)
{
    str said = words(lang, msgid);
    assert_int_equal(said.n, strlen(expected));
    assert_memory_equal(said.p, expected, said.n);
}

static void assert_plural(enum lang lang, int64_t n, const char *expected)
{
    str said = words_n(lang, "{n} message", "{n} messages", n);
    assert_int_equal(said.n, strlen(expected));
    assert_memory_equal(said.p, expected, said.n);
}

static void the_table_is_sorted_bytewise(void **state)
{
    (void)state;
    assert_int_equal(words_de_count, 5);
    for (size_t i = 1; i < words_de_count; i++)
        assert_true(strcmp(words_de[i - 1].msgid, words_de[i].msgid) < 0);
}

static void german_is_found_byte_for_byte(void **state)
{
    (void)state;
    assert_words(LANG_DE, "zebra", "Zebra");
    assert_words(LANG_DE, "Zebra", "Das Zebra");
    assert_words(LANG_DE, "äöü", "Umlaute");
    assert_words(LANG_DE, "a \"quote\"\n\tand \\ a trigraph ?\?=",
                 "ein „Zitat“\n\tund \\ ein Dreiling ?\?=");
}

static void plurals_are_two(void **state)
{
    (void)state;
    assert_plural(LANG_DE, 1, "{n} Nachricht");
    assert_plural(LANG_DE, 0, "{n} Nachrichten");
    assert_plural(LANG_DE, 2, "{n} Nachrichten");
    assert_plural(LANG_EN, 1, "{n} message");
    assert_plural(LANG_EN, 2, "{n} messages");
}

static void what_is_not_translated_stays_english(void **state)
{
    (void)state;
    const char *const msgids[] = {
        "uncertain", "untranslated", "half a plural", "obsolete", "", "x"
    };
    for (size_t i = 0; i < COUNT_OF(msgids); i++)
        assert_words(LANG_DE, msgids[i], msgids[i]);
    assert_words(LANG_EN, "zebra", "zebra");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_sorted_bytewise),
        cmocka_unit_test(german_is_found_byte_for_byte),
        cmocka_unit_test(plurals_are_two),
        cmocka_unit_test(what_is_not_translated_stays_english),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
