/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * utf8_test.c - every code point there and back, the malformed forms of Unicode's own list, and
 * cleaning.
 */
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#include "base/base_test.h"

static void test_every_code_point_there_and_back(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10ffff; c++) {
        char bytes[4];
        uint32_t back = 0;
        if (c == 0xd800)
            c = 0xe000;
        str s = { bytes, utf8_put(c, bytes) };
        str rest = s;
        size_t want = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        if (s.n != want || !utf8_valid(s) || utf8_count(s) != 1 || !utf8_next(&rest, &back) ||
            back != c || rest.n != 0)
            fail_msg("U+%04X", c);
        for (size_t n = 1; n < s.n; n++)
            if (utf8_valid(str_sub(s, 0, n)) || utf8_valid(str_sub(s, n, s.n)))
                fail_msg("a part of U+%04X", c);
    }
}

static void test_put_of_no_code_point(void **state)
{
    (void)state;
    static const uint32_t none[] = { 0xd800, 0xdbff, 0xdfff, 0x110000, UINT32_MAX };
    for (size_t i = 0; i < COUNT_OF(none); i++) {
        char bytes[4];
        size_t n = utf8_put(none[i], bytes);
        ASSERT_STR(((str){ bytes, n }), "\xef\xbf\xbd");
    }
}

static void test_valid(void **state)
{
    (void)state;
    assert_true(utf8_valid((str){ 0 }));
    assert_true(utf8_valid(S("")));
    assert_true(utf8_valid(S("a\0b")));
    assert_true(utf8_valid(S("\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80")));
    assert_true(utf8_valid(S("\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf")));
}

static void test_malformed(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "\x80",
        "\xbf", /* a continuation alone */
        "\xc2",
        "\xe0\xa0",
        "\xf0\x90\x80",
        "\xf4\x8f\xbf", /* cut short */
        "\xc2 ",
        "\xe2\x82 ",
        "\xe2 \xac",
        "\xf0\x9f ab", /* something else in between */
        "\xc0\x80",
        "\xc1\xbf",
        "\xe0\x80\x80",
        "\xe0\x9f\xbf", /* overlong */
        "\xf0\x80\x80\x80",
        "\xf0\x8f\xbf\xbf",
        "\xed\xa0\x80",
        "\xed\xbf\xbf",
        "\xed\xa0\xbd\xed\xb8\x80", /* surrogates */
        "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80",
        "\xf8\x88\x80\x80\x80", /* above the end */
        "\xfe",
        "\xff",
        "\xfc\x84\x80\x80\x80\x80",
        "\xc2\xc2\x80",
        "gr\xfc\xdf", /* Latin-1 */
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        if (utf8_valid(str_of(wrong[i])))
            fail_msg("number %zu passes", i);
    }
}

static void test_next_replaces_bytes(void **state)
{
    (void)state;
    str rest = S("a\xe2\x82"
                 "b\xff\xe2\x82\xac");
    const uint32_t want[] = { 'a', 0xfffd, 0xfffd, 'b', 0xfffd, 0x20ac };
    uint32_t c = 0;
    for (size_t i = 0; i < COUNT_OF(want); i++) {
        assert_true(utf8_next(&rest, &c));
        assert_int_equal(c, want[i]);
    }
    assert_false(utf8_next(&rest, &c));
    rest = (str){ 0 };
    assert_false(utf8_next(&rest, &c));
}

static void test_count_and_cut(void **state)
{
    (void)state;
    assert_int_equal(utf8_count((str){ 0 }), 0);
    assert_int_equal(utf8_count(S("Grüße 🦉")), 7);
    ASSERT_STR(utf8_cut(S("Grüße 🦉"), 4), "Grüß");
    ASSERT_STR(utf8_cut(S("Grüße 🦉"), 7), "Grüße 🦉");
    ASSERT_STR(utf8_cut(S("Grüße 🦉"), 6), "Grüße ");
    ASSERT_STR(utf8_cut(S("abc"), 100), "abc");
    ASSERT_STR(utf8_cut(S("abc"), 0), "");
    assert_null(utf8_cut((str){ 0 }, 5).p);
}

