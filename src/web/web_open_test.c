/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * web_open_test.c - what a house answers that is not open yet.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "web/web_rig.h"

static bool only_anna(const req *r)
{
    return str_eq(r->who.name, S("Anna"));
}

static enum lang english(void)
{
    return LANG_EN;
}

static void test_what_publishes_waits_until_the_house_is_open(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_new();
    rig->options.lang = LANG_DE;
    rig->options.hooks.open = only_anna;
    rig->options.hooks.language = english;
    web_rig_start(rig);
    str closed = web_rig_get(rig, "/hello", "");
    assert_int_equal(web_rig_status(closed), 503);
    assert_true(str_eq(web_rig_field(closed, "Retry-After"), S("3600")));
    closed = web_rig_get(rig, "/api/v1/fail/missing", "");
    assert_int_equal(web_rig_status(closed), 503);
    assert_true(str_eq(web_rig_field(closed, "Content-Type"), S("application/problem+json")));
    assert_int_equal(web_rig_status(web_rig_get(rig, "/always", "")), 200);
    assert_int_equal(web_rig_status(web_rig_get(rig, "/nowhere", "")), 404);
    assert_int_equal(web_rig_status(web_rig_get(rig, "/member", "")), 403);
    str open = web_rig_get(rig, "/hello", "Cookie: session=anna\r\n");
    assert_int_equal(web_rig_status(open), 200);
    /* The hook's word on the language, which a reader's own wish is stronger than. */
    assert_true(str_contains(open, S("&lt;en&gt;")));
    open = web_rig_get(rig, "/hello", "Accept-Language: de\r\nCookie: session=anna\r\n");
    assert_true(str_contains(open, S("&lt;de&gt;")));
    web_rig_stop(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_publishes_waits_until_the_house_is_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
