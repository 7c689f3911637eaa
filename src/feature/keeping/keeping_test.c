/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keeping_test.c - the dossier tells all and nobody else; what is erased is gone from the file and
 * does not come back; an account is taken along whole and leaves nothing.
 */
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/json_text.h"
#include "feature/accounts/accounts.h"
#include "feature/book/book_merge.h"
#include "feature/book/book_part.h"
#include "feature/book/book_test_help.h"
#include "feature/encounters/encounters.h"
#include "feature/keeping/keeping.h"
#include "feature/keeping/keeping_redact.h"
#include "feature/keeping/keeping_store.h"
#include "feature/mail/mail.h"
#include "os/file.h"

static void equals(str got, const char *wanted)
{
    if (!str_eq(got, str_of(wanted)))
        fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(got), wanted);
}

static void fails(const err *e, enum err_kind kind)
{
    assert_non_null(e);
    assert_int_equal(e->kind, kind);
}

static int set_up(void **state)
{
    static const struct book_part *parts[4];
    parts[0] = book.book;
    parts[1] = encounters.book;
    parts[2] = keeping.book;
    book_parts_set(parts);
    const struct migration_list *const more[] = { encounters.migrations, keeping.migrations,
                                                  mail.migrations };
    *state = book_test_help_open(more, 3);
    return 0;
}

static int tear_down(void **state)
{
    book_test_help_close(*state);
    return 0;
}

/* ---- help ------------------------------------------------------------------------------------ */

static void datum(struct book_test_help *f, person_id of, const char *kind, const char *value)
{
    fact_id id = { 0 };
    OK(book_datum_add(f->s, f->arena, f->me, of,
                      &(struct datum){ .kind = str_of(kind), .value = str_of(value) }, LANG_EN,
                      &id));
}

static void note(struct book_test_help *f, person_id of, const char *text, bool sensitive)
{
    fact_id id = { 0 };
    OK(book_note_add(f->s, f->arena, f->me, of, str_of(text), sensitive, LANG_EN, &id));
}

static encounter_id met(struct book_test_help *f, const person_id *who, size_t n, const char *day,
                        const char *heard)
{
    encounter_id id = { 0 };
    bool new = false;
    struct encounter e = { .kind = S("call"), .day = str_of(day), .heard = str_of(heard) };
    OK(encounters_add(f->s, f->arena, f->me, &e, who, n, LANG_EN, &id, &new));
    return id;
}

static str told_of(struct book_test_help *f, person_id id)
{
    json_t *told = NULL;
    OK(keeping_dossier(f->s, f->arena, f->me, id, &told));
    return json_text_dump(f->arena, told, JSON_SORT_KEYS);
}

static bool has(str text, const char *what)
{
    return str_contains(text, str_of(what));
}

/* All bytes of the store's file and its log. */
static str files(struct book_test_help *f)
{
    str place = store_place(store_pool_of(f->s)), file = { 0 }, log = { 0 };
    OK(file_read(f->arena, str_format(f->arena, "%.*s/netzarbeit.db", STR_ARG(place)),
                 (size_t)64 << 20, &file));
    str name = str_format(f->arena, "%.*s/netzarbeit.db-wal", STR_ARG(place));
    if (file_exists(f->arena, name))
        OK(file_read(f->arena, name, (size_t)64 << 20, &log));
    return str_join(f->arena, (str[]){ file, log }, 2, S("\n"));
}

