/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house_setup_test.c - what the set-up form takes, which addresses are public, and that a public
 * house without imprint or privacy stays shut to visitors.
 */
#include <stdlib.h>

#include "feature/house/house.h"
#include "feature/house/house_address.h"
#include "feature/house/house_frame.h"
#include "feature/house/house_setup.h"
#include "setup.html.h"
#include "store/store_rig.h"

static int rig_open(void **state)
{
    *state = store_rig_open(house.migrations, 1);
    return 0;
}

/* What is kept in memory of one test is not there in the next. */
static int rig_close(void **state)
{
    struct store_rig *f = *state;
    OK(house_set(f->s, f->arena, "url", S("http://127.0.0.1:2012")));
    return store_rig_tear_down(state);
}

static void an_address_is_a_scheme_and_a_name(void **state)
{
    (void)state;
    static const char *const good[] = {
        "https://house.example", "http://localhost:2012",      "HTTP://127.0.0.1",
        "https://[::1]:443",     "https://xn--hs-wia.example", "https://a-b.c-d.example:65535"
    };
    static const char *const bad[] = { "",
                                       "house.example",
                                       "https://",
                                       "ftp://house.example",
                                       "javascript://house.example",
                                       "https://house.example/path",
                                       "https://house.example?x",
                                       "https://ada@house.example",
                                       "https://house.example:0",
                                       "https://house.example:65536",
                                       "https://house.example:",
                                       "https://house..example",
                                       "https://-a.example",
                                       "https://a-.example",
                                       "https://hä.example",
                                       "https://a b.example",
                                       "https://[::1",
                                       "https://[::1]x",
                                       "https://[g::1]",
                                       "https://house.example\nX: y" };
    for (size_t i = 0; i < COUNT_OF(good); i++)
        if (!house_address_ok(str_of(good[i])))
            fail_msg("refused: %s", good[i]);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (house_address_ok(str_of(bad[i])))
            fail_msg("taken: %s", bad[i]);
}

static void only_what_the_world_reaches_is_public(void **state)
{
    (void)state;
    static const char *const home[] = {
        "http://127.0.0.1:2012",
        "http://localhost",
        "http://[::1]:2012",
        "http://haus.local",
        "http://HAUS.LOCAL:80",
        "http://haus",
        "http://a.localhost",
        "http://10.1.2.3",
        "http://172.31.0.1",
        "http://[fe80::1]",
        "http://192.168.178.20",
        "http://[fd00::1]",
        "http://169.254.0.1",
        "http://0.0.0.0",
        "http://box.home.arpa",
        "http://[::ffff:10.0.0.1]",
        "no address",
        "",
    };
    static const char *const world[] = {
        "https://house.example",         "http://203.0.113.7",     "http://172.32.0.1",
        "http://[2001:db8::1]",          "http://mylocal.example", "http://[::ffff:203.0.113.7]",
        "https://notlocal.example:8443",
    };
    for (size_t i = 0; i < COUNT_OF(home); i++)
        if (house_address_public(str_of(home[i])))
            fail_msg("taken for public: %s", home[i]);
    for (size_t i = 0; i < COUNT_OF(world); i++)
        if (!house_address_public(str_of(world[i])))
            fail_msg("taken for home: %s", world[i]);
}

static struct house_setup filled(void)
{
    return (struct house_setup){ .field = { [SETUP_NAME] = S("  House of\tTalks "),
                                            [SETUP_HOST] = S("Ada"),
                                            [SETUP_LANG] = S("en"),
                                            [SETUP_ZONE] = S("lisbon"),
                                            [SETUP_URL] = S("https://house.example//"),
                                            [SETUP_INFO] = S("info@house.example"),
                                            [SETUP_IMPRINT] = S("Ada\r\nStreet 1"),
                                            [SETUP_PRIVACY] = S("Ada") } };
}

static void a_good_form_is_cleaned_and_kept(void **state)
{
    struct store_rig *f = *state;
    struct house_setup wanted = filled(), clean = { 0 }, wrong = { 0 }, kept = { 0 };
    assert_true(house_setup_check(f->arena, LANG_EN, &wanted, &clean, &wrong));
    SAME(clean.field[SETUP_NAME], "House of Talks");
    SAME(clean.field[SETUP_ZONE], "Europe/Lisbon");
    SAME(clean.field[SETUP_URL], "https://house.example");
    SAME(clean.field[SETUP_IMPRINT], "Ada\nStreet 1");
    OK(house_setup_keep(f->s, f->arena, &clean));
    OK(house_setup_load(f->s, f->arena, S("http://elsewhere"), &kept));
    for (enum house_setup_field i = 0; i < SETUP_FIELDS; i++)
        assert_true(str_eq(kept.field[i], clean.field[i]));
}

static void only_the_wrong_field_is_named(void **state)
{
    struct store_rig *f = *state;
    static const struct {
        enum house_setup_field field;
        const char *value;
    } cases[] = {
        { SETUP_NAME, " \xe2\x80\x8b " },
        { SETUP_HOST, "" },
        { SETUP_LANG, "fr" },
        { SETUP_ZONE, "Atlantis" },
        { SETUP_URL, "house.example" },
        { SETUP_URL, "https://house.example/week" },
        { SETUP_INFO, "ada" },
        { SETUP_INFO, "a@b@c.example" },
        { SETUP_INFO, "a b@c.example" },
        { SETUP_INFO, "a@c..example" },
        { SETUP_INFO, "a@c.example,b@c.example" },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct house_setup wanted = filled(), clean = { 0 }, wrong = { 0 };
        wanted.field[cases[i].field] = str_of(cases[i].value);
        if (house_setup_check(f->arena, LANG_DE, &wanted, &clean, &wrong))
            fail_msg("taken: %s", cases[i].value);
        for (enum house_setup_field k = 0; k < SETUP_FIELDS; k++)
            assert_int_equal(wrong.field[k].n > 0, k == cases[i].field);
    }
}

