/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book.c - book FOLDER PEOPLE: fills an empty data folder with one book of that many people and ten
 * encounters each, twenty words heard in each (a filled one stays as it is); then measures, in the
 * process, what its owner waits for. Prints a line a figure: name, median, 99th percentile, both in
 * milliseconds.
 *
 * Words follow Zipf's law over a vocabulary made of syllables, names over lists of theirs; so the
 * first word is in most encounters and most words in few. The numbers come from a fixed seed.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "feature/accounts/accounts.h"
#include "feature/book/book_facts.h"
#include "feature/book/book_merge.h"
#include "feature/care/care.h"
#include "feature/house/house.h"
#include "feature/mail/mail.h"

#define ENCOUNTERS_EACH 10
#define WORDS_HEARD 20
#define VOCABULARY 20000
#define GIVEN_NAMES 300
#define FAMILY_NAMES 4000
#define BATCH 2000
#define ASKED 2000
#define NOW_MS 1341921600000
#define DAY_MS ((int64_t)24 * 3600 * 1000)

static uint64_t seed = 20120709;

static uint32_t drawn(uint32_t below)
{
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)((seed >> 33) % below);
}

/* Zipf: a low number is drawn most often; the rank is below^u. */
static uint32_t drawn_zipf(uint32_t below)
{
    double u = (double)(drawn(1U << 30) + 1) / (double)(1U << 30);
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

static str name_of(arena *a)
{
    str given = word_of(a, drawn_zipf(GIVEN_NAMES), 1), family = word_of(a, drawn(FAMILY_NAMES), 2);
    return str_join(a, (str[]){ given, family }, 2, S(" "));
}

static str heard(arena *a)
{
    str words[WORDS_HEARD];
    for (size_t i = 0; i < WORDS_HEARD; i++)
        words[i] = word_of(a, drawn_zipf(VOCABULARY), 3);
    return str_join(a, words, WORDS_HEARD, S(" "));
}

/* ---- filling --------------------------------------------------------------------------------- */

static const err *fill_facts(store *s, arena *a, account_id me, person_id id, int64_t n)
{
    fact_id fact = { 0 };
    struct datum phone = { .kind = S("phone"),
                           .value = str_format(a, "0%u / %07" PRId64, 30 + drawn(60), n) };
    struct datum email = { .kind = S("email"),
                           .value = str_format(a, "p%" PRId64 "@example.org", n) };
    struct postal town = { .town = word_of(a, drawn_zipf(400), 4),
                           .code = str_format(a, "%05u", 10000 + drawn(89999)) };
    struct item item = { .side = drawn(2) == 0 ? S("seeks") : S("offers"), .text = heard(a) };
    TRY(book_datum_add(s, a, me, id, &phone, LANG_DE, &fact));
    TRY(book_datum_add(s, a, me, id, &email, LANG_DE, &fact));
    TRY(book_postal_add(s, a, me, id, &town, LANG_DE, &fact));
    return book_item_add(s, a, me, id, &item, LANG_DE, &fact);
}

/* Everybody has a birthday, half of them a closeness, every tenth is owed something. */
static const err *fill_care(store *s, arena *a, account_id me, person_id id, int64_t n)
{
    fact_id fact = { 0 };
    promise_id owed = { 0 };
    struct datum birthday = { .kind = S("birthday"),
                              .value = str_format(a, "19%02u-%02u-%02u", 30 + drawn(60),
                                                  1 + drawn(12), 1 + drawn(28)) };
    struct promise promise = { .person = id,
                               .side = n % 20 == 0 ? S("mine") : S("theirs"),
                               .text = heard(a),
                               .due = str_format(a, "2012-%02u-15", 1 + drawn(12)) };
    TRY(book_datum_add(s, a, me, id, &birthday, LANG_DE, &fact));
    if (n % 2 == 0)
        TRY(book_person_closeness(s, a, me, id, (enum book_closeness)(1 + drawn(4))));
    return n % 10 == 0 ? encounters_promise_add(s, a, me, &promise, LANG_DE, &owed) : NULL;
}

static const err *fill_person(store *s, arena *a, account_id me, int64_t n)
{
    person_id id = { 0 };
    struct person_name called = { .name = name_of(a) };
    TRY(book_person_add(s, a, me, &called, S(""), (struct book_source){ 0 }, &id));
    TRY(fill_facts(s, a, me, id, n));
    for (int64_t i = 0; i < ENCOUNTERS_EACH; i++)
        TRY(book_search_put(s, a, me, S("encounter"), n * ENCOUNTERS_EACH + i, id,
                            NOW_MS - DAY_MS * (int64_t)drawn(2000), heard(a)));
    struct book_pulse pulse = { .last_ms = NOW_MS - DAY_MS * (int64_t)drawn(2000),
                                .gap_days = 30,
                                .count = ENCOUNTERS_EACH,
                                .last_kind = S("call") };
    TRY(book_pulse_set(s, a, me, id, &pulse));
    return fill_care(s, a, me, id, n);
}

static const err *fill_batch(store *s, arena *a, account_id me, int64_t from, int64_t to)
{
    arena *each = arena_new(ARENA_LIMIT);
    TX(t, s, a);
    for (int64_t n = from; n < to; n++) {
        const err *e = fill_person(s, each, me, n);
        if (e != NULL)
            return err_copy(a, e);
        arena_reset(each);
    }
    arena_free(each);
    return tx_commit(&t);
}

static const err *fill(store *s, arena *a, account_id me, int64_t people)
{
    for (int64_t n = 0; n < people; n += BATCH) {
        TRY(fill_batch(s, a, me, n, n + BATCH < people ? n + BATCH : people));
        arena_reset(a);
    }
    return NULL;
}

/* ---- measuring ------------------------------------------------------------------------------- */

static int ascending(const void *left, const void *right)
{
    double l = *(const double *)left, r = *(const double *)right;
    return (l > r) - (l < r);
}

static void report(const char *what, double *ms, size_t n)
{
    qsort(ms, n, sizeof *ms, ascending);
    printf("%-28s %9.3f %9.3f\n", what, ms[n / 2], ms[n * 99 / 100]);
    fflush(stdout);
}

static double since_ms(int64_t from_ns)
{
    return (double)(clock_mono_ns() - from_ns) / 1e6;
}

/* What somebody may have typed so far: the beginning of a word, a name and the beginning of a
 * word, a part of a telephone number. */
static str typed(arena *a)
{
    str word = word_of(a, drawn_zipf(VOCABULARY), 3), name = word_of(a, drawn_zipf(GIVEN_NAMES), 1);
    str begun = str_sub(word, 0, 1 + drawn((uint32_t)word.n));
    while (begun.n < word.n && ((unsigned char)begun.p[begun.n - 1] & 0x80) != 0)
        begun.n++;
    switch (drawn(4)) {
    case 0:
        return str_join(a, (str[]){ name, begun }, 2, S(" "));
    case 1:
        return str_format(a, "0%u 0%u", 30 + drawn(60), drawn(1000));
    case 2:
        return str_join(a, (str[]){ word_of(a, drawn_zipf(VOCABULARY), 3), begun }, 2, S(" "));
    default:
        return begun;
    }
}

static const err *measure_search(store *s, arena *a, account_id me)
{
    static double ms[ASKED];
    for (size_t i = 0; i < ASKED; i++) {
        struct book_hits hits = { 0 };
        str asked = str_copy(a, typed(a));
        int64_t from = clock_mono_ns();
        TRY(book_search(s, a, me, S("name"), asked, 24, &hits));
        TRY(book_search(s, a, me, S(""), asked, 60, &hits));
        ms[i] = since_ms(from);
        if (getenv("SLOW") != NULL && ms[i] > 10)
            printf("slow: %8.2f %.*s (%zu)\n", ms[i], STR_ARG(asked), hits.n);
        arena_reset(a);
    }
    report("search as one types", ms, ASKED);
    return NULL;
}

static const err *read_person(store *s, arena *a, account_id me, person_id id)
{
    struct person p = { 0 };
    struct datum_list data = { 0 };
    struct postal_list postals = { 0 };
    struct person_roles roles = { 0 };
    struct tie_list ties = { 0 };
    struct item_list items = { 0 };
    struct note_list notes = { 0 };
    struct book_alikes alike = { 0 };
    struct book_merges merges = { 0 };
    TRY(book_person_get(s, a, me, id, &p));
    TRY(book_data(s, a, me, p.id, &data));
    TRY(book_postals(s, a, me, p.id, &postals));
    TRY(book_roles(s, a, me, p.id, &roles));
    TRY(book_ties(s, a, me, p.id, &ties));
    TRY(book_items(s, a, me, p.id, &items));
    TRY(book_notes(s, a, me, p.id, &notes));
    TRY(book_alike_of(s, a, me, p.id, &alike));
    return book_merges_of(s, a, me, p.id, &merges);
}

static const err *measure_person(store *s, arena *a, account_id me, int64_t people)
{
    static double ms[ASKED];
    for (size_t i = 0; i < ASKED; i++) {
        person_id id = { 1 + (int64_t)drawn((uint32_t)people) };
        int64_t from = clock_mono_ns();
        TRY(read_person(s, a, me, id));
        ms[i] = since_ms(from);
        arena_reset(a);
    }
    report("a person", ms, ASKED);
    return NULL;
}

static const err *measure_lists(store *s, arena *a, account_id me)
{
    static double ms[100];
    struct person_list people = { 0 };
    for (size_t i = 0; i < COUNT_OF(ms); i++) {
        int64_t from = clock_mono_ns();
        TRY(book_people_recent(s, a, me, NULL, 30, &people));
        ms[i] = since_ms(from);
    }
    report("people by last contact", ms, COUNT_OF(ms));
    struct book_alikes alike = { 0 };
    for (size_t i = 0; i < 5; i++) {
        int64_t from = clock_mono_ns();
        TRY(book_alike_all(s, a, me, 50, &alike));
        ms[i] = since_ms(from);
        arena_reset(a);
    }
    report("who stands twice in it", ms, 5);
    return NULL;
}

/* A folder that was filled before is measured as it is. */
static const err *open_book(store *s, arena *a, arena *work, int64_t people, account_id *ret)
{
    struct account one = { 0 };
    const err *e = accounts_find(s, a, S("ich@example.org"), &one);
    if (e == NULL) {
        ret->v = one.id;
        return NULL;
    }
    if (e->kind != ERR_MISSING)
        return e;
    TRY(accounts_add(s, a, S("ich@example.org"), S("Ich"), S("member"), &ret->v));
    int64_t from = clock_mono_ns();
    TRY(fill(s, work, *ret, people));
    printf("filled with %" PRId64 " people in %.0f s\n", people, since_ms(from) / 1000);
    return NULL;
}

/* The first time of a week a sleeping tie is chosen as well. */
static const err *measure_today(store *s, arena *a, account_id me)
{
    static double ms[100];
    struct care_today today = { 0 };
    for (size_t i = 0; i <= COUNT_OF(ms); i++) {
        int64_t from = clock_mono_ns();
        TRY(care_today(s, a, me, LANG_DE, S(""), &today));
        if (i == 0)
            printf("%-28s %9.3f\n", "Today, first of the week", since_ms(from));
        else
            ms[i - 1] = since_ms(from);
        arena_reset(a);
    }
    report("Today", ms, COUNT_OF(ms));
    return NULL;
}

static const err *run(arena *a, str folder, int64_t people)
{
    const struct migration_list lists[] = { *house.migrations,      *mail.migrations,
                                            *accounts.migrations,   *book.migrations,
                                            *encounters.migrations, *care.migrations };
    const struct store_options options = { folder, lists, COUNT_OF(lists), false };
    store_pool *pool = NULL;
    account_id me = { 0 };
    clock_set(NOW_MS);
    TRY(store_pool_open(a, &options, &pool));
    store *s = store_new(pool);
    arena *work = arena_new(ARENA_LIMIT);
    TRY(open_book(s, a, work, people, &me));
    TRY(measure_search(s, work, me));
    TRY(measure_person(s, work, me, people));
    TRY(measure_lists(s, work, me));
    TRY(measure_today(s, work, me));
    arena_free(work);
    store_free(s);
    store_pool_close(pool);
    return NULL;
}

int main(int argc, char **argv)
{
    int64_t people = 0;
    if (argc != 3 || !str_to_int64(str_of(argv[2]), &people) || people < 1 || people > 1000000) {
        fputs("usage: book FOLDER PEOPLE\n", stderr);
        return 64;
    }
    arena *a = arena_new(ARENA_LIMIT);
    const err *e = run(a, str_of(argv[1]), people);
    if (e != NULL)
        fprintf(stderr, "%.*s\n", STR_ARG(err_text(a, e)));
    arena_free(a);
    return e == NULL ? 0 : 70;
}
