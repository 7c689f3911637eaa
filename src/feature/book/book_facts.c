/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_facts.c - the rules of what is said of a person: what is taken, and when it is the same.
 */
#include "base/check.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "engine/text/text_fold.h"
#include "engine/text/text_phone.h"
#include "engine/when/when.h"
#include "feature/book/book_fact_store.h"
#include "feature/book/book_rules.h"
#include "feature/book/book_seal.h"

#define VALUE_MAX 500
#define LABEL_MAX 80

static const char *const fact_names[] = {
    [FACT_DATUM] = "datum", [FACT_POSTAL] = "postal", [FACT_ROLE] = "role",
    [FACT_TIE] = "tie",     [FACT_ITEM] = "item",     [FACT_NOTE] = "note",
};

str book_fact_name(enum book_fact kind)
{
    ASSERT(kind < FACT_KINDS);
    return str_of(fact_names[kind]);
}

bool book_fact_of(str name, enum book_fact *ret)
{
    for (size_t i = 0; i < COUNT_OF(fact_names); i++)
        if (str_eq(name, str_of(fact_names[i]))) {
            *ret = (enum book_fact)i;
            return true;
        }
    return false;
}

/* ---- shared ---------------------------------------------------------------------------------- */

static const err *wrong(arena *a, enum lang lang, const char *field, const char *msgid)
{
    return err_form(a, HERE, &(struct err_field){ str_of(field), words(lang, msgid) }, 1);
}

/* One line of at most VALUE_MAX code points. */
static const err *line(arena *a, enum lang lang, const char *field, str given, str *ret)
{
    *ret = utf8_line(a, given);
    if (utf8_count(*ret) > VALUE_MAX)
        return wrong(a, lang, field, WORDS_MARK("This is too long; a note takes more."));
    return NULL;
}

static const err *missing_line(arena *a, enum lang lang, const char *field, str given, str *ret)
{
    TRY(line(a, lang, field, given, ret));
    if (str_empty(*ret))
        return wrong(a, lang, field, WORDS_MARK("Please write something here."));
    return NULL;
}

bool book_day_ok(str text)
{
    struct when_date date = { 0 };
    SCRATCH(a);
    if (text.n == 4)
        return when_date_parse(str_format(a, "%.*s-01-01", STR_ARG(text)), &date);
    if (text.n == 7)
        return when_date_parse(str_format(a, "%.*s-01", STR_ARG(text)), &date);
    return when_date_parse(text, &date);
}

str book_rules_first_day(arena *a, str text)
{
    if (str_empty(text))
        return S("0000-01-01");
    return str_format(a, "%.*s%s", STR_ARG(text),
                      text.n == 4   ? "-01-01"
                      : text.n == 7 ? "-01"
                                    : "");
}

/* The 31st of every month will do: days are compared as texts. */
str book_rules_last_day(arena *a, str text)
{
    if (str_empty(text))
        return S("9999-12-31");
    return str_format(a, "%.*s%s", STR_ARG(text),
                      text.n == 4   ? "-12-31"
                      : text.n == 7 ? "-31"
                                    : "");
}

const err *book_rules_no_day(arena *a, enum lang lang, const char *field)
{
    return wrong(a, lang, field,
                 WORDS_MARK("Please write a year, a month or a day: 2012, 2012-07 or 2012-07-09."));
}

static const err *day(arena *a, enum lang lang, const char *field, str given, str *ret)
{
    *ret = str_trim(given);
    if (!str_empty(*ret) && !book_day_ok(*ret))
        return book_rules_no_day(a, lang, field);
    return NULL;
}

/* The days of a source came from outside too. */
static const err *source(store *s, arena *a, enum lang lang, struct book_source *from)
{
    TRY(day(a, lang, "dated", from->dated, &from->dated));
    TRY(day(a, lang, "expires", from->expires, &from->expires));
    return book_rules_source(s, a, from);
}

