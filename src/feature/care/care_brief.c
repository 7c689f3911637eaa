/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_brief.c - the brief: what one wants to have read before a call or visit, and two questions
 * worth asking, from what the book does not know.
 */
#include "feature/book/book_part.h"
#include "feature/care/care_aims.h"
#include "feature/care/care_rules.h"

#define ENCOUNTERS 5
#define NOTES 5
#define LINES 12
#define QUESTIONS 2

/* Everything it is made of. */
struct matter {
    const struct care_asking *ask;
    const struct person *p;
    struct encounter_list encounters;
    struct promise_list promises;
    struct item_list items;
    struct tie_list ties;
    struct person_roles roles;
    struct datum_list data;
    struct postal_list postals;
    struct note_list notes;
    struct aim_list aims;
    str today;
};

static const err *gather(const struct care_asking *ask, const struct person *p, struct matter *ret)
{
    store *s = ask->store;
    arena *a = ask->arena;
    struct matter m = { .ask = ask, .p = p, .today = when_date_text(a, ask->today) };
    TRY(encounters_of(s, a, ask->owner, p->id, INT64_MAX, (encounter_id){ 0 }, ENCOUNTERS,
                      &m.encounters));
    TRY(encounters_promises(s, a, ask->owner, p->id, &m.promises));
    TRY(book_items(s, a, ask->owner, p->id, &m.items));
    TRY(book_ties(s, a, ask->owner, p->id, &m.ties));
    TRY(book_roles(s, a, ask->owner, p->id, &m.roles));
    TRY(book_data(s, a, ask->owner, p->id, &m.data));
    TRY(book_postals(s, a, ask->owner, p->id, &m.postals));
    TRY(book_notes(s, a, ask->owner, p->id, &m.notes));
    TRY(care_aims_of(s, a, ask->owner, p->id, &m.aims));
    *ret = m;
    return NULL;
}

/* ---- lines ----------------------------------------------------------------------------------- */

struct lines {
    struct care_line *item;
    size_t n, max;
};

static struct lines lines_new(arena *a, size_t max)
{
    return (struct lines){ NEW_ARRAY(a, struct care_line, max), 0, max };
}

static void add(struct lines *l, str label, str text)
{
    if (l->n < l->max && !str_empty(text))
        l->item[l->n++] = (struct care_line){ label.p == NULL ? S("") : label, text };
}

static struct care_lines done(struct lines l)
{
    return (struct care_lines){ l.item, l.n };
}

static str pair(arena *a, str one, str other, str between)
{
    if (str_empty(one) || str_empty(other))
        return str_empty(one) ? other : one;
    return str_join(a, (str[]){ one, other }, 2, between);
}

static struct care_lines reach_of(const struct matter *m)
{
    arena *a = m->ask->arena;
    struct lines l = lines_new(a, LINES);
    for (size_t i = 0; i < m->data.n; i++)
        if (str_eq(m->data.item[i].kind, S("phone")) || str_eq(m->data.item[i].kind, S("email")))
            add(&l, m->data.item[i].label, m->data.item[i].value);
    for (size_t i = 0; i < m->postals.n; i++) {
        const struct postal *p = &m->postals.item[i];
        add(&l, p->label, pair(a, p->street, pair(a, p->code, p->town, S(" ")), S(", ")));
    }
    return done(l);
}

static struct care_lines encounters_lines(const struct matter *m)
{
    const struct care_asking *ask = m->ask;
    struct lines l = lines_new(ask->arena, ENCOUNTERS);
    for (size_t i = 0; i < m->encounters.n; i++) {
        const struct encounter *e = &m->encounters.item[i];
        str kind = book_kind_words(ask->lang, e->kind);
        str label = pair(ask->arena, kind, when_day_known(ask->arena, e->day, ask->lang), S(", "));
        str heard = e->heard;
        if (!str_empty(e->given))
            heard =
                pair(ask->arena, heard,
                     care_words_with(ask, WORDS_MARK("given: {what}"), "what", e->given), S("; "));
        if (!str_empty(e->received))
            heard = pair(ask->arena, heard,
                         care_words_with(ask, WORDS_MARK("received: {what}"), "what", e->received),
                         S("; "));
        add(&l, label, str_empty(heard) ? words(ask->lang, "nothing written down") : heard);
    }
    return done(l);
}

static bool open(const struct promise *p)
{
    return p->kept_ms == 0 && p->dropped_ms == 0;
}

static struct care_lines promises_lines(const struct matter *m, str side)
{
    struct lines l = lines_new(m->ask->arena, LINES);
    for (size_t i = 0; i < m->promises.n; i++) {
        const struct promise *p = &m->promises.item[i];
        if (open(p) && str_eq(p->side, side))
            add(&l, care_words_due(m->ask, p->due), p->text);
    }
    return done(l);
}

