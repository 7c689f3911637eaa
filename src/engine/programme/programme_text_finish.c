/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_text_finish.c - from what the lines said to talks: the week's title, its zone, who
 * speaks, how long; and what a form's fields say.
 */
#include "base/buf.h"
#include "base/utf8.h"
#include "base/words.h"
#include "engine/programme/programme_text.h"
#include "engine/programme/programme_text_parts.h"

#define DURATION_MIN 60
#define NIGHT_MIN (12 * 60) /* longer than this a talk does not last into the next day */

/* "Re: AW: Einladung zur Eventwoche X, 9.-13. Juli 2012" -> "Eventwoche X". */
static str title_of(str s)
{
    static const char *const lead[] = { "Willkommen zum ersten Tag der",
                                        "Willkommen zur",
                                        "Welcome to our",
                                        "Welcome to the",
                                        "Einladung zur",
                                        "Einladung zum",
                                        "Einladung zu",
                                        "Herzliche Einladung zur",
                                        "Herzliche Einladung zum",
                                        "Invitation to the",
                                        "Invitation to our",
                                        "Invitation to",
                                        "Programm der",
                                        "Programm zur",
                                        "Programm des",
                                        NULL };
    static const str replies[] = { S_INIT("Re:"),  S_INIT("AW:"), S_INIT("WG:"),
                                   S_INIT("Fwd:"), S_INIT("FW:"), S_INIT("Antw:") };
    struct programme_text_head h;
    size_t at, i = 0;
    bool last;
    while (i < COUNT_OF(replies)) {
        bool reply = str_eq_nocase(str_sub(s, 0, replies[i].n), replies[i]);
        s = reply ? str_trim(str_sub(s, replies[i].n, s.n)) : s;
        i = reply ? 0 : i + 1;
    }
    if (programme_text_scan_one_of(&s, lead))
        s = str_trim(s);
    if (programme_text_head_find(s, &h, &at, &last) && last && at > 3) {
        static const str tails[] = {
            S_INIT(" vom"), S_INIT(" am"), S_INIT(" from"), S_INIT(" on"),
            S_INIT(","),    S_INIT("("),   S_INIT(":"),     S_INIT(" den")
        };
        str head = str_trim(str_sub(s, 0, at));
        for (size_t k = 0; k < COUNT_OF(tails); k++)
            if (str_ends(head, tails[k]))
                head = str_trim(str_sub(head, 0, head.n - tails[k].n));
        for (size_t n = head.n; n > 0 && head.n - n < 5; n--) {
            str tail = str_sub(head, n - 1, head.n);
            if (programme_text_scan_dash(&tail) && str_empty(tail))
                head = str_trim(str_sub(head, 0, n - 1));
        }
        s = str_empty(head) ? s : head;
    }
    while (str_ends(s, S(":")) || str_ends(s, S("!")))
        s.n--;
    return s;
}

/* A first line that greets or tells is no title. */
static bool is_title(str s)
{
    static const char *const greets[] = { "Liebe", "Lieber", "Hallo", "Guten",  "Sehr",   "Dear",
                                          "Hello", "Hi",     "Moin",  "Servus", "Grüezi", NULL };
    return !str_empty(s) && s.n <= 150 && !str_ends(s, S(".")) && !str_ends(s, S(",")) &&
           !programme_text_scan_one_of(&s, greets);
}

/* A quotation in the welcome („Gemeinsam“), or the only talk's topic. */
static void title_guess(struct programme_text_reader *r, str welcome)
{
    static const str marks[][2] = { { S_INIT("\u201e"), S_INIT("\u201c") },
                                    { S_INIT("\u201c"), S_INIT("\u201d") },
                                    { S_INIT("\u00bb"), S_INIT("\u00ab") } };
    str title = r->d->n_talks == 1 ? r->d->talks[0].title : (str){ 0 };
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        size_t at = str_find(welcome, marks[i][0]);
        str inside = str_sub(welcome, at + marks[i][0].n, welcome.n);
        size_t end = str_find(inside, marks[i][1]);
        if (at == welcome.n || end == inside.n || end > 100)
            continue;
        title = str_sub(inside, 0, end);
        break;
    }
    if (str_empty(str_trim(title)))
        return;
    r->d->p.title = programme_draft_line(r->d, title);
    programme_draft_remark(
        r->d, WORDS_MARK("The week has no title of its own; this was taken: {first}"), title);
}

