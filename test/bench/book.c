/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book.c - book FOLDER PEOPLE: fills an empty data folder with one book of that many people and ten
 * encounters each, twenty words heard in each, between two small ones (a filled one stays as it
 * is); then measures, in the process, what its owner waits for. Prints a line a figure: name,
 * median, 99th percentile and the worst, in milliseconds of the processor.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/clock.h"
#include "book_fill.h"
#include "feature/accounts/accounts.h"
#include "feature/book/book_facts.h"
#include "feature/book/book_merge.h"
#include "feature/care/care.h"
#include "feature/encounters/encounters.h"
#include "feature/house/house.h"
#include "feature/mail/mail.h"

#define ASKED 2000

/* ---- measuring ------------------------------------------------------------------------------- */

static int ascending(const void *left, const void *right)
{
    double l = *(const double *)left, r = *(const double *)right;
    return (l > r) - (l < r);
}

static void report(const char *what, double *ms, size_t n)
{
    qsort(ms, n, sizeof *ms, ascending);
    printf("%-28s %9.3f %9.3f %9.3f\n", what, ms[n / 2], ms[n * 99 / 100], ms[n - 1]);
    fflush(stdout);
}

/* Of this thread, user and system: others that use the machine meanwhile do not count. */
static int64_t cpu_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static double since_ms(int64_t from_ns)
{
    return (double)(cpu_ns() - from_ns) / 1e6;
}

/* What somebody may have typed so far: the beginning of a word, a name and the beginning of a
 * word, a part of a telephone number. */
