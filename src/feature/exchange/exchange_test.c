/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange_test.c - reports of files.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "feature/book/book_part.h"
#include "feature/book/book_take.h"
#include "feature/book/book_test_help.h"
#include "feature/encounters/encounters.h"
#include "feature/exchange/exchange_export.h"
#include "feature/exchange/exchange_store.h"
#include "os/file.h"

static char folder[] = "/tmp/exchange-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    SCRATCH(a);
    static const char *const names[] = { "people", "broken" };
    for (size_t i = 0; i < COUNT_OF(names); i++)
        unlink(str_c(a, str_format(a, "%s/%s", folder, names[i])));
    return rmdir(folder);
}

/* A file with these bytes. */
static str file(arena *a, const char *name, str bytes)
{
    str path = str_format(a, "%s/%s", folder, name);
    assert_null(file_write(a, path, bytes));
    return path;
}

static struct exchange_report look(arena *a, const str *paths, size_t n)
{
    struct exchange_report report = { 0 };
    for (size_t i = 0; i < n; i++)
        exchange_look(a, paths[i], NULL, &report);
    return report;
}

static void cards_and_faults_are_reported(void **state)
{
    (void)state;
    SCRATCH(a);
    const str paths[] = {
        file(a, "people",
             S("BEGIN:VCARD\nFN:A\nEND:VCARD\nBEGIN:VCARD\nEND:VCARD\nBEGIN:VCARD\n"
               "FN:B\nEND:VCARD\n")),
        file(a, "broken", S("hello")),
        str_format(a, "%s/nothing", folder),
        str_of(folder),
    };
    struct exchange_report r = look(a, paths, COUNT_OF(paths));
    assert_int_equal(r.files, 4);
    assert_int_equal(r.files_read, 1);
    assert_int_equal(r.cards, 2);
    assert_int_equal(r.n_refused, 4);
    assert_int_equal(r.refused[0].line, 4);
    assert_int_equal(r.refused[1].line, 1);
    assert_int_equal(r.refused[2].line, 0);
    assert_true(str_eq(r.refused[3].file, str_of(folder)));
}

/* ---- with a book ----------------------------------------------------------------------------- */

static int book_up(void **state)
{
    static const struct migration_list *more[2];
    static const struct book_part *parts[3];
    more[0] = encounters.migrations;
    more[1] = exchange.migrations;
    parts[0] = encounters.book;
    parts[1] = exchange.book;
    book_parts_set(parts);
    *state = book_test_help_open(more, COUNT_OF(more));
    return 0;
}

static int book_down(void **state)
{
    book_test_help_close(*state);
    return 0;
}

#define ERNA                                                                                       \
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Erna Muster\r\nN:Muster;Erna;;Dr.;\r\n"                      \
    "EMAIL;TYPE=WORK:erna@example.org\r\nTEL;TYPE=CELL:+49 171 1234567\r\n"                        \
    "ORG:Muster GmbH;Einkauf\r\nTITLE:Leiterin\r\nBDAY:--0218\r\nNOTE:Erste\\nzweite\r\n"          \
    "X-FOO;BAR=1:keep me\r\nCATEGORIES:a,b\r\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n"             \
    "TEL:n/a\r\nADR;TYPE=WORK:;;Weg 1;Hamburg;;20095;Germany\r\nEND:VCARD\r\n"
#define CARD(name, rest) "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:" name "\r\n" rest "END:VCARD\r\n"

static struct exchange_report take(struct book_test_help *f, account_id owner, str bytes,
                                   import_id *ret)
{
    const struct exchange_source source = { S("some.vcf"), bytes };
    struct exchange_report r = { 0 };
    OK(exchange_import(f->s, f->arena, owner,
                       &(struct exchange_options){ .sources = &source, .n_sources = 1 }, &r, ret));
    return r;
}

struct gathered {
    buf text;
};

static const err *gather(void *of, arena *a, str text)
{
    (void)a;
    buf_add(&((struct gathered *)of)->text, text);
    return NULL;
}

static str cards_of(struct book_test_help *f, account_id owner, enum card_version version)
{
    struct gathered g = { 0 };
    buf_on_arena(&g.text, f->arena, (size_t)1 << 20);
    OK(exchange_export_cards(f->s, f->arena, owner, version,
                             &(struct exchange_sink){ gather, &g }));
    return buf_str(&g.text);
}

