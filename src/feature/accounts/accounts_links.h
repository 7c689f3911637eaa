/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_links.h - private links: who holds one may do one thing without an account, or becomes a
 * member by it. They expire, are counted, and can be taken back. One is forgotten 90 days after it
 * expired, so nothing stored may point to its id.
 */
#ifndef FEATURE_ACCOUNTS_ACCOUNTS_LINKS_H
#define FEATURE_ACCOUNTS_ACCOUNTS_LINKS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/html.h"
#include "base/str.h"
#include "feature/feature.h"

/* `kind` says what for: "member" (subject 0), "speaker" (subject = id of the talk), "author"
 * (subject = id of the post, 0 = one to be written). */
struct private_link {
    int64_t id;
    str kind;
    int64_t subject;
    str name; /* of the person it is for */
    int64_t created_ms;
    int64_t expires_ms;
    int64_t uses;      /* how often it was opened */
    int64_t most_uses; /* 0 = as often as one likes */
    bool revoked;
};
struct private_links {
    const struct private_link *item;
    size_t n;
};

#define LINK_DAYS_MOST 366
#define LINK_USES_MOST 100000

/* Makes one; its token is stored nowhere. `days` 1 to LINK_DAYS_MOST, `name` 1-80 characters,
 * `most_uses` 0 to LINK_USES_MOST; else ERR_INVALID. */
MUST const err *accounts_link_make(store *s, arena *a, str kind, int64_t subject, str name,
                                   int64_t days, int64_t most_uses, str *ret_token,
                                   int64_t *ret_id);
/* The link of a token. ERR_GONE where it is unknown, of another kind, expired, used up or taken
 * back; these cannot be told apart. Does not count. */
MUST const err *accounts_link_look(store *s, arena *a, str token, str kind,
                                   struct private_link *ret);
/* The same, and counts one use (a POST, never a GET: mail scanners follow links). */
MUST const err *accounts_link_use(store *s, arena *a, str token, str kind,
                                  struct private_link *ret);
/* All of a kind for a subject, newest first; expired and revoked ones too. */
MUST const err *accounts_links_of(store *s, arena *a, str kind, int64_t subject,
                                  struct private_links *ret);
/* One that is unknown or revoked already is no error. */
MUST const err *accounts_link_revoke(store *s, arena *a, int64_t id);
/* The undo of it: the link holds again, as far as its days and uses reach. */
MUST const err *accounts_link_restore(store *s, arena *a, int64_t id);

/* Forgets the link with the name in it, in the caller's transaction: for what is erased for the
 * sake of privacy. Its token is answered as an unknown one. */
MUST const err *accounts_link_erase(store *s, arena *a, int64_t id);

/* The address as a QR code: SVG with a text alternative, drawn by libqrencode. ERR_INVALID
 * for one of more than 2,331 bytes. */
MUST const err *accounts_qr(arena *a, str url, str alternative, html *ret);

#endif
