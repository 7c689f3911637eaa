/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_fold_test.c - what is one, what stays two, and the properties over all of Unicode.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "engine/text/text_fold.h"

/* Written, folded. */
static const struct {
    const char *text, *fold;
} known[] = {
    { "", "" },
    { " \t–…! ", "" },
    { "Müller", "muller" },
    { "MUELLER", "muller" },
    { "Muller", "muller" },
    { "Mu\xcc\x88ller", "muller" },
    { "Straße STRASSE STRAẞE", "strasse strasse strasse" },
    { "Goethe Göthe", "gothe gothe" },
    { "Ärzte Aerzte", "arzte arzte" },
    { "neue Steuer aktuell", "neu steur aktull" },
    { "Søren Łukasz Þór Đoković", "soren lukasz thor dokovic" },
    { "Æsir œuvre", "asir ouvre" },
    { "İstanbul ISTANBUL ıstanbul", "istanbul istanbul istanbul" },
    { "René Noël Noel", "rene nol nol" },
    { "O'Brien O’Brien OBrien", "obrien obrien obrien" },
    { "'wie geht’s?'", "wie gehts" },
    { "E-Mail, e\xe2\x80\x91mail; Email", "email email email" },
    { "T-Shirt A-B-C R&D", "tshirt abc rd" },
    { "Müller-Thurgau & Söhne", "muller thurgau sohne" },
    { "3-D a- b", "3 d a b" },
    { "C++ und C#, F# / C +", "cpp und csharp fsharp c" },
    { "z.B. J.S. Bach", "z b j s bach" },
    { "ﬁt ｆｕｌｌ ²³", "fit full 23" },
    { "٠١٢ ०१", "012 01" },
    { "Steuer\xc2\xad"
      "berater\xe2\x80\x8b",
      "steurberater" },
    { "Алёна й", "алена и" },
    { "Ὀδυσσεύς ΟΔΥΣΣΕΥΣ", "οδυσσευσ οδυσσευσ" },
    { "שָׁלוֹם", "שלום" },
    { "हिन्दी", "हिन्दी" },
    { "東京 2012", "東京 2012" },
    { "a\xff"
      "b\xc3",
      "a b" },
    { "ae-mail ä-mail", "amail amail" },
};

static void known_texts_are_folded(void **state)
{
    (void)state;
    SCRATCH(a);
    for (size_t i = 0; i < COUNT_OF(known); i++)
        assert_string_equal(str_c(a, text_fold(a, str_of(known[i].text))), known[i].fold);
}

static void words_are_given_as_they_were_written(void **state)
{
    (void)state;
    SCRATCH(a);
    static const char *const written[] = { "Steuer", "Beraterin", "O’Brien", "E-Mail", "C++", "x" };
    str rest = S(" »Steuer-Beraterin« O’Brien: E-Mail... C++, (x)"), word = { 0 };
    buf b;
    buf_on_arena(&b, a, 100);
    for (size_t i = 0; i < COUNT_OF(written); i++) {
        assert_true(text_fold_word(&b, &rest, &word));
        assert_string_equal(str_c(a, word), written[i]);
    }
    assert_false(text_fold_word(&b, &rest, &word));
    assert_string_equal(str_c(a, buf_str(&b)), "steurberaterinobrienemailcppx");
}

static void a_full_builder_keeps_whole_characters(void **state)
{
    (void)state;
    SCRATCH(a);
    str text = S("наука и жизнь"), word = { 0 };
    for (size_t limit = 0; limit < 24; limit++) {
        buf b;
        str rest = text;
        int words = 0;
        buf_on_arena(&b, a, limit);
        while (text_fold_word(&b, &rest, &word))
            words++;
        assert_int_equal(words, 3);
        assert_true(b.n <= limit && utf8_valid(buf_str(&b)));
    }
}

/* Alone, and where it could touch its neighbours. */
static void check_point(arena *a, uint32_t c)
{
    static const str around[][2] = { { S_INIT(""), S_INIT("") },
                                     { S_INIT("a"), S_INIT("e") },
                                     { S_INIT("c"), S_INIT("+") },
                                     { S_INIT("e-"), S_INIT("-m") } };
    char bytes[4];
    str point = { bytes, utf8_put(c, bytes) };
    for (size_t i = 0; i < COUNT_OF(around); i++) {
        str text = str_join(a, (str[]){ around[i][0], point, around[i][1] }, 3, S(""));
        str fold = text_fold(a, text);
        if (!str_eq(text_fold(a, fold), fold))
            fail_msg("U+%04X is folded twice to another form", c);
        if (!str_starts(fold, text_fold(a, str_sub(text, 0, text.n - around[i][1].n))))
            fail_msg("the beginning with U+%04X is no beginning", c);
    }
}

static void folding_twice_changes_nothing(void **state)
{
    (void)state;
    SCRATCH(a);
    for (uint32_t c = 0; c <= 0x10ffff; c++) {
        if ((c > 0x323af && c < 0xe0000) || c >= 0xf0000)
            continue; /* nothing is assigned there but private use */
        check_point(a, c);
        arena_reset(a);
    }
}

static void one_person_has_one_key(void **state)
{
    (void)state;
    SCRATCH(a);
    static const char *const same[] = { "Anna Schmidt",
                                        "Schmidt, Anna",
                                        "SCHMIDT  anna",
                                        "Frau Dr. Anna Schmidt",
                                        "Prof. Dr. med. Anna Schmidt",
                                        "Dipl.-Ing. Anna Schmidt" };
    for (size_t i = 0; i < COUNT_OF(same); i++)
        assert_string_equal(str_c(a, text_name_key(a, str_of(same[i]))), "anna schmidt");
    assert_string_equal(str_c(a, text_name_key(a, S("Jürgen Groß"))), "gross jurgen");
    assert_string_equal(str_c(a, text_name_key(a, S("Juergen Gross"))), "gross jurgen");
    assert_string_equal(str_c(a, text_name_key(a, S("Dr. C. Pol"))), "c pol");
    assert_string_equal(str_c(a, text_name_key(a, S("Frau Dr."))), "dr frau");
    assert_string_equal(str_c(a, text_name_key(a, S("?"))), "");
}

static void names_of_many_words_are_bounded(void **state)
{
    (void)state;
    SCRATCH(a);
    buf b;
    buf_on_arena(&b, a, 100000);
    for (int i = 0; i < 10000; i++)
        buf_add(&b, S("wort "));
    assert_int_equal(text_name_key(a, buf_str(&b)).n, TEXT_NAME_WORDS * 5 - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_texts_are_folded),
        cmocka_unit_test(words_are_given_as_they_were_written),
        cmocka_unit_test(a_full_builder_keeps_whole_characters),
        cmocka_unit_test(folding_twice_changes_nothing),
        cmocka_unit_test(one_person_has_one_key),
        cmocka_unit_test(names_of_many_words_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
