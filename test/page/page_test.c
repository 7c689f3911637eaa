/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * page_test.c - the page translator, end to end: good.html as it is written with hostile values,
 * and every file of refused/ with the message that its first line names.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "good.html.h"
#include "page_translate.h"
#include "tool.h"

#define HOSTILE "<b a=\"1\" c='2'>&amp;"
#define HARMLESS "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;"

static const char *folder = ".";

static int setup(void **state)
{
    arena *a = arena_new(ARENA_LIMIT);
    page *p = NEW(a, page);
    page_init(p, a, LANG_EN, 1 << 20);
    *state = p;
    return 0;
}

static int teardown(void **state)
{
    page *p = *state;
    arena_free(p->arena);
    return 0;
}

static void assert_written(page *p, const char *expected)
{
    html written = page_taken(p);
    assert_string_equal(str_c(p->arena, written.s), expected);
}

/* ---- good.html ------------------------------------------------------------------------------- */

static void values_are_escaped_by_type_and_place(void **state)
{
    page *p = *state;
    good_values(p, S(HOSTILE), HTML("<i>ok</i>"), S("https://example.org/?a=\"<"), INT64_MIN,
                SIZE_MAX / 2, -1);
    assert_written(
        p, "<!doctype html>\n"
           "<title>" HARMLESS " - x</title>\n"
           "<p class=\"" HARMLESS "\" data-n='-1'>" HARMLESS "|<i>ok</i>|"
           "-9223372036854775808|9223372036854775807</p>\n"
           "<a href=\"https://example.org/?a=&quot;&lt;\">a</a>"
           "<a href=\"https://example.org/?a=&quot;&lt;?q=1\">b</a>"
           "<a href=\"/t/" HARMLESS "#" HARMLESS "\">c</a>\n"
           "<a href=\"mailto:" HARMLESS "\">d</a><textarea name=\"x\">\n" HARMLESS "</textarea>\n"
           "<pre>\n  a\n\n  b</pre>\n"
           "<br/><svg viewBox=\"0 0 1 1\"><title>" HARMLESS "</title><path d=\"M0 0\"/></svg>");
}

static void unsafe_addresses_become_a_hash(void **state)
{
    page *p = *state;
    good_values(p, S(""), HTML(""), S("javascript:alert(1)"), 0, 0, 0);
    str written = page_taken(p).s;
    assert_true(str_contains(written, S("<a href=\"#\">a</a>")));
    assert_false(str_contains(written, S("javascript")));
}

static void words_take_their_values(void **state)
{
    page *p = *state;
    good_words(p, S("<Ada>"), 3);
    assert_written(p, "<p title=\"For &lt;Ada&gt;\">Hello, Hello &lt;Ada&gt;, &quot;3&quot;</p>\n"
                      "3 messages <b>x</b>: 3");
}

static void one_is_not_many(void **state)
{
    page *p = *state;
    good_words(p, S("A"), 1);
    assert_true(str_ends(page_taken(p).s, S("one message <b>x</b>: one")));
}

static void blocks_choose_and_repeat(void **state)
{
    page *p = *state;
    const struct guest two[] = { { .name = S_INIT("A&B") }, { .name = S_INIT("C") } };
    good_blocks(p, (struct guests){ two, 2 }, true, 3);
    assert_written(p, "<ul class=\"yes\" id=\"three\">\n"
                      "\n<li>0 *<b>A&amp;B</b></li>\n"
                      "\n<li>1 *<b>C</b></li>\n"
                      "</ul>\n"
                      "<a href=\"/yes?3\"><b>yes</b></a>");
}

static void an_empty_list_takes_the_else(void **state)
{
    page *p = *state;
    good_blocks(p, (struct guests){ NULL, 0 }, false, 2);
    assert_written(p, "<ul hidden>\n<li>nobody</li>\n</ul>\n<a href=\"/no?2\">no</a>");
}

/* White space goes only where there is other, whichever way was taken; each branch of an address is
 * checked for itself. */
static void branches_meet(void **state)
{
    page *p = *state;
    good_branches(p, true, S("x"));
    good_branches(p, false, S("javascript:x"));
    assert_written(p, "<p>a\n<b>b</b>\n<i>c</i>\nx\nd</p><a href=\"/yes\">e</a>"
                      "<p>a\n\n<i>c</i>\njavascript:x\nd</p><a href=\"#\">e</a>");
}

static void a_frame_opens_and_closes(void **state)
{
    page *p = *state;
    good_frame(p, S("x"));
    good_nothing(p);
    good_foot(p);
    assert_written(p, "<main><h1>x</h1></main>");
}

