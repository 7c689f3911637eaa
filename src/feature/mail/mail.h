/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * mail.h - mails out: a queue in the store, sent one after the other to the house's mail server.
 *
 * A mail is queued in the transaction of what it is about, so neither is without the other. It is
 * tried at once, then after 1, 5, 15, 60 minutes and so on for two days; the server's plain no ends
 * it. What became of it is one state:
 *   queued     waits: for its turn, for the next try, or for a mail server to be set up
 *   sent       the mail server has taken it
 *   bounced    the mail server will never take it; `said` is its reason
 *   given up   two days of tries, or it has expired
 *   withdrawn  its writer took it back before it went
 *   by hand    its writer sent it with their own mail program
 * After a power cut in the middle of a try a mail can go out a second time, with the same
 * Message-ID; most mail programs show such a one once.
 *
 * The sender is the house's address under the writer's name, answers go to the writer: a mail
 * server lets nobody write from addresses that are not its own.
 */
#ifndef FEATURE_MAIL_MAIL_H
#define FEATURE_MAIL_MAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "base/words.h"
#include "feature/feature.h"
#include "mail/letter.h"

extern const struct feature mail;

/* What a feature wants to have sent. */
struct mail_order {
    int64_t account; /* who alone sees it; 0: the house */
    str purpose;     /* a word of the feature's own */
    int64_t about;
    struct letter_party to;
    str from_name;                /* empty: the house's name */
    struct letter_party reply_to; /* no address: none */
    str subject;
    str text; /* LF between lines, an empty line between paragraphs; each {link} is `link` */
    str link; /* a secret address, kept only until the mail went; may be absent */
    enum lang lang;
    str in_reply_to;    /* message_id of an earlier mail, for the thread; may be absent */
    int64_t expires_ms; /* 0: never */
    bool automatic;     /* the house writes by itself, not a person */
};

struct mail_item {
    int64_t id;
    int64_t account;
    str purpose;
    int64_t about;
    struct letter_party to;
    str from_name;
    struct letter_party reply_to;
    str subject;
    str text;
    str link;
    str language;
    str message_id;
    str in_reply_to;
    bool automatic;
    str state;
    int64_t tries;
    int64_t next_ms;
    int64_t expires_ms;
    int64_t created_ms;
    int64_t changed_ms;
    str said;
};
struct mail_list {
    const struct mail_item *item;
    size_t n;
};

#define MAIL_SUBJECT_MAX 200
#define MAIL_TEXT_MAX 20000

/* Queues it; call it inside the transaction of what it is about, or alone. ERR_INVALID for an
 * address that cannot be, an empty or too long subject or text (characters). */
MUST const err *mail_queue(store *s, arena *a, const struct mail_order *order, int64_t *ret_id);

/* One of the account's; ERR_MISSING for another's, as for none. */
MUST const err *mail_find(store *s, arena *a, int64_t account, int64_t id, struct mail_item *ret);
/* The account's newest, newest first. */
MUST const err *mail_newest(store *s, arena *a, int64_t account, int64_t limit,
                            struct mail_list *ret);
/* All that the account has about one thing, oldest first. */
MUST const err *mail_about(store *s, arena *a, int64_t account, str purpose, int64_t about,
                           struct mail_list *ret);
/* Takes a queued one back, or says that it went by hand. ERR_CONFLICT once it is no longer queued,
 * ERR_MISSING as above. */
MUST const err *mail_withdraw(store *s, arena *a, int64_t account, int64_t id);
MUST const err *mail_by_hand(store *s, arena *a, int64_t account, int64_t id);
/* Tries a queued one at once, and one that bounced or was given up again from the start; not after
 * its link is gone (ERR_CONFLICT). */
MUST const err *mail_again(store *s, arena *a, int64_t account, int64_t id);
/* What was removed with a person or an account: their mails, in whatever state. */
MUST const err *mail_erase_about(store *s, arena *a, int64_t account, str purpose, int64_t about);
/* All that the account has to one address, oldest first; the account's with an id above `after`, at
 * most `limit`. */
MUST const err *mail_to(store *s, arena *a, int64_t account, str address, struct mail_list *ret);
MUST const err *mail_after(store *s, arena *a, int64_t account, int64_t after, int64_t limit,
                           struct mail_list *ret);
/* Those to one address, in whatever state; all of an account's, and, where its address is given,
 * those to it (the house's sign-in links). */
MUST const err *mail_erase_to(store *s, arena *a, int64_t account, str address);
MUST const err *mail_erase_account(store *s, arena *a, int64_t account, str address);

/* The text as it is read: with the link in its place. */
str mail_text(arena *a, const struct mail_item *m);
/* "mailto:anna@example.org?subject=…&body=…" (RFC 6068) for the writer's own mail program. */
str mail_mailto(arena *a, const struct mail_item *m);

/* True where the house has a mail server to send by. */
MUST const err *mail_ready(store *s, arena *a, bool *ret);

#endif
