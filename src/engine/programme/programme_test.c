/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_test.c - the three formats with the dirt of real files, invented persons, and what is
 * refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <pthread.h>

#include "engine/programme/programme_draft.h"
#include "engine/programme/programme_test.h"

/* An XML programme around its days. */
static const char *xml(arena *a, const char *conference, const char *days)
{
    return str_c(a, str_format(a,
                               "<?xml version='1.0' encoding='utf-8'?>\n<schedule>"
                               "<conference><title>Woche</title>%s</conference>%s</schedule>",
                               conference, days));
}

static void xml_with_everything_is_read(void **state)
{
    (void)state;
    SCRATCH(a);
    struct programme p = read_ok(
        a,
        "\xef\xbb\xbf<?xml version='1.0'?>\r\n<schedule>\r\n<version>1.2</version><conference>"
        "<title>Eventwoche</title><subtitle>U</subtitle><acronym>ew12</acronym><venue>Haus</venue>"
        "<city>Ort</city><base_url>https://example.org/</base_url>"
        "<time_zone_name>Europe/Berlin</time_zone_name></conference>"
        "<day date='2012-07-09' index='1'><room name='Netz'>"
        "<event id='7' guid='8C4E647F-813E-41EF-B05B-65469DD841C3'>"
        "<date>2012-07-09T10:00:00+02:00</date><start>10:00</start><duration>01:00</duration>"
        "<title>  Ein *Titel*\n zwei "
        "</title><subtitle>unten</subtitle><track>T</track><type>lecture</type>"
        "<language>de</language><abstract>&lt;p&gt;Kurz "
        "&lt;b&gt;fett&lt;/b&gt;.&lt;/p&gt;</abstract>"
        "<description>Lang\r\nzwei</description><url>https://example.org/7</url>"
        "<persons><person id='3'>Erna Beispiel</person><person id='4'> </person></persons>"
        "<links><link href='https://example.org/a'>A</link><link href='javascript:x'>B</link>"
        "<link href='http://example.org/c'></link></links></event></room></day>"
        "<day date='2012-07-10' index='2'></day></schedule>");
    TEXT("Eventwoche", p.title);
    TEXT("ew12", p.acronym);
    TEXT("Haus, Ort", p.place);
    TEXT("1.2", p.version);
    TEXT("https://example.org/", p.url);
    TEXT(BERLIN, p.zone);
    assert_false(p.zone_assumed);
    assert_int_equal(p.n_days, 2);
    assert_int_equal(p.n_talks, 1);
    const struct programme_talk *t = &p.talks[0];
    TEXT("8c4e647f-813e-41ef-b05b-65469dd841c3", t->guid);
    TEXT("7", t->source_id);
    TEXT("Ein *Titel* zwei", t->title);
    TEXT("Netz", t->place);
    TEXT("Kurz **fett**.\n\nLang\nzwei", t->text);
    assert_string_equal(start_of(a, p, 0), "2012-07-09T10:00:00+02:00");
    assert_int_equal(t->duration_min, 60);
    assert_int_equal(t->n_persons, 1);
    TEXT("Erna Beispiel", t->persons[0].name);
    TEXT("3", t->persons[0].source_id);
    assert_int_equal(t->n_links, 2);
    TEXT("A", t->links[0].title);
    TEXT("http://example.org/c", t->links[1].title);
    assert_int_equal(
        remarked("no name", "Ein *Titel* zwei") + remarked("no web address", "javascript:x"), 2);
    assert_int_equal(report.n, 2);
}

/* The time of the pentabarf: no guid, no date, no zone, no rooms, a night that belongs to its eve.
 */
