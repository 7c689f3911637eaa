/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_words.c - days, rhythms and times as people say them.
 */
#include "feature/care/care_rules.h"

#include <inttypes.h>

#define MONTH_DAYS 30.4375 /* 365.25 / 12 */

static str number(arena *a, int64_t n)
{
    return str_format(a, "%" PRId64, n);
}

static str filled(arena *a, enum lang lang, const char *msgid, const char *name, str value)
{
    const struct words_value v = { name, value };
    return words_fill(a, words(lang, msgid), &v, 1);
}

str care_words_with(const struct care_asking *ask, const char *msgid, const char *name, str value)
{
    return filled(ask->arena, ask->lang, msgid, name, value);
}

/* ---- rhythms --------------------------------------------------------------------------------- */

/* A whole number of a unit, as one says it. */
static str every(arena *a, enum lang lang, int64_t n, const char *one, const char *many)
{
    return n == 1 ? words(lang, one) : filled(a, lang, many, "n", number(a, n));
}

static str rough(arena *a, enum lang lang, int64_t days, bool *ret_exact)
{
    int64_t months = (int64_t)((double)days / MONTH_DAYS + 0.5);
    *ret_exact = days < 5 || days % 7 == 0 || days == 30 || days == 180 || days == 365;
    if (days < 5)
        return every(a, lang, days, WORDS_MARK("daily"), WORDS_MARK("every {n} days"));
    if (days < 60 && (days < 27 || days > 34)) {
        *ret_exact = days % 7 == 0;
        return every(a, lang, (days + 3) / 7, WORDS_MARK("weekly"), WORDS_MARK("every {n} weeks"));
    }
    *ret_exact = days == 30 || days == 90 || days == 180 || days == 365;
    if (months == 6)
        return words(lang, "every half year");
    if (months < 12)
        return every(a, lang, months, WORDS_MARK("monthly"), WORDS_MARK("every {n} months"));
    return every(a, lang, (months + 6) / 12, WORDS_MARK("yearly"), WORDS_MARK("every {n} years"));
}

str care_rhythm_words(arena *a, enum lang lang, int64_t days)
{
    bool exact = false;
    str said = rough(a, lang, days, &exact);
    return exact ? said : filled(a, lang, WORDS_MARK("about {rhythm}"), "rhythm", said);
}

str care_words_rhythm(const struct care_asking *ask, const struct person *p)
{
    struct care_tie tie = care_rules_tie_of(ask, p);
    int days = care_rhythm(&tie);
    if (days == 0)
        return S("");
    const char *whose = p->rhythm_days > 0 ? WORDS_MARK("own rhythm: {rhythm}")
                        : p->closeness > 0 ? WORDS_MARK("rhythm by closeness: {rhythm}")
                                           : WORDS_MARK("usual rhythm: {rhythm}");
    return care_words_with(ask, whose, "rhythm", care_rhythm_words(ask->arena, ask->lang, days));
}

/* ---- days ------------------------------------------------------------------------------------ */

str care_words_weekday(const struct care_asking *ask)
{
    str day = { 0 }, rest = { 0 };
    (void)str_cut(when_day_long(ask->arena, ask->today, ask->lang), ',', &day, &rest);
    return day;
}

str care_words_day(const struct care_asking *ask, struct when_date day)
{
    int64_t ahead = when_date_number(day) - care_rules_today(ask);
    if (ahead == 0)
        return words(ask->lang, "today");
    if (ahead == 1)
        return words(ask->lang, "tomorrow");
    return when_day_short(ask->arena, day, ask->lang);
}

str care_words_due(const struct care_asking *ask, str day)
{
    struct when_date due;
    if (!when_date_parse(day, &due))
        return S("");
    if (when_date_cmp(due, ask->today) <= 0)
        return care_words_with(ask, WORDS_MARK("due {ago}"), "ago",
                               when_ago(ask->arena, due, ask->today, ask->lang));
    return care_words_with(ask, WORDS_MARK("by {day}"), "day", care_words_day(ask, due));
}

str care_words_last(const struct care_asking *ask, const struct person *p)
{
    if (p->pulse.last_ms == 0)
        return S("");
    struct when_date then = when_local_of(p->pulse.last_ms, ask->zone).date;
    str kind = book_kind_words(ask->lang, p->pulse.last_kind);
    str ago = when_ago(ask->arena, then, ask->today, ask->lang);
    return str_empty(kind) ? ago : str_join(ask->arena, (str[]){ kind, ago }, 2, S(", "));
}

/* ---- Today's title --------------------------------------------------------------------------- */

str care_words_time(arena *a, enum lang lang, int64_t minutes)
{
    int64_t fives = (minutes + 4) / 5 * 5, halves = (minutes + 15) / 30;
    if (fives < 60)
        return filled(a, lang, WORDS_MARK("about {n} minutes"), "n", number(a, fives));
    if (halves == 2)
        return words(lang, "about an hour");
    if (halves % 2 == 1)
        return filled(a, lang, WORDS_MARK("about {n}½ hours"), "n", number(a, halves / 2));
    return filled(a, lang, WORDS_MARK("about {n} hours"), "n", number(a, halves / 2));
}

str care_words_title(const struct care_asking *ask, size_t things, int64_t minutes)
{
    static const char *const said[CARE_TODAY_MAX + 1] = {
        NULL,
        WORDS_MARK("one thing"),
        WORDS_MARK("two things"),
        WORDS_MARK("three things"),
        WORDS_MARK("four things"),
        WORDS_MARK("five things"),
        WORDS_MARK("six things"),
        WORDS_MARK("seven things"),
        WORDS_MARK("eight things"),
        WORDS_MARK("nine things"),
    };
    if (things == 0)
        return care_words_with(ask, WORDS_MARK("Today, {weekday}: nothing waits"), "weekday",
                               care_words_weekday(ask));
    const struct words_value values[] = {
        { "weekday", care_words_weekday(ask) },
        { "things", words(ask->lang, said[things]) },
        { "time", care_words_time(ask->arena, ask->lang, minutes) },
    };
    return words_fill(ask->arena, words(ask->lang, "Today, {weekday}: {things}, {time}"), values,
                      COUNT_OF(values));
}
