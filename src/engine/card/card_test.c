/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card_test.c - vCards with the dirt of real programs, invented persons, and what is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "engine/card/card_person.h"
#include "engine/card/card_reader.h"

#define TEXT(want, got) assert_string_equal(want, str_c(a, got))

struct read {
    struct card cards[8];
    struct lines_refusal refused[8];
    size_t n, n_refused;
};

static struct read read_all(arena *a, str text)
{
    struct read got = { 0 };
    card_reader *r = card_reader_new(a);
    card_reader_feed(r, text);
    card_reader_end(r);
    for (;;) {
        enum lines_event e = card_reader_next(r, a, &got.cards[got.n], &got.refused[got.n_refused]);
        assert_int_not_equal(e, LINES_MORE);
        if (e == LINES_END)
            return got;
        got.n += e == LINES_THING;
        got.n_refused += e == LINES_REFUSED;
        assert_true(got.n < 8 && got.n_refused < 8);
    }
}

static struct card read_one(arena *a, const char *text)
{
    struct read got = read_all(a, str_format(a, "BEGIN:VCARD\r\n%sEND:VCARD\r\n", text));
    assert_int_equal(got.n, 1);
    assert_int_equal(got.n_refused, 0);
    return got.cards[0];
}

static struct card_person person_of(arena *a, const char *text)
{
    struct card c = read_one(a, text);
    return card_person_of(a, &c);
}

static str print(arena *a, const struct card *c)
{
    buf out;
    buf_on_arena(&out, a, (size_t)1 << 20);
    card_print(&out, c);
    return buf_copy(&out, a);
}

static void version_21_is_read(void **state)
{
    (void)state;
    SCRATCH(a);
    struct card_person p = person_of(
        a, "VERSION:2.1\nN;LANGUAGE=de:Muster;Erna, Maria\n"
           "FN;CHARSET=utf-8;QUOTED-PRINTABLE:Erna M=C3=BCs=\nter\n"
           "TEL;WORK;FAX:+49 30 1234567\nEMAIL;PREF;INTERNET:erna@example.org\n"
           "LABEL;WORK;CHARSET=Windows-1252;ENCODING=QUOTED-PRINTABLE:Stra=DFe 19=0D=0A=\n"
           "76543 Ort\nNOTE:eins, zwei\nvon drei Zeilen\nohne Einzug\n"
           "PHOTO;JPEG;BASE64:\n /9j/\n AAA=\n\nORG;ENCODING=QUOTED-PRINTABLE:a\\;b;=C3=A4\n");
    TEXT("Erna Müster", p.name);
    TEXT("Muster", p.family);
    TEXT("Erna, Maria", p.given);
    TEXT("work,fax", p.tels.item[0].types);
    assert_true(p.emails.item[0].preferred);
    TEXT("eins, zwei\nvon drei Zeilen\nohne Einzug", p.note);
    TEXT("a;b", p.jobs[0].organisation);
    TEXT("ä", p.jobs[0].units);
    assert_int_equal(p.photo.bytes.n, 5);
    assert_int_equal(p.n_rest, 1);
    TEXT("Straße 19\\n76543 Ort", p.rest[0].value);
}

static void nested_and_odd_lines_are_kept(void **state)
{
    (void)state;
    SCRATCH(a);
    struct card c =
        read_one(a, "VERSION:2.1\nAGENT:\nBEGIN:VCARD\nVERSION:2.1\nFN:B, C\nEND:VCARD\n"
                    "FN:A\nTEL;;HOME;\"x:1\nX-A B:c\n");
    assert_int_equal(c.n, 3);
    TEXT("BEGIN:VCARD\\nVERSION:2.1\\nFN:B\\, C\\nEND:VCARD", c.properties[0].value);
    TEXT("1\nX-A B:c", card_unescape(a, c.properties[2].value));
    TEXT("\"x", c.properties[2].params[0].values[1]);
}

static void encodings_are_read(void **state)
{
    (void)state;
    SCRATCH(a);
    TEXT("Söre", person_of(a, "VERSION:2.1\nFN:S\xf6re\n").name);
    TEXT("Володимир",
         person_of(a, "FN;CHARSET=windows-1251:\xc2\xee\xeb\xee\xe4\xe8\xec\xe8\xf0\n").name);
    TEXT("Ärger", person_of(a, "FN;CHARSET=Murks:\xc4rger\n").name);
    TEXT("\\n", person_of(a, "VERSION:2.1\nNOTE;QUOTED-PRINTABLE:\\n\n").note);
    struct read got = read_all(a, S("\xff\xfe"
                                    "B\0E\0G\0I\0N\0:\0V\0C\0A\0R\0D\0\n\0F\0N\0:\0\xe4\0"
                                    "\n\0E\0N\0D\0:\0V\0C\0A\0R\0D\0"));
    assert_int_equal(got.n, 1);
    TEXT("ä", got.cards[0].properties[0].value);
}

