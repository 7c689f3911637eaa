/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * markdown_test.c - what markup comes out, and that none of it can do harm.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <pthread.h>

#include "base/buf.h"
#include "base/clock.h"
#include "engine/markdown/markdown.h"
#include "engine/markdown/markdown_check.h"

#define REL "rel=\"nofollow ugc noopener\""
#define TEXT(expected, s) assert_string_equal(str_c(a, (s)), expected)

static void markdown_becomes_markup(void **state)
{
    (void)state;
    SCRATCH(a);
    static const char *const t[][2] = {
        { "", "" },
        { "Ein *Wort*, **zwei**\nund ~~drei~~.",
          "<p>Ein <em>Wort</em>, <strong>zwei</strong>\nund <del>drei</del>.</p>\n" },
        { "~1~", "<p>~1~</p>\n" },
        { "- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n" },
        { "3. a", "<ol start=\"3\">\n<li>a</li>\n</ol>\n" },
        { "[x](https://example.org/?a=1&b=2 \"t\\\"\")",
          "<p><a " REL " href=\"https://example.org/?a=1&amp;b=2\" title=\"t&quot;\">x</a></p>\n" },
        { "siehe https://example.org/a.", "<p>siehe <a " REL " href=\"https://example.org/a\">"
                                          "https://example.org/a</a>.</p>\n" },
        { "[x](/talks/y)", "<p><a " REL " href=\"/talks/y\">x</a></p>\n" },
        { "```js\na<b\n```", "<pre><code>a&lt;b\n</code></pre>\n" },
        { "|a|b|\n|-|:-:|\n|1|[x](https://example.org)|",
          "<table>\n<thead>\n<tr>\n<th>a</th>\n<th "
          "align=\"center\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
          "<td>1</td>\n<td align=\"center\"><a " REL " href=\"https://example.org\">x</a></td>\n"
          "</tr>\n</tbody>\n</table>\n" },
    };
    for (size_t i = 0; i < COUNT_OF(t); i++)
        TEXT(t[i][1], markdown_html(a, str_of(t[i][0]), 2).s);
}

static void headings_keep_the_outline(void **state)
{
    (void)state;
    SCRATCH(a);
    TEXT("<h2>a</h2>\n", markdown_html(a, S("# a"), 2).s);
    TEXT("<h4>a</h4>\n", markdown_html(a, S("# a"), 4).s);
    TEXT("<h6>a</h6>\n", markdown_html(a, S("#### a"), 4).s);
    TEXT("<h3>a</h3>\n", markdown_html(a, S("a\n---"), 2).s);
}

static void a_part_in_another_language_is_marked(void **state)
{
    (void)state;
    SCRATCH(a);
    static const char *const t[][2] = {
        { "Ein Satz.\n\n## In English\n\nA line.\n\n### More\n\nAnother.",
          "<p>Ein Satz.</p>\n<div lang=\"en\">\n<h3>In English</h3>\n<p>A line.</p>\n"
          "<h4>More</h4>\n<p>Another.</p>\n</div>\n" },
        { "## english\n\na\n\n## Ende\n\nb",
          "<div lang=\"en\">\n<h3>english</h3>\n<p>a</p>\n</div>\n<h3>Ende</h3>\n<p>b</p>\n" },
        { "# Auf Deutsch\n# In English\na",
          "<div lang=\"de\">\n<h2>Auf Deutsch</h2>\n</div>\n"
          "<div lang=\"en\">\n<h2>In English</h2>\n<p>a</p>\n</div>\n" },
        { "## English tea", "<h3>English tea</h3>\n" },
        { "## *English*", "<h3><em>English</em></h3>\n" },
        { "> ## English\n", "<blockquote>\n<h3>English</h3>\n</blockquote>\n" },
        { "##", "<h3></h3>\n" },
    };
    for (size_t i = 0; i < COUNT_OF(t); i++) {
        html markup = markdown_html(a, str_of(t[i][0]), 2);
        TEXT(t[i][1], markup.s);
        assert_true(markdown_check(markup.s));
    }
}

static void raw_html_is_shown_as_text(void **state)
{
    (void)state;
    SCRATCH(a);
    TEXT("<p>a &lt;b onclick=&quot;x()&quot;&gt;c&lt;/b&gt;</p>\n",
         markdown_html(a, S("a <b onclick=\"x()\">c</b>"), 2).s);
    str block = markdown_html(a, S("<script>\nalert(1)\n</script>\n\nb"), 2).s;
    assert_true(str_contains(block, S("&lt;script&gt;")));
    assert_true(str_contains(block, S("alert(1)")));
    assert_true(str_ends(block, S("<p>b</p>\n")));
    assert_true(markdown_check(block));
}

