/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * smtp_test.c - what each answer of a mail server means, against a server that says what the test
 * tells it. A real one (Postfix, with TLS and signing in) is tried by test/blackbox/mail.mjs.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/attr.h"
#include "mail/smtp.h"
#include "os/sock.h"
#include "os/thread.h"

/* What the server says to each command; NULL: 250. */
struct script {
    const char *hello, *mail, *rcpt, *data, *end;
};

struct server {
    struct script script;
    int fd;
    char heard[8192]; /* all that came */
    bool received;    /* a mail was taken */
};

static void say(FILE *to, const char *line)
{
    fprintf(to, "%s\r\n", line != NULL ? line : "250 ok");
    fflush(to);
}

/* One command; false when it was the last. */
static bool answer(struct server *s, FILE *to, FILE *from, const char *line)
{
    if (strncmp(line, "EHLO", 4) == 0)
        say(to, "250 here");
    else if (strncmp(line, "MAIL", 4) == 0)
        say(to, s->script.mail);
    else if (strncmp(line, "RCPT", 4) == 0)
        say(to, s->script.rcpt);
    else if (strncmp(line, "QUIT", 4) == 0)
        return say(to, "221 bye"), false;
    else if (strncmp(line, "DATA", 4) == 0) {
        say(to, s->script.data != NULL ? s->script.data : "354 go on");
        char text[1024];
        while (s->script.data == NULL && fgets(text, sizeof text, from) != NULL &&
               strcmp(text, ".\r\n") != 0)
            strncat(s->heard, text, sizeof s->heard - strlen(s->heard) - 1);
        if (s->script.data == NULL)
            say(to, s->script.end);
        s->received = s->script.data == NULL && s->script.end == NULL;
    } else
        say(to, NULL);
    return true;
}

static void serve_one(void *arg)
{
    struct server *s = arg;
    int fd = -1;
    while ((fd = accept(s->fd, NULL, NULL)) < 0)
        usleep(1000);
    FILE *to = fdopen(dup(fd), "w");
    FILE *from = fdopen(fd, "r");
    say(to, s->script.hello != NULL ? s->script.hello : "220 here");
    char line[1024];
    while (fgets(line, sizeof line, from) != NULL) {
        strncat(s->heard, line, sizeof s->heard - strlen(s->heard) - 1);
        if (!answer(s, to, from, line))
            break;
    }
    fclose(to);
    fclose(from);
}

static struct smtp_answer send_to(arena *a, struct server *s, bool only_try)
{
    struct sock_address any = { 0 }, bound = { 0 };
    thread *t = NULL;
    assert_null(sock_parse(a, S("127.0.0.1:0"), &any));
    assert_null(sock_listen(a, &any, &s->fd));
    assert_null(sock_bound(a, s->fd, &bound));
    assert_null(thread_start(a, "smtp", 0, serve_one, s, &t));
    struct smtp_server server = { .host = S("127.0.0.1"),
                                  .port = sock_port(&bound),
                                  .security = SMTP_CLEAR,
                                  .our_name = S("house.example.org") };
    struct smtp_answer got =
        only_try ? smtp_try(a, &server)
                 : smtp_send(a, &server, S("house@example.org"), S("anna@example.org"),
                             S("Subject: x\r\n\r\n.dot\r\nend\r\n"));
    thread_join(t);
    close(s->fd);
    return got;
}

static void test_sent(void **state)
{
    (void)state;
    arena *a = arena_new(1 << 20);
    struct server s = { 0 };
    struct smtp_answer got = send_to(a, &s, false);
    assert_int_equal(got.outcome, SMTP_SENT);
    assert_int_equal(got.code, 250);
    assert_true(s.received);
    assert_non_null(strstr(s.heard, "EHLO house.example.org\r\n"));
    assert_non_null(strstr(s.heard, "MAIL FROM:<house@example.org>"));
    assert_non_null(strstr(s.heard, "RCPT TO:<anna@example.org>"));
    assert_non_null(strstr(s.heard, "\r\n..dot\r\nend\r\n"));
    arena_free(a);
}

