/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * buf_test.c - the ceiling holds to the byte, whichever way the text comes in.
 */
#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

#include "base/base_test.h"

static void test_empty(void **state)
{
    (void)state;
    buf b;
    buf_init(&b, 10);
    ASSERT_STR(buf_str(&b), "");
    assert_non_null(buf_str(&b).p);
    assert_false(buf_full(&b));
    buf_add(&b, (str){ 0 });
    ASSERT_STR(buf_str(&b), "");
    buf_free(&b);
}

static void test_ceiling_to_the_byte(void **state)
{
    (void)state;
    buf b;
    buf_init(&b, 5);
    buf_add(&b, S("abc"));
    buf_add(&b, S("de"));
    assert_false(buf_full(&b));
    ASSERT_STR(buf_str(&b), "abcde");
    buf_add(&b, S(""));
    assert_false(buf_full(&b));
    buf_char(&b, 'f');
    assert_true(buf_full(&b));
    ASSERT_STR(buf_str(&b), "abcde");
    buf_free(&b);
}

/* Half a piece would be half a tag; and a short piece after a lost one would hide the hole. */
static void test_past_the_ceiling_nothing_is_added(void **state)
{
    (void)state;
    buf b;
    buf_init(&b, 5);
    buf_add(&b, S("abc"));
    buf_add(&b, S("def"));
    assert_true(buf_full(&b));
    buf_char(&b, 'x');
    buf_printf(&b, "%d", 1);
    ASSERT_STR(buf_str(&b), "abc");
    assert_true(buf_full(&b));
    buf_free(&b);
}

static void test_ceiling_of_nothing(void **state)
{
    (void)state;
    buf b;
    buf_init(&b, 0);
    buf_add(&b, S(""));
    assert_false(buf_full(&b));
    buf_char(&b, 'a');
    assert_true(buf_full(&b));
    ASSERT_STR(buf_str(&b), "");
    buf_free(&b);
}

static void test_grows_to_its_ceiling(void **state)
{
    (void)state;
    buf b;
    buf_init(&b, 100000);
    for (int i = 0; i < 100000; i++) {
        buf_char(&b, (char)('a' + i % 26));
        assert_int_equal(b.p[b.n], '\0');
    }
    assert_false(buf_full(&b));
    assert_int_equal(b.cap, 100001);
    for (size_t i = 0; i < b.n; i++)
        assert_int_equal(b.p[i], 'a' + i % 26);
    buf_char(&b, '!');
    assert_true(buf_full(&b));
    buf_free(&b);
}

static void test_ints(void **state)
{
    (void)state;
    buf b;
    buf_init(&b, 1000);
    const int64_t numbers[] = { 0, 7, -1, 10, INT64_MAX, INT64_MIN };
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        buf_int(&b, numbers[i]);
        buf_char(&b, ' ');
    }
    ASSERT_STR(buf_str(&b), "0 7 -1 10 9223372036854775807 -9223372036854775808 ");
    buf_free(&b);
}

static void test_int_is_whole_or_not_there(void **state)
{
    (void)state;
    buf b;
    buf_init(&b, 3);
    buf_int(&b, -100);
    assert_true(buf_full(&b));
    ASSERT_STR(buf_str(&b), "");
    buf_free(&b);
}

static void test_printf_at_every_length(void **state)
{
    (void)state;
    char text[201];
    memset(text, 'x', 200);
    text[200] = '\0';
    for (int n = 0; n <= 200; n++) {
        buf b;
        buf_init(&b, 100);
        buf_printf(&b, "%.*s", n, text);
        assert_int_equal(buf_full(&b), n > 100);
        assert_int_equal(b.n, n > 100 ? 0 : n);
        buf_free(&b);
    }
}

