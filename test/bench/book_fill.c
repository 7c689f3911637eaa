/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_fill.c - see book_fill.h.
 */
#include "book_fill.h"

#include <inttypes.h>
#include <math.h>

#include "book_fill_store.h"
#include "engine/text/text_fold.h"
#include "engine/when/when.h"
#include "feature/book/book_fact_store.h"
#include "feature/book/book_person_store.h"
#include "feature/book/book_rules.h"
#include "feature/book/book_search_store.h"
#include "feature/encounters/encounters_rules.h"
#include "feature/encounters/encounters_store.h"

#define VOCABULARY 20000
#define GIVEN_NAMES 300
#define FAMILY_NAMES 4000
#define TOWNS 400
#define ORGANISATIONS 3000
#define ROWS_AT_ONCE 10 /* people */
#define INDEXED_AT_ONCE 5000
#define DAY_MS ((int64_t)24 * 3600 * 1000)

/* ---- words ----------------------------------------------------------------------------------- */

static uint64_t seed = 20120709;

uint32_t book_fill_drawn(uint32_t below)
{
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)((seed >> 33) % below);
}

/* Zipf: a low number is drawn most often; the rank is below^u. */
static uint32_t drawn_zipf(uint32_t below)
{
    double u = (double)(book_fill_drawn(1U << 30) + 1) / (double)(1U << 30);
    uint32_t rank = (uint32_t)pow(below, u) - 1;
    return rank < below ? rank : below - 1;
}

static const char *const syllables[] = {
    "ba", "ber",  "dan", "den",   "ein",  "el",   "er", "fel",  "ge",  "hal", "hof", "in",
    "ka", "ker",  "lan", "le",    "lich", "lö",   "ma", "mü",   "nen", "ner", "no",  "on",
    "re", "rich", "sa",  "schau", "se",   "stei", "ta", "tung", "un",  "ver", "wal", "zu"
};

/* The n-th word of a vocabulary: other numbers, other words. */
static str word_of(arena *a, uint32_t n, uint32_t kind)
{
    buf b = { 0 };
    buf_on_arena(&b, a, 64);
    uint32_t x = n * 7919 + kind * 104729 + 17;
    for (int i = 0; i < 2 + (int)(n % 3); i++) {
        buf_add(&b, str_of(syllables[x % COUNT_OF(syllables)]));
        x = x / (uint32_t)COUNT_OF(syllables) + n * 31 + (uint32_t)i * 1013;
    }
    return buf_str(&b);
}

str book_fill_word(arena *a)
{
    return word_of(a, drawn_zipf(VOCABULARY), 3);
}

str book_fill_given_name(arena *a)
{
    return word_of(a, drawn_zipf(GIVEN_NAMES), 1);
}

static str name_of(arena *a)
{
    str family = word_of(a, book_fill_drawn(FAMILY_NAMES), 2);
    return str_join(a, (str[]){ book_fill_given_name(a), family }, 2, S(" "));
}

static str said(arena *a, size_t n)
{
    str words[BOOK_FILL_WORDS];
    for (size_t i = 0; i < n; i++)
        words[i] = book_fill_word(a);
    return str_join(a, words, n, S(" "));
}

/* ---- a person -------------------------------------------------------------------------------- */

static const struct book_source mine = { .name = S_INIT("mine"), .dated = S_INIT("2012-07-10") };

static const err *add_datum(store *s, arena *a, account_id owner, person_id id, str kind, str value)
{
    struct datum d = { .person = id, .kind = kind, .value = value, .from = mine };
    fact_id fact = { 0 };
    d.fold = book_datum_fold(a, kind, value);
    return book_fact_store_datum(s, a, owner, &d, &fact);
}

static const err *add_role(store *s, arena *a, account_id owner, person_id id)
{
    struct person_role role = { .person = id, .title = said(a, 1), .from = mine };
    fact_id fact = { 0 };
    TRY(book_organisation(s, a, owner, word_of(a, drawn_zipf(ORGANISATIONS), 5),
                          &role.organisation));
    role.from_on = str_format(a, "%u", 1980 + book_fill_drawn(30));
    return book_fact_store_role(s, a, owner, &role, &fact);
}