static void bare_xml_is_read(void **state)
{
    (void)state;
    SCRATCH(a);
    const char *days =
        "<day date='2012-10-27'>"
        "<event id='1'><start>23:30</start><duration>90</duration><room>R</room>"
        "<title>spät</title></event>"
        "<event id='2'><start>00:30</start><duration>PT1H</duration><title>nachts</title></event>"
        "<room name='S'><event id='3'><start>9:05:00</start><duration>1:00:00</duration>"
        "<title>früh</title></event></room><room name='leer'/></day>";
    struct programme p = read_ok(a, xml(a, "<day_change>04:00:00</day_change>", days));
    assert_true(p.zone_assumed);
    TEXT(BERLIN, p.zone);
    assert_int_equal(p.n_talks, 3);
    assert_int_equal(p.n_days, 1);
    assert_string_equal(start_of(a, p, 0), "2012-10-27T09:05:00+02:00");
    assert_string_equal(start_of(a, p, 1), "2012-10-27T23:30:00+02:00");
    assert_string_equal(start_of(a, p, 2), "2012-10-28T00:30:00+02:00");
    assert_string_equal(day_of(a, p, 2), "2012-10-27");
    TEXT("S", p.talks[0].place);
    TEXT("R", p.talks[1].place);
    assert_int_equal(p.talks[0].duration_min + p.talks[1].duration_min + p.talks[2].duration_min,
                     210);
    assert_int_equal(remarked("no guid", "spät"), 3);
    assert_int_equal(remarked("No time zone is named", BERLIN), 1);
    /* Without day_change midnight is midnight. */
    p = read_ok(a, xml(a, "", days));
    assert_string_equal(start_of(a, p, 0), "2012-10-27T00:30:00+02:00");
}

static void the_date_wins_over_day_and_start(void **state)
{
    (void)state;
    SCRATCH(a);
    struct programme p =
        read_ok(a, xml(a, "<time_zone_name>Berlin</time_zone_name>",
                       "<day date='2012-07-09'>"
                       "<event "
                       "id='1'><date>2012-07-10T00:30:00+02:00</date><start>00:30</start><title>a</"
                       "title></event>"
                       "<event "
                       "id='2'><date>2012-07-12T10:00:00+02:00</date><start>10:00</start><title>b</"
                       "title></event>"
                       "<event "
                       "id='3'><date>2012-07-09T10:00:00+01:00</date><start>10:00</start><title>c</"
                       "title></event>"
                       "<event id='4'><date>2012-07-09T10:00</date><title>d</title></event>"
                       "<event "
                       "id='5'><date>2012-07-09</date><start>18:00</start><end>18:45</"
                       "end><title>e</title></event>"
                       "<event id='6'><title>f</title></event></day>"));
    assert_int_equal(p.n_talks, 5);
    assert_string_equal(start_of(a, p, 0), "2012-07-09T10:00:00+02:00");
    assert_string_equal(start_of(a, p, 1), "2012-07-09T11:00:00+02:00");
    assert_string_equal(start_of(a, p, 2), "2012-07-09T18:00:00+02:00");
    assert_int_equal(p.talks[2].duration_min, 45);
    assert_string_equal(start_of(a, p, 3), "2012-07-10T00:30:00+02:00");
    assert_string_equal(day_of(a, p, 3), "2012-07-09");
    assert_string_equal(day_of(a, p, 4), "2012-07-12");
    assert_int_equal(p.n_days, 2);
    assert_int_equal(remarked("another day", "b"), 1);
    assert_int_equal(remarked("an offset", "c"), 1);
    assert_int_equal(remarked("no start", "f"), 1);
    assert_int_equal(remarked("no duration", "a"), 4);
    assert_int_equal(remarked("read freely", "Berlin = Europe/Berlin"), 1);
}

