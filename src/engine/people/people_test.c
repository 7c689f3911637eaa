/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * people_test.c - the tables of other programs, with their headings and an invented person.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/people/people.h"

#define TEXT(want, got) assert_string_equal(want, str_c(a, got))

struct read {
    struct people_thing things[8];
    struct lines_refusal refused[8];
    size_t n, n_refused;
};

static struct read read_named(arena *a, const char *file, const char *text)
{
    struct read got = { 0 };
    people *p = people_new(a, str_of(file), NULL, 0);
    people_feed(p, str_of(text));
    people_end(p);
    for (;;) {
        enum lines_event e = people_next(p, a, &got.things[got.n], &got.refused[got.n_refused]);
        if (e == LINES_END)
            return got;
        got.n += e == LINES_THING;
        got.n_refused += e == LINES_REFUSED;
        assert_true(e != LINES_MORE && got.n < 8 && got.n_refused < 8);
    }
}

static struct card_person read_one(arena *a, const char *text)
{
    struct read got = read_named(a, NULL, text);
    assert_int_equal(got.n, 1);
    assert_int_equal(got.things[0].kind, PEOPLE_PERSONS);
    return got.things[0].person;
}

static void google_of_both_generations(void **state)
{
    (void)state;
    SCRATCH(a);
    struct card_person p = read_one(
        a,
        "Name,Given Name,Family Name,Birthday,Notes,Group Membership,E-mail 1 - Type,"
        "E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,IM 1 - Type,IM 1 - Service,IM 1 - Value,"
        "Address 1 - Type,Address 1 - Street,Address 1 - City,Organization 1 - Name,"
        "Organization 1 - Title,Relation 1 - Type,Relation 1 - Value,Event 1 - Type,Event 1 - "
        "Value,"
        "Custom Field 1 - Type,Custom Field 1 - Value\n"
        "Erna Muster,Erna,Muster,--02-03,Notiz,A ::: * myContacts,* Home,"
        "e@example.org ::: f@example.org,workFax,1,,Skype ::: ICQ,c1 ::: c2,Work,Weg 1,Ort,Firma,"
        "Leitung,Spouse,Petra,Anniversary,2001-01-04,Schuhe,42\n");
    TEXT("Erna Muster", p.name);
    assert_int_equal(p.birthday.month, 2);
    assert_int_equal(p.birthday.year, 0);
    TEXT("myContacts", p.categories.item[1].value);
    TEXT("f@example.org", p.emails.item[1].value);
    TEXT("home", p.emails.item[1].types);
    assert_true(p.emails.item[0].preferred);
    TEXT("work,fax", p.tels.item[0].types);
    TEXT("icq:c2", p.ims.item[1].value);
    TEXT("work", p.addresses[0].types);
    TEXT("Ort", p.addresses[0].city);
    TEXT("Leitung", p.jobs[0].title);
    TEXT("spouse", p.related.item[0].types);
    assert_int_equal(p.anniversary.year, 2001);
    assert_int_equal(p.n_rest, 2);
    TEXT("42", p.rest[1].value);

    p = read_one(
        a, "First Name,Last Name,Organization Name,Organization Title,Birthday,Labels,"
           "E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value\n"
           "Erna,Muster,Firma,Leitung,1980-02-03,* myContacts,Arbeit,e@example.org,Mobile,1\n");
    TEXT("Erna Muster", p.name);
    TEXT("Firma", p.jobs[0].organisation);
    TEXT("work", p.emails.item[0].types);
    TEXT("cell", p.tels.item[0].types);
}

