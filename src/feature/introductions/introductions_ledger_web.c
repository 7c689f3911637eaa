/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_ledger_web.c - the ledger (what came of it, honestly how little is known) and the
 * sheet without names.
 */
#include <inttypes.h>

#include "base/clock.h"
#include "engine/when/when.h"
#include "feature/introductions/introductions_web.h"
#include "ledger.html.h"

/* ---- the ledger ------------------------------------------------------------------------------ */

static str outcome_of(const struct intro_reader *v, const struct introduction_side *d)
{
    str worth = d->worth == WORTH_UNKNOWN ? words(v->lang, "not known yet")
                                          : introductions_view_worth(v->arena, v->lang, d->worth);
    const struct words_value values[] = { { "name", d->name },
                                          { "worth", worth },
                                          { "words", d->worth_words } };
    const char *msgid = str_empty(d->worth_words) ? WORDS_MARK("{name}: {worth}")
                                                  : WORDS_MARK("{name}: {worth} – “{words}”");
    return words_fill(v->arena, words(v->lang, msgid), values, COUNT_OF(values));
}

/* From the owner's first encounter with either to the last word about it. */
static const err *took(req *r, const struct intro_reader *v, const struct introduction *i, str *ret)
{
    int64_t first_ms = 0;
    int64_t last_ms =
        i->side[0].worth_ms > i->side[1].worth_ms ? i->side[0].worth_ms : i->side[1].worth_ms;
    *ret = S("");
    TRY(introductions_store_first_met(r->store, r->arena, book_owner(r), i->side[0].person,
                                      i->side[1].person, &first_ms));
    if (first_ms == 0 || last_ms <= first_ms)
        return NULL;
    int64_t days = (last_ms - first_ms) / INTRODUCTION_DAY_MS;
    const struct words_value n = { "n", str_format(r->arena, "%" PRId64, days) };
    *ret = words_fill(r->arena,
                      words_n(v->lang, "{n} day from the first encounter to this",
                              "{n} days from the first encounter to this", days),
                      &n, 1);
    return NULL;
}

static const err *origin_of(req *r, const struct intro_reader *v, const struct introduction *i,
                            str *ret)
{
    struct introductions_links parent = { 0 };
    struct introduction from = { 0 };
    struct encounter e = { 0 };
    account_id owner = book_owner(r);
    *ret = S("");
    TRY(introductions_store_parent(r->store, r->arena, owner,
                                   (struct introductions_link){ S("introduction"), i->id.v },
                                   &parent));
    if (parent.n == 0)
        return NULL;
    int64_t id = parent.item[0].id;
    const err *gone =
        str_eq(parent.item[0].kind, S("introduction"))
            ? introductions_get(r->store, r->arena, owner, (introduction_id){ id }, &from)
            : encounters_get(r->store, r->arena, owner, (encounter_id){ id }, &e);
    if (gone != NULL)
        return gone->kind == ERR_MISSING ? NULL : gone;
    *ret = from.id.v != 0
               ? introductions_view_names(r->arena, v->lang, &from)
               : str_format(r->arena, "%.*s, %.*s", STR_ARG(book_kind_words(v->lang, e.kind)),
                            STR_ARG(when_day_known(r->arena, e.day, v->lang)));
    return NULL;
}

static const err *entry_of(req *r, const struct intro_reader *v, const struct introduction *i,
                           struct intro_entry *ret)
{
    struct intro_entry e = {
        .path = introductions_view_path(r->arena, i->id),
        .names = introductions_view_names(r->arena, v->lang, i),
        .when = introductions_view_day(v, i->introduced_ms),
        .outcome_a = outcome_of(v, &i->side[0]),
        .outcome_b = outcome_of(v, &i->side[1]),
    };
    TRY(took(r, v, i, &e.took));
    TRY(origin_of(r, v, i, &e.origin));
    *ret = e;
    return NULL;
}

/* In twentieths, so that the mean of two tenths stays whole. */
static void count(const struct introduction *i, struct intro_ledger *l, int64_t *twentieths)
{
    int64_t one = i->side[0].worth, other = i->side[1].worth, lesser = one < other ? one : other;
    l->introduced++;
    if (lesser == WORTH_UNKNOWN)
        return;
    l->known++;
    l->more += lesser >= WORTH_MORE;
    l->worked += lesser == 20;
    l->talked += lesser == 10;
    l->nothing += lesser == 0;
    *twentieths += one + other;
}

