/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * match_read_test.c - tables of ties, good and bad, in pieces of any size.
 */
#include "engine/match/match_read.h"

#include <stdio.h>
#include <stdlib.h>

#include "engine/match/match_test_help.h"

#define HEADER "a\tb\tstrength\tfirst\tlast\tcount\n"

static match_graph *read_text(str text, size_t piece, struct match_read_report *report,
                              struct match_twins *twins)
{
    const struct match_times times = { .has_now = true, .now = 100 };
    match_build *b = match_build_new(&times);
    match_read *r = match_read_new(b);
    for (size_t at = 0; at < text.n; at += piece)
        match_read_piece(r, str_sub(text, at, piece));
    match_read_end(r, report);
    match_read_free(r);
    return match_build_finish(b, twins);
}

static void test_bad_lines(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum match_fault fault;
    } lines[] = {
        { "x\ty\t1\t0\t1\t1", MATCH_FINE },
        { "x\tx\t1\t0\t1\t1", MATCH_SELF },
        { "\ty\t1\t0\t1\t1", MATCH_NO_ID },
        { "x\xff\ty\t1\t0\t1\t1", MATCH_NO_ID },
        { "x\ty\t1\t0\t1", MATCH_COLUMNS },
        { "x\ty\t1\t0\t1\t1\t1", MATCH_COLUMNS },
        { "", MATCH_COLUMNS },
        { "x\tz\t-1\t0\t1\t1", MATCH_NEGATIVE },
        { "x\tz\t1\t0\t1\t-1", MATCH_NEGATIVE },
        { "x\tz\t\t0\t1\t1", MATCH_NUMBER },
        { "x\tz\t1 \t0\t1\t1", MATCH_NUMBER },
        { "x\tz\tnan\t0\t1\t1", MATCH_NUMBER },
        { "x\tz\t0x1p3\t0\t1\t1", MATCH_NUMBER },
        { "x\tz\t1e999\t0\t1\t1", MATCH_NUMBER },
        { "x\tz\t1\t2\t1\t1", MATCH_BACKWARDS },
        { "x\tz\t1\t2\t101\t1", MATCH_FUTURE },
        { "Jörg\tz\t2.5e0\t-3\t100\t1", MATCH_FINE },
        { "Jörg\tx\t.5\t+1\t1.\t1\r", MATCH_FINE },
    };
    char text[4096] = HEADER;
    size_t bad = 0;
    struct match_read_report report;
    struct match_twins twins;
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s\n", lines[i].line);
    for (size_t piece = 1; piece < 300; piece += 7) {
        match_graph *g = read_text(str_of(text), piece, &report, &twins);
        assert_int_equal(report.lines, COUNT_OF(lines));
        assert_int_equal(g->ties, 3);
        bad = 0;
        for (size_t i = 0; i < COUNT_OF(lines); i++) {
            if (lines[i].fault == MATCH_FINE)
                continue;
            assert_int_equal(report.bad[bad].line, i + 2);
            if (report.bad[bad].fault != lines[i].fault)
                fail_msg("line %zu: fault %d", i + 2, (int)report.bad[bad].fault);
            bad++;
        }
        assert_int_equal(report.bad_count, bad);
        match_graph_free(g);
    }
}

static void test_headers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t bad;
    } texts[] = {
        { "", 1 },
        { "\n", 1 },
        { "x\ty\t1\t0\t1\t1\n", 1 },
        { HEADER, 0 },
        { "\xef\xbb\xbf" HEADER, 0 },
        { "a\tb\tstrength\tfirst\tlast\tcount", 0 },
        { "a\tb\tstrength\tfirst\tlast\tcount\r\n", 0 },
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct match_read_report report;
        struct match_twins twins;
        match_graph *g = read_text(str_of(texts[i].text), 1000, &report, &twins);
        assert_int_equal(report.bad_count, texts[i].bad);
        assert_int_equal(g->n, 0);
        match_graph_free(g);
    }
}

static void test_long_line(void **state)
{
    (void)state;
    static char text[9000];
    struct match_read_report report;
    struct match_twins twins;
    memset(text, 'x', sizeof text);
    memcpy(text, HEADER, sizeof HEADER - 1);
    memcpy(text + sizeof text - 16, "\nx\ty\t1\t0\t1\t1\n", 14);
    for (size_t piece = 1; piece < sizeof text; piece += 997) {
        match_graph *g = read_text((str){ text, sizeof text - 3 }, piece, &report, &twins);
        assert_int_equal(report.bad_count, 1);
        assert_int_equal(report.bad[0].line, 2);
        assert_int_equal(report.bad[0].fault, MATCH_COLUMNS);
        assert_int_equal(g->ties, 1);
        match_graph_free(g);
    }
}

static void test_twins_named(void **state)
{
    (void)state;
    const str text =
        S(HEADER "x\ty\t1\t0\t1\t1\ny\tz\t1\t0\t1\t1\ny\tx\t1\t0\t2\t1\nz\ty\t1\t0\t1\t1\n");
    struct match_read_report report;
    struct match_twins twins;
    match_graph *g = read_text(text, 11, &report, &twins);
    assert_int_equal(report.bad_count, 0);
    assert_int_equal(twins.count, 2);
    match_read *again = match_read_twins(&twins);
    match_read_piece(again, text);
    match_read_end(again, &report);
    match_read_free(again);
    assert_int_equal(report.bad_count, 2);
    assert_int_equal(report.bad[0].line, 4);
    assert_int_equal(report.bad[1].line, 5);
    assert_int_equal(report.bad[0].fault, MATCH_TWICE);
    match_graph_free(g);
}

static void test_numbers(void **state)
{
    (void)state;
    static const char *const good[] = { "0",        "-0",
                                        "1",        "+1",
                                        "1.5",      "1234567890123456789",
                                        "-2.25e-3", "0.000000000000000000001",
                                        "1e300",    "123456789012345" };
    static const char *const bad[] = { "",    "-",   ".",   "e5", "1e", "1e+",
                                       "0x1", "1,5", "inf", "1 ", " 1" };
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        double number = -7;
        assert_true(match_read_number(str_of(good[i]), &number));
        assert_true(number == strtod(good[i], NULL));
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        double number = -7;
        assert_false(match_read_number(str_of(bad[i]), &number));
        assert_true(number == -7);
    }
}

int match_read_test_run(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_lines), cmocka_unit_test(test_headers),
        cmocka_unit_test(test_long_line), cmocka_unit_test(test_twins_named),
        cmocka_unit_test(test_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
