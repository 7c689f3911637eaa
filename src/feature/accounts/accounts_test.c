/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_test.c - links are good once, for a day; sessions end; nobody learns why a link is
 * refused.
 */
#include "feature/accounts/accounts.h"

#include "base/clock.h"
#include "feature/accounts/accounts_store.h"
#include "feature/accounts/accounts_test_help.h"

static void test_what_cannot_be_an_account(void **state)
{
    struct store_rig *f = *state;
    const str bad[] = { S(""),     S("ada"),   S("@example.org"),
                        S("ada@"), S("a@b@c"), S("a b@example.org") };
    int64_t id = 0;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_int_equal(accounts_add(f->s, f->arena, bad[i], S("Ada"), S("host"), &id)->kind,
                         ERR_INVALID);
    assert_int_equal(accounts_add(f->s, f->arena, S("a@example.org"), S(" "), S("host"), &id)->kind,
                     ERR_INVALID);
    assert_int_equal(accounts_add(f->s, f->arena, S("a@example.org"), S("A"), S("king"), &id)->kind,
                     ERR_INVALID);
    struct account_list list = { 0 };
    OK(accounts_list(f->s, f->arena, &list));
    assert_int_equal(list.n, 0);
}

static void test_one_account_an_address(void **state)
{
    struct store_rig *f = *state;
    int64_t id = accounts_test_help_host(f);
    int64_t other = 0;
    assert_int_equal(
        accounts_add(f->s, f->arena, S("ADA@example.org"), S("Eve"), S("member"), &other)->kind,
        ERR_CONFLICT);
    struct account found = { 0 };
    OK(accounts_find(f->s, f->arena, S("Ada@Example.ORG"), &found));
    assert_int_equal(found.id, id);
    assert_true(str_eq(found.name, S("Ada")));
    assert_int_equal(accounts_find(f->s, f->arena, S("eve@example.org"), &found)->kind,
                     ERR_MISSING);
}

static void test_a_link_is_good_once(void **state)
{
    struct store_rig *f = *state;
    str token = { 0 }, session = { 0 };
    OK(accounts_link(f->s, f->arena, accounts_test_help_host(f), &token));
    OK(accounts_sign_in(f->s, f->arena, token, &session));
    assert_false(str_eq(token, session));
    const err *again = accounts_sign_in(f->s, f->arena, token, &session);
    const err *unknown =
        accounts_sign_in(f->s, f->arena, S("abcdefghijklmnopqrstuvwxyz"), &session);
    assert_int_equal(again->kind, ERR_GONE);
    assert_int_equal(unknown->kind, ERR_GONE);
    assert_true(str_eq(again->msg, unknown->msg));
}

static void test_a_link_is_good_for_a_day(void **state)
{
    struct store_rig *f = *state;
    str early = { 0 }, late = { 0 }, session = { 0 };
    int64_t id = accounts_test_help_host(f);
    OK(accounts_link(f->s, f->arena, id, &early));
    OK(accounts_link(f->s, f->arena, id, &late));
    clock_set(START_MS + DAY_MS - 1);
    OK(accounts_sign_in(f->s, f->arena, early, &session));
    clock_set(START_MS + DAY_MS);
    assert_int_equal(accounts_sign_in(f->s, f->arena, late, &session)->kind, ERR_GONE);
}

static struct req_who who_is(struct store_rig *f, str cookie)
{
    struct req_who who = { 0 };
    req r = { .arena = f->arena, .store = f->s };
    OK(accounts_session(&r, cookie, &who));
    return who;
}

static void test_a_session_lasts_until_signed_out_or_ninety_days(void **state)
{
    struct store_rig *f = *state;
    str token = { 0 }, first = { 0 }, second = { 0 };
    int64_t id = accounts_test_help_host(f);
    OK(accounts_link(f->s, f->arena, id, &token));
    OK(accounts_sign_in(f->s, f->arena, token, &first));
    OK(accounts_link(f->s, f->arena, id, &token));
    OK(accounts_sign_in(f->s, f->arena, token, &second));
    assert_int_equal(who_is(f, S("")).role, ROLE_NOBODY);
    assert_int_equal(who_is(f, S("forged")).account, 0);
    assert_int_equal(who_is(f, first).role, ROLE_HOST);
    assert_int_equal(who_is(f, first).account, id);

    OK(accounts_sign_out(f->s, f->arena, who_is(f, first).session));
    assert_int_equal(who_is(f, first).role, ROLE_NOBODY);
    assert_int_equal(who_is(f, second).role, ROLE_HOST);
    clock_set(START_MS + 90 * DAY_MS);
    assert_int_equal(who_is(f, second).role, ROLE_NOBODY);
}

static void test_the_host_link_is_printed_until_a_host_was_here(void **state)
{
    struct store_rig *f = *state;
    str token = { 0 }, session = { 0 };
    OK(accounts_host_link(f->s, f->arena, &token));
    assert_non_null(token.p);
    OK(accounts_host_link(f->s, f->arena, &token));
    assert_non_null(token.p);
    OK(accounts_sign_in(f->s, f->arena, token, &session));
    OK(accounts_host_link(f->s, f->arena, &token));
    assert_null(token.p);
    OK(accounts_sign_out(f->s, f->arena, who_is(f, session).session));
    OK(accounts_host_link(f->s, f->arena, &token));
    assert_null(token.p);
}

static void test_the_first_host_is_called_as_the_host_is(void **state)
{
    struct store_rig *f = *state;
    struct account host = { 0 };
    str token = { 0 };
    int64_t id = 0;
    OK(accounts_host_named(f->s, f->arena, S("Nobody")));
    OK(accounts_host_link(f->s, f->arena, &token));
    OK(accounts_add(f->s, f->arena, S("ben@example.org"), S("Ben"), S("host"), &id));
    OK(accounts_host_named(f->s, f->arena, S("Hanna Gastfreund")));
    OK(accounts_find(f->s, f->arena, S("host@localhost"), &host));
    assert_true(str_eq(host.name, S("Hanna Gastfreund")));
    OK(accounts_find(f->s, f->arena, S("ben@example.org"), &host));
    assert_true(str_eq(host.name, S("Ben")));
}

static void test_every_query_is_what_it_says(void **state)
{
    struct store_rig *f = *state;
    for (size_t i = 0; accounts_queries[i] != NULL; i++)
        OK(store_query_check(f->s, f->arena, accounts_queries[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_what_cannot_be_an_account),
        TEST(test_one_account_an_address),
        TEST(test_a_link_is_good_once),
        TEST(test_a_link_is_good_for_a_day),
        TEST(test_a_session_lasts_until_signed_out_or_ninety_days),
        TEST(test_the_host_link_is_printed_until_a_host_was_here),
        TEST(test_the_first_host_is_called_as_the_host_is),
        TEST(test_every_query_is_what_it_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