static void test_cut_takes_back(void **state)
{
    (void)state;
    buf b;
    buf_init(&b, 6);
    buf_add(&b, S("abcdef"));
    buf_char(&b, 'g');
    buf_cut(&b, 2);
    assert_false(buf_full(&b));
    ASSERT_STR(buf_str(&b), "ab");
    assert_int_equal(strlen(b.p), 2);
    buf_cut(&b, 5);
    ASSERT_STR(buf_str(&b), "ab");
    buf_add(&b, S("wxyz"));
    ASSERT_STR(buf_str(&b), "abwxyz");
    buf_free(&b);
}

static void test_cut_of_nothing(void **state)
{
    (void)state;
    buf b;
    buf_init(&b, 5);
    buf_cut(&b, 0);
    ASSERT_STR(buf_str(&b), "");
    buf_free(&b);
}

static void test_take_hands_over(void **state)
{
    (void)state;
    buf b;
    size_t n = 99;
    buf_init(&b, 10);
    assert_null(buf_take(&b, &n));
    assert_int_equal(n, 0);
    buf_add(&b, S("mine"));
    char *p = buf_take(&b, &n);
    assert_int_equal(n, 4);
    assert_string_equal(p, "mine");
    ASSERT_STR(buf_str(&b), "");
    buf_add(&b, S("another"));
    ASSERT_STR(buf_str(&b), "another");
    assert_string_equal(p, "mine");
    free(p);
    buf_free(&b);
}

static void test_on_an_arena(void **state)
{
    (void)state;
    SCRATCH(a);
    buf b;
    buf_on_arena(&b, a, 10000);
    for (int i = 0; i < 1000; i++)
        buf_add(&b, S("0123456789"));
    assert_false(buf_full(&b));
    str copy = buf_copy(&b, a);
    buf_cut(&b, 0);
    buf_add(&b, S("x"));
    assert_int_equal(copy.n, 10000);
    assert_true(str_ends(copy, S("6789")));
    assert_true(str_starts(copy, S("0123")));
}

static void test_markup(void **state)
{
    (void)state;
    SCRATCH(a);
    static const char *const cases[][2] = {
        { "", "" },
        { "plain ü", "plain ü" },
        { "<", "&lt;" },
        { "a<b", "a&lt;b" },
        { "&<>\"'", "&amp;&lt;&gt;&quot;&#39;" },
        { "'twice' &amp; more", "&#39;twice&#39; &amp;amp; more" },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        buf b;
        buf_on_arena(&b, a, 100);
        buf_markup(&b, str_of(cases[i][0]));
        assert_string_equal(str_c(a, buf_str(&b)), cases[i][1]);
    }
    buf b;
    buf_on_arena(&b, a, 100);
    buf_markup(&b, (str){ 0 });
    assert_int_equal(buf_str(&b).n, 0);
}

static void free_one_on_an_arena(void *arg)
{
    buf b;
    buf_on_arena(&b, arena_new(ARENA_LIMIT), 10);
    if (arg == NULL)
        buf_free(&b);
    else
        buf_take(&b, arg);
}

static void test_an_arena_keeps_its_own(void **state)
{
    (void)state;
    size_t n = 0;
    base_test_aborts(free_one_on_an_arena, NULL, "buf_free");
    base_test_aborts(free_one_on_an_arena, &n, "buf_take");
}

int buf_test(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_ceiling_to_the_byte),
        cmocka_unit_test(test_past_the_ceiling_nothing_is_added),
        cmocka_unit_test(test_ceiling_of_nothing),
        cmocka_unit_test(test_grows_to_its_ceiling),
        cmocka_unit_test(test_ints),
        cmocka_unit_test(test_int_is_whole_or_not_there),
        cmocka_unit_test(test_printf_at_every_length),
        cmocka_unit_test(test_cut_takes_back),
        cmocka_unit_test(test_cut_of_nothing),
        cmocka_unit_test(test_take_hands_over),
        cmocka_unit_test(test_on_an_arena),
        cmocka_unit_test(test_markup),
        cmocka_unit_test(test_an_arena_keeps_its_own),
    };
    return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
