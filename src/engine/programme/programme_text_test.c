/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_text_test.c - invitations as people write them, and what is understood of each. What is
 * expected is said as a person would note it: title, zone if stated, a line a talk, then remarks
 * ("! …") and the lines that were not understood ("? …").
 *
 * The clock stands at Sunday, 1 July 2012, noon, in Berlin.
 */
#include "engine/programme/programme_text.h"

#include <string.h>

#include "base/words.h"
#include "engine/programme/programme_test.h"

#define NOW_MS INT64_C(1341136800000)

static void note_talk(buf *b, arena *a, const struct programme *p, const struct programme_talk *t)
{
    struct when_local l = when_local_of(t->start_ms, p->zone);
    str names = programme_text_names(a, t->persons, t->n_persons);
    buf_printf(b, "%02d-%02d %02d:%02d+%d %.*s / %.*s", l.date.month, l.date.day, l.hour, l.minute,
               t->duration_min, STR_ARG(t->title), STR_ARG(names));
    if (!str_empty(t->place))
        buf_printf(b, " @%.*s", STR_ARG(t->place));
    if (!str_empty(t->text))
        buf_printf(b, " {%.*s}", STR_ARG(t->text));
    buf_char(b, '\n');
}

static str noted(arena *a, const char *text)
{
    struct programme p = { 0 };
    struct programme_report r = { 0 };
    buf b;
    const err *e = programme_text_read(a, str_of(text), S(BERLIN), NOW_MS, &p, &r);
    if (e != NULL)
        fail_msg("%s: %s", text, str_c(a, err_text(a, e)));
    buf_on_arena(&b, a, 1 << 20);
    buf_printf(&b, "%.*s\n", STR_ARG(p.title));
    if (!p.zone_assumed)
        buf_printf(&b, "zone %.*s\n", STR_ARG(p.zone));
    for (size_t i = 0; i < p.n_talks; i++)
        note_talk(&b, a, &p, &p.talks[i]);
    for (size_t i = 0; i < r.n; i++) {
        const struct words_value values[] = { { "n", str_format(a, "%zu", r.remarks[i].count) },
                                              { "first", r.remarks[i].first } };
        /* Most texts name no zone, which has a test of its own. */
        if (!str_starts(str_of(r.remarks[i].kind), S("The file names no time zone")))
            buf_printf(&b, "! %.*s\n",
                       STR_ARG(words_fill(a, str_of(r.remarks[i].kind), values, 2)));
    }
    for (size_t i = 0; i < r.n_lines; i++)
        if (!r.lines[i].understood)
            buf_printf(&b, "? %.*s\n", STR_ARG(r.lines[i].text));
    return buf_str(&b);
}

struct invitation {
    const char *name, *text, *understood;
};