static void apple_labels_are_read(void **state)
{
    (void)state;
    SCRATCH(a);
    struct card_person p =
        person_of(a, "VERSION:3.0\nFN:A\nitem1.URL;type=pref:http\\://example.org\n"
                     "item1.X-ABLabel:_$!<HomePage>!$_\nitem2.X-ABDATE:2001-02-03\n"
                     "item2.X-ABLabel:_$!<Anniversary>!$_\nitem3.X-ABRELATEDNAMES:Jenny\n"
                     "item3.X-ABLabel:_$!<Spouse>!$_\nitem4.X-MINE:1\nitem4.X-ABLABEL:meins\n");
    TEXT("http://example.org", p.urls.item[0].value);
    TEXT("HomePage", p.urls.item[0].label);
    assert_int_equal(p.anniversary.year, 2001);
    TEXT("spouse", p.related.item[0].types);
    assert_int_equal(p.n_rest, 2);
    struct card written = card_of_person(a, &p, CARD_30);
    str text = print(a, &written);
    assert_true(str_contains(text, S("item4.X-MINE:1\r\nitem4.X-ABLABEL:meins\r\n")));
    assert_true(str_contains(text, S("item5.URL;TYPE=pref:http://example.org\r\n"
                                     "item5.X-ABLabel:_$!<HomePage>!$_\r\n")));
    assert_true(str_contains(text, S("X-ABRELATEDNAMES:Jenny\r\nitem6.X-ABLabel:_$!<Spouse>!$_")));
}

static void birthdays_without_year(void **state)
{
    (void)state;
    static const char *const forms[] = { "BDAY:--0218\n",
                                         "BDAY:--02-18\n",
                                         "BDAY:1604-02-18\n",
                                         "BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-18\n",
                                         "BDAY;X-APPLE-OMIT-YEAR=1600:1600-02-18\n",
                                         "BDAY;VALUE=date:--0218\n" };
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        SCRATCH(a);
        struct card_person p = person_of(a, str_c(a, str_format(a, "FN:A\n%s", forms[i])));
        assert_int_equal(p.birthday.year, 0);
        assert_int_equal(p.birthday.month, 2);
        assert_int_equal(p.birthday.day, 18);
        struct card v3 = card_of_person(a, &p, CARD_30), v4 = card_of_person(a, &p, CARD_40);
        assert_true(str_contains(print(a, &v3), S("BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-18\r\n")));
        assert_true(str_contains(print(a, &v4), S("BDAY:--0218\r\n")));
    }
}

static void dates_that_are_none_stay(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } dates[] = { { "19800322", "19800322" }, { "1980-03-22T00:00:00Z", "19800322" },
                  { "1980-03", "1980-03" },   { "1980", "1980" },
                  { "---22", "---22" },       { "--03", "--03" },
                  { "--0229", "--0229" },     { "20090808T1430-0500", "20090808" } };
    static const char *const none[] = {
        "19723101", "1981-02-29", "sometime", "", "--", "1980-0322"
    };
    SCRATCH(a);
    struct card_date date;
    for (size_t i = 0; i < COUNT_OF(dates); i++) {
        assert_true(card_date_parse(str_of(dates[i].text), 0, &date));
        TEXT(dates[i].want, card_date_text(a, date));
    }
    for (size_t i = 0; i < COUNT_OF(none); i++)
        assert_false(card_date_parse(str_of(none[i]), 0, &date));
    struct card_person p = person_of(a, "FN:A\nBDAY:19723101\n");
    assert_int_equal(p.n_rest, 1);
    TEXT("19723101", p.rest[0].value);
}

static void bad_cards_are_named(void **state)
{
    (void)state;
    SCRATCH(a);
    struct read got =
        read_all(a, S("hello\nworld\nBEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\n\n"
                      "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\nBEGIN:VCARD\n=\nEND:VCARD\n"
                      "BEGIN:VCARD\nFN:C\nEND:VCARD\nBEGIN:VCARD\nFN:D"));
    assert_int_equal(got.n, 2);
    TEXT("B", got.cards[0].properties[0].value);
    TEXT("C", got.cards[1].properties[0].value);
    static const size_t faulty[] = { 1, 3, 9, 13, 18 };
    assert_int_equal(got.n_refused, COUNT_OF(faulty));
    for (size_t i = 0; i < COUNT_OF(faulty); i++)
        assert_int_equal(got.refused[i].line, faulty[i]);
    got = read_all(a, S("\xef\xbb\xbf"));
    assert_int_equal(got.n_refused, 1);
}

