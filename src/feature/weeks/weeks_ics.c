/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_ics.c - a week as a calendar (RFC 5545, 7986), for the feed and for `week export`.
 *
 * Written line by line (when_ics.h). A test reads it back with libical.
 */
#include "weeks_ics.h"

#include "engine/markdown/markdown.h"
#include "engine/when/when_ics.h"
#include "feature/weeks/weeks_view.h"

#define ICS_LIMIT ((size_t)64 << 20)
#define SUMMARY_CODE_POINTS 600

struct ics {
    buf out;
    arena *a;
    str zone, base_url;
};

static void put_line(struct ics *c, str line)
{
    when_ics_line(&c->out, line);
}

static void put_raw(struct ics *c, const char *name, str value)
{
    when_ics_raw(&c->out, c->a, name, value);
}

static void put_text(struct ics *c, const char *name, str value)
{
    when_ics_text(&c->out, c->a, name, value);
}

static void put_local(struct ics *c, const char *name, int64_t ms)
{
    if (str_eq(c->zone, S("UTC"))) {
        put_raw(c, name, when_ics_utc(c->a, ms));
        return;
    }
    struct when_local t = when_local_of(ms, c->zone);
    put_line(c, str_format(c->a, "%s;TZID=%.*s:%04d%02d%02dT%02d%02d%02d", name, STR_ARG(c->zone),
                           t.date.year, t.date.month, t.date.day, t.hour, t.minute, t.second));
}

static str description(struct ics *c, const struct talk *t, str url)
{
    const str parts[] = { t->subtitle, weeks_view_speakers(c->a, t),
                          markdown_summary(c->a, t->text, SUMMARY_CODE_POINTS), url };
    str there[COUNT_OF(parts)] = { 0 };
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (!str_empty(parts[i]))
            there[n++] = parts[i];
    return str_join(c->a, there, n, S("\n\n"));
}

static void put_talk(struct ics *c, const struct talk *t)
{
    str url = str_format(c->a, "%.*s/talks/%.*s", STR_ARG(c->base_url), STR_ARG(t->slug));
    put_line(c, S("BEGIN:VEVENT"));
    put_raw(c, "UID", t->uid);
    put_raw(c, "DTSTAMP", when_ics_utc(c->a, t->modified_ms));
    put_raw(c, "LAST-MODIFIED", when_ics_utc(c->a, t->modified_ms));
    put_line(c, str_format(c->a, "SEQUENCE:%lld", (long long)t->sequence));
    put_raw(c, "STATUS", weeks_store_cancelled(t) ? S("CANCELLED") : S("CONFIRMED"));
    put_local(c, "DTSTART", t->start_ms);
    put_line(c, str_format(c->a, "DURATION:PT%lldM", (long long)t->duration_min));
    put_text(c, "SUMMARY", t->title);
    put_text(c, "DESCRIPTION", description(c, t, url));
    put_text(c, "LOCATION", t->place);
    put_text(c, "CATEGORIES", t->track);
    put_raw(c, "URL", url);
    put_line(c, str_format(c->a, "CONFERENCE;VALUE=URI;FEATURE=CHAT:%.*s", STR_ARG(url)));
    put_line(c, S("END:VEVENT"));
}

/* Each line is made of pieces, and there may be 100,000 talks: a talk's pieces go with it. */
static void put_talks(struct ics *c, const struct talks *talks)
{
    arena *outer = c->a;
    for (size_t i = 0; i < talks->n; i++) {
        SCRATCH(piece);
        c->a = piece;
        put_talk(c, &talks->item[i]);
    }
    c->a = outer;
}

static void put_head(struct ics *c, const struct week *w)
{
    put_line(c, S("BEGIN:VCALENDAR"));
    put_line(c, S("VERSION:2.0"));
    put_line(c, S("PRODID:-//netzarbeit//weeks//EN"));
    put_line(c, S("CALSCALE:GREGORIAN"));
    put_line(c, S("METHOD:PUBLISH"));
    put_text(c, "NAME", w->title);
    put_text(c, "X-WR-CALNAME", w->title);
    put_text(c, "DESCRIPTION", w->subtitle);
    put_line(c, str_format(c->a, "URL:%.*s/weeks/%.*s", STR_ARG(c->base_url), STR_ARG(w->slug)));
    put_line(c, S("REFRESH-INTERVAL;VALUE=DURATION:PT1H"));
    put_line(c, S("X-PUBLISHED-TTL:PT1H"));
    put_raw(c, "LAST-MODIFIED", when_ics_utc(c->a, w->modified_ms));
}

static void put_zone(struct ics *c, const struct talks *talks)
{
    if (talks->n == 0 || str_eq(c->zone, S("UTC")))
        return;
    int64_t last_ms = weeks_store_end_ms(&talks->item[talks->n - 1]);
    buf_add(&c->out, when_vtimezone(c->a, c->zone, talks->item[0].start_ms, last_ms));
}

const err *weeks_ics(store *s, arena *a, const struct week *w, str base_url, str *ret)
{
    struct ics c = { .a = a, .zone = w->zone, .base_url = base_url };
    struct talks talks = { 0 };
    buf_on_arena(&c.out, a, ICS_LIMIT);
    TRY(weeks_store_talks_full(s, a, WEEKS_PUBLISHED, w->id, &talks));
    put_head(&c, w);
    put_zone(&c, &talks);
    put_talks(&c, &talks);
    put_line(&c, S("END:VCALENDAR"));
    if (buf_full(&c.out))
        FAIL(a, ERR_LIMIT, "the week's calendar is larger than %zu bytes", ICS_LIMIT);
    *ret = buf_str(&c.out);
    return NULL;
}