static bool expired(const struct matter *m, const struct item *it)
{
    return !str_empty(it->from.expires) && str_cmp(it->from.expires, m->today) < 0;
}

static struct care_lines items_lines(const struct matter *m, str side)
{
    const struct care_asking *ask = m->ask;
    struct lines l = lines_new(ask->arena, LINES);
    for (size_t i = 0; i < m->items.n; i++) {
        const struct item *it = &m->items.item[i];
        if (str_eq(it->state, S("gone")) || !str_eq(it->side, side))
            continue;
        str since = when_day_known(ask->arena, it->from.dated, ask->lang);
        str said = str_empty(since)
                       ? S("")
                       : care_words_with(ask, WORDS_MARK("since {from}"), "from", since);
        if (expired(m, it))
            said = words(ask->lang, "perhaps no longer");
        else if (str_eq(it->state, S("proposed")))
            said = words(ask->lang, "not confirmed yet");
        add(&l, said, it->text);
    }
    return done(l);
}

static struct care_lines known_lines(const struct matter *m)
{
    struct lines l = lines_new(m->ask->arena, LINES);
    for (size_t i = 0; i < m->ties.n; i++)
        add(&l, m->ties.item[i].kind, m->ties.item[i].b_name);
    return done(l);
}

/* The day of the last encounter; "" where there was none. */
static str last_day(const struct matter *m)
{
    return m->encounters.n == 0 ? S("") : m->encounters.item[0].day;
}

static bool ended(const struct matter *m, const struct person_role *r)
{
    return !str_empty(r->to_on) && str_cmp(r->to_on, m->today) <= 0;
}

static bool since_last(const struct matter *m, str day)
{
    return !str_empty(day) && !str_empty(last_day(m)) &&
           str_cmp(day, str_sub(last_day(m), 0, day.n)) >= 0;
}

static str role_words(const struct matter *m, const struct person_role *r)
{
    return pair(m->ask->arena, r->title, r->organisation_name, S(", "));
}

/* What has changed since the last encounter; where nothing has, what stands. */
static struct care_lines changes_lines(const struct matter *m)
{
    const struct care_asking *ask = m->ask;
    struct lines l = lines_new(ask->arena, LINES);
    for (size_t i = 0; i < m->roles.n; i++) {
        const struct person_role *r = &m->roles.item[i];
        if (ended(m, r) && since_last(m, r->to_on))
            add(&l,
                care_words_with(ask, WORDS_MARK("until {to}"), "to",
                                when_day_known(ask->arena, r->to_on, ask->lang)),
                role_words(m, r));
        else if (since_last(m, r->from_on))
            add(&l,
                care_words_with(ask, WORDS_MARK("new since {from}"), "from",
                                when_day_known(ask->arena, r->from_on, ask->lang)),
                role_words(m, r));
    }
    for (size_t i = 0; l.n == 0 && i < m->roles.n; i++)
        if (!ended(m, &m->roles.item[i]))
            add(&l, words(ask->lang, "at present"), role_words(m, &m->roles.item[i]));
    return done(l);
}

static struct care_lines aims_lines(const struct matter *m)
{
    const struct care_asking *ask = m->ask;
    struct lines l = lines_new(ask->arena, LINES);
    for (size_t i = 0; i < m->aims.n; i++) {
        const struct aim *aim = &m->aims.item[i];
        add(&l,
            aim->on_behalf_of.v == 0
                ? S("")
                : care_words_with(ask, WORDS_MARK("for {name}"), "name", aim->behalf_name),
            aim->title);
    }
    return done(l);
}

/* Sensitive ones are only hinted at. */
static struct care_lines notes_lines(const struct matter *m, bool *ret_sensitive)
{
    struct lines l = lines_new(m->ask->arena, NOTES);
    *ret_sensitive = false;
    for (size_t i = 0; i < m->notes.n; i++) {
        const struct note *n = &m->notes.item[i];
        struct when_date day = when_local_of(n->time_ms, m->ask->zone).date;
        *ret_sensitive = *ret_sensitive || n->sensitive;
        if (!n->sensitive)
            add(&l, when_day_short(m->ask->arena, day, m->ask->lang), n->text);
    }
    return done(l);
}

/* ---- two questions --------------------------------------------------------------------------- */

static const struct promise *open_promise(const struct matter *m, str side)
{
    for (size_t i = 0; i < m->promises.n; i++)
        if (open(&m->promises.item[i]) && str_eq(m->promises.item[i].side, side))
            return &m->promises.item[i];
    return NULL;
}

