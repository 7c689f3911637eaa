/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * line_test.c - lines (line_cases.h) and what is understood of each; words of a command; bounds.
 */
#include "engine/line/line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "engine/line/line_cases.h"

/* The book that the lines are read against. */
static bool is_known(void *who, str name)
{
    static const char *const people[] = { "Anna", "Anna Schmidt", "Ben", "Ben Klein", "Cem",
                                          "anna", "anna schmidt", "ben", "Schmidt" };
    (void)who;
    for (size_t i = 0; i < COUNT_OF(people); i++)
        if (str_eq(name, str_of(people[i])))
            return true;
    return false;
}

static struct line read_line(arena *a, str text, bool strangers)
{
    struct line l = { 0 };
    /* A Monday. */
    struct line_world world = { .today = { 2026, 11, 23 }, .known = strangers ? NULL : is_known };
    line_read(a, text, &world, &l);
    return l;
}

static void note(buf *b, const char *what, str text)
{
    if (text.n > 0)
        buf_printf(b, "%s%s{%.*s}", b->n > 0 ? " " : "", what, STR_ARG(text));
}

static void note_lists(buf *b, const struct line *l)
{
    for (size_t i = 0; i < l->n_items; i++)
        buf_printf(b, " %s%d{%.*s}", l->items[i].offers ? "offers" : "seeks", l->items[i].whom,
                   STR_ARG(l->items[i].text));
    for (size_t i = 0; i < l->n_promises; i++)
        buf_printf(b, " %s%d{%.*s|%.*s}", l->promises[i].theirs ? "theirs" : "mine",
                   l->promises[i].whom, STR_ARG(l->promises[i].text), STR_ARG(l->promises[i].due));
    for (size_t i = 0; i < l->n_wrong; i++)
        note(b, "wrong", l->wrong[i].text);
    note(b, "rest", l->rest);
}

static str noted(arena *a, const struct line *l)
{
    static const char *const sides[] = { "", "me", "they", "even" };
    buf b;
    buf_on_arena(&b, a, 10000);
    buf_add(&b, line_kind_text(l->kind));
    for (size_t i = 0; i < l->n_names; i++)
        buf_printf(&b, " [%.*s]", STR_ARG(l->names[i]));
    if (l->minutes > 0)
        buf_printf(&b, " %dm", l->minutes);
    if (l->day_said)
        buf_printf(&b, " %.*s", STR_ARG(when_date_text(a, l->day)));
    if (l->at >= 0)
        buf_printf(&b, " %d:%02d", l->at / 60, l->at % 60);
    note(&b, "at", l->place);
    if (l->started != LINE_NOBODY)
        buf_printf(&b, " began:%s", sides[l->started]);
    if (l->spoke != LINE_NOBODY)
        buf_printf(&b, " spoke:%s", sides[l->spoke]);
    note(&b, "heard", l->heard);
    note(&b, "given", l->given);
    note(&b, "received", l->received);
    note_lists(&b, l);
    return str_trim(buf_str(&b));
}

static void lines_are_understood(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(line_cases); i++) {
        arena *a = arena_new(ARENA_LIMIT);
        struct line l = read_line(a, str_of(line_cases[i].text), line_cases[i].strangers);
        const char *got = str_c(a, noted(a, &l));
        if (strcmp(got, line_cases[i].understood) != 0)
            fail_msg("%s\nshould be %s\nbut was   %s", line_cases[i].text, line_cases[i].understood,
                     got);
        arena_free(a);
    }
}

static void every_byte_has_its_span(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(line_cases); i++) {
        arena *a = arena_new(ARENA_LIMIT);
        struct line l = read_line(a, str_of(line_cases[i].text), false);
        size_t at = 0;
        for (size_t k = 0; k < l.n_spans; k++) {
            assert_int_equal(l.spans[k].from, at);
            at += l.spans[k].n;
        }
        assert_int_equal(at, l.text.n);
        arena_free(a);
    }
}

static void assert_same(str got, const char *want)
{
    if (!str_eq(got, str_of(want)))
        fail_msg("got %.*s, want %s", STR_ARG(got), want);
}

static void words_of_a_command_keep_their_quotes(void **state)
{
    (void)state;
    SCRATCH(a);
    const str words[] = { S("call"), S("Anna Schmidt"), S("20m"), S("heard"),
                          S("she said \"soon\" twice") };
    assert_same(line_of_words(a, words, COUNT_OF(words)),
                "call \"Anna Schmidt\" 20m heard «she said \"soon\" twice»");
    struct line l = read_line(a, line_of_words(a, words, COUNT_OF(words)), false);
    assert_same(l.heard, "she said \"soon\" twice");
    assert_same(line_of_words(a, NULL, 0), "");
    const str parts[] = { S("call"), S("heard a new job"), S("last Friday"), S("Anna Schmidt") };
    assert_same(line_of_words(a, parts, COUNT_OF(parts)),
                "call heard a new job; last Friday \"Anna Schmidt\"");
    const str whole[] = { S("Anruf Anna 20m") };
    assert_same(line_of_words(a, whole, 1), "Anruf Anna 20m");
}

static void what_is_too_long_is_rest(void **state)
{
    (void)state;
    SCRATCH(a);
    buf b;
    buf_on_arena(&b, a, 1 << 20);
    buf_add(&b, S("Anruf Anna "));
    while (b.n < 40000)
        buf_add(&b, S("sucht und ä "));
    struct line l = read_line(a, buf_str(&b), false);
    assert_int_equal(l.kind, LINE_CALL);
    assert_true(l.rest.n > 30000);
    assert_true(l.n_items <= LINE_LIST_MAX);
}

static void many_names_are_bounded(void **state)
{
    (void)state;
    SCRATCH(a);
    buf b;
    buf_on_arena(&b, a, 1 << 20);
    buf_add(&b, S("Treffen Anna"));
    for (int i = 0; i < 40; i++)
        buf_printf(&b, ", Ben");
    struct line l = read_line(a, buf_str(&b), false);
    assert_int_equal(l.n_names, LINE_LIST_MAX);
    assert_true(str_contains(l.rest, S("Ben")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_understood),
        cmocka_unit_test(every_byte_has_its_span),
        cmocka_unit_test(words_of_a_command_keep_their_quotes),
        cmocka_unit_test(what_is_too_long_is_rest),
        cmocka_unit_test(many_names_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