static void structured_data_cannot_end_its_script(void **state)
{
    page *p = *state;
    json_t *data = json_pack("{s:s}", "name", "</script><b>&\xe2\x80\xa8");
    good_data(p, data);
    json_decref(data);
    str written = page_taken(p).s;
    str begin = S("<script type=\"application/ld+json\">");
    str end = S("</script><script src=\"/x.js\" defer></script>");
    assert_true(str_starts(written, begin) && str_ends(written, end));
    str inside = str_sub(written, begin.n, written.n - begin.n - end.n);
    assert_false(str_contains(inside, S("<")) || str_contains(inside, S("&")) ||
                 str_contains(inside, S("\xe2\x80\xa8")));
    json_t *read = json_loadb(inside.p, inside.n, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(read, "name")),
                        "</script><b>&\xe2\x80\xa8");
    json_decref(read);
}

/* ---- refused/ -------------------------------------------------------------------------------- */

/* The first line is {{# 3:14: message }}. */
static void assert_refused(arena *a, const char *name)
{
    const char *path = str_c(a, str_format(a, "%s/refused/%s", folder, name));
    str text = { 0 }, line = { 0 }, rest = { 0 };
    assert_null(tool_read(a, path, &text));
    assert_true(str_cut(text, '\n', &line, &rest));
    assert_true(str_starts(line, S("{{# ")) && str_ends(line, S(" }}")));
    str wanted = str_sub(line, 4, line.n - 7);

    struct page_made made = { 0 };
    const err *e = page_translate(a, name, text, S("x.h"), &made);
    if (e == NULL) {
        fail_msg("%s is not refused", name);
        return;
    }
    assert_int_equal(e->kind, ERR_INVALID);
    assert_string_equal(str_c(a, e->msg),
                        str_c(a, str_format(a, "%s:%.*s", name, STR_ARG(wanted))));
}

static void every_refusal_says_where_and_why(void **state)
{
    page *p = *state;
    DIR *files = opendir(str_c(p->arena, str_format(p->arena, "%s/refused", folder)));
    assert_non_null(files);
    size_t n = 0;
    for (const struct dirent *f = readdir(files); f != NULL; f = readdir(files)) {
        if (!str_ends(str_of(f->d_name), S(".html")))
            continue;
        assert_refused(p->arena, f->d_name);
        n++;
    }
    closedir(files);
    assert_true(n >= 100);
}

/* ---- what is not text ------------------------------------------------------------------------ */

static void broken_bytes_are_refused(void **state)
{
    page *p = *state;
    struct page_made made = { 0 };
    const err *e = page_translate(p->arena, "a.html", S("{{page x()}}\xff"), S("x.h"), &made);
    assert_non_null(e);
    assert_string_equal(str_c(p->arena, e->msg), "a.html:1:1: the file is not UTF-8");
    assert_null(made.code.p);
}

static void an_empty_file_is_a_page_file(void **state)
{
    page *p = *state;
    struct page_made made = { 0 };
    assert_null(page_translate(p->arena, "a.html", S(""), S("a.html.h"), &made));
    assert_true(str_contains(made.code, S("#include \"a.html.h\"\n")));
    assert_true(str_contains(made.header, S("#include \"web/page.h\"\n")));
}

/* A literal over 4095 bytes would be a warning, and a cut character a broken page. */
static void long_text_is_written_in_pieces(void **state)
{
    page *p = *state;
    buf source;
    buf_on_arena(&source, p->arena, 1 << 20);
    buf_add(&source, S("{{page x()}}a"));
    for (int i = 0; i < 5000; i++)
        buf_add(&source, S("\xe2\x82\xac"));
    struct page_made made = { 0 };
    assert_null(page_translate(p->arena, "a.html", buf_str(&source), S("x.h"), &made));
    size_t sum = 0, pieces = 0;
    for (str rest = made.code; str_find(rest, S("page_raw(p, \"")) < rest.n; pieces++) {
        rest = str_sub(rest, str_find(rest, S("page_raw(p, \"")) + 13, rest.n);
        str literal = str_sub(rest, 0, str_find(rest, S("\", ")));
        assert_true(literal.n <= 4000 && ((unsigned char)literal.p[0] & 0xc0) != 0x80);
        sum += literal.n;
    }
    assert_int_equal(sum, 15001);
    assert_int_equal(pieces, 4);
}

int main(int n, char **arguments)
{
    if (n > 1)
        folder = arguments[1];
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(values_are_escaped_by_type_and_place),
        TEST(unsafe_addresses_become_a_hash),
        TEST(words_take_their_values),
        TEST(one_is_not_many),
        TEST(blocks_choose_and_repeat),
        TEST(an_empty_list_takes_the_else),
        TEST(branches_meet),
        TEST(a_frame_opens_and_closes),
        TEST(structured_data_cannot_end_its_script),
        TEST(every_refusal_says_where_and_why),
        TEST(broken_bytes_are_refused),
        TEST(an_empty_file_is_a_page_file),
        TEST(long_text_is_written_in_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
