/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * str_test.c - slices at their edges: absent, empty, one byte, the whole.
 */
#include "base/str.h"

#include <string.h>

#include "base/arena.h"
#include "base/base_test.h"

static const str absent = { 0 };

static void test_making(void **state)
{
    (void)state;
    static const str fixed = S_INIT("fixed");
    assert_null(str_of(NULL).p);
    assert_int_equal(str_of("").n, 0);
    assert_non_null(str_of("").p);
    ASSERT_STR(str_of("abc"), "abc");
    assert_int_equal(S("a\0b").n, 3);
    ASSERT_STR(fixed, "fixed");
    assert_true(str_empty(absent));
    assert_true(str_empty(S("")));
    assert_false(str_empty(S(" ")));
}

static void test_equal(void **state)
{
    (void)state;
    assert_true(str_eq(absent, S("")));
    assert_true(str_eq(S("a\0b"), S("a\0b")));
    assert_false(str_eq(S("a\0b"), S("a\0c")));
    assert_false(str_eq(S("ab"), S("abc")));
    assert_false(str_eq(S("a"), absent));
    assert_true(str_eq_nocase(S("Content-TYPE"), S("content-type")));
    assert_true(str_eq_nocase(absent, S("")));
    assert_false(str_eq_nocase(S("a"), S("ab")));
    assert_false(str_eq_nocase(S("["), S("{"))); /* 0x20 apart, but no letters */
    assert_false(str_eq_nocase(S("@"), S("`")));
    assert_false(str_eq_nocase(S("Ä"), S("ä")));
}

static int sign(int n)
{
    return (n > 0) - (n < 0);
}

static void test_order(void **state)
{
    (void)state;
    /* In rising order; each pair must agree, both ways. */
    const str rising[] = { absent, S("\0"),   S("a"),    S("a\0"), S("aa"),
                           S("b"), S("\x7f"), S("\x80"), S("\xff") };
    for (int i = 0; i < (int)COUNT_OF(rising); i++)
        for (int j = 0; j < (int)COUNT_OF(rising); j++)
            assert_int_equal(sign(str_cmp(rising[i], rising[j])), sign(i - j));
    assert_int_equal(str_cmp(absent, S("")), 0);
}

static void test_starts_and_ends(void **state)
{
    (void)state;
    assert_true(str_starts(S("/talks/a"), S("/talks/")));
    assert_true(str_starts(S("a"), S("a")));
    assert_true(str_starts(S("a"), S("")));
    assert_true(str_starts(absent, absent));
    assert_false(str_starts(S("a"), S("ab")));
    assert_false(str_starts(absent, S("a")));
    assert_true(str_ends(S("a.html"), S(".html")));
    assert_true(str_ends(S("a"), absent));
    assert_true(str_ends(absent, S("")));
    assert_false(str_ends(S("html"), S(".html")));
    assert_false(str_ends(S("xa"), S("ax")));
}

static void test_find(void **state)
{
    (void)state;
    assert_int_equal(str_find(S("abcabc"), S("ca")), 2);
    assert_int_equal(str_find(S("abcabc"), S("abc")), 0);
    assert_int_equal(str_find(S("aab"), S("ab")), 1);
    assert_int_equal(str_find(S("abc"), S("d")), 3);
    assert_int_equal(str_find(S("abc"), S("abcd")), 3);
    assert_int_equal(str_find(S("abc"), S("")), 0);
    assert_int_equal(str_find(absent, S("")), 0);
    assert_int_equal(str_find(absent, S("a")), 0);
    assert_int_equal(str_find(S("a\0b"), S("\0b")), 1);
    assert_true(str_contains(S("abc"), S("c")));
    assert_true(str_contains(S("abc"), S("abc")));
    assert_false(str_contains(S("abc"), S("cb")));
    assert_true(str_contains(absent, S("")));
    assert_true(str_contains(S(""), absent));
    assert_false(str_contains(absent, S("a")));
    assert_false(str_contains(S("a"), S("ab")));
}

static void test_sub(void **state)
{
    (void)state;
    ASSERT_STR(str_sub(S("abcdef"), 1, 3), "bcd");
    ASSERT_STR(str_sub(S("abcdef"), 4, 100), "ef");
    ASSERT_STR(str_sub(S("abcdef"), 6, 1), "");
    ASSERT_STR(str_sub(S("abcdef"), SIZE_MAX, SIZE_MAX), "");
    ASSERT_STR(str_sub(S("abcdef"), 1, SIZE_MAX), "bcdef");
    ASSERT_STR(str_sub(S("abc"), 0, 0), "");
    assert_null(str_sub(absent, 0, 0).p);
    assert_null(str_sub(absent, 3, 4).p);
}

static void test_trim(void **state)
{
    (void)state;
    ASSERT_STR(str_trim(S(" \t\r\n\v\fa b\f\v\n\r\t ")), "a b");
    ASSERT_STR(str_trim(S("a")), "a");
    ASSERT_STR(str_trim(S("   ")), "");
    ASSERT_STR(str_trim(S("")), "");
    ASSERT_STR(str_trim(S("\0 ")), "\0");
    ASSERT_STR(str_trim(S("\x1c x")), "\x1c x");
    assert_null(str_trim(absent).p);
}

