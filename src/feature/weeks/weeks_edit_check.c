/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_edit_check.c - the rules of the forms of weeks, talks and speakers.
 */
#include "feature/weeks/weeks_edit_check.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "engine/when/when.h"

#define MINUTES_MAX 10080 /* a week */

bool weeks_edit_check_good(const struct weeks_faults *f)
{
    for (size_t i = 0; i < WEEKS_PAPER_MAX; i++)
        if (!str_empty(f->of[i]))
            return false;
    return true;
}

/* Names, one a line: empty lines and blanks around a name say nothing. */
static str clean_lines(arena *a, str text)
{
    buf b = { 0 };
    str rest = utf8_text(a, text), line = { 0 };
    buf_on_arena(&b, a, text.n * 4 + 16);
    while (str_next(&rest, '\n', &line)) {
        str name = utf8_line(a, line);
        if (str_empty(name))
            continue;
        if (b.n > 0)
            buf_char(&b, '\n');
        buf_add(&b, name);
    }
    return b.n > 0 ? buf_str(&b) : S("");
}

static str clean(arena *a, enum weeks_input input, str value)
{
    if (value.p == NULL)
        return value;
    if (input == INPUT_LINES)
        return clean_lines(a, value);
    return input == INPUT_TEXT ? utf8_text(a, value) : utf8_line(a, value);
}

struct weeks_paper weeks_edit_check_clean(arena *a, const struct weeks_paper *p)
{
    struct weeks_fields fields = weeks_versions_fields(p->kind);
    struct weeks_paper ret = *p;
    for (size_t i = 0; i < fields.n; i++)
        ret.value[i] = clean(a, fields.item[i].input, p->value[i]);
    return ret;
}

static str too_long(arena *a, enum lang lang, const struct weeks_field *f)
{
    const struct words_value values[] = { { "n", str_format(a, "%zu", f->most) } };
    const char *msgid = f->input == INPUT_TEXT
                            ? WORDS_MARK("This text is too long: at most {n} bytes.")
                            : WORDS_MARK("This is too long: at most {n} characters.");
    return words_fill(a, words(lang, msgid), values, 1);
}

static bool fits(const struct weeks_field *f, str value)
{
    str rest = value, line = { 0 };
    if (f->input == INPUT_TEXT)
        return value.n <= f->most;
    if (f->input != INPUT_LINES)
        return utf8_count(value) <= f->most;
    while (str_next(&rest, '\n', &line))
        if (utf8_count(line) > f->most)
            return false;
    return true;
}

/* What holds for every kind of field. */
static struct weeks_faults check_fields(arena *a, enum lang lang, const struct weeks_paper *p)
{
    struct weeks_fields fields = weeks_versions_fields(p->kind);
    struct weeks_faults faults = { 0 };
    for (size_t i = 0; i < fields.n; i++) {
        if (fields.item[i].required && str_empty(p->value[i]))
            faults.of[i] = words(lang, "Please fill this in.");
        else if (!fits(&fields.item[i], p->value[i]))
            faults.of[i] = too_long(a, lang, &fields.item[i]);
    }
    return faults;
}

/* The first fault of a field is the one that is told. */
static void fault(struct weeks_faults *f, enum lang lang, size_t field, bool wrong,
                  const char *msgid)
{
    if (wrong && str_empty(f->of[field]))
        f->of[field] = words(lang, msgid);
}

/* ---- talks ----------------------------------------------------------------------------------- */

bool weeks_edit_check_clock(str text, int *ret_hour, int *ret_minute)
{
    str hours = { 0 }, minutes = { 0 };
    int64_t hour = 0, minute = 0;
    if (!str_cut(text, ':', &hours, &minutes) || hours.n > 2 || minutes.n != 2 ||
        !str_to_int64(hours, &hour) || !str_to_int64(minutes, &minute) || hour < 0 || hour > 23 ||
        minute < 0 || minute > 59)
        return false;
    *ret_hour = (int)hour;
    *ret_minute = (int)minute;
    return true;
}