static void outlook_thunderbird_live_mail(void **state)
{
    (void)state;
    SCRATCH(a);
    struct card_person p = read_one(
        a,
        "Title,First Name,Middle Name,Last Name,Suffix,Company,Business Street,Business Street 2,"
        "Business City,Home City,Business Fax,Mobile Phone,E-mail Address,E-mail 2 "
        "Address,Birthday,"
        "Anniversary,Web Page,Spouse,Hobby\n"
        "Dr.,Erna,Maria,Muster,jr.,Firma,Weg,2b,Ort,Heim,1,2,e@example.org,f@example.org,6/5/1984,"
        "13/5/2001,https://example.org/,Petra,Lesen\n");
    TEXT("Dr. Erna Maria Muster jr.", p.name);
    TEXT("Weg\n2b", p.addresses[0].street);
    TEXT("home", p.addresses[1].types);
    TEXT("work,fax", p.tels.item[0].types);
    assert_int_equal(p.emails.n, 2);
    assert_int_equal(p.birthday.month, 6);
    assert_int_equal(p.anniversary.day, 13);
    TEXT("Lesen", p.rest[0].value);

    p = read_one(
        a, "Vorname,Nachname,Anzeigename,Prim\xe4re E-Mail-Adresse,Tel. dienstlich,"
           "Privat: Adresse,Privat: Adresse 2,Privat: Ort,Arbeitstitel,Geburtsjahr,"
           "Geburtsmonat,Geburtstag,Notizen,\nErna,Muster,E. M\xfcster,e@example.org,1,Weg,2,Ort,"
           "Leitung,1972,1,31,f\xfcr,\n");
    TEXT("E. Müster", p.name);
    TEXT("e@example.org", p.emails.item[0].value);
    TEXT("work", p.tels.item[0].types);
    TEXT("Weg\n2", p.addresses[0].street);
    assert_int_equal(p.birthday.day, 31);

    p = read_one(a,
                 "First Name,Last Name,Birth Year,Birth Month,Birth Day\nErna,Muster,1977,2,31\n");
    assert_int_equal(p.birthday.year, 0);
    assert_int_equal(p.n_rest, 3);

    p = read_one(a,
                 "\xef\xbb\xbfVorname;Nachname;2. Vorname;Name;E-Mail-Adresse;Straße (privat);"
                 "Ort (geschäftlich);Fax (geschäftlich);Büro\nErna;Muster;Maria;Erna;e@example.org;"
                 "Weg 1;Ort;1;7\n");
    TEXT("Maria", p.additional);
    TEXT("home", p.addresses[0].types);
    TEXT("work", p.addresses[1].types);
    TEXT("work,fax", p.tels.item[0].types);
}

static void linkedin_connections(void **state)
{
    (void)state;
    SCRATCH(a);
    struct read got = read_named(
        a, NULL,
        "Notes:\n\"One long, quoted paragraph\nover two lines\"\n\n"
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "\"Bo, Jr.\",Muster,https://www.linkedin.com/in/Bo-M%C3%BCster/,,\"Acme, Inc.\",Rat,"
        "12 Mar 2019\n,,,,Acme,,01 Jan 2020\nDee,Fest,,,,,09 Jul 17\nFen,Falsch,,,,,32 Frob "
        "2020\n");
    assert_int_equal(got.n, 3);
    assert_int_equal(got.n_refused, 1);
    assert_int_equal(got.refused[0].line, 7);
    struct card_person *p = &got.things[0].person;
    TEXT("Bo, Jr. Muster", p->name);
    TEXT("linkedin", p->socials.item[0].types);
    TEXT("bo-müster", people_profile(a, p->socials.item[0].value));
    TEXT("Connected On", p->days[0].label);
    assert_int_equal(p->days[0].date.year, 2019);
    assert_int_equal(got.things[1].person.days[0].date.year, 2017);
    TEXT("32 Frob 2020", got.things[2].person.rest[0].value);
}

static void linkedin_without_profiles(void **state)
{
    (void)state;
    SCRATCH(a);
    struct read got =
        read_named(a, NULL,
                   "First Name,Last Name,Email Address,Company,Position,Connected On\n"
                   "Dee,Fest,,Firma,,09 Jul 17\n,,,Acme,,01 Jan 2020\n");
    assert_int_equal(got.n, 1);
    assert_int_equal(got.refused[0].line, 3);
}

