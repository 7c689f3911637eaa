/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * people_row.c - see people_row.h: each cell goes where its column says; what cannot go there (a
 * date that is none, a heading nobody knows) is kept as an unknown property.
 */
#include "engine/people/people_row.h"

#include "base/utf8.h"

#define PLACES_MAX 32

struct build {
    arena *a;
    const struct people_row *row;
    struct card_person *p;
    /* Which address, which job, a column's cells belong to. */
    struct {
        str types;
        int64_t number;
    } addresses[PLACES_MAX];
    int64_t jobs[PLACES_MAX];
    struct card_property *rest;
    struct card_date birth; /* of three columns */
};

str people_row_cell(const struct people_row *row, enum people_field field)
{
    for (size_t i = 0; i < row->n && i < row->n_columns; i++)
        if (row->columns[i].field == field)
            return str_trim(row->cells[i]);
    return (str){ 0 };
}

/* ---- labels ---------------------------------------------------------------------------------- */

static const struct {
    const char *label, *types;
} labels[] = {
    { "home", "home" },           { "privat", "home" },
    { "zuhause", "home" },        { "work", "work" },
    { "arbeit", "work" },         { "geschäftlich", "work" },
    { "mobile", "cell" },         { "mobil", "cell" },
    { "handy", "cell" },          { "home fax", "home,fax" },
    { "homefax", "home,fax" },    { "work fax", "work,fax" },
    { "workfax", "work,fax" },    { "fax", "fax" },
    { "main", "main" },           { "pager", "pager" },
    { "other", "other" },         { "andere", "other" },
    { "sonstige", "other" },      { "spouse", "spouse" },
    { "child", "child" },         { "manager", "manager" },
    { "assistant", "assistant" },
};

/* The words of a label as types where they are known, else as they are. "* " says preferred. */
static void label_set(struct build *b, struct card_item *to, str label)
{
    label = utf8_line(b->a, label);
    if (str_starts(label, S("* "))) {
        to->preferred = true;
        label = str_trim(str_sub(label, 2, label.n));
    }
    for (size_t i = 0; i < COUNT_OF(labels); i++)
        if (str_eq_nocase(label, str_of(labels[i].label))) {
            to->types = str_of(labels[i].types);
            return;
        }
    if (label.n > 0)
        to->label = label;
}

/* The cell that says something of a numbered column: its label or its service. */
static str said_of(struct build *b, const struct people_column *column, enum people_field what)
{
    for (size_t i = 0; column->numbered && i < b->row->n && i < b->row->n_columns; i++) {
        const struct people_column *other = &b->row->columns[i];
        if (other->field != what || other->number != column->number)
            continue;
        bool same = what == PEOPLE_SERVICE ||
                    (str_eq(other->types, S("emailtype")) && column->field == PEOPLE_EMAIL) ||
                    (str_eq(other->types, S("phonetype")) && column->field == PEOPLE_TEL) ||
                    (str_eq(other->types, S("imtype")) && column->field == PEOPLE_IM) ||
                    (str_eq(other->types, S("websitetype")) && column->field == PEOPLE_URL) ||
                    (str_eq(other->types, S("relationtype")) && column->field == PEOPLE_RELATED) ||
                    (str_eq(other->types, S("eventtype")) && column->field == PEOPLE_DAY) ||
                    (str_eq(other->types, S("addresstype")) && column->field >= PEOPLE_STREET &&
                     column->field <= PEOPLE_FORMATTED);
        if (same)
            return b->row->cells[i];
    }
    return (str){ 0 };
}

/* The next of several values in a cell: Google puts " ::: " between them. */
static bool value_next(str *rest, str *ret)
{
    if (rest->p == NULL)
        return false;
    size_t at = str_find(*rest, S(":::"));
    *ret = str_trim(str_sub(*rest, 0, at));
    *rest = at < rest->n ? str_sub(*rest, at + 3, rest->n) : (str){ 0 };
    return true;
}

/* ---- cells ----------------------------------------------------------------------------------- */

static void rest_add(struct build *b, const struct people_column *column, str cell)
{
    void *rest = b->rest;
    arena_grow(b->a, &rest, &b->p->cap_rest, b->p->n_rest + 1, sizeof *b->rest);
    b->rest = rest;
    struct card_param *param = NEW(b->a, struct card_param);
    str *heading = NEW(b->a, str);
    *heading = column->heading;
    *param = (struct card_param){ S("COLUMN"), heading, 1 };
    b->rest[b->p->n_rest++] = (struct card_property){ .name = S("X-TABLE-CELL"),
                                                      .params = param,
                                                      .n_params = heading->n > 0,
                                                      .value = card_escape(b->a, cell) };
    b->p->rest = b->rest;
}

