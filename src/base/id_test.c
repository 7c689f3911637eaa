/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * id_test.c - forms of ids, and that names made from names stay the same for ever.
 */
#include "base/id.h"

#include <string.h>

#include "base/base_test.h"

static void assert_letters(str s)
{
    for (size_t i = 0; i < s.n; i++)
        assert_non_null(memchr("abcdefghijklmnopqrstuvwxyz234567", s.p[i], 32));
}

static void test_tokens(void **state)
{
    (void)state;
    SCRATCH(a);
    str first = id_token(a);
    str second = id_token(a);
    assert_int_equal(first.n, 26);
    assert_letters(first);
    assert_false(str_eq(first, second));
}

static void test_short_ids_use_every_letter(void **state)
{
    (void)state;
    SCRATCH(a);
    size_t seen[256] = { 0 };
    for (int i = 0; i < 500; i++) {
        str s = id_short(a, 64);
        assert_int_equal(s.n, 64);
        assert_letters(s);
        for (size_t at = 0; at < s.n; at++)
            seen[(unsigned char)s.p[at]]++;
    }
    /* 1000 each on average; 700 is ten standard deviations away. */
    for (const char *c = "abcdefghijklmnopqrstuvwxyz234567"; *c != '\0'; c++)
        assert_in_range(seen[(unsigned char)*c], 700, 1300);
    assert_int_equal(id_short(a, 0).n, 0);
    assert_int_equal(id_short(a, 5).n, 5);
}

static void ask_for_too_long_an_id(void *arg)
{
    (void)arg;
    id_short(arena_new(ARENA_LIMIT), 65);
}

static void test_short_has_a_bound(void **state)
{
    (void)state;
    base_test_aborts(ask_for_too_long_an_id, NULL, "SHORT_MAX");
}

static void test_uuids(void **state)
{
    (void)state;
    SCRATCH(a);
    str first = id_uuid(a);
    assert_true(id_is_uuid(first));
    assert_int_equal(first.p[14], '4');
    assert_non_null(strchr("89ab", first.p[19]));
    assert_true(str_eq(first, str_lower(a, first)));
    assert_false(str_eq(first, id_uuid(a)));
}

static void test_uuids_of_names(void **state)
{
    (void)state;
    SCRATCH(a);
    str talk = id_uuid_of(a, S("talk 1"));
    assert_true(id_is_uuid(talk));
    assert_int_equal(talk.p[14], '5');
    assert_non_null(strchr("89ab", talk.p[19]));
    assert_true(str_eq(talk, id_uuid_of(a, S("talk 1"))));
    assert_false(str_eq(talk, id_uuid_of(a, S("talk 2"))));
    assert_true(str_eq(id_uuid_of(a, S("")), id_uuid_of(a, (str){ 0 })));
    /* Written down once: calendars out there hold it. */
    ASSERT_STR(talk, "a4437bf5-0c53-5edf-a4b5-f26fe33ef8b5");
}

static void test_is_uuid(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "6b1d0c52-8e3f-4a97-b420-5de731c97a0",
        "6b1d0c52-8e3f-4a97-b420-5de731c97a066",
        "6b1d0c52+8e3f-4a97-b420-5de731c97a06",
        "6b1d0c528e3f4a97b4205de731c97a06",
        "6b1d0c52-8e3f-4a97-b420-5de731c97a0g",
        "{b1d0c52-8e3f-4a97-b420-5de731c97a0}",
        "6b1d0c5-28e3f-4a97-b420-5de731c97a06",
        "6b1d0c52-8e3f-4a97-b420-5de731c97a-6",
    };
    assert_true(id_is_uuid(S("6b1d0c52-8e3f-4a97-b420-5de731c97a06")));
    assert_true(id_is_uuid(S("6B1D0C52-8E3F-4A97-B420-5DE731C97A06")));
    assert_false(id_is_uuid((str){ 0 }));
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_false(id_is_uuid(str_of(wrong[i])));
}

static void test_digest(void **state)
{
    (void)state;
    SCRATCH(a);
    /* BLAKE2b-256 of "" and "abc", as b2sum -l 256 gives them. */
    ASSERT_STR(id_digest(a, (str){ 0 }),
               "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    ASSERT_STR(id_digest(a, S("abc")),
               "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

static void test_same(void **state)
{
    (void)state;
    assert_true(id_same(S("abc"), S("abc")));
    assert_false(id_same(S("abc"), S("abd")));
    assert_false(id_same(S("abc"), S("ab")));
    assert_true(id_same(S(""), (str){ 0 }));
    assert_true(id_same((str){ 0 }, (str){ 0 }));
    assert_false(id_same((str){ 0 }, S("a")));
}

int id_test(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tokens),
        cmocka_unit_test(test_short_ids_use_every_letter),
        cmocka_unit_test(test_short_has_a_bound),
        cmocka_unit_test(test_uuids),
        cmocka_unit_test(test_uuids_of_names),
        cmocka_unit_test(test_is_uuid),
        cmocka_unit_test(test_digest),
        cmocka_unit_test(test_same),
    };
    return cmocka_run_group_tests_name("id", tests, NULL, NULL);
}