static const struct invitation invitations[] = {
    /* clang-format off: an invitation a line, as it is written */
    { "the form of 2012",
      "Willkommen zum ersten Tag der Eventwoche\n"
      "Liebe Gäste, heute beginnt unsere Eventwoche über gemeinsames Denken.\n"
      "Sie finden Vortrag und Chat unter dem Menüpunkt mit dem Datum.\n"
      "\n"
      "Erster Tag\n"
      "9.7.2012\n"
      "\n"
      "Tageszeit: 10:00 – 11:00 Uhr\n"
      "Thema: Wie Gruppen klüger werden\n"
      "Referent: Ben Klein\n"
      "\n"
      "Tageszeit: 14:00 – 15:00 Uhr\n"
      "Thema: Ist Zuhören Arbeit?\n"
      "Referentin: Dr. Anna Schmidt\n"
      "\n"
      "Tageszeit: 18:00 – 19:00 Uhr\n"
      "Thema: Was bleibt, wenn alle gehen\n"
      "Es spricht: Cem Öz\n",
      "Eventwoche\n"
      "07-09 10:00+60 Wie Gruppen klüger werden / Ben Klein\n"
      "07-09 14:00+60 Ist Zuhören Arbeit? / Dr. Anna Schmidt\n"
      "07-09 18:00+60 Was bleibt, wenn alle gehen / Cem Öz\n" },
    { "english labels",
      "Invitation to the Neighbourhood Week\n"
      "Dear friends, we would love to see you.\n"
      "\n"
      "First day: Monday, July 9, 2012\n"
      "Time: 10 a.m. - 11 a.m.\n"
      "Topic: Streets that talk\n"
      "Speaker: Dora Miller\n"
      "\n"
      "Time: 2 - 3:30 p.m.\n"
      "Topic: Gardens\n"
      "Speakers: Ed Stone and Fay Brook\n"
      "\n"
      "Second day\n"
      "Time: 11-1 pm\n"
      "Topic: Bread\n"
      "Speaker: Gil Moss\n",
      "Neighbourhood Week\n"
      "07-09 10:00+60 Streets that talk / Dora Miller\n"
      "07-09 14:00+90 Gardens / Ed Stone, Fay Brook\n"
      "07-10 11:00+120 Bread / Gil Moss\n" },
    { "terse list",
      "Mo 9.7.\n"
      "10:00 Uhr: Netze knüpfen (Anna Schmidt)\n"
      "14:00 Uhr: Netze flicken (Ben Klein, Hamburg)\n"
      "Di 10.7.\n"
      "9-10 Uhr: Kaffee (Cem Öz)\n",
      "(without title)\n"
      "07-09 10:00+60 Netze knüpfen / Anna Schmidt\n"
      "07-09 14:00+60 Netze flicken / Ben Klein (Hamburg)\n"
      "07-10 09:00+60 Kaffee / Cem Öz\n"
      "! 2 dates have no year; the next one was taken: 2012-07-09\n"
      "! 2 talks have no duration; an hour was taken (first: Netze knüpfen)\n"
      "! The programme has no title\n" },
    { "bars",
      "Eventwoche Dorf, 9.–13. Juli 2012\n"
      "\n"
      "Montag\n"
      "10:00–11:00 | Brunnen | Anna Schmidt\n"
      "11.30 – 12.15 Uhr | Wege | Ben Klein\n"
      "Mittwoch\n"
      "10:00–11:00 | Zäune | Cem Öz\n",
      "Eventwoche Dorf\n"
      "07-09 10:00+60 Brunnen / Anna Schmidt\n"
      "07-09 11:30+45 Wege / Ben Klein\n"
      "07-11 10:00+60 Zäune / Cem Öz\n" },
    { "markdown table",
      "# Woche der Ideen\n"
      "\n"
      "| Tag | Zeit | Thema | Referent |\n"
      "|-----|------|-------|----------|\n"
      "| 9.7.2012 | 10:00-11:00 | Anfang | Anna Schmidt |\n"
      "|  | 14:00-15:00 | Mitte | Ben Klein |\n"
      "| 10.7.2012 | 10:00 Uhr | Ende | Cem Öz |\n",
      "Woche der Ideen\n"
      "07-09 10:00+60 Anfang / Anna Schmidt\n"
      "07-09 14:00+60 Mitte / Ben Klein\n"
      "07-10 10:00+60 Ende / Cem Öz\n"
      "! 1 talks have no duration; an hour was taken (first: Ende)\n" },
    { "mail with quotes",
      "From: Ada Host <ada@example.org>\n"
      "To: all@example.org\n"
      "Date: Sun, 01 Jul 2012 09:15:00 +0200\n"
      "Subject: Fwd: Einladung zur Eventwoche Zuhören\n"
      "\n"
      "> Liebe Alle,\n"
      ">\n"
      "> am 9. Juli 2012 geht es los.\n"
      ">\n"
      "> Montag, 9. Juli 2012\n"
      "> 10 bis 11 Uhr\n"
      "> Thema: Das offene Ohr\n"
      "> Referentin: Dora Lang\n"
      ">\n"
      "> Herzliche Grüße\n"
      "> Ada\n",
      "Eventwoche Zuhören\n"
      "07-09 10:00+60 Das offene Ohr / Dora Lang\n"
      "? > Herzliche Grüße\n"
      "? > Ada\n" },
    { "topic over lines, windows",
      "Eventabend\r\n"
      "9. Juli 2012\r\n"
      "\r\n"
      "Zeit: 19.00 bis 20.30 Uhr\r\n"
      "Thema: Über die Kunst,\r\n"
      "  einander\r\n"
      "  zuzuhören\r\n"
      "Referenten: Anna Schmidt, Ben Klein\r\n"
      "  und Cem Öz\r\n",
      "Eventabend\n"
      "07-09 19:00+90 Über die Kunst, einander zuzuhören / Anna Schmidt, Ben Klein, Cem Öz\n" },
    { "nbsp, soft hyphens, dashes",
      "Woche\u00a0der Netz\u00adarbeit\n"
      "\n"
      "Erster\u00a0Tag, 9.\u202fJuli\u00a02012\n"
      "Tageszeit:\u00a010:00\u00a0—\u00a011:00\u00a0Uhr\n"
      "Thema:\u00a0Ver\u00adtrauen\n"
      "Referent:\u00a0Ben\u00a0Klein\n",
      "Woche der Netzarbeit\n"
      "07-09 10:00+60 Vertrauen / Ben Klein\n" },
    { "name below the topic",
      "Abende im Juli\n"
      "\n"
      "Montag, 9. Juli 2012\n"
      "19:00 – 20:00 Uhr\n"
      "Was uns trägt\n"
      "Anna Schmidt\n"
      "\n"
      "20:15 Uhr\n"
      "Was uns treibt\n"
      "mit Ben Klein\n",
      "Abende im Juli\n"
      "07-09 19:00+60 Was uns trägt / Anna Schmidt\n"
      "07-09 20:15+60 Was uns treibt / Ben Klein\n"
      "! 1 names have no label and were taken as speakers: Anna Schmidt\n"
      "! 1 talks have no duration; an hour was taken (first: Was uns treibt)\n" },
    { "topic first",
      "Vortragsreihe\n"
      "\n"
      "Thema: Honig\n"
      "Referent: Ben Klein\n"
      "Termin: 9.7.2012, 10 Uhr\n"
      "\n"
      "Thema: Milch\n"
      "Referent: Anna Schmidt\n"
      "Termin: 10.7.2012, 10 Uhr\n",
      "Vortragsreihe\n"
      "07-09 10:00+60 Honig / Ben Klein\n"
      "07-10 10:00+60 Milch / Anna Schmidt\n"
      "! 2 talks have no duration; an hour was taken (first: Honig)\n" },
    { "speaker first",
      "Reihe\n"
      "\n"
      "Referentin: Anna Schmidt\n"
      "Thema: Honig\n"
      "Zeit: 9.7.2012, 10:00-11:00\n"
      "\n"
      "Referent: Ben Klein\n"
      "Thema: Milch\n"
      "Zeit: 9.7.2012, 11:00-12:00\n",
      "Reihe\n"
      "07-09 10:00+60 Honig / Anna Schmidt\n"
      "07-09 11:00+60 Milch / Ben Klein\n" },
    { "one line each",
      "Herbst im Haus\n"
      "Zeit: 9.7.2012 10:00-11:00 Uhr, Thema: Licht, Referent: Anna Schmidt\n"
      "Zeit: 9.7.2012 11:00-12:00 Uhr, Thema: Wärme, Referent: Ben Klein\n",
      "Herbst im Haus\n"
      "07-09 10:00+60 Licht / Anna Schmidt\n"
      "07-09 11:00+60 Wärme / Ben Klein\n" },
    { "sentences",
      "Unser Tag am 9. Juli 2012\n"
      "Liebe Gäste,\n"
      "um 10 Uhr geht es los, bitte kommen Sie pünktlich.\n"
      "\n"
      "Um 14 Uhr spricht Anna Schmidt über Netze im Alltag.\n"
      "Um 16 Uhr spricht Ben Klein zum Thema Netze im Traum\n",
      "Unser Tag\n"
      "07-09 14:00+60 Netze im Alltag / Anna Schmidt\n"
      "07-09 16:00+60 Netze im Traum / Ben Klein\n"
      "! 2 talks have no duration; an hour was taken (first: Netze im Alltag)\n" },
    { "no date at all",
      "Erster Tag\n"
      "Tageszeit: 10:00-11:00\n"
      "Thema: Irgendwann\n"
      "Referent: Ben Klein\n"
      "Zweiter Tag\n"
      "Tageszeit: 10:00-11:00\n"
      "Thema: Danach\n"
      "Referent: Ben Klein\n",
      "(without title)\n"
      "07-02 10:00+60 Irgendwann / Ben Klein\n"
      "07-03 10:00+60 Danach / Ben Klein\n"
      "! No date is stated for the first day; 2012-07-02 was taken\n"
      "! The programme has no title\n" },
    { "no year, past",
      "Frühlingstag\n"
      "3. Mai\n"
      "10:00 Uhr Säen (Anna Schmidt)\n",
      "Frühlingstag\n"
      "05-03 10:00+60 Säen / Anna Schmidt\n"
      "! 1 dates have no year; the next one was taken: 2013-05-03\n"
      "! 1 talks have no duration; an hour was taken (first: Säen)\n" },
    { "wrong weekday, no such day",
      "Tage\n"
      "Montag, 10. Juli 2012\n"
      "10:00 Uhr Säen (Anna Schmidt)\n"
      "30.2.2013\n"
      "10:00 Uhr Nie (Anna Schmidt)\n",
      "Tage\n"
      "07-10 10:00+60 Säen / Anna Schmidt\n"
      "07-11 10:00+60 Nie / Anna Schmidt\n"
      "! 1 dates fall on another day of the week than stated (first: 2012-07-10)\n"
      "! 1 dates do not exist (first: 2013-02-30)\n"
      "! 2 talks have no duration; an hour was taken (first: Säen)\n" },
    { "zone words",
      "Online week\n"
      "9 July 2012\n"
      "10:00 - 11:00 Uhr MESZ: Sonne (Anna Schmidt)\n"
      "12:00 (CEST) Mond (Ben Klein)\n"
      "18:00 UTC: Sterne (Cem Öz)\n",
      "Online week\n"
      "zone Europe/Berlin\n"
      "07-09 10:00+60 Sonne / Anna Schmidt\n"
      "07-09 12:00+60 Mond / Ben Klein\n"
      "07-09 18:00+60 Sterne / Cem Öz\n"
      "! 1 times name another time zone, which was not taken: UTC\n"
      "! 2 talks have no duration; an hour was taken (first: Mond)\n" },
    { "zone label",
      "Online week\n"
      "Time zone: America/New_York\n"
      "July 9th, 2012\n"
      "10 am – Maps (Anna Schmidt)\n"
      "11:00 – 11:45 am – Legends, with Ben Klein\n",
      "Online week\n"
      "zone America/New_York\n"
      "07-09 10:00+60 Maps / Anna Schmidt\n"
      "07-09 11:00+45 Legends / Ben Klein\n"
      "! 1 talks have no duration; an hour was taken (first: Maps)\n"
      "! 1 names have no label and were taken as speakers: Ben Klein\n" },
    { "when where what who",
      "Was: Lesen im Garten\n"
      "Wer: Dora Lang\n"
      "Wann: Freitag, 13. Juli 2012, 18:30 Uhr\n"
      "Wo: Stadtgarten, am Teich\n"
      "Dauer: 90 Minuten\n",
      "Lesen im Garten\n"
      "07-13 18:30+90 Lesen im Garten / Dora Lang @Stadtgarten, am Teich\n"
      "! The week has no title of its own; this was taken: Lesen im Garten\n" },
    { "abstracts",
      "Tag der Wörter\n"
      "9.7.2012\n"
      "10:00–11:00 Uhr\n"
      "Thema: Wörter\n"
      "Referentin: Anna Schmidt, Universität Musterstadt\n"
      "Inhalt: Woher sie kommen.\n"
      "Wohin sie gehen.\n"
      "\n"
      "11:00–12:00 Uhr\n"
      "Thema: Sätze\n"
      "Referent: Prof. Dr. Ben Klein (Verein für Sätze und Zeichen) & Cem Öz\n"
      "Abstract: Kurz und lang.\n",
      "Tag der Wörter\n"
      "07-09 10:00+60 Wörter / Anna Schmidt (Universität Musterstadt) {Woher sie kommen.\n"
      "Wohin sie gehen.}\n"
      "07-09 11:00+60 Sätze / Prof. Dr. Ben Klein (Verein für Sätze und Zeichen), Cem Öz {Kurz und "
      "lang.}\n" },
    { "bullets, bold",
      "**Einladung zum Wochenende der Nachbarn**\n"
      "\n"
      "**Samstag, 14. Juli 2012**\n"
      "* *10:00 Uhr* – „Der Zaun“, Anna Schmidt\n"
      "* *11:00 Uhr* – „Das Tor“ von Ben Klein\n"
      "- 12:00 Uhr: Pause\n"
      "**Sonntag, 15. Juli 2012**\n"
      "• 10:00 – 10:45 Bürger*innen fragen – Cem Öz\n",
      "Wochenende der Nachbarn\n"
      "07-14 10:00+60 Der Zaun / Anna Schmidt\n"
      "07-14 11:00+60 Das Tor / Ben Klein\n"
      "07-14 12:00+60 Pause / \n"
      "07-15 10:00+45 Bürger*innen fragen / Cem Öz\n"
      "! 3 talks have no duration; an hour was taken (first: Der Zaun)\n"
      "! 1 talks have no speaker (first: Pause)\n"
      "! 1 names have no label and were taken as speakers: Cem Öz\n" },
    { "night and nonsense times",
      "Nacht\n"
      "13.7.2012\n"
      "23:00 – 01:00 Uhr: Sterne (Anna Schmidt)\n"
      "14:00 – 13:00 Uhr: Verkehrt (Ben Klein)\n"
      "25:00 Uhr: Nie (Cem Öz)\n",
      "Nacht\n"
      "07-13 14:00+60 Verkehrt / Ben Klein\n"
      "07-13 23:00+120 Sterne / Anna Schmidt\n"
      "! 1 talks end before they begin; an hour was taken (first: Verkehrt)\n"
      "? 25:00 Uhr: Nie (Cem Öz)\n" },
    { "wordy german",
      "Sehr geehrte Damen und Herren,\n"
      "\n"
      "wir laden Sie herzlich zu unserer Eventwoche „Gemeinsam“ ein, die vom 9. bis zum 11. Juli "
      "2012 stattfindet.\n"
      "Anmeldung bitte bis 5.7.2012.\n"
      "\n"
      "Programm am Montag, den 9. Juli:\n"
      "10 Uhr – 11 Uhr: Begrüßung durch die Gastgeber\n"
      "11 Uhr: Teilen lernen. Referentin: Frau Dr. Eva Maria von Stein\n"
      "\n"
      "Programm am Dienstag, den 10. Juli:\n"
      "von 10.00 bis 11.30 Uhr: Werkstatt mit Fritz Lang\n"
      "\n"
      "Wir freuen uns auf Sie!\n"
      "Ihr Verein\n",
      "Gemeinsam\n"
      "07-09 10:00+60 Begrüßung durch die Gastgeber / \n"
      "07-09 11:00+60 Teilen lernen / Frau Dr. Eva Maria von Stein\n"
      "07-10 10:00+90 Werkstatt / Fritz Lang\n"
      "! 1 talks have no speaker (first: Begrüßung durch die Gastgeber)\n"
      "! 1 talks have no duration; an hour was taken (first: Teilen lernen)\n"
      "! 1 names have no label and were taken as speakers: Fritz Lang\n"
      "! The week has no title of its own; this was taken: Gemeinsam\n"
      "? Wir freuen uns auf Sie!\n"
      "? Ihr Verein\n" },
    { "mixed",
      "Week of Methods / Woche der Methoden\n"
      "Tag 1 (Mon 9 Jul 2012)\n"
      "Zeit: 10:00\n"
      "Topic: Fishbowl\n"
      "Speaker: Anna Schmidt\n"
      "Day 2\n"
      "Time: 14:00\n"
      "Thema: Delphi\n"
      "Es spricht Ben Klein\n"
      "Tag 3\n"
      "Time: 9:30\n"
      "Thema: Ende\n"
      "Speaker: N.N.\n",
      "Week of Methods / Woche der Methoden\n"
      "07-09 10:00+60 Fishbowl / Anna Schmidt\n"
      "07-10 14:00+60 Delphi / Ben Klein\n"
      "07-11 09:30+60 Ende / \n"
      "! 3 talks have no duration; an hour was taken (first: Fishbowl)\n"
      "! 1 talks have no speaker (first: Ende)\n" },
    { "weekdays only",
      "Abende\n"
      "Dienstag\n"
      "19 Uhr: Eins (Anna Schmidt)\n"
      "Donnerstag\n"
      "19 Uhr: Zwei (Anna Schmidt)\n",
      "Abende\n"
      "07-03 19:00+60 Eins / Anna Schmidt\n"
      "07-05 19:00+60 Zwei / Anna Schmidt\n"
      "! No date is stated for the first day; 2012-07-03 was taken\n"
      "! 2 talks have no duration; an hour was taken (first: Eins)\n" },
    { "date last",
      "Thema: Salz\n"
      "Referent: Ben Klein\n"
      "Uhrzeit: 10-11 Uhr\n"
      "Datum: 2012-07-09\n"
      "\n"
      "Thema: Pfeffer\n"
      "Referent: Ben Klein\n"
      "Uhrzeit: 11-12 Uhr\n"
      "Datum: 2012-07-10\n",
      "(without title)\n"
      "07-09 10:00+60 Salz / Ben Klein\n"
      "07-09 11:00+60 Pfeffer / Ben Klein\n"
      "! The programme has no title\n" },
    { "slashes, english times",
      "Garden talks 7/13/2012\n"
      "10:00am-10:45am Roses by Anna Schmidt\n"
      "9/7/2012\n"
      "2pm: Thorns (Ben Klein)\n",
      "Garden talks\n"
      "07-09 14:00+60 Thorns / Ben Klein\n"
      "07-13 10:00+45 Roses / Anna Schmidt\n"
      "! 1 dates with slashes were read as day/month (first: 2012-07-09)\n"
      "! 1 names have no label and were taken as speakers: Anna Schmidt\n"
      "! 1 talks have no duration; an hour was taken (first: Thorns)\n" },
    { "track and leftovers",
      "Haus\n"
      "9.7.2012: Grundlagen\n"
      "10:00 Uhr\n"
      "Thema: A\n"
      "Referent: Anna\n"
      "Thema: ohne Zeit\n"
      "12:00 Uhr\n"
      "\n"
      "Kontakt: info@example.org\n",
      "Haus\n"
      "07-09 10:00+60 A / Anna\n"
      "07-09 12:00+60 ohne Zeit / \n"
      "! 2 talks have no duration; an hour was taken (first: A)\n"
      "! 1 talks have no speaker (first: ohne Zeit)\n"
      "? 9.7.2012: Grundlagen\n"
      "? Kontakt: info@example.org\n" },
    /* clang-format on */
};

