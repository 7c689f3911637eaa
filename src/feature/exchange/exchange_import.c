/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange_import.c - files become people of the book. See exchange.h.
 */
#include <inttypes.h>

#include "base/json_text.h"
#include "base/utf8.h"
#include "base/words.h"
#include "feature/exchange/exchange_card.h"
#include "feature/exchange/exchange_events.h"
#include "feature/exchange/exchange_file.h"
#include "feature/exchange/exchange_match.h"
#include "feature/exchange/exchange_store.h"

#define SLICE 1000

struct importing {
    store *s;
    arena *a; /* of the report */
    account_id owner;
    import_id id;
    const struct exchange_options *o;
    struct exchange_report *report;
    str suppression_key;
    exchange_events *events;
    str file;
    size_t found;
};

/* ---- a person -------------------------------------------------------------------------------- */

static void pair_add(struct importing *m, person_id one, const struct exchange_match *match)
{
    struct exchange_report *r = m->report;
    for (size_t i = 0; i < match->n_pairs; i++) {
        if (r->n_pairs == EXCHANGE_PAIRS_MAX) {
            r->more_pairs++;
            continue;
        }
        void *pairs = r->pairs;
        arena_grow(m->a, &pairs, &r->cap_pairs, r->n_pairs + 1, sizeof *r->pairs);
        r->pairs = pairs;
        r->pairs[r->n_pairs++] =
            (struct exchange_pair){ one, match->pairs[i].other, match->pairs[i].why };
    }
}

static const err *note_rows(struct importing *m, arena *a, const struct book_took *took)
{
    for (size_t i = 0; i < took->n_notes; i++)
        TRY(exchange_store_row(m->s, a, m->owner, m->id, S("note"), took->notes[i]));
    for (size_t i = 0; i < took->n_kept; i++)
        TRY(exchange_store_row(m->s, a, m->owner, m->id, S("kept"), took->kept[i]));
    return NULL;
}

/* Members of a group bear its name as a tag. */
static const err *take_group(struct importing *m, arena *a, const struct card_person *p)
{
    struct datum tag = { .kind = S("tag"), .value = p->name };
    for (size_t i = 0; i < p->members.n; i++) {
        str uid = p->members.item[i].value;
        struct person who = { 0 };
        struct book_took took = { 0 };
        if (str_starts(uid, S("urn:uuid:")))
            uid = str_sub(uid, 9, uid.n);
        const err *e = book_person_by_uid(m->s, a, m->owner, uid, &who);
        if (e != NULL && e->kind == ERR_MISSING)
            continue;
        TRY(e);
        const struct book_taken t = { .from = { .name = S("import"), .id = m->id.v },
                                      .data = { &tag, 1 } };
        TRY(book_take(m->s, a, m->owner, &t, who.id, &took));
        TRY(exchange_store_touched(m->s, a, m->owner, m->id, who.id, false));
    }
    return NULL;
}

static const err *take_person(struct importing *m, arena *a, const struct card_person *p)
{
    struct book_taken t = exchange_card_in(a, p);
    struct exchange_match match = { 0 };
    struct book_took took = { 0 };
    bool suppressed = false;
    str derived = str_empty(t.uid) ? exchange_card_uid(a, p) : S("");
    t.from = (struct book_source){ .name = S("import"), .id = m->id.v };
    TRY(exchange_suppressed(m->s, a, m->owner, m->suppression_key, &t, &suppressed));
    if (suppressed) {
        m->report->suppressed++;
        return NULL;
    }
    TRY(exchange_match(m->s, a, m->owner, &t, derived, m->id, &match));
    if (match.who.v == 0 && str_empty(t.uid)) {
        struct person taken = { 0 };
        const err *e = book_person_by_uid(m->s, a, m->owner, derived, &taken);
        t.uid = e != NULL && e->kind == ERR_MISSING ? derived : S("");
    }
    TRY(book_take(m->s, a, m->owner, &t, match.who, &took));
    bool made = match.who.v == 0;
    *(made ? &m->report->added : took.added > 0 ? &m->report->matched : &m->report->unchanged) += 1;
    if (made || took.added > 0)
        TRY(exchange_store_touched(m->s, a, m->owner, m->id, took.person, made));
    pair_add(m, took.person, &match);
    return note_rows(m, a, &took);
}

