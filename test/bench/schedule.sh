#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# schedule.sh - prints an invented schedule.xml of 900 talks: five days, 18 rooms, ten talks each.
exec awk 'BEGIN {
    split("Ada Bela Cem Dora Emil Fadia Gero Hana Ivo Jale", first, " ")
    split("Muster Beispiel Probe Vorlage Skizze Entwurf", last, " ")
    split("Nähe Vertrauen Tausch Gedächtnis Stadt Schwarm Werkstatt Gespräch Netz", word, " ")
    split("Methods Theory Practice City Tools", track, " ")
    print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<schedule>\n<version>1</version>\n<conference>"
    print "<acronym>many</acronym><title>Week of 900 talks</title><start>2026-11-02</start><end>2026-11-06</end>"
    print "<days>5</days><time_zone_name>Europe/Berlin</time_zone_name>\n</conference>"
    for (d = 1; d <= 5; d++) {
        printf "<day index=\"%d\" date=\"2026-11-%02d\">\n", d, d + 1
        for (r = 1; r <= 18; r++) {
            printf "<room name=\"Room %d\">\n", r
            for (t = 0; t < 10; t++) talk(d, r, t)
            print "</room>"
        }
        print "</day>"
    }
    print "</schedule>"
}
function talk(d, r, t,    i) {
    n++
    printf "<event guid=\"00000000-0000-4000-8000-%012d\" id=\"%d\">\n", n, n
    printf "<date>2026-11-%02dT%02d:00:00+01:00</date><start>%02d:00</start><duration>00:45</duration>", d + 1, t + 9, t + 9
    printf "<room>Room %d</room><slug>many-%d</slug>\n", r, n
    printf "<title>%s und %s, Teil %d</title><subtitle>Ein Gespräch</subtitle>", word[n % 9 + 1], word[int(n / 9) % 9 + 1], n
    printf "<track>%s</track><type>lecture</type><language>%s</language>\n<abstract>", track[n % 5 + 1], n % 2 ? "de" : "en"
    for (i = 0; i < 12; i++)
        printf "What %s has to do with *%s* is worth an hour, and [more](https://example.org/%d). ", word[(n + i) % 9 + 1], word[(n * i) % 9 + 1], i
    printf "</abstract>\n<description>A second text about %s.</description>\n", word[n % 9 + 1]
    printf "<persons><person id=\"%d\">%s %s</person><person id=\"%d\">%s %s</person></persons>\n</event>\n",
        n % 300, first[n % 10 + 1], last[n % 6 + 1], 300 + n % 7, first[n % 7 + 1], last[n % 5 + 1]
}'
