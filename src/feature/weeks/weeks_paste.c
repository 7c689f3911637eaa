/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_paste.c - an invitation as fields, and fields as a programme. Every field is kept as it was
 * typed; what is wrong stands beside it.
 */
#include "feature/weeks/weeks_paste.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "engine/programme/programme_text.h"

#define WEEK_DAYS 60
#define MINUTES_MAX 1440
#define TITLE_POINTS 300

/* ---- from the text to fields ----------------------------------------------------------------- */

static void remarks_take(arena *a, enum lang lang, const struct programme_report *report,
                         struct paste_form *form)
{
    str *remarks = NEW_ARRAY(a, str, report->n);
    for (size_t i = 0; i < report->n; i++) {
        const struct programme_remark *r = &report->remarks[i];
        const struct words_value values[] = { { "n", str_format(a, "%zu", r->count) },
                                              { "first", r->first } };
        remarks[i] = words_fill(a, words(lang, r->kind), values, COUNT_OF(values));
    }
    form->remarks = (struct paste_remarks){ remarks, report->n };
    form->lines = (struct paste_lines){ report->lines, report->n_lines };
    form->unclear = 0;
    for (size_t i = 0; i < report->n_lines; i++)
        form->unclear += !report->lines[i].understood;
}

static struct paste_talk fields_of(arena *a, const struct programme *p, size_t i)
{
    const struct programme_talk *t = &p->talks[i];
    struct when_local l = when_local_of(t->start_ms, p->zone);
    return (struct paste_talk){ .number = i + 1,
                                .day = when_date_text(a, l.date),
                                .start = str_format(a, "%02d:%02d", l.hour, l.minute),
                                .minutes = str_format(a, "%d", t->duration_min),
                                .topic = t->title,
                                .speakers = programme_text_names(a, t->persons, t->n_persons),
                                .place = t->place,
                                .about = t->text };
}

static void fields_take(arena *a, const struct programme *p, struct paste_form *form)
{
    form->understood = true;
    form->title = str_eq(p->title, S("(without title)")) ? S("") : p->title;
    form->zone = p->zone;
    form->welcome = p->text;
    form->first = when_date_text(a, p->days[0]);
    form->last = when_date_text(a, p->days[p->n_days - 1]);
    form->talks.n = p->n_talks + 1;
    form->talks.item = NEW_ARRAY(a, struct paste_talk, form->talks.n);
    for (size_t i = 0; i < p->n_talks; i++)
        form->talks.item[i] = fields_of(a, p, i);
    form->talks.item[p->n_talks].number = form->talks.n;
}

void weeks_paste_read(arena *a, str text, str zone, enum lang lang, struct paste_form *ret)
{
    struct paste_form form = { .text = text };
    struct programme p = { 0 };
    struct programme_report report = { 0 };
    const err *e = programme_text_read(a, text, zone, clock_now_ms(), &p, &report);
    remarks_take(a, lang, &report, &form);
    if (str_empty(str_trim(text)))
        form.text_fault = words(lang, "Paste the text of your invitation here.");
    else if (e != NULL)
        form.text_fault = words(
            lang, "No time with a topic was found in this text. It needs at least a line like "
                  "\"10:00 – 11:00\" and a line like \"Topic: …\".");
    else if (p.n_talks > WEEKS_PASTE_TALKS)
        form.text_fault = words(lang, "These are more than a hundred talks. The command \"week "
                                      "import\" takes them in.");
    else
        fields_take(a, &p, &form);
    form.n_faults = !str_empty(form.text_fault);
    *ret = form;
}

void weeks_paste_reread(arena *a, str text, str zone, enum lang lang, struct paste_form *form)
{
    struct programme p = { 0 };
    struct programme_report report = { 0 };
    const err *e = programme_text_read(a, text, zone, clock_now_ms(), &p, &report);
    if (e == NULL)
        remarks_take(a, lang, &report, form);
}

/* ---- from fields to a programme -------------------------------------------------------------- */

/* Checking under way. */
struct check {
    arena *a;
    enum lang lang;
    struct paste_form *form;
    struct programme p;
    struct programme_talk *talks;
    struct when_date *days;
    size_t n_days;
};

static void fault(struct check *c, str *to, const char *msgid)
{
    *to = words(c->lang, msgid);
    c->form->n_faults++;
}

static bool is_blank(const struct paste_talk *t)
{
    const str all[] = { t->day, t->start, t->minutes, t->topic, t->speakers, t->place, t->about };
    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (!str_empty(str_trim(all[i])))
            return false;
    return true;
}