/* As `serve` does every few seconds, with the further commit that store.h asks for. */
static void settle(struct book_test_help *f)
{
    for (int i = 0; i < 2; i++) {
        OK(store_checkpoint(store_pool_of(f->s), f->arena));
        OK(keeping_years_set(f->s, f->arena, f->me, KEEPING_YEARS));
    }
    OK(store_checkpoint(store_pool_of(f->s), f->arena));
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void every_query_can_be_prepared(void **state)
{
    struct book_test_help *f = *state;
    for (size_t i = 0; keeping.queries[i] != NULL; i++)
        OK(store_query_check(f->s, f->arena, keeping.queries[i]));
    for (size_t i = 0; book.more_queries[i] != NULL; i++)
        for (size_t n = 0; book.more_queries[i][n] != NULL; n++)
            OK(store_query_check(f->s, f->arena, book.more_queries[i][n]));
    for (size_t i = 0; encounters.more_queries[i] != NULL; i++)
        for (size_t n = 0; encounters.more_queries[i][n] != NULL; n++)
            OK(store_query_check(f->s, f->arena, encounters.more_queries[i][n]));
}

static void others_are_taken_out(void **state)
{
    struct book_test_help *f = *state;
    static const struct {
        const char *text, *left;
    } cases[] = {
        { "kennt Ben Krüger seit 2009", "kennt […] seit 2009" },
        { "kennt ben krueger", "kennt […]" },
        { "Krügers Werkstatt, Ben war dabei", "Krügers Werkstatt, […] war dabei" },
        { "Anna und Cem essen", "Anna und […] essen" },
        { "schrieb an ben@example.org.", "schrieb an […]." },
        { "Anna Schmidt sucht Räume", "Anna Schmidt sucht Räume" },
        { "ein weg nach hause", "ein weg nach hause" },
        { "Herr Weg kam", "Herr […] kam" },
        { "von der Leiter gefallen", "von der Leiter gefallen" },
        { "", "" },
        { "👍 Öz", "👍 […]" },
    };
    struct redaction *r = keeping_redact_new(f->arena);
    keeping_redact_spare(r, S("Anna Schmidt"));
    keeping_redact_name(r, S("Ben Krüger"));
    keeping_redact_name(r, S("Anna von der Weg"));
    keeping_redact_name(r, S("Cem Öz"));
    keeping_redact_name(r, S("Anna Schmidt"));
    keeping_redact_address(r, S("ben@example.org"));
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        equals(keeping_redact(r, f->arena, str_of(cases[i].text)), cases[i].left);
}

static void a_dossier_tells_everything_of_one_and_nobody_else(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    person_id ben = book_test_help_person(f, f->me, "Ben Krüger");
    fact_id id = { 0 };
    datum(f, anna, "email", "anna@example.org");
    datum(f, anna, "birthday", "1964-02-18");
    datum(f, ben, "email", "ben@example.org");
    note(f, anna, "Mag Tee, sagt Krüger", false);
    note(f, anna, "Ist krank", true);
    OK(book_item_add(f->s, f->arena, f->me, anna,
                     &(struct item){ .side = S("seeks"), .text = S("Steuerberater") }, LANG_EN,
                     &id));
    OK(book_tie_add(f->s, f->arena, f->me,
                    &(struct tie){ .a = anna, .b = ben, .kind = S("Schwester") }, LANG_EN, &id));
    met(f, (person_id[]){ anna, ben }, 2, "2012-07-01", "Ben zieht um, Anna auch");
    str told = told_of(f, anna);
    static const char *const there[] = { "anna@example.org", "1964-02-18",
                                         "Mag Tee",          "Ist krank",
                                         "Steuerberater",    "Schwester",
                                         "2012-07-01",       "[…] zieht um, Anna auch",
                                         "\"source\"",       "\"dated\"" };
    static const char *const not_there[] = { "Ben", "Krüger", "ben@example.org", "sealed", "_ms" };
    for (size_t i = 0; i < COUNT_OF(there); i++)
        if (!has(told, there[i]))
            fail_msg("%s is not in %.*s", there[i], STR_ARG(told));
    for (size_t i = 0; i < COUNT_OF(not_there); i++)
        if (has(told, not_there[i]))
            fail_msg("%s is in %.*s", not_there[i], STR_ARG(told));
    json_t *none = NULL;
    fails(keeping_dossier(f->s, f->arena, f->other, anna, &none), ERR_MISSING);
}

static void a_dossier_tells_of_merged_ones_too(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    person_id annie = book_test_help_person(f, f->me, "Annie Schmitt");
    datum(f, annie, "phone", "040 123456");
    OK(book_merge(f->s, f->arena, f->me, anna, annie, S("dieselbe Nummer"), NULL));
    str told = told_of(f, anna);
    assert_true(has(told, "040 123456") && has(told, "Annie Schmitt"));
    assert_true(has(told, "dieselbe Nummer"));
}

static void what_was_erased_is_gone_from_the_file(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Xanthippe Quitzow");
    person_id twin = book_test_help_person(f, f->me, "Xanthi Quitzow");
    person_id ben = book_test_help_person(f, f->me, "Ben");
    struct promise promise = { .person = anna, .side = S("mine"), .text = S("Zwetschgenkuchen") };
    promise_id promised = { 0 };
    int64_t mailed = 0;
    datum(f, twin, "email", "xanthippe@example.org");
    note(f, anna, "Lieblingswort Kalfaktor", false);
    note(f, anna, "Ist Hypochonder", true);
    met(f, &anna, 1, "2012-07-01", "von Rhabarber erzählt");
    met(f, (person_id[]){ anna, ben }, 2, "2012-07-02", "gemeinsam gelacht");
    OK(encounters_promise_add(f->s, f->arena, f->me, &promise, LANG_EN, &promised));
    OK(mail_queue(f->s, f->arena,
                  &(struct mail_order){ .account = f->me.v,
                                        .purpose = S("test"),
                                        .to = { S("X"), S("Xanthippe@example.org") },
                                        .subject = S("Gruß"),
                                        .text = S("Brombeermarmelade") },
                  &mailed));
    OK(book_merge(f->s, f->arena, f->me, anna, twin, S(""), NULL));
    settle(f);
    str before = files(f);
    static const char *const secret[] = { "Quitzow",   "quitzow",    "xanthippe@",
                                          "Kalfaktor", "kalfaktor",  "Rhabarber",
                                          "rhabarber", "Zwetschgen", "Brombeermarmelade" };
    for (size_t i = 0; i < COUNT_OF(secret); i++)
        if (!has(before, secret[i]))
            fail_msg("%s was never in the file", secret[i]);
    fails(keeping_erase(f->s, f->arena, f->other, anna), ERR_MISSING);
    OK(keeping_erase(f->s, f->arena, f->me, twin));
    settle(f);
    str after = files(f);
    for (size_t i = 0; i < COUNT_OF(secret); i++)
        if (has(after, secret[i]))
            fail_msg("%s is still in the file", secret[i]);
    struct person p = { 0 };
    fails(book_person_get(f->s, f->arena, f->me, anna, &p), ERR_MISSING);
    fails(book_person_get(f->s, f->arena, f->me, twin, &p), ERR_MISSING);
    struct encounter_list left = { 0 };
    OK(encounters_recent(f->s, f->arena, f->me, 10, &left));
    assert_int_equal(left.n, 1);
    assert_true(has(after, "gemeinsam gelacht"));
    str found = { 0 };
    OK(store_integrity(store_pool_of(f->s), f->arena, &found));
    equals(found, "");
}

static bool suppressed(struct book_test_help *f, account_id owner, const char *name,
                       const char *mail_address, const char *phone, const char *birthday)
{
    str address = str_of(mail_address), number = str_of(phone);
    struct keeping_card card = { .name = str_of(name),
                                 .mails = &address,
                                 .n_mails = mail_address != NULL,
                                 .phones = &number,
                                 .n_phones = phone != NULL,
                                 .birthday = str_of(birthday) };
    bool ret = false;
    OK(keeping_suppressed(f->s, f->arena, owner, &card, &ret));
    return ret;
}

static void no_import_brings_back_who_was_erased(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Müller");
    person_id ben = book_test_help_person(f, f->me, "Ben Krüger");
    int64_t back = 0;
    assert_false(suppressed(f, f->me, "Anna Müller", NULL, NULL, NULL));
    datum(f, anna, "email", "Anna@Example.org");
    datum(f, anna, "phone", "040 / 123 456-7");
    datum(f, anna, "birthday", "1964-02-18");
    OK(keeping_erase(f->s, f->arena, f->me, anna));
    OK(keeping_erase(f->s, f->arena, f->me, ben));
    assert_true(suppressed(f, f->me, "A. M.", "anna@example.org", NULL, NULL));
    assert_true(suppressed(f, f->me, "A. M.", NULL, "+49 40 1234567", NULL));
    assert_true(suppressed(f, f->me, "Frau Anna Mueller", "new@example.org", NULL, "1964-02-18"));
    assert_true(suppressed(f, f->me, "Müller, Anna", NULL, NULL, NULL));
    assert_false(suppressed(f, f->me, "Anna Müller", "other@example.org", NULL, NULL));
    assert_false(suppressed(f, f->me, "Anna Müller", NULL, NULL, "1970-01-01"));
    assert_true(suppressed(f, f->me, "Ben Krüger", "ben@example.org", NULL, NULL));
    assert_false(suppressed(f, f->other, "A. M.", "anna@example.org", NULL, NULL));
    settle(f);
    assert_false(has(files(f), "anna@example.org"));

    OK(keeping_let_back(f->s, f->arena, f->other, S("anna@example.org"), &back));
    assert_int_equal(back, 0);
    OK(keeping_let_back(f->s, f->arena, f->me, S("anna müller"), &back));
    assert_int_equal(back, 4);
    assert_false(suppressed(f, f->me, "A. M.", "anna@example.org", NULL, NULL));
    assert_false(suppressed(f, f->me, "A. M.", NULL, "0401234567", NULL));
    assert_true(suppressed(f, f->me, "Ben Krüger", NULL, NULL, NULL));
}

static size_t yearly(struct book_test_help *f)
{
    struct person_list all = { 0 };
    OK(keeping_yearly(f->s, f->arena, f->me, 50, NULL, &all));
    return all.n;
}

static void the_yearly_look_asks_about_the_silent(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    person_id ben = book_test_help_person(f, f->me, "Ben");
    person_id cem = book_test_help_person(f, f->me, "Cem");
    struct promise promise = { .person = cem, .side = S("theirs"), .text = S("Liste") };
    promise_id promised = { 0 };
    OK(encounters_promise_add(f->s, f->arena, f->me, &promise, LANG_EN, &promised));
    assert_int_equal(yearly(f), 0);
    clock_set(BOOK_TEST_NOW_MS + 4 * 365 * BOOK_TEST_DAY_MS);
    assert_int_equal(yearly(f), 2); /* who promised something is not asked about */
    met(f, &ben, 1, "2015-01-01", "");
    assert_int_equal(yearly(f), 1);
    OK(keeping_kept(f->s, f->arena, f->me, anna));
    assert_int_equal(yearly(f), 0);
    clock_set(BOOK_TEST_NOW_MS + 4 * 365 * BOOK_TEST_DAY_MS + 366 * BOOK_TEST_DAY_MS);
    assert_int_equal(yearly(f), 1);
    OK(keeping_years_set(f->s, f->arena, f->me, 1));
    assert_int_equal(yearly(f), 2);
    fails(keeping_years_set(f->s, f->arena, f->me, 0), ERR_INVALID);
    fails(keeping_kept(f->s, f->arena, f->other, anna), ERR_MISSING);
}

static void slimmed_is_name_and_how_you_met(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna Schmidt");
    struct person p = { 0 };
    struct book_hits hits = { 0 };
    OK(book_person_met(f->s, f->arena, f->me, anna, S("auf der Messe"), S("2009"),
                       (person_id){ 0 }));
    OK(book_person_rest(f->s, f->arena, f->me, anna, true));
    datum(f, anna, "email", "anna@example.org");
    note(f, anna, "Mag Tee", false);
    met(f, &anna, 1, "2012-07-01", "Umzug");
    OK(keeping_slim(f->s, f->arena, f->me, anna));
    OK(book_person_get(f->s, f->arena, f->me, anna, &p));
    equals(p.called.name, "Anna Schmidt");
    equals(p.met_how, "auf der Messe");
    assert_int_equal(p.pulse.last_ms, 0);
    assert_true(p.rests_ms != 0); /* who was to be left in peace still is */
    str told = told_of(f, anna);
    assert_false(has(told, "anna@example.org") || has(told, "Mag Tee") || has(told, "Umzug"));
    OK(book_search(f->s, f->arena, f->me, S(""), S("umzug"), 10, &hits));
    assert_int_equal(hits.n, 0);
    OK(book_search(f->s, f->arena, f->me, S(""), S("schmidt"), 10, &hits));
    assert_true(hits.n > 0);
    fails(keeping_slim(f->s, f->arena, f->other, anna), ERR_MISSING);
}

/* ---- the account ----------------------------------------------------------------------------- */

static const err *collect(void *arg, arena *a, str line)
{
    (void)a;
    buf_add(arg, line);
    return NULL;
}

static str archived(struct book_test_help *f, account_id owner)
{
    buf b;
    buf_on_arena(&b, f->arena, (size_t)8 << 20);
    OK(keeping_archive(f->s, f->arena, owner, &(struct keeping_sink){ collect, &b }));
    assert_false(buf_full(&b));
    return buf_copy(&b, f->arena);
}

static void an_archive_holds_every_row(void **state)
{
    struct book_test_help *f = *state;
    person_id first = book_test_help_person(f, f->me, "Person 0");
    for (int i = 1; i < 450; i++) { /* more than two pages */
        person_id p = book_test_help_person(f, f->me, str_format(f->arena, "Person %d", i).p);
        met(f, (person_id[]){ first, p }, 2, "2012-07-01", "etwas gehört");
    }
    note(f, first, "Ist krank", true);
    book_test_help_person(f, f->other, "Fremde");
    str all = archived(f, f->me), line = { 0 };
    size_t people = 0, met_rows = 0, members = 0, lines = 0;
    str last = { 0 };
    while (str_next(&all, '\n', &line) && !str_empty(line)) {
        json_error_t bad;
        json_t *one = json_loadb(line.p, line.n, 0, &bad);
        assert_non_null(one);
        json_decref(one);
        people += str_starts(line, S("{\"table\":\"person\","));
        met_rows += str_starts(line, S("{\"table\":\"encounter\","));
        members += str_starts(line, S("{\"table\":\"encounter_person\","));
        lines++;
        last = line;
    }
    assert_int_equal(people, 450);
    assert_int_equal(met_rows, 449);
    assert_int_equal(members, 898);
    equals(last, str_format(f->arena, "{\"end\":true,\"rows\":%zu}", lines - 2).p);
    str whole = archived(f, f->me);
    assert_true(has(whole, "Ist krank") && has(whole, "ich@example.org"));
    assert_false(has(whole, "Fremde"));
}

static void a_deleted_account_leaves_nothing(void **state)
{
    struct book_test_help *f = *state;
    struct account one = { 0 };
    str token = { 0 };
    person_id anna = book_test_help_person(f, f->me, "Anna Quitzow");
    person_id ben = book_test_help_person(f, f->me, "Ben");
    person_id theirs = book_test_help_person(f, f->other, "Cem");
    fact_id id = { 0 };
    datum(f, anna, "email", "anna@example.org");
    note(f, anna, "Kalfaktor", false);
    organisation_id at = { 0 };
    OK(book_organisation(f->s, f->arena, f->me, S("Firma Rhabarber"), &at));
    OK(book_role_add(f->s, f->arena, f->me, anna, &(struct person_role){ .organisation = at },
                     LANG_EN, &id));
    OK(book_tie_add(f->s, f->arena, f->me, &(struct tie){ .a = anna, .b = ben }, LANG_EN, &id));
    OK(book_merge(f->s, f->arena, f->me, anna, ben, S(""), NULL));
    met(f, &anna, 1, "2012-07-01", "Umzug");
    OK(keeping_kept(f->s, f->arena, f->me, anna));
    OK(accounts_session_new(f->s, f->arena, f->me.v, &token));
    OK(keeping_account_delete(f->s, f->arena, f->me));
    fails(accounts_get(f->s, f->arena, f->me.v, &one), ERR_MISSING);
    struct person p = { 0 };
    OK(book_person_get(f->s, f->arena, f->other, theirs, &p));
    for (int i = 0; i < 3; i++) {
        OK(store_checkpoint(store_pool_of(f->s), f->arena));
        OK(keeping_years_set(f->s, f->arena, f->other, 3));
    }
    str after = files(f);
    assert_false(has(after, "Quitzow") || has(after, "quitzow") || has(after, "alfaktor") ||
                 has(after, "habarber") || has(after, "ich@example.org"));
    str found = { 0 };
    OK(store_integrity(store_pool_of(f->s), f->arena, &found));
    equals(found, "");
}

static void the_last_host_stays(void **state)
{
    struct book_test_help *f = *state;
    int64_t id = 0;
    book_test_help_person(f, f->other, "Cem");
    fails(keeping_account_delete(f->s, f->arena, f->other), ERR_CONFLICT);
    struct person_list still = { 0 };
    OK(book_people_recent(f->s, f->arena, f->other, NULL, 10, &still));
    assert_int_equal(still.n, 1); /* nothing of it was emptied */
    OK(accounts_add(f->s, f->arena, S("dritte@example.org"), S("Dritte"), S("host"), &id));
    OK(keeping_account_delete(f->s, f->arena, f->other));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_query_can_be_prepared),
        TEST(others_are_taken_out),
        TEST(a_dossier_tells_everything_of_one_and_nobody_else),
        TEST(a_dossier_tells_of_merged_ones_too),
        TEST(what_was_erased_is_gone_from_the_file),
        TEST(no_import_brings_back_who_was_erased),
        TEST(the_yearly_look_asks_about_the_silent),
        TEST(slimmed_is_name_and_how_you_met),
        TEST(an_archive_holds_every_row),
        TEST(a_deleted_account_leaves_nothing),
        TEST(the_last_host_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
