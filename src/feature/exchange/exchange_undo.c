/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange_undo.c - a whole import taken back, person by person: what it said of them goes, what
 * others said stays; whom it made goes too, unless something is said of them by then. In slices, so
 * that it can stop and be gone on with.
 */
#include "base/clock.h"
#include "base/json_text.h"
#include "feature/book/book_part.h"
#include "feature/exchange/exchange_store.h"

#define SILENT_MS (5 * 60 * 1000) /* of an import that stopped on its way */

struct undoing {
    store *s;
    arena *a; /* of a slice */
    account_id owner;
    import_id id;
    struct exchange_undone *undone;
};

/* What is derived of people is derived anew. */
static const err *changed(struct undoing *u, person_id whole)
{
    for (const struct book_part *const *part = book_parts(); *part != NULL; part++)
        if ((*part)->whole_changed != NULL)
            TRY((*part)->whole_changed(u->s, u->a, u->owner, whole));
    return NULL;
}

static const err *drop_encounter(struct undoing *u, int64_t id)
{
    struct exchange_ids people = { 0 };
    TRY(exchange_store_encounter_people(u->s, u->a, u->owner, id, &people));
    TRY(book_search_drop(u->s, u->a, u->owner, S("encounter"), id));
    TRY(exchange_store_drop_encounter(u->s, u->a, u->owner, id));
    for (size_t i = 0; i < people.n; i++)
        TRY(changed(u, (person_id){ people.item[i].id }));
    u->undone->encounters++;
    return NULL;
}

/* Does a feature behind the encounters know of them? Those before it were asked by the store. */
static const err *known_elsewhere(struct undoing *u, person_id person, bool *ret)
{
    json_t *said = json_text_on(u->a, json_object()), *member = NULL;
    const char *name = NULL;
    for (const struct book_part *const *part = book_parts(); *part != NULL; part++)
        if ((*part)->dossier != NULL && !str_eq(str_of((*part)->name), S("book")) &&
            !str_eq(str_of((*part)->name), S("encounters")))
            TRY((*part)->dossier(u->s, u->a, u->owner, person, said));
    json_object_foreach(said, name, member) if (json_array_size(member) + json_object_size(member) >
                                                0) *ret = true;
    return NULL;
}

static const err *undo_person(struct undoing *u, const struct exchange_touched *t)
{
    struct exchange_ids encounters = { 0 };
    bool stays = true;
    TRY(exchange_store_encounters(u->s, u->a, u->owner, u->id, t->person, &encounters));
    for (size_t i = 0; i < encounters.n; i++)
        TRY(drop_encounter(u, encounters.item[i].id));
    TRY(exchange_store_drop_facts(u->s, u->a, u->owner, u->id, t->person));
    if (t->made) {
        stays = false;
        TRY(exchange_store_stays(u->s, u->a, u->owner, t->person, &stays));
        if (!stays)
            TRY(known_elsewhere(u, t->person, &stays));
        *(stays ? &u->undone->stayed : &u->undone->people) += 1;
    }
    if (stays)
        return book_search_person(u->s, u->a, u->owner, t->person);
    TRY(book_search_drop(u->s, u->a, u->owner, S("name"), t->person.v));
    TRY(book_search_drop(u->s, u->a, u->owner, S("person"), t->person.v));
    return exchange_store_drop_person(u->s, u->a, u->owner, t->person);
}

static const err *undo_slice(struct undoing *u, person_id *behind, bool *ret_more)
{
    struct exchange_touched_list people = { 0 };
    TX(t, u->s, u->a);
    TRY(exchange_store_people(u->s, u->a, u->owner, u->id, *behind, &people));
    for (size_t i = 0; i < people.n; i++)
        TRY(undo_person(u, &people.item[i]));
    if (people.n > 0)
        *behind = people.item[people.n - 1].person;
    TRY(exchange_store_touch(u->s, u->a, u->owner, u->id));
    *ret_more = people.n > 0;
    return tx_commit(&t);
}

static const err *set_state(store *s, arena *a, account_id owner, import_id id, str state)
{
    TX(t, s, a);
    TRY(exchange_store_state(s, a, owner, id, state, S("")));
    if (str_eq(state, S("undone"))) {
        TRY(exchange_store_drop_organisations(s, a, owner));
        TRY(exchange_store_forget(s, a, owner, id));
    }
    return tx_commit(&t);
}

const err *exchange_undo(store *s, arena *a, account_id owner, import_id id,
                         struct exchange_undone *ret)
{
    struct exchange_import import = { 0 };
    struct exchange_undone undone = { 0 };
    person_id behind = { 0 };
    TRY(exchange_import_get(s, a, owner, id, &import));
    if (str_eq(import.state, S("undone")))
        FAIL(a, ERR_CONFLICT, "this import was taken back already");
    TRY(set_state(s, a, owner, id, S("undoing")));
    for (bool more = true; more;) {
        SCRATCH(slice);
        struct undoing u = { s, slice, owner, id, &undone };
        const err *e = undo_slice(&u, &behind, &more);
        if (e != NULL)
            return err_copy(a, e);
    }
    TRY(set_state(s, a, owner, id, S("undone")));
    *ret = undone;
    return NULL;
}

const err *exchange_tidy(store *s, arena *a)
{
    bool found = true;
    while (found) {
        struct exchange_left left = { 0 };
        struct exchange_undone undone = { 0 };
        found = false;
        TRY(exchange_store_left(s, a, clock_now_ms() - SILENT_MS, &left, &found));
        if (found)
            TRY(exchange_undo(s, a, left.owner, left.id, &undone));
    }
    return NULL;
}
