/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_text_days.c - which dates are meant: years that were left out, "Zweiter Tag", weekdays
 * alone. What had to be taken is told.
 */
#include "base/words.h"
#include "engine/programme/programme_text_parts.h"

/* A span longer than this gives no days without talks. */
#define SPAN_DAYS_MAX 14
/* A day without its year may lie this much before the day it is counted from. */
#define SLACK_DAYS 31

static bool exists(struct when_date d)
{
    return when_date_cmp(when_date_of_number(when_date_number(d)), d) == 0;
}

static void remark_date(struct programme_draft *d, const char *kind, struct when_date date)
{
    programme_draft_remark(d, kind, when_date_text(d->scratch, date));
}

/* The date with its year; without one, the first such date not before `least`. */
static struct when_date complete(const struct programme_text_date *t, struct when_date least)
{
    struct when_date date = { t->year, t->month, t->day };
    if (t->year != 0)
        return date;
    date.year = least.year;
    /* The 29th of February may be eight years off. */
    for (int i = 0; i < 9 && (!exists(date) || when_date_cmp(date, least) < 0); i++)
        date.year++;
    return date;
}

/* The same, and tells what is doubtful about it; false where there is no such day. */
static bool settle_date(struct programme_draft *d, const struct programme_text_date *t,
                        struct when_date least, bool year_open, struct when_date *ret)
{
    if (t->month == 0)
        return false;
    struct when_date date = complete(t, least);
    if (!exists(date)) {
        remark_date(d, WORDS_MARK("{n} dates do not exist (first: {first})"), date);
        return false;
    }
    if (t->year == 0 && year_open)
        remark_date(d, WORDS_MARK("{n} dates have no year; the next one was taken: {first}"), date);
    if (t->slashes)
        remark_date(d, WORDS_MARK("{n} dates with slashes were read as day/month (first: {first})"),
                    date);
    if (t->weekday >= 0 && when_weekday(date) != t->weekday)
        remark_date(
            d, WORDS_MARK("{n} dates fall on another day of the week than stated (first: {first})"),
            date);
    *ret = date;
    return true;
}

/* The first day with that weekday, from `least` on. */
static struct when_date next_weekday(struct when_date least, int weekday)
{
    return when_date_add(least, (weekday - when_weekday(least) + 7) % 7);
}

/* Days with a month first: the others are counted from them. */
static void settle_dates(struct programme_draft *d, struct programme_text_days *days,
                         struct when_date today)
{
    struct when_date from = { 0 };
    if (days->has_anchor)
        days->has_anchor = settle_date(d, &days->from, today, true, &from);
    for (size_t i = 0; i < days->n && !days->has_anchor; i++) {
        from = complete(&days->item[i].date, today);
        days->has_anchor = days->item[i].date.year != 0 && exists(from);
    }
    struct when_date least = days->has_anchor ? when_date_add(from, -SLACK_DAYS) : today;
    for (size_t i = 0; i < days->n; i++) {
        struct programme_text_day *day = &days->item[i];
        day->known = settle_date(d, &day->date, least, !days->has_anchor, &day->is);
        if (day->known && day->date.year == 0 && !days->has_anchor)
            least = when_date_add(day->is, -SLACK_DAYS);
    }
    days->first = from;
}

/* "Zweiter Tag": counted from another day whose number and date are known, else from the first. */
static bool settle_nth(const struct programme_text_days *days, struct programme_text_day *day)
{
    for (size_t i = 0; i < days->n; i++) {
        const struct programme_text_day *other = &days->item[i];
        if (!other->known || other->nth == 0)
            continue;
        day->is = when_date_add(other->is, day->nth - other->nth);
        return true;
    }
    if (!days->has_anchor)
        return false;
    day->is = when_date_add(days->first, day->nth - 1);
    return true;
}

/* The last settled day before number `i`; else the day before the week begins. */
static struct when_date day_before(const struct programme_text_days *days, size_t i,
                                   struct when_date today)
{
    while (i-- > 0)
        if (days->item[i].known)
            return days->item[i].is;
    return when_date_add(days->has_anchor ? days->first : when_date_add(today, 1), -1);
}

/* "Montag" before a "Dienstag, 10. Juli" lies in its week. */
static bool settle_backwards(const struct programme_text_days *days, size_t i, int weekday,
                             struct when_date *ret)
{
    for (size_t k = 0; k < i; k++)
        if (days->item[k].known)
            return false;
    for (size_t k = i + 1; k < days->n; k++) {
        if (!days->item[k].known || days->has_span)
            continue;
        *ret = next_weekday(when_date_add(days->item[k].is, -7), weekday);
        return true;
    }
    return false;
}

static void settle_day(struct programme_draft *d, struct programme_text_days *days, size_t i,
                       struct when_date today)
{
    struct programme_text_day *day = &days->item[i];
    struct when_date before = day_before(days, i, today);
    int weekday = day->date.weekday;
    bool told = days->has_anchor || when_date_cmp(before, today) != 0;
    if (day->nth > 0 && settle_nth(days, day)) {
        told = true;
    } else if (weekday >= 0) {
        if (settle_backwards(days, i, weekday, &day->is))
            told = true;
        else
            day->is = next_weekday(when_date_add(before, 1), weekday);
    } else {
        day->is = when_date_add(before, 1);
    }
    day->known = true;
    if (!told)
        remark_date(d, WORDS_MARK("No date is stated for the first day; {first} was taken"),
                    day->is);
}

static void add_day(struct programme_draft *d, struct when_date date)
{
    struct programme_draft_day ignored;
    (void)programme_draft_day(d, when_date_text(d->scratch, date), (str){ 0 }, (str){ 0 },
                              &ignored);
}

void programme_text_days_settle(struct programme_draft *d, struct programme_text_days *days,
                                int64_t now_ms)
{
    struct when_date today = when_local_of(now_ms, d->p.zone).date, last;
    bool anchor = days->has_anchor;
    settle_dates(d, days, today);
    anchor = anchor && days->has_anchor;
    for (size_t i = 0; i < days->n; i++)
        if (!days->item[i].known)
            settle_day(d, days, i, today);
    for (size_t i = 0; i < days->n; i++)
        add_day(d, days->item[i].is);
    if (!anchor)
        days->first = days->n > 0 ? days->item[0].is : when_date_add(today, 1);
    if (!days->has_span || !anchor || !settle_date(d, &days->to, days->first, false, &last))
        return;
    int64_t n = when_date_number(last) - when_date_number(days->first);
    for (int i = 0; n > 0 && n < SPAN_DAYS_MAX && i <= n; i++)
        add_day(d, when_date_add(days->first, i));
}
