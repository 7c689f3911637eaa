-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Private links, short codes, and what a list of sessions needs.

-- Who holds the link may do one thing. `subject` is the id of what it is for, 0 where there is none.
CREATE TABLE private_link (
    id ROWID64,
    digest TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('member', 'speaker', 'author')),
    subject INT64 NOT NULL,
    name TEXT NOT NULL,
    created_ms INT64 NOT NULL,
    expires_ms INT64 NOT NULL,
    uses INT64 NOT NULL,
    most_uses INT64 NOT NULL,
    revoked_ms INT64
) STRICT;

CREATE INDEX private_link_subject ON private_link (kind, subject);

-- A link for another device has a short code too; both are used up together.
ALTER TABLE sign_in_link ADD COLUMN code TEXT;
CREATE UNIQUE INDEX sign_in_link_code ON sign_in_link (code);

-- The day of its last request, "2012-07-09"; no finer, since nobody needs it finer.
ALTER TABLE session ADD COLUMN seen TEXT NOT NULL DEFAULT '';

-- An address that somebody gave who joined by an invitation, where `email` could not be it because
-- another account has it: nobody has shown yet that it is theirs.
ALTER TABLE account ADD COLUMN claimed TEXT NOT NULL DEFAULT '';