static void invitations_are_understood(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(invitations); i++) {
        arena *a = arena_new(ARENA_LIMIT);
        const char *got = str_c(a, noted(a, invitations[i].text));
        if (strcmp(got, invitations[i].understood) != 0)
            fail_msg("%s: understood as\n%s", invitations[i].name, got);
        arena_free(a);
    }
}

static struct programme text_ok(arena *a, str text)
{
    struct programme p = { 0 };
    const err *e = programme_text_read(a, text, S(BERLIN), NOW_MS, &p, &report);
    if (e != NULL)
        fail_msg("%s", str_c(a, err_text(a, e)));
    assert_int_equal(p.format, PROGRAMME_TEXT);
    return p;
}

static void what_is_no_invitation_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = { "",
                                         " \n\n",
                                         "hello",
                                         "Wir treffen uns um 10 Uhr am Brunnen.",
                                         "Thema: ohne Zeit\nReferent: Anna Schmidt",
                                         "10:00 Uhr\n11:00 Uhr",
                                         "9.7.2012\n10.7.2012",
                                         "root:x:0:0:root:/root:/bin/sh",
                                         "10:00\x01 Uhr: Steuerzeichen (Anna Schmidt)" };
    SCRATCH(a);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct programme p = { 0 };
        const err *e = programme_text_read(a, str_of(texts[i]), S(BERLIN), NOW_MS, &p, &report);
        if (e == NULL)
            fail_msg("taken: %s", texts[i]);
        assert_int_equal(e->kind, ERR_INVALID);
        assert_true(str_starts(e->msg, S("no invitation")));
        assert_int_equal(p.n_talks, 0);
        (void)refusal_of(a, str_of(texts[i]));
    }
    str nul = { "10:00 Uhr: A\0B\n", 15 };
    assert_non_null(
        programme_text_read(a, nul, S(BERLIN), NOW_MS, &(struct programme){ 0 }, &report));
    str large = repeated(a, "9.7.2012\n10 Uhr: A\n", "x\n", PROGRAMME_TEXT_MAX, "");
    assert_non_null(
        programme_text_read(a, large, S(BERLIN), NOW_MS, &(struct programme){ 0 }, &report));
}