static void test_cut(void **state)
{
    (void)state;
    str head = S("?");
    str tail = S("?");
    assert_true(str_cut(S("key=a=b"), '=', &head, &tail));
    ASSERT_STR(head, "key");
    ASSERT_STR(tail, "a=b");
    assert_true(str_cut(S("="), '=', &head, &tail));
    ASSERT_STR(head, "");
    ASSERT_STR(tail, "");
    assert_non_null(tail.p);
    assert_false(str_cut(S("key"), '=', &head, &tail));
    ASSERT_STR(head, "key");
    assert_null(tail.p);
    assert_false(str_cut(S(""), '=', &head, &tail));
    assert_non_null(head.p);
    assert_null(tail.p);
    assert_false(str_cut(absent, '=', &head, &tail));
    assert_null(head.p);
    assert_null(tail.p);
}

static void pieces_are(str list, const char *joined, size_t count)
{
    SCRATCH(a);
    str pieces[16];
    size_t n = 0;
    while (str_next(&list, ',', &pieces[n]))
        n++;
    assert_int_equal(n, count);
    assert_null(list.p);
    str again = str_join(a, pieces, n, S("|"));
    assert_string_equal(str_c(a, again), joined);
}

static void test_next(void **state)
{
    (void)state;
    pieces_are(absent, "", 0);
    pieces_are(S(""), "", 1);
    pieces_are(S(","), "|", 2);
    pieces_are(S("a"), "a", 1);
    pieces_are(S("a,"), "a|", 2);
    pieces_are(S(",a"), "|a", 2);
    pieces_are(S("a,,b"), "a||b", 3);
    pieces_are(S("a,b,c,d"), "a|b|c|d", 4);
}

static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t number;
    } right[] = {
        { "0", 0 },
        { "-0", 0 },
        { "007", 7 },
        { "-1", -1 },
        { "9223372036854775807", INT64_MAX },
        { "-9223372036854775808", INT64_MIN },
        { "000000000000000000000000000042", 42 },
    };
    static const char *const wrong[] = { "",
                                         "-",
                                         "+1",
                                         " 1",
                                         "1 ",
                                         "1.0",
                                         "0x1",
                                         "--1",
                                         "1-",
                                         "١",
                                         "9223372036854775808",
                                         "-9223372036854775809",
                                         "99999999999999999999",
                                         "18446744073709551616" };
    for (size_t i = 0; i < COUNT_OF(right); i++) {
        int64_t n = 99;
        assert_true(str_to_int64(str_of(right[i].text), &n));
        assert_true(n == right[i].number);
    }
    int64_t untouched = 99;
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_false(str_to_int64(str_of(wrong[i]), &untouched));
    assert_false(str_to_int64(absent, &untouched));
    assert_false(str_to_int64(S("1\0"), &untouched));
    assert_int_equal(untouched, 99);
}

static void test_hash(void **state)
{
    (void)state;
    /* From the authors' list of FNV-1a test values. */
    assert_true(str_hash(absent) == 0xcbf29ce484222325u);
    assert_true(str_hash(S("a")) == 0xaf63dc4c8601ec8cu);
    assert_true(str_hash(S("foobar")) == 0x85944171f73967e8u);
}

static void test_copies(void **state)
{
    (void)state;
    SCRATCH(a);
    char bytes[] = "AbC";
    str s = { bytes, 3 };
    str copy = str_copy(a, s);
    str low = str_lower(a, s);
    char *c = str_c(a, s);
    bytes[0] = '?';
    ASSERT_STR(copy, "AbC");
    ASSERT_STR(low, "abc");
    assert_string_equal(c, "AbC");
    assert_null(str_copy(a, absent).p);
    assert_non_null(str_copy(a, S("")).p);
    assert_null(str_lower(a, absent).p);
    ASSERT_STR(str_lower(a, S("ÄZ[@")), "Äz[@");
    assert_string_equal(str_c(a, absent), "");
    assert_int_equal(strlen(str_c(a, S("ab\0c"))), 2);
}

static void test_format(void **state)
{
    (void)state;
    SCRATCH(a);
    ASSERT_STR(str_format(a, "%s-%.*s-%d", "a", STR_ARG(S("bcd")), 5), "a-bcd-5");
    ASSERT_STR(str_format(a, "%.*s", STR_ARG(absent)), "");
    str longer = str_format(a, "%5000d", 1);
    assert_int_equal(longer.n, 5000);
    assert_true(str_ends(longer, S(" 1")));
}

static void test_join(void **state)
{
    (void)state;
    SCRATCH(a);
    const str pieces[] = { S("a"), absent, S(""), S("bc") };
    ASSERT_STR(str_join(a, pieces, 4, S(", ")), "a, , , bc");
    ASSERT_STR(str_join(a, pieces, 4, absent), "abc");
    ASSERT_STR(str_join(a, pieces, 1, S(", ")), "a");
    ASSERT_STR(str_join(a, NULL, 0, S(", ")), "");
}

int str_test(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_making), cmocka_unit_test(test_equal),
        cmocka_unit_test(test_order),  cmocka_unit_test(test_starts_and_ends),
        cmocka_unit_test(test_find),   cmocka_unit_test(test_sub),
        cmocka_unit_test(test_trim),   cmocka_unit_test(test_cut),
        cmocka_unit_test(test_next),   cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_hash),   cmocka_unit_test(test_copies),
        cmocka_unit_test(test_format), cmocka_unit_test(test_join),
    };
    return cmocka_run_group_tests_name("str", tests, NULL, NULL);
}
