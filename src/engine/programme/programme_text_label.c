/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_text_label.c - the words that people put before what they say, and the columns of
 * tables.
 */
#include "engine/programme/programme_text_parts.h"

#include <string.h>

/* What must stand behind the label. */
enum label_end {
    BY_COLON, /* a colon; or a dash; or nothing at all */
    BY_SIGN,  /* a colon: the word is common */
    BY_NAME,  /* also a capital: "Es spricht Anna Schmidt" */
};

static const struct {
    const char *word;
    enum programme_text_field field;
    enum label_end end;
} labels[] = {
    { "Tageszeit", TEXT_TIME, BY_COLON },
    { "Uhrzeit", TEXT_TIME, BY_COLON },
    { "Zeitzone", TEXT_ZONE, BY_COLON },
    { "Zeit", TEXT_TIME, BY_COLON },
    { "Beginn", TEXT_TIME, BY_COLON },
    { "Anfang", TEXT_TIME, BY_COLON },
    { "Start", TEXT_TIME, BY_SIGN },
    { "Termin", TEXT_TIME, BY_COLON },
    { "Wann", TEXT_TIME, BY_SIGN },
    { "Time zone", TEXT_ZONE, BY_COLON },
    { "Timezone", TEXT_ZONE, BY_COLON },
    { "Time of day", TEXT_TIME, BY_COLON },
    { "Time", TEXT_TIME, BY_COLON },
    { "When", TEXT_TIME, BY_SIGN },
    { "Begins", TEXT_TIME, BY_SIGN },
    { "Starts", TEXT_TIME, BY_SIGN },
    { "Ende", TEXT_END, BY_SIGN },
    { "Ends", TEXT_END, BY_SIGN },
    { "End", TEXT_END, BY_SIGN },
    { "Bis", TEXT_END, BY_SIGN },
    { "Datum", TEXT_DATE, BY_COLON },
    { "Date", TEXT_DATE, BY_COLON },
    { "Tag", TEXT_DATE, BY_SIGN },
    { "Day", TEXT_DATE, BY_SIGN },
    { "Dauer", TEXT_DURATION, BY_COLON },
    { "Länge", TEXT_DURATION, BY_COLON },
    { "Duration", TEXT_DURATION, BY_COLON },
    { "Length", TEXT_DURATION, BY_COLON },
    { "Thema der Woche", TEXT_TITLE, BY_COLON },
    { "Thema des Tages", TEXT_NONE, BY_SIGN },
    { "Thema des Vortrags", TEXT_TOPIC, BY_COLON },
    { "Thema", TEXT_TOPIC, BY_COLON },
    { "Titel des Vortrags", TEXT_TOPIC, BY_COLON },
    { "Titel", TEXT_TOPIC, BY_COLON },
    { "Vortragsthema", TEXT_TOPIC, BY_COLON },
    { "Vortragstitel", TEXT_TOPIC, BY_COLON },
    { "Vortrag", TEXT_TOPIC, BY_COLON },
    { "Referat", TEXT_TOPIC, BY_COLON },
    { "Was", TEXT_TOPIC, BY_SIGN },
    { "Topic", TEXT_TOPIC, BY_COLON },
    { "Title", TEXT_TOPIC, BY_COLON },
    { "Talk", TEXT_TOPIC, BY_COLON },
    { "What", TEXT_TOPIC, BY_SIGN },
    { "Subject", TEXT_SUBJECT, BY_SIGN },
    { "Betreff", TEXT_SUBJECT, BY_SIGN },
    { "Referent/-in", TEXT_SPEAKER, BY_NAME },
    { "Referent/in", TEXT_SPEAKER, BY_NAME },
    { "Referent:in", TEXT_SPEAKER, BY_NAME },
    { "Referent*in", TEXT_SPEAKER, BY_NAME },
    { "Referent(in)", TEXT_SPEAKER, BY_NAME },
    { "Referent:innen", TEXT_SPEAKER, BY_NAME },
    { "Referent*innen", TEXT_SPEAKER, BY_NAME },
    { "Referenten", TEXT_SPEAKER, BY_NAME },
    { "Referentinnen", TEXT_SPEAKER, BY_NAME },
    { "Referentin", TEXT_SPEAKER, BY_NAME },
    { "Referent", TEXT_SPEAKER, BY_NAME },
    { "Es sprechen", TEXT_SPEAKER, BY_NAME },
    { "Es spricht", TEXT_SPEAKER, BY_NAME },
    { "Es referiert", TEXT_SPEAKER, BY_NAME },
    { "Es referieren", TEXT_SPEAKER, BY_NAME },
    { "Sprecherin", TEXT_SPEAKER, BY_COLON },
    { "Sprecher", TEXT_SPEAKER, BY_COLON },
    { "Vortragende/r", TEXT_SPEAKER, BY_COLON },
    { "Vortragender", TEXT_SPEAKER, BY_COLON },
    { "Vortragende", TEXT_SPEAKER, BY_COLON },
    { "Rednerin", TEXT_SPEAKER, BY_COLON },
    { "Redner", TEXT_SPEAKER, BY_COLON },
    { "Wer", TEXT_SPEAKER, BY_SIGN },
    { "Mit", TEXT_SPEAKER, BY_SIGN },
    { "Von", TEXT_SPEAKER, BY_SIGN },
    { "Name", TEXT_SPEAKER, BY_COLON },
    { "Speakers", TEXT_SPEAKER, BY_NAME },
    { "Speaker(s)", TEXT_SPEAKER, BY_NAME },
    { "Speaker", TEXT_SPEAKER, BY_NAME },
    { "Presenters", TEXT_SPEAKER, BY_NAME },
    { "Presenter", TEXT_SPEAKER, BY_NAME },
    { "Presented by", TEXT_SPEAKER, BY_NAME },
    { "Who", TEXT_SPEAKER, BY_SIGN },
    { "With", TEXT_SPEAKER, BY_SIGN },
    { "By", TEXT_SPEAKER, BY_SIGN },
    { "Ort", TEXT_PLACE, BY_SIGN },
    { "Raum", TEXT_PLACE, BY_SIGN },
    { "Saal", TEXT_PLACE, BY_SIGN },
    { "Wo", TEXT_PLACE, BY_SIGN },
    { "Place", TEXT_PLACE, BY_SIGN },
    { "Room", TEXT_PLACE, BY_SIGN },
    { "Venue", TEXT_PLACE, BY_SIGN },
    { "Where", TEXT_PLACE, BY_SIGN },
    { "Location", TEXT_PLACE, BY_SIGN },
    { "Inhalt", TEXT_ABOUT, BY_SIGN },
    { "Zum Inhalt", TEXT_ABOUT, BY_SIGN },
    { "Beschreibung", TEXT_ABOUT, BY_SIGN },
    { "Kurzbeschreibung", TEXT_ABOUT, BY_SIGN },
    { "Zusammenfassung", TEXT_ABOUT, BY_SIGN },
    { "Worum es geht", TEXT_ABOUT, BY_SIGN },
    { "Abstract", TEXT_ABOUT, BY_SIGN },
    { "Description", TEXT_ABOUT, BY_SIGN },
    { "Summary", TEXT_ABOUT, BY_SIGN },
    { "About", TEXT_ABOUT, BY_SIGN },
    { "Eventwoche", TEXT_TITLE, BY_SIGN },
    { "Veranstaltung", TEXT_TITLE, BY_SIGN },
    { "Event week", TEXT_TITLE, BY_SIGN },
    { "Event", TEXT_TITLE, BY_SIGN },
};