static bool is_day(const struct days *days, str date)
{
    for (size_t i = 0; i < days->n; i++)
        if (str_eq(days->item[i].date, date))
            return true;
    return false;
}

static bool is_language(str tag)
{
    for (size_t i = 0; i < tag.n; i++) {
        char c = tag.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c == '-' && i >= 2)))
            return false;
    }
    return tag.n != 1;
}

static size_t lines_of(str text)
{
    size_t n = text.n > 0;
    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == '\n';
    return n;
}

struct weeks_faults weeks_edit_check_talk(arena *a, enum lang lang, const struct weeks_paper *p,
                                          const struct days *days)
{
    struct weeks_faults f = check_fields(a, lang, p);
    int hour = 0, minute = 0;
    int64_t minutes = -1;
    bool number = str_to_int64(p->value[TALK_MINUTES], &minutes);
    fault(&f, lang, TALK_DAY, !is_day(days, p->value[TALK_DAY]),
          WORDS_MARK("The week has no such day. Its days are changed where the week is edited."));
    fault(&f, lang, TALK_START, !weeks_edit_check_clock(p->value[TALK_START], &hour, &minute),
          WORDS_MARK("Please write the time as 14:00."));
    fault(&f, lang, TALK_MINUTES, !number || minutes < 0 || minutes > MINUTES_MAX,
          WORDS_MARK("Please write a number of minutes, as 60."));
    fault(&f, lang, TALK_LANGUAGE, !is_language(p->value[TALK_LANGUAGE]),
          WORDS_MARK("Please write the language as de or en, or leave it empty."));
    fault(&f, lang, TALK_SPEAKERS, lines_of(p->value[TALK_SPEAKERS]) > WEEKS_EDIT_CHECK_SPEAKERS,
          WORDS_MARK("These are too many speakers for one talk."));
    return f;
}

/* ---- weeks ----------------------------------------------------------------------------------- */

static bool talk_outside(const struct talks *talks, str first, str last)
{
    for (size_t i = 0; i < talks->n; i++)
        if (str_cmp(talks->item[i].day, first) < 0 || str_cmp(talks->item[i].day, last) > 0)
            return true;
    return false;
}

struct weeks_faults weeks_edit_check_week(arena *a, enum lang lang, struct weeks_paper *p,
                                          const struct talks *talks)
{
    struct weeks_faults f = check_fields(a, lang, p);
    struct when_date first = { 0 }, last = { 0 };
    bool first_good = when_date_parse(p->value[WEEK_FIRST], &first);
    bool last_good = when_date_parse(p->value[WEEK_LAST], &last);
    int64_t days = when_date_number(last) - when_date_number(first) + 1;
    str zone = when_zone_guess(a, p->value[WEEK_ZONE]);
    fault(&f, lang, WEEK_FIRST, !first_good, WORDS_MARK("Please write a date as 2027-05-31."));
    fault(&f, lang, WEEK_LAST, !last_good, WORDS_MARK("Please write a date as 2027-05-31."));
    if (first_good && last_good) {
        fault(&f, lang, WEEK_LAST, days < 1, WORDS_MARK("The last day lies before the first."));
        fault(&f, lang, WEEK_LAST, days > WEEKS_EDIT_CHECK_DAYS,
              WORDS_MARK("An event week has at most 31 days."));
        fault(&f, lang, WEEK_LAST, talk_outside(talks, p->value[WEEK_FIRST], p->value[WEEK_LAST]),
              WORDS_MARK("Talks stand on days outside of these. Please move them first."));
    }
    fault(&f, lang, WEEK_ZONE, str_empty(zone), WORDS_MARK("The house knows no such time zone."));
    if (!str_empty(zone))
        p->value[WEEK_ZONE] = zone;
    return f;
}

struct weeks_faults weeks_edit_check_speaker(arena *a, enum lang lang, const struct weeks_paper *p)
{
    return check_fields(a, lang, p);
}