const err *book_fact_remove(store *s, arena *a, account_id owner, enum book_fact kind, fact_id id,
                            person_id *ret_person)
{
    person_id person = { 0 };
    TX(t, s, a);
    TRY(book_fact_store_remove(s, a, owner, kind, id, clock_now_ms(), &person));
    TRY(book_search_person(s, a, owner, person));
    TRY(tx_commit(&t));
    if (ret_person != NULL)
        *ret_person = person;
    return NULL;
}

const err *book_fact_restore(store *s, arena *a, account_id owner, enum book_fact kind, fact_id id,
                             person_id *ret_person)
{
    person_id person = { 0 };
    TX(t, s, a);
    TRY(book_fact_store_remove(s, a, owner, kind, id, 0, &person));
    TRY(book_search_person(s, a, owner, person));
    TRY(tx_commit(&t));
    if (ret_person != NULL)
        *ret_person = person;
    return NULL;
}

/* ---- data ------------------------------------------------------------------------------------ */

static const struct datum_kind {
    const char *name;
    bool single;
} datum_kinds[] = {
    { "email", false },        { "phone", false },    { "url", false },
    { "social", false },       { "language", false }, { "birthday", true },
    { "anniversary", false },  { "title", true },     { "salutation", true },
    { "pronunciation", true }, { "form", true },      { "greeting_letter", true },
    { "tag", false },
};

static const struct datum_kind *kind_of(str name)
{
    for (size_t i = 0; i < COUNT_OF(datum_kinds); i++)
        if (str_eq(name, str_of(datum_kinds[i].name)))
            return &datum_kinds[i];
    return NULL;
}

bool book_rules_single(str kind)
{
    const struct datum_kind *k = kind_of(kind);
    return k != NULL && k->single;
}

bool book_datum_kind_known(str kind)
{
    return kind_of(kind) != NULL;
}

static bool is_day_kind(str kind)
{
    return str_eq(kind, S("birthday")) || str_eq(kind, S("anniversary"));
}

/* '1964-02-18' or '--02-18'; the 29th of February exists in a year that is not known. */
static bool day_of_life(arena *a, str value)
{
    struct when_date date = { 0 };
    if (str_starts(value, S("--")))
        value = str_format(a, "2000-%.*s", STR_ARG(str_sub(value, 2, value.n)));
    return when_date_parse(value, &date);
}

/* As all the world dials it, without '+'; else its digits; empty where there is no number. */
static str phone_key(arena *a, str written)
{
    struct text_phone phone = { 0 };
    return text_phone(a, written, BOOK_RULES_COUNTRY, &phone) ? phone.digits : S("");
}

/* "18.2.1964", "18.2." and "18. 2. 1964" as "1964-02-18" and "--02-18"; all else as it is. */
static str day_as_kept(arena *a, str value)
{
    int64_t number[3] = { 0 };
    str rest = value, piece = { 0 };
    size_t n = 0;
    while (n < 3 && str_next(&rest, '.', &piece) && !str_empty(str_trim(piece)))
        if (!str_to_int64(str_trim(piece), &number[n++]))
            return value;
    bool fits = number[0] > 0 && number[0] < 32 && number[1] > 0 && number[1] < 13;
    if (n == 2 && fits)
        return str_format(a, "--%02d-%02d", (int)number[1], (int)number[0]);
    if (n == 3 && fits && number[2] > 999 && number[2] < 10000)
        return str_format(a, "%04d-%02d-%02d", (int)number[2], (int)number[1], (int)number[0]);
    return value;
}

str book_datum_fold(arena *a, str kind, str value)
{
    str clean = utf8_line(a, value);
    if (str_eq(kind, S("phone")))
        return phone_key(a, clean);
    if (str_eq(kind, S("email")) || str_eq(kind, S("url")) || str_eq(kind, S("social")))
        return str_lower(a, clean);
    if (is_day_kind(kind) || str_eq(kind, S("form")))
        return clean;
    return text_fold(a, clean);
}