static void too_large_is_refused(void **state)
{
    (void)state;
    SCRATCH(a);
    card_reader *r = card_reader_new(a);
    struct card c;
    struct lines_refusal refusal;
    card_reader_feed(r, S("BEGIN:VCARD\nFN:A\n"));
    char *many = arena_alloc(a, (size_t)1 << 20);
    for (size_t i = 0; i < (size_t)1 << 20; i++)
        many[i] = i % 64 == 63 ? '\n' : ' ';
    for (int i = 0; i < 9; i++) {
        card_reader_feed(r, (str){ many, (size_t)1 << 20 });
        assert_int_equal(card_reader_next(r, a, &c, &refusal), LINES_MORE);
    }
    card_reader_feed(r, S("END:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n"));
    assert_int_equal(card_reader_next(r, a, &c, &refusal), LINES_REFUSED);
    assert_int_equal(refusal.line, 1);
    assert_int_equal(card_reader_next(r, a, &c, &refusal), LINES_THING);
    TEXT("B", c.properties[0].value);
}

static void jcard_is_read(void **state)
{
    (void)state;
    SCRATCH(a);
    str one = S("[\"vcard\",[[\"version\",{},\"text\",\"4.0\"],[\"fn\",{},\"text\",\"A, B\"],\n"
                "[\"n\",{},\"text\",[\"A\",\"\",\"\",\"\",[\"x;y\",\"z\"]]],"
                "[\"bday\",{},\"date-and-or-time\",\"--02-03\"],"
                "[\"tel\",{\"type\":[\"work\",\"voice\"],\"group\":\"g\"},\"uri\",\"tel:+1\"],"
                "[\"x-a\",{},\"integer\",7]]]");
    struct read got = read_all(a, one);
    assert_int_equal(got.n, 1);
    struct card_person p = card_person_of(a, &got.cards[0]);
    TEXT("A, B", p.name);
    TEXT("x;y, z", p.suffix);
    assert_int_equal(p.birthday.month, 2);
    TEXT("+1", p.tels.item[0].value);
    TEXT("7", p.rest[0].value);
    const str two[] = { S("["), one, S(",\n{},\n"), one, S(",[\"vcard\",7]]") };
    got = read_all(a, str_join(a, two, 5, S("")));
    assert_int_equal(got.n, 2);
    assert_int_equal(got.cards[1].line, 4);
    assert_int_equal(got.n_refused, 2);
}

static void what_is_printed_is_read_again(void **state)
{
    (void)state;
    SCRATCH(a);
    struct card c = read_one(
        a,
        "VERSION:4.0\nitem1.X-Foo;A=\"b;c\",d;E=f^ng^'h^^:äöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöü"
        "äöüäöüäöüäöüäöü  \n\nFN:x\\,y\\;z\\\\\\n\nX-EMPTY:\nX-P;Q=:;=\n"
        "PHOTO:data:image/png;base64,iVBORw0KGgo=\n");
    str text = print(a, &c);
    struct read again = read_all(a, text);
    assert_int_equal(again.n, 1);
    assert_true(card_equal(&c, &again.cards[0]));
    const struct card_property *kept;
    size_t n;
    buf out;
    buf_on_arena(&out, a, 10000);
    card_print_properties(&out, c.properties, c.n);
    assert_true(card_parse_properties(a, buf_str(&out), &kept, &n));
    assert_int_equal(n, c.n);
}

static void versions_differ_where_they_must(void **state)
{
    (void)state;
    SCRATCH(a);
    struct card v3 = read_one(a, "VERSION:3.0\nPHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgo=\n"
                                 "TEL;TYPE=home,pref:1\nX-ADDRESSBOOKSERVER-KIND:group\n"
                                 "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:7\n");
    struct card v4 = card_to_version(a, &v3, CARD_40);
    TEXT("BEGIN:VCARD\r\nVERSION:4.0\r\nPHOTO:data:image/png;base64,iVBORw0KGgo=\r\n"
         "TEL;TYPE=home;PREF=1:1\r\nKIND:group\r\nMEMBER:urn:uuid:7\r\nEND:VCARD\r\n",
         print(a, &v4));
    struct card back = card_to_version(a, &v4, CARD_30);
    TEXT("BEGIN:VCARD\r\nVERSION:3.0\r\nPHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgo=\r\n"
         "TEL;TYPE=home;TYPE=pref:1\r\nX-ADDRESSBOOKSERVER-KIND:group\r\n"
         "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:7\r\nEND:VCARD\r\n",
         print(a, &back));
    assert_true(card_person_of(a, &v3).group);
}

