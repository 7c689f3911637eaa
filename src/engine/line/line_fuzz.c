/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * line_fuzz.c - of any line every byte is in one span, what is not understood is in the rest, all
 * texts are valid and bounded, and reading what was read gives the same.
 */
#include "base/utf8.h"
#include "engine/line/line.h"
#include "fuzz.h"

static bool is_known(void *who, str name)
{
    (void)who;
    return str_starts(name, S("Anna")) || str_eq(name, S("ben klein"));
}

static void check_text(str text, size_t most)
{
    ASSERT(utf8_valid(text) && text.n <= most);
}

static void check_spans(const struct line *l)
{
    size_t at = 0;
    for (size_t i = 0; i < l->n_spans; i++) {
        struct line_span s = l->spans[i];
        str text = str_sub(l->text, s.from, s.n);
        ASSERT(s.from == at && s.n > 0 && s.part < LINE_PARTS);
        ASSERT(i == 0 || l->spans[i - 1].part != s.part);
        ASSERT(utf8_valid(text));
        ASSERT(s.part != LINE_REST || str_empty(str_trim(text)) ||
               str_contains(l->rest, str_trim(text)));
        at += s.n;
    }
    ASSERT(at == l->text.n);
}

static void check_line(arena *a, const struct line *l)
{
    size_t most = 2 * l->text.n + 2;
    check_spans(l);
    check_text(l->rest, most);
    check_text(l->heard, most);
    check_text(l->given, most);
    check_text(l->received, most);
    check_text(l->place, most);
    ASSERT(l->kind < LINE_KINDS && line_kind_of(line_kind_text(l->kind)) == l->kind);
    ASSERT(l->minutes >= 0 && l->minutes <= 1440 && l->at >= -1 && l->at < 1440);
    ASSERT(l->n_names <= LINE_LIST_MAX && l->n_items <= LINE_LIST_MAX);
    for (size_t i = 0; i < l->n_names; i++)
        ASSERT(l->names[i].n > 0 && utf8_valid(l->names[i]));
    for (size_t i = 0; i < l->n_items; i++) {
        ASSERT(l->items[i].text.n > 0 && l->items[i].whom < (int)l->n_names);
        check_text(l->items[i].text, most);
    }
    for (size_t i = 0; i < l->n_promises; i++) {
        struct when_date due;
        ASSERT(l->promises[i].text.n > 0 && l->promises[i].whom < (int)l->n_names);
        check_text(l->promises[i].text, most);
        ASSERT(str_empty(l->promises[i].due) || when_date_parse(l->promises[i].due, &due));
    }
    struct when_date day;
    ASSERT(when_date_parse(when_date_text(a, l->day), &day));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(a);
    struct line first = { 0 }, again = { 0 };
    struct line_world world = { .today = { 2026, 11, 23 }, .known = size % 2 ? is_known : NULL };
    line_read(a, (str){ (const char *)data, size }, &world, &first);
    check_line(a, &first);
    line_read(a, first.text, &world, &again);
    check_line(a, &again);
    ASSERT(str_eq(first.rest, again.rest) && first.n_spans == again.n_spans);
    return 0;
}
