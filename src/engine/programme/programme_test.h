/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_test.h - what the tests of the readers share.
 */
#ifndef ENGINE_PROGRAMME_PROGRAMME_TEST_H
#define ENGINE_PROGRAMME_PROGRAMME_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "engine/programme/programme.h"

#define TEXT(expected, s) assert_string_equal(str_c(a, (s)), expected)
#define BERLIN "Europe/Berlin"

static struct programme_report report;

static inline struct programme read_ok(arena *a, const char *text)
{
    struct programme p = { 0 };
    const err *e = programme_read(a, str_of(text), S(BERLIN), &p, &report);
    if (e != NULL)
        fail_msg("%s", str_c(a, err_text(a, e)));
    return p;
}

static inline const char *refusal_of(arena *a, str text)
{
    struct programme p = { 0 };
    const err *e = programme_read(a, text, S(BERLIN), &p, &report);
    assert_non_null(e);
    assert_int_equal(e->kind, ERR_INVALID);
    assert_true(e->msg.n > 0 && !str_contains(e->msg, S("\n")));
    assert_int_equal(p.n_talks, 0);
    return str_c(a, e->msg);
}

/* How often a remark was made whose msgid contains `part`; `first`, if given, must be its first
 * place. */
static inline size_t remarked(const char *part, const char *first)
{
    for (size_t i = 0; i < report.n; i++) {
        if (!str_contains(str_of(report.remarks[i].kind), str_of(part)))
            continue;
        if (first != NULL)
            assert_true(str_eq(report.remarks[i].first, str_of(first)));
        return report.remarks[i].count;
    }
    return 0;
}

static inline const char *start_of(arena *a, struct programme p, size_t i)
{
    return str_c(a, when_rfc3339(a, p.talks[i].start_ms, p.zone));
}

static inline const char *day_of(arena *a, struct programme p, size_t i)
{
    return str_c(a, when_date_text(a, p.talks[i].day));
}

static inline str repeated(arena *a, const char *before, const char *piece, size_t n,
                           const char *after)
{
    buf b;
    buf_on_arena(&b, a, 64 << 20);
    buf_add(&b, str_of(before));
    for (size_t i = 0; i < n; i++)
        buf_add(&b, str_of(piece));
    buf_add(&b, str_of(after));
    return buf_str(&b);
}

#define ICS(events) "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" events "END:VCALENDAR\r\n"
#define EVENT(lines) "BEGIN:VEVENT\r\n" lines "END:VEVENT\r\n"

#endif