static void talk_check(struct check *c, struct paste_talk *t)
{
    struct programme_talk talk = { .title = utf8_cut(utf8_line(c->a, t->topic), TITLE_POINTS),
                                   .place = utf8_cut(utf8_line(c->a, t->place), TITLE_POINTS),
                                   .text = utf8_text(c->a, t->about) };
    size_t before = c->form->n_faults;
    int minutes = 0;
    int64_t duration = 0;
    if (!programme_text_day(t->day, &talk.day))
        fault(c, &t->day_fault, WORDS_MARK("A day is missing here, such as 2026-07-09."));
    if (!programme_text_clock(t->start, &minutes))
        fault(c, &t->start_fault, WORDS_MARK("A time is missing here, such as 10:00."));
    if (!str_to_int64(str_trim(t->minutes), &duration) || duration < 1 || duration > MINUTES_MAX)
        fault(c, &t->minutes_fault, WORDS_MARK("How long? From 1 to 1440 minutes."));
    if (str_empty(talk.title))
        fault(c, &t->topic_fault, WORDS_MARK("A topic is missing here."));
    if (c->form->n_faults > before)
        return;
    struct programme_person *persons = NULL;
    struct when_local l = { .date = talk.day, .hour = minutes / 60, .minute = minutes % 60 };
    talk.start_ms = when_instant(l, c->p.zone);
    talk.duration_min = (int)duration;
    talk.n_persons = programme_text_persons(c->a, t->speakers, &persons);
    talk.persons = persons;
    c->days[c->n_days++] = talk.day;
    c->talks[c->p.n_talks++] = talk;
}

/* The days from the first to the last belong to the week, also those without a talk. */
static void span_check(struct check *c)
{
    struct when_date first, last;
    struct paste_form *f = c->form;
    if (str_empty(str_trim(f->first)) && str_empty(str_trim(f->last)))
        return;
    if (!programme_text_day(f->first, &first) || !programme_text_day(f->last, &last)) {
        fault(c, &f->days_fault, WORDS_MARK("A day is missing here, such as 2026-07-09."));
        return;
    }
    int64_t n = when_date_number(last) - when_date_number(first);
    if (n < 0)
        fault(c, &f->days_fault, WORDS_MARK("The last day lies before the first."));
    else if (n >= WEEK_DAYS)
        fault(c, &f->days_fault, WORDS_MARK("A week has at most sixty days."));
    else
        for (int i = 0; i <= n; i++)
            c->days[c->n_days++] = when_date_add(first, i);
}

static int talk_cmp(const void *pa, const void *pb)
{
    const struct programme_talk *a = pa, *b = pb;
    if (a->start_ms != b->start_ms)
        return a->start_ms < b->start_ms ? -1 : 1;
    int place = str_cmp(a->place, b->place);
    return place != 0 ? place : str_cmp(a->title, b->title);
}

static int day_cmp(const void *pa, const void *pb)
{
    const struct when_date *a = pa, *b = pb;
    return when_date_cmp(*a, *b);
}

/* As programme.h promises it: talks by start, each day once. */
static void sort(struct check *c)
{
    size_t kept = 0;
    qsort(c->talks, c->p.n_talks, sizeof(*c->talks), talk_cmp);
    qsort(c->days, c->n_days, sizeof(*c->days), day_cmp);
    for (size_t i = 0; i < c->n_days; i++)
        if (kept == 0 || when_date_cmp(c->days[kept - 1], c->days[i]) != 0)
            c->days[kept++] = c->days[i];
    c->p.talks = c->talks;
    c->p.days = c->days;
    c->p.n_days = kept;
}

static void head_check(struct check *c)
{
    struct paste_form *f = c->form;
    str zone = when_zone_guess(c->a, f->zone);
    c->p.format = PROGRAMME_TEXT;
    c->p.title = utf8_cut(utf8_line(c->a, f->title), TITLE_POINTS);
    c->p.text = utf8_text(c->a, f->welcome);
    c->p.zone = str_empty(zone) ? S("UTC") : zone;
    if (str_empty(c->p.title))
        fault(c, &f->title_fault, WORDS_MARK("The week needs a title."));
    if (str_empty(zone))
        fault(c, &f->zone_fault, WORDS_MARK("The house knows no such time zone."));
}

bool weeks_paste_check(arena *a, enum lang lang, struct paste_form *form, struct programme *ret)
{
    struct check c = { .a = a, .lang = lang, .form = form };
    c.talks = NEW_ARRAY(a, struct programme_talk, form->talks.n);
    c.days = NEW_ARRAY(a, struct when_date, form->talks.n + WEEK_DAYS);
    form->n_faults = 0;
    head_check(&c);
    span_check(&c);
    for (size_t i = 0; i < form->talks.n; i++)
        if (!form->talks.item[i].removed && !is_blank(&form->talks.item[i]))
            talk_check(&c, &form->talks.item[i]);
    if (c.p.n_talks == 0 && form->n_faults == 0)
        fault(&c, &form->days_fault, WORDS_MARK("The week needs at least one talk."));
    if (form->n_faults > 0)
        return false;
    sort(&c);
    *ret = c.p;
    return true;
}
