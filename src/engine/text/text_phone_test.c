/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_phone_test.c - numbers as people write them, and that any part of one finds it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/text/text_phone.h"

/* Written, where; E.164 ("" = none), extension. */
static const struct {
    const char *written, *country, *e164, *extension;
} known[] = {
    { "+49 40 123456", "49", "+4940123456", "" },
    { "040/123456", "49", "+4940123456", "" },
    { "(040) 1234-56", "49", "+4940123456", "" },
    { "0049 (0)40 123 456", "43", "+4940123456", "" },
    { "+49 (0) 40 123456", "49", "+4940123456", "" },
    { "(+49) 040 123456", "49", "+4940123456", "" },
    { "+0049 40 123456", "49", "+4940123456", "" },
    { "\xe2\x80\xaa+49\xc2\xa0"
      "40\xe2\x80\x91"
      "123456\xe2\x80\xac",
      "", "+4940123456", "" },
    { "＋４９ ４０ １２３４５６", "49", "+4940123456", "" },
    { "49 40 123456", "49", "", "" },
    { "49 171 12345678", "49", "+4917112345678", "" },
    { "Tel.: 040 123456 (privat)", "49", "+4940123456", "" },
    { "tel:+49-40-123456;ext=12", "", "+4940123456", "12" },
    { "tel:7042;phone-context=example.org", "49", "", "" },
    { "040 123456 Durchwahl 12", "49", "+4940123456", "12" },
    { "040 123456 ext. 12", "49", "+4940123456", "12" },
    { "040 123456x12", "49", "+4940123456", "12" },
    { "+1 (212) 555-0100 #3", "49", "+12125550100", "3" },
    { "212-555-0100", "1", "+12125550100", "" },
    { "1 212 555 0100,,77", "1", "+12125550100", "77" },
    { "011 49 40 123456", "1", "+4940123456", "" },
    { "555-0100", "1", "", "" },
    { "06 1234 5678", "39", "+390612345678", "" },
    { "+39 06 1234 5678", "49", "+390612345678", "" },
    { "06 1 234 5678", "36", "+3612345678", "" },
    { "8 (495) 123-45-67", "7", "+74951234567", "" },
    { "01 23 45 67 89", "33", "+33123456789", "" },
    { "044 123 45 67", "41", "+41441234567", "" },
    { "612 345 678", "34", "+34612345678", "" },
    { "040 123456", "", "", "" },
    { "123456", "49", "", "" },
    { "112", "49", "", "" },
    { "116 117", "49", "", "" },
    { "+49 40 123456, 040 98765", "49", "+4940123456", "" },
    { "040 123456,,123456789", "49", "+4940123456", "" },
};

static void known_numbers_have_one_form(void **state)
{
    (void)state;
    SCRATCH(a);
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        struct text_phone p = { 0 };
        if (!text_phone(a, str_of(known[i].written), str_of(known[i].country), &p))
            fail_msg("no number: %s", known[i].written);
        assert_string_equal(str_c(a, p.e164), known[i].e164);
        assert_string_equal(str_c(a, p.extension), known[i].extension);
    }
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    SCRATCH(a);
    static const char *const none[] = { "",
                                        "+",
                                        "12",
                                        "Anna",
                                        "123abc",
                                        "0800FLOWERS",
                                        "1234567890123456",
                                        "+49 40 123456 / 040 98765 43210 99" };
    struct text_phone p = { .digits = S("untouched") };
    for (size_t i = 0; i < COUNT_OF(none); i++)
        if (text_phone(a, str_of(none[i]), S("49"), &p))
            fail_msg("a number: %s", none[i]);
    char *spaces = arena_alloc(a, TEXT_PHONE_BYTES + 2);
    for (size_t i = 0; i < TEXT_PHONE_BYTES; i++)
        spaces[i] = ' ';
    assert_false(text_phone(
        a, str_join(a, (str[]){ S("040"), { spaces, TEXT_PHONE_BYTES }, S("123") }, 3, S("")),
        S("49"), &p));
    assert_string_equal(str_c(a, p.digits), "untouched");
}

/* As a search by the beginnings of words would. */
static bool finds(arena *a, const char *stored, const char *typed)
{
    struct text_phone p = { 0 };
    buf b;
    str word, part = text_phone_part(a, str_of(typed));
    assert_true(text_phone(a, str_of(stored), S("49"), &p));
    assert_non_null(part.p);
    buf_on_arena(&b, a, 1000);
    text_phone_words(&b, &p);
    assert_false(buf_full(&b));
    for (str rest = buf_str(&b); str_next(&rest, ' ', &word);)
        if (str_starts(word, part))
            return true;
    return false;
}

static void any_part_finds_it(void **state)
{
    (void)state;
    SCRATCH(a);
    static const char *const typed[] = { "040",     "040 123",       "+49 40 1", "+49 (0)40 12",
                                         "0049 40", "00494",         "049 4",    "123",
                                         "3456",    "(040) 1234-56", "456",      "4940123456" };
    for (size_t i = 0; i < COUNT_OF(typed); i++)
        if (!finds(a, "+49 (0)40 123456", typed[i]))
            fail_msg("not found by %s", typed[i]);
    assert_true(finds(a, "+44 20 7946 0000", "020 79"));
    assert_true(finds(a, "+36 1 234 5678", "06 1 23"));
    assert_true(finds(a, "040 1234567 Durchwahl 4711", "711"));
    assert_true(finds(a, "112", "112"));
    assert_false(finds(a, "+49 40 123456", "124"));
    assert_false(finds(a, "+49 40 123456", "023"));
}

static void only_numbers_are_searched_as_such(void **state)
{
    (void)state;
    SCRATCH(a);
    static const char *const none[] = { "",         "12",   "Anna",
                                        "040 Anna", "a123", "12345678901234567890123456" };
    for (size_t i = 0; i < COUNT_OF(none); i++)
        assert_null(text_phone_part(a, str_of(none[i])).p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_numbers_have_one_form),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(any_part_finds_it),
        cmocka_unit_test(only_numbers_are_searched_as_such),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