/* All that a person has. */
static const char everything[] =
    "VERSION:4.0\nKIND:org\nUID:urn:uuid:1\nFN:Erna Muster\nN:Muster;Erna;Maria,Luise;Dr.;jr.\n"
    "NICKNAME:E,M\nX-PHONETIC-FIRST-NAME:a\nX-PHONETIC-LAST-NAME:b\n"
    "EMAIL;TYPE=work;PREF=1:e@example.org\nitem1.EMAIL;X-OWN=1:f@example.org\n"
    "item1.X-ABLabel:Verein\nTEL;TYPE=cell:+49 1\nTEL;VALUE=uri:tel:+1;ext=2\n"
    "ADR;TYPE=home;LABEL=\"Weg 1^nOrt\":Fach;Hof;Weg 1\\nlinks;Ort;Land;123;D\n"
    "URL:https://example.org/?a,b\nIMPP:xmpp:e@example.org\nX-SOCIALPROFILE;TYPE=x:https://"
    "example.org/e\n"
    "ORG:A\\;B;c;d\nORG:\nORG:Z\nTITLE:\nTITLE:t2\nROLE:r1\nBDAY:--0203\nANNIVERSARY:20010203\n"
    "item2.X-ABDATE:20200101\nitem2.X-ABLabel:Hochzeit\nCATEGORIES:a\\,b,c\n"
    "RELATED;TYPE=spouse;VALUE=text:Petra\nRELATED;TYPE=friend:urn:uuid:2\nMEMBER:urn:uuid:3\n"
    "NOTE:eins\\nzwei\\, drei\nREV:20200101T000000Z\nPHOTO:data:image/png;base64,iVBORw0KGgo=\n"
    "X-KEPT;A=b:c\\d;e\nitem9.X-KEPT:1\nitem9.X-ABLabel:x\n";

static str as_text(arena *a, const struct card_person *p, enum card_version version)
{
    struct card c = card_of_person(a, p, version);
    return print(a, &c);
}

/* The person that is read from what was written of this one. */
static struct card_person again(arena *a, const struct card_person *p, enum card_version version)
{
    struct read got = read_all(a, as_text(a, p, version));
    assert_int_equal(got.n, 1);
    return card_person_of(a, &got.cards[0]);
}

static void persons_come_back_equal(void **state)
{
    (void)state;
    SCRATCH(a);
    struct card_person p = person_of(a, everything);
    assert_int_equal(p.n_jobs, 3);
    TEXT("t2", p.jobs[1].title);
    TEXT("Z", p.jobs[2].organisation);
    assert_int_equal(p.n_rest, 3);
    struct card_person by_40 = again(a, &p, CARD_40), by_30 = again(a, &p, CARD_30);
    str want = as_text(a, &p, CARD_40);
    assert_string_equal(str_c(a, want), str_c(a, as_text(a, &by_40, CARD_40)));
    assert_string_equal(str_c(a, want), str_c(a, as_text(a, &by_30, CARD_40)));
    assert_true(str_eq(p.photo.bytes, by_30.photo.bytes));
    TEXT("Weg 1\nOrt", by_30.addresses[0].formatted);
    TEXT("Petra", by_30.related.item[0].value);
}

static void numbers_lose_their_marks(void **state)
{
    (void)state;
    SCRATCH(a);
    struct card_person p = person_of(a, "FN:A\nTEL:\xe2\x80\xad+49 (30) 12-34\xe2\x80\xac\n");
    TEXT("+49 (30) 12-34", p.tels.item[0].value);
    TEXT("+49301234", card_person_digits(a, p.tels.item[0].value));
    assert_int_equal(card_person_digits(a, S("ask")).n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(version_21_is_read),
        cmocka_unit_test(nested_and_odd_lines_are_kept),
        cmocka_unit_test(encodings_are_read),
        cmocka_unit_test(apple_labels_are_read),
        cmocka_unit_test(birthdays_without_year),
        cmocka_unit_test(dates_that_are_none_stay),
        cmocka_unit_test(bad_cards_are_named),
        cmocka_unit_test(too_large_is_refused),
        cmocka_unit_test(jcard_is_read),
        cmocka_unit_test(what_is_printed_is_read_again),
        cmocka_unit_test(versions_differ_where_they_must),
        cmocka_unit_test(persons_come_back_equal),
        cmocka_unit_test(numbers_lose_their_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
