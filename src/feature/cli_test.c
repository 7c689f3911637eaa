/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cli_test.c - arguments of commands: options anywhere, "--", what is left over.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "feature/feature.h"

#define CLI(a, ...)                                                                                \
    {                                                                                              \
        .arena = (a), .args = (const str[]){ __VA_ARGS__ },                                        \
        .n_args = sizeof((const str[]){ __VA_ARGS__ }) / sizeof(str)                               \
    }

static void assert_str(str found, const char *expected)
{
    assert_true(str_eq(found, str_of(expected)));
}

static void options_are_taken_out(void **state)
{
    (void)state;
    SCRATCH(a);
    cli c = CLI(a, S("--zone"), S("UTC"), S("file"), S("--slug=x"), S("--dry-run"));
    str zone = { 0 }, slug = { 0 }, none = { 0 };
    assert_null(cli_option(&c, "--zone", &zone));
    assert_null(cli_option(&c, "--slug", &slug));
    assert_null(cli_option(&c, "--none", &none));
    assert_true(cli_flag(&c, "--dry-run"));
    assert_false(cli_flag(&c, "--dry-run"));
    assert_null(cli_arguments(&c, 1, 1, "FILE"));
    assert_str(zone, "UTC");
    assert_str(slug, "x");
    assert_null(none.p);
    assert_str(c.args[0], "file");
}

static void the_last_value_wins(void **state)
{
    (void)state;
    SCRATCH(a);
    cli c = CLI(a, S("--zone=UTC"), S("--zone"), S("Europe/Berlin"), S("--zone="));
    str zone = { 0 };
    assert_null(cli_option(&c, "--zone", &zone));
    assert_non_null(zone.p);
    assert_int_equal(zone.n, 0);
    assert_int_equal(c.n_args, 0);
}

static void a_value_must_follow(void **state)
{
    (void)state;
    SCRATCH(a);
    str zone = S("kept");
    cli last = CLI(a, S("file"), S("--zone"));
    const err *e = cli_option(&last, "--zone", &zone);
    assert_non_null(e);
    assert_int_equal(e->kind, ERR_USAGE);
    cli before_end = CLI(a, S("--zone"), S("--"), S("UTC"));
    assert_non_null(cli_option(&before_end, "--zone", &zone));
    assert_str(zone, "kept");
}

static void what_is_left_is_counted(void **state)
{
    (void)state;
    SCRATCH(a);
    cli unknown = CLI(a, S("file"), S("--what"));
    const err *e = cli_arguments(&unknown, 1, 2, "FILE");
    assert_non_null(e);
    assert_int_equal(e->kind, ERR_USAGE);
    assert_true(str_contains(e->msg, S("--what")));
    cli few = CLI(a, S("one"));
    assert_non_null(cli_arguments(&few, 2, 2, "A B"));
    cli many = CLI(a, S("one"), S("two"), S("three"));
    assert_non_null(cli_arguments(&many, 2, 2, "A B"));
}

static void a_dash_and_what_follows_two_are_arguments(void **state)
{
    (void)state;
    SCRATCH(a);
    cli c = CLI(a, S("-"), S("--"), S("--flag"), S("--"));
    assert_false(cli_flag(&c, "--flag"));
    assert_null(cli_arguments(&c, 3, 3, "FILE FILE FILE"));
    assert_str(c.args[0], "-");
    assert_str(c.args[1], "--flag");
    assert_str(c.args[2], "--");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_are_taken_out),
        cmocka_unit_test(the_last_value_wins),
        cmocka_unit_test(a_value_must_follow),
        cmocka_unit_test(what_is_left_is_counted),
        cmocka_unit_test(a_dash_and_what_follows_two_are_arguments),
    };
    return cmocka_run_group_tests_name("cli", tests, NULL, NULL);
}