static bool is_capital(str s)
{
    return s.n > 0 && ((s.p[0] >= 'A' && s.p[0] <= 'Z') || (unsigned char)s.p[0] >= 0xc3);
}

/* " 2" in "Thema 2: …". */
static void number_skip(str *s)
{
    str rest = *s;
    programme_text_scan_blanks(&rest);
    size_t n = 0;
    while (n < rest.n && rest.p[n] >= '0' && rest.p[n] <= '9')
        n++;
    if (n > 0 && n <= 2 && str_starts(str_sub(rest, n, rest.n), S(":")))
        *s = str_sub(rest, n, rest.n);
}

static bool end_take(str *s, enum label_end end)
{
    str rest = *s;
    number_skip(&rest);
    programme_text_scan_blanks(&rest);
    if (str_starts(rest, S(":")) || str_starts(rest, S("="))) {
        *s = str_trim(str_sub(rest, 1, rest.n));
        return true;
    }
    if (end == BY_SIGN)
        return false;
    if (str_empty(rest) || (end == BY_NAME && is_capital(rest))) {
        *s = rest;
        return true;
    }
    rest = *s;
    bool spaced = str_starts(rest, S(" "));
    if (!spaced || !programme_text_scan_dash(&rest))
        return false;
    *s = rest;
    return true;
}

