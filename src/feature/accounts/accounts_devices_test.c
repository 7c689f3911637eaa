/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_devices_test.c - one's devices are one's own; a code lets one in once, for ten minutes,
 * and cannot be guessed at leisure; who joins by an invitation learns nothing about others.
 */
#include "feature/accounts/accounts_devices.h"

#include <string.h>

#include "base/clock.h"
#include "feature/accounts/accounts.h"
#include "feature/accounts/accounts_links.h"
#include "feature/accounts/accounts_store.h"
#include "feature/accounts/accounts_test_help.h"
#include "feature/house/house.h"

#define SECOND_NS ((int64_t)1000000000)
#define HOUR_NS (3600 * SECOND_NS)

static str sign_in(struct store_rig *f, int64_t account)
{
    str session = { 0 };
    OK(accounts_session_new(f->s, f->arena, account, &session));
    return session;
}

static struct req_who who_is(struct store_rig *f, str cookie)
{
    struct req_who who = { 0 };
    req r = { .arena = f->arena, .store = f->s };
    OK(accounts_session(&r, cookie, &who));
    return who;
}

static int64_t add_member(struct store_rig *f)
{
    int64_t id = 0;
    OK(accounts_add(f->s, f->arena, S("ben@example.org"), S("Ben"), S("member"), &id));
    return id;
}

/* ---- devices ----------------------------------------------------------------------------------
 */

static void test_a_device_is_seen_by_the_day_of_the_house(void **state)
{
    struct store_rig *f = *state;
    int64_t ada = accounts_test_help_host(f);
    struct device_list list = { 0 };
    OK(house_set(f->s, f->arena, "zone", S("Europe/Berlin")));
    str cookie = sign_in(f, ada);
    OK(accounts_devices(f->s, f->arena, ada, &list));
    assert_int_equal(list.n, 1);
    assert_int_equal(list.item[0].created_ms, START_MS);
    assert_true(str_empty(list.item[0].seen));

    (void)who_is(f, cookie);
    OK(accounts_devices(f->s, f->arena, ada, &list));
    assert_true(str_eq(list.item[0].seen, S("2012-07-09")));
    /* 23:59 of the same day in Berlin, then the first minute of the next, which UTC has not yet. */
    clock_set(START_MS + (13 * 60 + 59) * MINUTE_MS);
    (void)who_is(f, cookie);
    OK(accounts_devices(f->s, f->arena, ada, &list));
    assert_true(str_eq(list.item[0].seen, S("2012-07-09")));
    clock_set(START_MS + 14 * (60 * MINUTE_MS));
    (void)who_is(f, cookie);
    OK(accounts_devices(f->s, f->arena, ada, &list));
    assert_true(str_eq(list.item[0].seen, S("2012-07-10")));
}

static void test_nobody_ends_anothers_session(void **state)
{
    struct store_rig *f = *state;
    int64_t ada = accounts_test_help_host(f), ben = add_member(f);
    str hers = sign_in(f, ada), his = sign_in(f, ben);
    int64_t session = who_is(f, hers).session;
    OK(accounts_device_end(f->s, f->arena, ben, session));
    assert_int_equal(who_is(f, hers).account, ada);
    OK(accounts_devices_end_others(f->s, f->arena, ben, who_is(f, his).session));
    assert_int_equal(who_is(f, hers).account, ada);
    OK(accounts_device_end(f->s, f->arena, ada, session));
    OK(accounts_device_end(f->s, f->arena, ada, session));
    assert_int_equal(who_is(f, hers).account, 0);
    assert_int_equal(who_is(f, his).account, ben);
}