/* What the book cannot take of one person is a refusal, not the end. */
static const err *take_card(struct importing *m, arena *a, const struct exchange_thing *thing)
{
    struct card_person p = exchange_file_person(a, thing);
    const err *e = p.group ? take_group(m, a, &p) : take_person(m, a, &p);
    if (e == NULL || e->kind != ERR_INVALID)
        return e;
    exchange_file_refuse(m->a, m->report, m->file, thing->line,
                         WORDS_MARK("There is no name in it that the book can take."));
    return NULL;
}

/* ---- a file ---------------------------------------------------------------------------------- */

static const err *take(struct importing *m, arena *a, const struct exchange_thing *thing)
{
    if (thing->reason != NULL) {
        exchange_file_refuse(m->a, m->report, m->file, thing->line, thing->reason);
        return NULL;
    }
    m->found++;
    if (!thing->is_person) {
        m->report->encounters++;
        exchange_events_gather(m->events, thing);
        return NULL;
    }
    m->report->cards++;
    return take_card(m, a, thing);
}

/* Up to SLICE things in one transaction; false: there are no more for now. */
static const err *take_slice(struct importing *m, struct exchange_file *f, bool *ret_more)
{
    SCRATCH(slice);
    SCRATCH(one);
    struct exchange_thing thing;
    size_t n = 0;
    TX(t, m->s, slice);
    for (; n < SLICE && exchange_file_next(f, one, &thing); n++) {
        const err *e = take(m, one, &thing);
        if (e != NULL)
            return err_copy(m->a, e);
        arena_reset(one);
    }
    const err *e = exchange_store_touch(m->s, slice, m->owner, m->id);
    if (e == NULL)
        e = tx_commit(&t);
    *ret_more = n == SLICE;
    return e == NULL ? NULL : err_copy(m->a, e);
}

static const err *take_all(struct importing *m, struct exchange_file *f)
{
    for (bool more = true; more;) {
        TRY(exchange_file_more(f, &more));
        for (bool slice = true; slice;)
            TRY(take_slice(m, f, &slice));
        if (m->o->progress != NULL)
            m->o->progress->tell(m->o->progress->of, m->file, f->read);
    }
    return NULL;
}

static const err *take_file(struct importing *m, const struct exchange_source *from)
{
    SCRATCH(scratch);
    CLEANUP(exchange_file_close) struct exchange_file f = { .fd = -1 };
    m->file = from->name;
    m->found = 0;
    m->report->files++;
    const err *e = exchange_file_open(scratch, from, &f);
    if (e != NULL) { /* one file that is not there is said, and no reason to refuse the others */
        m->report->worst = e->kind;
        exchange_file_refuse(m->a, m->report, m->file, 0, str_c(m->a, e->msg));
        return NULL;
    }
    if (f.reader == NULL) {
        exchange_file_refuse(
            m->a, m->report, m->file, 1,
            WORDS_MARK("This is no file of people, mails, talks or meetings that is known here."));
        return NULL;
    }
    e = take_all(m, &f);
    if (e != NULL)
        return err_copy(m->a, e);
    m->report->files_read += m->found > 0;
    return NULL;
}

/* ---- an import ------------------------------------------------------------------------------- */

static str names_of(arena *a, const struct exchange_options *o)
{
    str *names = NEW_ARRAY(a, str, o->n_sources);
    for (size_t i = 0; i < o->n_sources; i++) {
        str rest = o->sources[i].name;
        while (str_next(&rest, '/', &names[i]))
            ;
    }
    return utf8_cut(utf8_line(a, str_join(a, names, o->n_sources, S(", "))), 500);
}

