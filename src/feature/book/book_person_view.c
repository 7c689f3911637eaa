/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_person_view.c - a person as their page and the forms show them.
 */
#include "feature/book/book_person_view.h"

#include <inttypes.h>

#include "feature/book/book_letter.h"
#include "feature/book/book_merge.h"
#include "feature/house/house.h"

#define HINTS_MAX 8
#define NOTE_SHOWN 4000

/* A list of lines that grows. */
struct lines {
    struct fact_line *item;
    size_t n, cap;
};

static struct fact_line *line_new(arena *a, struct lines *to, enum book_fact what, fact_id id)
{
    arena_grow(a, (void **)&to->item, &to->cap, to->n + 1, sizeof *to->item);
    struct fact_line *l = &to->item[to->n++];
    l->what = book_fact_name(what);
    l->id = str_format(a, "%" PRId64, id.v);
    return l;
}

static struct fact_lines taken(const struct lines *l)
{
    return (struct fact_lines){ l->item, l->n };
}

static void source_of(const struct book_view *v, struct fact_line *l,
                      const struct book_source *from)
{
    l->source = book_view_source(v, from);
    l->expired = book_view_expired(v, from);
    l->expires = when_day_known(v->arena, from->expires, v->lang);
}

/* ---- data ------------------------------------------------------------------------------------ */

/* What a mail program could take for more than the address is encoded; the '@' stays. */
static str mail_href(arena *a, str address)
{
    str box = { 0 }, place = { 0 };
    if (!str_cut(address, '@', &box, &place))
        return S("");
    return str_format(a, "mailto:%.*s@%.*s", STR_ARG(house_query_value(a, box)),
                      STR_ARG(house_query_value(a, place)));
}

static str href_of(arena *a, const struct datum *d)
{
    str value = d->value;
    if (str_eq(d->kind, S("phone")))
        return str_format(a, "tel:%s%.*s", str_starts(str_trim(value), S("+")) ? "+" : "",
                          STR_ARG(d->fold));
    if (str_eq(d->kind, S("email")))
        return mail_href(a, value);
    if (str_eq(d->kind, S("tag")))
        return str_format(a, "/book/people?tag=%.*s", STR_ARG(house_query_value(a, d->fold)));
    if (!str_eq(d->kind, S("url")))
        return S("");
    return str_starts(value, S("https://")) || str_starts(value, S("http://"))
               ? value
               : str_format(a, "https://%.*s", STR_ARG(value));
}

static void add_datum(const struct book_view *v, struct lines *to, const struct datum *d)
{
    struct fact_line *l = line_new(v->arena, to, FACT_DATUM, d->id);
    bool of_life = str_eq(d->kind, S("birthday")) || str_eq(d->kind, S("anniversary"));
    str kind = book_view_kind(v->lang, d->kind);
    bool closing = str_eq(d->label, S("close"));
    const char *end = WORDS_MARK("End of a letter"), *begin = WORDS_MARK("Beginning of a letter");
    if (str_eq(d->kind, S("greeting_letter")))
        kind = words(v->lang, closing ? end : begin);
    else if (!str_empty(d->label))
        kind = str_join(v->arena, (str[]){ kind, d->label }, 2, S(", "));
    l->label = kind;
    l->text = of_life ? when_day_known(v->arena, d->value, v->lang) : d->value;
    l->href = href_of(v->arena, d);
    source_of(v, l, &d->from);
}

static bool one_of(str kind, const char *const *kinds, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(kind, str_of(kinds[i])))
            return true;
    return false;
}

