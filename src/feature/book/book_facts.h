/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_facts.h - what is said of a person: data (addresses, birthday, tags …), postal addresses,
 * organisations and roles, ties, what they seek and offer, notes. Every fact has its source and day
 * (struct book_source).
 *
 * Lists are those of the whole person, merged ones included; what was removed is not in them.
 * `person` in a row is the id it was written with. Texts are taken in one line (notes in several)
 * and cleaned (utf8.h); ERR_INVALID names the field that cannot be taken, in the language given.
 */
#ifndef FEATURE_BOOK_BOOK_FACTS_H
#define FEATURE_BOOK_BOOK_FACTS_H

#include "base/words.h"
#include "feature/book/book.h"

typedef struct {
    int64_t v;
} fact_id;

/* The tables of facts; a fact is named by kind and id. */
enum book_fact { FACT_DATUM, FACT_POSTAL, FACT_ROLE, FACT_TIE, FACT_ITEM, FACT_NOTE, FACT_KINDS };

/* "datum", "postal" … and back; false for another word. */
str book_fact_name(enum book_fact kind);
MUST bool book_fact_of(str name, enum book_fact *ret);
/* Taken back, and that undone. ERR_MISSING: none in this book. `ret_person` may be NULL. */
MUST const err *book_fact_remove(store *s, arena *a, account_id owner, enum book_fact kind,
                                 fact_id id, person_id *ret_person);
MUST const err *book_fact_restore(store *s, arena *a, account_id owner, enum book_fact kind,
                                  fact_id id, person_id *ret_person);

/* ---- data ------------------------------------------------------------------------------------ */

/* Kinds, with what `value` is, and `fold`, the form in which it is compared:
 *   email             an address; lower case
 *   phone             as typed; E.164 without '+' where it can be told, else its digits
 *   url, social       an address or handle; lower case
 *   language          "de", "Deutsch"; folded
 *   birthday          '1964-02-18', or '--02-18' where the year is not known; as the value
 *   anniversary       the same; the label says of what
 *   title             "Dr.", "Prof. Dr."
 *   salutation        "Frau", "Herr", or as that person wishes
 *   pronunciation     how the name is said
 *   form              'du' or 'Sie'
 *   greeting_letter   the fixed words that open a letter or mail; `label` "close" for its end
 *   tag               a word of the owner's; folded */
struct datum {
    fact_id id;
    person_id person;
    str kind, label, value, fold;
    struct book_source from;
};
struct datum_list {
    const struct datum *item;
    size_t n;
};
bool book_datum_kind_known(str kind);
/* The value as it is compared; empty where it holds nothing that could be. */
str book_datum_fold(arena *a, str kind, str value);
/* Of `title`, `salutation`, `pronunciation`, `form`, `birthday` and the two ends of a letter a
 * person has one: adding takes the former back. The same value again is no second one: `ret_id` is
 * the first's. */
MUST const err *book_datum_add(store *s, arena *a, account_id owner, person_id person,
                               const struct datum *given, enum lang lang, fact_id *ret_id);
MUST const err *book_data(store *s, arena *a, account_id owner, person_id person,
                          struct datum_list *ret);
/* People who have this datum, by `fold`: whose address is this? */
MUST const err *book_people_with(store *s, arena *a, account_id owner, str kind, str value,
                                 struct person_list *ret);
/* The tags in use, by how many bear them. */
MUST const err *book_tags(store *s, arena *a, account_id owner, struct datum_list *ret);

/* ---- postal addresses ------------------------------------------------------------------------ */

struct postal {
    fact_id id;
    person_id person;
    str label, street, code, town, region, country;
    struct book_source from; /* never expires */
};
struct postal_list {
    const struct postal *item;
    size_t n;
};
MUST const err *book_postal_add(store *s, arena *a, account_id owner, person_id person,
                                const struct postal *given, enum lang lang, fact_id *ret_id);
MUST const err *book_postals(store *s, arena *a, account_id owner, person_id person,
                             struct postal_list *ret);
/* All addresses in a town (however it is written), or whose code begins so ("20"). */
MUST const err *book_postals_at(store *s, arena *a, account_id owner, str town_or_code,
                                struct postal_list *ret);

/* ---- organisations and roles ----------------------------------------------------------------- */

