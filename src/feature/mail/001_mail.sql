-- SPDX-License-Identifier: AGPL-3.0-or-later
--
-- Mails on their way out. One row a mail, kept after it went, so that its writer sees what became of it.

CREATE TABLE mail (
    id            ROWID64,
    account       INT64 NOT NULL,       -- whose mail it is, who alone sees it; 0: the house's own
    purpose       TEXT NOT NULL,        -- a word of the feature that wrote it: "sign-in", "test"
    about         INT64 NOT NULL,       -- what of that feature it is about; 0: nothing
    to_name       TEXT NOT NULL,
    to_address    TEXT NOT NULL,
    from_name     TEXT NOT NULL,
    reply_name    TEXT NOT NULL,
    reply_address TEXT NOT NULL,
    subject       TEXT NOT NULL,
    text          TEXT NOT NULL,        -- where it says {link}, `link` is put when it is sent
    link          TEXT NOT NULL,        -- a secret address; emptied once the mail went or will not go
    language      TEXT NOT NULL,
    message_id    TEXT NOT NULL UNIQUE, -- the same in every attempt
    in_reply_to   TEXT NOT NULL,
    automatic     INT64 NOT NULL,
    state         TEXT NOT NULL
                  CHECK (state IN ('queued', 'sent', 'bounced', 'given up', 'withdrawn', 'by hand')),
    tries         INT64 NOT NULL,
    next_ms       INT64 NOT NULL,       -- not before; while it is being sent: when it may be tried again
    expires_ms    INT64 NOT NULL,       -- not after; 0: no such moment
    created_ms    INT64 NOT NULL,
    changed_ms    INT64 NOT NULL,
    said          TEXT NOT NULL         -- the mail server's last answer
) STRICT;
CREATE INDEX mail_due ON mail (state, next_ms);
CREATE INDEX mail_of_account ON mail (account, id);
CREATE INDEX mail_about ON mail (account, purpose, about);