static void items_add(struct build *b, const struct people_column *column, struct card_items *to,
                      str cell)
{
    str label = said_of(b, column, PEOPLE_LABEL), services = said_of(b, column, PEOPLE_SERVICE);
    str value, service;
    while (value_next(&cell, &value)) {
        bool preferred = str_starts(value, S("* "));
        value = utf8_line(b->a, preferred ? str_sub(value, 2, value.n) : value);
        if (!value_next(&services, &service))
            service = (str){ 0 };
        if (value.n == 0)
            continue;
        if (column->field == PEOPLE_IM && service.n > 0)
            value = str_format(b->a, "%.*s:%.*s",
                               STR_ARG(str_lower(b->a, utf8_line(b->a, service))), STR_ARG(value));
        struct card_item *item = card_person_item(b->a, to, value);
        item->types = column->types;
        item->preferred = preferred;
        if (label.n > 0)
            label_set(b, item, label);
    }
}

static struct card_address *address_at(struct build *b, const struct people_column *column)
{
    struct card_person *p = b->p;
    /* "Straße 2" is a line of the same address, "Address 2 - Street" another address. */
    int64_t number = column->numbered ? column->number : 0;
    for (size_t i = 0; i < p->n_addresses; i++)
        if (str_eq(b->addresses[i].types, column->types) && b->addresses[i].number == number)
            return &p->addresses[i];
    if (p->n_addresses == PLACES_MAX)
        return NULL;
    b->addresses[p->n_addresses].types = column->types;
    b->addresses[p->n_addresses].number = number;
    struct card_address *made = card_person_address(b->a, p);
    struct card_item label = { .types = column->types };
    label_set(b, &label, said_of(b, column, PEOPLE_LABEL));
    made->types = label.types;
    made->label = label.label;
    made->preferred = label.preferred;
    return made;
}

static bool address_part(struct build *b, const struct people_column *column, str cell)
{
    struct card_address *to = address_at(b, column);
    if (to == NULL)
        return false;
    str *const parts[] = { &to->street, &to->po_box, &to->extended, &to->city,
                           &to->region, &to->code,   &to->country,  &to->formatted };
    str *part = parts[column->field - PEOPLE_STREET];
    const str both[] = { *part, utf8_text(b->a, cell) };
    *part = part->n > 0 ? str_join(b->a, both, 2, S("\n")) : both[1];
    return true;
}

static bool job_part(struct build *b, const struct people_column *column, str cell)
{
    struct card_person *p = b->p;
    size_t i = 0;
    int64_t number = column->numbered ? column->number : 0;
    while (i < p->n_jobs && b->jobs[i] != number)
        i++;
    if (i == PLACES_MAX)
        return false;
    if (i == p->n_jobs) {
        (void)card_person_job(b->a, p);
        b->jobs[i] = number;
    }
    struct card_job *job = &p->jobs[i];
    str *const parts[] = { &job->organisation, &job->units, &job->title, &job->role };
    str *part = parts[column->field - PEOPLE_ORGANISATION];
    if (part->n > 0)
        return false;
    *part = utf8_line(b->a, cell);
    return true;
}

static bool name_part(struct build *b, const struct people_column *column, str cell)
{
    struct card_person *p = b->p;
    str *const parts[] = { &p->name,           &p->given,          &p->additional,
                           &p->family,         &p->prefix,         &p->suffix,
                           &p->nickname,       &p->phonetic_given, &p->phonetic_additional,
                           &p->phonetic_family };
    str *part = parts[column->field - PEOPLE_NAME];
    if (part->n > 0)
        return false;
    *part = utf8_line(b->a, cell);
    return true;
}

static bool date_part(struct build *b, const struct people_column *column, str cell)
{
    struct card_date date;
    if (!people_date(cell, b->row->day_first, &date))
        return false;
    if (column->field == PEOPLE_BIRTHDAY) {
        b->p->birthday = date;
    } else if (column->field == PEOPLE_ANNIVERSARY) {
        b->p->anniversary = date;
    } else {
        str label = utf8_line(b->a, said_of(b, column, PEOPLE_LABEL));
        if (str_eq_nocase(label, S("Anniversary")) || str_eq_nocase(label, S("Jahrestag")))
            b->p->anniversary = date;
        else
            *card_person_day(b->a, b->p) =
                (struct card_day){ date, label.n > 0 ? label : column->heading };
    }
    return true;
}

