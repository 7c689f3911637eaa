/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * mail_test.c - the queue: what is taken, when it is tried, what becomes of it, who sees it. Real
 * mail servers are for test/blackbox/mail.mjs.
 */
#include <string.h>

#include "base/clock.h"
#include "feature/house/house.h"
#include "feature/mail/mail.h"
#include "feature/mail/mail_rules.h"
#include "feature/mail/mail_server.h"
#include "feature/mail/mail_store.h"
#include "store/store_rig.h"

#define NOW_MS 1341921600000 /* 2012-07-10 12:00 UTC */
#define MINUTE_MS ((int64_t)60 * 1000)

static int set_up(void **state)
{
    const struct migration_list lists[] = { *house.migrations, *mail.migrations };
    *state = store_rig_open(lists, COUNT_OF(lists));
    clock_set(NOW_MS);
    return 0;
}

static int tear_down(void **state)
{
    clock_real();
    return store_rig_tear_down(state);
}

static struct mail_order order(void)
{
    return (struct mail_order){ .account = 7,
                                .purpose = S("introduction"),
                                .about = 3,
                                .to = { S("Anna Schmidt"), S("anna@example.org") },
                                .from_name = S("Erna Muster"),
                                .reply_to = { S("Erna Muster"), S("erna@example.org") },
                                .subject = S("Ein Gespräch?"),
                                .text = S("Guten Tag,\r\n\r\nhier:\n{link}\n\nErna"),
                                .link = S("https://house.example/a/secret"),
                                .lang = LANG_DE };
}

static int64_t queued(struct store_rig *f)
{
    struct mail_order o = order();
    int64_t id = 0;
    OK(mail_queue(f->s, f->arena, &o, &id));
    return id;
}

static struct mail_item found(struct store_rig *f, int64_t id)
{
    struct mail_item m = { 0 };
    OK(mail_find(f->s, f->arena, 7, id, &m));
    return m;
}

/* What mail_rules_send_one does around the mail server. */
static const err *claim(store *s, arena *a, struct mail_item *ret, bool *ret_found)
{
    int64_t now_ms = clock_now_ms();
    TX(t, s, a);
    TRY(mail_store_claim(s, a, now_ms, now_ms + 5 * MINUTE_MS, ret, ret_found));
    return tx_commit(&t);
}

static const err *outcome(store *s, arena *a, int64_t id, struct mail_verdict v, str said)
{
    int64_t changed = 0;
    TX(t, s, a);
    TRY(mail_store_outcome(s, a, id, v.state, v.next_ms, clock_now_ms(), said, &changed));
    return tx_commit(&t);
}

static struct mail_item claimed(struct store_rig *f, bool expected)
{
    struct mail_item m = { 0 };
    bool is = false;
    OK(claim(f->s, f->arena, &m, &is));
    assert_int_equal(is, expected);
    return m;
}

static void judged(struct store_rig *f, const struct mail_item *m, struct smtp_answer answer)
{
    struct mail_verdict v = mail_rules_judge(m, &answer, clock_now_ms());
    OK(outcome(f->s, f->arena, m->id, v, answer.said));
}

static void every_query_can_be_prepared(void **state)
{
    struct store_rig *f = *state;
    size_t n = 0;
    for (; mail.queries[n] != NULL; n++)
        OK(store_query_check(f->s, f->arena, mail.queries[n]));
    assert_int_equal(n, 13);
}

static void a_mail_waits_as_it_was_written(void **state)
{
    struct store_rig *f = *state;
    struct mail_item m = found(f, queued(f));
    SAME(m.state, "queued");
    SAME(m.text, "Guten Tag,\n\nhier:\n{link}\n\nErna");
    SAME(mail_text(f->arena, &m), "Guten Tag,\n\nhier:\nhttps://house.example/a/secret\n\nErna");
    SAME(m.language, "de");
    assert_true(letter_address_ok(m.message_id));
    assert_int_equal(m.tries, 0);
}

static void another_account_sees_nothing(void **state)
{
    struct store_rig *f = *state;
    int64_t id = queued(f);
    struct mail_item m = { 0 };
    struct mail_list list = { 0 };
    const int64_t others[] = { 0, 8 };
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        KIND(mail_find(f->s, f->arena, others[i], id, &m), ERR_MISSING);
        KIND(mail_withdraw(f->s, f->arena, others[i], id), ERR_MISSING);
        KIND(mail_by_hand(f->s, f->arena, others[i], id), ERR_MISSING);
        KIND(mail_again(f->s, f->arena, others[i], id), ERR_MISSING);
        OK(mail_newest(f->s, f->arena, others[i], 10, &list));
        assert_int_equal(list.n, 0);
        OK(mail_about(f->s, f->arena, others[i], S("introduction"), 3, &list));
        assert_int_equal(list.n, 0);
        OK(mail_erase_about(f->s, f->arena, others[i], S("introduction"), 3));
    }
    SAME(found(f, id).state, "queued");
    OK(mail_about(f->s, f->arena, 7, S("introduction"), 3, &list));
    assert_int_equal(list.n, 1);
}

