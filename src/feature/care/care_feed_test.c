/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_feed_test.c - the calendar read back with libical; its secret address; Today by mail.
 */
#include <libical/ical.h>

#include "base/clock.h"
#include "base/id.h"
#include "feature/book/book_test_help.h"
#include "feature/care/care_rules.h"
#include "feature/mail/mail.h"
#include "feature/mail/mail_server.h"

extern const struct migration_list care_migrations;
extern const struct migration_list encounters_migrations;

static int set_up(void **state)
{
    static const struct migration_list *more[3];
    more[0] = mail.migrations;
    more[1] = &encounters_migrations;
    more[2] = &care_migrations;
    *state = book_test_help_open(more, 3);
    return 0;
}

static int tear_down(void **state)
{
    book_test_help_close(*state);
    return 0;
}

static void birthday(struct book_test_help *f, const char *name, const char *value)
{
    fact_id id = { 0 };
    const struct datum d = { .kind = S("birthday"), .value = str_of(value) };
    person_id who = book_test_help_person(f, f->me, name);
    OK(book_datum_add(f->s, f->arena, f->me, who, &d, LANG_EN, &id));
}

static void promise(struct book_test_help *f, person_id who, const char *text, const char *due)
{
    promise_id id = { 0 };
    const struct promise p = {
        .person = who, .side = S("mine"), .text = str_of(text), .due = str_of(due)
    };
    OK(encounters_promise_add(f->s, f->arena, f->me, &p, LANG_EN, &id));
}

static icalcomponent *calendar(struct book_test_help *f, account_id owner)
{
    str text = { 0 };
    OK(care_feed_text(f->s, f->arena, owner, LANG_EN, S("https://house.example.org"), &text));
    icalcomponent *c = icalparser_parse_string(str_c(f->arena, text));
    assert_non_null(c);
    assert_int_equal(icalcomponent_count_errors(c), 0);
    return c;
}

static icalcomponent *event_of(icalcomponent *c, const char *summary)
{
    icalcomponent *e = icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
    for (; e != NULL; e = icalcomponent_get_next_component(c, ICAL_VEVENT_COMPONENT))
        if (str_eq(str_of(icalcomponent_get_summary(e)), str_of(summary)))
            return e;
    return NULL;
}

static void at(icalcomponent *e, int year, int month, int day)
{
    assert_non_null(e);
    struct icaltimetype t = icalcomponent_get_dtstart(e);
    assert_true(t.is_date);
    assert_int_equal(t.year, year);
    assert_int_equal(t.month, month);
    assert_int_equal(t.day, day);
}

/* The first day of the event's rule from 1 January of that year on. */
static void next_at(icalcomponent *e, int year, int month, int day)
{
    icalproperty *p = icalcomponent_get_first_property(e, ICAL_RRULE_PROPERTY);
    assert_non_null(p);
    icalrecur_iterator *i =
        icalrecur_iterator_new(icalproperty_get_rrule(p), icalcomponent_get_dtstart(e));
    struct icaltimetype t = icalrecur_iterator_next(i);
    while (!icaltime_is_null_time(t) && t.year < year)
        t = icalrecur_iterator_next(i);
    assert_int_equal(t.year, year);
    assert_int_equal(t.month, month);
    assert_int_equal(t.day, day);
    icalrecur_iterator_free(i);
}

static void promises_and_who_is_due(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna; Schmidt, \"A\"");
    person_id ben = book_test_help_person(f, f->me, "Ben");
    promise(f, anna, "the study\\n", "2012-07-13");
    OK(book_person_rhythm(f->s, f->arena, f->me, ben, 7));
    icalcomponent *c = calendar(f, f->me);
    at(event_of(c, "Promised to Anna; Schmidt, \"A\": the study\\n"), 2012, 7, 13);
    at(event_of(c, "call: Ben"), 2012, 7, 10);
    icalcomponent_free(c);
    c = calendar(f, f->other);
    assert_int_equal(icalcomponent_count_components(c, ICAL_VEVENT_COMPONENT), 0);
    icalcomponent_free(c);
}

static void who_rests_is_not_in_it(void **state)
{
    struct book_test_help *f = *state;
    person_id anna = book_test_help_person(f, f->me, "Anna");
    promise(f, anna, "the study", "2012-07-13");
    OK(book_person_rest(f->s, f->arena, f->me, anna, true));
    icalcomponent *c = calendar(f, f->me);
    assert_int_equal(icalcomponent_count_components(c, ICAL_VEVENT_COMPONENT), 0);
    icalcomponent_free(c);
}