static void sort_data(const struct book_view *v, const struct datum_list *data,
                      struct person_view *view)
{
    static const char *const reach[] = { "phone", "email", "url", "social" };
    static const char *const days[] = { "birthday", "anniversary" };
    struct lines to[5] = { 0 };
    for (size_t i = 0; i < data->n; i++) {
        const struct datum *d = &data->item[i];
        size_t at = 4;
        if (one_of(d->kind, reach, COUNT_OF(reach)))
            at = 0;
        else if (one_of(d->kind, days, COUNT_OF(days)))
            at = 1;
        else if (str_eq(d->kind, S("language")))
            at = 2;
        else if (str_eq(d->kind, S("tag")))
            at = 3;
        if (str_eq(d->kind, S("pronunciation")))
            view->pronunciation = d->value;
        if (str_eq(d->kind, S("greeting_letter")))
            *(str_eq(d->label, S("close")) ? &view->own_closing : &view->own_opening) = d->value;
        add_datum(v, &to[at], d);
    }
    view->reach = taken(&to[0]);
    view->days = taken(&to[1]);
    view->languages = taken(&to[2]);
    view->tags = taken(&to[3]);
    view->address_form = taken(&to[4]);
}

static const err *fill_data(req *r, const struct book_view *v, const struct person *p,
                            struct person_view *view)
{
    struct datum_list data = { 0 };
    struct postal_list postals = { 0 };
    struct lines to = { 0 };
    TRY(book_data(r->store, r->arena, book_owner(r), p->id, &data));
    sort_data(v, &data, view);
    struct book_letter letter = book_letter(r->arena, p, &data, v->lang);
    view->opening = letter.opening;
    view->closing = letter.closing;
    view->letter_lang = lang_tag(letter.lang);
    TRY(book_postals(r->store, r->arena, book_owner(r), p->id, &postals));
    for (size_t i = 0; i < postals.n; i++) {
        const struct postal *o = &postals.item[i];
        struct fact_line *l = line_new(r->arena, &to, FACT_POSTAL, o->id);
        str town = str_format(r->arena, "%.*s%s%.*s", STR_ARG(o->code),
                              o->code.n > 0 && o->town.n > 0 ? " " : "", STR_ARG(o->town));
        const str parts[] = { o->street, town, o->region, o->country };
        str kept[4];
        size_t n = 0;
        for (size_t k = 0; k < COUNT_OF(parts); k++)
            if (!str_empty(parts[k]))
                kept[n++] = parts[k];
        l->label = str_empty(o->label) ? words(v->lang, "Address") : o->label;
        l->text = str_join(r->arena, kept, n, S(", "));
        source_of(v, l, &o->from);
    }
    view->postals = taken(&to);
    return NULL;
}

/* ---- items, roles, ties ---------------------------------------------------------------------- */

static const err *fill_items(req *r, const struct book_view *v, person_id id,
                             struct person_view *view)
{
    struct item_list items = { 0 };
    struct lines seeks = { 0 }, offers = { 0 }, gone = { 0 };
    TRY(book_items(r->store, r->arena, book_owner(r), id, &items));
    for (size_t i = 0; i < items.n; i++) {
        const struct item *o = &items.item[i];
        bool is_seek = str_eq(o->side, S("seeks"));
        struct lines *to = str_eq(o->state, S("gone")) ? &gone : is_seek ? &seeks : &offers;
        struct fact_line *l = line_new(r->arena, to, FACT_ITEM, o->id);
        l->label = is_seek ? words(v->lang, "seeks") : words(v->lang, "offers");
        l->text = o->text;
        l->proposed = str_eq(o->state, S("proposed"));
        source_of(v, l, &o->from);
    }
    view->seeks = taken(&seeks);
    view->offers = taken(&offers);
    view->gone = taken(&gone);
    return NULL;
}

static str organisation_path(arena *a, organisation_id id)
{
    return str_format(a, "/book/organisations/%" PRId64, id.v);
}

static const err *fill_roles(req *r, const struct book_view *v, person_id id,
                             struct person_view *view)
{
    struct person_roles roles = { 0 };
    struct lines to = { 0 };
    TRY(book_roles(r->store, r->arena, book_owner(r), id, &roles));
    for (size_t i = 0; i < roles.n; i++) {
        const struct person_role *o = &roles.item[i];
        struct fact_line *l = line_new(r->arena, &to, FACT_ROLE, o->id);
        l->label = book_view_span(v, o);
        l->text = str_empty(o->title)
                      ? o->organisation_name
                      : str_join(r->arena, (str[]){ o->title, o->organisation_name }, 2, S(", "));
        l->href = organisation_path(r->arena, o->organisation);
        source_of(v, l, &o->from);
        l->expired =
            !str_empty(o->to_on) &&
            str_cmp(o->to_on, str_sub(when_date_text(r->arena, v->today), 0, o->to_on.n)) < 0;
    }
    view->roles = taken(&to);
    return NULL;
}