static void test_what_an_answer_means(void **state)
{
    (void)state;
    const struct {
        struct script script;
        enum smtp_outcome outcome;
        int code;
    } cases[] = {
        { { .rcpt = "550 5.1.1 no such person" }, SMTP_REFUSED, 550 },
        { { .rcpt = "450 4.2.0 greylisted" }, SMTP_LATER, 450 },
        { { .mail = "452 4.3.1 disk full" }, SMTP_LATER, 452 },
        { { .mail = "553 5.1.8 not your address" }, SMTP_REFUSED, 553 },
        { { .data = "554 5.7.1 no" }, SMTP_REFUSED, 554 },
        { { .end = "554 5.7.1 spam" }, SMTP_REFUSED, 554 },
        { { .end = "451 4.3.0 later" }, SMTP_LATER, 451 },
        /* Not about this mail: it is kept. */
        { { .hello = "554 no service for your address" }, SMTP_UNREACHABLE, 554 },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        arena *a = arena_new(1 << 20);
        struct server s = { .script = cases[i].script };
        struct smtp_answer got = send_to(a, &s, false);
        assert_int_equal(got.outcome, cases[i].outcome);
        assert_int_equal(got.code, cases[i].code);
        assert_false(s.received);
        if (got.outcome != SMTP_UNREACHABLE)
            assert_true(str_starts(got.said, str_format(a, "%d ", got.code)));
        arena_free(a);
    }
}

static void test_nobody_there(void **state)
{
    (void)state;
    arena *a = arena_new(1 << 20);
    struct smtp_server server = { .host = S("127.0.0.1"), .port = 1, .security = SMTP_CLEAR };
    struct smtp_answer got =
        smtp_send(a, &server, S("a@example.org"), S("b@example.org"), S("Subject: x\r\n\r\n"));
    assert_int_equal(got.outcome, SMTP_UNREACHABLE);
    assert_int_equal(got.code, 0);
    assert_true(got.said.n > 3);
    arena_free(a);
}

/* A server that cannot turn to TLS is told nothing. */
static void test_without_tls_nothing_is_said(void **state)
{
    (void)state;
    arena *a = arena_new(1 << 20);
    struct server s = { 0 };
    struct sock_address any = { 0 }, bound = { 0 };
    thread *t = NULL;
    assert_null(sock_parse(a, S("127.0.0.1:0"), &any));
    assert_null(sock_listen(a, &any, &s.fd));
    assert_null(sock_bound(a, s.fd, &bound));
    assert_null(thread_start(a, "smtp", 0, serve_one, &s, &t));
    struct smtp_server server = { .host = S("127.0.0.1"),
                                  .port = sock_port(&bound),
                                  .security = SMTP_STARTTLS,
                                  .user = S("house"),
                                  .password = S("secret") };
    struct smtp_answer got =
        smtp_send(a, &server, S("a@example.org"), S("b@example.org"), S("Subject: x\r\n\r\n"));
    thread_join(t);
    close(s.fd);
    assert_int_equal(got.outcome, SMTP_UNREACHABLE);
    assert_null(strstr(s.heard, "AUTH"));
    assert_null(strstr(s.heard, "MAIL"));
    arena_free(a);
}

static void test_try(void **state)
{
    (void)state;
    arena *a = arena_new(1 << 20);
    struct server s = { 0 };
    struct smtp_answer got = send_to(a, &s, true);
    assert_int_equal(got.outcome, SMTP_SENT);
    assert_null(strstr(s.heard, "MAIL"));
    struct server busy = { .script = { .hello = "421 not now" } };
    got = send_to(a, &busy, true);
    assert_int_equal(got.outcome, SMTP_LATER);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sent),         cmocka_unit_test(test_what_an_answer_means),
        cmocka_unit_test(test_nobody_there), cmocka_unit_test(test_without_tls_nothing_is_said),
        cmocka_unit_test(test_try),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