static void title_settle(struct programme_text_reader *r)
{
    str welcome = buf_str(&r->welcome), first, rest;
    (void)str_cut(welcome, '\n', &first, &rest);
    str title = !str_empty(r->title) ? r->title : r->subject;
    if (str_empty(title) && is_title(first))
        title = first;
    if (!str_empty(title) && str_eq(str_trim(first), title))
        welcome = str_trim(rest);
    r->d->p.title = programme_draft_line(r->d, title_of(title));
    if (str_empty(r->d->p.title))
        title_guess(r, welcome);
    r->d->p.text = str_copy(r->d->a, str_trim(welcome));
}

/* The house's zone stays where the one named has the same time now: MESZ in Vienna. */
static void zone_settle(struct programme_text_reader *r)
{
    str zone = when_zone_guess(r->a, r->zone), house = r->d->p.zone;
    bool same = !str_empty(zone) && str_starts(house, S("Europe/")) &&
                str_eq(zone, S("Europe/Berlin")) &&
                when_local_of(r->now_ms, zone).offset_s == when_local_of(r->now_ms, house).offset_s;
    if (same)
        r->d->p.zone_assumed = false;
    else if (programme_text_scan_same(r->zone, "GMT") || programme_text_scan_same(r->zone, "UTC"))
        programme_draft_zone(r->d, S("UTC"));
    else
        programme_draft_zone(r->d, r->zone);
}

/* Who speaks, where it stands beside the topic. */
static void speaker_split(struct programme_text_reader *r, struct programme_text_talk *t)
{
    str topic, speaker;
    bool guessed;
    if (!str_empty(t->speakers) ||
        !programme_text_head_split(t->topic, t->loose, &topic, &speaker, &guessed))
        return;
    t->topic = topic;
    t->speakers = speaker;
    if (guessed)
        programme_draft_remark(
            r->d, WORDS_MARK("{n} names have no label and were taken as speakers: {first}"),
            speaker);
}

/* Without the quotation marks around all of it. */
static str unquoted(str s)
{
    static const str pairs[][2] = { { S_INIT("\u201e"), S_INIT("\u201c") },
                                    { S_INIT("\u201c"), S_INIT("\u201d") },
                                    { S_INIT("\u00bb"), S_INIT("\u00ab") },
                                    { S_INIT("\u00ab"), S_INIT("\u00bb") },
                                    { S_INIT("\""), S_INIT("\"") } };
    s = str_trim(s);
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        size_t marks = pairs[i][0].n + pairs[i][1].n;
        str inside = s.n >= marks ? str_sub(s, pairs[i][0].n, s.n - marks) : s;
        if (s.n > marks && str_starts(s, pairs[i][0]) && str_ends(s, pairs[i][1]) &&
            !str_contains(inside, pairs[i][0]) && !str_contains(inside, pairs[i][1]))
            return str_trim(inside);
    }
    return s;
}

static int duration_of(struct programme_text_reader *r, const struct programme_text_talk *t)
{
    int minutes = t->time.end - t->time.start;
    if (t->time.end < 0 && t->minutes > 0)
        return t->minutes;
    if (t->time.end >= 0 && minutes <= 0)
        minutes += 24 * 60;
    if (t->time.end >= 0 && minutes > 0 && minutes <= NIGHT_MIN)
        return minutes;
    programme_draft_remark(
        r->d,
        t->time.end >= 0
            ? WORDS_MARK("{n} talks end before they begin; an hour was taken (first: {first})")
            : WORDS_MARK("{n} talks have no duration; an hour was taken (first: {first})"),
        t->topic);
    return DURATION_MIN;
}

