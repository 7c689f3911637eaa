/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house_test.c - settings, the way back after choosing a language, and the words of every fault.
 */
#include "error.html.h"
#include "feature/house/house.h"
#include "feature/house/house_frame.h"
#include "feature/house/house_store.h"
#include "frame.html.h"
#include "store/store_rig.h"

static int rig_open(void **state)
{
    *state = store_rig_open(house.migrations, 1);
    return 0;
}

static void every_query_is_what_it_says(void **state)
{
    struct store_rig *f = *state;
    for (size_t i = 0; house_store_queries[i] != NULL; i++)
        OK(store_query_check(f->s, f->arena, house_store_queries[i]));
}

static void a_setting_has_its_default_until_it_is_set(void **state)
{
    struct store_rig *f = *state;
    str value = { 0 };
    OK(house_setting(f->s, f->arena, "zone", &value));
    SAME(value, "Europe/Berlin");
    OK(house_setting(f->s, f->arena, "info", &value));
    SAME(value, "");
    OK(house_set(f->s, f->arena, "zone", S("Asia/Tokyo")));
    OK(house_set(f->s, f->arena, "info", S("info@house.example")));
    OK(house_set(f->s, f->arena, "info", (str){ 0 }));
    OK(house_setting(f->s, f->arena, "zone", &value));
    SAME(value, "Asia/Tokyo");
    OK(house_setting(f->s, f->arena, "info", &value));
    SAME(value, "");
}

static void the_way_back_stays_in_the_house(void **state)
{
    (void)state;
    static const char *const good[] = { "/", "/talks/a", "/weeks/a?q=b&day=2012-07-09", "/a#b" };
    static const char *const bad[] = {
        "",     "talks/a", "//evil.example", "https://x.example/", "/\\evil", "/a\r\nX: y",
        "/a b", "\\/x",    "/a\x7f",         "javascript:a"
    };
    for (size_t i = 0; i < COUNT_OF(good); i++)
        assert_true(house_path_ok(str_of(good[i])));
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(house_path_ok(str_of(bad[i])));
}

static void the_way_back_does_not_undo_the_choice(void **state)
{
    (void)state;
    SCRATCH(a);
    SAME(house_back(a, S("/weeks/a?lang=en&q=netz&zone=UTC&day=1")), "/weeks/a?q=netz&day=1");
    SAME(house_back(a, S("/?lang=de")), "/");
    SAME(house_back(a, S("/a?&&")), "/a");
    SAME(house_back(a, S("//evil.example/?q=1")), "/");
    SAME(house_query_value(a, S("/weeks/a?q=b&c=ä")), "/weeks/a%3Fq%3Db%26c%3D%C3%A4");
}

static void hostile_words_arrive_as_text_in_the_frame(void **state)
{
    (void)state;
    SCRATCH(a);
    page p = { 0 };
    page_init(&p, a, LANG_DE, 1 << 20);
    struct house_frame f = { .title = S("<script>alert(1)</script>"),
                             .house = S("\"><img src=x>"),
                             .description = S("\" onload=\"x"),
                             .lang = S("de"),
                             .kind = S("a\" onclick=\"b"),
                             .canonical = S("https://house.example/"),
                             .style = S("/assets/site.css"),
                             .icon = S("/assets/favicon.svg"),
                             .back = S("/"),
                             .back_query = S("/") };
    frame_begin(&p, f);
    frame_end(&p, f);
    str text = buf_str(&p.body);
    assert_true(str_starts(text, S("<!DOCTYPE html>")));
    assert_true(str_contains(text, S("<html lang=\"de\">")));
    assert_true(str_contains(text, S("&lt;script&gt;alert(1)")));
    assert_false(str_contains(text, S("<script")));
    assert_false(str_contains(text, S("<img")));
    assert_false(str_contains(text, S("\" onclick=")));
    assert_false(str_contains(text, S("\" onload=")));
    assert_true(str_contains(text, S("Zum Inhalt")));
}

/* Every status has words in both languages, and no two the same title. */
static void every_fault_has_words(void **state)
{
    (void)state;
    static const int statuses[] = { 400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503 };
    for (size_t i = 0; i < COUNT_OF(statuses); i++) {
        struct house_fault de = house_error_words(LANG_DE, statuses[i]);
        struct house_fault en = house_error_words(LANG_EN, statuses[i]);
        assert_false(str_eq(de.title, en.title) || str_eq(de.happened, en.happened));
        assert_false(str_eq(de.advice, en.advice));
        assert_true(str_empty(de.safe) == str_empty(en.safe));
        for (size_t k = 0; k < i; k++)
            assert_false(str_eq(en.title, house_error_words(LANG_EN, statuses[k]).title));
    }
    assert_true(
        str_eq(house_error_words(LANG_EN, 418).title, house_error_words(LANG_EN, 400).title));
    assert_true(
        str_eq(house_error_words(LANG_EN, 501).title, house_error_words(LANG_EN, 500).title));
}

static void an_error_tells_the_fields_messages(void **state)
{
    (void)state;
    SCRATCH(a);
    page p = { 0 };
    page_init(&p, a, LANG_EN, 1 << 20);
    const struct err_field fields[] = { { S("name"), S("Please say your <name>.") } };
    struct house_fault fault = { 422, S("Title"), S("Happened"), S(""), S("Advice") };
    error_page(&p, fault, (struct house_faults){ fields, 1 });
    str text = buf_str(&p.body);
    assert_true(str_contains(text, S("<li>Please say your &lt;name&gt;.</li>")));
    assert_true(str_contains(text, S("<p>Happened</p>")));
}

#define T(test) cmocka_unit_test_setup_teardown(test, rig_open, store_rig_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(every_query_is_what_it_says),
        T(a_setting_has_its_default_until_it_is_set),
        cmocka_unit_test(the_way_back_stays_in_the_house),
        cmocka_unit_test(the_way_back_does_not_undo_the_choice),
        cmocka_unit_test(hostile_words_arrive_as_text_in_the_frame),
        cmocka_unit_test(every_fault_has_words),
        cmocka_unit_test(an_error_tells_the_fields_messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
