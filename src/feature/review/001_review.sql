-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The owner's own roles: the review asks which ties hang on one, and who stayed after it.
-- from_on, to_on: 'YYYY', 'YYYY-MM' or a day; to_on '' while it lasts.

CREATE TABLE own_role (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    organisation TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    from_on TEXT NOT NULL,
    to_on TEXT NOT NULL DEFAULT '',
    removed_ms INT64 NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX own_role_account ON own_role (account, from_on);
