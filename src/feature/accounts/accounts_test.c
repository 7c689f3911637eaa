/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_test.c - links are good once, for a day; sessions end; nobody learns why a link is
 * refused.
 */
#include "feature/accounts/accounts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "feature/accounts/accounts_store.h"

extern const struct migration_list accounts_migrations;

#define START_MS 1341820800000 /* 2012-07-09 10:00 in Berlin */
#define DAY_MS ((int64_t)24 * 3600 * 1000)

struct fixture {
    arena *a;
    char folder[64];
    store_pool *pool;
    store *s;
};

static void ok(const err *e, arena *a)
{
    if (e != NULL)
        fail_msg("%s", str_c(a, err_text(a, e)));
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    f->a = arena_new(ARENA_LIMIT);
    snprintf(f->folder, sizeof(f->folder), "/tmp/netzarbeit-accounts-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    const struct store_options so = { .folder = str_of(f->folder),
                                      .lists = &accounts_migrations,
                                      .list_count = 1 };
    ok(store_pool_open(f->a, &so, &f->pool), f->a);
    f->s = store_new(f->pool);
    clock_set(START_MS);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    store_free(f->s);
    store_pool_close(f->pool);
    static const char *const files[] = { "netzarbeit.db", "netzarbeit.db-wal", "netzarbeit.db-shm",
                                         "serve.lock" };
    char path[128];
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        snprintf(path, sizeof(path), "%s/%s", f->folder, files[i]);
        unlink(path);
    }
    rmdir(f->folder);
    arena_free(f->a);
    free(f);
    clock_real();
    return 0;
}

static int64_t add_host(struct fixture *f)
{
    int64_t id = 0;
    ok(accounts_add(f->s, f->a, S("ada@example.org"), S("Ada"), S("host"), &id), f->a);
    return id;
}

static void test_what_cannot_be_an_account(void **state)
{
    struct fixture *f = *state;
    const str bad[] = { S(""),     S("ada"),   S("@example.org"),
                        S("ada@"), S("a@b@c"), S("a b@example.org") };
    int64_t id = 0;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_int_equal(accounts_add(f->s, f->a, bad[i], S("Ada"), S("host"), &id)->kind,
                         ERR_INVALID);
    assert_int_equal(accounts_add(f->s, f->a, S("a@example.org"), S(" "), S("host"), &id)->kind,
                     ERR_INVALID);
    assert_int_equal(accounts_add(f->s, f->a, S("a@example.org"), S("A"), S("king"), &id)->kind,
                     ERR_INVALID);
    struct account_list list = { 0 };
    ok(accounts_list(f->s, f->a, &list), f->a);
    assert_int_equal(list.n, 0);
}

static void test_one_account_an_address(void **state)
{
    struct fixture *f = *state;
    int64_t id = add_host(f);
    int64_t other = 0;
    assert_int_equal(
        accounts_add(f->s, f->a, S("ADA@example.org"), S("Eve"), S("member"), &other)->kind,
        ERR_CONFLICT);
    struct account found = { 0 };
    ok(accounts_find(f->s, f->a, S("Ada@Example.ORG"), &found), f->a);
    assert_int_equal(found.id, id);
    assert_true(str_eq(found.name, S("Ada")));
    assert_int_equal(accounts_find(f->s, f->a, S("eve@example.org"), &found)->kind, ERR_MISSING);
}

static void test_a_link_is_good_once(void **state)
{
    struct fixture *f = *state;
    str token = { 0 }, session = { 0 };
    ok(accounts_link(f->s, f->a, add_host(f), &token), f->a);
    ok(accounts_sign_in(f->s, f->a, token, &session), f->a);
    assert_false(str_eq(token, session));
    const err *again = accounts_sign_in(f->s, f->a, token, &session);
    const err *unknown = accounts_sign_in(f->s, f->a, S("abcdefghijklmnopqrstuvwxyz"), &session);
    assert_int_equal(again->kind, ERR_GONE);
    assert_int_equal(unknown->kind, ERR_GONE);
    assert_true(str_eq(again->msg, unknown->msg));
}

static void test_a_link_is_good_for_a_day(void **state)
{
    struct fixture *f = *state;
    str early = { 0 }, late = { 0 }, session = { 0 };
    int64_t id = add_host(f);
    ok(accounts_link(f->s, f->a, id, &early), f->a);
    ok(accounts_link(f->s, f->a, id, &late), f->a);
    clock_set(START_MS + DAY_MS - 1);
    ok(accounts_sign_in(f->s, f->a, early, &session), f->a);
    clock_set(START_MS + DAY_MS);
    assert_int_equal(accounts_sign_in(f->s, f->a, late, &session)->kind, ERR_GONE);
}

static struct req_who who_is(struct fixture *f, str cookie)
{
    struct req_who who = { 0 };
    req r = { .arena = f->a, .store = f->s };
    ok(accounts_session(&r, cookie, &who), f->a);
    return who;
}

static void test_a_session_lasts_until_signed_out_or_ninety_days(void **state)
{
    struct fixture *f = *state;
    str token = { 0 }, first = { 0 }, second = { 0 };
    int64_t id = add_host(f);
    ok(accounts_link(f->s, f->a, id, &token), f->a);
    ok(accounts_sign_in(f->s, f->a, token, &first), f->a);
    ok(accounts_link(f->s, f->a, id, &token), f->a);
    ok(accounts_sign_in(f->s, f->a, token, &second), f->a);
    assert_int_equal(who_is(f, S("")).role, ROLE_NOBODY);
    assert_int_equal(who_is(f, S("forged")).account, 0);
    assert_int_equal(who_is(f, first).role, ROLE_HOST);
    assert_int_equal(who_is(f, first).account, id);

    ok(accounts_sign_out(f->s, f->a, who_is(f, first).session), f->a);
    assert_int_equal(who_is(f, first).role, ROLE_NOBODY);
    assert_int_equal(who_is(f, second).role, ROLE_HOST);
    clock_set(START_MS + 90 * DAY_MS);
    assert_int_equal(who_is(f, second).role, ROLE_NOBODY);
}

static void test_the_host_link_is_printed_until_a_host_was_here(void **state)
{
    struct fixture *f = *state;
    str token = { 0 }, session = { 0 };
    ok(accounts_host_link(f->s, f->a, &token), f->a);
    assert_non_null(token.p);
    ok(accounts_host_link(f->s, f->a, &token), f->a);
    assert_non_null(token.p);
    ok(accounts_sign_in(f->s, f->a, token, &session), f->a);
    ok(accounts_host_link(f->s, f->a, &token), f->a);
    assert_null(token.p);
    ok(accounts_sign_out(f->s, f->a, who_is(f, session).session), f->a);
    ok(accounts_host_link(f->s, f->a, &token), f->a);
    assert_null(token.p);
}

static void test_every_query_is_what_it_says(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; accounts_queries[i] != NULL; i++)
        ok(store_query_check(f->s, f->a, accounts_queries[i]), f->a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_cannot_be_an_account, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_one_account_an_address, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_link_is_good_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_link_is_good_for_a_day, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_session_lasts_until_signed_out_or_ninety_days,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_host_link_is_printed_until_a_host_was_here, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_every_query_is_what_it_says, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
