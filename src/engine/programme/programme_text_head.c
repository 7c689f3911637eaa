/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_text_head.c - what stands at the head of a line ("Mo, 9.7., 10-11 Uhr MESZ: …"), a date
 * inside a sentence, and a topic with its speaker on one line.
 */
#include <string.h>

#include "engine/programme/programme_text_names.h"
#include "engine/programme/programme_text_parts.h"

/* Signs between the items; `parted` for those that end a head. */
static void signs_skip(str *s, bool *parted)
{
    for (;;) {
        size_t before = s->n;
        if (s->n > 0 && strchr(" \t,.;)]", s->p[0]) != NULL) {
            *s = str_sub(*s, 1, s->n);
        } else if (s->n > 0 && strchr(":|/([", s->p[0]) != NULL) {
            *parted = true;
            *s = str_sub(*s, 1, s->n);
        } else if (programme_text_scan_dash(s)) {
            *parted = true;
        }
        if (s->n == before)
            return;
    }
}

static bool day_item(str *s, struct programme_text_head *h)
{
    if (h->has_date || h->has_span)
        return false;
    if (h->nth == 0 && programme_text_scan_nth_day(s, &h->nth))
        return true;
    h->has_span = programme_text_scan_span(s, &h->date, &h->to);
    h->has_date = !h->has_span && programme_text_scan_date(s, &h->date);
    return h->has_span || h->has_date;
}

static bool item_take(str *s, bool told, struct programme_text_head *h)
{
    static const char *const tails[] = { "Ortszeit", "local time", "s.t.", "c.t.", "s. t.", NULL };
    if (day_item(s, h))
        return true;
    if (!h->has_time && programme_text_scan_time(s, told, &h->time)) {
        h->has_time = true;
        return true;
    }
    if ((h->has_time || told) && str_empty(h->zone) && programme_text_scan_zone(s, &h->zone))
        return true;
    if (h->has_time && h->minutes == 0 && programme_text_scan_minutes(s, &h->minutes))
        return true;
    return h->has_time && programme_text_scan_one_of(s, tails);
}

/* A small word counts only before an item: "um 14 Uhr", "am Montag". */
static bool small_word_item(str *s, bool told, struct programme_text_head *h)
{
    static const char *const small[] = { "am",  "den",   "dem",    "um",    "ab",
                                         "von", "vom",   "at",     "on",    "from",
                                         "the", "gegen", "ca",     "circa", "jeweils",
                                         "Uhr", "begin", "Beginn", NULL };
    str rest = *s;
    if (!programme_text_scan_one_of(&rest, small))
        return false;
    rest = str_sub(rest, str_starts(rest, S(".")), rest.n);
    programme_text_scan_blanks(&rest);
    if (!item_take(&rest, told, h))
        return false;
    *s = rest;
    return true;
}

struct programme_text_head programme_text_head_take(str *s, bool told)
{
    struct programme_text_head h = { .date = { .weekday = -1 }, .to = { .weekday = -1 } };
    str rest = *s;
    bool parted = false;
    for (;;) {
        bool sign = false;
        str here = rest;
        signs_skip(&here, &sign);
        if (!item_take(&here, told, &h) && !small_word_item(&here, told, &h))
            break;
        h.any = true;
        rest = here;
    }
    if (!h.any)
        return h;
    signs_skip(&rest, &parted);
    h.parted = parted;
    *s = rest;
    return h;
}

bool programme_text_head_find(str line, struct programme_text_head *ret, size_t *ret_at,
                              bool *ret_last)
{
    for (size_t i = 0; i < line.n;) {
        struct programme_text_head h = { .date = { .weekday = -1 }, .to = { .weekday = -1 } };
        str here = str_sub(line, i, line.n);
        size_t word = programme_text_scan_word_length(here);
        h.has_span = word > 0 && programme_text_scan_span(&here, &h.date, &h.to);
        h.has_date = !h.has_span && word > 0 && programme_text_scan_date(&here, &h.date);
        if ((h.has_span || h.has_date) && h.date.month > 0) {
            bool parted;
            signs_skip(&here, &parted);
            *ret = h;
            *ret_at = i;
            *ret_last = str_empty(here);
            return true;
        }
        i += word > 0 ? word : 1;
    }
    return false;
}

/* ---- topic and speaker ----------------------------------------------------------------------- */

static str trimmed(str s)
{
    for (;;) {
        size_t before = s.n;
        s = str_trim(s);
        if (s.n > 0 && strchr(",;:|", s.p[s.n - 1]) != NULL)
            s.n--;
        for (str rest = s; programme_text_scan_dash(&rest); s = rest)
            continue;
        if (s.n == before)
            return s;
    }
}

/* "Topic (Name)": the bracket must end the line. */
static bool bracket_split(str line, str *topic, str *speaker)
{
    size_t at = line.n;
    if (!str_ends(line, S(")")))
        return false;
    for (int depth = 0; at > 0; at--) {
        depth += (line.p[at - 1] == ')') - (line.p[at - 1] == '(');
        if (depth == 0)
            break;
    }
    if (at < 2)
        return false;
    str inside = str_sub(line, at, line.n - at - 1);
    str name = inside;
    static const char *const lead[] = { "mit", "von", "with", "by", NULL };
    bool led = programme_text_scan_one_of(&name, lead);
    size_t comma = str_find(name, S(","));
    if (!led && !programme_text_names_likely(str_sub(name, 0, comma)))
        return false;
    *topic = trimmed(str_sub(line, 0, at - 1));
    *speaker = str_trim(name);
    return !str_empty(*topic);
}