const err *book_rules_datum(arena *a, enum lang lang, struct datum *d)
{
    TRY(missing_line(a, lang, "value", d->value, &d->value));
    TRY(line(a, lang, "label", d->label, &d->label));
    d->label = utf8_cut(d->label, LABEL_MAX);
    if (is_day_kind(d->kind))
        d->value = day_as_kept(a, d->value);
    if (is_day_kind(d->kind) && !day_of_life(a, d->value))
        return wrong(a, lang, "value",
                     WORDS_MARK("Please write a day that exists: 1964-02-18, or --02-18 without "
                                "the year."));
    if (str_eq(d->kind, S("form")) && !str_eq(d->value, S("du")) && !str_eq(d->value, S("Sie")))
        return wrong(a, lang, "value", WORDS_MARK("Please choose du or Sie."));
    d->fold = book_datum_fold(a, d->kind, d->value);
    if (str_eq(d->kind, S("phone")) && str_empty(d->fold))
        return wrong(a, lang, "value", WORDS_MARK("This is no telephone number."));
    if (str_empty(d->fold))
        d->fold = d->value;
    return NULL;
}

/* Is it there already? Where a person has one of the kind, the former goes. */
static const err *make_room(store *s, arena *a, account_id owner, const struct datum *d,
                            fact_id *ret_same)
{
    struct datum_list all = { 0 };
    person_id person = { 0 };
    TRY(book_fact_store_data(s, a, owner, d->person, &all));
    for (size_t i = 0; i < all.n; i++) {
        const struct datum *o = &all.item[i];
        if (!str_eq(o->kind, d->kind))
            continue;
        bool same_label = str_eq(o->label, d->label);
        bool single =
            book_rules_single(d->kind) && (same_label || !str_eq(d->kind, S("greeting_letter")));
        if (str_eq(o->fold, d->fold) && str_eq(o->value, d->value) && (same_label || !single))
            *ret_same = o->id;
        else if (single)
            TRY(book_fact_store_remove(s, a, owner, FACT_DATUM, o->id, clock_now_ms(), &person));
    }
    return NULL;
}

const err *book_datum_add(store *s, arena *a, account_id owner, person_id person,
                          const struct datum *given, enum lang lang, fact_id *ret_id)
{
    struct datum d = *given;
    struct person whole = { 0 };
    fact_id id = { 0 };
    if (!book_datum_kind_known(d.kind))
        FAIL(a, ERR_INVALID, "no datum is of the kind \"%.*s\"", STR_ARG(d.kind));
    TRY(book_rules_datum(a, lang, &d));
    TRY(source(s, a, lang, &d.from));
    TX(t, s, a);
    TRY(book_person_get(s, a, owner, person, &whole));
    d.person = whole.id;
    TRY(make_room(s, a, owner, &d, &id));
    if (id.v == 0)
        TRY(book_fact_store_datum(s, a, owner, &d, &id));
    TRY(book_search_person(s, a, owner, whole.id));
    TRY(tx_commit(&t));
    *ret_id = id;
    return NULL;
}

const err *book_data(store *s, arena *a, account_id owner, person_id person, struct datum_list *ret)
{
    struct person whole = { 0 };
    TRY(book_person_get(s, a, owner, person, &whole));
    return book_fact_store_data(s, a, owner, whole.id, ret);
}

static bool listed(const struct person *people, size_t n, person_id id)
{
    for (size_t i = 0; i < n; i++)
        if (people[i].id.v == id.v)
            return true;
    return false;
}