static const err *begin(struct importing *m)
{
    TX(t, m->s, m->a);
    TRY(exchange_store_begin(m->s, m->a, m->owner, names_of(m->a, m->o), &m->id));
    return tx_commit(&t);
}

static const err *finish(struct importing *m)
{
    TX(t, m->s, m->a);
    TRY(exchange_store_state(m->s, m->a, m->owner, m->id, S("done"),
                             exchange_report_json(m->a, m->report, true)));
    return tx_commit(&t);
}

static const err *run(struct importing *m)
{
    TRY(exchange_suppression_key(m->s, m->a, &m->suppression_key));
    TRY(exchange_events_new(m->s, m->a, m->owner, m->id, m->o->me, m->o->n_me, &m->events));
    for (size_t i = 0; i < m->o->n_sources; i++)
        TRY(take_file(m, &m->o->sources[i]));
    if (m->report->files_read == 0)
        FAIL(m->a,
             m->report->n_refused > 0 && m->report->worst != 0 ? m->report->worst : ERR_INVALID,
             "nothing could be read of any file");
    TRY(exchange_events_write(m->events, m->report));
    return finish(m);
}

const err *exchange_import(store *s, arena *a, account_id owner, const struct exchange_options *o,
                           struct exchange_report *report, import_id *ret)
{
    struct importing m = { .s = s, .a = a, .owner = owner, .o = o, .report = report };
    struct exchange_undone undone = { 0 };
    TRY(begin(&m));
    const err *e = run(&m);
    *ret = m.id;
    if (e == NULL)
        return NULL;
    const err *back = exchange_undo(s, a, owner, m.id, &undone);
    if (back != NULL)
        FAIL_CAUSE(a, e->kind, back,
                   "the import stopped (%.*s) and is taken back as soon as that can be done",
                   STR_ARG(e->msg));
    return e;
}

const err *exchange_imports(store *s, arena *a, account_id owner, struct exchange_imports *ret)
{
    return exchange_store_list(s, a, owner, ret);
}

const err *exchange_import_get(store *s, arena *a, account_id owner, import_id id,
                               struct exchange_import *ret)
{
    bool found = false;
    TRY(exchange_store_get(s, a, owner, id, ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "there is no such import in this book");
    return NULL;
}

/* ---- the report ------------------------------------------------------------------------------ */

static void number(json_t *to, const char *name, size_t n)
{
    json_object_set_new(to, name, json_integer((json_int_t)n));
}

str exchange_report_json(arena *a, const struct exchange_report *r, bool pairs)
{
    json_t *all = json_text_on(a, json_object()), *refused = json_array(), *same = json_array();
    number(all, "files", r->files);
    number(all, "files_read", r->files_read);
    number(all, "cards", r->cards);
    number(all, "encounters", r->encounters);
    for (size_t i = 0; i < r->n_refused; i++)
        json_array_append_new(refused, json_pack("{s:o, s:I, s:o}", "file",
                                                 json_text(utf8_line(a, r->refused[i].file)),
                                                 "line", (json_int_t)r->refused[i].line, "reason",
                                                 json_text(str_of(r->refused[i].reason))));
    json_object_set_new(all, "refused", refused);
    if (r->not_listed > 0)
        number(all, "not_listed", r->not_listed);
    for (size_t i = 0; i < r->n_pairs; i++)
        json_array_append_new(
            same, json_pack("{s:I, s:I, s:s}", "person", (json_int_t)r->pairs[i].one.v, "other",
                            (json_int_t)r->pairs[i].other.v, "why", r->pairs[i].why));
    if (pairs) {
        number(all, "added", r->added);
        number(all, "matched", r->matched);
        number(all, "unchanged", r->unchanged);
        number(all, "suppressed", r->suppressed);
        number(all, "written", r->written);
        number(all, "strangers", r->strangers);
        number(all, "more_pairs", r->more_pairs);
        json_object_set(all, "proposed", same);
    }
    json_decref(same);
    return json_text_dump(a, all, JSON_COMPACT);
}