/* "„Topic“ von Name", "“Topic”, Name": a quotation first. */
static bool quote_split(str line, str *topic, str *speaker)
{
    static const str opening[] = { S_INIT("\u201e"), S_INIT("\u201c"), S_INIT("\u00bb"),
                                   S_INIT("\u00ab"), S_INIT("\"") };
    static const str closing[] = { S_INIT("\u201c"), S_INIT("\u201d"), S_INIT("\u00ab"),
                                   S_INIT("\u00bb"), S_INIT("\"") };
    static const char *const lead[] = { "mit", "von", "with", "by", NULL };
    for (size_t i = 0; i < COUNT_OF(opening); i++) {
        if (!str_starts(line, opening[i]))
            continue;
        str inside = str_sub(line, opening[i].n, line.n);
        size_t end = str_find(inside, closing[i]);
        str rest = str_sub(inside, end + closing[i].n, inside.n);
        rest = trimmed(rest);
        if (end == inside.n || str_empty(rest))
            return false;
        rest = str_sub(rest, str_starts(rest, S(",")), rest.n);
        rest = str_trim(rest);
        bool led = programme_text_scan_one_of(&rest, lead);
        rest = str_trim(rest);
        if (!led && !programme_text_names_likely(str_sub(rest, 0, str_find(rest, S(",")))))
            return false;
        *topic = str_trim(str_sub(inside, 0, end));
        *speaker = rest;
        return true;
    }
    return false;
}

/* "Topic – Name", "Topic mit Name", "Topic, Name": the last of them, and only where it looks like a
 * name. */
static bool tail_split(str line, str *topic, str *speaker)
{
    static const str words[] = { S_INIT(" mit "), S_INIT(" von "), S_INIT(" with "),
                                 S_INIT(" by "),  S_INIT(", "),    S_INIT(" / ") };
    for (size_t i = line.n; i-- > 1;) {
        str tail = str_sub(line, i, line.n), after = tail;
        bool dash = programme_text_scan_dash(&after) && tail.p[0] == ' ' && tail.n > after.n + 2;
        for (size_t k = 0; k < COUNT_OF(words) && !dash; k++) {
            if (!str_starts(tail, words[k]))
                continue;
            dash = true;
            after = str_sub(tail, words[k].n, tail.n);
        }
        if (!dash || !programme_text_names_likely(after))
            continue;
        *topic = trimmed(str_sub(line, 0, i));
        *speaker = str_trim(after);
        return !str_empty(*topic);
    }
    return false;
}

/* "Anna Schmidt über Topic", "spricht Dr. Klein zum Thema Topic". */
static bool sentence_split(str line, str *topic, str *speaker)
{
    static const char *const says[] = { "spricht", "sprechen", "referiert", "referieren",
                                        "speaks",  "talks",    NULL };
    static const str on[] = { S_INIT(" zum Thema "),    S_INIT(" über das Thema "),
                              S_INIT(" on the topic "), S_INIT(" spricht über "),
                              S_INIT(" speaks about "), S_INIT(" speaks on "),
                              S_INIT(" talks about "),  S_INIT(" über "),
                              S_INIT(" about "),        S_INIT(" zu ") };
    str rest = line;
    bool led = programme_text_scan_one_of(&rest, says);
    rest = str_trim(rest);
    for (size_t i = 0; i < COUNT_OF(on); i++) {
        size_t at = str_find(rest, on[i]);
        str name = str_sub(rest, 0, at), what = str_sub(rest, at + on[i].n, rest.n);
        if (at == rest.n || !programme_text_names_likely(name) || (!led && i > 7))
            continue;
        while (str_ends(what, S(".")))
            what.n--;
        *speaker = name;
        *topic = trimmed(what);
        return !str_empty(*topic);
    }
    return false;
}

bool programme_text_head_split(str line, bool loose, str *ret_topic, str *ret_speaker,
                               bool *ret_guessed)
{
    str cell, rest = line;
    *ret_guessed = false;
    if (loose && (str_contains(line, S("|")) || str_contains(line, S("\t"))) &&
        programme_text_label_cell(&rest, &cell) && !str_empty(cell)) {
        *ret_topic = cell;
        *ret_speaker = (str){ 0 };
        while (str_empty(*ret_speaker) && programme_text_label_cell(&rest, &cell))
            *ret_speaker = cell;
        return true;
    }
    if (quote_split(line, ret_topic, ret_speaker) || bracket_split(line, ret_topic, ret_speaker))
        return true;
    if (!loose)
        return false;
    if (sentence_split(line, ret_topic, ret_speaker))
        return true;
    *ret_guessed = tail_split(line, ret_topic, ret_speaker);
    return *ret_guessed;
}