struct organisation {
    organisation_id id;
    str name, url, note;
};
/* The organisation of that name, made where there is none. ERR_INVALID for an empty name. */
MUST const err *book_organisation(store *s, arena *a, account_id owner, str name,
                                  organisation_id *ret);
MUST const err *book_organisation_get(store *s, arena *a, account_id owner, organisation_id id,
                                      struct organisation *ret);

/* Name, link and note. ERR_INVALID for an empty name or one that another organisation has. */
MUST const err *book_organisation_change(store *s, arena *a, account_id owner,
                                         const struct organisation *o, enum lang lang);

/* `from_on` and `to_on`: "2019", "2019-04" or a day; to_on "" while it lasts. */
struct person_role {
    fact_id id;
    person_id person;
    organisation_id organisation;
    str organisation_name;
    str title, from_on, to_on;
    struct book_source from; /* never expires */
};
struct person_roles {
    const struct person_role *item;
    size_t n;
};
/* ERR_INVALID where it ends before it begins. */
MUST const err *book_role_add(store *s, arena *a, account_id owner, person_id person,
                              const struct person_role *given, enum lang lang, fact_id *ret_id);
MUST const err *book_roles(store *s, arena *a, account_id owner, person_id person,
                           struct person_roles *ret);
/* Everybody who was ever there, with `person` the whole person. */
MUST const err *book_roles_at(store *s, arena *a, account_id owner, organisation_id at,
                              struct person_roles *ret);
/* Both were there on some day: open ends and unknown beginnings reach as far as they can, and
 * "2019" is the whole year. */
bool book_roles_overlap(const struct person_role *one, const struct person_role *other);

/* ---- ties between others --------------------------------------------------------------------- */

/* `a` and `b` in any order; reading gives `a` as the person asked for (whole), `b` as the other. */
struct tie {
    fact_id id;
    person_id a, b;
    str b_name;
    str kind;  /* "" = they know each other; else in the owner's words: "sister", "taught her" */
    str since; /* "2019", "2019-04" or a day */
    struct book_source from; /* never expires */
};
struct tie_list {
    const struct tie *item;
    size_t n;
};
/* ERR_INVALID for a tie of somebody to themself. */
MUST const err *book_tie_add(store *s, arena *a, account_id owner, const struct tie *given,
                             enum lang lang, fact_id *ret_id);
MUST const err *book_ties(store *s, arena *a, account_id owner, person_id person,
                          struct tie_list *ret);

/* ---- what they seek and offer ---------------------------------------------------------------- */

struct item {
    fact_id id;
    person_id person;
    str side;  /* "seeks", "offers" */
    str text;  /* at most BOOK_ITEM_MAX code points */
    str state; /* "proposed" (recognised in a line, not yet confirmed), "stands", "gone" */
    struct book_source from;
};
struct item_list {
    const struct item *item;
    size_t n;
};
#define BOOK_ITEM_MAX 500
/* The same side and words again, still standing, is no second one. */
MUST const err *book_item_add(store *s, arena *a, account_id owner, person_id person,
                              const struct item *given, enum lang lang, fact_id *ret_id);
/* Of all states; those that are gone last. */
MUST const err *book_items(store *s, arena *a, account_id owner, person_id person,
                           struct item_list *ret);
MUST const err *book_item_state(store *s, arena *a, account_id owner, fact_id id, str state,
                                person_id *ret_person);

/* ---- notes ----------------------------------------------------------------------------------- */

/* A sensitive note is sealed with the key in DIR/sensitive.key (book_seal.h): its words stand in no
 * search, suggestion, sync or page that was not asked for them. */
struct note {
    fact_id id;
    person_id person;
    str text; /* empty for one that cannot be opened */
    bool sensitive;
    bool closed; /* sensitive, and the key is missing or another one */
    int64_t time_ms, changed_ms;
};
struct note_list {
    const struct note *item;
    size_t n;
};
#define BOOK_NOTE_MAX 20000
MUST const err *book_note_add(store *s, arena *a, account_id owner, person_id person, str text,
                              bool sensitive, enum lang lang, fact_id *ret_id);
/* Newest first; sensitive ones opened where the key is there. */
MUST const err *book_notes(store *s, arena *a, account_id owner, person_id person,
                           struct note_list *ret);

#endif
