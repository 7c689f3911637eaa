/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * lines_test.c - line ends, encodings, pieces and limits.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "engine/lines/lines.h"

/* The lines of `bytes`, fed in pieces, as "1:one|2:two|"; '~' behind one that was cut. */
static str all(arena *a, str bytes, size_t piece, size_t longest)
{
    lines *l = lines_new(a, longest);
    struct lines_line line;
    buf out;
    buf_on_arena(&out, a, 100000);
    for (size_t at = 0; at <= bytes.n; at += piece) {
        lines_feed(l, str_sub(bytes, at, piece));
        if (at + piece > bytes.n)
            lines_end(l);
        while (lines_next(l, &line))
            buf_printf(&out, "%zu:%.*s%s|", line.number, STR_ARG(line.text), line.cut ? "~" : "");
    }
    assert_true(lines_ended(l));
    return buf_str(&out);
}

static void check(str bytes, const char *want)
{
    for (size_t piece = 1; piece < 9; piece++) {
        SCRATCH(a);
        assert_string_equal(str_c(a, all(a, bytes, piece, 1000)), want);
    }
}

static void ends_of_all_sorts(void **state)
{
    (void)state;
    check(S("a\nb\r\n\nc"), "1:a|2:b|3:|4:c|");
    check(S("a\r\r\nb\r\r\n"), "1:a|2:b|");
    check(S("a\rb\rc"), "1:a|2:b|3:c|");
    check(S("a\r\nb\rc\n"), "1:a|2:b\rc|");
    check(S(""), "");
    check(S("x"), "1:x|");
}

static void encodings_are_recognised(void **state)
{
    (void)state;
    check(S("\xef\xbb\xbf\x62\n\xef\xbb\xbf"), "1:b|2:\xef\xbb\xbf|");
    check(S("\xff\xfe\x61\0\n\0\xe4\0\x3d\xd8\x00\xde"), "1:a|2:ä😀|");
    check(S("\xfe\xff\0a\0\n\0\xe4"), "1:a|2:ä|");
    check(S("a\0b\0\n\0"), "1:ab|");
    check(S("\xff\xfe\x00\xdc\x61\x00\x00\xd8"), "1:\xef\xbf\xbd\x61\xef\xbf\xbd|");
}

static void long_lines_are_cut(void **state)
{
    (void)state;
    for (size_t piece = 1; piece < 20; piece++) {
        SCRATCH(a);
        str got = all(a, S("abcdefghij\nabcde\nabcdefgh"), piece, 5);
        assert_string_equal(str_c(a, got), "1:abcde~|2:abcde|3:abcde~|");
    }
}

static void texts_become_utf8(void **state)
{
    (void)state;
    SCRATCH(a);
    assert_string_equal(str_c(a, lines_text(a, S("M\xfc\xdflitz \x80"))), "Müßlitz €");
    assert_string_equal(str_c(a, lines_text(a, S("Müßlitz"))), "Müßlitz");
    assert_int_equal(lines_text(a, S("a\0b")).n, 2);
    assert_string_equal(str_c(a, lines_text_of(a, S("\xc2\xb3\xf2"), S("Windows-1251"))), "Віт");
    assert_string_equal(str_c(a, lines_text_of(a, S("L\xe4mmer"), S("blabla"))), "Lämmer");
    assert_string_equal(str_c(a, lines_text_of(a, S("Lämmer"), S("ISO-8859-1"))), "Lämmer");
    assert_string_equal(str_c(a, lines_text_of(a, S("\x82\xa0"), S("Shift_JIS"))), "あ");
    assert_string_equal(str_c(a, lines_text_of(a, S("\xe4"), S("utf-8"))), "ä");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_of_all_sorts),
        cmocka_unit_test(encodings_are_recognised),
        cmocka_unit_test(long_lines_are_cut),
        cmocka_unit_test(texts_become_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
