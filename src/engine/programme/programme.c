/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme.c - recognises the format of a foreign programme and lets its reader read it.
 */
#include "engine/programme/programme.h"

#include "base/check.h"
#include "base/clock.h"
#include "engine/programme/programme_draft.h"
#include "engine/programme/programme_text.h"

static bool is_utf16(str text)
{
    return str_starts(text, S("\xff\xfe")) || str_starts(text, S("\xfe\xff"));
}

/* By its first bytes: a file's name says nothing. */
static bool recognise(str text, enum programme_format *ret)
{
    if (str_starts(text, S("\xef\xbb\xbf")))
        text = str_sub(text, 3, text.n);
    str start = str_trim(str_sub(text, 0, 4096));
    if (str_starts(start, S("<")) || is_utf16(text))
        *ret = PROGRAMME_XML;
    else if (str_starts(start, S("{")) || str_starts(start, S("[")))
        *ret = PROGRAMME_JSON;
    else if (str_eq_nocase(str_sub(start, 0, 15), S("BEGIN:VCALENDAR")))
        *ret = PROGRAMME_ICS;
    else
        return false;
    return true;
}

static const err *read_format(struct programme_draft *d, str text)
{
    switch (d->p.format) {
    case PROGRAMME_XML:
        return programme_xml_read(d, text);
    case PROGRAMME_JSON:
        return programme_json_read(d, text);
    case PROGRAMME_ICS:
        return programme_ics_read(d, text);
    case PROGRAMME_TEXT:
        break; /* not a file of a format: programme_text_read */
    }
    UNREACHABLE();
}

const err *programme_read(arena *a, str text, str zone, struct programme *ret,
                          struct programme_report *ret_report)
{
    ASSERT(when_zone_known(zone));
    SCRATCH(scratch);
    struct programme_draft d = { .a = a, .scratch = scratch };
    if (text.n > PROGRAMME_MAX)
        FAIL(a, ERR_INVALID, "larger than %zu MB", PROGRAMME_MAX >> 20);
    if (!recognise(text, &d.p.format)) {
        const err *e = programme_text_read(a, text, zone, clock_now_ms(), ret, ret_report);
        if (e != NULL)
            FAIL(a, ERR_INVALID,
                 "neither a schedule.xml nor a schedule.json nor an iCalendar file; %.*s",
                 STR_ARG(e->msg));
        return NULL;
    }
    d.p.zone = str_copy(a, zone);
    d.p.zone_assumed = true;
    TRY(read_format(&d, text));
    return programme_draft_finish(&d, ret, ret_report);
}