/* One of the three columns of Thunderbird. */
static bool birth_part(struct build *b, const struct people_column *column, str cell)
{
    int64_t number;
    if (!str_to_int64(cell, &number) || number < 1 || number > 9999)
        return false;
    int *to = column->field == PEOPLE_BIRTH_YEAR    ? &b->birth.year
              : column->field == PEOPLE_BIRTH_MONTH ? &b->birth.month
                                                    : &b->birth.day;
    *to = (int)number;
    return true;
}

static bool note_add(struct build *b, str cell)
{
    const str both[] = { b->p->note, utf8_text(b->a, cell) };
    b->p->note = both[0].n > 0 ? str_join(b->a, both, 2, S("\n\n")) : both[1];
    return true;
}

static void profile_add(struct build *b, str cell)
{
    struct card_item *item = card_person_item(b->a, &b->p->socials, utf8_line(b->a, cell));
    item->types = str_contains(cell, S("linkedin.com/")) ? S("linkedin") : S("");
}

/* A cell in its place; false where it has none. */
static bool cell_place(struct build *b, const struct people_column *column, str cell)
{
    enum people_field field = column->field;
    struct card_person *p = b->p;
    if (field >= PEOPLE_NAME && field <= PEOPLE_PHONETIC_FAMILY)
        return name_part(b, column, cell);
    if (field >= PEOPLE_ORGANISATION && field <= PEOPLE_ROLE)
        return job_part(b, column, cell);
    if (field >= PEOPLE_STREET && field <= PEOPLE_FORMATTED)
        return address_part(b, column, cell);
    if (field == PEOPLE_BIRTHDAY || field == PEOPLE_ANNIVERSARY || field == PEOPLE_DAY)
        return date_part(b, column, cell);
    if (field >= PEOPLE_BIRTH_YEAR && field <= PEOPLE_BIRTH_DAY)
        return birth_part(b, column, cell);
    struct card_items *items = field == PEOPLE_EMAIL      ? &p->emails
                               : field == PEOPLE_TEL      ? &p->tels
                               : field == PEOPLE_URL      ? &p->urls
                               : field == PEOPLE_IM       ? &p->ims
                               : field == PEOPLE_RELATED  ? &p->related
                               : field == PEOPLE_CATEGORY ? &p->categories
                                                          : NULL;
    if (items != NULL)
        items_add(b, column, items, cell);
    else if (field == PEOPLE_PROFILE)
        profile_add(b, cell);
    else if (field == PEOPLE_PHOTO)
        p->photo.uri = utf8_line(b->a, cell);
    else if (field == PEOPLE_NOTE)
        return note_add(b, cell);
    return items != NULL || field == PEOPLE_PROFILE || field == PEOPLE_PHOTO ||
           field == PEOPLE_LABEL || field == PEOPLE_SERVICE;
}

/* The three columns of a birthday, where they make a day; else their cells are kept. */
static void birth_settle(struct build *b)
{
    struct card_date d = b->birth;
    bool whole = d.month != 0 && (d.day != 0 || d.year != 0) && card_date_exists(d);
    if (whole || (d.year != 0 && d.month == 0 && d.day == 0)) {
        b->p->birthday = d;
        return;
    }
    for (size_t i = 0; i < b->row->n && i < b->row->n_columns; i++) {
        const struct people_column *column = &b->row->columns[i];
        str cell = str_trim(b->row->cells[i]);
        if (column->field >= PEOPLE_BIRTH_YEAR && column->field <= PEOPLE_BIRTH_DAY && cell.n > 0)
            rest_add(b, column, cell);
    }
}

bool people_row_person(arena *a, const struct people_row *row, struct card_person *ret)
{
    static const struct people_column unnamed = { 0 };
    struct card_person person = { .kind = S("individual") };
    struct build b = { .a = a, .row = row, .p = &person };
    for (size_t i = 0; i < row->n; i++) {
        const struct people_column *column = i < row->n_columns ? &row->columns[i] : &unnamed;
        str cell = str_trim(row->cells[i]);
        if (cell.n > 0 && !cell_place(&b, column, cell))
            rest_add(&b, column, cell);
    }
    if (b.birth.year != 0 || b.birth.month != 0 || b.birth.day != 0)
        birth_settle(&b);
    bool named = person.name.n + person.given.n + person.family.n + person.nickname.n > 0;
    bool reached = person.emails.n + person.tels.n + person.socials.n > 0;
    bool works = !row->profiles && person.n_jobs > 0 && person.jobs[0].organisation.n > 0;
    card_person_name(a, &person);
    *ret = person;
    return (named || reached || works) && person.name.n > 0;
}
