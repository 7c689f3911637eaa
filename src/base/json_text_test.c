/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * json_text_test.c - texts as values and back; an arena that gives values back.
 */
#include "base/json_text.h"

#include "base/base_test.h"

static void test_there_and_back(void **state)
{
    (void)state;
    SCRATCH(a);
    json_t *all = json_text_on(a, json_array());
    json_array_append_new(all, json_text(S("Größe \"<&\"")));
    json_array_append_new(all, json_text(S("a\0b")));
    json_array_append_new(all, json_text(S("")));
    json_array_append_new(all, json_text((str){ 0 }));
    ASSERT_STR(json_text_dump(a, all, JSON_COMPACT),
               "[\"Größe \\\"<&\\\"\",\"a\\u0000b\",\"\",\"\"]");
}

static void test_what_cannot_be_written_is_absent(void **state)
{
    (void)state;
    SCRATCH(a);
    assert_null(json_text_dump(a, NULL, JSON_COMPACT).p);
    assert_null(json_text_dump(a, json_text_on(a, json_text(S("\xff"))), JSON_ENCODE_ANY).p);
    /* A bare text is a document only where that is asked for. */
    json_t *bare = json_text_on(a, json_text(S("bare")));
    assert_null(json_text_dump(a, bare, JSON_COMPACT).p);
    ASSERT_STR(json_text_dump(a, bare, JSON_ENCODE_ANY), "\"bare\"");
}

static void test_the_arena_gives_back(void **state)
{
    (void)state;
    arena *a = arena_new(ARENA_LIMIT);
    json_t *value = json_incref(json_text_on(a, json_text(S("shared"))));
    arena_free(a);
    assert_int_equal(value->refcount, 1);
    json_decref(value);
}

int json_text_test(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_what_cannot_be_written_is_absent),
        cmocka_unit_test(test_the_arena_gives_back),
    };
    return cmocka_run_group_tests_name("json_text", tests, NULL, NULL);
}