static void lines_of_a_refused_text_are_told_too(void **state)
{
    (void)state;
    SCRATCH(a);
    struct programme p = { 0 };
    assert_non_null(
        programme_text_read(a, S("Abend\nThema: A\nunklar"), S(BERLIN), NOW_MS, &p, &report));
    assert_int_equal(report.n_lines, 3);
    TEXT("unklar", report.lines[2].text);
}

static void the_welcome_is_kept(void **state)
{
    (void)state;
    SCRATCH(a);
    struct programme p = text_ok(a, S("Woche der Netze\n\nLiebe Gäste,\nwillkommen!\n\nKommen Sie "
                                      "gern.\n\n9.7.2012\n10 Uhr: A (Anna Schmidt)\nGruß\n"));
    TEXT("Woche der Netze", p.title);
    TEXT("Liebe Gäste,\nwillkommen!\n\nKommen Sie gern.", p.text);
    assert_int_equal(report.n_lines, 10);
    for (size_t i = 0; i < report.n_lines; i++)
        assert_int_equal(report.lines[i].number, i + 1);
    assert_true(report.lines[2].understood);
    assert_false(report.lines[9].understood);
}

static void a_week_has_all_its_days(void **state)
{
    (void)state;
    SCRATCH(a);
    struct programme p =
        text_ok(a, S("Eventwoche\nvom 28. Juni bis zum 2. Juli 2013\n\nZweiter Tag\n10 Uhr: A\n"));
    assert_int_equal(p.n_days, 5);
    TEXT("2013-06-28", when_date_text(a, p.days[0]));
    TEXT("2013-07-02", when_date_text(a, p.days[4]));
    assert_string_equal(day_of(a, p, 0), "2013-06-29");
}

