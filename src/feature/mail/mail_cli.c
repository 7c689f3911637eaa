/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * mail_cli.c - mail server, mail try, mail list, mail send: the house's mails from the command
 * line.
 */
#include "feature/mail/mail_cli.h"

#include "base/json_text.h"
#include "engine/when/when.h"
#include "feature/mail/mail.h"
#include "feature/mail/mail_rules.h"
#include "feature/mail/mail_server.h"
#include "feature/mail/mail_store.h"
#include "os/file.h"

#define SERVER_USAGE                                                                               \
    "[--host NAME] [--port N] [--security starttls|tls|clear] [--user NAME] "                      \
    "[--password-file FILE|-] [--from ADDRESS] [--ca-file FILE]"
#define SECRET_MAX 4096
#define LISTED 1000

/* An option that was given replaces what stands. */
static const err *read_option(cli *c, const char *name, str *to)
{
    str value = { 0 };
    TRY(cli_option(c, name, &value));
    if (value.p != NULL)
        *to = value;
    return NULL;
}

static const err *read_password(cli *c, str *to)
{
    str file = { 0 }, text = { 0 };
    TRY(cli_option(c, "--password-file", &file));
    if (file.p == NULL)
        return NULL;
    TRY(file_read(c->arena, file, SECRET_MAX, &text));
    *to = str_trim(text);
    return NULL;
}

static const err *server(cli *c)
{
    struct mail_server before = { 0 };
    TRY(mail_server_load(c->store, c->arena, &before));
    struct mail_server wanted = before;
    TRY(read_option(c, "--host", &wanted.host));
    TRY(read_option(c, "--port", &wanted.port));
    TRY(read_option(c, "--security", &wanted.security));
    TRY(read_option(c, "--user", &wanted.user));
    TRY(read_option(c, "--from", &wanted.from));
    TRY(read_option(c, "--ca-file", &before.ca_file));
    TRY(read_password(c, &wanted.password));
    TRY(cli_arguments(c, 0, 0, SERVER_USAGE));
    const char *field = NULL;
    str fault = { 0 };
    if (!mail_server_check(c->arena, LANG_EN, &wanted, &before, &field, &fault))
        FAIL(c->arena, ERR_INVALID, "--%s: %.*s", field, STR_ARG(fault));
    TRY(mail_server_keep(c->store, c->arena, &wanted));
    return cli_print(
        c, str_format(c->arena, "host %.*s\nport %.*s\nsecurity %.*s\nuser %.*s\nfrom %.*s\n",
                      STR_ARG(wanted.host), STR_ARG(wanted.port), STR_ARG(wanted.security),
                      STR_ARG(wanted.user), STR_ARG(wanted.from)));
}

static const err *try_server(cli *c)
{
    struct mail_server found = { 0 };
    TRY(cli_arguments(c, 0, 0, ""));
    TRY(mail_server_load(c->store, c->arena, &found));
    if (!mail_server_set_up(&found))
        FAIL(c->arena, ERR_MISSING, "no mail server is set up; see mail server");
    struct smtp_server smtp = mail_server_smtp(&found);
    struct smtp_answer answer = smtp_try(c->arena, &smtp);
    if (answer.outcome != SMTP_SENT)
        FAIL(c->arena, ERR_BUSY, "the mail server did not let the house in: %.*s",
             STR_ARG(answer.said));
    return cli_print(c, str_format(c->arena, "%.*s\n", STR_ARG(answer.said)));
}

/* Only the house's own: what its members write is for them to see. */
static const err *list(cli *c)
{
    struct mail_list all = { 0 };
    TRY(cli_arguments(c, 0, 0, ""));
    TRY(mail_newest(c->store, c->arena, 0, LISTED, &all));
    json_t *out = json_text_on(c->arena, json_array());
    buf text;
    buf_on_arena(&text, c->arena, (size_t)4 << 20);
    for (size_t i = 0; i < all.n; i++) {
        const struct mail_item *m = &all.item[i];
        str when = when_rfc3339(c->arena, m->changed_ms, S("UTC"));
        json_array_append_new(out, json_pack("{s:I,s:o,s:o,s:o,s:o,s:o}", "id", (json_int_t)m->id,
                                             "time", json_text(when), "state", json_text(m->state),
                                             "to", json_text(m->to.address), "subject",
                                             json_text(m->subject), "said", json_text(m->said)));
        buf_printf(&text, "%lld\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\n", (long long)m->id, STR_ARG(when),
                   STR_ARG(m->state), STR_ARG(m->to.address), STR_ARG(m->subject),
                   STR_ARG(m->said));
    }
    if (!c->json)
        return cli_print(c, buf_str(&text));
    str json = json_text_dump(c->arena, out, JSON_INDENT(2));
    return cli_print(c, str_join(c->arena, (str[]){ json, S("\n") }, 2, S("")));
}

/* For houses whose serve is not running; beside one it helps along. */
static const err *send_due(cli *c)
{
    bool did = true;
    int64_t n = 0;
    TRY(cli_arguments(c, 0, 0, ""));
    for (; did; n += did)
        TRY(mail_rules_send_one(c->store, c->arena, &did));
    cli_say(c, "%lld tried", (long long)n);
    return NULL;
}

const struct verb mail_cli_verbs[] = {
    { "mail server", SERVER_USAGE, "say by which mail server the house sends; alone: show it",
      server },
    { "mail try", "", "ask the mail server to let the house in", try_server },
    { "mail list", "", "print the house's own mails and what became of them", list },
    { "mail send", "", "send what is due, once", send_due },
    { 0 },
};