static void test_line(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        const char *to;
    } cases[] = {
        { "", "" },
        { "Ada", "Ada" },
        { "  Ada \t Byron \r\n", "Ada Byron" },
        { "a\nb\vc\fd\re", "a b c d e" },
        { "a\x01\x1f\x7f\xc2\x80\xc2\x9f"
          "b",
          "a b" },
        { "a\xc2\x85"
          "b\xe2\x80\xa8"
          "c\xe2\x80\xa9"
          "d",
          "a b c d" },
        { "\xe2\x80\xae"
          "evil\xe2\x80\xac \xe2\x81\xa6x\xe2\x81\xa9",
          "evil x" },
        { "\xd8\x9c"
          "a\xe2\x80\x8e"
          "b\xe2\x80\x8f"
          "c\xe2\x80\xaa"
          "d",
          "abcd" },
        { "\xef\xbb\xbf"
          "mark",
          "mark" },
        { "so\xc2\xad"
          "ft ze\xe2\x80\x8bro jo\xe2\x81\xa0in",
          "soft zero join" },
        { "a \xe2\x80\x8b b", "a b" }, /* two spaces that only something unseen kept apart */
        { "\xe2\x80\x8b \xe2\x81\xa0", "" },
        { "\xc2\xa0\xe3\x80\x80 name \xe2\x80\x83", "name" },
        { "\u3164Ada\u2800", "Ada" },       /* drawn as nothing */
        { "\u115f\u1160\u3164\uffa0", "" }, /* a name of nothing is none */
        { "A\u2062d\u206fa\u034f\ufff9", "Ada" },
        { "\xc2\xa0", "" },
        { "100\xc2\xa0%", "100\xc2\xa0%" }, /* a space that people mean stays */
        { "bad \xff\xe2\x82 end", "bad \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd end" },
        { "👩\xe2\x80\x8d🔬 ok", "👩\xe2\x80\x8d🔬 ok" }, /* joined signs stay joined */
    };
    SCRATCH(a);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_string_equal(str_c(a, utf8_line(a, str_of(cases[i].from))), cases[i].to);
    ASSERT_STR(utf8_line(a, S("a\0b")), "a b");
    assert_null(utf8_line(a, (str){ 0 }).p);
}

static void test_text(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        const char *to;
    } cases[] = {
        { "", "" },
        { "one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour" },
        { "\r\r\n\n\nx\n\r\n ", "x" },
        { "a\r\r\nb", "a\n\nb" },
        { "a\n\n\nb", "a\n\n\nb" },
        { "a   b\tc", "a   b\tc" },
        { "a\vb\fc\x01"
          "d",
          "a b c d" },
        { "a\xc2\x85"
          "b\xe2\x80\xa8"
          "c\xe2\x80\xa9"
          "d",
          "a\nb\nc\nd" },
        { "a\xe2\x80\xae"
          "b\xef\xbb\xbf"
          "c",
          "abc" },
        { "a\r\xe2\x80\x8b\nb", "a\n\nb" },
        { "x\xff", "x\xef\xbf\xbd" },
    };
    SCRATCH(a);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_string_equal(str_c(a, utf8_text(a, str_of(cases[i].from))), cases[i].to);
    ASSERT_STR(utf8_text(a, S("a\0b")), "a b");
    assert_null(utf8_text(a, (str){ 0 }).p);
}

/* A byte string of up to 40 bytes, made of what the rules speak about. */
static str random_bytes(arena *a)
{
    static const char *const atoms[] = { "a",
                                         " ",
                                         "\t",
                                         "\r",
                                         "\n",
                                         "\xc2\x85",
                                         "\xe2\x80\xa8",
                                         "\xe2\x80\xae",
                                         "\xef\xbb\xbf",
                                         "\xe2\x80\x8b",
                                         "\xc2\xa0",
                                         "\xff",
                                         "\xe2",
                                         "\x82",
                                         "🦉",
                                         "\x1b",
                                         "\xc2" };
    str pieces[10];
    size_t n = (size_t)(random() % 11);
    for (size_t i = 0; i < n; i++)
        pieces[i] = str_of(atoms[(size_t)random() % COUNT_OF(atoms)]);
    return str_join(a, pieces, n, S(""));
}

static void assert_clean(str s, bool lines)
{
    uint32_t c = 0;
    assert_true(utf8_valid(s));
    while (utf8_next(&s, &c)) {
        assert_false(c == '\r' || c == 0x85 || c == 0x2028 || c == 0x202e || c == 0xfeff ||
                     c == 0x1b);
        assert_true(lines || (c != '\n' && c != '\t'));
    }
}

static void test_cleaning_twice_is_cleaning_once(void **state)
{
    (void)state;
    srandom(20261123);
    for (int i = 0; i < 20000; i++) {
        SCRATCH(a);
        str bytes = random_bytes(a);
        str line = utf8_line(a, bytes);
        str text = utf8_text(a, bytes);
        assert_clean(line, false);
        assert_clean(text, true);
        assert_true(str_eq(line, utf8_line(a, line)));
        assert_true(str_eq(text, utf8_text(a, text)));
    }
}

int utf8_test(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_code_point_there_and_back),
        cmocka_unit_test(test_put_of_no_code_point),
        cmocka_unit_test(test_valid),
        cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_next_replaces_bytes),
        cmocka_unit_test(test_count_and_cut),
        cmocka_unit_test(test_line),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_cleaning_twice_is_cleaning_once),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