static void what_is_not_utf8_is_read_as_windows_1252(void **state)
{
    (void)state;
    SCRATCH(a);
    struct programme p = text_ok(
        a,
        S("M\xe4rz\n9.7.2012\n10:00 \x96 11:00 Uhr: \x84Gr\xfc\xdf\x65\x93 (J\xf6rg M\xfcller)\n"));
    TEXT("März", p.title);
    TEXT("Grüße", p.talks[0].title);
    TEXT("Jörg Müller", p.talks[0].persons[0].name);
    assert_int_equal(p.talks[0].duration_min, 60);
}

static void a_zone_that_is_not_named_is_assumed(void **state)
{
    (void)state;
    SCRATCH(a);
    struct programme p = text_ok(a, S("9.7.2012\n10 Uhr: A (Anna Schmidt)"));
    assert_true(p.zone_assumed);
    assert_int_equal(remarked("The file names no time zone", BERLIN), 1);
    p = text_ok(a, S("9.7.2012\n10 Uhr UTC: A (Anna Schmidt)"));
    TEXT("UTC", p.zone);
    assert_int_equal(remarked("The file names no time zone", NULL), 0);
    assert_string_equal(start_of(a, p, 0), "2012-07-09T10:00:00+00:00");
}

static void programme_read_tries_the_text_last(void **state)
{
    (void)state;
    SCRATCH(a);
    struct programme p = read_ok(a, "Abend\n9.7.2012\n10 Uhr: A (Anna Schmidt)\nwas ist das\n");
    assert_int_equal(p.format, PROGRAMME_TEXT);
    assert_int_equal(report.n_lines, 4);
    /* What begins like one of the files is never taken as a text. */
    (void)refusal_of(a, S("<p>9.7.2012\n10 Uhr: A (Anna Schmidt)</p>"));
    (void)refusal_of(a, S("{ 9.7.2012\n10 Uhr: A (Anna Schmidt) }"));
}