static void test_signing_out_everywhere_else_leaves_this_device(void **state)
{
    struct store_rig *f = *state;
    int64_t ada = accounts_test_help_host(f);
    str here = sign_in(f, ada), there = sign_in(f, ada), token = { 0 }, code = { 0 },
        session = { 0 };
    OK(accounts_device_link(f->s, f->arena, ada, &token, &code));
    OK(accounts_devices_end_others(f->s, f->arena, ada, who_is(f, here).session));
    assert_int_equal(who_is(f, here).account, ada);
    assert_int_equal(who_is(f, there).account, 0);
    /* A link that somebody may have seen is gone with them. */
    assert_int_equal(accounts_sign_in(f->s, f->arena, token, &session)->kind, ERR_GONE);
    assert_int_equal(accounts_device_sign_in(f->s, f->arena, code, &session)->kind, ERR_GONE);
    struct device_list list = { 0 };
    OK(accounts_devices(f->s, f->arena, ada, &list));
    assert_int_equal(list.n, 1);
}

/* ---- codes ------------------------------------------------------------------------------------
 */

static void test_a_code_is_easily_said(void **state)
{
    struct store_rig *f = *state;
    int64_t ada = accounts_test_help_host(f);
    str token = { 0 }, code = { 0 };
    bool used[128] = { 0 };
    for (int i = 0; i < 200; i++) {
        OK(accounts_device_link(f->s, f->arena, ada, &token, &code));
        assert_int_equal(code.n, 8);
        for (size_t k = 0; k < code.n; k++)
            used[(unsigned char)code.p[k] & 127] = true;
    }
    for (const char *c = "abcdefghjkmnprtuwxy347"; *c != '\0'; c++)
        assert_true(used[(unsigned char)*c]);
    for (const char *c = "ilo01s5z26qv89"; *c != '\0'; c++)
        assert_false(used[(unsigned char)*c]);
    str shown = accounts_device_code_shown(f->arena, code);
    assert_int_equal(shown.n, 9);
    assert_int_equal(shown.p[4], ' ');
}

static void test_a_code_is_read_as_people_type(void **state)
{
    struct store_rig *f = *state;
    int64_t ada = accounts_test_help_host(f);
    for (int way = 0; way < 4; way++) {
        str token = { 0 }, code = { 0 }, session = { 0 };
        OK(accounts_device_link(f->s, f->arena, ada, &token, &code));
        str first = str_sub(code, 0, 4), second = str_sub(code, 4, 4);
        char *upper = str_c(f->arena, code);
        for (size_t i = 0; i < 8; i++)
            upper[i] = (char)(upper[i] >= 'a' ? upper[i] - 'a' + 'A' : upper[i]);
        const str typed[] = {
            accounts_device_code_shown(f->arena, code),
            str_format(f->arena, "  %.*s-%.*s ", STR_ARG(first), STR_ARG(second)),
            str_of(upper),
            code,
        };
        OK(accounts_device_sign_in(f->s, f->arena, typed[way], &session));
        assert_int_equal(who_is(f, session).account, ada);
    }
}

static void test_code_and_link_are_used_up_together(void **state)
{
    struct store_rig *f = *state;
    int64_t ada = accounts_test_help_host(f);
    str token = { 0 }, code = { 0 }, session = { 0 };
    OK(accounts_device_link(f->s, f->arena, ada, &token, &code));
    OK(accounts_device_sign_in(f->s, f->arena, code, &session));
    assert_int_equal(accounts_device_sign_in(f->s, f->arena, code, &session)->kind, ERR_GONE);
    assert_int_equal(accounts_sign_in(f->s, f->arena, token, &session)->kind, ERR_GONE);
    OK(accounts_device_link(f->s, f->arena, ada, &token, &code));
    OK(accounts_sign_in(f->s, f->arena, token, &session));
    assert_int_equal(accounts_device_sign_in(f->s, f->arena, code, &session)->kind, ERR_GONE);
}

