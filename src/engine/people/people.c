/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * people.c - finds the headings of a table and gives its rows as persons or exchanges.
 */
#include "engine/people/people.h"

#include "base/utf8.h"
#include "base/words.h"
#include "engine/people/people_row.h"

/* The headings stand among the first rows, or nowhere. */
#define SEARCH_ROWS 30

struct people {
    arena *a;
    arena *passed; /* rows that nobody wants */
    table *table;
    enum people_kind kind;
    const enum people_field *mapping;
    size_t n_mapping;
    struct people_column *columns;
    size_t n_columns;
    bool found; /* the headings were */
    bool gone;  /* there are none, it has been said */
    bool german;
    bool profiles;
    size_t searched;
    size_t first_line; /* of the rows that were searched */
    bool any;          /* a row was given or refused */
    bool ignored;      /* guide_messages.csv */
};

static void passed_free(void *passed)
{
    arena_free(passed);
}

people *people_new(arena *a, str file, const enum people_field *mapping, size_t n)
{
    people *p = NEW(a, people);
    *p = (people){ .a = a,
                   .passed = arena_new(ARENA_LIMIT),
                   .table = table_new(a),
                   .mapping = mapping,
                   .n_mapping = n,
                   .ignored = str_contains(str_lower(a, file), S("guide_messages")) };
    arena_defer(a, passed_free, p->passed);
    return p;
}

void people_feed(people *p, str bytes)
{
    table_feed(p->table, bytes);
}

void people_end(people *p)
{
    table_end(p->table);
}

const struct people_column *people_columns(const people *p, size_t *ret_n)
{
    *ret_n = p->n_columns;
    return p->columns;
}

static int hex(char c)
{
    return c >= '0' && c <= '9'                 ? c - '0'
           : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                : -1;
}

str people_profile(arena *a, str url)
{
    size_t at = str_find(url, S("/in/"));
    str id = str_sub(url, at + 4, url.n);
    size_t n = 0, end = 0;
    while (end < id.n && id.p[end] != '/' && id.p[end] != '?' && id.p[end] != '#')
        end++;
    char *p = arena_alloc(a, end);
    for (size_t i = 0; i < end; i++) {
        bool escaped =
            id.p[i] == '%' && i + 2 < end && hex(id.p[i + 1]) >= 0 && hex(id.p[i + 2]) >= 0;
        p[n++] = escaped ? (char)(hex(id.p[i + 1]) << 4 | hex(id.p[i + 2])) : id.p[i];
        i += escaped ? 2 : 0;
    }
    return utf8_line(a, str_lower(a, (str){ p, n }));
}

/* ---- headings -------------------------------------------------------------------------------- */

static bool has_field(const people *p, enum people_field field)
{
    for (size_t i = 0; i < p->n_columns; i++)
        if (p->columns[i].field == field)
            return true;
    return false;
}

static void field_change(people *p, enum people_field from, enum people_field to)
{
    for (size_t i = 0; i < p->n_columns; i++)
        if (p->columns[i].field == from)
            p->columns[i].field = to;
}

/* "Connected On": what LinkedIn exports, with or without addresses of profiles. */
static bool names_connections(const struct people *p)
{
    for (size_t i = 0; i < p->n_columns; i++)
        if (p->columns[i].field == PEOPLE_DAY && !p->columns[i].numbered)
            return true;
    return false;
}

/* "E-mail 2 Type" is a label only beside an "E-mail 2 - Value". */
static bool label_has_value(const struct people *p, const struct people_column *label)
{
    for (size_t i = 0; i < p->n_columns; i++)
        if (p->columns[i].numbered && p->columns[i].number == label->number &&
            p->columns[i].field != PEOPLE_LABEL && p->columns[i].field != PEOPLE_SERVICE)
            return true;
    return false;
}

/* What some headings mean depends on those beside them. */
static void columns_settle(people *p)
{
    if (!has_field(p, PEOPLE_SUFFIX) && !has_field(p, PEOPLE_ADDITIONAL) &&
        !has_field(p, PEOPLE_TITLE))
        for (size_t i = 0; i < p->n_columns; i++)
            if (str_eq_nocase(p->columns[i].heading, S("title")))
                p->columns[i].field = PEOPLE_TITLE;
    for (size_t i = 0; i < p->n_columns; i++)
        if (p->columns[i].field == PEOPLE_LABEL && !label_has_value(p, &p->columns[i]))
            p->columns[i].field = PEOPLE_UNKNOWN;
    if (has_field(p, PEOPLE_BIRTH_YEAR))
        field_change(p, PEOPLE_BIRTHDAY, PEOPLE_BIRTH_DAY);
    p->profiles = names_connections(p);
    if (!p->profiles)
        field_change(p, PEOPLE_PROFILE, PEOPLE_URL);
    bool letters =
        has_field(p, PEOPLE_FROM) && has_field(p, PEOPLE_TO) && has_field(p, PEOPLE_DATE);
    if (letters)
        p->kind = has_field(p, PEOPLE_DIRECTION) ? PEOPLE_INVITATIONS : PEOPLE_MESSAGES;
    else
        for (size_t i = 0; i < p->n_columns; i++)
            if (p->columns[i].field >= PEOPLE_CONVERSATION)
                p->columns[i].field = PEOPLE_UNKNOWN;
    for (size_t i = 0; i < p->n_columns && !p->german; i++) {
        str heading = str_lower(p->a, p->columns[i].heading);
        p->german = str_starts(heading, S("vorname")) || str_starts(heading, S("geburt"));
    }
}