static void ids_are_sorted_out(void **state)
{
    (void)state;
    SCRATCH(a);
#define TALK(id, guid, title)                                                                      \
    "<event id='" id "' guid='" guid                                                               \
    "'><start>10:00</start><duration>00:30</duration><title>" title "</title></event>"
    struct programme p =
        read_ok(a, xml(a, "",
                       "<day date='2012-07-09'>" TALK("1", "HOqeNIb6G7M4hYFKFRkCmQ", "a")
                           TALK("2", "29aecfd7-2e44-4f49-ab86-29b5e0877325", "b")
                               TALK("3", "29AECFD7-2e44-4f49-ab86-29b5e0877325", "c")
                                   TALK("3", "", "d") "</day>"));
#undef TALK
    assert_int_equal(p.n_talks, 4);
    TEXT("HOqeNIb6G7M4hYFKFRkCmQ", p.talks[0].source_id);
    assert_null(p.talks[0].guid.p);
    TEXT("29aecfd7-2e44-4f49-ab86-29b5e0877325", p.talks[1].guid);
    assert_null(p.talks[2].guid.p);
    TEXT("3", p.talks[2].source_id);
    assert_null(p.talks[3].source_id.p);
    assert_int_equal(remarked("no UUID", "HOqeNIb6G7M4hYFKFRkCmQ"), 1);
    assert_int_equal(remarked("guid of another", "c"), 1);
    assert_int_equal(remarked("the id of another", "d"), 1);
}

static void texts_are_not_doubled(void **state)
{
    (void)state;
    SCRATCH(a);
#define TALK(title, abstract, description)                                                         \
    "<event><start>10:00</start><title>" title "</title><abstract>" abstract                       \
    "</abstract><description>" description "</description></event>"
    struct programme p =
        read_ok(a, xml(a, "",
                       "<day date='2012-07-09'>" TALK("a", "eins", "eins und zwei")
                           TALK("b", "eins und zwei", "eins") TALK("c", "eins", "zwei")
                               TALK("d", "", "eins") TALK("e", "", "")
                                   TALK("", "R&amp;amp;D", "") "</day>"));
#undef TALK
    TEXT("(without title)", p.talks[0].title);
    TEXT("R&D", p.talks[0].text);
    TEXT("eins und zwei", p.talks[1].text);
    TEXT("eins und zwei", p.talks[2].text);
    TEXT("eins\n\nzwei", p.talks[3].text);
    TEXT("eins", p.talks[4].text);
    TEXT("", p.talks[5].text);
    assert_int_equal(remarked("no title", NULL), 1);
}

static void mild_faults_of_xml_are_read_over(void **state)
{
    (void)state;
    SCRATCH(a);
#define DAY(title)                                                                                 \
    "<day date='2012-07-09'><event><start>10:00</start><title>" title "</title></event></day>"
    struct programme p = read_ok(a, xml(a, "", DAY("Caf&eacute;&nbsp;A &amp; B")));
    TEXT("Café\u00a0A & B", p.talks[0].title);
    assert_int_equal(remarked("read over", "&eacute;"), 1);
    p = read_ok(a, xml(a, "", DAY("A & B")));
    assert_true(str_starts(p.talks[0].title, S("A ")));
    assert_int_equal(remarked("read over", NULL), 1);
    p = read_ok(a, xml(a, "",
                       DAY("Gr\xfc\xdf"
                           "e")));
    TEXT("Gr\ufffd\ufffde", p.talks[0].title);
    assert_int_equal(remarked("read over", NULL), 1);
    p = read_ok(a, "<?xml version='1.0' "
                   "encoding='ISO-8859-1'?><schedule><conference><title>x</title></conference>"
                   "<day date='2012-07-09'><event><start>10:00</start><title>Gr\xfc\xdf"
                   "e</title></event></day></schedule>");
    TEXT("Grüße", p.talks[0].title);
#undef DAY
}