static void bad_addresses_are_dropped(void **state)
{
    (void)state;
    SCRATCH(a);
    static const char *const bad[] = {
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "[x](//example.org/)",
        "[x](/\\example.org)",
        "[x](<java\tscript:x>)",
        "[x](&#106;avascript:x)",
        "[x](ftp://example.org)",
        "[x](x:y)",
        "[x][1]\n\n[1]: javascript:x",
        "[x]()",
        "[x](%6aavascript:x)",
        "[x](<  javascript:x>)",
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        TEXT("<p>x</p>\n", markdown_html(a, str_of(bad[i]), 2).s);
    TEXT("<p>javascript:alert(1)</p>\n", markdown_html(a, S("<javascript:alert(1)>"), 2).s);
}

static void pictures_become_links(void **state)
{
    (void)state;
    SCRATCH(a);
    TEXT("<p><a " REL " href=\"https://example.org/a.png\">Bild</a></p>\n",
         markdown_html(a, S("![Bild](https://example.org/a.png)"), 2).s);
    TEXT("<p><a " REL " href=\"https://example.org/a.png\">https://example.org/a.png</a></p>\n",
         markdown_html(a, S("![](https://example.org/a.png)"), 2).s);
    TEXT("<p><a " REL " href=\"https://example.org/\">Bild</a></p>\n",
         markdown_html(a, S("[![Bild](https://example.org/a.png)](https://example.org/)"), 2).s);
    TEXT("<p>b</p>\n", markdown_html(a, S("![b](data:image/svg+xml,x)"), 2).s);
    /* The link goes, the picture in it stays reachable. */
    TEXT("<p><a " REL " href=\"https://example.org/a.png\">b</a></p>\n",
         markdown_html(a, S("[![b](https://example.org/a.png)](javascript:x)"), 2).s);
}

static str repeated(arena *a, str piece, size_t size)
{
    buf b;
    buf_on_arena(&b, a, size);
    while (!buf_full(&b))
        buf_add(&b, piece);
    return buf_str(&b);
}

/* What is known to make Markdown readers slow: each must be done in a time that a request may take.
 */
static void hostile_texts_take_no_time(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "[",      "![",      "[a](",      "*a ",   "_a __b ", "`a``b ", "<a ",  "> ",
        "- ",     "a|",      "~~a ",      "[a]: ", "<!--",    "&",      "\\",   "www.",
        "a@b.",   "http://", "**a *",     "]]",    "#\n",     "|-\n",   "\t- ", "[[a]",
        "![[]()", "<?",      "<![CDATA[", "_ ",    "~ ",      ":",      "1. ",  "\n>a"
    };
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        SCRATCH(a);
        int64_t start = clock_mono_ns();
        html h = markdown_html(a, repeated(a, str_of(pieces[i]), MARKDOWN_MAX), 2);
        int64_t ms = (clock_mono_ns() - start) / 1000000;
        assert_true(markdown_check(h.s));
        if (ms > 5000)
            fail_msg("\"%s\": %d ms", pieces[i], (int)ms);
    }
}

static void longer_texts_are_cut_and_say_so(void **state)
{
    (void)state;
    SCRATCH(a);
    str text = repeated(a, S("ä *b* <i>\n\n"), 2 * MARKDOWN_MAX);
    str h = markdown_html(a, text, 2).s;
    assert_true(markdown_check(h));
    assert_true(str_starts(h, S("<p>ä *b* &lt;i&gt;</p>\n")));
    assert_true(str_contains(h, S("gekürzt")));
    assert_true(h.n < 4 * MARKDOWN_MAX);
}

static void invalid_bytes_are_replaced(void **state)
{
    (void)state;
    SCRATCH(a);
    assert_true(markdown_check(markdown_html(a, S("a\xff\xc3 \xed\xa0\x80 b"), 2).s));
    assert_true(markdown_check(markdown_html(a, (str){ "a\0b", 3 }, 2).s));
    assert_true(markdown_check(markdown_plain(a, S("a\xff\xc3 http://\xff")).s));
}

