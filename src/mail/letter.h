/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * letter.h - a mail as it travels: headers and a plain text with a simple HTML part beside it
 * (RFC 5322, RFC 2045-2047, multipart/alternative of RFC 2046). Written by gmime.
 */
#ifndef MAIL_LETTER_H
#define MAIL_LETTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/html.h"
#include "base/str.h"

/* Who writes or receives. `name` may be absent. */
struct letter_party {
    str name;
    str address; /* "anna@example.org" */
};

struct letter {
    struct letter_party from;
    struct letter_party to;
    struct letter_party reply_to; /* no address: none */
    str subject;
    str text;        /* UTF-8, lines end with LF */
    html page;       /* the same as an HTML document; empty: the text alone */
    str message_id;  /* "a7f3@example.org", without brackets; stays the same in every attempt */
    str in_reply_to; /* the message_id it answers, for the thread; absent: none */
    int64_t date_ms;
    bool automatic; /* Auto-Submitted: auto-generated (RFC 3834): nobody's out-of-office answers */
};

/* True for an address that may stand in an envelope and a header: at most 254 bytes of ASCII, one
 * '@' with something on both sides, no space, control character, bracket, comma or quote. */
bool letter_address_ok(str address);

/* The whole message, on the arena; lines end with CRLF. ERR_INVALID for an address or identifier
 * that cannot stand in a header; names, subject and texts are encoded, whatever stands in them. */
MUST const err *letter_write(arena *a, const struct letter *letter, str *ret);

#endif
