/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * log_test.c - a line is one line whatever is in it, and says when, how grave, and who speaks.
 */
#include "base/log.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "base/base_test.h"
#include "base/clock.h"
#include "base/utf8.h"

#define HEAD "2026-11-23T03:00:00Z "

/* The last line that the sink was given, and how many. */
static struct caught {
    char line[4096];
    enum log_level level;
    int count;
} caught;

static void catch_line(void *arg, enum log_level level, str line)
{
    struct caught *c = arg;
    assert_true(line.n < sizeof(c->line));
    memcpy(c->line, line.p, line.n);
    c->line[line.n] = '\0';
    c->level = level;
    c->count++;
}

static int catching(void **state)
{
    (void)state;
    memset(&caught, 0, sizeof(caught));
    clock_set(1795402800999);
    log_set_sink(catch_line, &caught);
    return 0;
}

static int released(void **state)
{
    (void)state;
    log_set_sink(NULL, NULL);
    log_set_level(LOG_INFO);
    clock_real();
    return 0;
}

static void test_form_of_a_line(void **state)
{
    (void)state;
    log_line(LOG_WARN, "web", "slow: %d ms", 17);
    assert_string_equal(caught.line, HEAD "warn web: slow: 17 ms");
    assert_int_equal(caught.level, LOG_WARN);
    log_line(LOG_INFO, "store", "x");
    assert_string_equal(caught.line, HEAD "info store: x");
    log_line(LOG_ERROR, "store", "%s", "");
    assert_string_equal(caught.line, HEAD "error store: ");
}

static void test_levels(void **state)
{
    (void)state;
    log_line(LOG_DEBUG, "web", "unheard");
    assert_int_equal(caught.count, 0);
    log_set_level(LOG_DEBUG);
    log_line(LOG_DEBUG, "web", "heard");
    assert_string_equal(caught.line, HEAD "debug web: heard");
    log_set_level(LOG_ERROR);
    log_line(LOG_WARN, "web", "unheard");
    assert_int_equal(caught.count, 1);
    log_line(LOG_ERROR, "web", "heard");
    assert_int_equal(caught.count, 2);
}

static void test_nobody_forges_a_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *shown;
    } cases[] = {
        { "a\nb\r\n", "a\\x0ab\\x0d\\x0a" },
        { "tab\tbell\ax\x7f", "tab\\x09bell\\x07x\\x7f" },
        { "\x1b[2J", "\\x1b[2J" },
        { "next line \xc2\x85 here", "next line \\xc2\\x85 here" },
        { "sep \xe2\x80\xa8\xe2\x80\xa9", "sep \\xe2\\x80\\xa8\\xe2\\x80\\xa9" },
        { "Grüße 🦉 \xef\xbf\xbd", "Grüße 🦉 \xef\xbf\xbd" },
        { "bad \xff\xc3(\xed\xa0\x80", "bad \\xff\\xc3(\\xed\\xa0\\x80" },
        { "cut \xe2\x82", "cut \\xe2\\x82" },
    };
    char want[256];
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        snprintf(want, sizeof(want), "%s%s", HEAD "info t: ", cases[i].shown);
        log_line(LOG_INFO, "t", "%s", cases[i].text);
        assert_string_equal(caught.line, want);
    }
}

/* Whatever stands at the cut, a sign of two or four bytes or an escape, is there in whole or not.
 */
static void test_long_lines_are_cut(void **state)
{
    (void)state;
    static const char *const fillers[] = { "x", "ü", "🦉", "\n", "\xff" };
    char text[5000];
    for (size_t f = 0; f < COUNT_OF(fillers); f++) {
        size_t step = strlen(fillers[f]);
        size_t n = 0;
        for (; n + step < 4500; n += step)
            memcpy(text + n, fillers[f], step);
        text[n] = '\0';
        log_line(LOG_INFO, "t", "%s", text);
        assert_in_range(strlen(caught.line), 2048 - 24, 2047);
        assert_true(utf8_valid(str_of(caught.line)));
        assert_true(str_ends(str_of(caught.line), S("…")));
    }
}

static void test_a_line_that_just_fits_is_whole(void **state)
{
    (void)state;
    char text[3000];
    memset(text, 'x', sizeof(text));
    size_t room = 2048 - strlen(HEAD "info t: ") - strlen("…") - 1;
    log_line(LOG_INFO, "t", "%.*s", (int)room, text);
    assert_false(str_contains(str_of(caught.line), S("…")));
    log_line(LOG_INFO, "t", "%.*s", (int)room + 1, text);
    assert_true(str_ends(str_of(caught.line), S("…")));
}

static void test_errors_with_causes(void **state)
{
    (void)state;
    SCRATCH(a);
    const err *cause = err_new(a, ERR_BROKEN, NULL, "s.c:2", "disk\nfull");
    log_err("web", err_new(a, ERR_BROKEN, cause, "w.c:1", "post"));
    assert_string_equal(caught.line, HEAD "error web: post (w.c:1): disk\\x0afull (s.c:2)");
    assert_int_equal(caught.level, LOG_ERROR);
}

static void log_two_lines(void *arg)
{
    (void)arg;
    log_set_sink(NULL, NULL);
    clock_set(0);
    log_line(LOG_INFO, "os", "one");
    log_line(LOG_WARN, "os", "two\n");
}

static void test_stderr(void **state)
{
    (void)state;
    char written[256];
    int status = base_test_child(log_two_lines, NULL, written, sizeof(written));
    assert_true(WIFEXITED(status));
    assert_string_equal(written, "1970-01-01T00:00:00Z info os: one\n"
                                 "1970-01-01T00:00:00Z warn os: two\\x0a\n");
}

#define LOG_TEST(fn) cmocka_unit_test_setup_teardown(fn, catching, released)

int log_test(void)
{
    const struct CMUnitTest tests[] = {
        LOG_TEST(test_form_of_a_line),
        LOG_TEST(test_levels),
        LOG_TEST(test_nobody_forges_a_line),
        LOG_TEST(test_long_lines_are_cut),
        LOG_TEST(test_a_line_that_just_fits_is_whole),
        LOG_TEST(test_errors_with_causes),
        LOG_TEST(test_stderr),
    };
    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