static const err *fill_ties(req *r, const struct book_view *v, person_id id,
                            struct tie_list *ret_ties, struct person_view *view)
{
    struct lines to = { 0 };
    TRY(book_ties(r->store, r->arena, book_owner(r), id, ret_ties));
    for (size_t i = 0; i < ret_ties->n; i++) {
        const struct tie *o = &ret_ties->item[i];
        struct fact_line *l = line_new(r->arena, &to, FACT_TIE, o->id);
        struct words_value since = { "from", when_day_known(r->arena, o->since, v->lang) };
        l->label = str_empty(o->kind) ? words(v->lang, "they know each other") : o->kind;
        if (!str_empty(o->since))
            l->label =
                str_join(r->arena,
                         (str[]){ l->label,
                                  words_fill(r->arena, words(v->lang, "since {from}"), &since, 1) },
                         2, S(", "));
        l->text = o->b_name;
        l->href = book_person_path(r->arena, o->b);
        source_of(v, l, &o->from);
    }
    view->ties = taken(&to);
    return NULL;
}

/* ---- who may know whom ----------------------------------------------------------------------- */

static bool tied(const struct tie_list *ties, const struct tie_hint *hints, size_t n, arena *a,
                 person_id id)
{
    str text = str_format(a, "%" PRId64, id.v);
    for (size_t i = 0; i < ties->n; i++)
        if (ties->item[i].b.v == id.v)
            return true;
    for (size_t i = 0; i < n; i++)
        if (str_eq(hints[i].id, text))
            return true;
    return false;
}

/* Those who had a role at the same organisation at the same time, and no tie yet. */
static const err *fill_hints(req *r, const struct book_view *v, person_id id,
                             const struct tie_list *ties, struct person_view *view)
{
    struct tie_hint *hints = NEW_ARRAY(r->arena, struct tie_hint, HINTS_MAX);
    struct person_roles mine = { 0 }, there = { 0 };
    size_t n = 0;
    TRY(book_roles(r->store, r->arena, book_owner(r), id, &mine));
    for (size_t i = 0; i < mine.n; i++) {
        TRY(book_roles_at(r->store, r->arena, book_owner(r), mine.item[i].organisation, &there));
        for (size_t k = 0; k < there.n && n < HINTS_MAX; k++) {
            const struct person_role *o = &there.item[k];
            struct person p = { 0 };
            struct words_value at = { "organisation", o->organisation_name };
            if (o->person.v == id.v || !book_roles_overlap(&mine.item[i], o) ||
                tied(ties, hints, n, r->arena, o->person))
                continue;
            TRY(book_person_get(r->store, r->arena, book_owner(r), o->person, &p));
            if (p.rests_ms != 0)
                continue;
            hints[n++] = (struct tie_hint){
                .id = str_format(r->arena, "%" PRId64, p.id.v),
                .name = p.called.name,
                .path = book_person_path(r->arena, p.id),
                .why = words_fill(r->arena,
                                  words(v->lang, "both were at {organisation} at the same time"),
                                  &at, 1),
            };
        }
    }
    view->hints = (struct tie_hints){ hints, n };
    return NULL;
}

/* ---- notes ----------------------------------------------------------------------------------- */

