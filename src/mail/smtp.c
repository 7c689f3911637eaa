/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * smtp.c - libcurl's handle, its options, and what its results mean for a mail.
 */
#include "mail/smtp.h"

#include <curl/curl.h>
#include <pthread.h>
#include <string.h>

#include "base/check.h"
#include "base/utf8.h"
#include "mail/letter.h"

#define CONNECT_MS 10000L
#define WHOLE_MS 60000L
#define SAID_MAX 300

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void curl_begin(void)
{
    ASSERT(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
}

struct talk {
    str rest;   /* of the message */
    bool given; /* some of it was sent */
    char said[SAID_MAX];
    size_t said_n;
};

static size_t give(char *to, size_t size, size_t n, void *arg)
{
    struct talk *talk = arg;
    str piece = str_sub(talk->rest, 0, size * n);
    if (piece.n != 0)
        memcpy(to, piece.p, piece.n);
    talk->rest = str_sub(talk->rest, piece.n, talk->rest.n);
    talk->given = true;
    return piece.n;
}

/* The server's lines come as "headers"; the last one before its good bye counts. */
static size_t hear(char *line, size_t size, size_t n, void *arg)
{
    struct talk *talk = arg;
    str said = str_trim((str){ line, size * n });
    if (str_starts(said, S("221")))
        return size * n;
    talk->said_n = said.n < SAID_MAX ? said.n : SAID_MAX;
    if (talk->said_n != 0)
        memcpy(talk->said, said.p, talk->said_n);
    return size * n;
}

static CURL *handle(arena *a, const struct smtp_server *server, struct talk *talk)
{
    pthread_once(&once, curl_begin);
    CURL *c = curl_easy_init();
    ASSERT(c != NULL);
    const char *scheme = server->security == SMTP_TLS ? "smtps" : "smtp";
    str url = str_format(a, "%s://%.*s:%d/%.*s", scheme, STR_ARG(server->host), server->port,
                         STR_ARG(server->our_name));
    curl_easy_setopt(c, CURLOPT_URL, str_c(a, url));
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_USE_SSL,
                     server->security == SMTP_CLEAR ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_MS);
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, WHOLE_MS);
    curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT, 30L);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, hear);
    curl_easy_setopt(c, CURLOPT_HEADERDATA, talk);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, hear);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, talk);
    if (!str_empty(server->ca_file))
        curl_easy_setopt(c, CURLOPT_CAINFO, str_c(a, server->ca_file));
    if (!str_empty(server->user)) {
        curl_easy_setopt(c, CURLOPT_USERNAME, str_c(a, server->user));
        curl_easy_setopt(c, CURLOPT_PASSWORD, str_c(a, server->password));
    }
    return c;
}

/* Whether the server or only the way to it is at fault: where it said a number, that decides; but
 * a server that closes its door at the greeting (554) has not looked at the mail. */
static enum smtp_outcome outcome_of(CURLcode code, long said, bool given)
{
    if (code == CURLE_OK)
        return SMTP_SENT;
    if (code == CURLE_LOGIN_DENIED)
        return SMTP_NO_SIGN_IN;
    if (said >= 400 && said < 500)
        return SMTP_LATER;
    bool about_the_mail = code == CURLE_SEND_ERROR || given;
    return about_the_mail && said >= 500 && said < 600 ? SMTP_REFUSED : SMTP_UNREACHABLE;
}

static struct smtp_answer perform(arena *a, CURL *c, const struct talk *talk)
{
    CURLcode code = curl_easy_perform(c);
    long said = 0;
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &said);
    struct smtp_answer answer = { .outcome = outcome_of(code, said, talk->given),
                                  .code = (int)said };
    bool silent = answer.outcome == SMTP_UNREACHABLE || talk->said_n == 0;
    answer.said =
        utf8_line(a, silent ? str_of(curl_easy_strerror(code)) : (str){ talk->said, talk->said_n });
    curl_easy_cleanup(c);
    return answer;
}

struct smtp_answer smtp_send(arena *a, const struct smtp_server *server, str from, str to,
                             str message)
{
    ASSERT(letter_address_ok(from) && letter_address_ok(to));
    struct talk talk = { .rest = message };
    CURL *c = handle(a, server, &talk);
    struct curl_slist *receivers =
        curl_slist_append(NULL, str_c(a, str_format(a, "<%.*s>", STR_ARG(to))));
    ASSERT(receivers != NULL);
    curl_easy_setopt(c, CURLOPT_MAIL_FROM, str_c(a, str_format(a, "<%.*s>", STR_ARG(from))));
    curl_easy_setopt(c, CURLOPT_MAIL_RCPT, receivers);
    curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(c, CURLOPT_READDATA, &talk);
    struct smtp_answer answer = perform(a, c, &talk);
    curl_slist_free_all(receivers);
    return answer;
}

struct smtp_answer smtp_try(arena *a, const struct smtp_server *server)
{
    struct talk talk = { 0 };
    CURL *c = handle(a, server, &talk);
    curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, "NOOP");
    curl_easy_setopt(c, CURLOPT_NOBODY, 1L);
    return perform(a, c, &talk);
}
