/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_fuzz.c - any bytes are a programme that keeps what programme.h promises, or are refused
 * in one line.
 */
#include "base/check.h"
#include "base/id.h"
#include "base/utf8.h"
#include "engine/programme/programme.h"
#include "fuzz.h"

static void check_text(str s)
{
    ASSERT(utf8_valid(s));
}

static void check_line(str s)
{
    check_text(s);
    ASSERT(!str_contains(s, S("\n")));
}

static void check_web(str url)
{
    check_line(url);
    ASSERT(str_eq_nocase(str_sub(url, 0, 7), S("http://")) ||
           str_eq_nocase(str_sub(url, 0, 8), S("https://")));
}

static bool has_day(const struct programme *p, struct when_date day)
{
    for (size_t i = 0; i < p->n_days; i++)
        if (when_date_cmp(p->days[i], day) == 0)
            return true;
    return false;
}

static void check_talk(const struct programme *p, const struct programme_talk *t)
{
    const str lines[] = { t->guid,  t->source_id, t->title, t->subtitle,
                          t->track, t->type,      t->place, t->language };
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        check_line(lines[i]);
    check_text(t->text);
    ASSERT(!str_empty(t->title));
    ASSERT(str_empty(t->guid) || id_is_uuid(t->guid));
    ASSERT(has_day(p, t->day));
    ASSERT(t->duration_min > 0);
    if (!str_empty(t->url))
        check_web(t->url);
    for (size_t i = 0; i < t->n_links; i++) {
        check_web(t->links[i].url);
        check_line(t->links[i].title);
    }
    for (size_t i = 0; i < t->n_persons; i++) {
        ASSERT(!str_empty(t->persons[i].name));
        check_line(t->persons[i].name);
        check_line(t->persons[i].source_id);
        check_text(t->persons[i].biography);
    }
}

static void check_programme(const struct programme *p)
{
    const str lines[] = { p->title, p->subtitle, p->acronym, p->place, p->version, p->url };
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        check_line(lines[i]);
    ASSERT(when_zone_known(p->zone));
    ASSERT(p->n_talks > 0 && !str_empty(p->title));
    for (size_t i = 1; i < p->n_days; i++)
        ASSERT(when_date_cmp(p->days[i - 1], p->days[i]) < 0);
    for (size_t i = 0; i < p->n_talks; i++) {
        check_talk(p, &p->talks[i]);
        ASSERT(i == 0 || p->talks[i - 1].start_ms <= p->talks[i].start_ms);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(a);
    struct programme p;
    struct programme_report report;
    const err *e =
        programme_read(a, (str){ (const char *)data, size }, S("Europe/Berlin"), &p, &report);
    if (e != NULL) {
        ASSERT(e->kind == ERR_INVALID);
        check_line(e->msg);
        return 0;
    }
    check_programme(&p);
    for (size_t i = 0; i < report.n; i++) {
        ASSERT(report.remarks[i].count > 0);
        check_line(report.remarks[i].first);
    }
    return 0;
}