/* A sensitive note is not on the page before it is asked for. */
static const err *fill_notes(req *r, const struct book_view *v, person_id id,
                             struct person_view *view)
{
    struct note_list notes = { 0 };
    struct lines to = { 0 };
    bool open = str_eq(req_query(r, "open"), S("sensitive"));
    TRY(book_notes(r->store, r->arena, book_owner(r), id, &notes));
    for (size_t i = 0; i < notes.n; i++) {
        const struct note *o = &notes.item[i];
        struct fact_line *l = line_new(r->arena, &to, FACT_NOTE, o->id);
        struct when_date day = when_local_of(o->time_ms, v->zone).date;
        l->label = when_day_known(r->arena, when_date_text(r->arena, day), v->lang);
        l->text = o->text;
        l->proposed = o->sensitive;
        if (o->sensitive) {
            view->has_sensitive = true;
            view->key_missing = view->key_missing || o->closed;
            if (o->closed)
                l->text = words(v->lang, "This note cannot be opened: its key is missing.");
            else if (!open)
                l->text = words(v->lang, "A sensitive note.");
        }
    }
    view->notes = taken(&to);
    return NULL;
}

/* ---- more than one ----------------------------------------------------------------------------
 */

/* Whom they were brought together from, and who else looks like them. */
static const err *fill_merges(req *r, const struct book_view *v, person_id id,
                              struct person_view *view)
{
    struct book_merges merges = { 0 };
    struct book_alikes alike = { 0 };
    TRY(book_merges_of(r->store, r->arena, book_owner(r), id, &merges));
    struct fact_line *lines = NEW_ARRAY(r->arena, struct fact_line, merges.n);
    for (size_t i = 0; i < merges.n; i++) {
        const struct book_merged *m = &merges.item[i];
        str day = when_date_text(r->arena, when_local_of(m->time_ms, v->zone).date);
        lines[i] = (struct fact_line){ .id = str_format(r->arena, "%" PRId64, m->id.v),
                                       .text = m->from_name,
                                       .source = when_day_known(r->arena, day, v->lang) };
    }
    view->merged = (struct fact_lines){ lines, merges.n };
    TRY(book_alike_of(r->store, r->arena, book_owner(r), id, &alike));
    if (alike.n > 0) {
        person_id other = alike.item[0].a.v == id.v ? alike.item[0].b : alike.item[0].a;
        view->alike =
            str_format(r->arena, "/book/people/%" PRId64 "/merge?with=%%23%" PRId64, id.v, other.v);
    }
    return NULL;
}

/* ---- the head -------------------------------------------------------------------------------- */

static struct choices closenesses(arena *a, enum lang lang, int64_t chosen)
{
    struct choice *all = NEW_ARRAY(a, struct choice, CLOSENESS_COUNT);
    for (size_t i = 0; i < CLOSENESS_COUNT; i++)
        all[i] = (struct choice){ .value = str_format(a, "%zu", i),
                                  .label = book_view_closeness(lang, (int64_t)i),
                                  .chosen = (int64_t)i == chosen };
    return (struct choices){ all, CLOSENESS_COUNT };
}

static struct choices kinds(arena *a, enum lang lang, str chosen)
{
    static const char *const offered[] = {
        "phone",    "email", "url",  "social", "birthday",   "anniversary",
        "language", "tag",   "form", "title",  "salutation", "pronunciation"
    };
    struct choice *all = NEW_ARRAY(a, struct choice, COUNT_OF(offered));
    for (size_t i = 0; i < COUNT_OF(offered); i++)
        all[i] = (struct choice){ .value = str_of(offered[i]),
                                  .label = book_view_kind(lang, str_of(offered[i])),
                                  .chosen = str_eq(chosen, str_of(offered[i])) };
    return (struct choices){ all, COUNT_OF(offered) };
}

static struct choices sources(arena *a, enum lang lang)
{
    static const struct {
        const char *value, *said;
    } offered[] = { { "mine", WORDS_MARK("I know or heard it") },
                    { "own word", WORDS_MARK("own word") },
                    { "public", WORDS_MARK("from a public page") } };
    struct choice *all = NEW_ARRAY(a, struct choice, COUNT_OF(offered));
    for (size_t i = 0; i < COUNT_OF(offered); i++)
        all[i] = (struct choice){ .value = str_of(offered[i].value),
                                  .label = words(lang, offered[i].said) };
    return (struct choices){ all, COUNT_OF(offered) };
}