static void test_only_the_newest_code_holds_and_for_ten_minutes(void **state)
{
    struct store_rig *f = *state;
    int64_t ada = accounts_test_help_host(f), ben = add_member(f);
    str token = { 0 }, old = { 0 }, other = { 0 }, newest = { 0 }, session = { 0 }, link = { 0 };
    OK(accounts_link(f->s, f->arena, ada, &link));
    OK(accounts_device_link(f->s, f->arena, ada, &token, &old));
    OK(accounts_device_link(f->s, f->arena, ben, &token, &other));
    OK(accounts_device_link(f->s, f->arena, ada, &token, &newest));
    assert_int_equal(accounts_device_sign_in(f->s, f->arena, old, &session)->kind, ERR_GONE);
    clock_set(START_MS + 10 * MINUTE_MS - 1);
    OK(accounts_device_sign_in(f->s, f->arena, other, &session));
    assert_int_equal(who_is(f, session).account, ben);
    clock_set(START_MS + 10 * MINUTE_MS);
    assert_int_equal(accounts_device_sign_in(f->s, f->arena, newest, &session)->kind, ERR_GONE);
    /* A link of the other kind is untouched by codes. */
    OK(accounts_sign_in(f->s, f->arena, link, &session));
}

static void test_what_is_no_code(void **state)
{
    struct store_rig *f = *state;
    str session = { 0 }, token = { 0 }, code = { 0 };
    OK(accounts_device_link(f->s, f->arena, accounts_test_help_host(f), &token, &code));
    char *many = arena_alloc(f->arena, 10000);
    memset(many, 'a', 10000);
    const str bad[] = { { 0 },
                        S(""),
                        S("        "),
                        S("abcdefg"),
                        S("abcdefghj"),
                        S("abcd\0fgh"),
                        S("äöüäöüäö"),
                        { many, 10000 },
                        str_sub(code, 0, 7),
                        str_format(f->arena, "%.*sa", STR_ARG(code)) };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_int_equal(accounts_device_sign_in(f->s, f->arena, bad[i], &session)->kind, ERR_GONE);
    OK(accounts_device_sign_in(f->s, f->arena, code, &session));
}

/* ---- wrong codes ------------------------------------------------------------------------------
 */

static void test_five_wrong_codes_an_hour(void **state)
{
    struct store_rig *f = *state;
    str here = S("192.0.2.1"), there = S("2001:db8::");
    int64_t now = 5 * HOUR_NS;
    for (int i = 0; i < 5; i++)
        assert_int_equal(accounts_tries_take(f->arena, here, now + i * SECOND_NS), 0);
    assert_int_equal(accounts_tries_take(f->arena, here, now + 5 * SECOND_NS), 3595);
    assert_int_equal(accounts_tries_take(f->arena, there, now + 5 * SECOND_NS), 0);
    assert_int_equal(accounts_tries_take(f->arena, here, now + HOUR_NS - 1), 1);
    /* Each try comes back an hour after it was made, not all five at once. */
    assert_int_equal(accounts_tries_take(f->arena, here, now + HOUR_NS), 0);
    assert_int_equal(accounts_tries_take(f->arena, here, now + HOUR_NS), 1);
}

static void test_a_right_code_costs_nothing(void **state)
{
    struct store_rig *f = *state;
    str here = S("192.0.2.2");
    int64_t now = 50 * HOUR_NS;
    for (int i = 0; i < 40; i++) {
        assert_int_equal(accounts_tries_take(f->arena, here, now + i), 0);
        accounts_tries_return(f->arena, here, now + i);
    }
    for (int i = 0; i < 5; i++)
        assert_int_equal(accounts_tries_take(f->arena, here, now), 0);
    assert_true(accounts_tries_take(f->arena, here, now) > 0);
}

/* Many networks together cannot make the house forget one of them. */
static void test_a_crowd_makes_nobody_forgotten(void **state)
{
    struct store_rig *f = *state;
    str here = S("192.0.2.3");
    int64_t now = 500 * HOUR_NS;
    int refused = 0;
    for (int i = 0; i < 5; i++)
        assert_int_equal(accounts_tries_take(f->arena, here, now), 0);
    for (int i = 0; i < 20000; i++)
        refused += accounts_tries_take(f->arena, str_format(f->arena, "2001:db8:%x::", i), now) > 0;
    assert_true(accounts_tries_take(f->arena, here, now) > 0);
    assert_true(refused >= 20000 - 8192);
    /* An hour later there is room again. */
    assert_int_equal(accounts_tries_take(f->arena, S("2001:db8:ffff::"), now + HOUR_NS), 0);
}