const err *book_people_with(store *s, arena *a, account_id owner, str kind, str value,
                            struct person_list *ret)
{
    struct datum_list data = { 0 };
    TRY(book_fact_store_with(s, a, owner, kind, book_datum_fold(a, kind, value), &data));
    struct person *people = NEW_ARRAY(a, struct person, data.n);
    size_t n = 0;
    for (size_t i = 0; i < data.n; i++) {
        TRY(book_person_get(s, a, owner, data.item[i].person, &people[n]));
        if (!listed(people, n, people[n].id))
            n++;
    }
    *ret = (struct person_list){ people, n };
    return NULL;
}

const err *book_tags(store *s, arena *a, account_id owner, struct datum_list *ret)
{
    return book_fact_store_tags(s, a, owner, ret);
}

/* ---- postal addresses ------------------------------------------------------------------------ */

const err *book_rules_postal(arena *a, enum lang lang, struct postal *p)
{
    TRY(line(a, lang, "label", p->label, &p->label));
    TRY(line(a, lang, "street", p->street, &p->street));
    TRY(line(a, lang, "code", p->code, &p->code));
    TRY(line(a, lang, "town", p->town, &p->town));
    TRY(line(a, lang, "region", p->region, &p->region));
    TRY(line(a, lang, "country", p->country, &p->country));
    if (str_empty(p->street) && str_empty(p->code) && str_empty(p->town) && str_empty(p->country))
        return wrong(a, lang, "town", WORDS_MARK("Please write at least the town."));
    return NULL;
}

const err *book_postal_add(store *s, arena *a, account_id owner, person_id person,
                           const struct postal *given, enum lang lang, fact_id *ret_id)
{
    struct postal p = *given;
    p.person = person;
    TRY(book_rules_postal(a, lang, &p));
    TRY(source(s, a, lang, &p.from));
    TX(t, s, a);
    TRY(book_fact_store_postal(s, a, owner, &p, text_fold(a, p.town), ret_id));
    TRY(book_search_person(s, a, owner, person));
    return tx_commit(&t);
}

const err *book_postals(store *s, arena *a, account_id owner, person_id person,
                        struct postal_list *ret)
{
    struct person whole = { 0 };
    TRY(book_person_get(s, a, owner, person, &whole));
    return book_fact_store_postals(s, a, owner, whole.id, ret);
}

/* Codes that begin with `code` are those from it up to the next byte behind every digit. */
const err *book_postals_at(store *s, arena *a, account_id owner, str town_or_code,
                           struct postal_list *ret)
{
    str clean = utf8_line(a, town_or_code);
    bool code = clean.n > 0 && clean.p[0] >= '0' && clean.p[0] <= '9';
    str below = code ? str_format(a, "%.*s~", STR_ARG(clean)) : S("");
    return book_fact_store_postals_at(s, a, owner, code ? S(" ") : text_fold(a, clean),
                                      code ? clean : S("~"), below, ret);
}

/* ---- organisations and roles ----------------------------------------------------------------- */

const err *book_organisation(store *s, arena *a, account_id owner, str name, organisation_id *ret)
{
    str clean = utf8_line(a, name), key = text_fold(a, clean);
    if (str_empty(clean) || utf8_count(clean) > BOOK_NAME_MAX)
        return wrong(a, LANG_EN, "organisation",
                     WORDS_MARK("Please give the organisation a name."));
    TX(t, s, a);
    TRY(book_fact_store_organisation(s, a, owner, clean, str_empty(key) ? clean : key, ret));
    return tx_commit(&t);
}