static const err *fill_met(req *r, const struct book_view *v, const struct person *p,
                           struct person_view *view)
{
    struct person through = { 0 };
    view->met_how = p->met_how;
    view->met_on_typed = p->met_on;
    view->met_on = when_day_known(r->arena, p->met_on, v->lang);
    if (p->met_through.v == 0)
        return NULL;
    const err *e = book_person_get(r->store, r->arena, book_owner(r), p->met_through, &through);
    if (e != NULL && e->kind == ERR_MISSING)
        return NULL;
    view->met_through = through.called.name;
    view->met_through_path = book_person_path(r->arena, through.id);
    view->met_through_id = str_format(r->arena, "#%" PRId64, through.id.v);
    return e;
}

static str whole_name(arena *a, const struct person_name *n)
{
    str kept[3];
    size_t k = 0;
    if (!str_empty(n->prefix))
        kept[k++] = n->prefix;
    kept[k++] = n->name;
    if (!str_empty(n->suffix))
        kept[k++] = n->suffix;
    return str_join(a, kept, k, S(" "));
}

static void fill_head(req *r, const struct book_view *v, const struct person *p,
                      struct person_view *view)
{
    view->path = book_person_path(r->arena, p->id);
    view->token = req_form_token(r);
    view->called = p->called;
    view->name = p->called.name;
    view->whole_name = whole_name(r->arena, &p->called);
    view->last = book_view_last(v, p);
    view->began = book_view_began(v, p);
    if (p->rests_ms != 0) {
        struct when_date day = when_local_of(p->rests_ms, v->zone).date;
        view->rests = when_day_known(r->arena, when_date_text(r->arena, day), v->lang);
    }
    view->closeness = p->closeness == 0 ? S("") : book_view_closeness(v->lang, p->closeness);
    if (p->rhythm_days > 0) {
        struct words_value n = { "n", str_format(r->arena, "%" PRId64, p->rhythm_days) };
        view->rhythm_days = n.value;
        view->rhythm = words_fill(
            r->arena, words_n(v->lang, "every day", "every {n} days", p->rhythm_days), &n, 1);
    }
    view->closenesses = closenesses(r->arena, v->lang, p->closeness);
    view->kinds = kinds(r->arena, v->lang, req_query(r, "kind"));
    view->sources = sources(r->arena, v->lang);
    view->script = asset_path("people.js");
}

const err *book_person_view(req *r, const struct person *p, struct person_view *ret)
{
    struct book_view v = { 0 };
    struct tie_list ties = { 0 };
    TRY(book_view_of(r, &v));
    fill_head(r, &v, p, ret);
    TRY(fill_met(r, &v, p, ret));
    TRY(fill_data(r, &v, p, ret));
    TRY(fill_items(r, &v, p->id, ret));
    TRY(fill_roles(r, &v, p->id, ret));
    TRY(fill_ties(r, &v, p->id, &ties, ret));
    TRY(fill_hints(r, &v, p->id, &ties, ret));
    TRY(fill_merges(r, &v, p->id, ret));
    return fill_notes(r, &v, p->id, ret);
}

/* ---- refused forms --------------------------------------------------------------------------- */

static bool is_attempt(const struct person_view *v, const char *form)
{
    return v->attempt != NULL && str_eq(v->attempt->form, str_of(form));
}

str book_person_typed(const struct person_view *v, const char *form, const char *field)
{
    return is_attempt(v, form) ? req_field(v->attempt->r, field) : S("");
}

str book_person_value(const struct person_view *v, const char *form, const char *field, str stored)
{
    return is_attempt(v, form) ? req_field(v->attempt->r, field) : stored;
}

str book_person_wrong(const struct person_view *v, const char *form, const char *field)
{
    if (!is_attempt(v, form))
        return S("");
    for (size_t i = 0; i < v->attempt->why->n_fields; i++)
        if (str_eq(v->attempt->why->fields[i].field, str_of(field)))
            return v->attempt->why->fields[i].message;
    return S("");
}
