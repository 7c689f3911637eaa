/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_keep.c - what the encounters hold of one person, or of one account: told, erased,
 * taken along (book_part.h); declared in encounters_rules.h.
 */
#include "base/json_text.h"
#include "engine/when/when.h"
#include "feature/encounters/encounters_archive_store.h"
#include "feature/encounters/encounters_rules.h"
#include "feature/encounters/encounters_store.h"

#define PAGE 500

static json_t *encounter_json(const struct encounter *e)
{
    return json_pack(
        "{s:o, s:o, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "kind",
        json_text(e->kind), "day", json_text(e->day), "minutes", (json_int_t)e->minutes, "place",
        json_text(e->place), "meeting", json_text(e->meeting), "started_by",
        json_text(e->started_by), "spoke", json_text(e->spoke), "heard", json_text(e->heard),
        "given", json_text(e->given), "received", json_text(e->received), "line",
        json_text(e->line), "rest", json_text(e->rest), "source", json_text(e->from.name));
}

static json_t *promise_json(const struct promise *p)
{
    return json_pack("{s:o, s:o, s:o, s:b, s:b}", "side", json_text(p->side), "text",
                     json_text(p->text), "due", json_text(p->due), "kept", p->kept_ms != 0,
                     "dropped", p->dropped_ms != 0);
}

/* Calls for each encounter of a person, newest first. */
static const err *each(store *s, arena *a, account_id owner, person_id whole,
                       const err *(*fn)(void *arg, const struct encounter *e), void *arg)
{
    struct encounter_list some = { 0 };
    int64_t ms = INT64_MAX;
    encounter_id last = { 0 };
    do {
        TRY(encounters_store_of(s, a, owner, whole, ms, last, PAGE, &some));
        for (size_t i = 0; i < some.n; i++)
            TRY(fn(arg, &some.item[i]));
        if (some.n > 0) {
            ms = some.item[some.n - 1].time_ms;
            last = some.item[some.n - 1].id;
        }
    } while (some.n == PAGE);
    return NULL;
}

static const err *append_json(void *arg, const struct encounter *e)
{
    json_array_append_new(arg, encounter_json(e));
    return NULL;
}

const err *encounters_rules_dossier(store *s, arena *a, account_id owner, person_id whole,
                                    json_t *into)
{
    struct promise_list promises = { 0 };
    json_t *list = json_array(), *made = json_array();
    json_object_set_new(into, "encounters", list);
    json_object_set_new(into, "promises", made);
    TRY(each(s, a, owner, whole, append_json, list));
    TRY(encounters_store_promises(s, a, owner, whole, &promises));
    for (size_t i = 0; i < promises.n; i++)
        json_array_append_new(made, promise_json(&promises.item[i]));
    return NULL;
}

/* ---- erasing --------------------------------------------------------------------------------- */

const err *encounters_rules_erase(store *s, arena *a, account_id owner, person_id whole)
{
    struct encounters_ids all = { 0 };
    TRY(encounters_store_erase(s, a, owner, whole, &all));
    for (size_t i = 0; i < all.n; i++) {
        struct encounters_wholes left = { 0 };
        TRY(encounters_store_wholes(s, a, owner, all.item[i], &left));
        if (left.n > 0)
            TRY(encounters_rules_index(s, a, owner, all.item[i]));
        else
            TRY(book_search_drop(s, a, owner, S("encounter"), all.item[i].v));
    }
    return NULL;
}

const err *encounters_erase(store *s, arena *a, account_id owner, encounter_id id)
{
    struct encounters_wholes people = { 0 };
    TX(t, s, a);
    TRY(encounters_store_wholes(s, a, owner, id, &people));
    TRY(encounters_store_erase_one(s, a, owner, id));
    TRY(book_search_drop(s, a, owner, S("encounter"), id.v));
    for (size_t i = 0; i < people.n; i++)
        TRY(encounters_rules_pulse(s, a, owner, (person_id){ people.item[i].id }));
    return tx_commit(&t);
}

/* ---- the whole account ----------------------------------------------------------------------- */

const err *encounters_rules_archive(store *s, arena *a, account_id owner, struct book_archive *to)
{
    for (size_t i = 0; i < encounters_archive_tables_count; i++)
        TRY(book_rows_archive(s, a, owner, &encounters_archive_tables[i], to));
    return NULL;
}

const err *encounters_rules_empty(store *s, arena *a, account_id owner)
{
    return encounters_store_empty(s, a, owner);
}