const err *book_organisation_get(store *s, arena *a, account_id owner, organisation_id id,
                                 struct organisation *ret)
{
    bool found = false;
    TRY(book_fact_store_organisation_get(s, a, owner, id, ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "there is no such organisation in this book");
    return NULL;
}

const err *book_organisation_change(store *s, arena *a, account_id owner,
                                    const struct organisation *o, enum lang lang)
{
    struct organisation n = *o;
    n.name = utf8_line(a, o->name);
    str key = text_fold(a, n.name);
    if (str_empty(n.name) || utf8_count(n.name) > BOOK_NAME_MAX)
        return wrong(a, lang, "name", WORDS_MARK("Please give the organisation a name."));
    TX(t, s, a);
    const err *e =
        book_fact_store_organisation_change(s, a, owner, &n, str_empty(key) ? n.name : key);
    if (e != NULL && e->kind == ERR_CONFLICT)
        return wrong(a, lang, "name", WORDS_MARK("Another organisation has this name."));
    TRY(e);
    return tx_commit(&t);
}

const err *book_rules_role(arena *a, enum lang lang, struct person_role *r)
{
    TRY(line(a, lang, "title", r->title, &r->title));
    TRY(day(a, lang, "from_on", r->from_on, &r->from_on));
    TRY(day(a, lang, "to_on", r->to_on, &r->to_on));
    if (!str_empty(r->to_on) &&
        str_cmp(book_rules_last_day(a, r->to_on), book_rules_first_day(a, r->from_on)) < 0)
        return wrong(a, lang, "to_on", WORDS_MARK("This ends before it begins."));
    return NULL;
}

const err *book_role_add(store *s, arena *a, account_id owner, person_id person,
                         const struct person_role *given, enum lang lang, fact_id *ret_id)
{
    struct person_role r = *given;
    r.person = person;
    TRY(book_rules_role(a, lang, &r));
    TRY(source(s, a, lang, &r.from));
    TX(t, s, a);
    TRY(book_fact_store_role(s, a, owner, &r, ret_id));
    TRY(book_search_person(s, a, owner, person));
    return tx_commit(&t);
}

const err *book_roles(store *s, arena *a, account_id owner, person_id person,
                      struct person_roles *ret)
{
    struct person whole = { 0 };
    TRY(book_person_get(s, a, owner, person, &whole));
    return book_fact_store_roles(s, a, owner, whole.id, ret);
}

const err *book_roles_at(store *s, arena *a, account_id owner, organisation_id at,
                         struct person_roles *ret)
{
    return book_fact_store_roles_at(s, a, owner, at, ret);
}

bool book_roles_overlap(const struct person_role *one, const struct person_role *other)
{
    SCRATCH(a);
    return str_cmp(book_rules_first_day(a, one->from_on), book_rules_last_day(a, other->to_on)) <=
               0 &&
           str_cmp(book_rules_first_day(a, other->from_on), book_rules_last_day(a, one->to_on)) <=
               0;
}

/* ---- ties ------------------------------------------------------------------------------------ */

const err *book_tie_add(store *s, arena *a, account_id owner, const struct tie *given,
                        enum lang lang, fact_id *ret_id)
{
    struct tie tie = *given;
    struct person one = { 0 }, other = { 0 };
    TRY(line(a, lang, "kind", tie.kind, &tie.kind));
    TRY(day(a, lang, "since", tie.since, &tie.since));
    TRY(source(s, a, lang, &tie.from));
    TX(t, s, a);
    TRY(book_person_get(s, a, owner, tie.a, &one));
    TRY(book_person_get(s, a, owner, tie.b, &other));
    if (one.id.v == other.id.v)
        return wrong(a, lang, "other", WORDS_MARK("This is the same person."));
    TRY(book_fact_store_tie(s, a, owner, &tie, ret_id));
    return tx_commit(&t);
}

const err *book_ties(store *s, arena *a, account_id owner, person_id person, struct tie_list *ret)
{
    struct person whole = { 0 };
    TRY(book_person_get(s, a, owner, person, &whole));
    return book_fact_store_ties(s, a, owner, whole.id, ret);
}

/* ---- what they seek and offer ---------------------------------------------------------------- */

static bool item_state_known(str state)
{
    return str_eq(state, S("proposed")) || str_eq(state, S("stands")) || str_eq(state, S("gone"));
}

/* The same words of the same side, still standing. */
static const err *same_item(store *s, arena *a, account_id owner, const struct item *i,
                            fact_id *ret_id)
{
    struct item_list all = { 0 };
    str fold = text_fold(a, i->text);
    TRY(book_items(s, a, owner, i->person, &all));
    for (size_t n = 0; n < all.n; n++)
        if (str_eq(all.item[n].side, i->side) && str_eq(all.item[n].state, i->state) &&
            str_eq(text_fold(a, all.item[n].text), fold))
            *ret_id = all.item[n].id;
    return NULL;
}

const err *book_item_add(store *s, arena *a, account_id owner, person_id person,
                         const struct item *given, enum lang lang, fact_id *ret_id)
{
    struct item i = *given;
    fact_id id = { 0 };
    i.person = person;
    if (str_empty(i.state))
        i.state = S("stands");
    if (!item_state_known(i.state) || (!str_eq(i.side, S("seeks")) && !str_eq(i.side, S("offers"))))
        FAIL(a, ERR_INVALID, "an item seeks or offers, and is proposed, stands or is gone");
    TRY(missing_line(a, lang, "text", i.text, &i.text));
    TRY(source(s, a, lang, &i.from));
    TX(t, s, a);
    TRY(same_item(s, a, owner, &i, &id));
    if (id.v == 0)
        TRY(book_fact_store_item(s, a, owner, &i, &id));
    TRY(book_search_person(s, a, owner, person));
    TRY(tx_commit(&t));
    *ret_id = id;
    return NULL;
}

const err *book_items(store *s, arena *a, account_id owner, person_id person, struct item_list *ret)
{
    struct person whole = { 0 };
    TRY(book_person_get(s, a, owner, person, &whole));
    return book_fact_store_items(s, a, owner, whole.id, ret);
}

const err *book_item_state(store *s, arena *a, account_id owner, fact_id id, str state,
                           person_id *ret_person)
{
    person_id person = { 0 };
    if (!item_state_known(state))
        FAIL(a, ERR_INVALID, "no item is \"%.*s\"", STR_ARG(state));
    TX(t, s, a);
    TRY(book_fact_store_item_state(s, a, owner, id, state, &person));
    TRY(book_search_person(s, a, owner, person));
    TRY(tx_commit(&t));
    if (ret_person != NULL)
        *ret_person = person;
    return NULL;
}

/* ---- notes ----------------------------------------------------------------------------------- */

const err *book_note_add(store *s, arena *a, account_id owner, person_id person, str given,
                         bool sensitive, enum lang lang, fact_id *ret_id)
{
    struct book_note_row n = { .note = { .person = person, .sensitive = sensitive } };
    str clean = utf8_text(a, given);
    if (str_empty(clean))
        return wrong(a, lang, "text", WORDS_MARK("Please write something here."));
    if (utf8_count(clean) > BOOK_NOTE_MAX)
        return wrong(a, lang, "text", WORDS_MARK("This is too long; please part it."));
    n.note.time_ms = clock_now_ms();
    if (sensitive)
        TRY(book_seal(s, a, owner, clean, &n.sealed));
    else
        n.note.text = clean;
    TX(t, s, a);
    TRY(book_fact_store_note(s, a, owner, &n, ret_id));
    TRY(book_search_person(s, a, owner, person));
    return tx_commit(&t);
}

const err *book_notes(store *s, arena *a, account_id owner, person_id person, struct note_list *ret)
{
    struct person whole = { 0 };
    struct book_note_rows rows = { 0 };
    TRY(book_person_get(s, a, owner, person, &whole));
    TRY(book_fact_store_notes(s, a, owner, whole.id, &rows));
    struct note *notes = NEW_ARRAY(a, struct note, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        notes[i] = rows.item[i].note;
        if (notes[i].sensitive)
            notes[i].closed = !book_seal_open(s, a, owner, rows.item[i].sealed, &notes[i].text);
    }
    *ret = (struct note_list){ notes, rows.n };
    return NULL;
}
