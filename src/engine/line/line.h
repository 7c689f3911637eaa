/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * line.h - the capture line: what somebody types with one thumb after a call, taken apart.
 *
 *     Anruf Anna Schmidt 20m gehört sucht Steuerberater in Hamburg, versprochen Studie bis Freitag
 *     call "Anna Schmidt" 20m heard "seeks a tax adviser in Hamburg" promised "send it by Friday"
 *
 * German and English words, also mixed, in any order, case and umlauts (ö or oe) free. Nothing is
 * an error: what is not understood is the `rest`, to be kept as a note and shown as such.
 *
 * What is recognised (the words themselves: line_words.c):
 *
 *   kind      Anruf, telefoniert, call · Besuch, visit · Brief, letter · Mail · Chat, Nachricht,
 * SMS · Video, Zoom · Treffen, Veranstaltung, event, met; one slip of the thumb is forgiven
 *             ("Anurf", "besuhc")
 *   names     what else stands there: quoted, or words in a row, several with "und", "and", ",",
 * "+". `known` decides where a name ends and what follows; without it the capitals do, and in a
 * line without capitals the first two words minutes   20m, 20 min, 1h30, 1,5 Stunden, halbe Stunde,
 * half an hour; 10-10:30 Uhr has both day, time heute, gestern, vorgestern, vor 3 Tagen, am Freitag
 * (the last one), letzten Montag, 3.5., 3. Mai 2012, 2012-05-03, May 3rd; um 14 Uhr, 14:30, 2pm,
 * heute früh. A day and month without a year is the last one, or the coming one up to 60 days ahead
 *   place     in Hamburg, im Café Kranz, auf der Messe, bei Siemens, at the fair, @ Kiel
 *   who began sie rief an, Anna rief an, rief mich an, she called, Mail von Anna · ich rief an, I
 *             called, Brief an Anna
 *   who spoke more   sie sprach mehr, he talked more · ich redete mehr · beide gleich, evenly
 *   clauses   heard/gehört, seeks/sucht, offers/bietet, given/gegeben, received/bekommen,
 *             promised/versprochen (mine), verspricht/she promised/sie will … schicken (theirs).
 *             Each takes what follows: the quoted text, or all up to the next clause, ";" or a
 *             part between commas that is one of the things above; minutes at its very end are
 *             the encounter's. Where nothing follows, what stands before ("Studie versprochen")
 *   due       in a promise, from the day of the encounter on: bis Freitag, by 3 May, am 3.5.,
 *             morgen, in 2 Wochen, bis Ende der Woche, next week
 *
 * Seeks and offers are found in what was heard, too. A day or time that does not exist ("30.2.",
 * "25:00") is told in `wrong` and stays in the rest, or in the promise.
 *
 * Everything is on the arena, slices of `text` where possible. Safe from any thread.
 */
#ifndef ENGINE_LINE_LINE_H
#define ENGINE_LINE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "engine/when/when.h"

/* Code points that are read; what is beyond is rest. */
#define LINE_MAX ((size_t)2000)
/* Of names, items and promises each; what is beyond is rest, or stays in what was heard. */
#define LINE_LIST_MAX ((size_t)16)

enum line_kind {
    LINE_UNSAID,
    LINE_CALL,
    LINE_VISIT,
    LINE_LETTER,
    LINE_MAIL,
    LINE_CHAT,
    LINE_VIDEO,
    LINE_EVENT,
    LINE_KINDS
};

enum line_side { LINE_NOBODY, LINE_ME, LINE_THEY, LINE_EVEN };

/* What a piece of the line is. */
enum line_part {
    LINE_REST,    /* not understood */
    LINE_BETWEEN, /* blanks, signs, quotes, "und", "mit": nothing to be understood */
    LINE_KIND,
    LINE_NAME,
    LINE_MINUTES,
    LINE_WHEN,
    LINE_PLACE,
    LINE_STARTED,
    LINE_SPOKE,
    LINE_HEARD, /* each of these: the word and its text */
    LINE_SEEKS,
    LINE_OFFERS,
    LINE_GIVEN,
    LINE_RECEIVED,
    LINE_PROMISED,
    LINE_THEIRS,
    LINE_DUE,
    LINE_PARTS
};

struct line_span {
    size_t from, n; /* bytes of `text` */
    enum line_part part;
};

/* What somebody seeks or offers. `whom`: the index of the name it is about, -1 where it is said of
 * none of several. */
struct line_item {
    bool offers;
    str text;
    int whom;
};

/* `due` is absent where no day was said; its words are not in `text` then they stood at an end. */
struct line_promise {
    bool theirs;
    str text;
    str due; /* "2012-07-09" */
    int whom;
};

/* A day or time that does not exist, as it was written. */
struct line_wrong {
    str text;
};

struct line {
    str text; /* as it was read: one line (utf8_line) */
    enum line_kind kind;
    str names[LINE_LIST_MAX];
    size_t n_names;
    int minutes;   /* 0: not said */
    bool day_said; /* else `day` is today */
    struct when_date day;
    int at; /* minutes after midnight; -1: not said */
    str place;
    enum line_side started; /* LINE_ME, LINE_THEY, or not said */
    enum line_side spoke;   /* who spoke more */
    str heard, given, received;
    struct line_item items[LINE_LIST_MAX];
    size_t n_items;
    struct line_promise promises[LINE_LIST_MAX];
    size_t n_promises;
    struct line_wrong wrong[LINE_LIST_MAX];
    size_t n_wrong;
    str rest;                      /* pieces joined by "; "; absent where all was understood */
    const struct line_span *spans; /* every byte of `text` in exactly one, in order */
    size_t n_spans;
};

/* What the line's words are seen against. */
struct line_world {
    struct when_date today;
    /* Somebody of that name is in the book; NULL: nobody knows. `who` is passed on. */
    bool (*known)(void *who, str name);
    void *who;
    bool no_strangers; /* whom the line is about is known: only names of the book are names */
};

/* Any bytes. */
void line_read(arena *a, str text, const struct line_world *world, struct line *ret);

/* The words of a command ("call", "Anna Schmidt", "20m") as one line: those that hold blanks are
 * quoted again, unless they are a part of the line by themselves ("last Friday"), or all of it. */
str line_of_words(arena *a, const str *words, size_t n);

/* "call", "visit" …, as it is stored; "" for LINE_UNSAID. The other way: LINE_UNSAID for another.
 */
str line_kind_text(enum line_kind kind);
enum line_kind line_kind_of(str text);

#endif