static void what_cannot_be_sent_is_not_taken(void **state)
{
    struct store_rig *f = *state;
    int64_t id = 0;
    struct mail_order o = order();
    o.to.address = S("anna@example.org\r\nBcc: all@example.org");
    KIND(mail_queue(f->s, f->arena, &o, &id), ERR_INVALID);
    o = order();
    o.reply_to.address = S("erna");
    KIND(mail_queue(f->s, f->arena, &o, &id), ERR_INVALID);
    o = order();
    o.subject = S(" \n ");
    KIND(mail_queue(f->s, f->arena, &o, &id), ERR_INVALID);
    o = order();
    char big[MAIL_TEXT_MAX + 1];
    memset(big, 'x', sizeof big);
    o.text = (str){ big, sizeof big };
    KIND(mail_queue(f->s, f->arena, &o, &id), ERR_INVALID);
    o.text.n--;
    OK(mail_queue(f->s, f->arena, &o, &id));
}

static void only_one_sends_it(void **state)
{
    struct store_rig *f = *state;
    int64_t id = queued(f);
    struct mail_item m = claimed(f, true);
    assert_int_equal(m.id, id);
    assert_int_equal(m.tries, 1);
    (void)claimed(f, false);
    /* Its sender died: taken up again after a while, with the same Message-ID. */
    clock_set(NOW_MS + 6 * MINUTE_MS);
    struct mail_item again = claimed(f, true);
    assert_int_equal(again.id, id);
    assert_true(str_eq(again.message_id, m.message_id));
}

static void a_sent_one_forgets_its_link(void **state)
{
    struct store_rig *f = *state;
    int64_t id = queued(f);
    struct mail_item m = claimed(f, true);
    judged(f, &m, (struct smtp_answer){ SMTP_SENT, 250, S("250 ok") });
    m = found(f, id);
    SAME(m.state, "sent");
    SAME(m.link, "");
    SAME(m.said, "250 ok");
    KIND(mail_withdraw(f->s, f->arena, 7, id), ERR_CONFLICT);
    KIND(mail_again(f->s, f->arena, 7, id), ERR_CONFLICT);
    clock_set(NOW_MS + 600 * MINUTE_MS);
    (void)claimed(f, false);
}

static void tries_are_spaced_and_end(void **state)
{
    struct store_rig *f = *state;
    int64_t id = queued(f);
    int64_t pauses[32] = { 0 };
    size_t n = 0;
    while (str_eq(found(f, id).state, S("queued"))) {
        struct mail_item m = found(f, id);
        pauses[n++] = (m.next_ms - clock_now_ms()) / MINUTE_MS;
        assert_true(n < COUNT_OF(pauses));
        if (m.next_ms > clock_now_ms()) {
            clock_set(m.next_ms - 1);
            (void)claimed(f, false);
        }
        clock_set(m.next_ms);
        m = claimed(f, true);
        judged(f, &m, (struct smtp_answer){ SMTP_LATER, 450, S("450 later") });
    }
    const int64_t wanted[] = { 0, 1, 5, 15, 60, 180, 360, 720, 720, 720 };
    assert_int_equal(n, COUNT_OF(wanted));
    for (size_t i = 0; i < n; i++)
        assert_int_equal(pauses[i], wanted[i]);
    SAME(found(f, id).state, "given up");
    assert_true(clock_now_ms() <= NOW_MS + 48 * 60 * MINUTE_MS);
}

static void a_refused_one_can_be_tried_again_without_link_only(void **state)
{
    struct store_rig *f = *state;
    struct mail_order o = order();
    o.text = S("Guten Tag");
    int64_t plain = 0, linked = queued(f);
    OK(mail_queue(f->s, f->arena, &o, &plain));
    for (int i = 0; i < 2; i++) {
        struct mail_item m = claimed(f, true);
        judged(f, &m, (struct smtp_answer){ SMTP_REFUSED, 550, S("550 no such person") });
    }
    SAME(found(f, plain).state, "bounced");
    SAME(found(f, plain).said, "550 no such person");
    OK(mail_again(f->s, f->arena, 7, plain));
    SAME(found(f, plain).state, "queued");
    KIND(mail_again(f->s, f->arena, 7, linked), ERR_CONFLICT);
}

static void what_expires_is_given_up(void **state)
{
    struct store_rig *f = *state;
    struct mail_order o = order();
    int64_t id = 0;
    o.expires_ms = NOW_MS + 3 * MINUTE_MS;
    OK(mail_queue(f->s, f->arena, &o, &id));
    struct mail_item m = claimed(f, true);
    assert_false(mail_rules_expired(&m, NOW_MS));
    judged(f, &m, (struct smtp_answer){ SMTP_UNREACHABLE, 0, S("no way") });
    SAME(found(f, id).state, "queued"); /* in a minute */
    clock_set(NOW_MS + MINUTE_MS);
    m = claimed(f, true);
    judged(f, &m, (struct smtp_answer){ SMTP_UNREACHABLE, 0, S("no way") });
    SAME(found(f, id).state, "given up"); /* five minutes would be too late */
    SAME(found(f, id).link, "");
}

