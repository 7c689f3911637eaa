/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * words_test.c - looking up, plurals and filling in, with a small catalogue of its own.
 */
#include "base/words.h"

#include <string.h>

#include "base/base_test.h"

/* Sorted bytewise: capitals before small letters. */
const struct words_entry words_de[] = {
    { "Back", "Zurück", NULL },
    { "Zone", "Zone", NULL },
    { "one message", "eine Nachricht", "{n} Nachrichten" },
    { "one talk", "ein Vortrag", "" },
    { "untranslated", "", NULL },
    { "{n} more", "{n} weitere", NULL },
};
const size_t words_de_count = COUNT_OF(words_de);

static void test_words(void **state)
{
    (void)state;
    for (size_t i = 1; i < words_de_count; i++)
        assert_true(strcmp(words_de[i - 1].msgid, words_de[i].msgid) < 0);
    ASSERT_STR(words(LANG_DE, "Back"), "Zurück");
    ASSERT_STR(words(LANG_DE, "Zone"), "Zone");
    ASSERT_STR(words(LANG_DE, "{n} more"), "{n} weitere");
    ASSERT_STR(words(LANG_EN, "Back"), "Back");
    ASSERT_STR(words(LANG_DE, "back"), "back");
    ASSERT_STR(words(LANG_DE, "Bac"), "Bac");
    ASSERT_STR(words(LANG_DE, "untranslated"), "untranslated");
    ASSERT_STR(words(LANG_DE, ""), "");
    ASSERT_STR(words(LANG_DE, WORDS_MARK("Back")), "Zurück");
}

static void test_plurals(void **state)
{
    (void)state;
    ASSERT_STR(words_n(LANG_DE, "one message", "{n} messages", 1), "eine Nachricht");
    ASSERT_STR(words_n(LANG_DE, "one message", "{n} messages", 0), "{n} Nachrichten");
    ASSERT_STR(words_n(LANG_DE, "one message", "{n} messages", 2), "{n} Nachrichten");
    ASSERT_STR(words_n(LANG_DE, "one message", "{n} messages", -1), "{n} Nachrichten");
    ASSERT_STR(words_n(LANG_EN, "one message", "{n} messages", 1), "one message");
    ASSERT_STR(words_n(LANG_EN, "one message", "{n} messages", 0), "{n} messages");
    ASSERT_STR(words_n(LANG_DE, "one talk", "{n} talks", 3), "{n} talks");
    ASSERT_STR(words_n(LANG_DE, "one host", "{n} hosts", 1), "one host");
    ASSERT_STR(words_n(LANG_DE, "one host", "{n} hosts", 3), "{n} hosts");
}

static void test_fill(void **state)
{
    (void)state;
    SCRATCH(a);
    const struct words_value values[] = { { "n", S_INIT("3") },
                                          { "name", S_INIT("{n} & Ada") },
                                          { "nothing", S_INIT("") } };
    static const struct {
        const char *from;
        const char *to;
    } cases[] = {
        { "", "" },
        { "plain", "plain" },
        { "{n}", "3" },
        { "{n}{n} of {n}", "33 of 3" },
        { "by {name}.", "by {n} & Ada." }, /* a value is not looked at again */
        { "[{nothing}]", "[]" },
        { "{unknown} {n}", "{unknown} 3" },
        { "{} {n", "{} {n" },
        { "{ {n} }", "{ 3 }" },
        { "{{n}}", "{3}" },
        { "} {n} {", "} 3 {" },
        { "{N} {n }", "{N} {n }" },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_string_equal(str_c(a, words_fill(a, str_of(cases[i].from), values, 3)), cases[i].to);
    ASSERT_STR(words_fill(a, S("{n}"), NULL, 0), "{n}");
    ASSERT_STR(words_fill(a, (str){ 0 }, values, 3), "");
}

static void test_tags(void **state)
{
    (void)state;
    static const char *const wrong[] = { "",   "-",   "d",    "deu", "den",
                                         "fr", "-de", "x-de", "*",   "de en" };
    enum lang lang = LANG_EN;
    ASSERT_STR(lang_tag(LANG_DE), "de");
    ASSERT_STR(lang_tag(LANG_EN), "en");
    assert_true(lang_from_tag(S("de-AT"), &lang));
    assert_int_equal(lang, LANG_DE);
    assert_true(lang_from_tag(S("EN"), &lang));
    assert_int_equal(lang, LANG_EN);
    assert_true(lang_from_tag(S("De-Latn-DE-1996"), &lang));
    assert_int_equal(lang, LANG_DE);
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_false(lang_from_tag(str_of(wrong[i]), &lang));
    assert_false(lang_from_tag((str){ 0 }, &lang));
    assert_int_equal(lang, LANG_DE);
}

int words_test(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_plurals),
        cmocka_unit_test(test_fill),
        cmocka_unit_test(test_tags),
    };
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