static str sum_words(arena *a, enum lang lang, int64_t twentieths)
{
    const char *point = lang == LANG_DE ? "," : ".";
    int64_t whole = twentieths / 20, rest = twentieths % 20 * 5;
    if (rest == 0)
        return str_format(a, "%" PRId64, whole);
    if (rest % 10 == 0)
        return str_format(a, "%" PRId64 "%s%" PRId64, whole, point, rest / 10);
    return str_format(a, "%" PRId64 "%s%02" PRId64, whole, point, rest);
}

/* GET /introductions/ledger */
const err *introductions_ledger_get(req *r)
{
    struct introduction_list all = { 0 };
    struct intro_reader reader = { 0 };
    struct intro_ledger l = { 0 };
    int64_t twentieths = 0;
    TRY(introductions_view_reader(r, &reader));
    TRY(introductions_all(r->store, r->arena, book_owner(r), &all));
    struct intro_entry *entries = NEW_ARRAY(r->arena, struct intro_entry, all.n);
    for (size_t i = 0; i < all.n; i++) {
        if (all.item[i].introduced_ms == 0)
            continue;
        TRY(entry_of(r, &reader, &all.item[i], &entries[l.introduced]));
        count(&all.item[i], &l, &twentieths);
    }
    l.entries = (struct intro_entries){ entries, (size_t)l.introduced };
    l.sum = sum_words(r->arena, reader.lang, twentieths);
    l.day = introductions_view_day(&reader, clock_now_ms());
    TRY(book_page_begin(r, &(struct book_page){ .title = words(r->out.lang, "What came of it"),
                                                .kind = "intro-page ledger-page" }));
    ledger_page(&r->out, l);
    return book_page_end(r);
}

/* ---- the sheet without names ----------------------------------------------------------------- */

/* Nothing but what the other seeks and offers; the name only where both have agreed. Which answer
 * is outstanding is not said. */
static const err *card_of(req *r, const struct intro_reader *v, const struct introduction *i,
                          size_t other, int64_t number, struct intro_card *ret)
{
    struct introductions_person w = { 0 };
    const struct introduction_signs nothing = { 0 };
    enum introduction_stage stage = introductions_stage(i);
    bool agreed = stage == STAGE_AGREED || stage == STAGE_INTRODUCED || stage == STAGE_KNOWN;
    const struct words_value n = { "n", str_format(r->arena, "%" PRId64, number) };
    TRY(introductions_person(r->store, r->arena, book_owner(r), i->side[other].person, v->lang,
                             &w));
    const struct introduction_signs *hidden = agreed ? &nothing : &w.signs;
    *ret = (struct intro_card){
        .label =
            agreed ? w.p.called.name : words_fill(r->arena, words(v->lang, "Person {n}"), &n, 1),
        .seeks = introductions_person_items(r->arena, &w, "seeks", hidden),
        .offers = introductions_person_items(r->arena, &w, "offers", hidden),
        .state = words(v->lang, agreed ? WORDS_MARK("has agreed")
                                       : WORDS_MARK("the name follows once both have agreed")),
    };
    return NULL;
}

/* GET /introductions/sheet/:id - whom a client should know. */
const err *introductions_ledger_sheet(req *r)
{
    struct introduction_list all = { 0 };
    struct intro_reader reader = { 0 };
    struct person p = { 0 };
    int64_t id = 0;
    TRY(book_page_id(r, "id", &id));
    TRY(introductions_view_reader(r, &reader));
    TRY(book_person_get(r->store, r->arena, book_owner(r), (person_id){ id }, &p));
    TRY(introductions_of(r->store, r->arena, book_owner(r), p.id, &all));
    struct intro_card *cards = NEW_ARRAY(r->arena, struct intro_card, all.n);
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++) {
        enum introduction_stage stage = introductions_stage(&all.item[i]);
        size_t other = all.item[i].side[0].person.v == p.id.v ? 1 : 0;
        bool shown = stage <= STAGE_AGREED || stage == STAGE_INTRODUCED || stage == STAGE_KNOWN;
        if (!shown || all.item[i].behalf.v != p.id.v)
            continue;
        TRY(card_of(r, &reader, &all.item[i], other, (int64_t)n + 1, &cards[n]));
        n++;
    }
    struct intro_sheet v = { .name = p.called.name,
                             .path = book_person_path(r->arena, p.id),
                             .day = introductions_view_day(&reader, clock_now_ms()),
                             .cards = { cards, n } };
    TRY(book_page_begin(
        r, &(struct book_page){ .title = p.called.name, .kind = "intro-page sheet-page" }));
    ledger_sheet(&r->out, v);
    return book_page_end(r);
}