static void bad_xml_is_refused(void **state)
{
    (void)state;
    SCRATCH(a);
    const char *bomb = "<!DOCTYPE s [<!ENTITY a 'xxxxxxxxxx'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]>"
                       "<schedule><conference><title>&b;</title></conference></schedule>";
    assert_non_null(strstr(refusal_of(a, str_of(bomb)), "entities"));
    const char *outside =
        "<!DOCTYPE s [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><schedule>"
        "<day date='2012-07-09'><event><start>10:00</start><title>&a;</title></event></day>"
        "</schedule>";
    assert_non_null(strstr(refusal_of(a, str_of(outside)), "entities"));
    assert_non_null(strstr(refusal_of(a, repeated(a, "<schedule>", "<a>", 100, "")), "64 levels"));
    assert_non_null(strstr(refusal_of(a, S("<html><body>x</body></html>")), "<html>"));
    assert_non_null(strstr(refusal_of(a, S("<schedule/>")), "without any talk"));
    /* Half of a programme is none. */
    const char *whole =
        xml(a, "",
            "<day date='2012-07-09'><event><start>10:00</start><title>a</title></event>"
            "</day>");
    (void)read_ok(a, whole);
    for (size_t n = 1; n + 1 < strlen(whole); n++)
        (void)refusal_of(a, (str){ whole, n });
    (void)refusal_of(
        a,
        S("<schedule><day date='2012-07-09'><event><start>10:00</event></start></day></schedule>"));
}

static const char json_one[] =
    "{\"schedule\":{\"version\":\"2\",\"base_url\":\"https://example.org/p/"
    "\",\"conference\":{\"title\":\"W\","
    "\"acronym\":\"w\",\"time_zone_name\":\"Europe/"
    "Berlin\",\"days\":[{\"index\":1,\"date\":\"2012-07-09\","
    "\"day_start\":\"2012-07-09T09:00:00+02:00\",\"day_end\":\"2012-07-10T04:00:00+02:00\","
    "\"rooms\":{"
    "\"Netz\":[{\"id\":5,\"guid\":\"a0a0fcfe-b7fb-46e3-84b6-97a5406016b4\","
    "\"date\":\"2012-07-10T01:00:00+02:00\",\"start\":\"01:00\",\"duration\":\"00:30\",\"title\":"
    "\"Nacht\","
    "\"abstract\":null,\"description\":\"x\",\"persons\":[{\"id\":1,\"public_name\":\"Erna\"},"
    "{\"code\":\"K\",\"name\":\"Karl\",\"biography\":\"<i>lebt</i>\"},{\"id\":9}],"
    "\"links\":[{\"url\":\"https://example.org\",\"title\":\"\"},\"https://example.org/"
    "2\",{\"url\":\"data:x\"}]}],"
    "\"Leer\":[]}}]}}}";

static void json_is_read(void **state)
{
    (void)state;
    SCRATCH(a);
    struct programme p = read_ok(a, json_one);
    assert_int_equal(p.format, PROGRAMME_JSON);
    assert_int_equal(p.n_talks, 1);
    TEXT("https://example.org/p/", p.url);
    assert_string_equal(start_of(a, p, 0), "2012-07-10T01:00:00+02:00");
    assert_string_equal(day_of(a, p, 0), "2012-07-09");
    TEXT("Netz", p.talks[0].place);
    TEXT("5", p.talks[0].source_id);
    assert_int_equal(p.talks[0].n_persons, 2);
    TEXT("*lebt*", p.talks[0].persons[1].biography);
    assert_int_equal(p.talks[0].n_links, 2);
    assert_int_equal(remarked("no name", "Nacht") + remarked("no web address", "data:x"), 2);
}