static const err *add_facts(store *s, arena *a, account_id owner, person_id id, int64_t n)
{
    fact_id fact = { 0 };
    struct postal town = { .person = id, .town = word_of(a, drawn_zipf(TOWNS), 4), .from = mine };
    struct item item = { .person = id, .text = said(a, 6), .state = S("stands"), .from = mine };
    town.code = str_format(a, "%05u", 10000 + book_fill_drawn(89999));
    item.side = book_fill_drawn(2) == 0 ? S("seeks") : S("offers");
    TRY(add_datum(s, a, owner, id, S("phone"),
                  str_format(a, "0%u / %07" PRId64, 30 + book_fill_drawn(60), n)));
    TRY(add_datum(s, a, owner, id, S("email"), str_format(a, "p%" PRId64 "@example.org", n)));
    TRY(add_datum(s, a, owner, id, S("birthday"),
                  str_format(a, "--%02u-%02u", 1 + book_fill_drawn(12), 1 + book_fill_drawn(28))));
    if (book_fill_drawn(3) == 0)
        TRY(add_datum(s, a, owner, id, S("tag"), word_of(a, drawn_zipf(50), 6)));
    TRY(book_fact_store_postal(s, a, owner, &town, text_fold(a, town.town), &fact));
    TRY(add_role(s, a, owner, id));
    return book_fact_store_item(s, a, owner, &item, &fact);
}

/* ---- an encounter ---------------------------------------------------------------------------- */

/* What the search knows of it: as encounters_rules_index makes it, without asking the store for
 * what was only just written. One in a thousand is made anew by that, and must come out the same.
 */
static const err *index_encounter(store *s, arena *a, account_id owner, const struct encounter *e,
                                  const struct person *p, str further)
{
    str folded = text_fold(a, str_join(a, (str[]){ e->heard, further }, 2, S(" ")));
    struct book_text made = { .kind = S("encounter"),
                              .ref = e->id.v,
                              .person = p->id,
                              .time_ms = e->time_ms },
                     again = { 0 };
    bool found = false;
    made.words =
        str_format(a, "%.*s \n %.*s", STR_ARG(text_fold(a, p->called.name)), STR_ARG(folded));
    TRY(book_search_store_row(s, a, owner, &made, &made.id));
    if (book_fill_drawn(1000) != 0)
        return NULL;
    TRY(encounters_rules_index(s, a, owner, e->id));
    TRY(book_search_store_get(s, a, owner, made.kind, made.ref, &again, &found));
    if (!str_eq(made.words, again.words) || made.person.v != again.person.v)
        FAIL(a, ERR_BROKEN, "the program indexes \"%.*s\", the bench \"%.*s\"",
             STR_ARG(again.words), STR_ARG(made.words));
    return NULL;
}

/* The words of a promise made in it. */
static const err *add_promise(store *s, arena *a, account_id owner, person_id id, encounter_id made,
                              str *ret)
{
    struct promise p = { .person = id,
                         .encounter = made,
                         .side = S("mine"),
                         .text = said(a, 4),
                         .due = S("2012-07-20") };
    promise_id promise = { 0 };
    *ret = p.text;
    return encounters_store_promise_add(s, a, owner, &p, &promise);
}

/* One in ten is with the person before as well, one in twenty holds a promise. */
static const err *add_encounter(store *s, arena *a, account_id owner, const struct person *p,
                                const struct person *other, str key)
{
    static const char *const kinds[] = { "call", "visit", "letter", "mail", "chat", "event" };
    struct encounter e = {
        .key = key,
        .place = S(""),
        .meeting = S(""),
        .spoke = S(""),
        .given = S(""),
        .received = S(""),
        .line = S(""),
        .rest = S(""),
        .from = mine,
        .heard = said(a, BOOK_FILL_WORDS),
        .minutes = book_fill_drawn(90),
        .kind = str_of(kinds[book_fill_drawn(COUNT_OF(kinds))]),
        .started_by = book_fill_drawn(2) == 0 ? S("me") : S("they"),
        .time_ms = BOOK_FILL_NOW_MS - DAY_MS * (int64_t)book_fill_drawn(2000),
    };
    bool both = other->id.v != 0 && book_fill_drawn(10) == 0;
    const struct person *first = both ? other : p; /* the lower id is named first */
    str further[2] = { S(""), S("") };
    e.day = when_date_text(a, when_local_of(e.time_ms, S("UTC")).date);
    TRY(encounters_store_add(s, a, owner, &e, &e.id));
    TRY(encounters_store_person_add(s, a, owner, e.id, p->id));
    if (both) {
        TRY(encounters_store_person_add(s, a, owner, e.id, other->id));
        further[0] = p->called.name;
    }
    if (book_fill_drawn(20) == 0)
        TRY(add_promise(s, a, owner, p->id, e.id, &further[1]));
    return index_encounter(s, a, owner, &e, first, str_join(a, further, 2, S(" ")));
}