static void persons_are_told_apart(void **state)
{
    (void)state;
    /* What is typed, and what it comes to, names with their notes. */
    static const char *const lists[][2] = {
        { "Anna Schmidt", "Anna Schmidt" },
        { "Anna, Ben und Cem", "Anna, Ben, Cem" },
        { "Dr. Anna Schmidt & Ben Klein / Cem Öz", "Dr. Anna Schmidt, Ben Klein, Cem Öz" },
        { "Anna Schmidt, Hamburg", "Anna Schmidt (Hamburg)" },
        { "Anna Schmidt, Institut für Forschung und Lehre",
          "Anna Schmidt (Institut für Forschung und Lehre)" },
        { "Anna Schmidt (A, B), Ben Klein (C und D)", "Anna Schmidt (A, B), Ben Klein (C und D)" },
        { "Anna Schmidt aus Hamburg und Ben Klein", "Anna Schmidt (aus Hamburg und Ben Klein)" },
        { "Ludwig van Beethoven, Johanna von der Heide",
          "Ludwig van Beethoven, Johanna von der Heide" },
        { "N.N.", "" },
        { " , ; (), ", "" },
        { "mysterious_guest42", "mysterious_guest42" },
    };
    SCRATCH(a);
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        struct programme_person *persons = NULL;
        size_t n = programme_text_persons(a, str_of(lists[i][0]), &persons);
        assert_string_equal(str_c(a, programme_text_names(a, persons, n)), lists[i][1]);
    }
}