static void columns_make(people *p, const struct table_row *row)
{
    p->columns = NEW_ARRAY(p->a, struct people_column, row->n + 1);
    p->n_columns = row->n;
    for (size_t i = 0; i < row->n; i++)
        p->columns[i] = people_heading(p->a, row->cells[i]);
}

/* Enough of the row are headings that are known. */
static bool row_is_headings(arena *a, const struct table_row *row)
{
    size_t known = 0, said = 0;
    for (size_t i = 0; i < row->n; i++) {
        bool empty = str_trim(row->cells[i]).n == 0;
        said += !empty;
        known += !empty && row->cells[i].n < 60 &&
                 people_heading(a, row->cells[i]).field != PEOPLE_UNKNOWN;
    }
    return known >= 2 && 2 * known >= said;
}

/* Looks whether this row holds the headings. */
static void headings_search(people *p, arena *a, const struct table_row *row)
{
    if (p->searched++ == 0)
        p->first_line = row->line;
    if (p->mapping != NULL) {
        columns_make(p, row);
        for (size_t i = 0; i < p->n_columns; i++) {
            bool given = i < p->n_mapping && p->mapping[i] < PEOPLE_FIELDS;
            p->columns[i] =
                (struct people_column){ .heading = p->columns[i].heading,
                                        .field = given ? p->mapping[i] : PEOPLE_UNKNOWN };
        }
        p->profiles = names_connections(p);
        p->found = true;
    } else if (row_is_headings(a, row)) {
        columns_make(p, row);
        columns_settle(p);
        p->found = true;
    }
}

/* ---- rows ------------------------------------------------------------------------------------ */

static enum lines_event refuse(size_t line, const char *reason, struct lines_refusal *ret)
{
    *ret = (struct lines_refusal){ line, reason };
    return LINES_REFUSED;
}

static bool exchange_read(arena *a, const people *p, const struct people_row *row,
                          struct people_exchange *ret)
{
    str direction = people_row_cell(row, PEOPLE_DIRECTION);
    struct people_exchange made = {
        .conversation = utf8_line(a, people_row_cell(row, PEOPLE_CONVERSATION)),
        .from = utf8_line(a, people_row_cell(row, PEOPLE_FROM)),
        .from_url = utf8_line(a, people_row_cell(row, PEOPLE_FROM_URL)),
        .to = utf8_line(a, people_row_cell(row, PEOPLE_TO)),
        .to_url = utf8_line(a, people_row_cell(row, PEOPLE_TO_URL)),
        .direction = str_eq_nocase(direction, S("OUTGOING"))   ? PEOPLE_OUTGOING
                     : str_eq_nocase(direction, S("INCOMING")) ? PEOPLE_INCOMING
                                                               : PEOPLE_DIRECTION_UNKNOWN,
    };
    if (!people_time(people_row_cell(row, PEOPLE_DATE), p->german, &made.time_ms))
        return false;
    *ret = made;
    return true;
}

static enum lines_event row_read(people *p, arena *a, const struct table_row *from,
                                 struct people_thing *ret, struct lines_refusal *ret_refusal)
{
    const struct people_row row = { .columns = p->columns,
                                    .n_columns = p->n_columns,
                                    .cells = from->cells,
                                    .n = from->n,
                                    .day_first = p->german,
                                    .profiles = p->profiles };
    struct people_thing made = { .kind = p->kind, .line = from->line };
    if (p->kind == PEOPLE_PERSONS && !people_row_person(a, &row, &made.person))
        return refuse(from->line, WORDS_MARK("This row names nobody."), ret_refusal);
    if (p->kind != PEOPLE_PERSONS && !exchange_read(a, p, &row, &made.exchange))
        return refuse(from->line, WORDS_MARK("This row has no date that can be read."),
                      ret_refusal);
    *ret = made;
    return LINES_THING;
}

static enum lines_event no_headings(people *p, struct lines_refusal *ret)
{
    p->gone = true;
    return refuse(p->first_line > 0 ? p->first_line : 1,
                  p->searched == 0
                      ? WORDS_MARK("There is nothing in this table.")
                      : WORDS_MARK("No heading of this table is known: its columns must be named."),
                  ret);
}

enum lines_event people_next(people *p, arena *a, struct people_thing *ret,
                             struct lines_refusal *ret_refusal)
{
    struct table_row row;
    for (;;) {
        arena_reset(p->passed);
        enum lines_event event = table_next(p->table, p->gone ? p->passed : a, &row, ret_refusal);
        if (event == LINES_END && !p->found && !p->gone)
            return no_headings(p, ret_refusal);
        if (event == LINES_END && !p->any && !p->gone) {
            p->any = true;
            return refuse(p->first_line, WORDS_MARK("There is nobody in this file."), ret_refusal);
        }
        p->any = p->any || (event == LINES_REFUSED) || (event == LINES_THING && p->found);
        if (event != LINES_THING)
            return event;
        if (p->gone)
            continue;
        if (p->found)
            return row_read(p, a, &row, ret, ret_refusal);
        headings_search(p, a, &row);
        if (p->found && p->ignored) {
            p->gone = true;
            return refuse(row.line,
                          WORDS_MARK("Talks with the assistant of that house are no talks "
                                     "with people."),
                          ret_refusal);
        }
        if (!p->found && p->searched == SEARCH_ROWS)
            return no_headings(p, ret_refusal);
    }
}
