/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_text_scan.h - the small things people write in an invitation: dates, times of day, days
 * of the week, zones; German and English. For the reader of plain text, and for engine/line, where
 * people write them the same way.
 *
 * Each function takes one thing off the front of `s` and says true, or leaves `s` as it was.
 * Letters compare without case, dashes of all sorts are one, blanks between the parts may be there
 * or not. Texts are valid UTF-8.
 */
#ifndef ENGINE_PROGRAMME_PROGRAMME_TEXT_SCAN_H
#define ENGINE_PROGRAMME_PROGRAMME_TEXT_SCAN_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/str.h"

/* A day as written. */
struct programme_text_date {
    int year;       /* 0: not stated */
    int month, day; /* 0: not stated (then the weekday is) */
    int weekday;    /* 0 = Monday … 6 = Sunday; -1: not stated */
    bool slashes;   /* "9/7/2012": which of the two is the month is a guess */
};

/* A time as written: minutes after midnight, -1 where not stated. The end may lie after midnight,
 * then it is smaller than the start. */
struct programme_text_time {
    int start, end;
};

/* Bytes of the word in front: letters and digits; 0 where there is none. */
size_t programme_text_scan_word_length(str s);
/* The same letters but for their case, also of the German umlauts. */
bool programme_text_scan_same(str a, const char *b);
/* One of the words, which may hold blanks; ends with NULL. Longer ones must stand first. */
bool programme_text_scan_one_of(str *s, const char *const *words);
void programme_text_scan_blanks(str *s);
/* "-", "–", "—", U+2212 …, with the blanks around it. */
bool programme_text_scan_dash(str *s);
/* A dash, or one of the words that stand for it ("bis"), with the blanks around it. */
bool programme_text_scan_until(str *s, const char *const *until);

/* "9.7.2012", "Montag, den 9. Juli", "2012-07-09", "July 9th, 2012", "Mo 9.7."; "Montag" alone. */
bool programme_text_scan_date(str *s, struct programme_text_date *ret);
/* "9.-13. Juli 2012", "July 9-13", "9. Juli bis 13. Juli 2012". */
bool programme_text_scan_span(str *s, struct programme_text_date *ret_from,
                              struct programme_text_date *ret_to);
/* "Erster Tag", "der 2. Tag", "Tag 3", "First day", "Day two": 1 and up. */
bool programme_text_scan_nth_day(str *s, int *ret);

/* "10:00 - 11:00 Uhr", "10-11 Uhr", "10.00 bis 11.30 Uhr", "14 Uhr", "2-3 p.m.", "14h30". `told`:
 * it stands where a time must, so that "10-11" and "10.30" are one too. */
bool programme_text_scan_time(str *s, bool told, struct programme_text_time *ret);
/* "MESZ", "(CET)", "UTC+2", "Europe/Berlin"; `ret` as written. */
bool programme_text_scan_zone(str *s, str *ret);
/* "45 Minuten", "90 min", "1,5 Stunden", "1 h": minutes. */
bool programme_text_scan_minutes(str *s, int *ret);

#endif