static void birthdays_every_year_never_before_1970(void **state)
{
    struct book_test_help *f = *state;
    birthday(f, "Anna", "1938-03-01");
    birthday(f, "Ben", "--12-24");
    birthday(f, "Cem", "1984-02-29");
    birthday(f, "Dora", "1936-02-29");
    icalcomponent *c = calendar(f, f->me);
    at(event_of(c, "Birthday: Anna"), 1970, 3, 1);
    next_at(event_of(c, "Birthday: Anna"), 2013, 3, 1);
    at(event_of(c, "Birthday: Ben"), 2012, 12, 24);
    at(event_of(c, "Birthday: Cem"), 1984, 2, 29);
    next_at(event_of(c, "Birthday: Cem"), 2013, 2, 28);
    next_at(event_of(c, "Birthday: Cem"), 2016, 2, 29);
    at(event_of(c, "Birthday: Dora"), 1970, 2, 28);
    next_at(event_of(c, "Birthday: Dora"), 2016, 2, 29);
    icalcomponent_free(c);
}

static void a_new_address_replaces_the_former(void **state)
{
    struct book_test_help *f = *state;
    str one = { 0 }, two = { 0 };
    struct care_feed_row row = { 0 };
    bool found = false;
    OK(care_feed_new(f->s, f->arena, f->me, LANG_DE, &one));
    OK(care_store_feed(f->s, f->arena, id_digest(f->arena, one), &row, &found));
    assert_true(found);
    assert_int_equal(row.account, f->me.v);
    OK(care_feed_new(f->s, f->arena, f->me, LANG_DE, &two));
    OK(care_store_feed(f->s, f->arena, id_digest(f->arena, one), &row, &found));
    assert_false(found);
    OK(care_store_feed_end(f->s, f->arena, f->me));
    OK(care_store_feed(f->s, f->arena, id_digest(f->arena, two), &row, &found));
    assert_false(found);
}

/* ---- by mail --------------------------------------------------------------------------------- */

static size_t mails(struct book_test_help *f)
{
    struct mail_list all = { 0 };
    OK(mail_newest(f->s, f->arena, f->me.v, 10, &all));
    return all.n;
}

static void a_mail_server(struct book_test_help *f)
{
    const struct mail_server server = { .host = S("mail.example.org"),
                                        .port = S("587"),
                                        .security = S("starttls"),
                                        .user = S("house@example.org"),
                                        .password = S("a pass word"),
                                        .from = S("house@example.org"),
                                        .ca_file = S("") };
    OK(mail_server_keep(f->s, f->arena, &server));
}

static void at_most_one_mail_a_day_and_none_for_nothing(void **state)
{
    struct book_test_help *f = *state;
    struct mail_list all = { 0 };
    OK(care_store_mail_set(f->s, f->arena, f->me, 15, S("de"), S("")));
    person_id anna = book_test_help_person(f, f->me, "Anna");
    promise(f, anna, "die Studie", "2012-07-13");
    OK(care_mail_work(f->s, f->arena));
    assert_int_equal(mails(f), 0); /* no mail server */
    a_mail_server(f);
    OK(care_mail_work(f->s, f->arena));
    assert_int_equal(mails(f), 0); /* it is 14 o'clock in the house */
    clock_set(BOOK_TEST_NOW_MS + 3600 * 1000);
    OK(care_mail_work(f->s, f->arena));
    OK(care_mail_work(f->s, f->arena));
    assert_int_equal(mails(f), 1);
    OK(mail_newest(f->s, f->arena, f->me.v, 10, &all));
    SAME(all.item[0].subject, "Heute, Dienstag: ein Ding, etwa 15 Minuten");
    assert_true(str_contains(all.item[0].text, S("Anruf Anna: Sie haben versprochen: die Studie")));
    OK(book_person_rest(f->s, f->arena, f->me, anna, true));
    clock_set(BOOK_TEST_NOW_MS + 3600 * 1000 + BOOK_TEST_DAY_MS);
    OK(care_mail_work(f->s, f->arena));
    assert_int_equal(mails(f), 1);
    /* What is erased of somebody goes with the mails that told of them. */
    OK(care_keep_erase(f->s, f->arena, f->me, anna));
    assert_int_equal(mails(f), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(promises_and_who_is_due),
        TEST(who_rests_is_not_in_it),
        TEST(birthdays_every_year_never_before_1970),
        TEST(a_new_address_replaces_the_former),
        TEST(at_most_one_mail_a_day_and_none_for_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