static void talk_add(struct programme_text_reader *r, struct programme_text_talk *t)
{
    struct programme_draft_event e = { .has_instant = true, .has_day = true };
    speaker_split(r, t);
    t->topic = unquoted(t->topic);
    if (!t->has_time || str_empty(t->topic)) {
        bool time = t->has_time;
        programme_draft_remark(
            r->d,
            time ? WORDS_MARK("{n} times have no topic and were left out (first: {first})")
                 : WORDS_MARK("{n} topics have no time and were left out (first: {first})"),
            time                   ? r->bare[t->line]
            : !str_empty(t->topic) ? t->topic
                                   : t->speakers);
        r->lines[t->line].understood = false;
        return;
    }
    struct when_date date =
        t->day == PROGRAMME_TEXT_NO_DAY ? r->days.first : r->days.item[t->day].is;
    struct when_local local = { .date = date,
                                .hour = t->time.start / 60,
                                .minute = t->time.start % 60 };
    e.title = t->topic;
    e.place = t->place;
    e.description = t->about;
    e.start_ms = when_instant(local, r->d->p.zone);
    e.duration_min = duration_of(r, t);
    e.day.date = when_local_of(e.start_ms, r->d->p.zone).date;
    struct programme_person *persons = NULL;
    size_t n = programme_text_persons(r->a, t->speakers, &persons);
    for (size_t i = 0; i < n; i++)
        programme_draft_person(r->d, &e, (str){ 0 }, persons[i].name, persons[i].biography);
    if (n == 0)
        programme_draft_remark(r->d, WORDS_MARK("{n} talks have no speaker (first: {first})"),
                               t->topic);
    programme_draft_add(r->d, &e);
}

const err *programme_text_finish(struct programme_text_reader *r, struct programme *ret,
                                 struct programme_report *ret_report)
{
    bool any = false, homeless = false;
    for (size_t i = 0; i < r->n_talks; i++) {
        any = any || (r->talks[i].has_time && r->talks[i].has_topic);
        homeless = homeless || r->talks[i].day == PROGRAMME_TEXT_NO_DAY;
    }
    if (!any)
        FAIL(r->d->a, ERR_INVALID, "no invitation: no time with a topic was found in it");
    zone_settle(r);
    programme_text_days_settle(r->d, &r->days, r->now_ms);
    if (homeless && !r->days.has_anchor)
        programme_draft_remark(r->d,
                               WORDS_MARK("No date is stated for the first day; {first} was taken"),
                               when_date_text(r->a, r->days.first));
    for (size_t i = 0; i < r->n_talks; i++)
        talk_add(r, &r->talks[i]);
    title_settle(r);
    return programme_draft_finish(r->d, ret, ret_report);
}

/* ---- fields of a form ------------------------------------------------------------------------ */

bool programme_text_day(str typed, struct when_date *ret)
{
    struct programme_text_date date;
    str rest = str_trim(typed);
    if (!programme_text_scan_date(&rest, &date) || !str_empty(str_trim(rest)) || date.month == 0 ||
        date.year == 0)
        return false;
    struct when_date day = { date.year, date.month, date.day };
    if (when_date_cmp(when_date_of_number(when_date_number(day)), day) != 0)
        return false;
    *ret = day;
    return true;
}

bool programme_text_clock(str typed, int *ret_minutes)
{
    struct programme_text_time time;
    str rest = str_trim(typed);
    if (!programme_text_scan_time(&rest, true, &time) || !str_empty(str_trim(rest)) ||
        time.end >= 0)
        return false;
    *ret_minutes = time.start;
    return true;
}

str programme_text_names(arena *a, const struct programme_person *persons, size_t n)
{
    buf b;
    buf_on_arena(&b, a, (size_t)1 << 20);
    for (size_t i = 0; i < n; i++) {
        str note = utf8_line(a, persons[i].biography);
        buf_add(&b, i > 0 ? S(", ") : S(""));
        buf_add(&b, persons[i].name);
        if (!str_empty(note))
            buf_printf(&b, " (%.*s)", STR_ARG(note));
    }
    return buf_str(&b);
}