/* ---- joining ----------------------------------------------------------------------------------
 */

static str invite(struct store_rig *f, int64_t uses)
{
    str token = { 0 };
    int64_t id = 0;
    OK(accounts_link_make(f->s, f->arena, S("member"), 0, S("the chess club"), 14, uses, &token,
                          &id));
    return token;
}

static void test_an_invitation_makes_a_member(void **state)
{
    struct store_rig *f = *state;
    str token = invite(f, 1), session = { 0 };
    OK(accounts_join(f->s, f->arena, token, S(" Cem@Example.org"), S("Cem  Beispiel"), &session));
    struct req_who who = who_is(f, session);
    assert_int_equal(who.role, ROLE_MEMBER);
    assert_true(str_eq(who.name, S("Cem Beispiel")));
    struct account one = { 0 };
    OK(accounts_find(f->s, f->arena, S("cem@example.org"), &one));
    assert_int_equal(one.id, who.account);
    assert_true(str_empty(one.claimed));
    assert_int_equal(one.created_ms, START_MS);
    assert_int_equal(
        accounts_join(f->s, f->arena, token, S("dora@example.org"), S("Dora"), &session)->kind,
        ERR_GONE);
}

static void test_what_is_wrong_uses_nothing_up(void **state)
{
    struct store_rig *f = *state;
    str token = invite(f, 1), session = { 0 };
    const err *bad = accounts_join(f->s, f->arena, token, S("nobody"), S("Cem"), &session);
    assert_int_equal(bad->kind, ERR_INVALID);
    bad = accounts_join(f->s, f->arena, token, S("cem@example.org"), S(""), &session);
    assert_int_equal(bad->kind, ERR_INVALID);
    OK(accounts_join(f->s, f->arena, token, S("cem@example.org"), S("Cem"), &session));
}

/* An invitation says nothing about who has an account, and gives nobody's away. */
static void test_a_taken_address_is_not_told(void **state)
{
    struct store_rig *f = *state;
    int64_t ada = accounts_test_help_host(f);
    str token = invite(f, 0), first = { 0 }, second = { 0 };
    OK(accounts_join(f->s, f->arena, token, S("ADA@example.org"), S("Eve"), &first));
    OK(accounts_join(f->s, f->arena, token, S("ada@example.org"), S("Eve again"), &second));
    assert_int_not_equal(who_is(f, first).account, ada);
    assert_int_not_equal(who_is(f, first).account, who_is(f, second).account);
    assert_int_equal(who_is(f, first).role, ROLE_MEMBER);
    struct account one = { 0 };
    OK(accounts_find(f->s, f->arena, S("ada@example.org"), &one));
    assert_int_equal(one.id, ada);
    assert_true(str_eq(one.role, S("host")));
    struct account_list all = { 0 };
    OK(accounts_list(f->s, f->arena, &all));
    assert_int_equal(all.n, 3);
    assert_true(str_eq(all.item[1].claimed, S("ada@example.org")));
    assert_true(str_ends(all.item[1].email, S("@claimed.invalid")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_device_is_seen_by_the_day_of_the_house),
        TEST(test_nobody_ends_anothers_session),
        TEST(test_signing_out_everywhere_else_leaves_this_device),
        TEST(test_a_code_is_easily_said),
        TEST(test_a_code_is_read_as_people_type),
        TEST(test_code_and_link_are_used_up_together),
        TEST(test_only_the_newest_code_holds_and_for_ten_minutes),
        TEST(test_what_is_no_code),
        TEST(test_five_wrong_codes_an_hour),
        TEST(test_a_right_code_costs_nothing),
        TEST(test_a_crowd_makes_nobody_forgotten),
        TEST(test_an_invitation_makes_a_member),
        TEST(test_what_is_wrong_uses_nothing_up),
        TEST(test_a_taken_address_is_not_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
