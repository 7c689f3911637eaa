/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_text_cases.h - invitations as people write them, for the test. What is expected of each
 * is said as a person would note it: title, zone if stated, a line a talk (day, time, minutes,
 * topic, speakers, place, text), then remarks ("! …") and the lines that were not understood ("?
 * …").
 *
 * The clock stands at Sunday, 1 July 2012, noon, in Berlin.
 */
#ifndef ENGINE_PROGRAMME_PROGRAMME_TEXT_CASES_H
#define ENGINE_PROGRAMME_PROGRAMME_TEXT_CASES_H

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

#endif
