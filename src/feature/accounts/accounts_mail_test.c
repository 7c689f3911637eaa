/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_mail_test.c - a sign-in link by mail: for whom, how often, and that it signs in.
 */
#include "feature/accounts/accounts_mail.h"

#include "base/clock.h"
#include "feature/accounts/accounts.h"
#include "feature/accounts/accounts_test_help.h"
#include "feature/house/house.h"
#include "feature/mail/mail.h"
#include "feature/mail/mail_server.h"

static void with_server(struct store_rig *f)
{
    const struct mail_server server = { .host = S("127.0.0.1"),
                                        .port = S("1"),
                                        .security = S("clear"),
                                        .from = S("house@example.org") };
    OK(mail_server_keep(f->s, f->arena, &server));
    OK(house_set(f->s, f->arena, "url", S("https://house.example")));
    OK(house_set(f->s, f->arena, "name", S("Das Haus")));
}

static void wish(struct store_rig *f, const char *email)
{
    OK(accounts_mail_wish(f->s, f->arena, str_of(email), LANG_DE));
    OK(accounts_mail_work(f->s, f->arena));
}

static struct mail_list mails_of(struct store_rig *f, int64_t account)
{
    struct mail_list list = { 0 };
    OK(mail_newest(f->s, f->arena, account, 100, &list));
    return list;
}

static void test_the_link_signs_in(void **state)
{
    struct store_rig *f = *state;
    int64_t host = accounts_test_help_host(f);
    with_server(f);
    wish(f, " ADA@example.org ");
    struct mail_list list = mails_of(f, host);
    assert_int_equal(list.n, 1);
    SAME(list.item[0].to.address, "ada@example.org");
    assert_true(list.item[0].automatic);
    const str before = S("https://house.example/sign-in/");
    assert_true(str_starts(list.item[0].link, before));
    assert_true(str_contains(mail_text(f->arena, &list.item[0]), list.item[0].link));
    str session = { 0 }, token = str_sub(list.item[0].link, before.n, 99);
    OK(accounts_sign_in(f->s, f->arena, token, &session));
    KIND(accounts_sign_in(f->s, f->arena, token, &session), ERR_GONE);
}

static void test_strangers_get_nothing(void **state)
{
    struct store_rig *f = *state;
    int64_t host = accounts_test_help_host(f);
    with_server(f);
    wish(f, "eve@example.org");
    assert_int_equal(mails_of(f, host).n, 0);
    assert_int_equal(mails_of(f, 0).n, 0);
    /* A wish is looked up once. */
    int64_t id = 0;
    OK(accounts_add(f->s, f->arena, S("eve@example.org"), S("Eve"), S("member"), &id));
    OK(accounts_mail_work(f->s, f->arena));
    assert_int_equal(mails_of(f, id).n, 0);
}

static void test_three_an_hour(void **state)
{
    struct store_rig *f = *state;
    int64_t host = accounts_test_help_host(f);
    with_server(f);
    for (int i = 0; i < 7; i++)
        wish(f, "ada@example.org");
    assert_int_equal(mails_of(f, host).n, ACCOUNTS_MAILS_AN_HOUR);
    clock_set(START_MS + 61 * MINUTE_MS);
    wish(f, "ada@example.org");
    assert_int_equal(mails_of(f, host).n, ACCOUNTS_MAILS_AN_HOUR + 1);
}

static void test_what_is_refused(void **state)
{
    struct store_rig *f = *state;
    KIND(accounts_mail_wish(f->s, f->arena, S("ada@example.org"), LANG_DE), ERR_MISSING);
    with_server(f);
    KIND(accounts_mail_wish(f->s, f->arena, S("ada"), LANG_DE), ERR_INVALID);
    KIND(accounts_mail_wish(f->s, f->arena, S("ada@example.org\nBcc: x@y"), LANG_DE), ERR_INVALID);
    for (int i = 0; i < 1000; i++)
        OK(accounts_mail_wish(f->s, f->arena, S("nobody@example.org"), LANG_DE));
    KIND(accounts_mail_wish(f->s, f->arena, S("ada@example.org"), LANG_DE), ERR_BUSY);
    for (int i = 0; i < 10; i++)
        OK(accounts_mail_work(f->s, f->arena));
    OK(accounts_mail_wish(f->s, f->arena, S("ada@example.org"), LANG_DE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_the_link_signs_in),
        TEST(test_strangers_get_nothing),
        TEST(test_three_an_hour),
        TEST(test_what_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
