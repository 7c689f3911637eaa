/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * mail_view.h - what the pages of the mails show.
 */
#ifndef FEATURE_MAIL_MAIL_VIEW_H
#define FEATURE_MAIL_MAIL_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/html.h"
#include "base/str.h"

/* ---- the HTML part of a mail ----------------------------------------------------------------- */

struct letter_line {
    str text;
    bool is_link; /* the line is one address */
};
struct letter_lines {
    const struct letter_line *item;
    size_t n;
};
struct letter_paragraph {
    struct letter_lines lines;
};
struct letter_paragraphs {
    const struct letter_paragraph *item;
    size_t n;
};

/* ---- the lists ------------------------------------------------------------------------------- */

struct mail_view {
    int64_t id;
    str to;
    str subject;
    str text;
    str state; /* in words */
    str when;  /* of the state */
    str said;  /* of the mail server; may be empty */
    str mailto;
    bool waits;  /* may be withdrawn, or sent by hand */
    bool failed; /* may be tried again */
};
struct mail_views {
    const struct mail_view *item;
    size_t n;
};

/* The form of the mail server. */
struct mail_server_form {
    str host, port, security, user, from;
    bool password_kept;
    str fault_field, fault; /* of one field; empty where all is well */
    str tried;              /* what the mail server answered; empty where it was not asked */
    bool tried_well;
};

#endif