static void json_of_other_shapes_is_read(void **state)
{
    (void)state;
    SCRATCH(a);
    struct programme p = read_ok(
        a, "{\"schedule\":{\"version\":\"1\",\"conference\":{\"title\":\"W\",\"time_zone_name\":"
           "\"Europe/Berlin\","
           "\"tracks\":[{\"slug\":\"netz\",\"name\":\"Netze\"}],"
           "\"rooms\":[{\"guid\":\"7a0fc001-e587-47e1-b378-b6ec7e666337\",\"name\":\"Saal\"}],"
           "\"days\":[{\"index\":1,\"date\":\"2012-07-09\",\"start\":\"2012-07-09T09:00:00+02:00\","
           "\"end\":\"2012-07-10T04:00:00+02:00\"}]},\"events\":["
           "{\"title\":\"a\",\"start\":\"2012-07-10T02:00:00+02:00\",\"end\":\"2012-07-10T03:15:00+"
           "02:00\","
           "\"track\":{\"slug\":\"netz\"},\"room\":{\"guid\":\"7a0fc001-e587-47e1-b378-"
           "b6ec7e666337\"},"
           "\"abstract\":{\"en\":\"english\",\"de\":\"deutsch\"},\"language\":\"en\","
           "\"participants\":[{\"name\":\"Erna\",\"guid\":\"g\"}],\"state\":\"CANCELED\"},"
           "{\"title\":\"b\",\"start\":\"2012-07-10T05:00:00+02:00\",\"duration\":\"PT15M\","
           "\"type\":\"BREAK\"}]}}");
    assert_int_equal(p.n_talks, 2);
    TEXT("Netze", p.talks[0].track);
    TEXT("Saal", p.talks[0].place);
    TEXT("english", p.talks[0].text);
    assert_int_equal(p.talks[0].duration_min, 75);
    assert_true(p.talks[0].cancelled);
    assert_false(p.talks[1].cancelled);
    assert_string_equal(day_of(a, p, 0), "2012-07-09");
    assert_string_equal(day_of(a, p, 1), "2012-07-10");
    /* Days as a map, rooms as a list, no "schedule" around it, no zone, a doubled key. */
    p = read_ok(
        a,
        "{\"conference\":{\"title\":\"V\",\"title\":\"W\",\"days\":{\"2012-07-10\":{\"rooms\":["
        "{\"name\":\"R\",\"events\":[{\"title\":\"a\",\"start\":\"10:00\",\"duration\":90}]}]}}}}");
    TEXT("W", p.title);
    assert_true(p.zone_assumed);
    TEXT("R", p.talks[0].place);
    assert_int_equal(p.talks[0].duration_min, 90);
    assert_string_equal(start_of(a, p, 0), "2012-07-10T10:00:00+02:00");
}

static void bad_json_is_refused(void **state)
{
    (void)state;
    SCRATCH(a);
    assert_non_null(strstr(refusal_of(a, S("{\n\"schedule\": {\n\"a\": 1\n")), "line 4"));
    assert_non_null(strstr(refusal_of(a, repeated(a, "", "[", 100000, "")), "deeper than 64"));
    assert_non_null(strstr(refusal_of(a, repeated(a, "[1", ",1", 1000001, "]")), "values"));
    assert_non_null(strstr(refusal_of(a, S("[]")), "conference"));
    assert_non_null(
        strstr(refusal_of(a, S("{\"schedule\":{\"conference\":{}}}")), "without any talk"));
    for (size_t n = 1; n < sizeof(json_one) - 1; n++)
        (void)refusal_of(a, (str){ json_one, n });
    (void)read_ok(a, "{\"schedule\":{\"conference\":{\"title\":\"\\u0000a\xff\",\"days\":[{"
                     "\"date\":\"2012-07-09\","
                     "\"rooms\":{\"\":[{\"start\":\"10:00\"}]}}]}}}");
    assert_int_equal(remarked("not UTF-8", NULL), 1);
}

static void what_is_no_programme_is_refused(void **state)
{
    (void)state;
    SCRATCH(a);
    static const char *const none[] = { "",           " ",       "x", "BEGIN:VCARD\nEND:VCARD\n",
                                        "PK\x03\x04", "%PDF-1.4" };
    for (size_t i = 0; i < COUNT_OF(none); i++)
        assert_non_null(strstr(refusal_of(a, str_of(none[i])), "neither"));
    char *large = NEW_ARRAY(a, char, PROGRAMME_MAX + 1);
    assert_non_null(strstr(refusal_of(a, (str){ large, PROGRAMME_MAX + 1 }), "32 MB"));
}

