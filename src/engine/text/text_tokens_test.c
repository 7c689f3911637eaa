/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_tokens_test.c - languages guessed, stop words left out, stems of all ways of writing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>

#include "base/buf.h"
#include "engine/text/text_tokens.h"

/* Text; language; first stems, "/" before one that is not joined to the word before it. */
static const struct {
    const char *text;
    enum text_lang lang;
    const char *stems;
} known[] = {
    { "Suche eine Steuerberaterin für mein Unternehmen", TEXT_GERMAN, "/steurberat unternehm" },
    { "Looking for a tax adviser in Hamburg", TEXT_ENGLISH, "/tax advis hamburg" },
    { "Steuerrecht Hamburg", TEXT_UNSURE, "/steurrecht hamburg" },
    { "IT-Beratung und das Recht, it", TEXT_GERMAN, "/it berat recht" },
    { "Räume; Büro (Köln)", TEXT_GERMAN, "/raum /buro /koln" },
    { "the and of", TEXT_ENGLISH, "" },
    { "", TEXT_UNSURE, "" },
    { "C++ & R&D", TEXT_UNSURE, "/cpp rd" },
    { "a \xff b \xc3", TEXT_UNSURE, "" },
};

static void texts_are_cut_and_stemmed(void **state)
{
    (void)state;
    SCRATCH(a);
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        struct text_tokens all;
        buf b;
        buf_on_arena(&b, a, 1000);
        text_tokens(a, str_of(known[i].text), &all);
        for (size_t k = 0; k < all.n; k++) {
            buf_add(&b, k > 0 ? S(" ") : S(""));
            buf_add(&b, all.item[k].joined ? S("") : S("/"));
            buf_add(&b, all.item[k].stem[0]);
        }
        assert_string_equal(str_c(a, buf_str(&b)), known[i].stems);
        assert_int_equal(all.lang, known[i].lang);
    }
}

static void a_word_has_both_stems(void **state)
{
    (void)state;
    SCRATCH(a);
    struct text_tokens all;
    text_tokens(a, S("Lawyers"), &all);
    assert_int_equal(all.n, 1);
    assert_string_equal(str_c(a, all.item[0].stem[0]), "lawy");
    assert_string_equal(str_c(a, all.item[0].stem[1]), "lawyer");
    text_tokens(a, S("the lawyers"), &all);
    assert_string_equal(str_c(a, all.item[0].stem[0]), "lawyer");
    assert_string_equal(str_c(a, all.item[0].stem[1]), "lawy");
    text_tokens(a, S("Köln"), &all);
    assert_null(all.item[0].stem[1].p);
}

static void one_word_has_one_stem(void **state)
{
    (void)state;
    SCRATCH(a);
    static const char *const same[][4] = {
        { "haus", "hauser", "haeuser", "hauses" },
        { "prufung", "pruefung", "prufungen", "pruefungen" },
        { "steuer", "steuern", "steuer", "steuern" },
        { "berater", "beraterin", "beraterinnen", "beratern" },
        { "anwalt", "anwaeltin", "anwalte", "anwaltinnen" },
    };
    for (size_t i = 0; i < COUNT_OF(same); i++)
        for (size_t k = 1; k < COUNT_OF(same[i]); k++)
            assert_string_equal(str_c(a, text_tokens_stem(a, str_of(same[i][k]), TEXT_GERMAN)),
                                str_c(a, text_tokens_stem(a, str_of(same[i][0]), TEXT_GERMAN)));
}

static void long_texts_are_bounded(void **state)
{
    (void)state;
    SCRATCH(a);
    struct text_tokens all;
    buf b;
    buf_on_arena(&b, a, 100000);
    for (int i = 0; i < 2000; i++)
        buf_printf(&b, "wort%d ", i);
    text_tokens(a, buf_str(&b), &all);
    assert_int_equal(all.n, TEXT_TOKENS_MAX);
    buf_cut(&b, 0);
    for (int i = 0; i < 300; i++)
        buf_char(&b, 'x');
    buf_add(&b, S(" kurz"));
    text_tokens(a, buf_str(&b), &all);
    assert_int_equal(all.n, 1);
    assert_string_equal(str_c(a, all.item[0].plain), "kurz");
}

static void *in_a_thread(void *arg)
{
    SCRATCH(a);
    (void)arg;
    return str_eq(text_tokens_stem(a, S("beratungen"), TEXT_GERMAN), S("berat")) ? arg : NULL;
}

static void each_thread_has_its_stemmers(void **state)
{
    (void)state;
    pthread_t thread[4];
    int here = 0;
    for (size_t i = 0; i < COUNT_OF(thread); i++)
        assert_int_equal(pthread_create(&thread[i], NULL, in_a_thread, &here), 0);
    for (size_t i = 0; i < COUNT_OF(thread); i++) {
        void *said = NULL;
        assert_int_equal(pthread_join(thread[i], &said), 0);
        assert_ptr_equal(said, &here);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_cut_and_stemmed),    cmocka_unit_test(a_word_has_both_stems),
        cmocka_unit_test(one_word_has_one_stem),        cmocka_unit_test(long_texts_are_bounded),
        cmocka_unit_test(each_thread_has_its_stemmers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