static size_t people_of(struct book_test_help *f, account_id owner)
{
    struct person_list all = { 0 };
    OK(book_people_recent(f->s, f->arena, owner, NULL, 100, &all));
    return all.n;
}

static void every_query_can_be_prepared(void **state)
{
    struct book_test_help *f = *state;
    for (size_t i = 0; exchange_store_queries[i] != NULL; i++)
        OK(store_query_check(f->s, f->arena, exchange_store_queries[i]));
}

static void a_card_comes_back_equal_from_another_book(void **state)
{
    struct book_test_help *f = *state;
    import_id id = { 0 };
    assert_int_equal(take(f, f->me, S(ERNA), &id).added, 1);
    str first = cards_of(f, f->me, CARD_40);
    assert_true(str_contains(first, S("X-FOO;BAR=1:keep me")));
    assert_true(str_contains(first, S("Muster GmbH;Einkauf")));
    assert_true(str_contains(first, S("BDAY:--0218")));
    assert_true(str_contains(first, S("data:image/jpeg;base64\\,/9j/4AAQ")) ||
                str_contains(first, S("/9j/4AAQ")));
    assert_true(str_contains(first, S("X-NOT-TAKEN;TYPE=phone:n/a")));
    assert_int_equal(take(f, f->other, cards_of(f, f->me, CARD_30), &id).added, 1);
    assert_true(str_eq(cards_of(f, f->other, CARD_40), first));
}

static void the_same_file_again_adds_nothing(void **state)
{
    struct book_test_help *f = *state;
    import_id id = { 0 };
    (void)take(f, f->me, S(ERNA CARD("Nur Name", "")), &id);
    struct exchange_report r = take(f, f->me, S(ERNA CARD("Nur Name", "")), &id);
    assert_int_equal(r.unchanged, 2);
    assert_int_equal(r.added + r.matched, 0);
    assert_int_equal(people_of(f, f->me), 2);
}

/* By the same mail or number with a name that agrees, by name and organisation; never by name. */
static void people_are_matched_never_by_name_alone(void **state)
{
    struct book_test_help *f = *state;
    import_id id = { 0 };
    (void)take(f, f->me, S(ERNA), &id);
    struct exchange_report r = take(
        f, f->me, S(CARD("Erna M. Muster", "EMAIL:ERNA@example.org\r\nTEL:040 7654321\r\n")), &id);
    assert_int_equal(r.matched, 1);
    r = take(f, f->me, S(CARD("Muster, Erna", "ORG:muster gmbh\r\nURL:https://example.org\r\n")),
             &id);
    assert_int_equal(r.matched, 1);
    r = take(f, f->me, S(CARD("Ben Muster", "TEL:0171 1234567\r\n")), &id);
    assert_int_equal(r.added, 1);
    assert_int_equal(r.n_pairs, 1);
    r = take(f, f->me, S(CARD("Erna Muster", "EMAIL:eine.andere@example.org\r\n")), &id);
    assert_int_equal(r.added, 1);
    assert_int_equal(r.n_pairs, 1);
    assert_string_equal(r.pairs[0].why, "the same name");
    assert_int_equal(people_of(f, f->other), 0);
}

static void what_is_the_owners_stays_when_an_import_is_taken_back(void **state)
{
    struct book_test_help *f = *state;
    import_id first = { 0 }, second = { 0 };
    struct exchange_undone undone = { 0 };
    struct person ben = { 0 };
    fact_id fact = { 0 };
    (void)take(f, f->me, S(ERNA), &first);
    str before = cards_of(f, f->me, CARD_40);
    (void)take(f, f->me,
               S(CARD("Erna Muster", "EMAIL:erna@example.org\r\nTEL:040 7654321\r\nX-BAR:1\r\n")
                     CARD("Ben", "ORG:Neu AG\r\nTEL:040 111222\r\n") CARD("Cem", "NOTE:x\r\n")),
               &second);
    assert_int_equal(people_of(f, f->me), 3);
    OK(book_person_named(f->s, f->arena, f->me, S("Ben"), &ben));
    OK(book_note_add(f->s, f->arena, f->me, ben.id, S("von mir"), false, LANG_DE, &fact));
    OK(exchange_undo(f->s, f->arena, f->me, second, &undone));
    assert_int_equal(undone.people, 1);
    assert_int_equal(undone.stayed, 1);
    struct datum_list data = { 0 };
    OK(book_data(f->s, f->arena, f->me, ben.id, &data));
    assert_int_equal(data.n, 0);
    struct book_hits hits = { 0 };
    OK(book_search(f->s, f->arena, f->me, S(""), S("Cem"), 10, &hits));
    assert_int_equal(hits.n, 0);
    KIND(exchange_undo(f->s, f->arena, f->me, second, &undone), ERR_CONFLICT);
    KIND(exchange_undo(f->s, f->arena, f->other, first, &undone), ERR_MISSING);
    OK(exchange_undo(f->s, f->arena, f->me, first, &undone));
    assert_int_equal(people_of(f, f->me), 1);
    (void)take(f, f->me, S(ERNA), &first);
    str again = cards_of(f, f->me, CARD_40);
    assert_true(str_contains(again, str_sub(before, str_find(before, S("EMAIL")), 40)));
}