/* Every field at its limit and one above it. */
static void every_field_has_an_end(void **state)
{
    struct store_rig *f = *state;
    static const struct {
        enum house_setup_field field;
        size_t most;
    } cases[] = { { SETUP_NAME, 80 }, { SETUP_SOCIAL, 200 }, { SETUP_IMPRINT, 20000 } };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        for (size_t over = 0; over < 2; over++) {
            buf b = { 0 };
            buf_on_arena(&b, f->arena, 100000);
            for (size_t n = 0; n < cases[i].most + over; n++)
                buf_add(&b, S("ö"));
            struct house_setup wanted = filled(), clean = { 0 }, wrong = { 0 };
            wanted.field[cases[i].field] = buf_str(&b);
            assert_int_equal(house_setup_check(f->arena, LANG_EN, &wanted, &clean, &wrong),
                             over == 0);
        }
}

static void nothing_set_has_proposals_but_no_name(void **state)
{
    struct store_rig *f = *state;
    struct house_setup s = { 0 };
    bool named = true;
    (void)setenv("TZ", "Asia/Tokyo", 1);
    OK(house_setup_load(f->s, f->arena, S("http://127.0.0.1:41"), &s));
    SAME(s.field[SETUP_NAME], "");
    SAME(s.field[SETUP_URL], "http://127.0.0.1:41");
    SAME(s.field[SETUP_ZONE], "Asia/Tokyo");
    SAME(s.field[SETUP_LANG], "de");
    /* A server's clock says nothing about where its people live. */
    (void)setenv("TZ", ":Etc/UTC", 1);
    OK(house_setup_load(f->s, f->arena, S(""), &s));
    SAME(s.field[SETUP_ZONE], "Europe/Berlin");
    (void)unsetenv("TZ");
    OK(house_named(f->s, f->arena, &named));
    assert_false(named);
    OK(house_set(f->s, f->arena, "name", S("House")));
    OK(house_named(f->s, f->arena, &named));
    assert_true(named);
}

static void a_public_house_opens_with_both_texts(void **state)
{
    struct store_rig *f = *state;
    req visitor = { 0 }, host = { .who = { .role = ROLE_HOST } };
    OK(house_set(f->s, f->arena, "url", S("https://house.example")));
    assert_false(house_open(&visitor));
    assert_true(house_open(&host));
    OK(house_set(f->s, f->arena, "imprint", S("Ada")));
    assert_false(house_open(&visitor));
    OK(house_set(f->s, f->arena, "privacy", S("  \n ")));
    assert_false(house_open(&visitor));
    OK(house_set(f->s, f->arena, "privacy", S("Ada")));
    assert_true(house_open(&visitor));
    OK(house_set(f->s, f->arena, "imprint", S("")));
    assert_false(house_open(&visitor));
    OK(house_set(f->s, f->arena, "imprint", S("Ada")));
}

/* A change that is rolled back changes nothing in memory either. */
static const err *set_and_leave(store *s, arena *a)
{
    TX(t, s, a);
    TRY(house_set(s, a, "lang", S("en")));
    return NULL;
}

static void the_language_follows_the_setting(void **state)
{
    struct store_rig *f = *state;
    OK(house_set(f->s, f->arena, "lang", S("de")));
    assert_int_equal(house_language(), LANG_DE);
    OK(set_and_leave(f->s, f->arena));
    assert_int_equal(house_language(), LANG_DE);
    OK(house_set(f->s, f->arena, "lang", S("en")));
    assert_int_equal(house_language(), LANG_EN);
}

static void hostile_words_stay_in_their_field(void **state)
{
    (void)state;
    SCRATCH(a);
    page p = { 0 };
    page_init(&p, a, LANG_EN, 1 << 20);
    struct house_input field = { .name = S("imprint"),
                                 .type = S("markdown"),
                                 .label = S("Imprint"),
                                 .value = S("</textarea><script>alert(1)</script>"),
                                 .wrong = S("<b>no</b>") };
    setup_page(&p, (struct house_setup_page){ .wrong = 1, .fields = { &field, 1 } },
               (struct house_zones){ 0 });
    str text = buf_str(&p.body);
    assert_false(str_contains(text, S("<script")));
    assert_false(str_contains(text, S("<b>")));
    assert_true(str_contains(text, S("aria-invalid=\"true\"")));
    assert_true(str_contains(text, S("id=\"imprint-wrong\"")));
}

#define T(test) cmocka_unit_test_setup_teardown(test, rig_open, rig_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_a_scheme_and_a_name),
        cmocka_unit_test(only_what_the_world_reaches_is_public),
        T(a_good_form_is_cleaned_and_kept),
        T(only_the_wrong_field_is_named),
        T(every_field_has_an_end),
        T(nothing_set_has_proposals_but_no_name),
        T(a_public_house_opens_with_both_texts),
        T(the_language_follows_the_setting),
        cmocka_unit_test(hostile_words_stay_in_their_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