/* Small in the file, large in memory: refused before the arena's fuse. */
static void endless_programmes_are_refused(void **state)
{
    (void)state;
    SCRATCH(a);
    const char *head = "<schedule><day date='2012-07-09'>", *tail = "</day></schedule>";
    str talks = repeated(a, head, "<event><start>1:00</start></event>", 300000, tail);
    assert_non_null(strstr(refusal_of(a, talks), "more than"));
    arena_reset(a);
    str persons =
        repeated(a, "<schedule><day date='2012-07-09'><event><start>1:00</start><persons>",
                 "<person>a</person>", 300000, "</persons></event></day></schedule>");
    assert_non_null(strstr(refusal_of(a, persons), "more than"));
    arena_reset(a);
    str days = repeated(a, "<schedule>", "<day date='2012-07-09'/>", 2000, "</schedule>");
    assert_non_null(strstr(refusal_of(a, days), "days"));
    arena_reset(a);
    str events =
        repeated(a, "BEGIN:VCALENDAR\n",
                 "BEGIN:VEVENT\nDTSTART;TZID=W. Europe Standard Time:20120709T100000\nEND:VEVENT\n",
                 100100, "END:VCALENDAR\n");
    assert_non_null(strstr(refusal_of(a, events), "more than"));
}

static void durations_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int minutes;
    } t[] = { { "01:00", 60 },    { "1:30", 90 },      { "1:00:00", 60 }, { "90", 90 },
              { "PT1H30M", 90 },  { "P1D", 1440 },     { "PT90M", 90 },   { " 00:45 ", 45 },
              { "24:00", 1440 },  { "P1DT1H", 1500 },  { "", 0 },         { "00:00", 0 },
              { "-5", 0 },        { "1:60", 0 },       { "P", 0 },        { "PT", 0 },
              { "P1H", 0 },       { "PT1", 0 },        { "1:2:3:4", 0 },  { "x", 0 },
              { "999999999", 0 }, { "P99999999D", 0 }, { "1:00:60", 0 },  { "PT30S", 0 },
              { "8 min", 0 } };
    for (size_t i = 0; i < COUNT_OF(t); i++)
        if (programme_draft_minutes(str_of(t[i].text)) != t[i].minutes)
            fail_msg("\"%s\": %d", t[i].text, programme_draft_minutes(str_of(t[i].text)));
}

static void *read_many(void *arg)
{
    int *wrong = arg;
    for (int i = 0; i < 50; i++) {
        SCRATCH(a);
        struct programme p;
        struct programme_report r;
        str texts[] = {
            str_of(json_one),
            S(ICS(EVENT("UID:a\r\nDTSTART;TZID=Europe/Berlin:20120709T100000\r\n"))),
            S("<schedule><day "
              "date='2012-07-09'><event><start>10:00</start></event></day></schedule>")
        };
        for (size_t k = 0; k < COUNT_OF(texts); k++)
            *wrong += programme_read(a, texts[k], S(BERLIN), &p, &r) != NULL;
    }
    return NULL;
}

static void threads_do_not_disturb_each_other(void **state)
{
    (void)state;
    pthread_t threads[4];
    int wrong[4] = { 0 };
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_many, &wrong[i]), 0);
    for (size_t i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(wrong[i], 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            threads_do_not_disturb_each_other), /* first, while nothing is set up yet */
        cmocka_unit_test(xml_with_everything_is_read),
        cmocka_unit_test(bare_xml_is_read),
        cmocka_unit_test(the_date_wins_over_day_and_start),
        cmocka_unit_test(ids_are_sorted_out),
        cmocka_unit_test(texts_are_not_doubled),
        cmocka_unit_test(mild_faults_of_xml_are_read_over),
        cmocka_unit_test(bad_xml_is_refused),
        cmocka_unit_test(json_is_read),
        cmocka_unit_test(json_of_other_shapes_is_read),
        cmocka_unit_test(bad_json_is_refused),
        cmocka_unit_test(what_is_no_programme_is_refused),
        cmocka_unit_test(endless_programmes_are_refused),
        cmocka_unit_test(durations_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