/* ---- filling --------------------------------------------------------------------------------- */

/* The n-th; `before` is the one before, whose encounters may become more by it. */
static const err *fill_person(store *s, arena *a, account_id owner, int64_t n,
                              const struct person *before, struct person *ret)
{
    struct person p = { .called.name = name_of(a),
                        .uid = str_format(a, "bench-%" PRId64, n),
                        .from = mine };
    struct book_text texts[2];
    TRY(book_person_store_add(s, a, owner, &p, text_name_key(a, p.called.name), &p.id));
    TRY(add_facts(s, a, owner, p.id, n));
    TRY(book_rules_texts(s, a, owner, &p, texts));
    TRY(book_search_store_row(s, a, owner, &texts[0], &texts[0].id));
    TRY(book_search_store_row(s, a, owner, &texts[1], &texts[1].id));
    for (int i = 0; i < BOOK_FILL_ENCOUNTERS; i++)
        TRY(add_encounter(s, a, owner, &p, before, str_format(a, "bench-%010" PRId64 "-%d", n, i)));
    if (before->id.v != 0)
        TRY(encounters_rules_pulse(s, a, owner, before->id));
    *ret = p;
    return NULL;
}

/* A transaction: SQLite goes through what it keeps for undoing at each statement, so a long one
 * takes the square of its time. `person` are the last two, on an arena each. */
static const err *fill_rows(store *s, arena *const *each, account_id owner, int64_t from,
                            int64_t to, struct person *person)
{
    arena *a = each[2];
    TX(t, s, a);
    for (int64_t n = from; n < to; n++) {
        arena_reset(each[n % 2]);
        const err *e = fill_person(s, each[n % 2], owner, n, &person[(n + 1) % 2], &person[n % 2]);
        if (e != NULL)
            return err_copy(a, e);
    }
    TRY(encounters_rules_pulse(s, a, owner, person[(to - 1) % 2].id));
    return tx_commit(&t);
}

/* The rows behind `last`, after all of them were written: see book_search_store.h. */
static const err *index_rows(store *s, arena *a, account_id owner, int64_t last)
{
    struct book_texts rows = { 0 };
    SCRATCH(each);
    TX(t, s, a);
    TRY(book_fill_store_memory(s, a, (int64_t)256 << 20));
    TRY(book_fill_store_behind(s, a, owner, last, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        arena_reset(each);
        const err *e = book_search_store_index(s, each, owner, &rows.item[i]);
        if (e != NULL)
            return err_copy(a, e);
    }
    TRY(book_fill_store_memory(s, a, (int64_t)1 << 20));
    return tx_commit(&t);
}

static const err *fill_all(store *s, arena *const *each, account_id owner, int64_t people)
{
    struct person person[2] = { { .id.v = 0 } };
    arena *a = each[2];
    int64_t last = 0;
    TRY(book_fill_store_last(s, a, &last));
    for (int64_t n = 0; n < people;) {
        int64_t to = n + ROWS_AT_ONCE < people ? n + ROWS_AT_ONCE : people;
        TRY(fill_rows(s, each, owner, n, to, person));
        n = to;
        if (n < people && n % INDEXED_AT_ONCE != 0)
            continue;
        TRY(index_rows(s, a, owner, last));
        TRY(store_checkpoint(store_pool_of(s), a));
        TRY(book_fill_store_last(s, a, &last));
        arena_reset(a);
    }
    return NULL;
}

const err *book_fill(store *s, arena *a, account_id owner, int64_t people)
{
    SCRATCH(one);
    SCRATCH(other);
    SCRATCH(both);
    const err *e = fill_all(s, (arena *[]){ one, other, both }, owner, people);
    return e == NULL ? NULL : err_copy(a, e);
}