/* One a day and kind, begun by who wrote first; strangers and the owner are nobody's contact. */
static void messages_become_one_encounter_a_day(void **state)
{
    struct book_test_help *f = *state;
    import_id people = { 0 }, mails = { 0 };
    struct person erna = { 0 };
    struct encounter_list all = { 0 };
    struct exchange_undone undone = { 0 };
    (void)take(f, f->me, S(ERNA), &people);
    const str box = S("From x Mon Jan  2 10:00:00 2012\nFrom: ich@example.org\nTo: Erna "
                      "<erna@example.org>\nDate: 2 Jan 2012 11:00 +0000\n\nx\n\n"
                      "From x Mon Jan  2 10:00:00 2012\nFrom: ERNA@example.org\nTo: "
                      "ich@example.org\nDate: 2 Jan 2012 10:00 +0000\n\nx\n\n"
                      "From x Mon Jan  2 10:00:00 2012\nFrom: other@example.org\nTo: "
                      "ich@example.org\nDate: 3 Jan 2012 10:00 +0000\n\nx\n");
    struct exchange_report r = take(f, f->me, box, &mails);
    assert_int_equal(r.encounters, 3);
    assert_int_equal(r.written, 1);
    assert_int_equal(r.strangers, 1);
    assert_int_equal(take(f, f->me, box, &people).written, 0);
    OK(book_person_named(f->s, f->arena, f->me, S("Erna Muster"), &erna));
    assert_int_equal(erna.pulse.count, 1);
    OK(encounters_of(f->s, f->arena, f->me, erna.id, INT64_MAX, (encounter_id){ 0 }, 10, &all));
    assert_true(str_eq(all.item[0].started_by, S("they")));
    assert_true(str_eq(all.item[0].kind, S("mail")));
    OK(exchange_undo(f->s, f->arena, f->me, mails, &undone));
    assert_int_equal(undone.encounters, 1);
    OK(book_person_get(f->s, f->arena, f->me, erna.id, &erna));
    assert_int_equal(erna.pulse.count, 0);
}

static void nothing_is_left_of_an_import_without_a_thing(void **state)
{
    struct book_test_help *f = *state;
    const struct exchange_source source = { S("x"), S("hello") };
    struct exchange_report r = { 0 };
    struct exchange_imports all = { 0 };
    import_id id = { 0 };
    KIND(exchange_import(f->s, f->arena, f->me,
                         &(struct exchange_options){ .sources = &source, .n_sources = 1 }, &r, &id),
         ERR_INVALID);
    assert_int_equal(r.n_refused, 1);
    OK(exchange_imports(f->s, f->arena, f->me, &all));
    assert_int_equal(all.n, 1);
    assert_true(str_eq(all.item[0].state, S("undone")));
}

#define IN_A_BOOK(test) cmocka_unit_test_setup_teardown(test, book_up, book_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cards_and_faults_are_reported),
        IN_A_BOOK(every_query_can_be_prepared),
        IN_A_BOOK(a_card_comes_back_equal_from_another_book),
        IN_A_BOOK(the_same_file_again_adds_nothing),
        IN_A_BOOK(people_are_matched_never_by_name_alone),
        IN_A_BOOK(what_is_the_owners_stays_when_an_import_is_taken_back),
        IN_A_BOOK(messages_become_one_encounter_a_day),
        IN_A_BOOK(nothing_is_left_of_an_import_without_a_thing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
