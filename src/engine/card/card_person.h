/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card_person.h - what a card says of a person, whichever program wrote it; also what a row of a
 * table becomes (engine/people).
 *
 * Texts are clean UTF-8 lines (utf8_line: no bidirectional controls), notes and addresses keep
 * their line ends. What has no place here stays in `rest` as it was, and comes back unchanged when
 * the person is written again: unknown properties, second ones of a kind there is one of, dates
 * that are none. Absent texts were not stated.
 */
#ifndef ENGINE_CARD_CARD_PERSON_H
#define ENGINE_CARD_CARD_PERSON_H

#include "engine/card/card.h"
#include "engine/card/card_date.h"

/* An address of some sort: a mail address, a number, a page, a name of somebody related. */
struct card_item {
    str value;
    str types; /* lower case, separated by commas, without "pref": "work,fax"; "spouse"; "twitter"
                */
    str label; /* in the words of whoever wrote it: X-ABLabel, a column of a table */
    bool preferred;
    const struct card_param *params; /* what else was said of it, kept as written */
    size_t n_params;
};
struct card_items {
    struct card_item *item;
    size_t n, cap;
};

struct card_address {
    str po_box, extended, street, city, region, code, country;
    str formatted; /* as on a letter, with line ends */
    str types, label;
    bool preferred;
    const struct card_param *params;
    size_t n_params;
};

/* A place in an organisation. */
struct card_job {
    str organisation;
    str units; /* department, team: separated by ", " */
    str title, role;
};

struct card_day {
    struct card_date date;
    str label; /* "Anniversary", "Hochzeitstag" */
};

/* One of bytes and uri, or none. */
struct card_photo {
    str bytes;
    str media_type; /* "image/jpeg" as stated or guessed; absent with an uri */
    str uri;
};

struct card_person {
    bool group; /* a list of members, not somebody */
    str kind;   /* "individual" where nothing is said; "group", "org", "location" */
    str name;   /* as shown; made of the parts, or of the organisation, where it is not stated */
    str family, given, additional, prefix, suffix;
    str nickname; /* several separated by ", " */
    str phonetic_given, phonetic_additional, phonetic_family;
    struct card_items emails, tels, urls;
    struct card_items ims;     /* URIs: "xmpp:anna@example.org", "aim:anna" */
    struct card_items socials; /* types: the service */
    struct card_items related; /* a name, or "urn:uuid:…"; types: "spouse", "manager" */
    struct card_items members; /* of a group */
    struct card_items categories;
    struct card_address *addresses;
    size_t n_addresses, cap_addresses;
    struct card_job *jobs;
    size_t n_jobs, cap_jobs;
    struct card_date birthday, anniversary; /* all 0: not stated */
    struct card_day *days;
    size_t n_days, cap_days;
    str note;
    struct card_photo photo;
    str uid, rev;
    const struct card_property *rest;
    size_t n_rest, cap_rest;
};

/* What the card says. Everything is on the arena or borrowed from the card. */
struct card_person card_person_of(arena *a, const struct card *c);
/* The person as a card, which says the same when it is read again (3.0: without the time of a day
 * of which the year is known but not the month, and without second preferences). */
struct card card_of_person(arena *a, const struct card_person *p, enum card_version version);

/* Adds one and gives it for filling; the arena must be the person's. */
struct card_item *card_person_item(arena *a, struct card_items *to, str value);
struct card_address *card_person_address(arena *a, struct card_person *p);
struct card_job *card_person_job(arena *a, struct card_person *p);
struct card_day *card_person_day(arena *a, struct card_person *p);
/* Makes a name of the parts where there is none. */
void card_person_name(arena *a, struct card_person *p);
/* "+49 (30) 1234-5" as digits with a '+' in front where there is one: for comparing, not for
 * showing. Empty where there are fewer than five digits. */
str card_person_digits(arena *a, str tel);

/* "_$!<HomePage>!$_" as "HomePage", and back for the words Apple writes so. */
str card_label_plain(str label);
str card_label_apple(arena *a, str label);

#endif
