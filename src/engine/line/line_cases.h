/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * line_cases.h - lines as people type them, for the test, and what is understood of each. Written
 * on Monday, 23 November 2026. Anna Schmidt, Ben Klein and Cem are in the book, unless nobody can
 * tell who is (`strangers`).
 *
 * "seeks0{…}": of the first name; "theirs-1{…}": of nobody in particular; what stands behind "|" is
 * the day by which.
 */
#ifndef ENGINE_LINE_LINE_CASES_H
#define ENGINE_LINE_LINE_CASES_H

#include <stdbool.h>

struct line_case {
    const char *text, *understood;
    bool strangers;
};

static const struct line_case line_cases[] = {
    /* clang-format off: a line and its meaning */
    { "call \"Anna Schmidt\" 20m heard \"seeks a tax adviser in Hamburg\" promised \"send the "
      "study by Friday\"",
      "call [Anna Schmidt] 20m heard{seeks a tax adviser in Hamburg} seeks0{a tax adviser in "
      "Hamburg} mine0{send the study|2026-11-27}",
      false },
    { "Anruf Anna Schmidt 20m gehört sucht Steuerberater in Hamburg, versprochen Studie bis "
      "Freitag",
      "call [Anna Schmidt] 20m heard{sucht Steuerberater in Hamburg} seeks0{Steuerberater in "
      "Hamburg} mine0{Studie|2026-11-27}",
      false },
    { "anurf anna schmidt 20 min gehoert neue stelle", "call [anna schmidt] 20m heard{neue stelle}",
      false },
    { "20m anna schmidt anruf", "call [anna schmidt] 20m", false },
    { "Besuch bei Anna gestern 14 Uhr 1h30 im Café Kranz",
      "visit [Anna] 90m 2026-11-22 14:00 at{Café Kranz}", false },
    { "Anna rief an, sucht Büro in Kiel", "call [Anna] began:they seeks0{Büro in Kiel}", false },
    { "sie rief an Anna Schmidt 10 min", "call [Anna Schmidt] 10m began:they", false },
    { "Mail von Anna gehört Umzug im Mai", "mail [Anna] began:they heard{Umzug im Mai}", false },
    { "Brief an Ben Klein", "letter [Ben Klein] began:me", false },
    { "Treffen mit Anna und Ben am Freitag auf der Messe",
      "event [Anna] [Ben] 2026-11-20 at{Messe}", false },
    { "Anruf Anna 20m, Studie bis Freitag versprochen", "call [Anna] 20m mine0{Studie|2026-11-27}",
      false },
    { "Anruf Anna Studie versprochen", "call [Anna] mine0{Studie|}", false },
    { "Anruf Anna 30.2. 20m", "call [Anna] 20m wrong{30.2.} rest{30.2.}", false },
    { "Anruf Anna 25:00", "call [Anna] wrong{25:00} rest{25:00}", false },
    { "call Ben yesterday 2pm 1h, he talked more", "call [Ben] 60m 2026-11-22 14:00 spoke:they",
      false },
    { "Anna sucht Räume, Ben bietet Werkstatt", "[Anna] [Ben] seeks0{Räume} offers1{Werkstatt}",
      false },
    { "Besuch Anna und Ben gehört Anna sucht Räume und Ben bietet eine Werkstatt",
      "visit [Anna] [Ben] heard{Anna sucht Räume und Ben bietet eine Werkstatt} seeks0{Räume} "
      "offers1{eine Werkstatt}",
      false },
    { "Anruf Anna sie will die Unterlagen schicken bis 3.12.",
      "call [Anna] theirs0{die Unterlagen schicken|2026-12-03}", false },
    { "Anruf Anna gehört neue Stelle, sie will Unterlagen schicken bis Freitag",
      "call [Anna] heard{neue Stelle} theirs0{Unterlagen schicken|2026-11-27}", false },
    { "met Ben at the fair, offers workshop rooms, promised to call in 2 weeks",
      "event [Ben] at{fair} offers0{workshop rooms} mine0{to call|2026-12-07}", false },
    { "Anruf Anna halbe Stunde beide gleich", "call [Anna] 30m spoke:even", false },
    { "Zoom mit Cem morgen 10 Uhr", "video [Cem] 2026-11-24 10:00", false },
    { "visit Ben last Friday in Hamburg gave a book received two names",
      "visit [Ben] 2026-11-20 at{Hamburg} given{a book} received{two names}", false },
    { "Anruf Anna, heard: seeks a room, she promised the keys by 30.2.",
      "call [Anna] heard{seeks a room} seeks0{a room} theirs0{the keys by 30.2.|} wrong{by 30.2.}",
      false },
    { "Anruf Max Neumann, Lisa Neu und Peter von der Heide 15 min",
      "call [Max Neumann] [Lisa Neu] [Peter von der Heide] 15m", false },
    { "hallo welt", "[hallo welt]", false },
    { "chat anna nett geplaudert", "chat [anna] rest{nett geplaudert}", false },
    { "Anruf Anna Umzug Kiel", "call [Anna] rest{Umzug Kiel}", false },
    { "call anna, 20m, yesterday, sucht job", "call [anna] 20m 2026-11-22 seeks0{job}", false },
    { "Anruf Anna Schmidt: sucht „einen Raum“ 20 Min.",
      "call [Anna Schmidt] 20m seeks0{einen Raum}", false },
    { "call Anna 10-10:30 Uhr", "call [Anna] 30m 10:00", false },
    { "besuhc ben vor 3 Tagen", "visit [ben] 2026-11-20", false },
    { "Anruf Anna 24.12.", "call [Anna] 2026-12-24", false },
    { "Anruf Anna 3.5. versprochen Buch bis 10.5.", "call [Anna] 2026-05-03 mine0{Buch|2026-05-10}",
      false },
    { "Anruf Anna Tipp gegeben, Buch bekommen", "call [Anna] given{Tipp} received{Buch}", false },
    { "I called Ben, she'll send the study by next week",
      "call [Ben] began:me theirs0{send the study|2026-12-04}", false },
    { "called by Anna, needs a lawyer.", "call [Anna] began:they seeks0{a lawyer}", false },
    { "Anruf Anna gehört dass sie einen Raum sucht",
      "call [Anna] heard{dass sie einen Raum sucht} seeks0{einen Raum}", false },
    { "Anruf Anna gehört „zieht um, sucht eine Wohnung in Kiel; bietet ihr Büro“ versprochen "
      "„fragen“",
      "call [Anna] heard{zieht um, sucht eine Wohnung in Kiel; bietet ihr Büro} seeks0{eine "
      "Wohnung in Kiel} offers0{ihr Büro} mine0{fragen|}",
      false },
    { "log Frau Dr. Anna Schmidt angerufen", "call [Anna Schmidt] began:me rest{log}", false },
    { "Anna Schmidt called 5 min spoke about kids 🙂 100 €",
      "call [Anna Schmidt] 5m began:they rest{spoke about kids 🙂 100 €}", false },
    { "Anruf Anna um 14 Uhr", "call [Anna] 14:00", false },
    { "Anruf Anna Schmidt heute früh 5'", "call [Anna Schmidt] 5m 2026-11-23 8:00", false },
    { "E-Mail an Ben: Unterlagen geschickt", "mail [Ben] began:me rest{Unterlagen geschickt}",
      false },
    { "SMS Ben", "chat [Ben]", false },
    { "Treffen Anna, Ben, Cem, Messe", "event [Anna] [Ben] [Cem] rest{Messe}", false },
    { "besuch anna und ben 2h", "visit [anna] [ben] 120m", false },
    { "Anruf Anna sucht Raum, war müde", "call [Anna] seeks0{Raum} rest{war müde}", false },
    { "Anruf Anna sucht Raum, Stühle und Beamer", "call [Anna] seeks0{Raum, Stühle und Beamer}",
      false },
    { "met Dora Miller on 3 May, seeks investors, offers a garden",
      "event [Dora Miller] 2026-05-03 seeks0{investors} offers0{a garden}", false },
    { "call with Anna Schmidt and Ben Klein, 45 min, evenly",
      "call [Anna Schmidt] [Ben Klein] 45m spoke:even", false },
    { "Anruf \"Anna Schmidt\" \"Ben Klein\"", "call [Anna Schmidt] [Ben Klein]", false },
    { "Anruf Anna 31.13. gehört nix", "call [Anna] heard{nix} wrong{31.13.} rest{31.13.}", false },
    { "Anruf Anna 32 Minuten", "call [Anna] 32m", false },
    { "Anruf Anna 0m", "call [Anna] rest{0m}", false },
    { "Anruf Anna 99h", "call [Anna] rest{99h}", false },
    { "letter to Anna, promised: call back tomorrow",
      "letter [Anna] began:me mine0{call back|2026-11-24}", false },
    { "Anna versprach die Liste bis Montag", "[Anna] theirs0{die Liste|2026-11-30}", false },
    { "Anna hat die Liste versprochen", "[Anna] theirs0{die Liste|}", false },
    { "ich habe Anna die Liste versprochen", "[Anna] mine0{die Liste|} rest{ich habe}", false },
    { "Besuch in Hamburg Anna 20m", "visit [Anna] 20m at{Hamburg}", false },
    { "gestern anna getroffen, bietet raum, sucht job, 30 min",
      "event [anna] 30m 2026-11-22 offers0{raum} seeks0{job}", false },
    { "telefonat anna schmidt am 2026-11-20 15:30-16:00",
      "call [anna schmidt] 30m 2026-11-20 15:30", false },
    { "Anruf Dr. Müller", "call [Dr. Müller]", false },
    { "Anruf O'Brien-Meier 5m", "call [O'Brien-Meier] 5m", false },
    { "Nachricht von Ben Klein, bekommen die Adresse von Cem",
      "chat [Ben Klein] began:they received{die Adresse von Cem}", false },
    { "call Anna Schmidt heard \"it's Anna's list\" 5m",
      "call [Anna Schmidt] 5m heard{it's Anna's list}", false },
    { "Anruf Anna \"", "call [Anna]", false },
    { "sucht", "rest{sucht}", false },
    { "versprochen", "rest{versprochen}", false },
    { "anruf", "call", false },
    { ",", "", false },
    { "und", "", false },
    { "Anruf Anna Weber 20m", "call [Anna Weber] 20m", false },
    { "anruf anna weber gehört neue stelle", "call [anna weber] heard{neue stelle}", false },
    { "Anruf Anna nett Ben", "call [Anna] rest{nett Ben}", false },
    { "Anruf #17 5m", "call [#17] 5m", false },
    { "Anruf Finn Schmidt 5m", "call [Finn Schmidt] 5m", false },
    { "Treffen Finn Schmidt Messe", "event [Finn Schmidt Messe]", false },
    { "Anruf Frau Schmidt", "call [Schmidt]", false },
    { "gestern Anruf Anna 1h30", "call [Anna] 90m 2026-11-22", false },
    { "Anruf Max Neumann, Lisa Neu und Peter von der Heide 15 min",
      "call [Max Neumann] [Lisa Neu] [Peter von der Heide] 15m", true },
    { "Anruf max neumann 20m gehört zieht um", "call [max neumann] 20m heard{zieht um}", true },
    { "call Dora Miller 5 min sucht Raum", "call [Dora Miller] 5m seeks0{Raum}", true },
    { "Anruf Max Neumann Umzug nach Kiel", "call [Max Neumann Umzug] rest{nach Kiel}", true },
    { "Treffen Hans-Peter O'Brien und Lisa", "event [Hans-Peter O'Brien] [Lisa]", true },
    { "Besuch bei Frau Dr. Eva Maria Sommer-Winter gestern",
      "visit [Frau Dr. Eva Maria Sommer-Winter] 2026-11-22", true },
    /* clang-format on */
};

#endif
