-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Who may do what. Tokens are never stored, only their digests (base/id.h).

CREATE TABLE account (
    id ROWID64,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('host', 'member')),
    created_ms INT64 NOT NULL
) STRICT;

-- A link is good once, until expires_ms.
CREATE TABLE sign_in_link (
    digest TEXT PRIMARY KEY,
    account INT64 NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_ms INT64 NOT NULL,
    expires_ms INT64 NOT NULL,
    used_ms INT64
) STRICT;

CREATE INDEX sign_in_link_account ON sign_in_link (account);

CREATE TABLE session (
    id ROWID64,
    digest TEXT NOT NULL UNIQUE,
    account INT64 NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_ms INT64 NOT NULL,
    expires_ms INT64 NOT NULL
) STRICT;

CREATE INDEX session_account ON session (account);
