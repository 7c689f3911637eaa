-- SPDX-License-Identifier: AGPL-3.0-or-later
--
-- Weeks and talks that hosts write: drafts, and every saved version. What stood here before was
-- published. `version` counts the changes of a thing; a form says which one it was made from.

ALTER TABLE week ADD COLUMN published INT64 NOT NULL DEFAULT 1;
ALTER TABLE week ADD COLUMN version INT64 NOT NULL DEFAULT 1;
ALTER TABLE talk ADD COLUMN published INT64 NOT NULL DEFAULT 1;
ALTER TABLE talk ADD COLUMN version INT64 NOT NULL DEFAULT 1;
ALTER TABLE speaker ADD COLUMN version INT64 NOT NULL DEFAULT 1;

-- A thing as it stood, with who wrote it so. Kept from its first change on: the version before that
-- change has a row too.
CREATE TABLE week_version (
    kind    TEXT NOT NULL CHECK (kind IN ('week', 'talk', 'speaker')),
    subject INT64 NOT NULL,
    version INT64 NOT NULL,
    time_ms INT64 NOT NULL,
    who     TEXT NOT NULL, -- a name, as it was then; empty for what was there before
    via     TEXT NOT NULL CHECK (via IN ('first', 'host', 'speaker', 'import')),
    fields  TEXT NOT NULL, -- JSON: the form's fields as texts
    PRIMARY KEY (kind, subject, version)
) STRICT;
