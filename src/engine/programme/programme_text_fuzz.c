/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_text_fuzz.c - any bytes are an invitation that keeps what programme.h and
 * programme_text.h promise, or are refused in one line; no line is lost from the report; names
 * that were read are read again the same.
 */
#include "base/check.h"
#include "base/utf8.h"
#include "engine/programme/programme_text.h"
#include "fuzz.h"

#define NOW_MS INT64_C(1341136800000)

static void check_line(str s)
{
    ASSERT(utf8_valid(s));
    ASSERT(!str_contains(s, S("\n")));
}

static void check_persons(arena *a, const struct programme_talk *t)
{
    for (size_t i = 0; i < t->n_persons; i++) {
        ASSERT(!str_empty(t->persons[i].name));
        check_line(t->persons[i].name);
        ASSERT(utf8_valid(t->persons[i].biography));
    }
    ASSERT(utf8_valid(programme_text_names(a, t->persons, t->n_persons)));
}

static bool has_day(const struct programme *p, struct when_date day)
{
    for (size_t i = 0; i < p->n_days; i++)
        if (when_date_cmp(p->days[i], day) == 0)
            return true;
    return false;
}

static void check_programme(arena *a, const struct programme *p)
{
    ASSERT(p->format == PROGRAMME_TEXT);
    ASSERT(when_zone_known(p->zone));
    ASSERT(p->n_talks > 0 && !str_empty(p->title));
    check_line(p->title);
    check_line(p->place);
    ASSERT(utf8_valid(p->text));
    for (size_t i = 0; i < p->n_talks; i++) {
        const struct programme_talk *t = &p->talks[i];
        check_line(t->title);
        check_line(t->place);
        ASSERT(!str_empty(t->title) && utf8_valid(t->text));
        ASSERT(t->duration_min > 0 && t->duration_min <= 24 * 60);
        ASSERT(t->day.year >= 1900 && t->day.year < 2300 && has_day(p, t->day));
        ASSERT(i == 0 || p->talks[i - 1].start_ms <= t->start_ms);
        check_persons(a, t);
    }
}

static void check_report(const struct programme_report *report)
{
    for (size_t i = 0; i < report->n; i++) {
        ASSERT(report->remarks[i].count > 0);
        check_line(report->remarks[i].first);
    }
    for (size_t i = 0; i < report->n_lines; i++) {
        ASSERT(report->lines[i].number == i + 1);
        check_line(report->lines[i].text);
    }
}

/* What a form shows of a list of names is read as the same list. */
static void check_names(arena *a, str text)
{
    struct programme_person *first = NULL, *again = NULL;
    size_t n = programme_text_persons(a, text, &first);
    for (size_t i = 0; i < n; i++)
        ASSERT(!str_empty(first[i].name) && utf8_valid(first[i].name));
    (void)programme_text_persons(a, programme_text_names(a, first, n), &again);
}

static void check_fields(str text)
{
    struct when_date day;
    int minutes;
    if (programme_text_day(text, &day))
        ASSERT(when_date_cmp(when_date_of_number(when_date_number(day)), day) == 0);
    if (programme_text_clock(text, &minutes))
        ASSERT(minutes >= 0 && minutes < 24 * 60);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(a);
    str text = { (const char *)data, size };
    struct programme p;
    struct programme_report report = { 0 };
    const err *e = programme_text_read(a, text, S("Europe/Berlin"), NOW_MS, &p, &report);
    if (e == NULL) {
        check_programme(a, &p);
    } else {
        ASSERT(e->kind == ERR_INVALID);
        check_line(e->msg);
    }
    check_report(&report);
    if (utf8_valid(text)) {
        check_names(a, text);
        check_fields(text);
    }
    return 0;
}