static void fields_of_a_form_are_read(void **state)
{
    (void)state;
    static const char *const days[] = { "2012-07-09", "9.7.2012", " Montag, 9. Juli 2012 " };
    static const char *const clocks[] = { "14:30", "14.30", "2:30 pm", "14h30", " 14:30 Uhr" };
    static const char *const wrong[] = { "",      "9.7.",  "30.2.2012", "Montag", "9.7.2012 x",
                                         "10-11", "25:00", "x",         "10:99" };
    struct when_date day;
    int minutes;
    SCRATCH(a);
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        assert_true(programme_text_day(str_of(days[i]), &day));
        TEXT("2012-07-09", when_date_text(a, day));
    }
    for (size_t i = 0; i < COUNT_OF(clocks); i++) {
        assert_true(programme_text_clock(str_of(clocks[i]), &minutes));
        assert_int_equal(minutes, 14 * 60 + 30);
    }
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_false(programme_text_day(str_of(wrong[i]), &day));
        assert_false(programme_text_clock(str_of(wrong[i]), &minutes));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(invitations_are_understood),
        cmocka_unit_test(what_is_no_invitation_is_refused),
        cmocka_unit_test(lines_of_a_refused_text_are_told_too),
        cmocka_unit_test(the_welcome_is_kept),
        cmocka_unit_test(a_week_has_all_its_days),
        cmocka_unit_test(what_is_not_utf8_is_read_as_windows_1252),
        cmocka_unit_test(a_zone_that_is_not_named_is_assumed),
        cmocka_unit_test(programme_read_tries_the_text_last),
        cmocka_unit_test(persons_are_told_apart),
        cmocka_unit_test(fields_of_a_form_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