static void plain_says_what_was_said(void **state)
{
    (void)state;
    SCRATCH(a);
    static const char *const t[][2] = {
        { "", "" },
        { " \n\n ", "" },
        { "a\nb\n\n\nc", "<p>a<br>\nb</p>\n<p>c</p>\n" },
        { "a\r\nb", "<p>a<br>\nb</p>\n" },
        { "*a* <b> & \"c\" 'd'", "<p>*a* &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;</p>\n" },
        { "(https://example.org/a_(b)).",
          "<p>(<a " REL
          " href=\"https://example.org/a_(b)\">https://example.org/a_(b)</a>).</p>\n" },
        { "„https://example.org“, gut!",
          "<p>„<a " REL " href=\"https://example.org\">https://example.org</a>“, gut!</p>\n" },
        { "HTTP://example.org?a&b",
          "<p><a " REL
          " href=\"HTTP://example.org?a&amp;b\">HTTP://example.org?a&amp;b</a></p>\n" },
        { "https://example.org\"onclick=x",
          "<p><a " REL
          " href=\"https://example.org\">https://example.org</a>&quot;onclick=x</p>\n" },
        { "javascript:x http:// https://. xhttps://example.org",
          "<p>javascript:x http:// https://. xhttps://example.org</p>\n" },
    };
    for (size_t i = 0; i < COUNT_OF(t); i++) {
        str h = markdown_plain(a, str_of(t[i][0])).s;
        TEXT(t[i][1], h);
        assert_true(markdown_check(h));
    }
}

static void foreign_html_becomes_markdown(void **state)
{
    (void)state;
    SCRATCH(a);
    static const char *const t[][2] = {
        { "", "" },
        { "ohne Tags, *bleibt*", "ohne Tags, *bleibt*" },
        { "a &amp; b &lt;c&gt; &#8211; &uuml; &unknown; &", "a & b <c> – ü &unknown; &" },
        { "<p>eins</p>\n<p>zwei</p>", "eins\n\nzwei" },
        { "eins<br>zwei<br/><br />drei", "eins\\\nzwei\n\ndrei" },
        { "<p>a <b>fett </b>b <i>kursiv</i>, <em><i>x</i></em></p>", "a **fett** b *kursiv*, *x*" },
        { "<a href='https://example.org/x y'>dort</a>", "[dort](<https://example.org/x%20y>)" },
        { "<a href='https://example.org'>https://example.org</a>", "https://example.org" },
        { "<a href='javascript:x'>a</a> <a href='/rel'>b</a>", "a b" },
        { "<ul><li>a</li>\n<li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n\n  - c" },
        { "<ol><li>a<li>b</ol>", "1. a\n2. b" },
        { "<h1>T</h1><p>x", "# T\n\nx" },
        { "<blockquote><p>a</p><p>b</p></blockquote>", "> a\n> \n> b" },
        { "<pre>a\n  b</pre>", "```\na\n  b\n```" },
        { "<p><code>a`b</code></p>", "``a`b``" },
        { "<p>1. *x* [y] _z_ a_b # <br>- k<br>2012. Jahr</p>",
          "1\\. \\*x\\* \\[y\\] \\_z\\_ a_b #\\\n\\- k\\\n2012\\. Jahr" },
        { "<script>alert(1)</script><style>x</style><p>a<!-- b --></p><iframe>z</iframe>", "a" },
        { "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\n\nc" },
        { "<p>a < b <c> d", "a \\< b d" },
        { "<div><div><p>tief", "tief" },
        { "<p>https://example.org/a_(b) *</p>", "https://example.org/a_(b) \\*" },
        { "a<hr>b", "a\n\n---\n\nb" },
        { "&#0;&#xd800;&#1114112;&#x41;", "&#0;&#xd800;&#1114112;A" },
    };
    for (size_t i = 0; i < COUNT_OF(t); i++)
        TEXT(t[i][1], markdown_from_html(a, str_of(t[i][0])));
}

/* Text keeps its meaning on the way from HTML through Markdown to markup. */
static void text_survives_the_round_trip(void **state)
{
    (void)state;
    SCRATCH(a);
    static const char *const t[] = {
        "1. kein Punkt",
        "# keine Überschrift",
        "* Stern",
        "a *b* c",
        "[a](b)",
        "a\\b",
        "`x`",
        "~~weg~~",
        "&amp;amp; bleibt",
        "&lt;b&gt;",
        "---",
        "===",
        "+ a",
        "&gt; zitiert",
        "|a|b|",
        "__a__",
        "~~~",
        "![a](b)",
        "1) a",
        "a_b_c",
    };
    for (size_t i = 0; i < COUNT_OF(t); i++) {
        str source = str_format(a, "<p>%s</p>", t[i]);
        str back = markdown_html(a, markdown_from_html(a, source), 2).s;
        TEXT(str_c(a, str_format(a, "<p>%s</p>\n", t[i])), back);
    }
}