bool programme_text_label_take(str *s, enum programme_text_field *ret)
{
    for (size_t i = 0; i < COUNT_OF(labels); i++) {
        const char *const word[] = { labels[i].word, NULL };
        str rest = *s;
        if (!programme_text_scan_one_of(&rest, word) || !end_take(&rest, labels[i].end))
            continue;
        *s = rest;
        *ret = labels[i].field;
        return true;
    }
    return false;
}

/* A label with its colon; other ends would be found in any sentence. */
static bool is_inner_label(str s)
{
    enum programme_text_field field;
    str rest = s;
    size_t colon = str_find(str_sub(s, 0, 24), S(":"));
    return colon < s.n && colon < 24 && programme_text_label_take(&rest, &field) &&
           s.n - rest.n > colon;
}

bool programme_text_label_next(str *rest, str *ret_segment)
{
    str line = *rest;
    if (line.p == NULL)
        return false;
    for (size_t i = 1; i + 1 < line.n; i++) {
        str here = str_sub(line, i, line.n), tail = here;
        bool sign = strchr(",;|/\t.", line.p[i]) != NULL;
        if (sign)
            tail = str_trim(str_sub(here, 1, here.n));
        else if (line.p[i] != ' ' || (!programme_text_scan_dash(&tail) && line.p[i + 1] != ' '))
            continue;
        tail = str_trim(tail);
        if (!is_inner_label(tail))
            continue;
        *ret_segment = str_trim(str_sub(line, 0, i));
        *rest = tail;
        return true;
    }
    *ret_segment = line;
    *rest = (str){ 0 };
    return true;
}

/* ---- tables ---------------------------------------------------------------------------------- */

bool programme_text_label_cell(str *rest, str *ret_cell)
{
    size_t i = 0;
    if (rest->p == NULL)
        return false;
    while (i < rest->n && rest->p[i] != '|' && rest->p[i] != '\t')
        i++;
    *ret_cell = str_trim(str_sub(*rest, 0, i));
    *rest = i + 1 < rest->n ? str_sub(*rest, i + 1, rest->n) : (str){ 0 };
    return true;
}

size_t programme_text_label_columns(str line, enum programme_text_field *to, size_t room)
{
    size_t n = 0;
    str cell;
    if (!str_contains(line, S("|")) && !str_contains(line, S("\t")))
        return 0;
    line = str_sub(line, str_starts(line, S("|")), line.n);
    while (n < room && programme_text_label_cell(&line, &cell)) {
        str rest = cell;
        bool day = str_eq_nocase(cell, S("Tag")) || str_eq_nocase(cell, S("Day"));
        bool place = str_eq_nocase(cell, S("Ort")) || str_eq_nocase(cell, S("Raum")) ||
                     str_eq_nocase(cell, S("Room"));
        if (day || place)
            to[n] = day ? TEXT_DATE : TEXT_PLACE;
        else if (!programme_text_label_take(&rest, &to[n]) || !str_empty(rest))
            return 0;
        n++;
    }
    return n >= 2 ? n : 0;
}