static void messages_and_invitations(void **state)
{
    (void)state;
    SCRATCH(a);
    const char *messages =
        "\"CONVERSATION ID\",\"CONVERSATION TITLE\",\"FROM\",\"SENDER PROFILE URL\",\"TO\","
        "\"RECIPIENT PROFILE URLS\",\"DATE\",\"SUBJECT\",\"CONTENT\",\"FOLDER\"\n"
        "c,,Anna A,https://example.org/in/anna,Ben B,,2023-05-01 14:22:10 "
        "UTC,,\"Text\nzwei\",INBOX\n"
        "c,,Ben B,,Anna A,,not a date,,Text,INBOX\n";
    struct read got = read_named(a, "messages.csv", messages);
    assert_int_equal(got.n, 1);
    assert_int_equal(got.things[0].kind, PEOPLE_MESSAGES);
    TEXT("Anna A", got.things[0].exchange.from);
    assert_int_equal(got.things[0].exchange.time_ms, INT64_C(1682950930000));
    assert_int_equal(got.refused[0].line, 4);
    got = read_named(a, "Guide_messages.csv", messages);
    assert_int_equal(got.n, 0);
    assert_int_equal(got.n_refused, 1);
    got = read_named(a, NULL,
                     "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
                     "A,B,\"5/12/21, 3:14 PM\",x,OUTGOING,u,v\n");
    assert_int_equal(got.things[0].kind, PEOPLE_INVITATIONS);
    assert_int_equal(got.things[0].exchange.direction, PEOPLE_OUTGOING);
    assert_int_equal(got.things[0].exchange.time_ms, INT64_C(1620832440000));
}

static void tables_without_headings_are_mapped(void **state)
{
    (void)state;
    SCRATCH(a);
    const char *text = "XVorname,XNachname,XTel\nErna,Muster,1\n";
    struct read got = read_named(a, NULL, text);
    assert_int_equal(got.n, 0);
    assert_int_equal(got.n_refused, 1);
    assert_int_equal(got.refused[0].line, 1);
    got = read_named(a, NULL, "First Name,Last Name\n,\n");
    assert_int_equal(got.n_refused, 1);
    const enum people_field mapping[] = { PEOPLE_GIVEN, PEOPLE_FAMILY };
    people *p = people_new(a, (str){ 0 }, mapping, 2);
    people_feed(p, str_of(text));
    people_end(p);
    struct people_thing thing;
    struct lines_refusal refusal;
    assert_int_equal(people_next(p, a, &thing, &refusal), LINES_THING);
    TEXT("Erna Muster", thing.person.name);
    TEXT("1", thing.person.rest[0].value);
    assert_int_equal(people_next(p, a, &thing, &refusal), LINES_END);
}

static void dates(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool day_first;
        struct card_date want;
    } known[] = {
        { "1972-01-31", false, { 1972, 1, 31 } },    { "31.1.1972", false, { 1972, 1, 31 } },
        { "1/31/1972", false, { 1972, 1, 31 } },     { "31/1/1972", false, { 1972, 1, 31 } },
        { "3/4/2020", true, { 2020, 4, 3 } },        { "3/4/2020", false, { 2020, 3, 4 } },
        { "12 Mar 2019", false, { 2019, 3, 12 } },   { "09 Jul 17", false, { 2017, 7, 9 } },
        { "12. März 2019", false, { 2019, 3, 12 } }, { "Mar 5, 1999", false, { 1999, 3, 5 } },
        { "--02-29", false, { 0, 2, 29 } },          { "6/3/84", false, { 1984, 6, 3 } },
    };
    static const char *const none[] = {
        "", "0/0/00", "sometime", "32 Frob 2020", "31.2.2020", "12"
    };
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        struct card_date got = { 0 };
        assert_true(people_date(str_of(known[i].text), known[i].day_first, &got));
        assert_memory_equal(&got, &known[i].want, sizeof got);
    }
    for (size_t i = 0; i < COUNT_OF(none); i++) {
        struct card_date got;
        assert_false(people_date(str_of(none[i]), false, &got));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(google_of_both_generations),
        cmocka_unit_test(outlook_thunderbird_live_mail),
        cmocka_unit_test(linkedin_connections),
        cmocka_unit_test(linkedin_without_profiles),
        cmocka_unit_test(messages_and_invitations),
        cmocka_unit_test(tables_without_headings_are_mapped),
        cmocka_unit_test(dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
