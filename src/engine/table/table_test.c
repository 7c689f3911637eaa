/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * table_test.c - delimiters, quotes, encodings, and rows that are broken.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "engine/table/table.h"

/* The rows as "line[cell|cell]", refusals as "!line". */
static str all(arena *a, str bytes, size_t piece)
{
    table *t = table_new(a);
    struct table_row row;
    struct lines_refusal refusal;
    buf out;
    buf_on_arena(&out, a, 1000000);
    for (size_t at = 0; at <= bytes.n; at += piece) {
        table_feed(t, str_sub(bytes, at, piece));
        if (at + piece > bytes.n)
            table_end(t);
        enum lines_event event;
        while ((event = table_next(t, a, &row, &refusal)) != LINES_MORE && event != LINES_END) {
            if (event == LINES_REFUSED)
                buf_printf(&out, "!%zu", refusal.line);
            else
                buf_printf(&out, "%zu[%.*s]", row.line,
                           STR_ARG(str_join(a, row.cells, row.n, S("|"))));
        }
        assert_int_equal(event, at + piece > bytes.n ? LINES_END : LINES_MORE);
    }
    return buf_str(&out);
}

static void check(str bytes, const char *want)
{
    for (size_t piece = 1; piece < 12; piece++) {
        SCRATCH(a);
        assert_string_equal(str_c(a, all(a, bytes, piece)), want);
    }
}

static void rows_and_delimiters(void **state)
{
    (void)state;
    check(S("a,b\r\n1,2\r\n"), "1[a|b]2[1|2]");
    check(S("a;b\nMuster, Erna;2"), "1[a|b]2[Muster, Erna|2]");
    check(S("a\tb\n\n1\t2\n"), "1[a|b]3[1|2]");
    check(S("sep=;\na,b;c\n"), "2[a,b|c]");
    check(S("\xef\xbb\xbf\"a\";b\n;;\n \n"), "1[a|b]");
    check(S(""), "");
    check(S("one"), "1[one]");
    check(S("a,b\nM\xfc,\xdf\n"), "1[a|b]2[Mü|ß]");
}

static void quotes(void **state)
{
    (void)state;
    check(S("\"a,\"\"b\"\"\",c\n"), "1[a,\"b\"|c]");
    check(S("\"x\ny\r\nz\",2\n3,4\n"), "1[x\ny\nz|2]4[3|4]");
    check(S("5\" disk,b\na,\"\"\n"), "1[5\" disk|b]2[a|]");
    check(S("\"a\"b,c\n"), "1[ab|c]");
    check(S("a,b\n\"open,1\n2,3\n"), "1[a|b]!23[2|3]");
}

static void long_rows_are_refused(void **state)
{
    (void)state;
    SCRATCH(a);
    size_t n = (size_t)300 << 10;
    char *p = arena_alloc(a, n);
    for (size_t i = 0; i < n; i++)
        p[i] = 'x';
    const str pieces[] = { S("a,b\n"), { p, n }, S("\n1,2\n") };
    assert_string_equal(str_c(a, all(a, str_join(a, pieces, 3, S("")), 5000)), "1[a|b]!23[1|2]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_and_delimiters),
        cmocka_unit_test(quotes),
        cmocka_unit_test(long_rows_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