static str typed(arena *a)
{
    str word = book_fill_word(a), name = book_fill_given_name(a);
    str begun = str_sub(word, 0, 1 + book_fill_drawn((uint32_t)word.n));
    while (begun.n < word.n && ((unsigned char)begun.p[begun.n - 1] & 0x80) != 0)
        begun.n++;
    switch (book_fill_drawn(4)) {
    case 0:
        return str_join(a, (str[]){ name, begun }, 2, S(" "));
    case 1:
        return str_format(a, "0%u 0%u", 30 + book_fill_drawn(60), book_fill_drawn(1000));
    case 2:
        return str_join(a, (str[]){ book_fill_word(a), begun }, 2, S(" "));
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
        int64_t from = cpu_ns();
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
    struct encounter_list met = { 0 };
    struct promise_list promises = { 0 };
    TRY(book_person_get(s, a, me, id, &p));
    TRY(book_data(s, a, me, p.id, &data));
    TRY(book_postals(s, a, me, p.id, &postals));
    TRY(book_roles(s, a, me, p.id, &roles));
    TRY(book_ties(s, a, me, p.id, &ties));
    TRY(book_items(s, a, me, p.id, &items));
    TRY(book_notes(s, a, me, p.id, &notes));
    TRY(book_alike_of(s, a, me, p.id, &alike));
    TRY(encounters_of(s, a, me, p.id, INT64_MAX, (encounter_id){ 0 }, 20, &met));
    TRY(encounters_promises(s, a, me, p.id, &promises));
    return book_merges_of(s, a, me, p.id, &merges);
}

static const err *measure_person(store *s, arena *a, account_id me, int64_t people)
{
    static double ms[ASKED];
    for (size_t i = 0; i < ASKED; i++) {
        person_id id = { 201 + (int64_t)book_fill_drawn((uint32_t)people) };
        int64_t from = cpu_ns();
        TRY(read_person(s, a, me, id));
        ms[i] = since_ms(from);
        arena_reset(a);
    }
    report("a person", ms, ASKED);
    return NULL;
}

static const err *measure_encounters(store *s, arena *a, account_id me)
{
    static double newest[100], due[100];
    for (size_t i = 0; i < COUNT_OF(newest); i++) {
        struct encounter_list met = { 0 };
        struct promise_list promises = { 0 };
        int64_t from = cpu_ns();
        TRY(encounters_recent(s, a, me, 30, &met));
        newest[i] = since_ms(from);
        from = cpu_ns();
        TRY(encounters_promises_due(s, a, me, S("2012-07-19"), 30, &promises));
        due[i] = since_ms(from);
        arena_reset(a);
    }
    report("the newest encounters", newest, COUNT_OF(newest));
    report("promises that are due", due, COUNT_OF(due));
    return NULL;
}

/* One line after a call, whole: read, stored, found and counted. */
static const err *measure_log(store *s, arena *a, account_id me, int64_t people)
{
    static double ms[200];
    for (size_t i = 0; i < COUNT_OF(ms); i++) {
        person_id id = { 201 + (int64_t)book_fill_drawn((uint32_t)people) };
        struct encounter e = { .kind = S("call"), .heard = book_fill_word(a) };
        encounter_id made = { 0 };
        bool is_new = false;
        int64_t from = cpu_ns();
        TRY(encounters_add(s, a, me, &e, &id, 1, LANG_DE, &made, &is_new));
        ms[i] = since_ms(from);
        arena_reset(a);
    }
    report("an encounter more", ms, COUNT_OF(ms));
    return NULL;
}

static const err *measure_lists(store *s, arena *a, account_id me)
{
    static double ms[100];
    struct person_list people = { 0 };
    for (size_t i = 0; i < COUNT_OF(ms); i++) {
        int64_t from = cpu_ns();
        TRY(book_people_recent(s, a, me, NULL, 30, &people));
        ms[i] = since_ms(from);
    }
    report("people by last contact", ms, COUNT_OF(ms));
    TRY(measure_encounters(s, a, me));
    struct book_alikes alike = { 0 };
    for (size_t i = 0; i < 5; i++) {
        int64_t from = cpu_ns();
        TRY(book_alike_all(s, a, me, 50, &alike));
        ms[i] = since_ms(from);
        arena_reset(a);
    }
    report("who stands twice in it", ms, 5);
    return NULL;
}

static const err *report_size(arena *a, str folder)
{
    struct stat file;
    if (stat(str_format(a, "%.*s/netzarbeit.db", STR_ARG(folder)).p, &file) != 0)
        FAIL(a, ERR_BROKEN, "the store's file is not there");
    printf("%-28s %9.0f MB\n", "the store", (double)file.st_size / 1e6);
    return NULL;
}

static const err *add_book(store *s, arena *a, const char *address, int64_t people, account_id *ret)
{
    TRY(accounts_add(s, a, str_of(address), S("Ich"), S("member"), &ret->v));
    return book_fill(s, a, *ret, people);
}

/* A folder that was filled before is measured as it is. The owner has neighbours: one who came
 * before and one who came later. */
static const err *open_book(store *s, arena *a, int64_t people, account_id *ret)
{
    struct account one = { 0 };
    account_id neighbour = { 0 };
    const err *e = accounts_find(s, a, S("ich@example.org"), &one);
    *ret = (account_id){ one.id };
    if (e == NULL || e->kind != ERR_MISSING)
        return e;
    int64_t from = cpu_ns(), wall = clock_mono_ns();
    TRY(add_book(s, a, "vorher@example.org", 200, &neighbour));
    TRY(add_book(s, a, "ich@example.org", people, ret));
    TRY(add_book(s, a, "nachher@example.org", 200, &neighbour));
    printf("filled with %" PRId64 " people in %.0f s, %.0f s of them at work\n", people,
           (double)(clock_mono_ns() - wall) / 1e9, since_ms(from) / 1000);
    return NULL;
}

/* The first time of a week a sleeping tie is chosen as well. */
static const err *measure_today(store *s, arena *a, account_id me)
{
    static double ms[100];
    struct care_today today = { 0 };
    for (size_t i = 0; i <= COUNT_OF(ms); i++) {
        int64_t from = cpu_ns();
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
    clock_set(BOOK_FILL_NOW_MS);
    TRY(store_pool_open(a, &options, &pool));
    store *s = store_new(pool);
    arena *work = arena_new(ARENA_LIMIT);
    TRY(open_book(s, a, people, &me));
    TRY(report_size(a, folder));
    TRY(measure_search(s, work, me));
    TRY(measure_person(s, work, me, people));
    TRY(measure_lists(s, work, me));
    TRY(measure_today(s, work, me));
    TRY(measure_log(s, work, me, people));
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
