/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * mail_server.h - the mail server that the house sends by, as its host set it up.
 */
#ifndef FEATURE_MAIL_MAIL_SERVER_H
#define FEATURE_MAIL_MAIL_SERVER_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/words.h"
#include "mail/smtp.h"
#include "store/store.h"

/* As it stands in the form; all texts. The password is kept in the store as it is, since it must be
 * said to the server; it is never shown again. */
struct mail_server {
    str host;
    str port;
    str security; /* "starttls", "tls", "clear" */
    str user;
    str password;
    str from;    /* the house's address, which every mail comes from */
    str ca_file; /* only by command: certificates of a server with its own authority */
};

/* Empty texts where nothing is set up; port and security have their defaults. */
MUST const err *mail_server_load(store *s, arena *a, struct mail_server *ret);
/* All or nothing. */
MUST const err *mail_server_keep(store *s, arena *a, const struct mail_server *server);
/* Cleans it; false with the first wrong field's name and what is wrong with it, in the reader's
 * words. An empty host means: no mail server. An empty password keeps the one of `before`. */
bool mail_server_check(arena *a, enum lang lang, struct mail_server *server,
                       const struct mail_server *before, const char **ret_field, str *ret_fault);
bool mail_server_set_up(const struct mail_server *server);
/* For smtp_send; only for one that is set up. */
struct smtp_server mail_server_smtp(const struct mail_server *server);

#endif
