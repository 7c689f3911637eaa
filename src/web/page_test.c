/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * page_test.c - escaping by type, safe addresses, words with values, structured data.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "web/page.h"

static int start(void **state)
{
    *state = arena_new(ARENA_LIMIT);
    return 0;
}

static int stop(void **state)
{
    arena_free(*state);
    return 0;
}

static page begun(arena *a)
{
    page p;
    page_init(&p, a, LANG_EN, 1 << 16);
    return p;
}

static void expect(page *p, const char *text)
{
    str got = page_taken(p).s;
    if (!str_eq(got, str_of(text)))
        print_error("got: %.*s\n", STR_ARG(got));
    assert_true(str_eq(got, str_of(text)));
    buf_cut(&p->body, 0);
}

static void test_the_type_decides(void **state)
{
    page p = begun(*state);
    page_put(&p, S("<b> & \"c\" 'd'"));
    expect(&p, "&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
    page_put(&p, HTML("<b>"));
    page_put(&p, 7);
    page_put(&p, (int64_t)-8);
    page_put(&p, sizeof(char));
    page_put(&p, (str){ 0 });
    expect(&p, "<b>7-81");
}

static void test_a_page_has_an_end(void **state)
{
    page p;
    page_init(&p, *state, LANG_EN, 10);
    page_str(&p, S("12345678"));
    assert_false(buf_full(&p.body));
    page_str(&p, S("<<<"));
    assert_true(buf_full(&p.body));
    assert_true(page_taken(&p).s.n <= 10);
}

static void test_addresses_have_safe_schemes(void **state)
{
    static const char *const safe[] = { "/talks/a",        "https://house.example/a?b=c",
                                        "HTTP://house",    "mailto:anna@example.org",
                                        "tel:+49123",      "#m5",
                                        "?lang=de",        "a/b:c",
                                        "?x=javascript:y", "" };
    static const char *const unsafe[] = { "javascript:alert(1)",
                                          "JaVaScRiPt:x",
                                          " javascript:x",
                                          "java\tscript:x",
                                          "\x01javascript:x",
                                          "data:text/html,x",
                                          "vbscript:x",
                                          "file:///etc",
                                          ":x",
                                          "https :x" };
    page p = begun(*state);
    for (size_t i = 0; i < COUNT_OF(safe); i++) {
        page_url(&p, str_of(safe[i]));
        expect(&p, safe[i]);
    }
    for (size_t i = 0; i < COUNT_OF(unsafe); i++) {
        page_url(&p, str_of(unsafe[i]));
        expect(&p, "#");
    }
    page_url(&p, S("/a?b=\"c\"&d"));
    expect(&p, "/a?b=&quot;c&quot;&amp;d");
}

static void test_words_take_values(void **state)
{
    page page_here = begun(*state);
    page *p = &page_here;
    const struct page_value values[] = {
        page_value_of("name", S("<Anna>")),
        page_value_of("link", HTML("<a>")),
        page_value_of("count", 3),
        page_value_of("size", sizeof(char)),
    };
    page_words(p, "{name} & {link}: {count}, {size}, {unknown} {", values, COUNT_OF(values));
    expect(p, "&lt;Anna&gt; &amp; <a>: 3, 1, {unknown} {");
    page_words_n(p, "{n} talk of {name}", "{n} talks of {name}", 1, values, 1);
    page_words_n(p, ", {n} talk", ", {n} talks", 0, NULL, 0);
    expect(p, "1 talk of &lt;Anna&gt;, 0 talks");
}

static void test_structured_data_cannot_leave_its_element(void **state)
{
    page p = begun(*state);
    json_t *value =
        json_pack("{s:s}", "name", "</script><!-- & \xe2\x80\xa8\xe2\x80\xa9 \xe2\x80\x9c");
    page_jsonld(&p, value);
    json_decref(value);
    expect(&p, "{\"name\":\"\\u003c/script\\u003e\\u003c!-- "
               "\\u0026 \\u2028\\u2029 \xe2\x80\x9c\"}");
}

#define T(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(test_the_type_decides),
        T(test_a_page_has_an_end),
        T(test_addresses_have_safe_schemes),
        T(test_words_take_values),
        T(test_structured_data_cannot_leave_its_element),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
