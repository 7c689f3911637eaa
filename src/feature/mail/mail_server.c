/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * mail_server.c - seven settings.
 */
#include "feature/mail/mail_server.h"

#include <string.h>

#include "base/utf8.h"
#include "feature/house/house.h"
#include "mail/letter.h"

#define HOST_MAX 253
#define SECRET_MAX 500

static const struct {
    const char *name;
    size_t offset;
} settings[] = {
    { "mail_host", offsetof(struct mail_server, host) },
    { "mail_port", offsetof(struct mail_server, port) },
    { "mail_security", offsetof(struct mail_server, security) },
    { "mail_user", offsetof(struct mail_server, user) },
    { "mail_password", offsetof(struct mail_server, password) },
    { "mail_from", offsetof(struct mail_server, from) },
    { "mail_ca_file", offsetof(struct mail_server, ca_file) },
};

const err *mail_server_load(store *s, arena *a, struct mail_server *ret)
{
    struct mail_server server = { 0 };
    for (size_t i = 0; i < COUNT_OF(settings); i++)
        TRY(house_setting(s, a, settings[i].name, (str *)((char *)&server + settings[i].offset)));
    if (str_empty(server.port))
        server.port = S("587");
    if (str_empty(server.security))
        server.security = S("starttls");
    *ret = server;
    return NULL;
}

const err *mail_server_keep(store *s, arena *a, const struct mail_server *server)
{
    TX(t, s, a);
    for (size_t i = 0; i < COUNT_OF(settings); i++)
        TRY(house_set(s, a, settings[i].name,
                      *(const str *)((const char *)server + settings[i].offset)));
    return tx_commit(&t);
}

static bool host_plausible(str host)
{
    for (size_t i = 0; i < host.n; i++) {
        char c = host.p[i];
        bool ok = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                  c == '-' || c == '.' || c == ':' || c == '[' || c == ']';
        if (!ok)
            return false;
    }
    return host.n > 0 && host.n <= HOST_MAX;
}

static bool on_this_machine(str host)
{
    return str_eq_nocase(host, S("localhost")) || str_starts(host, S("127.")) ||
           str_eq(host, S("[::1]"));
}

static bool port_plausible(str port)
{
    int64_t n = 0;
    return str_to_int64(port, &n) && n >= 1 && n <= 65535;
}

static bool security_known(str security)
{
    return str_eq(security, S("starttls")) || str_eq(security, S("tls")) ||
           str_eq(security, S("clear"));
}

bool mail_server_check(arena *a, enum lang lang, struct mail_server *server,
                       const struct mail_server *before, const char **ret_field, str *ret_fault)
{
    server->host = utf8_line(a, server->host);
    server->port = utf8_line(a, server->port);
    server->user = utf8_line(a, server->user);
    server->from = utf8_line(a, server->from);
    if (str_empty(server->password) && str_eq(server->user, before->user))
        server->password = before->password;
    server->ca_file = before->ca_file;
    if (str_empty(server->host))
        return true;

    const char *field = NULL;
    const char *fault = NULL;
    if (!host_plausible(server->host)) {
        field = "host";
        fault = WORDS_MARK("This is no name of a server. It looks like mail.example.org.");
    } else if (!port_plausible(server->port)) {
        field = "port";
        fault = WORDS_MARK("A port is a number; most servers take 587.");
    } else if (!security_known(server->security) ||
               (str_eq(server->security, S("clear")) && !on_this_machine(server->host))) {
        field = "security";
        fault = WORDS_MARK("Without encryption the house sends only to a mail server on its own "
                           "machine.");
    } else if (!letter_address_ok(server->from)) {
        field = "from";
        fault = WORDS_MARK("This is no mail address. It looks like house@example.org.");
    } else if (server->user.n > SECRET_MAX || server->password.n > SECRET_MAX) {
        field = "user";
        fault = WORDS_MARK("Name or password is too long.");
    }
    if (field == NULL)
        return true;
    *ret_field = field;
    *ret_fault = words(lang, fault);
    return false;
}

bool mail_server_set_up(const struct mail_server *server)
{
    return !str_empty(server->host) && !str_empty(server->from);
}

struct smtp_server mail_server_smtp(const struct mail_server *server)
{
    int64_t port = 587;
    (void)!str_to_int64(server->port, &port);
    return (struct smtp_server){
        .host = server->host,
        .port = (int)port,
        .security = str_eq(server->security, S("tls"))     ? SMTP_TLS
                    : str_eq(server->security, S("clear")) ? SMTP_CLEAR
                                                           : SMTP_STARTTLS,
        .user = server->user,
        .password = server->password,
        .ca_file = server->ca_file,
    };
}