static void a_withdrawn_one_is_not_sent_by_a_try_that_began(void **state)
{
    struct store_rig *f = *state;
    int64_t id = queued(f);
    struct mail_item m = claimed(f, true);
    OK(mail_withdraw(f->s, f->arena, 7, id));
    judged(f, &m, (struct smtp_answer){ SMTP_LATER, 450, S("450 later") });
    SAME(found(f, id).state, "withdrawn");
    id = queued(f);
    OK(mail_by_hand(f->s, f->arena, 7, id));
    SAME(found(f, id).state, "by hand");
    SAME(found(f, id).link, "");
}

static void nothing_is_taken_while_no_server_is_set_up(void **state)
{
    struct store_rig *f = *state;
    int64_t id = queued(f);
    bool did = true, ready = true;
    OK(mail_ready(f->s, f->arena, &ready));
    assert_false(ready);
    OK(mail_rules_send_one(f->s, f->arena, &did));
    assert_false(did);
    assert_int_equal(found(f, id).tries, 0);
}

static void a_server_that_is_away_keeps_the_mail(void **state)
{
    struct store_rig *f = *state;
    struct mail_server server = { .host = S("127.0.0.1"),
                                  .port = S("1"),
                                  .security = S("clear"),
                                  .from = S("house@example.org") };
    OK(mail_server_keep(f->s, f->arena, &server));
    int64_t id = queued(f);
    assert_true(str_ends(found(f, id).message_id, S("@example.org")));
    bool did = false;
    OK(mail_rules_send_one(f->s, f->arena, &did));
    assert_true(did);
    struct mail_item m = found(f, id);
    SAME(m.state, "queued");
    assert_int_equal(m.next_ms, NOW_MS + MINUTE_MS);
    assert_true(m.said.n > 0);
    SAME(m.link, "https://house.example/a/secret");
}

static void for_ones_own_mail_program(void **state)
{
    struct store_rig *f = *state;
    struct mail_item m = { .to = { .address = S("anna@example.org") },
                           .subject = S("Wie geht's & mehr?"),
                           .text = S("Zeile 1\n{link}"),
                           .link = S("https://a.example/x") };
    SAME(mail_mailto(f->arena, &m), "mailto:anna@example.org?subject=Wie%20geht%27s%20%26%20mehr%3F"
                                    "&body=Zeile%201%0D%0Ahttps%3A%2F%2Fa.example%2Fx");
}

static void the_form_of_the_server(void **state)
{
    struct store_rig *f = *state;
    const struct mail_server good = { .host = S("mail.example.org"),
                                      .port = S("587"),
                                      .security = S("starttls"),
                                      .user = S("house"),
                                      .password = S("old"),
                                      .from = S("house@example.org") };
    const char *field = NULL;
    str fault = { 0 };
    struct mail_server s = good;
    s.password = S("");
    assert_true(mail_server_check(f->arena, LANG_EN, &s, &good, &field, &fault));
    SAME(s.password, "old");
    s.user = S("another"); /* somebody else's password is not theirs */
    s.password = S("");
    assert_true(mail_server_check(f->arena, LANG_EN, &s, &good, &field, &fault));
    SAME(s.password, "");

    const struct {
        struct mail_server s;
        const char *field;
    } bad[] = {
        { { .host = S("mail example"), .port = S("1"), .security = S("tls"), .from = S("a@b") },
          "host" },
        { { .host = S("evil/../x"), .port = S("1"), .security = S("tls"), .from = S("a@b") },
          "host" },
        { { .host = S("m.example"), .port = S("0"), .security = S("tls"), .from = S("a@b") },
          "port" },
        { { .host = S("m.example"), .port = S("65536"), .security = S("tls"), .from = S("a@b") },
          "port" },
        { { .host = S("m.example"), .port = S("25"), .security = S("clear"), .from = S("a@b") },
          "security" },
        { { .host = S("m.example"), .port = S("25"), .security = S("any"), .from = S("a@b") },
          "security" },
        { { .host = S("m.example"), .port = S("25"), .security = S("tls"), .from = S("a") },
          "from" },
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        s = bad[i].s;
        assert_false(mail_server_check(f->arena, LANG_DE, &s, &good, &field, &fault));
        assert_string_equal(field, bad[i].field);
        assert_true(fault.n > 0);
    }
    s = (struct mail_server){
        .host = S("localhost"), .port = S("25"), .security = S("clear"), .from = S("a@b")
    };
    assert_true(mail_server_check(f->arena, LANG_EN, &s, &good, &field, &fault));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_query_can_be_prepared, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_mail_waits_as_it_was_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_account_sees_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_sent_is_not_taken, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_one_sends_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_sent_one_forgets_its_link, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tries_are_spaced_and_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_refused_one_can_be_tried_again_without_link_only, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_expires_is_given_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_withdrawn_one_is_not_sent_by_a_try_that_began, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(nothing_is_taken_while_no_server_is_set_up, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_server_that_is_away_keeps_the_mail, set_up, tear_down),
        cmocka_unit_test_setup_teardown(for_ones_own_mail_program, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_form_of_the_server, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
