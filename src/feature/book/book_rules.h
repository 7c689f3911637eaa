/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_rules.h - what the parts of the book share. Inside this folder only.
 */
#ifndef FEATURE_BOOK_BOOK_RULES_H
#define FEATURE_BOOK_BOOK_RULES_H

#include "feature/book/book_facts.h"

/* Where "0..." is dialled. */
#define BOOK_RULES_COUNTRY S("49")

/* What is absent in a source: "mine", today. A source that is none is our fault. */
MUST const err *book_rules_source(store *s, arena *a, struct book_source *from);

/* The first and the last day that may be meant by it, "0000-01-01" and "9999-12-31" for "". */
str book_rules_first_day(arena *a, str text);
str book_rules_last_day(arena *a, str text);
/* ERR_INVALID that says so of this field. */
const err *book_rules_no_day(arena *a, enum lang lang, const char *field);

/* What is taken of a fact from outside: cleaned in place, with its `fold`; ERR_INVALID names the
 * field. */
MUST const err *book_rules_datum(arena *a, enum lang lang, struct datum *d);
MUST const err *book_rules_postal(arena *a, enum lang lang, struct postal *p);
MUST const err *book_rules_role(arena *a, enum lang lang, struct person_role *r);
/* A person has one of this kind of datum. */
bool book_rules_single(str kind);

/* What is said of a person, as far as it is searched. */
struct book_said {
    struct person_list names; /* the person, and those merged into them */
    struct datum_list data;
    struct postal_list postals;
    struct person_roles roles;
    struct item_list items;
    struct note_list notes;
    struct tie_list ties;
};
/* Puts a person into the search of whom nothing stands there yet. */
MUST const err *book_rules_search_new(store *s, arena *a, account_id owner, const struct person *p,
                                      const struct book_said *said);
/* What the search knows of a whole person: two rows, "name" and "person". */
struct book_text;
MUST const err *book_rules_texts(store *s, arena *a, account_id owner, const struct person *p,
                                 struct book_text *ret);

#endif