static void html_is_recognised(void **state)
{
    (void)state;
    static const char *const yes[] = { "<p>",        "a<br/>b", "</div>", "a &amp; b",
                                       "<A HREF=x>", "&#39;",   "<h1>" };
    static const char *const no[] = {
        "",           "a < b > c", "<c>", "a & b;", "R&D", "<https://example.org>", "vector<int>",
        "&nonsense;", "<p",        "<"
    };
    for (size_t i = 0; i < COUNT_OF(yes); i++)
        assert_true(markdown_looks_html(str_of(yes[i])));
    for (size_t i = 0; i < COUNT_OF(no); i++)
        assert_false(markdown_looks_html(str_of(no[i])));
}

static void summaries_are_plain_and_short(void **state)
{
    (void)state;
    SCRATCH(a);
    TEXT("Titel Ein Wort, code und mehr.",
         markdown_summary(a, S("# Titel\n\nEin **Wort**, `code`\nund [mehr](https://example.org)."),
                          100));
    TEXT("Ein langer…", markdown_summary(a, S("Ein langer Satz mit Wörtern"), 15));
    TEXT("Ein langer Satz", markdown_summary(a, S("Ein langer Satz"), 15));
    TEXT("Donaudampf…", markdown_summary(a, S("Donaudampfschifffahrt"), 11));
    TEXT("", markdown_summary(a, S(""), 10));
    TEXT("", markdown_summary(a, S("abc"), 0));
    TEXT("…", markdown_summary(a, S("abc"), 1));
    assert_int_equal(utf8_count(markdown_summary(a, repeated(a, S("äöü "), 50000), 300)) <= 300, 1);
}

static void *render_many(void *arg)
{
    int *wrong = arg;
    for (int i = 0; i < 300; i++) {
        SCRATCH(a);
        str h = markdown_html(a, S("~~a~~ https://example.org *b*"), 2).s;
        *wrong += !str_contains(h, S("<del>a</del>")) || !str_contains(h, S("<a "));
        *wrong += !str_eq(markdown_from_html(a, S("<p>a<b>c</b>")), S("a**c**"));
    }
    return NULL;
}

static void threads_do_not_disturb_each_other(void **state)
{
    (void)state;
    pthread_t threads[4];
    int wrong[4] = { 0 };
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, render_many, &wrong[i]), 0);
    for (size_t i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(wrong[i], 0);
    }
}

/* The judge itself must see what is wrong. */
static void the_check_sees_harm(void **state)
{
    (void)state;
    static const char *const bad[] = { "<script>",
                                       "<p onclick=\"x\">",
                                       "<a href=\"https://example.org\">",
                                       ("<a " REL " href=\"javascript:x\">"),
                                       "a > b",
                                       "<p",
                                       "\"",
                                       ("<a " REL " href=\"//x\">"),
                                       "<img src=\"x\">",
                                       "\xff",
                                       "<a>",
                                       "<div>",
                                       "<div lang=\"xx\">" };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(markdown_check(str_of(bad[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            threads_do_not_disturb_each_other), /* first, while nothing is set up yet */
        cmocka_unit_test(the_check_sees_harm),
        cmocka_unit_test(markdown_becomes_markup),
        cmocka_unit_test(headings_keep_the_outline),
        cmocka_unit_test(a_part_in_another_language_is_marked),
        cmocka_unit_test(raw_html_is_shown_as_text),
        cmocka_unit_test(bad_addresses_are_dropped),
        cmocka_unit_test(pictures_become_links),
        cmocka_unit_test(hostile_texts_take_no_time),
        cmocka_unit_test(longer_texts_are_cut_and_say_so),
        cmocka_unit_test(invalid_bytes_are_replaced),
        cmocka_unit_test(plain_says_what_was_said),
        cmocka_unit_test(foreign_html_becomes_markdown),
        cmocka_unit_test(text_survives_the_round_trip),
        cmocka_unit_test(html_is_recognised),
        cmocka_unit_test(summaries_are_plain_and_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