/* The first of them that is over, and whether one stands. */
static const struct item *item_over(const struct matter *m, str side, bool *ret_stands)
{
    const struct item *over = NULL;
    *ret_stands = false;
    for (size_t i = 0; i < m->items.n; i++) {
        const struct item *it = &m->items.item[i];
        if (!str_eq(it->side, side) || str_eq(it->state, S("gone")))
            continue;
        if (!expired(m, it))
            *ret_stands = true;
        else if (over == NULL)
            over = it;
    }
    return over;
}

static const struct person_role *role_over(const struct matter *m, bool *ret_open)
{
    const struct person_role *over = NULL;
    *ret_open = false;
    for (size_t i = 0; i < m->roles.n; i++)
        if (!ended(m, &m->roles.item[i]))
            *ret_open = true;
        else if (over == NULL || str_cmp(m->roles.item[i].to_on, over->to_on) > 0)
            over = &m->roles.item[i];
    return over;
}

/* In this order, so that the same gaps give the same questions: what hangs in the air first, then
 * what is old, then what was never asked. */
static struct care_lines questions(const struct matter *m)
{
    const struct care_asking *ask = m->ask;
    struct lines l = lines_new(ask->arena, QUESTIONS);
    bool seeks = false, offers = false, role = false;
    const struct promise *theirs = open_promise(m, S("theirs"));
    const struct item *sought = item_over(m, S("seeks"), &seeks);
    const struct item *offered = item_over(m, S("offers"), &offers);
    const struct person_role *former = role_over(m, &role);
    str name = str_empty(m->p->called.given) ? m->p->called.name : m->p->called.given;
    if (theirs != NULL)
        add(&l, S(""),
            care_words_with(ask, WORDS_MARK("How far is it: {what}?"), "what", theirs->text));
    if (sought != NULL)
        add(&l, S(""),
            care_words_with(ask, WORDS_MARK("Is this still sought: {what}?"), "what",
                            sought->text));
    if (former != NULL && !role)
        add(&l, S(""),
            care_words_with(ask, WORDS_MARK("What comes after {organisation}?"), "organisation",
                            former->organisation_name));
    if (!offers && offered == NULL)
        add(&l, S(""),
            care_words_with(ask, WORDS_MARK("What does {name} gladly help with?"), "name", name));
    if (!seeks && sought == NULL)
        add(&l, S(""),
            care_words_with(ask, WORDS_MARK("What is {name} looking for at present?"), "name",
                            name));
    if (offered != NULL)
        add(&l, S(""),
            care_words_with(ask, WORDS_MARK("Is this still offered: {what}?"), "what",
                            offered->text));
    if (former == NULL && !role)
        add(&l, S(""),
            care_words_with(ask, WORDS_MARK("What does {name} work on at present?"), "name", name));
    if (m->ties.n == 0)
        add(&l, S(""),
            care_words_with(ask, WORDS_MARK("Whom does {name} know whom I should know?"), "name",
                            name));
    if (m->encounters.n > 0 && !str_empty(m->encounters.item[0].heard))
        add(&l, S(""),
            care_words_with(ask, WORDS_MARK("How did it go on: {what}?"), "what",
                            m->encounters.item[0].heard));
    add(&l, S(""),
        care_words_with(ask, WORDS_MARK("What occupies {name} most just now?"), "name", name));
    add(&l, S(""),
        care_words_with(ask, WORDS_MARK("Who has impressed {name} lately?"), "name", name));
    return done(l);
}

const err *care_brief(const struct care_asking *ask, person_id person, struct care_brief *ret)
{
    struct care_brief b = { 0 };
    struct matter m = { 0 };
    TRY(book_person_get(ask->store, ask->arena, ask->owner, person, &b.person));
    TRY(book_person_apart(ask->store, ask->arena, ask->owner, b.person.id, &b.apart));
    TRY(gather(ask, &b.person, &m));
    b.last = care_words_last(ask, &b.person);
    b.rhythm = care_words_rhythm(ask, &b.person);
    b.reach = reach_of(&m);
    b.encounters = encounters_lines(&m);
    b.mine = promises_lines(&m, S("mine"));
    b.theirs = promises_lines(&m, S("theirs"));
    b.seeks = items_lines(&m, S("seeks"));
    b.offers = items_lines(&m, S("offers"));
    b.known = known_lines(&m);
    b.changes = changes_lines(&m);
    b.aims = aims_lines(&m);
    b.notes = notes_lines(&m, &b.sensitive);
    b.questions = questions(&m);
    *ret = b;
    return NULL;
}
