/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * people.h - tables of people, and of what was written to them, as other programs export them.
 *
 * Known by their headings, German and English, wherever the line of headings stands: Google (both
 * generations), Outlook (desktop and web), Thunderbird, Windows Live Mail, LinkedIn (Connections,
 * messages and Invitations of the archive), and any other table with such headings. What no heading
 * is known for can be mapped by the caller. A cell that has no place in a person becomes an unknown
 * property of theirs (X-TABLE-CELL;COLUMN="heading":value), so that nothing is lost.
 */
#ifndef ENGINE_PEOPLE_PEOPLE_H
#define ENGINE_PEOPLE_PEOPLE_H

#include "engine/card/card_person.h"
#include "engine/table/table.h"

/* What a column holds. */
/* clang-format off */
enum people_field {
    PEOPLE_UNKNOWN, /* kept as X-TABLE-CELL */
    PEOPLE_NAME, PEOPLE_GIVEN, PEOPLE_ADDITIONAL, PEOPLE_FAMILY, PEOPLE_PREFIX, PEOPLE_SUFFIX,
    PEOPLE_NICKNAME, PEOPLE_PHONETIC_GIVEN, PEOPLE_PHONETIC_ADDITIONAL, PEOPLE_PHONETIC_FAMILY,
    PEOPLE_ORGANISATION, PEOPLE_UNIT, PEOPLE_TITLE, PEOPLE_ROLE,
    PEOPLE_EMAIL, PEOPLE_TEL, PEOPLE_URL, PEOPLE_PROFILE, PEOPLE_IM,
    PEOPLE_STREET, PEOPLE_PO_BOX, PEOPLE_EXTENDED, PEOPLE_CITY, PEOPLE_REGION, PEOPLE_CODE,
    PEOPLE_COUNTRY, PEOPLE_FORMATTED,
    PEOPLE_BIRTHDAY, PEOPLE_BIRTH_YEAR, PEOPLE_BIRTH_MONTH, PEOPLE_BIRTH_DAY, PEOPLE_ANNIVERSARY,
    PEOPLE_DAY, /* another day, called after its column */
    PEOPLE_NOTE, PEOPLE_CATEGORY, PEOPLE_RELATED, PEOPLE_PHOTO,
    PEOPLE_LABEL,   /* of the numbered column it belongs to: "E-mail 1 - Type" */
    PEOPLE_SERVICE, /* "IM 1 - Service" */
    PEOPLE_CONVERSATION, PEOPLE_FROM, PEOPLE_FROM_URL, PEOPLE_TO, PEOPLE_TO_URL, PEOPLE_DATE,
    PEOPLE_DIRECTION,
    PEOPLE_IGNORED, /* texts of messages: not kept */
    PEOPLE_FIELDS
};
/* clang-format on */

/* A column as it was understood. */
struct people_column {
    str heading;
    enum people_field field;
    str types;      /* "work", "home,fax", "spouse" */
    int64_t number; /* of "Phone 3 - Value"; 0: none */
    bool numbered;  /* Google: its label stands in another column */
};

enum people_kind { PEOPLE_PERSONS, PEOPLE_MESSAGES, PEOPLE_INVITATIONS };

/* Who wrote to whom, and when. No text. */
struct people_exchange {
    str conversation;
    str from, from_url; /* names and profiles as stated */
    str to, to_url;     /* several are separated by ", " as the source does it */
    int64_t time_ms;    /* UTC where the source says nothing */
    enum { PEOPLE_DIRECTION_UNKNOWN, PEOPLE_OUTGOING, PEOPLE_INCOMING } direction;
};

struct people_thing {
    enum people_kind kind;
    size_t line;
    struct card_person person;       /* PEOPLE_PERSONS */
    struct people_exchange exchange; /* the other two */
};

typedef struct people people;

/* `file` is the name of the file, for what only it tells (guide_messages.csv); may be absent.
 * `mapping`: what the columns hold, by their place, for tables whose headings nobody knows; the
 * first row counts as headings then. NULL: by the headings. On the arena. */
people *people_new(arena *a, str file, const enum people_field *mapping, size_t n);
void people_feed(people *p, str bytes);
void people_end(people *p);
/* LINES_THING: `ret`, on `a`. A row that names nobody, a message without date are refused by their
 * line; so is the table if no heading is known. */
enum lines_event people_next(people *p, arena *a, struct people_thing *ret,
                             struct lines_refusal *ret_refusal);
/* The columns, once the first thing was given: for a page that shows them. */
const struct people_column *people_columns(const people *p, size_t *ret_n);

/* What a heading means; PEOPLE_UNKNOWN where it says nothing known. For people.c and its tests. */
struct people_column people_heading(arena *a, str heading);

/* What stays the same of the address of a profile: "ada-fictional" of
 * "https://www.linkedin.com/in/Ada-Fictional/"; lower case, %xx decoded. Empty where it is none. */
str people_profile(arena *a, str url);

/* "1972-01-31", "31.1.1972", "1/31/1972", "12 Mar 2019", "09 Jul 17". `day_first`: 3/4/2020 is in
 * April (the headings are German). */
MUST bool people_date(str text, bool day_first, struct card_date *ret);
/* A date with a time: "2023-05-01 14:22:10 UTC", "5/12/21, 3:14 PM". */
MUST bool people_time(str text, bool day_first, int64_t *ret_ms);

#endif
