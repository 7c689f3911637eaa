/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_person_view.h - a person as their page and the forms show them. Inside this folder only.
 */
#ifndef FEATURE_BOOK_BOOK_PERSON_VIEW_H
#define FEATURE_BOOK_BOOK_PERSON_VIEW_H

#include "feature/book/book_view.h"

/* One fact: `what` and `id` name it for taking it back. */
struct fact_line {
    str what, id;
    str label; /* what it is: "Telefon, Arbeit" */
    str text, href;
    str source;
    str expires;  /* in words; may be empty */
    bool expired; /* or gone */
    bool proposed;
};
struct fact_lines {
    const struct fact_line *item;
    size_t n;
};

/* "knows Ben since both were at Example" - not yet written down. */
struct tie_hint {
    str id, name, path, why;
};
struct tie_hints {
    const struct tie_hint *item;
    size_t n;
};

/* One field of a form that was sent and refused. */
struct book_attempt {
    str form;       /* which of the page's forms */
    const err *why; /* with its fields */
    req *r;         /* what was typed */
};

struct choice {
    str value, label;
    bool chosen;
};
struct choices {
    const struct choice *item;
    size_t n;
};

struct person_view {
    str path;
    html token;
    str name, whole_name, pronunciation;
    str last, began, rests; /* rests: since when */
    str closeness, rhythm, rhythm_days;
    str met_how, met_on, met_on_typed, met_through, met_through_path, met_through_id;
    struct person_name called;
    struct fact_lines reach, postals, days, languages, address_form, tags;
    struct fact_lines seeks, offers, gone;
    struct fact_lines roles, ties, notes;
    struct tie_hints hints;
    struct choices closenesses, kinds, sources;
    str opening, closing, letter_lang;
    str own_opening, own_closing; /* the owner's words in their place; may be empty */
    bool key_missing;             /* there are sensitive notes, and no key */
    bool has_sensitive;
    str alike; /* the address of the list of duplicates, where somebody looks like them */
    struct fact_lines merged;
    str script;
    const struct book_attempt *attempt; /* NULL: nothing was refused */
};

MUST const err *book_person_view(req *r, const struct person *p, struct person_view *ret);

/* What was typed into a field of a refused form, and what is wrong with it; empty otherwise. */
str book_person_typed(const struct person_view *v, const char *form, const char *field);
str book_person_wrong(const struct person_view *v, const char *form, const char *field);
/* What was typed, else what is stored. */
str book_person_value(const struct person_view *v, const char *form, const char *field, str stored);

#endif
