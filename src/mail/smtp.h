/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * smtp.h - hands one mail to a mail server (RFC 5321), by libcurl. Blocks, at most about a minute.
 */
#ifndef MAIL_SMTP_H
#define MAIL_SMTP_H

#include "base/arena.h"
#include "base/str.h"

enum smtp_security {
    SMTP_STARTTLS, /* begins in clear and must turn to TLS before anything is said (RFC 3207) */
    SMTP_TLS,      /* TLS from the first byte (RFC 8314) */
    SMTP_CLEAR,    /* only for a server on this machine */
};

struct smtp_server {
    str host; /* "mail.example.org" */
    int port;
    enum smtp_security security;
    str user; /* empty: without signing in */
    str password;
    str ca_file;  /* empty: the system's certificates */
    str our_name; /* what we call ourselves (EHLO); empty: the machine's name */
};

enum smtp_outcome {
    SMTP_SENT,        /* the server has taken it and answers for it */
    SMTP_LATER,       /* it asks to come again (4xx) */
    SMTP_REFUSED,     /* it will never take this mail (5xx) */
    SMTP_NO_SIGN_IN,  /* it does not take our name and password: concerns every mail */
    SMTP_UNREACHABLE, /* no connection, no TLS, no answer in time: concerns every mail */
};

struct smtp_answer {
    enum smtp_outcome outcome;
    int code; /* of the server's last line; 0: it said nothing */
    str said; /* its last line, or why there was none; one line of valid text, for people */
};

/* `message` as letter_write gives it; the addresses pass letter_address_ok (asserted). Results and
 * failures alike are an answer on the arena. From any thread. */
struct smtp_answer smtp_send(arena *a, const struct smtp_server *server, str from, str to,
                             str message);
/* Only connects, turns to TLS and signs in: SMTP_SENT where that works. */
struct smtp_answer smtp_try(arena *a, const struct smtp_server *server);

#endif
